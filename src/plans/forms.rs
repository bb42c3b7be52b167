//! Plans and targets as typed, and as their forms show them. Targets are one line a metric, so that a metric stands once.

use chrono::NaiveDate;

use super::changes::{Draft, Wanted};
use super::model::{ActionPlan, Metric, Target};
use crate::error::Complaint;
use crate::lang::Pair;
use crate::money::Money;
use crate::quantity::Quantity;
use crate::web::form::Clash;
use crate::web::{Fields, Form, Shell};

/// What the fields of a plan are called, for the page of a late writer; the targets come as one more.
pub const PLAN: &[(&str, Pair)] = &[
    ("name", Pair("名称", "Name")),
    ("purpose", Pair("目的", "Purpose")),
    ("starts_on", Pair("开始日期", "First day")),
    ("ends_on", Pair("结束日期", "Last day")),
    ("closed", Pair("关闭", "Closed")),
];

/// Reads a plan.
pub fn plan(form: &mut Form, metrics: &[Metric]) -> Draft {
    Draft {
        name: form.line("name", 80),
        purpose: form.text("purpose", 2000),
        starts_on: form.date("starts_on"),
        ends_on: form.date("ends_on"),
        targets: targets(form, metrics),
        closed: form.ticked("closed"),
    }
}

/// Reads the line of each metric: none where no value stands; without a due date it is the plan's last day.
pub fn targets(form: &mut Form, metrics: &[Metric]) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    for metric in metrics {
        let (value_field, due_field) = (format!("value-{}", metric.code), format!("due-{}", metric.code));
        let due_on = optional_date(form, &due_field);
        if form.value(&value_field).trim().is_empty() {
            if due_on.is_some() {
                form.complain(&value_field, Complaint::Required);
            }
            continue;
        }
        let value = match metric.is_money() {
            true => form.money(&value_field).0,
            false => form.quantity(&value_field).0,
        };
        if value == 0 {
            form.complain(&value_field, Complaint::Said(Pair("指标的目标值要大于零。", "A target is more than zero.")));
        }
        wanted.push(Wanted { metric_id: metric.id.clone(), value, due_on });
    }
    wanted
}

fn optional_date(form: &mut Form, name: &str) -> Option<NaiveDate> {
    (!form.value(name).trim().is_empty()).then(|| form.date(name))
}

/// A plan as its form shows it.
pub fn filled(plan: &ActionPlan, targets: &[Target], metrics: &[Metric]) -> Fields {
    let fields = Fields::default()
        .with("name", &plan.name)
        .with("purpose", &plan.purpose)
        .with("starts_on", plan.starts_on.to_string())
        .with("ends_on", plan.ends_on.to_string())
        .with("closed", if plan.closed { "1" } else { "" });
    with_targets(fields, targets, metrics)
}

/// Targets as the lines of a form show them.
pub fn with_targets(mut fields: Fields, targets: &[Target], metrics: &[Metric]) -> Fields {
    for metric in metrics {
        if let Some(target) = targets.iter().find(|it| it.metric_id == metric.id) {
            let value = match metric.is_money() {
                true => Money(target.value).yuan().trim_end_matches('0').trim_end_matches('.').to_owned(),
                false => Quantity(target.value).to_string(),
            };
            fields = fields.with(&format!("value-{}", metric.code), value);
            fields = fields.with(&format!("due-{}", metric.code), target.due_on.to_string());
        }
    }
    fields
}

/// [`Form::against`] with the targets as one more field and ticks in words.
pub fn against(form: Form, theirs: &Fields, version: i32, labels: &[(&str, Pair)], metrics: &[Metric], s: &Shell) -> Form {
    if !form.late {
        return form.against(theirs, version, labels);
    }
    let original = Fields::parse(form.was.as_bytes());
    let mine = in_words(&form.fields, metrics, s);
    let mut form = form.against(theirs, version, labels);
    for clash in form.clashes.iter_mut().filter(|it| it.name == "closed") {
        for text in [&mut clash.original, &mut clash.theirs, &mut clash.mine] {
            *text = if text.is_empty() { s.t("否", "No") } else { s.t("是", "Yes") }.to_owned();
        }
    }
    let theirs = in_words(theirs, metrics, s);
    if theirs != mine {
        form.clashes.push(Clash {
            name: "targets".into(),
            label: Pair("指标", "Indicators"),
            original: in_words(&original, metrics, s),
            theirs,
            mine,
        });
    }
    form
}

fn in_words(fields: &Fields, metrics: &[Metric], s: &Shell) -> String {
    let said = |metric: &Metric| {
        let value = fields.get(&format!("value-{}", metric.code)).trim().to_owned();
        let due = fields.get(&format!("due-{}", metric.code));
        (!value.is_empty()).then(|| format!("{} {value} {} {due}", metric.called(s), metric.counted_in(s)).trim().to_owned())
    };
    metrics.iter().filter_map(said).collect::<Vec<_>>().join(s.t("；", "; "))
}
