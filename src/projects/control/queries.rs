//! Reading control.

use diesel::prelude::*;

use super::model::Measure;
use crate::error::Result;
use crate::projects::alerts::model::PlanTerms;
use crate::projects::deliberation::model::Standard;
use crate::projects::records::model::StepRecord;
use crate::projects::steps::Step;
use crate::store::Conn;
use crate::store::schema::{measures, plan_terms, plan_versions, standards, step_records};

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

/// What a version of a plan is measured by: the tolerances frozen with it, and its performance standards.
pub fn measured_by(conn: &mut Conn, version: &str) -> Result<(Option<PlanTerms>, Vec<Standard>)> {
    let rows: Vec<(Option<PlanTerms>, Option<Standard>)> = plan_versions::table
        .find(version)
        .left_join(plan_terms::table)
        .left_join(standards::table)
        .order((standards::position, standards::id))
        .select((Option::<PlanTerms>::as_select(), Option::<Standard>::as_select()))
        .load(conn)?;
    let terms = rows.first().and_then(|it| it.0.clone());
    Ok((terms, rows.into_iter().filter_map(|it| it.1).collect()))
}
