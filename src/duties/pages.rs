//! Who owes what, the longest overdue first; by person, by kind, and how far it has gone up.

use std::collections::BTreeMap;

use askama::Template;
use chrono::{Duration, NaiveDate, NaiveTime};

use super::changes::A_DAY;
use super::model::{Duty, DutyKind, Reminder, Who};
use super::queries::{self, Asked, Looks, Sum, Whose};
use super::rules::{Level, next_call};
use crate::calendar::monday_of;
use crate::clock::Moment;
use crate::error::Result;
use crate::lang::{Lang, Pair, counted};
use crate::people;
use crate::policy::Deed;
use crate::projects::head::late_for;
use crate::store::Actor;
use crate::store::office::Office;
use crate::web::list::{PAGE, Pager, link};
use crate::web::workbook::{Sheet, Workbook};
use crate::web::{Fields, Reading, Shell};
use crate::words::Role;

/// What the address of the list is made of.
const FILTERS: [&str; 4] = ["due", "kind", "who", "level"];

/// People by id: account name and name.
type People = BTreeMap<String, (String, String)>;

/// Somebody and how much they owe: how the list is asked for theirs, their name, how much.
type Debtor = (String, String, Sum);

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
    names: Names,
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

/// What an address asks for, of everybody.
fn asked<'a>(me: &'a Actor, office: &'a Office, now: Moment, query: &Fields) -> Asked<'a> {
    let now = office.zone.local(now);
    let all = Asked::until(Looks::Person(me), office, now, until(query, now.date()));
    let asked = Asked { kind: DutyKind::from_code(query.get("kind")), ..all };
    match Level::from_code(query.get("level")) {
        // It goes up by days: whatever became late in the course of this one has not.
        Some(level) if level > Level::Person => Asked {
            until: asked.until.min(queries::gone_up_until(office, now.date(), level)),
            now: now.date().and_time(NaiveTime::MIN),
            ..asked
        },
        _ => asked,
    }
}

/// Who is who in the list.
struct Names {
    lang: Lang,
    people: People,
    /// The commander, while nobody stands in: what is owed by name and by the role is owed by one and the same.
    head: Option<String>,
}

impl Names {
    fn read(r: &mut Reading) -> Result<Names> {
        let (lang, today) = (r.me.lang, r.today);
        let mut commanding = people::queries::commanding(r, today)?;
        let head = if commanding.len() == 1 { commanding.pop() } else { None };
        Ok(Names { lang, people: people::queries::everybody(r)?, head })
    }

    fn is_head(&self, who: &Who) -> bool {
        self.head.is_some() && (*who == Who::Role(Role::Commander) || self.head.clone().map(Who::Person).as_ref() == Some(who))
    }

    /// How the list is asked for what somebody owes.
    fn asked_for(&self, who: &Who) -> String {
        match who {
            who if self.is_head(who) => format!("@{}", Role::Commander),
            Who::Person(id) => self.people.get(id).map_or(String::new(), |it| it.0.clone()),
            Who::Role(role) => format!("@{role}"),
        }
    }

    /// Whose duties are asked for so; also the commander's by their name are those of the role.
    fn whose(&self, asked: &str) -> Whose {
        let role = asked.strip_prefix('@').and_then(Role::from_code);
        let person = || self.people.iter().find(|it| it.1.0 == asked).map(|it| it.0.clone());
        let who = match role {
            Some(role) => Some(Who::Role(role)),
            None => person().map(Who::Person),
        };
        match who {
            _ if asked.is_empty() => Whose::Everybody,
            Some(who) if self.is_head(&who) => Whose::Of(self.head.clone(), Some(Role::Commander.code())),
            Some(Who::Person(id)) => Whose::Of(Some(id), None),
            Some(Who::Role(role)) => Whose::Of(None, Some(role.code())),
            None => Whose::Of(None, None),
        }
    }

    /// What somebody is called: by name, or by role; the commander by both.
    fn name(&self, who: &Who) -> String {
        let name = |id: &String| self.people.get(id).map_or("", |it| &it.1);
        match (who, &self.head) {
            (who, Some(head)) if self.is_head(who) => format!("{} {}", self.lang.say(Role::Commander.name()), name(head)),
            (Who::Person(id), _) => name(id).to_owned(),
            (Who::Role(role), _) => self.lang.say(role.name()).to_owned(),
        }
    }

    /// Who owes how much, whoever owes most of what is late first.
    fn debtors(&self, sums: &BTreeMap<Who, Sum>) -> Vec<Debtor> {
        let mut by: BTreeMap<String, (String, Sum)> = BTreeMap::new();
        for (who, sum) in sums {
            let known = by.entry(self.asked_for(who)).or_insert_with(|| (self.name(who), Sum::default()));
            known.1 = known.1.and(*sum);
        }
        let mut debtors: Vec<Debtor> = by.into_iter().map(|(who, (name, sum))| (who, name, sum)).collect();
        debtors.sort_by(|a, b| (b.2.late, b.2.count, &a.1).cmp(&(a.2.late, a.2.count, &b.1)));
        debtors
    }
}

/// `GET /duties.xlsx`: the same list, all of it.
pub fn workbook(r: &mut Reading, query: &Fields) -> Result<Workbook> {
    r.may_see(Deed::Supervise)?;
    let (me, office, now, today) = (r.me.clone(), r.office.clone(), r.now, r.today);
    let lang = me.lang;
    let head = [
        ("编号", "Number"),
        ("要办什么", "What is to be done"),
        ("关于", "About"),
        ("类别", "Sort"),
        ("紧急", "Urgent"),
        ("谁", "Who"),
        ("起始", "Owed since"),
        ("期限", "Due"),
        ("逾期（工作日）", "Working days overdue"),
        ("升级", "Gone up to"),
        ("催办次数", "Times reminded"),
        ("最近催办", "Last reminded"),
        ("催办人", "Reminded by"),
    ];
    let title = lang.of("督办", "Who owes what");
    let mut sheet = Sheet::new(title, &head.map(|(zh, en)| lang.of(zh, en)));
    let names = Names::read(r)?;
    let asked = Asked { whose: names.whose(query.get("who")), ..asked(&me, &office, now, query) };
    let duties = queries::owed(r, &asked)?;
    let keys: Vec<&str> = duties.iter().map(|it| it.key.as_str()).collect();
    let reminders = queries::reminders_of(r, &keys)?;
    for it in &duties {
        let known = reminders.get(&it.key).map_or(&[][..], Vec::as_slice);
        let by = known.first().map(|last| names.name(&Who::Person(last.by_id.clone())));
        sheet.row(vec![
            it.number.as_str().into(),
            it.what(&lang).into(),
            it.about(&lang).into(),
            lang.say(it.kind.name()).into(),
            if it.is_urgent { lang.of("紧急", "Urgent") } else { "" }.into(),
            names.name(&it.who).into(),
            it.since.map(|at| office.zone.day(at)).into(),
            it.due_on.into(),
            i64::from(it.late(&office, today)).into(),
            lang.say(it.level(&office, today).name()).into(),
            i64::try_from(known.len()).unwrap_or_default().into(),
            known.first().map(|last| office.zone.day(last.at)).into(),
            by.into(),
        ]);
    }
    Ok(Workbook::of(title, "duties", sheet))
}

impl Index {
    /// Reads one page of the list.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        r.may_see(Deed::Supervise)?;
        let (me, office, now) = (r.me.clone(), r.office.clone(), r.now);
        let names = Names::read(r)?;
        let all = asked(&me, &office, now, query);
        let computed = queries::to_call(r, &all)?;
        let mut sums = queries::sums(r, &all)?;
        for it in &computed {
            sums.entry(it.who.clone()).or_default().add(it.is_late(all.now));
        }
        let asked = Asked { whose: names.whose(query.get("who")), ..all };
        let total = sums.iter().filter(|it| asked.whose.holds(it.0)).map(|it| it.1.count).sum();
        let pager = Pager::of("/duties", query, total);
        let computed = computed.into_iter().filter(|it| asked.whose.holds(&it.who)).collect();
        let duties = queries::part(r, &asked, computed, pager.offset(), PAGE)?;
        let keys: Vec<&str> = duties.iter().map(|it| it.key.as_str()).collect();
        let reminders = queries::reminders_of(r, &keys)?;
        let debtors = names.debtors(&sums);
        Ok(Index { s: r.shell()?, duties, debtors, names, reminders, pager, query: query.clone() })
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

    /// Whether a telephone shows first who owes how much, and the list on demand.
    fn is_folded(&self) -> bool {
        self.query.get("who").is_empty() && self.pager.page == 1 && self.debtors.len() > 1
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
        self.names.name(&it.who)
    }

    fn late(&self, it: &Duty) -> Option<String> {
        it.is_late(self.s.now).then(|| late_for(&self.s, it.late(&self.s.office, self.s.today)))
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

    /// On which day the rule reminds of it next.
    fn next(&self, it: &Duty) -> Option<String> {
        Some(next_call(&self.s.office.calendar, it.due_on, self.s.today)?.format("%m-%d").to_string())
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
}
