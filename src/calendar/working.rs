use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::day::{DayKind, SpecialDay, is_weekend};
use super::holidays;
use super::month::Month;

/// Which days the office works: Monday to Friday, except for the special days it was made from.
///
/// Made once from the rows of the table and shared (`Arc`). Every question is answered from one function, the number
/// of working days up to a day, so that a span of years costs no more than a weekend.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    /// By day, each day once.
    days: Vec<SpecialDay>,
    /// For each special day that departs from its weekday: its number (days since the year 1) and by how many working
    /// days the plain week is off up to and including it.
    drift: Vec<(i32, i64)>,
}

impl Calendar {
    /// From rows in any order; of two for the same day the later one counts.
    pub fn new(days: impl IntoIterator<Item = SpecialDay>) -> Calendar {
        let by_day: BTreeMap<NaiveDate, SpecialDay> = days.into_iter().map(|special| (special.day, special)).collect();
        let days: Vec<SpecialDay> = by_day.into_values().collect();
        let mut sum = 0;
        let mut drift = Vec::new();
        for special in &days {
            match (special.kind, is_weekend(special.day)) {
                (DayKind::Holiday, false) => sum -= 1,
                (DayKind::Workday, true) => sum += 1,
                (DayKind::Holiday, true) | (DayKind::Workday, false) => continue,
            }
            drift.push((special.day.num_days_from_ce(), sum));
        }
        Calendar { days, drift }
    }

    /// With the public holidays that the program brings along: see [`builtin`](super::builtin).
    pub fn builtin() -> Calendar {
        Calendar::new(holidays::builtin())
    }

    /// All special days, by day.
    pub fn special_days(&self) -> &[SpecialDay] {
        &self.days
    }

    /// What is special about `day`, if anything.
    pub fn special(&self, day: NaiveDate) -> Option<&SpecialDay> {
        let found = self.days.binary_search_by_key(&day, |special| special.day).ok()?;
        self.days.get(found)
    }

    /// Whether the office works on `day`.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        match self.special(day) {
            Some(special) => special.kind == DayKind::Workday,
            None => !is_weekend(day),
        }
    }

    /// The first working day on or after `day`; `day` itself if it is one.
    pub fn next_working(&self, day: NaiveDate) -> NaiveDate {
        // The working day whose number is one more than of those before `day`.
        self.nth(self.worked_through(day.num_days_from_ce() - 1) + 1)
    }

    /// The last working day on or before `day`; `day` itself if it is one.
    pub fn previous_working(&self, day: NaiveDate) -> NaiveDate {
        self.nth(self.worked_through(day.num_days_from_ce()))
    }

    /// The due date of something that takes `n` working days from `day`: the `n`th working day after it, `day` itself
    /// not counted. With `n` = 0 it is due at once, on the first working day on or after `day`.
    pub fn add_working_days(&self, day: NaiveDate, n: u32) -> NaiveDate {
        match n {
            0 => self.next_working(day),
            n => self.nth(self.worked_through(day.num_days_from_ce()) + i64::from(n)),
        }
    }

    /// How many working days lie after `a`, up to and including `b`; 0 if `b` is not after `a`.
    pub fn working_days_between(&self, a: NaiveDate, b: NaiveDate) -> u32 {
        let (a, b) = (a.num_days_from_ce(), b.num_days_from_ce());
        if b <= a {
            return 0;
        }
        u32::try_from(self.worked_through(b) - self.worked_through(a)).unwrap_or(0)
    }

    /// By how many working days something due on `due` is late (逾期) on `today`: 0 until the end of the due day, and
    /// still 0 on the free days right after it, when there was no occasion yet to make it good.
    pub fn days_late(&self, due: NaiveDate, today: NaiveDate) -> u32 {
        self.working_days_between(due, today)
    }

    /// How many working days `month` has.
    pub fn working_days_in(&self, month: Month) -> u32 {
        let before = self.worked_through(month.first().num_days_from_ce() - 1);
        let through = self.worked_through(month.last().num_days_from_ce());
        u32::try_from(through - before).unwrap_or(0)
    }

    /// Working days from a fixed origin up to and including the day with this number. Never falls, and rises by one
    /// exactly on working days. Day 1, the first of January of the year 1, is a Monday.
    fn worked_through(&self, number: i32) -> i64 {
        let weeks = i64::from(number.div_euclid(7));
        let rest = i64::from(number.rem_euclid(7));
        let passed = self.drift.partition_point(|(day, _)| *day <= number);
        let drift = passed.checked_sub(1).and_then(|last| self.drift.get(last));
        weeks * 5 + rest.min(5) + drift.map_or(0, |(_, sum)| *sum)
    }

    /// The first day up to which `count` working days have been worked: a working day, or an edge of the calendar.
    fn nth(&self, count: i64) -> NaiveDate {
        let mut low = NaiveDate::MIN.num_days_from_ce();
        let mut high = NaiveDate::MAX.num_days_from_ce();
        while low < high {
            let middle = low + (high - low) / 2;
            if self.worked_through(middle) >= count {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        NaiveDate::from_num_days_from_ce_opt(low).unwrap_or(NaiveDate::MAX)
    }
}

impl FromIterator<SpecialDay> for Calendar {
    fn from_iter<I: IntoIterator<Item = SpecialDay>>(days: I) -> Calendar {
        Calendar::new(days)
    }
}
