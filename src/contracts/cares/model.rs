//! Rows of after-use care.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::recorded;
use crate::store::schema::cares;

/// How the customer uses the goods (使用或作业情况), asked after delivery.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = cares, treat_none_as_null = true)]
pub struct Care {
    pub id: String,
    pub project_id: String,
    pub customer_id: String,
    pub contract_id: String,
    pub on_day: NaiveDate,
    pub contact_id: Option<String>,
    pub with_whom: String,
    pub condition: String,
    /// 1 to 5.
    pub satisfaction: i32,
    pub complaint: String,
    pub chance: String,
    /// When to ask again.
    pub next_on: Option<NaiveDate>,
    pub person_id: String,
    pub recorded_at: Moment,
    pub version: i32,
}
recorded!(Care, cares, project: |row| Some(&row.project_id), versioned: version);
