//! An office for one test: a database of its own, a clock with a hand, and the program as it is served in production.

mod database;
mod visitor;

use std::net::{SocketAddr, TcpListener};
use std::sync::OnceLock;
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use chrono::NaiveDateTime;
use shuguang::clock::{Clock, Moment, Zone};
use shuguang::config::{Config, Post};
use shuguang::error::Result;
use shuguang::jobs::Jobs;
use shuguang::people::changes::Account;
use shuguang::people::{changes, queries, secrets};
use shuguang::store::connection::Durability;
use shuguang::store::{Actor, Store, Tx};
use shuguang::words::Role;

use database::Database;
pub use database::Snapshot;
pub use visitor::{Answer, FormOnPage, Visitor};

/// The password of everybody in tests.
pub const PASSWORD: &str = "曙光行动计划从今天开始";
/// When every test begins, on the office's clock: a Monday.
pub const BEGINNING: &str = "2026-11-23 09:00";

/// The program, running for one test.
pub struct Office {
    address: SocketAddr,
    store: Store,
    clock: Clock,
    secret: String,
    post: Post,
    server: Option<(ServerHandle, JoinHandle<()>)>,
    // Last, so that it goes when nobody uses it any more; there until the office is kept.
    database: Option<Database>,
}

impl Office {
    /// A new, empty office on Monday, 2026-11-23, 09:00.
    pub fn open() -> Office {
        Office::with_patience(Duration::from_secs(30))
    }

    /// The same, where a request may take only so long.
    pub fn with_patience(patience: Duration) -> Office {
        Office::with(patience, Post::default())
    }

    /// The same, from which something goes out by these ways.
    pub fn posting(post: Post) -> Office {
        Office::with(Duration::from_secs(30), post)
    }

    /// What the program does by itself, to be done when a test says so.
    pub fn jobs(&self) -> Jobs {
        let base = Some("http://shuguang.example".to_owned());
        Jobs { store: self.store.clone(), clock: self.clock.clone(), post: self.post.clone(), base }
    }

    fn with(patience: Duration, post: Post) -> Office {
        Office::on(Database::fresh(), BEGINNING, patience, post)
    }

    /// One in which everything is as it was in another at this time.
    pub fn again(snapshot: &Snapshot, local: &str) -> Office {
        Office::on(Database::of(snapshot), local, Duration::from_secs(30), Post::default())
    }

    /// Closes, so that others begin where this one ends.
    pub fn kept(mut self) -> Snapshot {
        let database = self.database.take().expect("it was open");
        drop(self);
        database.kept()
    }

    fn on(database: Database, local: &str, patience: Duration, post: Post) -> Office {
        let clock = Clock::hand(moment(local));
        let mut app = shuguang::app::open(&config(&database), clock.clone(), Durability::Scratch)
            .unwrap_or_else(|error| panic!("the program does not open: {}", error.account()));
        app.patience = patience;
        app.post = post.clone();
        let (store, secret) = (app.store.clone(), app.secret.clone());
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its address");
        let (told, handle) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = shuguang::app::serve(listener, app, 2).unwrap_or_else(|error| panic!("{}", error.account()));
                told.send(server.handle()).expect("somebody waits");
                server.await.expect("the server ends well");
            });
        });
        let handle = handle.recv().expect("the server starts");
        Office { address, store, clock, secret, post, server: Some((handle, thread)), database: Some(database) }
    }

    /// `http://127.0.0.1:port`.
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Sends exactly these bytes, and gives everything that comes until the connection is closed.
    pub fn raw(&self, request: &[u8]) -> Vec<u8> {
        use std::io::{Read, Write};
        let mut stream = std::net::TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a time limit");
        // A server that refuses early may close before everything is sent.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        match stream.read_to_end(&mut answer) {
            Ok(_) => {}
            Err(cause) if cause.kind() == std::io::ErrorKind::ConnectionReset => {}
            Err(cause) => panic!("the connection stays open: {cause}; so far: {}", String::from_utf8_lossy(&answer)),
        }
        answer
    }

    /// The database's file.
    #[cfg(not(feature = "postgres"))]
    pub fn database(&self) -> &str {
        self.database.as_ref().expect("it is open").address()
    }

    /// The folder of attached files.
    pub fn files(&self) -> std::path::PathBuf {
        self.database.as_ref().expect("it is open").files()
    }

    /// For tests of the rules themselves.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Signs one-time links and cookies.
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// The clock's hand.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Moves the hand to what the office's clock shows: `2026-11-24 09:00`.
    pub fn at(&self, local: &str) {
        self.clock.set(moment(local));
    }

    /// Moves the hand on.
    pub fn later(&self, by: chrono::Duration) {
        self.clock.set(self.clock.now() + by);
    }

    /// Somebody at the door, not signed in.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.base(), "")
    }

    /// Adds somebody with this role, and signs them in.
    pub fn person(&self, name: &str, role: Role) -> Visitor {
        self.person_with(name, &[role])
    }

    /// Adds somebody with several roles, and signs them in. Their account name is their name.
    pub fn person_with(&self, name: &str, roles: &[Role]) -> Visitor {
        self.add(name, roles);
        self.sign_in(name)
    }

    /// Adds somebody with the password of everybody.
    pub fn add(&self, name: &str, roles: &[Role]) {
        static HASH: OnceLock<String> = OnceLock::new();
        let hash = HASH.get_or_init(|| secrets::hash(PASSWORD).unwrap_or_else(|error| panic!("{}", error.account())));
        let account = Account {
            username: name.into(),
            name: name.into(),
            phone: String::new(),
            roles: roles.to_vec(),
            probation: false,
            active: true,
        };
        self.program(|tx| {
            let person = changes::add(tx, &account)?;
            changes::set_password(tx, &person, hash.clone())
        });
    }

    /// Signs somebody in with a browser of their own.
    pub fn sign_in(&self, name: &str) -> Visitor {
        let visitor = Visitor::new(self.base(), name);
        visitor.post("/login", &[("username", name), ("password", PASSWORD)]).goes_to("/");
        visitor
    }

    /// Changes something as the program itself.
    pub fn program<T>(&self, change: impl FnOnce(&mut Tx) -> Result<T>) -> T {
        let done = self.store.write(Actor::program(), self.clock.now(), change);
        done.unwrap_or_else(|error| panic!("the program could not do it: {}", error.account()))
    }

    /// Changes something as this person.
    pub fn act<T>(&self, who: &Visitor, change: impl FnOnce(&mut Tx) -> Result<T>) -> T {
        self.tries(who, change).unwrap_or_else(|error| panic!("{} could not do it: {}", who.name(), error.account()))
    }

    /// Tries to change something as this person; for tests of what is refused.
    pub fn tries<T>(&self, who: &Visitor, change: impl FnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        self.store.write(self.actor(who.name()), self.clock.now(), change)
    }

    /// Somebody as the rules see them today.
    pub fn actor(&self, name: &str) -> Actor {
        let today = Zone::SHANGHAI.day(self.clock.now());
        let found = self.store.read(|conn| {
            let person = queries::find(conn, name)?;
            Actor::find(conn, &person.id, today)
        });
        match found {
            Ok(Some(actor)) => actor,
            Ok(None) => panic!("{name} is not active"),
            Err(error) => panic!("{name}: {}", error.account()),
        }
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        if let Some((handle, thread)) = self.server.take() {
            // The command is sent at once; what is awaited is only its end.
            drop(handle.stop(false));
            let _ = thread.join();
        }
    }
}

fn config(database: &Database) -> Config {
    Config {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        database: database.address().into(),
        files: database.files(),
        secret: Some("a secret for tests, long enough to be one".into()),
        zone: Zone::SHANGHAI,
        public_url: None,
        post: Post::default(),
        log: "off".into(),
    }
}

/// The moment at which the office's clock shows this.
pub fn moment(local: &str) -> Moment {
    let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").expect("a time like 2026-11-23 09:00");
    Zone::SHANGHAI.moment(local)
}
