//! Pages of plans.

use askama::Template;

use std::collections::BTreeMap;

use super::lines::{self, Line};
use super::model::{ActionPlan, Metric, Package};
use super::sums::{self, Running};
use super::{forms, queries};
use crate::error::Result;
use crate::lang::Lang;
use crate::policy::{Deed, Standing};
use crate::web::list::{PAGE, Pager};
use crate::web::{Fields, Form, Reading, Shell};

/// Every plan, with what was reached.
#[derive(Template)]
#[template(path = "plans/index.html")]
pub struct Index {
    s: Shell,
    plans: Vec<(ActionPlan, Vec<Line>)>,
    pager: Pager,
}

impl Index {
    /// Reads one page of the list.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        queries::seen(&r.me)?;
        let pager = Pager::of("/plans", query, queries::count(r)?);
        let plans = queries::list(r, pager.offset(), PAGE)?;
        let ids: Vec<String> = plans.iter().map(|it| it.id.clone()).collect();
        let metrics = queries::metrics(r)?;
        let targets = queries::own_targets_of(r, &ids)?;
        let sums = sums::of_plans(r, &ids)?;
        let plans = plans
            .into_iter()
            .map(|plan| {
                let lines = lines::of_listed_plan(&plan.id, &metrics, &targets, &sums);
                (plan, lines)
            })
            .collect();
        Ok(Index { s: r.shell()?, plans, pager })
    }

    fn keeps(&self) -> bool {
        self.s.may(Deed::KeepPlans)
    }

    fn passed(&self, plan: &ActionPlan) -> String {
        time_passed(&self.s, plan)
    }

    fn counted(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("共 {} 个行动计划", self.pager.total),
            Lang::En => crate::lang::counted(self.pager.total, "action plan"),
        }
    }
}

/// How far a plan's period has run, in words.
fn time_passed(s: &Shell, plan: &ActionPlan) -> String {
    let left = (plan.ends_on - s.today).num_days();
    let begins = (plan.starts_on - s.today).num_days();
    let elapsed = plan.elapsed(s.today);
    match s.lang {
        Lang::Zh if begins > 0 => format!("还有 {begins} 天开始"),
        Lang::En if begins > 0 => format!("begins in {begins} days"),
        Lang::Zh if left < 0 => format!("已于 {} 天前到期", -left),
        Lang::En if left < 0 => format!("ended {} days ago", -left),
        Lang::Zh => format!("时间已过 {elapsed}%，还剩 {left} 天"),
        Lang::En => format!("{elapsed}% of the time passed, {left} days left"),
    }
}

/// One plan: targets against what was divided, handed down and reached; its packages.
#[derive(Template)]
#[template(path = "plans/show.html")]
pub struct Show {
    s: Shell,
    plan: ActionPlan,
    lines: Vec<Line>,
    packages: Vec<Listed>,
}

/// A package on a list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub package: Package,
    pub coordinator_username: String,
    pub coordinator: String,
    pub lines: Vec<Line>,
    pub running: Running,
}

impl Listed {
    /// How many of its projects run.
    pub fn running(&self, s: &Shell) -> String {
        match (s.lang, self.running.running) {
            (Lang::Zh, 0) => "没有进行中的项目".to_owned(),
            (Lang::En, 0) => "no running project".to_owned(),
            (Lang::Zh, count) => format!("进行中 {count} 个"),
            (Lang::En, count) => format!("{count} running"),
        }
    }

    /// How many of them are late.
    pub fn late(&self, s: &Shell) -> String {
        match s.lang {
            Lang::Zh => format!("逾期 {} 个", self.running.late),
            Lang::En => format!("{} overdue", self.running.late),
        }
    }
}

impl Show {
    /// Reads one plan.
    pub fn of(r: &mut Reading, number: &str) -> Result<Show> {
        let (me, today) = (r.me.clone(), r.today);
        let plan = queries::find(r, &me, number)?;
        let metrics = queries::metrics(r)?;
        let targets = queries::targets_of_plan(r, &plan.id)?;
        let sums = sums::of_plan(r, &plan.id)?;
        let running: BTreeMap<String, Running> = sums::running_in(r, &plan.id, today)?;
        let packages = queries::packages_of(r, &plan.id)?
            .into_iter()
            .map(|(package, coordinator_username, coordinator)| Listed {
                lines: lines::of_package(&package.id, &metrics, &targets, &sums),
                running: running.get(&package.id).copied().unwrap_or_default(),
                package,
                coordinator_username,
                coordinator,
            })
            .collect();
        Ok(Show { lines: lines::of_plan(&metrics, &targets, &sums), s: r.shell()?, plan, packages })
    }

    fn keeps(&self) -> bool {
        self.s.may(Deed::KeepPlans)
    }

    fn time_passed(&self) -> String {
        time_passed(&self.s, &self.plan)
    }

    /// Where the bars say that the plan should be by now.
    fn should(&self) -> i64 {
        self.plan.elapsed(self.s.today)
    }
}

/// A new plan, or one that is kept.
#[derive(Template)]
#[template(path = "plans/edit.html")]
pub struct Edit {
    s: Shell,
    form: Form,
    /// None: a new one.
    plan: Option<ActionPlan>,
    rows: Vec<Row>,
}

/// A metric's line in a form of targets.
#[derive(Clone, Debug)]
pub struct Row {
    pub metric: Metric,
    /// The names of its two fields.
    pub value: String,
    pub due: String,
    /// What of the plan's target is not divided among other packages, in words; empty: not said.
    pub free: String,
}

impl Row {
    /// The line of a metric.
    pub fn of(metric: Metric, free: String) -> Row {
        Row { value: format!("value-{}", metric.code), due: format!("due-{}", metric.code), metric, free }
    }

    /// The lines of a form in which nothing is said about what is free.
    pub fn all(metrics: Vec<Metric>) -> Vec<Row> {
        metrics.into_iter().map(|metric| Row::of(metric, String::new())).collect()
    }
}

impl Edit {
    /// The form of a new plan.
    pub fn new(r: &mut Reading, form: Form) -> Result<Edit> {
        queries::seen(&r.me)?;
        r.may(Deed::KeepPlans, Standing::NONE)?;
        let rows = Row::all(queries::offered(r, &[])?);
        Ok(Edit { s: r.shell()?, form, plan: None, rows })
    }

    /// The form of a plan; with what was typed, if it was refused.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Edit> {
        let me = r.me.clone();
        let plan = queries::find(r, &me, number)?;
        r.may(Deed::KeepPlans, Standing::NONE)?;
        let targets = queries::own_targets(r, &plan.id)?;
        let metrics = queries::offered(r, &targets)?;
        let filled = forms::filled(&plan, &targets, &metrics);
        let s = r.shell()?;
        let form = match typed {
            Some(form) => forms::against(form, &filled, plan.version, forms::PLAN, &metrics, &s),
            None => Form::showing(filled, plan.version),
        };
        Ok(Edit { s, form, plan: Some(plan), rows: Row::all(metrics) })
    }

    fn title(&self) -> &'static str {
        match self.plan {
            Some(_) => self.s.t("编辑行动计划", "Edit the plan"),
            None => self.s.t("制订行动计划", "New action plan"),
        }
    }

    fn action(&self) -> String {
        self.plan.as_ref().map_or_else(|| "/plans".to_owned(), |it| format!("{}/edit", it.href()))
    }

    fn back(&self) -> String {
        self.plan.as_ref().map_or_else(|| "/plans".to_owned(), ActionPlan::href)
    }
}
