//! One contract: everything about it.

mod todo;

use std::collections::BTreeMap;

use askama::Template;
use chrono::NaiveDate;

use super::{Gate, need_href, stars, tone};
use crate::contracts::cares::model::Care;
use crate::contracts::deliveries::model::Delivery;
use crate::contracts::facts::{self, Goods};
use crate::contracts::model::PaymentTerm;
use crate::contracts::money::model::{Invoice, Receipt};
use crate::contracts::notices::model::Notice;
use crate::contracts::orders::model::Order;
use crate::contracts::orders::progress::OrderState;
use crate::contracts::queries::{self, Opened};
use crate::contracts::road::{ContractState, Need, Way};
use crate::contracts::{cares, money, notices, orders};
use crate::error::Result;
use crate::files::model::{Attachment, SubjectKind};
use crate::lang::Lang;
use crate::money::settlement::{Paid, Settlement};
use crate::policy::{Deed, Standing};
use crate::projects::authority::{self, Limits, Matter};
use crate::projects::execution::work::Work;
use crate::projects::head::late_for;
use crate::web::{Form, Reading, Shell};
use crate::{files, people};

/// A row of what became of the orders: an order, below it its notices, below them their deliveries.
pub enum Step {
    Order(Order),
    /// With whether something of it is still to arrive.
    Notice(Notice, bool),
    Delivery(Delivery),
}

/// One contract: everything about it.
#[derive(Template)]
#[template(path = "contracts/show.html")]
pub struct Show {
    s: Shell,
    o: Opened,
    form: Form,
    names: BTreeMap<String, String>,
    terms: Vec<PaymentTerm>,
    settlement: Settlement,
    steps: Vec<Step>,
    invoices: Vec<Invoice>,
    receipts: Vec<Receipt>,
    cares: Vec<Care>,
    files: Vec<Attachment>,
    limits: Limits,
    gates: Vec<Gate>,
    standing: Standing,
}

impl Show {
    /// Reads a contract that the reader may see; `form` is that of an upload that was refused.
    pub fn of(r: &mut Reading, number: &str, form: Form) -> Result<Show> {
        let me = r.me.clone();
        let o = queries::open(r, &me, number)?;
        let standing = o.project.standing(&me, &o.coordinator_id);
        let terms = queries::terms(r, &o.contract.id)?;
        let signed = o.contract.signed_on.is_some();
        let id = o.contract.id.clone();
        let orders = if signed { orders::queries::of_contract(r, &id)? } else { Vec::new() };
        let sent = if orders.is_empty() { Vec::new() } else { notices::queries::of_contract(r, &id)? };
        let invoices = if signed { money::queries::invoices(r, &id)? } else { Vec::new() };
        let receipts = if signed { money::queries::receipts(r, &id)? } else { Vec::new() };
        let cares = if signed { cares::queries::of_contract(r, &id)? } else { Vec::new() };
        let invoiced = invoices.iter().map(|it| it.id.clone()).collect();
        let files = files::queries::of_both(r, (SubjectKind::Contract, &id), (SubjectKind::Invoice, invoiced))?;
        let goods = Goods {
            to_deliver: orders.iter().any(|it| matches!(it.state, OrderState::Open | OrderState::Notified)),
            ordered: orders.iter().any(|it| it.state != OrderState::Cancelled),
            to_count: sent.iter().filter_map(|(_, _, it)| it.as_ref()).any(|it| it.stands() && it.counted_on.is_none()),
        };
        let met = facts::met(r, &o.project, &o.contract, &terms, Some(goods))?;
        let limits = match o.contract.state {
            ContractState::Draft => authority::limits(r, &me, &o.project)?,
            _ => Limits::default(),
        };
        let mine = |way: &Way| me.may(way.deed, standing).is_some() && way.work.is_on(&o.project);
        let gates =
            o.contract.state.ways().map(|way| Gate { way, missing: facts::missing(way, &met), mine: mine(way) }).collect();
        let names = people::queries::names(r)?;
        let s = r.shell()?;
        Ok(Show {
            settlement: o.contract.settlement(&terms),
            steps: steps(orders, sent),
            s,
            o,
            form,
            names,
            terms,
            invoices,
            receipts,
            cares,
            files,
            limits,
            gates,
            standing,
        })
    }

    fn is(&self, state: &str) -> bool {
        self.o.contract.state.code() == state
    }

    fn in_force(&self) -> bool {
        self.o.contract.state.in_force()
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("", String::as_str)
    }

    fn may(&self, deed: Deed, work: Work) -> bool {
        let me = self.s.me.as_ref();
        me.is_some_and(|me| me.may(deed, self.standing).is_some()) && work.is_on(&self.o.project)
    }

    /// Whether the draft can be written again.
    fn may_edit(&self) -> bool {
        self.is("draft") && self.may(Deed::Execute, Work::Undertake)
    }

    /// Whether orders can be taken.
    fn may_order(&self) -> bool {
        self.o.contract.state.takes_orders() && self.may(Deed::Execute, Work::Undertake)
    }

    /// Whether invoices, receipts and care can be recorded.
    fn may_settle(&self) -> bool {
        self.in_force() && self.may(Deed::Settle, Work::Settle)
    }

    /// Whether money can come in: what is paid up takes no receipt.
    fn may_receive(&self) -> bool {
        self.may_settle() && self.settlement.outstanding() > 0
    }

    fn may_invoice(&self) -> bool {
        self.may_settle() && self.settlement.to_invoice() > 0
    }

    fn may_void(&self) -> bool {
        self.may_settle() && !self.is("finished")
    }

    fn is_notice_late(&self, notice: &Notice) -> bool {
        self.in_force() && notice.deliver_by < self.s.today
    }

    fn may_attach(&self) -> bool {
        self.may(Deed::Settle, Work::Settle)
    }

    /// Whether there is anything to say of how it goes on.
    fn has_ways(&self) -> bool {
        self.onward().is_some() || self.gates.iter().any(|it| it.mine)
    }

    /// The ways that the reader may take.
    fn mine(&self) -> Vec<&Gate> {
        self.gates.iter().filter(|it| it.mine).collect()
    }

    /// The gate worth a list: that of the way onward.
    fn onward(&self) -> Option<&Gate> {
        self.gates.iter().find(|it| !it.way.turn.destroys() && !it.way.needs.is_empty())
    }

    fn lacks(&self, gate: &Gate, need: &Need) -> bool {
        gate.missing.contains(need)
    }

    fn is_open(&self, gate: &Gate) -> bool {
        gate.missing.is_empty()
    }

    /// Whether something has to be said with it; otherwise the button alone does it.
    fn asks(&self, gate: &Gate) -> bool {
        !gate.way.asks.is_empty()
    }

    fn kind_of(&self, gate: &Gate) -> &'static str {
        if gate.way.turn.destroys() { "danger" } else { "primary" }
    }

    /// What a limit is and what the contract has, where it is beyond it.
    fn beyond(&self, need: &Need) -> String {
        let (matter, say): (Matter, fn(&Shell, i64) -> String) = match need {
            Need::ContractLimit => (Matter::Contract, |s, fen| s.money(fen)),
            Need::DiscountLimit => (Matter::Discount, |s, share| format!("{} %", s.quantity(share))),
            _ => return String::new(),
        };
        let value = facts::value(&self.o.contract, matter);
        match self.limits.of(matter) {
            Some(limit) if value > limit => {
                let (value, limit) = (say(&self.s, value), say(&self.s, limit));
                match self.s.lang {
                    Lang::Zh => format!("现为 {value}，限额 {limit}"),
                    Lang::En => format!("now {value}, the limit is {limit}"),
                }
            }
            _ => String::new(),
        }
    }

    /// Where a need can be put right.
    fn need_href(&self, need: &Need) -> String {
        need_href(&self.o.project, &self.o.contract, need)
    }

    fn state_tone(&self) -> &'static str {
        tone(self.o.contract.state)
    }

    fn overdue(&self) -> i64 {
        if self.in_force() { self.settlement.overdue(self.s.today) } else { 0 }
    }

    fn overdue_since(&self) -> String {
        let since = self.o.contract.overdue_on.and_then(|on| on.pred_opt());
        since.map_or(String::new(), |due| late_for(&self.s, self.s.days_late(due)))
    }

    fn percent(&self) -> i64 {
        self.settlement.percent()
    }

    fn paid(&self) -> Vec<(&PaymentTerm, Paid)> {
        self.terms.iter().zip(self.settlement.paid()).collect()
    }

    fn is_late(&self, paid: &Paid) -> bool {
        self.in_force() && paid.is_late(self.s.today)
    }

    fn late(&self, due: &NaiveDate) -> String {
        late_for(&self.s, self.s.days_late(due))
    }

    /// What the payment terms lack to the amount, in fen; negative where they are too much.
    fn gap(&self) -> i64 {
        self.o.contract.fen - self.terms.iter().map(|it| it.fen).sum::<i64>()
    }

    /// The sum of the orders that are not cancelled, in fen.
    fn ordered(&self) -> i64 {
        let orders = self.steps.iter().filter_map(|it| match it {
            Step::Order(order) if order.state != OrderState::Cancelled => Some(order.fen),
            _ => None,
        });
        orders.sum()
    }

    fn order_tone(&self, order: &Order) -> &'static str {
        orders::pages::tone(order.state)
    }

    fn is_order_late(&self, order: &Order) -> bool {
        order.due_on.is_some_and(|due| due < self.s.today)
    }

    fn invoice_files<'a>(&'a self, invoice: &'a Invoice) -> Vec<&'a Attachment> {
        self.files.iter().filter(|it| it.subject_id == invoice.id).collect()
    }

    fn contract_files(&self) -> Vec<&Attachment> {
        self.files.iter().filter(|it| it.subject_id == self.o.contract.id).collect()
    }

    fn stars(&self, satisfaction: &i32) -> String {
        stars(*satisfaction)
    }

    fn is_care_due(&self) -> bool {
        self.in_force() && self.o.contract.care_on.is_some_and(|on| on <= self.s.today)
    }
}

/// Orders, notices and deliveries in one list, each below what it belongs to.
fn steps(orders: Vec<Order>, sent: Vec<(Notice, bool, Option<Delivery>)>) -> Vec<Step> {
    let mut all = Vec::new();
    for order in orders {
        let id = order.id.clone();
        all.push(Step::Order(order));
        let mut last = String::new();
        for (notice, open, delivery) in sent.iter().filter(|(it, ..)| it.order_id == id) {
            if last != notice.id {
                all.push(Step::Notice(notice.clone(), *open));
                last.clone_from(&notice.id);
            }
            all.extend(delivery.iter().cloned().map(Step::Delivery));
        }
    }
    all
}
