//! When what may be recorded of the work with customers: new commitments only while the plan is carried out; what happens
//! with customers as long as the project runs; what was signed is delivered, paid and cared for also after that.

use crate::error::{Error, Result};
use crate::policy::Deed;
use crate::projects::model::Project;
use crate::projects::pipeline::State;
use crate::projects::tasks::coordinator;
use crate::store::Tx;
use crate::words::Role;

/// A sort of work with customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Choosing a customer, offering a solution, signing a contract, taking an order.
    Undertake,
    /// Calls and visits, objections, after a plan was approved and until the project ends.
    Carry,
    /// Notices, deliveries, counts, invoices, receipts, after-use care: as long as the contract lives.
    Settle,
}

impl Work {
    /// Whether it may be recorded in a project that stands like this.
    pub fn is_on(self, project: &Project) -> bool {
        match self {
            Work::Undertake => project.stage == State::Implementation,
            Work::Carry => project.approved_id.is_some() && !project.stage.ended(),
            Work::Settle => project.approved_id.is_some(),
        }
    }
}

/// Goes on only if the person may do this to the project, and the work can be recorded as it stands; answers the role by
/// which they may.
pub fn check(tx: &mut Tx, project: &Project, deed: Deed, work: Work) -> Result<Role> {
    let coordinator = coordinator(tx, project)?;
    let role = tx.may(deed, project.standing(&tx.who, &coordinator))?;
    if work.is_on(project) {
        return Ok(role);
    }
    Err(match work {
        Work::Undertake => Error::refused(
            "项目现在不在实施执行，不能新增客户、方案、合同或订单。",
            "The project is not being carried out; customers, solutions, contracts and orders cannot be added.",
        ),
        Work::Carry => Error::refused(
            "计划尚未批准，或项目已经结束，不能再记录客户工作。",
            "The plan is not approved yet, or the project has ended; work with customers cannot be recorded.",
        ),
        Work::Settle => Error::refused("计划尚未批准。", "The plan is not approved yet."),
    })
}
