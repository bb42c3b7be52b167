//! What a page costs at 50 and at 5,000 projects, and what one move costs: the program as it is served, asked over loopback by
//! one browser, both departments in turn. Prints a table for `docs/performance.md`.
//!
//! `cargo bench --bench pages`; the two databases are told once and kept under `target/bench`. `-- 500` asks each page 500 times.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Instant;

use shuguang::clock::{Clock, Moment, Zone};
use shuguang::config::Config;
use shuguang::demo::seed::{Size, sow};
use shuguang::demo::story::{PASSWORD, directive};
use shuguang::error::Result;
use shuguang::projects::directive::changes::draft;
use shuguang::projects::model::Sort;
use shuguang::store::connection::Durability;
use shuguang::store::{Actor, Store};

/// The two departments.
const SIZES: [Size; 2] = [
    Size { people: 30, projects: 50, activities: 2_000, random_seed: 1 },
    Size { people: 30, projects: 5_000, activities: 200_000, random_seed: 1 },
];

/// What is asked, and by whom.
const PAGES: [(&str, &str, &str); 12] = [
    ("the commander's desk", "commander", "/"),
    ("the planner's desk", "planner", "/"),
    ("the coordinator's desk", "coordinator1", "/"),
    ("a salesperson's desk", "sales1", "/"),
    ("the project list", "commander", "/projects"),
    ("the project list, searched", "commander", "/projects?stage=all&q=%E8%8B%8F%E5%B7%9E"),
    ("the board", "commander", "/board"),
    ("the inbox", "commander", "/tasks"),
    ("a project's page", "commander", "/projects/{executing}"),
    ("its execution", "commander", "/projects/{executing}/execution"),
    ("its plan", "commander", "/projects/{executing}/plan"),
    ("its history", "commander", "/projects/{executing}/history"),
];

fn main() {
    let times: usize = std::env::args().filter_map(|it| it.parse().ok()).next().unwrap_or(200);
    let offices: Vec<Office> = SIZES.iter().map(Office::open).collect();
    println!("| page | 50: median | p95 | 5,000: median | p95 | ratio | queries | kB |");
    println!("|---|--:|--:|--:|--:|--:|--:|--:|");
    for (name, who, path) in PAGES {
        let browsers: Vec<Browser> = offices.iter().map(|office| office.sign_in(who)).collect();
        let mut costs: [Vec<f64>; 2] = Default::default();
        let mut last = Cost::default();
        for round in 0..times + 20 {
            for (index, browser) in browsers.iter().enumerate() {
                let path = path.replace("{executing}", &offices[index].executing);
                let cost = browser.get(&path);
                // The first twenty warm the caches.
                if round >= 20 {
                    costs[index].push(cost.millis);
                }
                last = cost;
            }
        }
        row(name, &mut costs, &last);
    }
    let mut costs: [Vec<f64>; 2] = Default::default();
    let mut last = Cost::default();
    let browsers: Vec<Browser> = offices.iter().map(|office| office.sign_in("commander")).collect();
    let drafts: Vec<Vec<String>> = offices.iter().map(|office| office.drafts(times)).collect();
    for pair in drafts[0].iter().zip(&drafts[1]) {
        for (index, (browser, number)) in browsers.iter().zip([pair.0, pair.1]).enumerate() {
            let cost = browser.post(&format!("/projects/{number}/moves"), "move=issue");
            costs[index].push(cost.millis);
            last = cost;
        }
    }
    row("one move (issue), on disk", &mut costs, &last);
}

/// Prints a line: both medians, both 95th percentiles, the ratio of the medians.
fn row(name: &str, costs: &mut [Vec<f64>; 2], last: &Cost) {
    let at = |costs: &mut Vec<f64>, share: usize| {
        costs.sort_by(f64::total_cmp);
        costs[(costs.len() - 1) * share / 100]
    };
    let [small, large] = costs;
    let (small, small_95, large, large_95) = (at(small, 50), at(small, 95), at(large, 50), at(large, 95));
    println!(
        "| {name} | {small:.2} ms | {small_95:.2} ms | {large:.2} ms | {large_95:.2} ms | {:.2} | {} | {:.1} |",
        large / small,
        last.queries,
        last.bytes as f64 / 1000.0
    );
}

/// What one answer cost the server, and how many bytes the page has.
#[derive(Default)]
struct Cost {
    millis: f64,
    queries: u32,
    bytes: usize,
}

/// A department that is served.
struct Office {
    base: String,
    store: Store,
    now: Moment,
    /// The number of a project that is being carried out.
    executing: String,
}

impl Office {
    fn open(size: &Size) -> Office {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench").join(size.projects.to_string());
        let database = folder.join("shuguang.db");
        let now = Zone::SHANGHAI.moment(chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap().and_hms_opt(10, 0, 0).unwrap());
        if !folder.join("told").exists() {
            let _ = std::fs::remove_dir_all(&folder);
            std::fs::create_dir_all(&folder).expect("a folder for the database");
            let begun = Instant::now();
            let app = said(shuguang::app::open(&config(&database, &folder), Clock::hand(now), Durability::Scratch));
            said(sow(&app.store, Zone::SHANGHAI, now, size, |_| {}));
            std::fs::write(folder.join("told"), "").expect("a note");
            eprintln!("told {} projects in {:.0} s", size.projects, begun.elapsed().as_secs_f64());
        }
        let app = said(shuguang::app::open(&config(&database, &folder), Clock::hand(now), Durability::Full));
        let store = app.store.clone();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("its address"));
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move { said(shuguang::app::serve(listener, app, 2)).await })
        });
        let executing = said(store.read(|conn| {
            use diesel::prelude::*;
            use shuguang::store::schema::projects;
            let running = projects::table.filter(projects::stage.eq("implementation")).order(projects::number.desc());
            Ok(running.select(projects::number).first(conn)?)
        }));
        Office { base, store, now, executing }
    }

    fn sign_in(&self, username: &str) -> Browser {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .build();
        let mut browser = Browser { base: self.base.clone(), agent: config.into(), cookie: String::new() };
        let answer = browser
            .agent
            .post(format!("{}/login", self.base))
            .header("origin", &self.base)
            .header("content-type", "application/x-www-form-urlencoded")
            .send(format!("username={username}&password={PASSWORD}"))
            .expect("an answer");
        assert_eq!(answer.status(), 303, "{username} comes in");
        let cookies = answer.headers().get_all("set-cookie").iter().filter_map(|it| it.to_str().ok());
        browser.cookie = cookies.filter_map(|it| it.split(';').next()).collect::<Vec<_>>().join("; ");
        browser
    }

    /// Directives that can be issued.
    fn drafts(&self, count: usize) -> Vec<String> {
        use diesel::prelude::*;
        use shuguang::store::schema::{packages, people};
        let (commander, owner, package) = said(self.store.read(|conn| {
            let id = |username: &str, conn: &mut shuguang::store::Conn| -> QueryResult<String> {
                people::table.filter(people::username.eq(username)).select(people::id).first(conn)
            };
            let commander = id("commander", conn)?;
            let commander = Actor::find(conn, &commander, Zone::SHANGHAI.day(self.now))?;
            let package: String = packages::table.order(packages::number).select(packages::id).first(conn)?;
            Ok((commander.expect("a commander"), id("sales1", conn)?, package))
        }));
        said(self.store.write(commander, self.now, |tx| {
            (0..count)
                .map(|at| {
                    let directive = directive(tx, &format!("测量 {at}"), &package, &owner, Sort::Line)?;
                    draft(tx, &directive, None).map(|project| project.number)
                })
                .collect()
        }))
    }
}

/// Somebody who is signed in.
struct Browser {
    base: String,
    agent: ureq::Agent,
    cookie: String,
}

impl Browser {
    fn get(&self, path: &str) -> Cost {
        let request = self.agent.get(format!("{}{path}", self.base)).header("cookie", &self.cookie);
        let answer = request.header("accept-encoding", "gzip").call().expect("an answer");
        assert_eq!(answer.status(), 200, "{path}");
        cost(answer)
    }

    fn post(&self, path: &str, body: &str) -> Cost {
        let request = self.agent.post(format!("{}{path}", self.base)).header("cookie", &self.cookie);
        let request = request.header("origin", &self.base).header("content-type", "application/x-www-form-urlencoded");
        let answer = request.send(body).expect("an answer");
        assert_eq!(answer.status(), 303, "{path}");
        cost(answer)
    }
}

fn cost(answer: ureq::http::Response<ureq::Body>) -> Cost {
    let timing = answer.headers().get("server-timing").and_then(|it| it.to_str().ok()).unwrap_or_default().to_owned();
    let after =
        |mark: &str| timing.split(mark).nth(1).map(|it| it.split(['"', ',', ';']).next().unwrap_or_default().to_owned());
    let millis = after("app;dur=").and_then(|it| it.parse().ok()).expect("a Server-Timing header");
    let queries = after("desc=\"").and_then(|it| it.parse().ok()).unwrap_or_default();
    let bytes = answer.into_body().into_with_config().limit(1 << 26).read_to_vec().unwrap_or_default().len();
    Cost { millis, queries, bytes }
}

fn config(database: &Path, folder: &Path) -> Config {
    Config {
        listen: ([127, 0, 0, 1], 0).into(),
        database: database.display().to_string(),
        files: folder.join("files"),
        secret: Some("a secret for measuring, long enough to be one".into()),
        zone: Zone::SHANGHAI,
        public_url: None,
        log: "off".into(),
    }
}

fn said<T>(done: Result<T>) -> T {
    done.unwrap_or_else(|error| panic!("{}", error.account()))
}
