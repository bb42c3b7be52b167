//! The list of packages, and the form of one.

use askama::Template;
use chrono::NaiveDate;

use super::forms;
use super::queries::{self, Filter};
use crate::error::Result;
use crate::lang::Lang;
use crate::people;
use crate::plans::lines;
use crate::plans::model::{ActionPlan, Metric, Package, Target};
use crate::plans::pages::{Listed, Row};
use crate::plans::queries as plans;
use crate::plans::sums;
use crate::policy::{Deed, Standing};
use crate::web::list::{PAGE, Pager, link};
use crate::web::{Fields, Form, Reading, Shell};
use crate::words::Role;

/// The packages of every plan.
#[derive(Template)]
#[template(path = "packages/index.html")]
pub struct Index {
    s: Shell,
    query: Fields,
    /// With number and name of the plan.
    listed: Vec<(Listed, String, String)>,
    plans: Vec<(String, String)>,
    coordinators: Vec<(String, String)>,
    pager: Pager,
}

impl Index {
    /// Reads one page of the list.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        plans::seen(&r.me)?;
        let today = r.today;
        let filter = Filter {
            plan: query.get("plan").to_owned(),
            coordinator: query.get("coordinator").to_owned(),
            state: query.get("state").to_owned(),
        };
        let pager = Pager::of("/packages", query, queries::count(r, &filter)?);
        let rows = queries::list(r, &filter, pager.offset(), PAGE)?;
        let ids: Vec<String> = rows.iter().map(|row| row.0.id.clone()).collect();
        let metrics = plans::metrics(r)?;
        let targets = plans::targets_of_packages(r, &ids)?;
        let sums = sums::of_packages(r, &ids)?;
        let running = sums::running(r, &ids, today)?;
        let listed = rows
            .into_iter()
            .map(|(package, plan, plan_name, coordinator_username, coordinator)| {
                let lines = lines::of_package(&package.id, &metrics, &targets, &sums);
                let running = running.get(&package.id).copied().unwrap_or_default();
                (Listed { package, coordinator_username, coordinator, lines, running }, plan, plan_name)
            })
            .collect();
        let (plans, coordinators) = queries::choices(r)?;
        Ok(Index { s: r.shell()?, query: query.clone(), listed, plans, coordinators, pager })
    }

    fn keeps(&self) -> bool {
        self.s.may(Deed::KeepPlans)
    }

    fn counted(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("共 {} 个项目包", self.pager.total),
            Lang::En => crate::lang::counted(self.pager.total, "package"),
        }
    }

    fn is_filtered(&self) -> bool {
        ["plan", "coordinator", "state"].iter().any(|name| !self.query.get(name).is_empty())
    }

    /// Address, name and whether it is shown.
    fn states(&self) -> Vec<(String, &'static str, bool)> {
        let state = |code: &str, name| {
            let here = self.query.get("state") == code;
            (link("/packages", &self.query.set("page", "").set("state", code)), name, here)
        };
        let s = &self.s;
        vec![state("", s.t("全部", "All")), state("open", s.t("未关闭", "Open")), state("closed", s.t("已关闭", "Closed"))]
    }

    fn chose(&self, name: &str, value: &str) -> bool {
        self.query.get(name) == value
    }
}

/// A new package, or one that is kept.
#[derive(Template)]
#[template(path = "packages/edit.html")]
pub struct Edit {
    s: Shell,
    form: Form,
    /// None: a new one.
    package: Option<Package>,
    /// The plan it belongs to, if that is known yet.
    plan: Option<ActionPlan>,
    /// Number, name and period of plans that take new packages.
    plans: Vec<(String, String)>,
    coordinators: Vec<(String, String)>,
    rows: Vec<Row>,
}

impl Edit {
    /// The form of a new package; its field `plan` may say of which plan.
    pub fn new(r: &mut Reading, form: Form) -> Result<Edit> {
        plans::seen(&r.me)?;
        r.may(Deed::KeepPlans, Standing::NONE)?;
        let metrics = plans::offered(r, &[])?;
        let open = plans::open_plans(r)?;
        let plan = open.iter().find(|it| it.number == form.value("plan")).cloned();
        let coordinators = people::queries::with_role(r, Role::Coordinator)?;
        let s = r.shell()?;
        let rows = rows(r, &s, metrics, plan.as_ref(), None)?;
        let plans = open.iter().map(|it| (it.number.clone(), named(&s, it))).collect();
        Ok(Edit { s, form, package: None, plan, plans, coordinators, rows })
    }

    /// The form of a package; with what was typed, if it was refused.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Edit> {
        let me = r.me.clone();
        let package = plans::find_package(r, &me, number)?;
        r.may(Deed::KeepPlans, Standing::NONE)?;
        let plan = plans::by_id(r, &package.plan_id)?;
        let targets = plans::targets_of_packages(r, std::slice::from_ref(&package.id))?;
        let metrics = plans::offered(r, &targets)?;
        let coordinator = people::queries::by_id(r, &package.coordinator_id)?;
        let mut coordinators = people::queries::with_role(r, Role::Coordinator)?;
        if !coordinators.iter().any(|(username, _)| *username == coordinator.username) {
            coordinators.push((coordinator.username.clone(), coordinator.name.clone()));
        }
        let s = r.shell()?;
        let form = shown(typed, &package, &coordinator.username, &targets, &metrics, &s);
        let rows = rows(r, &s, metrics, Some(&plan), Some(&package.id))?;
        Ok(Edit { s, form, package: Some(package), plan: Some(plan), plans: Vec::new(), coordinators, rows })
    }

    fn title(&self) -> &'static str {
        match self.package {
            Some(_) => self.s.t("编辑项目包", "Edit the package"),
            None => self.s.t("划分项目包", "New package"),
        }
    }

    fn action(&self) -> String {
        self.package.as_ref().map_or_else(|| "/packages".to_owned(), |it| format!("{}/edit", it.href()))
    }

    fn back(&self) -> String {
        match (&self.package, &self.plan) {
            (Some(package), _) => package.href(),
            (None, Some(plan)) => plan.href(),
            (None, None) => "/packages".to_owned(),
        }
    }

    /// Whether there is a plan to divide; what was typed is shown in any case.
    fn can_begin(&self) -> bool {
        self.package.is_some() || !self.plans.is_empty() || !self.form.complaints.is_empty()
    }
}

fn shown(typed: Option<Form>, package: &Package, coordinator: &str, targets: &[Target], metrics: &[Metric], s: &Shell) -> Form {
    let filled = forms::filled(package, coordinator, targets, metrics);
    match typed {
        Some(form) => crate::plans::forms::against(form, &filled, package.version, forms::PACKAGE, metrics, s),
        None => Form::showing(filled, package.version),
    }
}

fn named(s: &Shell, plan: &ActionPlan) -> String {
    let day = |day: NaiveDate| day.format("%Y-%m-%d");
    match s.lang {
        Lang::Zh => format!("{}（{} 至 {}）", plan.name, day(plan.starts_on), day(plan.ends_on)),
        Lang::En => format!("{} ({} to {})", plan.name, day(plan.starts_on), day(plan.ends_on)),
    }
}

/// A line a metric, with what of the plan's target is free to be divided.
fn rows(r: &mut Reading, s: &Shell, metrics: Vec<Metric>, plan: Option<&ActionPlan>, but: Option<&str>) -> Result<Vec<Row>> {
    let Some(plan) = plan else {
        return Ok(Row::all(metrics));
    };
    let own = plans::own_targets(r, &plan.id)?;
    let divided = sums::divided(r, &plan.id, but)?;
    let free = |metric: &Metric| match own.iter().find(|it| it.metric_id == metric.id) {
        None => "—".to_owned(),
        Some(target) => {
            let left = target.value.saturating_sub(divided.get(&metric.id).copied().unwrap_or(0));
            match left {
                0.. => metric.amount(s, left),
                _ => format!("{} {}", s.t("已超出", "over by"), metric.amount(s, left.saturating_abs())),
            }
        }
    };
    Ok(metrics.into_iter().map(|metric| (free(&metric), metric)).map(|(free, metric)| Row::of(metric, free)).collect())
}
