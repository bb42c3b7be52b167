//! Writing meetings: convening, moving, cancelling, putting matters on an agenda.

use diesel::prelude::*;

use super::attending::due;
use super::model::{AgendaItem, ItemKind, Matter, Meeting, MeetingKind, MeetingMove, MeetingState};
use super::queries::{self, Subject};
use super::schedule::{self, Occasion, occasion};
use super::telling::{tell_due, tell_moved};
use super::{agenda, attending};
use crate::clock::Moment;
use crate::correspondence::requests::model::{Request, RequestState};
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::policy::{Deed, Standing};
use crate::store::Tx;
use crate::store::schema::{agenda_items, meetings};

/// How long a request takes on an agenda, in minutes.
const REQUEST: i32 = 10;

/// A special meeting as typed. People are named by id.
#[derive(Clone, Debug)]
pub struct Special {
    pub matter: Matter,
    pub title: String,
    pub starts_at: Moment,
    pub minutes: i32,
    pub place: String,
    pub people: Vec<String>,
    pub about: String,
}

/// The same meeting, convened already: the button was pressed twice.
pub fn convened(tx: &mut Tx, new: &Special) -> Result<Option<Meeting>> {
    let me = tx.who.id.clone();
    Ok(meetings::table
        .filter(meetings::convened_by.eq(me))
        .filter(meetings::title.eq(&new.title))
        .filter(meetings::starts_at.eq(new.starts_at))
        .filter(meetings::state.eq(MeetingState::Planned))
        .order(meetings::number)
        .select(Meeting::as_select())
        .first(&mut **tx)
        .optional()?)
}

/// Convenes a special meeting; whoever convenes it is due as well.
pub fn convene(tx: &mut Tx, about: &Subject, new: Special) -> Result<Meeting> {
    tx.may(Deed::ConveneMeeting, Standing::NONE)?;
    if let Some(same) = convened(tx, &new)? {
        return Ok(same);
    }
    if new.starts_at < tx.now {
        let said = Pair("开会时间已经过去。", "This time has passed.");
        return Err(Error::invalid("day", Complaint::Said(said)));
    }
    let deed = Deed::ConveneMeeting.code();
    let row = Meeting {
        id: tx.new_id()?,
        number: tx.next_number("HY")?,
        kind: MeetingKind::Special,
        matter: new.matter.code().to_owned(),
        title: new.title.clone(),
        project_id: about.project.as_ref().map(|it| it.id.clone()),
        proposal_id: about.proposal.as_ref().map(|it| it.id.clone()),
        starts_at: Some(new.starts_at),
        minutes: new.minutes,
        place: new.place,
        convened_by: Some(tx.who.id.clone()),
        acting_for_id: tx.who.acting_for.clone(),
        version: 1,
        ..schedule::unwritten()
    };
    tx.add(deed, &row)?;
    let mut people = new.people;
    people.push(tx.who.id.clone());
    people.sort();
    people.dedup();
    for person in people {
        due(tx, deed, &row, person)?;
    }
    let item = NewItem { title: new.title, about: new.about, person: Some(tx.who.id.clone()), minutes: new.minutes };
    let item = item_of(tx, &row, ItemKind::Subject, item)?;
    tx.add(deed, &item)?;
    tell_due(tx, attending::DUE, &row)?;
    Ok(row)
}

/// The row of a meeting; it is written now if it followed from the calendar alone.
pub fn kept(tx: &mut Tx, deed: &str, it: &Occasion) -> Result<Meeting> {
    if it.is_kept() {
        return Ok(it.meeting.clone());
    }
    let row = Meeting { id: tx.new_id()?, version: 1, ..it.meeting.clone() };
    tx.add(deed, &row)?;
    Ok(row)
}

/// Goes on only if the writer saw the meeting as it stands.
pub fn same(meeting: &Meeting, version: i32) -> Result<()> {
    if meeting.version == version { Ok(()) } else { Err(Error::new(Kind::Late)) }
}

/// When and where a meeting is to be held, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    pub starts_at: Moment,
    pub minutes: i32,
    pub place: String,
    /// Why it is moved; needed where the time changes.
    pub reason: String,
}

/// Moves one meeting by hand; the others stay as they are.
pub fn reschedule(tx: &mut Tx, it: &Occasion, version: i32, when: When) -> Result<Meeting> {
    tx.may(Deed::ArrangeMeeting, queries::standing(&tx.who, &it.meeting))?;
    let moves = when.starts_at != it.starts_at;
    let stands = !moves && (when.minutes, &when.place) == (it.meeting.minutes, &it.meeting.place);
    if stands && when.reason == it.meeting.reason {
        return Ok(it.meeting.clone());
    }
    same(&it.meeting, version)?;
    if !it.meeting.state.is_ahead() {
        return Err(Error::refused("会议已经召开或取消，时间不能再改。", "It was held or cancelled; its time stays."));
    }
    if moves && when.starts_at < tx.now {
        let said = Pair("开会时间已经过去。", "This time has passed.");
        return Err(Error::invalid("day", Complaint::Said(said)));
    }
    if moves && when.reason.is_empty() {
        return Err(Error::invalid("reason", Complaint::Required));
    }
    let row = kept(tx, Deed::ArrangeMeeting.code(), it)?;
    let starts_at = if moves { Some(when.starts_at) } else { row.starts_at };
    let sequence = row.sequence + 1;
    let after = Meeting { starts_at, minutes: when.minutes, place: when.place, reason: when.reason, sequence, ..row.clone() };
    let row = tx.change("move_meeting", &row, after)?;
    if !stands {
        tell_moved(tx, it, &row)?;
    }
    Ok(row)
}

/// A regular meeting that was cancelled is held after all, as long as its day has not passed. What it left to the next one stays there.
pub fn restore(tx: &mut Tx, it: &Occasion) -> Result<Meeting> {
    tx.may(Deed::ArrangeMeeting, queries::standing(&tx.who, &it.meeting))?;
    if it.meeting.state.is_ahead() {
        // The button was pressed twice.
        return Ok(it.meeting.clone());
    }
    let state = it.meeting.state.by(MeetingMove::Restore).filter(|_| it.meeting.kind != MeetingKind::Special);
    let state = state.filter(|_| tx.office.zone.day(it.starts_at) >= tx.today());
    let Some(state) = state else {
        return Err(Error::refused(
            "只有取消了的例会，在开会日之前可以恢复。",
            "Only a regular meeting that was cancelled can be restored, until its day.",
        ));
    };
    // What was called stays called: its pack is written down. Else it follows the calendar again where it had its own time.
    let was_called = it.meeting.called_at.is_some();
    let state = if was_called { MeetingState::Called } else { state };
    let by_rule = it.meeting.regular().and_then(|it| schedule::by_rule(&tx.office, it));
    let starts_at = it.meeting.starts_at.filter(|at| was_called || Some(*at) != by_rule);
    let (reason, sequence) = (String::new(), it.meeting.sequence + 1);
    let after = Meeting { state, reason, starts_at, sequence, cancelled_at: None, ..it.meeting.clone() };
    let row = tx.change(MeetingMove::Restore.deed(), &it.meeting, after)?;
    tell_due(tx, Pair("会议照常召开", "A meeting is held after all"), &row)?;
    Ok(row)
}

/// Cancels one meeting. The matters of a regular one wait for the next of its kind.
pub fn cancel(tx: &mut Tx, it: &Occasion, version: i32, reason: String) -> Result<Meeting> {
    tx.may(Deed::ArrangeMeeting, queries::standing(&tx.who, &it.meeting))?;
    if it.meeting.state == MeetingState::Cancelled && it.meeting.reason == reason {
        // The button was pressed twice.
        return Ok(it.meeting.clone());
    }
    let Some(state) = it.meeting.state.by(MeetingMove::Cancel) else {
        return Err(Error::refused("会议已经召开或取消，不能再取消。", "It was held or cancelled already."));
    };
    same(&it.meeting, version)?;
    let row = kept(tx, Deed::ArrangeMeeting.code(), it)?;
    let after = Meeting {
        state,
        reason,
        cancelled_at: Some(tx.now),
        // As it was to be, whatever becomes of the calendar.
        starts_at: Some(it.starts_at),
        sequence: row.sequence + 1,
        ..row.clone()
    };
    let row = tx.change("cancel_meeting", &row, after)?;
    tell_due(tx, Pair("会议取消了", "A meeting was cancelled"), &row)?;
    let waiting: Vec<AgendaItem> = queries::items(tx, &row.id)?
        .into_iter()
        .filter(|it| matches!(it.kind, ItemKind::Matter | ItemKind::Requests))
        .collect();
    if !waiting.is_empty()
        && let Some(next) = next_of(tx, it)?
    {
        let next = kept(tx, "cancel_meeting", &next)?;
        for item in waiting {
            let after = AgendaItem { meeting_id: next.id.clone(), ..item.clone() };
            tx.change("pass_on_item", &item, after)?;
        }
    }
    Ok(row)
}

/// The next regular meeting of the same kind that is still planned.
fn next_of(tx: &mut Tx, it: &Occasion) -> Result<Option<Occasion>> {
    let (kind, office, today) = (it.meeting.kind, tx.office.clone(), tx.today());
    if kind == MeetingKind::Special {
        return Ok(None);
    }
    let who = tx.who.clone();
    let until = today + chrono::Days::new(100);
    let all = schedule::between(tx, &who, &office, (today, until))?;
    let next = |one: &Occasion| {
        one.meeting.kind == kind
            && one.meeting.state == MeetingState::Planned
            && one.meeting.number > it.meeting.number
            && !one.is_together()
    };
    Ok(all.into_iter().find(next))
}

/// A matter as typed. The person is named by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewItem {
    pub title: String,
    pub about: String,
    /// Whose turn it is.
    pub person: Option<String>,
    pub minutes: i32,
}

fn item_of(tx: &mut Tx, meeting: &Meeting, kind: ItemKind, new: NewItem) -> Result<AgendaItem> {
    let last: Option<i32> = agenda_items::table
        .filter(agenda_items::meeting_id.eq(&meeting.id))
        .select(diesel::dsl::max(agenda_items::position))
        .first(&mut **tx)?;
    Ok(AgendaItem {
        id: tx.new_id()?,
        meeting_id: meeting.id.clone(),
        position: last.unwrap_or(0) + 1,
        kind,
        title: new.title,
        about: new.about,
        person_id: new.person,
        minutes: new.minutes,
        request_id: None,
        project_id: None,
        added_by: Some(tx.who.id.clone()),
        added_at: tx.now,
        notes: String::new(),
        version: 1,
    })
}

/// Goes on only while an agenda still takes matters: until the meeting closes.
pub fn takes_matters(meeting: &Meeting) -> Result<()> {
    match meeting.state {
        MeetingState::Planned | MeetingState::Called | MeetingState::InSession => Ok(()),
        _ => {
            Err(Error::refused("会议已经结束或取消，请放到下一次会议。", "It is over or cancelled; put it on the next agenda."))
        }
    }
}

/// Puts a matter (待议事项) on an agenda. Anyone may; the coordinator arranges.
pub fn add_item(tx: &mut Tx, it: &Occasion, new: NewItem) -> Result<AgendaItem> {
    tx.may(Deed::AddItem, Standing::NONE)?;
    takes_matters(&it.meeting)?;
    let row = kept(tx, Deed::AddItem.code(), it)?;
    let me = tx.who.id.clone();
    let same = |it: &AgendaItem| {
        it.kind == ItemKind::Matter && it.added_by.as_ref() == Some(&me) && (&it.title, &it.about) == (&new.title, &new.about)
    };
    if let Some(same) = queries::items(tx, &row.id)?.into_iter().find(same) {
        // The button was pressed twice.
        return Ok(same);
    }
    let item = item_of(tx, &row, ItemKind::Matter, new)?;
    tx.add(Deed::AddItem.code(), &item)?;
    Ok(item)
}

/// Puts an unanswered request on an agenda: by its asker, or by whoever arranges meetings.
pub fn add_request(tx: &mut Tx, it: &Occasion, request: &Request) -> Result<AgendaItem> {
    match request.asker_id == tx.who.id {
        true => tx.may(Deed::AddItem, Standing::NONE)?,
        false => tx.may(Deed::ArrangeMeeting, queries::standing(&tx.who, &it.meeting))?,
    };
    takes_matters(&it.meeting)?;
    if request.state != RequestState::Open {
        return Err(Error::refused("这件请示已经批示或撤回。", "This request is answered or withdrawn."));
    }
    let row = kept(tx, Deed::AddItem.code(), it)?;
    let there = queries::items(tx, &row.id)?.into_iter().find(|it| it.request_id.as_ref() == Some(&request.id));
    if let Some(there) = there {
        return Ok(there);
    }
    if let Some(number) = queries::on_agenda(tx, &request.id)? {
        let said = Pair("已经列入另一次会议的议程：{}。", "It is on the agenda of another meeting already: {}.");
        return Err(Error::invalid("meeting", Complaint::Named(said, number)));
    }
    let new = NewItem {
        title: request.title.clone(),
        about: String::new(),
        person: Some(request.asker_id.clone()),
        minutes: REQUEST,
    };
    let item = item_of(tx, &row, ItemKind::Requests, new)?;
    let item = AgendaItem { request_id: Some(request.id.clone()), project_id: request.project_id.clone(), ..item };
    tx.add(Deed::AddItem.code(), &item)?;
    if row.kind == MeetingKind::Special {
        // Whoever asks is there when it is dealt with.
        attending::join(tx, Deed::AddItem.code(), &row, &request.asker_id)?;
    }
    Ok(item)
}

/// Whoever added a matter changes it until the meeting opens; whoever arranges the meeting does so as well.
pub fn may_change(tx: &Tx, meeting: &Meeting, item: &AgendaItem) -> Result<()> {
    if !matches!(item.kind, ItemKind::Matter | ItemKind::Requests | ItemKind::Subject) {
        return Err(Error::refused("这一项由程序列入议程。", "The program puts this on the agenda."));
    }
    takes_matters(meeting)?;
    if item.added_by.as_ref() != Some(&tx.who.id) || meeting.state == MeetingState::InSession {
        tx.may(Deed::ArrangeMeeting, queries::standing(&tx.who, meeting))?;
    }
    Ok(())
}

/// Changes a matter.
pub fn change_item(tx: &mut Tx, meeting: &Meeting, item: &AgendaItem, version: i32, new: NewItem) -> Result<()> {
    may_change(tx, meeting, item)?;
    let after = AgendaItem { title: new.title, about: new.about, person_id: new.person, minutes: new.minutes, ..item.clone() };
    if (&after.title, &after.about, &after.person_id, after.minutes)
        == (&item.title, &item.about, &item.person_id, item.minutes)
    {
        return Ok(());
    }
    if item.version != version {
        return Err(Error::new(Kind::Late));
    }
    tx.change("change_item", item, after)?;
    Ok(())
}

/// Takes a matter off an agenda.
pub fn remove_item(tx: &mut Tx, meeting: &Meeting, item: &AgendaItem) -> Result<()> {
    may_change(tx, meeting, item)?;
    if item.kind == ItemKind::Subject {
        return Err(Error::refused("专题会议的议题不能撤下。", "The subject of a special meeting is not taken off."));
    }
    tx.remove("remove_item", item)
}

/// Plans how long a standing part is to take, in minutes; none at all where it is taken as read.
pub fn plan_part(tx: &mut Tx, it: &Occasion, item: &AgendaItem, version: i32, minutes: i32) -> Result<()> {
    tx.may(Deed::ArrangeMeeting, queries::standing(&tx.who, &it.meeting))?;
    takes_matters(&it.meeting)?;
    if item.minutes == minutes {
        return Ok(());
    }
    if item.version != version {
        return Err(Error::new(Kind::Late));
    }
    let mut row = item.clone();
    if item.id.is_empty() {
        // With all of its sort, so that their order stays.
        let parts = parts_beside(tx, it, item)?;
        let meeting = kept(tx, Deed::ArrangeMeeting.code(), it)?;
        for part in &parts {
            let part = kept_part(tx, &meeting, part)?;
            if part.key() == item.key() {
                row = part;
            }
        }
    }
    tx.change("change_item", &row, AgendaItem { minutes, ..row.clone() })?;
    Ok(())
}

/// A part of an agenda and those among which it is moved, in their order.
fn parts_beside(tx: &mut Tx, it: &Occasion, item: &AgendaItem) -> Result<Vec<AgendaItem>> {
    let (who, office, now) = (tx.who.clone(), tx.office.clone(), tx.now);
    let all = agenda::of(tx, &who, &office, now, it)?;
    Ok(all.into_iter().filter(|one| agenda::are_beside(&it.meeting, item, one)).collect())
}

/// The row of a part of an agenda; a standing one that nobody has arranged yet is written now.
fn kept_part(tx: &mut Tx, meeting: &Meeting, item: &AgendaItem) -> Result<AgendaItem> {
    if !item.id.is_empty() {
        return Ok(item.clone());
    }
    let last = queries::items(tx, &meeting.id)?.last().map_or(0, |it| it.position);
    let row = AgendaItem { id: tx.new_id()?, meeting_id: meeting.id.clone(), position: last + 1, version: 1, ..item.clone() };
    tx.add(Deed::ArrangeMeeting.code(), &row)?;
    Ok(row)
}

/// Moves a part of an agenda before the one above it, or behind the one below it: the coordinator's order.
pub fn arrange(tx: &mut Tx, it: &Occasion, item: &AgendaItem, earlier: bool) -> Result<()> {
    tx.may(Deed::ArrangeMeeting, queries::standing(&tx.who, &it.meeting))?;
    takes_matters(&it.meeting)?;
    let all = parts_beside(tx, it, item)?;
    if all.len() < 2 || all.iter().all(|one| one.key() != item.key()) {
        return Ok(());
    }
    let meeting = kept(tx, Deed::ArrangeMeeting.code(), it)?;
    let all = all.iter().map(|one| kept_part(tx, &meeting, one)).collect::<Result<Vec<_>>>()?;
    let Some(at) = all.iter().position(|one| one.key() == item.key()) else { return Ok(()) };
    let item = &all[at];
    let other = if earlier { at.checked_sub(1) } else { Some(at + 1) };
    let Some(other) = other.and_then(|at| all.get(at)) else { return Ok(()) };
    let (mine, theirs) =
        (AgendaItem { position: other.position, ..item.clone() }, AgendaItem { position: item.position, ..other.clone() });
    tx.change("arrange_item", item, mine)?;
    tx.change("arrange_item", other, theirs)?;
    Ok(())
}

/// A meeting with its time, once more, after a change.
pub fn again(tx: &Tx, meeting: Meeting) -> Occasion {
    occasion(&tx.office, meeting)
}
