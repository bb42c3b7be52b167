//! What a month came to, beside the one before it: signed, received, met, moved; by member and by package; where projects stand,
//! what deviates, how the department met and answered.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::content::{Figures, Named, Sums};
use crate::calendar::Month;
use crate::clock::Moment;
use crate::correspondence::answers::came_late;
use crate::error::Result;
use crate::meetings::model::{MeetingKind, MeetingState};
use crate::meetings::queries::came;
use crate::people;
use crate::projects::execution::actuals::counts_as_signed;
use crate::projects::pipeline::State;
use crate::reports::week::doings::span;
use crate::reports::week::drawing::{Owners, alerts, moved, received};
use crate::store::Conn;
use crate::store::office::Office;
use crate::store::schema::{activities, contracts, meetings, moves, packages, projects, requests};

/// Sums by member and package: both ids.
type ByWhose = BTreeMap<(String, String), Sums>;

/// A month in figures.
pub fn figures(conn: &mut Conn, office: &Office, now: Moment, (from, to): (NaiveDate, NaiveDate)) -> Result<Figures> {
    let month = Month::of(from);
    let before = month.previous();
    let by_whose = sums(conn, office, from, to)?;
    let last = sums(conn, office, before.first(), before.last())?;
    let names = people::queries::names(conn)?;
    let mut members: BTreeMap<String, Sums> = BTreeMap::new();
    let mut by_package: BTreeMap<&str, Sums> = BTreeMap::new();
    for ((owner, package), it) in &by_whose {
        if let Some(name) = names.get(owner) {
            members.entry(name.clone()).or_default().add(it);
        }
        by_package.entry(package).or_default().add(it);
    }
    let all: Vec<(String, String, String)> =
        packages::table.order(packages::number).select((packages::id, packages::number, packages::name)).load(conn)?;
    let package =
        |(id, number, name): (String, String, String)| by_package.get(id.as_str()).map(|sums| (Named { number, name }, *sums));
    let (start, end) = span(office, from, to);
    Ok(Figures {
        month: month.to_string(),
        this: total(&by_whose),
        last: total(&last),
        members: members.into_iter().collect(),
        packages: all.into_iter().filter_map(package).collect(),
        stages: stages(conn)?,
        moves: moved(conn, office, from, to, None)?.into_iter().map(|it| it.2).collect(),
        alerts: alerts(conn, office.zone.day(now), None)?.into_iter().map(|it| it.1).collect(),
        meetings: held(conn, start, end)?,
        asked: requests::table
            .filter(requests::asked_at.ge(start))
            .filter(requests::asked_at.lt(end))
            .count()
            .get_result(conn)?,
        ..answered(conn, office, start, end)?
    })
}

impl Sums {
    fn add(&mut self, other: &Sums) {
        self.contracts += other.contracts;
        self.signed += other.signed;
        self.received += other.received;
        self.activities += other.activities;
        self.moves += other.moves;
    }
}

fn total(all: &ByWhose) -> Sums {
    let mut total = Sums::default();
    all.values().for_each(|it| total.add(it));
    total
}

/// What is counted of some days, by whose the projects were then, activities by who recorded them; and by the package of the project.
fn sums(conn: &mut Conn, office: &Office, from: NaiveDate, to: NaiveDate) -> Result<ByWhose> {
    let (start, end) = span(office, from, to);
    let signed: Vec<(String, NaiveDate, i64, i64)> = contracts::table
        .filter(counts_as_signed())
        .filter(contracts::signed_on.ge(from).assume_not_null())
        .filter(contracts::signed_on.le(to).assume_not_null())
        .group_by((contracts::project_id, contracts::signed_on))
        .order((contracts::project_id, contracts::signed_on))
        .select((
            contracts::project_id,
            contracts::signed_on.assume_not_null(),
            count_star(),
            sql::<BigInt>("cast(sum(contracts.fen) as bigint)"),
        ))
        .load(conn)?;
    let received = received(conn, office, from, to, None)?;
    let met: Vec<(String, String, i64)> = activities::table
        .filter(activities::on_day.ge(from))
        .filter(activities::on_day.le(to))
        .group_by((activities::project_id, activities::person_id))
        .order((activities::project_id, activities::person_id))
        .select((activities::project_id, activities::person_id, count_star()))
        .load(conn)?;
    let moved: Vec<(String, Moment)> = moves::table
        .inner_join(projects::table)
        .filter(moves::at.ge(start))
        .filter(moves::at.lt(end))
        .filter(projects::issued_at.is_not_null())
        .order((moves::project_id, moves::at))
        .select((moves::project_id, moves::at))
        .load(conn)?;
    let ids = signed.iter().map(|it| &it.0).chain(received.iter().map(|it| &it.0));
    let ids = ids.chain(met.iter().map(|it| &it.0)).chain(moved.iter().map(|it| &it.0));
    let owners = Owners::of(conn, ids)?;
    let mut all = ByWhose::new();
    let mut add = |project: &str, who: String, sums: Sums| {
        if let Some(package) = owners.package(project) {
            all.entry((who, package.clone())).or_default().add(&sums);
        }
    };
    for (project, on, contracts, signed) in &signed {
        let owner = owners.on(project, *on, office.zone);
        add(project, owner, Sums { contracts: *contracts, signed: *signed, ..Sums::default() });
    }
    for (project, on, received) in &received {
        add(project, owners.on(project, *on, office.zone), Sums { received: *received, ..Sums::default() });
    }
    for (project, person, activities) in &met {
        add(project, person.clone(), Sums { activities: *activities, ..Sums::default() });
    }
    for (project, at) in &moved {
        add(project, owners.at(project, *at), Sums { moves: 1, ..Sums::default() });
    }
    Ok(all)
}

/// How many projects stand where, of those that were issued and have not ended.
fn stages(conn: &mut Conn) -> Result<Vec<(String, i64)>> {
    let rows: Vec<(State, i64)> = projects::table
        .filter(projects::issued_at.is_not_null())
        .filter(projects::ended_at.is_null())
        .group_by(projects::stage)
        .order(projects::stage)
        .select((projects::stage, count_star()))
        .load(conn)?;
    let count = |state: &State| rows.iter().find(|it| it.0 == *state).map(|it| (state.code().to_owned(), it.1));
    // In the order of the road.
    Ok(State::ALL.iter().filter_map(count).collect())
}

/// The regular meetings that were opened between two moments: number, who came, who was due.
fn held(conn: &mut Conn, start: Moment, end: Moment) -> Result<Vec<(String, i64, i64)>> {
    let rows: Vec<(String, String)> = meetings::table
        .filter(meetings::kind.ne(MeetingKind::Special))
        .filter(meetings::state.ne(MeetingState::Cancelled))
        .filter(meetings::opened_at.ge(start).assume_not_null())
        .filter(meetings::opened_at.lt(end).assume_not_null())
        .order(meetings::opened_at)
        .select((meetings::id, meetings::number))
        .load(conn)?;
    let counts = came(conn, &rows.iter().map(|it| it.0.as_str()).collect::<Vec<_>>())?;
    let one = |(id, number): (String, String)| {
        let (came, due) = counts.get(&id).copied().unwrap_or_default();
        (number, came, due)
    };
    Ok(rows.into_iter().map(one).collect())
}

/// How many requests were answered between two moments, and how many of them after their day.
fn answered(conn: &mut Conn, office: &Office, start: Moment, end: Moment) -> Result<Figures> {
    let rows: Vec<(Option<Moment>, NaiveDate)> = requests::table
        .filter(requests::answered_at.ge(start).assume_not_null())
        .filter(requests::answered_at.lt(end).assume_not_null())
        .order(requests::answered_at)
        .select((requests::answered_at, requests::due_on))
        .load(conn)?;
    let late = |it: &&(Option<Moment>, NaiveDate)| came_late(office.zone, it.0, it.1);
    let count = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
    Ok(Figures { answered: count(rows.len()), answered_late: count(rows.iter().filter(late).count()), ..Figures::default() })
}
