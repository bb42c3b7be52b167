//! What was typed into a step's form, checked field by field as its data say.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::fields::{Kind, fields};
use super::model::StepRecord;
use crate::error::Complaint;
use crate::lang::Pair;
use crate::projects::steps::Step;
use crate::web::{Fields, Form};

/// The values of a step's form. Its dates are of what has happened: none lies after `today`, or before the century.
pub fn values(form: &mut Form, step: Step, today: NaiveDate) -> Map<String, Value> {
    let mut values = Map::new();
    for field in fields(step) {
        let value = match (field.kind, field.needed) {
            (Kind::Line(max), true) => form.line(field.name, max),
            (Kind::Line(max), false) => form.optional_line(field.name, max),
            (Kind::Text(max), true) => form.text(field.name, max),
            (Kind::Text(max), false) => form.optional_text(field.name, max),
            (Kind::Date, _) => happened(form, field.name, today).to_string(),
            (Kind::Choice(choices), _) => {
                let find = |code: &str| choices().into_iter().map(|(it, _)| it).find(|it| *it == code);
                form.choice(field.name, find).unwrap_or_default().to_owned()
            }
        };
        values.insert(field.name.to_owned(), Value::String(value));
    }
    values
}

fn happened(form: &mut Form, name: &str, today: NaiveDate) -> NaiveDate {
    let day = form.date(name);
    if day > today {
        form.complain(name, Complaint::Said(Pair("日期不能晚于今天。", "The day must not lie ahead.")));
    }
    day
}

/// A record as its form shows it.
pub fn filled(record: &StepRecord, step: Step) -> Fields {
    let values = record.values();
    let text = |name: &str| values.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    fields(step).iter().fold(Fields::default(), |all, field| all.with(field.name, text(field.name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_checked_as_its_field_is_declared() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let mut form = Form::typed(Fields::parse("source=协会&kind=market&on=2026-11-24&finding=有".as_bytes()));
        values(&mut form, Step::S2_1, today);
        assert!(form.is_wrong("on"));
        let mut form = Form::typed(Fields::parse("source=协会&kind=rumour&on=2026-02-30&finding=".as_bytes()));
        values(&mut form, Step::S2_1, today);
        let wrong: Vec<_> = form.complaints.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(wrong, ["kind", "on", "finding"]);
        let mut form = Form::typed(Fields::parse("source=协会&kind=market&on=2026-02-03&finding=有".as_bytes()));
        let values = values(&mut form, Step::S2_1, today);
        assert!(form.complaints.is_empty());
        assert_eq!(values.get("on").and_then(Value::as_str), Some("2026-02-03"));
    }

    #[test]
    fn what_need_not_be_filled_in_may_be_left() {
        let mut form = Form::typed(Fields::default().with("changes", "无需修订"));
        values(&mut form, Step::S3_5, NaiveDate::MAX);
        assert!(form.complaints.is_empty());
    }
}
