//! Recording how the goods are used.

use chrono::NaiveDate;

use super::model::Care;
use super::queries;
use crate::contracts::changes::check_day;
use crate::contracts::model::Contract;
use crate::error::{Complaint, Error, Result};
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::execution::work::{self, Work};
use crate::projects::model::Project;
use crate::store::Tx;

/// What the customer said.
#[derive(Clone, Debug)]
pub struct NewCare {
    pub on: NaiveDate,
    pub with_whom: String,
    pub condition: String,
    /// 1 to 5.
    pub satisfaction: i32,
    pub complaint: String,
    pub chance: String,
    pub next_on: Option<NaiveDate>,
}

/// Goes on only if the person may record the care of this contract now.
pub fn check(tx: &mut Tx, project: &Project, contract: &Contract) -> Result<()> {
    work::check(tx, project, Deed::Settle, Work::Settle)?;
    if contract.state.in_force() {
        return Ok(());
    }
    Err(Error::refused("合同没有签署或已经取消，没有回访可记。", "The contract is not in force; there is no care to record."))
}

/// Records a follow-up; the contract keeps when the next one is due.
pub fn record(tx: &mut Tx, project: &Project, contract: &Contract, new: NewCare) -> Result<()> {
    check(tx, project, contract)?;
    check_day(tx, project, "on_day", new.on)?;
    if contract.signed_on.is_some_and(|signed| new.on < signed) {
        let early = Pair("回访应在合同签署之后。", "A follow-up comes after the signing of the contract.");
        return Err(Error::invalid("on_day", Complaint::Said(early)));
    }
    if new.next_on.is_some_and(|next| next <= new.on) {
        let early = Pair("下次回访应晚于这次。", "The next follow-up comes after this one.");
        return Err(Error::invalid("next_on", Complaint::Said(early)));
    }
    let known = queries::of_contract(tx, &contract.id)?;
    let says = |it: &Care| {
        let figures = (it.on_day, it.next_on, it.satisfaction) == (new.on, new.next_on, new.satisfaction);
        let words = (&it.with_whom, &it.condition, &it.complaint, &it.chance)
            == (&new.with_whom, &new.condition, &new.complaint, &new.chance);
        figures && words
    };
    let recent = |it: &Care| it.person_id == tx.who.id && tx.pressed_twice(it.recorded_at);
    if known.iter().any(|it| says(it) && recent(it)) {
        return Ok(());
    }
    let row = Care {
        id: tx.new_id()?,
        project_id: project.id.clone(),
        customer_id: contract.customer_id.clone(),
        contract_id: contract.id.clone(),
        on_day: new.on,
        contact_id: None,
        with_whom: new.with_whom,
        condition: new.condition,
        satisfaction: new.satisfaction,
        complaint: new.complaint,
        chance: new.chance,
        next_on: new.next_on,
        person_id: tx.who.id.clone(),
        recorded_at: tx.now,
        version: 1,
    };
    tx.add("care", &row)?;
    let after = Contract { care_on: row.next_on, ..contract.clone() };
    tx.change("keep_settlement", contract, after).map(|_| ())
}
