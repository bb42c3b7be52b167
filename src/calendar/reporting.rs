//! When weekly reports are due: at noon of the working day on which the next week begins, before its meeting.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::{Calendar, Week};

/// For how many weeks back a report is still asked for; what is older stays missing.
const BACK: usize = 3;

/// The hour at which the report on a week is due.
pub const NOON: NaiveTime = match NaiveTime::from_hms_opt(12, 0, 0) {
    Some(noon) => noon,
    None => NaiveTime::MIN,
};

/// A week that is reported on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportedWeek {
    pub week: Week,
    /// The first day on which it may be reported on: the last working day in it.
    pub from: NaiveDate,
    /// Until when, by the office's clock.
    pub due: NaiveDateTime,
}

impl Calendar {
    /// How a week is reported on; none where nobody worked in it.
    pub fn reported(&self, week: Week) -> Option<ReportedWeek> {
        let from = self.previous_working(week.sunday());
        let due = self.next_working(week.next().monday()).and_time(NOON);
        week.contains(from).then_some(ReportedWeek { week, from, due })
    }

    /// The weeks whose reports may be asked for on a day, the newest first: this one once it comes to its end, and those before it.
    pub fn reported_weeks(&self, today: NaiveDate) -> [Option<ReportedWeek>; BACK] {
        let mut week = Week::of(today);
        std::array::from_fn(|_| {
            let it = self.reported(week).filter(|it| it.from <= today);
            week = week.previous();
            it
        })
    }

    /// The day that lies so many working days before another.
    pub fn working_days_before(&self, day: NaiveDate, n: u32) -> NaiveDate {
        (0..n).fold(day, |day, _| self.previous_working(day.checked_sub_days(Days::new(1)).unwrap_or(day)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn week(text: &str) -> Week {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_is_reported_on_from_its_last_working_day_until_noon_of_the_next_one() {
        let it = Calendar::builtin().reported(week("2026-W48")).unwrap();
        assert_eq!(it.from, day("2026-11-27"));
        assert_eq!(it.due.to_string(), "2026-11-30 12:00:00");
    }

    #[test]
    fn holidays_move_both_ends_and_a_week_without_work_is_not_reported_on() {
        // National Day 2026: free from Thursday 10-01 to Wednesday 10-07, with a make-up day on Saturday 10-10.
        let calendar = Calendar::builtin();
        let before = calendar.reported(week("2026-W40")).unwrap();
        assert_eq!((before.from, before.due.date()), (day("2026-09-30"), day("2026-10-08")));
        let after = calendar.reported(week("2026-W41")).unwrap();
        assert_eq!((after.from, after.due.date()), (day("2026-10-10"), day("2026-10-12")));
        // Spring Festival 2026: free from Sunday 02-15 to Monday 02-23.
        assert_eq!(calendar.reported(week("2026-W08")), None);
        assert_eq!(calendar.reported(week("2026-W07")).unwrap().due.date(), day("2026-02-24"));
    }

    #[test]
    fn every_week_is_asked_for_from_the_day_on_which_it_may_be_reported_on() {
        let calendar = Calendar::builtin();
        let weeks = |on: &str| -> Vec<String> {
            calendar.reported_weeks(day(on)).iter().flatten().map(|it| it.week.to_string()).collect()
        };
        assert_eq!(weeks("2026-11-26"), ["2026-W47", "2026-W46"]);
        assert_eq!(weeks("2026-11-27"), ["2026-W48", "2026-W47", "2026-W46"]);
        assert_eq!(weeks("2026-11-30"), ["2026-W48", "2026-W47"]);
        for offset in 0..800 {
            let today = day("2026-01-05") + Days::new(offset);
            for it in calendar.reported_weeks(today).iter().flatten() {
                assert!(it.from <= today && it.from < it.due.date() && calendar.is_working(it.due.date()));
            }
        }
    }

    #[test]
    fn counting_working_days_back_undoes_counting_them_forward() {
        let calendar = Calendar::builtin();
        for offset in 0..400 {
            let today = calendar.next_working(day("2026-01-05") + Days::new(offset));
            for n in 0..6 {
                assert_eq!(calendar.working_days_before(calendar.add_working_days(today, n), n), today);
            }
        }
    }
}
