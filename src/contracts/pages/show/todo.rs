//! What is to be done next with a contract.

use super::{Show, Step};
use crate::contracts::orders::progress::OrderState;
use crate::contracts::road::{ContractState, Turn};
use crate::lang::Lang;

/// Something that is to be done next: what, where, how urgent.
pub struct Todo {
    pub what: String,
    pub href: String,
    pub tone: &'static str,
}

impl Show {
    /// What is to be done next, the most urgent first.
    pub(super) fn todo(&self) -> Vec<Todo> {
        let (s, c) = (&self.s, &self.o.contract);
        let mut all = Vec::new();
        let mut add = |what: String, href: String, tone| all.push(Todo { what, href, tone });
        if c.state == ContractState::Draft {
            let text = match self.gates.iter().find(|it| it.way.turn == Turn::Sign).is_some_and(|it| it.missing.is_empty()) {
                true => s.t("双方签字盖章后，登记签署日期。", "Once both sides have signed, record the day."),
                false => s.t("先把下面缺的补齐，再签署。", "Fill in what is missing below, then sign."),
            };
            add(text.to_owned(), "#gate".into(), "dawn");
        }
        if self.overdue() > 0 {
            let (sum, since) = (s.money(self.overdue()), self.overdue_since());
            let text = match s.lang {
                Lang::Zh => format!("催收逾期款 {sum}（{since}）"),
                Lang::En => format!("Collect the overdue {sum} ({since})"),
            };
            add(text, "#receipts".into(), "late");
        }
        for step in &self.steps {
            match step {
                Step::Order(it) if it.state == OrderState::Open => {
                    add(format!("{} {}", it.number, s.t("发出供应通知", "Issue a supply notice")), it.href(), "dawn");
                }
                Step::Order(it) if it.state == OrderState::Notified => {
                    add(
                        format!("{} {}", it.number, s.t("跟进交货，到货即登记", "Follow the delivery and record it")),
                        it.href(),
                        "dawn",
                    );
                }
                Step::Delivery(it) if it.stands() && it.counted_on.is_none() => {
                    add(format!("{} {}", it.number, s.t("到客户处盘点", "Count it at the customer's")), it.href(), "dawn");
                }
                _ => {}
            }
        }
        if c.state == ContractState::Signed && self.ordered() == 0 {
            let text = s.t(
                "登记第一张订单；没有订单的合同直接开始履行。",
                "Take the first order; a contract without orders is started by hand.",
            );
            add(text.to_owned(), "#orders".into(), "dawn");
        }
        let delivered = self.steps.iter().any(|it| matches!(it, Step::Delivery(it) if it.stands()));
        if self.is_care_due() || (delivered && self.cares.is_empty() && self.in_force()) {
            let href = if self.may_settle() { c.at("cares/new") } else { "#cares".into() };
            add(s.t("回访客户的使用情况", "Ask the customer how the goods are used").to_owned(), href, "dawn");
        }
        let to_invoice = self.settlement.to_invoice();
        if self.in_force() && self.settlement.outstanding() == 0 && to_invoice > 0 {
            let sum = s.money(to_invoice);
            let text = match s.lang {
                Lang::Zh => format!("款已收齐，还有 {sum} 未开票"),
                Lang::En => format!("Paid up, but {sum} not invoiced yet"),
            };
            let href = if self.may_settle() { c.at("invoices/new") } else { "#invoices".into() };
            add(text, href, "dawn");
        }
        if let Some(next) = self.settlement.next_due().filter(|it| self.in_force() && it.part.due_on >= s.today) {
            let (day, sum) = (s.day(next.part.due_on), s.money(next.open()));
            let text = match s.lang {
                Lang::Zh => format!("下一笔款 {sum}，{day} 到期"),
                Lang::En => format!("The next payment of {sum} is due {day}"),
            };
            add(text, "#receipts".into(), "");
        }
        all
    }

    /// What the page says where nothing is to be done.
    pub(super) fn rest(&self) -> &'static str {
        let s = &self.s;
        match self.o.contract.state {
            ContractState::Finished => s.t("合同履行完毕。", "The contract is finished."),
            ContractState::Cancelled => s.t("合同已取消。", "The contract is cancelled."),
            _ => {
                s.t("货已交清、款已收齐，可以登记履行完毕。", "Everything is delivered and paid; the contract can be finished.")
            }
        }
    }
}
