//! Reading plans.

use chrono::NaiveDate;
use diesel::dsl::{exists, max, min};
use diesel::prelude::*;

use super::model::{BudgetLine, Outline, Plan, PlanAction, PlanStep, PlanVersion};
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

/// The outline of the newest version, in one query.
pub fn outline(conn: &mut Conn, project: &str) -> Result<Option<Outline>> {
    let steps = || plan_steps::table.filter(plan_steps::plan_version_id.eq(plan_versions::id));
    type Row = (PlanVersion, bool, bool, Option<NaiveDate>, Option<NaiveDate>);
    let newest: Option<Row> = plan_versions::table
        .filter(plan_versions::project_id.eq(project))
        .order(plan_versions::number.desc())
        .select((
            PlanVersion::as_select(),
            exists(plan_actions::table.filter(plan_actions::plan_version_id.eq(plan_versions::id))),
            exists(budget_lines::table.filter(budget_lines::plan_version_id.eq(plan_versions::id))),
            steps().select(min(plan_steps::starts_on)).single_value(),
            steps().select(max(plan_steps::ends_on)).single_value(),
        ))
        .first(conn)
        .optional()?;
    Ok(newest.map(|(version, actions, budget, first, last)| Outline::of(&version, actions, budget, first.zip(last))))
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

/// A version with everything in it.
pub fn plan(conn: &mut Conn, version: PlanVersion) -> Result<Plan> {
    let mut plans = plans(conn, vec![version])?;
    plans.pop().or_not_found()
}

/// Versions with everything in them, in the order given.
pub fn plans(conn: &mut Conn, versions: Vec<PlanVersion>) -> Result<Vec<Plan>> {
    let ids: Vec<&str> = versions.iter().map(|it| it.id.as_str()).collect();
    let actions: Vec<PlanAction> = plan_actions::table
        .filter(plan_actions::plan_version_id.eq_any(&ids))
        .order((plan_actions::position, plan_actions::id))
        .select(PlanAction::as_select())
        .load(conn)?;
    let steps: Vec<PlanStep> = plan_steps::table
        .filter(plan_steps::plan_version_id.eq_any(&ids))
        .order((plan_steps::position, plan_steps::id))
        .select(PlanStep::as_select())
        .load(conn)?;
    let budget: Vec<BudgetLine> = budget_lines::table
        .filter(budget_lines::plan_version_id.eq_any(&ids))
        .order((budget_lines::position, budget_lines::id))
        .select(BudgetLine::as_select())
        .load(conn)?;
    let whole = |version: PlanVersion| Plan {
        actions: actions.iter().filter(|it| it.plan_version_id == version.id).cloned().collect(),
        steps: steps.iter().filter(|it| it.plan_version_id == version.id).cloned().collect(),
        budget: budget.iter().filter(|it| it.plan_version_id == version.id).cloned().collect(),
        version,
    };
    Ok(versions.into_iter().map(whole).collect())
}

/// The dated steps of a version.
pub fn steps(conn: &mut Conn, version: &str) -> Result<Vec<PlanStep>> {
    Ok(plan_steps::table
        .filter(plan_steps::plan_version_id.eq(version))
        .order((plan_steps::position, plan_steps::id))
        .select(PlanStep::as_select())
        .load(conn)?)
}

/// The budget lines of a version.
pub fn budget(conn: &mut Conn, version: &str) -> Result<Vec<BudgetLine>> {
    Ok(budget_lines::table
        .filter(budget_lines::plan_version_id.eq(version))
        .order((budget_lines::position, budget_lines::id))
        .select(BudgetLine::as_select())
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
