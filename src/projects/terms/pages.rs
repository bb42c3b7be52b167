//! The form of a plan's tolerances and weights.

use askama::Template;

use super::{changes, forms, told};
use crate::error::Result;
use crate::lang::{Lang, Pair};
use crate::policy::Deed;
use crate::projects::head::{Head, Tab};
use crate::projects::planning;
use crate::projects::planning::model::PlanVersion;
use crate::projects::planning::pages::version_name;
use crate::web::{Form, Reading, Shell};

/// One field: its name, what it is called, its unit, what the settings say.
pub struct Line {
    pub name: &'static str,
    pub text: &'static str,
    pub unit: &'static str,
    pub hint: String,
}

/// The page.
#[derive(Template)]
#[template(path = "projects/terms/edit.html")]
pub struct Edit {
    s: Shell,
    h: Head,
    plan: PlanVersion,
    form: Form,
    tolerances: Vec<Line>,
    weights: Vec<Line>,
}

impl Edit {
    /// The form for the version that is deliberated; `typed` is one that was refused.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Edit> {
        let h = Head::of(r, number, Tab::Deliberation)?;
        r.may(Deed::FixStandards, h.standing)?;
        let plan = changes::proposable(&h.project, planning::queries::sealed(r, &h.project.id)?)?;
        let office = r.office.clone();
        let terms = told::of_version(r, &office, &plan.id)?;
        let filled = forms::filled(&terms);
        let labels: Vec<(&str, Pair)> = forms::FIELDS.iter().map(|(name, text, _)| (*name, *text)).collect();
        let form = match typed {
            Some(form) => form.against(&filled, terms.version, &labels),
            None => Form::showing(filled, terms.version),
        };
        let defaults = forms::filled(&crate::projects::alerts::model::PlanTerms::by_settings(&office, &plan.id));
        let s = r.shell()?;
        let line = |(name, text, _): &(&'static str, Pair, i32)| Line {
            name,
            text: s.lang.say(*text),
            unit: if name.ends_with("_days") { s.t("个工作日", "working days") } else { "%" },
            hint: match s.lang {
                Lang::Zh => format!("部门设置 {}", defaults.get(name)),
                Lang::En => format!("By the settings: {}", defaults.get(name)),
            },
        };
        let mut tolerances: Vec<Line> = forms::FIELDS.iter().map(line).collect();
        let weights = tolerances.split_off(forms::TOLERANCES);
        Ok(Edit { s, h, plan, form, tolerances, weights })
    }

    fn version(&self) -> String {
        version_name(self.plan.number, self.s.lang)
    }
}
