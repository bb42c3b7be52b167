//! The pages of plans.

use std::collections::BTreeMap;

use askama::Template;

use super::compare::{Piece, compare};
use super::model::{Plan, PlanVersion, Section};
use super::{forms, queries};
use crate::error::Result;
use crate::people;
use crate::policy::Deed;
use crate::projects::head::{Head, Tab};
use crate::projects::pipeline::State;
use crate::web::form::Row;
use crate::web::{Fields, Form, Reading, Shell};

/// A plan as paper, with the list of its versions.
#[derive(Template)]
#[template(path = "projects/plan/show.html")]
pub struct Show {
    s: Shell,
    h: Head,
    plan: Option<Plan>,
    versions: Vec<PlanVersion>,
    names: BTreeMap<String, String>,
}

impl Show {
    /// Reads the newest version, or the one with this number.
    pub fn of(r: &mut Reading, number: &str, version: Option<i32>) -> Result<Show> {
        let h = Head::of(r, number, Tab::Plan)?;
        let versions = queries::versions(r, &h.project.id)?;
        let chosen = match version {
            Some(number) => Some(queries::by_number(r, &h.project.id, number)?),
            None => versions.first().cloned(),
        };
        let plan = chosen.map(|it| queries::plan(r, it)).transpose()?;
        Ok(Show { names: people::queries::names(r)?, s: r.shell()?, h, plan, versions })
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("—", String::as_str)
    }

    fn may_write(&self) -> bool {
        matches!(self.h.project.stage, State::Planning | State::Deliberation)
            && self.s.me.as_ref().is_some_and(|me| me.may(Deed::DraftPlan, self.h.standing).is_some())
    }

    fn is_planning(&self) -> bool {
        self.h.project.stage == State::Planning
    }

    /// Whether there is a revision that was not handed in, in a deliberation.
    fn has_revision(&self) -> bool {
        self.h.project.stage == State::Deliberation && self.versions.first().is_some_and(|it| it.sealed_at.is_none())
    }

    fn is_approved(&self, version: &PlanVersion) -> bool {
        self.h.project.approved_id.as_deref() == Some(version.id.as_str())
    }

    fn missing(&self, plan: &Plan) -> Vec<Section> {
        plan.missing()
    }

    fn section(&self, section: &Section) -> &'static str {
        self.s.lang.say(section.name())
    }

    fn short_seal(&self, version: &PlanVersion) -> String {
        version.seal.as_deref().unwrap_or("").chars().take(12).collect()
    }

    fn earlier(&self, version: &PlanVersion) -> i32 {
        version.number - 1
    }
}

/// Writing the plan.
#[derive(Template)]
#[template(path = "projects/plan/edit.html")]
pub struct Edit {
    s: Shell,
    h: Head,
    form: Form,
}

impl Edit {
    /// The form of the draft; with what was typed, if it was refused.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Edit> {
        let h = Head::of(r, number, Tab::Plan)?;
        r.may(Deed::DraftPlan, h.standing)?;
        let newest = queries::newest(r, &h.project.id)?;
        let version = newest.as_ref().filter(|it| it.sealed_at.is_none()).map_or(0, |it| it.version);
        let plan = newest.map(|it| queries::plan(r, it)).transpose()?;
        let filled: Fields = forms::filled(plan.as_ref());
        let form = match typed {
            Some(form) => form.against(&filled, version, forms::LABELS),
            None => Form::showing(filled, version),
        };
        Ok(Edit { s: r.shell()?, h, form })
    }

    fn actions(&self) -> Vec<Row> {
        self.form.rows(forms::ACTIONS, 2)
    }

    fn steps(&self) -> Vec<Row> {
        self.form.rows(forms::STEPS, 2)
    }

    fn budget(&self) -> Vec<Row> {
        self.form.rows(forms::BUDGET, 2)
    }

    fn sections(&self) -> Vec<(&'static str, &'static str)> {
        Section::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }
}

/// What changed between two versions.
#[derive(Template)]
#[template(path = "projects/plan/changes.html")]
pub struct Changes {
    s: Shell,
    h: Head,
    from: i32,
    to: i32,
    sections: Vec<(Section, Vec<Piece>)>,
}

impl Changes {
    /// Compares two versions by number.
    pub fn of(r: &mut Reading, number: &str, from: i32, to: i32) -> Result<Changes> {
        let h = Head::of(r, number, Tab::Plan)?;
        let (old, new) = (queries::by_number(r, &h.project.id, from)?, queries::by_number(r, &h.project.id, to)?);
        let (old, new) = (queries::plan(r, old)?, queries::plan(r, new)?);
        Ok(Changes { s: r.shell()?, h, from, to, sections: compare(&old, &new) })
    }
}
