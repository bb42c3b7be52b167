//! Reading monitoring.

use diesel::prelude::*;

use super::model::{AcceptancePoint, Promise, Reward, SummaryReport};
use crate::error::Result;
use crate::store::Conn;
use crate::store::schema::{acceptance_points, projects, promises, rewards, summary_reports};

/// Every acceptance point of a project, the newest round first.
pub fn points(conn: &mut Conn, project: &str) -> Result<Vec<AcceptancePoint>> {
    Ok(acceptance_points::table
        .filter(acceptance_points::project_id.eq(project))
        .order((acceptance_points::round.desc(), acceptance_points::position))
        .select(AcceptancePoint::as_select())
        .load(conn)?)
}

/// What closes a project beside its evaluation: the summary report, what was promised and the reward, each once there is one.
pub fn closing(conn: &mut Conn, project: &str) -> Result<(Option<SummaryReport>, Option<Promise>, Option<Reward>)> {
    Ok(projects::table
        .find(project)
        .left_join(summary_reports::table)
        .left_join(promises::table)
        .left_join(rewards::table)
        .select((Option::<SummaryReport>::as_select(), Option::<Promise>::as_select(), Option::<Reward>::as_select()))
        .first(conn)?)
}

/// The summary report, once it is begun.
pub fn summary(conn: &mut Conn, project: &str) -> Result<Option<SummaryReport>> {
    Ok(summary_reports::table
        .filter(summary_reports::project_id.eq(project))
        .select(SummaryReport::as_select())
        .first(conn)
        .optional()?)
}

/// What was promised, once something is.
pub fn promise(conn: &mut Conn, project: &str) -> Result<Option<Promise>> {
    Ok(promises::table.filter(promises::project_id.eq(project)).select(Promise::as_select()).first(conn).optional()?)
}

/// The reward, once it is decided.
pub fn reward(conn: &mut Conn, project: &str) -> Result<Option<Reward>> {
    Ok(rewards::table.filter(rewards::project_id.eq(project)).select(Reward::as_select()).first(conn).optional()?)
}
