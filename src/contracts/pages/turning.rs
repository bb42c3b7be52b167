//! The form of a turn.

use askama::Template;
use chrono::NaiveDate;

use super::{Gate, need_href};
use crate::contracts::changes::no_way;
use crate::contracts::model::Contract;
use crate::contracts::road::{Ask, Need, Turn, Way};
use crate::contracts::{facts, queries};
use crate::error::{OrNotFound, Result};
use crate::lang::Lang;
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
    /// The payments that would be overdue as soon as it is signed: their days.
    past: Vec<NaiveDate>,
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
        let today = r.today;
        let signs = way.asks.contains(&Ask::Day);
        let past = terms.iter().map(|it| it.due_on).filter(|due| signs && *due < today).collect();
        Ok(Turning { s: r.shell()?, form, contract, project, way, gate, past, kept })
    }

    fn asks_day(&self) -> bool {
        self.way.asks.contains(&Ask::Day)
    }

    fn warning(&self) -> Option<String> {
        if self.past.is_empty() {
            return None;
        }
        let days = self.past.iter().map(|it| self.s.day(*it)).collect::<Vec<_>>().join(self.s.t("、", ", "));
        Some(match self.s.lang {
            Lang::Zh => format!("付款约定中 {days} 的付款期已过，签署后即为逾期；需要时先修改草稿。"),
            Lang::En => {
                format!("A payment was due on {days} and will be overdue once it is signed; amend the draft first if need be.")
            }
        })
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
