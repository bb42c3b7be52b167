//! Reading what was recorded while a plan is carried out.

use diesel::prelude::*;

use super::model::{Actual, ProgressNote};
use crate::error::Result;
use crate::store::Conn;
use crate::store::schema::{actuals, progress_notes};

/// Every progress note of a project, the newest first.
pub fn progress(conn: &mut Conn, project: &str) -> Result<Vec<ProgressNote>> {
    Ok(progress_notes::table
        .filter(progress_notes::project_id.eq(project))
        .order((progress_notes::noted_at.desc(), progress_notes::id.desc()))
        .select(ProgressNote::as_select())
        .load(conn)?)
}

/// The newest recorded figures of a project.
pub fn actuals(conn: &mut Conn, project: &str) -> Result<Vec<Actual>> {
    Ok(actuals::table
        .filter(actuals::project_id.eq(project))
        .order((actuals::on_day.desc(), actuals::recorded_at.desc(), actuals::id.desc()))
        .limit(100)
        .select(Actual::as_select())
        .load(conn)?)
}
