//! Reading projects. What somebody may not see is not there: lookups and lists begin here.

use diesel::prelude::*;

use super::model::{MoveRow, Ownership, Project};
use super::pipeline::State;
use crate::error::{OrNotFound, Result};
use crate::policy::{Deed, Standing};
use crate::store::connection::Db;
use crate::store::schema::{moves, packages, project_owners, projects};
use crate::store::{Actor, Conn};

/// A condition over the projects' table.
pub type Visible = Box<dyn BoxableExpression<projects::table, Db, SqlType = diesel::sql_types::Bool>>;

/// The projects that somebody may see: the whole department's once issued; directives not yet issued only with that power.
pub fn visible(me: &Actor) -> Visible {
    let sees = sees_issued(me);
    let drafts = me.may(Deed::SeeDrafts, Standing::NONE).is_some();
    match (sees, drafts) {
        // Every project stands somewhere: no condition that an index would have to answer.
        (true, true) => Box::new(projects::stage.is_not_null()),
        (true, false) => Box::new(projects::issued_at.is_not_null()),
        _ => Box::new(projects::stage.eq_any(Vec::<State>::new())),
    }
}

/// Whether somebody sees every project that was issued, and with it whatever is made in issued projects only: contracts and all
/// that follows from them. Then no row of those has to be held against its project.
pub fn sees_issued(me: &Actor) -> bool {
    me.may(Deed::SeeProjects, Standing::NONE).is_some()
}

/// The project with this number, if the person may see it.
pub fn find(conn: &mut Conn, me: &Actor, number: &str) -> Result<Project> {
    projects::table
        .filter(projects::number.eq(number))
        .filter(visible(me))
        .select(Project::as_select())
        .first(conn)
        .optional()?
        .or_not_found()
}

/// The project whose number a text is, by its id as other rows name it, for lists that are searched.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn numbered(text: &str) -> _ {
    let number: String = text.trim().replace('\0', "").to_uppercase();
    projects::table.filter(projects::number.eq(number)).select(projects::id.nullable())
}

/// The projects that somebody owns, by their ids as other rows name them.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn owned_by(me: &Actor) -> _ {
    let me: String = me.id.clone();
    projects::table.filter(projects::owner_id.eq(me)).select(projects::id.nullable())
}

/// Those of the packages that somebody looks after.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn coordinated_by(me: &Actor) -> _ {
    let me: String = me.id.clone();
    let theirs = packages::table.filter(packages::coordinator_id.eq(me)).select(packages::id);
    projects::table.filter(projects::package_id.eq_any(theirs)).select(projects::id.nullable())
}

/// The project with this id, if the person may see it.
pub fn by_id(conn: &mut Conn, me: &Actor, id: &str) -> Result<Project> {
    projects::table
        .filter(projects::id.eq(id))
        .filter(visible(me))
        .select(Project::as_select())
        .first(conn)
        .optional()?
        .or_not_found()
}

/// The moves that a project has made, in order.
pub fn moves(conn: &mut Conn, project: &str) -> Result<Vec<MoveRow>> {
    Ok(moves::table.filter(moves::project_id.eq(project)).order(moves::seq).select(MoveRow::as_select()).load(conn)?)
}

/// Who answered for a project, in order.
pub fn owners(conn: &mut Conn, project: &str) -> Result<Vec<Ownership>> {
    Ok(project_owners::table
        .filter(project_owners::project_id.eq(project))
        .order((project_owners::since, project_owners::id))
        .select(Ownership::as_select())
        .load(conn)?)
}
