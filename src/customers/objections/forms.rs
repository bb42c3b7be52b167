//! What was typed about an objection, checked.

use chrono::NaiveDate;

use super::changes::New;
use crate::customers::model::{Activity, Objection, ObjectionKind, Weight};
use crate::error::Complaint;
use crate::lang::{Lang, Pair};
use crate::web::{Fields, Form};

/// The most characters of each text.
pub const TEXT: usize = 1000;

/// The fields, for whoever was late.
pub const FIELDS: &[(&str, Pair)] = &[
    ("asked", Pair("请专业人员解决什么", "What specialists are asked")),
    ("design", Pair("解决方案", "Solution")),
    ("outcome", Pair("客户的答复", "The customer's answer")),
    ("overcome", Pair("异议是否消除", "Overcome")),
];

/// A new objection.
pub fn objection(form: &mut Form, today: NaiveDate) -> Option<New> {
    let kind = form.choice("kind", ObjectionKind::from_code);
    let weight = form.choice("weight", Weight::from_code);
    let said = form.text("said", TEXT);
    let raised_on = form.date("raised_on");
    if raised_on > today {
        form.complain("raised_on", Complaint::Said(Pair("日期不能晚于今天。", "The day must not lie ahead.")));
    }
    Some(New { kind: kind?, weight: weight?, said, raised_on })
}

/// A form for an objection heard today, or in this activity.
pub fn begun(today: NaiveDate, heard: Option<&Activity>) -> Form {
    let fields = Fields::default()
        .with("weight", "minor")
        .with("raised_on", heard.map_or(today, |it| it.on_day).to_string())
        .with("said", heard.map_or("", |it| &it.said));
    Form { fields, ..Form::default() }
}

/// Whether the objection is overcome, and what the customer said.
pub fn outcome(form: &mut Form) -> (bool, String) {
    let overcome = form.choice("overcome", |code| match code {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    });
    (overcome.unwrap_or(false), form.text("outcome", TEXT))
}

/// An objection as its forms show it.
pub fn filled(it: &Objection) -> Fields {
    let overcome = match it.overcome {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    Fields::default()
        .with("asked", &it.asked)
        .with("design", &it.design)
        .with("outcome", &it.outcome)
        .with("overcome", overcome)
}

/// A value of the forms in words.
pub fn spoken(lang: Lang, field: &str, value: &str) -> String {
    match (field, value) {
        ("overcome", "yes") => lang.of("已消除", "Overcome").to_owned(),
        ("overcome", "no") => lang.of("未消除", "Not overcome").to_owned(),
        _ => value.to_owned(),
    }
}
