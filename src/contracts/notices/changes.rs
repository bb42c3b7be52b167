//! Issuing supply notices and withdrawing them: never more than was ordered and is not notified yet.

use chrono::NaiveDate;

use super::model::{Notice, NoticeLine};
use crate::contracts::model::Contract;
use crate::contracts::orders::changes::keep;
use crate::contracts::orders::model::Order;
use crate::contracts::orders::progress::OrderState;
use crate::contracts::orders::queries::Whole;
use crate::error::{Complaint, Error, Result};
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::execution::work::{self, Work};
use crate::projects::model::Project;
use crate::quantity::Quantity;
use crate::store::Tx;

/// A notice as it is written.
#[derive(Clone, Debug)]
pub struct NewNotice {
    pub supplier: String,
    pub deliver_by: NaiveDate,
    pub receiver: String,
    pub phone: String,
    pub place: String,
    pub note: String,
    /// Lines of the order by id, and how much of each, in hundredths of the unit.
    pub lines: Vec<(String, i64)>,
}

/// Goes on only if the person may issue notices for the order now.
pub fn check(tx: &mut Tx, project: &Project, contract: &Contract, order: &Order) -> Result<()> {
    work::check(tx, project, Deed::IssueNotice, Work::Settle)?;
    if contract.state.in_force() && order.state == OrderState::Open {
        return Ok(());
    }
    Err(Error::refused("订单没有待通知的数量。", "Nothing of the order is to be notified."))
}

/// Issues a notice for the whole or a part of what is not notified yet.
pub fn issue(tx: &mut Tx, project: &Project, contract: &Contract, order: &Order, new: NewNotice) -> Result<Notice> {
    let whole = Whole::read(tx, &order.id)?;
    if let Some(notice) = just_now(tx, &whole, &new) {
        return Ok(notice);
    }
    check(tx, project, contract, order)?;
    if new.deliver_by < tx.today() {
        let past = Pair("交货期限不能早于今天。", "Delivery is due today or later.");
        return Err(Error::invalid("deliver_by", Complaint::Said(past)));
    }
    if new.lines.is_empty() {
        let none = Pair("至少填写一行数量。", "Give a quantity for at least one line.");
        return Err(Error::invalid("quantity", Complaint::Said(none)));
    }
    for (id, quantity) in &new.lines {
        let progress = whole.progress();
        let Some((_, progress)) = progress.iter().find(|(line, _)| line.id == *id) else {
            return Err(Error::invalid(&format!("quantity-{id}"), Complaint::NotAChoice));
        };
        if *quantity > progress.to_notify() {
            let most = Pair("超过待通知的数量：最多 {}。", "More than is to be notified: at most {}.");
            return Err(Error::invalid(
                &format!("quantity-{id}"),
                Complaint::Named(most, Quantity(progress.to_notify()).to_string()),
            ));
        }
    }
    let notice = Notice {
        id: tx.new_id()?,
        number: tx.next_number("GH")?,
        order_id: order.id.clone(),
        project_id: project.id.clone(),
        supplier: new.supplier,
        deliver_by: new.deliver_by,
        receiver: new.receiver,
        phone: new.phone,
        place: new.place,
        note: new.note,
        issued_by: tx.who.id.clone(),
        issued_at: tx.now,
        withdrawn_at: None,
        reason: String::new(),
        version: 1,
    };
    tx.add(Deed::IssueNotice.code(), &notice)?;
    tx.belongs_to(&project.id);
    for (position, (order_line_id, quantity)) in (1..).zip(new.lines) {
        let row = NoticeLine { id: tx.new_id()?, notice_id: notice.id.clone(), order_line_id, position, quantity };
        tx.add(Deed::IssueNotice.code(), &row)?;
    }
    keep(tx, order)?;
    Ok(notice)
}

/// The same notice, if it was issued a moment ago: alike in everything that was typed.
fn just_now(tx: &Tx, whole: &Whole, new: &NewNotice) -> Option<Notice> {
    let recent = |it: &Notice| it.issued_by == tx.who.id && it.stands() && tx.pressed_twice(it.issued_at);
    let says = |it: &Notice| {
        let what = (&it.supplier, it.deliver_by, &it.note) == (&new.supplier, new.deliver_by, &new.note);
        what && (&it.receiver, &it.phone, &it.place) == (&new.receiver, &new.phone, &new.place)
    };
    let alike = |lines: &Vec<NoticeLine>| {
        lines.iter().map(|it| (it.order_line_id.clone(), it.quantity)).collect::<Vec<_>>() == new.lines
    };
    let found = whole.notices.iter().rev().find(|(it, lines)| recent(it) && says(it) && alike(lines));
    found.map(|(it, _)| it.clone())
}

/// Withdraws a notice against which nothing was delivered.
pub fn withdraw(tx: &mut Tx, project: &Project, order: &Order, notice: &Notice, reason: String) -> Result<()> {
    work::check(tx, project, Deed::IssueNotice, Work::Settle)?;
    if !notice.stands() {
        return Ok(());
    }
    if Whole::read(tx, &order.id)?.has_delivery(&notice.id) {
        return Err(Error::refused(
            "已有交货，通知不能撤回。",
            "Something was delivered already; the notice cannot be withdrawn.",
        ));
    }
    let after = Notice { withdrawn_at: Some(tx.now), reason, ..notice.clone() };
    tx.change("withdraw_notice", notice, after)?;
    keep(tx, order).map(|_| ())
}
