-- Consultations (咨询): a member asks the planning assistants for information and decides by themself. -----------------------

create table consultations (
    id text not null primary key,
    number text not null unique,
    asker_id text not null references people (id),
    project_id text references projects (id),
    title text not null,
    -- What the asker knows already, and what the information is for.
    background text not null,
    state text not null default 'open' check (state in ('open', 'answered', 'closed', 'withdrawn')),
    opened_at timestamp not null,
    -- Since when it waits where it does: for the planning assistants, or for its asker.
    since timestamp not null,
    -- By when the open question is to be answered; none while no question waits.
    due_on date,
    closed_at timestamp,
    -- What the asker decided; empty before.
    decision text not null default '',
    version integer not null default 1
);
-- The list: what waits for an answer by its due date, then the newest.
create index consultations_by_turn on consultations ((due_on is null), due_on, number desc);
create index consultations_by_state on consultations (state, due_on, number);
create index consultations_by_asker on consultations (asker_id, state, opened_at);
create index consultations_by_project on consultations (project_id, number);

create table consultation_questions (
    id text not null primary key,
    consultation_id text not null references consultations (id),
    question text not null,
    asked_at timestamp not null,
    due_on date not null,
    answer text not null default '',
    -- Where the information comes from.
    sources text not null default '',
    answered_by text references people (id),
    answered_at timestamp,
    version integer not null default 1
);
create index consultation_questions_by_consultation on consultation_questions (consultation_id, asked_at);
create index consultation_questions_by_answer on consultation_questions (answered_at, consultation_id);
-- One question at a time.
create unique index consultation_questions_waiting on consultation_questions (consultation_id) where answered_at is null;
