//! Reading resolutions.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::clock::Moment;
use crate::error::{OrNotFound, Result};
use crate::meetings::model::{AgendaItem, Meeting, MeetingKind, MeetingState, Resolution, ResolutionKind, ResolutionState};
use crate::meetings::queries::sees_regular;
use crate::policy::{Deed, Standing};
use crate::store::connection::Db;
use crate::store::schema::{agenda_items, attendances, meetings, resolutions};
use crate::store::{Actor, Conn};

/// A condition over the resolutions' table.
pub type Visible = Box<dyn BoxableExpression<resolutions::table, Db, SqlType = Bool>>;

/// How somebody stands to a resolution: whether they answer for it.
pub fn standing(me: &Actor, it: &Resolution) -> Standing {
    Standing { owns: it.holder_id.as_ref() == Some(&me.id), ..Standing::NONE }
}

/// The resolutions that somebody may see. Those that bind are everybody's of the business, whatever meeting they come from: the next
/// weekly one begins with them. What is only to be known of a special meeting is there for those who were due, what stands in minutes
/// that are still written for those who may see these.
pub fn visible(me: &Actor) -> Visible {
    if me.may(Deed::SeeMeetings, Standing::NONE).is_some() {
        return Box::new(resolutions::version.ge(0));
    }
    if !sees_regular(me) {
        return Box::new(resolutions::version.lt(0));
    }
    let due =
        attendances::table.filter(attendances::meeting_id.eq(meetings::id)).filter(attendances::person_id.eq(me.id.clone()));
    let (written, published) = (meetings::state.eq(MeetingState::Minutes), meetings::state.eq(MeetingState::Published));
    let theirs = meetings::kind.ne(MeetingKind::Special).or(exists(due));
    let binds = published.and(resolutions::kind.ne(ResolutionKind::Information).assume_not_null());
    let seen = binds.or(written.or(meetings::state.eq(MeetingState::Published)).and(theirs));
    Box::new(exists(meetings::table.filter(meetings::id.eq(resolutions::meeting_id)).filter(seen)))
}

/// Those that bind: of meetings whose minutes are published. What stands in minutes that are still written may change.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn binding() -> _ {
    let published: MeetingState = MeetingState::Published;
    exists(meetings::table.filter(meetings::id.eq(resolutions::meeting_id)).filter(meetings::state.eq(published)))
}

/// The resolution with this number, if the person may see it, with its meeting and the part of the agenda that it was written under.
pub fn find(conn: &mut Conn, me: &Actor, number: &str) -> Result<(Resolution, Meeting, AgendaItem)> {
    resolutions::table
        .into_boxed()
        .filter(resolutions::number.eq(number.to_owned()))
        .filter(visible(me))
        .inner_join(meetings::table)
        .inner_join(agenda_items::table)
        .select((Resolution::as_select(), Meeting::as_select(), AgendaItem::as_select()))
        .first(conn)
        .optional()?
        .or_not_found()
}

/// What leads the next agenda, the first due first: what is open of that which somebody answers for, and what a meeting resolved whose
/// minutes are still written, typed or not. Each with its meeting.
pub fn open(conn: &mut Conn) -> Result<Vec<(Resolution, Meeting)>> {
    Ok(resolutions::table
        .inner_join(meetings::table)
        .filter(resolutions::state.eq(ResolutionState::Open))
        .filter(resolutions::kind.is_null().or(resolutions::kind.ne(ResolutionKind::Information).assume_not_null()))
        .filter(meetings::state.eq_any([MeetingState::Minutes, MeetingState::Published]))
        .order((resolutions::due_on, resolutions::number))
        .select((Resolution::as_select(), Meeting::as_select()))
        .load(conn)?)
}

/// When the regular meetings since one moment were opened, the first of them first.
pub fn held_since(conn: &mut Conn, first: Option<Moment>) -> Result<Vec<Moment>> {
    let Some(first) = first else { return Ok(Vec::new()) };
    let rows: Vec<Option<Moment>> = meetings::table
        .filter(meetings::kind.ne(MeetingKind::Special))
        .filter(meetings::opened_at.gt(first))
        .order(meetings::opened_at)
        .select(meetings::opened_at)
        .load(conn)?;
    Ok(rows.into_iter().flatten().collect())
}

/// How often a resolution of a meeting was carried over: at how many of the regular meetings that were opened then it was open and
/// waited for somebody.
pub fn times(held: &[Moment], meeting: &Meeting, it: &Resolution) -> i32 {
    if !it.kind.is_none_or(ResolutionKind::needs_somebody) {
        return 0;
    }
    let Some(since) = it.reopened_at.or(meeting.opened_at) else { return it.carried };
    let later = held.iter().filter(|at| **at > since && it.closed_at.is_none_or(|closed| **at < closed));
    it.carried + i32::try_from(later.count()).unwrap_or(i32::MAX)
}
