//! What was typed about a solution, checked.

use chrono::{Days, NaiveDate};

use super::changes::{ABOVE, Content};
use crate::customers::model::{Objection, SolutionEdition};
use crate::error::Complaint;
use crate::lang::Pair;
use crate::money::Money;
use crate::web::{Fields, Form};

/// The most characters of a solution's content, and of an answer to it.
pub const CONTENT: usize = 4000;
pub const ANSWER: usize = 600;

/// The fields, for whoever was late.
pub const FIELDS: &[(&str, Pair)] = &[
    ("content", Pair("方案内容", "Content of the solution")),
    ("list", Pair("目录价", "List price")),
    ("price", Pair("报价", "Price")),
    ("valid_until", Pair("有效期至", "Valid until")),
];

/// An edition's content.
pub fn content(form: &mut Form, today: NaiveDate) -> Content {
    let content = form.text("content", CONTENT);
    let list_fen = form.money("list").0;
    let price_fen = form.money("price").0;
    let valid_until = form.date("valid_until");
    if list_fen == 0 {
        form.complain("list", Complaint::Said(Pair("不能为零。", "Must not be zero.")));
    }
    if price_fen > list_fen && !form.is_wrong("list") {
        form.complain("price", Complaint::Said(ABOVE));
    }
    if valid_until < today {
        form.complain("valid_until", Complaint::Said(Pair("有效期不能早于今天。", "It must be valid until today at least.")));
    }
    Content { content, list_fen, price_fen, valid_until }
}

/// A form for a first edition, valid for thirty days; with the design of the objection that it answers.
pub fn begun(today: NaiveDate, objection: Option<&Objection>) -> Form {
    let until = today.checked_add_days(Days::new(30)).unwrap_or(today);
    let fields = Fields::default()
        .with("valid_until", until.to_string())
        .with("content", objection.map_or("", |it| &it.design))
        .with("objection", objection.map_or("", |it| &it.id));
    Form { fields, ..Form::default() }
}

/// An edition as its form shows it.
pub fn filled(it: &SolutionEdition) -> Fields {
    Fields::default()
        .with("content", &it.content)
        .with("list", Money(it.list_fen).yuan())
        .with("price", Money(it.price_fen).yuan())
        .with("valid_until", it.valid_until.to_string())
}

/// What the customer said to it.
pub fn answer(form: &mut Form) -> (bool, String) {
    let accepted = form.choice("verdict", |code| match code {
        "accepted" => Some(true),
        "declined" => Some(false),
        _ => None,
    });
    (accepted.unwrap_or(false), form.text("answer", ANSWER))
}
