//! What a deliberation leaves: opinions with their defence, performance standards, methods of control.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::recorded;
use crate::store::schema::{control_methods, opinions, standards};
use crate::stored;
use crate::words;

words! {
    /// How a professional stands to a plan; advice, never a decision.
    pub enum Stance {
        Against = "against", "反对", "Against";
        Conditional = "conditional", "有条件赞成", "Conditional";
        For = "for", "赞成", "For";
    }
}
stored!(Stance);

/// A professional's opinion on one version of a plan, and the owner's defence.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = opinions, treat_none_as_null = true)]
pub struct Opinion {
    pub id: String,
    pub project_id: String,
    pub round: i32,
    pub plan_version_id: String,
    pub person_id: String,
    pub stance: Stance,
    pub reason: String,
    /// On what condition they are for it.
    pub condition: String,
    pub given_at: Moment,
    pub defence: Option<String>,
    pub defended_by: Option<String>,
    pub defended_at: Option<Moment>,
    pub version: i32,
}
recorded!(Opinion, opinions, project: |row| Some(&row.project_id), versioned: version);

/// A performance standard (业绩标准) that the execution will be judged by.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = standards)]
pub struct Standard {
    pub id: String,
    pub plan_version_id: String,
    pub position: i32,
    pub title: String,
    /// What counts as reached.
    pub measure: String,
    /// What deviation is still acceptable.
    pub tolerance: String,
    pub due_on: NaiveDate,
    pub version: i32,
}
recorded!(Standard, standards, versioned: version);

/// A method of control (控制办法).
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = control_methods)]
pub struct ControlMethod {
    pub id: String,
    pub plan_version_id: String,
    pub position: i32,
    pub title: String,
    pub frequency: String,
    pub who: String,
    pub version: i32,
}
recorded!(ControlMethod, control_methods, versioned: version);
