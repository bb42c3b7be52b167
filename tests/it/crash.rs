//! The power goes, fifty times, in the middle of a load of moves: nothing that was acknowledged is lost, and the trail is true.

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use shuguang::clock::Zone;
use shuguang::projects::directive::changes::{Directive, draft};
use shuguang::projects::model::Sort;
use shuguang::projects::pipeline::{Move, State};
use shuguang::store::Store;
use shuguang::store::connection::Durability;
use shuguang::store::schema::{moves, projects};

use crate::office::{Office, Visitor};
use crate::story;

const ROUNDS: u32 = 50;
const PROJECTS: usize = 260;
const SECRET: &str = "a secret for tests, long enough to be one";

/// The program as it is installed, on a database of its own.
struct Program {
    child: Child,
    address: SocketAddr,
}

impl Program {
    fn start(database: &str) -> Program {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a free port");
        let child = program(database)
            .arg("serve")
            .env("SHUGUANG_LISTEN", free.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let program = Program { child, address: free };
        let begun = Instant::now();
        let visitor = Visitor::new(program.base(), "");
        while !visitor.tries("GET", "/health", &[], None).is_ok_and(|answer| answer.status == 200) {
            assert!(begun.elapsed() < Duration::from_secs(30), "the program does not answer");
            std::thread::sleep(Duration::from_millis(3));
        }
        program
    }

    fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Ends it as a power cut would: no signal that could be handled.
    fn kill(&mut self) {
        self.child.kill().expect("it was running");
        self.child.wait().expect("it has ended");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program(database: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shuguang"));
    command.env_clear().env("SHUGUANG_DATABASE", database).env("SHUGUANG_SECRET", SECRET).env("SHUGUANG_LOG", "off");
    command
}

/// A department with many directives that wait to be issued, in a file of its own.
fn department(office: &Office) -> String {
    let cast = story::cast(office);
    let package_id = story::package(office, &cast);
    let metric = story::metric(office, "signed_amount");
    let day = |m, d| chrono::NaiveDate::from_ymd_opt(2027, m, d).expect("a day");
    office
        .store()
        .write(cast.commander.clone(), office.clock().now(), |tx| {
            for number in 0..PROJECTS {
                let directive = Directive {
                    package_id: package_id.clone(),
                    name: format!("项目 {number}"),
                    sort: Sort::Line,
                    owner_id: cast.owner.id.clone(),
                    task: "开拓华东渠道。".into(),
                    arrangements: String::new(),
                    starts_on: Some(day(1, 4)),
                    ends_on: Some(day(2, 26)),
                    limit_discount: Some(500),
                    limit_budget: Some(5_000_000),
                    limit_contract: Some(50_000_000),
                    indicators: vec![(metric.clone(), 120_000_000, day(2, 26))],
                };
                draft(tx, &directive, None)?;
            }
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{}", error.account()));
    let copy = format!("{}.crash", office.database());
    office
        .store()
        .aside(|conn| diesel::sql_query(format!("vacuum into '{copy}'")).execute(conn))
        .unwrap_or_else(|error| panic!("{}", error.account()));
    copy
}

/// The stages that the projects stand in, by number, and every recorded move.
fn told(database: &str) -> (BTreeMap<String, State>, Vec<(String, Move)>) {
    let store = Store::open(database, Durability::Full, Zone::SHANGHAI, &shuguang::app::guards());
    let store = store.unwrap_or_else(|error| panic!("{}", error.account()));
    let read = store.read(|conn| {
        let stages: Vec<(String, State)> = projects::table.select((projects::number, projects::stage)).load(conn)?;
        let made = moves::table.inner_join(projects::table).select((projects::number, moves::code));
        Ok((stages.into_iter().collect(), made.load(conn)?))
    });
    read.unwrap_or_else(|error| panic!("{}", error.account()))
}

/// What a generator with this seed gives next; the same in every run of the test.
fn random(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

fn open<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("nobody panics with it open")
}

#[test]
fn a_kill_in_the_middle_of_a_load_of_moves_loses_nothing_acknowledged() {
    let office = Office::open();
    let database = department(&office);
    let mut first = Program::start(&database);
    // Signed in once: a session outlives the program.
    let cookies = ["周立明", "李伟"].map(|name| {
        let visitor = Visitor::new(first.base(), name);
        visitor.post("/login", &[("username", name), ("password", crate::office::PASSWORD)]).goes_to("/");
        visitor.cookie("shuguang")
    });
    first.kill();
    let mut seed = 20_261_123;
    let mut acknowledged: Vec<(String, Move)> = Vec::new();
    let mut unanswered = 0;
    for round in 0..ROUNDS {
        let (stages, _) = told(&database);
        let mut waiting: Vec<(String, Move)> = Vec::new();
        for (number, stage) in &stages {
            match stage {
                State::DirectiveDraft => waiting.push((number.clone(), Move::Issue)),
                State::DirectiveIssued => waiting.push((number.clone(), Move::Acknowledge)),
                _ => {}
            }
        }
        // Which come first is by chance too.
        for at in (1..waiting.len()).rev() {
            waiting.swap(at, usize::try_from(random(&mut seed)).unwrap_or(0) % (at + 1));
        }
        let wanted = 1 + u32::try_from(random(&mut seed) % 8).unwrap_or(0);
        let pause = Duration::from_micros(random(&mut seed) % 8_000);
        let mut program = Program::start(&database);
        let (waiting, made, count) = (Mutex::new(waiting), Mutex::new(Vec::new()), AtomicU32::new(0));
        let lost: u32 = std::thread::scope(|scope| {
            let clients: Vec<_> = (0..4)
                .map(|_| {
                    let visitors = [0, 1].map(|who: usize| {
                        let visitor = Visitor::new(program.base(), "");
                        visitor.set_cookie("shuguang", &cookies[who]);
                        visitor
                    });
                    let (waiting, made, count, base) = (&waiting, &made, &count, program.base());
                    scope.spawn(move || {
                        let headers = [("origin", base.as_str()), ("content-type", "application/x-www-form-urlencoded")];
                        while let Some((number, code)) = { open(waiting).pop() } {
                            let who = &visitors[usize::from(code == Move::Acknowledge)];
                            let body = format!("move={}", code.code()).into_bytes();
                            match who.tries("POST", &format!("/projects/{number}/moves"), &headers, Some(body)) {
                                Ok(answer) => {
                                    answer.is(303);
                                    open(made).push((number.clone(), code));
                                    count.fetch_add(1, Ordering::SeqCst);
                                    if code == Move::Issue {
                                        open(waiting).push((number, Move::Acknowledge));
                                    }
                                }
                                Err(_) => return 1,
                            }
                        }
                        0
                    })
                })
                .collect();
            let begun = Instant::now();
            while count.load(Ordering::SeqCst) < wanted {
                assert!(begun.elapsed() < Duration::from_secs(30), "round {round}: no move is made");
                std::thread::sleep(Duration::from_micros(200));
            }
            std::thread::sleep(pause);
            program.kill();
            clients.into_iter().map(|it| it.join().expect("a client")).sum()
        });
        unanswered += lost;
        acknowledged.extend(made.into_inner().unwrap_or_default());
        let verified = self::program(&database).arg("verify").output().expect("verify runs");
        assert!(
            verified.status.success(),
            "round {round}: {}{}",
            String::from_utf8_lossy(&verified.stdout),
            String::from_utf8_lossy(&verified.stderr)
        );
        let (_, recorded) = told(&database);
        for it in &acknowledged {
            assert!(recorded.contains(it), "round {round}: {} of {} was acknowledged and is lost", it.1, it.0);
        }
    }
    assert!(acknowledged.len() >= 50 && unanswered >= 50, "{} made, {unanswered} cut off", acknowledged.len());
    // And it goes on.
    let program = Program::start(&database);
    let visitor = Visitor::new(program.base(), "李伟");
    visitor.set_cookie("shuguang", &cookies[1]);
    visitor.get("/projects").is(200);
}
