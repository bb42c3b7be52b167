//! What was typed about consultations, checked.

use super::changes::{Answer, NewConsultation};
use crate::web::Form;

/// A consultation with its first question.
pub fn consultation(form: &mut Form) -> NewConsultation {
    NewConsultation { title: form.line("title", 100), background: form.text("background", 4000), question: question(form) }
}

/// A question.
pub fn question(form: &mut Form) -> String {
    form.text("question", 4000)
}

/// The information that is given, and where it comes from.
pub fn answer(form: &mut Form) -> Answer {
    Answer { answer: form.text("answer", 4000), sources: form.optional_text("sources", 1000) }
}

/// What the asker decided.
pub fn decision(form: &mut Form) -> String {
    form.text("decision", 4000)
}
