//! A member's months: what they reached in each, and the facts of one as the formula asks for them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::dsl::{case_when, count_star};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, Text, Timestamp};

use super::queries::{self, Owned, end_of, is_within};
use super::since::{Counted, cancelled_at, signed_since};
use crate::calendar::Month;
use crate::clock::{Moment, Zone};
use crate::error::Result;
use crate::projects::evaluation::facts::{InMonth, gather, last_of, noted_by};
use crate::projects::evaluation::formula::{self, Facts, Line, Period, Span, Whose};
use crate::projects::execution::actuals::{counts_as_received, counts_as_signed, is_first};
use crate::projects::model::Project;
use crate::projects::pipeline::State;
use crate::store::Conn;
use crate::store::office::Office;
use crate::store::schema::{activities, contracts, project_owners, receipts};

/// What a member reached in a month: in projects that were theirs on the day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// In fen.
    pub signed: i64,
    pub received: i64,
    pub contracts: i64,
    pub new_customers: i64,
    /// Recorded by themselves.
    pub activities: i64,
    /// What was signed and received when the month was evaluated, in fen; none where nothing of it has changed since.
    pub evaluated: Option<(i64, i64)>,
}

impl std::ops::AddAssign<&Figures> for Figures {
    fn add_assign(&mut self, other: &Figures) {
        self.signed = self.signed.saturating_add(other.signed);
        self.received = self.received.saturating_add(other.received);
        self.contracts += other.contracts;
        self.new_customers += other.new_customers;
        self.activities += other.activities;
    }
}

/// A row of what a member reached: what it is, the project, the day, fen, how many that count, whether of a new customer; since
/// when and until when it counts. Or a time in which a project was theirs: since when and until when.
type Found = (i32, Option<String>, Option<NaiveDate>, i64, i64, bool, Option<Moment>, Option<Moment>);
const CONTRACT: i32 = 1;
const RECEIPT: i32 = 2;
const ACTIVITIES: i32 = 3;

/// The figures of a member in each month from the first to the last day, and what they were at the moment at which it was
/// evaluated. What they consist of is made in issued projects only: whoever sees a member's appraisals sees those.
pub fn figures(
    conn: &mut Conn,
    zone: Zone,
    person: &str,
    (from, to): (NaiveDate, NaiveDate),
    evaluated: &BTreeMap<Month, Moment>,
) -> Result<BTreeMap<Month, Figures>> {
    // One query for contracts, receipts, activities, and when which project was theirs.
    let theirs = || project_owners::table.filter(project_owners::owner_id.eq(person));
    let never = || None::<Moment>.into_sql::<Nullable<Timestamp>>();
    let times = theirs().select((
        0_i32.into_sql::<Integer>(),
        project_owners::project_id.nullable(),
        None::<NaiveDate>.into_sql::<Nullable<Date>>(),
        0_i64.into_sql::<BigInt>(),
        0_i64.into_sql::<BigInt>(),
        false.into_sql::<Bool>(),
        project_owners::since.nullable(),
        project_owners::until,
    ));
    let signed = contracts::table
        .filter(contracts::project_id.eq_any(theirs().select(project_owners::project_id)))
        .filter(contracts::signed_on.between(from, to).assume_not_null())
        .select((
            CONTRACT.into_sql::<Integer>(),
            contracts::project_id.nullable(),
            contracts::signed_on,
            contracts::fen,
            case_when::<_, _, BigInt>(counts_as_signed(), 1_i64).otherwise(0_i64),
            is_first(),
            signed_since().nullable(),
            cancelled_at(),
        ));
    let received = receipts::table
        .filter(receipts::project_id.eq_any(theirs().select(project_owners::project_id)))
        .filter(receipts::received_on.between(from, to))
        .select((
            RECEIPT.into_sql::<Integer>(),
            receipts::project_id.nullable(),
            receipts::received_on.nullable(),
            receipts::fen,
            case_when::<_, _, BigInt>(counts_as_received(), 1_i64).otherwise(0_i64),
            false.into_sql::<Bool>(),
            receipts::recorded_at.nullable(),
            receipts::voided_at,
        ));
    let done = activities::table
        .filter(activities::person_id.eq(person))
        .filter(activities::on_day.between(from, to))
        .group_by(activities::on_day)
        .select((
            ACTIVITIES.into_sql::<Integer>(),
            None::<String>.into_sql::<Nullable<Text>>(),
            activities::on_day.nullable(),
            0_i64.into_sql::<BigInt>(),
            count_star(),
            false.into_sql::<Bool>(),
            never(),
            never(),
        ));
    let found: Vec<Found> = times.union_all(signed).union_all(received).union_all(done).load(conn)?;
    Ok(by_month(&found, zone, evaluated))
}

fn by_month(found: &[Found], zone: Zone, evaluated: &BTreeMap<Month, Moment>) -> BTreeMap<Month, Figures> {
    let mut owned: BTreeMap<&str, Vec<(Moment, Option<Moment>)>> = BTreeMap::new();
    for (_, project, on, _, _, _, since, until) in found {
        if let (Some(project), None, Some(since)) = (project, on, since) {
            owned.entry(project).or_default().push((*since, *until));
        }
    }
    let mut all: BTreeMap<Month, Figures> = BTreeMap::new();
    // What counted when a month was evaluated, and whether any of it has changed.
    let mut before: BTreeMap<Month, (Figures, bool)> = BTreeMap::new();
    for (what, project, on, fen, count, first, since, until) in found {
        let Some(on) = *on else { continue };
        let mut times = project.iter().filter_map(|id| owned.get(id.as_str())).flatten();
        if *what != ACTIVITIES && !times.any(|(since, until)| is_within(*since, *until, last_of(on, zone))) {
            continue;
        }
        let month = Month::of(on);
        let row = match *what {
            CONTRACT => Figures { signed: *fen, contracts: 1, new_customers: i64::from(*first), ..Figures::default() },
            RECEIPT => Figures { received: *fen, ..Figures::default() },
            _ => Figures { activities: *count, ..Figures::default() },
        };
        if let (Some(since), Some(at)) = (*since, evaluated.get(&month)) {
            let (counted, (then, changed)) = (Counted { since, until: *until }, before.entry(month).or_default());
            *changed |= counted.changed_since(*at);
            if counted.at(*at) {
                *then += &row;
            }
        }
        if *count > 0 {
            *all.entry(month).or_default() += &row;
        }
    }
    for (month, (then, _)) in before.into_iter().filter(|(_, (_, changed))| *changed) {
        all.entry(month).or_default().evaluated = Some((then.signed, then.received));
    }
    all
}

/// A project that counts in a month: the days that it was the member's, and whether it was in implementation or control in those
/// of the month: only then its targets count.
struct Counting {
    project: Project,
    days: Vec<Span>,
    carried_out: bool,
}

/// The projects of a member that count in a month, out of when each was theirs.
fn counting(conn: &mut Conn, zone: Zone, owned: &[Owned], month: Month, until: NaiveDate) -> Result<Vec<Counting>> {
    let (start, end) = (zone.moment(month.first().and_time(chrono::NaiveTime::MIN)), end_of(until, zone));
    let mut ids: Vec<&str> = owned.iter().map(|it| it.project.id.as_str()).collect();
    ids.dedup();
    let stages = queries::stages(conn, &ids)?;
    let one = |id: &str| {
        let times: Vec<&Owned> = owned.iter().filter(|it| it.project.id == id).collect();
        let road: Vec<&(String, State, Moment)> = stages.iter().filter(|it| it.0 == id).collect();
        let left = |at: usize| road.get(at + 1).map_or(end, |next| next.2);
        let works = |stage: State| matches!(stage, State::Implementation | State::Control);
        let meets = |from: Moment, to: Moment| {
            times.iter().any(|it| from < it.until.map_or(end, |at| at.min(end)) && to >= it.since.max(start))
        };
        let carried_out = road.iter().enumerate().any(|(at, (_, stage, entered))| works(*stage) && meets(*entered, left(at)));
        let days = times.iter().map(|it| it.days(zone)).collect();
        Some(Counting { project: times.first()?.project.clone(), days, carried_out })
    };
    Ok(ids.into_iter().filter_map(one).collect())
}

/// The projects of a member that count in a month, out of when each was theirs; and the computed lines by the formula with this
/// number: targets and dates by the project, the records' quality over all of them together. Of a project that was another's
/// for a time only the member's own days count, and what they did themselves.
pub fn lines(
    conn: &mut Conn,
    office: &Office,
    owned: &[Owned],
    person: &str,
    month: Month,
    today: NaiveDate,
    formula: i32,
) -> Result<(Vec<Project>, Vec<Line>)> {
    let until = month.last().min(today);
    let counting = counting(conn, office.zone, owned, month, until)?;
    let projects: Vec<Project> = counting.iter().map(|it| it.project.clone()).collect();
    let days = InMonth { from: month.first(), to: until, whose: Whose::by(formula) };
    let mut all = gather(conn, office.zone, &projects, person, Some(days))?;
    let mut together = Facts::default();
    for (facts, it) in all.iter_mut().zip(counting) {
        if !it.carried_out {
            facts.reached.clear();
        }
        facts.theirs = Some(it.days);
        let (noted, signed) = (std::mem::take(&mut facts.noted), std::mem::take(&mut facts.signed));
        together.noted.extend(noted.into_iter().filter(|it| facts.are_theirs(it.on)));
        together.signed.extend(signed.into_iter().filter(|it| facts.are_theirs(it.on)));
    }
    if days.whose == Whose::Doers {
        together.noted = noted_by(conn, office.zone, person, (days.from, days.to))?;
    }
    all.push(together);
    let period = Period { from: Some(month.first()), until };
    let lines = all.iter().flat_map(|it| formula::lines(it, period, &office.calendar)).collect();
    Ok((projects, lines))
}
