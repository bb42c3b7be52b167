//! When meetings are held. A regular one follows from the calendar alone until somebody does something with it, so no job has to
//! make it and a changed holiday moves it by itself.

use chrono::{Days, NaiveDate, NaiveTime};
use diesel::prelude::*;

use super::model::{Meeting, MeetingKind, MeetingState};
use super::queries::visible;
use crate::calendar::Regular;
use crate::clock::Moment;
use crate::error::{OrNotFound, Result};
use crate::store::office::{Office, Setting};
use crate::store::schema::meetings;
use crate::store::{Actor, Conn};

/// For how many days a regular meeting that nobody touched can still be called or cancelled,
const BEHIND: u64 = 28;
/// and how far ahead one can be prepared.
pub const AHEAD: u64 = 370;
/// For how many days after its own a regular meeting that nobody touched is still listed.
const TOLD: u64 = 6;

/// A meeting with its time.
#[derive(Clone, Debug)]
pub struct Occasion {
    /// Without an id while it follows from the calendar alone.
    pub meeting: Meeting,
    pub starts_at: Moment,
    pub moved: Moved,
}

/// Why a meeting is not held at its plain time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    No,
    /// By the holiday rule, from this day.
    ByHoliday(NaiveDate),
    /// By hand, from this time.
    ByHand(Moment),
    /// A holiday pushes it onto the day of the following week's.
    Together(NaiveDate),
}

impl Occasion {
    /// Whether somebody has done something with it.
    pub fn is_kept(&self) -> bool {
        !self.meeting.id.is_empty()
    }

    /// Whether it is held together with a later one.
    pub fn is_together(&self) -> bool {
        matches!(self.moved, Moved::Together(_))
    }

    /// When it is to end.
    pub fn ends_at(&self) -> Moment {
        self.starts_at + chrono::Duration::minutes(self.meeting.minutes.into())
    }
}

/// The settings of a regular meeting: its hour and its length in minutes.
fn settings(meeting: Regular) -> (Setting, Setting) {
    match meeting {
        Regular::Weekly(_) => (Setting::WeeklyHour, Setting::WeeklyMinutes),
        Regular::Monthly(_) => (Setting::MonthlyHour, Setting::MonthlyMinutes),
    }
}

/// A regular meeting's time on a day.
fn on(office: &Office, meeting: Regular, day: NaiveDate) -> Moment {
    let hour = u32::try_from(office.setting(settings(meeting).0)).unwrap_or(0);
    office.zone.moment(day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default()))
}

/// When the rule has a regular meeting begin; none for a week that meets together with the following one.
pub fn by_rule(office: &Office, meeting: Regular) -> Option<Moment> {
    office.calendar.meeting(meeting).map(|day| on(office, meeting, day))
}

/// A regular meeting with which nobody has done anything yet.
pub fn untouched(office: &Office, meeting: Regular) -> Meeting {
    let kind = match meeting {
        Regular::Weekly(_) => MeetingKind::Weekly,
        Regular::Monthly(_) => MeetingKind::Monthly,
    };
    let minutes = i32::try_from(office.setting(settings(meeting).1)).unwrap_or(0);
    Meeting { number: meeting.to_string(), kind, minutes, ..unwritten() }
}

/// A meeting of which nothing is written yet.
pub fn unwritten() -> Meeting {
    Meeting {
        id: String::new(),
        number: String::new(),
        kind: MeetingKind::Special,
        matter: String::new(),
        title: String::new(),
        project_id: None,
        proposal_id: None,
        starts_at: None,
        minutes: 0,
        place: String::new(),
        state: MeetingState::Planned,
        reason: String::new(),
        convened_by: None,
        acting_for_id: None,
        called_by: None,
        called_at: None,
        opened_at: None,
        closed_at: None,
        publish_by: None,
        read_by: None,
        published_by: None,
        published_at: None,
        cancelled_at: None,
        told: String::new(),
        sequence: 0,
        version: 0,
    }
}

/// A meeting with its time, by hand or by the rule.
pub fn occasion(office: &Office, meeting: Meeting) -> Occasion {
    let Some(regular) = meeting.regular() else {
        let starts_at = meeting.starts_at.unwrap_or_default();
        return Occasion { meeting, starts_at, moved: Moved::No };
    };
    let rule = by_rule(office, regular);
    // Pushed together with a later week's, it has that one's day.
    let day = match regular {
        Regular::Weekly(week) => office.calendar.weekly_meeting(week),
        Regular::Monthly(month) => office.calendar.monthly_meeting(month),
    };
    let ruled = on(office, regular, day);
    let starts_at = meeting.starts_at.unwrap_or(ruled);
    let moved = match (rule, meeting.starts_at) {
        (_, Some(at)) if at != ruled => Moved::ByHand(ruled),
        (None, None) => Moved::Together(day),
        _ if day != regular.plain_day() => Moved::ByHoliday(regular.plain_day()),
        _ => Moved::No,
    };
    Occasion { meeting, starts_at, moved }
}

/// The meeting of this number, as far as the person may see it: a row, or a regular one of these weeks and the coming year.
pub fn find(conn: &mut Conn, me: &Actor, office: &Office, today: NaiveDate, number: &str) -> Result<Occasion> {
    let row: Option<Meeting> = meetings::table
        .filter(meetings::number.eq(number))
        .filter(visible(me))
        .select(Meeting::as_select())
        .first(conn)
        .optional()?;
    if let Some(row) = row {
        return Ok(occasion(office, row));
    }
    super::queries::sees_regular(me).then_some(()).or_not_found()?;
    let regular: Regular = number.parse().ok().or_not_found()?;
    let day = office.calendar.meeting(regular).or_not_found()?;
    let within = behind(today)..=today.checked_add_days(Days::new(AHEAD)).unwrap_or(today);
    let it = within.contains(&day).then(|| occasion(office, untouched(office, regular))).or_not_found()?;
    (!is_before_all(&it, office, today)).then_some(it).or_not_found()
}

/// The first day of which a regular meeting that nobody touched is still told.
fn behind(today: NaiveDate) -> NaiveDate {
    today.checked_sub_days(Days::new(BEHIND)).unwrap_or(today)
}

/// Meetings that are not over, as far as the person may see them: rows that are not closed, and regular ones by the rule up to
/// a day; by time. Cancelled ones are among them as long as their day has not come.
pub fn open(conn: &mut Conn, me: &Actor, office: &Office, today: NaiveDate, until: NaiveDate) -> Result<Vec<Occasion>> {
    between(conn, me, office, (behind(today), until)).map(|all| {
        let is_open = |it: &Occasion| match it.meeting.state {
            _ if !is_told(it, office, today) => false,
            MeetingState::Published => false,
            MeetingState::Cancelled => office.zone.day(it.starts_at) >= today,
            _ => !it.is_together(),
        };
        all.into_iter().filter(is_open).collect()
    })
}

/// Whether a meeting would have been of a time before there was anybody in this office.
fn is_before_all(it: &Occasion, office: &Office, today: NaiveDate) -> bool {
    office.zone.day(it.starts_at) < today && office.founded.is_none_or(|at| it.starts_at < at)
}

/// Whether a meeting is there to be looked at: one that nobody touched is until the next of its kind comes, and from as far ahead
/// as one can be prepared.
pub fn is_told(it: &Occasion, office: &Office, today: NaiveDate) -> bool {
    let first = today.checked_sub_days(Days::new(TOLD)).unwrap_or(today);
    let last = today.checked_add_days(Days::new(AHEAD)).unwrap_or(today);
    it.is_kept() || ((first..=last).contains(&office.zone.day(it.starts_at)) && !is_before_all(it, office, today))
}

/// Every meeting from one day to another, both included, as far as the person may see them; by time.
pub fn between(conn: &mut Conn, me: &Actor, office: &Office, (from, to): (NaiveDate, NaiveDate)) -> Result<Vec<Occasion>> {
    let start = office.zone.moment(from.and_time(NaiveTime::MIN));
    let end = office.zone.moment(to.checked_add_days(Days::new(1)).unwrap_or(to).and_time(NaiveTime::MIN));
    let regular: Vec<Regular> = match super::queries::sees_regular(me) {
        true => office.calendar.meetings(from, to).into_iter().map(|it| it.1).collect(),
        false => Vec::new(),
    };
    let numbers: Vec<String> = regular.iter().map(Regular::to_string).collect();
    let timed = meetings::starts_at.ge(start).and(meetings::starts_at.lt(end)).assume_not_null();
    let rows: Vec<Meeting> = meetings::table
        .filter(visible(me))
        .filter(timed.or(meetings::starts_at.is_null()).or(meetings::number.eq_any(&numbers)))
        .order((meetings::starts_at, meetings::number))
        .select(Meeting::as_select())
        .load(conn)?;
    let virtual_ones = regular.into_iter().filter(|it| rows.iter().all(|row| row.number != it.to_string()));
    let mut all: Vec<Occasion> = virtual_ones.map(|it| occasion(office, untouched(office, it))).collect();
    let kept = rows.iter().map(|row| occasion(office, row.clone()));
    all.extend(kept.filter(|it| (start..end).contains(&it.starts_at)));
    all.sort_by(|a, b| (a.starts_at, &a.meeting.number).cmp(&(b.starts_at, &b.meeting.number)));
    Ok(all)
}
