//! Questions of many parts: several selections whose rows follow each other, as one statement.

use std::marker::PhantomData;

use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, TypedExpressionType, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};

use super::Conn;
use super::connection::Db;
use crate::error::Result;

/// Selections of rows of one type, one after the other. Diesel's `union_all` packs each two of them into a selection of its own, and
/// SQLite hands every row on through all of these: of fifteen parts that took longer than finding the rows.
pub struct Compound<ST> {
    arms: Vec<Box<dyn QueryFragment<Db>>>,
    rows: PhantomData<ST>,
}

impl<ST> Default for Compound<ST> {
    /// Without any part yet.
    fn default() -> Compound<ST> {
        Compound { arms: Vec::new(), rows: PhantomData }
    }
}

impl<ST> Compound<ST> {
    /// One part more.
    pub fn add(&mut self, arm: impl Query<SqlType = ST> + QueryFragment<Db> + 'static) {
        self.arms.push(Box::new(arm));
    }

    /// The rows of all parts, in no order; nothing is asked where there is no part.
    pub fn rows<Row>(self, conn: &mut Conn) -> Result<Vec<Row>>
    where
        Compound<ST>: for<'q> diesel::query_dsl::LoadQuery<'q, Conn, Row>,
    {
        if self.arms.is_empty() {
            return Ok(Vec::new());
        }
        Ok(self.load(conn)?)
    }
}

impl<ST> Query for Compound<ST> {
    type SqlType = ST;
}

impl<ST> QueryId for Compound<ST> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST> RunQueryDsl<Conn> for Compound<ST> {}

impl<ST> QueryFragment<Db> for Compound<ST> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Db>) -> QueryResult<()> {
        for (index, arm) in self.arms.iter().enumerate() {
            if index > 0 {
                out.push_sql(" UNION ALL ");
            }
            // A part with an order or a bound stands in brackets, which SQLite knows only as a table.
            out.push_sql(if cfg!(feature = "postgres") { "(" } else { "SELECT * FROM (" });
            arm.walk_ast(out.reborrow())?;
            out.push_sql(")");
        }
        Ok(())
    }
}

/// An expression in the database's own language, made of nothing but words of the source. Of these there are few, so what contains
/// them is prepared once and kept; what contains `diesel::dsl::sql` is prepared anew each time.
#[derive(Clone, Debug)]
pub struct Fixed<ST> {
    words: Vec<&'static str>,
    value: PhantomData<ST>,
}

/// An expression made of these words.
pub fn fixed<ST: TypedExpressionType>(words: &[&'static str]) -> Fixed<ST> {
    Fixed { words: words.to_vec(), value: PhantomData }
}

impl<ST: TypedExpressionType> Expression for Fixed<ST> {
    type SqlType = ST;
}

impl<ST> QueryId for Fixed<ST> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST> QueryFragment<Db> for Fixed<ST> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Db>) -> QueryResult<()> {
        self.words.iter().for_each(|word| out.push_sql(word));
        Ok(())
    }
}

impl<ST, GroupBy> ValidGrouping<GroupBy> for Fixed<ST> {
    type IsAggregate = is_aggregate::Never;
}

impl<ST, Tables> AppearsOnTable<Tables> for Fixed<ST> where Fixed<ST>: Expression {}

impl<ST, Tables> SelectableExpression<Tables> for Fixed<ST> where Fixed<ST>: Expression {}

#[cfg(test)]
mod tests {
    use diesel::sql_types::{BigInt, Text};

    use super::*;
    use crate::store::schema::people;

    fn asked(word: &'static str, most: i64) -> Compound<(Text, BigInt)> {
        let mut all = Compound::default();
        let known = people::table.filter(fixed::<diesel::sql_types::Bool>(&["people.name <> ''"]));
        all.add(known.order(people::id).limit(most).select((people::name, most.into_sql::<BigInt>())));
        all.add(people::table.select((word.into_sql::<Text>(), fixed::<BigInt>(&["1"]))));
        all
    }

    #[test]
    fn parts_follow_each_other_and_none_stands_within_another() {
        let sql = diesel::debug_query::<Db, _>(&asked("one", 3)).to_string();
        assert_eq!(sql.matches(" UNION ALL ").count(), 1, "{sql}");
        let open = sql.chars().scan(0, |depth, it| {
            *depth += i32::from(it == '(') - i32::from(it == ')');
            Some(*depth)
        });
        assert!(open.max() <= Some(2), "{sql}");
    }

    #[test]
    fn what_is_made_of_words_of_the_source_is_prepared_once_whatever_is_looked_for() {
        let sql = |it: &Compound<(Text, BigInt)>| {
            assert!(it.is_safe_to_cache_prepared(&Db::default()).unwrap());
            diesel::debug_query::<Db, _>(it).to_string().split(" -- binds").next().map(str::to_owned)
        };
        assert_eq!(sql(&asked("one", 3)), sql(&asked("two", 5)));
    }
}
