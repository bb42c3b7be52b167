//! The pages of one order.

use std::collections::BTreeMap;

use askama::Template;

use super::forms::{self, GOODS};
use super::model::{Order, OrderLine};
use super::progress::{OrderState, Progress};
use super::queries::{self, Whole};
use crate::contracts::model::Contract;
use crate::contracts::notices::model::Notice;
use crate::contracts::pages::may;
use crate::error::Result;
use crate::people;
use crate::policy::Deed;
use crate::projects::execution::work::Work;
use crate::projects::head::late_for;
use crate::projects::model::Project;
use crate::projects::planning::forms::{Line, lines_to_write};
use crate::web::{Fields, Form, Reading, Shell};

/// The tone of a state.
pub fn tone(state: OrderState) -> &'static str {
    match state {
        OrderState::Open | OrderState::Notified => "dawn",
        OrderState::Delivered => "good",
        OrderState::Cancelled => "",
    }
}

/// One order and what became of it.
#[derive(Template)]
#[template(path = "orders/show.html")]
pub struct Show {
    s: Shell,
    order: Order,
    contract: Contract,
    project: Project,
    whole: Whole,
    names: BTreeMap<String, String>,
    notifies: bool,
    settles: bool,
    executes: bool,
}

impl Show {
    /// Reads an order that the reader may see.
    pub fn of(r: &mut Reading, number: &str) -> Result<Show> {
        let me = r.me.clone();
        let (order, contract, project) = queries::find(r, &me, number)?;
        let whole = Whole::read(r, &order.id)?;
        let coordinator = crate::projects::tasks::coordinator(r, &project)?;
        let standing = project.standing(&me, &coordinator);
        let may = |deed: Deed| me.may(deed, standing).is_some() && Work::Settle.is_on(&project);
        let (notifies, settles, executes) = (may(Deed::IssueNotice), may(Deed::Settle), may(Deed::Execute));
        let names = people::queries::names(r)?;
        Ok(Show { s: r.shell()?, order, contract, project, whole, names, notifies, settles, executes })
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("", String::as_str)
    }

    fn tone(&self) -> &'static str {
        tone(self.order.state)
    }

    fn lines(&self) -> Vec<(&OrderLine, Progress)> {
        self.whole.progress()
    }

    fn may_notify(&self) -> bool {
        self.notifies && self.contract.state.in_force() && self.order.state == OrderState::Open && self.whole.can_notify()
    }

    fn may_amend(&self) -> bool {
        let takes = self.contract.state.takes_orders() && Work::Undertake.is_on(&self.project);
        self.executes && takes && self.order.state != OrderState::Cancelled && self.whole.notices.is_empty()
    }

    fn may_cancel(&self) -> bool {
        self.executes && self.order.state != OrderState::Cancelled && !self.whole.is_notified()
    }

    /// Whether something can still be delivered against a notice.
    fn may_deliver(&self, notice: &Notice) -> bool {
        let left = self.whole.asked(&notice.id).iter().any(|it| it.left() > 0);
        self.settles && notice.stands() && left && self.contract.state == crate::contracts::road::ContractState::Running
    }

    /// What a notice asks for, in words.
    fn asked(&self, notice: &Notice) -> String {
        let words = self
            .whole
            .asked(&notice.id)
            .into_iter()
            .map(|it| format!("{} {} {}", it.line.name(), self.s.quantity(it.quantity), it.line.unit));
        words.collect::<Vec<_>>().join(self.s.t("；", "; "))
    }

    /// What a delivery brought, in words.
    fn brought(&self, delivery: &str) -> String {
        let lines = self.whole.deliveries.iter().filter(|(it, _)| it.id == delivery).flat_map(|(_, lines)| lines);
        let words = lines.filter_map(|it| {
            let line = self.whole.line(&it.order_line_id)?;
            Some(format!("{} {} {}", line.name(), self.s.quantity(it.sent), line.unit))
        });
        words.collect::<Vec<_>>().join(self.s.t("；", "; "))
    }

    fn late(&self) -> Option<String> {
        let due = self.order.due_on.filter(|due| *due < self.s.today)?;
        Some(late_for(&self.s, self.s.days_late(due)))
    }

    /// What is to be done next.
    fn next(&self) -> &'static str {
        let s = &self.s;
        let uncounted = self.whole.deliveries.iter().any(|(it, _)| it.stands() && it.counted_on.is_none());
        match self.order.state {
            OrderState::Open => {
                s.t("还有数量没有通知供货，请发出供应通知。", "Something is not notified yet: issue a supply notice.")
            }
            OrderState::Notified => {
                s.t("已通知供货。到货后在通知下登记交货。", "Supply is notified. Record each delivery against its notice.")
            }
            OrderState::Delivered if uncounted => {
                s.t("货已交清，还要到客户处盘点。", "Everything is delivered; it has to be counted at the customer's.")
            }
            OrderState::Delivered => s.t("货已交清并盘点。", "Everything is delivered and counted."),
            OrderState::Cancelled => s.t("订单已取消。", "The order is cancelled."),
        }
    }
}

/// The form of a new order, or of one that nothing speaks of yet.
#[derive(Template)]
#[template(path = "orders/new.html")]
pub struct New {
    s: Shell,
    form: Form,
    contract: Contract,
    /// None: a new one.
    order: Option<Order>,
    /// What is ordered under the contract already, in fen.
    ordered: i64,
}

impl New {
    /// For a contract of the reader's.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<New> {
        let me = r.me.clone();
        let (contract, project) = crate::contracts::queries::find(r, &me, number)?;
        may(r, &project, Deed::Execute)?;
        let orders = queries::of_contract(r, &contract.id)?;
        let ordered = orders.iter().filter(|it| it.state != OrderState::Cancelled).map(|it| it.fen).sum();
        let form = typed.unwrap_or_else(|| {
            // Goods mostly go to where they went before.
            let last = orders.last();
            let of = |part: fn(&Order) -> &String| last.map_or("", |it| part(it).as_str());
            let fields = Fields::default()
                .with("ordered_on", r.today.to_string())
                .with("receiver", of(|it| &it.receiver))
                .with("phone", of(|it| &it.phone))
                .with("place", of(|it| &it.place));
            Form { fields, ..Form::blank() }
        });
        Ok(New { s: r.shell()?, form, contract, order: None, ordered })
    }

    /// For an order of the reader's before its first notice; `typed` has what was typed.
    pub fn amending(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<New> {
        let me = r.me.clone();
        let (order, contract, project) = queries::find(r, &me, number)?;
        may(r, &project, Deed::Execute)?;
        let whole = Whole::read(r, &order.id)?;
        if order.state == OrderState::Cancelled || !whole.notices.is_empty() {
            return Err(super::changes::fixed());
        }
        let filled = forms::filled(&order, &whole.lines);
        let form = match typed {
            Some(form) => form.against(&filled, order.version, forms::LABELS),
            None => Form::showing(filled, order.version),
        };
        let others = queries::of_contract(r, &contract.id)?.into_iter().filter(|it| it.id != order.id);
        let ordered = others.filter(|it| it.state != OrderState::Cancelled).map(|it| it.fen).sum();
        Ok(New { s: r.shell()?, form, contract, order: Some(order), ordered })
    }

    fn title(&self) -> &'static str {
        match self.order {
            Some(_) => self.s.t("修改订单", "Change the order"),
            None => self.s.t("登记订单", "Take an order"),
        }
    }

    fn action(&self) -> String {
        self.order.as_ref().map_or_else(|| self.contract.at("orders"), Order::href)
    }

    fn back(&self) -> String {
        self.order.as_ref().map_or_else(|| self.contract.href(), Order::href)
    }

    /// What the browser keeps the draft under.
    fn kept_as(&self) -> String {
        let of = self.order.as_ref().map_or(&self.contract.number, |it| &it.number);
        format!("order-{of}-{}", self.s.my_username())
    }

    fn goods(&self) -> Vec<Line> {
        lines_to_write(&self.form, &GOODS)
    }

    fn complaint(&self, at: &usize) -> String {
        self.form.complaint(&format!("goods-{at}"), &self.s.lang)
    }
}
