//! Reading lists of projects: filters out of an address, the order by a heading, lateness first.

use chrono::NaiveDate;
use diesel::dsl::{count, count_star};
use diesel::prelude::*;

use crate::calendar::Month;
use crate::clock::Moment;
use crate::error::Result;
use crate::projects::model::{Holder, Sort};
use crate::projects::pipeline::{Stage, State};
use crate::projects::queries::visible;
use crate::store::connection::Db;
use crate::store::schema::{focuses, packages, people, projects};
use crate::store::{Actor, Conn};
use crate::web::Fields;
use crate::web::list::like;

/// A line of the list.
#[derive(Clone, Debug, Queryable)]
pub struct Line {
    pub number: String,
    pub name: String,
    pub sort: Sort,
    pub stage: State,
    pub round: i32,
    pub holder: Holder,
    pub holder_since: Moment,
    pub due_on: Option<NaiveDate>,
    pub owner: String,
    pub package: String,
}

type Rows = projects::BoxedQuery<'static, Db>;

/// The projects that an address asks for, out of those the person may see.
pub fn filtered(me: &Actor, query: &Fields, today: NaiveDate) -> Rows {
    let mut rows = projects::table.filter(visible(me)).into_boxed();
    rows = match query.get("stage") {
        "" => rows.filter(projects::ended_at.is_null()),
        "all" => rows,
        "ended" => rows.filter(projects::ended_at.is_not_null()),
        code => match (Stage::from_code(code), State::from_code(code)) {
            (Some(stage), _) => {
                let states: Vec<State> = State::running().filter(|state| state.stage() == stage).collect();
                rows.filter(projects::stage.eq_any(states))
            }
            (None, Some(state)) => rows.filter(projects::stage.eq(state)),
            (None, None) => rows.filter(projects::moves.lt(0)),
        },
    };
    if query.get("late") == "1" {
        rows = rows.filter(projects::due_on.lt(today));
    }
    if query.get("mine") == "1" {
        rows = rows.filter(projects::owner_id.eq(me.id.clone()));
    }
    if query.get("focus") == "1" {
        let month = Month::of(today).to_string();
        rows = rows.filter(projects::id.eq_any(focuses::table.filter(focuses::month.eq(month)).select(focuses::project_id)));
    }
    if let Some(sort) = Sort::from_code(query.get("sort_of")) {
        rows = rows.filter(projects::sort.eq(sort));
    }
    if let Some(holder) = Holder::from_code(query.get("holder")) {
        rows = rows.filter(projects::holder.eq(holder));
    }
    if !query.get("owner").is_empty() {
        let owner = people::table.filter(people::username.eq(query.get("owner").to_owned())).select(people::id);
        rows = rows.filter(projects::owner_id.eq_any(owner));
    }
    if !query.get("package").is_empty() {
        let package = packages::table.filter(packages::number.eq(query.get("package").to_owned())).select(packages::id);
        rows = rows.filter(projects::package_id.eq_any(package));
    }
    if !query.get("q").trim().is_empty() {
        let text = like(query.get("q"));
        let owners = people::table.filter(people::name.like(text.clone()).escape('\\')).select(people::id);
        rows = rows.filter(
            projects::name
                .like(text.clone())
                .escape('\\')
                .or(projects::number.like(text).escape('\\'))
                .or(projects::owner_id.eq_any(owners)),
        );
    }
    rows
}

/// In the order that an address asks for; otherwise the most overdue first and what has no due date last.
fn ordered(rows: Rows, sort: &str) -> Rows {
    match sort {
        "number" => rows.order(projects::number),
        "-number" => rows.order(projects::number.desc()),
        "name" => rows.order((projects::name, projects::number)),
        "-name" => rows.order((projects::name.desc(), projects::number)),
        "stage" => rows.order((projects::stage, projects::number)),
        "-stage" => rows.order((projects::stage.desc(), projects::number)),
        "since" => rows.order((projects::holder_since, projects::number)),
        "-since" => rows.order((projects::holder_since.desc(), projects::number)),
        "-due" => rows.order((projects::due_on.is_null(), projects::due_on.desc(), projects::number)),
        _ => rows.order((projects::due_on.is_null(), projects::due_on, projects::number)),
    }
}

/// One page of the list.
pub fn page(conn: &mut Conn, rows: Rows, sort: &str, offset: i64, limit: i64) -> Result<Vec<Line>> {
    Ok(ordered(rows, sort)
        .inner_join(people::table)
        .inner_join(packages::table)
        .offset(offset)
        .limit(limit)
        .select((
            projects::number,
            projects::name,
            projects::sort,
            projects::stage,
            projects::round,
            projects::holder,
            projects::holder_since,
            projects::due_on,
            people::name,
            packages::name,
        ))
        .load(conn)?)
}

/// How many, and how many of them are late.
pub fn totals(conn: &mut Conn, me: &Actor, query: &Fields, today: NaiveDate) -> Result<(i64, i64)> {
    let late = count(projects::id).aggregate_filter(projects::due_on.lt(today).assume_not_null());
    Ok(filtered(me, query, today).select((count_star(), late)).first(conn)?)
}

/// How many stand in each state.
pub fn by_state(conn: &mut Conn, rows: Rows) -> Result<Vec<(State, i64)>> {
    Ok(projects::table
        .filter(projects::id.eq_any(rows.select(projects::id)))
        .group_by(projects::stage)
        .order(projects::stage)
        .select((projects::stage, count_star()))
        .load(conn)?)
}
