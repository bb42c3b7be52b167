//! The question: a part for each thing that can be owed. Of the parts it is asked either who owes how much, or which are due first.

use chrono::{NaiveDate, NaiveTime};
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Bool, Date, Nullable, Text, Timestamp};

use super::{Asked, Whose};
use crate::clock::Moment;
use crate::duties::model::DutyKind;
use crate::error::Result;
use crate::policy::{Deed, Grant};
use crate::projects::tasks::REPORT;
use crate::reports;
use crate::store::Conn;
use crate::store::compound::{Compound, Fixed, fixed};
use crate::store::connection::Db;
use crate::store::schema::{
    advice, attendances, consultations, handovers, meetings, packages, people, person_roles, projects,
    reports as reports_table, requests, resolutions, tasks,
};
use crate::words::Role;

/// What the database tells of a duty.
#[derive(Queryable)]
pub(super) struct Row {
    /// Which part of the question.
    pub which: String,
    pub number: String,
    pub id: String,
    pub about: String,
    /// The word of its step or state.
    pub word: String,
    /// What its step is about.
    pub subject: String,
    /// Whose it is by name, or by role, and their name.
    pub person: Option<String>,
    pub role: String,
    pub name: String,
    pub since: Option<Moment>,
    pub due: Option<NaiveDate>,
    pub project: String,
    /// The coordinator of the package.
    pub coordinator: Option<String>,
    /// Whether whoever looks may not see what it is about.
    pub is_closed: bool,
}
type RowTypes = (
    Text,
    Text,
    Text,
    Text,
    Text,
    Text,
    Nullable<Text>,
    Text,
    Text,
    Nullable<Timestamp>,
    Nullable<Date>,
    Text,
    Nullable<Text>,
    Bool,
);

/// Whose a duty is by name, or by role, and whether it is late.
pub(super) type Owing = (Option<String>, String, Option<bool>);
type OwingTypes = (Nullable<Text>, Text, Nullable<Bool>);

/// Whose every duty is that is asked for; of any order.
pub(super) fn owing(conn: &mut Conn, asked: &Asked<'_>) -> Result<Vec<Owing>> {
    let mut parts = Parts { asked, told: Told::Owing(Compound::default()) };
    parts.add();
    match parts.told {
        Told::Owing(all) => all.rows(conn),
        Told::First(..) => Ok(Vec::new()),
    }
}

/// At least those that are due first, so many of each part; in no order.
pub(super) fn first(conn: &mut Conn, asked: &Asked<'_>, many: i64) -> Result<Vec<Row>> {
    let mut parts = Parts { asked, told: Told::First(Compound::default(), many) };
    parts.add();
    match parts.told {
        Told::First(all, _) => all.rows(conn),
        Told::Owing(_) => Ok(Vec::new()),
    }
}

/// What is told of each part.
enum Told {
    Owing(Compound<OwingTypes>),
    First(Compound<RowTypes>, i64),
}

/// The parts that are asked for.
struct Parts<'a> {
    asked: &'a Asked<'a>,
    told: Told,
}

/// Nobody by name.
const NOBODY: &str = "null";
/// No role: it is somebody's by name.
const NO_ROLE: &str = "''";
/// Who answers for an open task by name: what is asked of everybody is the owner's to collect.
const COLLECTED: &str =
    "case when tasks.person_id is null and tasks.role = 'all' then projects.owner_id else tasks.person_id end";
const TASK_ROLE: &str = "case when tasks.person_id is null then tasks.role else '' end";
/// Who holds a project, the owner or the commander.
const HOLDER: &str = "case when projects.holder = 'owner' then projects.owner_id end";
const HOLDER_ROLE: &str = "case when projects.holder = 'owner' then '' else 'commander' end";
/// Who writes the minutes: whoever convened a special meeting, the coordinators of all others.
const CONVENER: &str = "case when meetings.kind = 'special' then meetings.convened_by end";
const CONVENER_ROLE: &str = "case when meetings.kind = 'special' then '' else 'coordinator' end";
/// Since when minutes are to be written.
const SAT_SINCE: &str = "coalesce(meetings.closed_at, meetings.opened_at)";
/// Whether a request cannot wait, as whoever asks says.
const URGENT: &str = "case when requests.urgent then 'urgent' else '' end";
/// The stage that a report is on; an emergency is on none.
const REPORTED: &str = "case when reports.kind = 'emergency' then 'urgent' else reports.stage end";
/// Until when an answer is to be confirmed.
const CONFIRM_BY: &str = "coalesce(requests.confirm_by, requests.due_on)";

fn word(it: &'static str) -> diesel::dsl::AsExprOf<&'static str, Text> {
    it.into_sql::<Text>()
}

fn text(words: &'static str) -> Fixed<Text> {
    fixed(&[words])
}

/// The name of a person.
fn name_of(id: &'static str) -> Fixed<Text> {
    fixed(&["coalesce((select people.name from people where people.id = ", id, "), '')"])
}

/// The coordinator of the package to which the project of a row belongs.
fn coordinator_of(table: &'static str) -> Fixed<Nullable<Text>> {
    fixed(&[
        "(select packages.coordinator_id from packages inner join projects on projects.package_id = packages.id \
         where projects.id = ",
        table,
        ".project_id)",
    ])
}

/// Something that belongs to no package.
fn of_none() -> Fixed<Nullable<Text>> {
    fixed(&["null"])
}

/// Adds a part: what it is called, its kind, out of what, whose it is by name and by role, since when, until when, by what else it is
/// ordered; of its row the number, the id, what it is about, the word, what its step is about, the project, the coordinator; and, for
/// what is not everybody's to see, whether these are the closed ones.
macro_rules! part {
    (
        $parts:ident, $which:literal, $kind:ident, $source:expr, whose: ($person:expr, $role:expr), since: $since:expr, due: $due:expr,
        order: $order:expr, told: ($number:expr, $id:expr, $about:expr, $word:expr, $step:expr, $project:expr, $coordinator:expr)
    ) => {
        part!(
            $parts, $which, $kind, $source, whose: ($person, $role), since: $since, due: $due, order: $order,
            told: ($number, $id, $about, $word, $step, $project, $coordinator), closed: false
        )
    };
    (
        $parts:ident, $which:literal, $kind:ident, $source:expr, whose: ($person:expr, $role:expr), since: $since:expr, due: $due:expr,
        order: $order:expr, told: ($number:expr, $id:expr, $about:expr, $word:expr, $step:expr, $project:expr, $coordinator:expr),
        closed: $closed:expr
    ) => {
        if $parts.asked.wants(DutyKind::$kind) {
            let found = $source.filter($parts.whose($person, $role)).filter($due.nullable().le($parts.asked.until));
            match &mut $parts.told {
                Told::Owing(all) => all.add(found.select((
                    fixed::<Nullable<Text>>(&[$person]),
                    text($role),
                    $due.nullable().lt($parts.asked.now.date()),
                ))),
                Told::First(all, many) => all.add(found.order(($due, $order)).limit(*many).select((
                    word($which),
                    $number,
                    $id,
                    $about,
                    $word,
                    $step,
                    fixed::<Nullable<Text>>(&[$person]),
                    text($role),
                    name_of($person),
                    $since,
                    $due.nullable(),
                    $project,
                    $coordinator,
                    $closed.into_sql::<Bool>(),
                ))),
            }
        }
    };
}

impl Parts<'_> {
    fn add(&mut self) {
        self.tasks();
        self.projects();
        self.requests();
        self.consultations();
        self.reports();
        self.meetings();
        self.minutes();
        self.handovers();
        self.weeks();
    }

    fn whose(&self, person: &'static str, role: &'static str) -> Theirs {
        Theirs { person, role, whose: self.asked.whose.clone() }
    }

    fn tasks(&mut self) {
        let drafts = self.asked.looks.drafts();
        let open = || {
            tasks::table
                .inner_join(projects::table.inner_join(packages::table))
                .filter(tasks::state.eq("open"))
                .filter(projects::issued_at.is_not_null().or(drafts.into_sql::<Bool>()))
        };
        let subject = || fixed::<Text>(&["coalesce(tasks.subject_id, '')"]);
        let reports = format!("{REPORT}%");
        part!(
            self, "task", Report,
            open().filter(tasks::step.like(reports.clone())),
            whose: (COLLECTED, TASK_ROLE), since: tasks::opened_at.nullable(), due: tasks::due_on, order: (projects::number, tasks::id),
            told: (
                projects::number, tasks::id, tasks::what, tasks::step, subject(), projects::name,
                packages::coordinator_id.nullable()
            )
        );
        part!(
            self, "task", Step,
            open().filter(tasks::step.ne("1.2").and(tasks::step.ne("5.4"))).filter(tasks::step.not_like(reports)),
            whose: (COLLECTED, TASK_ROLE), since: tasks::opened_at.nullable(), due: tasks::due_on, order: (projects::number, tasks::id),
            told: (
                projects::number, tasks::id, tasks::what, tasks::step, subject(), projects::name,
                packages::coordinator_id.nullable()
            )
        );
    }

    fn projects(&mut self) {
        let planned = tasks::table
            .filter(tasks::project_id.eq(projects::id))
            .filter(tasks::state.eq("open"))
            .filter(tasks::step.eq("2.1").or(tasks::step.eq("2.2")).or(tasks::step.eq("2.3")))
            .select(tasks::id);
        let by_owner = projects::holder.eq("owner").and(
            projects::stage
                .eq("directive_issued")
                .or(projects::stage.eq("planning").and(diesel::dsl::not(diesel::dsl::exists(planned)))),
        );
        let drafts = self.asked.looks.drafts();
        part!(
            self, "project", Decision,
            projects::table
                .inner_join(packages::table)
                .filter(projects::ended_at.is_null())
                .filter(projects::holder.eq("commander").or(by_owner))
                .filter(projects::issued_at.is_not_null().or(drafts.into_sql::<Bool>())),
            whose: (HOLDER, HOLDER_ROLE), since: projects::holder_since.nullable(), due: projects::due_on, order: projects::number,
            told: (
                projects::number, word(""), word(""), text("projects.stage"), word(""), projects::name,
                packages::coordinator_id.nullable()
            )
        );
    }

    fn requests(&mut self) {
        let looks = self.asked.looks;
        for closed in looks.shares(Deed::SeeRequests).iter().copied() {
            part!(
                self, "request", Request,
                requests::table
                    .filter(looks.requests(closed))
                    .filter(requests::answered_at.is_null())
                    .filter(requests::state.eq("open")),
                whose: (NOBODY, "'commander'"), since: requests::asked_at.nullable(), due: requests::due_on,
                order: requests::number,
                told: (
                    requests::number, requests::id, requests::title, text(URGENT), word(""), word(""), coordinator_of("requests")
                ),
                closed: closed
            );
            let confirm_by = || fixed::<Nullable<Date>>(&[CONFIRM_BY]);
            part!(
                self, "confirmation", Confirmation,
                requests::table.filter(looks.requests(closed)).filter(requests::state.eq("answered")),
                whose: ("requests.asker_id", NO_ROLE), since: requests::answered_at, due: confirm_by(), order: requests::number,
                told: (
                    requests::number, requests::id, requests::title, word(""), word(""), word(""), coordinator_of("requests")
                ),
                closed: closed
            );
            part!(
                self, "advice", Information,
                requests::table
                    .into_boxed()
                    .filter(looks.requests(closed))
                    .inner_join(advice::table)
                    .filter(advice::given_at.is_null())
                    .filter(requests::state.eq("open")),
                whose: (NOBODY, "'planner'"), since: advice::asked_at.nullable(), due: advice::due_on, order: requests::number,
                told: (
                    requests::number, requests::id, requests::title, text(URGENT), word(""), word(""), coordinator_of("requests")
                ),
                closed: closed
            );
        }
    }

    fn consultations(&mut self) {
        let looks = self.asked.looks;
        for closed in looks.shares(Deed::SeeConsultations).iter().copied() {
            part!(
                self, "consultation", Information,
                consultations::table.filter(looks.consultations(closed)).filter(consultations::state.eq("open")),
                whose: (NOBODY, "'planner'"), since: consultations::since.nullable(), due: consultations::due_on,
                order: consultations::number,
                told: (
                    consultations::number, consultations::id, consultations::title, word(""), word(""), word(""),
                    coordinator_of("consultations")
                ),
                closed: closed
            );
        }
    }

    fn reports(&mut self) {
        let looks = self.asked.looks;
        for closed in looks.shares(Deed::SeeReports).iter().copied() {
            part!(
                self, "reading", Reading,
                reports_table::table.filter(looks.reports(closed)).filter(reports_table::read_at.is_null()),
                whose: (NOBODY, "'commander'"), since: reports_table::reported_at.nullable(), due: reports_table::read_by,
                order: reports_table::number,
                told: (
                    reports_table::number, reports_table::id, reports_table::title, text(REPORTED), word(""), word(""),
                    coordinator_of("reports")
                ),
                closed: closed
            );
        }
    }

    fn meetings(&mut self) {
        part!(
            self, "resolution", Resolution,
            resolutions::table
                .inner_join(meetings::table)
                .filter(resolutions::state.eq("open"))
                .filter(resolutions::kind.ne("information").assume_not_null())
                .filter(resolutions::holder_id.is_not_null())
                .filter(meetings::state.eq("published")),
            whose: ("resolutions.holder_id", NO_ROLE), since: meetings::published_at, due: resolutions::due_on,
            order: resolutions::number,
            told: (
                resolutions::number, word(""), resolutions::content, resolutions::kind.assume_not_null(), word(""), word(""),
                of_none()
            )
        );
        part!(
            self, "publication", Meeting,
            meetings::table.filter(meetings::state.eq("in_session").or(meetings::state.eq("minutes"))),
            whose: (CONVENER, CONVENER_ROLE), since: fixed::<Nullable<Timestamp>>(&[SAT_SINCE]), due: meetings::publish_by,
            order: meetings::number,
            told: (meetings::number, word(""), meetings::title, meetings::kind, word(""), word(""), of_none())
        );
    }

    fn minutes(&mut self) {
        part!(
            self, "minutes", Minutes,
            attendances::table
                .inner_join(meetings::table)
                .inner_join(people::table)
                .filter(attendances::read_at.is_null())
                .filter(meetings::state.eq("published"))
                .filter(people::active.eq(true)),
            whose: ("attendances.person_id", NO_ROLE), since: meetings::published_at, due: meetings::read_by,
            order: (meetings::number, attendances::person_id),
            told: (
                meetings::number, attendances::person_id, meetings::title, meetings::kind, word(""), word(""), of_none()
            )
        );
    }

    fn handovers(&mut self) {
        part!(
            self, "given", Handover,
            handovers::table.filter(handovers::giver_confirmed_at.is_null()),
            whose: ("handovers.giver_id", NO_ROLE), since: handovers::at.nullable(), due: handovers::due_on,
            order: handovers::number,
            told: (handovers::number, word(""), handovers::reason, word(""), word(""), word(""), of_none())
        );
        part!(
            self, "taken", Handover,
            handovers::table.filter(handovers::taker_confirmed_at.is_null()),
            whose: ("handovers.taker_id", NO_ROLE), since: handovers::at.nullable(), due: handovers::due_on,
            order: handovers::number,
            told: (handovers::number, word(""), handovers::reason, word(""), word(""), word(""), of_none())
        );
    }

    /// The weeks that somebody did not report on: those who were there before a week was over owe it, from its last day on.
    fn weeks(&mut self) {
        let asked = self.asked;
        let weeks = asked.office.calendar.reported_weeks(asked.now.date());
        let reports = |role: &&Role| Deed::ReportWeekly.grant(**role) == Grant::Always;
        let roles: Vec<&'static str> = Role::ALL.iter().filter(reports).map(|role| role.code()).collect();
        for it in weeks.into_iter().flatten().filter(|it| asked.wants(DutyKind::Report) && asked.is_until(it)) {
            let over: Moment = reports::queries::end(asked.office, it.week);
            let from: Moment = asked.office.zone.moment(it.from.and_time(NaiveTime::MIN));
            let reporting = person_roles::table
                .filter(person_roles::person_id.eq(people::id))
                .filter(OneOf { column: "person_roles.role", words: roles.clone() })
                .select(person_roles::id);
            let sent = reports_table::table
                .filter(reports_table::week.eq(it.week.to_string()).assume_not_null())
                .filter(reports_table::author_id.eq(people::id))
                .select(reports_table::id);
            let found = people::table
                .filter(people::active.eq(true))
                .filter(diesel::dsl::exists(reporting))
                .filter(people::created_at.lt(over))
                .filter(diesel::dsl::not(diesel::dsl::exists(sent)))
                .filter(self.whose("people.id", NO_ROLE));
            match &mut self.told {
                Told::Owing(all) => all.add(found.select((
                    people::id.nullable(),
                    text(NO_ROLE),
                    Some(it.due < asked.now).into_sql::<Nullable<Bool>>(),
                ))),
                Told::First(all, _) => all.add(found.select((
                    word("week"),
                    it.week.to_string().into_sql::<Text>(),
                    people::id,
                    word(""),
                    word(""),
                    word(""),
                    people::id.nullable(),
                    text(NO_ROLE),
                    people::name,
                    Some(from).into_sql::<Nullable<Timestamp>>(),
                    Some(it.due.date()).into_sql::<Nullable<Date>>(),
                    word(""),
                    of_none(),
                    false.into_sql::<Bool>(),
                ))),
            }
        }
    }
}

/// Whether a duty is one of those whose are asked for.
struct Theirs {
    /// Whose it is by name, and by role, in the database's language.
    person: &'static str,
    role: &'static str,
    whose: Whose,
}

impl Expression for Theirs {
    type SqlType = Bool;
}

impl QueryId for Theirs {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Db> for Theirs {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Db>) -> QueryResult<()> {
        match &self.whose {
            Whose::Everybody => out.push_sql("1 = 1"),
            Whose::Of(person, role) => {
                out.push_sql("(1 = 0");
                if let Some(person) = person {
                    [" OR ", self.person, " = "].iter().for_each(|it| out.push_sql(it));
                    out.push_bind_param::<Text, String>(person)?;
                }
                if let Some(role) = role {
                    [" OR (", self.person, " IS NULL AND ", self.role, " = "].iter().for_each(|it| out.push_sql(it));
                    out.push_bind_param::<Text, &'static str>(role)?;
                    out.push_sql(")");
                }
                out.push_sql(")");
            }
            Whose::NotOf(person, roles) => {
                out.push_sql("(");
                [self.person, " <> "].iter().for_each(|it| out.push_sql(it));
                out.push_bind_param::<Text, String>(person)?;
                [" OR (", self.person, " IS NULL"].iter().for_each(|it| out.push_sql(it));
                for role in roles {
                    [" AND ", self.role, " <> "].iter().for_each(|it| out.push_sql(it));
                    out.push_bind_param::<Text, &'static str>(role)?;
                }
                out.push_sql("))");
            }
        }
        Ok(())
    }
}

impl<GroupBy> ValidGrouping<GroupBy> for Theirs {
    type IsAggregate = is_aggregate::Never;
}

impl<Tables> AppearsOnTable<Tables> for Theirs {}

impl<Tables> SelectableExpression<Tables> for Theirs {}

/// Whether a column is one of some words: the same question for so many of them, where `eq_any` is prepared anew each time.
struct OneOf {
    column: &'static str,
    words: Vec<&'static str>,
}

impl Expression for OneOf {
    type SqlType = Bool;
}

impl QueryId for OneOf {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Db> for OneOf {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Db>) -> QueryResult<()> {
        out.push_sql("(1 = 0");
        for word in &self.words {
            [" OR ", self.column, " = "].iter().for_each(|it| out.push_sql(it));
            out.push_bind_param::<Text, &'static str>(word)?;
        }
        out.push_sql(")");
        Ok(())
    }
}

impl<GroupBy> ValidGrouping<GroupBy> for OneOf {
    type IsAggregate = is_aggregate::Never;
}

impl<Tables> AppearsOnTable<Tables> for OneOf {}

impl<Tables> SelectableExpression<Tables> for OneOf {}
