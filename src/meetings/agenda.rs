//! The agenda (议程): standing parts that follow from what there is, as long or short and in the order that was arranged, then the
//! matters that somebody added.

use diesel::prelude::*;

use super::model::{AgendaItem, ItemKind, Meeting, MeetingKind, MeetingState};
use super::schedule::{self, Occasion, occasion as occasion_of};
use super::{queries, resolutions};
use crate::clock::Moment;
use crate::correspondence::requests::model::RequestState;
use crate::error::{OrNotFound, Result};
use crate::people;
use crate::store::office::Office;
use crate::store::schema::{agenda_items, meetings, requests};
use crate::store::{Actor, Conn};
use crate::words::Role;

/// How long the standing parts are planned to take, in minutes.
const RESOLUTIONS: i32 = 10;
const FIGURES: i32 = 40;
/// Each member.
const REPORT: i32 = 5;
const DEVIATIONS: i32 = 10;

/// The agenda as it stands: before the meeting is called the standing parts by what there is now, and the matters of this meeting
/// and of those before it that were not held; afterwards the rows alone.
pub fn of(conn: &mut Conn, me: &Actor, office: &Office, now: Moment, occasion: &Occasion) -> Result<Vec<AgendaItem>> {
    let meeting = &occasion.meeting;
    if meeting.state != MeetingState::Planned {
        return queries::items(conn, &meeting.id);
    }
    let kept = if occasion.is_kept() { queries::items(conn, &meeting.id)? } else { Vec::new() };
    let (arranged, added): (Vec<AgendaItem>, Vec<AgendaItem>) = kept.into_iter().partition(|it| it.kind.is_standing());
    let mut all = standing(conn, meeting, now)?;
    for part in &mut all {
        if let Some(it) = arranged.iter().find(|it| it.key() == part.key()) {
            *part = it.clone();
        }
    }
    // Those that were arranged first, in their order.
    all.sort_by_key(|it| if it.id.is_empty() { i32::MAX } else { it.position });
    let mut waiting = left_over(conn, me, office, now, occasion)?;
    waiting.extend(added);
    all.extend(still_waiting(conn, waiting)?);
    // Requests before matters, each in the order in which they were put there.
    all.sort_by_key(|it| it.kind);
    Ok(all)
}

/// Without the requests that were answered or withdrawn meanwhile.
fn still_waiting(conn: &mut Conn, mut items: Vec<AgendaItem>) -> Result<Vec<AgendaItem>> {
    let asked: Vec<&String> = items.iter().filter_map(|it| it.request_id.as_ref()).collect();
    if asked.is_empty() {
        return Ok(items);
    }
    let open: Vec<String> = requests::table
        .filter(requests::id.eq_any(asked))
        .filter(requests::state.eq(RequestState::Open))
        .order(requests::id)
        .select(requests::id)
        .load(conn)?;
    items.retain(|it| it.request_id.as_ref().is_none_or(|id| open.contains(id)));
    Ok(items)
}

/// Whether one part of an agenda can change places with another: until the meeting is called those of one sort, afterwards all but what
/// is open of earlier meetings, which always leads.
pub fn are_beside(meeting: &Meeting, one: &AgendaItem, other: &AgendaItem) -> bool {
    match meeting.state {
        MeetingState::Planned => one.kind == other.kind && other.meeting_id == meeting.id,
        _ => ![one.kind, other.kind].contains(&ItemKind::Resolutions),
    }
}

/// The part of an agenda that an address calls so; none of what an earlier meeting left.
pub fn part(conn: &mut Conn, me: &Actor, office: &Office, now: Moment, (it, key): (&Occasion, &str)) -> Result<AgendaItem> {
    if let Some(row) = queries::item(conn, &it.meeting, key)? {
        return Ok(row);
    }
    let all = of(conn, me, office, now, it)?;
    all.into_iter().find(|part| part.key() == key && part.meeting_id == it.meeting.id).or_not_found()
}

/// How long all of it is to take, in minutes.
pub fn minutes(items: &[AgendaItem]) -> i32 {
    items.iter().map(|it| it.minutes).sum()
}

/// What the program puts on an agenda; the rows are not kept yet.
fn standing(conn: &mut Conn, meeting: &Meeting, now: Moment) -> Result<Vec<AgendaItem>> {
    let part = |kind: ItemKind, person: Option<String>, minutes: i32| AgendaItem {
        id: String::new(),
        meeting_id: meeting.id.clone(),
        position: 0,
        kind,
        title: String::new(),
        about: String::new(),
        person_id: person,
        minutes,
        request_id: None,
        project_id: None,
        added_by: None,
        added_at: now,
        notes: String::new(),
        version: 0,
    };
    let mut all = Vec::new();
    if meeting.kind != MeetingKind::Special && !resolutions::queries::open(conn)?.is_empty() {
        all.push(part(ItemKind::Resolutions, None, RESOLUTIONS));
    }
    match meeting.kind {
        MeetingKind::Weekly => {
            let sells = people::queries::ids_with_role(conn, Role::Sales)?;
            let members = queries::everybody(conn)?.into_iter().map(|it| it.0).filter(|id| sells.contains(id));
            all.extend(members.map(|id| part(ItemKind::Report, Some(id), REPORT)));
            all.push(part(ItemKind::Deviations, None, DEVIATIONS));
        }
        MeetingKind::Monthly => all.push(part(ItemKind::Figures, None, FIGURES)),
        // Its subject was put there when it was convened.
        MeetingKind::Special => {}
    }
    Ok(all)
}

/// The matters of earlier regular meetings of the same kind that were not held and will not be: their day has passed, or a holiday
/// pushed it onto a later one's. They wait for the nearest meeting; what a meeting that is cancelled leaves is moved there at once.
pub fn left_over(conn: &mut Conn, me: &Actor, office: &Office, now: Moment, occasion: &Occasion) -> Result<Vec<AgendaItem>> {
    let (kind, today) = (occasion.meeting.kind, office.zone.day(now));
    if kind == MeetingKind::Special {
        return Ok(Vec::new());
    }
    let before = office.zone.day(occasion.starts_at).pred_opt().unwrap_or(today);
    let waits = |it: &Occasion| it.meeting.kind == kind && it.meeting.state.is_ahead() && !it.is_together();
    let mut nearer = schedule::between(conn, me, office, (today, before.max(today)))?;
    nearer.retain(|it| waits(it) && it.meeting.number < occasion.meeting.number);
    let rows: Vec<Meeting> = meetings::table
        .filter(meetings::kind.eq(kind))
        .filter(meetings::state.eq(MeetingState::Planned))
        .filter(meetings::number.lt(&occasion.meeting.number))
        .order(meetings::number)
        .select(Meeting::as_select())
        .load(conn)?;
    let gone = |it: &Occasion| {
        let is_gone = it.is_together() || office.zone.day(it.starts_at) < today;
        is_gone && nearer.iter().all(|other| other.meeting.number <= it.meeting.number)
    };
    let ids: Vec<String> = rows.into_iter().map(|it| occasion_of(office, it)).filter(gone).map(|it| it.meeting.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(agenda_items::table
        .filter(agenda_items::meeting_id.eq_any(ids))
        .filter(agenda_items::kind.eq_any([ItemKind::Requests, ItemKind::Matter]))
        .order((agenda_items::added_at, agenda_items::id))
        .select(AgendaItem::as_select())
        .load(conn)?)
}
