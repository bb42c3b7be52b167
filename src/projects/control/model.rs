//! What a control round resolves.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::recorded;
use crate::store::schema::measures;

/// A measure with a person and a date; it is their task until its result is recorded.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = measures, treat_none_as_null = true)]
pub struct Measure {
    pub id: String,
    pub project_id: String,
    /// The round that it opened.
    pub round: i32,
    pub what: String,
    pub person_id: String,
    pub due_on: NaiveDate,
    pub result: Option<String>,
    pub done_at: Option<Moment>,
    pub created_at: Moment,
}
recorded!(Measure, measures, project: |row| Some(&row.project_id));
