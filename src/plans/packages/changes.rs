//! Writing packages.

use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::people;
use crate::plans::changes::{Wanted, differ, set_targets};
use crate::plans::model::{ActionPlan, Package};
use crate::plans::queries;
use crate::policy::{Deed, Standing};
use crate::store::Tx;
use crate::store::schema::projects;
use crate::words::Role;
use diesel::prelude::*;

/// What a package is to be.
#[derive(Clone, Debug)]
pub struct Share {
    pub name: String,
    pub scope: String,
    pub coordinator_id: String,
    pub targets: Vec<Wanted>,
    pub closed: bool,
}

/// A new package of a plan.
pub fn divide(tx: &mut Tx, plan: &ActionPlan, share: &Share) -> Result<Package> {
    tx.may(Deed::KeepPlans, Standing::NONE)?;
    if plan.closed {
        return Err(Error::invalid(
            "plan",
            Complaint::Said(Pair("行动计划已关闭，不能再划分项目包。", "The plan is closed and takes no new packages.")),
        ));
    }
    check_coordinator(tx, &share.coordinator_id)?;
    let package = Package {
        id: tx.new_id()?,
        number: tx.next_number("PK")?,
        plan_id: plan.id.clone(),
        name: share.name.clone(),
        scope: share.scope.clone(),
        coordinator_id: share.coordinator_id.clone(),
        closed: false,
        version: 1,
        created_at: tx.now,
    };
    tx.add(Deed::KeepPlans.code(), &package)?;
    set_targets(tx, plan, Some(&package.id), &[], &share.targets)?;
    Ok(package)
}

/// Changes the package itself; `version` is that of the row the writer saw. Called by
/// [`projects::packages`](crate::projects::packages::changes::keep), which hands the coordinator's tasks over as well.
pub fn keep(tx: &mut Tx, before: &Package, version: i32, share: &Share) -> Result<Package> {
    tx.may(Deed::KeepPlans, Standing::NONE)?;
    if before.version != version {
        return Err(Error::new(Kind::Late));
    }
    let plan = queries::by_id(tx, &before.plan_id)?;
    if share.closed {
        check_done(tx, before)?;
    } else if plan.closed {
        return Err(Error::invalid(
            "closed",
            Complaint::Said(Pair(
                "行动计划已关闭，项目包不能重新打开；先重新打开行动计划。",
                "The plan is closed, so its package stays closed; open the plan again first.",
            )),
        ));
    }
    // A closed package keeps the coordinator it had, whatever has become of them.
    if !share.closed || share.coordinator_id != before.coordinator_id {
        check_coordinator(tx, &share.coordinator_id)?;
    }
    let present = queries::targets_of_packages(tx, std::slice::from_ref(&before.id))?;
    let mut after = before.clone();
    after.name = share.name.clone();
    after.scope = share.scope.clone();
    after.coordinator_id = share.coordinator_id.clone();
    after.closed = share.closed;
    if differ(&plan, &present, &share.targets) {
        // The targets are part of the package: who changes only them is seen by a late writer too.
        after.version += 1;
    }
    let after = tx.change(Deed::KeepPlans.code(), before, after)?;
    set_targets(tx, &plan, Some(&after.id), &present, &share.targets)?;
    Ok(after)
}

fn check_coordinator(tx: &mut Tx, id: &str) -> Result<()> {
    if people::queries::ids_with_role(tx, Role::Coordinator)?.iter().any(|it| it == id) {
        return Ok(());
    }
    Err(Error::invalid(
        "coordinator",
        Complaint::Said(Pair("请选择一位在职的销售计调。", "Please choose an active coordinator.")),
    ))
}

/// A package is closed when none of its projects runs any more.
fn check_done(tx: &mut Tx, package: &Package) -> Result<()> {
    let running: i64 = projects::table
        .filter(projects::package_id.eq(&package.id))
        .filter(projects::ended_at.is_null())
        .count()
        .get_result(&mut **tx)?;
    if running == 0 {
        return Ok(());
    }
    Err(Error::invalid(
        "closed",
        Complaint::Named(
            Pair(
                "还有 {} 个项目没有结束；全部结束后才能关闭项目包。",
                "{} of its projects have not ended; the package can be closed when all have.",
            ),
            running.to_string(),
        ),
    ))
}
