//! What was typed about the office, checked.

use chrono::NaiveDate;

use super::queries::{days_of_step, timed_steps};
use crate::error::Complaint;
use crate::lang::Pair;
use crate::store::office::{Setting, SpecialDayRow};
use crate::web::{Fields, Form};
use crate::words::DayKind;

/// The most working days that anything may be given.
pub const MOST_DAYS: i64 = 60;

/// What the fields of a special day are called, for the page of a late writer.
pub const DAY: &[(&str, Pair)] =
    &[("kind", Pair("种类", "Kind")), ("name", Pair("名称", "Name")), ("provisional", Pair("暂定", "Provisional"))];

/// Special days to be added, from the first to the last.
#[derive(Clone, Debug)]
pub struct Days {
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub kind: DayKind,
    pub name: String,
    pub provisional: bool,
}

/// Days to be added; without a last day it is one.
pub fn days(form: &mut Form) -> Days {
    let first = form.date("first");
    let last = if form.value("last").trim().is_empty() { first } else { form.date("last") };
    let (kind, name, provisional) = day(form);
    Days { first, last, kind, name, provisional }
}

/// Kind and name of a special day, and whether it still waits for the notice.
pub fn day(form: &mut Form) -> (DayKind, String, bool) {
    let kind = form.choice("kind", DayKind::from_code).unwrap_or(DayKind::Holiday);
    (kind, form.line("name", 20), form.ticked("provisional"))
}

/// A special day as its form shows it.
pub fn filled(row: &SpecialDayRow) -> Fields {
    let fields = Fields::default().with("kind", row.kind.code()).with("name", &row.name);
    if row.provisional { fields.with("provisional", "1") } else { fields }
}

/// Whether a setting is a share out of a hundred.
pub fn is_weight(setting: Setting) -> bool {
    setting.code().starts_with("weight.")
}

/// Every setting: shares that add up to a hundred, and working days.
pub fn settings(form: &mut Form) -> Vec<(String, i64)> {
    let mut values = Vec::new();
    for setting in Setting::ALL {
        let (least, most) = match setting {
            Setting::WeeklyHour | Setting::MonthlyHour => (0, 23),
            Setting::WeeklyMinutes | Setting::MonthlyMinutes => (5, 600),
            it if is_weight(*it) => (0, 100),
            _ => (0, MOST_DAYS),
        };
        values.push((setting.code().to_owned(), form.whole(setting.code(), least, most)));
    }
    let sum: i64 = Setting::ALL.iter().zip(&values).filter(|(it, _)| is_weight(**it)).map(|(_, (_, value))| value).sum();
    if sum != 100 && form.complaints.is_empty() {
        form.complain(
            "weights",
            Complaint::Named(
                Pair("四项权重之和应为 100，现在是 {}。", "The four weights must add up to 100; they are {}."),
                sum.to_string(),
            ),
        );
    }
    for (step, _) in timed_steps() {
        let name = days_of_step(step);
        let days = form.whole(&name, 0, MOST_DAYS);
        values.push((name, days));
    }
    values
}
