//! Writing resolutions: while the minutes are kept, and what came of them afterwards.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::queries::{self, binding};
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::meetings::model::{AgendaItem, Meeting, Resolution, ResolutionKind, ResolutionState};
use crate::meetings::queries::{resolutions as of_meeting, standing as at_meeting};
use crate::meetings::session::changes::is_written;
use crate::meetings::telling::{tell_reopened, tell_resolved};
use crate::policy::{Deed, Standing};
use crate::store::Tx;
use crate::store::schema::resolutions;
use crate::web::form::too_far;

/// A resolution as typed. The person and the project are named by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    pub content: String,
    pub kind: Option<ResolutionKind>,
    pub person: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub project: Option<String>,
}

/// Whether somebody may write the resolutions of a meeting, and they are still written.
pub fn may_write(tx: &Tx, meeting: &Meeting) -> Result<()> {
    tx.may(Deed::KeepMinutes, at_meeting(&tx.who, meeting))?;
    is_written(meeting)
}

/// Writes a resolution under a part of the agenda.
pub fn write(tx: &mut Tx, meeting: &Meeting, item: &AgendaItem, new: New) -> Result<Resolution> {
    may_write(tx, meeting)?;
    check(tx, &new, "resolution")?;
    let all = of_meeting(tx, &meeting.id)?;
    if let Some(same) = all.iter().find(|it| it.item_id == item.id && it.content == new.content) {
        // The button was pressed twice.
        return Ok(same.clone());
    }
    let row = Resolution {
        id: tx.new_id()?,
        number: tx.next_number("HJ")?,
        meeting_id: meeting.id.clone(),
        item_id: item.id.clone(),
        position: all.iter().map(|it| it.position).max().unwrap_or(0) + 1,
        content: new.content,
        kind: new.kind,
        holder_id: new.person.clone(),
        person_id: new.person,
        due_on: new.due_on,
        project_id: new.project,
        state: ResolutionState::Open,
        written_by: tx.who.id.clone(),
        written_at: tx.now,
        outcome: String::new(),
        closed_by: None,
        closed_at: None,
        reopened_by: None,
        reopened_at: None,
        reopened_why: String::new(),
        carried: 0,
        version: 1,
    };
    tx.add("write_resolution", &row)?;
    Ok(row)
}

/// Goes on only once the minutes are published: before that a resolution is a sentence that may still change.
fn binds(meeting: &Meeting) -> Result<()> {
    match meeting.state.binds() {
        true => Ok(()),
        false => Err(Error::refused("会议纪要还没有发布。", "The minutes are not published yet.")),
    }
}

/// What is wrong with a day until which something is to be done: it has passed, or is too far ahead.
pub fn wrong_day(due: NaiveDate, today: NaiveDate) -> Option<Complaint> {
    let past = Complaint::Said(Pair("期限不能在今天之前。", "It cannot be due before today."));
    if due < today { Some(past) } else { too_far(due, today) }
}

/// Complains at `field` of a day on which nothing can be due.
fn check(tx: &Tx, new: &New, field: &str) -> Result<()> {
    match new.due_on.and_then(|day| wrong_day(day, tx.today())) {
        Some(complaint) => Err(Error::invalid(field, complaint)),
        None => Ok(()),
    }
}

/// Changes one, until the minutes are published.
pub fn change(tx: &mut Tx, meeting: &Meeting, row: &Resolution, version: i32, new: New) -> Result<Resolution> {
    may_write(tx, meeting)?;
    let after = Resolution {
        content: new.content.clone(),
        kind: new.kind,
        person_id: new.person.clone(),
        holder_id: new.person.clone(),
        due_on: new.due_on,
        project_id: new.project.clone(),
        ..row.clone()
    };
    let same = (&row.content, row.kind, &row.person_id, row.due_on, &row.project_id)
        == (&after.content, after.kind, &after.person_id, after.due_on, &after.project_id);
    if same {
        return Ok(row.clone());
    }
    if row.version != version {
        return Err(Error::new(Kind::Late));
    }
    if row.due_on != new.due_on {
        check(tx, &new, "due_on")?;
    }
    tx.change("change_resolution", row, after)
}

/// Takes one out, until the minutes are published.
pub fn remove(tx: &mut Tx, meeting: &Meeting, row: &Resolution) -> Result<()> {
    may_write(tx, meeting)?;
    if row.state != ResolutionState::Open {
        return Err(Error::refused("决议已经了结。", "It is closed already."));
    }
    tx.remove("remove_resolution", row)
}

/// What came of a resolution: whoever answers for it says that it is carried out, or who arranges meetings that it is dropped.
pub fn finish(tx: &mut Tx, meeting: &Meeting, row: &Resolution, dropped: bool, outcome: String) -> Result<Resolution> {
    let standing = if dropped { Standing::NONE } else { queries::standing(&tx.who, row) };
    tx.may(Deed::CloseResolution, standing)?;
    let state = if dropped { ResolutionState::Dropped } else { ResolutionState::Done };
    if row.state == state && row.outcome == outcome {
        return Ok(row.clone());
    }
    if row.state != ResolutionState::Open {
        return Err(Error::refused("决议已经了结。", "It is closed already."));
    }
    binds(meeting)?;
    if !row.kind.is_some_and(ResolutionKind::needs_somebody) {
        return Err(Error::refused("通报不需要落实。", "What is only to be known needs no outcome."));
    }
    let deed = if dropped { "drop_resolution" } else { Deed::CloseResolution.code() };
    let after = Resolution { state, outcome, closed_by: Some(tx.who.id.clone()), closed_at: Some(tx.now), ..row.clone() };
    tx.change(deed, row, after)
}

/// A resolution that was settled by mistake, or not enough, is open again: whoever may drop one says so, why and until when. What was
/// said to have come of it stands beside that until something else did.
pub fn reopen(
    tx: &mut Tx,
    meeting: &Meeting,
    row: &Resolution,
    version: i32,
    due_on: NaiveDate,
    why: String,
) -> Result<Resolution> {
    tx.may(Deed::CloseResolution, Standing::NONE)?;
    if row.state == ResolutionState::Open {
        // The button was pressed twice.
        return Ok(row.clone());
    }
    if !row.kind.is_some_and(ResolutionKind::needs_somebody) {
        return Err(Error::refused("通报不需要落实。", "What is only to be known needs no outcome."));
    }
    if row.version != version {
        return Err(Error::new(Kind::Late));
    }
    let held = queries::held_since(tx, meeting.opened_at)?;
    let after = Resolution {
        state: ResolutionState::Open,
        due_on: Some(due_on),
        closed_by: None,
        closed_at: None,
        reopened_by: Some(tx.who.id.clone()),
        reopened_at: Some(tx.now),
        reopened_why: why,
        carried: queries::times(&held, meeting, row),
        ..row.clone()
    };
    let after = tx.change("reopen_resolution", row, after)?;
    tell_reopened(tx, &after)?;
    Ok(after)
}

/// What somebody still answers for about a project goes along with it to whoever takes it; what is not published yet is given to
/// whom the minutes name.
pub fn go_along(tx: &mut Tx, giver: &str, project: &str, taker: &str) -> Result<()> {
    let all: Vec<Resolution> = resolutions::table
        .filter(binding())
        .filter(resolutions::holder_id.eq(giver))
        .filter(resolutions::project_id.eq(project))
        .filter(resolutions::state.eq(ResolutionState::Open))
        .order(resolutions::number)
        .select(Resolution::as_select())
        .load(&mut **tx)?;
    for row in all {
        let after = tx.change("hand_over_resolution", &row, Resolution { holder_id: Some(taker.to_owned()), ..row.clone() })?;
        tell_resolved(tx, &[after])?;
    }
    Ok(())
}

/// Another answers for a resolution from now on: whoever arranges meetings says so. What was resolved stays in the minutes.
pub fn assign(tx: &mut Tx, meeting: &Meeting, row: &Resolution, version: i32, person: String) -> Result<()> {
    tx.may(Deed::ArrangeMeeting, Standing::NONE)?;
    if row.holder_id.as_ref() == Some(&person) {
        return Ok(());
    }
    if row.state != ResolutionState::Open {
        return Err(Error::refused("决议已经了结。", "It is closed already."));
    }
    if !row.kind.is_some_and(ResolutionKind::needs_somebody) {
        return Err(Error::refused("通报不需要落实。", "What is only to be known needs no outcome."));
    }
    binds(meeting)?;
    if row.version != version {
        return Err(Error::new(Kind::Late));
    }
    let after = tx.change("hand_over_resolution", row, Resolution { holder_id: Some(person), ..row.clone() })?;
    tell_resolved(tx, &[after])
}
