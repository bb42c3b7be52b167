//! Writing down what is to be sent and how it went. No part of the trail: it tells what stands elsewhere, and nothing follows from it.

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;

use super::model::{Channel, Delivery, LONGEST, Letter, New, pause};
use super::queries;
use crate::config::Post;
use crate::error::{Error, Result};
use crate::people;
use crate::policy::{Deed, Standing};
use crate::store::Tx;
use crate::store::schema::{mornings, outbox};

/// How long letters are kept.
const KEPT: Duration = Duration::days(30);
/// The most characters that are kept of an error.
const ERROR: usize = 300;

/// Puts something into the outbox, once for each way, receiver and key.
pub fn post(tx: &mut Tx, new: &New) -> Result<()> {
    let row = Letter {
        id: tx.new_id()?,
        channel: new.channel,
        receiver: new.receiver.clone(),
        person_id: new.person_id.clone(),
        key: new.key.clone(),
        subject: new.subject.clone(),
        body: new.body.clone(),
        state: Delivery::Waiting,
        tries: 0,
        created_at: tx.now,
        next_try: tx.now,
        sent_at: None,
        error: String::new(),
    };
    let there = outbox::table
        .filter(outbox::channel.eq(new.channel))
        .filter(outbox::receiver.eq(&new.receiver))
        .filter(outbox::key.eq(&new.key));
    if !diesel::select(diesel::dsl::exists(there)).get_result::<bool>(&mut **tx)? {
        diesel::insert_into(outbox::table).values(&row).execute(&mut **tx)?;
    }
    Ok(())
}

/// A message by every way that is set, to see whether it arrives; by mail to whoever asks.
pub fn post_tests(tx: &mut Tx, ways: &Post) -> Result<()> {
    tx.may(Deed::KeepOffice, Standing::NONE)?;
    let id = tx.who.id.clone();
    let mail = people::queries::by_id(tx, &id)?.email.unwrap_or_default();
    let ready = |it: &&Channel| it.is_set(ways) && (**it != Channel::Mail || !mail.is_empty());
    let ready: Vec<Channel> = Channel::ALL.iter().filter(ready).copied().collect();
    if ready.is_empty() {
        return Err(Error::refused(
            "没有可用的投递方式，或您还没有填写邮箱。",
            "No way is set, or you have no e-mail address yet.",
        ));
    }
    let text = tx.who.lang.of("曙光测试消息", "A test message of Shuguang").to_owned();
    for channel in ready {
        let receiver = if channel == Channel::Mail { mail.clone() } else { String::new() };
        let key = format!("test:{}", tx.new_id()?);
        let new = New { channel, receiver, person_id: Some(id.clone()), key, subject: text.clone(), body: text.clone() };
        post(tx, &new)?;
    }
    Ok(())
}

/// Notes that a day's digest is made. False if it was before.
pub fn begin_morning(tx: &mut Tx, day: NaiveDate) -> Result<bool> {
    if diesel::select(diesel::dsl::exists(mornings::table.find(day))).get_result(&mut **tx)? {
        return Ok(false);
    }
    let row = (mornings::day.eq(day), mornings::made_at.eq(tx.now));
    diesel::insert_into(mornings::table).values(row).execute(&mut **tx)?;
    Ok(true)
}

/// Takes the next letter of a way to try it, and says when the one after that would be: whatever happens meanwhile, nobody else tries
/// it before.
pub fn take(tx: &mut Tx, channel: Channel) -> Result<Option<Letter>> {
    let now = tx.now;
    let Some(letter) = queries::due(tx, channel, now)? else { return Ok(None) };
    let tries = letter.tries + 1;
    let row = outbox::table.find(&letter.id);
    let next = (outbox::tries.eq(tries), outbox::next_try.eq(now + pause(tries)));
    diesel::update(row).set(next).execute(&mut **tx)?;
    Ok(Some(Letter { tries, ..letter }))
}

/// It arrived.
pub fn sent(tx: &mut Tx, letter: &Letter) -> Result<()> {
    let row = outbox::table.find(&letter.id);
    let done = (outbox::state.eq(Delivery::Sent), outbox::sent_at.eq(tx.now), outbox::error.eq(""));
    diesel::update(row).set(done).execute(&mut **tx)?;
    Ok(())
}

/// It did not; after a day nobody tries any more.
pub fn failed(tx: &mut Tx, letter: &Letter, error: &str) -> Result<()> {
    let over = tx.now + pause(letter.tries) > letter.created_at + LONGEST;
    let state = if over { Delivery::GivenUp } else { Delivery::Waiting };
    let error: String = error.chars().filter(|it| !it.is_control()).take(ERROR).collect();
    diesel::update(outbox::table.find(&letter.id))
        .set((outbox::state.eq(state), outbox::error.eq(error)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Forgets old letters, whatever became of them: one whose way is not set any more too.
pub fn forget(tx: &mut Tx) -> Result<()> {
    let long_ago = tx.now - KEPT;
    diesel::delete(outbox::table.filter(outbox::created_at.lt(long_ago))).execute(&mut **tx)?;
    let day = tx.office.zone.day(long_ago);
    diesel::delete(mornings::table.filter(mornings::day.lt(day))).execute(&mut **tx)?;
    Ok(())
}
