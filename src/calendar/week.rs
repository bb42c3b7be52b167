use std::{fmt, str::FromStr};

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::day::monday_of;

/// A week from Monday to Sunday, written 2026-W48 in addresses (ISO 8601); ordered by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    // Kept as a date, so that a week that does not exist cannot be held.
    monday: NaiveDate,
}

/// What was typed is not a week of the form 2026-W48.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAWeek;

impl Week {
    /// The week in which `day` lies.
    pub fn of(day: NaiveDate) -> Week {
        Week { monday: monday_of(day) }
    }

    /// Its Monday.
    pub fn monday(self) -> NaiveDate {
        self.monday
    }

    /// Its Sunday.
    pub fn sunday(self) -> NaiveDate {
        self.monday.checked_add_days(Days::new(6)).unwrap_or(NaiveDate::MAX)
    }

    /// The following week; the last representable one is followed by itself.
    pub fn next(self) -> Week {
        Week { monday: self.monday.checked_add_days(Days::new(7)).unwrap_or(self.monday) }
    }

    /// The week before; the first representable one is preceded by itself.
    pub fn previous(self) -> Week {
        Week { monday: self.monday.checked_sub_days(Days::new(7)).unwrap_or(self.monday) }
    }

    /// Whether `day` lies in the week.
    pub fn contains(self, day: NaiveDate) -> bool {
        Week::of(day) == self
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let week = self.monday.iso_week();
        write!(f, "{:04}-W{:02}", week.year(), week.week())
    }
}

impl FromStr for Week {
    type Err = NotAWeek;

    /// Reads exactly what `Display` writes for the years 0000 to 9999: one week has one address.
    fn from_str(text: &str) -> Result<Week, NotAWeek> {
        let (year, week) = text.split_once("-W").ok_or(NotAWeek)?;
        let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(week, 2) {
            return Err(NotAWeek);
        }
        let (year, week) = (year.parse().map_err(|_| NotAWeek)?, week.parse().map_err(|_| NotAWeek)?);
        let monday = NaiveDate::from_isoywd_opt(year, week, Weekday::Mon).ok_or(NotAWeek)?;
        Ok(Week { monday })
    }
}
