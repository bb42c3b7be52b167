//! Speed is designed in: few queries a page, none per row, an index for each list. How long pages take is measured by the bench.

use diesel::prelude::*;
use shuguang::clock::Zone;
use shuguang::demo::department::tell;
use shuguang::demo::story::PASSWORD;
use shuguang::store::schema::{customers, meetings, projects, solutions};

use crate::office::{Office, Visitor};

/// The most queries that a page sends; the lookup of the session comes before it.
const MOST: u32 = 12;

/// The pages of the department, as those who read them most.
const READERS: [(&str, &[&str]); 6] = [
    (
        "commander",
        &[
            "/",
            "/tasks",
            "/notices",
            "/notices?show=all",
            "/tasks?due=late",
            "/projects",
            "/projects?stage=all",
            "/projects?stage=control&late=1&mine=1&focus=1&sort=-due",
            "/projects?sort=name",
            "/board",
            "/activities",
            "/activities?period=all&kind=visit&result=advanced&person=sales1&sort=day",
            "/activities?q=%E5%8D%8E&period=all",
            "/activities?project=SG-2026-003&customer={customer}&period=all",
            "/objections",
            "/objections?show=late&kind=price&weight=minor&mine=1&q=%E4%BB%B7",
            "/objections?show=all",
            "/solutions/{solution}",
            "/projects/SG-2026-003/customers/{customer}",
            "/plans",
            "/packages",
            "/contracts",
            "/contracts?state=running&sort=-amount",
            "/contracts?overdue=1&sort=-outstanding",
            "/contracts?care=1&sort=signed",
            "/contracts?owner=sales1&from=2026-01-01&to=2026-12-31&sort=-signed",
            "/contracts?q=展台&project=SG-2026-003&customer=KH-2026-001&sort=-due",
            "/contracts/HT-2026-001",
            "/contracts/HT-2026-003",
            "/contracts/HT-2026-003/summary",
            "/contracts/HT-2026-003/history",
            "/contracts/HT-2026-004",
            "/orders",
            "/orders?state=all&sort=amount",
            "/orders?state=delivered&late=1&sort=-wanted",
            "/orders?q=会展&owner=sales1",
            "/orders/DD-2026-003",
            "/notices/GH-2026-003",
            "/deliveries/JH-2026-003",
            "/projects/SG-2026-003/expenses",
            "/projects/SG-2026-003/expenses?line=差旅&state=all&sort=-amount&q=高铁",
            "/proposals",
            "/lessons",
            "/duties",
            "/duties?due=all&kind=step&level=coordinator",
            "/reports",
            "/reports/HB-2026-001",
            "/reports/weekly/2026-W46",
            "/requests",
            "/requests/QS-2026-001",
            "/requests/QS-2026-001/agenda",
            "/consultations",
            "/consultations?state=closed&q=%E4%BB%98%E6%AC%BE",
            "/consultations/ZX-2026-001",
            "/calendar",
            "/calendar?month=2026-12",
            "/calendar?week=2026-W48",
            "/calendar/feed",
            "/meetings",
            "/meetings?kind=weekly&q=2026",
            "/meetings/2026-W48",
            "/meetings/2026-W47/minutes",
            "/meetings/2026-11",
            "/meetings/{hearing}",
            "/meetings/{hearing}/due",
            "/handovers",
            "/handovers?state=announced&mine=1&q=休假&sort=-outstanding",
            "/handovers?person=sales8&sort=number",
            "/handovers/new",
            "/handovers/new?person=sales1",
            "/handovers/new?project=SG-2026-003",
            "/handovers/YJ-2026-001",
            "/handovers/YJ-2026-002",
            "/alerts",
            "/alerts?rule=idle&mine=1",
            "/people",
            "/acting",
            "/handbook",
            "/admin/trail",
            "/admin/trail?kind=tasks",
            "/admin/trail?kind=tasks&person=sales1&before=900",
            "/people/sales1",
            "/people/sales1/projects",
            "/people/sales1/months",
            "/people/sales1/months/2026-10",
            "/people/sales1/probation",
            "/appraisals",
            "/rewards",
            "/rewards?state=open&person=sales1",
            "/rewards?state=promised",
            "/customers",
            "/customers?q=zhan&sort=name",
            "/customers?q=138&grade=a&source=visit&next=none&idle=30&sort=grade",
            "/customers?next=late&region=浙江&industry=展览展示&keeper=sales1",
            "/customers?mine=1&sort=added&idle=90",
            "/customers?sort=-next",
            "/customers?sort=-added",
            "/customers/KH-2026-001",
            "/customers/KH-2026-001/history",
            "/search?q=%E5%8D%8E",
            "/search?q=138",
        ],
    ),
    ("planner", &["/", "/tasks", "/notices", "/calendar", "/consultations?state=open", "/consultations/ZX-2026-003"]),
    (
        "sales1",
        &[
            "/",
            "/tasks",
            "/calendar",
            "/calendar?month=2026-12",
            "/notices?show=all",
            "/projects?mine=1",
            "/reports",
            "/reports/new",
            "/reports/weekly/2026-W46/mine",
            "/reports?mine=1&kind=event&state=late&q=客",
            "/requests",
            "/requests?mine=1&state=open&q=价",
            "/consultations",
            "/consultations?mine=1&state=answered&q=SG-2026-003",
            "/consultations/ZX-2026-002",
            "/consultations/new?project=SG-2026-003",
            "/activities?person=me",
            "/activities/new?q=%E5%8D%8E",
            "/projects/SG-2026-003/customers",
            "/projects/SG-2026-003/customers/new?q=%E5%8D%8E",
            "/projects/SG-2026-003/customers/{customer}",
            "/projects/SG-2026-003/customers/{customer}/objections/new",
            "/projects/SG-2026-003/customers/{customer}/solutions/new",
            "/solutions/{solution}/edit",
            "/contracts?mine=1",
            "/orders?mine=1",
            "/projects/SG-2026-003/expenses/new",
        ],
    ),
    (
        "coordinator",
        &[
            "/",
            "/tasks",
            "/calendar",
            "/people/coordinator/projects",
            "/consultations",
            "/customers",
            "/customers/new?name=云岭展览",
            "/customers/imports",
            "/customers/KH-2026-001",
            "/customers/KH-2026-001/edit",
            "/customers/KH-2026-001/merger",
            "/customers/KH-2026-001/merger?other=KH-2026-045",
            "/customers/KH-2026-001/people/new",
        ],
    ),
    ("specialist1", &["/", "/tasks", "/calendar"]),
    ("admin", &["/", "/calendar", "/admin", "/admin/outbox", "/admin/trail", "/people"]),
];

const TABS: [&str; 12] = [
    "",
    "/directive",
    "/plan",
    "/deliberation",
    "/execution",
    "/customers",
    "/contracts",
    "/control",
    "/monitoring",
    "/evaluation",
    "/proposals",
    "/history",
];

/// The first solution of the third project, and its customer: their numbers.
fn offered(office: &Office) -> (String, String) {
    let rows = solutions::table
        .inner_join(customers::table)
        .inner_join(projects::table)
        .filter(projects::number.eq("SG-2026-003"))
        .order(solutions::number)
        .select((solutions::number, customers::number));
    office.store().read(|conn| Ok(rows.first(conn)?)).unwrap_or_else(|error| panic!("{}", error.account()))
}

/// The demonstration, and everybody in it who reads.
pub fn department() -> (Office, Vec<(Visitor, Vec<String>)>) {
    let office = Office::open();
    tell(office.store(), Zone::SHANGHAI, office.clock().now()).unwrap_or_else(|error| panic!("{}", error.account()));
    let (solution, customer) = offered(&office);
    let ahead = meetings::table.filter(meetings::matter.eq("plan")).filter(meetings::state.eq("planned"));
    let hearing = office.store().read(|conn| Ok(ahead.order(meetings::number).select(meetings::number).first(conn)?));
    let hearing: String = hearing.unwrap_or_else(|error| panic!("{}", error.account()));
    let mut readers = Vec::new();
    for (username, paths) in READERS {
        let visitor = Visitor::new(office.base(), username);
        visitor.post("/login", &[("username", username), ("password", PASSWORD)]).goes_to("/");
        let said =
            |path: &&str| path.replace("{customer}", &customer).replace("{solution}", &solution).replace("{hearing}", &hearing);
        let mut paths: Vec<String> = paths.iter().map(said).collect();
        if username == "commander" {
            paths.extend((1..=24).flat_map(|number| TABS.map(|tab| format!("/projects/SG-2026-{number:03}{tab}"))));
        }
        // What their calendar programs read counts as well.
        paths.push(crate::diary::subscribe(&visitor));
        readers.push((visitor, paths));
    }
    (office, readers)
}

#[test]
fn no_page_sends_more_than_a_dozen_queries() {
    let (_office, readers) = department();
    let mut over = Vec::new();
    // What is looked through in memory is read by the first search that a program answers, and by no other.
    for (visitor, _) in readers.iter().take(1) {
        visitor.get("/search?q=%E5%8D%8E").is(200);
    }
    for (visitor, paths) in &readers {
        for path in paths {
            let page = visitor.get(path);
            page.is(200);
            let timing = page.header("server-timing").unwrap_or_default();
            let sent = timing.split("desc=\"").nth(1).and_then(|it| it.trim_end_matches('"').parse().ok());
            let sent: u32 = sent.unwrap_or_else(|| page.fail("should say how many queries it cost"));
            if sent > MOST {
                over.push(format!("{} {path}: {sent}", visitor.name()));
            }
        }
    }
    assert!(over.is_empty(), "more than {MOST} queries:\n{}", over.join("\n"));
}
