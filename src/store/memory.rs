//! What is looked through whole for a question (what customers are called, the titles of contracts), kept in memory: to read it
//! out of the database each time would cost more than the rest of a page. No recorded row changes without the trail, so before
//! each question the trail says which rows are to be read again.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use diesel::prelude::*;

use super::Conn;
use super::schema::trail;
use crate::error::Result;

/// After more changes than this everything is read again.
const ONE_BY_ONE: usize = 500;

/// The most rows that are named one by one in a statement.
const FEW: usize = 300;

/// Ids to be named one by one in a statement, where they are few enough for it.
pub fn few(ids: &[Arc<str>]) -> Option<Vec<String>> {
    (ids.len() <= FEW).then(|| ids.iter().map(|id| id.to_string()).collect())
}

/// What is kept of the rows of one kind, or of several that are looked through together.
pub trait Remembered: Sized + Send + Sync + 'static {
    /// The kinds of the rows, as the trail calls them.
    const KINDS: &'static [&'static str];
    /// All rows that can be found, by their ids; or those of these ids, as far as they can be found.
    fn read(conn: &mut Conn, only: Option<&[String]>) -> Result<Vec<(String, Self)>>;
}

/// Says what is kept in memory of the rows of a table, made of columns of text:
/// `remembered!(Called, projects, (name, owner_id) => |(name, owner_id)| Called { … })`; `if …` before the arrow leaves rows out.
#[macro_export]
macro_rules! remembered {
    ($row:ty, $table:ident, ($($column:ident),+) $(if $found:expr)? => $make:expr) => {
        impl $crate::store::memory::Remembered for $row {
            const KINDS: &'static [&'static str] = &[stringify!($table)];
            fn read(
                conn: &mut $crate::store::Conn,
                only: Option<&[String]>,
            ) -> $crate::error::Result<Vec<(String, $row)>> {
                use diesel::prelude::*;
                use $crate::store::schema::$table as table;
                let mut rows = table::table.into_boxed();
                $(rows = rows.filter($found);)?
                if let Some(ids) = only {
                    rows = rows.filter(table::id.eq_any(ids.to_vec()));
                }
                type Texts = ($($crate::remembered!(@text $column)),+);
                let make: fn(Texts) -> $row = $make;
                let found: Vec<(String, Texts)> =
                    rows.order(table::id).select((table::id, ($(table::$column),+))).load(conn)?;
                Ok(found.into_iter().map(|(id, texts)| (id, make(texts))).collect())
            }
        }
    };
    (@text $column:ident) => { String };
}

/// The rows of one kind, as they stood at one row of the trail.
struct Rows<T> {
    seq: i64,
    all: Vec<(Arc<str>, T)>,
    at: HashMap<Arc<str>, usize>,
}

impl<T: Remembered> Rows<T> {
    /// Reads all, as they stand at the end of the trail or later.
    fn read(conn: &mut Conn, end: i64) -> Result<Rows<T>> {
        let all: Vec<(Arc<str>, T)> = T::read(conn, None)?.into_iter().map(|(id, row)| (id.into(), row)).collect();
        let at = all.iter().map(|it| it.0.clone()).zip(0..).collect();
        Ok(Rows { seq: end, all, at })
    }

    /// Reads again what has changed.
    fn renew(&mut self, conn: &mut Conn, changes: Vec<(i64, String, String)>) -> Result<()> {
        let Some(seq) = changes.last().map(|it| it.0) else { return Ok(()) };
        let mut ids: Vec<String> = changes.into_iter().filter(|it| T::KINDS.contains(&it.1.as_str())).map(|it| it.2).collect();
        ids.sort();
        ids.dedup();
        if !ids.is_empty() {
            let rows = T::read(conn, Some(&ids))?;
            ids.iter().for_each(|id| self.forget(id));
            for (id, row) in rows {
                let id: Arc<str> = id.into();
                self.at.insert(id.clone(), self.all.len());
                self.all.push((id, row));
            }
        }
        self.seq = seq;
        Ok(())
    }

    fn forget(&mut self, id: &str) {
        if let Some(at) = self.at.remove(id) {
            self.all.swap_remove(at);
            if let Some((moved, _)) = self.all.get(at) {
                self.at.insert(moved.clone(), at);
            }
        }
    }
}

/// What has changed since this row of the trail: its number, the kind and the id; one more than are read one by one, if there are.
fn since(conn: &mut Conn, seq: i64) -> Result<Vec<(i64, String, String)>> {
    // Not by its kind: the rows of one kind are many more than what is new.
    let new =
        trail::table.filter(trail::seq.gt(seq)).order(trail::seq).limit(i64::try_from(ONE_BY_ONE + 1).unwrap_or(i64::MAX));
    Ok(new.select((trail::seq, trail::kind, trail::subject_id)).load(conn)?)
}

type Slot<T> = RwLock<Option<Rows<T>>>;

/// Everything that one program keeps of its database.
#[derive(Clone, Default)]
pub struct Memory(Arc<Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>>);

impl Memory {
    /// Looks through the rows that are kept together as they stand at the end of the trail that the reader sees, in no order that means
    /// anything. (Where another's snapshot was newer it may be told of rows that it cannot see: its own questions leave those out.)
    pub fn look<T: Remembered, A>(&self, conn: &mut Conn, end: i64, what: impl FnOnce(&[(Arc<str>, T)]) -> A) -> Result<A> {
        let slot = self.slot::<T>();
        let is_old = |kept: &Option<Rows<T>>| kept.as_ref().is_none_or(|rows| rows.seq < end);
        let mut kept = slot.read().unwrap_or_else(PoisonError::into_inner);
        if is_old(&kept) {
            drop(kept);
            let mut old = slot.write().unwrap_or_else(PoisonError::into_inner);
            // Another may have read it meanwhile.
            if is_old(&old) {
                Memory::renew(&mut old, conn, end)?;
            }
            drop(old);
            kept = slot.read().unwrap_or_else(PoisonError::into_inner);
        }
        Ok(what(kept.as_ref().map_or(&[], |rows| &rows.all)))
    }

    fn renew<T: Remembered>(kept: &mut Option<Rows<T>>, conn: &mut Conn, end: i64) -> Result<()> {
        if let Some(rows) = kept {
            let changes = since(conn, rows.seq)?;
            if changes.len() <= ONE_BY_ONE {
                return rows.renew(conn, changes);
            }
        }
        *kept = Some(Rows::read(conn, end)?);
        Ok(())
    }

    fn slot<T: Remembered>(&self) -> Arc<Slot<T>> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = slots.entry(TypeId::of::<T>()).or_insert_with(|| Arc::new(Slot::<T>::new(None))).clone();
        drop(slots);
        // It was put there under the same type.
        slot.downcast().unwrap_or_default()
    }
}
