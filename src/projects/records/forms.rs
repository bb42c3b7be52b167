//! A step's fields as typed: each checked by its kind.

use serde_json::{Map, Value};

use super::fields::{Kind, fields};
use super::model::StepRecord;
use crate::projects::steps::Step;
use crate::web::{Fields, Form};

/// Reads the fields of a step.
pub fn values(form: &mut Form, step: Step) -> Map<String, Value> {
    let mut values = Map::new();
    for field in fields(step) {
        let text = match (field.kind, field.needed) {
            (Kind::Line(max), true) => form.line(field.name, max),
            (Kind::Line(max), false) => form.optional_line(field.name, max),
            (Kind::Text(max), true) => form.text(field.name, max),
            (Kind::Text(max), false) => form.optional_text(field.name, max),
            (Kind::Date, _) => form.date(field.name).to_string(),
            (Kind::Choice(choices), _) => {
                let known = |code: &str| choices().iter().find(|(it, _)| *it == code).map(|(it, _)| (*it).to_owned());
                form.choice(field.name, known).unwrap_or_default()
            }
        };
        values.insert(field.name.to_owned(), Value::String(text));
    }
    values
}

/// A record as its form shows it.
pub fn filled(step: Step, record: Option<&StepRecord>) -> Fields {
    let Some(record) = record else { return Fields::default() };
    fields(step).iter().fold(Fields::default(), |all, field| all.with(field.name, record.value(field.name)))
}
