//! Who is due at a meeting: named at a special one, everybody of the business at a regular one; and who takes leave from it.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::changes::{kept, same};
use super::model::{Attendance, Meeting, MeetingKind, MeetingState, Presence};
use super::queries;
use super::schedule::Occasion;
use super::telling::{tell_excused, tell_named};
use crate::error::{Error, Kind, Result};
use crate::lang::Pair;
use crate::policy::Deed;
use crate::store::Tx;
use crate::store::schema::attendances;

/// What somebody is told who is due at a special meeting.
pub const DUE: Pair = Pair("安排了专项会议", "A special meeting was convened");

/// Somebody is due at a meeting.
pub fn due(tx: &mut Tx, deed: &str, meeting: &Meeting, person: String) -> Result<Attendance> {
    let row = Attendance {
        id: tx.new_id()?,
        meeting_id: meeting.id.clone(),
        person_id: person,
        state: Presence::Due,
        reason: String::new(),
        noted_by: None,
        noted_at: None,
        read_at: None,
        version: 1,
    };
    tx.add(deed, &row)?;
    Ok(row)
}

/// Somebody is due at a special meeting as well, if they are not yet; they are told.
pub fn join(tx: &mut Tx, deed: &str, meeting: &Meeting, person: &str) -> Result<()> {
    if queries::attendances(tx, &meeting.id)?.iter().all(|it| it.0.person_id != person) {
        due(tx, deed, meeting, person.to_owned())?;
        tell_named(tx, DUE, meeting, person)?;
    }
    Ok(())
}

/// Goes on only while it can be said who is due: at a special meeting, until it is closed.
pub fn may_be_named(meeting: &Meeting) -> Result<()> {
    if meeting.kind != MeetingKind::Special {
        return Err(Error::refused("例会人人应到。", "Everybody is due at a regular meeting."));
    }
    match meeting.state {
        MeetingState::Planned | MeetingState::Called | MeetingState::InSession => Ok(()),
        _ => Err(Error::refused("会议已经结束或取消，应到的人不能再改。", "It is over or cancelled; who was due stays.")),
    }
}

/// Who is due at a special meeting from now on: those named and whoever convened it. Who came or took leave already stays.
pub fn name(tx: &mut Tx, it: &Occasion, version: i32, people: &[String]) -> Result<()> {
    tx.may(Deed::ArrangeMeeting, queries::standing(&tx.who, &it.meeting))?;
    may_be_named(&it.meeting)?;
    let there: Vec<Attendance> = queries::attendances(tx, &it.meeting.id)?.into_iter().map(|it| it.0).collect();
    let named: BTreeSet<&String> = people.iter().chain(it.meeting.convened_by.as_ref()).collect();
    let gone: Vec<Attendance> = there.iter().filter(|one| !named.contains(&one.person_id)).cloned().collect();
    let new: Vec<String> = named.into_iter().filter(|id| there.iter().all(|one| one.person_id != **id)).cloned().collect();
    let gone: Vec<Attendance> = gone.into_iter().filter(|it| it.state == Presence::Due).collect();
    if gone.is_empty() && new.is_empty() {
        return Ok(());
    }
    same(&it.meeting, version)?;
    let row = tx.change(NAME, &it.meeting, Meeting { sequence: it.meeting.sequence + 1, ..it.meeting.clone() })?;
    for it in gone {
        tx.remove(NAME, &it)?;
        tell_excused(tx, &row, &it.person_id)?;
    }
    for person in new {
        join(tx, NAME, &row, &person)?;
    }
    Ok(())
}

/// What the trail calls it.
const NAME: &str = "name_due";

/// Everybody of the business is due at a regular meeting that is opened: who joined since it was called as well, who left is not.
pub fn gather(tx: &mut Tx, deed: &str, meeting: &Meeting) -> Result<()> {
    let there: Vec<Attendance> = queries::attendances(tx, &meeting.id)?.into_iter().map(|it| it.0).collect();
    let everybody: BTreeSet<String> = queries::everybody(tx)?.into_iter().map(|it| it.0).collect();
    for person in &everybody {
        if there.iter().all(|it| it.person_id != *person) {
            due(tx, deed, meeting, person.clone())?;
        }
    }
    for gone in there.iter().filter(|it| it.state == Presence::Due && !everybody.contains(&it.person_id)) {
        tx.remove(deed, gone)?;
    }
    Ok(())
}

/// Somebody who is due says that they cannot come, and why.
pub fn take_leave(tx: &mut Tx, it: &Occasion, reason: String) -> Result<()> {
    let me = tx.who.id.clone();
    if !it.meeting.state.is_ahead() {
        return Err(Error::refused(
            "会议已经开始或取消，不能再请假。",
            "It has begun or is cancelled; it is too late for leave.",
        ));
    }
    let is_due = match it.meeting.kind {
        MeetingKind::Special => queries::attendances(tx, &it.meeting.id)?.iter().any(|it| it.0.person_id == me),
        _ => queries::everybody(tx)?.iter().any(|it| it.0 == me),
    };
    if !is_due {
        return Err(Error::new(Kind::Forbidden(Pair("请假", "Take leave"))));
    }
    let row = kept(tx, "take_leave", it)?;
    let mine: Option<Attendance> = attendances::table
        .filter(attendances::meeting_id.eq(&row.id))
        .filter(attendances::person_id.eq(&me))
        .select(Attendance::as_select())
        .first(&mut **tx)
        .optional()?;
    let before = match mine {
        Some(it) => it,
        None => due(tx, "take_leave", &row, me.clone())?,
    };
    let after = Attendance { state: Presence::Leave, reason, noted_by: Some(me), noted_at: Some(tx.now), ..before.clone() };
    tx.change("take_leave", &before, after)?;
    Ok(())
}

/// They can come after all.
pub fn end_leave(tx: &mut Tx, it: &Occasion) -> Result<()> {
    let me = tx.who.id.clone();
    let mine = queries::attendances(tx, &it.meeting.id)?.into_iter().map(|it| it.0).find(|it| it.person_id == me);
    let Some(before) = mine.filter(|it| it.state == Presence::Leave) else { return Ok(()) };
    if !it.meeting.state.is_ahead() {
        return Err(Error::refused("会议已经开始或取消。", "It has begun or is cancelled."));
    }
    let after = Attendance { state: Presence::Due, reason: String::new(), noted_by: None, noted_at: None, ..before.clone() };
    tx.change("end_leave", &before, after)?;
    Ok(())
}
