//! A plan as typed, and as its form shows it. A draft need not be complete; only what is malformed is complained of.

use super::changes::{Draft, DraftStep};
use super::model::Plan;
use crate::error::Complaint;
use crate::lang::Pair;
use crate::money::Money;
use crate::web::{Fields, Form};

/// The columns of the table of actions.
pub const ACTIONS: &[&str] = &["action_title", "action_detail"];
/// The columns of the table of steps.
pub const STEPS: &[&str] = &["step_title", "step_who", "step_from", "step_to", "step_line"];
/// The columns of the table of budget lines.
pub const BUDGET: &[&str] = &["budget_title", "budget_amount"];

/// The most characters of a section.
const TEXT: usize = 4000;

/// What the fields are called, for the page of a late writer.
pub const LABELS: &[(&str, Pair)] = &[
    ("goal", Pair("目标", "Goal")),
    ("strategy", Pair("策略", "Strategy")),
    ("action_title", Pair("行动", "Actions")),
    ("division", Pair("分工", "Division of work")),
    ("step_title", Pair("步骤", "Steps")),
    ("step_from", Pair("步骤开始", "Steps' first days")),
    ("step_to", Pair("步骤完成", "Steps' last days")),
    ("focus", Pair("重点", "Focus")),
    ("budget_title", Pair("预算", "Budget")),
    ("budget_amount", Pair("预算金额", "Budget amounts")),
];

/// Reads a draft.
pub fn draft(form: &mut Form) -> Draft {
    Draft {
        goal: form.optional_text("goal", TEXT),
        strategy: form.optional_text("strategy", TEXT),
        division: form.optional_text("division", TEXT),
        focus: form.optional_text("focus", TEXT),
        zero_budget: form.ticked("zero_budget"),
        actions: actions(form),
        steps: steps(form),
        budget: budget(form),
    }
}

fn actions(form: &mut Form) -> Vec<(String, String)> {
    let rows = form.filled_rows(ACTIONS);
    rows.iter().map(|row| (form.line_in("actions", row.at(0), 200), form.text_in("actions", row.at(1), 600))).collect()
}

fn steps(form: &mut Form) -> Vec<DraftStep> {
    let mut all = Vec::new();
    for row in form.filled_rows(STEPS) {
        // A row with nothing but its hidden line was emptied.
        if (0..4).all(|column| row.at(column).trim().is_empty()) {
            continue;
        }
        let step = DraftStep {
            title: form.line_in("steps", row.at(0), 200),
            who: form.text_in("steps", row.at(1), 80),
            starts_on: form.date_in("steps", row.at(2)),
            ends_on: form.date_in("steps", row.at(3)),
            line: row.at(4).chars().filter(|it| it.is_ascii_alphanumeric() || *it == '-').take(40).collect(),
        };
        if step.ends_on < step.starts_on {
            form.complain(
                "steps",
                Complaint::Said(Pair("步骤的完成日期不能早于开始日期。", "A step cannot end before it begins.")),
            );
        }
        all.push(step);
    }
    all
}

fn budget(form: &mut Form) -> Vec<(String, i64)> {
    let rows = form.filled_rows(BUDGET);
    rows.iter().map(|row| (form.line_in("budget", row.at(0), 200), form.money_in("budget", row.at(1)).0)).collect()
}

/// A plan as its form shows it. A new version goes on from the last one.
pub fn filled(plan: Option<&Plan>) -> Fields {
    let Some(plan) = plan else { return Fields::default() };
    let version = &plan.version;
    let mut fields = Fields::default()
        .with("goal", &version.goal)
        .with("strategy", &version.strategy)
        .with("division", &version.division)
        .with("focus", &version.focus);
    if version.zero_budget {
        fields = fields.with("zero_budget", "1");
    }
    for it in &plan.actions {
        fields = fields.with("action_title", &it.title).with("action_detail", &it.detail);
    }
    for it in &plan.steps {
        fields = fields
            .with("step_title", &it.title)
            .with("step_who", &it.who)
            .with("step_from", it.starts_on.to_string())
            .with("step_to", it.ends_on.to_string())
            .with("step_line", &it.line_id);
    }
    for it in &plan.budget {
        fields = fields.with("budget_title", &it.title).with("budget_amount", Money(it.fen).yuan().replace(',', ""));
    }
    fields
}
