//! Writing contracts: drafted, signed, running, finished or cancelled. A signed contract's amount, parties and payment terms do
//! not change any more.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::facts;
use super::model::{Contract, PaymentTerm};
use super::queries;
use super::road::{Ask, ContractState, Turn, Way};
use crate::customers::targets::changes as targets;
use crate::error::{Complaint, Error, Kind, Missing, OrNotFound, Result};
use crate::lang::Pair;
use crate::money::Money;
use crate::policy::Deed;
use crate::projects::alerts;
use crate::projects::authority::{self, Matter};
use crate::projects::execution::work::{self, Work};
use crate::projects::model::Project;
use crate::store::Tx;
use crate::store::schema::{contracts, projects};

/// Without a list price nobody would see what discount is given.
pub const NO_LIST: Pair = Pair("目录价合计应大于零。", "The list price must be above zero.");

/// Nobody pays more than what the catalogue asks; what is wrong is one of the two amounts.
pub const ABOVE_LIST: Pair =
    Pair("合同金额不能高于目录价合计，请核对两个金额。", "The amount must not be above the list price; please check both.");

/// The list price of a contract begins with that of the solution that was accepted.
pub const ACCEPTED: Pair = Pair(
    "客户接受的方案还没有签合同，请选定它；折扣从它的目录价算起。",
    "A solution that the customer accepted has no contract yet: choose it, the discount is reckoned from its list price.",
);

/// Nothing is owed before the contract begins; it would be overdue on the day on which it is signed.
pub const TOO_EARLY: Pair = Pair("付款期限不能早于合同的开始日期。", "Nothing is to be paid before the contract's first day.");

/// What a draft says.
#[derive(Clone, Debug)]
pub struct Draft {
    pub target_id: String,
    /// The accepted edition of a solution that it grew out of.
    pub edition_id: Option<String>,
    pub title: String,
    pub buyer: String,
    pub seller: String,
    /// Fen.
    pub list_fen: i64,
    pub fen: i64,
    pub terms: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub payments: Vec<Payment>,
}

/// A part of the payment as it is agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    pub title: String,
    pub due_on: NaiveDate,
    /// Fen.
    pub fen: i64,
}

/// Drafts a contract with a customer of the project.
pub fn draft(tx: &mut Tx, project: &Project, draft: &Draft) -> Result<Contract> {
    work::check(tx, project, Deed::Execute, Work::Undertake)?;
    let partner = queries::partners(tx, &project.id)?
        .into_iter()
        .find(|it| it.target_id == draft.target_id)
        .ok_or_else(|| Error::invalid("target", Complaint::NotAChoice))?;
    if let Some(contract) = just_now(tx, draft)? {
        return Ok(contract);
    }
    check_draft(tx, project, draft, None)?;
    let contract = Contract {
        id: tx.new_id()?,
        number: tx.next_number("HT")?,
        project_id: project.id.clone(),
        customer_id: partner.customer_id,
        target_id: partner.target_id,
        solution_edition_id: draft.edition_id.clone(),
        title: draft.title.clone(),
        buyer: draft.buyer.clone(),
        seller: draft.seller.clone(),
        list_fen: draft.list_fen,
        fen: draft.fen,
        terms: draft.terms.clone(),
        starts_on: draft.starts_on,
        ends_on: draft.ends_on,
        state: ContractState::Draft,
        signed_on: None,
        state_since: tx.now,
        reason: String::new(),
        request_id: None,
        discount_request_id: None,
        drafted_by: tx.who.id.clone(),
        drafted_at: tx.now,
        invoiced: 0,
        received: 0,
        outstanding: 0,
        overdue_on: None,
        care_on: None,
        version: 1,
    };
    tx.add("draft_contract", &contract)?;
    write_payments(tx, "draft_contract", &contract, &draft.payments)?;
    Ok(contract)
}

/// The same draft, if it was written a moment ago: alike in everything that was typed.
fn just_now(tx: &mut Tx, draft: &Draft) -> Result<Option<Contract>> {
    let recent: Vec<Contract> = contracts::table
        .filter(contracts::target_id.eq(&draft.target_id))
        .filter(contracts::drafted_at.gt(tx.a_moment_ago()))
        .filter(contracts::title.eq(&draft.title))
        .order(contracts::number.desc())
        .select(Contract::as_select())
        .load(&mut **tx)?;
    let (mine, payments) = (tx.who.id.clone(), in_order(&draft.payments));
    for contract in recent.into_iter().filter(|it| it.drafted_by == mine && says(it, draft)) {
        if agree(&queries::terms(tx, &contract.id)?, &payments) {
            return Ok(Some(contract));
        }
    }
    Ok(None)
}

/// Whether a contract says what was typed, its payment terms aside.
fn says(it: &Contract, draft: &Draft) -> bool {
    let words = (&it.solution_edition_id, &it.title, &it.buyer, &it.seller, &it.terms)
        == (&draft.edition_id, &draft.title, &draft.buyer, &draft.seller, &draft.terms);
    let figures =
        (it.list_fen, it.fen, it.starts_on, it.ends_on) == (draft.list_fen, draft.fen, draft.starts_on, draft.ends_on);
    words && figures
}

/// Writes a draft again; `version` is that of the row when its form was opened.
pub fn write(tx: &mut Tx, project: &Project, before: &Contract, version: i32, draft: &Draft) -> Result<Contract> {
    work::check(tx, project, Deed::Execute, Work::Undertake)?;
    if before.state != ContractState::Draft {
        return Err(fixed());
    }
    if before.version != version {
        return Err(Error::new(Kind::Late));
    }
    check_draft(tx, project, draft, Some(before))?;
    let after = Contract {
        solution_edition_id: draft.edition_id.clone(),
        title: draft.title.clone(),
        buyer: draft.buyer.clone(),
        seller: draft.seller.clone(),
        list_fen: draft.list_fen,
        fen: draft.fen,
        terms: draft.terms.clone(),
        starts_on: draft.starts_on,
        ends_on: draft.ends_on,
        ..before.clone()
    };
    let mut after = tx.change("amend_contract", before, after)?;
    let written = write_payments(tx, "amend_contract", &after, &draft.payments)?;
    if written && after.version == before.version {
        // Only its payments changed: whoever writes over them must notice all the same.
        let counted = Contract { state_since: tx.now, ..after.clone() };
        after = tx.change("amend_contract", &after, counted)?;
    }
    Ok(after)
}

/// Only a draft is written.
pub fn fixed() -> Error {
    Error::refused(
        "合同已经签署，金额、双方和付款约定不能再改。",
        "The contract is signed; amount, parties and payment terms do not change any more.",
    )
}

/// There is no such way from where the contract stands.
pub fn no_way() -> Error {
    Error::refused(
        "合同现在的状态不能这样做。请重新打开合同页面，看看现状。",
        "As the contract stands this cannot be done. Open its page again to see.",
    )
}

/// What holds of every draft: there is a list price that the discount is reckoned from, and nothing is owed before the contract
/// begins. `this` is the contract that is written again.
fn check_draft(tx: &mut Tx, project: &Project, draft: &Draft, this: Option<&Contract>) -> Result<()> {
    if draft.list_fen <= 0 {
        return Err(Error::invalid("list", Complaint::Said(NO_LIST)));
    }
    if draft.fen > draft.list_fen {
        return Err(Error::invalid("amount", Complaint::Said(ABOVE_LIST)));
    }
    if let Some(at) = draft.payments.iter().position(|it| it.due_on < draft.starts_on) {
        return Err(Error::invalid(&format!("payment-{at}"), Complaint::Said(TOO_EARLY)));
    }
    check_edition(tx, project, draft, this)
}

/// An edition goes with the target that it was offered to, and the contract begins with its list price: whoever could write a
/// lower one would give a discount that nobody sees.
///
/// Without an edition a contract is made only where none waits for its contract, for the same reason.
fn check_edition(tx: &mut Tx, project: &Project, draft: &Draft, this: Option<&Contract>) -> Result<()> {
    let accepted = queries::accepted(tx, &project.id)?;
    let Some(id) = &draft.edition_id else {
        let theirs: Vec<String> = accepted.into_iter().filter(|it| it.target_id == draft.target_id).map(|it| it.id).collect();
        return match queries::without_contract(tx, theirs, this)? {
            false => Ok(()),
            true => Err(Error::invalid("edition", Complaint::Said(ACCEPTED))),
        };
    };
    let edition = accepted.iter().find(|it| it.id == *id && it.target_id == draft.target_id);
    let edition = edition.ok_or_else(|| Error::invalid("edition", Complaint::NotAChoice))?;
    if draft.list_fen >= edition.list_fen {
        return Ok(());
    }
    let low = Pair(
        "不能低于所依据方案的目录价 {} 元；供货范围有变的，请先编写方案的新版本。",
        "Not below the solution's list price of {} yuan; if the scope has changed, write a new edition of the solution first.",
    );
    Err(Error::invalid("list", Complaint::Named(low, Money(edition.list_fen).yuan())))
}

/// The parts of a payment in the order in which they are due, as they are kept.
fn in_order(payments: &[Payment]) -> Vec<Payment> {
    let mut sorted = payments.to_vec();
    sorted.sort_by_key(|it| it.due_on);
    sorted
}

/// Whether the payment terms that are kept say what was typed.
fn agree(kept: &[PaymentTerm], typed: &[Payment]) -> bool {
    let same = |(old, new): (&PaymentTerm, &Payment)| (&old.title, old.due_on, old.fen) == (&new.title, new.due_on, new.fen);
    kept.len() == typed.len() && kept.iter().zip(typed).all(same)
}

/// Replaces the payment terms where they differ; answers whether they did.
fn write_payments(tx: &mut Tx, deed: &str, contract: &Contract, payments: &[Payment]) -> Result<bool> {
    let old = queries::terms(tx, &contract.id)?;
    let sorted = in_order(payments);
    if agree(&old, &sorted) {
        return Ok(false);
    }
    tx.belongs_to(&contract.project_id);
    for term in &old {
        tx.remove(deed, term)?;
    }
    for (position, it) in (1..).zip(&sorted) {
        let row = PaymentTerm {
            id: tx.new_id()?,
            contract_id: contract.id.clone(),
            position,
            title: it.title.clone(),
            due_on: it.due_on,
            fen: it.fen,
            version: 1,
        };
        tx.add(deed, &row)?;
    }
    Ok(true)
}

/// What is said with a turn.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// When it was signed.
    pub day: Option<NaiveDate>,
    pub reason: String,
}

/// Moves a contract, if there is a way, the person may, and everything is there.
pub fn carry_out(tx: &mut Tx, project: &Project, contract: &Contract, turn: Turn, said: &Said) -> Result<Contract> {
    let Some(way) = turn.way(contract.state) else { return Err(no_way()) };
    work::check(tx, project, way.deed, way.work)?;
    let terms = queries::terms(tx, &contract.id)?;
    check_gate(tx, project, contract, way, &terms)?;
    check_said(tx, project, way, said)?;
    let mut after = Contract { state: way.to, state_since: tx.now, ..contract.clone() };
    match turn {
        Turn::Sign => {
            after.request_id = authority::check(tx, project, Matter::Contract, contract.fen)?;
            after.discount_request_id = authority::check(tx, project, Matter::Discount, contract.discount())?;
            after.signed_on = said.day;
        }
        Turn::Cancel => {
            after.reason = said.reason.clone();
            after.care_on = None;
        }
        Turn::Start | Turn::Finish => {}
    }
    let after = tx.change(turn.deed(), contract, after)?;
    let after = keep(tx, &after)?;
    match turn {
        Turn::Sign => targets::sign(tx, project, &after.target_id)?,
        Turn::Cancel if contract.state.in_force() => targets::unsign(tx, project, &after.target_id)?,
        _ => {}
    }
    if contract.state.in_force() != after.state.in_force() {
        keep_actuals(tx, project, &after.customer_id)?;
    }
    Ok(after)
}

fn check_gate(tx: &mut Tx, project: &Project, contract: &Contract, way: &Way, terms: &[PaymentTerm]) -> Result<()> {
    // Beyond a limit the sentence says by which request it can be allowed.
    if way.turn == Turn::Sign {
        for matter in [Matter::Contract, Matter::Discount] {
            authority::check(tx, project, matter, facts::value(contract, matter))?;
        }
    }
    let met = facts::met(tx, project, contract, terms, None)?;
    let missing = facts::missing(way, &met);
    if missing.is_empty() {
        return Ok(());
    }
    let missing = missing
        .into_iter()
        .map(|need| Missing { what: need.name(), href: format!("{}{}", contract.href(), need.place()) })
        .collect();
    Err(Error::new(Kind::Refused(Pair("条件还不齐备，暂不能这样做。", "Not everything is there yet."), missing)))
}

fn check_said(tx: &Tx, project: &Project, way: &Way, said: &Said) -> Result<()> {
    for ask in way.asks {
        match ask {
            Ask::Day => check_day(tx, project, "signed_on", said.day.or_not_found()?)?,
            Ask::Reason if said.reason.is_empty() => return Err(Error::invalid("reason", Complaint::Required)),
            Ask::Reason => {}
        }
    }
    Ok(())
}

/// What is recorded of the work happened after the directive was issued, and not in the future.
pub fn check_day(tx: &Tx, project: &Project, field: &str, day: NaiveDate) -> Result<()> {
    let issued = project.issued_at.map(|at| tx.office.zone.day(at));
    if day <= tx.today() && issued.is_none_or(|issued| issued <= day) {
        return Ok(());
    }
    Err(Error::invalid(
        field,
        Complaint::Said(Pair("日期应在指令下达之日至今天之间。", "The day must be between the directive's issue and today.")),
    ))
}

/// Brings what the contract's row keeps of the formula up to date.
pub fn keep(tx: &mut Tx, contract: &Contract) -> Result<Contract> {
    let (invoiced, received) = super::money::queries::sums(tx, &contract.id)?;
    let mut after = Contract { invoiced, received, outstanding: 0, overdue_on: None, ..contract.clone() };
    if contract.state.in_force() {
        let settlement = after.settlement(&queries::terms(tx, &contract.id)?);
        after.outstanding = settlement.outstanding();
        after.overdue_on = settlement.overdue_on();
    }
    tx.change("keep_settlement", contract, after)
}

/// Computed figures of the project, and of the customer's other projects: which contract is a customer's first depends on all.
fn keep_actuals(tx: &mut Tx, project: &Project, customer: &str) -> Result<()> {
    alerts::changes::measured(tx, project)?;
    let others = contracts::table
        .filter(contracts::customer_id.eq(customer))
        .filter(contracts::project_id.ne(&project.id))
        .filter(contracts::signed_on.is_not_null())
        .select(contracts::project_id);
    let others: Vec<Project> = projects::table
        .filter(projects::id.eq_any(others))
        .order(projects::number)
        .select(Project::as_select())
        .load(&mut **tx)?;
    others.iter().try_for_each(|other| alerts::changes::measured(tx, other))
}
