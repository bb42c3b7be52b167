//! What is laid before a meeting (会议材料): it writes itself from what happened, live until the meeting is called, then frozen.

/// What it holds, and how it is kept.
pub mod content;

/// What a week left: member by member.
pub mod weekly;

/// What a month came to.
pub mod monthly;

/// A plan or a proposal with its evidence.
pub mod special;

/// How much of it fits two sheets of paper.
mod fitting;

/// On the screen and on A4.
pub mod sheet;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use diesel::prelude::*;

use self::content::{Asked, Carried, Matter, Pack};
use super::agenda;
use super::model::{AgendaItem, ItemKind, MeetingKind, MeetingState};
use super::resolutions;
use super::schedule::Occasion;
use crate::calendar::{Regular, Week, monday_of};
use crate::clock::Moment;
use crate::error::Result;
use crate::people;
use crate::store::office::Office;
use crate::store::schema::{meetings, people as people_table, requests};
use crate::store::{Actor, Conn};

/// How many characters of a text are laid before a meeting; the whole of it stands on its own page.
const CLIPPED: usize = 120;

/// For how many weeks back a weekly meeting reports at most, when those before it were not held.
const BACK: u32 = 8;

/// Names of people by id.
type Names = BTreeMap<String, String>;

/// The pack as it stands now, drawn from what is recorded; the same for every reader.
pub fn draw(conn: &mut Conn, me: &Actor, office: &Office, now: Moment, it: &Occasion) -> Result<Pack> {
    let today = office.zone.day(now);
    let items = agenda::of(conn, me, office, now, it)?;
    let names = people::queries::names(conn)?;
    let (from, to) = period(conn, office, it)?;
    let mut pack = Pack {
        meeting: it.meeting.number.clone(),
        starts_at: Some(it.starts_at),
        minutes: it.meeting.minutes,
        place: it.meeting.place.clone(),
        from,
        to,
        today,
        until: monday_of(today.max(office.zone.day(it.starts_at))) + Days::new(6),
        requests: asked(conn, &items)?,
        matters: matters(&names, &items),
        ..Pack::default()
    };
    if it.meeting.kind != MeetingKind::Special {
        pack.resolutions = carried(conn, &names)?;
    }
    match it.meeting.kind {
        MeetingKind::Weekly => weekly::tell(conn, office, now, &mut pack)?,
        MeetingKind::Monthly => pack.month = Some(monthly::figures(conn, office, now, (from, to))?),
        MeetingKind::Special => {
            pack.plan = special::plan(conn, &it.meeting)?;
            pack.proposal = special::proposal(conn, &it.meeting)?;
        }
    }
    Ok(pack)
}

/// The days that a meeting reports on: a weekly one the weeks since the one before it that was or will be held, a monthly one the
/// month before.
fn period(conn: &mut Conn, office: &Office, it: &Occasion) -> Result<(NaiveDate, NaiveDate)> {
    Ok(match it.meeting.regular() {
        None => {
            let day = office.zone.day(it.starts_at);
            (day, day)
        }
        Some(Regular::Monthly(month)) => (month.previous().first(), month.previous().last()),
        Some(Regular::Weekly(week)) => {
            let mut first = week.previous();
            for _ in 1..BACK {
                if is_held(conn, office, first)? {
                    break;
                }
                first = first.previous();
            }
            (first.monday(), week.previous().sunday())
        }
    })
}

/// Whether a week meets: not with the following one, and not cancelled.
fn is_held(conn: &mut Conn, office: &Office, week: Week) -> Result<bool> {
    let regular = Regular::Weekly(week);
    let state: Option<MeetingState> =
        meetings::table.filter(meetings::number.eq(regular.to_string())).select(meetings::state).first(conn).optional()?;
    Ok(match state {
        Some(state) if state != MeetingState::Planned => state != MeetingState::Cancelled,
        _ => office.calendar.meeting(regular).is_some(),
    })
}

/// Every open resolution, with how often it was carried over.
fn carried(conn: &mut Conn, names: &Names) -> Result<Vec<Carried>> {
    let all = resolutions::queries::open(conn)?;
    let held = resolutions::queries::held_since(conn, all.iter().filter_map(|it| it.1.opened_at).min())?;
    let one = |(it, meeting): (super::model::Resolution, super::model::Meeting)| Carried {
        times: resolutions::queries::times(&held, &meeting, &it),
        kind: it.kind.map_or("", |kind| kind.code()).to_owned(),
        person: it.holder_id.as_ref().and_then(|id| names.get(id)).cloned().unwrap_or_default(),
        number: it.number,
        meeting: meeting.number,
        content: it.content,
        due_on: it.due_on,
        draft: !meeting.state.binds(),
    };
    Ok(all.into_iter().map(one).collect())
}

/// The requests on an agenda that nobody has answered.
fn asked(conn: &mut Conn, items: &[AgendaItem]) -> Result<Vec<Asked>> {
    let on: Vec<&AgendaItem> = items.iter().filter(|it| it.request_id.is_some()).collect();
    if on.is_empty() {
        return Ok(Vec::new());
    }
    type Row = (String, String, String, String, String, String, NaiveDate);
    let rows: Vec<Row> = requests::table
        .inner_join(people_table::table)
        .filter(requests::id.eq_any(on.iter().filter_map(|it| it.request_id.as_ref())))
        .filter(requests::answered_at.is_null())
        .order(requests::number)
        .select((
            requests::id,
            requests::number,
            requests::title,
            people_table::name,
            requests::question,
            requests::proposal,
            requests::due_on,
        ))
        .load(conn)?;
    let one = |(id, number, title, asker, question, proposal, due_on): Row| Asked {
        minutes: on.iter().find(|it| it.request_id.as_ref() == Some(&id)).map_or(0, |it| it.minutes),
        number,
        title,
        asker,
        question: clipped(&question),
        proposal: clipped(&proposal),
        due_on,
    };
    Ok(rows.into_iter().map(one).collect())
}

/// The matters on an agenda, and the subject of a special meeting.
fn matters(names: &Names, items: &[AgendaItem]) -> Vec<Matter> {
    let named = |it: &&AgendaItem| !it.title.is_empty() && matches!(it.kind, ItemKind::Matter | ItemKind::Subject);
    let one = |it: &AgendaItem| Matter {
        title: it.title.clone(),
        about: if it.kind == ItemKind::Subject { it.about.clone() } else { clipped(&it.about) },
        person: it.person_id.as_ref().and_then(|id| names.get(id)).cloned().unwrap_or_default(),
        minutes: it.minutes,
    };
    items.iter().filter(named).map(one).collect()
}

/// The beginning of a text, on one line.
fn clipped(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(CLIPPED) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
