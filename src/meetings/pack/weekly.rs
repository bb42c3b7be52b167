//! What a week left, member by member: what moved, who was met, what was signed, what is late and what becomes due, what deviates.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveTime};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::content::{Fired, Member, Moved, Named, Pack, Signed, Step};
use crate::clock::Moment;
use crate::customers::model::ActivityKind;
use crate::error::Result;
use crate::meetings::queries::everybody;
use crate::projects::alerts::model::Alert;
use crate::projects::alerts::queries::unanswered;
use crate::projects::execution::actuals::{counts_as_received, counts_as_signed};
use crate::projects::model::TaskState;
use crate::projects::pipeline::{Move, State};
use crate::store::Conn;
use crate::store::office::Office;
use crate::store::schema::{activities, contracts, customers, moves, projects, receipts, tasks};

/// A project by number and name, with its owner.
type Of = (String, String, String);

fn named((number, name, _): &Of) -> Named {
    Named { number: number.clone(), name: name.clone() }
}

/// The first moment of a day, and the first after another.
pub fn span(office: &Office, from: NaiveDate, to: NaiveDate) -> (Moment, Moment) {
    let start = |day: NaiveDate| office.zone.moment(day.and_time(NaiveTime::MIN));
    (start(from), start(to.checked_add_days(Days::new(1)).unwrap_or(to)))
}

/// What is told of each member, by name; and those of whom there is nothing to tell.
pub fn members(conn: &mut Conn, office: &Office, now: Moment, pack: &Pack) -> Result<(Vec<Member>, Vec<String>)> {
    let everybody = everybody(conn)?;
    let mut all: BTreeMap<String, Member> = BTreeMap::new();
    let mut of = |id: String, tell: &mut dyn FnMut(&mut Member)| tell(all.entry(id).or_default());
    for (owner, moved) in moved(conn, office, pack.from, pack.to)? {
        of(owner, &mut |it| it.moves.push(moved.clone()));
    }
    for (person, kind, count) in activities(conn, pack.from, pack.to)? {
        of(person, &mut |it| it.activities.push((kind.code().to_owned(), count)));
    }
    for (person, count) in met(conn, pack.from, pack.to)? {
        of(person, &mut |it| it.customers = count);
    }
    for (owner, signed) in signed(conn, pack.from, pack.to)? {
        of(owner, &mut |it| it.contracts.push(signed.clone()));
    }
    let received = received(conn, pack.from, pack.to)?;
    let whose = whose(conn, received.iter().map(|it| &it.0))?;
    for (project, fen) in &received {
        if let Some((owner, _)) = whose.get(project) {
            of(owner.clone(), &mut |it| it.received += fen);
        }
    }
    for (person, step) in steps(conn, everybody.iter().map(|it| it.0.as_str()), pack.until)? {
        let late = step.due_on < pack.today;
        of(person, &mut |it| if late { it.late.push(step.clone()) } else { it.due.push(step.clone()) });
    }
    for (owner, fired) in alerts(conn, office.zone.day(now))? {
        of(owner, &mut |it| it.alerts.push(fired.clone()));
    }
    let mut told = Vec::new();
    let mut silent = Vec::new();
    for (id, username, name) in everybody {
        match all.remove(&id) {
            Some(it) => told.push(Member { username, name, ..it }),
            None => silent.push(name),
        }
    }
    Ok((told, silent))
}

/// The stage moves of some days, in their order, with the owner of each project.
pub fn moved(conn: &mut Conn, office: &Office, from: NaiveDate, to: NaiveDate) -> Result<Vec<(String, Moved)>> {
    let (start, end) = span(office, from, to);
    type Row = (Moment, Move, State, Of);
    let rows: Vec<Row> = moves::table
        .inner_join(projects::table)
        .filter(moves::at.ge(start))
        .filter(moves::at.lt(end))
        .filter(projects::issued_at.is_not_null())
        .order((moves::at, moves::id))
        .select((moves::at, moves::code, moves::to_stage, (projects::number, projects::name, projects::owner_id)))
        .load(conn)?;
    let one = |(at, code, to, of): Row| {
        let moved =
            Moved { project: named(&of), code: code.code().to_owned(), to: to.code().to_owned(), on: office.zone.day(at) };
        (of.2, moved)
    };
    Ok(rows.into_iter().map(one).collect())
}

/// How many activities of each kind each recorded of some days.
fn activities(conn: &mut Conn, from: NaiveDate, to: NaiveDate) -> Result<Vec<(String, ActivityKind, i64)>> {
    Ok(activities::table
        .filter(activities::on_day.ge(from))
        .filter(activities::on_day.le(to))
        .group_by((activities::person_id, activities::kind))
        .order((activities::person_id, activities::kind))
        .select((activities::person_id, activities::kind, diesel::dsl::count_star()))
        .load(conn)?)
}

/// With how many customers those were.
fn met(conn: &mut Conn, from: NaiveDate, to: NaiveDate) -> Result<Vec<(String, i64)>> {
    Ok(activities::table
        .filter(activities::on_day.ge(from))
        .filter(activities::on_day.le(to))
        .group_by(activities::person_id)
        .order(activities::person_id)
        .select((activities::person_id, diesel::dsl::count(activities::customer_id).aggregate_distinct()))
        .load(conn)?)
}

/// The contracts that were signed on some days, in their order, with the owner of the project.
fn signed(conn: &mut Conn, from: NaiveDate, to: NaiveDate) -> Result<Vec<(String, Signed)>> {
    type Row = (String, String, String, String, i64);
    let rows: Vec<Row> = contracts::table
        .into_boxed()
        .filter(counts_as_signed())
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
        .filter(receipts::received_on.ge(from))
        .filter(receipts::received_on.le(to))
        .group_by(receipts::project_id)
        .order(receipts::project_id)
        .select((receipts::project_id, sql::<BigInt>("cast(sum(receipts.fen) as bigint)")))
        .load(conn)?)
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

/// Open tasks of some people that are due up to a day, first due first.
fn steps<'a>(conn: &mut Conn, people: impl Iterator<Item = &'a str>, until: NaiveDate) -> Result<Vec<(String, Step)>> {
    type Row = (Option<String>, Option<NaiveDate>, String, String, (String, String));
    let rows: Vec<Row> = tasks::table
        .inner_join(projects::table)
        .filter(tasks::person_id.eq_any(people))
        .filter(tasks::state.eq(TaskState::Open))
        .filter(tasks::due_on.le(until))
        .order((tasks::due_on, tasks::step, tasks::id))
        .select((tasks::person_id, tasks::due_on, tasks::step, tasks::what, (projects::number, projects::name)))
        .load(conn)?;
    let one = |(person, due_on, step, what, (number, name)): Row| {
        Some((person?, Step { due_on: due_on?, project: Named { number, name }, step, what }))
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

/// Deviations that nobody has answered, the oldest first, with the owner of each project.
pub fn alerts(conn: &mut Conn, today: NaiveDate) -> Result<Vec<(String, Fired)>> {
    let rows: Vec<(Alert, Of)> = unanswered(today)
        .inner_join(projects::table)
        .order((crate::store::schema::alerts::fires_on, projects::number, crate::store::schema::alerts::id))
        .select((Alert::as_select(), (projects::number, projects::name, projects::owner_id)))
        .load(conn)?;
    let one = |(it, of): (Alert, Of)| {
        let fired = Fired { since: it.fires_on?, project: named(&of), rule: it.rule.code().to_owned(), title: it.title };
        Some((of.2, fired))
    };
    Ok(rows.into_iter().filter_map(one).collect())
}
