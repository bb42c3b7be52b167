//! Which days a page of the calendar shows, as its address asks for them: a month in whole weeks, or a week.

use chrono::{Datelike, Days, NaiveDate};

use crate::calendar::{Month, Week};
use crate::web::Fields;

/// The years that a calendar can be turned to.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// What a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    Month(Month),
    Week(Week),
}

impl Span {
    /// What an address asks for: `?month=2026-12`, `?week=2026-W50`; the current month where it asks for nothing that there is.
    pub fn asked(query: &Fields, today: NaiveDate) -> Span {
        let week = query.get("week").parse().ok().map(Span::Week);
        let month = || query.get("month").parse().ok().map(Span::Month);
        let asked = week.or_else(month).filter(|it| YEARS.contains(&it.plain_day().year()));
        asked.unwrap_or(Span::Month(Month::of(today)))
    }

    /// A day in its midst, by which its year goes: of a week the Thursday.
    fn plain_day(self) -> NaiveDate {
        match self {
            Span::Month(month) => month.first(),
            Span::Week(week) => week.monday().checked_add_days(Days::new(3)).unwrap_or(week.monday()),
        }
    }

    /// Its first and last day; a month's weeks are whole.
    pub fn days(self) -> (NaiveDate, NaiveDate) {
        match self {
            Span::Month(month) => (Week::of(month.first()).monday(), Week::of(month.last()).sunday()),
            Span::Week(week) => (week.monday(), week.sunday()),
        }
    }

    /// Whether it is a month.
    pub fn is_month(self) -> bool {
        matches!(self, Span::Month(_))
    }

    /// Whether a day belongs to it, and not only to a week that it shares.
    pub fn contains(self, day: NaiveDate) -> bool {
        match self {
            Span::Month(month) => month.contains(day),
            Span::Week(week) => week.contains(day),
        }
    }

    /// The one before.
    pub fn previous(self) -> Span {
        match self {
            Span::Month(month) => Span::Month(month.previous()),
            Span::Week(week) => Span::Week(week.previous()),
        }
    }

    /// The one after.
    pub fn next(self) -> Span {
        match self {
            Span::Month(month) => Span::Month(month.next()),
            Span::Week(week) => Span::Week(week.next()),
        }
    }

    /// The month in which it mostly lies.
    pub fn month(self) -> Month {
        Month::of(self.plain_day())
    }

    /// The week to look at more closely: today's, where it is in there, or the first.
    pub fn week(self, today: NaiveDate) -> Week {
        match self {
            Span::Week(week) => week,
            Span::Month(month) if month.contains(today) => Week::of(today),
            Span::Month(month) => Week::of(month.first()),
        }
    }

    /// Its address.
    pub fn href(self) -> String {
        match self {
            Span::Month(month) => format!("/calendar?month={month}"),
            Span::Week(week) => format!("/calendar?week={week}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> String {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        Span::asked(&Fields::parse(query.as_bytes()), today).href()
    }

    #[test]
    fn an_address_that_asks_for_nothing_there_is_asks_for_this_month() {
        assert_eq!(asked("month=2026-12"), "/calendar?month=2026-12");
        assert_eq!(asked("week=2026-W53"), "/calendar?week=2026-W53");
        assert_eq!(asked("week=2026-W01"), "/calendar?week=2026-W01");
        for odd in ["", "month=2026-13", "month=1999-12", "month=9999-12", "week=2026-W54", "week=2101-W01", "month=x&week=y"] {
            assert_eq!(asked(odd), "/calendar?month=2026-11", "{odd}");
        }
    }

    #[test]
    fn a_month_is_shown_in_whole_weeks() {
        let month: Month = "2026-12".parse().unwrap();
        let (first, last) = Span::Month(month).days();
        assert_eq!((first.to_string(), last.to_string()), ("2026-11-30".into(), "2027-01-03".into()));
        let week: Week = "2026-W53".parse().unwrap();
        assert_eq!(Span::Week(week).month().to_string(), "2026-12");
        assert_eq!(Span::Month(month).week(first).to_string(), "2026-W49");
    }
}
