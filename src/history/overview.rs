//! A project's first page: where it stands, what comes next and who does it, its indicators, what happened last.

use askama::Template;

use super::beside::{self, Beside};
use super::{self as history, Sentence};
use crate::error::Result;
use crate::handovers::queries::is_looked_after;
use crate::policy::Deed;
use crate::projects::directive::queries::{Figure, figures};
use crate::projects::head::{Head, Tab, late_for};
use crate::projects::model::{Task, TaskState};
use crate::projects::moves::gates::{self, Gate};
use crate::projects::pipeline::State;
use crate::projects::steps::Step;
use crate::projects::tasks;
use crate::web::{Reading, Shell};

/// The page.
#[derive(Template)]
#[template(path = "projects/show.html")]
pub struct Show {
    s: Shell,
    h: Head,
    gates: Vec<Gate>,
    tasks: Vec<Task>,
    figures: Vec<Figure>,
    recent: Vec<Sentence>,
    /// Who answered for it, and what was asked and told about it.
    beside: Beside,
    /// Ended, and somebody still has to look after its money or its customers.
    lives_on: bool,
}

impl Show {
    /// Reads a project that the reader may see.
    pub fn of(r: &mut Reading, number: &str) -> Result<Show> {
        let h = Head::of(r, number, Tab::Overview)?;
        let here = Step::of(h.project.stage);
        let shown = |task: &Task| {
            here.iter().any(|step| step.code() == task.step && *step != Step::S6_1)
                || (task.state == TaskState::Open && (task.step == Step::S6_1.code() || Step::from_code(&task.step).is_none()))
        };
        let (s, me) = (r.shell()?, r.me.clone());
        Ok(Show {
            beside: beside::of(r, &me, &h.project.id)?,
            gates: gates::all(r, &h)?,
            tasks: h.tasks_now().filter(|task| shown(task)).cloned().collect(),
            figures: figures(r, &h.project.id)?,
            recent: history::recent(r, &s, &h, 8)?,
            lives_on: h.project.stage.ended() && h.project.approved_id.is_some() && is_looked_after(r, &h.project.id)?,
            s,
            h,
        })
    }

    /// Whether the reader can give the ended project another owner, for what is still to be paid or followed up.
    fn hands_over(&self) -> bool {
        let may = self.s.me.as_ref().is_some_and(|me| me.may(Deed::HandOver, self.h.standing).is_some());
        self.lives_on && may
    }

    /// Whether it is the reader's, who may ask the planning assistants about it.
    fn may_consult(&self) -> bool {
        let theirs = self.h.standing.owns || self.h.standing.coordinates;
        theirs && !self.h.project.stage.ended() && self.s.may(Deed::AskConsultation)
    }

    /// The ways that the reader may take.
    fn mine(&self) -> Vec<&Gate> {
        self.gates.iter().filter(|it| it.mine).collect()
    }

    /// The gate whose conditions are worth a list: the way onward that has any.
    fn onward(&self) -> Option<&Gate> {
        self.gates.iter().filter(|it| !it.conditions.is_empty()).max_by_key(|it| it.conditions.len())
    }

    fn step_name(&self, task: &Task) -> String {
        let name = self.s.lang.say(tasks::named(task).0);
        if task.what.is_empty() { name.to_owned() } else { format!("{name} · {}", task.what) }
    }

    fn task_href(&self, task: &Task) -> String {
        self.h.at(&tasks::named(task).1)
    }

    fn task_who(&self, task: &Task) -> String {
        match &task.person_id {
            Some(id) => self.h.name(id).to_owned(),
            None => self.s.lang.say(task.role.name()).to_owned(),
        }
    }

    fn is_open(&self, task: &Task) -> bool {
        task.state == TaskState::Open
    }

    fn is_late(&self, task: &Task) -> bool {
        self.is_open(task) && task.due_on.is_some_and(|due| due < self.s.today)
    }

    fn state_of(&self, task: &Task) -> &'static str {
        self.s.lang.say(task.state.name())
    }

    /// What happens now, in one sentence.
    fn now(&self) -> &'static str {
        let s = &self.s;
        match self.h.project.stage {
            State::DirectiveDraft => {
                s.t("总指挥起草指令，齐备后下达。", "The commander drafts the directive and issues it when it is complete.")
            }
            State::DirectiveIssued => s.t(
                "负责人阅读指令，有疑问先请求澄清，然后领受。",
                "The owner reads the directive, asks what is not clear, and acknowledges it.",
            ),
            State::StopRequested => s.t(
                "负责人请求停止；总指挥决定终止、重新下达或不予停止。",
                "The owner asked for a stop; the commander terminates, issues again or refuses.",
            ),
            State::Planning => s.t(
                "负责人搜集信息、分析环境、写齐计划七项，然后报送论证。",
                "The owner gathers information, analyses, writes the plan's seven sections and submits it.",
            ),
            State::Deliberation => s.t(
                "专业人员论证，负责人答辩；总指挥决定。",
                "Professionals examine the plan, the owner defends it; the commander decides.",
            ),
            State::Implementation => s.t(
                "负责人按计划执行并记录；发现偏离随时转入控制。",
                "The owner carries the plan out and records it; any deviation opens control.",
            ),
            State::Control => s.t(
                "计调判定实际与偏离，负责人提出处理建议；总指挥决定。",
                "The coordinator judges actual and deviation, the owner proposes a handling; the commander decides.",
            ),
            State::Monitoring => s.t("逐项验收，总结、评估、兑现。", "Acceptance point by point, summary, evaluation, reward."),
            State::Proposal => s.t(
                "总结经验教训，征集创意，提出新的提案，然后结项。",
                "Lessons, ideas and new proposals; then the cycle is closed.",
            ),
            State::Abolished => s.t("指令已废止。", "The directive was abolished."),
            State::Revoked => s.t("项目已撤销。", "The project was revoked."),
            State::Terminated => s.t("项目已终止。", "The project was terminated."),
            State::Completed => {
                s.t("本轮已结项；采纳的提案成为新的指令。", "The cycle is closed; accepted proposals become new directives.")
            }
        }
    }

    fn late(&self, task: &Task) -> String {
        let days = task.due_on.map_or(0, |due| self.s.days_late(due));
        late_for(&self.s, days)
    }

    /// The closing statement and reason of an end.
    fn ending(&self) -> Option<(String, String)> {
        let row = self.h.last_move().filter(|_| self.h.project.stage.ended())?;
        Some((row.reason.clone(), row.statement.clone()))
    }
}
