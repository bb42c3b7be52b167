alter table meetings drop column told;
