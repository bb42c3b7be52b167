//! What is spent: line by line of the budget, taken back with a reason, beyond the directive's budget only by an answered request.

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;
use shuguang::error::Result;
use shuguang::projects::alerts::model::Alert;
use shuguang::projects::alerts::rules::Rule;
use shuguang::projects::execution::changes::note_progress;
use shuguang::projects::expenses::model::Expense;
use shuguang::projects::expenses::queries;
use shuguang::projects::model::Project;
use shuguang::projects::pipeline::State;
use shuguang::store::Conn;
use shuguang::store::schema::{alerts, expenses, plan_steps, projects, requests};

use crate::office::{Office, Visitor};
use crate::story::{cast, package, project_in};
use crate::trade::project;

/// An office with a project in this state and its people at browsers; it is Tuesday, 2026-12-15, 10:00. The plan's budget is
/// 8,000 yuan for travel and 3,000 for samples, the directive's limit 50,000.
struct Spending {
    office: Office,
    owner: Visitor,
    commander: Visitor,
    at: String,
    number: String,
}

impl Spending {
    fn begin(state: State) -> Spending {
        let office = Office::open();
        let cast = cast(&office);
        let package = package(&office, &cast);
        let number = project_in(&office, &cast, &package, state);
        office.at("2026-12-15 10:00");
        let (owner, commander) = (office.sign_in("李伟"), office.sign_in("周立明"));
        Spending { at: format!("/projects/{number}/expenses"), office, owner, commander, number }
    }

    fn read<T>(&self, what: impl FnOnce(&mut Conn) -> Result<T>) -> T {
        self.office.store().read(what).unwrap_or_else(|error| panic!("{}", error.account()))
    }

    fn project(&self) -> Project {
        let row = projects::table.filter(projects::number.eq(&self.number)).select(Project::as_select());
        self.read(|conn| Ok(row.first(conn)?))
    }

    /// The id of a budget line, or of other.
    fn line(&self, title: &str) -> String {
        let project = self.project();
        let all = self.read(|conn| queries::budget(conn, &project));
        all.into_iter().find(|it| it.title == title).map_or("other".into(), |it| it.id)
    }

    fn spend(&self, title: &str, amount: &str) -> crate::office::Answer {
        self.office.later(Duration::minutes(1));
        let line = self.line(title);
        let typed = [("line", line.as_str()), ("amount", amount), ("on_day", "2026-12-14"), ("note", "往返高铁")];
        self.owner.post(&self.at, &typed)
    }

    fn rows(&self) -> Vec<Expense> {
        let id = self.project().id;
        let rows = expenses::table.filter(expenses::project_id.eq(&id)).select(Expense::as_select());
        let rows = rows.order((expenses::recorded_at, expenses::id));
        self.read(|conn| Ok(rows.load(conn)?))
    }

    fn budget_alert(&self) -> Option<Alert> {
        let rows = alerts::table.filter(alerts::rule.eq(Rule::Budget)).filter(alerts::passed_on.is_null());
        self.read(|conn| Ok(rows.select(Alert::as_select()).first(conn).optional()?))
    }
}

#[test]
fn an_expense_stands_on_its_line_and_a_void_one_no_more() {
    let it = Spending::begin(State::Implementation);
    it.owner.get(&it.at).is(200).shows("没有支出").shows("计划预算11,000.00 元");
    it.spend("差旅", "1200.50").goes_to(&it.at);
    it.spend("差旅", "800").goes_to(&it.at);
    it.spend("样品", "3100").goes_to(&it.at);
    it.spend("招待", "60").goes_to(&it.at);
    let page = it.owner.get(&it.at);
    page.shows("差旅8,000.00 元2,000.50 元5,999.50 元").shows("样品3,000.00 元3,100.00 元超出 100.00 元");
    page.shows("其他0.00 元60.00 元").shows("合计11,000.00 元5,160.50 元5,839.50 元").shows("共 4 笔");
    it.owner.get(&format!("{}?line=样品", it.at)).shows("共 1 笔").shows("金额 3,100.00 元");
    it.owner.get(&format!("{}?other=1", it.at)).shows("共 1 笔");
    let id = &it.rows()[0].id;
    let at = format!("{}/{id}/voiding", it.at);
    it.owner.post(&at, &[]).complains("reason");
    it.owner.post(&at, &[("reason", "票据重复")]).goes_to(&it.at);
    it.owner.post(&at, &[("reason", "再按一次")]).goes_to(&it.at);
    let page = it.owner.get(&it.at);
    page.shows("差旅8,000.00 元800.00 元").shows("共 3 笔");
    it.owner.get(&format!("{}?state=void", it.at)).shows("票据重复").shows("1,200.50 元");
    assert_eq!(it.rows()[0].reason, "票据重复");
    it.owner
        .get(&format!("/projects/{}/history", it.number))
        .shows("登记支出：「差旅」1,200.50 元")
        .shows("作废支出：「2026-12-14 1,200.50 元」");
    it.owner.get(&format!("/projects/{}/execution", it.number)).shows("已支出3,960.00 元");
}

#[test]
fn what_is_odd_is_complained_of_and_a_button_pressed_twice_counts_once() {
    let it = Spending::begin(State::Implementation);
    let line = it.line("差旅");
    let good = [("line", line.as_str()), ("amount", "10"), ("on_day", "2026-12-15"), ("note", "停车")];
    for (field, wrong) in [
        ("line", ""),
        ("line", "没有的科目"),
        ("amount", ""),
        ("amount", "0"),
        ("amount", "-5"),
        ("on_day", "2026-12-16"),
        ("on_day", "2026-11-01"),
        ("note", ""),
    ] {
        let typed = good.map(|(name, value)| (name, if name == field { wrong } else { value }));
        it.owner.post(&it.at, &typed).complains(field);
    }
    assert!(it.rows().is_empty());
    it.owner.post(&it.at, &good).goes_to(&it.at);
    it.owner.post(&it.at, &good).goes_to(&it.at);
    assert_eq!(it.rows().len(), 1);
    it.office.later(Duration::minutes(1));
    it.owner.post(&it.at, &good).goes_to(&it.at);
    assert_eq!(it.rows().len(), 2);
}

#[test]
fn beyond_the_directive_s_budget_only_an_answered_request_leads_and_is_attached() {
    let it = Spending::begin(State::Implementation);
    it.spend("差旅", "50000").goes_to(&it.at);
    let refused = it.spend("样品", "0.01");
    refused.is(409).shows("支出超出指令规定的预算");
    let ask = format!("/requests/new?project={}&amp;matter=budget&amp;up_to=50000.01", it.number);
    assert!(refused.text.contains(&ask) || refused.text.contains(&ask.replace("&amp;", "&#38;")), "no way to the request");
    assert_eq!(it.rows().len(), 1);
    let typed = [
        ("kind", "beyond_authority"),
        ("project", it.number.as_str()),
        ("matter", "budget"),
        ("up_to", "52000"),
        ("title", "预算放宽"),
        ("question", "样品运费上涨。"),
        ("proposal", "放宽两千元。"),
    ];
    let request = it.owner.post("/requests", &typed).is(303).location.clone().expect("its page");
    // Asked is not answered.
    it.spend("样品", "100").is(409);
    // Granted is more than the directive allows already.
    let low = [("verdict", "granted"), ("up_to", "50000"), ("instruction", "同意。"), ("version", "1")];
    it.commander.post(&format!("{request}/answer"), &low).complains("up_to").shows("没有超出指令规定的限额");
    let answer = [("verdict", "granted"), ("up_to", "51500"), ("instruction", "同意，不超过五万一千五。"), ("version", "1")];
    it.commander.post(&format!("{request}/answer"), &answer).is(303);
    it.spend("样品", "1500.01").is(409);
    it.spend("样品", "1500").goes_to(&it.at);
    let number = request.trim_start_matches("/requests/").to_owned();
    let id: String =
        it.read(|conn| Ok(requests::table.filter(requests::number.eq(&number)).select(requests::id).first(conn)?));
    let covered: Vec<_> = it.rows().into_iter().map(|row| row.request_id).collect();
    assert_eq!(covered, [None, Some(id)]);
    it.owner.get(&it.at).shows(&format!("依据批示 {number}"));
    // The limit in force is what pages name, with the request that it rests on.
    let limit = format!("预算限额51,500.00 元（{number} 放宽，指令 50,000.00 元）");
    it.owner.get(&it.at).shows(&limit).shows("限额内剩余0.00 元");
    // Who may not see the request is told of the limit alone.
    it.office.sign_in("赵强").get(&it.at).shows("预算限额51,500.00 元（已放宽，指令 50,000.00 元）");
    it.owner.get(&format!("{}/new", it.at)).shows("支出已到预算限额");
    // Granted without a figure is granted as it was asked.
    let more = typed.map(|(name, value)| (name, if name == "up_to" { "53000" } else { value }));
    let request = it.owner.post("/requests", &more).is(303).location.clone().expect("its page");
    let answer = [("verdict", "granted"), ("up_to", ""), ("instruction", "同意。"), ("version", "1")];
    it.commander.post(&format!("{request}/answer"), &answer).is(303);
    it.owner.get(&request).shows("放宽到 53,000");
    it.spend("样品", "1500.01").is(409);
    it.spend("样品", "1500").goes_to(&it.at);
}

#[test]
fn money_spent_ahead_of_progress_is_an_alert_until_it_is_taken_back() {
    let it = Spending::begin(State::Implementation);
    // Nothing reached, a fifth of 11,000 is tolerated: 2,200.
    it.spend("差旅", "2200").goes_to(&it.at);
    assert_eq!(it.budget_alert().expect("it is watched").fires_on, None);
    it.spend("差旅", "0.01").goes_to(&it.at);
    let alert = it.budget_alert().expect("it is watched");
    assert_eq!(alert.fires_on, NaiveDate::from_ymd_opt(2026, 12, 15));
    it.commander.get("/alerts").shows("预算快于进度").shows("实际支出 2,200.01 元");
    it.commander.get("/alerts?state=answered").shows("没有这样的预警");
    let id = &it.rows()[1].id;
    it.owner.post(&format!("{}/{id}/voiding", it.at), &[("reason", "退款")]).goes_to(&it.at);
    let now = it.budget_alert().expect("it is watched on");
    assert_eq!(now.fires_on, None);
    assert_ne!(now.id, alert.id, "a new deviation is a new cause");
}

#[test]
fn an_alert_that_was_dismissed_keeps_the_figures_of_that_day_and_stands_in_a_list_of_its_own() {
    let it = Spending::begin(State::Implementation);
    it.spend("差旅", "2200.01").goes_to(&it.at);
    let alert = it.budget_alert().expect("it is watched");
    let at = format!("/projects/{}/alerts/{}", it.number, alert.id);
    it.commander.post(&at, &[("reason", "只超一分钱")]).is(303);
    it.spend("差旅", "900").goes_to(&it.at);
    it.commander.get(&at).shows("实际支出 2,200.01 元").does_not_show("3,100.01");
    it.commander.get("/alerts").does_not_show("2,200.01");
    it.commander.get("/alerts?state=answered").shows("2,200.01").shows("已解除：只超一分钱");
    // Once it is past it is told as past, still with its figures.
    for row in it.rows() {
        it.owner.post(&format!("{}/{}/voiding", it.at, row.id), &[("reason", "退款")]).goes_to(&it.at);
    }
    it.commander.get("/alerts?state=past").shows("2,200.01").shows("已恢复正常 2026-12-15");
    it.commander.get("/alerts?state=answered").does_not_show("2,200.01");
}

#[test]
fn an_alert_of_the_budget_names_the_progress_that_its_figures_come_from() {
    let it = Spending::begin(State::Implementation);
    let steps = plan_steps::table.order(plan_steps::position).select(plan_steps::line_id);
    let line = it.read(|conn| Ok(steps.first::<String>(conn)?));
    // A third of the work allows a third of 11,000, and a fifth of it is tolerated: 5,866.66.
    it.office
        .store()
        .write(it.office.actor("李伟"), it.office.clock().now(), |tx| {
            let project = project(tx, &it.number)?;
            note_progress(tx, &project, &line, 100, "已完成".into(), None)
        })
        .unwrap_or_else(|error| panic!("{}", error.account()));
    it.spend("差旅", "5866.67").goes_to(&it.at);
    let alert = it.budget_alert().expect("it is watched");
    let at = format!("/projects/{}/alerts/{}", it.number, alert.id);
    let zh = "计划预算 11,000.00 元，进度 33.33 %：按进度应支出 3,666.66 元，实际支出 5,866.67 元";
    for page in ["/alerts", &at] {
        it.commander.get(page).shows(zh);
    }
    it.commander.get(&at).shows("支出超出进度应支出额 2,200.00 元 以上即预警");
    it.commander.post("/language", &[("lang", "en"), ("back", "/")]);
    it.commander.get(&at).shows("planned budget 11,000.00 yuan, progress 33.33 %: 3,666.66 yuan might be spent by now");
}

#[test]
fn expenses_go_on_in_control_and_end_with_the_project() {
    let it = Spending::begin(State::Control);
    it.spend("差旅", "10").goes_to(&it.at);
    for state in [State::Planning, State::Terminated] {
        let it = Spending::begin(state);
        let refused = it.spend("其他", "10");
        refused.is(409);
        it.owner.get(&it.at).is(200);
        assert!(it.rows().iter().all(|row| row.note != "往返高铁"), "{state}");
    }
}

#[test]
fn the_workbook_says_what_the_page_says() {
    use calamine::Reader;
    let it = Spending::begin(State::Implementation);
    it.spend("差旅", "1200.50").goes_to(&it.at);
    it.spend("招待", "60").goes_to(&it.at);
    let answer = it.owner.get(&format!("{}.xlsx?sort=day", it.at));
    answer.is(200);
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(answer.bytes.clone())).expect("a workbook");
    let mut sheet = |name: &str| {
        let range = book.worksheet_range(name).expect("a sheet");
        range.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let (all, lines) = (sheet("费用"), sheet("预算科目"));
    assert_eq!(all.len(), 3);
    assert_eq!(all[1][1..5], ["差旅", "往返高铁", "1200.5", "李伟"]);
    assert_eq!(lines[1], ["差旅", "8000", "1200.5", "6799.5"]);
    assert_eq!(lines[3], ["其他", "0", "60", "-60"]);
}
