//! What was typed in monitoring, checked.

use super::changes::{Judgement, NewSummary};
use super::model::{AcceptancePoint, Promise, Reward, SummaryReport, Verdict};
use crate::lang::Pair;
use crate::money::Money;
use crate::web::{Fields, Form};

/// What the parts of a summary report are called.
pub const SUMMARY: &[(&str, Pair)] = &[
    ("results", Pair("成果", "Results")),
    ("course", Pair("过程", "Course")),
    ("problems", Pair("问题", "Problems")),
    ("causes", Pair("原因", "Cause")),
    ("experience", Pair("经验", "Experience")),
];

/// What the fields of a promise are called.
pub const PROMISE: &[(&str, Pair)] =
    &[("promised", Pair("承诺金额", "Amount promised")), ("promise_terms", Pair("承诺条件", "Promised for"))];

/// What the fields of a reward are called.
pub const REWARD: &[(&str, Pair)] =
    &[("amount", Pair("奖励金额", "Amount of the reward")), ("reward_reason", Pair("理由", "Reason"))];

/// What the fields of a check are called.
pub const POINT: &[(&str, Pair)] =
    &[("checked", Pair("核对结论", "Result of the check")), ("finding", Pair("核对所见", "What the check found"))];

/// Passed or failed; nothing else can be said of a point.
pub fn verdict(form: &mut Form, name: &str) -> Option<Verdict> {
    form.choice(name, |code| Verdict::from_code(code).filter(|it| *it != Verdict::Open))
}

/// The coordinator's check.
pub fn check(form: &mut Form) -> (Verdict, String) {
    let verdict = verdict(form, "checked").unwrap_or(Verdict::Open);
    (verdict, form.text("finding", 600))
}

/// A point as the form of its check shows it.
pub fn checked(point: &AcceptancePoint) -> Fields {
    let checked = if point.checked == Verdict::Open { "" } else { point.checked.code() };
    Fields::default().with("checked", checked).with("finding", &point.finding)
}

/// The parts of the report; a draft may leave some empty.
pub fn summary(form: &mut Form) -> NewSummary {
    NewSummary {
        results: form.optional_text("results", 4000),
        course: form.optional_text("course", 4000),
        problems: form.optional_text("problems", 4000),
        causes: form.optional_text("causes", 4000),
        experience: form.optional_text("experience", 4000),
    }
}

/// A report as its form shows it.
pub fn written(report: &SummaryReport) -> Fields {
    Fields::default()
        .with("results", &report.results)
        .with("course", &report.course)
        .with("problems", &report.problems)
        .with("causes", &report.causes)
        .with("experience", &report.experience)
}

/// What the commander says about the report.
pub fn judgement(form: &mut Form) -> Judgement {
    let verdict = verdict(form, "verdict");
    Judgement { version: Some(form.version), accept: verdict == Some(Verdict::Passed), note: form.optional_text("note", 1000) }
}

/// An amount in fen, zero included, and for what it is promised.
pub fn promise(form: &mut Form) -> (i64, String) {
    (form.money("promised").0, form.text("promise_terms", 600))
}

/// A promise as its form shows it.
pub fn promised(row: &Promise) -> Fields {
    Fields::default().with("promised", Money(row.fen).yuan()).with("promise_terms", &row.terms)
}

/// An amount in fen, zero included, and the reason.
pub fn reward(form: &mut Form) -> (i64, String) {
    (form.money("amount").0, form.text("reward_reason", 600))
}

/// A reward as its form shows it.
pub fn rewarded(row: &Reward) -> Fields {
    Fields::default().with("amount", Money(row.fen).yuan()).with("reward_reason", &row.reason)
}
