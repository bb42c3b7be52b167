//! The page: a month as a sheet of weeks, a week as a list of days.

use actix_web::HttpResponse;
use askama::Template;
use chrono::{Datelike, NaiveDate};

use super::model::{Entry, Subject};
use super::queries::entries;
use super::span::Span;
use crate::calendar::{Month, Week, weekday_en, weekday_zh};
use crate::error::Result;
use crate::lang::{Lang, Pair, counted};
use crate::meetings::schedule::Moved;
use crate::projects::head::late_for;
use crate::web::{Ctx, Fields, Reading, Shell};
use crate::words::DayKind;

/// How many entries a day of the sheet has room for; the rest is a step away, and on paper.
const ROOM: usize = 4;

/// A day and what stands in it.
pub struct Day {
    pub day: NaiveDate,
    pub entries: Vec<Entry>,
    /// What a public holiday or a make-up working day is called, and which of both it is; whether that is not announced yet.
    pub special: Option<(String, DayKind, bool)>,
    pub is_today: bool,
    /// Of the month before or after.
    pub is_outside: bool,
    pub is_working: bool,
}

impl Day {
    /// Whether there is nothing to say of it.
    pub fn is_plain(&self) -> bool {
        self.entries.is_empty() && self.special.is_none() && !self.is_today
    }

    /// How many entries the sheet has no room for.
    pub fn over(&self) -> usize {
        self.entries.len().saturating_sub(ROOM)
    }

    /// Where it is looked at more closely.
    pub fn href(&self) -> String {
        format!("/calendar?week={}#d-{}", Week::of(self.day), self.day)
    }
}

/// The page.
#[derive(Template)]
#[template(path = "diary/show.html")]
pub struct Show {
    s: Shell,
    span: Span,
    weeks: Vec<(Week, Vec<Day>)>,
}

impl Show {
    /// Reads what the address asks for.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Show> {
        let me = r.me.clone();
        let s = r.shell()?;
        let span = Span::asked(query, r.today);
        let all = entries(r, &s, &me, span.days())?;
        Ok(Show { weeks: weeks(&s, span, all), s, span })
    }

    fn title(&self) -> String {
        match (self.span, self.s.lang) {
            (Span::Month(month), lang) => month_name(month, lang),
            (Span::Week(week), Lang::Zh) => format!("{} 年第 {} 周", week_of(week).0, week_of(week).1),
            (Span::Week(week), Lang::En) => format!("Week {} of {}", week_of(week).1, week_of(week).0),
        }
    }

    /// What is in it, in a few words: how many meetings, how much is due.
    fn total(&self) -> String {
        let all = || self.weeks.iter().flat_map(|it| &it.1).filter(|it| !it.is_outside).flat_map(|it| &it.entries);
        let meetings = all().filter(|it| it.meeting.is_some() && !it.is_off()).count();
        let others = all().filter(|it| it.meeting.is_none() && !it.is_done).count();
        match self.s.lang {
            Lang::Zh => format!("会议 {meetings} 次，到期 {others} 项"),
            Lang::En => {
                let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
                format!("{}, {} due", counted(count(meetings), "meeting"), counted(count(others), "item"))
            }
        }
    }

    fn late(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("逾期 {} 件", self.s.late),
            Lang::En => format!("{} overdue", self.s.late),
        }
    }

    fn previous(&self) -> (String, &'static str) {
        let name = if self.span.is_month() { Pair("上月", "Last month") } else { Pair("上周", "Last week") };
        (self.span.previous().href(), self.s.say(name))
    }

    fn next(&self) -> (String, &'static str) {
        let name = if self.span.is_month() { Pair("下月", "Next month") } else { Pair("下周", "Next week") };
        (self.span.next().href(), self.s.say(name))
    }

    /// Back to today: in a month this one, in a week this one.
    fn now(&self) -> (String, bool) {
        let today = self.s.today;
        let now = if self.span.is_month() { Span::Month(Month::of(today)) } else { Span::Week(Week::of(today)) };
        (format!("{}#d-{today}", now.href()), self.span == now)
    }

    /// Month or week: address, name, whether it is the one shown.
    fn views(&self) -> [(String, &'static str, bool); 2] {
        let (month, week) = (Span::Month(self.span.month()), Span::Week(self.span.week(self.s.today)));
        let name = |it: Span| if it.is_month() { Pair("月", "Month") } else { Pair("周", "Week") };
        [month, week].map(|it| (it.href(), self.s.say(name(it)), it.is_month() == self.span.is_month()))
    }

    fn weekdays(&self) -> Vec<(&'static str, bool)> {
        let first = self.weeks.first().map(|it| it.1.iter().map(|it| it.day));
        let name = |day: NaiveDate| (weekday(self.s.lang, day), day.weekday().number_from_monday() > 5);
        first.into_iter().flatten().map(name).collect()
    }

    fn week_name(&self, week: &Week) -> String {
        match self.s.lang {
            Lang::Zh => format!("{} 周", week_of(*week).1),
            Lang::En => format!("W{}", week_of(*week).1),
        }
    }

    /// `15`, and on the first day of a month `12-1`.
    fn number(&self, day: &NaiveDate) -> String {
        if day.day() == 1 { format!("{}-{}", day.month(), day.day()) } else { day.day().to_string() }
    }

    fn clock(&self, it: &Entry) -> String {
        it.starts_at().map_or_else(String::new, |at| self.s.office.zone.local(at).format("%H:%M").to_string())
    }

    fn hours(&self, it: &Entry) -> String {
        let clock = |at| self.s.office.zone.local(at).format("%H:%M").to_string();
        it.meeting.as_ref().map_or_else(String::new, |it| format!("{}–{}", clock(it.starts_at), clock(it.ends_at())))
    }

    fn is_late(&self, it: &Entry) -> bool {
        it.is_late(self.s.today)
    }

    fn late_for(&self, it: &Entry) -> String {
        late_for(&self.s, self.s.days_late(it.day))
    }

    /// The tone of an entry: late, done, or waiting today.
    fn tone(&self, it: &Entry) -> &'static str {
        match () {
            () if self.is_late(it) => "late",
            () if it.is_off() || it.is_done => "",
            () if it.day == self.s.today => "dawn",
            () => "",
        }
    }

    /// What is to be known of an entry besides its title: moved, cancelled, late, done.
    fn mark(&self, it: &Entry) -> Option<&'static str> {
        // That the month's meeting is on the first working day from the 15th on is its plain rule.
        let moved = it.meeting.as_ref().is_some_and(|it| match it.moved {
            Moved::ByHoliday(day) => self.s.office.calendar.special(day).is_some(),
            moved => moved != Moved::No,
        });
        let word = match () {
            () if it.meeting.as_ref().is_some_and(|it| it.is_together()) => Pair("并入下次", "With the next one"),
            () if it.is_off() => Pair("已取消", "Cancelled"),
            () if moved => Pair("已改期", "Moved"),
            () if self.is_late(it) => Pair("逾期", "Overdue"),
            () if it.subject == Subject::Milestone && it.is_done => Pair("已完成", "Done"),
            () => return None,
        };
        Some(self.s.say(word))
    }

    fn special(&self, special: &(String, DayKind, bool)) -> String {
        let (name, kind, provisional) = special;
        let kind = self.s.say(kind.name());
        let provisional = if *provisional { self.s.t("（暂定）", " (provisional)") } else { "" };
        format!("{name} {kind}{provisional}")
    }

    fn subjects(&self) -> Vec<(&'static str, &'static str)> {
        Subject::ALL.iter().map(|it| (it.icon(), self.s.say(it.name()))).collect()
    }

    fn is_empty(&self) -> bool {
        self.weeks.iter().flat_map(|it| &it.1).all(Day::is_plain)
    }
}

/// The days of a page in their weeks, each with its entries, which come in order.
fn weeks(s: &Shell, span: Span, all: Vec<Entry>) -> Vec<(Week, Vec<Day>)> {
    let (first, last) = span.days();
    let mut all = all.into_iter().peekable();
    let mut weeks: Vec<(Week, Vec<Day>)> = Vec::new();
    for day in first.iter_days().take_while(|day| *day <= last) {
        let mut entries = Vec::new();
        while let Some(it) = all.next_if(|it| it.day <= day) {
            entries.push(it);
        }
        let special = s.office.calendar.special(day);
        let it = Day {
            day,
            entries,
            special: special.map(|it| (it.name.clone().into_owned(), it.kind, it.provisional)),
            is_today: day == s.today,
            is_outside: !span.contains(day),
            is_working: s.office.calendar.is_working(day),
        };
        match weeks.last_mut().filter(|(week, _)| week.contains(day)) {
            Some((_, days)) => days.push(it),
            None => weeks.push((Week::of(day), vec![it])),
        }
    }
    weeks
}

fn weekday(lang: Lang, day: NaiveDate) -> &'static str {
    match lang {
        Lang::Zh => weekday_zh(day),
        Lang::En => weekday_en(day),
    }
}

/// Year and number of a week.
fn week_of(week: Week) -> (i32, u32) {
    (week.monday().iso_week().year(), week.monday().iso_week().week())
}

fn month_name(month: Month, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{} 年 {} 月", month.year(), month.month()),
        Lang::En => month.first().format("%B %Y").to_string(),
    }
}

/// `GET /calendar?month=2026-12`, `?week=2026-W50`.
pub async fn show(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| Show::of(r, &query)).await
}
