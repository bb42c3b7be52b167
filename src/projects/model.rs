//! Rows of projects and of what belongs to every one of them.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::pipeline::{Move, State};
use crate::clock::Moment;
use crate::policy::Standing;
use crate::recorded;
use crate::store::Actor;
use crate::store::schema::{clarifications, focuses, indicators, moves, project_owners, projects, tasks};
use crate::stored;
use crate::words;
use crate::words::Role;

words! {
    /// The two sorts of projects.
    pub enum Sort {
        Division = "division", "分工", "Divided work";
        Line = "line", "品线销售", "Product-line sales";
    }
}

words! {
    /// Who has to do the next thing.
    pub enum Holder {
        Commander = "commander", "总指挥", "Commander";
        Planner = "planner", "市场企划助理", "Planning assistant";
        Coordinator = "coordinator", "销售计调", "Coordinator";
        Owner = "owner", "项目负责人", "Project owner";
        Specialist = "specialist", "市场专业人员", "Specialists";
        Nobody = "nobody", "无", "Nobody";
    }
}

words! {
    /// Whether a task is still to be done.
    pub enum TaskState {
        Open = "open", "待办", "Open";
        Done = "done", "已完成", "Done";
        /// The project moved on without it.
        Dropped = "dropped", "已失效", "Dropped";
    }
}

stored!(State, Move, Sort, Holder, TaskState, super::steps::Responsible);

/// A project: its directive, where it stands, who has to act.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = projects, treat_none_as_null = true)]
pub struct Project {
    pub id: String,
    /// `SG-2026-017`.
    pub number: String,
    pub package_id: String,
    pub name: String,
    pub sort: Sort,
    pub owner_id: String,
    /// The cached end of its moves.
    pub stage: State,
    pub round: i32,
    /// How many moves it has made.
    pub moves: i32,
    pub entered_at: Moment,
    pub holder: Holder,
    pub holder_since: Moment,
    /// Until when the holder should have acted.
    pub due_on: Option<NaiveDate>,
    pub task: String,
    /// Arrangements for coordination and communication.
    pub arrangements: String,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    /// The largest discount the owner may give, in hundredths of a percent.
    pub limit_discount: Option<i64>,
    /// The largest budget, in fen.
    pub limit_budget: Option<i64>,
    /// The largest contract, in fen.
    pub limit_contract: Option<i64>,
    /// The accepted proposal that it grew out of.
    pub proposal_id: Option<String>,
    /// The plan version approved last.
    pub approved_id: Option<String>,
    pub execution_finished: bool,
    pub issued_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    pub created_at: Moment,
    pub version: i32,
}
recorded!(Project, projects, project: |row| Some(&row.id), versioned: version);

impl Project {
    /// How somebody stands to it; `coordinator` is the package's.
    pub fn standing(&self, who: &Actor, coordinator: &str) -> Standing {
        Standing {
            owns: self.owner_id == who.id,
            coordinates: coordinator == who.id,
            left: who.resting.as_ref() == Some(&self.owner_id),
        }
    }

    /// What of an indicator's target the project was given: all of it once the directive is issued, nothing any more after it was
    /// abolished, revoked or terminated. In hundredths of the metric's unit.
    pub fn handed(&self, value: i64) -> i64 {
        let undone = matches!(self.stage, State::Abolished | State::Revoked | State::Terminated);
        if self.issued_at.is_some() && !undone { value } else { 0 }
    }

    /// Its address.
    pub fn href(&self) -> String {
        format!("/projects/{}", self.number)
    }

    /// An address below its own.
    pub fn at(&self, place: &str) -> String {
        format!("/projects/{}/{place}", self.number)
    }
}

/// One indicator of a directive: what is to be reached, by when, and how much has been.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = indicators)]
pub struct Indicator {
    pub id: String,
    pub project_id: String,
    /// The project's package: what was handed down in it is summed from here.
    pub package_id: String,
    pub position: i32,
    pub metric_id: String,
    /// Hundredths of the metric's unit.
    pub value: i64,
    /// What of it counts as handed down, as [`Project::handed`] says; kept with each move.
    pub handed: i64,
    pub due_on: NaiveDate,
    /// Hundredths of the metric's unit: the sum of the recorded actual figures.
    pub actual: i64,
    pub version: i32,
}
recorded!(Indicator, indicators, project: |row| Some(&row.project_id), versioned: version);

/// A move that a project made; never changed, never removed.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = moves, treat_none_as_null = true)]
pub struct MoveRow {
    pub id: String,
    pub project_id: String,
    pub seq: i32,
    pub code: Move,
    pub from_stage: Option<State>,
    pub to_stage: State,
    pub round: i32,
    pub person_id: String,
    /// The absent commander in whose place it was decided.
    pub acting_for_id: Option<String>,
    /// The role by which they were allowed to.
    pub role: Role,
    pub reason: String,
    /// The closing statement of a termination.
    pub statement: String,
    pub plan_version_id: Option<String>,
    pub at: Moment,
}
recorded!(MoveRow, moves, project: |row| Some(&row.project_id));

/// Who answered for a project from when to when.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = project_owners, treat_none_as_null = true)]
pub struct Ownership {
    pub id: String,
    pub project_id: String,
    pub owner_id: String,
    pub since: Moment,
    pub until: Option<Moment>,
    pub reason: String,
}
recorded!(Ownership, project_owners, project: |row| Some(&row.project_id));

/// What the owner asks about a directive before acknowledging it.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = clarifications, treat_none_as_null = true)]
pub struct Clarification {
    pub id: String,
    pub project_id: String,
    pub round: i32,
    pub asked_by: String,
    pub question: String,
    pub asked_at: Moment,
    pub answered_by: Option<String>,
    pub answer: Option<String>,
    pub answered_at: Option<Moment>,
}
recorded!(Clarification, clarifications, project: |row| Some(&row.project_id));

/// A project that is a focus (重点) of a month.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = focuses)]
pub struct Focus {
    pub id: String,
    pub project_id: String,
    /// `2026-11`.
    pub month: String,
    pub set_by: String,
    pub set_at: Moment,
}
recorded!(Focus, focuses, project: |row| Some(&row.project_id));

/// A step of the auxiliary channel as somebody's task, or a measure resolved in a control round.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = tasks, treat_none_as_null = true)]
pub struct Task {
    pub id: String,
    pub project_id: String,
    pub round: i32,
    /// The code of a step, or `measure`.
    pub step: String,
    /// The milestone or measure it is about.
    pub subject_id: Option<String>,
    /// What it is about, in words, where the step's name does not say.
    pub what: String,
    pub role: super::steps::Responsible,
    /// None: whoever has the role.
    pub person_id: Option<String>,
    pub opened_at: Moment,
    pub due_on: Option<NaiveDate>,
    pub state: TaskState,
    pub done_at: Option<Moment>,
    pub dropped_at: Option<Moment>,
    pub done_by: Option<String>,
    pub version: i32,
}
recorded!(Task, tasks, project: |row| Some(&row.project_id), versioned: version);
