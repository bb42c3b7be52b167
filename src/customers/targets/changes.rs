//! Writing target customers. A target's step changes in one function, by the table of its road.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::road::{By, Doing};
use super::{queries, steps};
use crate::customers::model::{Activity, TargetCustomer, TargetStep};
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::execution::attention;
use crate::projects::execution::work::{self, Work};
use crate::projects::model::Project;
use crate::store::Tx;
use crate::store::schema::{contacts, contracts};

/// What the trail calls what only follows from something else recorded at the same moment.
pub const KEEP: &str = "keep_target";

/// Makes customers of the department targets of a project, and says why; whoever is one already is left as they are. The person
/// in charge there is named where the department knows one. Answers how many are new.
pub fn choose(tx: &mut Tx, project: &Project, numbers: &[String], grounds: &str) -> Result<usize> {
    work::check(tx, project, Deed::Execute, Work::Undertake)?;
    let found = queries::numbered(tx, numbers)?;
    if found.is_empty() || found.len() < numbers.len() {
        let none = Pair("请选择至少一个客户。", "Please choose at least one customer.");
        let complaint = if numbers.is_empty() { Complaint::Said(none) } else { Complaint::NotAChoice };
        return Err(Error::invalid("customer", complaint));
    }
    let mut chosen = 0;
    for customer in found {
        let known = match queries::find(tx, &project.id, &customer.number) {
            Ok(_) => true,
            Err(Error { kind: Kind::NotFound, .. }) => false,
            Err(error) => return Err(error),
        };
        if known {
            continue;
        }
        let row = TargetCustomer {
            id: tx.new_id()?,
            project_id: project.id.clone(),
            contact_id: queries::in_charge(tx, &customer.id)?,
            customer_id: customer.id,
            step: TargetStep::Selected,
            step_since: tx.now,
            grounds: grounds.to_owned(),
            dropped_for: String::new(),
            last_on: None,
            next_step: String::new(),
            next_on: None,
            chosen_by: tx.who.id.clone(),
            chosen_at: tx.now,
            version: 1,
        };
        tx.add("choose_target", &row)?;
        attention::keep(tx, &row.customer_id)?;
        chosen += 1;
    }
    steps::keep(tx, project)?;
    Ok(chosen)
}

/// What is to be done next with a target, and with whom.
#[derive(Clone, Debug)]
pub struct Plan {
    pub contact: Option<String>,
    pub next_step: String,
    pub next_on: Option<NaiveDate>,
}

/// Sets what comes next with a target, and the person in charge there.
pub fn plan(tx: &mut Tx, project: &Project, target: &TargetCustomer, version: i32, plan: Plan) -> Result<()> {
    work::check(tx, project, Deed::Execute, Work::Carry)?;
    if let Some(contact) = &plan.contact {
        check_contact(tx, &target.customer_id, contact, "contact")?;
    }
    let Plan { contact, next_step, next_on } = plan;
    // Pressed twice, or nothing was planned anew.
    if (&contact, &next_step, next_on) == (&target.contact_id, &target.next_step, target.next_on) {
        return Ok(());
    }
    if version != target.version {
        return Err(Error::new(Kind::Late));
    }
    tx.change("plan_target", target, TargetCustomer { contact_id: contact, next_step, next_on, ..target.clone() })?;
    attention::keep(tx, &target.customer_id)?;
    steps::keep(tx, project)
}

/// Takes a target to another step by hand: talks begin, it is given up, it is taken up again.
pub fn step(tx: &mut Tx, project: &Project, target: &TargetCustomer, doing: Doing, why: &str) -> Result<()> {
    let work = if doing == Doing::TakeUp { Work::Undertake } else { Work::Carry };
    work::check(tx, project, Deed::Execute, work)?;
    if target.step.way(doing).is_none_or(|way| way.by != By::Owner) {
        return Err(Error::refused(
            "目标客户现在的状态不能这样改变，可能刚被改过。",
            "The target customer cannot change like this as it stands now; perhaps it was just changed.",
        ));
    }
    if doing.asks_why() && why.is_empty() {
        return Err(Error::invalid("why", Complaint::Required));
    }
    if doing == Doing::Drop && in_force(tx, target)? {
        return Err(Error::refused(
            "客户的合同还在履行，不能放弃；合同完结或取消之后再放弃。",
            "A contract with the customer is in force; it can be given up once that is finished or cancelled.",
        ));
    }
    go(tx, target, doing, why)?;
    steps::keep(tx, project)
}

/// Carries out one row of the road.
fn go(tx: &mut Tx, target: &TargetCustomer, doing: Doing, why: &str) -> Result<TargetCustomer> {
    let Some(way) = target.step.way(doing) else {
        return Err(Error::refused("客户已放弃，请先重新列为目标。", "The customer was given up; take it up again first."));
    };
    let mut after = TargetCustomer { step: way.to, step_since: tx.now, ..target.clone() };
    match doing {
        Doing::Drop => {
            after.dropped_for = why.to_owned();
            (after.next_step, after.next_on) = (String::new(), None);
        }
        Doing::TakeUp => {
            after.grounds = why.to_owned();
            after.dropped_for = String::new();
        }
        _ => {}
    }
    let after = tx.change(doing.deed(), target, after)?;
    attention::keep(tx, &after.customer_id)?;
    Ok(after)
}

/// A contract with the target was signed. What has come as far already stays.
pub fn sign(tx: &mut Tx, project: &Project, target: &str) -> Result<()> {
    follow(tx, project, target, Doing::Sign, |step| matches!(step, TargetStep::Signed | TargetStep::InService))
}

/// The target's first order was taken, or its first delivery made. What is served already, or was given up, stays.
pub fn serve(tx: &mut Tx, project: &Project, target: &str) -> Result<()> {
    follow(tx, project, target, Doing::Serve, |step| step != TargetStep::Signed)
}

/// A contract with the target was cancelled: without another in its place it is in talks again.
pub fn unsign(tx: &mut Tx, project: &Project, target: &str) -> Result<()> {
    let row = queries::by_id(tx, target)?;
    if queries::has_contract(tx, &row)? {
        return Ok(());
    }
    follow(tx, project, target, Doing::Unsign, |step| !matches!(step, TargetStep::Signed | TargetStep::InService))
}

fn follow(tx: &mut Tx, project: &Project, target: &str, doing: Doing, is_there: fn(TargetStep) -> bool) -> Result<()> {
    let row = queries::by_id(tx, target)?;
    if !is_there(row.step) {
        go(tx, &row, doing, "")?;
    }
    steps::keep(tx, project)
}

/// What an activity means for its target: its last day, what comes next, that talks have begun.
pub fn keep(tx: &mut Tx, target: &TargetCustomer, activity: &Activity, newest: bool) -> Result<TargetCustomer> {
    let mut after = target.clone();
    after.last_on = after.last_on.max(Some(activity.on_day));
    if newest {
        (after.next_step, after.next_on) = (activity.next_step.clone(), activity.next_on);
        after.contact_id = activity.contact_id.clone().or(after.contact_id);
    }
    let kept = tx.change(KEEP, target, after)?;
    attention::keep(tx, &kept.customer_id)?;
    match kept.step {
        TargetStep::Selected => go(tx, &kept, Doing::Talk, ""),
        _ => Ok(kept),
    }
}

/// The target with another last day, after its activities were corrected.
pub fn keep_last(tx: &mut Tx, target: &TargetCustomer, last_on: Option<NaiveDate>) -> Result<TargetCustomer> {
    let kept = tx.change(KEEP, target, TargetCustomer { last_on, ..target.clone() })?;
    attention::keep(tx, &kept.customer_id)?;
    Ok(kept)
}

/// Somebody on the customer's side, known and still there.
pub fn check_contact(tx: &mut Tx, customer: &str, contact: &str, field: &str) -> Result<()> {
    let found: i64 = contacts::table.find(contact).filter(contacts::customer_id.eq(customer)).count().get_result(&mut **tx)?;
    if found == 0 { Err(Error::invalid(field, Complaint::NotAChoice)) } else { Ok(()) }
}

/// Whether a contract with the target is signed and not yet finished or cancelled.
fn in_force(tx: &mut Tx, target: &TargetCustomer) -> Result<bool> {
    let found: i64 = contracts::table
        .filter(contracts::customer_id.eq(&target.customer_id))
        .filter(contracts::target_id.eq(&target.id))
        .filter(contracts::state.eq_any(["signed", "running"]))
        .count()
        .get_result(&mut **tx)?;
    Ok(found > 0)
}
