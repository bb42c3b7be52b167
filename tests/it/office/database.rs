//! A database for one test, gone with it: a copy of one that was made once, so that a test need not wait for the tables.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder of a test's own, and the database in it or on the server.
pub struct Database {
    folder: PathBuf,
    address: String,
}

impl Database {
    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn new_folder() -> (PathBuf, u32) {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        let folder = std::env::temp_dir().join(format!("shuguang-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        (folder, number)
    }
}

#[cfg(not(feature = "postgres"))]
impl Database {
    pub fn fresh() -> Database {
        let (folder, _) = Database::new_folder();
        let file = folder.join("office.db");
        std::fs::write(&file, template()).expect("a copy of the template");
        Database { address: file.to_string_lossy().into_owned(), folder }
    }
}

/// The bytes of an empty office's database.
#[cfg(not(feature = "postgres"))]
fn template() -> &'static [u8] {
    use std::sync::OnceLock;

    use diesel::connection::SimpleConnection;
    use shuguang::clock::Clock;
    use shuguang::store::connection::Durability;

    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let (folder, _) = Database::new_folder();
        let file = folder.join("office.db");
        let database = Database { address: file.to_string_lossy().into_owned(), folder };
        let clock = Clock::hand(super::moment(super::BEGINNING));
        let app = shuguang::app::open(&super::config(&database), clock, Durability::Scratch)
            .unwrap_or_else(|error| panic!("the program does not open: {}", error.account()));
        app.store
            .aside(|conn| conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)"))
            .unwrap_or_else(|error| panic!("{}", error.account()));
        drop(app);
        std::fs::read(&file).expect("the template")
    })
}

#[cfg(not(feature = "postgres"))]
impl Drop for Database {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[cfg(feature = "postgres")]
impl Database {
    /// A new database on the server of `SHUGUANG_TEST_POSTGRES`.
    pub fn fresh() -> Database {
        let (folder, number) = Database::new_folder();
        let name = format!("shuguang_test_{}_{number}", std::process::id());
        on_server(&format!("create database {name}"));
        let server = server();
        let address = match server.rsplit_once('/') {
            Some((server, _)) => format!("{server}/{name}"),
            None => panic!("SHUGUANG_TEST_POSTGRES must be like postgres://user@localhost/postgres"),
        };
        Database { folder, address }
    }
}

#[cfg(feature = "postgres")]
fn server() -> String {
    std::env::var("SHUGUANG_TEST_POSTGRES").expect("SHUGUANG_TEST_POSTGRES names the server, as postgres://…/postgres")
}

#[cfg(feature = "postgres")]
fn on_server(statement: &str) {
    use diesel::connection::SimpleConnection;
    use diesel::prelude::*;
    let mut conn = diesel::pg::PgConnection::establish(&server()).expect("the server answers");
    conn.batch_execute(statement).unwrap_or_else(|cause| panic!("{statement}: {cause}"));
}

#[cfg(feature = "postgres")]
impl Drop for Database {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
        if let Some((_, name)) = self.address.rsplit_once('/') {
            on_server(&format!("drop database if exists {name} with (force)"));
        }
    }
}
