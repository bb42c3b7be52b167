drop index contracts_by_discount_request;
alter table contracts drop column discount_request_id;
alter table solution_editions drop column offered_by;
alter table solution_editions drop column offered_to_person;
alter table solution_editions drop column offered_to;
