//! The trail (留痕): each change writes who, when, what, before and after, in the same transaction. Every row carries the
//! hash of the row before it, and the head says how long the trail is and how it ends; so a row altered, removed, inserted
//! or swapped is found. `after` holds the whole of a new row and only the changed fields of an older one: played forward,
//! the trail gives every recorded row as it must stand now.

use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::schema::{trail, trail_head};
use super::{Actor, Conn};
use crate::clock::Moment;
use crate::error::{Error, Result};

/// A row whose every change stands in the trail. Made by [`recorded!`](crate::recorded).
pub trait Recorded: Serialize + Clone {
    /// The table's name.
    const KIND: &'static str;
    /// The row's key.
    fn key(&self) -> String;
    /// The project in whose history it belongs.
    fn project(&self) -> Option<&str> {
        None
    }
    /// Counts the version up, where the row has one.
    fn bump(&mut self) {}
    /// Writes a new row.
    fn insert(&self, conn: &mut Conn) -> QueryResult<usize>;
    /// Writes the row over `before`; nothing if somebody else changed it meanwhile.
    fn update(&self, before: &Self, conn: &mut Conn) -> QueryResult<usize>;
    /// Removes the row.
    fn delete(&self, conn: &mut Conn) -> QueryResult<usize>;
    /// Every row there is, by key.
    fn all(conn: &mut Conn) -> Result<Vec<(String, Value)>>;
}

/// Makes a row type [`Recorded`]: `recorded!(Row, table, project: |row| Some(&row.project_id), versioned: version)`.
/// The row derives `Queryable, Selectable, Insertable, AsChangeset, Serialize, Clone`, its key is `id`.
#[macro_export]
macro_rules! recorded {
    ($row:ty, $table:ident $(, project: $project:expr)? $(, versioned: $versioned:ident)?) => {
        impl $crate::store::Recorded for $row {
            const KIND: &'static str = stringify!($table);
            fn key(&self) -> String {
                self.id.clone()
            }
            $(fn project(&self) -> Option<&str> {
                let project: fn(&$row) -> Option<&str> = $project;
                project(self)
            })?
            $(fn bump(&mut self) {
                self.$versioned += 1;
            })?
            fn insert(&self, conn: &mut $crate::store::Conn) -> diesel::QueryResult<usize> {
                use diesel::prelude::*;
                diesel::insert_into($crate::store::schema::$table::table).values(self).execute(conn)
            }
            fn update(&self, before: &Self, conn: &mut $crate::store::Conn) -> diesel::QueryResult<usize> {
                use diesel::prelude::*;
                use $crate::store::schema::$table as table;
                let row = table::table.filter(table::id.eq(&before.id));
                $(let row = row.filter(table::$versioned.eq(before.$versioned));)?
                diesel::update(row).set(self).execute(conn)
            }
            fn delete(&self, conn: &mut $crate::store::Conn) -> diesel::QueryResult<usize> {
                use diesel::prelude::*;
                use $crate::store::schema::$table as table;
                let row = table::table.filter(table::id.eq(&self.id));
                $(let row = row.filter(table::$versioned.eq(self.$versioned));)?
                diesel::delete(row).execute(conn)
            }
            fn all(conn: &mut $crate::store::Conn) -> $crate::error::Result<Vec<(String, serde_json::Value)>> {
                use diesel::prelude::*;
                use $crate::store::schema::$table as table;
                let rows: Vec<$row> = table::table.select(<$row>::as_select()).order(table::id).load(conn)?;
                rows.iter().map(|row| Ok((row.id.clone(), serde_json::to_value(row)?))).collect()
            }
        }
    };
}

/// One row of the trail.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = trail)]
pub struct Entry {
    pub seq: i64,
    pub at: Moment,
    pub person_id: String,
    pub acting_for_id: Option<String>,
    pub project_id: Option<String>,
    pub kind: String,
    pub subject_id: String,
    /// What was done: the code of a deed, or of a smaller doing.
    pub deed: String,
    /// A JSON object; none for a new row.
    pub before: Option<String>,
    /// A JSON object; none for a removed row.
    pub after: Option<String>,
    pub prev: String,
    pub hash: String,
}

impl Entry {
    /// The hash that the row must carry: SHA-256 over the hash before it and every column, each with its length in front.
    pub fn expected_hash(&self) -> String {
        let mut digest = Sha256::new();
        let mut take = |part: Option<&str>| match part {
            None => digest.update([0]),
            Some(text) => {
                digest.update([1]);
                digest.update((text.len() as u64).to_be_bytes());
                digest.update(text.as_bytes());
            }
        };
        take(Some(&self.prev));
        take(Some(&self.seq.to_string()));
        take(Some(&self.at.and_utc().timestamp_millis().to_string()));
        take(Some(&self.person_id));
        take(self.acting_for_id.as_deref());
        take(self.project_id.as_deref());
        take(Some(&self.kind));
        take(Some(&self.subject_id));
        take(Some(&self.deed));
        take(self.before.as_deref());
        take(self.after.as_deref());
        hex(&digest.finalize())
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 in hexadecimal.
pub fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// The end of the trail, held by the one writer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub seq: i64,
    pub hash: String,
}

impl Head {
    /// Reads the end and keeps every other writer away from it until the transaction ends.
    pub fn lock(conn: &mut Conn) -> Result<Head> {
        diesel::update(trail_head::table).set(trail_head::id.eq(1)).execute(conn)?;
        Head::read(conn)
    }

    /// Reads the end.
    pub fn read(conn: &mut Conn) -> Result<Head> {
        let (seq, hash) = trail_head::table.find(1).select((trail_head::seq, trail_head::hash)).first(conn)?;
        Ok(Head { seq, hash })
    }

    /// Writes the end.
    pub fn keep(&self, conn: &mut Conn) -> Result<()> {
        diesel::update(trail_head::table).set((trail_head::seq.eq(self.seq), trail_head::hash.eq(&self.hash))).execute(conn)?;
        Ok(())
    }

    /// Adds a row to the trail.
    pub fn append(&mut self, conn: &mut Conn, who: &Actor, now: Moment, note: Note<'_>) -> Result<()> {
        let mut entry = Entry {
            seq: self.seq + 1,
            at: now,
            person_id: who.id.clone(),
            acting_for_id: who.acting_for.clone(),
            project_id: note.project.map(str::to_owned),
            kind: note.kind.to_owned(),
            subject_id: note.subject,
            deed: note.deed.to_owned(),
            before: note.before.map(|map| Value::Object(map).to_string()),
            after: note.after.map(|map| Value::Object(map).to_string()),
            prev: std::mem::take(&mut self.hash),
            hash: String::new(),
        };
        entry.hash = entry.expected_hash();
        diesel::insert_into(trail::table).values(&entry).execute(conn)?;
        self.seq = entry.seq;
        self.hash = entry.hash;
        Ok(())
    }
}

/// What a row of the trail is about.
pub struct Note<'a> {
    pub project: Option<&'a str>,
    pub kind: &'static str,
    pub subject: String,
    pub deed: &'a str,
    pub before: Option<Map<String, Value>>,
    pub after: Option<Map<String, Value>>,
}

/// A row as a JSON object.
pub fn object(row: &impl Serialize) -> Result<Map<String, Value>> {
    match serde_json::to_value(row)? {
        Value::Object(map) => Ok(map),
        other => Err(Error::broken(format!("a recorded row is no object: {other}"))),
    }
}

/// The fields in which two objects differ, as they were and as they are.
pub fn difference(before: Map<String, Value>, mut after: Map<String, Value>) -> (Map<String, Value>, Map<String, Value>) {
    let mut old = Map::new();
    let mut new = Map::new();
    for (key, was) in before {
        if let Some(is) = after.remove(&key)
            && is != was
        {
            old.insert(key.clone(), was);
            new.insert(key, is);
        }
    }
    (old, new)
}
