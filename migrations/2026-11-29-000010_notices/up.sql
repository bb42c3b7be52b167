-- Notices (通知): what happened that concerns somebody, and why they are told. No part of the trail: nothing follows from them. ----

create table notices (
    id text not null primary key,
    person_id text not null references people (id),
    -- Why this person is told. No check: its words grow with the slices that tell.
    reason text not null,
    -- What happened, in both languages.
    what text not null,
    what_en text not null,
    -- What it is about, as people call it.
    number text not null,
    about text not null,
    about_en text not null,
    href text not null,
    -- Whose deed it was; none: the program's.
    by_id text references people (id),
    acting_for_id text references people (id),
    at timestamp not null,
    read_at timestamp
);
create index notices_by_person on notices (person_id, at desc, id desc);
create index notices_unread on notices (person_id, reason, number, at) where read_at is null;
create index notices_by_reading on notices (read_at) where read_at is not null;

-- Where somebody is written to; none: nowhere. ----------------------------------------------------------------------------

alter table people add column email text;

-- What goes out of the house, and how it went. -----------------------------------------------------------------------------

create table outbox (
    id text not null primary key,
    channel text not null check (channel in ('mail', 'wecom', 'dingtalk', 'feishu')),
    -- An address; empty for the robot of a group.
    receiver text not null,
    person_id text references people (id),
    -- What is sent once to each receiver: the digest of a day.
    key text not null,
    subject text not null,
    body text not null,
    state text not null default 'waiting' check (state in ('waiting', 'sent', 'given_up')),
    tries integer not null default 0,
    created_at timestamp not null,
    next_try timestamp not null,
    sent_at timestamp,
    -- Why the last try failed.
    error text not null default ''
);
create unique index outbox_once on outbox (channel, receiver, key);
create index outbox_due on outbox (channel, next_try, id) where state = 'waiting';
create index outbox_by_time on outbox (created_at desc, id desc);

-- The days whose digest was made, whoever had anything in it.
create table mornings (
    day date not null primary key,
    made_at timestamp not null
);
