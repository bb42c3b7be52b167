//! The page of the execution: milestones, figures, the steps with the customers.

use askama::Template;

use super::actuals::{Computed, Row};
use super::model::Actual;
use super::queries::{self, Approved, Milestone};
use crate::error::{OrNotFound, Result};
use crate::lang::Lang;
use crate::policy::Deed;
use crate::projects::directive::queries::{Figure, figures};
use crate::projects::head::{Head, Tab, late_for};
use crate::projects::model::TaskState;
use crate::projects::pipeline::State;
use crate::projects::steps::Step;
use crate::web::{Fields, Form, Reading, Shell};

/// The two forms of the page.
#[derive(Default)]
pub struct Forms {
    pub progress: Form,
    pub actual: Form,
}

impl Forms {
    /// As a link of the page opens them: `?milestone=…` or `?indicator=…` is chosen already.
    pub fn begun(query: &Fields, today: chrono::NaiveDate) -> Forms {
        let today = today.to_string();
        let actual = Fields::default().with("indicator", query.get("indicator")).with("on_day", today);
        let progress = Fields::default().with("milestone", query.get("milestone"));
        Forms { progress: Form { fields: progress, ..Form::default() }, actual: Form { fields: actual, ..Form::default() } }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "projects/execution/show.html")]
pub struct Show {
    s: Shell,
    h: Head,
    /// The approved one.
    plan: Option<Approved>,
    milestones: Vec<Milestone>,
    figures: Vec<Figure>,
    actuals: Vec<Actual>,
    steps: Vec<(Step, i64)>,
    /// Of the budget, in fen.
    spent: i64,
    progress: Form,
    actual: Form,
    executes: bool,
    opens_control: bool,
}

impl Show {
    /// Reads the execution of a project that the reader may see.
    pub fn of(r: &mut Reading, number: &str, forms: Forms) -> Result<Show> {
        let h = Head::of(r, number, Tab::Execution)?;
        let plan = queries::approved(r, &h.project)?;
        let notes = queries::progress(r, &h.project.id)?;
        let (steps, spent) = queries::recorded(r, &h.project.id)?;
        Ok(Show {
            milestones: plan.as_ref().map_or(Vec::new(), |plan| queries::milestones(plan, notes)),
            figures: figures(r, &h.project.id)?,
            actuals: queries::actuals(r, &h.project.id)?,
            steps,
            spent,
            executes: r.me.may(Deed::Execute, h.standing).is_some(),
            opens_control: r.me.may(Deed::OpenControl, h.standing).is_some(),
            s: r.shell()?,
            progress: forms.progress,
            actual: forms.actual,
            plan,
            h,
        })
    }

    fn is_on(&self) -> bool {
        self.h.project.stage == State::Implementation
    }

    fn may_record(&self) -> bool {
        self.executes && self.is_on()
    }

    fn may_open_control(&self) -> bool {
        self.opens_control && self.is_on()
    }

    /// Why nothing can be recorded here by this reader now; none where it can.
    fn why_not(&self) -> Option<&'static str> {
        let s = &self.s;
        match (self.plan.is_some(), self.is_on(), self.executes) {
            (false, ..) => {
                Some(s.t("计划批准实施之后，才在这里记录执行。", "Execution is recorded here once the plan is approved."))
            }
            (_, false, _) => Some(s.t(
                "项目现在不在实施执行阶段，这里只能查看。",
                "The project is not being carried out now; here it can only be read.",
            )),
            (.., false) => Some(s.t("由项目负责人记录，其他人只能查看。", "The project owner records; others read.")),
            _ => None,
        }
    }

    fn name(&self, id: &str) -> &str {
        self.h.name(id)
    }

    fn is_late(&self, it: &Milestone) -> bool {
        it.percent() < 100 && it.step.ends_on < self.s.today
    }

    fn late(&self, it: &Milestone) -> String {
        late_for(&self.s, self.s.days_late(it.step.ends_on))
    }

    /// Whether it should have been begun by now.
    fn has_begun(&self, it: &Milestone) -> bool {
        it.percent() > 0 || it.step.starts_on <= self.s.today
    }

    fn tone(&self, it: &Milestone) -> &'static str {
        match (it.percent(), self.is_late(it)) {
            (100, _) => "good",
            (_, true) => "late",
            _ => "",
        }
    }

    fn milestone_choices(&self) -> Vec<(String, String)> {
        let choice = |it: &Milestone| (it.step.line_id.clone(), format!("{} · {} %", it.step.title, it.percent()));
        self.milestones.iter().map(choice).collect()
    }

    /// What can be typed in: everything that is not computed.
    fn typed(&self) -> impl Iterator<Item = &Figure> {
        self.figures.iter().filter(|it| it.computed().is_none())
    }

    fn may_type(&self) -> bool {
        self.may_record() && self.typed().next().is_some()
    }

    /// Whether this one can be typed in by the reader now.
    fn takes(&self, it: &Figure) -> bool {
        self.may_record() && it.computed().is_none()
    }

    fn indicator_choices(&self) -> Vec<(String, String)> {
        let choice = |it: &Figure| (it.indicator.id.clone(), format!("{}（{}）", self.metric(it), self.unit(it)));
        self.typed().map(choice).collect()
    }

    fn metric<'a>(&'a self, it: &'a Figure) -> &'a str {
        self.s.t(&it.name, &it.name_en)
    }

    fn unit<'a>(&'a self, it: &'a Figure) -> &'a str {
        self.s.t(&it.unit, &it.unit_en)
    }

    fn indicator_of(&self, it: &Actual) -> &str {
        self.figures.iter().find(|figure| figure.indicator.id == it.indicator_id).map_or("", |figure| self.metric(figure))
    }

    /// The figure with its sign; a correction stands out.
    fn signed(&self, it: &Actual) -> String {
        let sign = if it.value > 0 { "+" } else { "" };
        format!("{sign}{}", self.s.quantity(it.value))
    }

    fn has_budget(&self) -> bool {
        self.plan.as_ref().is_some_and(|plan| !plan.budget.is_empty())
    }

    /// Whether more was spent than planned.
    fn is_overspent(&self) -> bool {
        self.plan.as_ref().is_some_and(|plan| self.spent > plan.total())
    }

    /// How much of a step's work has been recorded.
    fn counted(&self, step: &Step, count: &i64) -> String {
        match (step, self.s.lang) {
            (Step::S4_1, Lang::Zh) => format!("{count} 家目标客户"),
            (Step::S4_1, Lang::En) => format!("{count} target customers"),
            (Step::S4_2, Lang::Zh) => format!("{count} 次活动"),
            (Step::S4_2, Lang::En) => format!("{count} activities"),
            (Step::S4_3, Lang::Zh) => format!("{count} 份合同"),
            (Step::S4_3, Lang::En) => format!("{count} contracts"),
            (_, Lang::Zh) => format!("{count} 张订单"),
            (_, Lang::En) => format!("{count} orders"),
        }
    }

    /// Whether the work that a step names has been done.
    fn is_step_done(&self, step: &Step) -> bool {
        self.h.tasks_now().any(|task| task.step == step.code() && task.state == TaskState::Done)
    }
}

/// What a computed figure is made of, row by row.
#[derive(Template)]
#[template(path = "projects/execution/figure.html")]
pub struct Origin {
    s: Shell,
    h: Head,
    computed: Computed,
    figure: Option<Figure>,
    rows: Vec<Row>,
}

impl Origin {
    /// Reads the rows of a computed figure of a project that the reader may see.
    pub fn of(r: &mut Reading, number: &str, code: &str) -> Result<Origin> {
        let h = Head::of(r, number, Tab::Execution)?;
        let computed = Computed::from_code(code).or_not_found()?;
        let rows = computed.rows(r, &h.project.id)?;
        let figure = figures(r, &h.project.id)?.into_iter().find(|it| it.code == code);
        Ok(Origin { s: r.shell()?, h, computed, figure, rows })
    }

    fn is_money(&self) -> bool {
        matches!(self.computed, Computed::SignedAmount | Computed::MoneyReceived)
    }

    fn value(&self, value: &i64) -> String {
        if self.is_money() { self.s.money(*value) } else { self.s.quantity(*value) }
    }

    fn sum(&self) -> String {
        self.value(&self.rows.iter().map(|it| it.value).sum())
    }

    /// What counts, in one sentence.
    fn rule(&self) -> &'static str {
        let s = &self.s;
        match self.computed {
            Computed::SignedAmount => s.t(
                "本项目已签署、未取消的合同金额合计。",
                "The amounts of the project's signed contracts that are not cancelled.",
            ),
            Computed::MoneyReceived => s.t(
                "本项目各合同的回款合计，作废的不计。",
                "The receipts for the project's contracts that were not taken back.",
            ),
            Computed::Contracts => {
                s.t("本项目已签署、未取消的合同份数。", "The project's signed contracts that are not cancelled.")
            }
            Computed::NewCustomers => s.t(
                "首次与部门签约的客户数：该客户此前没有签署过合同。",
                "Customers whose first contract with the department is one of this project's.",
            ),
        }
    }
}
