//! What was typed about a follow-up, checked.

use super::changes::NewCare;
use crate::contracts::forms::optional_day;
use crate::web::Form;

/// A follow-up as typed.
pub fn care(form: &mut Form) -> NewCare {
    NewCare {
        on: form.date("on_day"),
        with_whom: form.optional_line("with_whom", 60),
        condition: form.text("condition", 1000),
        satisfaction: form
            .choice("satisfaction", |code| code.parse().ok().filter(|it: &i32| (1..=5).contains(it)))
            .unwrap_or(1),
        complaint: form.optional_text("complaint", 1000),
        chance: form.optional_text("chance", 1000),
        next_on: optional_day(form, "next_on"),
    }
}
