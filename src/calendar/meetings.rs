use chrono::{Datelike, NaiveDate};

use super::day::monday_of;
use super::month::Month;
use super::working::Calendar;

/// The monthly meeting is held on one of these days of the month, both included.
const MONTHLY_FROM: u32 = 15;
const MONTHLY_TO: u32 = 18;

impl Calendar {
    /// The day of the weekly meeting (每周业务例会, 14:00) of the week in which `day` lies: Monday, or the next working
    /// day where Monday is a public holiday.
    ///
    /// A long holiday can push two weeks onto one day (Spring Festival 2026: the weeks of 16 and 23 February both meet
    /// on the 24th); whoever schedules meetings holds one there.
    pub fn weekly_meeting(&self, day: NaiveDate) -> NaiveDate {
        self.next_working(monday_of(day))
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
}
