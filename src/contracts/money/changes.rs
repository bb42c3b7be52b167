//! Recording invoices and receipts. Neither goes beyond the contract; what was a mistake is voided with its reason and stays to
//! be seen.

use chrono::NaiveDate;

use super::model::{Invoice, Receipt, ReceiptWay};
use super::queries;
use crate::contracts::changes::{check_day, keep};
use crate::contracts::model::Contract;
use crate::contracts::road::ContractState;
use crate::error::{Complaint, Error, Result};
use crate::lang::Pair;
use crate::money::Money;
use crate::money::settlement::fits;
use crate::policy::Deed;
use crate::projects::alerts;
use crate::projects::execution::work::{self, Work};
use crate::projects::model::Project;
use crate::store::Tx;

/// An invoice as it was written.
#[derive(Clone, Debug)]
pub struct NewInvoice {
    pub number: String,
    pub on: NaiveDate,
    pub fen: i64,
    pub note: String,
}

/// Money as it came in.
#[derive(Clone, Debug)]
pub struct NewReceipt {
    pub on: NaiveDate,
    pub fen: i64,
    pub way: ReceiptWay,
    pub note: String,
}

/// Goes on only if the person may record the contract's money and the contract is one to be paid.
pub fn check(tx: &mut Tx, project: &Project, contract: &Contract) -> Result<()> {
    work::check(tx, project, Deed::Settle, Work::Settle)?;
    if contract.state.in_force() {
        return Ok(());
    }
    Err(Error::refused(
        "合同没有签署或已经取消，不能记录开票和回款。",
        "The contract is not signed or is cancelled; invoices and receipts cannot be recorded.",
    ))
}

/// Records an invoice; its number is nobody else's.
pub fn invoice(tx: &mut Tx, project: &Project, contract: &Contract, new: NewInvoice) -> Result<()> {
    check(tx, project, contract)?;
    if !is_number(&new.number) {
        let odd = Pair(
            "发票号由字母、数字和连字符组成，最多 30 个字符。",
            "An invoice number has letters, digits and hyphens, at most 30 of them.",
        );
        return Err(Error::invalid("invoice_number", Complaint::Said(odd)));
    }
    check_day(tx, project, "invoiced_on", new.on)?;
    if let Some(known) = queries::invoice_of_number(tx, &new.number)? {
        let same =
            (&known.contract_id, known.fen, known.invoiced_on, &known.note) == (&contract.id, new.fen, new.on, &new.note);
        if same && known.person_id == tx.who.id && tx.pressed_twice(known.recorded_at) {
            return Ok(());
        }
        let taken = Pair("这个发票号已经登记过。", "An invoice of this number is recorded already.");
        return Err(Error::invalid("invoice_number", Complaint::Said(taken)));
    }
    beyond(contract.fen, contract.invoiced, new.fen)?;
    let row = Invoice {
        id: tx.new_id()?,
        number: new.number,
        contract_id: contract.id.clone(),
        project_id: project.id.clone(),
        invoiced_on: new.on,
        fen: new.fen,
        note: new.note,
        person_id: tx.who.id.clone(),
        recorded_at: tx.now,
        voided_at: None,
        reason: String::new(),
        version: 1,
    };
    tx.add("invoice", &row)?;
    keep(tx, contract).map(|_| ())
}

/// Whether an invoice can have this number; an electronic one has 8 or 20 digits, others have letters too.
fn is_number(text: &str) -> bool {
    (1..=30).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
}

/// Records money received.
pub fn receive(tx: &mut Tx, project: &Project, contract: &Contract, new: NewReceipt) -> Result<()> {
    check(tx, project, contract)?;
    check_day(tx, project, "received_on", new.on)?;
    let known = queries::receipts(tx, &contract.id)?;
    let says = |it: &Receipt| (it.received_on, it.fen, it.way, &it.note) == (new.on, new.fen, new.way, &new.note);
    let recent = |it: &Receipt| it.person_id == tx.who.id && tx.pressed_twice(it.recorded_at);
    if known.iter().any(|it| says(it) && recent(it) && it.voided_at.is_none()) {
        return Ok(());
    }
    beyond(contract.fen, contract.received, new.fen)?;
    let row = Receipt {
        id: tx.new_id()?,
        contract_id: contract.id.clone(),
        project_id: project.id.clone(),
        received_on: new.on,
        fen: new.fen,
        way: new.way,
        note: new.note,
        person_id: tx.who.id.clone(),
        recorded_at: tx.now,
        voided_at: None,
        reason: String::new(),
        version: 1,
    };
    tx.add("receive", &row)?;
    keep(tx, contract)?;
    alerts::changes::measured(tx, project)
}

/// Takes an invoice back.
pub fn void_invoice(tx: &mut Tx, project: &Project, contract: &Contract, before: &Invoice, reason: String) -> Result<()> {
    check_void(tx, project, contract)?;
    if before.voided_at.is_none() {
        let after = Invoice { voided_at: Some(tx.now), reason, ..before.clone() };
        tx.change("void_invoice", before, after)?;
        keep(tx, contract)?;
    }
    Ok(())
}

/// Takes a receipt back.
pub fn void_receipt(tx: &mut Tx, project: &Project, contract: &Contract, before: &Receipt, reason: String) -> Result<()> {
    check_void(tx, project, contract)?;
    if before.voided_at.is_none() {
        let after = Receipt { voided_at: Some(tx.now), reason, ..before.clone() };
        tx.change("void_receipt", before, after)?;
        keep(tx, contract)?;
        alerts::changes::measured(tx, project)?;
    }
    Ok(())
}

fn check_void(tx: &mut Tx, project: &Project, contract: &Contract) -> Result<()> {
    check(tx, project, contract)?;
    if contract.state != ContractState::Finished {
        return Ok(());
    }
    Err(Error::refused(
        "合同已经履行完毕，记录不能再作废。",
        "The contract is finished; its records cannot be voided any more.",
    ))
}

/// More than the contract leaves is complained of with what it leaves.
fn beyond(amount: i64, so_far: i64, more: i64) -> Result<()> {
    if fits(amount, so_far, more) {
        return Ok(());
    }
    let complaint = match more {
        ..=0 => Complaint::Said(Pair("金额应大于零。", "The amount must be above zero.")),
        _ => Complaint::Named(
            Pair("超过合同金额：最多还能登记 {} 元。", "Beyond the contract: at most {} yuan are left."),
            Money(amount - so_far).yuan(),
        ),
    };
    Err(Error::invalid("amount", complaint))
}
