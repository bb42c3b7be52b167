//! Rows of imports.

use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::recorded;
use crate::store::schema::import_batches;

/// What was taken in from one file.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = import_batches, treat_none_as_null = true)]
pub struct ImportBatch {
    pub id: String,
    /// `DR-2026-017`.
    pub number: String,
    pub file_name: String,
    /// Of the file's bytes.
    pub sha256: String,
    /// Customers that were entered.
    pub added: i32,
    /// Rows that were left out.
    pub skipped: i32,
    pub person_id: String,
    pub imported_at: Moment,
    pub undone_at: Option<Moment>,
    pub undone_by: Option<String>,
    pub version: i32,
}
recorded!(ImportBatch, import_batches, versioned: version);

impl ImportBatch {
    /// Its address.
    pub fn href(&self) -> String {
        format!("/customers/imports/{}", self.number)
    }
}
