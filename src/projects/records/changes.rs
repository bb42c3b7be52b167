//! Recording a step, and closing its task once what its name says is written down.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::fields::{Per, per};
use super::model::StepRecord;
use super::queries;
use crate::error::{Complaint, Error, Result};
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::deliberation;
use crate::projects::model::Project;
use crate::projects::pipeline::State;
use crate::projects::planning;
use crate::projects::steps::Step;
use crate::projects::tasks::{coordinator, finish};
use crate::projects::{holder, tasks};
use crate::store::Tx;

/// Writes down a step of the project's stage; `subject` is what it is about, where it is done thing by thing. Closes the step's
/// task when everything is there.
pub fn record(tx: &mut Tx, project: &Project, step: Step, subject: &str, values: Map<String, Value>) -> Result<()> {
    check(tx, project, step)?;
    let subjects = queries::subjects(tx, project, step)?;
    let known = match per(step) {
        Per::Once | Per::Many => subject.is_empty(),
        Per::Elsewhere => false,
        _ => subjects.iter().any(|it| it.key == subject),
    };
    if !known {
        return Err(Error::not_found());
    }
    if step == Step::S3_4 {
        may_close_hearing(tx, project, subject, &values)?;
    }
    let content = Value::Object(values).to_string();
    let newest = queries::of_step(tx, &project.id, step)?.into_iter().find(|it| it.subject == subject);
    if newest.is_some_and(|it| it.round == project.round && it.content == content && it.person_id == tx.who.id) {
        // A button pressed twice.
        return Ok(());
    }
    let row = StepRecord {
        id: tx.new_id()?,
        project_id: project.id.clone(),
        round: project.round,
        step: step.code().to_owned(),
        subject: subject.to_owned(),
        person_id: tx.who.id.clone(),
        content,
        recorded_at: tx.now,
        version: 1,
    };
    tx.add(step.deed().code(), &row)?;
    match per(step) {
        Per::Milestone => finish(tx, project, step.code(), Some(subject))?,
        Per::Many => {}
        _ => {
            if is_complete(tx, project, step)? {
                finish(tx, project, step.code(), None)?;
            }
        }
    }
    holder::settle(tx, project)?;
    Ok(())
}

/// A hearing is closed after its meeting was held, on a day since the version was submitted, and once everybody was heard.
fn may_close_hearing(tx: &mut Tx, project: &Project, version: &str, values: &Map<String, Value>) -> Result<()> {
    if let Some(number) = deliberation::queries::hearing_ahead(tx, &project.id)? {
        let said = Pair("论证会还没有开完，请先散会或取消：{}。", "Its meeting is not over; close or cancel it first: {}.");
        return Err(Error::invalid("held_on", Complaint::Named(said, number)));
    }
    if let Some(want) = queries::hearing_wants(tx, project, version)? {
        return Err(Error::invalid("conclusion", Complaint::Said(want)));
    }
    let sealed = planning::queries::sealed(tx, &project.id)?.and_then(|it| it.sealed_at).map(|at| tx.office.zone.day(at));
    let held = values.get("held_on").and_then(Value::as_str).and_then(|day| day.parse::<NaiveDate>().ok());
    if held.is_some_and(|held| sealed.is_some_and(|sealed| held < sealed)) {
        let said = Pair("论证会不会早于这一版计划定稿。", "The hearing was not before this version was submitted.");
        return Err(Error::invalid("held_on", Complaint::Said(said)));
    }
    Ok(())
}

/// Says that a step recorded any number of times is done.
pub fn conclude(tx: &mut Tx, project: &Project, step: Step) -> Result<()> {
    check(tx, project, step)?;
    if step == Step::S2_1 {
        // The planning assistant supports; when it is enough, the owner says.
        tx.may(Deed::DraftPlan, project.standing(&tx.who, ""))?;
    }
    if per(step) != Per::Many || queries::of_step(tx, &project.id, step)?.is_empty() {
        return Err(Error::refused("先记录至少一条，再完成这一步。", "Record at least one entry before the step is done."));
    }
    finish(tx, project, step.code(), None)?;
    holder::settle(tx, project)?;
    Ok(())
}

/// A drafted plan finishes 2.3 where the drafting was recorded before it was complete.
pub fn plan_was_written(tx: &mut Tx, project: &Project) -> Result<()> {
    if project.stage == State::Planning && is_complete(tx, project, Step::S2_3)? {
        finish(tx, project, Step::S2_3.code(), None)?;
        holder::settle(tx, project)?;
    }
    Ok(())
}

/// Whether the person may record a step, and the project stands where it is recorded.
pub fn check(tx: &mut Tx, project: &Project, step: Step) -> Result<()> {
    let coordinator = coordinator(tx, project)?;
    tx.may(step.deed(), project.standing(&tx.who, &coordinator))?;
    if queries::is_turn(project, step) {
        return Ok(());
    }
    Err(Error::refused("项目现在不在这一步所属的阶段。", "The project is not in the stage that this step belongs to."))
}

/// Whether everything that a step's name says is written down in this round. Sources gathered in an earlier round still count.
fn is_complete(tx: &mut Tx, project: &Project, step: Step) -> Result<bool> {
    let records = queries::of_step(tx, &project.id, step)?;
    let of_round = |subject: &str| records.iter().any(|it| it.round == project.round && it.subject == subject);
    Ok(match per(step) {
        Per::Once if step == Step::S2_3 => {
            of_round("") && planning::queries::outline(tx, &project.id)?.is_some_and(|outline| outline.missing.is_empty())
        }
        Per::Once => of_round(""),
        Per::Many => !records.is_empty(),
        Per::Elsewhere => false,
        _ => {
            let subjects = queries::subjects(tx, project, step)?;
            !subjects.is_empty() && subjects.iter().all(|it| of_round(&it.key))
        }
    })
}

/// A revised plan has to be heard again: the hearing's task opens anew.
pub fn revised(tx: &mut Tx, project: &Project) -> Result<()> {
    tasks::reopen(tx, project, Step::S3_4)?;
    deliberation::changes::tell_convener(tx, project, true)?;
    holder::settle(tx, project)?;
    Ok(())
}
