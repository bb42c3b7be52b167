//! One consultation, on paper: what is known, each question with its answer, what the asker decided.

use std::collections::BTreeMap;

use askama::Template;

use super::tone;
use crate::correspondence::answers::came_late;
use crate::correspondence::consultations::model::{Consultation, ConsultationState, Question};
use crate::correspondence::consultations::{forms, queries};
use crate::error::Result;
use crate::files;
use crate::files::model::{Attachment, SubjectKind};
use crate::lang::{Lang, Pair, working_days};
use crate::people;
use crate::policy::Deed;
use crate::projects::head::late_for;
use crate::projects::model::Project;
use crate::web::{Fields, Form, Reading, Shell};

/// One of the page's forms that was refused.
pub enum Typed {
    /// The planning assistants' answer,
    Answer(Form),
    /// the asker's next question,
    Question(Form),
    /// or their decision,
    Decision(Form),
    /// or a file of theirs.
    File(Form),
}

/// The page.
#[derive(Template)]
#[template(path = "consultations/show.html")]
pub struct Show {
    s: Shell,
    it: Consultation,
    project: Option<Project>,
    questions: Vec<Question>,
    names: BTreeMap<String, String>,
    /// Whether the reader answers it.
    answers: bool,
    /// The page's forms: the answer, the next question, the decision.
    answering: Form,
    asking: Form,
    deciding: Form,
    filing: Form,
    files: Vec<Attachment>,
}

impl Show {
    /// Reads a consultation that the reader may see.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Typed>) -> Result<Show> {
        let me = r.me.clone();
        let it = queries::find(r, &me, number)?;
        let project = queries::project(r, &it)?;
        let questions = queries::questions_of(r, &it.id)?;
        let waiting = questions.iter().find(|it| it.waits()).map_or(0, |it| it.version);
        let new = |version| Form::showing(Fields::default(), version);
        let (mut answering, mut asking, mut deciding) = (new(waiting), new(it.version), new(it.version));
        let mut filing = Form::blank();
        match typed {
            Some(Typed::Answer(form)) => answering = again(form, waiting),
            Some(Typed::Question(form)) => asking = again(form, it.version),
            Some(Typed::Decision(form)) => deciding = again(form, it.version),
            Some(Typed::File(form)) => filing = form,
            None => {}
        }
        let files = files::queries::of(r, SubjectKind::Consultation, std::slice::from_ref(&it.id))?;
        let (names, s) = (people::queries::names(r)?, r.shell()?);
        let answers = queries::may_answer(&me, &it);
        Ok(Show { s, it, project, questions, names, answers, answering, asking, deciding, filing, files })
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("—", String::as_str)
    }

    fn is_open(&self) -> bool {
        self.it.state == ConsultationState::Open
    }

    fn is_mine(&self) -> bool {
        self.s.me.as_ref().is_some_and(|me| me.id == self.it.asker_id)
    }

    /// The question that the reader is to answer.
    fn to_answer(&self) -> Option<&Question> {
        self.questions.iter().find(|it| self.answers && self.is_open() && it.waits())
    }

    fn may_decide(&self) -> bool {
        self.is_mine() && self.it.state == ConsultationState::Answered
    }

    fn may_ask_further(&self) -> bool {
        self.may_decide() && self.s.may(Deed::AskConsultation)
    }

    fn may_withdraw(&self) -> bool {
        self.is_mine() && self.is_open()
    }

    /// Where the next question goes on as a request, which it reads like.
    fn as_request(&self) -> Option<String> {
        let project = self.project.as_ref().map_or("", |it| &it.number);
        forms::as_request(&self.asking, project, &self.it.title)
    }

    /// Whether it waits for somebody other than the reader.
    fn waits_for_others(&self) -> bool {
        match self.it.state {
            ConsultationState::Open => self.to_answer().is_none(),
            ConsultationState::Answered => !self.may_decide(),
            ConsultationState::Closed | ConsultationState::Withdrawn => false,
        }
    }

    /// Whom it waits for.
    fn waits_for(&self) -> &'static str {
        match (self.is_open(), self.is_mine()) {
            (true, _) => self.s.t("等企划助理答复。", "Waits for the planning assistants."),
            (false, _) => self.s.t("等咨询人看答复，自己决定。", "Waits for the asker, who decides."),
        }
    }

    /// What an answer is worth, said to its reader.
    fn worth(&self) -> &'static str {
        match self.is_mine() {
            true => self.s.t("供参考，不是决定；由您自己决定。", "Information, not a decision: you decide yourself."),
            false => self.s.t("供参考，不是决定；由咨询人自己决定。", "Information, not a decision: the asker decides."),
        }
    }

    /// A question's heading: its number where there are several.
    fn heading(&self, nth: &usize) -> String {
        match (self.questions.len(), self.s.lang) {
            (0 | 1, _) => self.s.t("想了解什么", "What is asked for").to_owned(),
            (_, Lang::Zh) => format!("第 {nth} 问"),
            (_, Lang::En) => format!("Question {nth}"),
        }
    }

    fn answered_by(&self, it: &Question) -> &str {
        it.answered_by.as_deref().map_or("—", |id| self.name(id))
    }

    /// How many working days an answer took, and whether that was too many.
    fn took(&self, it: &Question) -> Option<String> {
        let days = working_days(self.s.lang, it.took(&self.s.office)?);
        let late = came_late(self.s.office.zone, it.answered_at, it.due_on);
        Some(match (self.s.lang, late) {
            (Lang::Zh, false) => format!("用时 {days}"),
            (Lang::Zh, true) => format!("用时 {days}，逾期"),
            (Lang::En, false) => format!("took {days}"),
            (Lang::En, true) => format!("took {days}, late"),
        })
    }

    fn late(&self) -> Option<String> {
        let due = self.it.due_on.filter(|due| *due < self.s.today)?;
        Some(late_for(&self.s, self.s.days_late(due)))
    }

    fn tone(&self) -> &'static str {
        tone(self.it.state)
    }

    /// What is asked before it is taken back.
    fn withdrawing(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("撤回咨询 {} {}？", self.it.number, self.it.title),
            Lang::En => format!("Withdraw the consultation {} {}?", self.it.number, self.it.title),
        }
    }
}

/// A form that was refused; over the row as it is now where somebody was faster.
fn again(form: Form, version: i32) -> Form {
    const NAMES: [(&str, Pair); 3] = [
        ("answer", Pair("答复", "Answer")),
        ("question", Pair("追问", "Ask further")),
        ("decision", Pair("您的决定", "Your decision")),
    ];
    form.against(&Fields::default(), version, &NAMES)
}
