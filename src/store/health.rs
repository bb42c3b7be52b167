//! How the database is: which one, how large, whether it is whole. Here alone beside [`connection`](super::connection) the
//! two databases are asked in their own languages.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};

use super::Conn;
use crate::error::Result;

/// Which database it is and how large.
#[derive(Clone, Debug)]
pub struct Engine {
    /// `SQLite 3.50.4`.
    pub name: String,
    pub bytes: i64,
    /// The newest migration that was carried out.
    pub schema: String,
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

#[derive(QueryableByName)]
struct Figure {
    #[diesel(sql_type = BigInt)]
    figure: i64,
}

#[cfg(not(feature = "postgres"))]
mod language {
    pub const NAME: &str = "SQLite";
    pub const VERSION: &str = "select sqlite_version() as word";
    pub const BYTES: &str =
        "select (select page_count from pragma_page_count()) * (select page_size from pragma_page_size()) as figure";
    pub const CHECKS: &[&str] = &[
        "select integrity_check as word from pragma_integrity_check() where integrity_check <> 'ok'",
        "select \"table\" || ' → ' || \"parent\" as word from pragma_foreign_key_check()",
    ];
    pub const STEADY: Option<&str> = None;
}

#[cfg(feature = "postgres")]
mod language {
    pub const NAME: &str = "PostgreSQL";
    pub const VERSION: &str = "select current_setting('server_version') as word";
    pub const BYTES: &str = "select pg_database_size(current_database()) as figure";
    /// PostgreSQL keeps its own checks while it writes.
    pub const CHECKS: &[&str] = &[];
    pub const STEADY: Option<&str> = Some("set transaction isolation level repeatable read, read only");
}

/// Which database it is and how large.
pub fn engine(conn: &mut Conn) -> Result<Engine> {
    let version: Word = sql_query(language::VERSION).get_result(conn)?;
    let size: Figure = sql_query(language::BYTES).get_result(conn)?;
    let schema: Word = sql_query("select max(version) as word from __diesel_schema_migrations").get_result(conn)?;
    // Behind the number PostgreSQL names its packager.
    let version = version.word.split(' ').next().unwrap_or_default().to_owned();
    Ok(Engine { name: format!("{} {version}", language::NAME), bytes: size.figure, schema: schema.word })
}

/// What the database itself finds wrong: pages out of order, rows that point to nothing.
pub fn integrity(conn: &mut Conn) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for check in language::CHECKS {
        let words: Vec<Word> = sql_query(*check).load(conn)?;
        found.extend(words.into_iter().map(|it| it.word));
    }
    Ok(found)
}

/// Everything that is read after this in the same transaction is of one moment; must come first.
pub fn steady(conn: &mut Conn) -> Result<()> {
    if let Some(statement) = language::STEADY {
        sql_query(statement).execute(conn)?;
    }
    Ok(())
}
