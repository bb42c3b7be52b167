//! Writing plans: the owner's draft, and the seal that ends its changes.

use chrono::NaiveDate;

use super::model::{BudgetLine, Plan, PlanAction, PlanStep, PlanVersion};
use super::queries;
use crate::error::{Error, Kind, Missing, Result};
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::model::Project;
use crate::projects::pipeline::State;
use crate::store::Tx;

/// What a plan says, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub goal: String,
    pub strategy: String,
    pub division: String,
    pub focus: String,
    pub zero_budget: bool,
    /// Title, detail.
    pub actions: Vec<(String, String)>,
    pub steps: Vec<DraftStep>,
    /// Title, fen.
    pub budget: Vec<(String, i64)>,
}

/// A dated step, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftStep {
    /// The milestone that it continues; empty: a new one.
    pub line: String,
    pub title: String,
    pub who: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

impl Draft {
    /// What a version says.
    pub fn of(plan: &Plan) -> Draft {
        let version = &plan.version;
        let step = |it: &PlanStep| DraftStep {
            line: it.line_id.clone(),
            title: it.title.clone(),
            who: it.who.clone(),
            starts_on: it.starts_on,
            ends_on: it.ends_on,
        };
        Draft {
            goal: version.goal.clone(),
            strategy: version.strategy.clone(),
            division: version.division.clone(),
            focus: version.focus.clone(),
            zero_budget: version.zero_budget,
            actions: plan.actions.iter().map(|it| (it.title.clone(), it.detail.clone())).collect(),
            steps: plan.steps.iter().map(step).collect(),
            budget: plan.budget.iter().map(|it| (it.title.clone(), it.fen)).collect(),
        }
    }
}

/// Whether the person may write the plan, and it can be written where the project stands.
pub fn check(tx: &mut Tx, project: &Project) -> Result<()> {
    tx.may(Deed::DraftPlan, project.standing(&tx.who, ""))?;
    if !matches!(project.stage, State::Planning | State::Deliberation) {
        return Err(Error::refused(
            "计划只在计划草拟和论证期间可以修改。",
            "A plan can be written only while it is drafted or deliberated.",
        ));
    }
    Ok(())
}

/// Writes the draft: into the open version, or into a new one that follows the last sealed one. Possible while the project is
/// planned and, as a revision (3.5), while it is deliberated. `version` is that of the row the writer saw; 0 if there was none.
pub fn write(tx: &mut Tx, project: &Project, version: i32, draft: &Draft) -> Result<PlanVersion> {
    tx.belongs_to(&project.id);
    check(tx, project)?;
    let newest = queries::newest(tx, &project.id)?;
    let current = newest.as_ref().filter(|it| it.sealed_at.is_none());
    if current.map_or(0, |it| it.version) != version {
        return Err(Error::new(Kind::Late));
    }
    let draft = &known_lines(tx, project, draft)?;
    let row = match current {
        Some(open) => {
            let mut after = open.clone();
            fill(&mut after, draft);
            // The rows are part of the version: who changes only them is seen by a late writer too.
            let now = Draft::of(&queries::plan(tx, open.clone())?);
            if (&now.actions, &now.steps, &now.budget) != (&draft.actions, &draft.steps, &draft.budget) {
                after.version += 1;
            }
            tx.change("draft_plan", open, after)?
        }
        None => {
            let mut row = PlanVersion {
                id: tx.new_id()?,
                project_id: project.id.clone(),
                number: newest.map_or(0, |it| it.number) + 1,
                round: project.round,
                goal: String::new(),
                strategy: String::new(),
                division: String::new(),
                focus: String::new(),
                zero_budget: false,
                author_id: tx.who.id.clone(),
                created_at: tx.now,
                sealed_at: None,
                seal: None,
                version: 1,
            };
            fill(&mut row, draft);
            tx.add("draft_plan", &row)?;
            row
        }
    };
    write_lines(tx, &row, draft)?;
    Ok(row)
}

/// The draft with only such milestones continued as an earlier version of this plan has, each once.
fn known_lines(tx: &mut Tx, project: &Project, draft: &Draft) -> Result<Draft> {
    let mut known = queries::lines(tx, &project.id)?;
    let mut draft = draft.clone();
    for step in &mut draft.steps {
        match known.iter().position(|line| *line == step.line) {
            Some(at) => {
                known.swap_remove(at);
            }
            None => step.line.clear(),
        }
    }
    Ok(draft)
}

fn fill(row: &mut PlanVersion, draft: &Draft) {
    row.goal = draft.goal.clone();
    row.strategy = draft.strategy.clone();
    row.division = draft.division.clone();
    row.focus = draft.focus.clone();
    row.zero_budget = draft.zero_budget && draft.budget.is_empty();
}

/// Replaces actions, steps and budget lines where they differ.
fn write_lines(tx: &mut Tx, row: &PlanVersion, draft: &Draft) -> Result<()> {
    let plan = queries::plan(tx, row.clone())?;
    let same_actions = plan.actions.iter().map(|it| (it.title.clone(), it.detail.clone())).eq(draft.actions.iter().cloned());
    if !same_actions {
        for old in &plan.actions {
            tx.remove("draft_plan", old)?;
        }
        for (position, (title, detail)) in (1..).zip(&draft.actions) {
            let new = PlanAction {
                id: tx.new_id()?,
                plan_version_id: row.id.clone(),
                position,
                title: title.clone(),
                detail: detail.clone(),
            };
            tx.add("draft_plan", &new)?;
        }
    }
    let of = |it: &PlanStep| (it.title.clone(), it.who.clone(), it.starts_on, it.ends_on, it.line_id.clone());
    let new = |it: &DraftStep| (it.title.clone(), it.who.clone(), it.starts_on, it.ends_on, it.line.clone());
    if !plan.steps.iter().map(of).eq(draft.steps.iter().map(new)) {
        for old in &plan.steps {
            tx.remove("draft_plan", old)?;
        }
        for (position, step) in (1..).zip(&draft.steps) {
            let id = tx.new_id()?;
            let line_id = if step.line.is_empty() { id.clone() } else { step.line.clone() };
            let new = PlanStep {
                id,
                plan_version_id: row.id.clone(),
                line_id,
                position,
                title: step.title.clone(),
                who: step.who.clone(),
                starts_on: step.starts_on,
                ends_on: step.ends_on,
            };
            tx.add("draft_plan", &new)?;
        }
    }
    let same_budget = plan.budget.iter().map(|it| (it.title.clone(), it.fen)).eq(draft.budget.iter().cloned());
    if !same_budget {
        for old in &plan.budget {
            tx.remove("draft_plan", old)?;
        }
        for (position, (title, fen)) in (1..).zip(&draft.budget) {
            let new =
                BudgetLine { id: tx.new_id()?, plan_version_id: row.id.clone(), position, title: title.clone(), fen: *fen };
            tx.add("draft_plan", &new)?;
        }
    }
    Ok(())
}

/// Seals the open version: from now on nothing in it changes; it begins with the standards, control methods and
/// terms of the one before it. Nothing happens if the newest is sealed already.
pub fn seal(tx: &mut Tx, project: &Project) -> Result<Option<Plan>> {
    tx.belongs_to(&project.id);
    let Some(newest) = queries::newest(tx, &project.id)? else { return Ok(None) };
    let plan = queries::plan(tx, newest)?;
    if plan.version.sealed_at.is_some() {
        return Ok(Some(plan));
    }
    let earlier = queries::sealed(tx, &project.id)?;
    let mut after = plan.version.clone();
    after.sealed_at = Some(tx.now);
    after.seal = Some(plan.fingerprint());
    let version = tx.change("seal_plan", &plan.version, after)?;
    if let Some(earlier) = earlier {
        crate::projects::deliberation::changes::carry_over(tx, &earlier.id, &version.id)?;
        crate::projects::terms::changes::carry_over(tx, &earlier.id, &version.id)?;
    }
    Ok(Some(Plan { version, ..plan }))
}

/// The owner hands in a revised version during the deliberation (3.5): it has all that a plan must have, is sealed, and has to be
/// heard.
pub fn seal_revision(tx: &mut Tx, project: &Project) -> Result<()> {
    tx.may(Deed::DraftPlan, project.standing(&tx.who, ""))?;
    let newest = queries::newest(tx, &project.id)?;
    let Some(open) = newest.filter(|it| it.sealed_at.is_none() && project.stage == State::Deliberation) else {
        return Err(Error::refused("没有待定稿的修订稿。", "There is no revision to seal."));
    };
    let plan = queries::plan(tx, open)?;
    let missing: Vec<Missing> = plan
        .outline()
        .lacks(project.starts_on, project.ends_on)
        .into_iter()
        .map(|need| Missing { what: need.name(), href: project.at("plan/draft") })
        .collect();
    if !missing.is_empty() {
        return Err(Error::new(Kind::Refused(Pair("修订稿还不能定稿。", "The revision cannot be sealed yet."), missing)));
    }
    seal(tx, project)?;
    crate::projects::records::changes::revised(tx, project)
}

/// The owner drops a revision that was not handed in.
pub fn discard(tx: &mut Tx, project: &Project) -> Result<()> {
    tx.belongs_to(&project.id);
    tx.may(Deed::DraftPlan, project.standing(&tx.who, ""))?;
    let newest = queries::newest(tx, &project.id)?;
    let Some(open) = newest.filter(|it| it.sealed_at.is_none() && project.stage == State::Deliberation) else {
        return Err(Error::refused("没有可放弃的修订稿。", "There is no revision to drop."));
    };
    let plan = queries::plan(tx, open)?;
    for it in &plan.actions {
        tx.remove("discard_plan", it)?;
    }
    for it in &plan.steps {
        tx.remove("discard_plan", it)?;
    }
    for it in &plan.budget {
        tx.remove("discard_plan", it)?;
    }
    tx.remove("discard_plan", &plan.version)
}
