//! Two customers with contracts, work and targets in the same project become one, and every figure follows.

use chrono::NaiveDate;
use diesel::prelude::*;
use shuguang::contracts::cares::changes::{NewCare, record};
use shuguang::contracts::changes::{Draft, Payment, Said, carry_out, draft};
use shuguang::contracts::queries;
use shuguang::contracts::road::Turn;
use shuguang::customers::model::TargetStep;
use shuguang::demo::dealings::customer;
use shuguang::projects::pipeline::State;
use shuguang::store::schema::{activities, customers, projects, target_customers};
use shuguang::trail::verify::verify;
use shuguang::words::Role;

use crate::office::{Office, Visitor};
use crate::story::{cast, package, project_aiming_at};
use crate::trade::{contract, day, delivered, notified, ordered, paid, project};

/// Two projects of one owner, and two entries of one customer: the first has a signed contract in the first project, the
/// second a draft there and, signed a day earlier and supplied, a contract in the second.
struct Twice {
    office: Office,
    owner: Visitor,
    projects: [String; 2],
    stays: String,
    goes: String,
    contracts: Vec<String>,
}

impl Twice {
    fn begin() -> Twice {
        let office = Office::open();
        let cast = cast(&office);
        let package = package(&office, &cast);
        let aims = [("signed_amount", 120_000_000), ("contracts", 1_000), ("new_customers", 500)];
        let projects = [0, 1].map(|_| project_aiming_at(&office, &cast, &package, State::Implementation, &aims));
        office.at("2026-12-21 10:00");
        let owner = office.sign_in("李伟");
        let names = ["华信会展有限公司", "华信会展中心"];
        let [stays, goes] = names.map(|name| office.act(&owner, |tx| Ok(customer(tx, name)?.number)));
        for (project, customer) in [(0, &stays), (0, &goes), (1, &goes)] {
            let typed = [("customer", customer.as_str()), ("grounds", "近期有采购计划")];
            owner.post(&format!("/projects/{}/customers", projects[project]), &typed).is(303);
        }
        let mut it = Twice { office, owner, projects, stays, goes, contracts: Vec::new() };
        it.work();
        it
    }

    fn contract(&mut self, project_of: usize, with: &str, signed_on: Option<NaiveDate>) {
        let (number, with) = (self.projects[project_of].clone(), with.to_owned());
        self.office.later(chrono::Duration::minutes(1));
        let made = self.office.act(&self.owner, |tx| {
            let project = project(tx, &number)?;
            let partner = queries::partners(tx, &project.id)?.into_iter().find(|it| it.number == with);
            let new = Draft {
                target_id: partner.expect("a target").target_id,
                edition_id: None,
                title: "展台采购".into(),
                buyer: "华信会展有限公司".into(),
                seller: "曙光展览设备有限公司".into(),
                list_fen: 1_050_000,
                fen: 1_050_000,
                terms: String::new(),
                starts_on: tx.today(),
                ends_on: NaiveDate::from_ymd_opt(2027, 6, 30).expect("a day"),
                payments: vec![Payment { title: "货款".into(), due_on: day(12, 30), fen: 1_050_000 }],
            };
            let row = draft(tx, &project, &new)?;
            match signed_on {
                Some(on) => carry_out(tx, &project, &row, Turn::Sign, &Said { day: Some(on), ..Said::default() }),
                None => Ok(row),
            }
        });
        self.contracts.push(made.number);
    }

    fn work(&mut self) {
        let (stays, goes) = (self.stays.clone(), self.goes.clone());
        self.contract(0, &stays, Some(day(12, 21)));
        self.contract(0, &goes, None);
        self.contract(1, &goes, Some(day(12, 20)));
        let supplied = self.contracts[2].clone();
        self.office.act(&self.owner, |tx| {
            let order = ordered(tx, &supplied)?;
            let notice = notified(tx, &order, &[1_000, 250])?;
            delivered(tx, &notice, &[500, 0])?;
            paid(tx, &supplied, 300_000)?;
            let (row, project) = contract(tx, &supplied)?;
            let care = NewCare {
                on: tx.today(),
                with_whom: "林主管".into(),
                condition: "运行正常".into(),
                satisfaction: 5,
                complaint: String::new(),
                chance: String::new(),
                next_on: None,
            };
            record(tx, &project, &row, care)
        });
        let at = format!("/projects/{}/customers/{goes}", self.projects[0]);
        let visit = [("kind", "visit"), ("on_day", "2026-12-21"), ("said", "看了展厅。"), ("result", "advanced")];
        let page = self.owner.get(&at);
        let form = page.form(&format!("{at}/activities"));
        self.owner.send(&form, &[&visit[..], &[("next_step", "送样品"), ("next_on", "2026-12-23")]].concat()).is(303);
        let objection = [("kind", "price"), ("weight", "minor"), ("said", "价格偏高。"), ("raised_on", "2026-12-21")];
        self.owner.post(&format!("{at}/objections"), &objection).is(303);
    }

    /// The coordinator makes the one a part of the other, each field as it is proposed.
    fn merge(&self) -> Visitor {
        let zhang = self.office.sign_in("张敏");
        let at = format!("/customers/{}/merger", self.stays);
        let page = zhang.get(&format!("{at}?other={}", self.goes));
        zhang.send(&page.is(200).form(&at), &[]).goes_to(&format!("/customers/{}", self.stays));
        zhang
    }

    /// The indicator's actual figure on the page of a project.
    fn actual(&self, project: usize, metric: &str) -> String {
        let page = self.owner.get(&format!("/projects/{}", self.projects[project]));
        let html = page.is(200).html();
        let (row, cell) = (selector("tbody tr"), selector("th, td"));
        let of = |it: scraper::ElementRef| it.text().collect::<String>().trim().to_owned();
        let rows = html.select(&row).map(|row| row.select(&cell).map(of).collect::<Vec<_>>());
        let found = rows.into_iter().find(|cells| cells.first().is_some_and(|it| it.starts_with(metric)));
        let cells = found.unwrap_or_else(|| panic!("no {metric}"));
        cells[2].split_whitespace().next().unwrap_or_default().to_owned()
    }
}

fn selector(css: &str) -> scraper::Selector {
    scraper::Selector::parse(css).expect("a selector")
}

#[test]
fn two_customers_with_contracts_and_a_common_project_become_one() {
    let it = Twice::begin();
    assert_eq!((it.actual(0, "新客户数"), it.actual(1, "新客户数")), ("1".into(), "1".into()));
    // Orders, contracts and objections are found by the customer's number, before and after.
    let by_number = |number: &str| {
        let found = |path: &str| {
            let page = it.owner.get(&format!("{path}q={number}"));
            page.is(200).html().select(&selector("table tbody tr")).count()
        };
        [found("/contracts?"), found("/orders?state=all&"), found("/objections?show=all&")]
    };
    assert_eq!((by_number(&it.stays), by_number(&it.goes)), ([1, 0, 0], [2, 1, 1]));
    let zhang = it.merge();
    assert_eq!((by_number(&it.stays), by_number(&it.goes)), ([3, 1, 1], [0, 0, 0]));
    // One customer, one target in the project that both were in, and it stands where the further one stood.
    let targets: Vec<(String, TargetStep)> = it
        .office
        .store()
        .read(|conn| {
            // Ids of one moment have no order of their own.
            let rows = target_customers::table.inner_join(customers::table).inner_join(projects::table);
            let rows = rows.order(projects::number);
            Ok(rows.select((customers::number, target_customers::step)).load(conn)?)
        })
        .unwrap_or_else(|error| panic!("{}", error.account()));
    assert_eq!(targets, [(it.stays.clone(), TargetStep::Signed), (it.stays.clone(), TargetStep::InService)]);
    zhang.get(&format!("/customers/{}", it.goes)).goes_to(&format!("/customers/{}", it.stays));
    // Its first contract is the earlier one: only one of the two projects won a new customer.
    assert_eq!((it.actual(0, "新客户数"), it.actual(1, "新客户数")), ("0".into(), "1".into()));
    assert_eq!((it.actual(0, "签约数"), it.actual(1, "签约数")), ("1".into(), "1".into()));
    // Everything that was done with either is its.
    let page = zhang.get(&format!("/customers/{}", it.stays));
    page.shows("看了展厅。").shows("价格偏高。").shows("签约额21,000.00 元").shows("已回款3,000.00 元");
    page.shows("未回款18,000.00 元").shows("送样品");
    for number in &it.contracts {
        let page = zhang.get(&format!("/contracts/{number}"));
        assert!(page.is(200).has(&format!("a[href$=\"/customers/{}\"]", it.stays)), "{number}");
        zhang.get(&format!("/contracts/{number}/history")).is(200);
    }
    zhang.get(&format!("/contracts?customer={}", it.stays)).shows("共 3 份合同");
    zhang.get("/contracts?q=华信会展").shows("共 3 份合同");
    for project in &it.projects {
        zhang.get(&format!("/projects/{project}/customers")).shows("华信会展有限公司").does_not_show("华信会展中心");
        zhang.get(&format!("/projects/{project}/customers/{}", it.stays)).is(200);
        zhang.get(&format!("/projects/{project}/history")).is(200).shows("合并客户");
    }
    // Whoever knows it by the name that went finds the one that stayed, and is not let in twice.
    for path in ["/customers?q=", "/search?q="] {
        zhang.get(&format!("{path}华信会展中心")).shows("华信会展有限公司");
    }
    let again = [("name", "华信会展中心"), ("grade", "b"), ("source", "visit")];
    it.owner.post("/customers", &again).complains("another").shows("华信会展有限公司");
    let listed = "客户名称\n华信会展中心\n华信会展有限公司\n云岭会展\n".as_bytes();
    let looked = zhang.upload("/customers/imports", "file", "名单.csv", listed);
    let told = zhang.follow(&looked);
    told.shows("已登记").shows("1 行无误").shows("2 行有误");
    // Work goes on with it: the draft of the one that went is signed.
    let sign = [("move", "sign"), ("signed_on", "2026-12-21")];
    it.owner.post(&format!("/contracts/{}/moves", it.contracts[1]), &sign).is(303);
    assert_eq!(it.actual(0, "签约数"), "2");
    let proof = verify(it.office.store()).unwrap_or_else(|error| panic!("{}", error.account()));
    assert!(proof.findings.is_empty(), "{:?}", proof.findings.first().map(ToString::to_string));
}

#[test]
fn two_customers_with_one_phone_are_proposed_to_become_one() {
    let office = Office::open();
    let (sales, zhang) = (office.person("李伟", Role::Sales), office.person("张敏", Role::Coordinator));
    let enter = |name: &str, phone: &str, persons: &str| {
        let typed = [
            ("name", name),
            ("grade", "b"),
            ("source", "visit"),
            ("phone", phone),
            ("person_name", "沈国栋"),
            ("person_part", "handles"),
            ("person_phone", persons),
            ("another", "1"),
        ];
        sales.post("/customers", &typed).is(303).location.clone().unwrap_or_default()
    };
    let at = enter("云岭展览有限公司", "0512-62541234", "13800010001");
    let same = ["滇池会务有限公司", "洱海商贸有限公司", "苍山旅行有限公司"];
    enter(same[0], "0512-62541234", "");
    enter(same[1], "", "0512 62541234");
    enter(same[2], "138 0001 0001", "");
    let alone = enter("怒江食品有限公司", "0512-62540000", "13800010002");
    let page = zhang.get(&format!("{at}/merger"));
    page.is(200).does_not_show("没有名称相近或电话相同的客户").does_not_show("怒江食品有限公司");
    for name in same {
        page.shows(name);
    }
    zhang.get(&format!("{alone}/merger")).shows("没有名称相近或电话相同的客户");
}

#[test]
fn the_target_that_stays_knows_the_newest_next_step_and_nothing_counts_as_corrected() {
    let it = Twice::begin();
    let of = |project: usize, customer: &str| format!("/projects/{}/customers/{customer}", it.projects[project]);
    // Settled a day before what was settled with the other entry, for an earlier day.
    let call = [("kind", "call"), ("on_day", "2026-12-20"), ("said", "约了时间。"), ("result", "advanced")];
    let typed = [&call[..], &[("next_step", "再打电话"), ("next_on", "2026-12-22")]].concat();
    it.owner.post(&format!("{}/activities", of(0, &it.stays)), &typed).is(303);
    let zhang = it.merge();
    let page = it.owner.get(&of(0, &it.stays));
    page.is(200).shows("看了展厅。").shows("约了时间。").does_not_show("已更正");
    page.shows("下一步：送样品 2026-12-23 周三");
    // The number of the one that went leads to the one that stays, in each of its projects.
    for project in [0, 1] {
        it.owner.get(&of(project, &it.goes)).goes_to(&of(project, &it.stays));
    }
    it.owner.get(&of(0, "KH-2099-001")).is(404);
    it.office.visitor().get(&of(0, &it.goes)).is(303);
    // What was really corrected is said to be.
    let id: String = it
        .office
        .store()
        .read(|conn| Ok(activities::table.filter(activities::said.eq("看了展厅。")).select(activities::id).first(conn)?))
        .unwrap_or_else(|error| panic!("{}", error.account()));
    let correction = it.owner.get(&format!("/activities/{id}"));
    correction.does_not_show("已更正");
    it.owner.send(&correction.form(&format!("/activities/{id}")), &[("said", "看了两个展厅。")]).is(303);
    it.owner.get(&format!("/activities/{id}")).shows("已更正");
    it.owner.get(&of(0, &it.stays)).shows("已更正");
    // The history tells the merger as a sentence, and nothing of what only the program keeps.
    let history = format!("/customers/{}/history", it.stays);
    let merged = format!("合并客户：将「{} 华信会展中心」并入「{} 华信会展有限公司」。", it.goes, it.stays);
    zhang.get(&history).shows(&merged).does_not_show("更改。");
    zhang.post("/language", &[("lang", "en"), ("back", "/")]);
    let merged = format!("made “{} 华信会展中心” a part of “{} 华信会展有限公司”.", it.goes, it.stays);
    zhang.get(&history).shows(&merged).does_not_show("made a change");
}
