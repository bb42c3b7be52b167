//! The gates as pages show them: every way out of where a project stands, who may take it, and what its gate still wants, each a
//! link.

use crate::error::Result;
use crate::lang::Pair;
use crate::policy::Grant;
use crate::projects::facts;
use crate::projects::head::Head;
use crate::projects::model::Project;
use crate::projects::pipeline::{Facts, Lack, Move, Way};
use crate::web::{Reading, Shell};
use crate::words::Role;

/// One thing that a gate looks at.
#[derive(Clone, Debug)]
pub struct Condition {
    pub what: Pair,
    pub met: bool,
    pub href: String,
}

/// One way out.
#[derive(Clone, Debug)]
pub struct Gate {
    pub code: Move,
    pub conditions: Vec<Condition>,
    /// The reader may take it, once everything is there.
    pub mine: bool,
    /// The form of the move.
    pub href: String,
}

impl Gate {
    /// One way out of where a project stands.
    pub fn of(way: &Way, project: &Project, facts: &Facts, mine: bool) -> Gate {
        let condition = |lack: Lack| Condition { what: lack.name(), met: facts.has(lack), href: project.at(&lack.place()) };
        Gate {
            code: way.code,
            conditions: way.gate().map(condition).collect(),
            mine,
            href: format!("{}?move={}", project.at("moves/new"), way.code),
        }
    }

    /// Whether nothing is missing.
    pub fn is_open(&self) -> bool {
        self.conditions.iter().all(|it| it.met)
    }

    /// What is missing.
    pub fn missing(&self) -> Vec<&Condition> {
        self.conditions.iter().filter(|it| !it.met).collect()
    }

    /// What the button is called.
    pub fn name(&self, s: &Shell) -> &'static str {
        s.lang.say(self.code.name())
    }

    /// `primary` for the way onward, `danger` for what ends something, nothing else.
    pub fn kind(&self) -> &'static str {
        match self.code {
            code if code.destroys() => "danger",
            Move::Return | Move::Adjust | Move::Reallocate | Move::SendBack | Move::RefuseStop | Move::Improve => "",
            _ => "primary",
        }
    }

    /// Who takes this way, in words.
    pub fn who(&self, s: &Shell) -> String {
        who(self.code, s)
    }
}

/// Who may make a move, out of the table of powers.
pub fn who(code: Move, s: &Shell) -> String {
    let roles = Role::ALL.iter().filter_map(|role| match (code.deed().grant(*role), role) {
        (Grant::Never, _) => None,
        (Grant::Own, Role::Sales) => Some(s.t("项目负责人", "Project owner")),
        (_, role) => Some(s.lang.say(role.name())),
    });
    roles.collect::<Vec<_>>().join(s.t("、", ", "))
}

/// Every way out of where a project stands, as the reader sees them.
pub fn all(r: &mut Reading, h: &Head) -> Result<Vec<Gate>> {
    if h.project.stage.ended() {
        // No way leads on from an end.
        return Ok(Vec::new());
    }
    let facts = facts::gather(r, &h.project, &h.tasks)?;
    Ok(given(r, h, &facts))
}

/// The same where what is true of the project is known already.
pub fn given(r: &Reading, h: &Head, facts: &Facts) -> Vec<Gate> {
    let mine = |way: &Way| r.me.may(way.code.deed(), h.standing).is_some();
    h.project.stage.ways().map(|way| Gate::of(way, &h.project, facts, mine(way))).collect()
}
