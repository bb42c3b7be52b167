//! Writing consultations.

use chrono::NaiveDate;

use super::model::{Consultation, ConsultationState, Question};
use super::queries;
use crate::error::{Error, Kind, Result};
use crate::lang::Pair;
use crate::notices::changes::{tell, tell_all};
use crate::notices::model::{News, Reason};
use crate::people;
use crate::policy::{Deed, Standing};
use crate::projects::model::Project;
use crate::store::Tx;
use crate::store::office::Setting;
use crate::words::Role;

/// A consultation as typed, with its first question.
#[derive(Clone, Debug)]
pub struct NewConsultation {
    pub title: String,
    pub background: String,
    pub question: String,
}

/// A member asks the planning assistants for information.
pub fn ask(tx: &mut Tx, project: Option<&Project>, new: NewConsultation) -> Result<Consultation> {
    tx.may(Deed::AskConsultation, Standing::NONE)?;
    if let Some(same) = pressed_twice(tx, project, &new)? {
        return Ok(same);
    }
    let due_on = due(tx);
    let row = Consultation {
        id: tx.new_id()?,
        number: tx.next_number("ZX")?,
        asker_id: tx.who.id.clone(),
        project_id: project.map(|it| it.id.clone()),
        title: new.title,
        background: new.background,
        state: ConsultationState::Open,
        opened_at: tx.now,
        since: tx.now,
        due_on: Some(due_on),
        closed_at: None,
        decision: String::new(),
        version: 1,
    };
    tx.add(Deed::AskConsultation.code(), &row)?;
    put(tx, Deed::AskConsultation.code(), &row, new.question, due_on)?;
    tell_planners(tx, Pair("有新的咨询", "A new consultation"), &row)?;
    Ok(row)
}

/// What was begun a moment ago by the same button.
fn pressed_twice(tx: &mut Tx, project: Option<&Project>, new: &NewConsultation) -> Result<Option<Consultation>> {
    let (me, since) = (tx.who.id.clone(), tx.a_moment_ago());
    for it in queries::begun(tx, &me, &new.title, since)? {
        let same = it.background == new.background && it.project_id.as_ref() == project.map(|it| &it.id);
        if same && queries::questions_of(tx, &it.id)?.first().is_some_and(|it| it.question == new.question) {
            return Ok(Some(it));
        }
    }
    Ok(None)
}

/// By when a question asked today is to be answered.
fn due(tx: &Tx) -> NaiveDate {
    let days = u32::try_from(tx.office.setting(Setting::DaysConsultation)).unwrap_or(0);
    tx.office.calendar.add_working_days(tx.today(), days)
}

/// Writes a question down.
fn put(tx: &mut Tx, deed: &str, it: &Consultation, question: String, due_on: NaiveDate) -> Result<()> {
    let row = Question {
        id: tx.new_id()?,
        consultation_id: it.id.clone(),
        question,
        asked_at: tx.now,
        due_on,
        answer: String::new(),
        sources: String::new(),
        answered_by: None,
        answered_at: None,
        version: 1,
    };
    tx.add(deed, &row)
}

/// Every planning assistant hears of a question.
fn tell_planners(tx: &mut Tx, what: Pair, it: &Consultation) -> Result<()> {
    let planners = people::queries::ids_with_role(tx, Role::Planner)?;
    let news = News::of(what, &it.number, &it.title, it.href());
    tell_all(tx, planners.into_iter().map(|id| (id, Reason::Consulted)), &news)
}

/// Information that is given.
#[derive(Clone, Debug)]
pub struct Answer {
    pub answer: String,
    /// Where it comes from; may be empty.
    pub sources: String,
}

/// A planning assistant answers. It decides nothing; nobody answers what they asked themselves.
pub fn answer(tx: &mut Tx, it: &Consultation, before: &Question, version: i32, said: Answer) -> Result<()> {
    check_answer(tx, it)?;
    let same = before.answer == said.answer && before.sources == said.sources;
    if same && before.answered_by.as_ref() == Some(&tx.who.id) {
        // The button was pressed twice.
        return Ok(());
    }
    if it.state != ConsultationState::Open || !before.waits() {
        return Err(Error::refused(
            "这个问题已经答复，或者咨询已经撤回。",
            "This question is answered, or the consultation withdrawn.",
        ));
    }
    if before.version != version {
        return Err(Error::new(Kind::Late));
    }
    let (answer, sources) = (said.answer, said.sources);
    let (answered_by, answered_at) = (Some(tx.who.id.clone()), Some(tx.now));
    let after = Question { answer, sources, answered_by, answered_at, ..before.clone() };
    tx.change(Deed::AnswerConsultation.code(), before, after)?;
    let after = Consultation { state: ConsultationState::Answered, since: tx.now, due_on: None, ..it.clone() };
    let after = tx.change(Deed::AnswerConsultation.code(), it, after)?;
    let news = News::of(Pair("咨询有了答复", "A consultation was answered"), &after.number, &after.title, after.href());
    tell(tx, &after.asker_id, Reason::Informed, &news)
}

/// Goes on only if the person may answer this consultation.
pub fn check_answer(tx: &Tx, it: &Consultation) -> Result<()> {
    match queries::may_answer(&tx.who, it) {
        true => Ok(()),
        false => Err(Error::new(Kind::Forbidden(Deed::AnswerConsultation.name()))),
    }
}

/// Goes on only if the consultation is the person's own.
pub fn check_asker(tx: &Tx, it: &Consultation) -> Result<()> {
    match it.asker_id == tx.who.id {
        true => Ok(()),
        false => Err(Error::new(Kind::Forbidden(Deed::AskConsultation.name()))),
    }
}

/// After an answer the asker asks further; the planning assistants are to answer anew.
pub fn ask_further(tx: &mut Tx, before: &Consultation, version: i32, question: String) -> Result<()> {
    check_asker(tx, before)?;
    tx.may(Deed::AskConsultation, Standing::NONE)?;
    if before.state == ConsultationState::Open {
        let known = queries::questions_of(tx, &before.id)?;
        return match known.iter().any(|it| it.waits() && it.question == question) {
            // The button was pressed twice.
            true => Ok(()),
            false => Err(Error::refused(
                "上一个问题还没有答复，等答复后再问。",
                "The last question is not answered yet; wait for it.",
            )),
        };
    }
    check_answered(before)?;
    if before.version != version {
        return Err(Error::new(Kind::Late));
    }
    let due_on = due(tx);
    put(tx, "ask_further", before, question, due_on)?;
    let after = Consultation { state: ConsultationState::Open, since: tx.now, due_on: Some(due_on), ..before.clone() };
    let after = tx.change("ask_further", before, after)?;
    tell_planners(tx, Pair("咨询有追问", "A consultation is asked further"), &after)
}

/// The asker decides, and writes down what; that closes the consultation.
pub fn decide(tx: &mut Tx, before: &Consultation, version: i32, decision: String) -> Result<()> {
    check_asker(tx, before)?;
    if before.state == ConsultationState::Closed && before.decision == decision {
        // The button was pressed twice.
        return Ok(());
    }
    check_answered(before)?;
    if before.version != version {
        return Err(Error::new(Kind::Late));
    }
    let (state, now) = (ConsultationState::Closed, tx.now);
    let after = Consultation { state, decision, since: now, closed_at: Some(now), ..before.clone() };
    tx.change("close_consultation", before, after)?;
    Ok(())
}

/// Goes on only while an answered consultation waits for its asker.
fn check_answered(it: &Consultation) -> Result<()> {
    match it.state {
        ConsultationState::Answered => Ok(()),
        ConsultationState::Open => {
            Err(Error::refused("企划助理还没有答复。", "The planning assistants have not answered yet."))
        }
        _ => Err(Error::refused("咨询已经了结或撤回。", "The consultation is decided or withdrawn.")),
    }
}

/// The asker takes a consultation back while its question waits; what was answered before stays to be read.
pub fn withdraw(tx: &mut Tx, before: &Consultation) -> Result<()> {
    check_asker(tx, before)?;
    match before.state {
        ConsultationState::Withdrawn => Ok(()),
        ConsultationState::Open => {
            let (state, now) = (ConsultationState::Withdrawn, tx.now);
            let after = Consultation { state, since: now, due_on: None, closed_at: Some(now), ..before.clone() };
            tx.change("withdraw_consultation", before, after)?;
            Ok(())
        }
        _ => Err(Error::refused("已经答复，不能撤回。", "It is answered and cannot be taken back.")),
    }
}
