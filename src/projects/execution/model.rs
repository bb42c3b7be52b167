//! What is recorded while a plan is carried out: progress of its milestones, actual figures of its indicators.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::recorded;
use crate::store::schema::{actuals, progress_notes};

/// A note on how far a milestone has come.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = progress_notes, treat_none_as_null = true)]
pub struct ProgressNote {
    pub id: String,
    pub project_id: String,
    /// The milestone: a plan step's line, the same in every version of the plan.
    pub line_id: String,
    /// 0 to 100.
    pub percent: i32,
    pub note: String,
    /// The day on which the milestone was reached.
    pub done_on: Option<NaiveDate>,
    pub person_id: String,
    pub noted_at: Moment,
}
recorded!(ProgressNote, progress_notes, project: |row| Some(&row.project_id));

/// What was added to an indicator's actual figure on a day; a correction is negative.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = actuals)]
pub struct Actual {
    pub id: String,
    pub project_id: String,
    pub indicator_id: String,
    pub on_day: NaiveDate,
    /// Hundredths of the metric's unit.
    pub value: i64,
    pub note: String,
    /// 自报: typed in by hand.
    pub self_reported: bool,
    pub person_id: String,
    pub recorded_at: Moment,
}
recorded!(Actual, actuals, project: |row| Some(&row.project_id));
