drop index alerts_by_passing;
create index alerts_by_passing on alerts (passed_on desc, id desc) where passed_on is not null;
