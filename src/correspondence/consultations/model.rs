//! Rows of consultations.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::recorded;
use crate::store::office::Office;
use crate::store::schema::{consultation_questions, consultations};
use crate::stored;
use crate::words;

words! {
    /// Where a consultation stands.
    pub enum ConsultationState {
        Open = "open", "待答复", "Waits for an answer";
        Answered = "answered", "已答复，待决定", "Answered, to be decided";
        Closed = "closed", "已决定", "Decided";
        Withdrawn = "withdrawn", "已撤回", "Withdrawn";
    }
}
stored!(ConsultationState);

/// One matter on which a member asks for information.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = consultations, treat_none_as_null = true)]
pub struct Consultation {
    pub id: String,
    /// `ZX-2026-001`.
    pub number: String,
    pub asker_id: String,
    pub project_id: Option<String>,
    pub title: String,
    /// What the asker knows already, and what the information is for.
    pub background: String,
    pub state: ConsultationState,
    pub opened_at: Moment,
    /// Since when it waits where it does: for the planning assistants, or for its asker.
    pub since: Moment,
    /// By when the open question is to be answered; none while no question waits.
    pub due_on: Option<NaiveDate>,
    /// When the asker decided, or took it back.
    pub closed_at: Option<Moment>,
    /// What the asker decided; empty before.
    pub decision: String,
    pub version: i32,
}
recorded!(Consultation, consultations, project: |row| row.project_id.as_deref(), versioned: version);

impl Consultation {
    /// Its address.
    pub fn href(&self) -> String {
        format!("/consultations/{}", self.number)
    }

    /// Where its question with this id is answered.
    pub fn answer_href(&self, question: &str) -> String {
        format!("{}/questions/{question}/answer", self.href())
    }
}

/// A question of a consultation, and its answer: information, never a decision.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = consultation_questions, treat_none_as_null = true)]
pub struct Question {
    pub id: String,
    pub consultation_id: String,
    pub question: String,
    pub asked_at: Moment,
    pub due_on: NaiveDate,
    /// Empty until it is given.
    pub answer: String,
    /// Where the information comes from; may be empty.
    pub sources: String,
    pub answered_by: Option<String>,
    pub answered_at: Option<Moment>,
    pub version: i32,
}
recorded!(Question, consultation_questions, versioned: version);

impl Question {
    /// Whether it still waits for its answer.
    pub fn waits(&self) -> bool {
        self.answered_at.is_none()
    }

    /// How many working days its answer took; none while there is none. Answered on the day it was asked: 0.
    pub fn took(&self, office: &Office) -> Option<i64> {
        crate::correspondence::answers::took(office, self.asked_at, self.answered_at)
    }
}
