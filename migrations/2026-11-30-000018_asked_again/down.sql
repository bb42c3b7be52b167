drop index requests_by_turn;
create index requests_by_turn on requests ((answered_at is not null), due_on, number);
drop index requests_by_earlier;
alter table requests drop column again_id;
