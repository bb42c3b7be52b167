//! What was typed about meetings, checked.

use chrono::NaiveDate;

use super::changes::{NewItem, Special, When};
use super::model::Matter;
use super::queries::Subject;
use super::resolutions::forms as named;
use crate::clock::{Moment, Zone};
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::projects::pipeline::State;
use crate::proposals::model::{Proposal, ProposalState};
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

/// How long the title of a special meeting may be.
pub const TITLE: usize = 100;

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
    let title = form.line("title", TITLE);
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

/// What a special meeting is about: a plan that is deliberated needs its project, a proposal its number. What the person does not
/// see or cannot be deliberated is complained of.
pub fn subject(tx: &mut Tx, form: &mut Form, matter: Matter) -> Result<Subject> {
    let who = tx.who.clone();
    let number = form.key("project");
    let project = named::project(tx, form, "project", &number)?;
    let proposal = match Subject::of(tx, &who, "", &form.key("proposal")) {
        Ok(it) => it.proposal,
        Err(Error { kind: Kind::NotFound, .. }) => {
            let said = Pair("没有这个编号的提案。", "There is no proposal with this number.");
            form.complain("proposal", Complaint::Said(said));
            None
        }
        Err(error) => return Err(error),
    };
    if matter == Matter::Plan && project.as_ref().is_none_or(|it| it.stage != State::Deliberation) && !form.is_wrong("project")
    {
        let said = Pair("请填写正在论证的项目的编号。", "Give the number of a project whose plan is deliberated.");
        form.complain("project", Complaint::Said(said));
    }
    let submitted = |it: &Proposal| it.state == ProposalState::Submitted;
    if matter == Matter::Proposal && !proposal.as_ref().is_some_and(submitted) && !form.is_wrong("proposal") {
        let said = Pair("请填写待审批的提案的编号。", "Give the number of a proposal that waits for its decision.");
        form.complain("proposal", Complaint::Said(said));
    }
    Ok(Subject { project, proposal })
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
    let person = named::person(tx, form, "person")?;
    Ok(NewItem { title, about, person, minutes })
}
