//! Reading lists of projects: filters out of an address, the order by a heading, lateness first.

use std::sync::Arc;

use chrono::NaiveDate;
use diesel::dsl::{count, count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::Text;
use memchr::memmem::Finder;

use crate::calendar::Month;
use crate::clock::Moment;
use crate::error::Result;
use crate::people::queries::named;
use crate::projects::model::{Holder, Sort};
use crate::projects::pipeline::{Stage, State};
use crate::projects::queries::{Visible, visible};
use crate::remembered;
use crate::store::connection::Db;
use crate::store::memory::few;
use crate::store::schema::{focuses, packages, people, projects};
use crate::store::{Actor, Conn};
use crate::web::list::like;
use crate::web::{Fields, Reading};

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

/// What is kept in memory of a project.
struct Called {
    /// Name and number, in small letters.
    text: Box<str>,
    owner_id: Box<str>,
}

remembered!(Called, projects, (name, number, owner_id) => |(name, number, owner_id)| {
    Called { text: format!("{name} {number}").to_lowercase().into(), owner_id: owner_id.into() }
});

/// What an address asks for, with the projects that its question means: by name, number or owner.
pub struct Asked<'q> {
    query: &'q Fields,
    found: Option<Vec<Arc<str>>>,
}

impl Asked<'_> {
    /// Looks for what is asked.
    pub fn of<'q>(r: &mut Reading, query: &'q Fields) -> Result<Asked<'q>> {
        let text = query.get("q").trim().to_lowercase();
        if text.is_empty() {
            return Ok(Asked { query, found: None });
        }
        let owners: Vec<String> = named(query.get("q")).order(people::id).load(&mut **r)?;
        let finder = Finder::new(&text);
        let told = |it: &Called| finder.find(it.text.as_bytes()).is_some() || owners.iter().any(|id| **id == *it.owner_id);
        Ok(Asked { query, found: Some(r.find(told)?) })
    }
}

/// What an address asks for, and what the person may see.
fn conditions(me: &Actor, asked: &Asked, today: NaiveDate) -> Vec<Visible> {
    let query = asked.query;
    let mut all: Vec<Visible> = vec![visible(me)];
    match query.get("stage") {
        "" => all.push(Box::new(projects::ended_at.is_null())),
        "all" => {}
        "ended" => all.push(Box::new(projects::ended_at.is_not_null())),
        code => match (Stage::from_code(code), State::from_code(code)) {
            (Some(stage), _) => {
                let states: Vec<State> = State::running().filter(|state| state.stage() == stage).collect();
                all.push(Box::new(projects::stage.eq_any(states)));
            }
            (None, Some(state)) => all.push(Box::new(projects::stage.eq(state))),
            (None, None) => all.push(Box::new(projects::moves.lt(0))),
        },
    };
    if query.get("late") == "1" {
        all.push(Box::new(projects::due_on.lt(today).assume_not_null()));
    }
    if query.get("mine") == "1" {
        all.push(Box::new(projects::owner_id.eq(me.id.clone())));
    }
    if query.get("focus") == "1" {
        let month = Month::of(today).to_string();
        let focus = focuses::table.filter(focuses::month.eq(month)).select(focuses::project_id);
        all.push(Box::new(projects::id.eq_any(focus)));
    }
    if let Some(sort) = Sort::from_code(query.get("sort_of")) {
        all.push(Box::new(projects::sort.eq(sort)));
    }
    if let Some(holder) = Holder::from_code(query.get("holder")) {
        all.push(Box::new(projects::holder.eq(holder)));
    }
    if !query.get("owner").is_empty() {
        let owner = people::table.filter(people::username.eq(query.get("owner").to_owned())).select(people::id);
        all.push(Box::new(projects::owner_id.eq_any(owner)));
    }
    if !query.get("package").is_empty() {
        let package = packages::table.filter(packages::number.eq(query.get("package").to_owned())).select(packages::id);
        all.push(Box::new(projects::package_id.eq_any(package)));
    }
    if let Some(found) = &asked.found {
        all.push(match few(found) {
            Some(ids) => Box::new(projects::id.eq_any(ids)),
            None => {
                // As it stands in the index.
                let called = sql::<Text>("(projects.name || ' ' || projects.number)");
                Box::new(called.like(like(query.get("q"))).escape('\\').or(projects::owner_id.eq_any(named(query.get("q")))))
            }
        });
    }
    all
}

/// The projects that an address asks for, out of those the person may see.
pub fn filtered(me: &Actor, asked: &Asked, today: NaiveDate) -> Rows {
    conditions(me, asked, today).into_iter().fold(projects::table.into_boxed(), |rows, condition| rows.filter(condition))
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
pub fn totals(conn: &mut Conn, me: &Actor, asked: &Asked, today: NaiveDate) -> Result<(i64, i64)> {
    let late = count(projects::due_on).aggregate_filter(projects::due_on.lt(today).assume_not_null());
    Ok(filtered(me, asked, today).select((count_star(), late)).first(conn)?)
}

/// How many of them stand in each state.
pub fn by_state(conn: &mut Conn, me: &Actor, asked: &Asked, today: NaiveDate) -> Result<Vec<(State, i64)>> {
    let counted = projects::table.group_by(projects::stage).select((projects::stage, count_star())).into_boxed();
    let counted = conditions(me, asked, today).into_iter().fold(counted, |rows, condition| rows.filter(condition));
    Ok(counted.order(projects::stage).load(conn)?)
}
