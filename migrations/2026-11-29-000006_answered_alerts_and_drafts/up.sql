-- Alerts that were answered and still lie outside, and those that are past, the newest first.
create index alerts_by_answer on alerts (answered_at desc, id desc) where answered_at is not null and passed_on is null;
create index alerts_by_passing on alerts (passed_on desc, id desc) where passed_on is not null;

-- The draft of an edition can be dropped: no contract rests on it.
create index contracts_by_edition on contracts (solution_edition_id) where solution_edition_id is not null;
