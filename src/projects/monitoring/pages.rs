//! The page of the monitoring: milestone checks, acceptance, the report, how it was evaluated, the reward.

use askama::Template;

use super::forms;
use super::model::{AcceptancePoint, Promise, Reward, SummaryReport, Verdict};
use super::queries;
use crate::error::Result;
use crate::lang::Lang;
use crate::money::Money;
use crate::policy::Deed;
use crate::projects::evaluation::model::Evaluation;
use crate::projects::evaluation::queries::{Of, newest};
use crate::projects::evaluation::sheet::points;
use crate::projects::head::{Head, Tab, late_for};
use crate::projects::model::{Task, TaskState};
use crate::projects::moves::gates::{self, Gate};
use crate::projects::pipeline::State;
use crate::projects::planning;
use crate::projects::planning::model::PlanStep;
use crate::projects::records;
use crate::projects::records::model::StepRecord;
use crate::projects::steps::Step;
use crate::web::{Form, Reading, Shell};

/// A form of the page that was refused, to be shown again.
pub enum Refused {
    None,
    /// The check of the point at this position; with a blank form, that it is to be opened.
    Point(i32, Form),
    Promise(Form),
    Reward(Form),
    Payment(Form),
}

/// A milestone with its newest check.
struct Check {
    step: PlanStep,
    record: Option<StepRecord>,
    task: Option<Task>,
}

/// What the reader may do here now.
#[derive(Default)]
struct Powers {
    check_milestones: bool,
    check_points: bool,
    accept: bool,
    write: bool,
    judge: bool,
    evaluate: bool,
    promise: bool,
    reward: bool,
    pay: bool,
}

impl Powers {
    fn of(r: &Reading, h: &Head) -> Powers {
        let stage = h.project.stage;
        let may = |deed| r.me.may(deed, h.standing).is_some();
        let on = |deed| stage == State::Monitoring && may(deed);
        let under_way = matches!(stage, State::Implementation | State::Control | State::Monitoring);
        Powers {
            check_milestones: under_way && may(Deed::CheckMilestone),
            check_points: on(Deed::CheckAcceptance),
            accept: on(Deed::AcceptPoint),
            write: on(Deed::WriteSummary),
            judge: on(Deed::AcceptSummary),
            evaluate: on(Deed::Evaluate),
            promise: may(Deed::PromiseReward)
                && !matches!(stage, State::DirectiveDraft | State::Monitoring | State::Proposal)
                && !stage.ended(),
            reward: on(Deed::Reward),
            pay: matches!(stage, State::Monitoring | State::Proposal | State::Completed) && may(Deed::Reward),
        }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "projects/monitoring/show.html")]
pub struct Show {
    s: Shell,
    h: Head,
    gates: Vec<Gate>,
    checks: Vec<Check>,
    /// Those of this round, and of earlier ones.
    points: Vec<AcceptancePoint>,
    earlier: Vec<AcceptancePoint>,
    report: Option<SummaryReport>,
    evaluation: Option<Evaluation>,
    promise: Option<Promise>,
    reward: Option<Reward>,
    tasks: Vec<Task>,
    may: Powers,
    /// The point whose check is being written.
    point: Option<AcceptancePoint>,
    point_form: Form,
    promise_form: Form,
    reward_form: Form,
    payment_form: Form,
}

impl Show {
    /// Reads the monitoring of a project that the reader may see.
    pub fn of(r: &mut Reading, number: &str, refused: Refused) -> Result<Show> {
        let h = Head::of(r, number, Tab::Monitoring)?;
        let may = Powers::of(r, &h);
        let on = h.project.stage == State::Monitoring;
        let round = h.project.round;
        let (points, earlier): (Vec<_>, Vec<_>) =
            queries::points(r, &h.project.id)?.into_iter().partition(|it| it.round == round);
        let (report, promise, reward) = queries::closing(r, &h.project.id)?;
        let evaluation = newest(r, Of::Project(&h.project.id))?;
        let mut show = Show {
            gates: if on { gates::all(r, &h)? } else { Vec::new() },
            checks: checks(r, &h)?,
            s: r.shell()?,
            promise_form: showing(promise.as_ref().map(|it| (forms::promised(it), it.version))),
            reward_form: showing(reward.as_ref().map(|it| (forms::rewarded(it), it.version))),
            payment_form: Form::blank(),
            point_form: Form::blank(),
            point: None,
            tasks: h.tasks_now().filter(|it| it.state != TaskState::Dropped).cloned().collect(),
            h,
            points,
            earlier,
            report,
            evaluation,
            promise,
            reward,
            may,
        };
        show.refuse(refused);
        Ok(show)
    }

    /// Puts a form that was refused, or the check that is to be written, in its place.
    fn refuse(&mut self, refused: Refused) {
        match refused {
            Refused::None => {}
            Refused::Point(position, form) => {
                let may = self.may.check_points;
                let at = |it: &&AcceptancePoint| may && it.position == position && it.accepted != Verdict::Passed;
                self.point = self.points.iter().find(at).cloned();
                if let Some(point) = &self.point {
                    let now = forms::checked(point);
                    self.point_form = match form.fields.0.is_empty() {
                        true => Form::showing(now, point.version),
                        false => form.against(&now, point.version, forms::POINT),
                    };
                }
            }
            Refused::Promise(form) => {
                self.promise_form = match &self.promise {
                    Some(row) => form.against(&forms::promised(row), row.version, forms::PROMISE),
                    None => form,
                }
            }
            Refused::Reward(form) => {
                self.reward_form = match &self.reward {
                    Some(row) => form.against(&forms::rewarded(row), row.version, forms::REWARD),
                    None => form,
                }
            }
            Refused::Payment(form) => self.payment_form = form,
        }
    }

    fn is_on(&self) -> bool {
        self.h.project.stage == State::Monitoring
    }

    /// Why nothing but reading is possible, outside the stage.
    fn why_not(&self) -> Option<&'static str> {
        (!self.is_on()).then(|| {
            self.s.t(
                "项目现在不在效果监测阶段；阶段性监测（6.1）自实施执行起进行，其余在效果监测时办理。",
                "The project is not being monitored now. Milestones are checked from implementation on, the rest is done in monitoring.",
            )
        })
    }

    fn name(&self, id: &str) -> &str {
        self.h.name(id)
    }

    fn some_name(&self, id: &Option<String>) -> &str {
        id.as_deref().map_or("", |id| self.name(id))
    }

    fn say(&self, verdict: &Verdict) -> &'static str {
        self.s.lang.say(verdict.name())
    }

    fn tone(&self, verdict: &Verdict) -> &'static str {
        match verdict {
            Verdict::Passed => "good",
            Verdict::Failed => "late",
            Verdict::Open => "",
        }
    }

    fn is_open(&self, verdict: &Verdict) -> bool {
        *verdict == Verdict::Open
    }

    fn check_late(&self, it: &Check) -> Option<String> {
        late_task(&self.s, it.task.as_ref())
    }

    fn check_due(&self, it: &Check) -> String {
        let due = it.task.as_ref().and_then(|task| task.due_on).unwrap_or(it.step.ends_on);
        format!("{} {}", self.s.t("期限", "due"), self.s.day(due))
    }

    fn step_late(&self, code: &str) -> Option<String> {
        late_task(&self.s, self.tasks.iter().find(|task| task.step == code))
    }

    /// Whether the point can still be checked.
    fn checkable(&self, it: &AcceptancePoint) -> bool {
        self.may.check_points && it.accepted != Verdict::Passed
    }

    /// Whether the commander can decide on the point now.
    fn acceptable(&self, it: &AcceptancePoint) -> bool {
        self.may.accept && it.checked != Verdict::Open
    }

    fn can_pass(&self, it: &AcceptancePoint) -> bool {
        it.checked == Verdict::Passed && it.accepted != Verdict::Passed
    }

    fn can_fail(&self, it: &AcceptancePoint) -> bool {
        it.accepted == Verdict::Open
    }

    fn passed(&self) -> String {
        let passed = self.points.iter().filter(|it| it.accepted == Verdict::Passed).count();
        let all = self.points.len();
        match self.s.lang {
            Lang::Zh => format!("共 {all} 项，已验收通过 {passed} 项"),
            Lang::En => format!("{passed} of {all} points accepted"),
        }
    }

    fn verdicts(&self) -> Vec<(&'static str, &'static str)> {
        [Verdict::Passed, Verdict::Failed].map(|it| (it.code(), self.say(&it))).into()
    }

    /// How the report stands, and its tone.
    fn report_state(&self) -> (&'static str, &'static str) {
        let (s, project) = (&self.s, &self.h.project);
        match &self.report {
            Some(it) if it.is_accepted(project) => (s.t("已审定", "Accepted by the commander"), "good"),
            Some(it) if it.is_submitted(project) => (s.t("已报送，待总指挥审定", "Handed in, to be accepted"), "dawn"),
            Some(_) => (s.t("撰写中", "Being written"), "dawn"),
            None => (s.t("尚未撰写", "Not begun"), ""),
        }
    }

    /// What the reader does with the report.
    fn report_link(&self) -> &'static str {
        let (s, project) = (&self.s, &self.h.project);
        let submitted = self.report.as_ref().is_some_and(|it| it.is_submitted(project));
        let accepted = self.report.as_ref().is_some_and(|it| it.is_accepted(project));
        match (self.may.write && !accepted, self.may.judge && submitted && !accepted) {
            (true, _) => s.t("撰写总结报告", "Write the summary report"),
            (_, true) => s.t("审定总结报告", "Accept the summary report"),
            _ => s.t("阅读总结报告", "Read the summary report"),
        }
    }

    fn has_report(&self) -> bool {
        self.report.is_some() || self.may.write
    }

    /// The score of the evaluation.
    fn score(&self, it: &Evaluation) -> String {
        points(it.score.into())
    }

    /// What the reader does with the evaluation.
    fn evaluation_link(&self) -> &'static str {
        match self.may.evaluate {
            true => self.s.t("评估", "Evaluate"),
            false => self.s.t("评估明细", "Lines of the evaluation"),
        }
    }

    /// Whether the evaluation, or the reward, is of an earlier visit and has to be given anew.
    fn is_stale(&self, at: &crate::clock::Moment) -> bool {
        self.is_on() && *at < self.h.project.entered_at
    }

    fn promiser(&self, it: &Promise) -> String {
        let commander = it.acting_for_id.as_deref().map(|id| self.h.name(id));
        self.s.signed(self.h.name(&it.promised_by), commander)
    }

    fn in_words(&self, fen: &i64) -> String {
        match self.s.lang {
            Lang::Zh => format!("（{}）", Money(*fen).daxie()),
            Lang::En => String::new(),
        }
    }

    fn may_reward(&self) -> bool {
        self.may.reward && self.reward.as_ref().is_none_or(|it| it.paid_on.is_none())
    }

    fn may_pay(&self) -> bool {
        self.may.pay && self.reward.as_ref().is_some_and(|it| it.fen > 0 && it.paid_on.is_none())
    }
}

fn late_task(s: &Shell, task: Option<&Task>) -> Option<String> {
    let due = task.filter(|task| task.state == TaskState::Open)?.due_on?;
    (due < s.today).then(|| late_for(s, s.days_late(due)))
}

fn showing(row: Option<(crate::web::Fields, i32)>) -> Form {
    row.map_or_else(Form::blank, |(fields, version)| Form::showing(fields, version))
}

/// The milestones of the approved plan with their newest checks, of whatever round.
fn checks(r: &mut Reading, h: &Head) -> Result<Vec<Check>> {
    let Some(approved) = &h.project.approved_id else { return Ok(Vec::new()) };
    let steps = planning::queries::steps(r, approved)?;
    let records = records::queries::of_step(r, &h.project.id, Step::S6_1)?;
    let about = |task: &&Task, line: &str| {
        task.step == Step::S6_1.code() && task.subject_id.as_deref() == Some(line) && task.state != TaskState::Dropped
    };
    let check = |step: PlanStep| Check {
        record: records.iter().find(|it| it.subject == step.line_id).cloned(),
        task: h.tasks.iter().rev().find(|task| about(task, &step.line_id)).cloned(),
        step,
    };
    Ok(steps.into_iter().map(check).collect())
}
