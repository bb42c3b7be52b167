use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;

use super::*;

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

#[test]
fn the_office_is_closed_on_public_holidays_and_open_on_make_up_days() {
    let calendar = Calendar::builtin();
    // Days of holidays that are not weekends, then a plain weekend.
    let closed = "
        2025-01-01 2025-01-28 2025-02-03 2025-02-04 2025-04-04 2025-05-05 2025-06-02
        2025-10-01 2025-10-06 2025-10-07 2025-10-08 2026-01-02 2026-02-16 2026-02-20
        2026-02-23 2026-04-06 2026-05-04 2026-05-05 2026-06-19 2026-09-25 2026-10-05
        2026-10-07 2027-01-01 2027-02-05 2027-02-08 2027-04-05 2027-06-09 2027-09-15
        2027-10-01 2026-11-21 2026-11-22";
    for day in closed.split_whitespace() {
        assert!(!calendar.is_working(on(day)), "{day}");
    }
    // Make-up days, then the plain days right beside the holidays.
    let open = "
        2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 2026-01-04 2026-02-14
        2026-02-28 2026-05-09 2026-09-20 2026-10-10 2025-01-02 2025-01-27 2025-02-05
        2025-10-09 2026-02-24 2026-09-30 2026-10-08 2027-02-04 2027-02-09 2027-05-03";
    for day in open.split_whitespace() {
        assert!(calendar.is_working(on(day)), "{day}");
    }
}

#[test]
fn the_years_have_as_many_days_off_as_the_notices_give() {
    // (year, days off with their weekends, make-up days, working days of the year)
    for (year, off, made_up, working) in [(2025, 28, 5, 248), (2026, 33, 6, 248)] {
        let calendar = Calendar::builtin();
        let of_kind = |kind| {
            let days = calendar.special_days().iter();
            days.filter(|special| special.day.year() == year && special.kind == kind).count()
        };
        assert_eq!(of_kind(DayKind::Holiday), off, "{year}");
        assert_eq!(of_kind(DayKind::Workday), made_up, "{year}");
        let months = (1..=12).map(|number| Month::new(year, number).unwrap());
        assert_eq!(months.map(|month| calendar.working_days_in(month)).sum::<u32>(), working);
    }
}

#[test]
fn the_coming_year_is_provisional_and_asked_for_from_october() {
    let calendar = Calendar::builtin();
    assert_eq!(calendar.known_years(), [2025, 2026]);
    assert_eq!(calendar.year_facts(2027), YearFacts::Provisional);
    assert_eq!(calendar.year_facts(2028), YearFacts::Unknown);
    let first_of_may = calendar.special(on("2027-05-01")).unwrap();
    assert_eq!((first_of_may.name.as_ref(), first_of_may.provisional), ("劳动节", true));
    let provisional = calendar.special_days().iter().filter(|special| special.provisional);
    assert_eq!(provisional.count(), 13);

    assert_eq!(calendar.missing_year(on("2026-09-30")), None);
    assert_eq!(calendar.missing_year(on("2026-10-01")), Some(2027));
    assert_eq!(calendar.missing_year(on("2027-01-01")), Some(2027));
    assert_eq!(calendar.missing_year(on("2025-12-31")), None);
    assert_eq!(calendar.missing_year(on("2024-06-01")), Some(2024));
}

#[test]
fn a_year_is_known_when_the_administrator_has_confirmed_it_and_not_for_a_single_entry() {
    let confirmed: Calendar = builtin().into_iter().map(|special| SpecialDay { provisional: false, ..special }).collect();
    assert_eq!(confirmed.known_years(), [2025, 2026, 2027]);
    assert_eq!(confirmed.missing_year(on("2026-11-24")), None);

    let outing = SpecialDay::new(on("2028-06-30"), DayKind::Holiday, "司庆".to_string());
    assert_eq!(Calendar::new([outing]).year_facts(2028), YearFacts::Unknown);
}

#[test]
fn a_later_row_for_the_same_day_replaces_the_earlier_one() {
    let off = SpecialDay::new(on("2026-11-24"), DayKind::Holiday, "");
    let back = SpecialDay::new(on("2026-11-24"), DayKind::Workday, "");
    let calendar = Calendar::new([off, back.clone()]);
    assert_eq!(calendar.special_days(), [back]);
    assert!(calendar.is_working(on("2026-11-24")));
    assert_eq!(calendar.add_working_days(on("2026-11-23"), 1), on("2026-11-24"));
}

#[test]
fn due_dates_step_over_holidays_and_use_make_up_days() {
    let calendar = Calendar::builtin();
    for (from, days, due) in [
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-23", 1, "2026-11-24"),
        ("2026-11-23", 5, "2026-11-30"),
        ("2026-11-21", 0, "2026-11-23"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-20", 1, "2026-11-23"),
        // National Day 2025: 8 days off, then Thursday, Friday and a working Saturday.
        ("2025-09-30", 1, "2025-10-09"),
        ("2025-09-30", 3, "2025-10-11"),
        ("2025-09-30", 4, "2025-10-13"),
        ("2025-09-26", 1, "2025-09-28"),
        // Spring Festival 2026: worked on Saturday 14 February, back on Tuesday the 24th.
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-13", 6, "2026-02-28"),
        // Across the end of the year into provisional 2027.
        ("2026-12-31", 1, "2027-01-04"),
    ] {
        assert_eq!(calendar.add_working_days(on(from), days), on(due), "{from} + {days}");
    }
}

#[test]
fn the_nearest_working_day_is_found_on_either_side() {
    let calendar = Calendar::builtin();
    assert_eq!(calendar.next_working(on("2025-10-01")), on("2025-10-09"));
    assert_eq!(calendar.next_working(on("2025-09-28")), on("2025-09-28"));
    assert_eq!(calendar.previous_working(on("2025-10-08")), on("2025-09-30"));
    assert_eq!(calendar.previous_working(on("2026-02-23")), on("2026-02-14"));
    assert_eq!(calendar.previous_working(on("2026-11-23")), on("2026-11-23"));
}

#[test]
fn lateness_counts_working_days_only() {
    let calendar = Calendar::builtin();
    for (due, today, late) in [
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-11-19", 0),
        ("2026-11-20", "2026-11-22", 0),
        ("2026-11-20", "2026-11-23", 1),
        ("2025-09-30", "2025-10-08", 0),
        ("2025-09-30", "2025-10-13", 4),
        ("2025-01-01", "2026-01-01", 248),
    ] {
        assert_eq!(calendar.days_late(on(due), on(today)), late, "{due} .. {today}");
    }
}

#[test]
fn the_weekly_meeting_is_on_monday_or_the_next_working_day() {
    let calendar = Calendar::builtin();
    for (day, meeting) in [
        ("2026-11-23", "2026-11-23"),
        ("2026-11-29", "2026-11-23"),
        ("2025-10-06", "2025-10-09"),
        ("2026-02-16", "2026-02-24"),
        ("2026-02-23", "2026-02-24"),
        ("2026-05-04", "2026-05-06"),
        ("2025-02-03", "2025-02-05"),
    ] {
        assert_eq!(calendar.weekly_meeting(Week::of(on(day))), on(meeting), "{day}");
    }
}

#[test]
fn the_monthly_meeting_is_between_the_15th_and_the_18th_or_before() {
    let calendar = Calendar::builtin();
    for (of, meeting) in [
        ("2026-10", "2026-10-15"),
        ("2026-11", "2026-11-16"),
        ("2026-08", "2026-08-17"),
        // 15 to 18 February 2026 are all Spring Festival; Saturday the 14th is worked.
        ("2026-02", "2026-02-14"),
    ] {
        assert_eq!(calendar.monthly_meeting(month(of)), on(meeting), "{of}");
    }
    let closed = (10..=20).map(|day| {
        let day = NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        SpecialDay::new(day, DayKind::Holiday, "")
    });
    assert_eq!(Calendar::new(closed).monthly_meeting(month("2026-11")), on("2026-11-09"));
}

#[test]
fn two_weeks_that_a_holiday_pushes_onto_one_day_meet_once() {
    let calendar = Calendar::builtin();
    let of = |text: &str| calendar.meeting(text.parse().unwrap());
    // 16 and 23 February 2026 are Spring Festival.
    assert_eq!(of("2026-W08"), None);
    assert_eq!(of("2026-W09"), Some(on("2026-02-24")));
    assert_eq!(of("2026-W10"), Some(on("2026-03-02")));
    assert_eq!(of("2026-02"), Some(on("2026-02-14")));
    let held: Vec<(NaiveDate, String)> = calendar
        .meetings(on("2026-02-09"), on("2026-03-02"))
        .into_iter()
        .map(|(day, meeting)| (day, meeting.to_string()))
        .collect();
    let days = [("2026-02-09", "2026-W07"), ("2026-02-14", "2026-02"), ("2026-02-24", "2026-W09"), ("2026-03-02", "2026-W10")];
    assert_eq!(held, days.map(|(day, meeting)| (on(day), meeting.to_owned())));
}

#[test]
fn a_regular_meeting_is_called_by_its_week_or_month_and_nothing_else() {
    for (text, day) in
        [("2026-W48", "2026-11-23"), ("2026-11", "2026-11-16"), ("2020-W53", "2020-12-28"), ("2026-W01", "2025-12-29")]
    {
        let meeting: Regular = text.parse().unwrap();
        assert_eq!((meeting.to_string(), meeting.plain_day().min(on(day))), (text.to_owned(), meeting.plain_day()));
    }
    assert_eq!("2026-W48".parse::<Week>().map(|it| (it.monday(), it.sunday())), Ok((on("2026-11-23"), on("2026-11-29"))));
    for wrong in
        ["", "2026", "2026-W00", "2027-W53", "2026-W5", "2026-w48", "2026W48", "26-W48", "2026-W４8", "2026-13", "2026-11-23"]
    {
        assert_eq!(wrong.parse::<Regular>(), Err(NotRegular), "{wrong}");
    }
}

#[test]
fn a_month_is_written_as_in_addresses_and_nothing_else_is_read() {
    let october = month("2026-10");
    assert_eq!(october.to_string(), "2026-10");
    assert_eq!((october.year(), october.month()), (2026, 10));
    assert_eq!((october.first(), october.last()), (on("2026-10-01"), on("2026-10-31")));
    assert_eq!(month("2028-02").last(), on("2028-02-29"));
    assert_eq!(month("2026-12").next(), month("2027-01"));
    assert_eq!(month("2027-01").previous(), month("2026-12"));
    assert!(october.contains(on("2026-10-31")) && !october.contains(on("2026-11-01")));
    assert!(!october.contains(on("2025-10-31")));
    assert_eq!(month("2026-02").day(30), None);
    for wrong in ["", "2026", "2026-13", "2026-00", "2026-1", "26-10", "2026-10-01", "+026-10", "２０２６-10", "2026-１"] {
        assert_eq!(wrong.parse::<Month>(), Err(NotAMonth), "{wrong}");
    }
}

#[test]
fn weekdays_have_their_names() {
    assert_eq!((weekday_zh(on("2026-11-23")), weekday_en(on("2026-11-23"))), ("周一", "Mon"));
    assert_eq!((weekday_zh(on("2026-11-29")), weekday_en(on("2026-11-29"))), ("周日", "Sun"));
    assert_eq!(monday_of(on("2026-11-29")), on("2026-11-23"));
    assert_eq!(monday_of(on("2026-11-23")), on("2026-11-23"));
}

#[test]
fn the_edges_of_time_are_stopped_at() {
    let always_closed = (0..).map_while(|n| NaiveDate::MAX.checked_sub_days(chrono::Days::new(n)));
    let always_closed = always_closed.take(400).map(|day| SpecialDay::new(day, DayKind::Holiday, ""));
    for calendar in [Calendar::builtin(), Calendar::default(), Calendar::new(always_closed)] {
        for day in [NaiveDate::MIN, NaiveDate::MAX] {
            calendar.next_working(day);
            calendar.previous_working(day);
            calendar.weekly_meeting(Week::of(day));
            calendar.meeting(Regular::Weekly(Week::of(day)));
            calendar.meetings(day, day);
            calendar.monthly_meeting(Month::of(day));
            calendar.missing_year(day);
            calendar.working_days_in(Month::of(day));
            Month::of(day).next().previous();
            Month::of(day).previous().last();
        }
        assert_eq!(calendar.add_working_days(NaiveDate::MAX, 3), NaiveDate::MAX);
        assert_eq!(calendar.add_working_days(on("2026-01-01"), u32::MAX), NaiveDate::MAX);
        assert_eq!(calendar.working_days_between(NaiveDate::MAX, NaiveDate::MIN), 0);
        assert!(calendar.working_days_between(NaiveDate::MIN, NaiveDate::MAX) > 130_000_000);
    }
    assert_eq!(Month::of(NaiveDate::MAX).last(), NaiveDate::MAX);
    assert_eq!(Month::of(NaiveDate::MAX).next(), Month::of(NaiveDate::MAX));
    assert_eq!(Month::of(NaiveDate::MIN).previous(), Month::of(NaiveDate::MIN));
}

/// Days around the years with special days, and some before and after.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..1800).prop_map(|n| on("2024-06-01") + chrono::Days::new(n))
}

/// The built-in calendar with days thrown in that nobody announced.
fn any_calendar() -> impl Strategy<Value = Calendar> {
    let kind = prop_oneof![Just(DayKind::Holiday), Just(DayKind::Workday)];
    let thrown_in = (any_day(), kind).prop_map(|(day, kind)| SpecialDay::new(day, kind, "x"));
    prop::collection::vec(thrown_in, 0..60).prop_map(|thrown_in| builtin().into_iter().chain(thrown_in).collect())
}

proptest! {
    #[test]
    fn counting_agrees_with_going_through_the_days(
        calendar in any_calendar(), a in any_day(), b in any_day(),
    ) {
        let days = a.iter_days().skip(1).take_while(|day| *day <= b);
        let counted = days.filter(|day| calendar.is_working(*day)).count();
        prop_assert_eq!(calendar.working_days_between(a, b) as usize, counted);
    }

    #[test]
    fn a_due_date_is_a_working_day_just_so_far_away(
        calendar in any_calendar(), a in any_day(), n in 1u32..400,
    ) {
        let due = calendar.add_working_days(a, n);
        prop_assert!(calendar.is_working(due));
        prop_assert_eq!(calendar.working_days_between(a, due), n);
        prop_assert_eq!(calendar.days_late(due, due), 0);
    }

    #[test]
    fn more_days_are_never_due_earlier(
        calendar in any_calendar(), a in any_day(), b in any_day(), n in 0u32..400,
    ) {
        // From a free day, "at once" and "in one working day" are the same day.
        let (sooner, later) = (calendar.add_working_days(a, n), calendar.add_working_days(a, n + 1));
        prop_assert!(sooner < later || (n == 0 && !calendar.is_working(a) && sooner == later));
        let (early, late) = (a.min(b), a.max(b));
        prop_assert!(calendar.add_working_days(early, n) <= calendar.add_working_days(late, n));
    }

    #[test]
    fn the_nearest_working_days_leave_none_out(calendar in any_calendar(), day in any_day()) {
        let (before, after) = (calendar.previous_working(day), calendar.next_working(day));
        prop_assert!(before <= day && day <= after);
        prop_assert!(calendar.is_working(before) && calendar.is_working(after));
        if calendar.is_working(day) {
            prop_assert_eq!((before, after), (day, day));
        } else {
            prop_assert_eq!(calendar.working_days_between(before, after), 1);
        }
    }

    #[test]
    fn meetings_are_on_working_days(calendar in any_calendar(), day in any_day()) {
        let weekly = calendar.weekly_meeting(Week::of(day));
            calendar.meeting(Regular::Weekly(Week::of(day)));
            calendar.meetings(day, day);
        prop_assert!(calendar.is_working(weekly) && weekly >= monday_of(day));
        let monthly = calendar.monthly_meeting(Month::of(day));
        prop_assert!(calendar.is_working(monthly) && monthly <= Month::of(day).day(18).unwrap());
    }

    #[test]
    fn the_meetings_of_a_span_are_those_of_its_days(calendar in any_calendar(), from in any_day(), days in 0u64..120) {
        let to = from + chrono::Days::new(days);
        let all = calendar.meetings(from, to);
        prop_assert!(all.is_sorted());
        for (day, meeting) in &all {
            prop_assert_eq!(calendar.meeting(*meeting), Some(*day));
            prop_assert!((from..=to).contains(day));
        }
        // Split anywhere, no meeting is lost and none is held twice; no two weekly ones fall on one day.
        let middle = from + chrono::Days::new(days / 2);
        let mut parts = calendar.meetings(from, middle);
        parts.extend(calendar.meetings(middle.succ_opt().unwrap(), to));
        prop_assert_eq!(&parts, &all);
        let weekly: Vec<NaiveDate> = all.iter().filter(|it| matches!(it.1, Regular::Weekly(_))).map(|it| it.0).collect();
        prop_assert!(weekly.windows(2).all(|it| it[0] < it[1]));
        // Every week meets, if only together with a later one.
        for week in from.iter_days().take_while(|day| *day <= to).map(Week::of) {
            let day = calendar.weekly_meeting(week);
            prop_assert!(!(from..=to).contains(&day) || weekly.contains(&day), "{}", week);
        }
    }

    #[test]
    fn a_week_survives_being_written(day in any_day()) {
        let week = Week::of(day);
        prop_assert_eq!(week.to_string().parse(), Ok(week));
        prop_assert!(week.contains(day) && week.next().previous() == week);
        prop_assert_eq!(week.sunday().succ_opt().unwrap(), week.next().monday());
    }

    #[test]
    fn a_month_survives_being_written(day in any_day()) {
        let month = Month::of(day);
        prop_assert_eq!(month.to_string().parse(), Ok(month));
        prop_assert!(month.contains(day) && month.next().previous() == month);
        prop_assert_eq!(month.last().succ_opt().unwrap(), month.next().first());
    }
}
