-- Alerts that are past are counted, and a page of them found, without reading their rows.
drop index alerts_by_passing;
create index alerts_by_passing on alerts (passed_on desc, id desc, fires_on, rule, project_id) where passed_on is not null;
