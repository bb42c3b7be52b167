//! Whether a time suits a meeting: what cannot be is refused, what is unusual is asked about once more.

use std::collections::BTreeSet;

use chrono::Days;
use diesel::prelude::*;

use super::model::{MeetingKind, MeetingState};
use super::schedule::{AHEAD, Occasion, between};
use crate::clock::Moment;
use crate::error::{Complaint, Result};
use crate::lang::Pair;
use crate::store::schema::attendances;
use crate::store::{Actor, Tx};
use crate::web::Form;
use crate::words::Role;

/// The box by which somebody holds a meeting at an unusual time all the same.
pub const ANYWAY: &str = "anyway";

/// A time for a meeting.
#[derive(Clone, Copy, Debug)]
pub struct Time<'a> {
    /// Its number; none of a new one.
    pub number: &'a str,
    pub starts_at: Moment,
    /// How long it takes.
    pub minutes: i32,
    /// Who is due, by id; none where it is everybody.
    pub people: Option<&'a [String]>,
}

/// Complains of a time that no meeting can have, and, unless the box is ticked, of a day on which nobody works and of another
/// meeting of the same people.
pub fn check(tx: &mut Tx, form: &mut Form, time: &Time<'_>) -> Result<()> {
    if ["day", "time", "minutes"].iter().any(|field| form.is_wrong(field)) {
        return Ok(());
    }
    let zone = tx.office.zone;
    let (day, ends_at) = (zone.day(time.starts_at), time.starts_at + chrono::Duration::minutes(time.minutes.into()));
    if day > tx.today() + Days::new(AHEAD) {
        form.complain("day", Complaint::Said(Pair("最多提前一年安排会议。", "A meeting is arranged at most a year ahead.")));
    }
    if zone.day(ends_at - chrono::Duration::minutes(1)) != day {
        form.complain("minutes", Complaint::Said(Pair("会议不能开过午夜。", "A meeting cannot go on past midnight.")));
    }
    // A time that has passed is refused where it is written down.
    if form.ticked(ANYWAY) || time.starts_at < tx.now {
        return Ok(());
    }
    if !tx.office.calendar.is_working(day) {
        let said =
            Pair("这一天不上班；确实要开，请勾选后再保存。", "Nobody works on that day; tick the box to hold it all the same.");
        form.complain(ANYWAY, Complaint::Said(said));
    }
    if let Some(other) = beside(tx, time, ends_at)? {
        let clock = |at: Moment| zone.local(at).format("%H:%M").to_string();
        let title = if other.meeting.title.is_empty() { &other.meeting.number } else { &other.meeting.title };
        let named = format!("{title} {}–{}", clock(other.starts_at), clock(other.ends_at()));
        let said = Pair(
            "同一时间有人要参加另一个会议：{}；确实要开，请勾选后再保存。",
            "Some of them are due elsewhere at that time: {}; tick the box to hold it all the same.",
        );
        form.complain(ANYWAY, Complaint::Named(said, named));
    }
    Ok(())
}

/// Another meeting at the same time at which some of the same people are due.
fn beside(tx: &mut Tx, time: &Time<'_>, ends_at: Moment) -> Result<Option<Occasion>> {
    let (office, day) = (tx.office.clone(), tx.office.zone.day(time.starts_at));
    let arranges = Actor { roles: vec![Role::Coordinator], ..Actor::program() };
    let held = |state| matches!(state, MeetingState::Planned | MeetingState::Called | MeetingState::InSession);
    let mut all = between(tx, &arranges, &office, (day, day))?;
    all.retain(|it| it.meeting.number != time.number && held(it.meeting.state) && !it.is_together());
    all.retain(|it| it.starts_at < ends_at && time.starts_at < it.ends_at());
    let Some(people) = time.people else { return Ok(all.into_iter().next()) };
    let special = all.iter().filter(|it| it.meeting.kind == MeetingKind::Special).map(|it| &it.meeting.id);
    let theirs: Vec<String> = attendances::table
        .filter(attendances::meeting_id.eq_any(special))
        .filter(attendances::person_id.eq_any(people))
        .order(attendances::meeting_id)
        .select(attendances::meeting_id)
        .load(&mut **tx)?;
    let theirs: BTreeSet<String> = theirs.into_iter().collect();
    Ok(all.into_iter().find(|it| it.meeting.kind != MeetingKind::Special || theirs.contains(&it.meeting.id)))
}
