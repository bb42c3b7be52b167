-- Reports (汇报): told after acting, straight to the commander, who reads them. ------------------------------------------------

create table reports (
    id text not null primary key,
    number text not null unique,
    kind text not null check (kind in ('discovery', 'event', 'emergency', 'stage', 'completion', 'weekly')),
    project_id text references projects (id),
    -- The stage whose end is reported, and the move that ended it; the week of a weekly report (2026-W48).
    stage text not null default '',
    move_id text references moves (id),
    week text,
    -- The report that this one goes on with.
    follows_id text references reports (id),
    title text not null,
    content text not null,
    -- What was done about it, or what hinders; and what comes next.
    handled text not null default '',
    next_steps text not null default '',
    happened_at timestamp,
    author_id text not null references people (id),
    reported_at timestamp not null,
    -- Until when it had to be reported; none: no rule says.
    due_at timestamp,
    late boolean not null default false,
    -- Its author says that what reads like a request is none.
    not_asking boolean not null default false,
    -- What was asked along with it, as a request of its own.
    request_id text references requests (id),
    -- What the program drew from the records of the week, as it stood when it was reported, and its seal.
    drawn text not null default '',
    seal text not null default '',
    -- Until when the commander reads it; none: it is laid before a meeting.
    read_by date,
    reader_id text references people (id),
    acting_for_id text references people (id),
    read_at timestamp,
    remark text not null default '',
    version integer not null default 1
);
-- One weekly report of each; one report of each end of a stage.
create unique index reports_by_week on reports (week, author_id) where week is not null;
create unique index reports_by_move on reports (move_id) where move_id is not null;
create index reports_by_time on reports (reported_at desc, number desc, kind, author_id);
create index reports_by_kind on reports (kind, reported_at desc, number desc, author_id);
create index reports_by_author on reports (author_id, reported_at desc, number desc);
create index reports_by_project on reports (project_id, reported_at desc, number desc);
create index reports_following on reports (follows_id) where follows_id is not null;
create index reports_unread on reports (read_by, number, author_id) where read_at is null;

-- Files of reports: what a file may belong to is what the program says. ---------------------------------------------------------

create table attachments_of_anything (
    id text not null primary key,
    -- What it belongs to: a kind of row and its id. No check: its words grow with the slices that have files.
    subject_kind text not null,
    subject_id text not null,
    project_id text references projects (id),
    name text not null,
    -- The type that its first bytes say, not the one that was claimed.
    kind text not null check (kind in ('pdf', 'jpeg', 'png', 'webp', 'docx', 'xlsx', 'zip', 'text')),
    size bigint not null,
    sha256 text not null,
    person_id text not null references people (id),
    added_at timestamp not null,
    removed_at timestamp,
    version integer not null default 1
);
insert into attachments_of_anything
    (id, subject_kind, subject_id, project_id, name, kind, size, sha256, person_id, added_at, removed_at, version)
select id, subject_kind, subject_id, project_id, name, kind, size, sha256, person_id, added_at, removed_at, version
from attachments;
drop table attachments;
alter table attachments_of_anything rename to attachments;
create index attachments_by_subject on attachments (subject_kind, subject_id, added_at);
create index attachments_by_project on attachments (project_id, added_at);
create index attachments_by_hash on attachments (sha256);
