//! Telling, reading, forgetting. No part of the trail: a notice tells of a deed that stands there already, and nothing follows from it.

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;

use super::model::{News, Notice, Reason};
use super::queries;
use crate::clock::Moment;
use crate::error::{OrNotFound, Result};
use crate::people;
use crate::policy::{Deed, Standing};
use crate::store::schema::{notices, rule_days};
use crate::store::{Actor, Tx};

/// How long a notice that was read is kept, and one that nobody read.
const READ: Duration = Duration::days(60);
const UNREAD: Duration = Duration::days(365);

/// Tells somebody of what is being done, and why they are told: not whoever does it, nobody who has left or may not see it, and the
/// same once as long as it was not read.
pub fn tell(tx: &mut Tx, person: &str, reason: Reason, news: &News) -> Result<()> {
    if tx.is_quiet() || person == tx.who.id {
        return Ok(());
    }
    let today = tx.today();
    match Actor::find(tx, person, today)? {
        Some(receiver) if reason.is_for(&receiver) => put(tx, person, reason, news),
        _ => Ok(()),
    }
}

/// Tells several; who is among them twice is told once, by the reason that comes first.
pub fn tell_all(tx: &mut Tx, people: impl IntoIterator<Item = (String, Reason)>, news: &News) -> Result<()> {
    let mut told: Vec<String> = Vec::new();
    for (person, reason) in people {
        if !told.contains(&person) {
            tell(tx, &person, reason, news)?;
            told.push(person);
        }
    }
    Ok(())
}

/// Tells whoever commands today, or the commander of what their stand-in may not decide: those who `may`.
pub fn tell_command(tx: &mut Tx, reason: Reason, news: &News, may: impl Fn(&Actor) -> bool) -> Result<()> {
    let today = tx.today();
    for id in people::queries::commanding(tx, today)? {
        if Actor::find(tx, &id, today)?.is_some_and(|it| may(&it)) {
            tell(tx, &id, reason, news)?;
        }
    }
    Ok(())
}

/// Whether somebody was ever told this, and why.
pub fn was_told(tx: &mut Tx, person: &str, reason: Reason, news: &News) -> Result<bool> {
    let same = notices::table.filter(notices::person_id.eq(person)).filter(notices::reason.eq(reason));
    let same = same.filter(notices::number.eq(&news.number)).filter(notices::what.eq(news.what.0));
    Ok(diesel::select(diesel::dsl::exists(same)).get_result(&mut **tx)?)
}

fn put(tx: &mut Tx, person: &str, reason: Reason, news: &News) -> Result<()> {
    let row = Notice {
        id: tx.new_id()?,
        person_id: person.to_owned(),
        reason,
        what: news.what.0.to_owned(),
        what_en: news.what.1.to_owned(),
        number: news.number.clone(),
        about: news.about[0].clone(),
        about_en: news.about[1].clone(),
        href: news.href.clone(),
        by_id: Some(tx.who.id.clone()).filter(|id| *id != Actor::program().id),
        acting_for_id: tx.who.acting_for.clone(),
        at: tx.now,
        read_at: None,
    };
    let before = notices::table
        .filter(notices::person_id.eq(person))
        .filter(notices::read_at.is_null())
        .filter(notices::reason.eq(reason))
        .filter(notices::number.eq(&news.number))
        .filter(notices::what.eq(news.what.0));
    diesel::delete(before).execute(&mut **tx)?;
    diesel::insert_into(notices::table).values(&row).execute(&mut **tx)?;
    Ok(())
}

/// Somebody has read one notice of theirs. Answers where it leads.
pub fn read(tx: &mut Tx, id: &str) -> Result<String> {
    let (me, now) = (tx.who.clone(), tx.now);
    let notice = queries::find(tx, &me, id)?;
    let unread = notices::table.filter(notices::id.eq(&notice.id)).filter(notices::read_at.is_null());
    diesel::update(unread).set(notices::read_at.eq(now)).execute(&mut **tx)?;
    Ok(notice.href)
}

/// Somebody has read all that they were told up to a moment: what came after the page was shown stays unread.
pub fn read_all(tx: &mut Tx, until: Moment) -> Result<()> {
    tx.who.may(Deed::SeeProjects, Standing::NONE).or_not_found()?;
    let (me, now) = (tx.who.id.clone(), tx.now);
    let unread = notices::table.filter(notices::person_id.eq(me)).filter(notices::read_at.is_null());
    diesel::update(unread.filter(notices::at.le(until.min(now)))).set(notices::read_at.eq(now)).execute(&mut **tx)?;
    Ok(())
}

/// Whether the reminders by rule of this day are still to be made; from now on they are made.
pub fn begin_rule_day(tx: &mut Tx, day: NaiveDate) -> Result<bool> {
    if diesel::select(diesel::dsl::exists(rule_days::table.find(day))).get_result(&mut **tx)? {
        return Ok(false);
    }
    let row = (rule_days::day.eq(day), rule_days::made_at.eq(tx.now));
    diesel::insert_into(rule_days::table).values(row).execute(&mut **tx)?;
    Ok(true)
}

/// What was told before this moment counts as read: how a demonstration begins.
pub fn read_before(tx: &mut Tx, moment: Moment) -> Result<()> {
    let old = notices::table.filter(notices::read_at.is_null()).filter(notices::at.lt(moment));
    diesel::update(old).set(notices::read_at.eq(tx.now)).execute(&mut **tx)?;
    Ok(())
}

/// Forgets what was read long ago, and what nobody read for a year.
pub fn forget(tx: &mut Tx) -> Result<()> {
    let now = tx.now;
    diesel::delete(notices::table.filter(notices::read_at.lt(now - READ))).execute(&mut **tx)?;
    let never = notices::table.filter(notices::read_at.is_null()).filter(notices::at.lt(now - UNREAD));
    diesel::delete(never).execute(&mut **tx)?;
    Ok(())
}
