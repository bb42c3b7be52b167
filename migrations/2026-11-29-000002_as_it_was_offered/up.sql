-- What a quotation says of its parties, as it stood when it was offered; none before it is.
alter table solution_editions add column offered_to text;
alter table solution_editions add column offered_to_person text;
alter table solution_editions add column offered_by text;

-- A contract beyond both limits rests on two answered requests: request_id allows its amount, or whatever was beyond when there was but one.
alter table contracts add column discount_request_id text references requests (id);
create index contracts_by_discount_request on contracts (discount_request_id) where discount_request_id is not null;
