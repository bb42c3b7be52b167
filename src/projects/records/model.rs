//! What was recorded in a step.

use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::clock::Moment;
use crate::recorded;
use crate::store::schema::step_records;

/// One record of a step. It is never changed: who knows better records again, and the newest counts.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = step_records)]
pub struct StepRecord {
    pub id: String,
    pub project_id: String,
    pub round: i32,
    /// The step's code.
    pub step: String,
    /// What it is about where a step is done thing by thing; empty otherwise.
    pub subject: String,
    pub person_id: String,
    /// A JSON object: the texts of the step's fields by name.
    pub content: String,
    pub recorded_at: Moment,
    pub version: i32,
}
recorded!(StepRecord, step_records, project: |row| Some(&row.project_id), versioned: version);

impl StepRecord {
    /// The texts by field.
    pub fn values(&self) -> Map<String, Value> {
        serde_json::from_str(&self.content).unwrap_or_default()
    }

    /// The text of a field; empty if there is none.
    pub fn value(&self, field: &str) -> String {
        self.values().get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}
