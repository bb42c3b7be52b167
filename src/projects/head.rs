//! The head of every page of a project: its name and facts, the stage rail, the tabs.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::model::{Holder, MoveRow, Project, Task};
use super::pipeline::{Move, Stage, State};
use super::queries::{self, visible};
use super::tasks;
use crate::clock::Moment;
use crate::error::{OrNotFound, Result};
use crate::lang::Pair;
use crate::people;
use crate::policy::{Deed, Standing};
use crate::store::schema::{packages, people as people_table, projects, proposals};
use crate::web::{Reading, Shell};

/// A tab of a project's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Overview,
    Directive,
    Plan,
    Deliberation,
    Execution,
    Customers,
    Contracts,
    Control,
    Monitoring,
    Proposals,
    History,
}

impl Tab {
    const ALL: [Tab; 11] = [
        Tab::Overview,
        Tab::Directive,
        Tab::Plan,
        Tab::Deliberation,
        Tab::Execution,
        Tab::Customers,
        Tab::Contracts,
        Tab::Control,
        Tab::Monitoring,
        Tab::Proposals,
        Tab::History,
    ];

    /// Its address below the project's.
    pub const fn place(self) -> &'static str {
        match self {
            Tab::Overview => "",
            Tab::Directive => "directive",
            Tab::Plan => "plan",
            Tab::Deliberation => "deliberation",
            Tab::Execution => "execution",
            Tab::Customers => "customers",
            Tab::Contracts => "contracts",
            Tab::Control => "control",
            Tab::Monitoring => "monitoring",
            Tab::Proposals => "proposals",
            Tab::History => "history",
        }
    }

    /// What it is called.
    pub const fn name(self) -> Pair {
        match self {
            Tab::Overview => Pair("概况", "Overview"),
            Tab::Directive => Pair("指令", "Directive"),
            Tab::Plan => Pair("计划", "Plan"),
            Tab::Deliberation => Pair("论证", "Deliberation"),
            Tab::Execution => Pair("执行", "Execution"),
            Tab::Customers => Pair("客户", "Customers"),
            Tab::Contracts => Pair("合同", "Contracts"),
            Tab::Control => Pair("控制", "Control"),
            Tab::Monitoring => Pair("监测", "Monitoring"),
            Tab::Proposals => Pair("提案", "Proposals"),
            Tab::History => Pair("历史", "History"),
        }
    }
}

/// One of the seven stations of the rail.
#[derive(Clone, Debug)]
pub struct Station {
    pub stage: Stage,
    /// `done`, `here`, `again`, `ahead`, `ended`, `never`; the words of the rail's markup.
    pub state: &'static str,
    /// When it was entered last.
    pub entered: Option<Moment>,
    /// The round in which it was entered last.
    pub round: i32,
}

/// What every page of a project begins with. Templates call it `h`.
#[derive(Clone, Debug)]
pub struct Head {
    pub project: Project,
    pub package_number: String,
    pub package_name: String,
    pub owner: String,
    pub owner_username: String,
    pub coordinator_id: String,
    pub coordinator: String,
    pub stations: Vec<Station>,
    pub tab: Tab,
    /// The reader's standing.
    pub standing: Standing,
    /// Number and title of the proposal that it grew out of, and the project whose experience that was.
    pub ancestor: Option<(String, String, Option<String>)>,
    /// Working days since the holder has it, and how many of them late.
    pub held_days: u32,
    pub late_days: u32,
    pub moves: Vec<MoveRow>,
    /// Every task of the project, of every round.
    pub tasks: Vec<Task>,
    names: BTreeMap<String, String>,
}

/// The project with what is read beside it: package number, name, coordinator; owner's account name; ancestor.
type Row = (Project, (String, String, String), String, Option<(String, String)>, Option<String>);

impl Head {
    /// Reads the head of a project that the reader may see.
    pub fn of(r: &mut Reading, number: &str, tab: Tab) -> Result<Head> {
        let (project, (package_number, package_name, coordinator_id), owner_username, proposal, from) =
            row(r, number)?.or_not_found()?;
        let moves = queries::moves(r, &project.id)?;
        let tasks = tasks::all(r, &project.id)?;
        let names = people::queries::names(r)?;
        let name = |id: &str| names.get(id).cloned().unwrap_or_default();
        let since = r.office.zone.day(project.holder_since);
        let held_days = r.office.calendar.working_days_between(since, r.today);
        let late_days = project.due_on.map_or(0, |due| r.office.calendar.days_late(due, r.today));
        Ok(Head {
            stations: stations(&project, &moves),
            standing: project.standing(&r.me, &coordinator_id),
            owner: name(&project.owner_id),
            coordinator: name(&coordinator_id),
            project,
            package_number,
            package_name,
            owner_username,
            coordinator_id,
            tab,
            ancestor: proposal.map(|(number, title)| (number, title, from)),
            held_days,
            late_days,
            moves,
            tasks,
            names,
        })
    }

    /// Somebody's name; empty for nobody of this department.
    pub fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("", String::as_str)
    }

    /// The same; empty where nobody is named.
    pub fn some_name(&self, id: &Option<String>) -> &str {
        id.as_deref().map_or("", |id| self.name(id))
    }

    /// Who made a move, and for whom: `赵强（代 周立明）`.
    pub fn signed(&self, row: &MoveRow, s: &Shell) -> String {
        s.signed(self.name(&row.person_id), row.acting_for_id.as_deref().map(|id| self.name(id)))
    }

    /// Whether the reader can hand the project over to another owner.
    pub fn may_hand_over(&self, s: &Shell) -> bool {
        let may = s.me.as_ref().is_some_and(|me| me.may(Deed::HandOver, self.standing).is_some());
        may && !self.project.stage.ended()
    }

    /// Every name of the department by id.
    pub fn names(&self) -> &BTreeMap<String, String> {
        &self.names
    }

    /// The tasks of the round that the project is in.
    pub fn tasks_now(&self) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(|task| task.round == self.project.round)
    }

    /// The tabs: address, name, whether it is this one.
    pub fn tabs(&self, s: &Shell) -> Vec<(String, &'static str, bool)> {
        let href = |tab: Tab| match tab {
            Tab::Overview => self.project.href(),
            tab => self.project.at(tab.place()),
        };
        Tab::ALL.iter().map(|tab| (href(*tab), s.lang.say(tab.name()), *tab == self.tab)).collect()
    }

    /// An address below the project's.
    pub fn at(&self, place: &str) -> String {
        self.project.at(place)
    }

    /// Who has to act next, by name where one person has.
    pub fn holder(&self, s: &Shell) -> String {
        let role = s.lang.say(self.project.holder.name());
        match self.project.holder {
            Holder::Owner => format!("{role} {}", self.owner),
            Holder::Coordinator => format!("{role} {}", self.coordinator),
            _ => role.to_owned(),
        }
    }

    /// Whether somebody has to act at all.
    pub fn is_held(&self) -> bool {
        self.project.holder != Holder::Nobody
    }

    /// Whether the due date has passed, be it on free days only.
    pub fn is_late(&self, s: &Shell) -> bool {
        self.project.due_on.is_some_and(|due| due < s.today)
    }

    /// How long the holder has had it.
    pub fn held_for(&self, s: &Shell) -> String {
        match s.lang {
            crate::lang::Lang::Zh => format!("已 {} 个工作日", self.held_days),
            crate::lang::Lang::En => crate::lang::counted(i64::from(self.held_days), "working day"),
        }
    }

    /// How late the holder is.
    pub fn late_for(&self, s: &Shell) -> String {
        late_for(s, self.late_days)
    }

    /// The last move, that is how it came to stand where it does.
    pub fn last_move(&self) -> Option<&MoveRow> {
        self.moves.last()
    }

    /// The move by which it came back to where it stands, and why; none if it came forward.
    pub fn came_back(&self) -> Option<&MoveRow> {
        let goes_back = |row: &&MoveRow| row.from_stage.and_then(|from| from.way(row.code)).is_some_and(|way| way.opens_round);
        self.last_move().filter(goes_back).filter(|row| !row.reason.is_empty())
    }

    /// The last move of a kind.
    pub fn last(&self, code: Move) -> Option<&MoveRow> {
        self.moves.iter().rev().find(|row| row.code == code)
    }
}

/// `逾期 3 个工作日`.
pub fn late_for(s: &Shell, days: u32) -> String {
    match (s.lang, days) {
        (crate::lang::Lang::Zh, 0) => "已到期".to_owned(),
        (crate::lang::Lang::En, 0) => "due".to_owned(),
        (crate::lang::Lang::Zh, days) => format!("逾期 {days} 个工作日"),
        (crate::lang::Lang::En, days) => format!("{} overdue", crate::lang::counted(i64::from(days), "working day")),
    }
}

fn row(r: &mut Reading, number: &str) -> Result<Option<Row>> {
    let origin = diesel::alias!(projects as origin);
    let me = r.me.clone();
    Ok(projects::table
        .filter(visible(&me))
        .into_boxed()
        .inner_join(packages::table)
        .inner_join(people_table::table)
        .left_join(proposals::table.on(projects::proposal_id.eq(proposals::id.nullable())))
        .left_join(origin.on(proposals::project_id.eq(origin.field(projects::id).nullable())))
        .filter(projects::number.eq(number.to_owned()))
        .select((
            Project::as_select(),
            (packages::number, packages::name, packages::coordinator_id),
            people_table::username,
            (proposals::number, proposals::title).nullable(),
            origin.field(projects::number).nullable(),
        ))
        .first(&mut **r)
        .optional()?)
}

/// The rail: a stage passed in an earlier round and still ahead of where the project stands comes again.
fn stations(project: &Project, moves: &[MoveRow]) -> Vec<Station> {
    let here = match moves.last() {
        // An end is reached from the stage before it.
        Some(row) if project.stage.ended() => row.from_stage.unwrap_or(project.stage).stage(),
        _ => project.stage.stage(),
    };
    Stage::ALL
        .iter()
        .map(|stage| {
            let visit = moves.iter().rev().find(|row| !row.to_stage.ended() && row.to_stage.stage() == *stage);
            let state = match (*stage == here, visit.is_some()) {
                (true, _) if project.stage == State::Completed => "done",
                (true, _) if project.stage.ended() => "ended",
                (true, _) => "here",
                (false, true) if stage.number() < here.number() => "done",
                (false, true) if project.stage.ended() => "done",
                (false, true) => "again",
                (false, false) if project.stage.ended() => "never",
                (false, false) => "ahead",
            };
            Station { stage: *stage, state, entered: visit.map(|row| row.at), round: visit.map_or(0, |row| row.round) }
        })
        .collect()
}
