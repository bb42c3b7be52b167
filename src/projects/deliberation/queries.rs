//! Reading deliberations.

use diesel::prelude::*;

use super::model::{ControlMethod, Opinion, Standard};
use crate::error::Result;
use crate::projects::planning::model::PlanVersion;
use crate::store::Conn;
use crate::store::schema::{control_methods, opinions, standards};
use crate::store::trail::sha256;

/// Every opinion on a project's plans, dissent first within a version, the newest version first.
pub fn opinions(conn: &mut Conn, project: &str) -> Result<Vec<Opinion>> {
    let mut all: Vec<Opinion> = opinions::table
        .filter(opinions::project_id.eq(project))
        .order((opinions::round.desc(), opinions::given_at, opinions::id))
        .select(Opinion::as_select())
        .load(conn)?;
    all.sort_by_key(|it| (std::cmp::Reverse(it.round), it.stance));
    Ok(all)
}

/// The performance standards of a plan version.
pub fn standards(conn: &mut Conn, plan_version: &str) -> Result<Vec<Standard>> {
    Ok(standards::table
        .filter(standards::plan_version_id.eq(plan_version))
        .order((standards::position, standards::id))
        .select(Standard::as_select())
        .load(conn)?)
}

/// The control methods of a plan version.
pub fn control_methods(conn: &mut Conn, plan_version: &str) -> Result<Vec<ControlMethod>> {
    Ok(control_methods::table
        .filter(control_methods::plan_version_id.eq(plan_version))
        .order((control_methods::position, control_methods::id))
        .select(ControlMethod::as_select())
        .load(conn)?)
}

/// What a writer of standards and control methods has seen: changes with each of them and with the version of the plan.
pub fn fingerprint(plan: &PlanVersion, standards: &[Standard], methods: &[ControlMethod]) -> String {
    let standards: Vec<_> = standards.iter().map(|it| (&it.title, &it.measure, &it.tolerance, it.due_on)).collect();
    let methods: Vec<_> = methods.iter().map(|it| (&it.title, &it.frequency, &it.who)).collect();
    sha256(&serde_json::json!([plan.id, standards, methods]).to_string())
}
