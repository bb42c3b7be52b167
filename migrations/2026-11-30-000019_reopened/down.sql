alter table resolutions drop column carried;
alter table resolutions drop column reopened_why;
alter table resolutions drop column reopened_at;
alter table resolutions drop column reopened_by;
