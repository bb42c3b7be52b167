//! The pages of meetings.

/// The list.
pub mod index;

/// One meeting.
pub mod show;

/// Forms.
pub mod edit;

use std::collections::BTreeMap;

use super::model::{AgendaItem, ItemKind, Meeting, MeetingState, Presence};
use super::schedule::{Moved, Occasion};
use crate::lang::Lang;
use crate::web::Shell;

/// What a part of the agenda is called: its own title, or what the program calls it.
pub fn part(s: &Shell, names: &BTreeMap<String, String>, item: &AgendaItem) -> String {
    let kind = s.say(item.kind.name());
    match (item.kind, &item.person_id, item.title.as_str()) {
        (ItemKind::Report, Some(person), _) => names.get(person).cloned().unwrap_or_else(|| kind.to_owned()),
        (_, _, "") => kind.to_owned(),
        (_, _, title) => title.to_owned(),
    }
}

/// `2026-11-23 周一 14:00–15:30`.
pub fn time(s: &Shell, it: &Occasion) -> String {
    let zone = s.office.zone;
    let clock = |at| zone.local(at).format("%H:%M").to_string();
    format!("{} {}–{}", s.day(zone.day(it.starts_at)), clock(it.starts_at), clock(it.ends_at()))
}

/// Why it is not at its plain time; empty where it is.
pub fn moved(s: &Shell, it: &Occasion) -> String {
    match (it.moved, s.lang) {
        (Moved::No, _) => String::new(),
        (Moved::ByHoliday(day), Lang::Zh) if s.office.calendar.special(day).is_none() => {
            format!("{} 不上班，按规定改在这一天", s.day(day))
        }
        (Moved::ByHoliday(day), Lang::En) if s.office.calendar.special(day).is_none() => {
            format!("nobody works on {}: held on this day by the rule", s.day(day))
        }
        (Moved::ByHoliday(day), Lang::Zh) => format!("{} 放假，按规定改在这一天", s.day(day)),
        (Moved::ByHoliday(day), Lang::En) => format!("{} is a holiday: held on this day by the rule", s.day(day)),
        (Moved::ByHand(at), Lang::Zh) => format!("原定 {}", s.minute(at)),
        (Moved::ByHand(at), Lang::En) => format!("was to be on {}", s.minute(at)),
        (Moved::Together(day), Lang::Zh) => format!("因放假与下一次例会一起在 {} 召开", s.day(day)),
        (Moved::Together(day), Lang::En) => format!("held together with the next one on {} because of a holiday", s.day(day)),
    }
}

/// The tone of a state.
pub fn tone(it: &Meeting) -> &'static str {
    match it.state {
        MeetingState::Planned | MeetingState::Cancelled => "",
        MeetingState::Called | MeetingState::Minutes => "dawn",
        MeetingState::InSession => "late",
        MeetingState::Published => "good",
    }
}

/// The tone of how somebody came.
pub fn tone_of(it: Presence) -> &'static str {
    match it {
        Presence::Due => "",
        Presence::Present => "good",
        Presence::Late | Presence::Leave => "dawn",
        Presence::Absent => "late",
    }
}
