//! Recording a step, and closing its task once what its name says is written down.

use diesel::prelude::*;
use serde_json::{Map, Value};

use super::fields::{Per, per};
use super::model::StepRecord;
use super::queries;
use crate::error::{Error, Kind, Missing, Result};
use crate::lang::Pair;
use crate::projects::deliberation::model::Stance;
use crate::projects::model::Project;
use crate::projects::pipeline::{Need, State};
use crate::projects::steps::Step;
use crate::projects::tasks::{coordinator, finish};
use crate::projects::{facts, holder, tasks};
use crate::store::Tx;
use crate::store::schema::opinions;

/// Writes down a step of the project's stage; `subject` is what it is about, where it is done thing by thing. Closes the step's
/// task when everything is there.
pub fn record(tx: &mut Tx, project: &Project, step: Step, subject: &str, values: Map<String, Value>) -> Result<()> {
    let coordinator = coordinator(tx, project)?;
    tx.may(step.deed(), project.standing(&tx.who, &coordinator))?;
    check_turn(project, step)?;
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
        check_hearing(tx, project, subject)?;
    }
    let row = StepRecord {
        id: tx.new_id()?,
        project_id: project.id.clone(),
        round: project.round,
        step: step.code().to_owned(),
        subject: subject.to_owned(),
        person_id: tx.who.id.clone(),
        content: Value::Object(values).to_string(),
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

/// Says that a step recorded any number of times is done.
pub fn conclude(tx: &mut Tx, project: &Project, step: Step) -> Result<()> {
    let coordinator = coordinator(tx, project)?;
    tx.may(step.deed(), project.standing(&tx.who, &coordinator))?;
    check_turn(project, step)?;
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

/// Whether a step can be recorded where the project stands. The appraisal (1.1) is for directives that a proposal stands behind.
pub fn is_turn(project: &Project, step: Step) -> bool {
    match step {
        Step::S1_1 => project.stage == State::DirectiveDraft && project.proposal_id.is_some(),
        Step::S6_1 => matches!(project.stage, State::Implementation | State::Control | State::Monitoring),
        step => Step::of(project.stage).contains(&step),
    }
}

fn check_turn(project: &Project, step: Step) -> Result<()> {
    if is_turn(project, step) {
        return Ok(());
    }
    Err(Error::refused("项目现在不在这一步所属的阶段。", "The project is not in the stage that this step belongs to."))
}

/// Whether everything that a step's name says is written down in this round. Sources gathered in an earlier round still count.
fn is_complete(tx: &mut Tx, project: &Project, step: Step) -> Result<bool> {
    let records = queries::of_step(tx, &project.id, step)?;
    let of_round = |subject: &str| records.iter().any(|it| it.round == project.round && it.subject == subject);
    Ok(match per(step) {
        Per::Once if step == Step::S2_3 => of_round("") && facts::gather(tx, project)?.met.contains(&Need::Sections),
        Per::Once => of_round(""),
        Per::Many => !records.is_empty(),
        Per::Elsewhere => false,
        _ => {
            let subjects = queries::subjects(tx, project, step)?;
            !subjects.is_empty() && subjects.iter().all(|it| of_round(&it.key))
        }
    })
}

/// A hearing has heard somebody, and the owner has answered everybody who is not simply for it.
fn check_hearing(tx: &mut Tx, project: &Project, plan_version: &str) -> Result<()> {
    let given: Vec<(Stance, Option<String>)> = opinions::table
        .filter(opinions::project_id.eq(&project.id))
        .filter(opinions::plan_version_id.eq(plan_version))
        .filter(opinions::round.eq(project.round))
        .order(opinions::given_at)
        .select((opinions::stance, opinions::defence))
        .load(&mut **tx)?;
    let open = given.iter().any(|(stance, defence)| *stance != Stance::For && defence.is_none());
    let lack = match (given.is_empty(), open) {
        (true, _) => Pair("至少一条论证意见", "At least one opinion"),
        (_, true) => Pair("负责人对反对和有条件意见的答辩", "The owner's defence against opposing and conditional opinions"),
        _ => return Ok(()),
    };
    let missing = vec![Missing { what: lack, href: project.at("deliberation") }];
    Err(Error::new(Kind::Refused(Pair("论证会还不能结束。", "The hearing cannot be closed yet."), missing)))
}

/// A revised plan has to be heard again: the hearing's task opens anew.
pub fn revised(tx: &mut Tx, project: &Project) -> Result<()> {
    tasks::reopen(tx, project, Step::S3_4)?;
    holder::settle(tx, project)?;
    Ok(())
}
