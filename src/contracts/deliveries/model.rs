//! Rows of deliveries and their counts.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::recorded;
use crate::store::schema::{deliveries, delivery_lines};

/// A delivery (交货) against a supply notice, whole or in part; counted (盘点) at the customer's.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = deliveries, treat_none_as_null = true)]
pub struct Delivery {
    pub id: String,
    /// `JH-2026-017`.
    pub number: String,
    pub notice_id: String,
    pub order_id: String,
    pub project_id: String,
    pub delivered_on: NaiveDate,
    pub carrier: String,
    /// Who took it in.
    pub signed_by: String,
    pub note: String,
    pub person_id: String,
    pub recorded_at: Moment,
    pub counted_on: Option<NaiveDate>,
    pub counted_by: Option<String>,
    pub voided_at: Option<Moment>,
    /// Why it does not count.
    pub reason: String,
    pub version: i32,
}
recorded!(Delivery, deliveries, project: |row| Some(&row.project_id), versioned: version);

impl Delivery {
    /// Its address.
    pub fn href(&self) -> String {
        format!("/deliveries/{}", self.number)
    }

    /// An address below its own.
    pub fn at(&self, place: &str) -> String {
        format!("/deliveries/{}/{place}", self.number)
    }

    /// Whether it counts.
    pub fn stands(&self) -> bool {
        self.voided_at.is_none()
    }
}

/// How much of a line of the order was sent, and how much was found.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = delivery_lines, treat_none_as_null = true)]
pub struct DeliveryLine {
    pub id: String,
    pub delivery_id: String,
    pub order_line_id: String,
    pub position: i32,
    /// Hundredths of the unit.
    pub sent: i64,
    /// Hundredths of the unit; none before it is counted.
    pub counted: Option<i64>,
    /// Why the two differ.
    pub difference: String,
    pub version: i32,
}
recorded!(DeliveryLine, delivery_lines, versioned: version);

impl DeliveryLine {
    /// What was found less what was sent; none before it is counted.
    pub fn off(&self) -> Option<i64> {
        self.counted.map(|counted| counted - self.sent)
    }
}
