drop table mornings;
drop table outbox;
alter table people drop column email;
drop table notices;
