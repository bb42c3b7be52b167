//! Reading imports, and what the department knows before one.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::exists;
use diesel::prelude::*;

use super::model::ImportBatch;
use super::rows::Known;
use crate::customers::queries::keepers;
use crate::error::{OrNotFound, Result};
use crate::store::Conn;
use crate::store::schema::{customers, import_batches, people, target_customers};

/// The newest imports.
pub fn list(conn: &mut Conn) -> Result<Vec<ImportBatch>> {
    let rows = import_batches::table.order((import_batches::imported_at.desc(), import_batches::id.desc())).limit(100);
    Ok(rows.select(ImportBatch::as_select()).load(conn)?)
}

/// The import with this number.
pub fn find(conn: &mut Conn, number: &str) -> Result<ImportBatch> {
    let row = import_batches::table.filter(import_batches::number.eq(number)).select(ImportBatch::as_select());
    row.first(conn).optional()?.or_not_found()
}

/// The import of a file with this hash that stands.
pub fn of_file(conn: &mut Conn, hash: &str) -> Result<Option<ImportBatch>> {
    let rows = import_batches::table.filter(import_batches::sha256.eq(hash)).filter(import_batches::undone_at.is_null());
    Ok(rows.order(import_batches::imported_at.desc()).select(ImportBatch::as_select()).first(conn).optional()?)
}

/// What the department knows already, for whoever imports.
pub fn known(conn: &mut Conn, me: &str) -> Result<Known> {
    let mut known = Known { me: me.to_owned(), ..Known::default() };
    type Row = (String, String, String, String, Option<String>, Option<String>);
    let rows: Vec<Row> = customers::table
        .order(customers::id)
        .select((
            customers::id,
            customers::number,
            customers::name,
            customers::likeness,
            customers::credit_code,
            customers::merged_into,
        ))
        .load(conn)?;
    let by_id: BTreeMap<&str, &Row> = rows.iter().map(|it| (it.0.as_str(), it)).collect();
    // Those that were merged into others come first, so that nobody who is there is hidden by one of them.
    let (there, gone): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|it| it.5.is_none());
    for row in gone.into_iter().chain(there) {
        let (_, _, _, likeness, code, _) = row;
        let mut it = row;
        while let Some(into) = it.5.as_deref().and_then(|id| by_id.get(id)) {
            it = into;
        }
        let called = format!("{} {}", it.1, it.2);
        if let Some(code) = code {
            known.codes.insert(code.clone(), called.clone());
        }
        known.names.insert(likeness.clone(), called);
    }
    let may: BTreeSet<String> = keepers(conn)?.into_iter().map(|(username, _)| username).collect();
    let all: Vec<(String, String, String)> =
        people::table.order(people::id).select((people::id, people::username, people::name)).load(conn)?;
    let mut by_name: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (id, username, name) in all.into_iter().filter(|(_, username, _)| may.contains(username)) {
        known.keepers.insert(username.clone(), Some(id.clone()));
        by_name.entry(name).and_modify(|it| *it = None).or_insert(Some(id));
    }
    for (name, id) in by_name {
        known.keepers.entry(name).or_insert(id);
    }
    Ok(known)
}

/// How many customers of an import there still are.
pub fn count(conn: &mut Conn, batch: &str) -> Result<i64> {
    Ok(customers::table.filter(customers::batch_id.eq(batch)).count().get_result(conn)?)
}

/// Number and name of customers of an import that cannot go any more: chosen in a project, merged, or worked on since.
pub fn in_use(conn: &mut Conn, batch: &str, limit: i64) -> Result<Vec<(String, String)>> {
    let targets = target_customers::table.filter(target_customers::customer_id.eq(customers::id));
    let used = exists(targets).or(customers::version.gt(1)).or(customers::merged_into.is_not_null());
    Ok(customers::table
        .filter(customers::batch_id.eq(batch))
        .filter(used)
        .order(customers::id)
        .limit(limit)
        .select((customers::number, customers::name))
        .load(conn)?)
}
