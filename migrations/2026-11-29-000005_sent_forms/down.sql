drop table sent_forms;
