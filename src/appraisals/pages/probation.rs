//! The probation of a member: what the months add up to, and the commander's decision.

use askama::Template;
use chrono::NaiveDate;

use crate::appraisals::changes::mean;
use crate::appraisals::forms::DECISION;
use crate::appraisals::model::{ProbationDecision, ProbationOutcome, due};
use crate::appraisals::months::{Figures, figures};
use crate::appraisals::queries::{self, Scored};
use crate::calendar::Month;
use crate::error::Result;
use crate::people;
use crate::people::model::Person;
use crate::policy::Deed;
use crate::projects::evaluation::sheet::points;
use crate::web::{Fields, Form, Reading, Shell};

/// The page.
#[derive(Template)]
#[template(path = "appraisals/probation.html")]
pub struct Probation {
    s: Shell,
    person: Person,
    due_on: NaiveDate,
    months: Vec<(Month, Figures, Option<Scored>)>,
    total: Figures,
    projects: Vec<Scored>,
    mean: Option<i32>,
    decisions: Vec<ProbationDecision>,
    names: std::collections::BTreeMap<String, String>,
    may: bool,
    form: Form,
}

impl Probation {
    /// Reads the probation of a member whose appraisals the reader may see; `typed` is a form that was refused.
    pub fn of(r: &mut Reading, username: &str, typed: Option<Form>) -> Result<Probation> {
        let (me, today, office) = (r.me.clone(), r.today, r.office.clone());
        let person = queries::member(r, &me, username)?;
        let decisions = queries::decisions(r, &person.id)?;
        let due_on = due(&person, &decisions, &office);
        let scored = queries::scored(r, &person.id)?;
        let joined = queries::joined(&person, office.zone);
        // Until today while it runs, until it was decided afterwards.
        let decided = decisions.first().filter(|_| !person.probation).map(|it| office.zone.day(it.decided_at));
        let last = decided.unwrap_or(today);
        let at = |it: &Scored| Some((it.month.as_deref()?.parse().ok()?, it.evaluated_at));
        let evaluated = scored.iter().filter_map(at).collect();
        let mut all = figures(r, office.zone, &person.id, (joined, last), &evaluated)?;
        let mut months = Vec::new();
        let mut total = Figures::default();
        let mut month = Month::of(joined);
        // Two years are more than the law allows.
        while month <= Month::of(last) && months.len() < 24 {
            let of_month = all.remove(&month).unwrap_or_default();
            total += &of_month;
            let score = scored.iter().find(|it| it.month.as_deref() == Some(month.to_string().as_str()));
            months.push((month, of_month, score.cloned()));
            month = month.next();
        }
        let decides = me.may(Deed::DecideProbation, queries::standing(&me, &person.id)).is_some();
        let seen = i32::try_from(decisions.len()).unwrap_or(0);
        let form = match typed {
            Some(form) => form.against(&Fields::default(), seen, DECISION),
            None => Form::showing(Fields::default(), seen),
        };
        let names = if decisions.is_empty() { Default::default() } else { people::queries::names(r)? };
        Ok(Probation {
            s: r.shell()?,
            may: decides && person.probation,
            mean: mean(&scored),
            projects: scored.into_iter().filter(|it| it.project.is_some()).collect(),
            person,
            due_on,
            months,
            total,
            decisions,
            names,
            form,
        })
    }

    fn months_href(&self) -> String {
        format!("/people/{}/months", self.person.username)
    }

    fn points(&self, score: &i32) -> String {
        points((*score).into())
    }

    fn score(&self, score: &i32) -> String {
        self.points(score)
    }

    fn is_late(&self) -> bool {
        self.person.probation && self.due_on < self.s.today
    }

    /// Whether their probation was ended and they are still there.
    fn leaves(&self) -> bool {
        self.person.active && self.decisions.first().is_some_and(|it| it.outcome == ProbationOutcome::End)
    }

    fn hands_over(&self) -> bool {
        self.s.may(Deed::HandOver)
    }

    fn outcomes(&self) -> Vec<(&'static str, &'static str)> {
        ProbationOutcome::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    fn outcome(&self, it: &ProbationDecision) -> &'static str {
        self.s.lang.say(it.outcome.name())
    }

    fn tone(&self, it: &ProbationDecision) -> &'static str {
        match it.outcome {
            ProbationOutcome::Confirm => "good",
            ProbationOutcome::Extend => "dawn",
            ProbationOutcome::End => "late",
        }
    }

    fn decider(&self, it: &ProbationDecision) -> String {
        let name = |id: &str| self.names.get(id).map_or("", String::as_str);
        self.s.signed(name(&it.decided_by), it.acting_for_id.as_deref().map(name))
    }

    fn href(&self, month: &Month) -> String {
        format!("/people/{}/months/{month}", self.person.username)
    }
}
