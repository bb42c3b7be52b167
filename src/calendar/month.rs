use std::{fmt, str::FromStr};

use chrono::{Datelike, Months, NaiveDate};

/// A calendar month, written 2026-10 in addresses and forms; ordered by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    // Kept as a date, so that a month that does not exist cannot be held.
    first: NaiveDate,
}

/// What was typed is not a month of the form 2026-10.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAMonth;

impl Month {
    /// The month `month` (1–12) of `year`; `None` if there is no such month.
    pub fn new(year: i32, month: u32) -> Option<Month> {
        NaiveDate::from_ymd_opt(year, month, 1).map(|first| Month { first })
    }

    /// The month in which `day` lies.
    pub fn of(day: NaiveDate) -> Month {
        // Every month has a first day; the fallback is never taken.
        Month { first: day.with_day(1).unwrap_or(day) }
    }

    /// The year, as in 2026.
    pub fn year(self) -> i32 {
        self.first.year()
    }

    /// The number of the month in its year, 1–12.
    pub fn month(self) -> u32 {
        self.first.month()
    }

    /// Its first day.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// Its last day, the 28th to the 31st.
    pub fn last(self) -> NaiveDate {
        let following = self.first.checked_add_months(Months::new(1));
        following.and_then(|first| first.pred_opt()).unwrap_or(NaiveDate::MAX)
    }

    /// Its `day`th day; `None` if it has none, as 30 in February.
    pub fn day(self, day: u32) -> Option<NaiveDate> {
        self.first.with_day(day)
    }

    /// The following month; the last representable one is followed by itself.
    pub fn next(self) -> Month {
        let first = self.first.checked_add_months(Months::new(1));
        first.map_or(self, |first| Month { first })
    }

    /// The month before (上月); the first representable one is preceded by itself.
    pub fn previous(self) -> Month {
        let first = self.first.checked_sub_months(Months::new(1));
        first.map_or(self, |first| Month { first })
    }

    /// Whether `day` lies in the month.
    pub fn contains(self, day: NaiveDate) -> bool {
        Month::of(day) == self
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl FromStr for Month {
    type Err = NotAMonth;

    /// Reads exactly what `Display` writes for the years 0000 to 9999: one month has one address.
    fn from_str(text: &str) -> Result<Month, NotAMonth> {
        let (year, month) = text.split_once('-').ok_or(NotAMonth)?;
        let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(NotAMonth);
        }
        let year = year.parse().map_err(|_| NotAMonth)?;
        let month = month.parse().map_err(|_| NotAMonth)?;
        Month::new(year, month).ok_or(NotAMonth)
    }
}
