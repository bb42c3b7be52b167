//! Who sees what a member asks the planning assistants (咨询) and what they answer.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::queries::{coordinated_by, owned_by};
use crate::policy::{Deed, Standing};
use crate::store::Actor;
use crate::store::connection::Db;
use crate::store::schema::consultations;

/// A condition over the consultations' table.
pub type Seen = Box<dyn BoxableExpression<consultations::table, Db, SqlType = Bool>>;

/// How somebody stands who owns what it is about and looks after its package.
pub const CONCERNED: Standing = Standing { coordinates: true, ..Standing::OWNER };

/// The consultations that somebody may see: all with that power; otherwise their own, those about a project that they own, and
/// those of a package that they look after.
pub fn seen(me: &Actor) -> Seen {
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
