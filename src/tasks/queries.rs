//! What waits for somebody. The number in the sidebar ([`crate::web::shell`]) counts the same rows.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::correspondence::requests::model::{Request, RequestState};
use crate::error::Result;
use crate::handovers::model::Handover;
use crate::lang::Pair;
use crate::projects::model::{Holder, Task};
use crate::projects::pipeline::State;
use crate::projects::steps::Step;
use crate::projects::tasks::{DESIGN, MEASURE, TAKE_BACK, named};
use crate::store::schema::{handovers, people, projects, requests, tasks};
use crate::store::{Actor, Conn};
use crate::web::shell::{handovers_for, held_by, late_request, open_tasks_of, requests_for};

/// One thing that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub number: String,
    pub project: String,
    pub what: Pair,
    /// What it is about where its name does not say.
    pub about: String,
    pub why: Why,
    pub since: Moment,
    pub due_on: Option<NaiveDate>,
    pub href: String,
}

/// Why it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// A step of the stage that the project entered.
    Step(Step),
    /// A measure resolved in control.
    Measure,
    /// A serious objection that specialists are asked about.
    Design,
    /// A solution to one that goes back to the customer.
    TakeBack,
    /// The project waits where it stands.
    Stands(State),
    /// A request waits for the commander's answer.
    Request,
    /// An answer waits to be confirmed by who asked.
    Answer,
    /// Somebody's work was handed over to this person,
    TakeOn,
    /// or this person's to somebody.
    HandOver,
}

/// What somebody has to do with a project that stands there.
pub fn decision(state: State) -> Pair {
    match state {
        State::DirectiveDraft => Pair("下达指令", "Issue the directive"),
        State::DirectiveIssued => Pair("答复澄清", "Answer a clarification"),
        State::StopRequested => Pair("决定是否停止", "Decide on the stop"),
        State::Deliberation => Pair("决定计划：批准、退回或撤销", "Decide on the plan"),
        State::Control => Pair("决定处理", "Decide on the handling"),
        State::Monitoring => Pair("验收兑现", "Close monitoring"),
        State::Proposal => Pair("结项", "Close the cycle"),
        state => state.name(),
    }
}

/// What the owner has to do with a project that stands there and has no open step of theirs.
fn owner_s(state: State) -> Pair {
    match state {
        State::DirectiveIssued => Pair("领受指令", "Acknowledge the directive"),
        State::Planning => Pair("报送论证", "Submit for deliberation"),
        state => state.name(),
    }
}

/// Which part of the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    All,
    Late,
    /// Due up to this day.
    Until(NaiveDate),
}

/// What waits for somebody, most overdue first, what has no due date last; at most `limit` of each kind.
pub fn waiting(conn: &mut Conn, me: &Actor, today: NaiveDate, part: Part, limit: i64) -> Result<Vec<Waiting>> {
    let mut all = tasks_of(conn, me, today, part, limit)?;
    all.extend(held(conn, me, today, part, limit)?);
    all.extend(asked(conn, me, today, part, limit)?);
    all.extend(handed(conn, me, today, part, limit)?);
    all.sort_by(|a, b| {
        (a.due_on.is_none(), a.due_on, a.since, &a.number, &a.href).cmp(&(
            b.due_on.is_none(),
            b.due_on,
            b.since,
            &b.number,
            &b.href,
        ))
    });
    Ok(all)
}

fn tasks_of(conn: &mut Conn, me: &Actor, today: NaiveDate, part: Part, limit: i64) -> Result<Vec<Waiting>> {
    let mut rows = open_tasks_of(me);
    rows = match part {
        Part::All => rows,
        Part::Late => rows.filter(tasks::due_on.lt(today)),
        Part::Until(day) => rows.filter(tasks::due_on.le(day)),
    };
    let rows: Vec<(Task, String, String)> = rows
        .inner_join(projects::table)
        .order((tasks::due_on.is_null(), tasks::due_on, tasks::opened_at, tasks::step, tasks::id))
        .limit(limit)
        .select((Task::as_select(), projects::number, projects::name))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(task, number, project)| of_task(task, number, project)).collect())
}

fn of_task(task: Task, number: String, project: String) -> Option<Waiting> {
    let why = match (Step::from_code(&task.step), task.step.as_str()) {
        (Some(step), _) => Why::Step(step),
        (None, MEASURE) => Why::Measure,
        (None, DESIGN) => Why::Design,
        (None, TAKE_BACK) => Why::TakeBack,
        (None, _) => return None,
    };
    let (what, place) = named(&task);
    Some(Waiting {
        href: format!("/projects/{number}/{place}"),
        number,
        project,
        what,
        about: task.what,
        why,
        since: task.opened_at,
        due_on: task.due_on,
    })
}

/// Projects that wait for a move or a decision of this person.
fn held(conn: &mut Conn, me: &Actor, today: NaiveDate, part: Part, limit: i64) -> Result<Vec<Waiting>> {
    let mut rows = held_by(me);
    rows = match part {
        Part::All => rows,
        Part::Late => rows.filter(projects::due_on.lt(today)),
        Part::Until(day) => rows.filter(projects::due_on.le(day)),
    };
    type Row = (String, String, State, Holder, Moment, Option<NaiveDate>);
    let rows: Vec<Row> = rows
        .order((projects::due_on.is_null(), projects::due_on, projects::number))
        .limit(limit)
        .select((projects::number, projects::name, projects::stage, projects::holder, projects::holder_since, projects::due_on))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(number, project, state, holder, since, due_on)| Waiting {
            href: match state {
                State::Deliberation => format!("/projects/{number}/deliberation"),
                State::Control => format!("/projects/{number}/control"),
                State::Monitoring => format!("/projects/{number}/monitoring"),
                State::DirectiveIssued => format!("/projects/{number}/directive"),
                _ => format!("/projects/{number}"),
            },
            what: if holder == Holder::Owner { owner_s(state) } else { decision(state) },
            number,
            project,
            about: String::new(),
            why: Why::Stands(state),
            since,
            due_on,
        })
        .collect())
}

/// Requests that wait for an answer of this person, and answers that wait for their confirmation.
fn asked(conn: &mut Conn, me: &Actor, today: NaiveDate, part: Part, limit: i64) -> Result<Vec<Waiting>> {
    let mut rows = requests_for(me);
    rows = match part {
        Part::All => rows,
        Part::Late => rows.filter(late_request(today)),
        Part::Until(day) => rows.filter(requests::answered_at.is_null()).filter(requests::due_on.le(day)),
    };
    let rows: Vec<Request> = rows
        .order((requests::answered_at.is_not_null(), requests::due_on, requests::number))
        .limit(limit)
        .select(Request::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(of_request).collect())
}

fn of_request(it: Request) -> Waiting {
    let open = it.state == RequestState::Open;
    Waiting {
        href: it.href(),
        number: it.number,
        project: it.title,
        what: if open {
            Pair("批示请示", "Answer a request")
        } else {
            Pair("确认批示", "Confirm the answer to a request")
        },
        about: String::new(),
        why: if open { Why::Request } else { Why::Answer },
        since: it.answered_at.unwrap_or(it.asked_at),
        due_on: open.then_some(it.due_on),
    }
}

/// Hand-overs that this person has still to confirm.
fn handed(conn: &mut Conn, me: &Actor, today: NaiveDate, part: Part, limit: i64) -> Result<Vec<Waiting>> {
    let mut rows = handovers_for(me);
    rows = match part {
        Part::All => rows,
        Part::Late => rows.filter(handovers::due_on.lt(today)),
        Part::Until(day) => rows.filter(handovers::due_on.le(day)),
    };
    let rows: Vec<(Handover, String)> = rows
        .inner_join(people::table.on(people::id.eq(handovers::giver_id)))
        .order((handovers::due_on, handovers::number))
        .limit(limit)
        .select((Handover::as_select(), people::name))
        .load(conn)?;
    let one = |(it, giver): (Handover, String)| {
        let takes = it.taker_id == me.id;
        Waiting {
            href: it.href(),
            number: it.number,
            project: it.reason,
            what: if takes { Pair("接收移交", "Take over") } else { Pair("确认移交", "Confirm the hand-over") },
            about: if takes { giver } else { String::new() },
            why: if takes { Why::TakeOn } else { Why::HandOver },
            since: it.at,
            due_on: Some(it.due_on),
        }
    };
    Ok(rows.into_iter().map(one).collect())
}
