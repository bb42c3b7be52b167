//! Who has to do the next thing, since when and until when: kept on the project with each change, so that desks and lists
//! need not work it out.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{Holder, Project, Task};
use super::pipeline::State;
use super::steps::{Responsible, Step};
use super::tasks;
use crate::error::Result;
use crate::store::Tx;
use crate::store::office::Setting;
use crate::store::schema::clarifications;

/// The steps whose turn comes before the commander's decision, in their order.
const fn before_decision(state: State) -> &'static [Step] {
    match state {
        State::Deliberation => &[Step::S3_1, Step::S3_2, Step::S3_3, Step::S3_4],
        State::Control => &[Step::S5_1, Step::S5_2, Step::S5_3],
        State::Monitoring => &[Step::S6_2, Step::S6_3],
        State::Proposal => &[Step::S7_1, Step::S7_3],
        _ => &[],
    }
}

/// Brings holder and due date of a project up to date after something of it has changed.
pub fn settle(tx: &mut Tx, project: &Project) -> Result<Project> {
    let (holder, due_on) = next(tx, project)?;
    let mut after = project.clone();
    if after.holder != holder {
        after.holder = holder;
        after.holder_since = tx.now;
    } else if holder == Holder::Commander && project.due_on.is_some() {
        // The commander's days run from when it first became theirs.
        return Ok(after);
    }
    after.due_on = due_on;
    tx.change("hold", project, after)
}

fn next(tx: &mut Tx, project: &Project) -> Result<(Holder, Option<NaiveDate>)> {
    let decide_by = |tx: &Tx, setting| {
        let days = u32::try_from(tx.office.setting(setting)).unwrap_or(0);
        Some(tx.office.calendar.add_working_days(tx.today(), days))
    };
    let open = tasks::open_of(tx, &project.id)?;
    let waits_for = |step: &&Step| open.iter().find(|task| task.step == step.code() && task.round == project.round);
    Ok(match project.stage {
        State::Abolished | State::Revoked | State::Terminated | State::Completed => (Holder::Nobody, None),
        State::DirectiveDraft | State::StopRequested => (Holder::Commander, decide_by(tx, Setting::DaysDecision)),
        State::DirectiveIssued => match has_open_question(tx, project)? {
            true => (Holder::Commander, decide_by(tx, Setting::DaysDecision)),
            false => (Holder::Owner, decide_by(tx, Setting::DaysIssued)),
        },
        State::Planning => {
            let steps = [Step::S2_1, Step::S2_2, Step::S2_3];
            let due = steps.iter().filter_map(|step| waits_for(&step)).find_map(|task| task.due_on);
            (
                Holder::Owner,
                due.or(project.due_on.filter(|_| project.holder == Holder::Owner)).or(decide_by(tx, Setting::DaysIssued)),
            )
        }
        State::Implementation => (Holder::Owner, next_milestone(&open).or(project.ends_on)),
        state => match before_decision(state).iter().find_map(|step| waits_for(&step)) {
            Some(task) => (holder_of(task.role), task.due_on),
            None => (Holder::Commander, decide_by(tx, Setting::DaysDecision)),
        },
    })
}

fn holder_of(role: Responsible) -> Holder {
    match role {
        Responsible::Commander => Holder::Commander,
        Responsible::Planner => Holder::Planner,
        Responsible::Coordinator => Holder::Coordinator,
        Responsible::Owner | Responsible::All => Holder::Owner,
        Responsible::Specialist => Holder::Specialist,
    }
}

fn next_milestone(open: &[Task]) -> Option<NaiveDate> {
    open.iter().filter(|task| task.step == Step::S6_1.code()).filter_map(|task| task.due_on).min()
}

fn has_open_question(tx: &mut Tx, project: &Project) -> Result<bool> {
    let open: i64 = clarifications::table
        .filter(clarifications::project_id.eq(&project.id))
        .filter(clarifications::answered_at.is_null())
        .count()
        .get_result(&mut **tx)?;
    Ok(open > 0)
}
