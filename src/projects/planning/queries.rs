//! Reading plans.

use diesel::prelude::*;

use super::model::{BudgetLine, Plan, PlanAction, PlanStep, PlanVersion};
use crate::error::{OrNotFound, Result};
use crate::store::Conn;
use crate::store::schema::{budget_lines, plan_actions, plan_steps, plan_versions};

/// Every version of a project's plan, the newest first.
pub fn versions(conn: &mut Conn, project: &str) -> Result<Vec<PlanVersion>> {
    Ok(plan_versions::table
        .filter(plan_versions::project_id.eq(project))
        .order(plan_versions::number.desc())
        .select(PlanVersion::as_select())
        .load(conn)?)
}

/// The newest version, sealed or not.
pub fn newest(conn: &mut Conn, project: &str) -> Result<Option<PlanVersion>> {
    Ok(plan_versions::table
        .filter(plan_versions::project_id.eq(project))
        .order(plan_versions::number.desc())
        .select(PlanVersion::as_select())
        .first(conn)
        .optional()?)
}

/// The newest sealed version: the one that is deliberated and decided.
pub fn sealed(conn: &mut Conn, project: &str) -> Result<Option<PlanVersion>> {
    Ok(plan_versions::table
        .filter(plan_versions::project_id.eq(project))
        .filter(plan_versions::sealed_at.is_not_null())
        .order(plan_versions::number.desc())
        .select(PlanVersion::as_select())
        .first(conn)
        .optional()?)
}

/// The version with this number.
pub fn by_number(conn: &mut Conn, project: &str, number: i32) -> Result<PlanVersion> {
    plan_versions::table
        .filter(plan_versions::project_id.eq(project))
        .filter(plan_versions::number.eq(number))
        .select(PlanVersion::as_select())
        .first(conn)
        .optional()?
        .or_not_found()
}

/// A version with everything in it.
pub fn plan(conn: &mut Conn, version: PlanVersion) -> Result<Plan> {
    let id = version.id.clone();
    Ok(Plan {
        version,
        actions: plan_actions::table
            .filter(plan_actions::plan_version_id.eq(&id))
            .order((plan_actions::position, plan_actions::id))
            .select(PlanAction::as_select())
            .load(conn)?,
        steps: steps(conn, &id)?,
        budget: budget_lines::table
            .filter(budget_lines::plan_version_id.eq(&id))
            .order((budget_lines::position, budget_lines::id))
            .select(BudgetLine::as_select())
            .load(conn)?,
    })
}

/// The dated steps of a version.
pub fn steps(conn: &mut Conn, version: &str) -> Result<Vec<PlanStep>> {
    Ok(plan_steps::table
        .filter(plan_steps::plan_version_id.eq(version))
        .order((plan_steps::position, plan_steps::id))
        .select(PlanStep::as_select())
        .load(conn)?)
}

/// The milestones that any version of a project's plan has.
pub fn lines(conn: &mut Conn, project: &str) -> Result<Vec<String>> {
    Ok(plan_steps::table
        .inner_join(plan_versions::table)
        .filter(plan_versions::project_id.eq(project))
        .order(plan_steps::line_id)
        .select(plan_steps::line_id)
        .distinct()
        .load(conn)?)
}
