//! A plan: its versions, each with the seven sections (目标 策略 行动 分工 步骤 重点 预算).

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::projects::pipeline::Need;
use crate::recorded;
use crate::store::schema::{budget_lines, plan_actions, plan_steps, plan_versions};
use crate::store::trail::sha256;
use crate::words;

words! {
    /// The seven sections that a plan must have, in the regulation's order.
    pub enum Section {
        Goal = "goal", "目标", "Goal";
        Strategy = "strategy", "策略", "Strategy";
        Actions = "actions", "行动", "Actions";
        Division = "division", "分工", "Division of work";
        Steps = "steps", "步骤", "Steps";
        Focus = "focus", "重点", "Focus";
        Budget = "budget", "预算", "Budget";
    }
}

/// One version of a project's plan. Until it is sealed its owner writes in it; then nothing in it changes any more.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = plan_versions, treat_none_as_null = true)]
pub struct PlanVersion {
    pub id: String,
    pub project_id: String,
    /// From 1.
    pub number: i32,
    /// The round in which it was begun.
    pub round: i32,
    pub goal: String,
    pub strategy: String,
    pub division: String,
    pub focus: String,
    /// The explicit zero of the budget.
    pub zero_budget: bool,
    pub author_id: String,
    pub created_at: Moment,
    pub sealed_at: Option<Moment>,
    /// SHA-256 of everything in it, once sealed.
    pub seal: Option<String>,
    pub version: i32,
}
recorded!(PlanVersion, plan_versions, project: |row| Some(&row.project_id), versioned: version);

/// An action of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = plan_actions)]
pub struct PlanAction {
    pub id: String,
    pub plan_version_id: String,
    pub position: i32,
    pub title: String,
    pub detail: String,
}
recorded!(PlanAction, plan_actions);

/// A dated step of a plan; once approved, a milestone of the execution.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = plan_steps)]
pub struct PlanStep {
    pub id: String,
    pub plan_version_id: String,
    /// The same milestone in every version.
    pub line_id: String,
    pub position: i32,
    pub title: String,
    pub who: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}
recorded!(PlanStep, plan_steps);

/// A line of a plan's budget.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = budget_lines)]
pub struct BudgetLine {
    pub id: String,
    pub plan_version_id: String,
    pub position: i32,
    pub title: String,
    pub fen: i64,
}
recorded!(BudgetLine, budget_lines);

/// What the gate before the deliberation looks at in a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// The sections that are still empty.
    pub missing: Vec<Section>,
    /// The first and the last day of its steps.
    pub span: Option<(NaiveDate, NaiveDate)>,
}

impl Outline {
    /// The outline of a version with or without actions and budget lines, and with steps on these days.
    pub fn of(version: &PlanVersion, actions: bool, budget: bool, span: Option<(NaiveDate, NaiveDate)>) -> Outline {
        let has = |section: &Section| match section {
            Section::Goal => !version.goal.is_empty(),
            Section::Strategy => !version.strategy.is_empty(),
            Section::Actions => actions,
            Section::Division => !version.division.is_empty(),
            Section::Steps => span.is_some(),
            Section::Focus => !version.focus.is_empty(),
            Section::Budget => version.zero_budget || budget,
        };
        Outline { missing: Section::ALL.iter().copied().filter(|section| !has(section)).collect(), span }
    }

    /// What it lacks to be deliberated, within the directive's period.
    pub fn lacks(&self, starts_on: Option<NaiveDate>, ends_on: Option<NaiveDate>) -> Vec<Need> {
        let inside = match (starts_on.zip(ends_on), self.span) {
            (Some((from, to)), Some((first, last))) => from <= first && last <= to,
            _ => false,
        };
        let lacks = [
            (Need::Sections, !self.missing.is_empty()),
            (Need::StepsInPeriod, !inside),
            (Need::Budget, self.missing.contains(&Section::Budget)),
        ];
        lacks.into_iter().filter(|(_, lacking)| *lacking).map(|(need, _)| need).collect()
    }
}

/// The sum of budget lines, in fen.
pub fn total(lines: &[BudgetLine]) -> i64 {
    lines.iter().fold(0, |sum, line| sum.saturating_add(line.fen))
}

/// A version with everything in it.
#[derive(Clone, Debug)]
pub struct Plan {
    pub version: PlanVersion,
    pub actions: Vec<PlanAction>,
    pub steps: Vec<PlanStep>,
    pub budget: Vec<BudgetLine>,
}

impl Plan {
    /// Whether a section has something in it.
    pub fn has(&self, section: Section) -> bool {
        !self.outline().missing.contains(&section)
    }

    /// The first and the last day of its steps; none without steps.
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        let first = self.steps.iter().map(|it| it.starts_on).min()?;
        Some((first, self.steps.iter().map(|it| it.ends_on).max()?))
    }

    /// What the gate looks at.
    pub fn outline(&self) -> Outline {
        Outline::of(&self.version, !self.actions.is_empty(), !self.budget.is_empty(), self.span())
    }

    /// The budget in fen.
    pub fn total(&self) -> i64 {
        total(&self.budget)
    }

    /// SHA-256 of everything that a reader of the plan reads.
    pub fn fingerprint(&self) -> String {
        let version = &self.version;
        let actions: Vec<_> = self.actions.iter().map(|it| (&it.title, &it.detail)).collect();
        let steps: Vec<_> = self.steps.iter().map(|it| (&it.title, &it.who, it.starts_on, it.ends_on)).collect();
        let budget: Vec<_> = self.budget.iter().map(|it| (&it.title, it.fen)).collect();
        let texts = (&version.goal, &version.strategy, &version.division, &version.focus, version.zero_budget);
        let all = serde_json::json!([version.project_id, version.number, texts, actions, steps, budget]);
        sha256(&all.to_string())
    }
}
