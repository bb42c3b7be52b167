//! Rows of hand-overs.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::recorded;
use crate::store::schema::{handover_items, handovers};
use crate::words;

words! {
    /// Where a hand-over stands.
    pub enum HandoverState {
        Announced = "announced", "待接收", "To be received";
        Received = "received", "已接收", "Received";
    }
}

/// What one person takes from another, in one act.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = handovers, treat_none_as_null = true)]
pub struct Handover {
    pub id: String,
    /// `YJ-2026-001`.
    pub number: String,
    pub giver_id: String,
    pub taker_id: String,
    pub reason: String,
    /// What the taker should know, in the commander's words.
    pub note: String,
    /// What goes over besides projects, as it stood: a [`Besides`](super::content::Besides).
    pub content: String,
    /// SHA-256 over everything that stands on the sheet.
    pub seal: String,
    /// How many of each,
    pub projects: i32,
    pub customers: i32,
    pub tasks: i32,
    /// and what was outstanding, in fen.
    pub outstanding: i64,
    pub decided_by: String,
    pub acting_for_id: Option<String>,
    /// From then on the taker answers for it.
    pub at: Moment,
    /// Until when both should have confirmed it.
    pub due_on: NaiveDate,
    pub giver_confirmed_at: Option<Moment>,
    pub taker_confirmed_at: Option<Moment>,
    pub version: i32,
}
recorded!(Handover, handovers, versioned: version);

impl Handover {
    /// Its address.
    pub fn href(&self) -> String {
        format!("/handovers/{}", self.number)
    }

    /// Whether the taker has confirmed it.
    pub fn state(&self) -> HandoverState {
        if self.taker_confirmed_at.is_some() { HandoverState::Received } else { HandoverState::Announced }
    }

    /// Whether this person has still to confirm it.
    pub fn waits_for(&self, person: &str) -> bool {
        (self.taker_id == person && self.taker_confirmed_at.is_none())
            || (self.giver_id == person && self.giver_confirmed_at.is_none())
    }
}

/// A project that was handed over, as it stood; never changed, never removed.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = handover_items)]
pub struct HandoverItem {
    pub id: String,
    pub handover_id: String,
    pub project_id: String,
    /// From 1.
    pub position: i32,
    /// A [`Content`](super::content::Content).
    pub content: String,
    /// What was outstanding, in fen.
    pub outstanding: i64,
}
recorded!(HandoverItem, handover_items, project: |row| Some(&row.project_id));
