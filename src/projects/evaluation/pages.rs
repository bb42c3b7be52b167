//! The page of a project's evaluation: what the formula says today, what the commander decided, what has changed since.

use askama::Template;

use super::facts;
use super::forms;
use super::formula::{self, Line, Period};
use super::model::{seal, weights_of};
use super::queries::{Edition, Of, editions};
use super::sheet::Sheet;
use crate::error::{OrNotFound, Result};
use crate::policy::Deed;
use crate::projects::alerts;
use crate::projects::head::{Head, Tab};
use crate::projects::pipeline::State;
use crate::web::workbook::Workbook;
use crate::web::{Fields, Form, Reading, Shell};

/// The page.
#[derive(Template)]
#[template(path = "projects/evaluation/show.html")]
pub struct Show {
    s: Shell,
    h: Head,
    /// What the formula says by what is recorded now; none before a plan is approved.
    today: Option<Sheet>,
    /// The newest edition.
    evaluation: Option<Edition>,
    frozen: Option<Sheet>,
    earlier: Vec<Edition>,
    may: bool,
    form: Form,
    /// What was typed with a form that is open no more.
    kept: Vec<String>,
    /// Of what the form is about.
    seal: String,
}

/// What the page and the workbook are made of.
struct Found {
    h: Head,
    today: Option<Sheet>,
    evaluation: Option<Edition>,
    frozen: Option<Sheet>,
    earlier: Vec<Edition>,
}

fn found(r: &mut Reading, number: &str) -> Result<Found> {
    let h = Head::of(r, number, Tab::Monitoring)?;
    let mut editions = editions(r, Of::Project(&h.project.id))?;
    let evaluation = (!editions.is_empty()).then(|| editions.remove(0));
    let terms = match &h.project.approved_id {
        Some(approved) => alerts::queries::terms(r, approved)?,
        None => None,
    };
    let Some(terms) = terms else { return Ok(Found { h, today: None, evaluation: None, frozen: None, earlier: editions }) };
    let (zone, today, calendar) = (r.office.zone, r.today, r.office.clone());
    let facts = facts::gather_with(r, zone, std::slice::from_ref(&h.project), &h.project.owner_id, &h.tasks)?;
    let lines = |until| -> Vec<Line> {
        let period = Period { from: None, until };
        facts.iter().flat_map(|it| formula::lines(it, period, &calendar.calendar)).collect()
    };
    let frozen = match &evaluation {
        Some(it) => Some(Sheet::frozen(it.lines()?, it.weights(), lines(it.until_on))),
        None => None,
    };
    // After the monitoring an evaluation is made anew only by the facts of the same days.
    let until = evaluation.as_ref().filter(|_| h.project.stage != State::Monitoring).map_or(today, |it| it.until_on);
    Ok(Found { today: Some(Sheet::new(lines(until), weights_of(&terms))), h, evaluation, frozen, earlier: editions })
}

impl Show {
    /// Reads the evaluation of a project that the reader may see; `typed` is a form that was refused.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Show> {
        let Found { h, today, evaluation, frozen, earlier } = found(r, number)?;
        let stage = h.project.stage;
        let evaluates = r.me.may(Deed::Evaluate, h.standing).is_some();
        let after = matches!(stage, State::Proposal | State::Completed);
        let changed = frozen.as_ref().is_some_and(Sheet::is_restated);
        let may = evaluates && today.is_some() && (stage == State::Monitoring || (after && changed));
        let kept = typed.as_ref().filter(|_| !may).map_or_else(Vec::new, |it| it.fields.written());
        let form = match (typed, &evaluation) {
            (Some(form), Some(row)) => form.against(&forms::evaluated(row), row.edition, forms::EVALUATION),
            (Some(form), None) => form,
            (None, Some(row)) => {
                let fields = forms::evaluated(row).set("reason", "");
                Form::showing(fields, row.edition)
            }
            (None, None) => Form::showing(Fields::default(), 0),
        };
        let seal = today.as_ref().map_or_else(|| Ok(String::new()), |it| seal(it.lines()))?;
        Ok(Show { s: r.shell()?, h, today, evaluation, frozen, earlier, may, form, kept, seal })
    }

    fn is_on(&self) -> bool {
        self.h.project.stage == State::Monitoring
    }

    /// Whether the evaluation is of an earlier visit and has to be made anew.
    fn is_stale(&self) -> bool {
        self.is_on() && self.evaluation.as_ref().is_some_and(|it| it.evaluated_at < self.h.project.entered_at)
    }

    /// The points of each part that has any.
    fn in_parts(&self, sheet: &Sheet) -> String {
        let parts = sheet.parts().into_iter().filter(|it| it.points.is_some());
        let said = parts.map(|it| format!("{} {}", self.s.lang.say(it.part.name()), it.points()));
        said.collect::<Vec<_>>().join(self.s.t("；", "; "))
    }

    fn restated(&self, sheet: &Sheet) -> String {
        sheet.restatement(&self.s)
    }

    /// Why nothing is shown.
    fn why_not(&self) -> Option<&'static str> {
        self.today.is_none().then(|| {
            self.s.t(
                "计划批准之后才有评估：公式和权重随批准的计划一起固定。",
                "There is an evaluation once the plan is approved: formula and weights are frozen with it.",
            )
        })
    }

    /// The sheet whose lines are shown in full: the commander's evaluation, otherwise what the formula says today.
    fn shown(&self) -> Option<&Sheet> {
        self.frozen.as_ref().filter(|_| !self.is_stale()).or(self.today.as_ref())
    }

    fn is_preview(&self) -> bool {
        self.frozen.is_none() || self.is_stale()
    }
}

/// `GET /projects/{number}/evaluation.xlsx`: the evaluation, otherwise what the formula says today.
pub fn workbook(r: &mut Reading, number: &str) -> Result<Workbook> {
    let found = found(r, number)?;
    let sheet = found.frozen.or(found.today).or_not_found()?;
    let lang = r.me.lang;
    Ok(sheet.workbook(&format!("{} {}", lang.of("业绩评估结果", "Evaluation"), found.h.project.number), lang))
}
