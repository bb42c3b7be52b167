-- A request that is asked again (再次请示) knows which one it follows. -------------------------------------------------------------

alter table requests add column again_id text references requests (id);
create index requests_by_earlier on requests (again_id, number);

-- What waits for an answer stands first; what was withdrawn does not wait.
drop index requests_by_turn;
create index requests_by_turn on requests ((state <> 'open'), due_on, number);
