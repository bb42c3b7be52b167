-- Who owes what (督办): duties follow from what is written down; only what was done about them is kept. -----------------------------

-- Reminders by hand (催办): each duty at most twice a day.
create table reminders (
    id text not null primary key,
    -- Which duty: the kind and the number or id of what waits.
    duty text not null,
    -- What is to be done, and what it is about, as it was called.
    what text not null,
    what_en text not null,
    about text not null,
    -- Who was reminded; none: whoever has the role.
    person_id text references people (id),
    role text not null default '',
    by_id text not null references people (id),
    acting_for_id text references people (id),
    at timestamp not null,
    -- The office's day, and which of that day's it is.
    on_day date not null,
    nth integer not null check (nth in (1, 2))
);
create unique index reminders_twice_a_day on reminders (duty, on_day, nth);
create index reminders_by_time on reminders (at desc, id desc);

-- The days on which the program reminded by rule.
create table rule_days (
    day date not null primary key,
    made_at timestamp not null
);

-- An answer is confirmed by a day as well: no duty without one.
alter table requests add column confirm_by date;
create index requests_to_confirm on requests (state, confirm_by, number);

-- What everybody owes, first due first.
create index tasks_owed on tasks (state, due_on, step, project_id);
create index projects_owed on projects (due_on, holder, stage, owner_id) where due_on is not null and ended_at is null;
create index requests_owed on requests (due_on, number) where answered_at is null;
create index resolutions_owed on resolutions (state, due_on, meeting_id);
create index handovers_to_give on handovers (due_on, number) where giver_confirmed_at is null;
create index handovers_to_take on handovers (due_on, number) where taker_confirmed_at is null;
create index attendances_unread on attendances (meeting_id, person_id) where read_at is null;
