drop index projects_running_by_end;
drop table calendar_feeds;
