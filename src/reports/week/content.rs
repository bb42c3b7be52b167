//! What is told of a member's week, as it stands or stood: words by their codes, so that it reads in both languages; amounts in fen.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A project by number and name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Named {
    pub number: String,
    pub name: String,
}

/// What is told of a member.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Member {
    pub username: String,
    pub name: String,
    /// What they reported of it themselves.
    pub report: Option<Told>,
    /// Stage moves of projects that were theirs then.
    pub moves: Vec<Moved>,
    /// Activities that they recorded, by kind: its code and how many.
    pub activities: Vec<(String, i64)>,
    /// How many customers those were with.
    pub customers: i64,
    /// Contracts that were signed in projects that were theirs then.
    pub contracts: Vec<Signed>,
    /// Money that was received in them, in fen.
    pub received: i64,
    /// The steps of projects that they did.
    pub done: Vec<Did>,
    /// What they did for others, by its word, and how often. What it was about is told to those whom it concerns.
    pub served: Vec<(String, i64)>,
    /// Tasks that wait for them by name: what is late, and what becomes due.
    pub late: Vec<Step>,
    pub due: Vec<Step>,
    /// Resolutions of theirs that are late,
    pub resolutions: Vec<Resolved>,
    /// and the days by which they had to confirm answers to their requests and have not.
    pub unconfirmed: Vec<NaiveDate>,
    /// Deviations of their projects that nobody has answered.
    pub alerts: Vec<Fired>,
}

/// What a member wrote of the week in their weekly report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// The report's number.
    pub number: String,
    pub summary: String,
    /// What hinders.
    pub problems: String,
}

/// A project went from one stage to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Moved {
    pub project: Named,
    /// The code of the move, and of the state that it led to.
    pub code: String,
    pub to: String,
    pub on: NaiveDate,
}

/// A contract that was signed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Signed {
    pub number: String,
    pub title: String,
    pub customer: String,
    pub fen: i64,
}

/// A step of a project that was done.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Did {
    pub project: Named,
    /// The code of a step, or the word of another task.
    pub step: String,
}

/// A resolution that waits to be carried out.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Resolved {
    pub due_on: NaiveDate,
    pub number: String,
    pub content: String,
}

/// An open task.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Step {
    pub due_on: NaiveDate,
    pub project: Named,
    /// The code of a step, or the word of another task.
    pub step: String,
    pub what: String,
}

/// A deviation alert.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Fired {
    pub since: NaiveDate,
    pub project: Named,
    pub rule: String,
    pub title: String,
}
