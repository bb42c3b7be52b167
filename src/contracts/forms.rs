//! What was typed about a contract, checked.

use chrono::NaiveDate;

use super::changes::{Draft, NO_LIST, Payment, TOO_EARLY};
use super::model::{Contract, PaymentTerm};
use crate::error::Complaint;
use crate::lang::Pair;
use crate::money::Money;
use crate::projects::planning::forms::{Table, kept};
use crate::web::{Fields, Form};

/// Title, day, yuan.
pub const PAYMENTS: Table = Table { name: "payment", columns: &["payment_title", "payment_due", "payment_amount"], hidden: 0 };

/// A draft as typed; payment terms may still be incomplete, signing asks for them.
pub fn draft(form: &mut Form) -> Draft {
    let target_id = form.line("target", 60);
    let edition = form.optional_line("edition", 60);
    let fen = form.money("amount").0;
    if fen == 0 {
        form.complain("amount", Complaint::Said(Pair("金额应大于零。", "The amount must be above zero.")));
    }
    let list_fen = form.money("list").0;
    if list_fen == 0 {
        form.complain("list", Complaint::Said(NO_LIST));
    }
    let (starts_on, ends_on) = (form.date("starts_on"), form.date("ends_on"));
    if ends_on < starts_on {
        let turned = Pair("结束日期不能早于开始日期。", "The last day must not be before the first.");
        form.complain("ends_on", Complaint::Said(turned));
    }
    let mut payments = Vec::new();
    for (name, line) in kept(form, &PAYMENTS) {
        let title = form.line_in(&name, line.at(0), 100);
        let due_on = form.date_in(&name, line.at(1));
        let fen = form.money_in(&name, line.at(2)).0;
        if fen == 0 {
            form.complain(&name, Complaint::Said(Pair("金额应大于零。", "The amount must be above zero.")));
        }
        if due_on < starts_on {
            form.complain(&name, Complaint::Said(TOO_EARLY));
        }
        payments.push(Payment { title, due_on, fen });
    }
    Draft {
        target_id,
        edition_id: Some(edition).filter(|it| !it.is_empty()),
        title: form.line("title", 100),
        buyer: form.line("buyer", 100),
        seller: form.line("seller", 100),
        list_fen,
        fen,
        terms: form.optional_text("terms", 4000),
        starts_on,
        ends_on,
        payments,
    }
}

/// A contract as its form shows it.
pub fn filled(contract: &Contract, terms: &[PaymentTerm]) -> Fields {
    let mut fields = Fields::default()
        .with("target", &contract.target_id)
        .with("edition", contract.solution_edition_id.clone().unwrap_or_default())
        .with("title", &contract.title)
        .with("buyer", &contract.buyer)
        .with("seller", &contract.seller)
        .with("list", plain(contract.list_fen))
        .with("amount", plain(contract.fen))
        .with("terms", &contract.terms)
        .with("starts_on", contract.starts_on.to_string())
        .with("ends_on", contract.ends_on.to_string());
    for it in terms {
        fields = fields
            .with("payment_title", &it.title)
            .with("payment_due", it.due_on.to_string())
            .with("payment_amount", plain(it.fen));
    }
    fields
}

/// The fields by the names that the page for a late writer calls them.
pub const LABELS: &[(&str, Pair)] = &[
    ("title", Pair("合同名称", "Title")),
    ("buyer", Pair("甲方（买方）", "Party A (buyer)")),
    ("seller", Pair("乙方（卖方）", "Party B (seller)")),
    ("list", Pair("目录价合计", "By the list")),
    ("amount", Pair("合同金额", "Contract amount")),
    ("starts_on", Pair("开始日期", "First day")),
    ("ends_on", Pair("结束日期", "Last day")),
    ("terms", Pair("主要条款", "Main terms")),
    ("payment_title", Pair("付款约定", "Payment terms")),
    ("payment_due", Pair("付款期限", "To be paid by")),
    ("payment_amount", Pair("付款金额", "To be paid")),
];

/// An amount as a field takes it: `1200.50`.
pub fn plain(fen: i64) -> String {
    Money(fen).yuan().replace(',', "")
}

/// A day that may be left open.
pub fn optional_day(form: &mut Form, name: &str) -> Option<NaiveDate> {
    match form.value(name).trim() {
        "" => None,
        _ => Some(form.date(name)),
    }
}
