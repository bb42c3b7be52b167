//! The customers that a question means. Looking through all of them is what costs: it is done once a page, and where few are
//! found, they are named one by one from then on.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::search::{is_of_names, words};
use crate::error::Result;
use crate::store::Conn;
use crate::store::connection::Db;
use crate::store::schema::customers;
use crate::web::list::like;

/// The most rows that are named one by one in a statement.
pub const FEW: usize = 300;

/// The ids of customers, as part of another question.
pub type Ids = diesel::dsl::Select<customers::BoxedQuery<'static, Db>, customers::id>;

/// A condition over the customers' table.
pub type Condition = Box<dyn BoxableExpression<customers::table, Db, SqlType = Bool>>;

/// Customers that a question means: by characters of the name, pinyin, phone. (One that was merged into another is found as that.)
#[derive(Clone, Debug)]
pub enum Meant {
    /// By their ids.
    Few(Vec<String>),
    /// By the question.
    Many(String),
}

impl Meant {
    /// Looks through all customers.
    pub fn by(conn: &mut Conn, question: &str) -> Result<Meant> {
        let limit = i64::try_from(FEW + 1).unwrap_or(i64::MAX);
        let ids: Vec<String> = searched(question).limit(limit).load(conn)?;
        Ok(if ids.len() <= FEW { Meant::Few(ids) } else { Meant::Many(question.to_owned()) })
    }

    /// What is meant where something is asked for.
    pub fn if_asked(conn: &mut Conn, question: &str) -> Result<Option<Meant>> {
        let question = question.trim();
        (!question.is_empty()).then(|| Meant::by(conn, question)).transpose()
    }

    /// Their ids, as part of another question.
    pub fn ids(&self) -> Ids {
        match self {
            Meant::Few(ids) => customers::table.into_boxed().filter(customers::id.eq_any(ids.clone())).select(customers::id),
            Meant::Many(question) => searched(question),
        }
    }
}

fn searched(question: &str) -> Ids {
    let rows = customers::table.into_boxed().filter(customers::merged_into.is_null());
    tells(question).into_iter().fold(rows, |rows, told| rows.filter(told)).select(customers::id)
}

/// What has to be true of a customer that a question means: every word of it is found.
pub fn tells(question: &str) -> Vec<Condition> {
    let words = words(question);
    let of_names = is_of_names(&words);
    let found = |word: &String| -> Condition {
        match of_names {
            true => Box::new(customers::names.like(like(word)).escape('\\')),
            false => Box::new(customers::search.like(like(word)).escape('\\')),
        }
    };
    words.iter().map(found).collect()
}
