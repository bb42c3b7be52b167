use std::{fmt, iter::successors, str::FromStr};

use chrono::{Datelike, Days, NaiveDate};

use super::month::Month;
use super::week::Week;
use super::working::Calendar;

/// The monthly meeting is held on one of these days of the month, both included.
const MONTHLY_FROM: u32 = 15;
const MONTHLY_TO: u32 = 18;
/// Days for which a holiday may push a weekly meeting; the longest there is pushes it by nine.
const LONGEST_HOLIDAY: u64 = 60;

/// A meeting that recurs by the regulation, called by its week or its month: 2026-W48, 2026-11.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Regular {
    /// 每周业务例会.
    Weekly(Week),
    /// 每月小结会议.
    Monthly(Month),
}

/// What was typed is neither a week nor a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotRegular;

impl Regular {
    /// The day on which it would be held if there were no holidays.
    pub fn plain_day(self) -> NaiveDate {
        match self {
            Regular::Weekly(week) => week.monday(),
            Regular::Monthly(month) => month.day(MONTHLY_FROM).unwrap_or(month.first()),
        }
    }
}

impl fmt::Display for Regular {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Regular::Weekly(week) => week.fmt(f),
            Regular::Monthly(month) => month.fmt(f),
        }
    }
}

impl FromStr for Regular {
    type Err = NotRegular;

    fn from_str(text: &str) -> Result<Regular, NotRegular> {
        let month = || text.parse().map(Regular::Monthly).map_err(|_| NotRegular);
        text.parse().map(Regular::Weekly).or_else(|_| month())
    }
}

impl Calendar {
    /// The day of the weekly meeting (每周业务例会, 14:00) of a week: Monday, or the next working day where Monday is a public
    /// holiday. A long holiday can push two weeks onto one day (Spring Festival 2026: the weeks of 16 and 23 February both
    /// meet on the 24th); see [`Calendar::meeting`].
    pub fn weekly_meeting(&self, week: Week) -> NaiveDate {
        self.next_working(week.monday())
    }

    /// The day of the monthly meeting (每月小结会议): the first working day from the 15th to the 18th, or, if there is
    /// none, the nearest working day before.
    pub fn monthly_meeting(&self, month: Month) -> NaiveDate {
        let before = |days: u32| month.day(MONTHLY_FROM - days).unwrap_or(month.first());
        let first = self.next_working(before(0));
        if month.contains(first) && first.day() <= MONTHLY_TO {
            return first;
        }
        self.previous_working(before(1))
    }

    /// The day of a regular meeting; none for a week that meets together with the following one, because a long holiday pushes
    /// both onto one day.
    pub fn meeting(&self, meeting: Regular) -> Option<NaiveDate> {
        match meeting {
            Regular::Weekly(week) => {
                let day = self.weekly_meeting(week);
                (week.next() == week || self.weekly_meeting(week.next()) != day).then_some(day)
            }
            Regular::Monthly(month) => Some(self.monthly_meeting(month)),
        }
    }

    /// The regular meetings from one day to another, both included, by day; on one day the weekly before the monthly.
    pub fn meetings(&self, from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, Regular)> {
        let earlier = from.checked_sub_days(Days::new(LONGEST_HOLIDAY)).unwrap_or(from);
        let weekly = successors(Some(Week::of(earlier)), |week| Some(week.next()).filter(|next| next != week))
            .take_while(|week| week.monday() <= to)
            .map(Regular::Weekly);
        // A monthly meeting is at most in the month before its own.
        let monthly = successors(Some(Month::of(from)), |month| Some(month.next()).filter(|next| next != month))
            .take_while(|month| month.previous().first() <= to)
            .map(Regular::Monthly);
        let days = weekly.chain(monthly).filter_map(|it| Some((self.meeting(it)?, it)));
        let mut days: Vec<(NaiveDate, Regular)> = days.filter(|(day, _)| (from..=to).contains(day)).collect();
        days.sort();
        days
    }
}
