-- The secret address by which somebody's own calendar program reads their calendar. The key in it is kept nowhere, only its hash.
create table calendar_feeds (
    id text not null primary key,
    person_id text not null unique references people (id),
    -- SHA-256 of the key.
    key_hash text not null unique,
    made_at timestamp not null,
    version integer not null default 1
);

-- Which running projects end in a month.
create index projects_running_by_end on projects (ends_on, number) where ended_at is null;
