//! Writing in a deliberation: opinions are advice and stay advice; standards and control methods are proposed here and fixed by
//! the approval.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{ControlMethod, Opinion, Stance, Standard};
use super::queries;
use crate::error::{Complaint, Error, Kind, OrNotFound, Result};
use crate::lang::Pair;
use crate::notices::changes::tell;
use crate::notices::model::{News, Reason};
use crate::policy::Deed;
use crate::projects::model::Project;
use crate::projects::pipeline::State;
use crate::projects::steps::Step;
use crate::projects::tasks::done_steps;
use crate::projects::{planning, planning::model::PlanVersion};
use crate::store::Tx;
use crate::store::schema::opinions;

/// An opinion as typed.
#[derive(Clone, Debug)]
pub struct NewOpinion {
    pub stance: Stance,
    pub reason: String,
    /// Needed where the stance is conditional.
    pub condition: String,
}

/// A professional's opinion on the version that is deliberated: one a person, version and round, revised until the hearing is closed.
/// `version` is that of the row the writer saw; 0 if there was none.
pub fn give_opinion(tx: &mut Tx, project: &Project, version: i32, new: NewOpinion) -> Result<()> {
    tx.may(Deed::GiveOpinion, project.standing(&tx.who, ""))?;
    let plan = heard_version(tx, project)?;
    if new.stance == Stance::Conditional && new.condition.is_empty() {
        return Err(Error::invalid("condition", Complaint::Required));
    }
    let condition = if new.stance == Stance::Conditional { new.condition } else { String::new() };
    let me = tx.who.id.clone();
    let before: Option<Opinion> = opinions::table
        .filter(opinions::plan_version_id.eq(&plan.id))
        .filter(opinions::round.eq(project.round))
        .filter(opinions::person_id.eq(&me))
        .select(Opinion::as_select())
        .first(&mut **tx)
        .optional()?;
    if before.as_ref().map_or(0, |it| it.version) != version {
        return Err(Error::new(Kind::Late));
    }
    match before {
        Some(before) => {
            let mut after = before.clone();
            after.stance = new.stance;
            after.reason = new.reason;
            after.condition = condition;
            after.given_at = tx.now;
            // What was answered was another opinion.
            after.defence = None;
            after.defended_by = None;
            after.defended_at = None;
            tx.change(Deed::GiveOpinion.code(), &before, after)?;
        }
        None => {
            let row = Opinion {
                id: tx.new_id()?,
                project_id: project.id.clone(),
                round: project.round,
                plan_version_id: plan.id,
                person_id: tx.who.id.clone(),
                stance: new.stance,
                reason: new.reason,
                condition,
                given_at: tx.now,
                defence: None,
                defended_by: None,
                defended_at: None,
                version: 1,
            };
            tx.add(Deed::GiveOpinion.code(), &row)?;
        }
    }
    Ok(())
}

/// The owner answers an opinion.
pub fn defend(tx: &mut Tx, project: &Project, opinion: &str, version: i32, defence: String) -> Result<()> {
    tx.may(Deed::Defend, project.standing(&tx.who, ""))?;
    let plan = heard_version(tx, project)?;
    let before: Opinion = opinions::table
        .find(opinion)
        .filter(opinions::plan_version_id.eq(&plan.id))
        .filter(opinions::round.eq(project.round))
        .select(Opinion::as_select())
        .first(&mut **tx)
        .optional()?
        .or_not_found()?;
    if version != before.version {
        return Err(Error::new(Kind::Late));
    }
    let mut after = before.clone();
    after.defence = Some(defence);
    after.defended_by = Some(tx.who.id.clone());
    after.defended_at = Some(tx.now);
    tx.change(Deed::Defend.code(), &before, after)?;
    Ok(())
}

/// Goes on only if the version that the writer saw is still the one that is deliberated, and its hearing open.
pub fn same_version(tx: &mut Tx, project: &Project, seen: i32) -> Result<()> {
    match heard_version(tx, project)?.number == seen {
        true => Ok(()),
        false => Err(Error::new(Kind::Late)),
    }
}

/// Goes on only if standards and control methods are still as the writer saw them.
pub fn same_standards(tx: &mut Tx, project: &Project, seen: &str) -> Result<()> {
    let plan = planning::queries::sealed(tx, &project.id)?.or_not_found()?;
    match queries::fingerprint(&plan, &queries::standards(tx, &plan.id)?, &queries::control_methods(tx, &plan.id)?) {
        now if now == seen => Ok(()),
        _ => Err(Error::new(Kind::Late)),
    }
}

/// The version that is deliberated, as long as its hearing is open.
fn heard_version(tx: &mut Tx, project: &Project) -> Result<PlanVersion> {
    if project.stage != State::Deliberation {
        return Err(Error::refused("项目现在不在论证。", "The project is not being deliberated."));
    }
    if done_steps(tx, project)?.contains(&Step::S3_4) {
        return Err(Error::refused(
            "论证会已经结束，意见和答辩不再更改。",
            "The hearing is closed; opinions and defence stay as they are.",
        ));
    }
    planning::queries::sealed(tx, &project.id)?.or_not_found()
}

/// A performance standard as typed: title, measure, tolerance, due date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStandard {
    pub title: String,
    pub measure: String,
    pub tolerance: String,
    pub due_on: NaiveDate,
}

/// A control method as typed: title, frequency, who.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMethod {
    pub title: String,
    pub frequency: String,
    pub who: String,
}

/// Proposes standards and control methods for the version that is deliberated, in place of those there were.
pub fn write_standards(tx: &mut Tx, project: &Project, standards: &[NewStandard], methods: &[NewMethod]) -> Result<()> {
    tx.belongs_to(&project.id);
    tx.may(Deed::FixStandards, project.standing(&tx.who, ""))?;
    if project.stage != State::Deliberation {
        return Err(Error::refused(
            "业绩标准和控制办法只在论证期间拟定。",
            "Standards and control methods are set while a plan is deliberated.",
        ));
    }
    let plan = planning::queries::sealed(tx, &project.id)?.or_not_found()?;
    if project.approved_id.as_ref() == Some(&plan.id) {
        return Err(Error::refused(
            "这一版计划已经批准，其业绩标准和控制办法不再更改；须先修订计划。",
            "This version was approved with its standards and control methods; the plan has to be revised first.",
        ));
    }
    let present = queries::standards(tx, &plan.id)?;
    let as_new = |it: &Standard| NewStandard {
        title: it.title.clone(),
        measure: it.measure.clone(),
        tolerance: it.tolerance.clone(),
        due_on: it.due_on,
    };
    if !present.iter().map(as_new).eq(standards.iter().cloned()) {
        for old in &present {
            tx.remove(Deed::FixStandards.code(), old)?;
        }
        for (position, new) in (1..).zip(standards) {
            add_standard(tx, &plan.id, position, new)?;
        }
    }
    let present = queries::control_methods(tx, &plan.id)?;
    let as_new =
        |it: &ControlMethod| NewMethod { title: it.title.clone(), frequency: it.frequency.clone(), who: it.who.clone() };
    if !present.iter().map(as_new).eq(methods.iter().cloned()) {
        for old in &present {
            tx.remove(Deed::FixStandards.code(), old)?;
        }
        for (position, new) in (1..).zip(methods) {
            add_method(tx, &plan.id, position, new)?;
        }
    }
    Ok(())
}

fn add_standard(tx: &mut Tx, plan: &str, position: i32, new: &NewStandard) -> Result<()> {
    let row = Standard {
        id: tx.new_id()?,
        plan_version_id: plan.to_owned(),
        position,
        title: new.title.clone(),
        measure: new.measure.clone(),
        tolerance: new.tolerance.clone(),
        due_on: new.due_on,
        version: 1,
    };
    tx.add(Deed::FixStandards.code(), &row)
}

fn add_method(tx: &mut Tx, plan: &str, position: i32, new: &NewMethod) -> Result<()> {
    let row = ControlMethod {
        id: tx.new_id()?,
        plan_version_id: plan.to_owned(),
        position,
        title: new.title.clone(),
        frequency: new.frequency.clone(),
        who: new.who.clone(),
        version: 1,
    };
    tx.add(Deed::FixStandards.code(), &row)
}

/// A later version begins with the standards and control methods of the one before it.
pub fn carry_over(tx: &mut Tx, from: &str, to: &str) -> Result<()> {
    if !queries::standards(tx, to)?.is_empty() || !queries::control_methods(tx, to)?.is_empty() {
        return Ok(());
    }
    for it in queries::standards(tx, from)? {
        let new = NewStandard { title: it.title, measure: it.measure, tolerance: it.tolerance, due_on: it.due_on };
        add_standard(tx, to, it.position, &new)?;
    }
    for it in queries::control_methods(tx, from)? {
        add_method(tx, to, it.position, &NewMethod { title: it.title, frequency: it.frequency, who: it.who })?;
    }
    Ok(())
}

/// Tells whoever convened the hearing that is ahead of a project, or goes on, that it hears nothing any more: the project left the
/// deliberation, or its plan was `revised` after the meeting was called.
pub fn tell_convener(tx: &mut Tx, project: &Project, revised: bool) -> Result<()> {
    if let Some((number, state, Some(convener))) = queries::ahead(tx, &project.id)?
        && (!revised || state != "planned")
    {
        let what = match (state.as_str(), revised) {
            ("in_session", _) => Pair("论证会已没有议题，请散会", "A hearing has nothing to hear any more, please close it"),
            (_, true) => {
                Pair("计划已修订，论证会请取消后重新召开", "A plan was revised, please cancel its hearing and convene another")
            }
            (_, false) => Pair("论证会已没有议题，请取消", "A hearing has nothing to hear any more, please cancel it"),
        };
        let news = News::of(what, &number, &project.name, format!("/meetings/{number}"));
        tell(tx, &convener, Reason::Due, &news)?;
    }
    Ok(())
}
