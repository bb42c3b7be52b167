//! What a page costs at 50 projects and at 5,000 with 100,000 activities and 20,000 customers, and what one move costs: the
//! program as it is served, asked over loopback by one browser, both departments in turn. Prints the tables for
//! `docs/performance.md`, what lists cost in the ways that they offer themselves, what a workbook of 5,000 customers costs, and last
//! which pages cost more than ten milliseconds.
//!
//! `cargo bench --bench pages`; the two databases are told once and kept under `target/tmp/bench`. `-- 500` asks each page 500
//! times; `-- /customers` asks only those with this in their address.

#[path = "../tests/it/planted.rs"]
#[allow(dead_code, reason = "the tests import the table of text as well")]
mod planted;

use std::collections::{BTreeSet, VecDeque};
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
    Size { people: 30, projects: 5_000, activities: 100_000, random_seed: 1 },
];

/// The commander alone, a salesperson alone, both.
const COMMANDER: &[&str] = &["commander"];
const SALES: &[&str] = &["sales1"];
const BOTH: &[&str] = &["commander", "sales1"];

/// What is asked, and by whom.
const PAGES: &[(&str, &[&str], &str)] = &[
    ("the desk", &["commander", "planner", "coordinator1", "sales1", "specialist1"], "/"),
    ("the inbox", BOTH, "/tasks"),
    ("search, by characters (泰达)", BOTH, "/search?q=%E6%B3%B0%E8%BE%BE"),
    ("search, by a whole phone", BOTH, "/search?q={phone}"),
    ("search, by one company's name", BOTH, "/search?q={name}"),
    ("search, in vain", BOTH, "/search?q=qqqq"),
    ("projects", BOTH, "/projects"),
    ("projects, mine", SALES, "/projects?mine=1"),
    ("projects, all, by name", BOTH, "/projects?stage=all&sort=name"),
    ("projects, searched (苏州)", BOTH, "/projects?stage=all&q=%E8%8B%8F%E5%B7%9E"),
    ("projects, the last page of all", BOTH, "/projects?stage=all&page=100000"),
    ("the board", BOTH, "/board"),
    ("a project's page", BOTH, "/projects/{executing}"),
    ("its execution", BOTH, "/projects/{executing}/execution"),
    ("its plan", BOTH, "/projects/{executing}/plan"),
    ("its history", BOTH, "/projects/{executing}/history"),
    ("its customers", BOTH, "/projects/{executing}/customers"),
    ("its contracts", BOTH, "/projects/{executing}/contracts"),
    ("its expenses", BOTH, "/projects/{executing}/expenses"),
    ("its control", BOTH, "/projects/{executing}/control"),
    ("the evaluation of one that has ended", BOTH, "/projects/{completed}/evaluation"),
    ("customers", BOTH, "/customers"),
    ("customers, page 100", BOTH, "/customers?page=100"),
    ("customers, the last page", BOTH, "/customers?page={last}"),
    ("customers, beyond the last page", BOTH, "/customers?page=100000"),
    ("customers, by name", BOTH, "/customers?sort=name"),
    ("customers, by grade", BOTH, "/customers?sort=grade"),
    ("customers, by grade backwards, the last page", BOTH, "/customers?sort=-grade&page={last}"),
    ("customers, newest first", BOTH, "/customers?sort=-added"),
    ("customers, mine", SALES, "/customers?mine=1"),
    ("customers, of one keeper", COMMANDER, "/customers?keeper=sales1"),
    ("customers, of a grade", BOTH, "/customers?grade=c"),
    ("customers, of a source", BOTH, "/customers?source=visit"),
    ("customers, of an industry", BOTH, "/customers?industry=%E5%8C%85%E8%A3%85"),
    ("customers, of a grade and region", BOTH, "/customers?grade=a&region=%E6%B1%9F%E8%8B%8F"),
    ("customers, next step overdue", BOTH, "/customers?next=late"),
    ("customers, no next step", BOTH, "/customers?next=none"),
    ("customers, not contacted for 30 days", BOTH, "/customers?idle=30"),
    ("customers, not contacted for 90 days", BOTH, "/customers?idle=90"),
    ("customers, not contacted for 90 days, by name", BOTH, "/customers?idle=90&sort=name"),
    ("customers, by two characters in mid-name (泰达)", BOTH, "/customers?q=%E6%B3%B0%E8%BE%BE"),
    ("customers, by two characters that many have (有限)", BOTH, "/customers?q=%E6%9C%89%E9%99%90"),
    ("customers, by two characters, ordered by grade", BOTH, "/customers?q=%E6%B3%B0%E8%BE%BE&sort=grade"),
    ("customers, by one company's name", BOTH, "/customers?q={name}"),
    ("customers, by pinyin (ruijing)", BOTH, "/customers?q=ruijing"),
    ("customers, by initials (szrj)", BOTH, "/customers?q=szrj"),
    ("customers, by a whole phone", BOTH, "/customers?q={phone}"),
    ("customers, by the first digits of a phone (138)", BOTH, "/customers?q=138"),
    ("customers, by a town and two characters", BOTH, "/customers?q=%E8%8B%8F%E5%B7%9E+%E6%B3%B0%E8%BE%BE"),
    ("customers, by characters, of a grade", BOTH, "/customers?q=%E6%B3%B0%E8%BE%BE&grade=a"),
    ("customers, by what nobody is called", BOTH, "/customers?q=qqqq"),
    ("a new customer who may be there already", SALES, "/customers/new?name={name}"),
    ("a customer's page", BOTH, "/customers/{customer}"),
    ("the page of the one with most activities", BOTH, "/customers/{busiest}"),
    ("its history", BOTH, "/customers/{busiest}/history"),
    ("a customer in a project", BOTH, "/projects/{executing}/customers/{customer}"),
    ("activities, this month", BOTH, "/activities"),
    ("activities, this month, the last page", BOTH, "/activities?page=100000"),
    ("activities, last month", BOTH, "/activities?period=last_month"),
    ("activities, of all time", BOTH, "/activities?period=all"),
    ("activities, of all time, the last page", BOTH, "/activities?period=all&page=100000"),
    ("activities, of all time, the oldest first", BOTH, "/activities?period=all&sort=day"),
    ("activities, mine", SALES, "/activities?person=me"),
    ("activities, of one project", BOTH, "/activities?period=all&project={executing}"),
    ("activities, of one customer", BOTH, "/activities?period=all&customer={busiest}"),
    ("activities, of all time, visits of one person", BOTH, "/activities?period=all&kind=visit&person=sales1"),
    ("activities, of all time, refused", BOTH, "/activities?period=all&result=refused"),
    ("activities, of all time, not reached", BOTH, "/activities?period=all&result=not_reached"),
    ("activities, of all time, searched (泰达)", BOTH, "/activities?period=all&q=%E6%B3%B0%E8%BE%BE"),
    ("activities, of all time, searched in vain", BOTH, "/activities?period=all&q=qqqq"),
    ("activities, this month, searched (泰达)", BOTH, "/activities?q=%E6%B3%B0%E8%BE%BE"),
    ("whom to record one with", SALES, "/activities/new"),
    ("whom to record one with, searched (泰达)", SALES, "/activities/new?q=%E6%B3%B0%E8%BE%BE"),
    ("objections", BOTH, "/objections"),
    ("objections, late", BOTH, "/objections?show=late"),
    ("objections, all", BOTH, "/objections?show=all"),
    ("objections, all, the last page", BOTH, "/objections?show=all&page=100000"),
    ("objections, all, searched (泰达)", BOTH, "/objections?show=all&q=%E6%B3%B0%E8%BE%BE"),
    ("contracts", BOTH, "/contracts"),
    ("contracts, the last page", BOTH, "/contracts?page=100000"),
    ("contracts, by amount", BOTH, "/contracts?sort=-amount"),
    ("contracts, running, of one owner", BOTH, "/contracts?state=running&owner=sales1"),
    ("contracts, mine", SALES, "/contracts?mine=1"),
    ("contracts, overdue", BOTH, "/contracts?overdue=1"),
    ("contracts, signed in a year", BOTH, "/contracts?from=2026-01-01&to=2026-12-31&sort=-signed"),
    ("contracts, of one project", BOTH, "/contracts?project={executing}"),
    ("contracts, searched (泰达)", BOTH, "/contracts?q=%E6%B3%B0%E8%BE%BE"),
    ("contracts, searched in vain", BOTH, "/contracts?q=qqqq"),
    ("a contract's page", BOTH, "/contracts/{contract}"),
    ("its history", BOTH, "/contracts/{contract}/history"),
    ("orders", BOTH, "/orders"),
    ("orders, late", BOTH, "/orders?late=1"),
    ("orders, all, the last page", BOTH, "/orders?state=all&page=100000"),
    ("orders, all, searched (泰达)", BOTH, "/orders?state=all&q=%E6%B3%B0%E8%BE%BE"),
    ("orders, all, of one owner", BOTH, "/orders?state=all&owner=sales1"),
    ("alerts", BOTH, "/alerts"),
    ("alerts, mine", SALES, "/alerts?mine=1"),
    ("alerts, mine, past", SALES, "/alerts?state=past&mine=1"),
    ("requests", BOTH, "/requests"),
    ("requests, all, the last page", BOTH, "/requests?state=all&page=100000"),
    ("requests, all, searched (泰达)", BOTH, "/requests?state=all&q=%E6%B3%B0%E8%BE%BE"),
    ("consultations", BOTH, "/consultations"),
    ("reports", BOTH, "/reports"),
    ("reports, the last page", BOTH, "/reports?page=100000"),
    ("reports, on stages, late", BOTH, "/reports?kind=stage&state=late"),
    ("reports, searched (泰达)", BOTH, "/reports?q=%E6%B3%B0%E8%BE%BE"),
    ("who owes what", COMMANDER, "/duties"),
    ("who owes what, all of it", COMMANDER, "/duties?due=all"),
    ("meetings", BOTH, "/meetings"),
    ("resolutions", BOTH, "/resolutions"),
    ("notices", BOTH, "/notices?show=all"),
    ("a month of the calendar", BOTH, "/calendar"),
    ("hand-overs", BOTH, "/handovers"),
    ("hand-overs, of one person", BOTH, "/handovers?person=sales1"),
    ("hand-overs, searched", BOTH, "/handovers?q=%E7%89%87%E5%8C%BA"),
    ("a hand-over to be made", COMMANDER, "/handovers/new?person=sales1"),
    ("rewards", BOTH, "/rewards"),
    ("rewards, the last page", COMMANDER, "/rewards?page=100000"),
    ("rewards, promised", COMMANDER, "/rewards?state=promised"),
    ("rewards, of one person", COMMANDER, "/rewards?person=sales1"),
    ("appraisals", COMMANDER, "/appraisals"),
    ("a member's months", BOTH, "/people/sales1/months"),
    ("one month of a member's", BOTH, "/people/sales1/months/2026-10"),
    ("a member's probation", BOTH, "/people/sales1/probation"),
    ("what a member has", BOTH, "/people/sales1/projects"),
    ("proposals", BOTH, "/proposals"),
    ("lessons", BOTH, "/lessons"),
    ("plans", BOTH, "/plans"),
    ("packages", BOTH, "/packages"),
    ("the trail", COMMANDER, "/admin/trail"),
    ("the trail, of one kind", COMMANDER, "/admin/trail?kind=tasks"),
    ("the trail, of one kind and one person", COMMANDER, "/admin/trail?kind=people&person=sales1"),
    ("the trail, evaluations with all their lines", COMMANDER, "/admin/trail?kind=evaluations"),
];

/// Lists whose chips, choices, headings and pages are followed.
const LISTS: &[&str] = &[
    "/projects",
    "/customers",
    "/activities",
    "/objections",
    "/contracts",
    "/orders",
    "/alerts",
    "/requests",
    "/consultations",
    "/reports",
    "/duties",
    "/resolutions",
    "/handovers",
    "/rewards",
    "/proposals",
    "/lessons",
    "/packages",
    "/plans",
    "/people",
    "/tasks",
    "/admin/trail",
];
/// How many addresses of one list are asked, and how many choices of it stand together in one.
const OFFERED: usize = 150;
const TOGETHER: usize = 3;

/// Files: a list as a workbook, all of it. Nobody waits for them at every turn.
const FILES: &[(&str, &str)] = &[
    ("customers", "/customers.xlsx"),
    ("customers, by two characters (泰达)", "/customers.xlsx?q=%E6%B3%B0%E8%BE%BE"),
    ("activities, of all time (at most 20,000)", "/activities.xlsx?period=all"),
    ("contracts", "/contracts.xlsx"),
    ("orders", "/orders.xlsx?state=all"),
    ("objections, all", "/objections.xlsx?show=all"),
];

/// What a page may cost the server, in milliseconds.
const LIMIT: f64 = 10.0;
/// What has to be there for the figures of the large department to count.
const FEWEST_ACTIVITIES: i64 = 100_000;
const FEWEST_CUSTOMERS: i64 = 20_000;

fn main() {
    let times: usize = std::env::args().filter_map(|it| it.parse().ok()).next().unwrap_or(200);
    // Any other word limits the bench to the pages that have it in their address.
    let only = std::env::args().skip(1).find(|it| it.starts_with('/')).unwrap_or_default();
    let offices: Vec<Office> = SIZES.iter().map(Office::open).collect();
    println!("| page | reader | 50: median | p95 | 5,000: median | p95 | ratio | queries | kB |");
    println!("|---|---|--:|--:|--:|--:|--:|--:|--:|");
    let mut slow = Vec::new();
    for (name, readers, path) in PAGES.iter().filter(|it| it.2.contains(&only)) {
        for who in *readers {
            let browsers: Vec<Browser> = offices.iter().map(|office| office.sign_in(who)).collect();
            let mut costs: [Vec<f64>; 2] = Default::default();
            let mut last = Cost::default();
            for round in 0..times + 20 {
                for (index, browser) in browsers.iter().enumerate() {
                    let cost = browser.get(&offices[index].named(path));
                    // The first twenty warm the caches.
                    if round >= 20 {
                        costs[index].push(cost.millis);
                    }
                    last = cost;
                }
            }
            let (median, late) = row(name, who, &mut costs, &last);
            if median > LIMIT || late > LIMIT {
                slow.push(format!("{name} ({who}): {median:.2} ms, p95 {late:.2} ms"));
            }
        }
    }
    if only.is_empty() {
        moves(&offices, times);
    }
    println!("\n| list, as it offers itself | reader | addresses | median | slowest | which |\n|---|---|--:|--:|--:|---|");
    for who in BOTH {
        offered(&offices[1], who, &only);
    }
    if only.is_empty() {
        files(&offices[1]);
        imports(&offices[1], if times < 200 { 1 } else { 3 });
    }
    println!();
    match slow.is_empty() {
        true => println!("Every page within {LIMIT} ms, at the 95th percentile too."),
        false => println!("Over {LIMIT} ms:\n{}", slow.join("\n")),
    }
}

/// What the lists of the large department cost in the ways that their own pages offer: nobody thinks of every one of them.
fn offered(office: &Office, who: &str, only: &str) {
    let browser = office.sign_in(who);
    for list in LISTS.iter().filter(|it| it.contains(only) && browser.may_see(it)) {
        let mut random = fastrand::Rng::with_seed(1);
        let (mut asked, mut costs) = (BTreeSet::new(), Vec::new());
        let mut waiting = VecDeque::from([((*list).to_owned(), 0)]);
        while let Some((path, chosen)) = waiting.pop_front() {
            if asked.len() == OFFERED || !asked.insert(path.clone()) {
                continue;
            }
            let first = browser.get(&path);
            let millis = (0..4).map(|_| browser.get(&path).millis).fold(f64::MAX, f64::min);
            if chosen < TOGETHER {
                let mut further = further(&path, &String::from_utf8_lossy(&first.body));
                random.shuffle(&mut further);
                waiting.extend(further.into_iter().map(|it| (it, chosen + 1)));
            }
            costs.push((millis, path));
        }
        costs.sort_by(|one, other| one.0.total_cmp(&other.0));
        let (median, slowest) = (&costs[costs.len() / 2], &costs[costs.len() - 1]);
        let which = slowest.1.replace('|', "%7C");
        println!("| {list} | {who} | {} | {:.2} ms | {:.2} ms | `{which}` |", costs.len(), median.0, slowest.0);
    }
}

/// Where the page of a list leads within itself: its links, and what its fields offer to choose from.
fn further(path: &str, page: &str) -> Vec<String> {
    use scraper::{Html, Selector};
    let page = Html::parse_document(page);
    let find = |it: &str| Selector::parse(it).expect("a selector");
    let (list, query) = path.split_once('?').unwrap_or((path, ""));
    let (link, field, choice) = (find("a[href]"), find("select[name]"), find("option[value]"));
    let links = page.select(&link).filter_map(|it| it.attr("href"));
    let mut all: Vec<String> =
        links.filter(|it| it.split_once('?').is_some_and(|it| it.0 == list)).map(str::to_owned).collect();
    for field in page.select(&field) {
        let name = field.attr("name").unwrap_or_default();
        for choice in field.select(&choice).filter_map(|it| it.attr("value")).filter(|it| !it.is_empty()) {
            let others = form_urlencoded::parse(query.as_bytes()).filter(|it| it.0 != name && it.0 != "page");
            let chosen =
                form_urlencoded::Serializer::new(String::new()).extend_pairs(others).append_pair(name, choice).finish();
            all.push(format!("{list}?{chosen}"));
        }
    }
    all
}

/// What one move costs, on disk.
fn moves(offices: &[Office], times: usize) {
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
    row("one move (issue), on disk", "commander", &mut costs, &last);
}

/// What workbooks cost: the median of five.
fn files(office: &Office) {
    let browser = office.sign_in("commander");
    println!("\n| workbook | median | kB |\n|---|--:|--:|");
    for (name, path) in FILES {
        let mut costs: Vec<Cost> = (0..5).map(|_| browser.get(path)).collect();
        costs.sort_by(|one, other| one.millis.total_cmp(&other.millis));
        println!("| {name} | {:.0} ms | {} |", costs[2].millis, costs[2].body.len() / 1000);
    }
}

/// What it costs, from the request to the answer, to bring in a workbook of 5,000 customers with thirty mistakes; all of it is taken
/// back again.
fn imports(office: &Office, rounds: usize) {
    let browser = office.sign_in("coordinator1");
    let keepers = said(office.store.read(|conn| {
        use diesel::prelude::*;
        use shuguang::store::schema::people;
        let named = people::table.filter(people::username.eq_any(["sales1", "sales2"])).order(people::username);
        Ok(named.select(people::name).load::<String>(conn)?)
    }));
    let steps = [
        "looking through 5,000 rows with 30 mistakes",
        "the page that names them",
        "entering 4,970 customers",
        "taking them back",
    ];
    let mut costs: [Vec<f64>; 4] = Default::default();
    for round in 0..rounds {
        let (book, mistakes) = planted::workbook(&format!("客户名单 {round}"), [&keepers[0], &keepers[1]]);
        assert_eq!(mistakes.len(), 30);
        let mut begun = Instant::now();
        let mut lap =
            |at: usize| costs[at].push(std::mem::replace(&mut begun, Instant::now()).elapsed().as_secs_f64() * 1000.0);
        let waiting = browser.upload("/customers/imports", "list.xlsx", &book);
        lap(0);
        browser.get(&waiting);
        lap(1);
        let batch = browser.send(&waiting, "only=1");
        lap(2);
        browser.send(&format!("{batch}/removal"), "sure=1");
        lap(3);
    }
    println!("\n| importing a workbook | median |\n|---|--:|");
    for (name, costs) in steps.iter().zip(&mut costs) {
        costs.sort_by(f64::total_cmp);
        println!("| {name} | {:.0} ms |", costs[costs.len() / 2]);
    }
}

/// Prints a line: both medians, both 95th percentiles, the ratio of the medians; answers those of the large department.
fn row(name: &str, who: &str, costs: &mut [Vec<f64>; 2], last: &Cost) -> (f64, f64) {
    let at = |costs: &mut Vec<f64>, share: usize| {
        costs.sort_by(f64::total_cmp);
        costs[(costs.len() - 1) * share / 100]
    };
    let [small, large] = costs;
    let (small, small_95, large, large_95) = (at(small, 50), at(small, 95), at(large, 50), at(large, 95));
    println!(
        "| {name} | {who} | {small:.2} ms | {small_95:.2} ms | {large:.2} ms | {large_95:.2} ms | {:.2} | {} | {:.1} |",
        large / small,
        last.queries,
        last.body.len() as f64 / 1000.0
    );
    (large, large_95)
}

/// What one answer cost the server, and the page.
#[derive(Default)]
struct Cost {
    millis: f64,
    queries: u32,
    body: Vec<u8>,
}

/// A department that is served.
struct Office {
    base: String,
    store: Store,
    now: Moment,
    /// What stands for a name in an address: a project that is being carried out, one of its customers.
    names: Vec<(&'static str, String)>,
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
        let names = said(store.read(names));
        let amounts = said(store.read(amounts));
        eprintln!("{}", amounts.iter().map(|(what, count)| format!("{count} {what}")).collect::<Vec<_>>().join(", "));
        if size.projects == SIZES[1].projects {
            let of = |name: &str| amounts.iter().find(|it| it.0 == name).map_or(0, |it| it.1);
            assert!(
                of("activities") >= FEWEST_ACTIVITIES && of("customers") >= FEWEST_CUSTOMERS,
                "the department is too small"
            );
        }
        Office { base, store, now, names }
    }

    /// An address with its names put in.
    fn named(&self, path: &str) -> String {
        self.names.iter().fold(path.to_owned(), |path, (name, is)| path.replace(name, is))
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

    fn may_see(&self, path: &str) -> bool {
        let request = self.agent.get(format!("{}{path}", self.base)).header("cookie", &self.cookie);
        request.call().expect("an answer").status() == 200
    }

    /// Sends a form; answers where it leads.
    fn send(&self, path: &str, body: &str) -> String {
        let request = self.agent.post(format!("{}{path}", self.base)).header("cookie", &self.cookie);
        let request = request.header("origin", &self.base).header("content-type", "application/x-www-form-urlencoded");
        led(path, &request.send(body).expect("an answer"))
    }

    /// Sends a file; answers where it leads.
    fn upload(&self, path: &str, name: &str, bytes: &[u8]) -> String {
        let head = format!("--line\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        let body = [head.as_bytes(), bytes, b"\r\n--line--\r\n"].concat();
        let request = self.agent.post(format!("{}{path}", self.base)).header("cookie", &self.cookie);
        let request = request.header("origin", &self.base).header("content-type", "multipart/form-data; boundary=line");
        led(path, &request.send(&body).expect("an answer"))
    }

    fn post(&self, path: &str, body: &str) -> Cost {
        let request = self.agent.post(format!("{}{path}", self.base)).header("cookie", &self.cookie);
        let request = request.header("origin", &self.base).header("content-type", "application/x-www-form-urlencoded");
        let answer = request.send(body).expect("an answer");
        assert_eq!(answer.status(), 303, "{path}");
        cost(answer)
    }
}

fn led(path: &str, answer: &ureq::http::Response<ureq::Body>) -> String {
    assert_eq!(answer.status(), 303, "{path}");
    answer.headers().get("location").and_then(|it| it.to_str().ok()).expect("where it leads").to_owned()
}

fn cost(answer: ureq::http::Response<ureq::Body>) -> Cost {
    let timing = answer.headers().get("server-timing").and_then(|it| it.to_str().ok()).unwrap_or_default().to_owned();
    let after =
        |mark: &str| timing.split(mark).nth(1).map(|it| it.split(['"', ',', ';']).next().unwrap_or_default().to_owned());
    let millis = after("app;dur=").and_then(|it| it.parse().ok()).expect("a Server-Timing header");
    let queries = after("desc=\"").and_then(|it| it.parse().ok()).unwrap_or_default();
    let body = answer.into_body().into_with_config().limit(1 << 26).read_to_vec().unwrap_or_default();
    Cost { millis, queries, body }
}

/// A project that is being carried out and has a contract, a customer of it that was spoken with most lately, and others that
/// have more than most.
fn names(conn: &mut shuguang::store::Conn) -> Result<Vec<(&'static str, String)>> {
    use diesel::prelude::*;
    use shuguang::store::schema::{activities, contacts, contracts, customers, evaluations, projects, target_customers};
    let running = projects::table.filter(projects::stage.eq("implementation"));
    let (id, number, contract): (String, String, String) = running
        .inner_join(contracts::table)
        .filter(contracts::state.eq("running"))
        .order((projects::number.desc(), contracts::number))
        .select((projects::id, projects::number, contracts::number))
        .first(conn)?;
    let (customer, called, phone): (String, String, String) = target_customers::table
        .inner_join(customers::table.inner_join(contacts::table))
        .filter(target_customers::project_id.eq(id))
        .order((target_customers::last_on.desc(), customers::number, contacts::phone.desc()))
        .select((customers::number, customers::name, contacts::phone))
        .first(conn)?;
    let busiest: String = activities::table
        .inner_join(customers::table)
        .group_by(customers::number)
        .order((diesel::dsl::count_star().desc(), customers::number))
        .select(customers::number)
        .first(conn)?;
    let completed: String = evaluations::table
        .inner_join(projects::table)
        .order((projects::number.desc(), evaluations::edition))
        .select(projects::number)
        .first(conn)?;
    let all: i64 = customers::table.filter(customers::merged_into.is_null()).count().get_result(conn)?;
    let coded = |text: &str| text.bytes().map(|it| format!("%{it:02X}")).collect::<String>();
    let called = coded(&called.chars().take(6).collect::<String>());
    Ok(vec![
        ("{executing}", number),
        ("{completed}", completed),
        ("{contract}", contract),
        ("{customer}", customer),
        ("{busiest}", busiest),
        ("{name}", called),
        ("{phone}", phone),
        ("{last}", (all.max(1) as u64).div_ceil(50).to_string()),
    ])
}

/// How much there is of what.
fn amounts(conn: &mut shuguang::store::Conn) -> Result<Vec<(&'static str, i64)>> {
    use diesel::prelude::*;
    use shuguang::store::schema as tables;
    let mut all = Vec::new();
    macro_rules! count {
        ($($name:literal $table:ident),*) => { $(all.push(($name, tables::$table::table.count().get_result(conn)?));)* };
    }
    count!(
        "projects" projects, "activities" activities, "customers" customers, "contacts" contacts,
        "targets" target_customers, "objections" objections, "solutions" solutions, "contracts" contracts,
        "orders" orders, "deliveries" deliveries, "invoices" invoices, "receipts" receipts, "expenses" expenses,
        "requests" requests, "hand-overs" handovers, "rewards" rewards, "evaluations" evaluations, "alerts" alerts,
        "tasks" tasks, "rows of the trail" trail
    );
    Ok(all)
}

fn config(database: &Path, folder: &Path) -> Config {
    Config {
        listen: ([127, 0, 0, 1], 0).into(),
        database: database.display().to_string(),
        files: folder.join("files"),
        secret: Some("a secret for measuring, long enough to be one".into()),
        zone: Zone::SHANGHAI,
        public_url: None,
        post: shuguang::config::Post::default(),
        log: "off".into(),
    }
}

fn said<T>(done: Result<T>) -> T {
    done.unwrap_or_else(|error| panic!("{}", error.account()))
}
