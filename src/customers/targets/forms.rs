//! What was typed about target customers, checked.

use chrono::NaiveDate;

use super::changes::Plan;
use super::road::Doing;
use crate::customers::model::{Contact, TargetCustomer};
use crate::error::Complaint;
use crate::lang::Pair;
use crate::web::{Fields, Form};

/// The most characters of a reason or of a next step.
pub const WHY: usize = 300;
/// The most customers that are chosen at once.
const MOST: usize = 200;

/// The fields of a target's plan, for whoever was late.
pub const PLAN: &[(&str, Pair)] = &[
    ("contact", Pair("经办人", "Handles it")),
    ("next_step", Pair("下一步", "Next")),
    ("next_on", Pair("下一步日期", "Day of the next step")),
];

/// The numbers of the customers that are ticked.
pub fn ticked(form: &Form) -> Vec<String> {
    let mut numbers = form.keys("customer");
    numbers.truncate(MOST);
    numbers
}

/// The customers chosen, by number, and why.
pub fn choice(form: &mut Form) -> (Vec<String>, String) {
    (ticked(form), form.text("grounds", WHY))
}

/// What was chosen so far and why, as an address carries it along while somebody looks for more customers or enters a new one.
pub fn carried(form: &Form) -> Fields {
    let grounds: String = form.value("grounds").chars().filter(|it| *it != '\0').take(WHY).collect();
    let fields = Fields::default().with("grounds", grounds);
    ticked(form).into_iter().fold(fields, |fields, number| fields.with("customer", number))
}

/// A next step and its day: one without the other says nothing.
pub fn next(form: &mut Form) -> (String, Option<NaiveDate>) {
    let step = form.optional_line("next_step", WHY);
    let day = match form.value("next_on").trim() {
        "" => None,
        _ => Some(form.date("next_on")),
    };
    match (step.is_empty(), day) {
        (true, Some(_)) => form.complain(
            "next_step",
            Complaint::Said(Pair("请写明下一步做什么，或清空日期。", "Say what is to be done, or clear the day.")),
        ),
        (false, None) => {
            form.complain("next_on", Complaint::Said(Pair("请填写下一步的日期。", "Please give the next step's day.")))
        }
        _ => {}
    }
    (step, day)
}

/// What comes next with a target.
pub fn plan(form: &mut Form) -> Plan {
    let contact = form.key("contact");
    let (next_step, next_on) = next(form);
    Plan { contact: (!contact.is_empty()).then_some(contact), next_step, next_on }
}

/// A target as the form of its plan shows it.
pub fn filled(target: &TargetCustomer) -> Fields {
    Fields::default()
        .with("contact", target.contact_id.clone().unwrap_or_default())
        .with("next_step", &target.next_step)
        .with("next_on", target.next_on.map_or(String::new(), |day| day.to_string()))
}

/// What somebody of the customer's people is called whom a form knows by their key.
pub fn named(people: &[Contact], key: &str) -> String {
    people.iter().find(|it| it.id == key).map_or_else(|| key.to_owned(), |it| it.name.clone())
}

/// A value of the form of a plan in words; `people` are the customer's.
pub fn spoken(people: &[Contact], field: &str, value: &str) -> String {
    if field == "contact" { named(people, value) } else { value.to_owned() }
}

/// A change of step, and why.
pub fn step(form: &mut Form) -> (Option<Doing>, String) {
    let doing = form.choice("doing", Doing::from_code);
    (doing, form.optional_text("why", WHY))
}
