//! What was typed in monitoring, checked.

use super::changes::{Judgement, NewEvaluation, NewSummary};
use super::model::{AcceptancePoint, Evaluation, Reward, SummaryReport, Verdict};
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

/// What the fields of an evaluation are called.
pub const EVALUATION: &[(&str, Pair)] = &[
    ("attainment", Pair("目标达成", "Attainment of targets")),
    ("timeliness", Pair("及时性", "Timeliness")),
    ("records", Pair("记录质量", "Quality of records")),
    ("cooperation", Pair("协作", "Cooperation")),
    ("comment", Pair("评语", "Remarks")),
];

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

/// Points out of 100 and a comment.
pub fn evaluation(form: &mut Form) -> NewEvaluation {
    let mut points = |name| i32::try_from(form.whole(name, 0, 100)).unwrap_or(0);
    NewEvaluation {
        attainment: points("attainment"),
        timeliness: points("timeliness"),
        records: points("records"),
        cooperation: points("cooperation"),
        comment: form.text("comment", 1000),
    }
}

/// An evaluation as its form shows it.
pub fn evaluated(row: &Evaluation) -> Fields {
    Fields::default()
        .with("attainment", row.attainment.to_string())
        .with("timeliness", row.timeliness.to_string())
        .with("records", row.records.to_string())
        .with("cooperation", row.cooperation.to_string())
        .with("comment", &row.comment)
}

/// An amount in fen, zero included, and the reason.
pub fn reward(form: &mut Form) -> (i64, String) {
    (form.money("amount").0, form.text("reward_reason", 600))
}

/// A reward as its form shows it.
pub fn rewarded(row: &Reward) -> Fields {
    Fields::default().with("amount", Money(row.fen).yuan()).with("reward_reason", &row.reason)
}
