//! The rules of the alerts: when does something lie outside the tolerance, and which is the first such day if nothing changes.

use chrono::{Days, NaiveDate};

use crate::calendar::Calendar;
use crate::stored;
use crate::words;

words! {
    /// What is watched.
    pub enum Rule {
        Behind = "behind", "落后计划进度", "Behind the planned curve";
        Milestone = "milestone", "里程碑未按期完成", "Milestone missed";
        Payment = "payment", "回款逾期", "Payment overdue";
        Idle = "idle", "长期没有活动", "No activity";
        Budget = "budget", "预算快于进度", "Budget ahead of progress";
    }
}
stored!(Rule);

impl Rule {
    /// Whether its first day outside the tolerance depends on the working days of the calendar.
    pub const fn counts_days(self) -> bool {
        matches!(self, Rule::Milestone | Rule::Payment | Rule::Idle)
    }
}

/// The figures of one thing that is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    pub rule: Rule,
    /// Behind: the target. Payment: what is due, in fen. Budget: what may be spent by the progress made, in fen. Otherwise 0.
    pub wanted: i64,
    /// Behind: what was reached. Payment: what of it was received. Budget: what was spent. Otherwise 0.
    pub found: i64,
    /// Behind: percent of the target. Budget: fen. Otherwise working days.
    pub tolerance: i64,
    /// Behind: where the curve begins. Idle: the day of the last activity. Otherwise the same as `to_on`.
    pub from_on: NaiveDate,
    /// Behind: where the curve ends. Milestone, payment: the due date.
    pub to_on: NaiveDate,
    /// Budget: the planned budget, in fen. Otherwise none.
    pub budget: Option<i64>,
}

impl Watch {
    /// What was to be reached by a day on the straight line from nothing to the target, rounded down. Meant for `Behind`.
    pub fn planned(&self, day: NaiveDate) -> i64 {
        let (elapsed, span) = self.elapsed(day);
        i64::try_from(i128::from(self.wanted) * i128::from(elapsed) / i128::from(span)).unwrap_or(i64::MAX)
    }

    /// Days of the curve that have passed, and all of them (at least one).
    fn elapsed(&self, day: NaiveDate) -> (i64, i64) {
        let span = (self.to_on - self.from_on).num_days().max(1);
        ((day - self.from_on).num_days().clamp(0, span), span)
    }

    /// Whether it lies outside the tolerance on a day.
    pub fn is_outside(&self, day: NaiveDate, calendar: &Calendar) -> bool {
        match self.rule {
            Rule::Behind => {
                let (elapsed, span) = self.elapsed(day);
                let (wanted, found, span) = (i128::from(self.wanted), i128::from(self.found), i128::from(span));
                // planned − found > tolerance % of the target, without a division.
                100 * (wanted * i128::from(elapsed) - found * span) > wanted * i128::from(self.tolerance) * span
            }
            Rule::Milestone => self.days_after(self.to_on, day, calendar),
            Rule::Payment => self.found < self.wanted && self.days_after(self.to_on, day, calendar),
            Rule::Idle => self.days_after(self.from_on, day, calendar),
            Rule::Budget => self.found.saturating_sub(self.wanted) > self.tolerance,
        }
    }

    fn days_after(&self, due: NaiveDate, day: NaiveDate, calendar: &Calendar) -> bool {
        i64::from(calendar.working_days_between(due, day)) > self.tolerance
    }

    /// The first day, from `today` on, on which it lies outside the tolerance if nothing changes; none if it never will.
    pub fn first_day(&self, today: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
        let by_rule = match self.rule {
            Rule::Behind => self.first_behind()?,
            Rule::Payment if self.found >= self.wanted => return None,
            Rule::Milestone | Rule::Payment => self.nth_after(self.to_on, calendar),
            Rule::Idle => self.nth_after(self.from_on, calendar),
            Rule::Budget => return self.is_outside(today, calendar).then_some(today),
        };
        Some(by_rule.max(today))
    }

    /// The first day of the deviation that there is `today`, by the figures that are known now; not before `noticed`, the day on
    /// which it was said. `found_by` gives what was found by the end of a day: something recorded later, but of an earlier
    /// day, can have brought it back within for a while.
    pub fn began(
        &self,
        noticed: NaiveDate,
        today: NaiveDate,
        calendar: &Calendar,
        found_by: impl Fn(NaiveDate) -> i64,
    ) -> NaiveDate {
        let is_outside = |day: NaiveDate| Watch { found: found_by(day), ..*self }.is_outside(day, calendar);
        let back = std::iter::successors(Some(today), NaiveDate::pred_opt);
        back.take_while(|day| *day >= noticed && is_outside(*day)).last().unwrap_or(noticed)
    }

    /// The working day after `due` that is one too many.
    fn nth_after(&self, due: NaiveDate, calendar: &Calendar) -> NaiveDate {
        calendar.add_working_days(due, u32::try_from(self.tolerance).unwrap_or(0).saturating_add(1))
    }

    /// The first day of the curve that is too far above what was reached.
    fn first_behind(&self) -> Option<NaiveDate> {
        let (_, span) = self.elapsed(self.to_on);
        let (wanted, found, span) = (i128::from(self.wanted), i128::from(self.found), i128::from(span));
        if wanted <= 0 {
            return None;
        }
        let elapsed = (wanted * i128::from(self.tolerance) * span + 100 * found * span).div_euclid(100 * wanted) + 1;
        if elapsed > span {
            return None;
        }
        self.from_on.checked_add_days(Days::new(u64::try_from(elapsed.max(0)).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    fn watch(rule: Rule, figures: (i64, i64, i64), from: &str, to: &str) -> Watch {
        let (wanted, found, tolerance) = figures;
        Watch { rule, wanted, found, tolerance, from_on: day(from), to_on: day(to), budget: None }
    }

    #[test]
    fn the_first_day_is_the_one_that_anybody_would_count_to() {
        let calendar = Calendar::builtin();
        for (watch, first) in [
            // A hundred days to a hundred; ten reached, twenty percent allowed: on day 31 the line stands at 31.
            (watch(Rule::Behind, (100, 10, 20), "2026-01-01", "2026-04-11"), Some("2026-02-01")),
            (watch(Rule::Behind, (100, 80, 20), "2026-01-01", "2026-04-11"), None),
            (watch(Rule::Behind, (100, 79, 20), "2026-01-01", "2026-04-11"), Some("2026-04-11")),
            (watch(Rule::Behind, (100, 0, 0), "2026-01-01", "2026-01-01"), Some("2026-01-02")),
            // Due on a Friday, one working day allowed: Monday is in time, Tuesday is not.
            (watch(Rule::Milestone, (0, 0, 1), "2026-11-20", "2026-11-20"), Some("2026-11-24")),
            (watch(Rule::Milestone, (0, 0, 0), "2026-09-30", "2026-09-30"), Some("2026-10-08")),
            (watch(Rule::Payment, (500, 499, 3), "2026-11-20", "2026-11-20"), Some("2026-11-26")),
            (watch(Rule::Payment, (500, 500, 3), "2026-11-20", "2026-11-20"), None),
            (watch(Rule::Idle, (0, 0, 7), "2026-11-02", "2026-11-02"), Some("2026-11-12")),
        ] {
            let calculated = watch.first_day(watch.from_on, &calendar);
            assert_eq!(calculated, first.map(day), "{watch:?}");
        }
    }

    #[test]
    fn money_spent_ahead_of_progress_is_an_alert_on_the_day_it_is_known() {
        let calendar = Calendar::builtin();
        let on_the_edge = watch(Rule::Budget, (30_000, 50_000, 20_000), "2026-11-20", "2026-11-20");
        assert_eq!(on_the_edge.first_day(day("2026-11-20"), &calendar), None);
        let beyond = Watch { found: 50_001, ..on_the_edge };
        assert_eq!(beyond.first_day(day("2026-11-20"), &calendar), Some(day("2026-11-20")));
    }

    #[test]
    fn what_is_recorded_later_moves_the_first_day_to_where_it_lies_outside_by_what_is_known_now() {
        let calendar = Calendar::builtin();
        let (noticed, today) = (day("2026-11-12"), day("2026-11-24"));
        let found = |_| 0;
        // Silent since 2 November, seven days allowed; then a call of the 9th is recorded, one of the 12th, one of today.
        for (last, first) in [
            ("2026-11-02", "2026-11-12"),
            ("2026-11-09", "2026-11-19"),
            ("2026-11-12", "2026-11-24"),
            ("2026-10-20", "2026-11-12"),
        ] {
            let it = watch(Rule::Idle, (0, 0, 7), last, last);
            assert_eq!(it.began(noticed, today, &calendar, found), day(first), "{last}");
        }
        // A hundred days to a hundred, twenty percent allowed, ten reached: behind from day 31 on. Then it is known that twenty
        // more had come on day 25 or 40, and it lies outside since day 51; on day 58 they come too late to change anything.
        let curve = watch(Rule::Behind, (100, 30, 20), "2026-01-01", "2026-04-11");
        for (came, first) in [("2026-01-26", "2026-02-21"), ("2026-02-10", "2026-02-21"), ("2026-02-28", "2026-02-01")] {
            let by = |at: NaiveDate| if at >= day(came) { 30 } else { 10 };
            assert_eq!(curve.began(day("2026-02-01"), day("2026-02-28"), &calendar, by), day(first), "{came}");
        }
    }

    fn any_watch() -> impl Strategy<Value = Watch> {
        let rule = prop::sample::select(Rule::ALL.to_vec());
        (rule, 0i64..100_000, 0i64..120_000, 0i64..40, 0u64..400, 0u64..200).prop_map(
            |(rule, wanted, found, tolerance, start, length)| {
                let from_on = day("2025-10-01") + Days::new(start);
                Watch { rule, wanted, found, tolerance, from_on, to_on: from_on + Days::new(length), budget: None }
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn an_alert_s_first_day_is_the_first_day_outside_the_tolerance(it in any_watch(), later in 0u64..120) {
            let calendar = Calendar::builtin();
            let today = it.from_on + Days::new(later);
            let walked = (0..500).map(|ahead| today + Days::new(ahead)).find(|day| it.is_outside(*day, &calendar));
            prop_assert_eq!(it.first_day(today, &calendar), walked);
        }

        #[test]
        fn what_lies_outside_stays_outside_until_something_is_recorded(it in any_watch(), ahead in 0u64..400) {
            let calendar = Calendar::builtin();
            if let Some(first) = it.first_day(it.from_on, &calendar) {
                prop_assert!(it.is_outside(first + Days::new(ahead), &calendar));
            }
        }

        #[test]
        fn a_stream_of_figures_raises_an_alert_only_outside_the_tolerance(
            it in any_watch(),
            figures in prop::collection::vec((0u64..10, 0i64..2_000), 1..40),
        ) {
            // Every few days something more is reached; looked at again after each, as the program does.
            let calendar = Calendar::builtin();
            let mut watch = Watch { found: 0, ..it };
            let mut today = it.from_on;
            let mut fires = watch.first_day(today, &calendar);
            for (days, more) in figures {
                for _ in 0..days {
                    prop_assert_eq!(fires.is_some_and(|day| day <= today), watch.is_outside(today, &calendar));
                    today = today + Days::new(1);
                }
                watch.found += more;
                fires = watch.first_day(today, &calendar);
            }
        }
    }
}
