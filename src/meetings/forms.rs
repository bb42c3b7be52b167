//! What was typed about meetings, checked.

use chrono::NaiveDate;

use super::changes::{NewItem, Special, When};
use super::clashes::{self, Time};
use super::hearings;
use super::model::{Matter, Meeting, MeetingKind};
use super::queries::Subject;
use super::resolutions::forms as named;
use crate::clock::{Moment, Zone};
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::policy::{Deed, Standing};
use crate::proposals::model::ProposalState;
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

/// What the field of who is due is called.
pub const DUE: &[(&str, Pair)] = &[("people", Pair("应到", "Due"))];

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
    let people = people(tx, form)?;
    Ok(matter.map(|matter| Special { matter, title, starts_at, minutes, place, people, about }))
}

/// Who is due at a special meeting, by id.
pub fn people(tx: &mut Tx, form: &mut Form) -> Result<Vec<String>> {
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
    Ok(people)
}

/// What a special meeting is about: a plan that is deliberated needs its project, a proposal its number. What the person does not see
/// or cannot be deliberated is complained of, and so is a meeting without those whom it concerns, or at a time that does not suit.
pub fn subject(tx: &mut Tx, form: &mut Form, new: &Special) -> Result<Subject> {
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
    match new.matter {
        Matter::Plan if tx.may(Deed::ConveneHearing, Standing::NONE).is_err() => {
            let said = Pair("论证会由企划助理召集。", "A hearing is convened by the planning assistant.");
            form.complain("matter", Complaint::Said(said));
        }
        Matter::Plan if !form.is_wrong("project") => hearings::heard(tx, form, project.as_ref(), &new.people)?,
        Matter::Proposal if !form.is_wrong("proposal") => {
            let author = proposal.as_ref().filter(|it| it.state == ProposalState::Submitted).map(|it| &it.author_id);
            match author {
                Some(author) => hearings::attended(tx, form, author, &new.people)?,
                None => {
                    let said = Pair("请填写待审批的提案的编号。", "Give the number of a proposal that waits for its decision.");
                    form.complain("proposal", Complaint::Said(said));
                }
            }
        }
        _ => {}
    }
    let people = with_me(tx, &new.people);
    let time = Time { number: "", starts_at: new.starts_at, minutes: new.minutes, people: Some(&people) };
    clashes::check(tx, form, &time)?;
    Ok(Subject { project, proposal })
}

/// Those who are chosen, and whoever convenes.
fn with_me(tx: &Tx, people: &[String]) -> Vec<String> {
    people.iter().cloned().chain([tx.who.id.clone()]).collect()
}

/// Whether a time suits a meeting that is there already.
pub fn suits(tx: &mut Tx, form: &mut Form, meeting: &Meeting, when: &When) -> Result<()> {
    let people: Vec<String> = match meeting.kind {
        MeetingKind::Special => super::queries::attendances(tx, &meeting.id)?.into_iter().map(|it| it.0.person_id).collect(),
        _ => Vec::new(),
    };
    let people = (meeting.kind == MeetingKind::Special).then_some(&people[..]);
    clashes::check(tx, form, &Time { number: &meeting.number, starts_at: when.starts_at, minutes: when.minutes, people })
}

/// When and where a meeting is to be held.
pub fn when(tx: &Tx, form: &mut Form) -> When {
    let starts_at = moment(form, tx.office.zone);
    let (minutes, place) = (length(form), form.optional_line("place", 60));
    When { starts_at, minutes, place, reason: form.optional_text("reason", 300) }
}

/// How long a standing part is to take, in minutes; none where it is taken as read.
pub fn planned(form: &mut Form) -> i32 {
    i32::try_from(form.whole("minutes", 0, 240)).unwrap_or(0)
}

/// A matter to be discussed.
pub fn item(tx: &mut Tx, form: &mut Form) -> Result<NewItem> {
    let title = form.line("title", 100);
    let about = form.optional_text("about", 2000);
    let minutes = i32::try_from(form.whole("minutes", 1, 240)).unwrap_or(0);
    let person = named::person(tx, form, "person")?;
    Ok(NewItem { title, about, person, minutes })
}
