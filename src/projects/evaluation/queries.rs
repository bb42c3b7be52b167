//! Reading evaluations.

use diesel::prelude::*;

use super::model::Evaluation;
use crate::error::Result;
use crate::store::Conn;
use crate::store::schema::evaluations;

/// Every edition of a project's evaluation, the newest first.
pub fn of_project(conn: &mut Conn, project: &str) -> Result<Vec<Evaluation>> {
    Ok(evaluations::table
        .filter(evaluations::project_id.eq(project))
        .order(evaluations::edition.desc())
        .select(Evaluation::as_select())
        .load(conn)?)
}

/// The evaluation of a project that counts: its newest edition.
pub fn newest(conn: &mut Conn, project: &str) -> Result<Option<Evaluation>> {
    Ok(evaluations::table
        .filter(evaluations::project_id.eq(project))
        .order(evaluations::edition.desc())
        .select(Evaluation::as_select())
        .first(conn)
        .optional()?)
}
