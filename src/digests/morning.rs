//! When the digest is made: once on each working day, at half past eight; what was missed is made up for until noon, not later.

use chrono::{NaiveDate, NaiveTime};
use diesel::prelude::*;

use super::{department, mine};
use crate::clock::Moment;
use crate::config::Post;
use crate::error::Result;
use crate::outbox::changes::{begin_morning, post as put};
use crate::outbox::model::{Channel, New};
use crate::store::office::Office;
use crate::store::schema::{mornings, people};
use crate::store::{Actor, Conn, Store};

/// Whether it is the time of the digest.
fn is_time(office: &Office, now: Moment) -> bool {
    let local = office.zone.local(now);
    let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    office.calendar.is_working(local.date()) && (at(8, 30)..at(12, 0)).contains(&local.time())
}

/// Makes the digest of this day, if it is time and it is not made yet. `base` is the address by which people reach the program.
pub fn make(store: &Store, now: Moment, post: &Post, base: Option<&str>) -> Result<()> {
    let office = store.office()?;
    let today = office.zone.day(now);
    if !is_time(&office, now) || store.read(|conn| made(conn, today))? {
        return Ok(());
    }
    // Everything is read before the lock is taken.
    let letters = store.read(|conn| letters(conn, &office, now, post, base))?;
    store.write(Actor::program(), now, |tx| {
        if begin_morning(tx, today)? {
            letters.iter().try_for_each(|letter| put(tx, letter))?;
        }
        Ok(())
    })
}

fn made(conn: &mut Conn, day: NaiveDate) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(mornings::table.find(day))).get_result(conn)?)
}

/// Everything that is sent this morning.
fn letters(conn: &mut Conn, office: &Office, now: Moment, post: &Post, base: Option<&str>) -> Result<Vec<New>> {
    let key = format!("digest:{}", office.zone.day(now));
    let mut all = Vec::new();
    if Channel::Mail.is_set(post) {
        for (id, address) in addressed(conn)? {
            let Some(me) = Actor::find(conn, &id, office.zone.day(now))? else { continue };
            let Some(text) = mine::of(conn, office, &me, now, base)? else { continue };
            all.push(New {
                channel: Channel::Mail,
                receiver: address,
                person_id: Some(id),
                key: key.clone(),
                subject: text.subject,
                body: text.body,
            });
        }
    }
    let groups: Vec<Channel> = Channel::ALL.iter().filter(|it| **it != Channel::Mail && it.is_set(post)).copied().collect();
    if !groups.is_empty()
        && let Some(text) = department::of(conn, office, now, base)?
    {
        all.extend(groups.into_iter().map(|channel| New {
            channel,
            receiver: String::new(),
            person_id: None,
            key: key.clone(),
            subject: text.subject.clone(),
            body: text.body.clone(),
        }));
    }
    Ok(all)
}

/// Who is written to: active, with an address.
fn addressed(conn: &mut Conn) -> Result<Vec<(String, String)>> {
    Ok(people::table
        .filter(people::active.eq(true))
        .filter(people::email.is_not_null())
        .order(people::id)
        .select((people::id, people::email.assume_not_null()))
        .load(conn)?)
}
