//! What some days left, member by member: what moved, who was met, what was signed, what is late and what becomes due, what deviates.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::content::{Fired, Member, Moved, Named, Signed};
use super::doings::{self, span};
use crate::clock::{Moment, Zone};
use crate::customers::model::ActivityKind;
use crate::error::Result;
use crate::projects::alerts::model::Alert;
use crate::projects::alerts::queries::unanswered;
use crate::projects::evaluation::facts::last_of;
use crate::projects::execution::actuals::{counts_as_received, counts_as_signed};
use crate::projects::pipeline::{Move, State};
use crate::store::Conn;
use crate::store::connection::Db;
use crate::store::office::Office;
use crate::store::schema::{
    activities, alerts as alerts_table, contracts, customers, moves, project_owners, projects, receipts,
};

/// The days that are told of, both included, and the days by which what is open is late or due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub today: NaiveDate,
    pub until: NaiveDate,
    /// The last day of whose deviations is told.
    pub deviating: NaiveDate,
}

/// A project by number and name, with its owner.
type Of = (String, String, String);

fn named((number, name, _): &Of) -> Named {
    Named { number: number.clone(), name: name.clone() }
}

/// What is told of members, by their ids; of one alone where only theirs is wanted. Who has nothing is not among them.
pub fn told(conn: &mut Conn, office: &Office, of: Period, only: Option<&str>) -> Result<BTreeMap<String, Member>> {
    let mut all: BTreeMap<String, Member> = BTreeMap::new();
    let mut tell = |id: String, tell: &mut dyn FnMut(&mut Member)| tell(all.entry(id).or_default());
    let moved = moved(conn, office, of.from, of.to, only)?;
    let signed = signed(conn, office, of.from, of.to, only)?;
    let received = received(conn, office, of.from, of.to, only)?;
    let then = moved.iter().map(|it| &it.0).chain(signed.iter().map(|it| &it.0)).chain(received.iter().map(|it| &it.0));
    let owners = Owners::of(conn, then)?;
    for (project, at, moved) in moved {
        tell(owners.at(&project, at), &mut |it| it.moves.push(moved.clone()));
    }
    for (project, on, signed) in signed {
        tell(owners.on(&project, on, office.zone), &mut |it| it.contracts.push(signed.clone()));
    }
    for (project, on, fen) in received {
        tell(owners.on(&project, on, office.zone), &mut |it| it.received += fen);
    }
    for (person, met) in met(conn, of.from, of.to, only)? {
        let kinds = met.0.iter().map(|(kind, count)| (kind.code().to_owned(), *count)).collect::<Vec<_>>();
        tell(person, &mut |it| (it.activities, it.customers) = (kinds.clone(), met.1));
    }
    for (person, did) in doings::done(conn, office, of.from, of.to, only)? {
        tell(person, &mut |it| did.told(it));
    }
    for (person, owed) in doings::owed(conn, of.today, of.until, only)? {
        tell(person, &mut |it| owed.told(of.today, it));
    }
    for (owner, fired) in alerts(conn, of.deviating, only)? {
        tell(owner, &mut |it| it.alerts.push(fired.clone()));
    }
    // Of a project that was theirs and another's in these days only theirs is told; what was nobody's is nobody's.
    all.retain(|id, _| !id.is_empty() && only.is_none_or(|only| only == id));
    Ok(all)
}

/// Who answered for some projects when: what happened in one belongs to whose it was then, whoever has it now.
pub struct Owners {
    /// By project: since when, the first first; whose, and the package that it belongs to.
    of: BTreeMap<String, Vec<(Moment, String)>>,
    packages: BTreeMap<String, String>,
}

impl Owners {
    /// Reads them.
    pub fn of<'a>(conn: &mut Conn, ids: impl Iterator<Item = &'a String>) -> Result<Owners> {
        let mut owners = Owners { of: BTreeMap::new(), packages: BTreeMap::new() };
        let ids: BTreeSet<&String> = ids.collect();
        if ids.is_empty() {
            return Ok(owners);
        }
        let rows: Vec<(String, String, Moment, String)> = project_owners::table
            .inner_join(projects::table)
            .filter(project_owners::project_id.eq_any(ids))
            // Whoever had it for no time at all, because another got it in the same moment, never had it.
            .filter(
                project_owners::until
                    .is_null()
                    .or(project_owners::until.gt(project_owners::since.nullable()).assume_not_null()),
            )
            .order((project_owners::project_id, project_owners::since))
            .select((project_owners::project_id, projects::package_id, project_owners::since, project_owners::owner_id))
            .load(conn)?;
        for (project, package, since, owner) in rows {
            owners.of.entry(project.clone()).or_default().push((since, owner));
            owners.packages.insert(project, package);
        }
        Ok(owners)
    }

    /// Whose it was at a moment; before it was anybody's, whose it was first. Empty: it was never given to anybody.
    pub fn at(&self, project: &str, at: Moment) -> String {
        let spans = self.of.get(project).map_or(&[][..], Vec::as_slice);
        let then = spans.iter().rev().find(|it| it.0 <= at).or_else(|| spans.first());
        then.map_or(String::new(), |it| it.1.clone())
    }

    /// Whose it was at the end of a day, as its evaluation counts.
    pub fn on(&self, project: &str, day: NaiveDate, zone: Zone) -> String {
        self.at(project, last_of(day, zone))
    }

    /// The package that it belongs to.
    pub fn package(&self, project: &str) -> Option<&String> {
        self.packages.get(project)
    }
}

/// The stage moves of some days, in their order: the project's id, when, what. Of one member alone where only theirs are wanted, at
/// least those.
pub fn moved(
    conn: &mut Conn,
    office: &Office,
    from: NaiveDate,
    to: NaiveDate,
    only: Option<&str>,
) -> Result<Vec<(String, Moment, Moved)>> {
    let (start, end) = span(office, from, to);
    type Row = (String, Moment, Move, State, String, String);
    let mut rows = moves::table
        .inner_join(projects::table)
        .filter(moves::at.ge(start))
        .filter(moves::at.lt(end))
        .filter(projects::issued_at.is_not_null())
        .order((moves::at, moves::id))
        .select((projects::id, moves::at, moves::code, moves::to_stage, projects::number, projects::name))
        .into_boxed();
    if let Some(only) = only {
        rows = rows.filter(moves::project_id.eq_any(theirs(only, start, end)));
    }
    let one = |(id, at, code, to, number, name): Row| {
        let project = Named { number, name };
        (id, at, Moved { project, code: code.code().to_owned(), to: to.code().to_owned(), on: office.zone.day(at) })
    };
    Ok(rows.load(conn)?.into_iter().map(one).collect())
}

/// How many activities of each kind somebody recorded, and with how many customers.
type Met = (Vec<(ActivityKind, i64)>, i64);

/// How many activities of each kind each recorded of some days, and with how many customers those were.
fn met(conn: &mut Conn, from: NaiveDate, to: NaiveDate, only: Option<&str>) -> Result<BTreeMap<String, Met>> {
    let all = activities::table.filter(activities::on_day.between(from, to));
    let columns = (activities::person_id, activities::kind, activities::customer_id, count_star());
    let order = (activities::person_id, activities::kind, activities::customer_id);
    let rows: Vec<(String, ActivityKind, String, i64)> = match only {
        Some(only) => all.filter(activities::person_id.eq(only)).group_by(order).order(order).select(columns).load(conn)?,
        None => all.group_by(order).order(order).select(columns).load(conn)?,
    };
    let mut met: BTreeMap<String, Met> = BTreeMap::new();
    let mut customers: BTreeSet<(String, String)> = BTreeSet::new();
    for (person, kind, customer, count) in rows {
        let (kinds, many) = met.entry(person.clone()).or_default();
        match kinds.last_mut().filter(|it| it.0 == kind) {
            Some((_, all)) => *all += count,
            None => kinds.push((kind, count)),
        }
        *many += i64::from(customers.insert((person, customer)));
    }
    Ok(met)
}

/// The contracts that were signed on some days, in their order: the project's id, the day, what.
fn signed(
    conn: &mut Conn,
    office: &Office,
    from: NaiveDate,
    to: NaiveDate,
    only: Option<&str>,
) -> Result<Vec<(String, NaiveDate, Signed)>> {
    type Row = (String, NaiveDate, String, String, String, i64);
    let mut rows = contracts::table.into_boxed().filter(counts_as_signed());
    if let Some(only) = only {
        let (start, end) = span(office, from, to);
        rows = rows.filter(contracts::project_id.eq_any(theirs(only, start, end)));
    }
    let rows: Vec<Row> = rows
        .inner_join(customers::table)
        .filter(contracts::signed_on.ge(from).assume_not_null())
        .filter(contracts::signed_on.le(to).assume_not_null())
        .order((contracts::signed_on, contracts::number))
        .select((
            contracts::project_id,
            contracts::signed_on.assume_not_null(),
            contracts::number,
            contracts::title,
            customers::name,
            contracts::fen,
        ))
        .load(conn)?;
    let one = |(project, on, number, title, customer, fen): Row| (project, on, Signed { number, title, customer, fen });
    Ok(rows.into_iter().map(one).collect())
}

/// What was received on some days, by project and day, in fen.
pub fn received(
    conn: &mut Conn,
    office: &Office,
    from: NaiveDate,
    to: NaiveDate,
    only: Option<&str>,
) -> Result<Vec<(String, NaiveDate, i64)>> {
    let all = receipts::table.filter(counts_as_received()).filter(receipts::received_on.between(from, to));
    let group = (receipts::project_id, receipts::received_on);
    let select = (receipts::project_id, receipts::received_on, sql::<BigInt>("cast(sum(receipts.fen) as bigint)"));
    Ok(match only {
        Some(only) => {
            let (start, end) = span(office, from, to);
            let theirs = receipts::project_id.eq_any(theirs(only, start, end));
            all.filter(theirs).group_by(group).order(group).select(select).load(conn)?
        }
        None => all.group_by(group).order(group).select(select).load(conn)?,
    })
}

/// The projects that were somebody's at any time between two moments.
fn theirs(only: &str, start: Moment, end: Moment) -> project_owners::BoxedQuery<'static, Db, Text> {
    project_owners::table
        .filter(project_owners::owner_id.eq(only.to_owned()))
        .filter(project_owners::since.lt(end))
        .filter(project_owners::until.is_null().or(project_owners::until.gt(start).assume_not_null()))
        .select(project_owners::project_id)
        .into_boxed()
}

/// Deviations that nobody has answered, the oldest first, with the owner of each project.
pub fn alerts(conn: &mut Conn, today: NaiveDate, only: Option<&str>) -> Result<Vec<(String, Fired)>> {
    let mut rows = unanswered(today);
    if let Some(only) = only {
        let theirs = projects::table.filter(projects::owner_id.eq(only.to_owned())).select(projects::id);
        rows = rows.filter(alerts_table::project_id.eq_any(theirs));
    }
    let rows: Vec<(Alert, Of)> = rows
        .inner_join(projects::table)
        .order((alerts_table::fires_on, projects::number, alerts_table::id))
        .select((Alert::as_select(), (projects::number, projects::name, projects::owner_id)))
        .load(conn)?;
    let one = |(it, of): (Alert, Of)| {
        let fired = Fired { since: it.fires_on?, project: named(&of), rule: it.rule.code().to_owned(), title: it.title };
        Some((of.2, fired))
    };
    Ok(rows.into_iter().filter_map(one).collect())
}
