//! The page of the control: why it was opened, what the examination found, how it can be handled, what was resolved.

use askama::Template;

use super::model::Measure;
use super::queries;
use crate::error::Result;
use crate::policy::Deed;
use crate::projects::alerts::pages::{Told, told};
use crate::projects::deliberation::model::Standard;
use crate::projects::directive::queries::{Figure, figures};
use crate::projects::head::{Head, Tab, late_for};
use crate::projects::model::{MoveRow, Task, TaskState};
use crate::projects::moves::gates::{self, Gate};
use crate::projects::pipeline::{Move, State};
use crate::projects::records::model::StepRecord;
use crate::projects::records::pages::Entry;
use crate::projects::steps::Step;
use crate::projects::terms;
use crate::web::{Form, Reading, Shell};

/// One visit of the stage: why it was opened, and how it was handled.
struct Visit {
    opened: MoveRow,
    /// The newest records of 5.2 and 5.3 in it.
    deviation: Option<Entry>,
    proposal: Option<Entry>,
    handled: Option<MoveRow>,
}

/// The page.
#[derive(Template)]
#[template(path = "projects/control/show.html")]
pub struct Show {
    s: Shell,
    h: Head,
    gates: Vec<Gate>,
    /// Each performance standard with the newest judgement of this round.
    standards: Vec<(Standard, Option<StepRecord>)>,
    /// The newest first.
    visits: Vec<Visit>,
    tasks: Vec<Task>,
    measures: Vec<Measure>,
    alerts: Vec<Told>,
    /// What was reached so far, as a help in judging.
    figures: Vec<Figure>,
    /// What the plan that is carried out is measured by.
    terms: Option<terms::told::Told>,
    opens_control: bool,
    /// The measure whose result is being written.
    measure: Option<Measure>,
    form: Form,
}

impl Show {
    /// Reads the control of a project that the reader may see; `measure` is the id of the one whose result is to be written.
    pub fn of(r: &mut Reading, number: &str, measure: &str, form: Form) -> Result<Show> {
        let h = Head::of(r, number, Tab::Control)?;
        let on = h.project.stage == State::Control;
        let records = queries::examinations(r, &h.project.id)?;
        let (terms, standards) = match &h.project.approved_id {
            Some(approved) => queries::measured_by(r, approved)?,
            None => (None, Vec::new()),
        };
        let standards: Vec<Standard> = standards.into_iter().filter(|_| on).collect();
        let judged = |it: &Standard| newest(&records, Step::S5_1, h.project.round, &it.id);
        let measures = queries::measures(r, &h.project.id)?;
        let open = measures.iter().filter(|it| it.person_id == r.me.id && it.done_at.is_none() && !h.project.stage.ended());
        let measure = open.into_iter().find(|it| it.id == measure).cloned();
        let s = r.shell()?;
        Ok(Show {
            terms: terms.map(|it| terms::told::told(&it, true, &s)),
            standards: standards.into_iter().map(|it| (it.clone(), judged(&it))).collect(),
            visits: visits(&h.moves, &records, h.names()),
            tasks: if on { h.tasks_now().cloned().collect() } else { Vec::new() },
            gates: if on { gates::all(r, &h)? } else { Vec::new() },
            opens_control: r.me.may(Deed::OpenControl, h.standing).is_some(),
            measure,
            measures,
            alerts: told(r, &h, &s)?,
            figures: if on { figures(r, &h.project.id)? } else { Vec::new() },
            s,
            h,
            form,
        })
    }

    fn is_on(&self) -> bool {
        self.h.project.stage == State::Control
    }

    fn may_open_control(&self) -> bool {
        self.opens_control && self.h.project.stage == State::Implementation
    }

    /// Whether the reader can still say that execution is finished.
    fn may_finish(&self) -> bool {
        self.is_on() && self.h.standing.owns && !self.h.project.execution_finished
    }

    /// This visit, while the project is in control.
    fn current(&self) -> Option<&Visit> {
        self.visits.first().filter(|_| self.is_on())
    }

    fn earlier(&self) -> &[Visit] {
        self.visits.get(usize::from(self.is_on())..).unwrap_or_default()
    }

    fn name(&self, id: &str) -> &str {
        self.h.name(id)
    }

    /// What was said when control was opened; without a word it was that execution is finished.
    fn said<'a>(&'a self, row: &'a MoveRow) -> &'a str {
        match row.reason.is_empty() {
            true if row.code == Move::OpenControl => self.s.t("执行已完成。", "Execution is finished."),
            _ => &row.reason,
        }
    }

    /// Whether execution is finished, where that is not all that was said.
    fn is_also_finished(&self, row: &MoveRow) -> bool {
        self.h.project.execution_finished && !(row.code == Move::OpenControl && row.reason.is_empty())
    }

    fn move_name(&self, row: &MoveRow) -> &'static str {
        self.s.lang.say(row.code.name())
    }

    fn step(&self, code: &str) -> Option<&Task> {
        self.tasks.iter().find(|task| task.step == code)
    }

    fn is_done(&self, code: &str) -> bool {
        self.step(code).is_some_and(|task| task.state == TaskState::Done)
    }

    /// Who is to record a step, and until when.
    fn waits_for(&self, code: &str) -> String {
        let Some(task) = self.step(code) else { return String::new() };
        let who = task.person_id.as_deref().map_or("", |id| self.name(id));
        let due = task.due_on.map(|day| format!("{} {}", self.s.t("期限", "due"), self.s.day(day)));
        [Some(who.to_owned()), due].into_iter().flatten().collect::<Vec<_>>().join(self.s.t("，", ", "))
    }

    fn step_late(&self, code: &str) -> Option<String> {
        let due = self.step(code).filter(|task| task.state == TaskState::Open)?.due_on?;
        (due < self.s.today).then(|| late_for(&self.s, self.s.days_late(due)))
    }

    fn is_late(&self, it: &Measure) -> bool {
        it.done_at.is_none() && it.due_on < self.s.today && !self.h.project.stage.ended()
    }

    fn late(&self, it: &Measure) -> String {
        late_for(&self.s, self.s.days_late(it.due_on))
    }

    /// Whether the reader is to say what came of it.
    fn is_mine(&self, it: &Measure) -> bool {
        it.done_at.is_none() && !self.h.project.stage.ended() && self.s.me.as_ref().is_some_and(|me| me.id == it.person_id)
    }

    fn has_mine(&self) -> bool {
        self.measures.iter().any(|it| self.is_mine(it))
    }
}

/// The newest record of a step in a round about one subject; records come the newest first.
fn newest(records: &[StepRecord], step: Step, round: i32, subject: &str) -> Option<StepRecord> {
    records.iter().find(|it| it.step == step.code() && it.round == round && it.subject == subject).cloned()
}

/// Every visit of the stage, the newest first.
fn visits(moves: &[MoveRow], records: &[StepRecord], names: &std::collections::BTreeMap<String, String>) -> Vec<Visit> {
    let opening = moves.iter().filter(|row| row.to_stage == State::Control);
    let said = |step, round| newest(records, step, round, "").map(|record| Entry::of(record, step, names));
    let visit = |opened: &MoveRow| Visit {
        deviation: said(Step::S5_2, opened.round),
        proposal: said(Step::S5_3, opened.round),
        handled: moves.iter().find(|row| row.seq == opened.seq + 1).cloned(),
        opened: opened.clone(),
    };
    opening.rev().map(visit).collect()
}
