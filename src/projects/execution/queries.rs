//! Reading what was recorded while a plan is carried out.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::model::{Actual, ProgressNote};
use crate::error::Result;
use crate::plans::model::Computed;
use crate::projects::model::Project;
use crate::projects::planning;
use crate::projects::planning::model::{BudgetLine, PlanStep, total};
use crate::projects::steps::Step;
use crate::store::Conn;
use crate::store::schema::{
    activities, actuals, contracts, expenses, metrics, orders, plan_steps, plan_versions, progress_notes, target_customers,
};

/// What execution follows of the version that the commander approved last.
#[derive(Clone, Debug)]
pub struct Approved {
    pub number: i32,
    pub steps: Vec<PlanStep>,
    pub budget: Vec<BudgetLine>,
}

impl Approved {
    /// The budget in fen.
    pub fn total(&self) -> i64 {
        total(&self.budget)
    }
}

/// The plan that is carried out.
pub fn approved(conn: &mut Conn, project: &Project) -> Result<Option<Approved>> {
    let Some(id) = &project.approved_id else { return Ok(None) };
    let (number, budget) = (plan_versions::number, planning::queries::budget(conn, id)?);
    let rows: Vec<(PlanStep, i32)> = plan_steps::table
        .inner_join(plan_versions::table)
        .filter(plan_steps::plan_version_id.eq(id))
        .order((plan_steps::position, plan_steps::id))
        .select((PlanStep::as_select(), number))
        .load(conn)?;
    // No plan is approved without steps.
    let number = rows.first().map_or(1, |(_, number)| *number);
    Ok(Some(Approved { number, steps: rows.into_iter().map(|(step, _)| step).collect(), budget }))
}

/// A dated step of the approved plan, and how far it has come.
#[derive(Clone, Debug)]
pub struct Milestone {
    pub step: PlanStep,
    /// The newest first.
    pub notes: Vec<ProgressNote>,
}

impl Milestone {
    /// How far it has come, in percent.
    pub fn percent(&self) -> i32 {
        self.notes.first().map_or(0, |it| it.percent)
    }

    /// What was said last.
    pub fn newest(&self) -> Option<&ProgressNote> {
        self.notes.first()
    }

    /// The day on which it was reached, if it was.
    pub fn done_on(&self) -> Option<chrono::NaiveDate> {
        self.newest().and_then(|it| it.done_on)
    }
}

/// The milestones of a plan with their notes.
pub fn milestones(plan: &Approved, notes: Vec<ProgressNote>) -> Vec<Milestone> {
    let of = |step: &PlanStep| notes.iter().filter(|it| it.line_id == step.line_id).cloned().collect();
    plan.steps.iter().map(|step| Milestone { notes: of(step), step: step.clone() }).collect()
}

/// How many there are of what stage 4 is about, in the order of its steps: target customers still pursued, activities, signed
/// contracts, orders. And what was spent, in fen.
pub fn recorded(conn: &mut Conn, project: &str) -> Result<(Vec<(Step, i64)>, i64)> {
    let signed = contracts::table
        .filter(contracts::project_id.eq(project))
        .filter(contracts::signed_on.is_not_null())
        .filter(contracts::state.ne("cancelled"))
        .count()
        .single_value();
    let orders = orders::table.filter(orders::project_id.eq(project)).count().single_value();
    let activities = activities::table.filter(activities::project_id.eq(project)).count().single_value();
    let targets = target_customers::table
        .filter(target_customers::project_id.eq(project))
        .filter(target_customers::step.ne("dropped"))
        .count()
        .single_value();
    let spent = expenses::table
        .filter(expenses::project_id.eq(project))
        .filter(expenses::voided_at.is_null())
        .select(sql::<Nullable<BigInt>>("cast(sum(expenses.fen) as bigint)"))
        .single_value();
    type Counts = (Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>);
    let (targets, activities, signed, orders, spent): Counts =
        diesel::select((targets, activities, signed, orders, spent)).get_result(conn)?;
    let of = |count: Option<i64>| count.unwrap_or(0);
    let steps =
        vec![(Step::S4_1, of(targets)), (Step::S4_2, of(activities)), (Step::S4_3, of(signed)), (Step::S4_4, of(orders))];
    Ok((steps, of(spent)))
}

/// Every progress note of a project, the newest first.
pub fn progress(conn: &mut Conn, project: &str) -> Result<Vec<ProgressNote>> {
    Ok(progress_notes::table
        .filter(progress_notes::project_id.eq(project))
        .order((progress_notes::noted_at.desc(), progress_notes::id.desc()))
        .select(ProgressNote::as_select())
        .load(conn)?)
}

/// The newest recorded figures of a project.
pub fn actuals(conn: &mut Conn, project: &str) -> Result<Vec<Actual>> {
    Ok(actuals::table
        .filter(actuals::project_id.eq(project))
        .order((actuals::on_day.desc(), actuals::recorded_at.desc(), actuals::id.desc()))
        .limit(100)
        .select(Actual::as_select())
        .load(conn)?)
}

/// What the figures of a metric are computed from; none: they are typed in.
pub fn computed(conn: &mut Conn, metric: &str) -> Result<Option<Computed>> {
    let code: Option<String> = metrics::table.find(metric).select(metrics::code).first(conn).optional()?;
    Ok(code.and_then(|code| Computed::from_code(&code)))
}

/// The figure recorded last for an indicator.
pub fn newest_actual(conn: &mut Conn, indicator: &str) -> Result<Option<Actual>> {
    Ok(actuals::table
        .filter(actuals::indicator_id.eq(indicator))
        .order((actuals::recorded_at.desc(), actuals::id.desc()))
        .select(Actual::as_select())
        .first(conn)
        .optional()?)
}
