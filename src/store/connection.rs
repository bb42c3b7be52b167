//! Connections: SQLite by default, PostgreSQL by the cargo feature; nothing else in the source knows which.

use std::cell::Cell;
use std::path::Path;
use std::sync::{Arc, Mutex, RwLock};

use diesel::connection::InstrumentationEvent;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool, PooledConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use tokio::sync::watch;

use super::memory::Memory;
use super::office::Office;
use super::trail::Head;
use super::{Actor, Tx};
use crate::clock::{Moment, Zone};
use crate::error::{Error, Result};

/// The database's connection.
#[cfg(not(feature = "postgres"))]
pub type Conn = diesel::sqlite::SqliteConnection;
/// The database's connection.
#[cfg(feature = "postgres")]
pub type Conn = diesel::pg::PgConnection;

/// The database's language, for boxed conditions.
pub type Db = <Conn as diesel::Connection>::Backend;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");
const CONNECTIONS: u32 = 8;
/// The tables whose lists are sifted by words of few values.
#[cfg(not(feature = "postgres"))]
const SIFTED: [&str; 6] = ["customers", "target_customers", "activities", "objections", "contracts", "orders"];

thread_local! {
    static QUERIES: Cell<u32> = const { Cell::new(0) };
}

/// How many queries this thread has sent since it began; the difference of two readings is what a page cost. What opens and
/// closes the snapshot is none.
pub fn queries_sent() -> u32 {
    QUERIES.with(Cell::get)
}

fn count(event: InstrumentationEvent<'_>) {
    let step = match event {
        InstrumentationEvent::StartQuery { query, .. } => {
            // `SHUGUANG_LOG=shuguang::sql=trace` shows them.
            tracing::trace!(target: "shuguang::sql", "{query}");
            1
        }
        // Sent as statements like any other.
        InstrumentationEvent::BeginTransaction { .. }
        | InstrumentationEvent::CommitTransaction { .. }
        | InstrumentationEvent::RollbackTransaction { .. } => u32::MAX,
        _ => 0,
    };
    QUERIES.with(|queries| queries.set(queries.get().wrapping_add(step)));
}

/// How safely writes reach the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// An acknowledged write survives a power cut.
    Full,
    /// Filling a database that can be filled again: demonstration, seed, tests.
    Scratch,
}

#[derive(Debug)]
struct Prepare {
    #[cfg_attr(feature = "postgres", allow(dead_code))]
    durability: Durability,
}

impl CustomizeConnection<Conn, diesel::r2d2::Error> for Prepare {
    fn on_acquire(&self, conn: &mut Conn) -> std::result::Result<(), diesel::r2d2::Error> {
        prepare(conn, self.durability).map_err(diesel::r2d2::Error::QueryError)
    }
}

/// Only WAL with `synchronous=FULL` keeps every acknowledged write through a power cut.
#[cfg(not(feature = "postgres"))]
fn prepare(conn: &mut Conn, durability: Durability) -> QueryResult<()> {
    use diesel::connection::SimpleConnection;
    let synchronous = if durability == Durability::Full { "FULL" } else { "OFF" };
    conn.batch_execute(&format!(
        "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}; \
         PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;"
    ))?;
    conn.set_instrumentation(count);
    Ok(())
}

#[cfg(feature = "postgres")]
fn prepare(conn: &mut Conn, _: Durability) -> QueryResult<()> {
    use diesel::connection::SimpleConnection;
    conn.batch_execute("SET TIME ZONE 'UTC'; SET lock_timeout = '10s'")?;
    conn.set_instrumentation(count);
    Ok(())
}

/// The department's database.
#[derive(Clone)]
pub struct Store {
    pool: Pool<ConnectionManager<Conn>>,
    /// One writer at a time in this process: they would only wait for the database's lock otherwise.
    writer: Arc<Mutex<()>>,
    office: Arc<RwLock<Option<Arc<Office>>>>,
    memory: Memory,
    zone: Zone,
    /// Counts what was committed by this program.
    commits: Arc<watch::Sender<u64>>,
    quiet: bool,
}

impl Store {
    /// Opens the database (a file's path, or a `postgres://` address), brings its tables up to date and puts up the guards
    /// given, which are statements in the database's own language.
    pub fn open(address: &str, durability: Durability, zone: Zone, guards: &[String]) -> Result<Store> {
        if !address.contains("://")
            && let Some(folder) = Path::new(address).parent().filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder)
                .map_err(|cause| Error::broken(format!("cannot make the folder {}: {cause}", folder.display())))?;
        }
        keep_private(address)?;
        // One connection at once: the pool would try again for ten seconds before it says what is wrong.
        let cannot = |cause: &dyn std::fmt::Display| Error::broken(format!("cannot open the database {address}: {cause}"));
        let mut first = Conn::establish(address).map_err(|cause| cannot(&cause))?;
        prepare(&mut first, durability).map_err(|cause| cannot(&cause))?;
        drop(first);
        let pool = Pool::builder()
            .max_size(CONNECTIONS)
            .min_idle(Some(1))
            .connection_timeout(std::time::Duration::from_secs(10))
            // A file does not hang up; a server may have.
            .test_on_check_out(cfg!(feature = "postgres"))
            .connection_customizer(Box::new(Prepare { durability }))
            .build(ConnectionManager::<Conn>::new(address))
            .map_err(|cause| cannot(&cause))?;
        let store = Store {
            pool,
            writer: Arc::default(),
            office: Arc::default(),
            memory: Memory::default(),
            zone,
            commits: Arc::new(watch::Sender::new(0)),
            quiet: false,
        };
        let mut conn = store.connection()?;
        conn.run_pending_migrations(MIGRATIONS).map_err(Error::broken)?;
        conn.transaction(|conn| {
            use diesel::connection::SimpleConnection;
            guards.iter().try_for_each(|guard| conn.batch_execute(guard))
        })?;
        drop(conn);
        store.take_stock()?;
        Ok(store)
    }

    fn connection(&self) -> Result<PooledConnection<ConnectionManager<Conn>>> {
        let conn = self.pool.get()?;
        if cfg!(feature = "postgres") {
            // That the server is still there was asked for every page, and by none.
            QUERIES.with(|queries| queries.set(queries.get().wrapping_sub(1)));
        }
        Ok(conn)
    }

    /// Lets SQLite look at how its tables are filled, so that it finds the best way to the rows; at every start, and after much was
    /// filled in. A small database is better off without: what was seen in it would mislead once it has grown. PostgreSQL does so
    /// by itself.
    pub fn take_stock(&self) -> Result<()> {
        #[cfg(not(feature = "postgres"))]
        {
            use diesel::connection::SimpleConnection;
            const MUCH: i64 = 10_000;
            if self.read(Head::read)?.seq < MUCH {
                return Ok(());
            }
            // A few hundred rows of an index take milliseconds however large the database is, and are enough where few rows have
            // the same value. What lists are sifted by has few values: there it takes all rows to see how many have each.
            let mut conn = self.connection()?;
            conn.batch_execute("PRAGMA analysis_limit = 400; ANALYZE; PRAGMA analysis_limit = 0;")?;
            SIFTED.iter().try_for_each(|table| conn.batch_execute(&format!("ANALYZE {table}")))?;
        }
        Ok(())
    }

    /// Reads from one snapshot of the database.
    pub fn read<T>(&self, what: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let mut conn = self.connection()?;
        let mut what = Some(what);
        let mut answer = None;
        let done: QueryResult<()> = conn.transaction(|conn| {
            if let Some(what) = what.take() {
                answer = Some(what(conn));
            }
            Ok(())
        });
        done?;
        answer.unwrap_or_else(|| Err(Error::broken("the snapshot was not read")))
    }

    /// Carries out a change in one transaction: all of it with its trail, or nothing.
    pub fn write<T>(&self, who: Actor, now: Moment, what: impl FnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        let office = self.office()?;
        let _one_at_a_time = self.writer.lock().unwrap_or_else(|broken| broken.into_inner());
        let mut conn = self.connection()?;
        let mut changed_office = false;
        let answer = immediate(&mut conn, |conn| {
            let head = Head::lock(conn)?;
            let mut tx = Tx::new(conn, who, now, office, head, self.quiet);
            let answer = what(&mut tx)?;
            changed_office = tx.finish()?;
            Ok(answer)
        });
        if changed_office {
            *self.office.write().unwrap_or_else(|broken| broken.into_inner()) = None;
        }
        if answer.is_ok() {
            self.stir();
        }
        answer
    }

    /// Hears of every commit of this program, and of what else may concern who has a page open.
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.commits.subscribe()
    }

    /// Lets everybody who has a page open look again.
    pub fn stir(&self) {
        self.commits.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// The same database, for writing of which nobody is told.
    pub fn quietly(&self) -> Store {
        Store { quiet: true, ..self.clone() }
    }

    /// The office's settings and calendar, read once and kept until they change.
    pub fn office(&self) -> Result<Arc<Office>> {
        if let Some(office) = self.office.read().unwrap_or_else(|broken| broken.into_inner()).clone() {
            return Ok(office);
        }
        let office = Arc::new(self.read(|conn| Office::load(conn, self.zone))?);
        *self.office.write().unwrap_or_else(|broken| broken.into_inner()) = Some(office.clone());
        Ok(office)
    }

    /// What is kept in memory of it. Only for those who read: what a change has not committed must not be remembered.
    pub fn memory(&self) -> Memory {
        self.memory.clone()
    }

    /// A connection of one's own, outside the trail: sessions and failed sign-ins only.
    pub fn aside<T>(&self, what: impl FnOnce(&mut Conn) -> QueryResult<T>) -> Result<T> {
        Ok(what(&mut *self.connection()?)?)
    }
}

/// Copies the whole database, as it stands at one moment, into this empty file, while others read and write it; neither migrations nor
/// guards touch it, for a program of another version may be serving.
#[cfg(not(feature = "postgres"))]
pub fn copy(address: &str, to: &Path) -> Result<()> {
    use diesel::connection::SimpleConnection;
    let cannot = |cause: &dyn std::fmt::Display| Error::broken(format!("cannot copy the database {address}: {cause}"));
    let mut conn = Conn::establish(address).map_err(|cause| cannot(&cause))?;
    conn.batch_execute("PRAGMA busy_timeout = 10000").map_err(|cause| cannot(&cause))?;
    let copied = diesel::sql_query("VACUUM INTO $1").bind::<diesel::sql_types::Text, _>(to.display().to_string());
    copied.execute(&mut conn).map_err(|cause| cannot(&cause))?;
    Ok(())
}

/// PostgreSQL has its own program for this.
#[cfg(feature = "postgres")]
pub fn copy(_: &str, _: &Path) -> Result<()> {
    Err(Error::broken(
        "this build keeps its data in PostgreSQL: save the database with pg_dump, and after it the folder of SHUGUANG_FILES",
    ))
}

/// A new database file is readable by its owner only; what SQLite puts beside it takes after it.
fn keep_private(address: &str) -> Result<()> {
    let file = Path::new(address);
    if address.contains("://") || address.starts_with(':') || file.exists() {
        return Ok(());
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map_err(|cause| Error::broken(format!("cannot make the database {address}: {cause}")))?;
    Ok(())
}

/// A rolled-back change keeps its own error.
enum Undone {
    Ours(Error),
    Theirs(diesel::result::Error),
}

impl From<diesel::result::Error> for Undone {
    fn from(cause: diesel::result::Error) -> Self {
        Undone::Theirs(cause)
    }
}

/// Takes the write lock at once, so that no transaction fails half way for want of it.
fn immediate<T>(conn: &mut Conn, what: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    let run = |conn: &mut Conn| what(conn).map_err(Undone::Ours);
    #[cfg(not(feature = "postgres"))]
    let done = conn.immediate_transaction(run);
    #[cfg(feature = "postgres")]
    let done = conn.transaction(run);
    match done {
        Ok(answer) => Ok(answer),
        Err(Undone::Ours(error)) => Err(error),
        Err(Undone::Theirs(cause)) => Err(cause.into()),
    }
}
