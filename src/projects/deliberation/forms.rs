//! What was typed in a deliberation.

use super::changes::{NewMethod, NewOpinion, NewStandard};
use super::model::{ControlMethod, Opinion, Stance, Standard};
use crate::error::Complaint;
use crate::lang::Pair;
use crate::projects::planning::forms::{Table, compared, kept, table_text};
use crate::web::{Fields, Form};

/// The most characters of a reason, a condition and a defence.
pub const TEXT: usize = 2000;

/// What the fields of an opinion are called, for the page of a late writer.
pub const OPINION: &[(&str, Pair)] =
    &[("stance", Pair("意见", "Opinion")), ("reason", Pair("理由", "Reason")), ("condition", Pair("条件", "Condition"))];

/// Title, what counts as reached, what deviation is acceptable, due date.
pub const STANDARDS: Table = Table {
    name: "standard",
    columns: &["standard_title", "standard_measure", "standard_tolerance", "standard_due"],
    hidden: 0,
};
/// Title, frequency, who.
pub const METHODS: Table = Table { name: "method", columns: &["method_title", "method_frequency", "method_who"], hidden: 0 };

/// An opinion; nothing where the stance is none, which is complained of.
pub fn opinion(form: &mut Form) -> Option<NewOpinion> {
    let stance = form.choice("stance", Stance::from_code);
    let reason = form.text("reason", TEXT);
    let condition = match stance {
        Some(Stance::Conditional) => form.text("condition", TEXT),
        _ => form.optional_text("condition", TEXT),
    };
    Some(NewOpinion { stance: stance?, reason, condition })
}

/// An opinion as its form shows it.
pub fn filled_opinion(opinion: &Opinion) -> Fields {
    Fields::default()
        .with("stance", opinion.stance.code())
        .with("reason", &opinion.reason)
        .with("condition", &opinion.condition)
}

/// Standards and control methods as typed.
pub fn standards(form: &mut Form) -> (Vec<NewStandard>, Vec<NewMethod>) {
    let (mut standards, mut methods) = (Vec::new(), Vec::new());
    for (name, line) in kept(form, &STANDARDS) {
        standards.push(NewStandard {
            title: form.line_in(&name, line.at(0), 200),
            measure: form.line_in(&name, line.at(1), 500),
            tolerance: form.text_in(&name, line.at(2), 500),
            due_on: form.date_in(&name, line.at(3)),
        });
    }
    for (name, line) in kept(form, &METHODS) {
        methods.push(NewMethod {
            title: form.line_in(&name, line.at(0), 200),
            frequency: form.line_in(&name, line.at(1), 200),
            who: form.text_in(&name, line.at(2), 200),
        });
    }
    (standards, methods)
}

/// Standards and control methods as their form shows them.
fn filled(standards: &[Standard], methods: &[ControlMethod]) -> Fields {
    let fields = standards.iter().fold(Fields::default(), |all, it| {
        all.with("standard_title", &it.title)
            .with("standard_measure", &it.measure)
            .with("standard_tolerance", &it.tolerance)
            .with("standard_due", it.due_on.to_string())
    });
    methods.iter().fold(fields, |all, it| {
        all.with("method_title", &it.title).with("method_frequency", &it.frequency).with("method_who", &it.who)
    })
}

/// One text for each of the two tables.
fn readable(fields: &Fields) -> Fields {
    let form = Form::typed(fields.clone());
    Fields::default().with("standards", table_text(&form, &STANDARDS)).with("methods", table_text(&form, &METHODS))
}

/// A form that shows standards and control methods as they are; `seen` is their fingerprint.
pub fn showing(standards: &[Standard], methods: &[ControlMethod], seen: &str) -> Form {
    let fields = filled(standards, methods);
    let was = readable(&fields).to_query();
    Form { was, ..Form::showing(fields.with("seen", seen), 0) }
}

/// The form of a late writer beside what another has saved meanwhile; sent again, it stands over what `seen` is of.
pub fn against(form: Form, standards: &[Standard], methods: &[ControlMethod], seen: &str) -> Form {
    if !form.late {
        return form;
    }
    let labels = [("standards", Pair("业绩标准", "Performance standards")), ("methods", Pair("控制办法", "Control methods"))];
    let form = compared(form, readable, &readable(&filled(standards, methods)), 0, &labels);
    Form { fields: form.fields.set("seen", seen), ..form }
}

/// A defence.
pub fn defence(form: &mut Form) -> String {
    form.text("defence", TEXT)
}

/// What a page says to a writer whose plan was revised meanwhile.
pub const REVISED: Complaint = Complaint::Said(Pair(
    "您填写期间，计划已修订为新的一版。请看过改动再提交。",
    "The plan was revised while you were writing. Look at what changed before you send it.",
));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_conditional_opinion_needs_its_condition() {
        for (stance, condition, wrong) in [
            ("for", "", vec![]),
            ("against", "", vec![]),
            ("conditional", "限三家", vec![]),
            ("conditional", " ", vec!["condition"]),
            ("abstain", "", vec!["stance"]),
            ("", "", vec!["stance"]),
        ] {
            let fields = Fields::default().with("stance", stance).with("reason", "可行").with("condition", condition);
            let mut form = Form::typed(fields);
            opinion(&mut form);
            let names: Vec<_> = form.complaints.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, wrong, "{stance} {condition:?}");
        }
    }

    #[test]
    fn a_standard_needs_title_measure_and_date() {
        let text = "standard_title=进度&standard_measure=&standard_tolerance=&standard_due=2026-12-31&\
                    standard_title=签约&standard_measure=目标&standard_due=&method_title=例会&method_frequency=每周";
        let mut form = Form::typed(Fields::parse(text.as_bytes()));
        let (found, methods) = standards(&mut form);
        assert_eq!((found.len(), methods.len()), (2, 1));
        let names: Vec<_> = form.complaints.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["standard-0", "standard-1"]);
    }
}
