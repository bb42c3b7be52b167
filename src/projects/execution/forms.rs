//! What was typed about the execution, checked.

use chrono::NaiveDate;

use crate::error::Complaint;
use crate::lang::Pair;
use crate::web::Form;

/// A progress note as typed.
pub struct Progress {
    /// The milestone's line.
    pub line: String,
    pub percent: i32,
    pub note: String,
    pub done_on: Option<NaiveDate>,
}

/// How far a milestone has come; the day of its completion goes with 100 percent only.
pub fn progress(form: &mut Form) -> Progress {
    let line = form.line("milestone", 60);
    let percent = i32::try_from(form.whole("percent", 0, 100)).unwrap_or(0);
    let note = form.text("note", 600);
    let done_on = match form.value("done_on").trim() {
        "" => None,
        _ => Some(form.date("done_on")),
    };
    if done_on.is_some() && percent < 100 {
        form.complain(
            "done_on",
            Complaint::Said(Pair("进度到 100 才填完成日期。", "The day of completion goes with 100 percent only.")),
        );
    }
    Progress { line, percent, note, done_on }
}

/// A recorded figure as typed.
pub struct Figure {
    pub indicator: String,
    pub on_day: NaiveDate,
    /// Hundredths of the metric's unit.
    pub value: i64,
    pub note: String,
}

/// What was added to an indicator's actual figure; a correction is negative, nothing is no figure.
pub fn figure(form: &mut Form) -> Figure {
    let indicator = form.line("indicator", 60);
    let on_day = form.date("on_day");
    let value = form.signed_quantity("value").0;
    if value == 0 {
        form.complain("value", Complaint::Said(Pair("不能为零。", "Must not be zero.")));
    }
    Figure { indicator, on_day, value, note: form.line("source", 200) }
}
