//! Reading control.

use diesel::prelude::*;

use super::model::Measure;
use crate::error::Result;
use crate::projects::records::model::StepRecord;
use crate::projects::steps::Step;
use crate::store::Conn;
use crate::store::schema::{measures, step_records};

/// Every measure of a project, the newest round first.
pub fn measures(conn: &mut Conn, project: &str) -> Result<Vec<Measure>> {
    Ok(measures::table
        .filter(measures::project_id.eq(project))
        .order((measures::round.desc(), measures::due_on, measures::id))
        .select(Measure::as_select())
        .load(conn)?)
}

/// What was recorded in the examinations of a project (5.1–5.3), of every round, the newest first.
pub fn examinations(conn: &mut Conn, project: &str) -> Result<Vec<StepRecord>> {
    Ok(step_records::table
        .filter(step_records::project_id.eq(project))
        .filter(step_records::step.eq_any([Step::S5_1, Step::S5_2, Step::S5_3].map(Step::code)))
        .order((step_records::recorded_at.desc(), step_records::id.desc()))
        .select(StepRecord::as_select())
        .load(conn)?)
}
