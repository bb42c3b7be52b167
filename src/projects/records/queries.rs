//! Reading step records, and what a step is to be recorded for.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::fields::{Part, Per, per};
use super::model::StepRecord;
use crate::error::Result;
use crate::lang::Pair;
use crate::projects::deliberation::model::Stance;
use crate::projects::deliberation::queries::was_heard;
use crate::projects::model::{Project, Task, TaskState};
use crate::projects::pipeline::State;
use crate::projects::planning;
use crate::projects::steps::Step;
use crate::store::Conn;
use crate::store::schema::{opinions, plan_steps, plan_versions, standards, step_records};

/// Something that a step is recorded for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// What records name it by.
    pub key: String,
    /// What people call it.
    pub name: SubjectName,
    /// More about it.
    pub detail: String,
}

/// A name out of the source, or one that somebody typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubjectName {
    Ours(Pair),
    Typed(String),
}

/// Every record of a step of a project, the newest first.
pub fn of_step(conn: &mut Conn, project: &str, step: Step) -> Result<Vec<StepRecord>> {
    Ok(step_records::table
        .filter(step_records::project_id.eq(project))
        .filter(step_records::step.eq(step.code()))
        .order((step_records::recorded_at.desc(), step_records::id.desc()))
        .select(StepRecord::as_select())
        .load(conn)?)
}

/// Every record of some steps of a project, the newest first.
pub fn of_steps(conn: &mut Conn, project: &str, steps: &[Step]) -> Result<Vec<StepRecord>> {
    let codes: Vec<&str> = steps.iter().map(|step| step.code()).collect();
    Ok(step_records::table
        .filter(step_records::project_id.eq(project))
        .filter(step_records::step.eq_any(codes))
        .order((step_records::recorded_at.desc(), step_records::id.desc()))
        .select(StepRecord::as_select())
        .load(conn)?)
}

/// Every record of a project, the oldest first.
pub fn all(conn: &mut Conn, project: &str) -> Result<Vec<StepRecord>> {
    Ok(step_records::table
        .filter(step_records::project_id.eq(project))
        .order((step_records::step, step_records::round, step_records::recorded_at, step_records::id))
        .select(StepRecord::as_select())
        .load(conn)?)
}

/// What a step of this project is to be recorded for; none where one record, or any number, does.
pub fn subjects(conn: &mut Conn, project: &Project, step: Step) -> Result<Vec<Subject>> {
    Ok(match per(step) {
        Per::Part => Part::ALL
            .iter()
            .map(|part| Subject { key: part.code().into(), name: SubjectName::Ours(part.name()), detail: String::new() })
            .collect(),
        Per::Source => of_step(conn, &project.id, Step::S2_1)?
            .into_iter()
            .rev()
            .map(|it| Subject { name: SubjectName::Typed(it.value("source")), detail: it.value("finding"), key: it.id })
            .collect(),
        Per::Standard => match &project.approved_id {
            None => Vec::new(),
            Some(approved) => standards::table
                .filter(standards::plan_version_id.eq(approved))
                .order((standards::position, standards::id))
                .select((standards::id, standards::title, standards::measure))
                .load::<(String, String, String)>(conn)?
                .into_iter()
                .map(|(key, title, detail)| Subject { key, name: SubjectName::Typed(title), detail })
                .collect(),
        },
        Per::Milestone => match &project.approved_id {
            None => Vec::new(),
            Some(approved) => planning::queries::steps(conn, approved)?
                .into_iter()
                .map(|it| Subject {
                    key: it.line_id,
                    name: SubjectName::Typed(it.title),
                    detail: format!("{} – {}", it.starts_on, it.ends_on),
                })
                .collect(),
        },
        Per::Version => planning::queries::sealed(conn, &project.id)?
            .into_iter()
            .map(|it| Subject {
                key: it.id,
                name: SubjectName::Ours(Pair("计划版本", "Plan version")),
                detail: it.number.to_string(),
            })
            .collect(),
        Per::Once | Per::Many | Per::Elsewhere => Vec::new(),
    })
}

/// Names of things that a step was recorded for and that are its subjects no longer: standards and milestones of an earlier
/// version of the plan, and those versions themselves (by number).
pub fn earlier_names(conn: &mut Conn, step: Step, keys: &[String]) -> Result<BTreeMap<String, String>> {
    if keys.is_empty() {
        return Ok(BTreeMap::new());
    }
    Ok(match per(step) {
        Per::Standard => standards::table
            .filter(standards::id.eq_any(keys))
            .order(standards::id)
            .select((standards::id, standards::title))
            .load::<(String, String)>(conn)?
            .into_iter()
            .collect(),
        Per::Milestone => plan_steps::table
            .filter(plan_steps::line_id.eq_any(keys))
            .order(plan_steps::id)
            .select((plan_steps::line_id, plan_steps::title))
            .load::<(String, String)>(conn)?
            .into_iter()
            .collect(),
        Per::Version => plan_versions::table
            .filter(plan_versions::id.eq_any(keys))
            .order(plan_versions::id)
            .select((plan_versions::id, plan_versions::number))
            .load::<(String, i32)>(conn)?
            .into_iter()
            .map(|(id, number)| (id, number.to_string()))
            .collect(),
        _ => BTreeMap::new(),
    })
}

/// Whether a step can be recorded where the project stands. The appraisal (1.1) is only for a directive that grew out of a
/// proposal; milestones (6.1) are checked from implementation until the end of monitoring.
pub fn is_turn(project: &Project, step: Step) -> bool {
    match step {
        Step::S1_1 => project.stage == State::DirectiveDraft && project.proposal_id.is_some(),
        Step::S6_1 => matches!(project.stage, State::Implementation | State::Control | State::Monitoring),
        step => Step::of(project.stage).contains(&step),
    }
}

/// One step of a stage in one visit: how far it is. Lists of steps show a line each.
#[derive(Clone, Debug)]
pub struct Line {
    pub step: Step,
    pub task: Option<Task>,
}

impl Line {
    /// Whether it is still to be done.
    pub fn is_open(&self) -> bool {
        self.task.as_ref().is_some_and(|task| task.state == TaskState::Open)
    }

    /// Whether it has been done.
    pub fn is_done(&self) -> bool {
        self.task.as_ref().is_some_and(|task| task.state == TaskState::Done)
    }
}

/// The steps of a state as they stood in a round, in their order, out of a project's tasks.
pub fn lines(tasks: &[Task], state: State, round: i32) -> Vec<Line> {
    let of = |step: &Step| tasks.iter().find(|task| task.round == round && task.step == step.code()).cloned();
    Step::of(state).iter().map(|step| Line { step: *step, task: of(step) }).collect()
}

/// What a hearing on a plan version still wants before it can be closed: it has heard somebody, the owner has answered everybody who
/// is not simply for it, and its meeting was held.
pub fn hearing_wants(conn: &mut Conn, project: &Project, version: &str) -> Result<Option<Pair>> {
    let given: Vec<(Stance, Option<String>)> = opinions::table
        .filter(opinions::plan_version_id.eq(version))
        .filter(opinions::round.eq(project.round))
        .order(opinions::id)
        .select((opinions::stance, opinions::defence))
        .load(conn)?;
    Ok(match wanted(given.iter().map(|(stance, defence)| (*stance, defence.is_some()))) {
        None if !was_heard(conn, project)? => Some(NOT_HELD),
        wanted => wanted,
    })
}

/// The hearing of a plan is a special meeting (3.4): without one there is nothing to close.
pub const NOT_HELD: Pair = Pair(
    "这一版计划还没有开过论证会：由企划助理召开，散会以后再结束论证。",
    "No meeting has heard this version yet: the planning assistant convenes one, and closes the hearing once it was held.",
);

/// The first two out of the opinions given: how each stands to the plan, and whether it was answered.
pub fn wanted(given: impl Iterator<Item = (Stance, bool)>) -> Option<Pair> {
    let given: Vec<_> = given.collect();
    let unanswered = given.iter().any(|(stance, answered)| *stance != Stance::For && !answered);
    match (given.is_empty(), unanswered) {
        (true, _) => Some(Pair("还没有论证意见，论证会不能结束。", "There is no opinion yet; the hearing cannot be closed.")),
        (_, true) => Some(Pair(
            "负责人还没有对全部反对和有条件意见作出答辩，论证会不能结束。",
            "The owner has not answered every opposing and conditional opinion; the hearing cannot be closed.",
        )),
        _ => None,
    }
}
