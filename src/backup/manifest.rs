//! The manifest: what is in a backup, with the hash of each.

use serde::{Deserialize, Serialize};

use crate::clock::Moment;

/// How backups are laid out; another number is another layout.
pub const FORMAT: u32 = 1;
/// The name of the manifest within a backup.
pub const MANIFEST: &str = "manifest.json";
/// The name of the database within a backup.
pub const DATABASE: &str = "shuguang.db";

/// What is in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// When it was begun, in UTC.
    pub at: Moment,
    /// The newest migration of the database.
    pub schema: String,
    /// How long the trail was, and its last hash.
    pub rows: i64,
    pub head: String,
    pub database: Part,
    /// The attached files, each named by its hash.
    pub files: Vec<Part>,
    /// Hashes of attached files that were missing or damaged already when the backup was made.
    pub lacking: Vec<String>,
}

/// A part of a backup: SHA-256 of its content in hexadecimal, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub sha256: String,
    pub size: u64,
}

impl Part {
    /// Where an attached file lies within a backup.
    pub fn name(&self) -> String {
        format!("files/{}", self.sha256)
    }
}

impl Manifest {
    /// Every part with its name.
    pub fn parts(&self) -> impl Iterator<Item = (String, &Part)> {
        std::iter::once((DATABASE.to_owned(), &self.database)).chain(self.files.iter().map(|it| (it.name(), it)))
    }
}
