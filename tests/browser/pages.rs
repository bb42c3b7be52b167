//! Every page as everybody sees it: in both languages, wide and narrow, with a silent console.

use std::collections::BTreeSet;

use diesel::prelude::*;
use shuguang::clock::Zone;
use shuguang::demo::department;
use shuguang::demo::story::PASSWORD;
use shuguang::error::Result;
use shuguang::projects::pipeline::State;
use shuguang::store::Conn;
use shuguang::store::schema::{
    activities, agenda_items, alerts, contracts, customers, deliveries, expenses, invoices, meetings, objections, orders,
    packages, people, plans, projects, proposals, receipts, reports, requests, solutions, supply_notices,
};

use crate::kit::{Person, Scripts};
use crate::office::Office;

/// The demonstration's department, which has something of everything.
fn demonstration() -> Office {
    let office = Office::open();
    let now = office.clock().now();
    department::tell(office.store(), Zone::SHANGHAI, now).unwrap_or_else(|error| panic!("{}", error.account()));
    office
}

/// The addresses that each of them opens; `{…}` stands for what the demonstration has there.
const COMMANDER: &[&str] = &[
    "/",
    "/tasks",
    "/notices",
    "/notices?show=all",
    "/search?q=%E5%8D%8E",
    "/search?q=",
    "/projects",
    "/board",
    "/projects/new",
    "/plans",
    "/plans/new",
    "/plans/{plan}",
    "/plans/{plan}/edit",
    "/plans/metrics",
    "/packages",
    "/packages/new",
    "/packages/{package}",
    "/packages/{package}/edit",
    "/projects/{abolished}",
    "/projects/{revoked}",
    "/projects/{completed}",
    "/projects/{proposal}",
    "/projects/{proposal}/proposals",
    "/projects/{directive_draft}/directive",
    "/projects/{directive_draft}/directive/edit",
    "/projects/{directive_draft}/moves/new?move=abolish",
    "/projects/{directive_issued}",
    "/projects/{planning}/plan",
    "/projects/{deliberation}/deliberation",
    "/projects/{deliberation}/moves/new?move=approve",
    "/projects/{deliberation}/moves/new?move=return",
    "/projects/{implementation}/execution",
    "/projects/{implementation}/figures/signed_amount",
    "/projects/{implementation}/history",
    "/projects/{implementation}/customers",
    "/projects/{implementation}/customers/{customer}",
    "/projects/{implementation}/objections/{objection}",
    "/activities",
    "/activities/new",
    "/activities/{activity}",
    "/objections",
    "/solutions/{solution}",
    "/projects/{control}",
    "/projects/{control}/control",
    "/projects/{control}/steps/5.1",
    "/projects/{monitoring}/monitoring",
    "/projects/{monitoring}/moves/new?move=send_back",
    "/projects/{monitoring}/summary",
    "/projects/{monitoring}/evaluation",
    "/projects/{monitoring}/plan/versions/1",
    "/projects/{monitoring}/plan/changes?from=1&to=1",
    "/projects/{stop_requested}/moves/new?move=terminate",
    "/projects/{implementation}/contracts",
    "/projects/{implementation}/expenses",
    "/contracts",
    "/contracts/{contract}",
    "/contracts/{contract}/summary",
    "/contracts/{contract}/history",
    "/orders",
    "/orders/{order}",
    "/notices/{notice}",
    "/deliveries/{delivery}",
    "/proposals",
    "/proposals/{accepted}",
    "/lessons",
    "/duties",
    "/duties?due=all",
    "/reports",
    "/reports?kind=emergency",
    "/reports/{emergency}",
    "/reports/{weekly}",
    "/reports/weekly/2026-W47",
    "/requests",
    "/requests/{request}",
    "/requests/{request}/agenda",
    "/consultations",
    "/consultations/ZX-2026-001",
    "/calendar",
    "/calendar?month=2026-12",
    "/calendar?week=2026-W48",
    "/calendar/feed",
    "/meetings",
    "/meetings/2026-W49",
    "/meetings/2026-W49/time",
    "/meetings/2026-W49/pack",
    "/meetings/2026-W47/minutes",
    "/resolutions",
    "/resolutions?state=done",
    "/resolutions/HJ-2026-003",
    "/meetings/2026-W49/items/{agenda_item}",
    "/meetings/new",
    "/meetings/{hearing}/due",
    "/handovers",
    "/handovers/new?person=sales1",
    "/handovers/YJ-2026-001",
    "/alerts",
    "/projects/{watched}/alerts/{alert}",
    "/people",
    "/people/sales1",
    "/people/sales1/projects",
    "/appraisals",
    "/rewards",
    "/people/sales1/months",
    "/people/sales1/months/2026-10",
    "/people/sales1/probation",
    "/people/commander/password",
    "/acting",
    "/handbook",
    "/admin/trail",
];
const ADMIN: &[&str] = &[
    "/",
    "/people",
    "/people/new",
    "/people/sales1",
    "/people/sales1/account",
    "/acting",
    "/handbook",
    "/admin",
    "/admin/calendar",
    "/admin/calendar/2026-10-01",
    "/admin/settings",
    "/admin/outbox",
    "/admin/trail",
];
const PLANNER: &[&str] = &[
    "/",
    "/tasks",
    "/consultations?state=open",
    "/consultations/ZX-2026-003",
    "/projects/{deliberation}/deliberation",
    "/projects/{deliberation}/steps/3.1",
    "/projects/{deliberation}/steps/3.2",
];
const COORDINATOR: &[&str] = &[
    "/",
    "/tasks",
    "/customers",
    "/customers/new",
    "/customers/KH-2026-001",
    "/customers/KH-2026-001/edit",
    "/customers/KH-2026-001/history",
    "/customers/KH-2026-001/merger",
    "/customers/KH-2026-001/people/new",
    "/customers/imports",
    "/packages",
    "/projects/{control}/steps/5.1",
    "/projects/{control}/steps/5.2",
    "/projects/{implementation}/moves/new?move=open_control",
    "/projects/{monitoring}/monitoring",
];
const SPECIALIST: &[&str] = &[
    "/",
    "/tasks",
    "/projects/{deliberation}/deliberation",
    "/projects/{deliberation}/steps/3.3",
    "/projects/{proposal}/proposals",
    "/projects/{implementation}/objections/{objection}",
];
/// What an owner opens of a project that stands there.
const OWNERS: &[(State, &[&str])] = &[
    (
        State::Planning,
        &[
            "/",
            "/tasks",
            "/calendar",
            "/projects/{planning}/plan/draft",
            "/projects/{planning}/steps/2.1",
            "/proposals/new",
            "/requests/new?matter=discount",
            "/reports/new",
            "/reports/weekly/2026-W46/mine",
            "/consultations/new",
        ],
    ),
    (State::DirectiveIssued, &["/projects/{directive_issued}/directive"]),
    (
        State::Deliberation,
        &["/projects/{deliberation}/deliberation", "/projects/{deliberation}/standards", "/projects/{deliberation}/terms"],
    ),
    (
        State::Implementation,
        &[
            "/",
            "/projects/{implementation}/execution",
            "/projects/{implementation}/customers",
            "/projects/{implementation}/customers/new",
            "/projects/{implementation}/customers/{customer}",
            "/projects/{implementation}/customers/{customer}/objections/new",
            "/projects/{implementation}/customers/{customer}/solutions/new",
            "/projects/{implementation}/objections/{objection}",
            "/activities/{activity}",
            "/activities/new",
            "/solutions/{solution}",
            "/solutions/{solution}/edit",
            "/projects/{implementation}/contracts/new",
            "/projects/{implementation}/expenses/new",
            "/projects/{implementation}/expenses/{expense}/voiding",
            "/contracts/{draft_contract}",
            "/contracts/{draft_contract}/edit",
            "/contracts/{draft_contract}/moves/new?move=sign",
            "/contracts/{contract}",
            "/contracts/{contract}/orders/new",
            "/contracts/{contract}/receipts/new",
            "/contracts/{contract}/receipts/{receipt}/voiding",
            "/contracts/{contract}/invoices/new",
            "/contracts/{contract}/invoices/{invoice}/voiding",
            "/contracts/{contract}/cares/new",
            "/orders/{order}/notices/new",
            "/orders/{order}/cancellation",
            "/notices/{notice}/deliveries/new",
            "/notices/{notice}/withdrawal",
            "/deliveries/{delivery}",
            "/deliveries/{delivery}/voiding",
        ],
    ),
    (State::Control, &["/projects/{control}/moves/new?move=request_stop"]),
    (State::Monitoring, &["/projects/{monitoring}/summary"]),
    (State::Proposal, &["/projects/{proposal}/proposals"]),
];
/// Pages nobody of the department opens signed in, or that need a person's own draft.
const ELSEWHERE: &[&str] = &[
    "/health",
    // For calendar programs.
    "/calendar.ics",
    "/activities.xlsx",
    "/requests.xlsx",
    "/consultations.xlsx",
    "/reports.xlsx",
    "/duties.xlsx",
    // Looked at in the story of a week that is reported on: a form of one's own.
    "/reports/weekly/{week}/mine",
    "/projects/{number}/reports/{id}",
    "/meetings.xlsx",
    "/resolutions.xlsx",
    // Looked at in the story of three Mondays: a meeting that is going on.
    "/meetings/{number}/session",
    "/resolutions/{number}/edit",
    "/objections.xlsx",
    "/login",
    "/setup/{token}",
    "/welcome/{token}",
    "/proposals/{number}/edit",
    // Looked at in the story of a deal; every order of the demonstration is notified.
    "/orders/{number}/edit",
    // Files to be saved are no pages.
    "/contracts.xlsx",
    "/projects/{number}/expenses.xlsx",
    "/projects/{number}/evaluation.xlsx",
    "/people/{username}/months/{month}/evaluation.xlsx",
    "/rewards.xlsx",
    "/orders.xlsx",
    "/files/{id}",
    "/customers.xlsx",
    "/handovers.xlsx",
    "/notices.xlsx",
    // A stream.
    "/live",
    "/customers/imports/template.xlsx",
    "/customers/imports/pending/{hash}",
    "/customers/imports/{number}",
    "/customers/{number}/people/{id}",
];

/// What the demonstration has: a project for each state, a plan, a package, a proposal that was accepted.
struct Things {
    names: Vec<(String, String)>,
    owners: Vec<(State, String)>,
}

impl Things {
    fn of(office: &Office) -> Things {
        let day = Zone::SHANGHAI.day(office.clock().now());
        let found = office.store().read(|conn| {
            let mut names = Vec::new();
            let mut owners = Vec::new();
            for state in State::ALL {
                let rows = projects::table.inner_join(people::table).filter(projects::stage.eq(*state));
                // Of those deliberated, one whose plan was never approved: it can still be changed.
                let rows = rows.order((projects::approved_id.is_not_null(), projects::number));
                let (number, owner): (String, String) = rows.select((projects::number, people::username)).first(conn)?;
                names.push((state.code().to_owned(), number));
                owners.push((*state, owner));
            }
            let plan: String = plans::table.order(plans::number).select(plans::number).first(conn)?;
            let package: String = packages::table.order(packages::number).select(packages::number).first(conn)?;
            let accepted = proposals::table.filter(proposals::state.eq("accepted")).order(proposals::number);
            let accepted: String = accepted.select(proposals::number).first(conn)?;
            let request: String = requests::table.order(requests::number).select(requests::number).first(conn)?;
            names.push(("request".to_owned(), request));
            for kind in ["emergency", "weekly"] {
                let rows = reports::table.filter(reports::kind.eq(kind)).order(reports::number.desc());
                names.push((kind.to_owned(), rows.select(reports::number).first(conn)?));
            }
            let matter: String = agenda_items::table
                .filter(agenda_items::kind.eq("matter"))
                .order(agenda_items::added_at)
                .select(agenda_items::id)
                .first(conn)?;
            names.push(("agenda_item".to_owned(), matter));
            let ahead = meetings::table.filter(meetings::matter.eq("plan")).filter(meetings::state.eq("planned"));
            names.push(("hearing".to_owned(), ahead.order(meetings::number).select(meetings::number).first(conn)?));
            let (watched, alert): (String, String) = projects::table
                .inner_join(alerts::table)
                .filter(alerts::answered_at.is_null())
                .filter(alerts::fires_on.le(day))
                .order(alerts::id)
                .select((projects::number, alerts::id))
                .first(conn)?;
            names.extend([("watched".to_owned(), watched), ("alert".to_owned(), alert)]);
            let (_, carried_out) = names.iter().find(|(name, _)| name == State::Implementation.code()).expect("one").clone();
            let of = projects::table.filter(projects::number.eq(carried_out)).select(projects::id);
            let project: String = of.first(conn)?;
            let solution: (String, String) = solutions::table
                .inner_join(customers::table)
                .filter(solutions::project_id.eq(&project))
                .order(solutions::number)
                .select((solutions::number, customers::number))
                .first(conn)?;
            let activity: String = activities::table
                .filter(activities::project_id.eq(&project))
                .order(activities::id)
                .select(activities::id)
                .first(conn)?;
            let objection: String = objections::table
                .filter(objections::project_id.eq(&project))
                .filter(objections::state.ne("settled"))
                .order(objections::id)
                .select(objections::id)
                .first(conn)?;
            names.extend([("solution".to_owned(), solution.0), ("customer".to_owned(), solution.1)]);
            names.extend([("activity".to_owned(), activity), ("objection".to_owned(), objection)]);
            names.extend(traded(conn)?);
            names.extend([("plan".to_owned(), plan), ("package".to_owned(), package), ("accepted".to_owned(), accepted)]);
            Ok(Things { names, owners })
        });
        found.unwrap_or_else(|error| panic!("{}", error.account()))
    }

    fn owner_of(&self, state: State) -> &str {
        self.owners.iter().find(|(it, _)| *it == state).map(|(_, owner)| owner.as_str()).expect("an owner")
    }

    fn address(&self, pattern: &str) -> String {
        let filled = self.names.iter().fold(pattern.to_owned(), |all, (name, is)| all.replace(&format!("{{{name}}}"), is));
        assert!(!filled.contains('{'), "the demonstration has nothing for {pattern}");
        filled
    }
}

/// Of the project that is carried out: a contract that runs, one in draft, and what hangs on the first.
fn traded(conn: &mut Conn) -> Result<Vec<(String, String)>> {
    let carried_out = projects::table.filter(projects::stage.eq(State::Implementation)).order(projects::number);
    let project: String = carried_out.select(projects::id).first(conn)?;
    let of = |state: &str| {
        let rows =
            contracts::table.filter(contracts::project_id.eq(project.clone())).filter(contracts::state.eq(state.to_owned()));
        rows.order(contracts::number).select((contracts::number, contracts::id))
    };
    let (contract, id): (String, String) = of("running").first(conn)?;
    let (draft, _): (String, String) = of("draft").first(conn)?;
    let order: String = orders::table.filter(orders::contract_id.eq(&id)).select(orders::number).first(conn)?;
    let delivered = deliveries::table.inner_join(supply_notices::table).filter(deliveries::project_id.eq(&project));
    let (delivery, notice): (String, String) =
        delivered.order(deliveries::number).select((deliveries::number, supply_notices::number)).first(conn)?;
    let receipt: String = receipts::table.filter(receipts::contract_id.eq(&id)).select(receipts::id).first(conn)?;
    let invoice: String = invoices::table.filter(invoices::contract_id.eq(&id)).select(invoices::id).first(conn)?;
    let spent = expenses::table.filter(expenses::project_id.eq(&project)).filter(expenses::voided_at.is_null());
    let expense: String = spent.order(expenses::id).select(expenses::id).first(conn)?;
    let names = [
        ("expense", expense),
        ("contract", contract),
        ("draft_contract", draft),
        ("order", order),
        ("notice", notice),
        ("delivery", delivery),
        ("receipt", receipt),
        ("invoice", invoice),
    ];
    Ok(names.map(|(name, is)| (name.to_owned(), is)).into())
}

/// Opens each of these pages, in Chinese and in English, wide and narrow; gives what is wrong with them, a sentence each.
fn reads_all(office: &Office, things: &Things, username: &str, patterns: &[&str]) -> Vec<String> {
    let mut wrong = Vec::new();
    let (_, name, _) = department::PEOPLE.iter().find(|(it, _, _)| *it == username).expect("of the department");
    let person = Person::signs_in_as(office, name, username, PASSWORD, Scripts::On);
    for language in ["English", "中文"] {
        person.at_width(1280).opens("/handbook").reads_in(language);
        for pattern in patterns {
            person.opens(&things.address(pattern));
            wrong.extend(looked_at(&person, &format!("{username}, {language}")));
        }
    }
    wrong
}

/// What is wrong with the page as it stands, wide and narrow.
fn looked_at(person: &Person, how: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for width in [1280, 390] {
        person.at_width(width);
        for (question, what) in [("wide", "scrolls sideways"), ("nameless", "has nameless fields, buttons or links")] {
            let answer = person.asks(question);
            if !answer.is_null() {
                wrong.push(format!("{} ({how}, {width} px) {what}: {answer}", person.path()));
            }
        }
    }
    wrong
}

#[track_caller]
fn nothing_is(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} pages are not as they should be:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_commander_s_pages_are_whole_in_both_languages_and_widths() {
    let office = demonstration();
    nothing_is(&reads_all(&office, &Things::of(&office), "commander", COMMANDER));
}

#[test]
fn everybody_else_s_pages_are_whole_in_both_languages_and_widths() {
    let office = demonstration();
    let things = Things::of(&office);
    let mut wrong = Vec::new();
    for (username, patterns) in
        [("admin", ADMIN), ("planner", PLANNER), ("coordinator", COORDINATOR), ("specialist1", SPECIALIST)]
    {
        wrong.extend(reads_all(&office, &things, username, patterns));
    }
    let owners: BTreeSet<&str> = OWNERS.iter().map(|(state, _)| things.owner_of(*state)).collect();
    for owner in owners {
        let theirs = OWNERS.iter().filter(|(state, _)| things.owner_of(*state) == owner);
        let patterns: Vec<&str> = theirs.flat_map(|(_, patterns)| patterns.iter().copied()).collect();
        wrong.extend(reads_all(&office, &things, owner, &patterns));
    }
    nothing_is(&wrong);
}

#[test]
fn the_door_is_whole_in_both_languages_and_widths() {
    let office = Office::open();
    let visitor = Person::at_the_door(&office, "访客", Scripts::On);
    for path in ["/login", "/login?lang=en"] {
        nothing_is(&looked_at(visitor.opens(path), path));
    }
}

#[test]
fn what_is_looked_for_is_found_where_it_is() {
    let office = Office::open();
    let visitor = Person::at_the_door(&office, "访客", Scripts::On);
    let does = |script: &str| visitor.browser().run(script, Vec::new()).expect("it runs");
    visitor.opens("/login");
    does("document.body.insertAdjacentHTML('beforeend', '<p style=\"width: 40px\"></p>')");
    let complaints = visitor.browser().complaints();
    assert!(complaints.iter().any(|it| it.contains("Content Security Policy")), "the console keeps quiet: {complaints:?}");
    does("document.querySelector('main').style.minWidth = '1400px'");
    does("document.querySelector('label[for=f-username]').remove()");
    let wrong = looked_at(&visitor, "changed");
    assert!(wrong.iter().any(|it| it.contains("sideways")), "the wide page is not noticed: {wrong:?}");
    assert!(wrong.iter().any(|it| it.contains("nameless")), "the nameless field is not noticed: {wrong:?}");
}

#[test]
fn no_page_of_the_program_is_left_out_here() {
    let opened: Vec<&str> = [COMMANDER, ADMIN, PLANNER, COORDINATOR, SPECIALIST]
        .into_iter()
        .chain(OWNERS.iter().map(|(_, patterns)| *patterns))
        .flatten()
        .copied()
        .collect();
    let fits = |pattern: &str, address: &str| {
        let (pattern, address) = (pattern.split('/'), address.split('?').next().unwrap_or_default().split('/'));
        pattern.clone().count() == address.clone().count()
            && pattern.zip(address).all(|(wanted, is)| wanted == is || wanted.starts_with('{'))
    };
    let routes = shuguang::app::routes().list;
    let pages = routes.iter().filter(|(method, path)| *method == "GET" && !ELSEWHERE.contains(path));
    let left: Vec<&str> =
        pages.map(|(_, path)| *path).filter(|path| !opened.iter().any(|address| fits(path, address))).collect();
    assert!(left.is_empty(), "nobody opens {left:?}: add each to the pages of somebody who may see it");
}
