//! The form of a turn.

use askama::Template;

use super::{Gate, need_href};
use crate::contracts::changes::no_way;
use crate::contracts::model::Contract;
use crate::contracts::road::{Ask, Need, Turn, Way};
use crate::contracts::{facts, queries};
use crate::error::{OrNotFound, Result};
use crate::projects;
use crate::projects::model::Project;
use crate::web::{Form, Reading, Shell};

/// The form of a turn that has something to say with it.
#[derive(Template)]
#[template(path = "contracts/turn.html")]
pub struct Turning {
    s: Shell,
    form: Form,
    contract: Contract,
    project: Project,
    way: &'static Way,
    gate: Gate,
    /// What was typed with a form that is not open.
    kept: Vec<String>,
}

impl Turning {
    /// The turn that the address, or the form, names.
    pub fn of(r: &mut Reading, number: &str, code: &str, form: Form) -> Result<Turning> {
        let me = r.me.clone();
        let (contract, project) = queries::find(r, &me, number)?;
        let way = Turn::from_code(code).or_not_found()?.way(contract.state);
        let Some(way) = way else { return Err(no_way()) };
        let standing = project.standing(&me, &projects::tasks::coordinator(r, &project)?);
        r.may(way.deed, standing)?;
        let terms = queries::terms(r, &contract.id)?;
        let met = facts::met(r, &project, &contract, &terms, None)?;
        let gate = Gate { way, missing: facts::missing(way, &met), mine: way.work.is_on(&project) };
        let kept = if gate.missing.is_empty() { Vec::new() } else { form.fields.written() };
        let form = match form.fields.has("signed_on") || !way.asks.contains(&Ask::Day) {
            true => form,
            false => Form { fields: form.fields.with("signed_on", r.today.to_string()), ..form },
        };
        Ok(Turning { s: r.shell()?, form, contract, project, way, gate, kept })
    }

    fn asks_day(&self) -> bool {
        self.way.asks.contains(&Ask::Day)
    }

    fn asks_reason(&self) -> bool {
        self.way.asks.contains(&Ask::Reason)
    }

    /// Whether everything is there; only then is there anything to fill in.
    fn is_open(&self) -> bool {
        self.gate.missing.is_empty()
    }

    /// What must be true first: what it is called, whether it is there, where it can be put right.
    fn needs(&self) -> Vec<(&'static str, bool, String)> {
        let href = |need: &Need| need_href(&self.project, &self.contract, need);
        let needs = self.way.needs.iter();
        needs.map(|need| (self.s.lang.say(need.name()), !self.gate.missing.contains(need), href(need))).collect()
    }
}
