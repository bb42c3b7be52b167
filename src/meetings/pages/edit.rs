//! The forms of meetings.

use askama::Template;

use super::name;
use crate::error::{OrNotFound, Result};
use crate::meetings::forms::{ITEM, WHEN};
use crate::meetings::model::{AgendaItem, Matter, Meeting};
use crate::meetings::queries;
use crate::meetings::schedule::{self, Occasion};
use crate::policy::{Deed, Standing};
use crate::projects;
use crate::store::office::Office;
use crate::web::{Fields, Form, Reading, Shell};

/// The form of a special meeting.
#[derive(Template)]
#[template(path = "meetings/new.html")]
pub struct New {
    s: Shell,
    form: Form,
    people: Vec<(String, String)>,
    /// Number and name of the project that it is about.
    project: Option<(String, String)>,
}

impl New {
    /// Begins a special meeting, as a link to it says.
    pub fn begin(r: &mut Reading, query: &Fields) -> Result<New> {
        let fields = ["matter", "project"].iter().fold(Fields::default(), |all, it| all.with(it, query.get(it)));
        let fields = fields.with("day", r.today.to_string()).with("time", "14:00").with("minutes", "60");
        New::of(r, Form { fields, ..Form::blank() })
    }

    /// The form as it was refused.
    pub fn of(r: &mut Reading, form: Form) -> Result<New> {
        r.may(Deed::ConveneMeeting, Standing::NONE)?;
        let me = r.me.clone();
        let people = queries::everybody(r)?.into_iter().map(|(_, username, name)| (username, name)).collect();
        let project = match form.key("project").as_str() {
            "" => None,
            number => Some(projects::queries::find(r, &me, number)?),
        };
        Ok(New { s: r.shell()?, form, people, project: project.map(|it| (it.number, it.name)) })
    }

    fn matters(&self) -> Vec<(&'static str, &'static str)> {
        Matter::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }
}

/// The form of a meeting's time, and of its cancellation.
#[derive(Template)]
#[template(path = "meetings/time.html")]
pub struct Time {
    s: Shell,
    it: Occasion,
    form: Form,
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
        Ok(Time { s: r.shell()?, it, form })
    }

    fn title(&self) -> String {
        name(self.s.lang, &self.it.meeting)
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

/// The form of a matter.
#[derive(Template)]
#[template(path = "meetings/item.html")]
pub struct Item {
    s: Shell,
    meeting: Meeting,
    item: AgendaItem,
    form: Form,
    people: Vec<(String, String)>,
}

impl Item {
    /// Reads a matter of a meeting that the reader may see; `typed` is a form that was refused.
    pub fn of(r: &mut Reading, number: &str, id: &str, typed: Option<Form>) -> Result<Item> {
        let (me, office, today) = (r.me.clone(), r.office.clone(), r.today);
        let meeting = schedule::find(r, &me, &office, today, number)?.meeting;
        let item = queries::item(r, &meeting, id)?.or_not_found()?;
        let everybody = queries::everybody(r)?;
        let person = everybody.iter().find(|it| Some(&it.0) == item.person_id.as_ref()).map_or("", |it| it.1.as_str());
        let fields = Fields::default()
            .with("title", &item.title)
            .with("about", &item.about)
            .with("person", person)
            .with("minutes", item.minutes.to_string());
        if item.added_by.as_ref() != Some(&me.id) {
            r.may(Deed::ArrangeMeeting, queries::standing(&me, &meeting))?;
        }
        let form = match typed {
            Some(form) => form.against(&fields, item.version, ITEM),
            None => Form::showing(fields, item.version),
        };
        let people = everybody.into_iter().map(|(_, username, name)| (username, name)).collect();
        Ok(Item { s: r.shell()?, meeting, item, form, people })
    }

    fn meeting_name(&self) -> String {
        name(self.s.lang, &self.meeting)
    }

    fn meeting_href(&self) -> String {
        self.meeting.href()
    }
}
