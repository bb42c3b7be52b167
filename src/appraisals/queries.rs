//! Reading appraisals. A member's are seen by the member and by the commander.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Duration, NaiveDate, NaiveTime};
use diesel::dsl::{case_when, exists, max, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text, Timestamp};

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
    /// The month of theirs that is to be evaluated, if there is one: last month, of somebody who has left the last one of their
    /// work. They had a project in it that had not ended before it began.
    pub waits: Option<Month>,
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

/// Whether somebody is of the sales staff that is there now.
fn is_there() -> Asked<Bool> {
    Box::new(people::active.eq(true).and(sells()))
}

/// Until when somebody who is not there any more had a project that had not ended; at most until this moment, none who never had
/// one. Of those who are there nobody asks.
fn worked_until(now: Moment) -> Asked<Nullable<Timestamp>> {
    let ended_first = project_owners::until.is_null().or(projects::ended_at.lt(project_owners::until).assume_not_null());
    let left = case_when(projects::ended_at.is_not_null().and(ended_first).assume_not_null(), projects::ended_at)
        .when(project_owners::until.is_not_null(), project_owners::until)
        .otherwise(Some(now).into_sql::<Nullable<Timestamp>>());
    let last = project_owners::table
        .inner_join(projects::table)
        .filter(project_owners::owner_id.eq(people::id))
        .filter(projects::ended_at.is_null().or(projects::ended_at.gt(project_owners::since.nullable()).assume_not_null()))
        .select(max(left))
        .single_value();
    let nothing = None::<Moment>.into_sql::<Nullable<Timestamp>>();
    Box::new(case_when(is_there(), nothing).otherwise(last))
}

/// The last month of somebody's that was evaluated.
fn evaluated() -> Asked<Nullable<Text>> {
    let months = evaluations::table.filter(evaluations::person_id.eq(people::id)).filter(evaluations::month.is_not_null());
    Box::new(months.select(max(evaluations::month)).single_value())
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

/// Those whose appraisals the person may see: the sales staff that is there now, and of those who have left whoever is still to
/// be paid a reward, or to be evaluated for the last month in which they had a project.
pub fn members(conn: &mut Conn, me: &Actor, office: &Office, today: NaiveDate) -> Result<Vec<Member>> {
    const COUNT: &str = "count(*)";
    const SUM: &str = "cast(coalesce(sum(rewards.fen), 0) as bigint)";
    let (zone, month) = (office.zone, Month::of(today).previous());
    type Left = (Option<Moment>, Option<String>);
    type Row = (Person, (bool, bool), Option<NaiveDate>, (Option<i64>, Option<i64>), Left);
    let rows: Vec<Row> = people::table
        .into_boxed()
        .filter(is_there().or(sold()).or(unpaid(COUNT).gt(0).assume_not_null()))
        .order((people::name, people::id))
        .select((
            Person::as_select(),
            (is_there(), to_be_evaluated(month, zone)),
            extended(),
            (unpaid(COUNT), unpaid(SUM)),
            (worked_until(end_of(today, zone)), evaluated()),
        ))
        .load(conn)?;
    let seen = |row: &Row| me.may(Deed::SeeAppraisals, standing(me, &row.0.id)).is_some();
    let one = |(person, (is_there, waits), extended, (count, fen), (left, evaluated)): Row| {
        let unpaid = (count.unwrap_or(0), fen.unwrap_or(0));
        // What ended with the very end of a month was theirs in that month alone.
        let last = left.map(|at| Month::of(zone.day(at - Duration::milliseconds(1))));
        let last = last.filter(|last| evaluated.is_none_or(|month| month < last.to_string()));
        let waits = if waits { Some(month) } else { last.filter(|last| *last < month) };
        let stays = is_there || unpaid.0 > 0 || last.is_some();
        let due_on = (person.active && person.probation).then(|| extended.unwrap_or_else(|| by_rule(&person, office)));
        stays.then_some(Member { due_on, waits, unpaid, person })
    };
    Ok(rows.into_iter().filter(seen).filter_map(one).collect())
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
    /// When it was theirs, and the days at whose end it was.
    pub fn days(&self, zone: Zone) -> Span {
        let since = self.taken_over.then_some(self.since);
        Span {
            from: since.map(|at| zone.day(at)),
            to: self.until.map(|at| zone.day(at).pred_opt().unwrap_or(NaiveDate::MIN)),
            since,
            until: self.until,
        }
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

/// An evaluated month as a list of several people's shows it.
#[derive(Clone, Debug)]
pub struct OfMonth {
    pub person: String,
    pub month: Month,
    pub edition: i32,
    /// Hundredths of a point.
    pub score: i32,
    pub evaluated_at: Moment,
}

/// The evaluated months of some people from this one on, of each the edition that counts.
pub fn of_months(conn: &mut Conn, zone: Zone, people: &[&str], from: Month) -> Result<Vec<OfMonth>> {
    // A month is evaluated after its end: so all of it is read out of the index of people's evaluations, beside their long lines.
    let after = zone.moment(from.next().first().and_time(NaiveTime::MIN));
    type Found = (String, Option<String>, i32, i32, Moment);
    let found: Vec<Found> = evaluations::table
        .filter(evaluations::person_id.eq_any(people))
        .filter(evaluations::evaluated_at.ge(after))
        .filter(evaluations::month.is_not_null())
        .order((evaluations::person_id, evaluations::evaluated_at))
        .select((
            evaluations::person_id,
            evaluations::month,
            evaluations::edition,
            evaluations::score,
            evaluations::evaluated_at,
        ))
        .load(conn)?;
    let mut all: BTreeMap<(String, Month), OfMonth> = BTreeMap::new();
    for (person, month, edition, score, evaluated_at) in found {
        if let Some(month) = month.as_deref().and_then(|it| it.parse().ok()).filter(|it| *it >= from) {
            let it = OfMonth { person, month, edition, score, evaluated_at };
            all.insert((it.person.clone(), month), it);
        }
    }
    Ok(all.into_values().collect())
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
    let month = Month::of(today).previous();
    let months = members.iter().filter(|it| it.waits == Some(month)).count();
    let rewards = members.iter().fold((0, 0), |(count, fen), it| (count + it.unpaid.0, fen + it.unpaid.1));
    let soon = |due: &NaiveDate| (*due - today).num_days() <= AHEAD;
    let ending = |it: Member| it.due_on.filter(soon).map(|due| (it.person, due));
    let mut probations: Vec<(Person, NaiveDate)> = members.into_iter().filter_map(ending).collect();
    probations.sort_by_key(|it| it.1);
    Ok(Waiting { probations, month, months, rewards })
}

/// The first day of a member's work.
pub fn joined(person: &Person, zone: Zone) -> NaiveDate {
    zone.day(person.created_at)
}
