//! What is true of a contract now, as far as the gates of its ways ask.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::model::{Contract, PaymentTerm};
use super::orders::progress::OrderState;
use super::road::{ContractState, Need, Way};
use crate::error::Result;
use crate::projects::authority::{Matter, covering};
use crate::projects::model::Project;
use crate::store::Conn;
use crate::store::schema::{deliveries, orders};

/// What of the goods is still to come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Goods {
    /// An order is not wholly delivered.
    pub to_deliver: bool,
    /// A delivery is not counted.
    pub to_count: bool,
    /// There is an order that is not cancelled.
    pub ordered: bool,
}

/// The needs that are met; `goods` where somebody has read them already.
pub fn met(
    conn: &mut Conn,
    project: &Project,
    contract: &Contract,
    terms: &[PaymentTerm],
    goods: Option<Goods>,
) -> Result<Vec<Need>> {
    let goods = match (goods, contract.state) {
        (Some(goods), _) => goods,
        (None, ContractState::Signed | ContractState::Running) => read(conn, &contract.id)?,
        (None, _) => Goods::default(),
    };
    let mut met = Vec::new();
    for need in Need::ALL {
        let is_met = match need {
            Need::Parties => !contract.buyer.is_empty() && !contract.seller.is_empty(),
            Need::Payments => adds_up(contract.fen, terms),
            Need::ContractLimit => within(conn, project, contract, Matter::Contract)?,
            Need::DiscountLimit => within(conn, project, contract, Matter::Discount)?,
            Need::Delivered => !goods.to_deliver,
            Need::Counted => !goods.to_count,
            Need::Paid => contract.received == contract.fen,
            Need::NoMoney => contract.received == 0,
            Need::NoInvoices => contract.invoiced == 0,
            Need::NoOrders => !goods.ordered,
        };
        if is_met {
            met.push(*need);
        }
    }
    Ok(met)
}

/// What the gate of a way still wants.
pub fn missing(way: &Way, met: &[Need]) -> Vec<Need> {
    way.needs.iter().filter(|need| !met.contains(need)).copied().collect()
}

/// Whether the parts of the payment are the whole amount.
pub fn adds_up(fen: i64, terms: &[PaymentTerm]) -> bool {
    fen > 0 && terms.iter().map(|it| it.fen).sum::<i64>() == fen
}

/// What the directive limits, of this contract: fen, or hundredths of a percent.
pub fn value(contract: &Contract, matter: Matter) -> i64 {
    match matter {
        Matter::Discount => contract.discount(),
        _ => contract.fen,
    }
}

/// Whether it lies within the directive's limit, or an answered request covers it; asked only before it is signed.
fn within(conn: &mut Conn, project: &Project, contract: &Contract, matter: Matter) -> Result<bool> {
    let value = value(contract, matter);
    if contract.state != ContractState::Draft || matter.limit(project).is_some_and(|limit| value <= limit) {
        return Ok(true);
    }
    Ok(covering(conn, project, matter, value)?.is_some())
}

fn read(conn: &mut Conn, contract: &str) -> Result<Goods> {
    let under = || orders::table.filter(orders::contract_id.eq(contract));
    let open = under().filter(orders::state.eq_any([OrderState::Open, OrderState::Notified]));
    let sent = deliveries::table
        .filter(deliveries::order_id.eq_any(under().select(orders::id)))
        .filter(deliveries::voided_at.is_null())
        .filter(deliveries::counted_on.is_null());
    let standing = under().filter(orders::state.ne(OrderState::Cancelled));
    let (to_deliver, to_count, ordered) = diesel::select((exists(open), exists(sent), exists(standing))).first(conn)?;
    Ok(Goods { to_deliver, to_count, ordered })
}
