//! Reading what goes out.

use diesel::prelude::*;

use super::model::{Channel, Delivery, Letter};
use crate::clock::Moment;
use crate::error::Result;
use crate::store::Conn;
use crate::store::schema::outbox;

/// The letter of a way that is to be tried next, if its time has come.
pub fn due(conn: &mut Conn, channel: Channel, now: Moment) -> Result<Option<Letter>> {
    let rows = outbox::table
        .filter(outbox::channel.eq(channel))
        .filter(outbox::state.eq("waiting"))
        .filter(outbox::next_try.le(now))
        .order((outbox::next_try, outbox::id));
    Ok(rows.select(Letter::as_select()).first(conn).optional()?)
}

/// The last letters, the newest first.
pub fn last(conn: &mut Conn, limit: i64) -> Result<Vec<Letter>> {
    let rows = outbox::table.order((outbox::created_at.desc(), outbox::id.desc())).limit(limit);
    Ok(rows.select(Letter::as_select()).load(conn)?)
}

/// How many letters were given up of late.
pub fn given_up(conn: &mut Conn, since: Moment) -> Result<i64> {
    let rows = outbox::table.filter(outbox::created_at.ge(since)).filter(outbox::state.eq(Delivery::GivenUp));
    Ok(rows.count().get_result(conn)?)
}
