//! One request, on paper, with its instruction.

use std::collections::BTreeMap;

use askama::Template;
use chrono::NaiveDate;

use super::{late, plain, tone, took};
use crate::clock::Moment;
use crate::correspondence::answers::{REMINDERS, came_late};
use crate::correspondence::requests::model::{Advice, Request, RequestState, Ruling};
use crate::correspondence::requests::queries;
use crate::error::Result;
use crate::files;
use crate::files::model::{Attachment, SubjectKind};
use crate::lang::{Lang, Pair, working_days};
use crate::people;
use crate::policy::{Deed, Standing};
use crate::projects::authority::Matter;
use crate::projects::model::Project;
use crate::web::{Fields, Form, Reading, Shell};
use crate::words::Role;

/// An amount of a matter as people read it.
fn amount(s: &Shell, matter: Matter, value: Option<i64>) -> String {
    match (matter, value) {
        (_, None) => "—".to_owned(),
        (Matter::Discount, Some(value)) => format!("{} %", s.quantity(value)),
        (_, Some(value)) => s.money(value),
    }
}

/// One request, on paper, with its instruction.
#[derive(Template)]
#[template(path = "requests/show.html")]
pub struct Show {
    s: Shell,
    it: Request,
    form: Form,
    project: Option<Project>,
    names: BTreeMap<String, String>,
    files: Vec<Attachment>,
    /// The contracts that were signed on its answer: number and title.
    contracts: Vec<(String, String)>,
    answers: bool,
    advice: Vec<Advice>,
    /// The advice as it is typed.
    advising: Form,
    /// The numbers of the meetings on whose agenda it stands or stood.
    agendas: Vec<String>,
    /// What it asks again, and by what it was asked again, as far as the reader may see them.
    around: Vec<Request>,
    /// When the commander was reminded of it by hand while it waits, and on which day; the newest first.
    reminders: Vec<(Moment, NaiveDate)>,
}

impl Show {
    /// Reads a request that the reader may see; `form` is that of an answer that was refused.
    pub fn of(r: &mut Reading, number: &str, form: Option<Form>) -> Result<Show> {
        let me = r.me.clone();
        let it = queries::find(r, &me, number)?;
        let project = queries::project(r, &it)?;
        let answers = me.may(Deed::AnswerRequest, queries::standing(&me, &it, project.as_ref())).is_some();
        let advice = queries::advice_on(r, &it.id)?;
        let agendas = queries::agendas_of(r, &it)?;
        let (form, advising) = match form {
            Some(form) if form.fields.has("advice") => (None, form),
            form => (form, Form::blank()),
        };
        let version = advice.iter().find(|it| it.given_at.is_none()).map_or(0, |it| it.version);
        let advising = Form { version, ..advising };
        let fields = Fields::default().with("up_to", it.up_to.map_or(String::new(), plain));
        let theirs = Fields::default().with("instruction", &it.instruction);
        let form = match form {
            Some(form) => form.against(&theirs, it.version, &[("instruction", Pair("批示", "Instruction"))]),
            None => Form::showing(fields, it.version),
        };
        let files = files::queries::of(r, SubjectKind::Request, std::slice::from_ref(&it.id))?;
        let is_open = it.state == RequestState::Open;
        let contracts = if is_open { Vec::new() } else { queries::contracts_on(r, &it.id)? };
        let reminders = if is_open { queries::reminders_of(r, &it)? } else { Vec::new() };
        // What waits for its first answer was not asked again.
        let around = if is_open && it.again_id.is_none() { Vec::new() } else { queries::around(r, &me, &it)? };
        let (names, s) = (people::queries::names(r)?, r.shell()?);
        Ok(Show { names, s, answers, it, form, project, files, contracts, advice, advising, agendas, around, reminders })
    }

    /// Which files lie before the reader.
    fn seen(&self) -> String {
        files::queries::as_seen(&self.files)
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("—", String::as_str)
    }

    fn answered_by(&self) -> String {
        let person = self.it.answered_by.as_deref().map_or("—", |id| self.name(id));
        self.s.signed(person, self.it.acting_for_id.as_deref().map(|id| self.name(id)))
    }

    fn is_open(&self) -> bool {
        self.it.state == RequestState::Open
    }

    fn may_answer(&self) -> bool {
        self.answers && self.is_open()
    }

    /// Whether the commander may ask the planning assistants: one question at a time.
    fn may_pass_on(&self) -> bool {
        self.may_answer() && self.advice.iter().all(|it| it.given_at.is_some())
    }

    /// The advice that the reader is to give.
    fn to_give(&self) -> Option<&Advice> {
        let may = self.s.may(Deed::AdviseRequest) && !self.is_mine() && self.is_open();
        self.advice.iter().find(|it| may && it.given_at.is_none())
    }

    /// Whether the reader may put it on an agenda: the asker, or whoever arranges meetings.
    fn may_put(&self) -> bool {
        self.is_open() && (self.is_mine() || self.s.may(Deed::ArrangeMeeting))
    }

    fn asked_advice(&self, it: &Advice) -> String {
        self.s.signed(self.name(&it.asked_by), it.acting_for_id.as_deref().map(|id| self.name(id)))
    }

    fn given_by(&self, it: &Advice) -> &str {
        it.given_by.as_deref().map_or("—", |id| self.name(id))
    }

    fn is_mine(&self) -> bool {
        self.s.me.as_ref().is_some_and(|me| me.id == self.it.asker_id)
    }

    fn may_confirm(&self) -> bool {
        self.is_mine() && self.it.state == RequestState::Answered
    }

    fn may_withdraw(&self) -> bool {
        self.is_mine() && self.is_open()
    }

    /// What is asked before it is taken back.
    fn withdrawing(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("撤回请示 {} {}？", self.it.number, self.it.title),
            Lang::En => format!("Withdraw the request {} {}?", self.it.number, self.it.title),
        }
    }

    fn late(&self) -> Option<String> {
        late(&self.s, &self.it)
    }

    fn tone(&self) -> &'static str {
        tone(&self.it)
    }

    fn matter(&self) -> Option<&'static str> {
        self.it.matter().map(|it| self.s.lang.say(it.name()))
    }

    /// How far the answer reaches.
    fn scope(&self) -> &'static str {
        self.it.matter().map_or("", |it| self.s.lang.say(it.scope()))
    }

    fn limit(&self) -> String {
        let limit = self.it.matter().zip(self.project.as_ref()).and_then(|(matter, project)| matter.limit(project));
        self.it.matter().map_or(String::new(), |matter| amount(&self.s, matter, limit))
    }

    fn asked(&self) -> String {
        self.it.matter().map_or(String::new(), |matter| amount(&self.s, matter, self.it.up_to))
    }

    fn granted(&self) -> String {
        self.it.matter().map_or(String::new(), |matter| amount(&self.s, matter, self.it.granted_up_to))
    }

    fn unit(&self) -> &'static str {
        unit(&self.s, self.it.matter())
    }

    fn verdict(&self) -> &'static str {
        self.it.ruling().map_or("—", |it| self.s.lang.say(it.name()))
    }

    /// What an answer can say, the most fitting first.
    fn verdicts(&self) -> Vec<(&'static str, &'static str)> {
        self.it.kind.rulings().iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    /// What the verdicts mean where one is no plain yes or no.
    fn verdicts_hint(&self) -> &'static str {
        match self.it.kind.rulings().contains(&Ruling::Instructed) {
            true => self.s.t(
                "没有可同意的，就写明怎么办；同意即按请示人的建议办。",
                "Where there is nothing to agree to, say what is to be done; granted is as the asker proposes.",
            ),
            false => "",
        }
    }

    /// Where its asker asks again what was not, or not fully, allowed or made clear.
    fn again(&self) -> Option<String> {
        let waits = self.around.iter().any(|it| self.is_later(it) && it.state == RequestState::Open);
        let may = self.is_mine() && self.s.may(Deed::AskRequest) && self.it.leaves_something() && !waits;
        may.then(|| format!("/requests/new?again={}", self.it.number))
    }

    /// Whether another asks this one again.
    fn is_later(&self, it: &Request) -> bool {
        it.again_id.as_ref() == Some(&self.it.id)
    }

    /// Whether the reader, who asked it, may remind the commander now that its day has passed.
    fn may_remind(&self) -> bool {
        let may = |me: &crate::store::Actor| {
            !me.is(Role::Commander) && me.may(Deed::Remind, Standing { owns: self.is_mine(), ..Standing::NONE }).is_some()
        };
        self.is_mine() && self.late().is_some() && !self.is_reminded() && self.s.me.as_ref().is_some_and(may)
    }

    /// Whether the commander was reminded of it today as often as is allowed.
    fn is_reminded(&self) -> bool {
        self.reminders.iter().filter(|it| it.1 == self.s.today).count() >= REMINDERS
    }

    /// How often the commander was reminded of it by hand, and when last.
    fn reminded(&self) -> Option<String> {
        let last = self.s.minute(self.reminders.first()?.0);
        Some(match (self.s.lang, self.reminders.len()) {
            (Lang::Zh, count) => format!("已催办 {count} 次，最近 {last}"),
            (Lang::En, 1) => format!("reminded once, at {last}"),
            (Lang::En, count) => format!("reminded {count} times, last at {last}"),
        })
    }

    /// How many working days the answer took, and whether that was too many.
    fn took(&self) -> Option<String> {
        let days = working_days(self.s.lang, took(&self.s.office, &self.it)?);
        let late = came_late(self.s.office.zone, self.it.answered_at, self.it.due_on);
        Some(match (self.s.lang, late) {
            (Lang::Zh, false) => format!("用时 {days}"),
            (Lang::Zh, true) => format!("用时 {days}，逾期"),
            (Lang::En, false) => format!("took {days}"),
            (Lang::En, true) => format!("took {days}, late"),
        })
    }
}

fn unit(s: &Shell, matter: Option<Matter>) -> &'static str {
    match matter {
        Some(Matter::Discount) => "%",
        _ => s.t("元", "yuan"),
    }
}
