//! Writing packages where projects are concerned.

use diesel::prelude::*;

use crate::error::Result;
use crate::plans;
use crate::plans::model::Package;
use crate::plans::packages::changes::Share;
use crate::projects::model::{Task, TaskState};
use crate::projects::steps::Responsible;
use crate::store::Tx;
use crate::store::schema::{projects, tasks};

/// Changes a package; where it gets another coordinator, the open tasks of the one before in its projects are theirs.
pub fn keep(tx: &mut Tx, before: &Package, version: i32, share: &Share) -> Result<Package> {
    let after = plans::packages::changes::keep(tx, before, version, share)?;
    if after.coordinator_id != before.coordinator_id {
        hand_over(tx, &after, &before.coordinator_id)?;
    }
    Ok(after)
}

fn hand_over(tx: &mut Tx, package: &Package, from: &str) -> Result<()> {
    let open: Vec<Task> = tasks::table
        .inner_join(projects::table)
        .filter(projects::package_id.eq(&package.id))
        .filter(tasks::state.eq(TaskState::Open))
        .filter(tasks::role.eq(Responsible::Coordinator))
        .filter(tasks::person_id.eq(from))
        .order((tasks::project_id, tasks::id))
        .select(Task::as_select())
        .load(&mut **tx)?;
    for task in &open {
        let mut after = task.clone();
        after.person_id = Some(package.coordinator_id.clone());
        tx.change("hand_over_task", task, after)?;
    }
    Ok(())
}
