//! Recording expenses and taking them back.

use chrono::NaiveDate;

use super::model::Expense;
use super::queries;
use crate::error::{Complaint, Error, Result};
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::alerts;
use crate::projects::authority::{self, Matter};
use crate::projects::execution::changes::check_day;
use crate::projects::execution::work::{self, Work};
use crate::projects::model::Project;
use crate::store::Tx;

/// How the form calls what is on no line of the budget.
pub const OTHER: &str = "other";

/// An expense as it was written.
#[derive(Clone, Debug)]
pub struct NewExpense {
    /// The id of a line of the approved plan's budget, or [`OTHER`].
    pub line: String,
    pub on_day: NaiveDate,
    pub fen: i64,
    pub note: String,
}

/// Goes on only if the person may record what is spent in this project, and it is being worked on.
pub fn check(tx: &mut Tx, project: &Project) -> Result<()> {
    work::check(tx, project, Deed::Execute, Work::Carry).map(|_| ())
}

/// Records what was spent. All that is spent stays within the directive's budget, or within what the commander allowed when
/// answering a request, which is attached.
pub fn record(tx: &mut Tx, project: &Project, new: NewExpense) -> Result<()> {
    check(tx, project)?;
    check_day(tx, project, "on_day", new.on_day)?;
    if new.fen <= 0 {
        let above = Pair("金额应大于零。", "The amount must be above zero.");
        return Err(Error::invalid("amount", Complaint::Said(above)));
    }
    let title = match new.line.as_str() {
        OTHER => String::new(),
        id => {
            let line = queries::budget(tx, project)?.into_iter().find(|it| it.id == id);
            line.ok_or_else(|| Error::invalid("line", Complaint::NotAChoice))?.title
        }
    };
    let newest = queries::newest(tx, &project.id)?;
    let said = |it: &Expense| {
        (&it.title, it.on_day, it.fen, &it.note) == (&title, new.on_day, new.fen, &new.note) && it.person_id == tx.who.id
    };
    if newest.is_some_and(|it| said(&it) && it.voided_at.is_none() && tx.pressed_twice(it.recorded_at)) {
        return Ok(());
    }
    let all = queries::spent(tx, &project.id)?.saturating_add(new.fen);
    let request_id = authority::check(tx, project, Matter::Budget, all)?;
    let row = Expense {
        id: tx.new_id()?,
        project_id: project.id.clone(),
        title,
        on_day: new.on_day,
        fen: new.fen,
        note: new.note,
        request_id,
        person_id: tx.who.id.clone(),
        recorded_at: tx.now,
        voided_at: None,
        reason: String::new(),
        version: 1,
    };
    tx.add("spend", &row)?;
    alerts::changes::measured(tx, project)
}

/// Takes an expense back, with the reason.
pub fn void(tx: &mut Tx, project: &Project, before: &Expense, reason: String) -> Result<()> {
    check(tx, project)?;
    if before.voided_at.is_none() {
        let after = Expense { voided_at: Some(tx.now), reason, ..before.clone() };
        tx.change("void_expense", before, after)?;
        alerts::changes::measured(tx, project)?;
    }
    Ok(())
}
