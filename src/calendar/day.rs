use std::borrow::Cow;

use chrono::{Datelike, Days, NaiveDate, Weekday};

pub use crate::words::DayKind;

/// A day that departs from the usual week; a row of the table that the administrator keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialDay {
    /// The day in the office's time zone.
    pub day: NaiveDate,
    /// Holiday or make-up working day.
    pub kind: DayKind,
    /// The public holiday it belongs to, in Chinese: a make-up day before 国庆节 is named 国庆节 too.
    pub name: Cow<'static, str>,
    /// True while it rests on the law alone, because the State Council's notice for its year is not known here.
    pub provisional: bool,
}

impl SpecialDay {
    /// An announced day; set `provisional` where it is not.
    pub fn new(day: NaiveDate, kind: DayKind, name: impl Into<Cow<'static, str>>) -> SpecialDay {
        SpecialDay { day, kind, name: name.into(), provisional: false }
    }
}

/// Whether a day would be free if there were no special days.
pub(super) fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The Monday of the week in which `day` lies (weeks run Monday to Sunday).
pub fn monday_of(day: NaiveDate) -> NaiveDate {
    let since = Days::new(day.weekday().num_days_from_monday().into());
    day.checked_sub_days(since).unwrap_or(NaiveDate::MIN)
}

/// The weekday as the pages write it after a date: 周一 … 周日.
pub fn weekday_zh(day: NaiveDate) -> &'static str {
    match day.weekday() {
        Weekday::Mon => "周一",
        Weekday::Tue => "周二",
        Weekday::Wed => "周三",
        Weekday::Thu => "周四",
        Weekday::Fri => "周五",
        Weekday::Sat => "周六",
        Weekday::Sun => "周日",
    }
}

/// The weekday for readers of English: Mon … Sun.
pub fn weekday_en(day: NaiveDate) -> &'static str {
    match day.weekday() {
        Weekday::Mon => "Mon",
        Weekday::Tue => "Tue",
        Weekday::Wed => "Wed",
        Weekday::Thu => "Thu",
        Weekday::Fri => "Fri",
        Weekday::Sat => "Sat",
        Weekday::Sun => "Sun",
    }
}
