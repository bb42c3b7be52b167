//! Writing objections: raised by the owner, passed to specialists, solved by one of them, settled with the customer.

use chrono::NaiveDate;

use super::queries;
use crate::customers::model::{Objection, ObjectionKind, ObjectionState, TargetCustomer, Weight};
use crate::customers::targets;
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::execution::work::{self, Work};
use crate::projects::model::{Project, TaskState};
use crate::projects::steps::Responsible;
use crate::projects::tasks;
use crate::store::Tx;
use crate::web::Form;

/// Working days that specialists have for a design, and the owner to take it back.
const DESIGN_DAYS: u32 = 3;
const RETURN_DAYS: u32 = 2;
/// An objection as it was heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    pub kind: ObjectionKind,
    pub weight: Weight,
    pub said: String,
    pub raised_on: NaiveDate,
}

impl New {
    fn of(it: &Objection) -> New {
        New { kind: it.kind, weight: it.weight, said: it.said.clone(), raised_on: it.raised_on }
    }
}

/// Writes down what a customer holds against it.
pub fn raise(tx: &mut Tx, project: &Project, target: &TargetCustomer, new: New) -> Result<Objection> {
    work::check(tx, project, Deed::Execute, Work::Carry)?;
    let issued = project.issued_at.map(|at| tx.office.zone.day(at));
    if new.raised_on > tx.today() || issued.is_some_and(|issued| new.raised_on < issued) {
        let said = Pair("日期应在指令下达之日至今天之间。", "The day must be between the directive's issue and today.");
        return Err(Error::invalid("raised_on", Complaint::Said(said)));
    }
    for known in queries::of_target(tx, &target.id)? {
        if New::of(&known) == new && known.person_id == tx.who.id && tx.pressed_twice(known.raised_at) {
            return Ok(known);
        }
    }
    let row = Objection {
        id: tx.new_id()?,
        project_id: project.id.clone(),
        customer_id: target.customer_id.clone(),
        target_id: target.id.clone(),
        kind: new.kind,
        weight: new.weight,
        said: new.said,
        state: ObjectionState::Open,
        raised_on: new.raised_on,
        person_id: tx.who.id.clone(),
        raised_at: tx.now,
        asked: String::new(),
        passed_at: None,
        design: String::new(),
        designed_by: None,
        designed_at: None,
        outcome: String::new(),
        overcome: None,
        settled_at: None,
        version: 1,
    };
    tx.add("raise_objection", &row)?;
    targets::steps::keep(tx, project)?;
    Ok(row)
}

/// The states of an objection that is not settled.
pub const UNSETTLED: &[ObjectionState] = &[ObjectionState::Open, ObjectionState::Passed, ObjectionState::Designed];

/// Goes on only if nothing typed is wrong; where the objection has moved on meanwhile there is no form to put it right in.
pub fn check(it: &Objection, states: &[ObjectionState], form: &Form) -> Result<()> {
    form.check().or_else(|error| stands(it, it.version, states).and(Err(error)))
}

/// Passes an objection to the specialists and says what they are asked; it becomes a task of theirs. What is worth their time is
/// serious.
pub fn pass(tx: &mut Tx, project: &Project, before: &Objection, version: i32, asked: String) -> Result<()> {
    work::check(tx, project, Deed::Execute, Work::Carry)?;
    if before.state == ObjectionState::Passed && before.asked == asked {
        return Ok(());
    }
    stands(before, version, &[ObjectionState::Open])?;
    let after = Objection {
        weight: Weight::Serious,
        state: ObjectionState::Passed,
        asked: asked.clone(),
        passed_at: Some(tx.now),
        ..before.clone()
    };
    tx.change("pass_objection", before, after)?;
    let due_on = Some(tx.office.calendar.add_working_days(tx.today(), DESIGN_DAYS));
    let role = Responsible::Specialist;
    tasks::open(tx, project, tasks::DESIGN, Some(before.id.clone()), short(&asked), role, None, due_on)?;
    Ok(())
}

/// A specialist's solution to a serious objection; its project's owner takes it back to the customer.
pub fn design(tx: &mut Tx, project: &Project, before: &Objection, version: i32, design: String) -> Result<()> {
    work::check(tx, project, Deed::DesignSolution, Work::Carry)?;
    if before.state == ObjectionState::Designed && before.design == design {
        return Ok(());
    }
    stands(before, version, &[ObjectionState::Passed])?;
    let after = Objection {
        state: ObjectionState::Designed,
        design: design.clone(),
        designed_by: Some(tx.who.id.clone()),
        designed_at: Some(tx.now),
        ..before.clone()
    };
    tx.change(Deed::DesignSolution.code(), before, after)?;
    tasks::finish(tx, project, tasks::DESIGN, Some(&before.id))?;
    let due_on = Some(tx.office.calendar.add_working_days(tx.today(), RETURN_DAYS));
    let (role, owner) = (Responsible::Owner, Some(project.owner_id.clone()));
    tasks::open(tx, project, tasks::TAKE_BACK, Some(before.id.clone()), short(&design), role, owner, due_on)?;
    Ok(())
}

/// What the customer said in the end, and whether the objection is overcome. Whatever was still asked about it falls away.
pub fn settle(tx: &mut Tx, project: &Project, before: &Objection, version: i32, overcome: bool, outcome: String) -> Result<()> {
    work::check(tx, project, Deed::Execute, Work::Carry)?;
    if before.state == ObjectionState::Settled && before.outcome == outcome && before.overcome == Some(overcome) {
        return Ok(());
    }
    stands(before, version, UNSETTLED)?;
    let after = Objection {
        state: ObjectionState::Settled,
        outcome,
        overcome: Some(overcome),
        settled_at: Some(tx.now),
        ..before.clone()
    };
    tx.change("settle_objection", before, after)?;
    tasks::finish(tx, project, tasks::TAKE_BACK, Some(&before.id))?;
    for task in tasks::open_of(tx, &project.id)? {
        if task.step == tasks::DESIGN && task.subject_id.as_deref() == Some(&before.id) {
            let mut after = task.clone();
            after.state = TaskState::Dropped;
            after.dropped_at = Some(tx.now);
            tx.change("drop_task", &task, after)?;
        }
    }
    Ok(())
}

/// Goes on only if the objection stands where this can be done, and is as the person saw it.
fn stands(it: &Objection, version: i32, states: &[ObjectionState]) -> Result<()> {
    if !states.contains(&it.state) {
        return Err(Error::refused(
            "异议已经有人处理，请查看现在的情况。",
            "Somebody has dealt with the objection meanwhile; please see how it stands.",
        ));
    }
    if it.version == version { Ok(()) } else { Err(Error::new(Kind::Late)) }
}

/// The beginning of a text, for the line of a task.
fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.chars().count() {
        0..=40 => line.to_owned(),
        _ => line.chars().take(39).chain(['…']).collect(),
    }
}
