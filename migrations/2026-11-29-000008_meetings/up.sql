-- Meetings (会议): weekly, monthly, special. A regular one becomes a row when somebody first does something with it; until then it
-- follows from the calendar alone. -----------------------------------------------------------------------------------------

create table meetings (
    id text not null primary key,
    -- 2026-W48 and 2026-11 are the regular ones of a week and of a month; HY-2026-003 is a special one.
    number text not null unique,
    kind text not null check (kind in ('weekly', 'monthly', 'special')),
    -- What a special one is called for.
    matter text not null default '' check (matter in ('', 'plan', 'proposal', 'event', 'emergency', 'other')),
    title text not null default '',
    project_id text references projects (id),
    proposal_id text references proposals (id),
    -- None: at the time that the rule gives, as long as it is not called.
    starts_at timestamp,
    -- How long it is to take.
    minutes integer not null,
    place text not null default '',
    state text not null default 'planned'
        check (state in ('planned', 'called', 'in_session', 'minutes', 'published', 'cancelled')),
    -- Why it was moved by hand, or cancelled.
    reason text not null default '',
    convened_by text references people (id),
    acting_for_id text references people (id),
    called_by text references people (id),
    called_at timestamp,
    opened_at timestamp,
    closed_at timestamp,
    -- Until when the minutes are to be published, and to be read.
    publish_by date,
    read_by date,
    published_by text references people (id),
    published_at timestamp,
    cancelled_at timestamp,
    -- How often its time or state was changed, for calendars that have it already.
    sequence integer not null default 0,
    version integer not null default 1
);
create index meetings_by_time on meetings (starts_at desc, number desc);
create index meetings_by_state on meetings (state, starts_at, number, publish_by);
create index meetings_by_opening on meetings (opened_at, kind) where opened_at is not null;
create index meetings_by_project on meetings (project_id, starts_at) where project_id is not null;
create index meetings_by_proposal on meetings (proposal_id, starts_at) where proposal_id is not null;

-- What was laid before a meeting, as it stood when it was called; and a hash of that.
create table packs (
    id text not null primary key,
    meeting_id text not null unique references meetings (id),
    drawn_at timestamp not null,
    content text not null,
    seal text not null
);

-- Who is due at a meeting, and how they came.
create table attendances (
    id text not null primary key,
    meeting_id text not null references meetings (id),
    person_id text not null references people (id),
    state text not null default 'due' check (state in ('due', 'present', 'late', 'leave', 'absent')),
    -- Of a leave.
    reason text not null default '',
    noted_by text references people (id),
    noted_at timestamp,
    -- When they confirmed to have read the published minutes.
    read_at timestamp,
    version integer not null default 1
);
create unique index attendances_by_meeting on attendances (meeting_id, person_id);
create index attendances_by_person on attendances (person_id, read_at, meeting_id);

-- What is on the agenda (议程): standing parts that the program puts there, and matters that somebody added.
create table agenda_items (
    id text not null primary key,
    meeting_id text not null references meetings (id),
    position integer not null,
    kind text not null check (kind in ('resolutions', 'report', 'deviations', 'requests', 'figures', 'subject', 'matter')),
    title text not null default '',
    -- What it is about, in the words of whoever added it.
    about text not null default '',
    -- Whose turn it is.
    person_id text references people (id),
    -- How long it is to take.
    minutes integer not null,
    request_id text references requests (id),
    project_id text references projects (id),
    added_by text references people (id),
    added_at timestamp not null,
    -- What was said.
    notes text not null default '',
    version integer not null default 1
);
create index agenda_items_by_meeting on agenda_items (meeting_id, position, id);
create index agenda_items_by_request on agenda_items (request_id, meeting_id) where request_id is not null;
create index agenda_items_by_project on agenda_items (project_id, meeting_id) where project_id is not null;

-- Resolutions (决议): the sentence of a meeting's minutes, and who answers for it until when.
create table resolutions (
    id text not null primary key,
    -- HJ-2026-017.
    number text not null unique,
    meeting_id text not null references meetings (id),
    item_id text not null references agenda_items (id),
    position integer not null,
    content text not null,
    -- None until it is typed; minutes with such a one are not published.
    kind text check (kind in ('directive', 'task', 'adjustment', 'information')),
    -- Who was to answer for it, as resolved; and who does now, after hand-overs.
    person_id text references people (id),
    holder_id text references people (id),
    due_on date,
    project_id text references projects (id),
    state text not null default 'open' check (state in ('open', 'done', 'dropped')),
    written_by text not null references people (id),
    written_at timestamp not null,
    -- What came of it.
    outcome text not null default '',
    closed_by text references people (id),
    closed_at timestamp,
    version integer not null default 1
);
create index resolutions_by_meeting on resolutions (meeting_id, position, id);
create index resolutions_by_item on resolutions (item_id, position);
create index resolutions_open on resolutions (holder_id, due_on, number, state, kind, meeting_id) where state = 'open';
create index resolutions_by_state on resolutions (state, due_on, number);
create index resolutions_by_project on resolutions (project_id, state) where project_id is not null;
