//! What was typed about meetings, checked.

use chrono::NaiveDate;

use super::changes::{NewItem, Special, When};
use super::model::Matter;
use crate::clock::{Moment, Zone};
use crate::error::{Complaint, Result};
use crate::lang::Pair;
use crate::people::queries::by_any_name;
use crate::store::Tx;
use crate::web::Form;

/// What the fields of a meeting's time are called.
pub const WHEN: &[(&str, Pair)] = &[
    ("day", Pair("日期", "Date")),
    ("time", Pair("时间", "Time")),
    ("minutes", Pair("时长（分钟）", "Length (minutes)")),
    ("place", Pair("地点", "Place")),
    ("reason", Pair("改期理由", "Why it is moved")),
];

/// What the fields of a matter are called.
pub const ITEM: &[(&str, Pair)] = &[
    ("title", Pair("待议事项", "Matters to be discussed")),
    ("about", Pair("说明", "Comment")),
    ("person", Pair("发言人", "Whose turn it is")),
    ("minutes", Pair("时长（分钟）", "Length (minutes)")),
];

/// A day and a time of day.
fn moment(form: &mut Form, zone: Zone) -> Moment {
    let day: NaiveDate = form.date("day");
    zone.moment(day.and_time(form.time("time")))
}

/// How long a meeting takes.
fn length(form: &mut Form) -> i32 {
    i32::try_from(form.whole("minutes", 5, 600)).unwrap_or(0)
}

/// A special meeting; nothing where its matter is none, which is complained of.
pub fn special(tx: &mut Tx, form: &mut Form) -> Result<Option<Special>> {
    let matter = form.choice("matter", Matter::from_code);
    let title = form.line("title", 100);
    let starts_at = moment(form, tx.office.zone);
    let (minutes, place) = (length(form), form.optional_line("place", 60));
    let about = form.text("about", 2000);
    let there = super::queries::everybody(tx)?;
    let mut people = Vec::new();
    for typed in form.keys("people") {
        match there.iter().find(|it| it.1 == typed) {
            Some(it) => people.push(it.0.clone()),
            None => form.complain("people", Complaint::NotAChoice),
        }
    }
    if form.keys("people").is_empty() {
        form.complain("people", Complaint::Required);
    }
    Ok(matter.map(|matter| Special { matter, title, starts_at, minutes, place, people, about }))
}

/// When and where a meeting is to be held.
pub fn when(tx: &Tx, form: &mut Form) -> When {
    let starts_at = moment(form, tx.office.zone);
    let (minutes, place) = (length(form), form.optional_line("place", 60));
    When { starts_at, minutes, place, reason: form.optional_text("reason", 300) }
}

/// A matter to be discussed.
pub fn item(tx: &mut Tx, form: &mut Form) -> Result<NewItem> {
    let title = form.line("title", 100);
    let about = form.optional_text("about", 2000);
    let minutes = i32::try_from(form.whole("minutes", 1, 240)).unwrap_or(0);
    let person = match form.key("person").as_str() {
        "" => None,
        name => {
            let found = by_any_name(tx, name)?.filter(|it| it.active).map(|it| it.id);
            if found.is_none() {
                form.complain("person", Complaint::NotAChoice);
            }
            found
        }
    };
    Ok(NewItem { title, about, person, minutes })
}
