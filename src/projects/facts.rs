//! What is true of a project now, as far as the gates of its state ask. Gates look at tables, not at other slices.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::model::{Project, Task};
use super::monitoring::model::Verdict;
use super::pipeline::{Facts, Need, State};
use super::planning;
use super::planning::model::Outline;
use super::tasks;
use crate::error::Result;
use crate::store::Conn;
use crate::store::schema::{
    acceptance_points, clarifications, control_methods, evaluations, indicators, lessons, people, person_roles, plan_versions,
    projects, proposals, rewards, standards, step_records, summary_reports, trail,
};
use crate::words::Role;

/// What the tables say; the needs of the gates follow from it and from the project's own row.
#[derive(Clone, Copy, Debug, Default, Queryable)]
pub struct Found {
    pub indicator: bool,
    pub active_owner: bool,
    pub open_clarification: bool,
    /// On the newest sealed version.
    pub standard: bool,
    pub control_method: bool,
    /// The newest version is sealed, and a hearing was held on it in this round.
    pub newest_heard: bool,
    pub acceptance_point: bool,
    pub failed_point: bool,
    /// In this visit: a project that was sent back and comes again is judged and rewarded for what it is now.
    pub report_accepted: bool,
    pub evaluated: bool,
    pub rewarded: bool,
    pub lesson: bool,
    pub open_proposal: bool,
    /// In this visit.
    pub amended: bool,
}

/// Everything that the gates out of the project's state want to know; `tasks` are those of the project.
pub fn gather(conn: &mut Conn, project: &Project, tasks: &[Task]) -> Result<Facts> {
    if project.stage == State::Planning {
        let outline = planning::queries::outline(conn, &project.id)?;
        return Ok(of_plan(project, tasks, outline.as_ref()));
    }
    Ok(of(project, tasks, &Found::read(conn, project)?))
}

/// What is true of a project whose plan, while it is drafted, has this outline; none: there is no plan yet.
pub fn of_plan(project: &Project, tasks: &[Task], outline: Option<&Outline>) -> Facts {
    const WANTED: [Need; 3] = [Need::Sections, Need::StepsInPeriod, Need::Budget];
    let lacks = outline.map_or(WANTED.to_vec(), |outline| outline.lacks(project.starts_on, project.ends_on));
    let met = WANTED.into_iter().filter(|need| !lacks.contains(need)).collect();
    Facts { met, done: tasks::done(tasks, project.round) }
}

/// What is true of a project of which the tables say this.
pub fn of(project: &Project, tasks: &[Task], found: &Found) -> Facts {
    let is_met = |need: &Need| match need {
        Need::Indicators => found.indicator,
        Need::ActiveOwner => found.active_owner,
        Need::Limits => project.limit_discount.is_some() && project.limit_budget.is_some() && project.limit_contract.is_some(),
        Need::Period => !project.task.is_empty() && project.starts_on.is_some() && project.ends_on.is_some(),
        Need::Amended => found.amended,
        Need::NoOpenClarification => !found.open_clarification,
        Need::Sections | Need::StepsInPeriod | Need::Budget => false,
        Need::Standard => found.standard,
        Need::ControlMethod => found.control_method,
        Need::SameVersion => found.newest_heard,
        Need::ExecutionFinished => project.execution_finished,
        Need::AcceptancePassed => found.acceptance_point && !found.failed_point,
        Need::ReportAccepted => found.report_accepted,
        Need::Evaluated => found.evaluated,
        Need::Rewarded => found.rewarded,
        Need::Lesson => found.lesson,
        Need::ProposalsDecided => !found.open_proposal,
    };
    let met = Need::ALL.iter().copied().filter(is_met).collect();
    Facts { met, done: tasks::done(tasks, project.round) }
}

impl Found {
    /// Asks every table at once.
    fn read(conn: &mut Conn, project: &Project) -> Result<Found> {
        let (id, round, entered) = (project.id.as_str(), project.round, project.entered_at);
        let versions = || plan_versions::table.filter(plan_versions::project_id.eq(id)).order(plan_versions::number.desc());
        let sealed = || versions().filter(plan_versions::sealed_at.is_not_null()).limit(1).select(plan_versions::id);
        let newest = || versions().limit(1).select(plan_versions::id);
        let points =
            || acceptance_points::table.filter(acceptance_points::project_id.eq(id)).filter(acceptance_points::round.eq(round));
        let passed = acceptance_points::checked.eq(Verdict::Passed).and(acceptance_points::accepted.eq(Verdict::Passed));
        let heard = step_records::table
            .filter(step_records::project_id.eq(id))
            .filter(step_records::round.eq(round))
            .filter(step_records::step.eq("3.4"))
            .filter(step_records::subject.eq_any(newest()))
            .filter(step_records::subject.eq_any(sealed()));
        let owner = people::table
            .inner_join(person_roles::table)
            .filter(people::id.eq(&project.owner_id))
            .filter(people::active.eq(true))
            .filter(person_roles::role.eq(Role::Sales));
        Ok(projects::table
            .find(id)
            .select((
                exists(indicators::table.filter(indicators::project_id.eq(id))),
                exists(owner),
                exists(
                    clarifications::table
                        .filter(clarifications::project_id.eq(id))
                        .filter(clarifications::answered_at.is_null()),
                ),
                exists(standards::table.filter(standards::plan_version_id.eq_any(sealed()))),
                exists(control_methods::table.filter(control_methods::plan_version_id.eq_any(sealed()))),
                exists(heard),
                exists(points()),
                exists(points().filter(not(passed))),
                exists(
                    summary_reports::table
                        .filter(summary_reports::project_id.eq(id))
                        .filter(summary_reports::accepted_at.ge(entered)),
                ),
                exists(evaluations::table.filter(evaluations::project_id.eq(id)).filter(evaluations::evaluated_at.ge(entered))),
                exists(
                    rewards::table
                        .filter(rewards::project_id.eq(id))
                        .filter(rewards::decided_at.ge(entered).or(rewards::paid_on.is_not_null())),
                ),
                exists(lessons::table.filter(lessons::project_id.eq(id))),
                exists(
                    proposals::table
                        .filter(proposals::project_id.eq(id))
                        .filter(proposals::state.eq_any(["draft", "submitted"])),
                ),
                exists(
                    trail::table
                        .filter(trail::project_id.eq(id))
                        .filter(trail::deed.eq("amend"))
                        .filter(trail::kind.eq("indicators"))
                        .filter(trail::at.ge(entered)),
                ),
            ))
            .first(conn)?)
    }
}
