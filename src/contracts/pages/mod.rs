//! The pages of one contract.

mod edit;
mod show;
mod summary;
mod turning;

use askama::Template;

pub use edit::Edit;
pub use show::Show;
pub use summary::Summary;
pub use turning::Turning;

use super::model::Contract;
use super::road::{ContractState, Need, Way};
use crate::error::Result;
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects;
use crate::projects::authority::{Matter, asking};
use crate::projects::model::Project;
use crate::web::{Form, Reading, Shell};

/// One way out of where the contract stands.
pub struct Gate {
    pub way: &'static Way,
    pub missing: Vec<Need>,
    /// The reader may take it, once everything is there.
    pub mine: bool,
}

/// Where a need of a contract can be put right: what goes beyond a limit, by a request.
fn need_href(project: &Project, contract: &Contract, need: &Need) -> String {
    match need {
        Need::ContractLimit => asking(project, Matter::Contract, contract.fen),
        Need::DiscountLimit => asking(project, Matter::Discount, contract.discount()),
        need => format!("{}{}", contract.href(), need.place()),
    }
}

/// The tone of a state.
pub fn tone(state: ContractState) -> &'static str {
    match state {
        ContractState::Draft => "dawn",
        ContractState::Signed | ContractState::Running | ContractState::Cancelled => "",
        ContractState::Finished => "good",
    }
}

/// Satisfaction as stars.
pub fn stars(satisfaction: i32) -> String {
    let full = usize::try_from(satisfaction.clamp(0, 5)).unwrap_or(0);
    format!("{}{} {satisfaction}/5", "★".repeat(full), "☆".repeat(5 - full))
}

/// A page that asks why something is taken back: a receipt, an invoice, an order, a notice, a delivery.
#[derive(Template)]
#[template(path = "contracts/reason.html")]
pub struct Reason {
    pub s: Shell,
    pub form: Form,
    /// Where it belongs, and what that is called.
    pub back: String,
    pub of: String,
    pub title: Pair,
    /// What it is that is taken back.
    pub what: String,
    pub action: String,
}

/// Goes on only if the reader may do this to the project.
pub fn may(r: &mut Reading, project: &Project, deed: Deed) -> Result<()> {
    let coordinator = projects::tasks::coordinator(r, project)?;
    let standing = project.standing(&r.me, &coordinator);
    r.may(deed, standing)
}
