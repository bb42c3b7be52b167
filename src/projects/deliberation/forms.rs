//! Standards and control methods as typed, and as their form shows them.

use super::changes::{NewMethod, NewStandard};
use super::model::{ControlMethod, Standard};
use crate::lang::Pair;
use crate::web::{Fields, Form};

/// The columns of the table of standards.
pub const STANDARDS: &[&str] = &["standard_title", "standard_measure", "standard_tolerance", "standard_due"];
/// The columns of the table of control methods.
pub const METHODS: &[&str] = &["method_title", "method_frequency", "method_who"];

/// What the fields are called, for the page of a late writer.
pub const LABELS: &[(&str, Pair)] = &[
    ("standard_title", Pair("业绩标准", "Performance standards")),
    ("standard_measure", Pair("怎样算达到", "What counts as reached")),
    ("standard_tolerance", Pair("可接受的偏差", "Acceptable deviation")),
    ("standard_due", Pair("完成日期", "Due date")),
    ("method_title", Pair("控制办法", "Control methods")),
    ("method_frequency", Pair("多久一次", "How often")),
    ("method_who", Pair("由谁", "By whom")),
];

/// Reads standards and control methods.
pub fn standards(form: &mut Form) -> (Vec<NewStandard>, Vec<NewMethod>) {
    let rows = form.filled_rows(STANDARDS);
    let standards = rows
        .iter()
        .map(|row| NewStandard {
            title: form.line_in("standards", row.at(0), 120),
            measure: form.line_in("standards", row.at(1), 300),
            tolerance: form.text_in("standards", row.at(2), 200),
            due_on: form.date_in("standards", row.at(3)),
        })
        .collect();
    let rows = form.filled_rows(METHODS);
    let methods = rows
        .iter()
        .map(|row| NewMethod {
            title: form.line_in("methods", row.at(0), 200),
            frequency: form.line_in("methods", row.at(1), 60),
            who: form.text_in("methods", row.at(2), 60),
        })
        .collect();
    (standards, methods)
}

/// Standards and control methods as their form shows them.
pub fn filled(standards: &[Standard], methods: &[ControlMethod]) -> Fields {
    let mut fields = Fields::default();
    for it in standards {
        fields = fields
            .with("standard_title", &it.title)
            .with("standard_measure", &it.measure)
            .with("standard_tolerance", &it.tolerance)
            .with("standard_due", it.due_on.to_string());
    }
    for it in methods {
        fields = fields.with("method_title", &it.title).with("method_frequency", &it.frequency).with("method_who", &it.who);
    }
    fields
}
