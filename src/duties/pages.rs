//! Who owes what, the longest overdue first; by person, by kind, and how far it has gone up.

use std::collections::BTreeMap;

use askama::Template;
use chrono::{Duration, NaiveDate};

use super::changes::A_DAY;
use super::model::{Duty, DutyKind, Reminder, Who};
use super::queries::{self, Looks, MOST};
use super::rules::{Level, next_call};
use crate::calendar::monday_of;
use crate::error::Result;
use crate::lang::{Lang, Pair, counted};
use crate::people;
use crate::policy::Deed;
use crate::projects::head::late_for;
use crate::web::list::{PAGE, Pager, link};
use crate::web::workbook::{Sheet, Workbook};
use crate::web::{Fields, Reading, Shell};

/// What the address of the list is made of.
const FILTERS: [&str; 4] = ["due", "kind", "who", "level"];

/// People by id: account name and name.
type People = BTreeMap<String, (String, String)>;

/// Somebody and how much they owe: how the list is asked for theirs, their name, how much, how much of it late.
type Debtor = (String, String, usize, usize);

/// The list.
#[derive(Template)]
#[template(path = "duties/index.html")]
pub struct Index {
    s: Shell,
    /// Those of this page.
    duties: Vec<Duty>,
    debtors: Vec<Debtor>,
    reminders: BTreeMap<String, Vec<Reminder>>,
    pager: Pager,
    query: Fields,
    /// Whether there are more than are told at once.
    is_cut: bool,
}

/// From where somebody was reminded: the page of the request that waits, or where the list stood.
pub fn back(key: &str, fields: &Fields) -> String {
    if let Some(number) = key.strip_prefix("request-").filter(|_| fields.get("from") == "page") {
        return format!("/requests/{number}");
    }
    let query = FILTERS.iter().chain(&["page"]).fold(Fields::default(), |all, name| all.set(name, fields.get(name)));
    link("/duties", &query)
}

/// Until which day the duties are due that an address asks for: what is overdue, unless it says otherwise.
fn until(query: &Fields, today: NaiveDate) -> NaiveDate {
    match query.get("due") {
        "today" => today,
        "week" => monday_of(today) + Duration::days(6),
        "all" => queries::FAR,
        _ => today - Duration::days(1),
    }
}

/// The duties that an address asks for, and whether that is not all of them.
fn read(r: &mut Reading, query: &Fields) -> Result<(Vec<Duty>, People, bool)> {
    r.may_see(Deed::Supervise)?;
    let (me, office, today) = (r.me.clone(), r.office.clone(), r.today);
    let mut all = queries::owed(r, Looks::Person(&me), &office, today, until(query, today), MOST)?;
    let is_cut = all.len() >= usize::try_from(MOST).unwrap_or(usize::MAX);
    let people = people::queries::everybody(r)?;
    if let Some(kind) = DutyKind::from_code(query.get("kind")) {
        all.retain(|it| it.kind == kind);
    }
    if let Some(level) = Level::from_code(query.get("level")) {
        all.retain(|it| it.level(&office, today) >= level);
    }
    Ok((all, people, is_cut))
}

/// How the list is asked for somebody's.
fn asked_for(who: &Who, people: &People) -> String {
    match who {
        Who::Person(id) => people.get(id).map_or(String::new(), |it| it.0.clone()),
        Who::Role(role) => format!("@{role}"),
    }
}

/// The most rows of a workbook.
const ROWS: i64 = 100_000;

/// `GET /duties.xlsx`: the same list, all of it.
pub fn workbook(r: &mut Reading, query: &Fields) -> Result<Workbook> {
    r.may_see(Deed::Supervise)?;
    let (me, office, today) = (r.me.clone(), r.office.clone(), r.today);
    let lang = me.lang;
    let head = [
        ("要办什么", "What is to be done"),
        ("关于", "About"),
        ("类别", "Sort"),
        ("谁", "Who"),
        ("期限", "Due"),
        ("逾期（工作日）", "Working days overdue"),
        ("升级", "Gone up to"),
    ];
    let title = lang.of("督办", "Who owes what");
    let mut sheet = Sheet::new(title, &head.map(|(zh, en)| lang.of(zh, en)));
    let people = people::queries::everybody(r)?;
    let level = Level::from_code(query.get("level"));
    let kind = DutyKind::from_code(query.get("kind"));
    for it in queries::owed(r, Looks::Person(&me), &office, today, until(query, today), ROWS)? {
        let is_theirs = query.get("who").is_empty() || asked_for(&it.who, &people) == query.get("who");
        let is_asked = kind.is_none_or(|kind| it.kind == kind) && level.is_none_or(|level| it.level(&office, today) >= level);
        if !is_theirs || !is_asked {
            continue;
        }
        sheet.row(vec![
            it.what(&lang).into(),
            it.about(&lang).into(),
            lang.say(it.kind.name()).into(),
            it.name(&lang).into(),
            it.due_on.into(),
            i64::from(it.late(&office, today)).into(),
            lang.say(it.level(&office, today).name()).into(),
        ]);
    }
    Ok(Workbook::of(title, "duties", sheet))
}

impl Index {
    /// Reads one page of the list.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        let (mut all, people, is_cut) = read(r, query)?;
        let today = r.today;
        let debtors = debtors(&all, &people, r.me.lang, today);
        if !query.get("who").is_empty() {
            all.retain(|it| asked_for(&it.who, &people) == query.get("who"));
        }
        let pager = Pager::of("/duties", query, i64::try_from(all.len()).unwrap_or(0));
        let skip = usize::try_from(pager.offset()).unwrap_or(0);
        let duties: Vec<Duty> = all.into_iter().skip(skip).take(usize::try_from(PAGE).unwrap_or(50)).collect();
        let keys: Vec<&str> = duties.iter().map(|it| it.key.as_str()).collect();
        let reminders = queries::reminders_of(r, &keys)?;
        Ok(Index { s: r.shell()?, duties, debtors, reminders, pager, query: query.clone(), is_cut })
    }

    /// The list by one thing at a time besides the day: by kind, by person, or by how far it has gone up.
    fn only(&self, name: &str, value: &str) -> String {
        let due = Fields::default().set("due", self.query.get("due"));
        link("/duties", &due.set(name, if self.query.get(name) == value { "" } else { value }))
    }

    fn export(&self) -> String {
        link("/duties.xlsx", &self.query.set("page", ""))
    }

    /// Until when: address, name, whether it is the one chosen.
    fn dues(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("due");
        [
            ("", Pair("逾期", "Overdue")),
            ("today", Pair("到今天", "Up to today")),
            ("week", Pair("到本周末", "Up to this Sunday")),
            ("all", Pair("全部", "All")),
        ]
        .iter()
        .map(|(code, name)| {
            (link("/duties", &self.query.set("due", code).set("page", "")), self.s.lang.say(*name), now == *code)
        })
        .collect()
    }

    /// The kinds to choose from, each by itself.
    fn kinds(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("kind");
        let chip = |it: &DutyKind| {
            let on = now == it.code();
            (self.only("kind", it.code()), self.s.lang.say(it.name()), on)
        };
        DutyKind::ALL.iter().map(chip).collect()
    }

    fn levels(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("level");
        let chip = |it: &Level| {
            let on = now == it.code();
            (self.only("level", it.code()), self.s.lang.say(it.name()), on)
        };
        [Level::Coordinator, Level::Commander].iter().map(chip).collect()
    }

    fn of_whom(&self, who: &str) -> String {
        self.only("who", who)
    }

    fn is_whose(&self, who: &str) -> bool {
        self.query.get("who") == who
    }

    fn is_filtered(&self) -> bool {
        FILTERS.iter().any(|name| !self.query.get(name).is_empty())
    }

    fn total(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("共 {} 件", self.pager.total),
            Lang::En => counted(self.pager.total, "duty"),
        }
    }

    fn name(&self, it: &Duty) -> String {
        it.name(&self.s.lang).to_owned()
    }

    fn late(&self, it: &Duty) -> Option<String> {
        (it.due_on < self.s.today).then(|| late_for(&self.s, it.late(&self.s.office, self.s.today)))
    }

    /// Up to whom it has gone; none while it is whoever's it is.
    fn level(&self, it: &Duty) -> Option<&'static str> {
        let level = it.level(&self.s.office, self.s.today);
        (level != Level::Person).then(|| self.s.lang.say(level.name()))
    }

    /// How often they were reminded of it by hand, and when last.
    fn reminded(&self, it: &Duty) -> Option<String> {
        let all = self.reminders.get(&it.key)?;
        let last = self.s.minute(all.first()?.at);
        Some(match (self.s.lang, all.len()) {
            (Lang::Zh, count) => format!("已催办 {count} 次，最近 {last}"),
            (Lang::En, 1) => format!("reminded once, at {last}"),
            (Lang::En, count) => format!("reminded {count} times, last at {last}"),
        })
    }

    /// When the rule reminds of it next.
    fn next(&self, it: &Duty) -> Option<String> {
        let next = next_call(&self.s.office.calendar, it.due_on, self.s.today)?;
        Some(format!("{} {}", self.s.t("按规则下次提醒", "The rule reminds next on"), next.format("%m-%d")))
    }

    /// Whether the reader may remind of it now; how often a day is bounded.
    fn may_remind(&self, it: &Duty) -> bool {
        let mine = self.s.me.as_ref().is_some_and(|me| it.is_of(me));
        self.s.may(Deed::Remind) && !mine && !self.is_twice(it)
    }

    fn is_twice(&self, it: &Duty) -> bool {
        let today = self.s.today;
        self.reminders.get(&it.key).is_some_and(|all| all.iter().filter(|it| it.on_day == today).count() >= A_DAY)
    }

    fn most(&self) -> i64 {
        MOST
    }
}

/// Who owes how much, whoever owes most of what is late first.
fn debtors(all: &[Duty], people: &People, lang: Lang, today: NaiveDate) -> Vec<Debtor> {
    let mut by: BTreeMap<(&Who, &str), (usize, usize)> = BTreeMap::new();
    for it in all {
        let sum = by.entry((&it.who, it.name(&lang))).or_default();
        *sum = (sum.0 + 1, sum.1 + usize::from(it.due_on < today));
    }
    let mut debtors: Vec<Debtor> =
        by.into_iter().map(|((who, name), (count, late))| (asked_for(who, people), name.to_owned(), count, late)).collect();
    debtors.sort_by(|a, b| (b.3, b.2, &a.1).cmp(&(a.3, a.2, &b.1)));
    debtors
}
