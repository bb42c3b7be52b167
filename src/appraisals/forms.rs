//! What was typed, checked.

use super::changes::NewDecision;
use super::model::ProbationOutcome;
use crate::lang::Pair;
use crate::web::Form;

/// What the fields of a decision are called.
pub const DECISION: &[(&str, Pair)] = &[
    ("outcome", Pair("决定", "Decision")),
    ("until_on", Pair("延长至，或最后工作日", "Extended until, or last day of work")),
    ("decision_reason", Pair("理由", "Reason")),
];

/// How the probation goes on, until when, and why.
pub fn decision(form: &mut Form) -> NewDecision {
    let outcome = form.choice("outcome", ProbationOutcome::from_code);
    let wants_day = !form.value("until_on").trim().is_empty() && outcome != Some(ProbationOutcome::Confirm);
    let until_on = if wants_day { Some(form.date("until_on")) } else { None };
    NewDecision { outcome: outcome.unwrap_or(ProbationOutcome::Extend), until_on, reason: form.text("decision_reason", 1000) }
}
