//! What is true of a project now, as far as the gates of its state ask. Gates look at tables, not at other slices.

use diesel::prelude::*;

use super::model::Project;
use super::monitoring::model::Verdict;
use super::pipeline::{Facts, Need};
use super::planning;
use super::tasks;
use crate::error::Result;
use crate::store::Conn;
use crate::store::schema::{
    acceptance_points, clarifications, control_methods, evaluations, indicators, lessons, people, person_roles, proposals,
    rewards, standards, step_records, summary_reports,
};
use crate::words::Role;

/// Everything that the gates out of the project's state want to know.
pub fn gather(conn: &mut Conn, project: &Project) -> Result<Facts> {
    let mut wanted: Vec<Need> = project.stage.ways().flat_map(|way| way.needs.iter().copied()).collect();
    wanted.sort();
    wanted.dedup();
    let mut met = Vec::new();
    for need in wanted {
        if is_met(conn, project, need)? {
            met.push(need);
        }
    }
    Ok(Facts { met, done: tasks::done_steps(conn, project)? })
}

fn is_met(conn: &mut Conn, project: &Project, need: Need) -> Result<bool> {
    let count = |found: QueryResult<i64>| -> Result<bool> { Ok(found? > 0) };
    Ok(match need {
        Need::Indicators => count(indicators::table.filter(indicators::project_id.eq(&project.id)).count().get_result(conn))?,
        Need::ActiveOwner => count(
            people::table
                .inner_join(person_roles::table)
                .filter(people::id.eq(&project.owner_id))
                .filter(people::active.eq(true))
                .filter(person_roles::role.eq(Role::Sales))
                .count()
                .get_result(conn),
        )?,
        Need::Limits => project.limit_discount.is_some() && project.limit_budget.is_some() && project.limit_contract.is_some(),
        Need::Period => !project.task.is_empty() && project.starts_on.is_some() && project.ends_on.is_some(),
        Need::NoOpenClarification => !count(
            clarifications::table
                .filter(clarifications::project_id.eq(&project.id))
                .filter(clarifications::answered_at.is_null())
                .count()
                .get_result(conn),
        )?,
        Need::Sections | Need::StepsInPeriod | Need::Budget => plan_meets(conn, project, need)?,
        Need::Standard => match planning::queries::sealed(conn, &project.id)? {
            Some(plan) => count(standards::table.filter(standards::plan_version_id.eq(&plan.id)).count().get_result(conn))?,
            None => false,
        },
        Need::ControlMethod => match planning::queries::sealed(conn, &project.id)? {
            Some(plan) => {
                count(control_methods::table.filter(control_methods::plan_version_id.eq(&plan.id)).count().get_result(conn))?
            }
            None => false,
        },
        Need::SameVersion => is_version_heard(conn, project)?,
        Need::ExecutionFinished => project.execution_finished,
        Need::AcceptancePassed => {
            let of_round = || {
                acceptance_points::table
                    .filter(acceptance_points::project_id.eq(&project.id))
                    .filter(acceptance_points::round.eq(project.round))
            };
            let all: i64 = of_round().count().get_result(conn)?;
            let passed: i64 = of_round()
                .filter(acceptance_points::checked.eq(Verdict::Passed))
                .filter(acceptance_points::accepted.eq(Verdict::Passed))
                .count()
                .get_result(conn)?;
            all > 0 && passed == all
        }
        Need::ReportAccepted => count(
            summary_reports::table
                .filter(summary_reports::project_id.eq(&project.id))
                .filter(summary_reports::accepted_at.ge(project.entered_at))
                .count()
                .get_result(conn),
        )?,
        // A project that was sent back and comes again is evaluated and rewarded for what it is now.
        Need::Evaluated => count(
            evaluations::table
                .filter(evaluations::project_id.eq(&project.id))
                .filter(evaluations::evaluated_at.ge(project.entered_at))
                .count()
                .get_result(conn),
        )?,
        Need::Rewarded => count(
            rewards::table
                .filter(rewards::project_id.eq(&project.id))
                .filter(rewards::decided_at.ge(project.entered_at).or(rewards::paid_on.is_not_null()))
                .count()
                .get_result(conn),
        )?,
        Need::Lesson => count(lessons::table.filter(lessons::project_id.eq(&project.id)).count().get_result(conn))?,
        Need::ProposalsDecided => !count(
            proposals::table
                .filter(proposals::project_id.eq(&project.id))
                .filter(proposals::state.eq_any(["draft", "submitted"]))
                .count()
                .get_result(conn),
        )?,
    })
}

fn plan_meets(conn: &mut Conn, project: &Project, need: Need) -> Result<bool> {
    let Some(newest) = planning::queries::newest(conn, &project.id)? else { return Ok(false) };
    let plan = planning::queries::plan(conn, newest)?;
    Ok(!plan.lacks(project.starts_on, project.ends_on).contains(&need))
}

/// Whether the version to be decided is the newest there is, and a hearing was held on it in this round.
fn is_version_heard(conn: &mut Conn, project: &Project) -> Result<bool> {
    let Some(newest) = planning::queries::newest(conn, &project.id)? else { return Ok(false) };
    let heard: i64 = step_records::table
        .filter(step_records::project_id.eq(&project.id))
        .filter(step_records::round.eq(project.round))
        .filter(step_records::step.eq("3.4"))
        .filter(step_records::subject.eq(&newest.id))
        .count()
        .get_result(conn)?;
    Ok(newest.sealed_at.is_some() && heard > 0)
}
