//! What was typed about an activity, checked.

use chrono::NaiveDate;

use super::changes::New;
use crate::customers::model::{Activity, ActivityKind, Contact, Outcome};
use crate::customers::targets::forms::{named, next};
use crate::error::Complaint;
use crate::lang::{Lang, Pair};
use crate::web::{Fields, Form};

/// The most characters of what was said.
pub const SAID: usize = 1000;

/// The fields, for whoever was late.
pub const FIELDS: &[(&str, Pair)] = &[
    ("kind", Pair("方式", "How")),
    ("on_day", Pair("日期", "Date")),
    ("contact", Pair("对方人员", "Whom")),
    ("with_whom", Pair("其他人", "Somebody else")),
    ("said", Pair("谈了什么", "What was said")),
    ("result", Pair("结果", "Outcome")),
    ("next_step", Pair("下一步", "Next")),
    ("next_on", Pair("下一步日期", "Day of the next step")),
];

/// An activity as typed. It has happened; what comes next does not lie before it.
pub fn activity(form: &mut Form, today: NaiveDate) -> Option<New> {
    let kind = form.choice("kind", ActivityKind::from_code);
    let on_day = form.date("on_day");
    if on_day > today {
        form.complain("on_day", Complaint::Said(Pair("日期不能晚于今天。", "The day must not lie ahead.")));
    }
    let contact = form.key("contact");
    let with_whom = form.optional_line("with_whom", 80);
    let said = form.text("said", SAID);
    let result = form.choice("result", Outcome::from_code);
    let (next_step, next_on) = next(form);
    if next_on.is_some_and(|day| day < on_day) {
        form.complain(
            "next_on",
            Complaint::Said(Pair("下一步的日期不能早于这次活动。", "The next step cannot lie before this activity.")),
        );
    }
    let contact = (!contact.is_empty()).then_some(contact);
    Some(New { kind: kind?, on_day, contact, with_whom, said, result: result?, next_step, next_on })
}

/// A form for something that happens today with this person.
pub fn begun(today: NaiveDate, contact: Option<&str>) -> Form {
    let fields =
        Fields::default().with("kind", "visit").with("on_day", today.to_string()).with("contact", contact.unwrap_or(""));
    Form { fields, ..Form::default() }
}

/// An activity as the form of its correction shows it.
pub fn filled(it: &Activity) -> Fields {
    Fields::default()
        .with("kind", it.kind.code())
        .with("on_day", it.on_day.to_string())
        .with("contact", it.contact_id.clone().unwrap_or_default())
        .with("with_whom", &it.with_whom)
        .with("said", &it.said)
        .with("result", it.result.code())
        .with("next_step", &it.next_step)
        .with("next_on", it.next_on.map_or(String::new(), |day| day.to_string()))
}

/// A value of the form in words; `people` are the customer's.
pub fn spoken(lang: Lang, people: &[Contact], field: &str, value: &str) -> String {
    let word = match field {
        "kind" => ActivityKind::from_code(value).map(ActivityKind::name),
        "result" => Outcome::from_code(value).map(Outcome::name),
        "contact" => return named(people, value),
        _ => None,
    };
    word.map_or_else(|| value.to_owned(), |it| lang.say(it).to_owned())
}
