//! Rows of orders and their lines.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::progress::OrderState;
use crate::clock::Moment;
use crate::recorded;
use crate::store::schema::{order_lines, orders};

/// What the customer orders under a contract.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = orders, treat_none_as_null = true)]
pub struct Order {
    pub id: String,
    /// `DD-2026-017`.
    pub number: String,
    pub contract_id: String,
    pub project_id: String,
    pub ordered_on: NaiveDate,
    pub wanted_on: NaiveDate,
    pub receiver: String,
    pub phone: String,
    pub place: String,
    pub note: String,
    /// Kept from its lines, notices and deliveries.
    pub state: OrderState,
    /// The sum of its lines, in fen.
    pub fen: i64,
    /// The wanted day as long as something is still to be delivered.
    pub due_on: Option<NaiveDate>,
    /// Why it was cancelled.
    pub reason: String,
    pub person_id: String,
    pub taken_at: Moment,
    pub version: i32,
}
recorded!(Order, orders, project: |row| Some(&row.project_id), versioned: version);

impl Order {
    /// Its address.
    pub fn href(&self) -> String {
        format!("/orders/{}", self.number)
    }

    /// An address below its own.
    pub fn at(&self, place: &str) -> String {
        format!("/orders/{}/{place}", self.number)
    }
}

/// One sort of goods in an order.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = order_lines)]
pub struct OrderLine {
    pub id: String,
    pub order_id: String,
    pub position: i32,
    pub goods: String,
    pub spec: String,
    pub unit: String,
    /// Hundredths of the unit.
    pub quantity: i64,
    /// Fen for one unit.
    pub price_fen: i64,
    pub version: i32,
}
recorded!(OrderLine, order_lines, versioned: version);

impl OrderLine {
    /// What it comes to, in fen.
    pub fn fen(&self) -> i64 {
        super::progress::worth(self.quantity, self.price_fen)
    }

    /// Goods with their specification.
    pub fn name(&self) -> String {
        match self.spec.as_str() {
            "" => self.goods.clone(),
            spec => format!("{} {spec}", self.goods),
        }
    }
}
