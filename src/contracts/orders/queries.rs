//! Reading orders with everything that became of them.

use diesel::prelude::*;

use super::model::{Order, OrderLine};
use super::progress::{OrderState, Progress, worth};
use crate::contracts::deliveries::model::{Delivery, DeliveryLine};
use crate::contracts::model::Contract;
use crate::contracts::notices::model::{Notice, NoticeLine};
use crate::error::{OrNotFound, Result};
use crate::projects::model::Project;
use crate::projects::queries::sees_issued;
use crate::store::schema::{
    contracts, deliveries, delivery_lines, notice_lines, order_lines, orders, projects, supply_notices,
};
use crate::store::{Actor, Conn};

/// What belongs to an order: it, its contract, their project.
pub type Found = (Order, Contract, Project);

/// The order with this number, if the person may see its project.
pub fn find(conn: &mut Conn, me: &Actor, number: &str) -> Result<Found> {
    sees_issued(me).then_some(()).or_not_found()?;
    orders::table
        .inner_join(contracts::table)
        .inner_join(projects::table)
        .filter(orders::number.eq(number))
        .select((Order::as_select(), Contract::as_select(), Project::as_select()))
        .first(conn)
        .optional()?
        .or_not_found()
}

/// The order of this id, its contract, their project; for what hangs on an order that is seen already.
pub fn by_id(conn: &mut Conn, id: &str) -> Result<Found> {
    orders::table
        .inner_join(contracts::table)
        .inner_join(projects::table)
        .filter(orders::id.eq(id))
        .select((Order::as_select(), Contract::as_select(), Project::as_select()))
        .first(conn)
        .optional()?
        .or_not_found()
}

/// The orders of a contract.
pub fn of_contract(conn: &mut Conn, contract: &str) -> Result<Vec<Order>> {
    Ok(orders::table.filter(orders::contract_id.eq(contract)).order(orders::number).select(Order::as_select()).load(conn)?)
}

/// An order with its lines, its notices and its deliveries.
#[derive(Clone, Debug, Default)]
pub struct Whole {
    pub lines: Vec<OrderLine>,
    /// Withdrawn ones too.
    pub notices: Vec<(Notice, Vec<NoticeLine>)>,
    /// Voided ones too.
    pub deliveries: Vec<(Delivery, Vec<DeliveryLine>)>,
}

/// A line of a notice: what it asks for and what became of it, in hundredths of the unit.
#[derive(Clone, Debug)]
pub struct Asked {
    pub line: OrderLine,
    pub quantity: i64,
    pub sent: i64,
    pub arrived: i64,
}

impl Asked {
    /// What is still to be delivered against the notice.
    pub fn left(&self) -> i64 {
        (self.quantity - self.arrived).max(0)
    }

    /// What was asked for comes to so much, in fen.
    pub fn fen(&self) -> i64 {
        worth(self.quantity, self.line.price_fen)
    }
}

impl Whole {
    /// Reads all of it.
    pub fn read(conn: &mut Conn, order: &str) -> Result<Whole> {
        let lines = order_lines::table
            .filter(order_lines::order_id.eq(order))
            .order(order_lines::position)
            .select(OrderLine::as_select())
            .load(conn)?;
        let notices: Vec<(Notice, NoticeLine)> = supply_notices::table
            .inner_join(notice_lines::table)
            .filter(supply_notices::order_id.eq(order))
            .order((supply_notices::number, notice_lines::position))
            .select((Notice::as_select(), NoticeLine::as_select()))
            .load(conn)?;
        let deliveries: Vec<(Delivery, DeliveryLine)> = deliveries::table
            .inner_join(delivery_lines::table)
            .filter(deliveries::order_id.eq(order))
            .order((deliveries::number, delivery_lines::position))
            .select((Delivery::as_select(), DeliveryLine::as_select()))
            .load(conn)?;
        Ok(Whole { lines, notices: grouped(notices, |it| &it.id), deliveries: grouped(deliveries, |it| &it.id) })
    }

    /// Each line and how far it has come.
    pub fn progress(&self) -> Vec<(&OrderLine, Progress)> {
        let of = |line: &OrderLine| {
            let notified = self
                .notices
                .iter()
                .filter(|(notice, _)| notice.stands())
                .flat_map(|(_, lines)| lines)
                .filter(|it| it.order_line_id == line.id)
                .map(|it| it.quantity)
                .sum();
            let (sent, arrived) = self.delivered(&line.id, None);
            Progress { ordered: line.quantity, notified, sent, arrived }
        };
        self.lines.iter().map(|line| (line, of(line))).collect()
    }

    /// What a notice asks for and what became of it.
    pub fn asked(&self, notice: &str) -> Vec<Asked> {
        let lines = self.notices.iter().filter(|(it, _)| it.id == notice).flat_map(|(_, lines)| lines);
        lines
            .filter_map(|it| {
                let line = self.lines.iter().find(|line| line.id == it.order_line_id)?;
                let (sent, arrived) = self.delivered(&line.id, Some(notice));
                Some(Asked { line: line.clone(), quantity: it.quantity, sent, arrived })
            })
            .collect()
    }

    /// Sent, and arrived, of a line by deliveries that count; of all notices or of one.
    fn delivered(&self, line: &str, notice: Option<&str>) -> (i64, i64) {
        let counts = |it: &&(Delivery, Vec<DeliveryLine>)| it.0.stands() && notice.is_none_or(|id| it.0.notice_id == id);
        let lines = self.deliveries.iter().filter(counts).flat_map(|(_, lines)| lines);
        let lines = lines.filter(|it| it.order_line_id == line);
        lines.fold((0, 0), |(sent, arrived), it| (sent + it.sent, arrived + it.counted.unwrap_or(it.sent)))
    }

    /// Whether a notice of it stands.
    pub fn is_notified(&self) -> bool {
        self.notices.iter().any(|(notice, _)| notice.stands())
    }

    /// Whether something was delivered against a notice.
    pub fn has_delivery(&self, notice: &str) -> bool {
        self.deliveries.iter().any(|(it, _)| it.stands() && it.notice_id == notice)
    }

    /// Whether something can still be put into a notice.
    pub fn can_notify(&self) -> bool {
        self.progress().iter().any(|(_, it)| it.to_notify() > 0)
    }

    /// The line of this id.
    pub fn line(&self, id: &str) -> Option<&OrderLine> {
        self.lines.iter().find(|it| it.id == id)
    }

    /// The state that follows.
    pub fn state(&self) -> OrderState {
        super::progress::state(&self.progress().into_iter().map(|(_, it)| it).collect::<Vec<_>>())
    }
}

/// Rows in order, each with its lines.
fn grouped<T, L>(rows: Vec<(T, L)>, key: fn(&T) -> &String) -> Vec<(T, Vec<L>)> {
    let mut all: Vec<(T, Vec<L>)> = Vec::new();
    for (row, line) in rows {
        match all.last_mut() {
            Some((last, lines)) if key(last) == key(&row) => lines.push(line),
            _ => all.push((row, vec![line])),
        }
    }
    all
}
