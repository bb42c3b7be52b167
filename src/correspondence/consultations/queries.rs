//! Reading consultations. What somebody may not see is not there.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::{Consultation, Question};
use crate::clock::Moment;
use crate::error::{OrNotFound, Result};
use crate::policy::{Deed, Standing};
use crate::projects::model::Project;
use crate::projects::queries::{coordinated_by, owned_by};
use crate::store::connection::Db;
use crate::store::schema::{consultation_questions, consultations, projects};
use crate::store::{Actor, Conn};

/// A condition over the consultations' table.
pub type Visible = Box<dyn BoxableExpression<consultations::table, Db, SqlType = Bool>>;

/// How somebody stands who owns what it is about and looks after its package.
const CONCERNED: Standing = Standing { coordinates: true, ..Standing::OWNER };

/// The consultations that somebody may see: all with that power; otherwise their own, those about a project that they own, and
/// those of a package that they look after.
pub fn visible(me: &Actor) -> Visible {
    if me.may(Deed::SeeConsultations, Standing::NONE).is_some() {
        return Box::new(consultations::number.is_not_null());
    }
    let mine = || consultations::asker_id.eq(me.id.clone());
    if me.may(Deed::SeeConsultations, CONCERNED).is_none() {
        return Box::new(mine().and(consultations::number.is_null()));
    }
    let about = consultations::project_id.eq_any(owned_by(me)).or(consultations::project_id.eq_any(coordinated_by(me)));
    Box::new(mine().or(about.assume_not_null()))
}

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
