//! Recording deliveries, counting them and voiding what was a mistake.

use chrono::NaiveDate;

use super::model::{Delivery, DeliveryLine};
use super::queries::Found;
use crate::contracts::changes::check_day;
use crate::contracts::model::Contract;
use crate::contracts::notices::model::Notice;
use crate::contracts::orders::changes::keep;
use crate::contracts::orders::queries::Whole;
use crate::contracts::road::ContractState;
use crate::customers::targets::changes as targets;
use crate::error::{Complaint, Error, Kind, OrNotFound, Result};
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::execution::work::{self, Work};
use crate::projects::model::Project;
use crate::quantity::Quantity;
use crate::store::Tx;

/// A delivery as it happened.
#[derive(Clone, Debug)]
pub struct NewDelivery {
    pub on: NaiveDate,
    pub carrier: String,
    pub signed_by: String,
    pub note: String,
    /// Lines of the order by id, and how much of each was sent, in hundredths of the unit.
    pub lines: Vec<(String, i64)>,
}

/// One line as it was counted.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The delivery's line.
    pub line: String,
    /// Hundredths of the unit.
    pub found: i64,
    /// Why it differs from what was sent.
    pub difference: String,
}

/// Goes on only if the person may record deliveries against the notice now.
pub fn check(tx: &mut Tx, project: &Project, contract: &Contract, notice: &Notice) -> Result<()> {
    work::check(tx, project, Deed::Settle, Work::Settle)?;
    if notice.stands() && contract.state == ContractState::Running {
        return Ok(());
    }
    Err(Error::refused(
        "通知已经撤回，或合同不在履行中，不能记录交货。",
        "The notice is withdrawn or the contract is not running; deliveries cannot be recorded.",
    ))
}

/// Records a delivery, whole or in part; the first one brings the customer into service.
pub fn deliver(tx: &mut Tx, notice: &Notice, new: NewDelivery) -> Result<Delivery> {
    let (order, contract, project) = crate::contracts::orders::queries::by_id(tx, &notice.order_id)?;
    check(tx, &project, &contract, notice)?;
    check_day(tx, &project, "delivered_on", new.on)?;
    if new.on < order.ordered_on {
        let early = Pair("交货日期不能早于下单日期。", "Nothing is delivered before it is ordered.");
        return Err(Error::invalid("delivered_on", Complaint::Said(early)));
    }
    let whole = Whole::read(tx, &order.id)?;
    if let Some(delivery) = just_now(tx, &whole, notice, &new) {
        return Ok(delivery);
    }
    if new.lines.is_empty() {
        let none = Pair("至少填写一行数量。", "Give a quantity for at least one line.");
        return Err(Error::invalid("quantity", Complaint::Said(none)));
    }
    let asked = whole.asked(&notice.id);
    for (id, sent) in &new.lines {
        let Some(line) = asked.iter().find(|it| it.line.id == *id) else {
            return Err(Error::invalid(&format!("quantity-{id}"), Complaint::NotAChoice));
        };
        if *sent > line.left() {
            let most = Pair("超过通知的数量：最多还能交 {}。", "More than was notified: at most {} are left to deliver.");
            return Err(Error::invalid(&format!("quantity-{id}"), Complaint::Named(most, Quantity(line.left()).to_string())));
        }
    }
    let delivery = Delivery {
        id: tx.new_id()?,
        number: tx.next_number("JH")?,
        notice_id: notice.id.clone(),
        order_id: order.id.clone(),
        project_id: project.id.clone(),
        delivered_on: new.on,
        carrier: new.carrier,
        signed_by: new.signed_by,
        note: new.note,
        person_id: tx.who.id.clone(),
        recorded_at: tx.now,
        counted_on: None,
        counted_by: None,
        voided_at: None,
        reason: String::new(),
        version: 1,
    };
    tx.add("deliver", &delivery)?;
    tx.belongs_to(&project.id);
    for (position, (order_line_id, sent)) in (1..).zip(new.lines) {
        let row = DeliveryLine {
            id: tx.new_id()?,
            delivery_id: delivery.id.clone(),
            order_line_id,
            position,
            sent,
            counted: None,
            difference: String::new(),
            version: 1,
        };
        tx.add("deliver", &row)?;
    }
    keep(tx, &order)?;
    targets::serve(tx, &project, &contract.target_id)?;
    Ok(delivery)
}

/// The same delivery, if it was recorded a moment ago: alike in everything that was typed.
fn just_now(tx: &Tx, whole: &Whole, notice: &Notice, new: &NewDelivery) -> Option<Delivery> {
    let recent = |it: &Delivery| it.person_id == tx.who.id && it.stands() && tx.pressed_twice(it.recorded_at);
    let says = |it: &Delivery| {
        let when = (&it.notice_id, it.delivered_on) == (&notice.id, new.on);
        when && (&it.carrier, &it.signed_by, &it.note) == (&new.carrier, &new.signed_by, &new.note)
    };
    let alike =
        |lines: &Vec<DeliveryLine>| lines.iter().map(|it| (it.order_line_id.clone(), it.sent)).collect::<Vec<_>>() == new.lines;
    let found = whole.deliveries.iter().rev().find(|(it, lines)| recent(it) && says(it) && alike(lines));
    found.map(|(it, _)| it.clone())
}

/// The lines of a delivery.
fn lines(whole: &Whole, delivery: &str) -> Vec<DeliveryLine> {
    let found = whole.deliveries.iter().find(|(it, _)| it.id == delivery);
    found.map_or(Vec::new(), |(_, lines)| lines.clone())
}

/// How many times what was sent a count may be before it is taken for a slip.
const SURPLUS: i64 = 10;

/// Writes down what was counted, line by line; a difference needs its explanation. `version` is that of the delivery when the
/// form was opened.
pub fn count(tx: &mut Tx, found: &Found, version: i32, on: NaiveDate, counted: &[Counted]) -> Result<()> {
    let Found { delivery, order, contract, project, .. } = found;
    work::check(tx, project, Deed::Settle, Work::Settle)?;
    check_live(delivery, contract)?;
    if delivery.version != version {
        return Err(Error::new(Kind::Late));
    }
    check_day(tx, project, "counted_on", on)?;
    if on < delivery.delivered_on {
        let early = Pair("盘点不能早于交货。", "Nothing is counted before it is delivered.");
        return Err(Error::invalid("counted_on", Complaint::Said(early)));
    }
    let lines = lines(&Whole::read(tx, &order.id)?, &delivery.id);
    tx.belongs_to(&project.id);
    for line in &lines {
        let it = counted.iter().find(|it| it.line == line.id).or_not_found()?;
        // Two digits that changed places, or one too many.
        if it.found > line.sent.saturating_mul(SURPLUS) {
            let much = Pair("实盘数量超过交货数量的 {} 倍，请核对。", "More than {} times what was sent; please check.");
            return Err(Error::invalid(&format!("found-{}", line.id), Complaint::Named(much, SURPLUS.to_string())));
        }
        if it.found != line.sent && it.difference.is_empty() {
            let why = Pair("实盘与交货数量不同，请说明原因。", "What was counted is not what was sent; say why.");
            return Err(Error::invalid(&format!("difference-{}", line.id), Complaint::Said(why)));
        }
        let difference = if it.found == line.sent { String::new() } else { it.difference.clone() };
        let after = DeliveryLine { counted: Some(it.found), difference, ..line.clone() };
        tx.change("count_delivery", line, after)?;
    }
    // Whoever counts again is the one who counted.
    let after = Delivery { counted_on: Some(on), counted_by: Some(tx.who.id.clone()), ..delivery.clone() };
    tx.change("count_delivery", delivery, after)?;
    keep(tx, order).map(|_| ())
}

/// Takes a delivery back that was recorded by mistake.
pub fn void(tx: &mut Tx, found: &Found, reason: String) -> Result<()> {
    let Found { delivery, order, contract, project, .. } = found;
    work::check(tx, project, Deed::Settle, Work::Settle)?;
    if !delivery.stands() {
        return Ok(());
    }
    check_live(delivery, contract)?;
    let after = Delivery { voided_at: Some(tx.now), reason, ..delivery.clone() };
    tx.change("void_delivery", delivery, after)?;
    keep(tx, order).map(|_| ())
}

fn check_live(delivery: &Delivery, contract: &Contract) -> Result<()> {
    if delivery.stands() && contract.state == ContractState::Running {
        return Ok(());
    }
    Err(Error::refused("交货已经作废，或合同不在履行中。", "The delivery is void, or the contract is not running."))
}
