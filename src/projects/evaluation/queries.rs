//! Reading evaluations.

use diesel::prelude::*;

use super::model::Evaluation;
use super::sheet::points;
use crate::calendar::Month;
use crate::error::Result;
use crate::lang::Lang;
use crate::store::Conn;
use crate::store::connection::Db;
use crate::store::schema::{evaluations, people};
use crate::web::Shell;

/// What is evaluated.
#[derive(Clone, Copy)]
pub enum Of<'a> {
    /// A project, by its id.
    Project(&'a str),
    /// A month of the person with this id.
    Month(&'a str, Month),
}

/// An edition of an evaluation with the names of whoever made it, and for whom.
#[derive(Clone, Debug, Queryable)]
pub struct Edition {
    pub evaluation: Evaluation,
    by: String,
    acting_for: Option<String>,
}

impl std::ops::Deref for Edition {
    type Target = Evaluation;

    fn deref(&self) -> &Evaluation {
        &self.evaluation
    }
}

impl Edition {
    /// Who made it.
    pub fn by(&self, s: &Shell) -> String {
        s.signed(&self.by, self.acting_for.as_deref())
    }

    /// Which one it is.
    pub fn name(&self, s: &Shell) -> String {
        match s.lang {
            Lang::Zh => format!("第 {} 次评估", self.edition),
            Lang::En => format!("Evaluation no. {}", self.edition),
        }
    }

    /// All points of it.
    pub fn points(&self) -> String {
        points(self.score.into())
    }
}

/// The editions of an evaluation, the newest first.
fn all(of: Of<'_>) -> evaluations::BoxedQuery<'_, Db> {
    let rows = match of {
        Of::Project(id) => evaluations::table.filter(evaluations::project_id.eq(id)).into_boxed(),
        Of::Month(person, month) => {
            let theirs = evaluations::table.filter(evaluations::person_id.eq(person));
            theirs.filter(evaluations::month.eq(month.to_string())).into_boxed()
        }
    };
    rows.order(evaluations::edition.desc())
}

/// Every edition, the newest first.
pub fn editions(conn: &mut Conn, of: Of) -> Result<Vec<Edition>> {
    let commander = diesel::alias!(people as commander);
    Ok(all(of)
        .inner_join(people::table.on(people::id.eq(evaluations::evaluated_by)))
        .left_join(commander.on(commander.field(people::id).nullable().eq(evaluations::acting_for_id)))
        .select((Evaluation::as_select(), people::name, commander.field(people::name).nullable()))
        .load(conn)?)
}

/// The edition that counts: the newest.
pub fn newest(conn: &mut Conn, of: Of) -> Result<Option<Evaluation>> {
    Ok(all(of).select(Evaluation::as_select()).first(conn).optional()?)
}
