//! From planned to published: calling, opening, attendance, notes, closing, publishing, reading.

use chrono::Days;

use super::minutes::Told;
use crate::error::{Complaint, Error, Kind, Missing, Result};
use crate::lang::Pair;
use crate::meetings::attending::gather;
use crate::meetings::changes::kept;
use crate::meetings::model::{
    AgendaItem, Attendance, Meeting, MeetingKind, MeetingMove, MeetingState, PackRow, Presence, Resolution, ResolutionKind,
    ResolutionState,
};
use crate::meetings::pack::{content, draw};
use crate::meetings::schedule::Occasion;
use crate::meetings::telling::{tell_due, tell_resolved};
use crate::meetings::{agenda, hearings, queries};
use crate::policy::Deed;
use crate::store::Tx;

/// Until when minutes are published after a meeting, and read after that; in working days.
const DAYS: u32 = 1;
/// How many days before a regular meeting it can be called.
const EARLY: u64 = 10;

/// Goes on only along a way that there is.
fn by(meeting: &Meeting, by: MeetingMove) -> Result<MeetingState> {
    let said = match by {
        MeetingMove::Call => ("只有待召集的会议可以召集。", "Only a meeting that is planned can be called."),
        MeetingMove::Open => ("只有已召集的会议可以开会。", "Only a meeting that was called can be opened."),
        MeetingMove::Close => ("会议没有在进行，不能散会。", "It is not in session and cannot be closed."),
        MeetingMove::Publish => ("散会以后才能发布纪要。", "Minutes are published after the meeting is closed."),
        MeetingMove::Cancel => ("会议已经召开或取消，不能再取消。", "It was held or cancelled already."),
        MeetingMove::Restore => ("会议没有取消。", "It is not cancelled."),
    };
    meeting.state.by(by).ok_or_else(|| Error::refused(said.0, said.1))
}

/// Calls a meeting: its agenda and who is due become rows, and what is laid before it is written down.
pub fn call(tx: &mut Tx, it: &Occasion) -> Result<Meeting> {
    tx.may(Deed::ArrangeMeeting, queries::standing(&tx.who, &it.meeting))?;
    if it.meeting.state == MeetingState::Called {
        // The button was pressed twice.
        return Ok(it.meeting.clone());
    }
    let state = by(&it.meeting, MeetingMove::Call)?;
    if it.meeting.kind != MeetingKind::Special && tx.today() + Days::new(EARLY) < tx.office.zone.day(it.starts_at) {
        return Err(Error::refused(
            "例会最早在开会前十天召集：材料在召集时固定。",
            "A regular meeting is called at most ten days before: its pack is written down then.",
        ));
    }
    not_stale(tx, &it.meeting)?;
    let deed = MeetingMove::Call.deed();
    let (who, office, now) = (tx.who.clone(), tx.office.clone(), tx.now);
    let items = agenda::of(tx, &who, &office, now, it)?;
    let content = draw(tx, &who, &office, now, it)?.written()?;
    let row = kept(tx, deed, it)?;
    // What was arranged of a part that is none any more, such as the report of somebody who has left.
    for gone in queries::items(tx, &row.id)?.into_iter().filter(|it| items.iter().all(|one| one.id != it.id)) {
        tx.remove(deed, &gone)?;
    }
    for (item, position) in items.into_iter().zip(1..) {
        if item.id.is_empty() {
            let id = tx.new_id()?;
            tx.add(deed, &AgendaItem { id, meeting_id: row.id.clone(), position, version: 1, ..item })?;
        } else {
            let after = AgendaItem { meeting_id: row.id.clone(), position, ..item.clone() };
            tx.change(deed, &item, after)?;
        }
    }
    if row.kind != MeetingKind::Special {
        gather(tx, deed, &row)?;
    }
    let pack =
        PackRow { id: tx.new_id()?, meeting_id: row.id.clone(), drawn_at: tx.now, seal: content::seal(&content), content };
    tx.add(deed, &pack)?;
    let after = Meeting {
        state,
        called_by: Some(tx.who.id.clone()),
        called_at: Some(tx.now),
        starts_at: Some(it.starts_at),
        sequence: row.sequence + 1,
        ..row.clone()
    };
    let row = tx.change(deed, &row, after)?;
    tell_due(tx, Pair("会议召集了，材料已备", "A meeting was called, its pack is ready"), &row)?;
    Ok(row)
}

/// Goes on only if a hearing still has something to hear.
fn not_stale(tx: &mut Tx, meeting: &Meeting) -> Result<()> {
    match hearings::stale(tx, meeting)? {
        Some(stale) => Err(Error::new(Kind::Refused(stale, Vec::new()))),
        None => Ok(()),
    }
}

/// Opens a meeting that was called, on its day or later.
pub fn open(tx: &mut Tx, it: &Occasion) -> Result<Meeting> {
    tx.may(Deed::KeepMinutes, queries::standing(&tx.who, &it.meeting))?;
    if it.meeting.state == MeetingState::InSession {
        return Ok(it.meeting.clone());
    }
    let state = by(&it.meeting, MeetingMove::Open)?;
    if tx.today() < tx.office.zone.day(it.starts_at) {
        return Err(Error::refused(
            "还没到开会的日子；需要提前时，请先改期。",
            "Its day has not come; to hold it earlier, move it first.",
        ));
    }
    not_stale(tx, &it.meeting)?;
    let deed = MeetingMove::Open.deed();
    if it.meeting.kind != MeetingKind::Special {
        gather(tx, deed, &it.meeting)?;
    }
    let after = Meeting { state, opened_at: Some(tx.now), ..it.meeting.clone() };
    tx.change(deed, &it.meeting, after)
}

/// Closes a meeting that is in session; its minutes are to be published by the next working day.
pub fn close(tx: &mut Tx, it: &Occasion) -> Result<Meeting> {
    tx.may(Deed::KeepMinutes, queries::standing(&tx.who, &it.meeting))?;
    if it.meeting.state == MeetingState::Minutes {
        return Ok(it.meeting.clone());
    }
    let state = by(&it.meeting, MeetingMove::Close)?;
    let publish_by = Some(tx.office.calendar.add_working_days(tx.today(), DAYS));
    let after = Meeting { state, closed_at: Some(tx.now), publish_by, ..it.meeting.clone() };
    tx.change(MeetingMove::Close.deed(), &it.meeting, after)
}

/// What minutes still want before they can be published: what, and where on the page of who keeps them.
pub fn wants(attendances: &[Attendance], resolutions: &[Resolution]) -> Vec<(Pair, String)> {
    let mut all = Vec::new();
    if attendances.iter().any(|it| it.state == Presence::Due) {
        all.push((Pair("登记每个人的到会情况", "Note how each came"), "attendance".to_owned()));
    }
    for it in resolutions {
        if let Some(want) = it.wants()
            && all.iter().all(|other: &(Pair, String)| other.0 != want)
        {
            all.push((want, it.number.clone()));
        }
    }
    all
}

/// Publishes the minutes: from now on they stay as they are, and everybody who was due reads them.
pub fn publish(tx: &mut Tx, it: &Occasion) -> Result<Meeting> {
    tx.may(Deed::PublishMinutes, queries::standing(&tx.who, &it.meeting))?;
    if it.meeting.state == MeetingState::Published {
        return Ok(it.meeting.clone());
    }
    let state = by(&it.meeting, MeetingMove::Publish)?;
    let there: Vec<Attendance> = queries::attendances(tx, &it.meeting.id)?.into_iter().map(|it| it.0).collect();
    let resolved = queries::resolutions(tx, &it.meeting.id)?;
    let missing: Vec<Missing> = wants(&there, &resolved)
        .into_iter()
        .map(|(what, place)| Missing { what, href: format!("{}/session#{place}", it.meeting.href()) })
        .collect();
    if !missing.is_empty() {
        return Err(Error::new(Kind::Refused(Pair("纪要还不能发布。", "The minutes cannot be published yet."), missing)));
    }
    let told = Told::now(tx, &it.meeting)?.written()?;
    let after = Meeting {
        state,
        told,
        published_by: Some(tx.who.id.clone()),
        published_at: Some(tx.now),
        read_by: Some(tx.office.calendar.add_working_days(tx.today(), DAYS)),
        ..it.meeting.clone()
    };
    let deed = MeetingMove::Publish.deed();
    let row = tx.change(deed, &it.meeting, after)?;
    tell_resolved(tx, &resolved)?;
    tell_due(tx, Pair("发布了会议纪要，请阅", "Minutes were published, please read them"), &row)?;
    // What is only to be known is settled by being published.
    for known in resolved.iter().filter(|it| it.kind == Some(ResolutionKind::Information)) {
        let (state, closed_by, closed_at) = (ResolutionState::Done, Some(tx.who.id.clone()), Some(tx.now));
        tx.change(deed, known, Resolution { state, closed_by, closed_at, ..known.clone() })?;
    }
    // Whoever publishes them has read them.
    if let Some(mine) = there.into_iter().find(|it| it.person_id == tx.who.id) {
        let after = Attendance { read_at: Some(tx.now), ..mine.clone() };
        tx.change(deed, &mine, after)?;
    }
    Ok(row)
}

/// Somebody who was due confirms to have read the published minutes.
pub fn read(tx: &mut Tx, it: &Occasion) -> Result<()> {
    if it.meeting.state != MeetingState::Published {
        return Err(Error::refused("会议纪要还没有发布。", "The minutes are not published yet."));
    }
    let me = tx.who.id.clone();
    let mine = queries::attendances(tx, &it.meeting.id)?.into_iter().map(|it| it.0).find(|it| it.person_id == me);
    let Some(mine) = mine else {
        return Err(Error::new(Kind::Forbidden(Pair("确认已阅会议纪要", "Confirm the minutes"))));
    };
    if mine.read_at.is_none() {
        let after = Attendance { read_at: Some(tx.now), ..mine.clone() };
        tx.change("read_minutes", &mine, after)?;
    }
    Ok(())
}

/// Goes on only while minutes are written: in session, and afterwards until they are published.
pub fn is_written(meeting: &Meeting) -> Result<()> {
    match meeting.state {
        MeetingState::InSession | MeetingState::Minutes => Ok(()),
        MeetingState::Published => {
            Err(Error::refused("会议纪要已经发布，不能再改。", "The minutes are published; they stay as they are."))
        }
        _ => Err(Error::refused("会议还没有开始或已取消。", "It has not begun, or is cancelled.")),
    }
}

/// How somebody came, as noted: by person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    pub person: String,
    pub state: Presence,
    /// Of a leave.
    pub reason: String,
    /// The code of how they were noted when the page was read; empty where it does not say.
    pub seen: String,
}

/// Notes how each came. Who was noted otherwise by somebody else meanwhile is not overwritten.
pub fn note_attendance(tx: &mut Tx, it: &Occasion, noted: &[Noted]) -> Result<()> {
    tx.may(Deed::KeepMinutes, queries::standing(&tx.who, &it.meeting))?;
    is_written(&it.meeting)?;
    for (before, _) in queries::attendances(tx, &it.meeting.id)? {
        let Some(now) = noted.iter().find(|it| it.person == before.person_id) else { continue };
        let reason = if now.state == Presence::Leave { now.reason.clone() } else { String::new() };
        if (before.state, &before.reason) == (now.state, &reason) {
            continue;
        }
        if !now.seen.is_empty() && now.seen != before.state.code() {
            return Err(Error::new(Kind::Late));
        }
        let (noted_by, noted_at) = (Some(tx.who.id.clone()), Some(tx.now));
        tx.change("note_attendance", &before, Attendance { state: now.state, reason, noted_by, noted_at, ..before.clone() })?;
    }
    Ok(())
}

/// Writes down what was said about a part of the agenda.
pub fn note(tx: &mut Tx, it: &Occasion, item: &AgendaItem, version: i32, notes: String) -> Result<AgendaItem> {
    tx.may(Deed::KeepMinutes, queries::standing(&tx.who, &it.meeting))?;
    is_written(&it.meeting)?;
    if item.notes == notes {
        return Ok(item.clone());
    }
    if item.version != version {
        return Err(Error::new(Kind::Late));
    }
    tx.change("note_item", item, AgendaItem { notes, ..item.clone() })
}

/// The complaint about a leave without its reason.
pub const WHY: Complaint = Complaint::Said(Pair("请写明请假理由。", "Please say why they are on leave."));
