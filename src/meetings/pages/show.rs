//! One meeting: when and where, the agenda, who is due; what the reader can do.

use std::collections::BTreeMap;

use askama::Template;

use super::index::length;
use super::{moved, part, time, tone, tone_of};
use crate::error::Result;
use crate::lang::{Lang, Pair};
use crate::meetings::model::{AgendaItem, Attendance, ItemKind, MeetingKind, MeetingMove, MeetingState, Presence};
use crate::meetings::schedule::{self, Occasion};
use crate::meetings::{agenda, attending, hearings, queries};
use crate::people;
use crate::policy::Deed;
use crate::projects::model::Project;
use crate::store::schema::{projects, requests};
use crate::web::{Fields, Form, Reading, Shell};

/// The page.
#[derive(Template)]
#[template(path = "meetings/show.html")]
pub struct Show {
    s: Shell,
    it: Occasion,
    items: Vec<AgendaItem>,
    attendances: Vec<(Attendance, String)>,
    /// Everybody who is due at a regular one that is not called yet: id, account name, name.
    everybody: Vec<(String, String, String)>,
    names: BTreeMap<String, String>,
    /// Number and title of the requests on the agenda, by id.
    requests: BTreeMap<String, (String, String)>,
    project: Option<Project>,
    /// Why a hearing cannot be held as it was convened, for those who arrange it.
    stale: Option<Pair>,
    form: Form,
}

impl Show {
    /// Reads a meeting that the reader may see; `typed` is a form that was refused.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Show> {
        use diesel::prelude::*;
        let (me, office, today, now) = (r.me.clone(), r.office.clone(), r.today, r.now);
        let it = schedule::find(r, &me, &office, today, number)?;
        let items = agenda::of(r, &me, &office, now, &it)?;
        let attendances = if it.is_kept() { queries::attendances(r, &it.meeting.id)? } else { Vec::new() };
        let everybody = queries::everybody(r)?;
        let names = people::queries::names(r)?;
        let asked: Vec<&String> = items.iter().filter_map(|it| it.request_id.as_ref()).collect();
        let requests: Vec<(String, (String, String))> = match asked.is_empty() {
            true => Vec::new(),
            false => requests::table
                .filter(requests::id.eq_any(asked))
                .filter(crate::correspondence::requests::queries::visible(&me))
                .order(requests::number)
                .select((requests::id, (requests::number, requests::title)))
                .load(&mut **r)?,
        };
        let project = match &it.meeting.project_id {
            Some(id) => projects::table
                .filter(projects::id.eq(id))
                .filter(crate::projects::queries::visible(&me))
                .select(Project::as_select())
                .first(&mut **r)
                .optional()?,
            None => None,
        };
        let form = typed.unwrap_or_else(|| Form::showing(Fields::default().with("minutes", "5"), it.meeting.version));
        let stale = match me.may(Deed::ArrangeMeeting, queries::standing(&me, &it.meeting)) {
            Some(_) => hearings::stale(r, &it.meeting)?,
            None => None,
        };
        let s = r.shell()?;
        Ok(Show { s, stale, it, items, attendances, everybody, names, requests: requests.into_iter().collect(), project, form })
    }

    fn title(&self) -> String {
        self.it.meeting.name(self.s.lang)
    }

    fn number(&self) -> String {
        self.it.meeting.number.clone()
    }

    fn href(&self) -> String {
        self.it.meeting.href()
    }

    fn time(&self) -> String {
        time(&self.s, &self.it)
    }

    fn moved(&self) -> String {
        moved(&self.s, &self.it)
    }

    fn tone(&self) -> &'static str {
        tone(&self.it.meeting)
    }

    fn matter(&self) -> Option<&'static str> {
        self.it.meeting.matter().map(|it| self.s.lang.say(it.name()))
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("—", String::as_str)
    }

    fn item_title(&self, item: &AgendaItem) -> String {
        part(&self.s, &self.names, item)
    }

    fn request(&self, item: &AgendaItem) -> Option<&(String, String)> {
        item.request_id.as_ref().and_then(|id| self.requests.get(id))
    }

    /// Whether a part is the first of its kind, so that the kind stands above it.
    fn begins(&self, at: &usize) -> Option<&'static str> {
        let kind = self.items.get(*at)?.kind;
        let first = *at == 0 || self.items.get(*at - 1).is_none_or(|it| it.kind != kind);
        let named = matches!(kind, ItemKind::Report | ItemKind::Requests | ItemKind::Matter);
        (first && named).then(|| self.s.lang.say(kind.name()))
    }

    fn length(&self) -> (String, bool) {
        length(&self.s, &self.items, &self.it.meeting)
    }

    /// Who is due, and how they came: name, state, tone, reason of a leave.
    fn due(&self) -> Vec<(String, Presence, &'static str, String)> {
        let of = |it: &Attendance, name: &str| (name.to_owned(), it.state, tone_of(it.state), it.reason.clone());
        if self.it.meeting.kind == MeetingKind::Special || !self.it.meeting.state.is_ahead() {
            return self.attendances.iter().map(|(it, name)| of(it, name)).collect();
        }
        let each = |(id, _, name): &(String, String, String)| {
            let known = self.attendances.iter().find(|it| it.0.person_id == *id);
            known.map_or_else(|| (name.clone(), Presence::Due, "", String::new()), |(it, _)| of(it, name))
        };
        self.everybody.iter().map(each).collect()
    }

    fn is_cancelled(&self) -> bool {
        self.it.meeting.state == MeetingState::Cancelled
    }

    /// Whether the reader says who is due.
    fn names_due(&self) -> bool {
        self.arranges() && attending::may_be_named(&self.it.meeting).is_ok()
    }

    fn is_due(&self) -> bool {
        let Some(me) = &self.s.me else { return false };
        match self.it.meeting.kind {
            MeetingKind::Special => self.attendances.iter().any(|it| it.0.person_id == me.id),
            _ => self.everybody.iter().any(|it| it.0 == me.id),
        }
    }

    fn is_ahead(&self) -> bool {
        self.it.meeting.state.is_ahead()
    }

    fn on_leave(&self) -> bool {
        let me = self.s.me.as_ref().map_or("", |me| &me.id);
        self.attendances.iter().any(|it| it.0.person_id == me && it.0.state == Presence::Leave)
    }

    fn arranges(&self) -> bool {
        self.may(Deed::ArrangeMeeting)
    }

    fn may(&self, deed: Deed) -> bool {
        let me = self.s.me.as_ref();
        me.is_some_and(|me| me.may(deed, queries::standing(me, &self.it.meeting)).is_some())
    }

    fn has_pack(&self) -> bool {
        self.it.meeting.state != MeetingState::Cancelled
    }

    fn has_minutes(&self) -> bool {
        self.it.meeting.state.has_minutes()
    }

    fn is_over(&self) -> bool {
        self.it.meeting.state == MeetingState::Published
    }

    fn keeps(&self) -> bool {
        self.may(Deed::KeepMinutes)
    }

    fn is_written(&self) -> bool {
        matches!(self.it.meeting.state, MeetingState::InSession | MeetingState::Minutes)
    }

    fn calls(&self) -> bool {
        self.it.meeting.state == MeetingState::Planned && self.arranges()
    }

    /// Whether a regular meeting that was cancelled can be held after all.
    fn restores(&self) -> bool {
        let it = &self.it.meeting;
        it.state.by(MeetingMove::Restore).is_some()
            && it.kind != MeetingKind::Special
            && self.s.office.zone.day(self.it.starts_at) >= self.s.today
            && self.arranges()
    }

    fn opens(&self) -> bool {
        self.it.meeting.state == MeetingState::Called
            && self.s.office.zone.day(self.it.starts_at) <= self.s.today
            && self.keeps()
    }

    fn takes_matters(&self) -> bool {
        matches!(self.it.meeting.state, MeetingState::Planned | MeetingState::Called | MeetingState::InSession)
    }

    fn may_add(&self) -> bool {
        self.takes_matters() && self.s.may(Deed::AddItem)
    }

    /// Whether the reader may change a part of the agenda.
    fn may_change(&self, item: &AgendaItem) -> bool {
        let mine = item.added_by.is_some() && item.added_by.as_ref() == self.s.me.as_ref().map(|me| &me.id);
        let kind = matches!(item.kind, ItemKind::Matter | ItemKind::Requests | ItemKind::Subject);
        // What an earlier meeting left is changed once it stands on this one's agenda.
        let here = item.meeting_id == self.it.meeting.id && !item.id.is_empty();
        let open = self.it.meeting.state != MeetingState::InSession;
        kind && here && self.takes_matters() && ((mine && open) || self.arranges())
    }

    /// Whether the reader may take it off the agenda: the subject of a special meeting stays.
    fn may_remove(&self, item: &AgendaItem) -> bool {
        item.kind != ItemKind::Subject && self.may_change(item)
    }

    /// Whether the reader may say how long a standing part is to take.
    fn may_plan(&self, item: &AgendaItem) -> bool {
        item.kind.is_standing() && self.takes_matters() && self.arranges()
    }

    /// Whether a part has others to change places with.
    fn may_move(&self, item: &AgendaItem) -> bool {
        let beside = |it: &&AgendaItem| agenda::are_beside(&self.it.meeting, item, it);
        let here = item.meeting_id == self.it.meeting.id;
        here && self.arranges() && self.takes_matters() && self.items.iter().filter(beside).count() > 1
    }

    fn people(&self) -> Vec<(String, String)> {
        self.everybody.iter().map(|(_, username, name)| (username.clone(), name.clone())).collect()
    }

    fn removing(&self, item: &AgendaItem) -> String {
        match self.s.lang {
            Lang::Zh => format!("从议程中撤下「{}」？", self.item_title(item)),
            Lang::En => format!("Take “{}” off the agenda?", self.item_title(item)),
        }
    }
}
