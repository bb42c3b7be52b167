//! Tasks of the auxiliary channel: opened when a project enters a stage, closed when their step is recorded, dropped when the
//! project moves on. The rules produce the coordination; nobody has to call anybody.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{Project, Task, TaskState};
use super::pipeline::{Stage, State};
use super::steps::{Responsible, Step};
use crate::error::Result;
use crate::lang::Pair;
use crate::store::schema::{packages, tasks};
use crate::store::{Conn, Tx};

/// The coordinator of the package that a project belongs to.
pub fn coordinator(conn: &mut Conn, project: &Project) -> Result<String> {
    Ok(packages::table.find(&project.package_id).select(packages::coordinator_id).first(conn)?)
}

/// Opens the steps of the state that a project has just entered. Each may take its working days from the end of the one
/// before it, so the due dates add up.
pub fn open_steps(tx: &mut Tx, project: &Project) -> Result<()> {
    let coordinator = coordinator(tx, project)?;
    let mut due = tx.today();
    for step in Step::of(project.stage) {
        let (role, days) = step.rule();
        let days = tx.office.step_days(step.code()).or(days);
        let appraised = *step == Step::S1_1 && project.proposal_id.is_none();
        if appraised || *step == Step::S6_1 {
            continue;
        }
        let due_on = days.map(|days| tx.office.calendar.add_working_days(due, days));
        due = due_on.unwrap_or(due);
        open(tx, project, step.code(), None, String::new(), role, responsible(role, project, &coordinator), due_on)?;
    }
    Ok(())
}

/// Who by name answers for something; none where everybody with the role does.
pub fn responsible(role: Responsible, project: &Project, coordinator: &str) -> Option<String> {
    match role {
        Responsible::Owner => Some(project.owner_id.clone()),
        Responsible::Coordinator => Some(coordinator.to_owned()),
        _ => None,
    }
}

/// Opens one task.
#[allow(clippy::too_many_arguments)] // A row's fields, each of another kind.
pub fn open(
    tx: &mut Tx,
    project: &Project,
    step: &str,
    subject_id: Option<String>,
    what: String,
    role: Responsible,
    person_id: Option<String>,
    due_on: Option<NaiveDate>,
) -> Result<Task> {
    let task = Task {
        id: tx.new_id()?,
        project_id: project.id.clone(),
        round: project.round,
        step: step.to_owned(),
        subject_id,
        what,
        role,
        person_id,
        opened_at: tx.now,
        due_on,
        state: TaskState::Open,
        done_at: None,
        dropped_at: None,
        done_by: None,
        version: 1,
    };
    tx.add("open_task", &task)?;
    Ok(task)
}

/// The tasks of a project that are still open, first due first.
pub fn open_of(conn: &mut Conn, project: &str) -> Result<Vec<Task>> {
    Ok(tasks::table
        .filter(tasks::project_id.eq(project))
        .filter(tasks::state.eq(TaskState::Open))
        .order((tasks::due_on, tasks::step, tasks::id))
        .select(Task::as_select())
        .load(conn)?)
}

/// Every task of a project in one round.
pub fn of_round(conn: &mut Conn, project: &str, round: i32) -> Result<Vec<Task>> {
    Ok(tasks::table
        .filter(tasks::project_id.eq(project))
        .filter(tasks::round.eq(round))
        .order((tasks::step, tasks::due_on, tasks::id))
        .select(Task::as_select())
        .load(conn)?)
}

/// Every task of a project, in the order of their steps.
pub fn all(conn: &mut Conn, project: &str) -> Result<Vec<Task>> {
    Ok(tasks::table
        .filter(tasks::project_id.eq(project))
        .order((tasks::round, tasks::step, tasks::due_on, tasks::id))
        .select(Task::as_select())
        .load(conn)?)
}

/// The steps done in a round, out of tasks of a project.
pub fn done(tasks: &[Task], round: i32) -> Vec<Step> {
    let done = tasks.iter().filter(|task| task.round == round && task.state == TaskState::Done);
    done.filter_map(|task| Step::from_code(&task.step)).collect()
}

/// The steps done in this visit of the project's stage.
pub fn done_steps(conn: &mut Conn, project: &Project) -> Result<Vec<Step>> {
    let codes: Vec<String> = tasks::table
        .filter(tasks::project_id.eq(&project.id))
        .filter(tasks::round.eq(project.round))
        .filter(tasks::state.eq(TaskState::Done))
        .order(tasks::step)
        .select(tasks::step)
        .load(conn)?;
    Ok(codes.iter().filter_map(|code| Step::from_code(code)).collect())
}

/// Closes the task of a step in this visit, if it is open.
pub fn finish(tx: &mut Tx, project: &Project, step: &str, subject: Option<&str>) -> Result<()> {
    let open = open_of(tx, &project.id)?;
    let about = |task: &&Task| task.step == step && subject.is_none_or(|subject| task.subject_id.as_deref() == Some(subject));
    for task in open.iter().filter(about) {
        let mut after = task.clone();
        after.state = TaskState::Done;
        after.done_at = Some(tx.now);
        after.done_by = Some(tx.who.id.clone());
        tx.change("finish_task", task, after)?;
    }
    Ok(())
}

/// Opens the task of a step of this visit again: its record has been overtaken. Its working days run anew.
pub fn reopen(tx: &mut Tx, project: &Project, step: Step) -> Result<()> {
    let days = tx.office.step_days(step.code()).or(step.rule().1);
    let due_on = days.map(|days| tx.office.calendar.add_working_days(tx.today(), days));
    for task in of_round(tx, &project.id, project.round)? {
        if task.step == step.code() && task.state == TaskState::Done {
            let mut after = task.clone();
            after.state = TaskState::Open;
            after.done_at = None;
            after.done_by = None;
            after.due_on = due_on;
            tx.change("reopen_task", &task, after)?;
        }
    }
    Ok(())
}

/// Drops what is still open of the stage that a project leaves. Measures, milestone checks and what objections ask for outlive the
/// visit, until the project ends; so does the report on a stage, until the project comes back to it.
pub fn drop_steps(tx: &mut Tx, project: &Project, to: State) -> Result<()> {
    for task in open_of(tx, &project.id)? {
        let outlives = [MEASURE, DESIGN, TAKE_BACK, Step::S6_1.code()].contains(&task.step.as_str());
        // A stop that is asked for goes back to nothing yet.
        let stands = |it: Stage| to == State::StopRequested || it.number() < to.stage().number();
        let stands = reported_stage(&task.step).is_some_and(stands);
        if (outlives || stands) && !to.ended() {
            continue;
        }
        let mut after = task.clone();
        after.state = TaskState::Dropped;
        after.dropped_at = Some(tx.now);
        tx.change("drop_task", &task, after)?;
    }
    Ok(())
}

/// The word of a task that carries out a measure.
pub const MEASURE: &str = "measure";

/// The word of a task that designs the solution to a serious objection.
pub const DESIGN: &str = "design";

/// The word of a task that takes such a solution back to the customer.
pub const TAKE_BACK: &str = "take_back";

/// What the words of tasks begin with that report on a stage which has ended.
pub const REPORT: &str = "report.";

/// The stage that a task reports on.
pub fn reported_stage(step: &str) -> Option<Stage> {
    step.strip_prefix(REPORT).and_then(Stage::from_code)
}

/// What the report on a stage is called.
pub const fn report_on(stage: Stage) -> Pair {
    match stage {
        Stage::Directive => Pair("汇报：指令下达", "Report on the directive"),
        Stage::Planning => Pair("汇报：计划草拟阶段", "Report on planning"),
        Stage::Deliberation => Pair("汇报：论证决策阶段", "Report on the deliberation"),
        Stage::Implementation => Pair("汇报：实施执行阶段", "Report on implementation"),
        Stage::Control => Pair("汇报：控制调整阶段", "Report on control"),
        Stage::Monitoring => Pair("汇报：效果监测阶段", "Report on monitoring"),
        Stage::Proposal => Pair("汇报：项目完成", "Report on the completed project"),
    }
}

/// What tasks with this code are called.
pub fn called(step: &str) -> Pair {
    if let Some(stage) = reported_stage(step) {
        return report_on(stage);
    }
    match (Step::from_code(step), step) {
        (Some(step), _) => step.name(),
        (None, DESIGN) => Pair("为异议设计方案", "Design a solution to an objection"),
        (None, TAKE_BACK) => Pair("把方案带回客户", "Take the solution back to the customer"),
        (None, _) => Pair("改进措施", "Measure"),
    }
}

/// What a task is called, and where below its project's address it is done.
pub fn named(task: &Task) -> (Pair, String) {
    (called(&task.step), place(&task.step, task.subject_id.as_deref().unwrap_or_default()))
}

/// Where below its project's address something is done: at the record that it is about, where it has one.
pub fn place(step: &str, about: &str) -> String {
    match (Step::from_code(step), step) {
        (Some(Step::S6_1), _) if !about.is_empty() => format!("steps/6.1?subject={about}"),
        (Some(step), _) => step.place(),
        (None, DESIGN | TAKE_BACK) => format!("objections/{about}"),
        (None, step) if step.starts_with(REPORT) => format!("reports/{about}"),
        (None, _) => "control".to_owned(),
    }
}
