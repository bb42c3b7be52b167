//! The page of the execution.

use std::collections::BTreeMap;

use askama::Template;

use super::model::{Actual, ProgressNote};
use super::queries;
use crate::error::Result;
use crate::people;
use crate::policy::Deed;
use crate::projects::directive::queries::{Figure, figures};
use crate::projects::head::{Head, Tab};
use crate::projects::pipeline::State;
use crate::projects::planning;
use crate::projects::planning::model::PlanStep;
use crate::projects::records;
use crate::projects::steps::Step;
use crate::web::{Form, Reading, Shell};

/// A milestone and how far it has come.
pub struct Milestone {
    pub step: PlanStep,
    pub newest: Option<ProgressNote>,
}

impl Milestone {
    /// Whether it was reached.
    pub fn is_reached(&self) -> bool {
        self.newest.as_ref().is_some_and(|it| it.percent == 100)
    }

    /// How far it has come, in percent.
    pub fn percent(&self) -> i32 {
        self.newest.as_ref().map_or(0, |it| it.percent)
    }
}

/// The page.
#[derive(Template)]
#[template(path = "projects/execution/show.html")]
pub struct Show {
    s: Shell,
    h: Head,
    form: Form,
    milestones: Vec<Milestone>,
    figures: Vec<Figure>,
    actuals: Vec<Actual>,
    /// The steps 4.1–4.4 and how many records each has.
    steps: Vec<(Step, usize)>,
    names: BTreeMap<String, String>,
}

impl Show {
    /// Reads the execution; `form` is that of a note or a figure that was refused.
    pub fn of(r: &mut Reading, number: &str, form: Form) -> Result<Show> {
        let h = Head::of(r, number, Tab::Execution)?;
        let notes = queries::progress(r, &h.project.id)?;
        let plan_steps = match &h.project.approved_id {
            Some(approved) => planning::queries::steps(r, approved)?,
            None => Vec::new(),
        };
        let newest = |line: &str| notes.iter().find(|it| it.line_id == line).cloned();
        let milestones = plan_steps.into_iter().map(|step| Milestone { newest: newest(&step.line_id), step }).collect();
        let all = records::queries::all(r, &h.project.id)?;
        let count = |step: &Step| (*step, all.iter().filter(|it| it.step == step.code()).count());
        Ok(Show {
            milestones,
            figures: figures(r, &h.project.id)?,
            actuals: queries::actuals(r, &h.project.id)?,
            steps: [Step::S4_1, Step::S4_2, Step::S4_3, Step::S4_4].iter().map(count).collect(),
            names: people::queries::names(r)?,
            s: r.shell()?,
            h,
            form,
        })
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("—", String::as_str)
    }

    fn may_execute(&self) -> bool {
        self.h.project.stage == State::Implementation
            && self.s.me.as_ref().is_some_and(|me| me.may(Deed::Execute, self.h.standing).is_some())
    }

    fn is_late(&self, milestone: &Milestone) -> bool {
        !milestone.is_reached() && milestone.step.ends_on < self.s.today
    }

    fn late(&self, milestone: &Milestone) -> String {
        crate::projects::head::late_for(&self.s, self.s.days_late(milestone.step.ends_on))
    }

    fn step_href(&self, step: &Step) -> String {
        self.h.at(&step.place())
    }

    fn milestone_choices(&self) -> Vec<(&str, &str)> {
        self.milestones.iter().map(|it| (it.step.line_id.as_str(), it.step.title.as_str())).collect()
    }

    fn figure_choices(&self) -> Vec<(&str, String)> {
        let text = |it: &Figure| format!("{} ({})", self.s.t(&it.name, &it.name_en), self.s.t(&it.unit, &it.unit_en));
        self.figures.iter().map(|it| (it.indicator.id.as_str(), text(it))).collect()
    }

    fn figure_name(&self, id: &str) -> &str {
        self.figures.iter().find(|it| it.indicator.id == id).map_or("—", |it| self.s.t(&it.name, &it.name_en))
    }
}
