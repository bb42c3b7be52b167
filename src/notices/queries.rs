//! Reading notices. Each reads their own.

use diesel::prelude::*;

use super::model::Notice;
use crate::error::{OrNotFound, Result};
use crate::store::schema::{notices, people};
use crate::store::{Actor, Conn};
use crate::web::shell::notices_for;

/// A notice, and whose deed it tells of: their name, and the commander's for whom they acted.
pub type Told = (Notice, Option<String>, Option<String>);

/// How many notices somebody has, all or only the unread.
pub fn count(conn: &mut Conn, me: &Actor, unread: bool) -> Result<i64> {
    let rows = notices_for(me);
    let rows = if unread { rows.filter(notices::read_at.is_null()) } else { rows };
    Ok(rows.count().get_result(conn)?)
}

/// Somebody's notices, the newest first, all or only the unread.
pub fn list(conn: &mut Conn, me: &Actor, unread: bool, offset: i64, limit: i64) -> Result<Vec<Told>> {
    let (doer, commander) = diesel::alias!(people as doer, people as commander);
    let rows = notices_for(me);
    let rows = if unread { rows.filter(notices::read_at.is_null()) } else { rows };
    Ok(rows
        .left_join(doer.on(doer.field(people::id).nullable().eq(notices::by_id)))
        .left_join(commander.on(commander.field(people::id).nullable().eq(notices::acting_for_id)))
        .order((notices::at.desc(), notices::id.desc()))
        .offset(offset)
        .limit(limit)
        .select((Notice::as_select(), doer.field(people::name).nullable(), commander.field(people::name).nullable()))
        .load(conn)?)
}

/// The newest unread notice of somebody.
pub fn newest(conn: &mut Conn, me: &Actor) -> Result<Option<Notice>> {
    let rows = notices_for(me).filter(notices::read_at.is_null()).order((notices::at.desc(), notices::id.desc()));
    Ok(rows.select(Notice::as_select()).first(conn).optional()?)
}

/// One notice of somebody; another's is not there.
pub fn find(conn: &mut Conn, me: &Actor, id: &str) -> Result<Notice> {
    let row = notices_for(me).filter(notices::id.eq(id.to_owned()));
    row.select(Notice::as_select()).first(conn).optional()?.or_not_found()
}
