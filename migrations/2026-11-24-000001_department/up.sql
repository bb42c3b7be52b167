-- One portable history for SQLite and PostgreSQL: text ids made by the program (UUIDv7), bigint fen and hundredths,
-- text words, UTC timestamps. The guards that need a database's own language are installed by src/projects/guard.rs.

-- People ------------------------------------------------------------------------------------------------------------

create table people (
    id text not null primary key,
    username text not null unique,
    name text not null,
    password_hash text,
    lang text not null default 'zh' check (lang in ('zh', 'en')),
    phone text not null default '',
    probation boolean not null default false,
    active boolean not null default true,
    version integer not null default 1,
    created_at timestamp not null,
    left_at timestamp
);
create index people_by_name on people (active, name, id);

create table person_roles (
    id text not null primary key,
    person_id text not null references people (id),
    role text not null check (role in ('commander', 'planner', 'coordinator', 'sales', 'specialist', 'admin')),
    since timestamp not null,
    unique (person_id, role)
);
create index person_roles_by_role on person_roles (role, person_id);
-- Exactly one commander at a time: the row goes when its holder leaves.
create unique index one_commander on person_roles (role) where role = 'commander';

-- An absence of the commander: who decides in their place, and from which to which day.
create table acting_periods (
    id text not null primary key,
    commander_id text not null references people (id),
    acting_id text not null references people (id),
    starts_on date not null,
    ends_on date not null,
    reason text not null,
    ended_at timestamp,
    appointed_at timestamp not null
);
create index acting_periods_by_day on acting_periods (ends_on, starts_on);

-- One-time links. What is handed out is the id with a signature by the installation's secret, which is not kept here.
create table links (
    id text not null primary key,
    purpose text not null check (purpose in ('setup', 'password')),
    person_id text references people (id),
    expires_at timestamp not null,
    used_at timestamp,
    created_at timestamp not null
);
create index links_by_person on links (person_id, created_at);

create table sessions (
    id text not null primary key,
    key_hash text not null unique,
    person_id text references people (id),
    state text not null,
    agent text not null default '',
    created_at timestamp not null,
    expires_at timestamp not null
);
create index sessions_by_person on sessions (person_id, created_at);
create index sessions_by_expiry on sessions (expires_at);

-- Failed sign-ins by name and by address: the next try has to wait.
create table sign_in_failures (
    subject text not null primary key,
    failures integer not null,
    last_at timestamp not null
);

-- The office ---------------------------------------------------------------------------------------------------------

create table settings (
    id text not null primary key,
    value text not null,
    version integer not null default 1
);

create table special_days (
    id text not null primary key,
    day date not null unique,
    kind text not null check (kind in ('holiday', 'workday')),
    name text not null,
    provisional boolean not null default false,
    version integer not null default 1
);

-- Running numbers, one row a series and year.
create table numbers (
    series text not null,
    year integer not null,
    last integer not null,
    primary key (series, year)
);

create table metrics (
    id text not null primary key,
    code text not null unique,
    name text not null,
    name_en text not null,
    unit text not null,
    unit_en text not null,
    active boolean not null default true,
    version integer not null default 1
);

-- Plan → package → project ---------------------------------------------------------------------------------------------

create table plans (
    id text not null primary key,
    number text not null unique,
    name text not null,
    purpose text not null,
    starts_on date not null,
    ends_on date not null,
    closed boolean not null default false,
    version integer not null default 1,
    created_at timestamp not null
);

create table packages (
    id text not null primary key,
    number text not null unique,
    plan_id text not null references plans (id),
    name text not null,
    scope text not null,
    coordinator_id text not null references people (id),
    closed boolean not null default false,
    version integer not null default 1,
    created_at timestamp not null
);
create index packages_by_plan on packages (plan_id, number);
create index packages_by_coordinator on packages (coordinator_id, number);

-- What a plan is to reach (package_id null) and a package's share of it.
create table targets (
    id text not null primary key,
    plan_id text not null references plans (id),
    package_id text references packages (id),
    metric_id text not null references metrics (id),
    value bigint not null,
    due_on date not null,
    version integer not null default 1
);
create index targets_by_plan on targets (plan_id, metric_id);
create index targets_by_package on targets (package_id, metric_id);

create table projects (
    id text not null primary key,
    number text not null unique,
    package_id text not null references packages (id),
    name text not null,
    sort text not null check (sort in ('division', 'line')),
    owner_id text not null references people (id),
    -- The cached end of the moves; guarded by triggers.
    stage text not null check (stage in ('directive_draft', 'directive_issued', 'stop_requested', 'planning', 'deliberation',
        'implementation', 'control', 'monitoring', 'proposal', 'abolished', 'revoked', 'terminated', 'completed')),
    round integer not null default 1,
    moves integer not null default 0,
    entered_at timestamp not null,
    -- Who has to do the next thing, since when and until when: kept with each change so that desks need not work it out.
    holder text not null default 'commander' check (holder in ('commander', 'planner', 'coordinator', 'owner', 'specialist', 'nobody')),
    holder_since timestamp not null,
    due_on date,
    -- The directive.
    task text not null default '',
    arrangements text not null default '',
    starts_on date,
    ends_on date,
    limit_discount bigint,
    limit_budget bigint,
    limit_contract bigint,
    proposal_id text,
    -- The plan version that the commander approved last.
    approved_id text,
    execution_finished boolean not null default false,
    issued_at timestamp,
    ended_at timestamp,
    created_at timestamp not null,
    version integer not null default 1
);
create index projects_by_stage on projects (stage, due_on, number);
create index projects_by_owner on projects (owner_id, stage, number, id);
create index projects_by_package on projects (package_id, number);
create index projects_by_holder on projects (holder, holder_since, number);
-- What has no due date comes last, in both databases.
create index projects_by_due on projects ((due_on is null), due_on, number);
create index projects_running_by_due on projects ((due_on is null), due_on, number) where ended_at is null;
create index projects_running_by_stage on projects (stage, due_on, issued_at) where ended_at is null;
create index projects_late on projects (due_on, number) where ended_at is null;
-- Which projects run, and when one ended, is answered for other tables without a look at the rows.
create index projects_running on projects (id) where ended_at is null;
create index projects_ended on projects (id, ended_at);
create index projects_running_by_owner on projects (owner_id, id) where ended_at is null;
create index projects_running_by_package on projects (package_id, due_on, issued_at) where ended_at is null;
-- What counts them all reads nothing else.
create index projects_counted on projects (stage, due_on, ended_at);
create index projects_by_name on projects (name, number);
-- What projects are looked for by, without reading their rows.
create index projects_searched on projects ((name || ' ' || number), owner_id, id);
create index projects_by_time_held on projects (holder_since, number);

create table project_owners (
    id text not null primary key,
    project_id text not null references projects (id),
    owner_id text not null references people (id),
    since timestamp not null,
    until timestamp,
    reason text not null default ''
);
create index project_owners_by_project on project_owners (project_id, since);
create index project_owners_by_owner on project_owners (owner_id, since, until, project_id);

create table indicators (
    id text not null primary key,
    project_id text not null references projects (id),
    -- The project's, so that what was handed down in a package is summed out of an index.
    package_id text not null references packages (id),
    position integer not null,
    metric_id text not null references metrics (id),
    value bigint not null,
    -- What of it counts as handed down: nothing before the directive is issued, or after the project was undone.
    handed bigint not null default 0,
    due_on date not null,
    -- The sum of its recorded actual figures.
    actual bigint not null default 0,
    version integer not null default 1
);
create index indicators_by_project on indicators (project_id, position);
create index indicators_by_metric on indicators (metric_id, project_id);
create index indicators_handed on indicators (package_id, metric_id, handed, actual);

-- A project's road: a row a move. Never changed, never removed; projects.stage follows it.
create table moves (
    id text not null primary key,
    project_id text not null references projects (id),
    seq integer not null,
    code text not null,
    from_stage text,
    to_stage text not null,
    round integer not null,
    person_id text not null references people (id),
    acting_for_id text references people (id),
    role text not null,
    reason text not null default '',
    -- The closing statement of a termination.
    statement text not null default '',
    plan_version_id text,
    at timestamp not null,
    unique (project_id, seq)
);
create index moves_by_time on moves (at, id);
create index moves_by_code on moves (code, at);

create table clarifications (
    id text not null primary key,
    project_id text not null references projects (id),
    round integer not null,
    asked_by text not null references people (id),
    question text not null,
    asked_at timestamp not null,
    answered_by text references people (id),
    answer text,
    answered_at timestamp
);
create index clarifications_by_project on clarifications (project_id, asked_at);

create table focuses (
    id text not null primary key,
    project_id text not null references projects (id),
    month text not null,
    set_by text not null references people (id),
    set_at timestamp not null,
    unique (month, project_id)
);

-- The auxiliary channel ----------------------------------------------------------------------------------------------

create table tasks (
    id text not null primary key,
    project_id text not null references projects (id),
    round integer not null,
    -- A step of the auxiliary channel, or 'measure' for something resolved in a control round.
    step text not null,
    subject_id text,
    what text not null default '',
    role text not null check (role in ('commander', 'planner', 'coordinator', 'owner', 'specialist', 'all')),
    person_id text references people (id),
    opened_at timestamp not null,
    due_on date,
    state text not null default 'open' check (state in ('open', 'done', 'dropped')),
    done_at timestamp,
    dropped_at timestamp,
    done_by text references people (id),
    version integer not null default 1
);
-- None of them begins with the state: it tells the planner of the database little, and misleads it.
create index tasks_by_person on tasks (person_id, state, due_on, step);
create index tasks_by_role on tasks (role, state, person_id, due_on, step);
create index tasks_by_project on tasks (project_id, round, step);

-- What was recorded in a step; its fields (a JSON object of texts) are those of src/projects/steps/.
create table step_records (
    id text not null primary key,
    project_id text not null references projects (id),
    round integer not null,
    step text not null,
    -- What the record is about, where a step is done thing by thing: a source, a part, a standard, a milestone, a point.
    subject text not null default '',
    person_id text not null references people (id),
    content text not null,
    recorded_at timestamp not null,
    version integer not null default 1
);
create index step_records_by_project on step_records (project_id, step, round, recorded_at);

-- Planning -------------------------------------------------------------------------------------------------------------

create table plan_versions (
    id text not null primary key,
    project_id text not null references projects (id),
    number integer not null,
    round integer not null,
    goal text not null default '',
    strategy text not null default '',
    division text not null default '',
    focus text not null default '',
    zero_budget boolean not null default false,
    author_id text not null references people (id),
    created_at timestamp not null,
    -- Once sealed nothing in it changes any more.
    sealed_at timestamp,
    seal text,
    version integer not null default 1,
    unique (project_id, number)
);

create table plan_actions (
    id text not null primary key,
    plan_version_id text not null references plan_versions (id),
    position integer not null,
    title text not null,
    detail text not null default ''
);
create index plan_actions_by_version on plan_actions (plan_version_id, position);

create table plan_steps (
    id text not null primary key,
    plan_version_id text not null references plan_versions (id),
    -- The same milestone in every version of the plan.
    line_id text not null,
    position integer not null,
    title text not null,
    who text not null default '',
    starts_on date not null,
    ends_on date not null
);
create index plan_steps_by_version on plan_steps (plan_version_id, position);

create table budget_lines (
    id text not null primary key,
    plan_version_id text not null references plan_versions (id),
    position integer not null,
    title text not null,
    fen bigint not null
);
create index budget_lines_by_version on budget_lines (plan_version_id, position);

-- Deliberation ---------------------------------------------------------------------------------------------------------

create table opinions (
    id text not null primary key,
    project_id text not null references projects (id),
    round integer not null,
    plan_version_id text not null references plan_versions (id),
    person_id text not null references people (id),
    stance text not null check (stance in ('for', 'against', 'conditional')),
    reason text not null,
    condition text not null default '',
    given_at timestamp not null,
    defence text,
    defended_by text references people (id),
    defended_at timestamp,
    version integer not null default 1,
    unique (plan_version_id, round, person_id)
);
create index opinions_by_project on opinions (project_id, round, given_at);
create index opinions_by_person on opinions (person_id, given_at);

create table standards (
    id text not null primary key,
    plan_version_id text not null references plan_versions (id),
    position integer not null,
    title text not null,
    measure text not null,
    tolerance text not null default '',
    due_on date not null,
    version integer not null default 1
);
create index standards_by_version on standards (plan_version_id, position);

create table control_methods (
    id text not null primary key,
    plan_version_id text not null references plan_versions (id),
    position integer not null,
    title text not null,
    frequency text not null,
    who text not null default '',
    version integer not null default 1
);
create index control_methods_by_version on control_methods (plan_version_id, position);

-- Execution ------------------------------------------------------------------------------------------------------------

create table progress_notes (
    id text not null primary key,
    project_id text not null references projects (id),
    line_id text not null,
    percent integer not null check (percent between 0 and 100),
    note text not null,
    done_on date,
    person_id text not null references people (id),
    noted_at timestamp not null
);
create index progress_notes_by_project on progress_notes (project_id, line_id, noted_at);

create table actuals (
    id text not null primary key,
    project_id text not null references projects (id),
    indicator_id text not null references indicators (id),
    on_day date not null,
    value bigint not null,
    note text not null,
    -- Typed in by hand; what is computed from records says where it came from instead.
    self_reported boolean not null default true,
    person_id text not null references people (id),
    recorded_at timestamp not null
);
create index actuals_by_project on actuals (project_id, on_day, recorded_at);
create index actuals_by_indicator on actuals (indicator_id, on_day);

-- Control --------------------------------------------------------------------------------------------------------------

create table measures (
    id text not null primary key,
    project_id text not null references projects (id),
    round integer not null,
    what text not null,
    person_id text not null references people (id),
    due_on date not null,
    result text,
    done_at timestamp,
    created_at timestamp not null
);
create index measures_by_project on measures (project_id, due_on);

-- Monitoring -----------------------------------------------------------------------------------------------------------

create table acceptance_points (
    id text not null primary key,
    project_id text not null references projects (id),
    round integer not null,
    position integer not null,
    title text not null,
    expected text not null,
    -- The coordinator's check, then the commander's acceptance.
    checked text not null default 'open' check (checked in ('open', 'passed', 'failed')),
    finding text not null default '',
    checked_by text references people (id),
    checked_at timestamp,
    accepted text not null default 'open' check (accepted in ('open', 'passed', 'failed')),
    accepted_by text references people (id),
    accepted_at timestamp,
    version integer not null default 1
);
create index acceptance_points_by_project on acceptance_points (project_id, round, position);

create table summary_reports (
    id text not null primary key,
    project_id text not null unique references projects (id),
    results text not null default '',
    course text not null default '',
    problems text not null default '',
    causes text not null default '',
    experience text not null default '',
    submitted_at timestamp,
    accepted_at timestamp,
    accepted_by text references people (id),
    version integer not null default 1
);

-- 业绩评估: of a project, or of a month of a member's. Never changed: a later one of the same is its next edition.
create table evaluations (
    id text not null primary key,
    project_id text references projects (id),
    -- 2026-10; none for a project.
    month text,
    person_id text not null references people (id),
    edition integer not null,
    -- The last day whose facts count.
    until_on date not null,
    formula integer not null,
    -- The lines with the rows they come from, as src/projects/evaluation/formula.rs writes them.
    lines text not null,
    -- Hundredths of a point; none where there was nothing to evaluate.
    attainment integer,
    timeliness integer,
    records integer,
    cooperation integer not null,
    -- Percent.
    weight_attainment integer not null,
    weight_timeliness integer not null,
    weight_records integer not null,
    weight_cooperation integer not null,
    -- Hundredths of a point.
    score integer not null,
    comment text not null,
    -- Why it was made anew after the facts had changed; empty otherwise.
    reason text not null default '',
    evaluated_by text not null references people (id),
    acting_for_id text references people (id),
    evaluated_at timestamp not null,
    check ((project_id is null) <> (month is null)),
    unique (project_id, edition),
    unique (person_id, month, edition)
);
-- The lines of a row are long, and what a list says of it stands behind them.
create index evaluations_by_person on evaluations (person_id, evaluated_at, id, project_id, month, edition, score);
create index evaluations_by_month on evaluations (month, person_id, edition, score);

-- 承诺: what the commander promises the owner for reaching the targets.
create table promises (
    id text not null primary key,
    project_id text not null unique references projects (id),
    fen bigint not null,
    -- For what.
    terms text not null,
    promised_by text not null references people (id),
    acting_for_id text references people (id),
    promised_at timestamp not null,
    version integer not null default 1
);

create table rewards (
    id text not null primary key,
    project_id text not null unique references projects (id),
    person_id text not null references people (id),
    fen bigint not null,
    reason text not null,
    decided_by text not null references people (id),
    decided_at timestamp not null,
    paid_on date,
    version integer not null default 1
);
create index rewards_by_person on rewards (person_id, decided_at);
create index rewards_by_payment on rewards (paid_on, fen);
create index rewards_counted on rewards (person_id, paid_on, fen);
create index rewards_by_turn on rewards ((paid_on is not null), decided_at, id);

-- What the commander decided about a member's probation (试用).
create table probation_decisions (
    id text not null primary key,
    person_id text not null references people (id),
    outcome text not null check (outcome in ('confirm', 'extend', 'end')),
    -- The last day of a probation that is extended, or of the employment that ends.
    until_on date,
    -- The mean of the months' scores when it was decided, in hundredths of a point.
    score integer,
    reason text not null,
    decided_by text not null references people (id),
    acting_for_id text references people (id),
    decided_at timestamp not null
);
create index probation_decisions_by_person on probation_decisions (person_id, decided_at);

-- Proposal -------------------------------------------------------------------------------------------------------------

create table lessons (
    id text not null primary key,
    number text not null unique,
    project_id text not null references projects (id),
    kind text not null check (kind in ('lesson', 'experience')),
    title text not null,
    content text not null,
    advice text not null,
    person_id text not null references people (id),
    recorded_at timestamp not null,
    version integer not null default 1
);
create index lessons_by_project on lessons (project_id, recorded_at);
create index lessons_by_time on lessons (recorded_at, id);

create table ideas (
    id text not null primary key,
    project_id text not null references projects (id),
    text text not null,
    person_id text not null references people (id),
    given_at timestamp not null
);
create index ideas_by_project on ideas (project_id, given_at);

create table proposals (
    id text not null primary key,
    number text not null unique,
    -- The project whose experience it comes from; a proposal may also come from nothing but an idea.
    project_id text references projects (id),
    author_id text not null references people (id),
    title text not null,
    background text not null default '',
    content text not null default '',
    effect text not null default '',
    needs text not null default '',
    state text not null default 'draft' check (state in ('draft', 'submitted', 'accepted', 'declined', 'handed_on')),
    created_at timestamp not null,
    submitted_at timestamp,
    decided_by text references people (id),
    acting_for_id text references people (id),
    decided_at timestamp,
    decision text,
    version integer not null default 1
);
create index proposals_by_state on proposals (state, submitted_at, number);
create index proposals_by_turn on proposals ((decided_at is not null), (submitted_at is not null), submitted_at desc, number desc);
create index proposals_counted on proposals (author_id, state);
create index proposals_by_project on proposals (project_id, number);
create index proposals_by_author on proposals (author_id, number);

-- Files (附件): the content lies in the files' folder under its hash; a row says what it belongs to. --------------------

create table attachments (
    id text not null primary key,
    -- What it belongs to: a kind of row and its id.
    subject_kind text not null check (subject_kind in ('contract', 'notice', 'delivery', 'invoice', 'request')),
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
create index attachments_by_subject on attachments (subject_kind, subject_id, added_at);
create index attachments_by_project on attachments (project_id, added_at);
create index attachments_by_hash on attachments (sha256);

-- Requests (请示): asked before acting, answered by the commander's instruction (批示). ------------------------------------

create table requests (
    id text not null primary key,
    number text not null unique,
    project_id text references projects (id),
    kind text not null check (kind in ('unsure', 'unclear', 'beyond_authority', 'no_rule')),
    -- What is beyond which limit; empty for requests of the other kinds.
    matter text not null default '' check (matter in ('', 'discount', 'contract', 'budget')),
    -- Up to what is asked for: hundredths of a percent, or fen.
    up_to bigint,
    title text not null,
    question text not null,
    proposal text not null,
    urgent boolean not null default false,
    asker_id text not null references people (id),
    asked_at timestamp not null,
    due_on date not null,
    state text not null default 'open' check (state in ('open', 'answered', 'confirmed', 'withdrawn')),
    granted boolean,
    -- Up to what is allowed, where a limit is asked for.
    granted_up_to bigint,
    instruction text not null default '',
    answered_by text references people (id),
    acting_for_id text references people (id),
    answered_at timestamp,
    confirmed_at timestamp,
    version integer not null default 1
);
create index requests_by_turn on requests ((answered_at is not null), due_on, number);
create index requests_by_project on requests (project_id, number);
create index requests_by_asker on requests (asker_id, state, asked_at);
create index requests_by_answer on requests (answered_at, state, due_on);

-- Hand-overs (移交): another takes what somebody answers for. What was handed over stands here as it stood then. -----------------

create table handovers (
    id text not null primary key,
    number text not null unique,
    giver_id text not null references people (id),
    taker_id text not null references people (id),
    reason text not null,
    note text not null default '',
    -- What goes over besides projects, as it stood: customers looked after, tasks in projects of others. JSON.
    content text not null,
    -- SHA-256 over this content and those of the projects.
    seal text not null,
    projects integer not null,
    customers integer not null,
    tasks integer not null,
    -- Outstanding when it was handed over, in fen.
    outstanding bigint not null,
    decided_by text not null references people (id),
    acting_for_id text references people (id),
    at timestamp not null,
    due_on date not null,
    giver_confirmed_at timestamp,
    taker_confirmed_at timestamp,
    version integer not null default 1
);
create index handovers_by_turn on handovers ((taker_confirmed_at is not null), due_on, number);
create index handovers_by_taker on handovers (taker_id, taker_confirmed_at);
create index handovers_by_giver on handovers (giver_id, giver_confirmed_at);
create index handovers_by_time on handovers (at, number);
create index handovers_by_amount on handovers (outstanding, number);

-- One row a project; never changed, never removed.
create table handover_items (
    id text not null primary key,
    handover_id text not null references handovers (id),
    project_id text not null references projects (id),
    position integer not null,
    -- The project as it stood: tasks, customers, contracts and all the rest. JSON.
    content text not null,
    outstanding bigint not null
);
create index handover_items_by_handover on handover_items (handover_id, position);
create index handover_items_by_project on handover_items (project_id, handover_id);

-- Customers (客户) ---------------------------------------------------------------------------------------------------------

-- What was taken in from one file; it can be undone as long as nothing hangs on its customers.
create table import_batches (
    id text not null primary key,
    number text not null unique,
    file_name text not null,
    sha256 text not null,
    added integer not null,
    skipped integer not null,
    person_id text not null references people (id),
    imported_at timestamp not null,
    undone_at timestamp,
    undone_by text references people (id),
    version integer not null default 1
);
create index import_batches_by_hash on import_batches (sha256, imported_at);
create index import_batches_by_time on import_batches (imported_at, id);

create table customers (
    id text not null primary key,
    number text not null unique,
    name text not null,
    -- The name as it is compared: without legal form, spaces, width and case.
    likeness text not null,
    -- 统一社会信用代码, checked; none where it is not known.
    credit_code text,
    region text not null default '',
    industry text not null default '',
    source text not null default 'other' check (source in ('referral', 'exhibition', 'visit', 'call', 'network', 'existing', 'other')),
    grade text not null default 'c' check (grade in ('a', 'b', 'c', 'd')),
    phone text not null default '',
    address text not null default '',
    note text not null default '',
    -- Who looks after them.
    keeper_id text not null references people (id),
    -- Everything that it can be looked for by: name, pinyin and its initials, phones, credit code.
    search text not null,
    -- The names among it, which Chinese characters are looked for in.
    names text not null,
    batch_id text references import_batches (id),
    -- The customer that this one turned out to be.
    merged_into text references customers (id),
    added_by text not null references people (id),
    added_at timestamp not null,
    -- Kept from its targets in running projects: the day of the next step, or of the last contact where nothing is planned.
    attend_on date,
    -- Kept as well: the nearest day of a next step in a running project, and the last day on which somebody dealt with it.
    next_on date,
    last_on date,
    version integer not null default 1
);
create index customers_by_likeness on customers (likeness, id);
create unique index customers_by_credit_code on customers (credit_code) where credit_code is not null and merged_into is null;
create index customers_by_grade on customers (grade, name, number) where merged_into is null;
create index customers_by_grade_and_attention on customers (grade, (attend_on is null), attend_on, number) where merged_into is null;
create index customers_by_keeper on customers (keeper_id, name, number) where merged_into is null;
create index customers_by_name on customers (name, number, next_on, last_on, added_at) where merged_into is null;
create index customers_by_time on customers (added_at, number, id, last_on, merged_into) where merged_into is null;
create index customers_by_attention on customers ((attend_on is null), attend_on, number, next_on, last_on, added_at) where merged_into is null;
create index customers_by_region on customers (region, name, number) where merged_into is null;
create index customers_by_industry on customers (industry, name, number) where merged_into is null;
-- What is looked for by another table, and counted by what lists are sifted by, is read out of these alone.
create index customers_searched on customers (search, id, merged_into);
create index customers_named on customers (names, id, merged_into);
create index customers_counted on customers (keeper_id, region, industry, grade, source, added_at, next_on, last_on, id, merged_into);
-- Nearly every customer has neither: an index over all of them would draw the planner of SQLite to itself.
create index customers_by_batch on customers (batch_id, id) where batch_id is not null;
create index customers_by_merger on customers (merged_into, id) where merged_into is not null;

-- The people there (经办人、决策人).
create table contacts (
    id text not null primary key,
    customer_id text not null references customers (id),
    name text not null,
    part text not null check (part in ('handles', 'decides', 'influences', 'uses')),
    post text not null default '',
    phone text not null default '',
    wechat text not null default '',
    note text not null default '',
    left_at timestamp,
    version integer not null default 1
);
create index contacts_by_customer on contacts (customer_id, part, name);
-- Whether somebody who is entered is known at another customer already.
create index contacts_by_phone on contacts (phone);

-- A customer in a project (目标客户).
create table target_customers (
    id text not null primary key,
    project_id text not null references projects (id),
    customer_id text not null references customers (id),
    step text not null default 'selected' check (step in ('selected', 'in_talks', 'signed', 'in_service', 'dropped')),
    step_since timestamp not null,
    -- Why the customer was chosen, and why dropped.
    grounds text not null default '',
    dropped_for text not null default '',
    contact_id text references contacts (id),
    -- Kept from the activities: the last one's day, the next step and its day.
    last_on date,
    next_step text not null default '',
    next_on date,
    chosen_by text not null references people (id),
    chosen_at timestamp not null,
    version integer not null default 1,
    unique (project_id, customer_id)
);
create index target_customers_by_step on target_customers (project_id, step, next_on, customer_id);
create index target_customers_by_customer on target_customers (customer_id, project_id);
create index target_customers_by_contact on target_customers (contact_id, id) where contact_id is not null;
create index target_customers_by_next on target_customers (next_on, project_id) where step <> 'dropped';

-- What was done with a customer (活动).
create table activities (
    id text not null primary key,
    project_id text not null references projects (id),
    customer_id text not null references customers (id),
    target_id text not null references target_customers (id),
    kind text not null check (kind in ('call', 'visit', 'demonstration', 'message', 'invitation', 'exhibition')),
    on_day date not null,
    contact_id text references contacts (id),
    -- With whom, where it is nobody of the customer's known people.
    with_whom text not null default '',
    said text not null,
    result text not null check (result in ('advanced', 'unchanged', 'objection', 'refused', 'not_reached')),
    next_step text not null default '',
    next_on date,
    person_id text not null references people (id),
    recorded_at timestamp not null,
    version integer not null default 1
);
create index activities_by_project on activities (project_id, on_day, id);
create index activities_by_customer on activities (customer_id, on_day, id);
create index activities_by_contact on activities (contact_id, id) where contact_id is not null;
create index activities_by_target on activities (target_id, on_day, id);
create index activities_by_person on activities (person_id, on_day, id);
-- A list of a period is counted and sifted within the index.
create index activities_by_day on activities (on_day, id, kind, result, said);
-- Narrow: a month is counted out of it alone.
create index activities_counted on activities (on_day, kind);
create index activities_by_result on activities (result, on_day, id, kind);

-- What a customer holds against it (异议), and what came of it.
create table objections (
    id text not null primary key,
    project_id text not null references projects (id),
    customer_id text not null references customers (id),
    target_id text not null references target_customers (id),
    kind text not null check (kind in ('price', 'quality', 'delivery', 'service', 'need', 'trust', 'competitor', 'terms', 'other')),
    weight text not null check (weight in ('minor', 'serious')),
    said text not null,
    state text not null default 'open' check (state in ('open', 'passed', 'designed', 'settled')),
    raised_on date not null,
    person_id text not null references people (id),
    raised_at timestamp not null,
    -- What specialists are asked, what they designed, and what the customer said to it.
    asked text not null default '',
    passed_at timestamp,
    design text not null default '',
    designed_by text references people (id),
    designed_at timestamp,
    outcome text not null default '',
    overcome boolean,
    settled_at timestamp,
    version integer not null default 1
);
create index objections_by_project on objections (project_id, state, raised_on);
create index objections_by_target on objections (target_id, raised_on);
create index objections_by_customer on objections (customer_id, raised_on);
create index objections_by_state on objections (state, raised_on, id, project_id);
create index objections_by_day on objections (raised_on, id);
-- What was said is looked through without reading the rows.
create index objections_searched on objections (said, customer_id, id);

-- What the customer is offered (方案), in editions.
create table solutions (
    id text not null primary key,
    number text not null unique,
    project_id text not null references projects (id),
    customer_id text not null references customers (id),
    target_id text not null references target_customers (id),
    objection_id text references objections (id),
    title text not null,
    begun_by text not null references people (id),
    begun_at timestamp not null,
    version integer not null default 1
);
create index solutions_by_target on solutions (target_id, number);
create index solutions_by_customer on solutions (customer_id, number);
create index solutions_by_project on solutions (project_id, number);

create table solution_editions (
    id text not null primary key,
    solution_id text not null references solutions (id),
    edition integer not null,
    content text not null,
    -- By the list, and as offered, in fen.
    list_fen bigint not null,
    price_fen bigint not null,
    valid_until date not null,
    state text not null default 'draft' check (state in ('draft', 'offered', 'accepted', 'declined')),
    -- The answered request that covers a discount beyond the directive's limit.
    request_id text references requests (id),
    answer text not null default '',
    person_id text not null references people (id),
    written_at timestamp not null,
    offered_on date,
    answered_on date,
    version integer not null default 1,
    unique (solution_id, edition)
);

-- Contracts (合同) → orders → supply notices → deliveries; invoices and receipts; after-use care. -------------------------

create table contracts (
    id text not null primary key,
    number text not null unique,
    project_id text not null references projects (id),
    customer_id text not null references customers (id),
    target_id text not null references target_customers (id),
    solution_edition_id text references solution_editions (id),
    title text not null,
    -- The parties as they stand in the contract.
    buyer text not null,
    seller text not null,
    -- By the list, and as agreed, in fen.
    list_fen bigint not null,
    fen bigint not null,
    terms text not null default '',
    starts_on date not null,
    ends_on date not null,
    state text not null default 'draft' check (state in ('draft', 'signed', 'running', 'finished', 'cancelled')),
    signed_on date,
    state_since timestamp not null,
    -- Why it was cancelled.
    reason text not null default '',
    request_id text references requests (id),
    drafted_by text not null references people (id),
    drafted_at timestamp not null,
    -- Kept with each invoice and receipt, in fen; what is outstanding is owed only while the contract is in force.
    invoiced bigint not null default 0,
    received bigint not null default 0,
    outstanding bigint not null default 0,
    -- The first day on which something is overdue if nothing more is received.
    overdue_on date,
    -- When to ask how the goods are used next; kept from the cares.
    care_on date,
    version integer not null default 1
);
create index contracts_by_project on contracts (project_id, signed_on, state, fen, customer_id, number);
-- Whether a contract is its customer's first is answered out of this alone.
create index contracts_by_customer on contracts (customer_id, signed_on, number, state);
create index contracts_by_target on contracts (target_id, state);
create index contracts_by_day on contracts (signed_on, number);
create index contracts_by_turn on contracts ((signed_on is not null), signed_on desc, number desc);
-- What is owed longest comes first, what owes nothing last.
create index contracts_by_lateness on contracts ((overdue_on is null), overdue_on, number);
-- What is overdue is summed out of this and the payment terms' own.
create index contracts_late on contracts (overdue_on, number, state, id, received, signed_on);
create index contracts_by_state on contracts (state, (overdue_on is null), overdue_on, number);
create index contracts_by_amount on contracts (fen, number);
create index contracts_by_outstanding on contracts (outstanding, number);
-- What is looked for is read out of this alone.
create index contracts_searched on contracts ((title || ' ' || number || ' ' || buyer), customer_id, id);
create index contracts_by_care on contracts (care_on, number);
create index contracts_by_request on contracts (request_id);
-- Everything that the sums of a list are made of.
create index contracts_counted on contracts (state, overdue_on, fen, invoiced, received, outstanding, signed_on);

-- How it is to be paid; the parts add up to the contract.
create table payment_terms (
    id text not null primary key,
    contract_id text not null references contracts (id),
    position integer not null,
    title text not null,
    due_on date not null,
    fen bigint not null,
    version integer not null default 1
);
create index payment_terms_by_contract on payment_terms (contract_id, position);
create index payment_terms_by_day on payment_terms (due_on, contract_id);
create index payment_terms_due on payment_terms (contract_id, due_on, fen);

create table orders (
    id text not null primary key,
    number text not null unique,
    contract_id text not null references contracts (id),
    project_id text not null references projects (id),
    ordered_on date not null,
    wanted_on date not null,
    receiver text not null,
    phone text not null default '',
    place text not null,
    note text not null default '',
    -- Kept from its lines, notices and deliveries.
    state text not null default 'open' check (state in ('open', 'notified', 'delivered', 'cancelled')),
    -- The sum of its lines, in fen.
    fen bigint not null,
    -- The wanted day as long as something is still to be delivered.
    due_on date,
    reason text not null default '',
    person_id text not null references people (id),
    taken_at timestamp not null,
    version integer not null default 1
);
create index orders_by_contract on orders (contract_id, number);
create index orders_by_project on orders (project_id, number);
create index orders_by_turn on orders (wanted_on, number);
create index orders_by_due on orders ((due_on is null), due_on, number);
create index orders_late on orders (due_on, number);
create index orders_by_state on orders (state, (due_on is null), due_on, number);
create index orders_by_amount on orders (fen, number);
create index orders_counted on orders (state, due_on, fen);

create table order_lines (
    id text not null primary key,
    order_id text not null references orders (id),
    position integer not null,
    goods text not null,
    spec text not null default '',
    unit text not null,
    -- Hundredths of the unit, and fen a unit.
    quantity bigint not null,
    price_fen bigint not null,
    version integer not null default 1
);
create index order_lines_by_order on order_lines (order_id, position);

create table supply_notices (
    id text not null primary key,
    number text not null unique,
    order_id text not null references orders (id),
    project_id text not null references projects (id),
    -- Who is to supply.
    supplier text not null,
    deliver_by date not null,
    receiver text not null,
    phone text not null default '',
    place text not null,
    note text not null default '',
    issued_by text not null references people (id),
    issued_at timestamp not null,
    withdrawn_at timestamp,
    reason text not null default '',
    version integer not null default 1
);
create index supply_notices_by_order on supply_notices (order_id, number);
create index supply_notices_by_day on supply_notices (deliver_by, number);

create table notice_lines (
    id text not null primary key,
    notice_id text not null references supply_notices (id),
    order_line_id text not null references order_lines (id),
    position integer not null,
    quantity bigint not null
);
create index notice_lines_by_notice on notice_lines (notice_id, position);
create index notice_lines_by_order_line on notice_lines (order_line_id, notice_id);

create table deliveries (
    id text not null primary key,
    number text not null unique,
    notice_id text not null references supply_notices (id),
    order_id text not null references orders (id),
    project_id text not null references projects (id),
    delivered_on date not null,
    carrier text not null default '',
    signed_by text not null default '',
    note text not null default '',
    person_id text not null references people (id),
    recorded_at timestamp not null,
    -- The stock-count (盘点) at the customer's.
    counted_on date,
    counted_by text references people (id),
    voided_at timestamp,
    reason text not null default '',
    version integer not null default 1
);
create index deliveries_by_notice on deliveries (notice_id, delivered_on);
create index deliveries_by_order on deliveries (order_id, delivered_on);
create index deliveries_by_project on deliveries (project_id, delivered_on);

create table delivery_lines (
    id text not null primary key,
    delivery_id text not null references deliveries (id),
    order_line_id text not null references order_lines (id),
    position integer not null,
    -- Hundredths of the unit: sent, and found when counted.
    sent bigint not null,
    counted bigint,
    difference text not null default '',
    version integer not null default 1
);
create index delivery_lines_by_delivery on delivery_lines (delivery_id, position);
create index delivery_lines_by_order_line on delivery_lines (order_line_id, delivery_id);

create table invoices (
    id text not null primary key,
    number text not null,
    contract_id text not null references contracts (id),
    project_id text not null references projects (id),
    invoiced_on date not null,
    fen bigint not null,
    note text not null default '',
    person_id text not null references people (id),
    recorded_at timestamp not null,
    voided_at timestamp,
    reason text not null default '',
    version integer not null default 1
);
create index invoices_by_contract on invoices (contract_id, invoiced_on);
create unique index invoices_by_number on invoices (number) where voided_at is null;

-- Money received (回款).
create table receipts (
    id text not null primary key,
    contract_id text not null references contracts (id),
    project_id text not null references projects (id),
    received_on date not null,
    fen bigint not null,
    way text not null check (way in ('transfer', 'bill', 'cheque', 'cash', 'other')),
    note text not null default '',
    person_id text not null references people (id),
    recorded_at timestamp not null,
    voided_at timestamp,
    reason text not null default '',
    version integer not null default 1
);
create index receipts_by_contract on receipts (contract_id, received_on);
create index receipts_by_project on receipts (project_id, received_on, voided_at, fen);
create index receipts_by_day on receipts (received_on, id);

-- After-use care (使用或作业情况).
create table cares (
    id text not null primary key,
    project_id text not null references projects (id),
    customer_id text not null references customers (id),
    contract_id text not null references contracts (id),
    on_day date not null,
    contact_id text references contacts (id),
    with_whom text not null default '',
    condition text not null,
    -- 1 to 5.
    satisfaction integer not null check (satisfaction between 1 and 5),
    complaint text not null default '',
    chance text not null default '',
    next_on date,
    person_id text not null references people (id),
    recorded_at timestamp not null,
    version integer not null default 1
);
create index cares_by_contract on cares (contract_id, on_day);
create index cares_by_project on cares (project_id, on_day);
create index cares_by_customer on cares (customer_id, on_day);
create index cares_by_contact on cares (contact_id, id) where contact_id is not null;

-- What was spent of a project's budget (费用).
create table expenses (
    id text not null primary key,
    project_id text not null references projects (id),
    -- The line of the budget, by its title; empty for whatever is on no line.
    title text not null,
    on_day date not null,
    fen bigint not null,
    note text not null default '',
    -- The answered request that covers what goes beyond the directive's budget.
    request_id text references requests (id),
    person_id text not null references people (id),
    recorded_at timestamp not null,
    voided_at timestamp,
    reason text not null default '',
    version integer not null default 1
);
create index expenses_by_project on expenses (project_id, on_day, id);

-- Control by measurement -------------------------------------------------------------------------------------------------

-- What a plan is measured by, frozen with its version: the tolerances of the rules and the weights of the evaluation.
create table plan_terms (
    id text not null primary key,
    plan_version_id text not null unique references plan_versions (id),
    -- Percent of the target behind the planned curve.
    behind_percent integer not null,
    -- Working days.
    milestone_days integer not null,
    payment_days integer not null,
    idle_days integer not null,
    -- Percent of the budget ahead of progress.
    budget_percent integer not null,
    weight_attainment integer not null,
    weight_timeliness integer not null,
    weight_records integer not null,
    weight_cooperation integer not null,
    -- Which formula of the evaluation.
    formula integer not null,
    version integer not null default 1
);

-- What is watched, one row a cause: the first day on which it lies outside the tolerance if nothing changes. From that
-- day on it is an alert (偏差预警) until it is answered or passes.
create table alerts (
    id text not null primary key,
    project_id text not null references projects (id),
    rule text not null check (rule in ('behind', 'milestone', 'payment', 'idle', 'budget')),
    -- The indicator, milestone or payment term; empty where the project itself is meant.
    subject_id text not null default '',
    title text not null,
    -- The figures that the rule is about, in its own units.
    wanted bigint not null,
    found bigint not null,
    tolerance bigint not null,
    from_on date not null,
    to_on date not null,
    fires_on date,
    -- Answered by opening control or by the commander's dismissal.
    answer text not null default '' check (answer in ('', 'control', 'dismissed')),
    reason text not null default '',
    answered_by text references people (id),
    acting_for_id text references people (id),
    answered_at timestamp,
    -- Back within the tolerance, or no longer watched.
    passed_on date,
    version integer not null default 1
);
create index alerts_by_project on alerts (project_id, rule, subject_id);
create index alerts_by_day on alerts (fires_on, project_id, id) where answered_at is null and passed_on is null;
create unique index alerts_once on alerts (project_id, rule, subject_id) where passed_on is null;

-- The trail --------------------------------------------------------------------------------------------------------------

-- Each change: who, when, what, before and after. hash = SHA-256 over prev and every column (src/store/trail.rs).
create table trail (
    seq bigint not null primary key,
    at timestamp not null,
    person_id text not null,
    acting_for_id text,
    project_id text,
    kind text not null,
    subject_id text not null,
    deed text not null,
    before text,
    after text,
    prev text not null,
    hash text not null
);
create index trail_by_project on trail (project_id, seq);
create index trail_by_subject on trail (kind, subject_id, seq);
create index trail_by_person on trail (person_id, seq);

-- How long the trail is and how it ends, so that a cut tail is found as well.
create table trail_head (
    id integer not null primary key check (id = 1),
    seq bigint not null,
    hash text not null
);
insert into trail_head (id, seq, hash) values (1, 0, '');
