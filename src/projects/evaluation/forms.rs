//! What was typed when evaluating, checked.

use super::changes::NewEvaluation;
use super::model::Evaluation;
use crate::lang::Pair;
use crate::web::{Fields, Form};

/// What the fields are called.
pub const EVALUATION: &[(&str, Pair)] = &[
    ("cooperation", Pair("协作", "Cooperation")),
    ("comment", Pair("评语", "Remarks")),
    ("reason", Pair("重述理由", "Why it is restated")),
];

/// Points out of 100 for the cooperation, a comment, and the seal of the figures that were seen.
pub fn evaluation(form: &mut Form) -> NewEvaluation {
    let cooperation = i32::try_from(form.whole("cooperation", 0, 100)).unwrap_or(0);
    NewEvaluation {
        cooperation,
        comment: form.text("comment", 1000),
        reason: form.optional_text("reason", 600),
        seen: Some(form.key("seen")),
    }
}

/// An evaluation as its form shows it.
pub fn evaluated(row: &Evaluation) -> Fields {
    Fields::default()
        .with("cooperation", (row.cooperation / 100).to_string())
        .with("comment", &row.comment)
        .with("reason", &row.reason)
}
