//! Who answers for a project (负责人), and how it comes to another: by reallocation in control, and by a hand-over at any time.
//! Who did so before stays answerable for their time.

use diesel::prelude::*;

use super::model::{Holder, Ownership, Project};
use super::steps::Responsible;
use super::{holder, tasks, telling};
use crate::error::{Complaint, Error, Result};
use crate::lang::Pair;
use crate::people;
use crate::projects::control::model::Measure;
use crate::store::Tx;
use crate::store::schema::{measures, project_owners};
use crate::words::Role;

/// Whoever is to own a project: active, of the sales staff, and not the one who decides it. Complains at `field`.
pub fn new_owner(tx: &mut Tx, id: &str, field: &str) -> Result<String> {
    let person = people::queries::by_id(tx, id)?;
    let roles = people::queries::roles(tx, id)?;
    if !person.active || !roles.contains(&Role::Sales) {
        return Err(Error::invalid(
            field,
            Complaint::Said(Pair("负责人必须是在职的销售人员。", "The owner must be active sales staff.")),
        ));
    }
    if person.id == tx.who.id {
        return Err(Error::invalid(
            field,
            Complaint::Said(Pair("不能自己决定由自己负责。", "Nobody decides that something becomes their own.")),
        ));
    }
    Ok(person.id)
}

/// Another answers for a project from now on, wherever it stands; its stage does not change. What was the owner's to do goes
/// with it.
pub fn change_owner(tx: &mut Tx, deed: &str, project: &Project, to: &str, reason: &str) -> Result<Project> {
    let mut after = project.clone();
    after.owner_id = to.to_owned();
    if after.holder == Holder::Owner {
        after.holder_since = tx.now;
    }
    let after = tx.change(deed, project, after)?;
    if after.issued_at.is_some() {
        own(tx, deed, &after, reason.to_owned())?;
    }
    follow(tx, &after, &project.owner_id)?;
    telling::tell_coordinator(tx, Pair("项目换了负责人", "A project has another owner"), &after)?;
    holder::settle(tx, &after)
}

/// Who answers for the project from now on.
pub fn own(tx: &mut Tx, deed: &str, project: &Project, reason: String) -> Result<()> {
    let current: Option<Ownership> = project_owners::table
        .filter(project_owners::project_id.eq(&project.id))
        .filter(project_owners::until.is_null())
        .select(Ownership::as_select())
        .first(&mut **tx)
        .optional()?;
    if let Some(current) = current {
        if current.owner_id == project.owner_id {
            return Ok(());
        }
        let mut past = current.clone();
        past.until = Some(tx.now);
        tx.change(deed, &current, past)?;
    }
    let row = Ownership {
        id: tx.new_id()?,
        project_id: project.id.clone(),
        owner_id: project.owner_id.clone(),
        since: tx.now,
        until: None,
        reason,
    };
    tx.add(deed, &row)
}

/// What was the former owner's to do in the project is the new one's: the owner's open tasks, and the measures behind them.
pub fn follow(tx: &mut Tx, project: &Project, from: &str) -> Result<()> {
    let theirs = |task: &super::model::Task| task.person_id.as_deref() == Some(from);
    for task in tasks::open_of(tx, &project.id)? {
        if theirs(&task) && matches!(task.role, Responsible::Owner | Responsible::All) {
            pass_on(tx, &task, &project.owner_id)?;
        }
    }
    Ok(())
}

/// An open task becomes another's, and with it the measure that it carries out.
pub fn pass_on(tx: &mut Tx, task: &super::model::Task, to: &str) -> Result<()> {
    let mut after = task.clone();
    after.person_id = Some(to.to_owned());
    tx.change("hand_over_task", task, after)?;
    let Some(measure) = task.subject_id.as_deref().filter(|_| task.step == tasks::MEASURE) else { return Ok(()) };
    let measure: Option<Measure> = measures::table
        .find(measure)
        .filter(measures::done_at.is_null())
        .select(Measure::as_select())
        .first(&mut **tx)
        .optional()?;
    if let Some(measure) = measure {
        let after = Measure { person_id: to.to_owned(), ..measure.clone() };
        tx.change("hand_over_measure", &measure, after)?;
    }
    Ok(())
}
