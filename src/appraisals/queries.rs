//! Reading appraisals. A member's are seen by the member and by the commander.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, NaiveTime};
use diesel::dsl::{case_when, exists, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable};

use super::model::{ProbationDecision, ProbationOutcome, by_rule};
use crate::calendar::Month;
use crate::clock::{Moment, Zone};
use crate::error::{OrNotFound, Result};
use crate::people::model::Person;
use crate::policy::{Deed, Standing};
use crate::projects::evaluation::formula::Span;
use crate::projects::model::Project;
use crate::projects::pipeline::State;
use crate::projects::queries::{Visible, visible};
use crate::store::connection::Db;
use crate::store::office::Office;
use crate::store::schema::{evaluations, moves, people, person_roles, probation_decisions, project_owners, projects, rewards};
use crate::store::{Actor, Conn};
use crate::words::Role;

/// How somebody stands to a member's appraisals.
pub fn standing(me: &Actor, person: &str) -> Standing {
    Standing { owns: me.id == person, ..Standing::NONE }
}

/// Something that is asked of each person.
type Asked<T> = Box<dyn BoxableExpression<people::table, Db, SqlType = T>>;

/// Whether somebody is of the sales staff.
fn sells() -> Asked<Bool> {
    Box::new(exists(
        person_roles::table.filter(person_roles::person_id.eq(people::id)).filter(person_roles::role.eq(Role::Sales)),
    ))
}

/// Whether a project was ever somebody's.
fn sold() -> Asked<Bool> {
    Box::new(exists(project_owners::table.filter(project_owners::owner_id.eq(people::id))))
}

/// A member of the sales staff whose appraisals the person may see, also one who has left.
pub fn member(conn: &mut Conn, me: &Actor, username: &str) -> Result<Person> {
    let named = people::table.into_boxed().filter(people::username.eq(username.to_owned()));
    let found: Option<Person> = named.filter(sells().or(sold())).select(Person::as_select()).first(conn).optional()?;
    found.filter(|it| me.may(Deed::SeeAppraisals, standing(me, &it.id)).is_some()).or_not_found()
}

/// Somebody of the sales staff, with what of their appraisals waits.
pub struct Member {
    pub person: Person,
    /// The last day of their probation, while they are on it.
    pub due_on: Option<NaiveDate>,
    /// Whether their last month is to be evaluated: they had a project in it that had not ended before it began.
    pub waits: bool,
    /// Rewards that were decided and not paid: how many, and how much in fen.
    pub unpaid: (i64, i64),
}

/// Whether somebody's month is to be evaluated: a project was theirs in it that had not ended before it began.
fn to_be_evaluated(month: Month, zone: Zone) -> Asked<Bool> {
    let (start, end) = (zone.moment(month.first().and_time(NaiveTime::MIN)), end_of(month.last(), zone));
    let evaluated = evaluations::table
        .filter(evaluations::person_id.eq(people::id))
        .filter(evaluations::month.eq(month.to_string()).assume_not_null());
    let until_now = project_owners::table
        .filter(project_owners::project_id.eq(projects::id))
        .filter(project_owners::until.is_null())
        .filter(project_owners::since.lt(end));
    let runs = projects::table
        .filter(projects::owner_id.eq(people::id))
        .filter(projects::ended_at.is_null())
        .filter(exists(until_now));
    let owned = project_owners::table
        .inner_join(projects::table)
        .filter(project_owners::owner_id.eq(people::id))
        .filter(project_owners::since.lt(end))
        .filter(project_owners::until.is_null().or(project_owners::until.gt(start).assume_not_null()))
        .filter(projects::ended_at.is_null().or(projects::ended_at.ge(start).assume_not_null()));
    // One after the other: who has a project that runs today needs no look at all those that were ever theirs.
    let (evaluated, runs, owned): (Asked<Bool>, Asked<Bool>, Asked<Bool>) =
        (Box::new(exists(evaluated)), Box::new(exists(runs)), Box::new(exists(owned)));
    let (yes, no) = (true.into_sql::<Bool>(), false.into_sql::<Bool>());
    Box::new(case_when(evaluated, no).when(runs, yes).otherwise(owned))
}

/// Until when somebody's probation was extended last.
fn extended() -> Asked<Nullable<Date>> {
    Box::new(
        probation_decisions::table
            .filter(probation_decisions::person_id.eq(people::id))
            .filter(probation_decisions::outcome.eq(ProbationOutcome::Extend))
            .order((probation_decisions::decided_at.desc(), probation_decisions::id.desc()))
            .limit(1)
            .select(probation_decisions::until_on)
            .single_value(),
    )
}

/// A sum over the rewards that are still to be paid to somebody.
fn unpaid(sum: &'static str) -> Asked<Nullable<BigInt>> {
    Box::new(
        rewards::table
            .filter(rewards::person_id.eq(people::id))
            .filter(rewards::paid_on.is_null())
            .filter(rewards::fen.gt(0))
            .select(sql::<BigInt>(sum))
            .single_value(),
    )
}

/// Those whose appraisals the person may see: the sales staff that is there now, and whoever is still to be paid a reward.
pub fn members(conn: &mut Conn, me: &Actor, office: &Office, today: NaiveDate) -> Result<Vec<Member>> {
    const COUNT: &str = "count(*)";
    const SUM: &str = "cast(coalesce(sum(rewards.fen), 0) as bigint)";
    let month = Month::of(today).previous();
    type Row = (Person, bool, Option<NaiveDate>, Option<i64>, Option<i64>);
    let rows: Vec<Row> = people::table
        .into_boxed()
        .filter(people::active.eq(true).and(sells()).or(unpaid(COUNT).gt(0).assume_not_null()))
        .order((people::name, people::id))
        .select((Person::as_select(), to_be_evaluated(month, office.zone), extended(), unpaid(COUNT), unpaid(SUM)))
        .load(conn)?;
    let seen = |row: &Row| me.may(Deed::SeeAppraisals, standing(me, &row.0.id)).is_some();
    let one = |(person, waits, extended, count, fen): Row| Member {
        due_on: person.probation.then(|| extended.unwrap_or_else(|| by_rule(&person, office))),
        waits: waits && person.active,
        unpaid: (count.unwrap_or(0), fen.unwrap_or(0)),
        person,
    };
    Ok(rows.into_iter().filter(seen).map(one).collect())
}

/// A project that was somebody's, from when to when.
#[derive(Clone, Debug)]
pub struct Owned {
    pub project: Project,
    pub since: Moment,
    pub until: Option<Moment>,
    /// Whether it was another's before.
    pub taken_over: bool,
}

impl Owned {
    /// The days at whose end it was theirs.
    pub fn days(&self, zone: Zone) -> Span {
        let from = self.taken_over.then(|| zone.day(self.since));
        Span { from, to: self.until.map(|at| zone.day(at).pred_opt().unwrap_or(NaiveDate::MIN)) }
    }
}

/// Whether a project was somebody's at a moment, who had it since then and until then.
pub fn is_within(since: Moment, until: Option<Moment>, moment: Moment) -> bool {
    since <= moment && until.is_none_or(|until| moment < until)
}

/// The moment at which a day ends.
pub fn end_of(day: NaiveDate, zone: Zone) -> Moment {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    zone.moment(next.and_time(NaiveTime::MIN))
}

/// The projects that count in a month of a person, as far as the reader may see them: theirs at any time in it, and not ended
/// before it began; with all times that they were theirs until the end of a day of the month.
pub fn owned(conn: &mut Conn, me: &Actor, person: &str, month: Month, until: NaiveDate, zone: Zone) -> Result<Vec<Owned>> {
    let (start, end) = (zone.moment(month.first().and_time(NaiveTime::MIN)), end_of(until, zone));
    let (earlier, then) = diesel::alias!(project_owners as earlier, project_owners as then);
    let of_another = earlier
        .filter(earlier.field(project_owners::project_id).eq(project_owners::project_id))
        .filter(earlier.field(project_owners::since).lt(project_owners::since));
    let in_it = then
        .filter(then.field(project_owners::owner_id).eq(person.to_owned()))
        .filter(then.field(project_owners::since).lt(end))
        .filter(then.field(project_owners::until).is_null().or(then.field(project_owners::until).gt(start).assume_not_null()))
        .select(then.field(project_owners::project_id));
    let counts: Visible = Box::new(projects::id.eq_any(in_it));
    let rows: Vec<(Moment, Option<Moment>, bool, Project)> = projects::table
        .into_boxed()
        .filter(visible(me))
        .filter(counts)
        .filter(projects::ended_at.is_null().or(projects::ended_at.ge(start).assume_not_null()))
        .inner_join(project_owners::table)
        .filter(project_owners::owner_id.eq(person))
        .filter(project_owners::since.lt(end))
        .order((projects::number, project_owners::since))
        .select((project_owners::since, project_owners::until, exists(of_another), Project::as_select()))
        .load(conn)?;
    let one = |(since, until, taken_over, project)| Owned { project, since, until, taken_over };
    Ok(rows.into_iter().map(one).collect())
}

/// Those of some months in which a project was somebody's that had not ended before it began: there is something to evaluate.
pub fn with_projects(conn: &mut Conn, person: &str, zone: Zone, months: &[Month]) -> Result<BTreeSet<Month>> {
    let times: Vec<(Moment, Option<Moment>, Option<Moment>)> = project_owners::table
        .inner_join(projects::table)
        .filter(project_owners::owner_id.eq(person))
        .select((project_owners::since, project_owners::until, projects::ended_at))
        .load(conn)?;
    let has = |month: &Month| {
        let (start, end) = (zone.moment(month.first().and_time(NaiveTime::MIN)), end_of(month.last(), zone));
        times.iter().any(|(since, until, ended)| {
            *since < end && until.is_none_or(|it| it > start) && ended.is_none_or(|it| it >= start)
        })
    };
    Ok(months.iter().copied().filter(has).collect())
}

/// When projects came into which stage: project, stage, moment, in their order.
pub fn stages(conn: &mut Conn, ids: &[&str]) -> Result<Vec<(String, State, Moment)>> {
    Ok(moves::table
        .filter(moves::project_id.eq_any(ids))
        .order((moves::project_id, moves::seq))
        .select((moves::project_id, moves::to_stage, moves::at))
        .load(conn)?)
}

/// What a list of evaluations says: without the lines.
#[derive(Clone, Debug, Queryable)]
pub struct Scored {
    pub person_id: String,
    /// None for a project.
    pub month: Option<String>,
    pub edition: i32,
    /// Hundredths of a point.
    pub score: i32,
    pub evaluated_at: Moment,
    /// Number and name.
    pub project: Option<(String, String)>,
}

/// The evaluations of a member that count: of each project and month the newest edition, the newest first.
pub fn scored(conn: &mut Conn, person: &str) -> Result<Vec<Scored>> {
    let mut all: Vec<Scored> = evaluations::table
        .left_join(projects::table)
        .filter(evaluations::person_id.eq(person))
        .order((evaluations::evaluated_at.desc(), evaluations::id.desc()))
        .select((
            evaluations::person_id,
            evaluations::month,
            evaluations::edition,
            evaluations::score,
            evaluations::evaluated_at,
            (projects::number, projects::name).nullable(),
        ))
        .load(conn)?;
    let mut known = BTreeSet::new();
    all.retain(|it| known.insert((it.month.clone(), it.project.clone())));
    Ok(all)
}

/// The scores of everybody's months from this one on: person, month, edition, score.
pub fn of_months(conn: &mut Conn, from: Month) -> Result<Vec<(String, String, i32, i32)>> {
    Ok(evaluations::table
        .filter(evaluations::month.ge(from.to_string()))
        .order((evaluations::month, evaluations::person_id, evaluations::edition))
        .select((evaluations::person_id, evaluations::month.assume_not_null(), evaluations::edition, evaluations::score))
        .load(conn)?)
}

/// What was decided about a member's probation, the newest first.
pub fn decisions(conn: &mut Conn, person: &str) -> Result<Vec<ProbationDecision>> {
    Ok(probation_decisions::table
        .filter(probation_decisions::person_id.eq(person))
        .order((probation_decisions::decided_at.desc(), probation_decisions::id.desc()))
        .select(ProbationDecision::as_select())
        .load(conn)?)
}

/// What of the appraisals waits for the commander.
pub struct Waiting {
    /// Probations that end within two weeks, or have ended, without a decision.
    pub probations: Vec<(Person, NaiveDate)>,
    /// Last month, and how many members of it are still to be evaluated.
    pub month: Month,
    pub months: usize,
    /// Rewards that were decided and not paid: how many, and how much in fen.
    pub rewards: (i64, i64),
}

/// How many days before its end a probation is brought up.
const AHEAD: i64 = 14;

/// What of the appraisals waits for the commander today.
pub fn waiting(conn: &mut Conn, me: &Actor, office: &Office, today: NaiveDate) -> Result<Waiting> {
    let members = members(conn, me, office, today)?;
    let months = members.iter().filter(|it| it.waits).count();
    let rewards = members.iter().fold((0, 0), |(count, fen), it| (count + it.unpaid.0, fen + it.unpaid.1));
    let soon = |due: &NaiveDate| (*due - today).num_days() <= AHEAD;
    let ending = |it: Member| it.due_on.filter(soon).map(|due| (it.person, due));
    let mut probations: Vec<(Person, NaiveDate)> = members.into_iter().filter_map(ending).collect();
    probations.sort_by_key(|it| it.1);
    Ok(Waiting { probations, month: Month::of(today).previous(), months, rewards })
}

/// The first day of a member's work.
pub fn joined(person: &Person, zone: Zone) -> NaiveDate {
    zone.day(person.created_at)
}
