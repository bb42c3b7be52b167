//! The forms of meetings.

use std::collections::BTreeMap;

use askama::Template;
use chrono::Days;

use super::{part, time};
use crate::correspondence::requests;
use crate::correspondence::requests::model::{Request, RequestState};
use crate::error::Result;
use crate::meetings::changes::takes_matters;
use crate::meetings::forms::{DUE, ITEM, TITLE, WHEN};
use crate::meetings::model::{AgendaItem, Matter, Meeting, MeetingState};
use crate::meetings::queries::{self, Subject};
use crate::meetings::schedule::{self, Occasion};
use crate::meetings::{agenda, attending};
use crate::policy::{Deed, Standing};
use crate::projects;
use crate::store::office::Office;
use crate::store::schema::{people, person_roles};
use crate::web::{Fields, Form, Reading, Shell};
use crate::words::Role;

/// The form of a special meeting.
#[derive(Template)]
#[template(path = "meetings/new.html")]
pub struct New {
    s: Shell,
    form: Form,
    people: Vec<(String, String)>,
}

impl New {
    /// Begins a special meeting, as a link to it says.
    pub fn begin(r: &mut Reading, query: &Fields) -> Result<New> {
        let named = ["matter", "project", "proposal"];
        let mut fields = named.iter().fold(Fields::default(), |all, it| all.with(it, query.get(it)));
        let me = r.me.clone();
        let subject = Subject::of(r, &me, fields.get("project"), fields.get("proposal"))?;
        let title = match (fields.get("matter"), &subject) {
            ("plan", Subject { project: Some(it), .. }) => format!("{}{}", r.me.lang.of("计划论证：", "Hearing: "), it.name),
            ("proposal", Subject { proposal: Some(it), .. }) => {
                format!("{}{}", r.me.lang.of("提案论证：", "On the proposal: "), it.title)
            }
            _ => String::new(),
        };
        fields = fields.with("title", title.chars().take(TITLE).collect::<String>());
        for person in concerned(r, &subject)? {
            fields = fields.with("people", person);
        }
        let fields = fields.with("day", r.today.to_string()).with("time", "14:00").with("minutes", "60");
        New::of(r, Form { fields, ..Form::blank() })
    }

    /// The form as it was refused.
    pub fn of(r: &mut Reading, form: Form) -> Result<New> {
        r.may(Deed::ConveneMeeting, Standing::NONE)?;
        let people = queries::everybody(r)?.into_iter().map(|(_, username, name)| (username, name)).collect();
        Ok(New { s: r.shell()?, form, people })
    }

    fn matters(&self) -> Vec<(&'static str, &'static str)> {
        let may = |it: &&Matter| **it != Matter::Plan || self.s.may(Deed::ConveneHearing);
        Matter::ALL.iter().filter(may).map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }
}

/// Who is concerned by a subject, by account name: the owner of a project and its package's coordinator, the author of a proposal,
/// the commander, the planning assistants; for a plan the professionals too.
fn concerned(r: &mut Reading, subject: &Subject) -> Result<Vec<String>> {
    use diesel::prelude::*;
    if subject.project.is_none() && subject.proposal.is_none() {
        return Ok(Vec::new());
    }
    let mut ids: Vec<String> = subject.proposal.iter().map(|it| it.author_id.clone()).collect();
    if let Some(project) = &subject.project {
        ids.push(project.owner_id.clone());
        ids.push(projects::tasks::coordinator(r, project)?);
    }
    let roles: &[Role] = match subject.proposal {
        Some(_) => &[Role::Commander, Role::Planner],
        None => &[Role::Commander, Role::Planner, Role::Specialist],
    };
    let holders = person_roles::table.filter(person_roles::role.eq_any(roles)).select(person_roles::person_id);
    Ok(people::table
        .filter(people::active.eq(true))
        .filter(people::id.eq_any(ids).or(people::id.eq_any(holders)))
        .order((people::name, people::id))
        .select(people::username)
        .load(&mut **r)?)
}

/// The form of a meeting's time, and of its cancellation.
#[derive(Template)]
#[template(path = "meetings/time.html")]
pub struct Time {
    s: Shell,
    it: Occasion,
    form: Form,
    /// Whether it is the cancellation that was refused.
    cancels: bool,
}

/// A meeting's time as its form shows it.
fn shown(office: &Office, it: &Occasion) -> Fields {
    let local = office.zone.local(it.starts_at);
    Fields::default()
        .with("day", local.date().to_string())
        .with("time", local.format("%H:%M").to_string())
        .with("minutes", it.meeting.minutes.to_string())
        .with("place", &it.meeting.place)
        .with("reason", &it.meeting.reason)
}

impl Time {
    /// Reads a meeting that the reader may arrange, whose cancellation was refused.
    pub fn cancelling(r: &mut Reading, number: &str, typed: Form) -> Result<Time> {
        Ok(Time { cancels: true, ..Time::of(r, number, Some(typed))? })
    }

    /// Reads a meeting that the reader may arrange; `typed` is a form that was refused.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Time> {
        let (me, office, today) = (r.me.clone(), r.office.clone(), r.today);
        let it = schedule::find(r, &me, &office, today, number)?;
        r.may(Deed::ArrangeMeeting, queries::standing(&me, &it.meeting))?;
        let fields = shown(&office, &it);
        let form = match typed {
            Some(form) => form.against(&fields, it.meeting.version, WHEN),
            None => Form::showing(fields, it.meeting.version),
        };
        Ok(Time { s: r.shell()?, it, form, cancels: false })
    }

    fn title(&self) -> String {
        self.it.meeting.name(self.s.lang)
    }

    fn href(&self) -> String {
        self.it.meeting.href()
    }

    fn is_ahead(&self) -> bool {
        self.it.meeting.state.is_ahead()
    }

    fn is_regular(&self) -> bool {
        self.it.meeting.regular().is_some()
    }
}

/// The form of who is due at a special meeting.
#[derive(Template)]
#[template(path = "meetings/due.html")]
pub struct Due {
    s: Shell,
    it: Occasion,
    form: Form,
    people: Vec<(String, String)>,
}

impl Due {
    /// Reads a special meeting that the reader may arrange; `typed` is a form that was refused.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Due> {
        let (me, office, today) = (r.me.clone(), r.office.clone(), r.today);
        let it = schedule::find(r, &me, &office, today, number)?;
        r.may(Deed::ArrangeMeeting, queries::standing(&me, &it.meeting))?;
        attending::may_be_named(&it.meeting)?;
        let there = queries::attendances(r, &it.meeting.id)?;
        let everybody = queries::everybody(r)?;
        let is_due = |id: &String| there.iter().any(|it| it.0.person_id == *id);
        let due = everybody.iter().filter(|one| is_due(&one.0));
        let fields = due.fold(Fields::default(), |all, one| all.with("people", &one.1));
        let people: Vec<(String, String)> = everybody.into_iter().map(|(_, username, name)| (username, name)).collect();
        let name = |username: &str| people.iter().find(|it| it.0 == username).map_or(username, |it| it.1.as_str()).to_owned();
        let spoken = |_: &str, value: &str| value.lines().map(name).collect::<Vec<_>>().join("\n");
        let form = match typed {
            Some(form) => form.against(&fields, it.meeting.version, DUE).in_words(spoken),
            None => Form::showing(fields, it.meeting.version),
        };
        Ok(Due { s: r.shell()?, it, form, people })
    }

    fn title(&self) -> String {
        self.it.meeting.name(self.s.lang)
    }

    fn href(&self) -> String {
        self.it.meeting.href()
    }
}

/// The form of a matter.
#[derive(Template)]
#[template(path = "meetings/item.html")]
pub struct Item {
    s: Shell,
    meeting: Meeting,
    item: AgendaItem,
    names: BTreeMap<String, String>,
    form: Form,
    people: Vec<(String, String)>,
}

impl Item {
    /// Reads a matter of a meeting that the reader may see; `typed` is a form that was refused.
    pub fn of(r: &mut Reading, number: &str, id: &str, typed: Option<Form>) -> Result<Item> {
        let (me, office, today, now) = (r.me.clone(), r.office.clone(), r.today, r.now);
        let it = schedule::find(r, &me, &office, today, number)?;
        let item = agenda::part(r, &me, &office, now, (&it, id))?;
        let meeting = it.meeting;
        // Once it is over, the form of a refused change is all that is still shown.
        if typed.is_none() {
            takes_matters(&meeting)?;
        }
        let everybody = queries::everybody(r)?;
        let person = everybody.iter().find(|it| Some(&it.0) == item.person_id.as_ref()).map_or("", |it| it.1.as_str());
        let fields = Fields::default()
            .with("title", &item.title)
            .with("about", &item.about)
            .with("person", person)
            .with("minutes", item.minutes.to_string());
        if item.kind.is_standing() || item.added_by.as_ref() != Some(&me.id) {
            r.may(Deed::ArrangeMeeting, queries::standing(&me, &meeting))?;
        }
        let form = match typed {
            Some(form) => form.against(&fields, item.version, ITEM),
            None => Form::showing(fields, item.version),
        };
        let names = everybody.iter().map(|(id, _, name)| (id.clone(), name.clone())).collect();
        let people = everybody.into_iter().map(|(_, username, name)| (username, name)).collect();
        Ok(Item { s: r.shell()?, meeting, item, names, form, people })
    }

    fn title(&self) -> String {
        part(&self.s, &self.names, &self.item)
    }

    fn hint(&self) -> &'static str {
        match self.item.kind.is_standing() {
            true => self.s.t("填 0 表示这次从略。", "0: it is taken as read this time."),
            false => "",
        }
    }

    fn meeting_name(&self) -> String {
        self.meeting.name(self.s.lang)
    }

    fn meeting_href(&self) -> String {
        self.meeting.href()
    }
}

/// The meetings before which a request can be put.
#[derive(Template)]
#[template(path = "meetings/agendas.html")]
pub struct Agendas {
    s: Shell,
    request: Request,
    ahead: Vec<Occasion>,
    form: Form,
}

/// How many days ahead meetings are offered.
const OFFERED: u64 = 21;

impl Agendas {
    /// For an open request of the reader's, or any for whoever arranges meetings.
    pub fn of(r: &mut Reading, number: &str, form: Form) -> Result<Agendas> {
        let (me, office, today) = (r.me.clone(), r.office.clone(), r.today);
        let request = requests::queries::find(r, &me, number)?;
        if request.asker_id != me.id {
            r.may(Deed::ArrangeMeeting, Standing::NONE)?;
        }
        let until = today.checked_add_days(Days::new(OFFERED)).unwrap_or(today);
        let mut ahead = schedule::open(r, &me, &office, today, until)?;
        ahead.retain(|it| matches!(it.meeting.state, MeetingState::Planned | MeetingState::Called | MeetingState::InSession));
        Ok(Agendas { s: r.shell()?, request, ahead, form })
    }

    fn is_open(&self) -> bool {
        self.request.state == RequestState::Open
    }

    fn meetings(&self) -> Vec<(String, String)> {
        let frozen = |it: &Occasion| match it.meeting.state {
            MeetingState::Planned => "",
            _ => self.s.t("（材料已固定，请在会上说明）", " (its pack is written down; explain it there)"),
        };
        let named = |it: &Occasion| format!("{} · {}{}", it.meeting.name(self.s.lang), time(&self.s, it), frozen(it));
        self.ahead.iter().map(|it| (it.meeting.number.clone(), named(it))).collect()
    }
}
