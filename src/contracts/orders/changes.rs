//! Taking orders and cancelling them. An order's state follows from its lines, notices and deliveries.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{Order, OrderLine};
use super::progress::{OrderState, worth};
use super::queries::{self, Whole};
use crate::contracts;
use crate::contracts::changes::{Said, check_day};
use crate::contracts::model::Contract;
use crate::contracts::road::{ContractState, Turn};
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::money::Money;
use crate::policy::Deed;
use crate::projects::execution::work::{self, Work};
use crate::projects::model::Project;
use crate::store::Tx;
use crate::store::schema::order_lines;

/// An order as the customer gave it.
#[derive(Clone, Debug)]
pub struct NewOrder {
    pub ordered_on: NaiveDate,
    pub wanted_on: NaiveDate,
    pub receiver: String,
    pub phone: String,
    pub place: String,
    pub note: String,
    pub lines: Vec<NewLine>,
}

/// One sort of goods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLine {
    pub goods: String,
    pub spec: String,
    pub unit: String,
    /// Hundredths of the unit.
    pub quantity: i64,
    /// Fen for one unit.
    pub price_fen: i64,
}

/// Goes on only if the person may take orders under this contract now.
pub fn check(tx: &mut Tx, project: &Project, contract: &Contract) -> Result<()> {
    work::check(tx, project, Deed::Execute, Work::Undertake)?;
    if contract.state.takes_orders() {
        return Ok(());
    }
    Err(Error::refused(
        "合同签署之后、履行完毕之前，才能下订单。",
        "Orders are taken once the contract is signed and until it is finished.",
    ))
}

/// Takes an order; the first one sets the contract running.
pub fn take(tx: &mut Tx, project: &Project, contract: &Contract, new: NewOrder) -> Result<Order> {
    check(tx, project, contract)?;
    let fen = check_new(tx, project, contract, &new)?;
    if let Some(order) = just_now(tx, contract, &new)? {
        return Ok(order);
    }
    check_room(tx, contract, None, fen)?;
    let order = Order {
        id: tx.new_id()?,
        number: tx.next_number("DD")?,
        contract_id: contract.id.clone(),
        project_id: project.id.clone(),
        ordered_on: new.ordered_on,
        wanted_on: new.wanted_on,
        receiver: new.receiver,
        phone: new.phone,
        place: new.place,
        note: new.note,
        state: OrderState::Open,
        fen,
        due_on: Some(new.wanted_on),
        reason: String::new(),
        person_id: tx.who.id.clone(),
        taken_at: tx.now,
        version: 1,
    };
    tx.add("take_order", &order)?;
    write_lines(tx, "take_order", &order, new.lines)?;
    if contract.state == ContractState::Signed {
        contracts::changes::carry_out(tx, project, contract, Turn::Start, &Said::default())?;
    }
    Ok(order)
}

/// What holds of every order; answers what its lines come to, in fen.
fn check_new(tx: &Tx, project: &Project, contract: &Contract, new: &NewOrder) -> Result<i64> {
    check_day(tx, project, "ordered_on", new.ordered_on)?;
    if contract.signed_on.is_some_and(|signed| new.ordered_on < signed) {
        let early = Pair("下单日期不能早于合同的签署日期。", "Nothing is ordered before the contract is signed.");
        return Err(Error::invalid("ordered_on", Complaint::Said(early)));
    }
    if new.wanted_on < new.ordered_on {
        let early = Pair("要求交货日期不能早于下单日期。", "The goods cannot be wanted before they are ordered.");
        return Err(Error::invalid("wanted_on", Complaint::Said(early)));
    }
    let total: i128 = new.lines.iter().map(|it| i128::from(worth(it.quantity, it.price_fen))).sum();
    let fen = i64::try_from(total).ok().filter(|fen| *fen <= Money::LIMIT.0);
    fen.ok_or_else(|| Error::invalid("lines", Complaint::Said(Pair("数字太大。", "The number is too large."))))
}

/// The orders of a contract together stay within its amount; `rewritten` is the id of an order that is written again.
fn check_room(tx: &mut Tx, contract: &Contract, rewritten: Option<&str>, fen: i64) -> Result<()> {
    let orders = queries::of_contract(tx, &contract.id)?;
    let others = orders.iter().filter(|it| it.state != OrderState::Cancelled && rewritten != Some(it.id.as_str()));
    let free = (contract.fen - others.map(|it| it.fen).sum::<i64>()).max(0);
    if fen <= free {
        return Ok(());
    }
    let beyond =
        Pair("超过合同金额：本单合计／还可下单 {} 元。", "Beyond the contract's amount: this order / still free {} yuan.");
    let figures = format!("{} / {}", Money(fen).yuan(), Money(free).yuan());
    Err(Error::invalid("lines", Complaint::Named(beyond, figures)))
}

fn write_lines(tx: &mut Tx, deed: &str, order: &Order, lines: Vec<NewLine>) -> Result<()> {
    tx.belongs_to(&order.project_id);
    for (position, line) in (1..).zip(lines) {
        let row = OrderLine {
            id: tx.new_id()?,
            order_id: order.id.clone(),
            position,
            goods: line.goods,
            spec: line.spec,
            unit: line.unit,
            quantity: line.quantity,
            price_fen: line.price_fen,
            version: 1,
        };
        tx.add(deed, &row)?;
    }
    Ok(())
}

/// Goes on only if the order can still be written again: nothing speaks of it yet.
pub fn check_amend(tx: &mut Tx, project: &Project, contract: &Contract, order: &Order) -> Result<()> {
    check(tx, project, contract)?;
    if order.state != OrderState::Cancelled && Whole::read(tx, &order.id)?.notices.is_empty() {
        return Ok(());
    }
    Err(fixed())
}

/// What a notice speaks of, or what is cancelled, does not change any more.
pub fn fixed() -> Error {
    Error::refused(
        "订单已经发出过供应通知，或已取消，不能再改；要货有变，另登记一张订单。",
        "A supply notice was issued for the order, or it is cancelled; take another order for what is wanted otherwise.",
    )
}

/// Writes an order again before its first notice; `version` is that of the row when its form was opened.
pub fn amend(
    tx: &mut Tx,
    project: &Project,
    contract: &Contract,
    before: &Order,
    version: i32,
    new: NewOrder,
) -> Result<Order> {
    check_amend(tx, project, contract, before)?;
    if before.version != version {
        return Err(Error::new(Kind::Late));
    }
    let fen = check_new(tx, project, contract, &new)?;
    check_room(tx, contract, Some(&before.id), fen)?;
    let old = Whole::read(tx, &before.id)?.lines;
    let written = old.iter().map(as_new).collect::<Vec<_>>() != new.lines;
    let after = Order {
        ordered_on: new.ordered_on,
        wanted_on: new.wanted_on,
        receiver: new.receiver,
        phone: new.phone,
        place: new.place,
        note: new.note,
        fen,
        due_on: Some(new.wanted_on),
        // Where only its lines change, whoever writes over them must notice all the same.
        taken_at: if written { tx.now } else { before.taken_at },
        ..before.clone()
    };
    let after = tx.change("amend_order", before, after)?;
    if written {
        tx.belongs_to(&project.id);
        for line in &old {
            tx.remove("amend_order", line)?;
        }
        write_lines(tx, "amend_order", &after, new.lines)?;
    }
    Ok(after)
}

fn as_new(it: &OrderLine) -> NewLine {
    NewLine {
        goods: it.goods.clone(),
        spec: it.spec.clone(),
        unit: it.unit.clone(),
        quantity: it.quantity,
        price_fen: it.price_fen,
    }
}

/// The same order, if it was taken a moment ago: alike in everything that was typed.
fn just_now(tx: &mut Tx, contract: &Contract, new: &NewOrder) -> Result<Option<Order>> {
    let (mine, since) = (tx.who.id.clone(), tx.a_moment_ago());
    let recent = |it: &Order| it.person_id == mine && it.state != OrderState::Cancelled && it.taken_at > since;
    let orders = queries::of_contract(tx, &contract.id)?;
    for order in orders.into_iter().rev().filter(|it| recent(it) && says(it, new)) {
        let lines: Vec<OrderLine> = order_lines::table
            .filter(order_lines::order_id.eq(&order.id))
            .order(order_lines::position)
            .select(OrderLine::as_select())
            .load(&mut **tx)?;
        if lines.iter().map(as_new).collect::<Vec<_>>() == new.lines {
            return Ok(Some(order));
        }
    }
    Ok(None)
}

/// Whether an order says what was typed, its lines aside.
fn says(it: &Order, new: &NewOrder) -> bool {
    let days = (it.ordered_on, it.wanted_on) == (new.ordered_on, new.wanted_on);
    days && (&it.receiver, &it.phone, &it.place, &it.note) == (&new.receiver, &new.phone, &new.place, &new.note)
}

/// Cancels an order of which nothing is notified.
pub fn cancel(tx: &mut Tx, project: &Project, order: &Order, reason: String) -> Result<()> {
    work::check(tx, project, Deed::Execute, Work::Settle)?;
    if order.state == OrderState::Cancelled {
        return Ok(());
    }
    if Whole::read(tx, &order.id)?.is_notified() {
        return Err(Error::refused(
            "已发出供应通知。先撤回通知，再取消订单。",
            "A supply notice was issued. Withdraw it first, then cancel the order.",
        ));
    }
    let after = Order { state: OrderState::Cancelled, due_on: None, reason, ..order.clone() };
    tx.change("cancel_order", order, after).map(|_| ())
}

/// Brings the order's state up to date with its notices and deliveries.
pub fn keep(tx: &mut Tx, order: &Order) -> Result<Order> {
    let state = match order.state {
        OrderState::Cancelled => return Ok(order.clone()),
        _ => Whole::read(tx, &order.id)?.state(),
    };
    let due_on = Some(order.wanted_on).filter(|_| state != OrderState::Delivered);
    tx.change("keep_order", order, Order { state, due_on, ..order.clone() })
}
