//! A database for one test, gone with it: a copy of one that was made once, so that a test need not wait for the tables, or for what a
//! department did until now.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use shuguang::clock::Clock;
use shuguang::store::connection::Durability;

/// A folder of a test's own, and the database in it or on the server.
pub struct Database {
    folder: PathBuf,
    address: String,
}

/// What a database holds, and the folder of attached files beside it: as many as one likes are made of it.
pub struct Snapshot {
    files: Vec<(PathBuf, Vec<u8>)>,
    #[cfg(not(feature = "postgres"))]
    content: Vec<u8>,
    /// The database on the server that others are made of; it goes with the server.
    #[cfg(feature = "postgres")]
    name: String,
}

impl Database {
    /// An empty office's.
    pub fn fresh() -> Database {
        static EMPTY: OnceLock<Snapshot> = OnceLock::new();
        Database::of(EMPTY.get_or_init(|| {
            let database = Database::bare();
            let clock = Clock::hand(super::moment(super::BEGINNING));
            let app = shuguang::app::open(&super::config(&database), clock, Durability::Scratch);
            drop(app.unwrap_or_else(|error| panic!("the program does not open: {}", error.account())));
            database.kept()
        }))
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// The folder of attached files.
    pub fn files(&self) -> PathBuf {
        self.folder.join("files")
    }

    fn new_folder() -> (PathBuf, u32) {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        let folder = std::env::temp_dir().join(format!("shuguang-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        (folder, number)
    }

    fn put(&self, files: &[(PathBuf, Vec<u8>)]) {
        for (path, content) in files {
            let at = self.files().join(path);
            std::fs::create_dir_all(at.parent().expect("a folder")).expect("the folder of files");
            std::fs::write(at, content).expect("a copy of a file");
        }
    }

    /// The attached files there are.
    fn shelved(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let (root, mut all, mut folders) = (self.files(), Vec::new(), vec![self.files()]);
        while let Some(folder) = folders.pop() {
            for it in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = it.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let content = std::fs::read(&path).expect("a file");
                    all.push((path.strip_prefix(&root).expect("within it").to_owned(), content));
                }
            }
        }
        all
    }
}

#[cfg(not(feature = "postgres"))]
impl Database {
    fn bare() -> Database {
        let (folder, _) = Database::new_folder();
        Database { address: folder.join("office.db").to_string_lossy().into_owned(), folder }
    }

    /// A copy.
    pub fn of(snapshot: &Snapshot) -> Database {
        let database = Database::bare();
        std::fs::write(&database.address, &snapshot.content).expect("a copy of the database");
        database.put(&snapshot.files);
        database
    }

    /// What it holds, now that nobody uses it any more.
    pub fn kept(self) -> Snapshot {
        use diesel::connection::SimpleConnection;
        use diesel::prelude::*;
        let mut conn = diesel::SqliteConnection::establish(&self.address).expect("the database");
        conn.batch_execute("pragma wal_checkpoint(truncate)").expect("everything in one file");
        drop(conn);
        Snapshot { content: std::fs::read(&self.address).expect("the database"), files: self.shelved() }
    }
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
    fn bare() -> Database {
        Database::new("")
    }

    /// A copy.
    pub fn of(snapshot: &Snapshot) -> Database {
        let database = Database::new(&format!(" template {}", snapshot.name));
        database.put(&snapshot.files);
        database
    }

    fn new(like: &str) -> Database {
        let (folder, number) = Database::new_folder();
        let name = format!("shuguang_test_{}_{number}", std::process::id());
        if like.is_empty() {
            // What others are made of outlives its test: another process of this number may have left it.
            on_server(&format!("drop database if exists {name} with (force)"));
        }
        on_server(&format!("create database {name}{like}"));
        let server = server();
        let address = match server.rsplit_once('/') {
            Some((server, _)) => format!("{server}/{name}"),
            None => panic!("SHUGUANG_TEST_POSTGRES must be like postgres://user@localhost/postgres"),
        };
        Database { folder, address }
    }

    fn name(&self) -> String {
        self.address.rsplit_once('/').map_or(String::new(), |(_, name)| name.to_owned())
    }

    /// What it holds, now that nobody uses it any more.
    pub fn kept(self) -> Snapshot {
        let (name, files) = (self.name(), self.shelved());
        // Others are made of a database only while nobody is connected to it.
        on_server(&format!("alter database {name} with allow_connections false"));
        on_server(&format!("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{name}'"));
        let _ = std::fs::remove_dir_all(&self.folder);
        std::mem::forget(self);
        Snapshot { name, files }
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
        on_server(&format!("drop database if exists {} with (force)", self.name()));
    }
}
