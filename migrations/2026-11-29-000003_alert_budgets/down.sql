alter table alerts drop column budget;
