//! What projects were given of a metric and what they have reached: one grouped query, however many projects there are, answered
//! out of an index.
//!
//! Handed down counts in projects that were issued and not abolished, revoked or terminated, as the indicators keep it. What was
//! reached was reached, also in a project that was terminated later; before it is issued none reaches anything.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use diesel::dsl::{case_when, count_star, sql, sum};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer};

use chrono::NaiveDate;

use crate::error::Result;
use crate::store::Conn;
use crate::store::schema::{indicators, packages, projects, targets};

/// Sums in hundredths of a metric's unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub handed: i64,
    pub actual: i64,
}

impl AddAssign for Sum {
    fn add_assign(&mut self, other: Sum) {
        self.handed = self.handed.saturating_add(other.handed);
        self.actual = self.actual.saturating_add(other.actual);
    }
}

/// By the id of a plan or package, and of a metric.
pub type Sums = BTreeMap<(String, String), Sum>;

/// What is summed of each group of indicators.
const HANDED: &str = "cast(sum(indicators.handed) as bigint)";
const ACTUAL: &str = "cast(sum(indicators.actual) as bigint)";

/// By package and metric, over the packages of a plan.
pub fn of_plan(conn: &mut Conn, plan: &str) -> Result<Sums> {
    let ids: Vec<String> = packages::table.filter(packages::plan_id.eq(plan)).select(packages::id).load(conn)?;
    of_packages(conn, &ids)
}

/// By package and metric, over some packages.
pub fn of_packages(conn: &mut Conn, ids: &[String]) -> Result<Sums> {
    let rows: Vec<(String, String, i64, i64)> = indicators::table
        .filter(indicators::package_id.eq_any(ids))
        .group_by((indicators::package_id, indicators::metric_id))
        .order((indicators::package_id, indicators::metric_id))
        .select((indicators::package_id, indicators::metric_id, sql::<BigInt>(HANDED), sql::<BigInt>(ACTUAL)))
        .load(conn)?;
    Ok(rows.into_iter().map(|(of, metric, handed, actual)| ((of, metric), Sum { handed, actual })).collect())
}

/// By plan and metric, over some plans.
pub fn of_plans(conn: &mut Conn, ids: &[String]) -> Result<Sums> {
    let packages: BTreeMap<String, String> = packages::table
        .filter(packages::plan_id.eq_any(ids))
        .select((packages::id, packages::plan_id))
        .load::<(String, String)>(conn)?
        .into_iter()
        .collect();
    let of: Vec<String> = packages.keys().cloned().collect();
    let mut sums = Sums::new();
    for ((package, metric), sum) in of_packages(conn, &of)? {
        if let Some(plan) = packages.get(&package) {
            *sums.entry((plan.clone(), metric)).or_default() += sum;
        }
    }
    Ok(sums)
}

/// What is divided among the packages of a plan but one, by metric.
pub fn divided(conn: &mut Conn, plan: &str, but: Option<&str>) -> Result<BTreeMap<String, i64>> {
    let rows: Vec<(String, i64)> = targets::table
        .filter(targets::plan_id.eq(plan))
        .filter(targets::package_id.is_not_null())
        .filter(targets::package_id.ne(but.unwrap_or("")))
        .group_by(targets::metric_id)
        .order(targets::metric_id)
        .select((targets::metric_id, sql::<BigInt>("cast(sum(targets.value) as bigint)")))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// How many issued projects of a package run, and how many of them are late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Running {
    pub running: i64,
    pub late: i64,
}

/// Running projects by package, over some packages.
pub fn running(conn: &mut Conn, ids: &[String], today: NaiveDate) -> Result<BTreeMap<String, Running>> {
    let late = case_when::<_, _, Integer>(projects::due_on.lt(today), 1).otherwise(0);
    let rows = projects::table
        .filter(projects::package_id.eq_any(ids))
        .filter(projects::issued_at.is_not_null())
        .filter(projects::ended_at.is_null())
        .group_by(projects::package_id)
        .order(projects::package_id)
        .select((projects::package_id, count_star(), sum(late)))
        .load(conn)?;
    Ok(by_package(rows))
}

/// Running projects by package, over the packages of a plan.
pub fn running_in(conn: &mut Conn, plan: &str, today: NaiveDate) -> Result<BTreeMap<String, Running>> {
    let late = case_when::<_, _, Integer>(projects::due_on.lt(today), 1).otherwise(0);
    let rows = projects::table
        .inner_join(packages::table)
        .filter(packages::plan_id.eq(plan))
        .filter(projects::issued_at.is_not_null())
        .filter(projects::ended_at.is_null())
        .group_by(projects::package_id)
        .order(projects::package_id)
        .select((projects::package_id, count_star(), sum(late)))
        .load(conn)?;
    Ok(by_package(rows))
}

fn by_package(rows: Vec<(String, i64, Option<i64>)>) -> BTreeMap<String, Running> {
    rows.into_iter().map(|(package, running, late)| (package, Running { running, late: late.unwrap_or(0) })).collect()
}
