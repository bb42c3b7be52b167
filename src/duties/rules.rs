//! When somebody is reminded by rule, and to whom a duty that is late goes: computed from its due date whenever it is asked, so that
//! nothing has to be wound up again. Nothing is ever approved by the passing of time.

use chrono::NaiveDate;

use crate::calendar::Calendar;
use crate::words;

/// So many working days before it is due somebody is reminded.
pub const BEFORE: [u32; 2] = [3, 1];
/// And then on every so manyth working day that it is late.
pub const EVERY: u32 = 2;

/// A reminder by rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    /// So many working days late.
    Late(u32),
    /// It is due on this day.
    Today,
    /// It is due in so many working days.
    Before(u32),
}

/// Whether somebody is reminded on this day of something that is due on that one: three days and one day before, on the day, and then
/// every second working day. Only on working days.
pub fn call(calendar: &Calendar, due: NaiveDate, today: NaiveDate) -> Option<Call> {
    if !calendar.is_working(today) {
        return None;
    }
    match calendar.days_late(due, today) {
        // What is due on a free day is called on the working day before it, and on the one after it once more, as late.
        0 if due <= today => Some(Call::Today),
        0 => {
            let before = calendar.working_days_between(today, due);
            if before == 0 {
                return Some(Call::Today);
            }
            BEFORE.contains(&before).then_some(Call::Before(before))
        }
        late => (late % EVERY == 1 || EVERY == 1).then_some(Call::Late(late)),
    }
}

/// The next day, today excluded, on which somebody is reminded by rule; none within a month.
pub fn next_call(calendar: &Calendar, due: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    today.iter_days().skip(1).take(31).find(|day| call(calendar, due, *day).is_some())
}

words! {
    /// Up to whom a duty has gone.
    pub enum Level {
        Person = "person", "本人", "Their own";
        Coordinator = "coordinator", "已升级到销售计调", "Gone to the coordinator";
        Commander = "commander", "已升级到总指挥", "Gone to the commander";
    }
}

/// After how many working days late a duty goes to the coordinator, and to the commander's desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ladder {
    pub coordinator: u32,
    pub commander: u32,
}

impl Ladder {
    /// Up to whom something has gone that is so many working days late.
    pub fn level(self, late: u32) -> Level {
        match late {
            late if late >= self.commander.max(1) => Level::Commander,
            late if late >= self.coordinator.max(1) => Level::Coordinator,
            _ => Level::Person,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn calls(due: &str, from: &str, days: u64) -> Vec<(String, Call)> {
        let calendar = Calendar::builtin();
        let each = |offset| {
            let on = day(from) + Days::new(offset);
            call(&calendar, day(due), on).map(|call| (on.format("%m-%d").to_string(), call))
        };
        (0..days).filter_map(each).collect()
    }

    #[test]
    fn three_days_and_one_day_before_on_the_day_and_then_every_second_working_day() {
        // A Thursday: the days before it go over no weekend, those after it do.
        let expected = [
            ("11-23", Call::Before(3)),
            ("11-25", Call::Before(1)),
            ("11-26", Call::Today),
            ("11-27", Call::Late(1)),
            ("12-01", Call::Late(3)),
            ("12-03", Call::Late(5)),
        ];
        let expected: Vec<(String, Call)> = expected.iter().map(|(day, call)| ((*day).to_owned(), *call)).collect();
        assert_eq!(calls("2026-11-26", "2026-11-16", 18), expected);
    }

    #[test]
    fn holidays_are_passed_over_and_what_is_due_in_them_is_called_on_the_last_day_before() {
        // National Day: free from 10-01 to 10-07. Due in the middle of it.
        let expected =
            [("09-25", None), ("09-28", Some(Call::Before(2))), ("09-29", Some(Call::Before(1))), ("09-30", Some(Call::Today))];
        for (on, wanted) in expected {
            let found = call(&Calendar::builtin(), day("2026-10-04"), day(&format!("2026-{on}")));
            let wanted = wanted.filter(|it| *it != Call::Before(2));
            assert_eq!(found, wanted, "{on}");
        }
        assert_eq!(
            calls("2026-10-04", "2026-10-01", 10),
            [("10-08".to_owned(), Call::Late(1)), ("10-10".to_owned(), Call::Late(3))]
        );
    }

    #[test]
    fn whatever_is_due_is_called_three_times_up_to_its_day_and_never_silent_for_three_working_days_after_it() {
        let calendar = Calendar::builtin();
        for offset in 0..500 {
            let due = calendar.next_working(day("2026-01-05") + Days::new(offset));
            let early = calendar.working_days_before(due, 10);
            let before = early.iter_days().take_while(|on| *on <= due).filter(|on| call(&calendar, due, *on).is_some());
            assert_eq!(before.count(), 3, "{due}");
            let mut silent = 0;
            for on in due.iter_days().skip(1).take(40).filter(|on| calendar.is_working(*on)) {
                silent = if call(&calendar, due, on).is_some() { 0 } else { silent + 1 };
                assert!(silent < 2, "{due} is silent on {on}");
            }
            let next = next_call(&calendar, due, early).expect("a next one");
            assert!(next > early && call(&calendar, due, next).is_some());
        }
    }

    #[test]
    fn a_duty_goes_up_step_by_step_and_never_down_with_time() {
        let ladder = Ladder { coordinator: 2, commander: 5 };
        let levels: Vec<Level> = (0..7).map(|late| ladder.level(late)).collect();
        use Level::*;
        assert_eq!(levels, [Person, Person, Coordinator, Coordinator, Coordinator, Commander, Commander]);
        // Whatever an administrator sets, what is not late is nobody's but their own.
        for (coordinator, commander) in [(0, 0), (5, 2), (1, 1)] {
            let ladder = Ladder { coordinator, commander };
            assert_eq!(ladder.level(0), Person);
            assert!((0..20).all(|late| ladder.level(late) <= ladder.level(late + 1)));
        }
    }
}
