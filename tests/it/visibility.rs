//! Visibility is one rule. It is written down here once more, as one reads the table of powers, and everything that shows rows
//! has to agree with it for everybody: lists, counts, sums, searches, workbooks, pages (which are what prints), histories.

use std::collections::{BTreeMap, BTreeSet};

use calamine::{Reader, Xlsx, open_workbook_from_rs};
use chrono::NaiveDate;
use diesel::prelude::*;
use shuguang::contracts::changes::{Said, carry_out};
use shuguang::contracts::road::Turn;
use shuguang::demo::dealings::{customer, happen};
use shuguang::demo::walk::Cast;
use shuguang::projects::directive::changes::{Directive, draft};
use shuguang::projects::model::Sort;
use shuguang::projects::pipeline::State;
use shuguang::store::Conn;
use shuguang::store::schema as t;
use shuguang::words::Role;

use crate::office::{Answer, Visitor};
use crate::prepared::{EVERYBODY, Prepared};
use crate::story::{metric, package, project_in, theme, walk};
use crate::trade::{PDF, delivered, drafted, notified, ordered, paid, project, signed, upload};

/// Who may see something.
#[derive(Clone, Debug)]
enum Rule {
    /// What belongs to the department: everybody but the administrator, who sees no business.
    Department,
    /// A project and what is in it: the same once its directive is issued; before that commander and planner.
    Project { issued: bool },
    /// A request, a consultation, a report: commander and planner, whoever asked or reported, the owner of the project it is about
    /// and the coordinator of its package.
    Request { concerned: Vec<String> },
    /// A proposal's draft: its author. Once it is submitted: the department.
    Draft { author: String },
}

/// Somebody who asks.
#[derive(Clone, Copy, Debug)]
struct Person {
    name: &'static str,
    /// None: at the door, not signed in.
    role: Option<Role>,
}

/// The rule.
fn sees(who: Person, rule: &Rule) -> bool {
    let leads = matches!(who.role, Some(Role::Commander | Role::Planner));
    let works = leads || matches!(who.role, Some(Role::Coordinator | Role::Sales | Role::Specialist));
    match rule {
        Rule::Department => works,
        Rule::Project { issued } => works && (*issued || leads),
        Rule::Request { concerned } => leads || concerned.iter().any(|it| it == who.name),
        Rule::Draft { author } => author == who.name,
    }
}

/// Something that may be seen or not.
#[derive(Debug)]
struct Thing {
    kind: &'static str,
    /// As addresses call it.
    key: String,
    /// What it is looked for by.
    words: Vec<String>,
    /// Its pages.
    pages: Vec<String>,
    rule: Rule,
    /// Whether the plain list shows it.
    listed: bool,
    /// What it adds to the sum that its list says, in fen.
    fen: i64,
}

/// A list: what it shows, where, which links lead to its rows, its workbook and the column of the key (or how many rows).
struct List {
    kind: &'static str,
    address: &'static str,
    row: &'static str,
    book: Option<(&'static str, Option<usize>)>,
    /// Which of the line of totals is a sum of the rows.
    sum: Option<usize>,
}

const fn list(kind: &'static str, address: &'static str, row: &'static str) -> List {
    List { kind, address, row, book: None, sum: None }
}

const LISTS: [List; 12] = [
    list("projects", "/projects?stage=all", "tbody th.title a"),
    List { book: Some(("/customers.xlsx", Some(0))), ..list("customers", "/customers", "tbody th.title a") },
    List {
        book: Some(("/activities.xlsx?period=all", None)),
        ..list("activities", "/activities?period=all", "tbody td a[href^='/activities/']")
    },
    List { book: Some(("/objections.xlsx?show=all", None)), ..list("objections", "/objections?show=all", "tbody th.title a") },
    List { book: Some(("/contracts.xlsx", Some(0))), sum: Some(1), ..list("contracts", "/contracts", "tbody th.title a") },
    List {
        book: Some(("/orders.xlsx?state=all", Some(0))),
        sum: Some(1),
        ..list("orders", "/orders?state=all", "tbody th.title a")
    },
    list("alerts", "/alerts", "tbody th.title a"),
    List { book: Some(("/requests.xlsx", Some(0))), ..list("requests", "/requests", "tbody th.title a") },
    List { book: Some(("/consultations.xlsx", Some(0))), ..list("consultations", "/consultations", "tbody th.title a") },
    List { book: Some(("/reports.xlsx", Some(0))), ..list("reports", "/reports", "tbody th.title a") },
    list("proposals", "/proposals", "tbody th.title a"),
    list("lessons", "/lessons", "ol.opinions header > .number"),
];

/// Lists with a search, and what it is asked beside.
const SEARCHES: [(&str, &str); 9] = [
    ("projects", "/projects?stage=all&q="),
    ("customers", "/customers?q="),
    ("objections", "/objections?show=all&q="),
    ("contracts", "/contracts?q="),
    ("orders", "/orders?state=all&q="),
    ("requests", "/requests?q="),
    ("consultations", "/consultations?q="),
    ("reports", "/reports?q="),
    ("proposals", "/proposals?q="),
];

/// What stands in things that not everybody may see, and who may: it must not be read anywhere else.
type Secret = (&'static str, Rule);

struct World {
    prepared: Prepared,
    people: Vec<(Person, Visitor)>,
    things: Vec<Thing>,
    secrets: Vec<Secret>,
}

fn concerned(names: &[&str]) -> Rule {
    Rule::Request { concerned: names.iter().map(|it| (*it).to_owned()).collect() }
}

impl World {
    /// The prepared department, and a second package with another coordinator and another owner, and in both what is not
    /// everybody's.
    fn begin() -> World {
        let mut prepared = Prepared::department();
        prepared.office.at("2026-12-15 10:00");
        let other = Cast {
            coordinator: prepared.office.actor("吴晓东"),
            owner: prepared.office.actor("赵强"),
            ..prepared.cast.clone()
        };
        let theirs = package(&prepared.office, &other);
        let number = project_in(&prepared.office, &other, &theirs, State::Implementation);
        prepared.office.at("2026-12-15 14:00");
        prepared.name("theirs", number);
        secret_directive(&prepared, &other, &theirs);
        trades(&prepared, &other);
        let secrets = secrets(&prepared).into_iter().chain(consulted(&prepared)).collect();
        let door = (Person { name: "", role: None }, prepared.office.visitor());
        let people = EVERYBODY.iter().map(|(name, role)| {
            let person = Person { name, role: Some(*role) };
            (person, prepared.office.sign_in(name))
        });
        let people = people.chain([door]).collect();
        let read = prepared.office.store().read(|conn| Ok(things(conn)));
        let things = read.unwrap_or_else(|error| panic!("{}", error.account()));
        World { prepared, people, things, secrets }
    }

    fn seen(&self, who: Person, kind: &str) -> BTreeSet<String> {
        let of = self.things.iter().filter(|it| it.kind == kind && it.listed && sees(who, &it.rule));
        of.map(|it| it.key.clone()).collect()
    }
}

/// A directive that is being drafted, for a project of the other owner.
fn secret_directive(prepared: &Prepared, cast: &Cast, package: &str) {
    let day = |m, d| NaiveDate::from_ymd_opt(2027, m, d).expect("a day");
    let directive = Directive {
        package_id: package.into(),
        name: "密令东海".into(),
        sort: Sort::Line,
        owner_id: cast.owner.id.clone(),
        task: "密令任务：先不声张。".into(),
        arrangements: String::new(),
        starts_on: Some(day(1, 4)),
        ends_on: Some(day(3, 26)),
        limit_discount: Some(500),
        limit_budget: Some(5_000_000),
        limit_contract: Some(50_000_000),
        indicators: vec![(metric(&prepared.office, "signed_amount"), 77_700_000, day(3, 26))],
    };
    let now = prepared.office.clock().now();
    let done = prepared.office.store().write(cast.commander.clone(), now, |tx| draft(tx, &directive, None));
    done.unwrap_or_else(|error| panic!("{}", error.account()));
}

/// Customers, a contract and what follows from it in the other owner's project.
fn trades(prepared: &Prepared, cast: &Cast) {
    let number = prepared.at("theirs").to_owned();
    let theme = theme();
    let walk = walk(&prepared.office, cast, &theme, &number);
    for contact in crate::prepared::dealings().iter().take(3) {
        let told = walk.write(&cast.owner, |tx, project| happen(tx, project, contact));
        told.unwrap_or_else(|error| panic!("{contact:?}: {}", error.account()));
        prepared.office.later(chrono::Duration::minutes(5));
    }
    let owner = prepared.office.sign_in("赵强");
    prepared.office.act(&owner, |tx| {
        customer(tx, "新港会展有限公司")?;
        let it = project(tx, &number)?;
        let day = |d| NaiveDate::from_ymd_opt(2026, 12, d).expect("a day");
        let contract = signed(tx, &it, "港口展台", &[(day(8), 333_300), (day(28), 717_100)])?;
        let order = ordered(tx, &contract.number)?;
        let notice = notified(tx, &order, &[300, 100])?;
        delivered(tx, &notice, &[100, 0])?;
        paid(tx, &contract.number, 22_200)
    });
}

/// Consultations of several people; one is answered and decided.
fn consulted(prepared: &Prepared) -> Vec<Secret> {
    let office = &prepared.office;
    let ask = |name: &str, project: &str, title: &str| {
        let (background, question) = (format!("{title}的背景"), format!("{title}的问题"));
        let typed =
            [("project", project), ("title", title), ("background", background.as_str()), ("question", question.as_str())];
        office.sign_in(name).post("/consultations", &typed).is(303).location.clone().unwrap_or_default()
    };
    let at = ask("赵强", prepared.at("theirs"), "密询甲");
    ask("陈静", "", "密询乙");
    ask("张敏", prepared.at("implementation"), "密询丙");
    upload(&office.sign_in("赵强"), &office.base(), &format!("{at}/files"), "密附丙.pdf", PDF).is(303);
    let planner = office.sign_in("王芳").get(&at);
    let form = planner.forms().into_iter().find(|it| it.action.ends_with("/answer")).expect("the answer's form");
    office.sign_in("王芳").send(&form, &[("answer", "密答甲。"), ("sources", "密源甲。")]).is(303);
    let asker = office.sign_in("赵强");
    let form = asker.get(&at).form(&format!("{at}/decision"));
    asker.send(&form, &[("decision", "密定甲。")]).is(303);
    let theirs = ["密询甲", "密答甲", "密源甲", "密定甲", "密附丙"].map(|text| (text, concerned(&["赵强", "吴晓东"])));
    let others = [("密询乙", concerned(&["陈静"])), ("密询丙", concerned(&["张敏", "李伟"]))];
    theirs.into_iter().chain(others).collect()
}

/// Requests and proposals of several people; one is answered.
fn secrets(prepared: &Prepared) -> Vec<Secret> {
    let office = &prepared.office;
    let (theirs, ours) = (prepared.at("theirs").to_owned(), prepared.at("implementation").to_owned());
    let ask = |name: &str, project: &str, title: &str| {
        let question = format!("{title}的问题");
        let proposal = format!("{title}的建议");
        let typed =
            [("kind", "unsure"), ("project", project), ("title", title), ("question", &question), ("proposal", &proposal)];
        office.sign_in(name).post("/requests", &typed).is(303).location.clone().unwrap_or_default()
    };
    let report = |name: &str, project: &str, title: &str| {
        let content = format!("{title}的情况");
        let typed = [
            ("kind", "event"),
            ("project", project),
            ("title", title),
            ("happened_on", "2026-12-14"),
            ("happened_time", "09:00"),
            ("content", &content),
        ];
        office.sign_in(name).post("/reports", &typed).is(303).location.clone().unwrap_or_default()
    };
    let told = report("赵强", &theirs, "密报甲");
    report("陈静", "", "密报乙");
    report("张敏", &ours, "密报丙");
    office.sign_in("赵强").post("/reports/weekly/2026-W50", &[("content", "明报丁：本周走访三家。")]).is(303);
    upload(&office.sign_in("赵强"), &office.base(), &format!("{told}/files"), "密附乙.pdf", PDF).is(303);
    let answered = ask("赵强", &theirs, "密请甲");
    ask("陈静", "", "密请乙");
    ask("张敏", &ours, "密请丙");
    ask("王芳", "", "密请丁");
    let beyond = [
        ("kind", "beyond_authority"),
        ("project", theirs.as_str()),
        ("matter", "discount"),
        ("up_to", "12"),
        ("title", "密请戊"),
        ("question", "密请戊的问题"),
        ("proposal", "密请戊的建议"),
    ];
    let covering = office.sign_in("赵强").post("/requests", &beyond).is(303).location.clone().unwrap_or_default();
    let typed = upload(&office.sign_in("赵强"), &office.base(), &format!("{answered}/files"), "密附甲.pdf", PDF);
    typed.is(303);
    // Up to what is asked only where there is a limit.
    let answer = [("verdict", "granted"), ("instruction", "密批甲。"), ("up_to", "12")];
    for request in [answered, covering] {
        let commander = office.sign_in("周立明");
        commander.send(&commander.get(&request).form(&format!("{request}/answer")), &answer).is(303);
    }
    office.act(&office.sign_in("赵强"), |tx| {
        let it = project(tx, &theirs)?;
        let day = NaiveDate::from_ymd_opt(2026, 12, 28).expect("a day");
        let contract = drafted(tx, &it, "优惠展台", 1_000_000, &[(day, 920_000)])?;
        carry_out(tx, &it, &contract, Turn::Sign, &Said { day: Some(tx.today()), ..Said::default() })
    });
    let owner = office.sign_in("李伟");
    for (title, then) in [("密提甲", ""), ("密提乙", "removal"), ("明提丙", "submission")] {
        let content = format!("{title}的内容");
        let typed = [
            ("project", prepared.at("proposal")),
            ("title", title),
            ("background", "本轮见效"),
            ("content", &content),
            ("effect", "新增签约"),
        ];
        let at = owner.post("/proposals", &typed).is(303).location.clone().unwrap_or_default();
        if !then.is_empty() {
            owner.post(&format!("{at}/{then}"), &[]).is(303);
        }
    }
    let nobody = || Rule::Draft { author: "nobody".into() };
    vec![
        ("密令", Rule::Project { issued: false }),
        ("密请甲", concerned(&["赵强", "吴晓东"])),
        ("密请戊", concerned(&["赵强", "吴晓东"])),
        ("密附甲", concerned(&["赵强", "吴晓东"])),
        ("密批甲", concerned(&["赵强", "吴晓东"])),
        ("密请乙", concerned(&["陈静"])),
        ("密请丙", concerned(&["张敏", "李伟"])),
        ("密请丁", concerned(&[])),
        ("密报甲", concerned(&["赵强", "吴晓东"])),
        ("密附乙", concerned(&["赵强", "吴晓东"])),
        ("密报乙", concerned(&["陈静"])),
        ("密报丙", concerned(&["张敏", "李伟"])),
        ("明报丁", Rule::Department),
        ("密提甲", Rule::Draft { author: "李伟".into() }),
        // It was thrown away: not even its author reads it any more.
        ("密提乙", nobody()),
        ("明提丙", Rule::Department),
    ]
}

/// Everything there is, read from the tables, each with the rule of its own.
fn things(conn: &mut Conn) -> Vec<Thing> {
    let today = NaiveDate::from_ymd_opt(2026, 12, 15).expect("a day");
    let people: BTreeMap<String, String> =
        t::people::table.select((t::people::id, t::people::name)).load(conn).expect("people").into_iter().collect();
    let mut all = Vec::new();
    let mut add = |kind, key: &str, words: &[&str], pages: Vec<String>, rule: &Rule| {
        let words = words.iter().map(|it| (*it).to_owned()).collect();
        all.push(Thing { kind, key: key.to_owned(), words, pages, rule: rule.clone(), listed: true, fen: 0 });
        all.len() - 1
    };
    let mut changes: Vec<(usize, bool, i64)> = Vec::new();

    type Project = (String, String, String, Option<shuguang::clock::Moment>, String, String);
    let projects: Vec<Project> = t::projects::table
        .inner_join(t::packages::table)
        .select((
            t::projects::id,
            t::projects::number,
            t::projects::name,
            t::projects::issued_at,
            t::projects::owner_id,
            t::packages::coordinator_id,
        ))
        .load(conn)
        .expect("projects");
    let rule_of = |id: &str| {
        let it = projects.iter().find(|it| it.0 == id).expect("its project");
        Rule::Project { issued: it.3.is_some() }
    };
    let number_of = |id: &str| projects.iter().find(|it| it.0 == id).map(|it| it.1.clone()).expect("its project");
    const TABS: [&str; 14] = [
        "",
        "/directive",
        "/plan",
        "/deliberation",
        "/execution",
        "/customers",
        "/contracts",
        "/control",
        "/monitoring",
        "/summary",
        "/proposals",
        "/history",
        "/expenses",
        "/expenses.xlsx",
    ];
    for it in &projects {
        let pages = TABS.iter().map(|tab| format!("/projects/{}{tab}", it.1)).collect();
        add("projects", &it.1, &[&it.1], pages, &rule_of(&it.0));
    }
    let customers: Vec<(String, String, Option<String>)> = t::customers::table
        .select((t::customers::number, t::customers::name, t::customers::merged_into))
        .load(conn)
        .expect("customers");
    for (number, name, _) in customers.iter().filter(|it| it.2.is_none()) {
        let pages = ["", "/history"].iter().map(|tab| format!("/customers/{number}{tab}")).collect();
        add("customers", number, &[name], pages, &Rule::Department);
    }
    let activities: Vec<(String, String)> =
        t::activities::table.select((t::activities::id, t::activities::project_id)).load(conn).expect("activities");
    for (id, project) in activities {
        add("activities", &id, &[], vec![format!("/activities/{id}")], &rule_of(&project));
    }
    let objections: Vec<(String, String, String)> = t::objections::table
        .select((t::objections::id, t::objections::project_id, t::objections::said))
        .load(conn)
        .expect("objections");
    for (id, project, said) in objections {
        let page = format!("/projects/{}/objections/{id}", number_of(&project));
        add("objections", &id, &[&said], vec![page], &rule_of(&project));
    }
    let solutions: Vec<(String, String)> =
        t::solutions::table.select((t::solutions::number, t::solutions::project_id)).load(conn).expect("solutions");
    for (number, project) in solutions {
        add("solutions", &number, &[], vec![format!("/solutions/{number}")], &rule_of(&project));
    }
    type Contract = (String, String, String, i64, String);
    let contracts: Vec<Contract> = t::contracts::table
        .select((
            t::contracts::number,
            t::contracts::title,
            t::contracts::project_id,
            t::contracts::fen,
            diesel::dsl::sql::<diesel::sql_types::Text>("contracts.state"),
        ))
        .load(conn)
        .expect("contracts");
    for (number, title, project, fen, state) in contracts {
        let pages = ["", "/summary", "/history"].iter().map(|tab| format!("/contracts/{number}{tab}")).collect();
        let at = add("contracts", &number, &[&number, &title], pages, &rule_of(&project));
        // The sum is of those in force.
        changes.push((at, true, if matches!(state.as_str(), "signed" | "running" | "finished") { fen } else { 0 }));
    }
    let orders: Vec<(String, String, i64)> =
        t::orders::table.select((t::orders::number, t::orders::project_id, t::orders::fen)).load(conn).expect("orders");
    for (number, project, fen) in orders {
        let at = add("orders", &number, &[&number], vec![format!("/orders/{number}")], &rule_of(&project));
        changes.push((at, true, fen));
    }
    let notices: Vec<(String, String)> = t::supply_notices::table
        .select((t::supply_notices::number, t::supply_notices::project_id))
        .load(conn)
        .expect("notices");
    for (number, project) in notices {
        add("notices", &number, &[], vec![format!("/notices/{number}")], &rule_of(&project));
    }
    let deliveries: Vec<(String, String)> =
        t::deliveries::table.select((t::deliveries::number, t::deliveries::project_id)).load(conn).expect("deliveries");
    for (number, project) in deliveries {
        add("deliveries", &number, &[], vec![format!("/deliveries/{number}")], &rule_of(&project));
    }
    let files: Vec<(String, Option<String>, String)> = t::attachments::table
        .filter(t::attachments::removed_at.is_null())
        .select((t::attachments::id, t::attachments::project_id, t::attachments::subject_id))
        .load(conn)
        .expect("files");
    let (of_requests, of_projects): (Vec<_>, Vec<_>) = files.into_iter().partition(|it| it.1.is_none());
    for (id, project, _) in of_projects {
        add("files", &id, &[], vec![format!("/files/{id}")], &rule_of(&project.expect("its project")));
    }
    type Alert = (String, String, Option<NaiveDate>, Option<NaiveDate>, Option<shuguang::clock::Moment>);
    let alerts: Vec<Alert> = t::alerts::table
        .select((t::alerts::id, t::alerts::project_id, t::alerts::fires_on, t::alerts::passed_on, t::alerts::answered_at))
        .load(conn)
        .expect("alerts");
    for (id, project, fires_on, passed_on, answered_at) in alerts {
        // One that has not fired has no page yet.
        if fires_on.is_some_and(|on| on <= today) {
            let page = format!("/projects/{}/alerts/{id}", number_of(&project));
            let at = add("alerts", &id, &[], vec![page], &rule_of(&project));
            changes.push((at, passed_on.is_none() && answered_at.is_none(), 0));
        }
    }
    let requests: Vec<(String, String, String, Option<String>, String)> = t::requests::table
        .select((t::requests::number, t::requests::title, t::requests::asker_id, t::requests::project_id, t::requests::id))
        .load(conn)
        .expect("requests");
    for (number, title, asker, project, id) in requests {
        let about = projects.iter().find(|it| Some(&it.0) == project.as_ref());
        let ids = [Some(&asker), about.map(|it| &it.4), about.map(|it| &it.5)];
        let rule = Rule::Request { concerned: ids.into_iter().flatten().map(|id| people[id].clone()).collect() };
        add("requests", &number, &[&number, &title], vec![format!("/requests/{number}")], &rule);
        for (file, ..) in of_requests.iter().filter(|it| it.2 == id) {
            add("files", file, &[], vec![format!("/files/{file}")], &rule);
        }
    }
    let consultations: Vec<(String, String, String, Option<String>)> = t::consultations::table
        .select((t::consultations::number, t::consultations::title, t::consultations::asker_id, t::consultations::project_id))
        .load(conn)
        .expect("consultations");
    for (number, title, asker, project) in consultations {
        let about = projects.iter().find(|it| Some(&it.0) == project.as_ref());
        let ids = [Some(&asker), about.map(|it| &it.4), about.map(|it| &it.5)];
        let rule = Rule::Request { concerned: ids.into_iter().flatten().map(|id| people[id].clone()).collect() };
        add("consultations", &number, &[&number, &title], vec![format!("/consultations/{number}")], &rule);
    }
    type Report = (String, String, String, Option<String>, String, Option<String>);
    let reports: Vec<Report> = t::reports::table
        .select((
            t::reports::number,
            t::reports::title,
            t::reports::author_id,
            t::reports::project_id,
            t::reports::id,
            t::reports::week,
        ))
        .load(conn)
        .expect("reports");
    for (number, title, author, project, id, week) in reports {
        let about = projects.iter().find(|it| Some(&it.0) == project.as_ref());
        let ids = [Some(&author), about.map(|it| &it.4), about.map(|it| &it.5)];
        let rule = match week {
            // What is laid before the meeting.
            Some(_) => Rule::Department,
            None => Rule::Request { concerned: ids.into_iter().flatten().map(|id| people[id].clone()).collect() },
        };
        // Only what cannot wait has a title; the others are found by their number.
        let words: Vec<&str> = [number.as_str(), title.as_str()].into_iter().filter(|it| !it.is_empty()).collect();
        add("reports", &number, &words, vec![format!("/reports/{number}")], &rule);
        for (file, ..) in of_requests.iter().filter(|it| it.2 == id) {
            add("files", file, &[], vec![format!("/files/{file}")], &rule);
        }
    }
    let proposals: Vec<(String, String, String, Option<shuguang::clock::Moment>)> = t::proposals::table
        .select((t::proposals::number, t::proposals::title, t::proposals::author_id, t::proposals::submitted_at))
        .load(conn)
        .expect("proposals");
    for (number, title, author, submitted) in proposals {
        let rule = match submitted {
            Some(_) => Rule::Department,
            None => Rule::Draft { author: people[&author].clone() },
        };
        add("proposals", &number, &[&number, &title], vec![format!("/proposals/{number}")], &rule);
    }
    let lessons: Vec<(String, String)> =
        t::lessons::table.select((t::lessons::number, t::lessons::project_id)).load(conn).expect("lessons");
    for (number, project) in lessons {
        add("lessons", &number, &[], Vec::new(), &rule_of(&project));
    }
    for (at, listed, fen) in changes {
        all[at].listed = listed;
        all[at].fen = fen;
    }
    all
}

/// The keys of the rows of a list, over all its pages.
fn rows(visitor: &Visitor, address: &str, row: &str) -> BTreeSet<String> {
    let selector = scraper::Selector::parse(row).expect("a selector");
    let next = scraper::Selector::parse("nav a[rel=next]").expect("a selector");
    let mut found = BTreeSet::new();
    let mut at = Some(address.to_owned());
    while let Some(address) = at.take() {
        let page = visitor.get(&address);
        let html = page.is(200).html();
        for it in html.select(&selector) {
            let key = match it.attr("href") {
                Some(href) => href.rsplit(['/', '=']).next().unwrap_or_default().to_owned(),
                None => it.text().collect(),
            };
            assert!(found.insert(key.clone()), "{} {address}: {key} twice", visitor.name());
        }
        at = html.select(&next).next().and_then(|it| it.attr("href")).map(str::to_owned);
    }
    found
}

/// What is printed of an amount in fen.
fn yuan(fen: i64) -> String {
    let (whole, rest) = (fen / 100, fen % 100);
    let digits = whole.to_string();
    let grouped: Vec<String> = digits.as_bytes().rchunks(3).rev().map(|it| String::from_utf8_lossy(it).into_owned()).collect();
    format!("{}.{rest:02} 元", grouped.join(","))
}

/// The rows of a workbook below its head.
fn book(answer: &Answer) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(answer.bytes.clone())).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
    sheet.rows().skip(1).map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn everything_that_shows_rows_shows_to_everybody_what_they_may_see() {
    let world = World::begin();
    for (who, visitor) in &world.people {
        for list in &LISTS {
            let context = format!("{} {}", who.name, list.address);
            match who.role {
                None => {
                    assert_eq!(visitor.get(list.address).status, 303, "{context}");
                    assert!(list.book.is_none_or(|(book, _)| visitor.get(book).status == 303), "{context}");
                }
                Some(Role::Admin) => {
                    assert_eq!(visitor.get(list.address).status, 404, "{context}");
                    assert!(list.book.is_none_or(|(book, _)| visitor.get(book).status == 404), "{context}");
                }
                Some(_) => agrees(&world, *who, visitor, list),
            }
        }
    }
}

/// Rows, count, sum and workbook of a list.
fn agrees(world: &World, who: Person, visitor: &Visitor, list: &List) {
    let context = format!("{} {}", who.name, list.address);
    let expected = world.seen(who, list.kind);
    assert!(!expected.is_empty() || matches!(list.kind, "requests" | "proposals"), "{context}: the test shows nothing");
    assert_eq!(rows(visitor, list.address, list.row), expected, "{context}");
    let page = visitor.get(list.address);
    let total = page.find("p.total").unwrap_or_default();
    let count: String = total.chars().skip_while(|it| !it.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    assert_eq!(count, expected.len().to_string(), "{context}: {total}");
    if let Some(nth) = list.sum {
        let sum = world.things.iter().filter(|it| it.kind == list.kind && sees(who, &it.rule)).map(|it| it.fen).sum();
        let said = page.find(&format!("p.total span:nth-of-type({})", nth + 1)).unwrap_or_default();
        assert!(said.ends_with(&yuan(sum)), "{context}: {said}, not {}", yuan(sum));
    }
    if let Some((address, column)) = list.book {
        let answer = visitor.get(address);
        let lines = book(answer.is(200));
        assert_eq!(lines.len(), expected.len(), "{context}: the workbook");
        if let Some(column) = column {
            let keys: BTreeSet<String> = lines.into_iter().map(|mut row| row.swap_remove(column)).collect();
            assert_eq!(keys, expected, "{context}: the workbook");
        }
    }
}

#[test]
fn whoever_supervises_learns_what_is_owed_and_not_what_it_is_about_where_they_may_not_see_it() {
    let world = World::begin();
    // What waits of what is not everybody's, as the tables have it: the kind of duty, the kind of thing, its number.
    let waiting = world.prepared.office.store().read(|conn| {
        let open = t::requests::table.filter(t::requests::answered_at.is_null()).filter(t::requests::state.eq("open"));
        let advised = t::advice::table.inner_join(t::requests::table).filter(t::advice::given_at.is_null());
        let unread = t::reports::table.filter(t::reports::read_at.is_null()).filter(t::reports::read_by.is_not_null());
        let asked = t::consultations::table.filter(t::consultations::state.eq("open"));
        let all: [(_, _, Vec<String>); 4] = [
            ("request", "requests", open.select(t::requests::number).load(conn)?),
            ("information", "requests", advised.select(t::requests::number).load(conn)?),
            ("information", "consultations", asked.select(t::consultations::number).load(conn)?),
            ("reading", "reports", unread.select(t::reports::number).load(conn)?),
        ];
        Ok(all)
    });
    let waiting = waiting.unwrap_or_else(|error| panic!("{}", error.account()));
    for (who, visitor) in &world.people {
        for duty in ["request", "information", "reading"] {
            let address = format!("/duties?due=all&kind={duty}");
            let page = visitor.get(&address);
            let supervises = match who.role {
                Some(Role::Commander | Role::Coordinator) => 200,
                Some(_) => 404,
                None => 303,
            };
            let workbook = visitor.get(&format!("/duties.xlsx?due=all&kind={duty}"));
            assert_eq!((page.status, workbook.status), (supervises, supervises), "{} {address}", who.name);
            if supervises != 200 {
                continue;
            }
            let of = waiting.iter().filter(|it| it.0 == duty).flat_map(|it| it.2.iter().map(|number| (it.1, number)));
            let (open, closed): (Vec<_>, Vec<_>) = of.partition(|(kind, number)| {
                let it = world.things.iter().find(|it| it.kind == *kind && it.key == **number).expect("a thing");
                sees(*who, &it.rule)
            });
            assert_eq!(closed.is_empty(), who.role == Some(Role::Commander), "{} {address}", who.name);
            assert_eq!(page.text.matches("（内容不公开）").count(), closed.len(), "{} {address}", who.name);
            assert!(open.iter().all(|it| page.text.contains(it.1.as_str())), "{} {address}", who.name);
            let lines = book(&workbook).concat().concat();
            for told in [&page.text, &lines] {
                assert!(!closed.iter().any(|it| told.contains(it.1.as_str())), "{} {address}: a number", who.name);
                let secret = world.secrets.iter().find(|(text, rule)| told.contains(text) && !sees(*who, rule));
                assert!(secret.is_none(), "{} {address}: {secret:?}", who.name);
            }
        }
    }
}

#[test]
fn a_search_finds_what_one_may_see_and_nothing_else() {
    let world = World::begin();
    for (kind, address) in SEARCHES {
        let row = LISTS.iter().find(|it| it.kind == kind).expect("its list").row;
        let words: BTreeSet<&String> = world.things.iter().filter(|it| it.kind == kind).flat_map(|it| &it.words).collect();
        for word in words {
            let asked = format!("{address}{}", word.replace(' ', "%20"));
            for (who, visitor) in &world.people {
                match who.role {
                    None => assert_eq!(visitor.get(&asked).status, 303),
                    Some(Role::Admin) => assert_eq!(visitor.get(&asked).status, 404),
                    Some(_) => {
                        let found = rows(visitor, &asked, row);
                        let right = |it: &&Thing| it.kind == kind && it.words.contains(word) && sees(*who, &it.rule);
                        let wanted: BTreeSet<String> = world.things.iter().filter(right).map(|it| it.key.clone()).collect();
                        assert!(wanted.is_subset(&found), "{} {asked}: {found:?}, not {wanted:?}", who.name);
                        assert!(found.is_subset(&world.seen(*who, kind)), "{} {asked}: {found:?}", who.name);
                    }
                }
            }
        }
    }
}

#[test]
fn the_search_at_the_top_of_every_page_finds_what_one_may_see_of_all_kinds() {
    let world = World::begin();
    let kinds = ["projects", "customers", "contracts", "requests", "consultations", "reports", "proposals", "lessons"];
    // What stands in rows of these is no thing of this world: meetings have tests of their own, colleagues are everybody's.
    let row = "ol.rows .what a:not([href^='/meetings/']):not([href^='/resolutions/']):not([href^='/people/']):not([href^='/activities/'])";
    let mut asked_for = BTreeSet::new();
    for thing in world.things.iter().filter(|it| kinds.contains(&it.kind)) {
        // By its number, and by what its list finds it by, but people and other things that are found as themselves.
        let of_itself = matches!(thing.kind, "projects" | "customers" | "contracts");
        let words = thing.words.iter().filter(|_| of_itself).chain([&thing.key]);
        for word in words {
            asked_for.insert(thing.kind);
            let asked = format!("/search?q={}", word.replace(' ', "%20"));
            for (who, visitor) in &world.people {
                match who.role {
                    None => assert_eq!(visitor.get(&asked).status, 303),
                    Some(Role::Admin) => assert_eq!(visitor.get(&asked).status, 404),
                    Some(_) => {
                        let found = rows(visitor, &asked, row);
                        assert_eq!(found.contains(&thing.key), sees(*who, &thing.rule), "{} {asked}: {found:?}", who.name);
                        for key in &found {
                            let of = world.things.iter().find(|it| it.key == *key);
                            assert!(of.is_some_and(|it| sees(*who, &it.rule)), "{} {asked}: {key}", who.name);
                        }
                    }
                }
            }
        }
    }
    assert_eq!(asked_for, BTreeSet::from(kinds));
    // What is said in something is found by those who may read it.
    let mut told = BTreeSet::new();
    for (text, rule) in &world.secrets {
        let asked = format!("/search?q={}", text.replace(' ', "%20"));
        for (who, visitor) in world.people.iter().filter(|it| !matches!(it.0.role, None | Some(Role::Admin))) {
            let found = rows(visitor, &asked, row);
            assert!(sees(*who, rule) || found.is_empty(), "{} {asked}: {found:?}", who.name);
            if !found.is_empty() {
                told.insert(*text);
            }
        }
    }
    // Some stand where the search does not look: in files, in answers to consultations.
    assert!(told.len() * 2 > world.secrets.len(), "only {told:?} are found at all");
}

#[test]
fn the_page_of_what_one_may_not_see_is_not_there() {
    let world = World::begin();
    let mut wrong = Vec::new();
    for (who, visitor) in &world.people {
        for thing in &world.things {
            for page in &thing.pages {
                let expected = match who.role {
                    None => 303,
                    Some(_) if sees(*who, &thing.rule) => 200,
                    Some(_) => 404,
                };
                let got = visitor.get(page).status;
                if got != expected {
                    wrong.push(format!("{} {page}: {got}, not {expected}", who.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Every page that links lead to from the desk, but other orders and filters of lists.
fn crawl(visitor: &Visitor, mut seen: impl FnMut(&str, &Answer)) {
    let link = scraper::Selector::parse("a[href]").expect("a selector");
    let mut known: BTreeSet<String> = ["/".to_owned()].into();
    let mut next = vec!["/".to_owned()];
    while let Some(address) = next.pop() {
        let page = visitor.get(&address);
        for it in page.html().select(&link).filter_map(|it| it.attr("href")) {
            let it = it.split('#').next().unwrap_or_default();
            let plain = !it.contains('?') || it.contains("?page=") || it.contains("&page=");
            let ours = it.starts_with('/') && !it.starts_with("/static") && !it.starts_with("/login") && !it.contains(".xlsx");
            if plain && ours && known.insert(it.to_owned()) {
                next.push(it.to_owned());
            }
        }
        seen(&address, &page);
    }
}

#[test]
fn nothing_is_told_anywhere_of_what_one_may_not_see() {
    let world = World::begin();
    let numbered: Vec<&Thing> = world.things.iter().filter(|it| it.key.len() > 8 && !it.key.contains(' ')).collect();
    let (mut told, mut dead) = (BTreeSet::new(), BTreeSet::new());
    for (who, visitor) in world.people.iter().filter(|(who, _)| who.role.is_some()) {
        let hidden: Vec<&Thing> = numbered.iter().filter(|it| !sees(*who, &it.rule)).copied().collect();
        let mut read = BTreeSet::new();
        crawl(visitor, |address, page| {
            if !matches!(page.status, 200 | 303) {
                dead.insert(format!("{}: a link leads to {address}: {}", who.name, page.status));
            }
            // The trail is the one page that tells the commander and the administrator of everything; what it says of business
            // is kept from the administrator.
            let of_all = address.starts_with("/admin/trail") && who.role == Some(Role::Commander);
            for (text, rule) in &world.secrets {
                if page.text.contains(text) && !of_all {
                    read.insert(*text);
                    if !sees(*who, rule) {
                        told.insert(format!("{} reads {text} at {address}", who.name));
                    }
                }
            }
            for it in &hidden {
                if page.text.contains(&it.key) && !address.starts_with("/admin/trail") {
                    told.insert(format!("{} reads of {} at {address}", who.name, it.key));
                }
            }
        });
        for (text, rule) in &world.secrets {
            assert!(!sees(*who, rule) || read.contains(text), "{} finds {text} nowhere", who.name);
        }
    }
    assert!(told.is_empty(), "{told:#?}");
    // A project's history tells of its requests and of drafts to those who may see them, and to others of the rest.
    let history = |name: &str, project: &str| {
        let visitor = &world.people.iter().find(|(who, _)| who.name == name).expect("somebody").1;
        visitor.get(&format!("/projects/{}/history", world.prepared.at(project)))
    };
    history("赵强", "theirs").shows("密批甲").shows("密定甲").shows("优惠展台");
    history("李伟", "theirs").does_not_show("密批甲").does_not_show("密定甲").shows("优惠展台");
    history("赵强", "theirs").shows("密报甲");
    history("李伟", "theirs").does_not_show("密报甲");
    history("李伟", "proposal").shows("密提甲").shows("明提丙");
    history("周立明", "proposal").does_not_show("密提甲").shows("明提丙");
    assert!(dead.is_empty(), "{dead:#?}");
    world.prepared.is_true();
}

#[test]
fn desks_and_boards_count_what_one_may_see() {
    let world = World::begin();
    let running: BTreeSet<String> = world
        .prepared
        .office
        .store()
        .read(|conn| Ok(t::projects::table.filter(t::projects::ended_at.is_null()).select(t::projects::number).load(conn)?))
        .unwrap_or_else(|error| panic!("{}", error.account()))
        .into_iter()
        .collect();
    let count = scraper::Selector::parse("table td.num").expect("a selector");
    let column = scraper::Selector::parse(".board h2 .count").expect("a selector");
    for (who, visitor) in world.people.iter().filter(|(who, _)| who.role.is_some_and(|it| it != Role::Admin)) {
        let seen: BTreeSet<String> = world.seen(*who, "projects").intersection(&running).cloned().collect();
        assert_eq!(rows(visitor, "/projects", "tbody th.title a"), seen, "{}", who.name);
        assert_eq!(rows(visitor, "/board", ".board li a"), seen, "{}", who.name);
        let board = visitor.get("/board").html();
        let sum: usize =
            board.select(&column).filter_map(|it| it.text().collect::<String>().trim().parse::<usize>().ok()).sum();
        assert_eq!(sum, seen.len(), "{}", who.name);
        if matches!(who.role, Some(Role::Commander | Role::Planner)) {
            let desk = visitor.get("/").html();
            let stages: usize =
                desk.select(&count).filter_map(|it| it.text().collect::<String>().trim().parse::<usize>().ok()).sum();
            assert_eq!(stages, seen.len(), "{}", who.name);
        }
        // The number in the sidebar counts the rows of the inbox, and each is about something that its reader may see.
        let tasks = visitor.get("/tasks");
        let html = tasks.is(200).html();
        let link = scraper::Selector::parse("ol.rows .what a").expect("a selector");
        let hrefs: Vec<String> = html.select(&link).filter_map(|it| it.attr("href")).map(str::to_owned).collect();
        for href in &hrefs {
            visitor.get(href).is(200);
        }
        let said = tasks.find("[aria-current=page] .count, nav .count").unwrap_or_default();
        assert_eq!(said.trim().parse().unwrap_or(0), hrefs.len(), "{}", who.name);
    }
}
