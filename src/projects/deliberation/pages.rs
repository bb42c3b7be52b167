//! The pages of a deliberation.

use std::collections::BTreeMap;

use askama::Template;

use super::model::{ControlMethod, Opinion, Stance, Standard};
use super::{forms, queries};
use crate::error::Result;
use crate::people;
use crate::policy::Deed;
use crate::projects::head::{Head, Tab};
use crate::projects::model::{Task, TaskState};
use crate::projects::moves::gates::{self, Gate};
use crate::projects::pipeline::State;
use crate::projects::planning;
use crate::projects::planning::model::PlanVersion;
use crate::projects::steps::Step;
use crate::projects::tasks::of_round;
use crate::web::form::Row;
use crate::web::{Fields, Form, Reading, Shell};

/// The page.
#[derive(Template)]
#[template(path = "projects/deliberation/show.html")]
pub struct Show {
    s: Shell,
    h: Head,
    form: Form,
    plan: Option<PlanVersion>,
    revision: bool,
    tasks: Vec<Task>,
    opinions: Vec<Opinion>,
    standards: Vec<Standard>,
    methods: Vec<ControlMethod>,
    gates: Vec<Gate>,
    names: BTreeMap<String, String>,
    me: String,
}

impl Show {
    /// Reads a deliberation; `form` is one that was refused.
    pub fn of(r: &mut Reading, number: &str, form: Form) -> Result<Show> {
        let h = Head::of(r, number, Tab::Deliberation)?;
        let plan = planning::queries::sealed(r, &h.project.id)?;
        let newest = planning::queries::newest(r, &h.project.id)?;
        let (standards, methods) = match &plan {
            Some(plan) => (queries::standards(r, &plan.id)?, queries::control_methods(r, &plan.id)?),
            None => (Vec::new(), Vec::new()),
        };
        let steps = Step::of(State::Deliberation);
        let of_stage = |task: &Task| steps.iter().any(|step| step.code() == task.step);
        let open = h.project.stage == State::Deliberation;
        Ok(Show {
            revision: open && newest.is_some_and(|it| it.sealed_at.is_none()),
            tasks: of_round(r, &h.project.id, h.project.round)?.into_iter().filter(of_stage).collect(),
            opinions: queries::opinions(r, &h.project.id)?,
            gates: if open { gates::all(r, &h.project, h.standing)? } else { Vec::new() },
            names: people::queries::names(r)?,
            me: r.me.id.clone(),
            s: r.shell()?,
            h,
            form,
            plan,
            standards,
            methods,
        })
    }

    fn is_open(&self) -> bool {
        self.h.project.stage == State::Deliberation
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("—", String::as_str)
    }

    fn some_name(&self, id: &Option<String>) -> &str {
        id.as_deref().map_or("—", |id| self.name(id))
    }

    /// The opinions of this round on the version that is deliberated, dissent first.
    fn now(&self) -> Vec<&Opinion> {
        let plan = self.plan.as_ref().map_or("", |it| it.id.as_str());
        self.opinions.iter().filter(|it| it.plan_version_id == plan && it.round == self.h.project.round).collect()
    }

    fn earlier(&self) -> Vec<&Opinion> {
        let now: Vec<&str> = self.now().iter().map(|it| it.id.as_str()).collect();
        self.opinions.iter().filter(|it| !now.contains(&it.id.as_str())).collect()
    }

    fn count(&self, stance: &Stance) -> usize {
        self.now().iter().filter(|it| it.stance == *stance).count()
    }

    fn stances(&self) -> &'static [Stance] {
        Stance::ALL
    }

    fn stance_choices(&self) -> Vec<(&'static str, &'static str)> {
        Stance::ALL.iter().rev().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    fn tone(&self, stance: &Stance) -> &'static str {
        match stance {
            Stance::Against => "late",
            Stance::Conditional => "dawn",
            Stance::For => "good",
        }
    }

    fn icon(&self, stance: &Stance) -> &'static str {
        match stance {
            Stance::Against => "cross",
            Stance::Conditional => "info",
            Stance::For => "check",
        }
    }

    fn is_heard(&self) -> bool {
        self.tasks.iter().any(|it| it.step == Step::S3_4.code() && it.state == TaskState::Done)
    }

    fn may(&self, deed: Deed) -> bool {
        self.is_open() && self.s.me.as_ref().is_some_and(|me| me.may(deed, self.h.standing).is_some())
    }

    fn may_give(&self) -> bool {
        self.plan.is_some() && !self.is_heard() && self.may(Deed::GiveOpinion)
    }

    fn may_defend(&self) -> bool {
        !self.is_heard() && self.may(Deed::Defend)
    }

    fn may_fix(&self) -> bool {
        self.plan.is_some() && self.may(Deed::FixStandards)
    }

    /// The reader's own opinion of this round.
    fn own(&self) -> Option<&Opinion> {
        self.now().into_iter().find(|it| it.person_id == self.me)
    }

    fn own_version(&self) -> i32 {
        self.own().map_or(0, |it| it.version)
    }

    /// The form of an opinion: what was typed, or the reader's own opinion.
    fn opinion_form(&self) -> Form {
        match (self.form.fields.has("stance") || self.form.fields.has("opinion"), self.own()) {
            (false, Some(own)) => {
                let fields = Fields::default()
                    .with("stance", own.stance.code())
                    .with("opinion", &own.reason)
                    .with("condition", &own.condition);
                Form { fields, ..Form::blank() }
            }
            _ => self.form.clone(),
        }
    }

    fn step_name(&self, task: &Task) -> &'static str {
        Step::from_code(&task.step).map_or("", |it| self.s.lang.say(it.name()))
    }

    fn task_href(&self, task: &Task) -> String {
        self.h.at(&format!("steps/{}", task.step))
    }

    fn task_who(&self, task: &Task) -> String {
        match &task.person_id {
            Some(id) => self.name(id).to_owned(),
            None => self.s.lang.say(task.role.name()).to_owned(),
        }
    }

    fn is_done(&self, task: &Task) -> bool {
        task.state == TaskState::Done
    }

    fn is_late(&self, task: &Task) -> bool {
        task.state == TaskState::Open && task.due_on.is_some_and(|due| due < self.s.today)
    }

    fn late(&self, task: &Task) -> String {
        crate::projects::head::late_for(&self.s, task.due_on.map_or(0, |due| self.s.days_late(due)))
    }

    fn mine(&self) -> Vec<&Gate> {
        self.gates.iter().filter(|it| it.mine).collect()
    }

    fn earlier_version(&self, version: &PlanVersion) -> i32 {
        version.number - 1
    }
}

/// Proposing standards and control methods.
#[derive(Template)]
#[template(path = "projects/deliberation/standards.html")]
pub struct Standards {
    s: Shell,
    h: Head,
    form: Form,
}

impl Standards {
    /// The form; with what was typed, if it was refused.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Standards> {
        let h = Head::of(r, number, Tab::Deliberation)?;
        r.may(Deed::FixStandards, h.standing)?;
        let filled = match planning::queries::sealed(r, &h.project.id)? {
            Some(plan) => forms::filled(&queries::standards(r, &plan.id)?, &queries::control_methods(r, &plan.id)?),
            None => Fields::default(),
        };
        let form = match typed {
            Some(form) => form.against(&filled, 0, forms::LABELS),
            None => Form::showing(filled, 0),
        };
        Ok(Standards { s: r.shell()?, h, form })
    }

    fn standards(&self) -> Vec<Row> {
        self.form.rows(forms::STANDARDS, 2)
    }

    fn methods(&self) -> Vec<Row> {
        self.form.rows(forms::METHODS, 2)
    }
}
