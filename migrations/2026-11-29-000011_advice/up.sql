-- Advice (参考意见): the commander passes a request to the planning assistants, who give information and decide nothing.
create table advice (
    id text not null primary key,
    request_id text not null references requests (id),
    -- What the commander wants to know.
    question text not null,
    asked_by text not null references people (id),
    acting_for_id text references people (id),
    asked_at timestamp not null,
    due_on date not null,
    content text not null default '',
    given_by text references people (id),
    given_at timestamp,
    version integer not null default 1
);
create index advice_by_request on advice (request_id, asked_at);
-- What waits for the planning assistants.
create index advice_waiting on advice (due_on, request_id, asked_at) where given_at is null;
