//! The pages of monitoring.

use std::collections::BTreeMap;

use askama::Template;

use super::model::{AcceptancePoint, Evaluation, Reward, SummaryReport, Verdict};
use super::queries;
use crate::error::Result;
use crate::lang::Pair;
use crate::people;
use crate::policy::Deed;
use crate::projects::control::pages::said;
use crate::projects::head::{Head, Tab};
use crate::projects::moves::gates::{self, Gate};
use crate::projects::pipeline::State;
use crate::projects::records;
use crate::projects::records::model::StepRecord;
use crate::projects::records::queries::SubjectName;
use crate::projects::steps::Step;
use crate::quantity::Quantity;
use crate::store::office::Setting;
use crate::web::{Fields, Form, Reading, Shell};

/// The parts of a summary report, in their order.
pub const PARTS: &[(&str, Pair)] = &[
    ("results", Pair("成果", "Results")),
    ("course", Pair("过程", "Course")),
    ("problems", Pair("问题", "Problems")),
    ("causes", Pair("原因", "Causes")),
    ("experience", Pair("经验", "Experience")),
];

/// The page.
#[derive(Template)]
#[template(path = "projects/monitoring/show.html")]
pub struct Show {
    s: Shell,
    h: Head,
    form: Form,
    gates: Vec<Gate>,
    points: Vec<AcceptancePoint>,
    checks: Vec<(String, Option<StepRecord>, String)>,
    summary: Option<SummaryReport>,
    evaluation: Option<Evaluation>,
    reward: Option<Reward>,
    names: BTreeMap<String, String>,
}

impl Show {
    /// Reads monitoring; `form` is one that was refused.
    pub fn of(r: &mut Reading, number: &str, form: Form) -> Result<Show> {
        let h = Head::of(r, number, Tab::Monitoring)?;
        let milestones = records::queries::subjects(r, &h.project, Step::S6_1)?;
        let found = records::queries::of_step(r, &h.project.id, Step::S6_1)?;
        let checks = milestones
            .into_iter()
            .map(|it| {
                let record = found.iter().find(|record| record.subject == it.key).cloned();
                let SubjectName::Typed(name) = it.name else { return (String::new(), record, it.key) };
                (name, record, it.key)
            })
            .collect();
        Ok(Show {
            gates: match h.project.stage {
                State::Monitoring => gates::all(r, &h.project, h.standing)?,
                _ => Vec::new(),
            },
            points: queries::points(r, &h.project.id)?,
            checks,
            summary: queries::summary(r, &h.project.id)?,
            evaluation: queries::evaluation(r, &h.project.id)?,
            reward: queries::reward(r, &h.project.id)?,
            names: people::queries::names(r)?,
            s: r.shell()?,
            h,
            form,
        })
    }

    fn now(&self) -> Vec<&AcceptancePoint> {
        self.points.iter().filter(|it| it.round == self.h.project.round).collect()
    }

    fn earlier(&self) -> Vec<&AcceptancePoint> {
        self.points.iter().filter(|it| it.round != self.h.project.round).collect()
    }

    fn mine(&self) -> Vec<&Gate> {
        self.gates.iter().filter(|it| it.mine).collect()
    }

    fn may(&self, deed: Deed) -> bool {
        self.h.project.stage == State::Monitoring
            && self.s.me.as_ref().is_some_and(|me| me.may(deed, self.h.standing).is_some())
    }

    fn may_check(&self, point: &AcceptancePoint) -> bool {
        point.accepted == Verdict::Open && self.may(Deed::CheckAcceptance)
    }

    fn may_accept(&self, point: &AcceptancePoint) -> bool {
        point.checked != Verdict::Open && self.may(Deed::AcceptPoint)
    }

    fn may_write(&self) -> bool {
        self.may(Deed::WriteSummary) && self.summary.as_ref().is_none_or(|it| it.accepted_at.is_none())
    }

    fn may_judge(&self) -> bool {
        self.may(Deed::AcceptSummary)
            && self.summary.as_ref().is_some_and(|it| it.submitted_at.is_some() && it.accepted_at.is_none())
    }

    fn may_evaluate(&self) -> bool {
        self.may(Deed::Evaluate)
    }

    fn may_pay(&self) -> bool {
        self.reward.as_ref().is_some_and(|it| it.paid_on.is_none() && it.fen > 0)
            && self.s.me.as_ref().is_some_and(|me| me.may(Deed::Reward, self.h.standing).is_some())
    }

    fn verdict(&self, verdict: &Verdict) -> &'static str {
        self.s.lang.say(verdict.name())
    }

    fn tone(&self, verdict: &Verdict) -> &'static str {
        match verdict {
            Verdict::Open => "",
            Verdict::Passed => "good",
            Verdict::Failed => "late",
        }
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("—", String::as_str)
    }

    fn some_name(&self, id: &Option<String>) -> &str {
        id.as_deref().map_or("—", |id| self.name(id))
    }

    fn parts(&self) -> Vec<(&'static str, &str)> {
        let Some(it) = &self.summary else { return Vec::new() };
        let texts = [&it.results, &it.course, &it.problems, &it.causes, &it.experience];
        PARTS.iter().zip(texts).map(|((_, name), text)| (self.s.lang.say(*name), text.as_str())).collect()
    }

    fn said(&self, record: &StepRecord) -> Vec<(&'static str, String)> {
        said(&self.s, Step::S6_1, record)
    }

    /// The four things evaluated: field, name, weight in percent, points if there are any.
    fn criteria(&self) -> Vec<(&'static str, &'static str, i64, Option<i32>)> {
        let weight = |setting| self.s.office.setting(setting);
        let it = self.evaluation.as_ref();
        let row = |field, zh, en, setting, points: Option<i32>, frozen: Option<i32>| {
            (field, self.s.lang.say(Pair(zh, en)), frozen.map_or_else(|| weight(setting), i64::from), points)
        };
        vec![
            row(
                "attainment",
                "目标达成",
                "Attainment",
                Setting::WeightAttainment,
                it.map(|it| it.attainment),
                it.map(|it| it.weight_attainment),
            ),
            row(
                "timeliness",
                "及时性",
                "Timeliness",
                Setting::WeightTimeliness,
                it.map(|it| it.timeliness),
                it.map(|it| it.weight_timeliness),
            ),
            row(
                "records",
                "记录质量",
                "Quality of records",
                Setting::WeightRecords,
                it.map(|it| it.records),
                it.map(|it| it.weight_records),
            ),
            row(
                "cooperation",
                "协作",
                "Cooperation",
                Setting::WeightCooperation,
                it.map(|it| it.cooperation),
                it.map(|it| it.weight_cooperation),
            ),
        ]
    }

    fn typed_points(&self, field: &str, points: &Option<i32>) -> String {
        match self.form.value(field) {
            "" => points.map_or(String::new(), |it| it.to_string()),
            typed => typed.to_owned(),
        }
    }

    fn points_of(&self, points: &Option<i32>) -> String {
        points.map_or("—".to_owned(), |it| it.to_string())
    }

    fn score(&self) -> String {
        self.evaluation.as_ref().map_or(String::new(), |it| Quantity(it.score()).to_string())
    }

    fn version_of_evaluation(&self) -> i32 {
        self.evaluation.as_ref().map_or(0, |it| it.version)
    }

    fn version_of_reward(&self) -> i32 {
        self.reward.as_ref().map_or(0, |it| it.version)
    }
}

/// Writing the summary report.
#[derive(Template)]
#[template(path = "projects/monitoring/summary.html")]
pub struct Summary {
    s: Shell,
    h: Head,
    form: Form,
    parts: &'static [(&'static str, Pair)],
}

impl Summary {
    /// The form; with what was typed, if it was refused.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Summary> {
        let h = Head::of(r, number, Tab::Monitoring)?;
        r.may(Deed::WriteSummary, h.standing)?;
        let row = queries::summary(r, &h.project.id)?;
        let version = row.as_ref().map_or(0, |it| it.version);
        let filled = match &row {
            None => Fields::default(),
            Some(it) => Fields::default()
                .with("results", &it.results)
                .with("course", &it.course)
                .with("problems", &it.problems)
                .with("causes", &it.causes)
                .with("experience", &it.experience),
        };
        let form = match typed {
            Some(form) => form.against(&filled, version, PARTS),
            None => Form::showing(filled, version),
        };
        Ok(Summary { s: r.shell()?, h, form, parts: PARTS })
    }
}
