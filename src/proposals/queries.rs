//! Reading proposals and lessons. A draft is its author's until it is submitted.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::{Idea, Lesson, Proposal, ProposalState};
use crate::error::{OrNotFound, Result};
use crate::policy::{Deed, Standing};
use crate::store::connection::Db;
use crate::store::schema::{ideas, lessons, proposals};
use crate::store::{Actor, Conn};

/// A condition over the proposals' table.
pub type Visible = Box<dyn BoxableExpression<proposals::table, Db, SqlType = Bool>>;

/// The proposals that somebody who sees projects may see: those that were submitted, and their own drafts.
pub fn visible(me: &Actor) -> Visible {
    Box::new(proposals::state.ne(ProposalState::Draft).or(proposals::author_id.eq(me.id.clone())))
}

/// The proposal with this number, if the person may see it.
pub fn find(conn: &mut Conn, me: &Actor, number: &str) -> Result<Proposal> {
    me.may(Deed::SeeProjects, Standing::NONE).or_not_found()?;
    proposals::table
        .filter(proposals::number.eq(number))
        .filter(visible(me))
        .select(Proposal::as_select())
        .first(conn)
        .optional()?
        .or_not_found()
}

/// The proposals of a project that the person may see.
pub fn of_project(conn: &mut Conn, me: &Actor, project: &str) -> Result<Vec<Proposal>> {
    Ok(proposals::table
        .filter(proposals::project_id.eq(project))
        .filter(visible(me))
        .order(proposals::number)
        .select(Proposal::as_select())
        .load(conn)?)
}

/// Somebody's drafts with this title.
pub fn drafts(conn: &mut Conn, author: &str, title: &str) -> Result<Vec<Proposal>> {
    Ok(proposals::table
        .filter(proposals::author_id.eq(author))
        .filter(proposals::state.eq(ProposalState::Draft))
        .filter(proposals::title.eq(title))
        .order(proposals::number)
        .select(Proposal::as_select())
        .load(conn)?)
}

/// How many proposals there are in each state, of those that the person may see.
pub fn counted(conn: &mut Conn, me: &Actor) -> Result<Vec<(ProposalState, i64)>> {
    Ok(proposals::table
        .filter(visible(me))
        .group_by(proposals::state)
        .select((proposals::state, diesel::dsl::count_star()))
        .order(proposals::state)
        .load(conn)?)
}

/// The lessons of a project.
pub fn lessons_of(conn: &mut Conn, project: &str) -> Result<Vec<Lesson>> {
    Ok(lessons::table
        .filter(lessons::project_id.eq(project))
        .order((lessons::recorded_at, lessons::id))
        .select(Lesson::as_select())
        .load(conn)?)
}

/// The ideas given for a project.
pub fn ideas_of(conn: &mut Conn, project: &str) -> Result<Vec<Idea>> {
    Ok(ideas::table
        .filter(ideas::project_id.eq(project))
        .order((ideas::given_at, ideas::id))
        .select(Idea::as_select())
        .load(conn)?)
}
