-- Who opened a resolution again, when and why; and how often it had been carried over until then. What was said to have come of it stays.
alter table resolutions add column reopened_by text references people (id);
alter table resolutions add column reopened_at timestamp;
alter table resolutions add column reopened_why text not null default '';
alter table resolutions add column carried integer not null default 0;
