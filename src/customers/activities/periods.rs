//! The periods that a list of activities can be limited to.

use chrono::{Days, NaiveDate};

use crate::calendar::{Month, monday_of};
use crate::words;

words! {
    /// A period, as seen from today.
    pub enum Period {
        Today = "today", "今天", "Today";
        Week = "week", "本周", "This week";
        LastWeek = "last_week", "上周", "Last week";
        Month = "month", "本月", "This month";
        LastMonth = "last_month", "上月", "Last month";
        All = "all", "全部", "All";
    }
}

impl Period {
    /// Its first and last day; none where there is no limit.
    pub fn days(self, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let monday = monday_of(today);
        let month = crate::calendar::Month::of(today);
        let before = |day: NaiveDate, days: u64| day.checked_sub_days(Days::new(days)).unwrap_or(day);
        let after = |day: NaiveDate, days: u64| day.checked_add_days(Days::new(days)).unwrap_or(day);
        let whole = |month: Month| (month.first(), month.last());
        Some(match self {
            Period::Today => (today, today),
            Period::Week => (monday, after(monday, 6)),
            Period::LastWeek => (before(monday, 7), before(monday, 1)),
            Period::Month => whole(month),
            Period::LastMonth => whole(month.previous()),
            Period::All => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_begins_and_ends_where_the_calendar_says() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (today, period, from, to) in [
            ("2026-11-24", Period::Today, "2026-11-24", "2026-11-24"),
            ("2026-11-24", Period::Week, "2026-11-23", "2026-11-29"),
            ("2026-11-29", Period::Week, "2026-11-23", "2026-11-29"),
            ("2026-11-23", Period::LastWeek, "2026-11-16", "2026-11-22"),
            ("2027-01-01", Period::LastWeek, "2026-12-21", "2026-12-27"),
            ("2026-11-24", Period::Month, "2026-11-01", "2026-11-30"),
            ("2027-01-31", Period::LastMonth, "2026-12-01", "2026-12-31"),
        ] {
            assert_eq!(period.days(day(today)), Some((day(from), day(to))), "{today} {period}");
        }
        assert_eq!(Period::All.days(day("2026-11-24")), None);
    }
}
