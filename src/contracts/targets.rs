//! What a contract does to the customer's step in its project: signed with the first contract, in service with the first
//! delivery, in talks again when the last contract with them is cancelled.

use diesel::prelude::*;

use super::queries;
use crate::customers::model::{TargetCustomer, TargetStep};
use crate::error::Result;
use crate::store::Tx;
use crate::store::schema::target_customers;

/// A contract with them was signed.
pub fn sign(tx: &mut Tx, target: &str) -> Result<()> {
    step(tx, target, TargetStep::Signed, &[TargetStep::Selected, TargetStep::InTalks, TargetStep::Dropped])
}

/// Something was delivered to them.
pub fn serve(tx: &mut Tx, target: &str) -> Result<()> {
    step(tx, target, TargetStep::InService, &[TargetStep::Selected, TargetStep::InTalks, TargetStep::Signed])
}

/// A contract with them was cancelled.
pub fn reopen(tx: &mut Tx, target: &str) -> Result<()> {
    match queries::in_force_with(tx, target)? {
        0 => step(tx, target, TargetStep::InTalks, &[TargetStep::Signed, TargetStep::InService]),
        _ => Ok(()),
    }
}

fn step(tx: &mut Tx, target: &str, to: TargetStep, from: &[TargetStep]) -> Result<()> {
    let before: TargetCustomer = target_customers::table.find(target).select(TargetCustomer::as_select()).first(&mut **tx)?;
    if from.contains(&before.step) {
        let after = TargetCustomer { step: to, step_since: tx.now, dropped_for: String::new(), ..before.clone() };
        tx.change("keep_step", &before, after)?;
    }
    Ok(())
}
