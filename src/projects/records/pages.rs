//! The page of a step: what is to be done, by whom and until when, what was recorded so far, and the step's own small form.

use std::collections::BTreeMap;

use askama::Template;

use super::changes::is_turn;
use super::fields::{Field, Kind, Per, fields, per};
use super::forms;
use super::model::StepRecord;
use super::queries::{Subject, SubjectName, of_step, subjects};
use crate::error::{OrNotFound, Result};
use crate::people;
use crate::projects::head::{Head, Tab};
use crate::projects::model::{Task, TaskState};
use crate::projects::pipeline::State;
use crate::projects::steps::Step;
use crate::projects::tasks::of_round;
use crate::web::{Form, Reading, Shell};

/// The page.
#[derive(Template)]
#[template(path = "projects/steps/show.html")]
pub struct Show {
    s: Shell,
    h: Head,
    form: Form,
    step: Step,
    tasks: Vec<Task>,
    records: Vec<StepRecord>,
    subjects: Vec<Subject>,
    /// What the form is about; empty where a step is recorded as a whole.
    subject: String,
    names: BTreeMap<String, String>,
}

impl Show {
    /// Reads a step; `asked` names the subject that the form is to be about, `typed` is a form that was refused.
    pub fn of(r: &mut Reading, number: &str, step: &str, asked: &str, typed: Option<Form>) -> Result<Show> {
        let step = Step::from_code(step).filter(|it| per(*it) != Per::Elsewhere).or_not_found()?;
        let h = Head::of(r, number, tab_of(step))?;
        let records = of_step(r, &h.project.id, step)?;
        let subjects = subjects(r, &h.project, step)?;
        let open = |it: &&Subject| !records.iter().any(|record| record.round == h.project.round && record.subject == it.key);
        let subject = match subjects.iter().find(|it| it.key == asked) {
            Some(asked) => Some(asked),
            None => subjects.iter().find(open).or(subjects.first()),
        };
        let subject = subject.map_or(String::new(), |it| it.key.clone());
        let earlier = records.iter().find(|it| it.subject == subject && per(step) != Per::Many);
        let form = typed.unwrap_or_else(|| Form { fields: forms::filled(step, earlier), ..Form::blank() });
        let tasks = of_round(r, &h.project.id, h.project.round)?.into_iter().filter(|it| it.step == step.code()).collect();
        Ok(Show { names: people::queries::names(r)?, s: r.shell()?, h, form, step, tasks, records, subjects, subject })
    }

    /// Whether it is the step's turn.
    fn is_turn(&self) -> bool {
        is_turn(&self.h.project, self.step)
    }

    /// Whether the reader may record it now.
    fn may_record(&self) -> bool {
        self.is_turn()
            && (self.subjects.is_empty() == self.subject.is_empty())
            && (!needs_subject(self.step) || !self.subject.is_empty())
            && self.s.me.as_ref().is_some_and(|me| me.may(self.step.deed(), self.h.standing).is_some())
    }

    fn may_conclude(&self) -> bool {
        per(self.step) == Per::Many && self.may_record() && !self.records.is_empty() && self.is_open()
    }

    fn is_open(&self) -> bool {
        self.tasks.iter().any(|it| it.state == TaskState::Open)
    }

    fn is_done(&self) -> bool {
        !self.tasks.is_empty() && self.tasks.iter().all(|it| it.state == TaskState::Done)
    }

    fn due(&self) -> Option<chrono::NaiveDate> {
        self.tasks.iter().filter(|it| it.state == TaskState::Open).filter_map(|it| it.due_on).min()
    }

    fn who(&self) -> String {
        let named = self.tasks.iter().find_map(|it| it.person_id.as_ref()).and_then(|id| self.names.get(id).cloned());
        let role = self.s.lang.say(self.step.rule().0.name());
        named.map_or_else(|| role.to_owned(), |name| format!("{role} {name}"))
    }

    fn fields(&self) -> &'static [Field] {
        fields(self.step)
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("—", String::as_str)
    }

    fn subject_name(&self, key: &str) -> String {
        let name = self.subjects.iter().find(|it| it.key == key).map(|it| it.name.clone());
        match name {
            Some(SubjectName::Typed(text)) => text,
            Some(SubjectName::Ours(pair)) => self.s.lang.say(pair).to_owned(),
            None => String::new(),
        }
    }

    fn detail(&self) -> &str {
        self.subjects.iter().find(|it| it.key == self.subject).map_or("", |it| it.detail.as_str())
    }

    fn is_recorded(&self, key: &str) -> bool {
        self.records.iter().any(|it| it.round == self.h.project.round && it.subject == key)
    }

    fn said(&self, record: &StepRecord) -> Vec<(&'static str, String)> {
        said(&self.s, self.step, record)
    }

    fn href(&self) -> String {
        self.h.at(&format!("steps/{}", self.step.code()))
    }

    fn is_drafting(&self) -> bool {
        self.step == Step::S2_3 && self.h.project.stage == State::Planning
    }

    fn is_hearing(&self) -> bool {
        self.step == Step::S3_4
    }
}

impl Field {
    /// `line`, `text`, `date` or `choice`.
    pub fn widget(&self) -> &'static str {
        match self.kind {
            Kind::Line(_) => "line",
            Kind::Text(_) => "text",
            Kind::Date => "date",
            Kind::Choice(_) => "choice",
        }
    }

    /// The most characters; 0 where there is no limit of its own.
    pub fn max(&self) -> i32 {
        match self.kind {
            Kind::Line(max) | Kind::Text(max) => i32::try_from(max).unwrap_or(0),
            Kind::Date | Kind::Choice(_) => 0,
        }
    }

    /// The choices with their names.
    pub fn choices(&self, s: &Shell) -> Vec<(&'static str, &'static str)> {
        match self.kind {
            Kind::Choice(choices) => choices().into_iter().map(|(code, name)| (code, s.lang.say(name))).collect(),
            _ => Vec::new(),
        }
    }
}

fn needs_subject(step: Step) -> bool {
    !matches!(per(step), Per::Once | Per::Many)
}

/// The tab under which a step's page stands.
fn tab_of(step: Step) -> Tab {
    match step.code().as_bytes().first() {
        Some(b'1') => Tab::Directive,
        Some(b'2') => Tab::Plan,
        Some(b'3') => Tab::Deliberation,
        Some(b'4') => Tab::Execution,
        Some(b'5') => Tab::Control,
        Some(b'6') => Tab::Monitoring,
        _ => Tab::Proposals,
    }
}

/// The fields of a record: what each is called and what was written, choices by their names.
pub fn said(s: &Shell, step: Step, record: &StepRecord) -> Vec<(&'static str, String)> {
    let text = |field: &Field| {
        let value = record.value(field.name);
        let found = field.choices(s).into_iter().find(|(code, _)| *code == value);
        found.map_or(value, |(_, name)| name.to_owned())
    };
    let all = fields(step).iter().map(|field| (s.lang.say(field.label), text(field)));
    all.filter(|(_, text)| !text.is_empty()).collect()
}
