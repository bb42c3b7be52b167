//! Reading the projects of a package.

use chrono::NaiveDate;
use diesel::dsl::{case_when, count_star, sum};
use diesel::prelude::*;
use diesel::sql_types::Integer;

use crate::error::Result;
use crate::projects::model::{Holder, Sort};
use crate::projects::pipeline::State;
use crate::projects::queries::visible;
use crate::store::schema::projects;
use crate::store::{Actor, Conn};

/// A project on the page of its package.
#[derive(Clone, Debug, Queryable)]
pub struct Listed {
    pub number: String,
    pub name: String,
    pub sort: Sort,
    pub stage: State,
    pub round: i32,
    pub holder: Holder,
    pub due_on: Option<NaiveDate>,
    pub owner_id: String,
}

/// How many projects of a package there are, how many of them run, and how many are late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub all: i64,
    pub running: i64,
    pub late: i64,
}

/// Counts the projects of a package that the person may see.
pub fn counts(conn: &mut Conn, me: &Actor, package: &str, today: NaiveDate) -> Result<Counts> {
    let running = case_when::<_, _, Integer>(projects::ended_at.is_null(), 1).otherwise(0);
    let late = case_when::<_, _, Integer>(projects::ended_at.is_null().and(projects::due_on.lt(today)), 1).otherwise(0);
    let (all, running, late): (i64, Option<i64>, Option<i64>) = projects::table
        .filter(projects::package_id.eq(package))
        .filter(visible(me))
        .select((count_star(), sum(running), sum(late)))
        .first(conn)?;
    Ok(Counts { all, running: running.unwrap_or(0), late: late.unwrap_or(0) })
}

/// One page of the projects of a package: those that run first, and of these the one due first.
pub fn projects(conn: &mut Conn, me: &Actor, package: &str, offset: i64, limit: i64) -> Result<Vec<Listed>> {
    Ok(projects::table
        .filter(projects::package_id.eq(package))
        .filter(visible(me))
        .order((projects::ended_at.is_not_null(), projects::due_on.is_null(), projects::due_on, projects::number))
        .offset(offset)
        .limit(limit)
        .select((
            projects::number,
            projects::name,
            projects::sort,
            projects::stage,
            projects::round,
            projects::holder,
            projects::due_on,
            projects::owner_id,
        ))
        .load(conn)?)
}
