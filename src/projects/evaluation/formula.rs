//! The formula of the evaluation: four parts, each the mean of its lines, each line computed from recorded facts alone.
//!
//! * 目标达成: what was reached of each indicator's target, at most all of it.
//! * 及时性: all points for what was done in time, a tenth less for each working day that it was late.
//! * 记录质量: the share of activities that were recorded by the next working day, of those that name the next step, of signed
//!   contracts whose scan is attached.
//! * 协作: what the commander judges; nothing recorded says it.
//!
//! The score is the mean of the parts by their weights; a part without lines does not count and neither does its weight.
//! Everything is in hundredths of a point and rounded down at each step, so that 100 is only what is whole.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::clock::Moment;
use crate::money::share;
/// Which formula projects are evaluated by.
pub use crate::projects::alerts::model::FORMULA;
use crate::words;

/// Which formula months are evaluated by. An evaluation keeps the one it was made by, as it keeps its weights: what is recorded
/// later is held against it by that one, so that it is restated by changed facts and never by a changed formula.
pub const OF_MONTHS: i32 = 2;

/// Whose in a month is what was done on the day on which a project became another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Of whoever had the project at the end of that day: the first formula.
    AtDaysEnd,
    /// Activities of whoever recorded them, finished tasks of whoever had the project when they were done.
    Doers,
}

impl Whose {
    /// By the formula with this number.
    pub const fn by(formula: i32) -> Whose {
        if formula < OF_MONTHS { Whose::AtDaysEnd } else { Whose::Doers }
    }
}

/// All points, in hundredths.
pub const ALL: i64 = 10_000;

/// What a working day costs of something that is late, in hundredths of a point.
pub const LATE: i64 = 1_000;

/// Within how many working days an activity is to be recorded.
pub const RECORD_DAYS: u32 = 1;

words! {
    /// What is evaluated.
    pub enum Part {
        Attainment = "attainment", "目标达成", "Attainment of targets";
        Timeliness = "timeliness", "及时性", "Timeliness";
        Records = "records", "记录质量", "Quality of records";
        Cooperation = "cooperation", "协作", "Cooperation";
    }
}

words! {
    /// What a line is about.
    pub enum Source {
        Indicator = "indicator", "指标", "Indicators";
        Milestone = "milestone", "里程碑", "Milestone";
        Task = "task", "任务", "Task";
        Measure = "measure", "措施", "Measure";
        Recorded = "recorded", "活动及时记录", "Activities recorded in time";
        NextSteps = "next_steps", "活动写明下一步", "Activities with their next step";
        Scans = "scans", "合同附扫描件", "Contracts with their scan";
        Judged = "judged", "总指挥评定", "Judged by the commander";
    }
}

impl Source {
    /// The part that its lines belong to.
    pub const fn part(self) -> Part {
        match self {
            Source::Indicator => Part::Attainment,
            Source::Milestone | Source::Task | Source::Measure => Part::Timeliness,
            Source::Recorded | Source::NextSteps | Source::Scans => Part::Records,
            Source::Judged => Part::Cooperation,
        }
    }
}

words! {
    /// What a row that a line comes from is.
    pub enum RowKind {
        Contract = "contract", "合同", "Contract";
        Receipt = "receipt", "回款", "Receipts";
        Actual = "actual", "自报", "Self-reported";
        Activity = "activity", "客户活动", "Activity";
    }
}

/// A row that a line comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub kind: RowKind,
    /// What it is called: a contract's number, whom an activity was with.
    pub name: String,
    /// Where it is shown.
    pub href: String,
    pub on: NaiveDate,
    /// When it was recorded, where that counts.
    pub recorded_on: Option<NaiveDate>,
    /// What it adds: hundredths of the metric's unit; otherwise 1 if it counts and 0 if not.
    pub value: i64,
}

/// One line of an evaluation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub source: Source,
    /// The number of the project that it belongs to.
    pub project: String,
    /// The indicator, milestone, task or measure that it is about; empty where the source says all.
    pub subject: String,
    /// What it is called, in Chinese and in English.
    pub title: (String, String),
    /// The metric's unit, in Chinese and in English; none for days and counts.
    pub unit: Option<(String, String)>,
    /// What was to be reached, in hundredths of the unit, or how many there are.
    pub target: Option<i64>,
    /// What was reached of it.
    pub actual: Option<i64>,
    pub due: Option<NaiveDate>,
    pub done: Option<NaiveDate>,
    /// When it was dropped without being done.
    pub dropped: Option<NaiveDate>,
    /// By how many working days it was late.
    pub late: Option<u32>,
    /// In hundredths.
    pub points: i64,
    pub rows: Vec<Row>,
}

/// An indicator with everything that adds to it.
#[derive(Clone, Debug)]
pub struct Reached {
    pub id: String,
    pub title: (String, String),
    pub unit: (String, String),
    /// The target, in hundredths of the unit.
    pub value: i64,
    /// From when on it is worked for.
    pub from_on: NaiveDate,
    pub due_on: NaiveDate,
    pub rows: Vec<Row>,
}

impl Reached {
    /// What is to be reached by a day on the straight line from nothing to the target, as the alerts see it.
    pub fn planned(&self, day: NaiveDate) -> i64 {
        let span = (self.due_on - self.from_on).num_days().max(1);
        let elapsed = (day - self.from_on).num_days().clamp(0, span);
        i64::try_from(i128::from(self.value) * i128::from(elapsed) / i128::from(span)).unwrap_or(i64::MAX)
    }
}

/// Something with a due date.
#[derive(Clone, Debug)]
pub struct Dated {
    pub source: Source,
    pub id: String,
    pub title: (String, String),
    pub due: NaiveDate,
    pub done: Option<NaiveDate>,
    /// When it was dropped without being done: it is late up to that day.
    pub dropped: Option<NaiveDate>,
    /// The moment of either: whoever had the project then answers for it.
    pub at: Option<Moment>,
}

/// An activity.
#[derive(Clone, Debug)]
pub struct Noted {
    pub name: String,
    pub href: String,
    pub on: NaiveDate,
    pub recorded_on: NaiveDate,
    /// Whether it names the next step; none where none is wanted, as after a refusal.
    pub next_step: Option<bool>,
}

/// A signed contract.
#[derive(Clone, Debug)]
pub struct Signed {
    pub number: String,
    pub href: String,
    pub on: NaiveDate,
    /// When its scan was attached.
    pub scanned_on: Option<NaiveDate>,
}

/// A time in which a project was somebody's, and the days at whose end it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first of them; none: from the beginning of the project.
    pub from: Option<NaiveDate>,
    /// The last of them; none: it is theirs still.
    pub to: Option<NaiveDate>,
    /// The moment at which it became theirs; none: from the beginning of the project.
    pub since: Option<Moment>,
    /// The moment at which it became another's; none: it is theirs still.
    pub until: Option<Moment>,
}

impl Span {
    /// All days.
    pub const ALL: Span = Span { from: None, to: None, since: None, until: None };

    /// Whether it was theirs on this day.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.begun_by(day) && self.to.is_none_or(|to| day <= to)
    }

    fn begun_by(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day)
    }

    fn begun_at(&self, at: Moment) -> bool {
        self.since.is_none_or(|since| since <= at)
    }

    fn over_at(&self, at: Moment) -> bool {
        self.until.is_some_and(|until| until <= at)
    }
}

/// What was recorded in one project.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The project's number.
    pub project: String,
    /// The days for which somebody answers, in their order; none: for all of them.
    pub theirs: Option<Vec<Span>>,
    pub reached: Vec<Reached>,
    pub dated: Vec<Dated>,
    pub noted: Vec<Noted>,
    pub signed: Vec<Signed>,
}

impl Facts {
    fn spans(&self) -> &[Span] {
        self.theirs.as_deref().unwrap_or(&[Span::ALL])
    }

    /// Whether somebody answers for what was on this day.
    pub fn are_theirs(&self, day: NaiveDate) -> bool {
        self.spans().iter().any(|it| it.contains(day))
    }

    /// The days up to this one for which they answered last: the first, if the project was another's before, and the last.
    fn last_days(&self, until: NaiveDate) -> Option<(Option<NaiveDate>, NaiveDate)> {
        let span = self.spans().iter().rev().find(|it| it.begun_by(until))?;
        Some((span.from, span.to.map_or(until, |to| to.min(until))))
    }

    /// What the straight line wants of an indicator by a day, of the days that are theirs alone.
    fn planned(&self, it: &Reached, until: NaiveDate) -> i64 {
        let begun = self.spans().iter().filter(|span| span.begun_by(until));
        let before = |from: NaiveDate| from.pred_opt().map_or(0, |day| it.planned(day));
        begun.map(|span| it.planned(span.to.map_or(until, |to| to.min(until))) - span.from.map_or(0, before)).sum()
    }
}

/// Which days count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day of a month; none: from the beginning of the project.
    pub from: Option<NaiveDate>,
    /// The last day that counts.
    pub until: NaiveDate,
}

impl Period {
    /// Whether a day lies in it.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && day <= self.until
    }
}

/// The computed lines of one project. Of a whole project the target is the indicator's; of a month it is what the plan's
/// straight line wants by its end. Where the project was another's for a time, only what is theirs counts: what was wanted and
/// reached on the days at whose end it was theirs; what was done or dropped while it was theirs, on the very day of the hand-over
/// too; what another left undone is late from the day on which it became theirs, and for the other up to the day before. Targets
/// count from the month after the one in which it did: a few days say nothing.
pub fn lines(facts: &Facts, period: Period, calendar: &Calendar) -> Vec<Line> {
    let mut all: Vec<Line> = facts.reached.iter().filter_map(|it| attained(facts, it, period)).collect();
    all.extend(facts.dated.iter().filter_map(|it| timely(facts, it, period, calendar)));
    all.extend(recorded(facts, period, calendar));
    all
}

fn blank(facts: &Facts, source: Source) -> Line {
    let (zh, en) = (source.name().0.to_owned(), source.name().1.to_owned());
    Line {
        source,
        project: facts.project.clone(),
        subject: String::new(),
        title: (zh, en),
        unit: None,
        target: None,
        actual: None,
        due: None,
        done: None,
        dropped: None,
        late: None,
        points: 0,
        rows: Vec::new(),
    }
}

fn attained(facts: &Facts, it: &Reached, period: Period) -> Option<Line> {
    let (first, _) = facts.last_days(period.until)?;
    if period.from.zip(first).is_some_and(|(from, first)| first > from) {
        return None;
    }
    let target = if period.from.is_some() { facts.planned(it, period.until) } else { it.value };
    if target <= 0 {
        return None;
    }
    let counts = |row: &&Row| row.on <= period.until && facts.are_theirs(row.on);
    let rows: Vec<Row> = it.rows.iter().filter(counts).cloned().collect();
    let actual = rows.iter().fold(0_i64, |sum, row| sum.saturating_add(row.value));
    Some(Line {
        subject: it.id.clone(),
        title: it.title.clone(),
        unit: Some(it.unit.clone()),
        target: Some(target),
        actual: Some(actual),
        due: Some(it.due_on),
        points: share(actual.max(0), target).unwrap_or(0).min(ALL),
        rows,
        ..blank(facts, Source::Indicator)
    })
}

/// What was done within the period counts, and what is late and not done at its end.
fn timely(facts: &Facts, it: &Dated, period: Period, calendar: &Calendar) -> Option<Line> {
    let settled = it.done.or(it.dropped).filter(|day| *day <= period.until);
    let at = it.at.filter(|_| settled.is_some());
    let begun = |span: &&Span| at.map_or_else(|| span.begun_by(period.until), |at| span.begun_at(at));
    let span = facts.spans().iter().rev().find(begun)?;
    // Whose it was then, theirs it is as it was settled; otherwise they answer for it up to their last day.
    let theirs = settled.filter(|_| at.is_none_or(|at| !span.over_at(at)));
    let (done, dropped) = if theirs.is_some() { (it.done, it.dropped) } else { (None, None) };
    let last = theirs.unwrap_or_else(|| span.to.map_or(period.until, |to| to.min(period.until)));
    let due = span.from.map_or(it.due, |first| it.due.max(first));
    let late = calendar.days_late(due, done.or(dropped).unwrap_or(last));
    let counts = match (done, dropped) {
        (Some(done), _) => period.contains(done),
        (None, Some(dropped)) => late > 0 && period.contains(dropped),
        (None, None) => late > 0 && period.contains(last),
    };
    counts.then(|| Line {
        subject: it.id.clone(),
        title: it.title.clone(),
        due: Some(it.due),
        done,
        dropped,
        late: Some(late),
        points: (ALL - LATE.saturating_mul(late.into())).max(0),
        ..blank(facts, it.source)
    })
}

/// The shares of the records' quality, each where there is anything of it.
fn recorded(facts: &Facts, period: Period, calendar: &Calendar) -> Vec<Line> {
    let noted: Vec<&Noted> = facts.noted.iter().filter(|it| period.contains(it.on)).collect();
    let activity = |it: &Noted, counts: bool| Row {
        kind: RowKind::Activity,
        name: it.name.clone(),
        href: it.href.clone(),
        on: it.on,
        recorded_on: Some(it.recorded_on),
        value: counts.into(),
    };
    let in_time = |it: &Noted| it.recorded_on <= calendar.add_working_days(it.on, RECORD_DAYS);
    let in_time = noted.iter().map(|it| activity(it, in_time(it))).collect();
    let next = noted.iter().filter_map(|it| Some(activity(it, it.next_step?))).collect();
    let scanned = facts.signed.iter().filter(|it| period.contains(it.on)).map(|it| Row {
        kind: RowKind::Contract,
        name: it.number.clone(),
        href: it.href.clone(),
        on: it.on,
        recorded_on: it.scanned_on.filter(|on| *on <= period.until),
        value: it.scanned_on.is_some_and(|on| on <= period.until).into(),
    });
    let all = [(Source::Recorded, in_time), (Source::NextSteps, next), (Source::Scans, scanned.collect())];
    all.into_iter().filter_map(|(source, rows)| counted(facts, source, rows)).collect()
}

fn counted(facts: &Facts, source: Source, rows: Vec<Row>) -> Option<Line> {
    let all = i64::try_from(rows.len()).ok().filter(|all| *all > 0)?;
    let good = rows.iter().map(|row| row.value).sum();
    let points = share(good, all).unwrap_or(0);
    Some(Line { target: Some(all), actual: Some(good), points, rows, ..blank(facts, source) })
}

/// The line of what the commander judges, in whole points out of 100.
pub fn judged(points: i32) -> Line {
    Line { points: i64::from(points) * 100, ..blank(&Facts::default(), Source::Judged) }
}

/// The points of a part, in hundredths: the mean of its lines; none if it has none.
pub fn part(lines: &[Line], part: Part) -> Option<i64> {
    let points: Vec<i64> = lines.iter().filter(|it| it.source.part() == part).map(|it| it.points).collect();
    let count = i64::try_from(points.len()).ok().filter(|count| *count > 0)?;
    Some(points.iter().sum::<i64>() / count)
}

/// The weights of the four parts, in percent, in their order.
pub type Weights = [i32; Part::ALL.len()];

/// The score, in hundredths of a point.
pub fn score(parts: [Option<i64>; Part::ALL.len()], weights: Weights) -> i64 {
    let with_weight = || parts.iter().zip(weights).filter_map(|(points, weight)| Some(((*points)?, i64::from(weight))));
    let whole: i64 = with_weight().map(|(_, weight)| weight).sum();
    if whole <= 0 { 0 } else { with_weight().map(|(points, weight)| points * weight).sum::<i64>() / whole }
}

/// The points of all four parts.
pub fn parts(lines: &[Line]) -> [Option<i64>; Part::ALL.len()] {
    std::array::from_fn(|at| part(lines, Part::ALL[at]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 2).unwrap() + chrono::Duration::days(n)
    }

    fn at(n: i64, hour: u32) -> Moment {
        day(n).and_hms_opt(hour, 0, 0).unwrap()
    }

    /// The days at whose end a project was somebody's; it changes hands at noon.
    fn span(from: Option<i64>, to: Option<i64>) -> Span {
        Span { from: from.map(day), to: to.map(day), since: from.map(|n| at(n, 12)), until: to.map(|n| at(n + 1, 12)) }
    }

    fn row(on: i64, value: i64) -> Row {
        let (name, href) = ("HT-2026-001".to_owned(), String::new());
        Row { kind: RowKind::Receipt, name, href, on: day(on), recorded_on: None, value }
    }

    fn texts() -> (String, String) {
        ("回款额".into(), "Money received".into())
    }

    fn reached(value: i64, rows: Vec<Row>) -> Facts {
        let it = Reached { id: "i".into(), title: texts(), unit: texts(), value, from_on: day(0), due_on: day(100), rows };
        Facts { reached: vec![it], ..Facts::default() }
    }

    fn whole(until: i64) -> Period {
        Period { from: None, until: day(until) }
    }

    #[test]
    fn a_target_gives_its_share_rounded_down_and_never_more_than_all() {
        let calendar = Calendar::builtin();
        for (target, actual, points) in
            [(300, 100, 3_333), (300, 299, 9_966), (300, 300, 10_000), (300, 900, 10_000), (1, 0, 0)]
        {
            let all = lines(&reached(target, vec![row(5, actual)]), whole(10), &calendar);
            assert_eq!(all[0].points, points, "{actual} of {target}");
        }
        // What comes after the last day does not count, and what was taken back makes no negative points.
        assert_eq!(lines(&reached(300, vec![row(11, 300)]), whole(10), &calendar)[0].points, 0);
        assert_eq!(lines(&reached(300, vec![row(5, -50)]), whole(10), &calendar)[0].points, 0);
    }

    #[test]
    fn of_a_month_the_target_is_what_the_straight_line_wants_by_its_end() {
        let calendar = Calendar::builtin();
        let month = Period { from: Some(day(20)), until: day(50) };
        let line = &lines(&reached(1_000, vec![row(10, 200), row(30, 200), row(60, 600)]), month, &calendar)[0];
        assert_eq!((line.target, line.actual, line.points), (Some(500), Some(400), 8_000));
        let early = Period { from: Some(day(-40)), until: day(-10) };
        assert!(lines(&reached(1_000, vec![]), early, &calendar).is_empty(), "nothing is wanted yet");
    }

    #[test]
    fn each_working_day_late_costs_ten_points_until_nothing_is_left() {
        let calendar = Calendar::builtin();
        let either = |done: Option<i64>, dropped: Option<i64>| {
            let at = done.or(dropped).map(|n| at(n, 15));
            let (done, dropped) = (done.map(day), dropped.map(day));
            let it = Dated { source: Source::Milestone, id: "m".into(), title: texts(), due: day(4), done, dropped, at };
            Facts { dated: vec![it], ..Facts::default() }
        };
        let dated = |done: Option<i64>| either(done, None);
        // The due day is a Friday.
        for (done, points) in
            [(Some(0), 10_000), (Some(4), 10_000), (Some(6), 10_000), (Some(7), 9_000), (Some(18), 0), (None, 0)]
        {
            assert_eq!(lines(&dated(done), whole(40), &calendar)[0].points, points, "{done:?}");
        }
        // What was dropped is late up to that day, whenever one looks; in time it says nothing.
        assert_eq!(lines(&either(None, Some(7)), whole(40), &calendar)[0].points, 9_000);
        assert_eq!(lines(&either(None, Some(7)), whole(7), &calendar), lines(&either(None, Some(7)), whole(40), &calendar));
        assert_eq!(lines(&either(None, Some(40)), whole(7), &calendar), lines(&dated(None), whole(7), &calendar));
        assert!(lines(&either(None, Some(3)), whole(40), &calendar).is_empty());
        // What is open and not late yet says nothing.
        assert!(lines(&dated(None), whole(5), &calendar).is_empty());
        // In a month counts what was done in it, or is late at its end.
        let month = Period { from: Some(day(10)), until: day(20) };
        assert!(lines(&dated(Some(3)), month, &calendar).is_empty());
        assert_eq!(lines(&dated(Some(30)), month, &calendar).len(), 1);
    }

    #[test]
    fn of_a_project_that_was_handed_over_each_answers_for_their_own_days() {
        let calendar = Calendar::builtin();
        let month = Period { from: Some(day(20)), until: day(50) };
        let of = |from: Option<i64>, to: Option<i64>, facts: &Facts| {
            let theirs = Some(vec![span(from, to)]);
            lines(&Facts { theirs, ..facts.clone() }, month, &calendar)
        };
        // The first had it to the thirtieth day, the second from then on.
        let money = reached(1_000, vec![row(10, 200), row(30, 200), row(31, 50), row(60, 500)]);
        let first = &of(None, Some(30), &money)[0];
        assert_eq!((first.target, first.actual, first.rows.len()), (Some(300), Some(400), 2));
        assert!(of(Some(31), None, &money).is_empty(), "a few days say nothing");
        let theirs = Some(vec![span(Some(31), None)]);
        let next = Period { from: Some(day(51)), until: day(80) };
        let second = &lines(&Facts { theirs, ..money.clone() }, next, &calendar)[0];
        assert_eq!((second.target, second.actual, second.rows.len()), (Some(500), Some(550), 2));
        // What the first did is not the second's; what the first left undone is late from the day it became the second's.
        let dated_at = |done: Option<i64>, hour: u32| {
            let it = Dated {
                source: Source::Milestone,
                id: "m".into(),
                title: texts(),
                due: day(25),
                done: done.map(day),
                dropped: None,
                at: done.map(|n| at(n, hour)),
            };
            Facts { dated: vec![it], ..Facts::default() }
        };
        let dated = |done: Option<i64>| dated_at(done, 15);
        assert_eq!(of(None, Some(30), &dated(Some(24)))[0].late, Some(0));
        assert!(of(Some(31), None, &dated(Some(24))).is_empty());
        let late = |from: i64, to: i64| Some(calendar.days_late(day(from), day(to)));
        assert_eq!(of(None, Some(30), &dated(Some(35)))[0].late, late(25, 30));
        assert_eq!(of(None, Some(30), &dated(Some(35)))[0].done, None);
        assert_eq!(of(Some(31), None, &dated(Some(35)))[0].late, late(31, 35));
        assert_eq!(of(Some(31), None, &dated(None))[0].late, late(31, 50));
        // On the very day: what was done in the morning is the first's alone, what was done in the afternoon the second's.
        let morning = dated_at(Some(31), 9);
        assert_eq!((of(None, Some(30), &morning)[0].done, of(None, Some(30), &morning)[0].late), (Some(day(31)), late(25, 31)));
        assert!(of(Some(31), None, &morning).is_empty());
        let afternoon = dated(Some(31));
        assert_eq!((of(None, Some(30), &afternoon)[0].done, of(None, Some(30), &afternoon)[0].late), (None, late(25, 30)));
        assert_eq!((of(Some(31), None, &afternoon)[0].done, of(Some(31), None, &afternoon)[0].late), (Some(day(31)), Some(0)));
        // Who had it for hours alone answers for what they did in them.
        let hours = Some(vec![Span { since: Some(at(31, 8)), until: Some(at(31, 12)), ..span(Some(31), Some(30)) }]);
        assert_eq!(lines(&Facts { theirs: hours.clone(), ..morning }, month, &calendar)[0].late, Some(0));
        assert!(lines(&Facts { theirs: hours, ..afternoon }, month, &calendar).is_empty());
        // Of what is after the month they say nothing.
        assert!(of(Some(51), None, &money).is_empty() && of(Some(51), None, &dated(None)).is_empty());
    }

    proptest! {
        #[test]
        fn what_is_wanted_of_all_owners_together_is_what_the_plan_wants(value in 1_i64..1_000_000, handed in 1_i64..99, until in 1_i64..120) {
            let facts = |from, to| Facts { theirs: Some(vec![span(from, to)]), ..reached(value, Vec::new()) };
            let (first, second) = (facts(None, Some(handed - 1)), facts(Some(handed), None));
            let wanted = |it: &Facts| it.planned(&it.reached[0], day(until));
            prop_assert_eq!(wanted(&first) + wanted(&second), first.reached[0].planned(day(until)));
        }
    }

    #[test]
    fn a_part_without_lines_does_not_count_and_neither_does_its_weight() {
        assert_eq!(score([Some(8_000), None, None, Some(5_000)], [50, 20, 15, 15]), (8_000 * 50 + 5_000 * 15) / 65);
        assert_eq!(score([None; 4], [50, 20, 15, 15]), 0);
        assert_eq!(score([Some(10_000); 4], [0; 4]), 0);
    }

    proptest! {
        #[test]
        fn the_score_lies_between_the_lowest_and_the_highest_part(
            points in proptest::array::uniform4(proptest::option::of(0_i64..=10_000)), weights in proptest::array::uniform4(1_i32..100)
        ) {
            let all: Vec<i64> = points.iter().flatten().copied().collect();
            let score = score(points, weights);
            if let (Some(low), Some(high)) = (all.iter().min(), all.iter().max()) {
                prop_assert!(*low <= score && score <= *high);
            }
        }

        #[test]
        fn more_money_never_gives_fewer_points(target in 1_i64..1_000_000, some in 0_i64..1_000_000, more in 0_i64..1_000_000) {
            let calendar = Calendar::builtin();
            let points = |actual| lines(&reached(target, vec![row(1, actual)]), whole(10), &calendar)[0].points;
            prop_assert!(points(some) <= points(some + more));
            prop_assert!((0..=ALL).contains(&points(some)));
        }
    }
}
