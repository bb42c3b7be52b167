//! Proposing tolerances and weights for a plan. What was approved with a version never changes.

use super::forms::{FIELDS, NewTerms, check_sum};
use crate::error::{Complaint, Error, Kind, OrNotFound, Result};
use crate::policy::Deed;
use crate::projects::alerts::model::{FORMULA, PlanTerms};
use crate::projects::alerts::queries::terms;
use crate::projects::model::Project;
use crate::projects::pipeline::State;
use crate::projects::planning;
use crate::projects::planning::model::PlanVersion;
use crate::store::Tx;

/// The version for which terms can be proposed now, by somebody who may.
pub fn check(tx: &mut Tx, project: &Project) -> Result<PlanVersion> {
    tx.may(Deed::FixStandards, project.standing(&tx.who, ""))?;
    let sealed = planning::queries::sealed(tx, &project.id)?;
    proposable(project, sealed)
}

/// The same for whoever reads: only the version that is deliberated, and not one that was approved.
pub fn proposable(project: &Project, sealed: Option<PlanVersion>) -> Result<PlanVersion> {
    if project.stage != State::Deliberation {
        return Err(Error::refused(
            "允许偏差和评估权重只在论证期间拟定。",
            "Tolerances and weights are set while a plan is deliberated.",
        ));
    }
    let plan = sealed.or_not_found()?;
    if project.approved_id.as_ref() == Some(&plan.id) {
        return Err(Error::refused(
            "这一版计划已经批准，其允许偏差和评估权重不再更改；须先修订计划。",
            "This version was approved with its tolerances and weights; the plan has to be revised first.",
        ));
    }
    Ok(plan)
}

/// Proposes terms for the version that is deliberated. `seen` is the number of that version and `version` that of its terms
/// when the form was opened, 0 if there were none.
pub fn propose(tx: &mut Tx, project: &Project, seen: i32, version: i32, new: &NewTerms) -> Result<()> {
    let plan = check(tx, project)?;
    tx.belongs_to(&project.id);
    for ((field, _, most), value) in FIELDS.iter().zip(new) {
        if !(0..=*most).contains(value) {
            return Err(Error::invalid(field, Complaint::OutOfRange("0".to_owned(), most.to_string())));
        }
    }
    if let Some(complaint) = check_sum(new) {
        return Err(Error::invalid("weights", complaint));
    }
    let before = terms(tx, &plan.id)?;
    if plan.number != seen || before.as_ref().map_or(0, |it| it.version) != version {
        return Err(Error::new(Kind::Late));
    }
    match before {
        Some(before) => tx.change("propose_terms", &before, written(before.clone(), new)).map(|_| ()),
        None => {
            let row = PlanTerms { id: tx.new_id()?, version: 1, ..PlanTerms::by_settings(&tx.office, &plan.id) };
            tx.add("propose_terms", &written(row, new))
        }
    }
}

/// A later version begins with the terms of the one before it, where it had its own.
pub fn carry_over(tx: &mut Tx, from: &str, to: &str) -> Result<()> {
    match (terms(tx, from)?, terms(tx, to)?) {
        (Some(earlier), None) => {
            let row = PlanTerms { id: tx.new_id()?, plan_version_id: to.to_owned(), formula: FORMULA, version: 1, ..earlier };
            tx.add("carry_terms", &row)
        }
        _ => Ok(()),
    }
}

/// These terms with what was typed, in the order of [`FIELDS`].
fn written(row: PlanTerms, new: &NewTerms) -> PlanTerms {
    let [behind, milestone, payment, idle, budget, attainment, timeliness, records, cooperation] = *new;
    PlanTerms {
        behind_percent: behind,
        milestone_days: milestone,
        payment_days: payment,
        idle_days: idle,
        budget_percent: budget,
        weight_attainment: attainment,
        weight_timeliness: timeliness,
        weight_records: records,
        weight_cooperation: cooperation,
        ..row
    }
}
