//! Days as the office counts them: public holidays, make-up working days, months, due dates and the days of the
//! recurring meetings. Pure dates: the caller says what day it is in the office's time zone.
//!
//! Nothing here panics or loops without end; what would leave the range of [`chrono::NaiveDate`] stops at its edge.

/// One day: what makes it special, what weekday it is.
mod day;

/// A calendar month, the period of the monthly summary.
mod month;

/// A week from Monday to Sunday, the period of the weekly report.
mod week;

/// The public holidays that the program brings along.
mod holidays;

/// The calendar: which days are working days, and arithmetic in working days.
mod working;

/// For which years the public holidays are known.
mod known;

/// The days of the recurring meetings.
mod meetings;

/// When weekly reports are due.
mod reporting;

pub use day::{DayKind, SpecialDay, monday_of, weekday_en, weekday_zh};
pub use holidays::builtin;
pub use known::YearFacts;
pub use meetings::{NotRegular, Regular};
pub use month::{Month, NotAMonth};
pub use reporting::{NOON, ReportedWeek};
pub use week::{NotAWeek, Week};
pub use working::Calendar;

#[cfg(test)]
mod tests;
