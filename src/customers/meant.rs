//! The customers that a question means. All of them are looked through in memory, once a page; where few are found, they are named
//! one by one from then on.

use std::collections::HashSet;
use std::sync::Arc;

use diesel::prelude::*;
use diesel::sql_types::Bool;
use memchr::memmem::Finder;

use super::search::{is_of_names, words};
use crate::error::Result;
use crate::remembered;
use crate::store::connection::Db;
use crate::store::memory::{Remembered, few};
use crate::store::schema::customers;
use crate::web::Reading;
use crate::web::list::like;

/// The ids of customers, as part of another question.
pub type Ids = diesel::dsl::Select<customers::BoxedQuery<'static, Db>, customers::id>;

/// A condition over the customers' table.
pub type Condition = Box<dyn BoxableExpression<customers::table, Db, SqlType = Bool>>;

/// What is kept in memory of a customer that was not merged into another.
pub struct Known {
    /// Everything that it can be looked for by.
    search: Box<str>,
    /// Its name as it is compared.
    pub likeness: Box<str>,
    /// The company's own phone; those of its people stand in a table that knows them by an index.
    pub phone: Box<str>,
}

remembered!(Known, customers, (search, likeness, phone) if customers::merged_into.is_null() => |(search, likeness, phone)| {
    Known { search: search.into(), likeness: likeness.into(), phone: phone.into() }
});

/// Customers that a question means: by characters of the name, pinyin, phone. (One that was merged into another is found as that.)
#[derive(Clone, Debug)]
pub struct Meant {
    question: String,
    ids: Vec<Arc<str>>,
}

impl Meant {
    /// Looks through all customers.
    pub fn by(r: &mut Reading, question: &str) -> Result<Meant> {
        let words = words(question);
        let finders: Vec<Finder> = words.iter().map(Finder::new).collect();
        // What is no more than signs means nobody.
        let ids =
            r.find(|it: &Known| !finders.is_empty() && finders.iter().all(|word| word.find(it.search.as_bytes()).is_some()))?;
        Ok(Meant { question: question.to_owned(), ids })
    }

    /// What is meant where something is asked for.
    pub fn if_asked(r: &mut Reading, question: &str) -> Result<Option<Meant>> {
        let question = question.trim();
        (!question.is_empty()).then(|| Meant::by(r, question)).transpose()
    }

    /// How many they are.
    pub fn count(&self) -> usize {
        self.ids.len()
    }

    /// What was asked.
    pub fn question(&self) -> &str {
        self.question.trim()
    }

    /// The ids, to ask whether a customer is among them.
    fn set(&self) -> HashSet<&str> {
        self.ids.iter().map(|id| &**id).collect()
    }

    /// Their ids, as part of another question.
    pub fn ids(&self) -> Ids {
        let rows = customers::table.into_boxed();
        let rows = match few(&self.ids) {
            Some(ids) => rows.filter(customers::id.eq_any(ids)),
            None => {
                self.tells().into_iter().fold(rows.filter(customers::merged_into.is_null()), |rows, told| rows.filter(told))
            }
        };
        rows.select(customers::id)
    }

    /// What has to be true of a customer that is meant: it is one of few, or every word of the question is found.
    pub fn conditions(&self) -> Vec<Condition> {
        match few(&self.ids) {
            Some(ids) => vec![Box::new(customers::id.eq_any(ids))],
            // Of many the first are soon found.
            None => self.tells(),
        }
    }

    fn tells(&self) -> Vec<Condition> {
        let words = words(&self.question);
        let of_names = is_of_names(&words);
        let found = |word: &String| -> Condition {
            match of_names {
                true => Box::new(customers::names.like(like(word)).escape('\\')),
                false => Box::new(customers::search.like(like(word)).escape('\\')),
            }
        };
        words.iter().map(found).collect()
    }
}

/// Rows of another kind that a question means: by what stands in them, or by their customers.
#[derive(Clone, Debug)]
pub struct Sought {
    pub meant: Meant,
    ids: Vec<Arc<str>>,
}

impl Sought {
    /// Looks through all rows of the kind; it is asked of each with the question in small letters and the ids of the customers.
    pub fn among<T: Remembered>(
        r: &mut Reading,
        meant: Meant,
        is: impl Fn(&T, &Finder, &HashSet<&str>) -> bool,
    ) -> Result<Sought> {
        let text = meant.question().to_lowercase();
        let (text, customers) = (Finder::new(&text), meant.set());
        let ids = r.find(|it: &T| is(it, &text, &customers))?;
        drop(customers);
        Ok(Sought { ids, meant })
    }

    /// The ids, to ask whether a row is among them.
    pub fn set(&self) -> HashSet<&str> {
        self.ids.iter().map(|id| &**id).collect()
    }

    /// Their ids, where they are few.
    pub fn few(&self) -> Option<Vec<String>> {
        few(&self.ids)
    }
}
