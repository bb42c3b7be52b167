//! The pages of the office.

use askama::Template;
use chrono::{Datelike, NaiveDate};

use super::forms;
use super::queries::{self, Counts, days_of_step, timed_steps};
use crate::calendar::{Month, YearFacts};
use crate::clock::Moment;
use crate::error::Result;
use crate::lang::{Lang, Pair};
use crate::policy::Deed;
use crate::projects::steps::Step;
use crate::store::health::{Engine, engine};
use crate::store::office::{Setting, SpecialDayRow};
use crate::store::trail::Head;
use crate::web::{Form, Reading, Shell};
use crate::words::DayKind;

/// The sentence about a year whose public holidays are not known as announced.
fn missing_sentence(s: &Shell, year: i32) -> String {
    match s.lang {
        Lang::Zh => format!("{year} 年的放假安排还没有确认，期限按平日计算会有出入。国务院通知发布后请录入并确认。"),
        Lang::En => format!(
            "The public holidays of {year} are not confirmed, so due dates may be off. Enter and confirm them when the notice is out."
        ),
    }
}

/// The calendar's address at the year of a day.
pub fn year_of(day: NaiveDate) -> String {
    format!("/admin/calendar?year={}", day.year())
}

/// How the program is.
#[derive(Template)]
#[template(path = "office/health.html")]
pub struct Health {
    s: Shell,
    engine: Engine,
    head: Head,
    last_change: Option<Moment>,
    counts: Counts,
    missing: Option<i32>,
    now: Moment,
}

impl Health {
    /// Looks at everything an administrator should know.
    pub fn of(r: &mut Reading) -> Result<Health> {
        r.may_see(Deed::KeepOffice)?;
        let now = r.now;
        Ok(Health {
            engine: engine(r)?,
            head: Head::read(r)?,
            last_change: queries::last_change(r)?,
            counts: queries::counts(r, now)?,
            missing: r.office.calendar.missing_year(r.today),
            now,
            s: r.shell()?,
        })
    }

    fn warning(&self, year: &i32) -> String {
        missing_sentence(&self.s, *year)
    }

    fn size(&self) -> String {
        match self.engine.bytes {
            bytes @ ..1_048_576 => format!("{} KB", bytes / 1024),
            bytes => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
        }
    }

    fn short_hash(&self) -> &str {
        self.head.hash.get(..16).unwrap_or("—")
    }

    fn zone(&self) -> &'static str {
        self.s.office.zone.0.name()
    }

    fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}

/// A month of the calendar: how many working days it has, and which days are special.
pub struct MonthOf {
    month: Month,
    working: u32,
    days: Vec<SpecialDayRow>,
}

/// A year's special days.
#[derive(Template)]
#[template(path = "office/calendar.html")]
pub struct Calendar {
    s: Shell,
    form: Form,
    year: i32,
    years: Vec<i32>,
    months: Vec<MonthOf>,
    facts: YearFacts,
    missing: Option<i32>,
}

impl Calendar {
    /// Reads a year; what is no year is this one.
    pub fn of(r: &mut Reading, year: &str, form: Form) -> Result<Calendar> {
        r.may_see(Deed::KeepOffice)?;
        let this = r.today.year();
        let (low, high) = queries::YEARS;
        let year = year.parse().unwrap_or(this).clamp(low, high);
        let days = queries::days_of(r, year)?;
        let calendar = &r.office.calendar;
        let months = queries::months(year)
            .map(|month| MonthOf {
                month,
                working: calendar.working_days_in(month),
                days: days.iter().filter(|row| month.contains(row.day)).cloned().collect(),
            })
            .collect();
        let (facts, missing) = (calendar.year_facts(year), calendar.missing_year(r.today));
        let mut years = queries::years(r)?;
        years.extend([this, this + 1, year]);
        years.sort_unstable();
        years.dedup();
        Ok(Calendar { s: r.shell()?, form, year, years, months, facts, missing })
    }

    fn warning(&self, year: &i32) -> String {
        missing_sentence(&self.s, *year)
    }

    fn is_here(&self, year: &i32) -> bool {
        *year == self.year
    }

    fn title(&self, it: &MonthOf) -> String {
        match self.s.lang {
            Lang::Zh => format!("{} 月", it.month.month()),
            Lang::En => it.month.to_string(),
        }
    }

    fn working(&self, it: &MonthOf) -> String {
        match self.s.lang {
            Lang::Zh => format!("{} 个工作日", it.working),
            Lang::En => format!("{} working days", it.working),
        }
    }

    fn total(&self) -> String {
        let working: u32 = self.months.iter().map(|it| it.working).sum();
        let of = |kind| self.months.iter().flat_map(|it| &it.days).filter(|row| row.kind == kind).count();
        let (off, made_up) = (of(DayKind::Holiday), of(DayKind::Workday));
        match self.s.lang {
            Lang::Zh => format!("全年 {working} 个工作日；放假 {off} 天，调休上班 {made_up} 天"),
            Lang::En => format!("{working} working days in the year; {off} days off, {made_up} make-up working days"),
        }
    }

    /// What is known about the year, and its tone.
    fn known(&self) -> (&'static str, &'static str) {
        match self.facts {
            YearFacts::Announced => ("good", self.s.t("已确认", "Confirmed")),
            YearFacts::Provisional => ("dawn", self.s.t("暂定", "Provisional")),
            YearFacts::Unknown => ("dawn", self.s.t("未录入", "Not entered")),
        }
    }

    fn can_be_confirmed(&self) -> bool {
        self.facts == YearFacts::Provisional
    }

    fn kinds(&self) -> Vec<(&'static str, &'static str)> {
        kinds(&self.s)
    }

    fn removal(&self, row: &SpecialDayRow) -> String {
        match self.s.lang {
            Lang::Zh => format!("从日历中删除 {}「{}」？此后按平日计算。", self.s.day(row.day), row.name),
            Lang::En => {
                format!("Remove {} “{}” from the calendar? It counts as an ordinary day then.", self.s.day(row.day), row.name)
            }
        }
    }

    fn confirmation(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("{} 年的放假和调休都已按通知录入？", self.year),
            Lang::En => format!("Is all of {} entered as in the notice?", self.year),
        }
    }
}

fn kinds(s: &Shell) -> Vec<(&'static str, &'static str)> {
    DayKind::ALL.iter().map(|kind| (kind.code(), s.lang.say(kind.name()))).collect()
}

/// One special day.
#[derive(Template)]
#[template(path = "office/day.html")]
pub struct Day {
    s: Shell,
    form: Form,
    row: SpecialDayRow,
}

impl Day {
    /// The form of a day; with what was typed, if it was refused.
    pub fn of(r: &mut Reading, date: &str, typed: Option<Form>) -> Result<Day> {
        r.may_see(Deed::KeepOffice)?;
        let row = queries::day(r, date)?;
        let filled = forms::filled(&row);
        let form = match typed {
            Some(form) => form.against(&filled, row.version, forms::DAY),
            None => Form::showing(filled, row.version),
        };
        Ok(Day { s: r.shell()?, form, row })
    }

    fn back(&self) -> String {
        year_of(self.row.day)
    }

    fn kinds(&self) -> Vec<(&'static str, &'static str)> {
        kinds(&self.s)
    }
}

/// A line of the form of settings.
pub struct Line {
    name: String,
    text: Pair,
    /// Who answers for the step.
    who: Option<Pair>,
    default: i64,
}

/// Every setting.
#[derive(Template)]
#[template(path = "office/settings.html")]
pub struct Settings {
    s: Shell,
    form: Form,
    weights: Vec<Line>,
    periods: Vec<Line>,
    steps: Vec<Line>,
}

impl Settings {
    /// The form; with what was typed, if it was refused.
    pub fn of(r: &mut Reading, typed: Option<Form>) -> Result<Settings> {
        r.may_see(Deed::KeepOffice)?;
        let filled = queries::filled(&r.office);
        let version = queries::settings_version(&queries::setting_rows(r)?);
        let line = |it: &Setting| Line { name: it.code().into(), text: it.name(), who: None, default: it.default() };
        let (weights, periods) = Setting::ALL.iter().partition::<Vec<_>, _>(|it| forms::is_weight(**it));
        let (weights, periods): (Vec<Line>, Vec<Line>) =
            (weights.into_iter().map(line).collect(), periods.into_iter().map(line).collect());
        let steps: Vec<Line> = timed_steps().map(|(step, days)| step_line(step, days)).collect();
        let labels: Vec<(&str, Pair)> =
            weights.iter().chain(&periods).chain(&steps).map(|it| (it.name.as_str(), it.text)).collect();
        let form = match typed {
            Some(form) => form.against(&filled, version, &labels),
            None => Form::showing(filled, version),
        };
        Ok(Settings { s: r.shell()?, form, weights, periods, steps })
    }

    fn by_default(&self, it: &Line) -> String {
        match self.s.lang {
            Lang::Zh => format!("默认 {}", it.default),
            Lang::En => format!("Default: {}", it.default),
        }
    }

    fn who(&self, it: &Line) -> &'static str {
        it.who.map_or("", |who| self.s.lang.say(who))
    }
}

fn step_line(step: Step, days: u32) -> Line {
    Line { name: days_of_step(step), text: step.name(), who: Some(step.rule().0.name()), default: i64::from(days) }
}
