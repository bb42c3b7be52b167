//! The head of every page of a project: its name and facts, the stage rail, the tabs.

use diesel::prelude::*;

use super::model::{Holder, MoveRow, Project};
use super::pipeline::{Move, Stage, State};
use super::queries;
use crate::clock::Moment;
use crate::error::Result;
use crate::lang::Pair;
use crate::people;
use crate::policy::Standing;
use crate::store::schema::{packages, projects, proposals};
use crate::web::{Reading, Shell};

/// A tab of a project's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Overview,
    Directive,
    Plan,
    Deliberation,
    Execution,
    Control,
    Monitoring,
    Proposals,
    History,
}

impl Tab {
    const ALL: [Tab; 9] = [
        Tab::Overview,
        Tab::Directive,
        Tab::Plan,
        Tab::Deliberation,
        Tab::Execution,
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
}

impl Head {
    /// Reads the head of a project that the reader may see.
    pub fn of(r: &mut Reading, number: &str, tab: Tab) -> Result<Head> {
        let me = r.me.clone();
        let project = queries::find(r, &me, number)?;
        let (package_number, package_name, coordinator_id): (String, String, String) = packages::table
            .find(&project.package_id)
            .select((packages::number, packages::name, packages::coordinator_id))
            .first(&mut **r)?;
        let owner = people::queries::by_id(r, &project.owner_id)?;
        let coordinator = people::queries::by_id(r, &coordinator_id)?.name;
        let moves = queries::moves(r, &project.id)?;
        let ancestor = ancestor(r, &project)?;
        let since = r.office.zone.day(project.holder_since);
        let held_days = r.office.calendar.working_days_between(since, r.today);
        let late_days = project.due_on.map_or(0, |due| r.office.calendar.days_late(due, r.today));
        Ok(Head {
            stations: stations(&project, &moves),
            standing: project.standing(&r.me, &coordinator_id),
            project,
            package_number,
            package_name,
            owner: owner.name,
            owner_username: owner.username,
            coordinator_id,
            coordinator,
            tab,
            ancestor,
            held_days,
            late_days,
            moves,
        })
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
            crate::lang::Lang::En => format!("{} working days", self.held_days),
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
        (crate::lang::Lang::En, days) => format!("{days} working days overdue"),
    }
}

fn ancestor(r: &mut Reading, project: &Project) -> Result<Option<(String, String, Option<String>)>> {
    let Some(id) = &project.proposal_id else { return Ok(None) };
    let (number, title, from): (String, String, Option<String>) = proposals::table
        .find(id)
        .left_join(projects::table)
        .select((proposals::number, proposals::title, projects::number.nullable()))
        .first(&mut **r)?;
    Ok(Some((number, title, from)))
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
