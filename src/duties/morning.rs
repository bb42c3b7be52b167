//! Reminders by rule: once on each working morning, everybody hears of what of theirs calls on this day, and whoever it has gone up to
//! hears how much of it there is. What was missed is made up for until noon; nothing is wound up and nothing has to be armed again.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use diesel::prelude::*;

use super::changes::news;
use super::model::{Duty, Who};
use super::queries::{Asked, Looks, owed};
use super::rules::{Call, Level, call};
use crate::clock::Moment;
use crate::error::Result;
use crate::lang::{Pair, counted};
use crate::notices::changes::{begin_rule_day, tell};
use crate::notices::model::{News, Reason};
use crate::people;
use crate::store::office::Office;
use crate::store::schema::rule_days;
use crate::store::{Actor, Conn, Store, Tx};
use crate::words::Role;

/// Up to so many things are told one by one; more of them together.
const ONE_BY_ONE: usize = 3;

/// Whether it is the time of reminders: before the digest, which has them.
fn is_time(office: &Office, now: Moment) -> bool {
    let local = office.zone.local(now);
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    office.calendar.is_working(local.date()) && (at(8)..at(12)).contains(&local.time())
}

/// Reminds by rule, if it is time and this day's reminders were not made.
pub fn make(store: &Store, now: Moment) -> Result<()> {
    let office = store.office()?;
    let today = office.zone.day(now);
    if !is_time(&office, now) || store.read(|conn| made(conn, today))? {
        return Ok(());
    }
    // Everything is read before the lock is taken.
    let until = office.calendar.add_working_days(today, 3);
    let asked = Asked::until(Looks::Program, &office, office.zone.local(now), until);
    let all = store.read(|conn| owed(conn, &asked))?;
    let calls = all.into_iter().filter_map(|it| Some((call(&office.calendar, it.due_on, today)?, it))).collect::<Vec<_>>();
    store.write(Actor::program(), now, |tx| {
        if begin_rule_day(tx, today)? {
            remind(tx, &calls)?;
            raise(tx, &calls, today)?;
        }
        Ok(())
    })
}

fn made(conn: &mut Conn, day: NaiveDate) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(rule_days::table.find(day))).get_result(conn)?)
}

/// Who does what waits for a role, by their ids; looked up once.
struct Roles(BTreeMap<Role, Vec<String>>);

impl Roles {
    fn of(&mut self, tx: &mut Tx, who: &Who) -> Result<Vec<String>> {
        let role = match who {
            Who::Person(id) => return Ok(vec![id.clone()]),
            Who::Role(role) => *role,
        };
        if let Some(known) = self.0.get(&role) {
            return Ok(known.clone());
        }
        let today = tx.today();
        let found = match role {
            Role::Commander => people::queries::commanding(tx, today)?,
            role => people::queries::ids_with_role(tx, role)?,
        };
        self.0.insert(role, found.clone());
        Ok(found)
    }
}

/// Everybody hears of what of theirs calls today.
fn remind(tx: &mut Tx, calls: &[(Call, Duty)]) -> Result<()> {
    let mut roles = Roles(BTreeMap::new());
    let mut by_person: BTreeMap<String, Vec<&(Call, Duty)>> = BTreeMap::new();
    for it in calls {
        for person in roles.of(tx, &it.1.who)? {
            by_person.entry(person).or_default().push(it);
        }
    }
    for (person, theirs) in by_person {
        if theirs.len() > ONE_BY_ONE {
            tell(tx, &person, Reason::Reminded, &together(&theirs))?;
            continue;
        }
        for (call, duty) in theirs {
            tell(tx, &person, Reason::Reminded, &news(duty, named(*call)))?;
        }
    }
    Ok(())
}

/// What a reminder by rule says.
fn named(call: Call) -> Pair {
    match call {
        Call::Before(1) => Pair("下一个工作日到期", "Due on the next working day"),
        Call::Before(_) => Pair("三个工作日后到期", "Due in three working days"),
        Call::Today => Pair("今天到期", "Due today"),
        Call::Late(_) => Pair("逾期未办", "It is overdue"),
    }
}

/// Much at once is told in one notice.
fn together(theirs: &[&(Call, Duty)]) -> News {
    let count = |is: fn(&Call) -> bool| theirs.iter().filter(|it| is(&it.0)).count();
    let late = count(|it| matches!(it, Call::Late(_)));
    let (today, soon) = (count(|it| *it == Call::Today), count(|it| matches!(it, Call::Before(_))));
    News {
        what: Pair("催办提醒", "What you owe"),
        number: "rule".into(),
        about: [
            format!("逾期 {late} 件，今天到期 {today} 件，三个工作日内到期 {soon} 件"),
            format!("{late} overdue, {today} due today, {soon} due within three working days"),
        ],
        href: "/tasks".into(),
    }
}

/// What is late goes up: to the coordinator of its package, or to all of them, and to whoever commands; in one notice each.
fn raise(tx: &mut Tx, calls: &[(Call, Duty)], today: NaiveDate) -> Result<()> {
    let office = tx.office.clone();
    let coordinators = people::queries::ids_with_role(tx, Role::Coordinator)?;
    let commanding = people::queries::commanding(tx, today)?;
    let mut up: BTreeMap<(String, Level), (usize, u32)> = BTreeMap::new();
    for (_, duty) in calls {
        let (late, level) = (duty.late(&office, today), duty.level(&office, today));
        let receivers: Vec<String> = match (level, &duty.coordinator) {
            (Level::Person, _) => continue,
            (Level::Coordinator, Some(coordinator)) => vec![coordinator.clone()],
            (Level::Coordinator, None) => coordinators.clone(),
            (Level::Commander, _) => commanding.clone(),
        };
        // Nobody hears of their own twice.
        for person in receivers.into_iter().filter(|it| duty.who != Who::Person(it.clone())) {
            let sum = up.entry((person, level)).or_default();
            *sum = (sum.0 + 1, sum.1.max(late));
        }
    }
    for ((person, level), (count, longest)) in up {
        let news = News {
            what: level.name(),
            number: level.code().into(),
            about: [
                format!("{count} 件，最长逾期 {longest} 个工作日"),
                format!("{count}, up to {} overdue", counted(i64::from(longest), "working day")),
            ],
            href: format!("/duties?level={level}"),
        };
        tell(tx, &person, Reason::Escalated, &news)?;
    }
    Ok(())
}
