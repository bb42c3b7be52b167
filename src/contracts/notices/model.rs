//! Rows of supply notices.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::recorded;
use crate::store::schema::{notice_lines, supply_notices};

/// A supply notice (供应通知): who is to supply what of an order, until when and where to.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = supply_notices, treat_none_as_null = true)]
pub struct Notice {
    pub id: String,
    /// `GH-2026-017`.
    pub number: String,
    pub order_id: String,
    pub project_id: String,
    /// The supplier or warehouse that it goes to.
    pub supplier: String,
    pub deliver_by: NaiveDate,
    pub receiver: String,
    pub phone: String,
    pub place: String,
    pub note: String,
    pub issued_by: String,
    pub issued_at: Moment,
    pub withdrawn_at: Option<Moment>,
    /// Why it was withdrawn.
    pub reason: String,
    pub version: i32,
}
recorded!(Notice, supply_notices, project: |row| Some(&row.project_id), versioned: version);

impl Notice {
    /// Its address.
    pub fn href(&self) -> String {
        format!("/notices/{}", self.number)
    }

    /// An address below its own.
    pub fn at(&self, place: &str) -> String {
        format!("/notices/{}/{place}", self.number)
    }

    /// Whether it still holds.
    pub fn stands(&self) -> bool {
        self.withdrawn_at.is_none()
    }
}

/// How much of a line of the order it asks for.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = notice_lines)]
pub struct NoticeLine {
    pub id: String,
    pub notice_id: String,
    pub order_line_id: String,
    pub position: i32,
    /// Hundredths of the unit.
    pub quantity: i64,
}
recorded!(NoticeLine, notice_lines);
