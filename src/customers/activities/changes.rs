//! Writing activities: recorded by the project's owner, corrected by whoever recorded them, never removed.

use chrono::NaiveDate;

use super::queries;
use crate::customers::model::{Activity, ActivityKind, Outcome, TargetCustomer, TargetStep};
use crate::customers::targets;
use crate::customers::targets::changes::{check_contact, keep, keep_last};
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::alerts;
use crate::projects::execution::work::{self, Work};
use crate::projects::model::Project;
use crate::store::Tx;

/// An activity as recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    pub kind: ActivityKind,
    pub on_day: NaiveDate,
    /// One of the customer's known people.
    pub contact: Option<String>,
    pub with_whom: String,
    pub said: String,
    pub result: Outcome,
    pub next_step: String,
    pub next_on: Option<NaiveDate>,
}

impl New {
    fn of(it: &Activity) -> New {
        New {
            kind: it.kind,
            on_day: it.on_day,
            contact: it.contact_id.clone(),
            with_whom: it.with_whom.clone(),
            said: it.said.clone(),
            result: it.result,
            next_step: it.next_step.clone(),
            next_on: it.next_on,
        }
    }
}

/// Records what was done with a target; with the first of them talks begin.
pub fn record(tx: &mut Tx, project: &Project, target: &TargetCustomer, new: New) -> Result<Activity> {
    work::check(tx, project, Deed::Execute, Work::Carry)?;
    if target.step == TargetStep::Dropped {
        return Err(Error::refused("客户已放弃，请先重新列为目标。", "The customer was given up; take it up again first."));
    }
    check(tx, project, target, &new)?;
    let (me, since) = (tx.who.id.clone(), tx.a_moment_ago());
    let just_now = queries::recorded_since(tx, &target.id, &me, since)?;
    if let Some(known) = just_now.into_iter().find(|it| New::of(it) == new) {
        return Ok(known);
    }
    let newest = queries::of_target(tx, &target.id, 1)?.into_iter().next();
    let row = Activity {
        id: tx.new_id()?,
        project_id: project.id.clone(),
        customer_id: target.customer_id.clone(),
        target_id: target.id.clone(),
        kind: new.kind,
        on_day: new.on_day,
        contact_id: new.contact,
        with_whom: new.with_whom,
        said: new.said,
        result: new.result,
        next_step: new.next_step,
        next_on: new.next_on,
        person_id: tx.who.id.clone(),
        recorded_at: tx.now,
        version: 1,
    };
    tx.add("record_activity", &row)?;
    let is_newest = newest.is_none_or(|it| it.on_day <= row.on_day);
    keep(tx, target, &row, is_newest)?;
    targets::steps::keep(tx, project)?;
    alerts::changes::settle(tx, project)?;
    Ok(row)
}

/// Corrects what somebody recorded themselves; what it was before stays in the history.
pub fn correct(tx: &mut Tx, project: &Project, before: &Activity, version: i32, new: New) -> Result<()> {
    check_correction(tx, project, before)?;
    // Pressed twice, or nothing was put right.
    if New::of(before) == new {
        return Ok(());
    }
    if version != before.version {
        return Err(Error::new(Kind::Late));
    }
    let target = targets::queries::by_id(tx, &before.target_id)?;
    check(tx, project, &target, &new)?;
    let after = Activity {
        kind: new.kind,
        on_day: new.on_day,
        contact_id: new.contact,
        with_whom: new.with_whom,
        said: new.said,
        result: new.result,
        next_step: new.next_step,
        next_on: new.next_on,
        ..before.clone()
    };
    let said_next = (&before.next_step, before.next_on) != (&after.next_step, after.next_on);
    let after = tx.change(queries::CORRECT, before, after)?;
    let newest = queries::of_target(tx, &target.id, 1)?.into_iter().next();
    let last_on = newest.as_ref().map(|it| it.on_day);
    let target = keep_last(tx, &target, last_on)?;
    if said_next && newest.is_some_and(|it| it.id == after.id) && target.step != TargetStep::Dropped {
        keep(tx, &target, &after, true)?;
    }
    targets::steps::keep(tx, project)
}

/// Goes on only if the person may correct it now.
pub fn check_correction(tx: &mut Tx, project: &Project, it: &Activity) -> Result<()> {
    work::check(tx, project, Deed::Execute, Work::Carry)?;
    if it.person_id == tx.who.id {
        return Ok(());
    }
    Err(Error::forbidden("只有记录人可以更正。", "Only whoever recorded it may correct it."))
}

fn check(tx: &mut Tx, project: &Project, target: &TargetCustomer, new: &New) -> Result<()> {
    if let Some(contact) = &new.contact {
        check_contact(tx, &target.customer_id, contact, "contact")?;
    }
    let issued = project.issued_at.map(|at| tx.office.zone.day(at));
    if new.on_day <= tx.today() && issued.is_none_or(|issued| issued <= new.on_day) {
        return Ok(());
    }
    Err(Error::invalid(
        "on_day",
        Complaint::Said(Pair("日期应在指令下达之日至今天之间。", "The day must be between the directive's issue and today.")),
    ))
}
