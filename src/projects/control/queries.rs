//! Reading control.

use diesel::prelude::*;

use super::model::Measure;
use crate::error::Result;
use crate::store::Conn;
use crate::store::schema::measures;

/// Every measure of a project, the newest round first.
pub fn measures(conn: &mut Conn, project: &str) -> Result<Vec<Measure>> {
    Ok(measures::table
        .filter(measures::project_id.eq(project))
        .order((measures::round.desc(), measures::due_on, measures::id))
        .select(Measure::as_select())
        .load(conn)?)
}
