use chrono::{Datelike, NaiveDate};

use super::day::DayKind;
use super::working::Calendar;

/// How many days off the law gives everyone since 2025. A notice never names fewer, so a year with fewer is not a whole
/// year but a single day that somebody entered.
const STATUTORY_DAYS: usize = 13;

/// The State Council announces the next year in late October or November; due dates reach into it before that.
const ASK_FROM_MONTH: u32 = 10;

/// How much the calendar knows about a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum YearFacts {
    /// Nothing, or too little to be a year's holidays: every Monday to Friday counts as working.
    Unknown,
    /// Days off by law, without the bridges and make-up days of the notice.
    Provisional,
    /// As the State Council announced it.
    Announced,
}

impl Calendar {
    /// How much is known about `year`. A year counts as announced when it has the days off that the law gives and none
    /// of its special days is provisional any more.
    pub fn year_facts(&self, year: i32) -> YearFacts {
        let mut off = 0;
        let mut provisional = false;
        for special in self.special_days().iter().filter(|special| special.day.year() == year) {
            off += usize::from(special.kind == DayKind::Holiday);
            provisional |= special.provisional;
        }
        match (off >= STATUTORY_DAYS, provisional) {
            (false, _) => YearFacts::Unknown,
            (true, true) => YearFacts::Provisional,
            (true, false) => YearFacts::Announced,
        }
    }

    /// The years whose holidays are known as announced, ascending.
    pub fn known_years(&self) -> Vec<i32> {
        let mut years: Vec<i32> = self.special_days().iter().map(|special| special.day.year()).collect();
        years.dedup();
        years.retain(|year| self.year_facts(*year) == YearFacts::Announced);
        years
    }

    /// The year that the administrator should enter now, because due dates are reckoned wrongly without it: the
    /// current one at any time, the coming one from October on. `None` if all is known.
    pub fn missing_year(&self, today: NaiveDate) -> Option<i32> {
        let this = today.year();
        let coming = (today.month() >= ASK_FROM_MONTH).then_some(this + 1);
        std::iter::once(this).chain(coming).find(|year| self.year_facts(*year) != YearFacts::Announced)
    }
}
