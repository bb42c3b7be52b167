//! The page of the summary report (总结报告): its owner writes it, everybody reads it, the commander accepts or returns it.

use askama::Template;

use super::forms;
use super::model::SummaryReport;
use super::queries;
use crate::error::Result;
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::head::{Head, Tab};
use crate::projects::pipeline::State;
use crate::projects::records;
use crate::projects::records::model::StepRecord;
use crate::projects::steps::Step;
use crate::web::{Fields, Form, Reading, Shell};

/// The page.
#[derive(Template)]
#[template(path = "projects/monitoring/summary.html")]
pub struct Summary {
    s: Shell,
    h: Head,
    report: Option<SummaryReport>,
    /// Why it was returned last, in this round.
    returned: Option<StepRecord>,
    writes: bool,
    judges: bool,
    form: Form,
    judgement: Form,
}

impl Summary {
    /// Reads the report; `form` is the owner's that was refused, `judgement` the commander's.
    pub fn of(r: &mut Reading, number: &str, form: Option<Form>, judgement: Option<Form>) -> Result<Summary> {
        let h = Head::of(r, number, Tab::Monitoring)?;
        let report = queries::summary(r, &h.project.id)?;
        let on = h.project.stage == State::Monitoring;
        let accepted = report.as_ref().is_some_and(|it| it.is_accepted(&h.project));
        let submitted = report.as_ref().is_some_and(|it| it.is_submitted(&h.project));
        let returned = records::queries::of_step(r, &h.project.id, Step::S6_3)?
            .into_iter()
            .find(|it| it.round == h.project.round)
            .filter(|_| on && !submitted);
        let version = report.as_ref().map_or(0, |it| it.version);
        let now = report.as_ref().map(forms::written);
        let form = match (form, now) {
            (Some(form), Some(now)) => form.against(&now, version, forms::SUMMARY),
            (Some(form), None) => form,
            (None, Some(now)) => Form::showing(now, version),
            (None, None) => Form::blank(),
        };
        let judgement = match judgement {
            // Somebody wrote meanwhile: what is decided on is what stands above it now.
            Some(form) if form.late => Form { version, ..form },
            Some(form) => form,
            None => Form::showing(Fields::default(), version),
        };
        Ok(Summary {
            writes: on && !accepted && r.me.may(Deed::WriteSummary, h.standing).is_some(),
            judges: on && submitted && !accepted && r.me.may(Deed::AcceptSummary, h.standing).is_some(),
            s: r.shell()?,
            h,
            report,
            returned,
            form,
            judgement,
        })
    }

    fn name(&self, id: &str) -> &str {
        self.h.name(id)
    }

    fn accepted_by(&self) -> &str {
        self.report.as_ref().and_then(|it| it.accepted_by.as_deref()).map_or("", |id| self.name(id))
    }

    fn is_submitted(&self) -> bool {
        self.report.as_ref().is_some_and(|it| it.is_submitted(&self.h.project) || it.is_accepted(&self.h.project))
    }

    fn is_accepted(&self) -> bool {
        self.report.as_ref().is_some_and(|it| it.is_accepted(&self.h.project))
    }

    /// The parts with their names, as they stand.
    fn parts(&self) -> Vec<(Pair, &str)> {
        let Some(it) = &self.report else { return Vec::new() };
        let texts = [&it.results, &it.course, &it.problems, &it.causes, &it.experience];
        forms::SUMMARY.iter().zip(texts).map(|((_, name), text)| (*name, text.as_str())).collect()
    }

    /// The key under which the browser keeps an unsent draft: form, record and person.
    fn draft_key(&self) -> String {
        format!("summary-{}-{}", self.h.project.number, self.s.my_username())
    }
}
