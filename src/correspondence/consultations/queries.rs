//! Reading consultations. What somebody may not see is not there.

use diesel::prelude::*;

use super::model::{Consultation, Question};
use crate::clock::Moment;
use crate::error::{OrNotFound, Result};
use crate::policy::{Deed, Standing};
use crate::projects::consulting::CONCERNED;
pub use crate::projects::consulting::{Seen as Visible, seen as visible};
use crate::projects::model::Project;
use crate::store::schema::{consultation_questions, consultations, projects};
use crate::store::{Actor, Conn};

/// Goes on only if somebody sees consultations at all.
pub fn check_sees(me: &Actor) -> Result<()> {
    me.may(Deed::SeeConsultations, CONCERNED).or_not_found().map(|_| ())
}

/// The consultation with this number, if the person may see it.
pub fn find(conn: &mut Conn, me: &Actor, number: &str) -> Result<Consultation> {
    consultations::table
        .filter(consultations::number.eq(number))
        .filter(visible(me))
        .select(Consultation::as_select())
        .first(conn)
        .optional()?
        .or_not_found()
}

/// The project that a consultation is about.
pub fn project(conn: &mut Conn, it: &Consultation) -> Result<Option<Project>> {
    match &it.project_id {
        Some(id) => Ok(projects::table.find(id).select(Project::as_select()).first(conn).optional()?),
        None => Ok(None),
    }
}

/// The questions of a consultation, in their order.
pub fn questions_of(conn: &mut Conn, consultation: &str) -> Result<Vec<Question>> {
    Ok(consultation_questions::table
        .filter(consultation_questions::consultation_id.eq(consultation))
        .order((consultation_questions::asked_at, consultation_questions::id))
        .select(Question::as_select())
        .load(conn)?)
}

/// The consultations that somebody began with this title after a moment: the same form sent twice.
pub fn begun(conn: &mut Conn, asker: &str, title: &str, after: Moment) -> Result<Vec<Consultation>> {
    Ok(consultations::table
        .filter(consultations::asker_id.eq(asker))
        .filter(consultations::title.eq(title))
        .filter(consultations::opened_at.gt(after))
        .order(consultations::number)
        .select(Consultation::as_select())
        .load(conn)?)
}

/// Whether somebody may answer a consultation: a planning assistant, but never their own.
pub fn may_answer(me: &Actor, it: &Consultation) -> bool {
    me.may(Deed::AnswerConsultation, Standing::NONE).is_some() && it.asker_id != me.id
}
