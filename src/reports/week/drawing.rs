//! What some days left, member by member: what moved, who was met, what was signed, what is late and what becomes due, what deviates.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::content::{Fired, Member, Moved, Named, Signed};
use super::doings::{self, span};
use crate::clock::Moment;
use crate::customers::model::ActivityKind;
use crate::error::Result;
use crate::projects::alerts::model::Alert;
use crate::projects::alerts::queries::unanswered;
use crate::projects::execution::actuals::{counts_as_received, counts_as_signed};
use crate::projects::pipeline::{Move, State};
use crate::store::Conn;
use crate::store::office::Office;
use crate::store::schema::{activities, alerts as alerts_table, contracts, customers, moves, projects, receipts};

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
    for (owner, moved) in moved(conn, office, of.from, of.to, only)? {
        tell(owner, &mut |it| it.moves.push(moved.clone()));
    }
    for (person, met) in met(conn, of.from, of.to, only)? {
        let kinds = met.0.iter().map(|(kind, count)| (kind.code().to_owned(), *count)).collect::<Vec<_>>();
        tell(person, &mut |it| (it.activities, it.customers) = (kinds.clone(), met.1));
    }
    for (owner, signed) in signed(conn, of.from, of.to, only)? {
        tell(owner, &mut |it| it.contracts.push(signed.clone()));
    }
    for (owner, fen) in received_by(conn, of.from, of.to, only)? {
        tell(owner, &mut |it| it.received += fen);
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
    Ok(all)
}

/// The stage moves of some days, in their order, with the owner of each project.
pub fn moved(
    conn: &mut Conn,
    office: &Office,
    from: NaiveDate,
    to: NaiveDate,
    only: Option<&str>,
) -> Result<Vec<(String, Moved)>> {
    let (start, end) = span(office, from, to);
    type Row = (Moment, Move, State, Of);
    let mut rows = moves::table
        .inner_join(projects::table)
        .filter(moves::at.ge(start))
        .filter(moves::at.lt(end))
        .filter(projects::issued_at.is_not_null())
        .order((moves::at, moves::id))
        .select((moves::at, moves::code, moves::to_stage, (projects::number, projects::name, projects::owner_id)))
        .into_boxed();
    if let Some(only) = only {
        rows = rows.filter(projects::owner_id.eq(only));
    }
    let one = |(at, code, to, of): Row| {
        let moved =
            Moved { project: named(&of), code: code.code().to_owned(), to: to.code().to_owned(), on: office.zone.day(at) };
        (of.2, moved)
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

/// The contracts that were signed on some days, in their order, with the owner of the project.
fn signed(conn: &mut Conn, from: NaiveDate, to: NaiveDate, only: Option<&str>) -> Result<Vec<(String, Signed)>> {
    type Row = (String, String, String, String, i64);
    let mut rows = contracts::table.into_boxed().filter(counts_as_signed());
    if let Some(only) = only {
        let theirs = projects::table.filter(projects::owner_id.eq(only)).select(projects::id);
        rows = rows.filter(contracts::project_id.eq_any(theirs));
    }
    let rows: Vec<Row> = rows
        .inner_join(projects::table)
        .inner_join(customers::table)
        .filter(contracts::signed_on.ge(from).assume_not_null())
        .filter(contracts::signed_on.le(to).assume_not_null())
        .order((contracts::signed_on, contracts::number))
        .select((projects::owner_id, contracts::number, contracts::title, customers::name, contracts::fen))
        .load(conn)?;
    let one = |(owner, number, title, customer, fen): Row| (owner, Signed { number, title, customer, fen });
    Ok(rows.into_iter().map(one).collect())
}

/// What was received on some days, by the project, in fen.
pub fn received(conn: &mut Conn, from: NaiveDate, to: NaiveDate) -> Result<Vec<(String, i64)>> {
    Ok(receipts::table
        .filter(counts_as_received())
        .filter(receipts::received_on.between(from, to))
        .group_by(receipts::project_id)
        .order(receipts::project_id)
        .select((receipts::project_id, sql::<BigInt>("cast(sum(receipts.fen) as bigint)")))
        .load(conn)?)
}

/// The same with whose the projects are now.
fn received_by(conn: &mut Conn, from: NaiveDate, to: NaiveDate, only: Option<&str>) -> Result<Vec<(String, i64)>> {
    if let Some(only) = only {
        let theirs = projects::table.filter(projects::owner_id.eq(only)).select(projects::id);
        let sum: Option<i64> = receipts::table
            .filter(counts_as_received())
            .filter(receipts::received_on.between(from, to))
            .filter(receipts::project_id.eq_any(theirs))
            .select(sql::<diesel::sql_types::Nullable<BigInt>>("cast(sum(receipts.fen) as bigint)"))
            .get_result(conn)?;
        return Ok(sum.map(|fen| (only.to_owned(), fen)).into_iter().collect());
    }
    let received = received(conn, from, to)?;
    let whose = whose(conn, received.iter().map(|it| &it.0))?;
    Ok(received.into_iter().filter_map(|(project, fen)| Some((whose.get(&project)?.0.clone(), fen))).collect())
}

/// Whose some projects are now, and of which package: by project.
pub fn whose<'a>(conn: &mut Conn, ids: impl Iterator<Item = &'a String>) -> Result<BTreeMap<String, (String, String)>> {
    let ids: Vec<&String> = ids.collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(String, (String, String))> = projects::table
        .filter(projects::id.eq_any(ids))
        .order(projects::id)
        .select((projects::id, (projects::owner_id, projects::package_id)))
        .load(conn)?;
    Ok(rows.into_iter().collect())
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
