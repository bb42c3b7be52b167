-- The planned budget that what may be spent by the progress made is a share of; in fen, with alerts of the budget only.
alter table alerts add column budget bigint;
