//! What nobody has written down: meetings that are due and not called.

use chrono::Days;

use super::Asked;
use super::duty::{both, pair};
use crate::duties::model::{Duty, DutyKind, Who};
use crate::error::Result;
use crate::lang::Pair;
use crate::meetings::model::{MeetingKind, MeetingState};
use crate::meetings::schedule::between;
use crate::store::{Actor, Conn};
use crate::words::Role;

/// Those of the regular meetings that are to be called which are asked for: the coordinators call them before they begin.
pub fn to_call(conn: &mut Conn, asked: &Asked<'_>) -> Result<Vec<Duty>> {
    if !asked.wants(DutyKind::Meeting) || !asked.whose.holds(&Who::Role(Role::Coordinator)) {
        return Ok(Vec::new());
    }
    let (office, today) = (asked.office, asked.now.date());
    let (from, to) = (today - Days::new(7), today + Days::new(3));
    let arranges = Actor { roles: vec![Role::Coordinator], ..Actor::program() };
    let all = between(conn, &arranges, office, (from, to))?;
    // Nobody missed a meeting of the time before there was anybody.
    let waits = all
        .into_iter()
        .filter(|it| office.founded.is_some_and(|at| it.starts_at > at))
        .filter(|it| it.meeting.kind != MeetingKind::Special && it.meeting.state == MeetingState::Planned && !it.is_together());
    let one = |it: crate::meetings::schedule::Occasion| Duty {
        key: format!("call-{}", it.meeting.number),
        kind: DutyKind::Meeting,
        is_urgent: false,
        who: Who::Role(Role::Coordinator),
        name: String::new(),
        what: pair(Pair("召集会议", "Call the meeting")),
        waits: pair(Pair("会议等待召集", "A meeting waits for you to call it")),
        about: both(|lang| it.meeting.name(lang)),
        number: it.meeting.number.clone(),
        since: None,
        due_on: office.zone.day(it.starts_at),
        due_at: None,
        href: it.meeting.href(),
        coordinator: None,
        closed: None,
    };
    Ok(waits.map(one).filter(|it| it.due_on <= asked.until).collect())
}
