//! One letter after the other. Nothing is locked while a receiver is talked to.

use super::model::{Channel, Letter};
use super::{changes, mail, queries, robots};
use crate::clock::{Clock, Moment};
use crate::config::Post;
use crate::error::Result;
use crate::store::{Actor, Store};

fn deliver(post: &Post, letter: &Letter, now: Moment) -> std::result::Result<(), String> {
    match letter.channel {
        Channel::Mail => mail::send(post, letter),
        _ => robots::send(post, letter, now),
    }
}

/// Tries the next letter of a way. False if there is none whose time has come.
pub fn one(store: &Store, clock: &Clock, post: &Post, channel: Channel) -> Result<bool> {
    let now = clock.now();
    if !channel.is_set(post) || store.read(|conn| queries::due(conn, channel, now))?.is_none() {
        return Ok(false);
    }
    let Some(letter) = store.write(Actor::program(), now, |tx| changes::take(tx, channel))? else { return Ok(false) };
    let outcome = deliver(post, &letter, now);
    store.write(Actor::program(), clock.now(), |tx| match &outcome {
        Ok(()) => changes::sent(tx, &letter),
        Err(error) => changes::failed(tx, &letter, error),
    })?;
    if let Err(error) = outcome {
        tracing::warn!("{} to {:?} failed, try {}: {error}", letter.channel, letter.receiver, letter.tries);
    }
    Ok(true)
}
