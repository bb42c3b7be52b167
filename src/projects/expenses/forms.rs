//! What was typed about an expense, checked.

use super::changes::NewExpense;
use crate::error::Complaint;
use crate::lang::Pair;
use crate::web::Form;

/// An expense as typed.
pub fn expense(form: &mut Form) -> NewExpense {
    let line = form.line("line", 60);
    let fen = form.money("amount").0;
    if fen == 0 {
        form.complain("amount", Complaint::Said(Pair("金额应大于零。", "The amount must be above zero.")));
    }
    NewExpense { line, on_day: form.date("on_day"), fen, note: form.line("note", 200) }
}
