//! The page of control: why it was opened, what was found, the ways out, the measures and what came of them.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use askama::Template;

use super::changes;
use super::model::Measure;
use super::queries;
use crate::error::Result;
use crate::people;
use crate::projects::head::{Head, Tab};
use crate::projects::model::MoveRow;
use crate::projects::moves::gates::{self, Gate};
use crate::projects::pipeline::{Move, State};
use crate::projects::queries::find;
use crate::projects::records;
use crate::projects::records::fields::{Kind, fields};
use crate::projects::records::model::StepRecord;
use crate::projects::records::queries::{Subject, SubjectName};
use crate::projects::steps::Step;
use crate::web::{Ctx, Fields, Form, Reading, Shell, done};

/// The page.
#[derive(Template)]
#[template(path = "projects/control/show.html")]
pub struct Show {
    s: Shell,
    h: Head,
    form: Form,
    gates: Vec<Gate>,
    records: Vec<StepRecord>,
    standards: Vec<Subject>,
    measures: Vec<Measure>,
    names: BTreeMap<String, String>,
}

/// One examination step as the page shows it: what was recorded, newest first.
pub struct Examined {
    pub step: Step,
    pub records: Vec<(String, StepRecord)>,
}

impl Show {
    /// Reads control; `form` is that of a result that was refused.
    pub fn of(r: &mut Reading, number: &str, form: Form) -> Result<Show> {
        let h = Head::of(r, number, Tab::Control)?;
        Ok(Show {
            gates: match h.project.stage {
                State::Control | State::Implementation => gates::all(r, &h.project, h.standing)?,
                _ => Vec::new(),
            },
            records: records::queries::all(r, &h.project.id)?,
            standards: records::queries::subjects(r, &h.project, Step::S5_1)?,
            measures: queries::measures(r, &h.project.id)?,
            names: people::queries::names(r)?,
            s: r.shell()?,
            h,
            form,
        })
    }

    fn is_open(&self) -> bool {
        self.h.project.stage == State::Control
    }

    fn mine(&self) -> Vec<&Gate> {
        self.gates.iter().filter(|it| it.mine).collect()
    }

    fn opened(&self) -> Option<&MoveRow> {
        self.h.last(Move::OpenControl)
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("—", String::as_str)
    }

    /// What was recorded in this round, step by step.
    fn examined(&self) -> Vec<Examined> {
        [Step::S5_1, Step::S5_2, Step::S5_3]
            .iter()
            .map(|step| {
                let of_round = self.records.iter().rev();
                let of_round = of_round.filter(|it| it.step == step.code() && it.round == self.h.project.round);
                let mut records: Vec<(String, StepRecord)> = Vec::new();
                for record in of_round {
                    if !records.iter().any(|(_, known)| known.subject == record.subject) {
                        records.push((self.subject(record), record.clone()));
                    }
                }
                Examined { step: *step, records }
            })
            .collect()
    }

    fn subject(&self, record: &StepRecord) -> String {
        let name = self.standards.iter().find(|it| it.key == record.subject).map(|it| it.name.clone());
        match name {
            Some(SubjectName::Typed(text)) => text,
            Some(SubjectName::Ours(pair)) => self.s.lang.say(pair).to_owned(),
            None => String::new(),
        }
    }

    /// The fields of a record: what each is called and what was written.
    fn said(&self, step: &Step, record: &StepRecord) -> Vec<(&'static str, String)> {
        said(&self.s, *step, record)
    }

    fn step_href(&self, step: &Step) -> String {
        self.h.at(&step.place())
    }

    fn is_mine(&self, measure: &Measure) -> bool {
        measure.done_at.is_none()
            && !self.h.project.stage.ended()
            && self.s.me.as_ref().is_some_and(|me| me.id == measure.person_id)
    }

    fn is_late(&self, measure: &Measure) -> bool {
        measure.done_at.is_none() && measure.due_on < self.s.today
    }

    fn late(&self, measure: &Measure) -> String {
        crate::projects::head::late_for(&self.s, self.s.days_late(measure.due_on))
    }
}

/// The fields of a record: what each is called and what was written, choices by their names.
pub fn said(s: &Shell, step: Step, record: &StepRecord) -> Vec<(&'static str, String)> {
    let text = |field: &records::fields::Field| {
        let value = record.value(field.name);
        match field.kind {
            Kind::Choice(choices) => {
                let found = choices().into_iter().find(|(code, _)| *code == value);
                found.map_or(value, |(_, name)| s.lang.say(name).to_owned())
            }
            _ => value,
        }
    };
    let all = fields(step).iter().map(|field| (s.lang.say(field.label), text(field)));
    all.filter(|(_, text)| !text.is_empty()).collect()
}

/// `GET /projects/{number}/control`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    ctx.page(move |r| Show::of(r, &number, Form::blank())).await
}

/// `POST /projects/{number}/measures/{id}`: what came of a measure.
pub async fn finish(ctx: Ctx, path: web::Path<(String, String)>, fields: Fields) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let shown = number.clone();
    ctx.submit(
        fields,
        move |tx, form| {
            let who = tx.who.clone();
            let project = find(tx, &who, &number)?;
            let result = form.text("result", 1000);
            form.check()?;
            changes::finish_measure(tx, &project, &id, result)?;
            Ok(done(project.at("control"), "措施结果已记录。", "The measure's result is recorded."))
        },
        move |r, form| Show::of(r, &shown, form),
    )
    .await
}
