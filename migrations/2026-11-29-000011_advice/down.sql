drop table advice;
