//! Writing in control.

use diesel::prelude::*;

use super::model::Measure;
use crate::error::{Error, Kind, OrNotFound, Result};
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::model::Project;
use crate::projects::pipeline::State;
use crate::projects::tasks::{MEASURE, finish};
use crate::store::Tx;
use crate::store::schema::measures;

/// The measure with this id, if it is this person's to carry out.
pub fn check_person(tx: &mut Tx, project: &Project, id: &str) -> Result<Measure> {
    let measure: Measure = measures::table
        .find(id)
        .filter(measures::project_id.eq(&project.id))
        .select(Measure::as_select())
        .first(&mut **tx)
        .optional()?
        .or_not_found()?;
    if measure.person_id != tx.who.id {
        return Err(Error::new(Kind::Forbidden(Pair("记录措施结果", "Record a measure's result"))));
    }
    Ok(measure)
}

/// The owner says, while the project is in control, that execution is finished, so that it can be passed.
pub fn declare_finished(tx: &mut Tx, project: &Project) -> Result<()> {
    tx.may(Deed::Execute, project.standing(&tx.who, ""))?;
    if project.stage != State::Control {
        return Err(Error::refused("项目现在不在控制调整阶段。", "The project is not in control now."));
    }
    let after = Project { execution_finished: true, ..project.clone() };
    tx.change("finish_execution", project, after)?;
    Ok(())
}

/// The person of a measure records what came of it; their task is done with that.
pub fn finish_measure(tx: &mut Tx, project: &Project, id: &str, result: String) -> Result<()> {
    let before = check_person(tx, project, id)?;
    if before.result.as_ref() == Some(&result) {
        // The button was pressed twice.
        return Ok(());
    }
    if before.done_at.is_some() || project.stage.ended() {
        return Err(Error::refused("这项措施已经了结。", "This measure is closed."));
    }
    let mut after = before.clone();
    after.result = Some(result);
    after.done_at = Some(tx.now);
    tx.change("finish_measure", &before, after)?;
    finish(tx, project, MEASURE, Some(id))
}
