//! Entries of a calendar as events of a calendar program.

use std::collections::BTreeMap;

use super::ics::{Event, Status, When};
use crate::clock::Moment;
use crate::diary::model::{Entry, Subject};
use crate::lang::Pair;
use crate::meetings::model::{MeetingKind, MeetingState, Presence};
use crate::meetings::schedule::Occasion;
use crate::web::Shell;

/// What events of meetings count by.
pub struct Counted {
    /// How the reader comes to each meeting at which they are due, by its id.
    pub presence: BTreeMap<String, Presence>,
    /// When each meeting was changed last, by its id.
    pub changed: BTreeMap<String, Moment>,
    /// How often the office's calendar was changed, and when last.
    pub office: (i64, Moment),
}

/// The events: meetings at which the reader is due, and what is still to be done, each on its day.
pub fn events(s: &Shell, entries: &[Entry], counted: &Counted, base: Option<&str>) -> Vec<Event> {
    let mut all: Vec<Event> = Vec::new();
    for it in entries {
        let url = base.map_or_else(String::new, |base| format!("{base}{}", it.href));
        match &it.meeting {
            Some(occasion) if is_theirs(occasion, counted) => all.push(meeting(s, it, occasion, counted, url)),
            Some(_) => {}
            None if it.is_done => {}
            None => all.push(whole_day(s, it, url)),
        }
    }
    all
}

/// Everybody is due at a regular meeting; at a special one, those who were asked.
fn is_theirs(it: &Occasion, counted: &Counted) -> bool {
    it.meeting.kind != MeetingKind::Special || counted.presence.contains_key(&it.meeting.id)
}

/// A meeting. Its sequence is how often it was changed itself and how often the calendar of the office was, by which the rule may
/// have moved it: neither ever goes down, also not when a meeting that nobody touched becomes a row or is fixed where it stood.
fn meeting(s: &Shell, it: &Entry, occasion: &Occasion, counted: &Counted, url: String) -> Event {
    let (row, (moves, moved_at)) = (&occasion.meeting, counted.office);
    let is_on_leave = counted.presence.get(&row.id) == Some(&Presence::Leave);
    let status = match row.state {
        _ if it.is_off() => Status::Cancelled,
        MeetingState::Planned => Status::Tentative,
        _ => Status::Confirmed,
    };
    let mut said = it.notes.clone();
    if is_on_leave {
        said.insert(0, s.t("您已请假。", "You are on leave.").to_owned());
    }
    Event {
        uid: uid(it),
        sequence: i64::from(row.sequence) + moves,
        stamp: counted.changed.get(&row.id).copied().unwrap_or_default().max(moved_at),
        when: When::From(occasion.starts_at, occasion.ends_at()),
        // Not every program shows the status.
        summary: match status {
            Status::Cancelled => named(s, Pair("已取消", "Cancelled"), &it.title),
            _ => it.title.clone(),
        },
        description: described(said, &url),
        location: row.place.clone(),
        is_busy: status != Status::Cancelled && !is_on_leave,
        status,
        url,
    }
}

/// What is to be done on a day, or by it; the day itself stays free.
fn whole_day(s: &Shell, it: &Entry, url: String) -> Event {
    let mut said: Vec<String> = [format!("{} {}", it.about, it.number).trim().to_owned()].into();
    said.extend(it.notes.iter().cloned());
    Event {
        uid: uid(it),
        sequence: i64::from(it.version),
        stamp: it.since,
        when: When::All(it.day),
        summary: match it.subject {
            Subject::Milestone => format!("{} · {}", named(s, Subject::Milestone.name(), &it.title), it.about),
            _ if it.about.is_empty() => it.title.clone(),
            _ => format!("{} · {}", it.title, it.about),
        },
        description: described(said, &url),
        location: String::new(),
        status: Status::Confirmed,
        is_busy: false,
        url,
    }
}

fn uid(it: &Entry) -> String {
    format!("{}@shuguang", it.key)
}

fn named(s: &Shell, what: Pair, title: &str) -> String {
    format!("{}{}{title}", s.say(what), s.t("：", ": "))
}

/// A line each; the address last, since not every program shows it otherwise.
fn described(mut said: Vec<String>, url: &str) -> String {
    said.push(url.to_owned());
    said.retain(|text| !text.is_empty());
    said.join("\n")
}
