//! Reading plans, packages and their targets. Who may not see plans finds none.

use diesel::prelude::*;

use super::model::{ActionPlan, Metric, Package, Target};
use crate::error::{OrNotFound, Result};
use crate::policy::{Deed, Standing};
use crate::store::schema::{metrics, packages, plans, targets};
use crate::store::{Actor, Conn};

/// Goes on only if the person may see plans; otherwise there are none.
pub fn seen(me: &Actor) -> Result<()> {
    me.may(Deed::SeePlans, Standing::NONE).map(|_| ()).or_not_found()
}

/// The plan with this number, if the person may see plans.
pub fn find(conn: &mut Conn, me: &Actor, number: &str) -> Result<ActionPlan> {
    seen(me)?;
    plans::table.filter(plans::number.eq(number)).select(ActionPlan::as_select()).first(conn).optional()?.or_not_found()
}

/// The plan with this id.
pub fn by_id(conn: &mut Conn, id: &str) -> Result<ActionPlan> {
    plans::table.find(id).select(ActionPlan::as_select()).first(conn).optional()?.or_not_found()
}

/// The package with this number, if the person may see plans.
pub fn find_package(conn: &mut Conn, me: &Actor, number: &str) -> Result<Package> {
    seen(me)?;
    packages::table.filter(packages::number.eq(number)).select(Package::as_select()).first(conn).optional()?.or_not_found()
}

/// Every metric, those in use first; the department has few.
pub fn metrics(conn: &mut Conn) -> Result<Vec<Metric>> {
    Ok(metrics::table.order((metrics::active.desc(), metrics::id)).select(Metric::as_select()).load(conn)?)
}

/// The metric with this code.
pub fn metric(conn: &mut Conn, code: &str) -> Result<Metric> {
    metrics::table.filter(metrics::code.eq(code)).select(Metric::as_select()).first(conn).optional()?.or_not_found()
}

/// The metrics that a form of these targets offers: those in use, and those that stand there already.
pub fn offered(conn: &mut Conn, present: &[Target]) -> Result<Vec<Metric>> {
    let stands = |metric: &Metric| present.iter().any(|target| target.metric_id == metric.id);
    Ok(metrics(conn)?.into_iter().filter(|metric| metric.active || stands(metric)).collect())
}

/// The targets of a plan, its own and those of all its packages.
pub fn targets_of_plan(conn: &mut Conn, plan: &str) -> Result<Vec<Target>> {
    Ok(targets::table
        .filter(targets::plan_id.eq(plan))
        .order((targets::metric_id, targets::id))
        .select(Target::as_select())
        .load(conn)?)
}

/// A plan's own targets.
pub fn own_targets(conn: &mut Conn, plan: &str) -> Result<Vec<Target>> {
    Ok(targets::table
        .filter(targets::plan_id.eq(plan))
        .filter(targets::package_id.is_null())
        .order((targets::metric_id, targets::id))
        .select(Target::as_select())
        .load(conn)?)
}

/// The own targets of some plans.
pub fn own_targets_of(conn: &mut Conn, plans: &[String]) -> Result<Vec<Target>> {
    Ok(targets::table
        .filter(targets::plan_id.eq_any(plans))
        .filter(targets::package_id.is_null())
        .order((targets::metric_id, targets::id))
        .select(Target::as_select())
        .load(conn)?)
}

/// The targets of some packages.
pub fn targets_of_packages(conn: &mut Conn, ids: &[String]) -> Result<Vec<Target>> {
    Ok(targets::table
        .filter(targets::package_id.eq_any(ids))
        .order((targets::metric_id, targets::id))
        .select(Target::as_select())
        .load(conn)?)
}

/// Plans that take new packages, the newest first.
pub fn open_plans(conn: &mut Conn) -> Result<Vec<ActionPlan>> {
    Ok(plans::table
        .filter(plans::closed.eq(false))
        .order((plans::starts_on.desc(), plans::number.desc()))
        .limit(100)
        .select(ActionPlan::as_select())
        .load(conn)?)
}

/// One page of plans: the open ones first, then the newest.
pub fn list(conn: &mut Conn, offset: i64, limit: i64) -> Result<Vec<ActionPlan>> {
    Ok(plans::table
        .order((plans::closed, plans::starts_on.desc(), plans::number.desc()))
        .offset(offset)
        .limit(limit)
        .select(ActionPlan::as_select())
        .load(conn)?)
}

/// How many plans there are.
pub fn count(conn: &mut Conn) -> Result<i64> {
    Ok(plans::table.count().get_result(conn)?)
}

/// The packages of a plan with their coordinators' account names and names.
pub fn packages_of(conn: &mut Conn, plan: &str) -> Result<Vec<(Package, String, String)>> {
    use crate::store::schema::people;
    Ok(packages::table
        .inner_join(people::table)
        .filter(packages::plan_id.eq(plan))
        .order((packages::closed, packages::number))
        .select((Package::as_select(), people::username, people::name))
        .load(conn)?)
}

/// How many packages of a plan are open.
pub fn open_packages(conn: &mut Conn, plan: &str) -> Result<i64> {
    let open = packages::table.filter(packages::plan_id.eq(plan)).filter(packages::closed.eq(false));
    Ok(open.count().get_result(conn)?)
}
