//! The page of who keeps the minutes.

use std::collections::BTreeMap;

use askama::Template;
use diesel::prelude::*;

use super::changes::wants;
use super::forms::PEOPLE;
use crate::error::{OrNotFound, Result};
use crate::lang::{Lang, Pair};
use crate::meetings::hearings;
use crate::meetings::model::{AgendaItem, Attendance, ItemKind, MeetingMove, Presence, Resolution, ResolutionState};
use crate::meetings::pack::content::{Carried, Opinion, Pack};
use crate::meetings::pack::special;
use crate::meetings::pages::{part, time, tone};
use crate::meetings::queries;
use crate::meetings::resolutions::pages::kind;
use crate::meetings::schedule::{self, Occasion};
use crate::people;
use crate::policy::Deed;
use crate::store::schema::{projects, requests, resolutions};
use crate::web::form::Row;
use crate::web::{Fields, Form, Reading, Shell};

/// A form that was refused.
pub enum Typed {
    Nothing,
    Attendance(Form),
    /// On the part of the agenda with this id.
    Item(String, Form),
}

/// Somebody who is due: account name, name, how they came, why they are on leave.
pub struct Person {
    pub username: String,
    pub name: String,
    pub state: String,
    pub reason: String,
    /// Whether it is noted already,
    pub noted: bool,
    /// and how.
    pub was: &'static str,
}

/// The page of who keeps the minutes.
#[derive(Template)]
#[template(path = "meetings/session.html")]
pub struct Session {
    s: Shell,
    it: Occasion,
    items: Vec<AgendaItem>,
    resolutions: Vec<Resolution>,
    people: Vec<Person>,
    names: BTreeMap<String, String>,
    /// Numbers of the projects that resolutions are about, by id.
    projects: BTreeMap<String, String>,
    /// Numbers of the requests on the agenda that the reader may see, by id.
    requests: BTreeMap<String, String>,
    /// The resolutions that were open when it was called.
    carried: Vec<Carried>,
    /// What became of them since, by number.
    since: BTreeMap<String, ResolutionState>,
    /// What is missing before the minutes can be published, and where it is put right.
    missing: Vec<(Pair, String)>,
    /// The part of the agenda that was written last.
    at: String,
    attendance: Form,
    refused: Option<(String, Form)>,
    /// Of a hearing: the number of the project whose plan is heard, and the opinions given on it with their defence.
    heard: Option<(String, Vec<Opinion>)>,
    /// Why it has nothing to hear any more.
    stale: Option<Pair>,
}

impl Session {
    /// Reads a meeting whose minutes the reader keeps.
    pub fn of(r: &mut Reading, number: &str, at: &str, typed: Typed) -> Result<Session> {
        let (me, office, today) = (r.me.clone(), r.office.clone(), r.today);
        let it = schedule::find(r, &me, &office, today, number)?;
        r.may(Deed::KeepMinutes, queries::standing(&me, &it.meeting))?;
        super::changes::is_written(&it.meeting)?;
        let items = queries::items(r, &it.meeting.id)?;
        let resolutions = queries::resolutions(r, &it.meeting.id)?;
        let there = queries::attendances(r, &it.meeting.id)?;
        let rows: Vec<Attendance> = there.iter().map(|it| it.0.clone()).collect();
        let (attendance, refused) = match typed {
            Typed::Nothing => (Form::blank(), None),
            Typed::Attendance(form) => (form, None),
            Typed::Item(id, form) => {
                let item = queries::item(r, &it.meeting, &id)?.or_not_found()?;
                let fields = Fields::default().with("notes", &item.notes);
                (Form::blank(), Some((id, form.against(&fields, item.version, NOTES))))
            }
        };
        let pack = match queries::pack(r, &it.meeting.id)? {
            Some(row) => Pack::read(&row.content)?,
            None => Pack::default(),
        };
        let carried = pack.resolutions;
        let heard = match pack.plan {
            Some(plan) => Some((plan.project.number, special::heard(r, &it.meeting, &plan.seal, plan.round)?)),
            None => None,
        };
        let stale = hearings::stale(r, &it.meeting)?;
        let everybody = people::queries::everybody(r)?;
        let carried_on: Vec<&str> = carried.iter().map(|it| it.number.as_str()).collect();
        Ok(Session {
            since: states(r, &carried_on)?,
            people: people(&there, &everybody, &attendance),
            names: everybody.into_iter().map(|(id, (_, name))| (id, name)).collect(),
            projects: numbers(r, &resolutions)?,
            requests: asked(r, &items)?,
            missing: wants(&rows, &resolutions),
            s: r.shell()?,
            it,
            items,
            resolutions,
            carried,
            at: at.to_owned(),
            attendance,
            refused,
            heard,
            stale,
        })
    }

    fn title(&self) -> String {
        self.it.meeting.name(self.s.lang)
    }

    fn href(&self) -> String {
        self.it.meeting.href()
    }

    fn time(&self) -> String {
        time(&self.s, &self.it)
    }

    fn tone(&self) -> &'static str {
        tone(&self.it.meeting)
    }

    fn item_title(&self, item: &AgendaItem) -> String {
        part(&self.s, &self.names, item)
    }

    fn kind_of(&self, item: &AgendaItem) -> &'static str {
        self.s.say(item.kind.name())
    }

    fn person(&self, id: &Option<String>) -> &str {
        id.as_ref().and_then(|id| self.names.get(id)).map_or("", String::as_str)
    }

    fn request(&self, item: &AgendaItem) -> Option<&String> {
        item.request_id.as_ref().and_then(|id| self.requests.get(id))
    }

    fn shows_carried(&self, item: &AgendaItem) -> bool {
        item.kind == ItemKind::Resolutions && !self.carried.is_empty()
    }

    fn state(&self, it: &Carried) -> ResolutionState {
        self.since.get(&it.number).copied().unwrap_or(ResolutionState::Open)
    }

    /// What became of a resolution since the meeting was called; none while it is open.
    fn settled(&self, it: &Carried) -> Option<&'static str> {
        let state = self.state(it);
        (state != ResolutionState::Open).then(|| self.s.say(state.name()))
    }

    /// Whether the keeper can say here what came of it: not while the minutes that it stands in are still written.
    fn may_settle(&self, it: &Carried) -> bool {
        self.state(it) == ResolutionState::Open && !it.draft && self.s.may(Deed::CloseResolution)
    }

    /// How many came in which way.
    fn came(&self) -> String {
        let (of, and) = (self.s.t("人", ""), self.s.t("，", ", "));
        let said = |(code, what): &(&'static str, &'static str)| {
            let count = self.people.iter().filter(|it| it.noted && it.state == *code).count();
            (count > 0).then(|| format!("{what} {count} {of}").trim_end().to_owned())
        };
        let unknown = [("", self.s.t("未登记", "not noted"))];
        let missing = self.people.iter().filter(|it| !it.noted).count();
        let missing = unknown.iter().filter(|_| missing > 0).map(|it| format!("{} {missing} {of}", it.1).trim_end().to_owned());
        self.presences().iter().filter_map(said).chain(missing).collect::<Vec<_>>().join(and)
    }

    /// Whether the cursor is to stand in the attendance when the page is entered.
    fn begins_with_attendance(&self) -> bool {
        self.at.is_empty() && self.refused.is_none() && !self.is_noted()
    }

    /// Whether it is to stand in the notes of this part: the first of which nothing is written.
    fn begins_here(&self, item: &AgendaItem) -> bool {
        let enters = self.at.is_empty() && self.refused.is_none() && self.is_noted();
        let first = || self.items.iter().find(|it| it.notes.is_empty() && self.under(it).is_empty());
        enters && first().is_some_and(|it| it.id == item.id)
    }

    fn under(&self, item: &AgendaItem) -> Vec<&Resolution> {
        self.resolutions.iter().filter(|it| it.item_id == item.id).collect()
    }

    fn kind(&self, it: &Resolution) -> &'static str {
        kind(&self.s, it)
    }

    fn wants(&self, it: &Resolution) -> Option<&'static str> {
        it.wants().map(|want| self.s.say(want))
    }

    fn project(&self, it: &Resolution) -> &str {
        it.project_id.as_ref().and_then(|id| self.projects.get(id)).map_or("", String::as_str)
    }

    /// What stands in a part's form: as it was refused, or as it is written.
    fn form(&self, item: &AgendaItem) -> Form {
        match &self.refused {
            Some((id, form)) if *id == item.id => form.clone(),
            _ => Form::showing(Fields::default().with("notes", &item.notes), item.version),
        }
    }

    /// The id of a field in a part's form; in the one that was refused complaints point to it.
    fn field(&self, item: &AgendaItem, name: &str) -> String {
        match &self.refused {
            Some((id, _)) if *id == item.id => format!("f-{name}"),
            _ => format!("{name}-{}", item.id),
        }
    }

    fn was_written(&self, item: &AgendaItem) -> bool {
        self.s.flash.is_some() && self.at == item.id
    }

    /// Whether the cursor is to stand in this part's line for a resolution.
    fn is_next(&self, item: &AgendaItem) -> bool {
        match &self.refused {
            Some((id, _)) => *id == item.id,
            None => self.at == item.id,
        }
    }

    fn presences(&self) -> Vec<(&'static str, &'static str)> {
        let each = Presence::ALL.iter().filter(|it| **it != Presence::Due);
        each.map(|it| (it.code(), self.s.say(it.name()))).collect()
    }

    fn is_noted(&self) -> bool {
        self.people.iter().all(|it| it.noted)
    }

    fn closes(&self) -> bool {
        self.it.meeting.state.by(MeetingMove::Close).is_some()
    }

    fn publishes(&self) -> bool {
        let me = self.s.me.as_ref();
        let may = |me: &crate::store::Actor| me.may(Deed::PublishMinutes, queries::standing(me, &self.it.meeting)).is_some();
        self.it.meeting.state.by(MeetingMove::Publish).is_some() && me.is_some_and(may)
    }

    fn removing(&self, it: &Resolution) -> String {
        match self.s.lang {
            Lang::Zh => format!("删去决议「{}」？", it.content),
            Lang::En => format!("Take the resolution “{}” out?", it.content),
        }
    }
}

/// What the fields of a part's form are called.
const NOTES: &[(&str, Pair)] = &[("notes", Pair("会议记录", "Notes"))];

/// Those who are due, as their form shows them: as it was refused, or as noted; who is not noted yet is thought to be present.
fn people(there: &[(Attendance, String)], everybody: &BTreeMap<String, (String, String)>, refused: &Form) -> Vec<Person> {
    let typed: Vec<Row> = refused.filled_rows(PEOPLE);
    let is_known = |row: &&Row| everybody.values().any(|it| it.0 == row.key(0));
    let one = |(at, (it, name)): (usize, &(Attendance, String))| {
        let username = everybody.get(&it.person_id).map_or(String::new(), |it| it.0.clone());
        let named = typed.iter().find(|row| row.key(0) == username);
        // A row whose name was lost on the way keeps its place.
        let said = named.or_else(|| typed.get(at).filter(|row| !is_known(row)));
        let known = if it.state == Presence::Due { Presence::Present } else { it.state };
        Person {
            state: said.map_or(known.code().to_owned(), |row| row.key(1)),
            reason: said.map_or(it.reason.clone(), |row| row.at(2).to_owned()),
            noted: it.state != Presence::Due,
            was: it.state.code(),
            username,
            name: name.clone(),
        }
    };
    there.iter().enumerate().map(one).collect()
}

/// How resolutions of these numbers stand now.
fn states(r: &mut Reading, all: &[&str]) -> Result<BTreeMap<String, ResolutionState>> {
    if all.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(String, ResolutionState)> = resolutions::table
        .filter(resolutions::number.eq_any(all))
        .order(resolutions::number)
        .select((resolutions::number, resolutions::state))
        .load(&mut **r)?;
    Ok(rows.into_iter().collect())
}

/// Numbers of the projects that resolutions are about.
pub fn numbers(r: &mut Reading, resolutions: &[Resolution]) -> Result<BTreeMap<String, String>> {
    let ids: Vec<&String> = resolutions.iter().filter_map(|it| it.project_id.as_ref()).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let me = r.me.clone();
    let rows: Vec<(String, String)> = projects::table
        .filter(projects::id.eq_any(ids))
        .filter(crate::projects::queries::visible(&me))
        .order(projects::number)
        .select((projects::id, projects::number))
        .load(&mut **r)?;
    Ok(rows.into_iter().collect())
}

/// Numbers of the requests on an agenda that the reader may see.
fn asked(r: &mut Reading, items: &[AgendaItem]) -> Result<BTreeMap<String, String>> {
    let ids: Vec<&String> = items.iter().filter_map(|it| it.request_id.as_ref()).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let me = r.me.clone();
    let rows: Vec<(String, String)> = requests::table
        .filter(requests::id.eq_any(ids))
        .filter(crate::correspondence::requests::queries::visible(&me))
        .order(requests::number)
        .select((requests::id, requests::number))
        .load(&mut **r)?;
    Ok(rows.into_iter().collect())
}
