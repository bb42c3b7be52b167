//! Months of people whose work changed hands: who answers for what on the day of a hand-over, who has left, what changed afterwards.

use std::collections::BTreeSet;

use calamine::Data;
use chrono::NaiveDate;
use scraper::{ElementRef, Selector};
use shuguang::appraisals::{months, queries};
use shuguang::calendar::Month;
use shuguang::contracts::changes::{Said, carry_out};
use shuguang::contracts::queries::of_project;
use shuguang::contracts::road::Turn;
use shuguang::customers::activities::changes::{New, record};
use shuguang::customers::model::{ActivityKind, Outcome, TargetCustomer};
use shuguang::customers::targets::queries::by_id;
use shuguang::demo::department::PEOPLE;
use shuguang::demo::trade::chosen;
use shuguang::error::Result;
use shuguang::people::queries::find as person;
use shuguang::projects::evaluation::changes::{About, NewEvaluation, add};
use shuguang::projects::evaluation::model::weights_now;
use shuguang::projects::execution::changes::note_progress;
use shuguang::projects::model::Project;
use shuguang::projects::pipeline::State;
use shuguang::projects::planning::queries::steps;
use shuguang::projects::steps::Responsible;
use shuguang::projects::tasks::{finish, open};
use shuguang::store::Tx;
use shuguang::words::Role;

use crate::evaluation::{day, hundredths, monitored, recomputed, recomputed_of, sheets, take_back, text};
use crate::office::{Answer, Office, Visitor};
use crate::speed::department;
use crate::story::{cast, package, project_in};
use crate::trade::{self, paid, project};

fn on(month: u32, day: u32) -> NaiveDate {
    trade::day(month, day)
}

/// Something was done with a customer of the project on a day.
fn called(tx: &mut Tx, it: &Project, target: &TargetCustomer, on_day: NaiveDate, result: Outcome, next: &str) -> Result<()> {
    let new = New {
        kind: ActivityKind::Call,
        on_day,
        contact: None,
        with_whom: String::new(),
        said: format!("谈了付款方式 {next} {on_day} {result:?}"),
        result,
        next_step: next.into(),
        next_on: (!next.is_empty()).then_some(on_day + chrono::Days::new(3)),
    };
    // What is known of the target has changed with the last call.
    let target = by_id(tx, &target.id)?;
    record(tx, it, &target, new).map(|_| ())
}

/// The commander hands over what an address asks about.
fn hand(office: &Office, commander: &str, about: &str, to: &str) {
    let commander = match commander {
        "周立明" => office.sign_in(commander),
        _ => crate::appraisals::demonstrator(office, commander),
    };
    let form = commander.get(&format!("/handovers/new?{about}")).form("/handovers");
    commander.send(&form, &[("to", to), ("reason", "外派")]).is(303);
}

/// Somebody of the demonstration at a browser.
fn demonstrator(office: &Office, username: &str) -> Visitor {
    let visitor = Visitor::new(office.base(), username);
    let password = shuguang::demo::story::PASSWORD;
    visitor.post("/login", &[("username", username), ("password", password)]).goes_to("/");
    visitor
}

/// What the head of a month's page says under this name.
fn head(page: &Answer, name: &str) -> i64 {
    let (figure, dt, dd) = (css(".figures .figure"), css("dt"), css("dd"));
    let html = page.html();
    let said = |it: ElementRef, css: &Selector| it.select(css).flat_map(|it| it.text()).collect::<String>();
    let found = html.select(&figure).find(|it| said(*it, &dt) == name).expect("a figure of this name");
    said(found, &dd).trim().parse().expect("a number")
}

/// How many rows a line of the records' quality has by the page, and by its workbook; none without such a line.
fn counted(page: &Answer, book: &[Vec<Vec<Data>>], name: &str) -> Option<i64> {
    let html = page.html();
    let (row, title, wanted) = (css(".lines tbody tr"), css("th"), css("td.num"));
    let line = html.select(&row).find(|it| it.select(&title).flat_map(|it| it.text()).collect::<String>().starts_with(name));
    let shown = line.map(|it| {
        let said: String = it.select(&wanted).next().into_iter().flat_map(|it| it.text()).collect();
        said.trim().parse::<i64>().expect("a number")
    });
    let listed = book[1].iter().find(|line| line[2] == *name);
    let rows = listed.map(|line| book[2].iter().filter(|row| row[0] == line[0]).count() as i64);
    assert_eq!(shown, rows, "page and workbook: {name}");
    assert_eq!(shown, listed.and_then(|line| hundredths(&line[5])).map(|it| it / 100));
    shown
}

fn css(text: &str) -> Selector {
    Selector::parse(text).expect("a selector")
}

/// Head and lines of a month's page say the same, and the workbook adds up to its parts.
fn agrees(visitor: &Visitor, username: &str, month: &str) -> (Answer, Vec<Vec<Vec<Data>>>) {
    let page = visitor.get(&format!("/people/{username}/months/{month}"));
    page.is(200);
    let book = sheets(visitor, &format!("/people/{username}/months/{month}/evaluation.xlsx"));
    for (figure, line) in [("客户活动", "活动及时记录"), ("签约数", "合同附扫描件")] {
        assert_eq!(head(&page, figure), counted(&page, &book, line).unwrap_or(0), "{username} {month} {figure}");
    }
    (page, book)
}

/// What was done with a due date, as a workbook lists it: source, name, due, done.
fn settled(book: &[Vec<Vec<Data>>]) -> BTreeSet<(String, String, NaiveDate, NaiveDate)> {
    let lines = book[1].iter().filter_map(|line| Some((day(&line[7])?, day(&line[8])?, line)));
    lines.map(|(due, done, line)| (line[2].to_string(), line[4].to_string(), due, done)).collect()
}

#[test]
fn on_the_day_of_a_hand_over_each_answers_for_what_they_did() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = project_in(&office, &cast, &package, State::Implementation);
    let today = on(12, 15);
    office.at("2026-12-15 10:00");
    let giver = office.sign_in("李伟");
    let target = office.act(&giver, |tx| {
        let it = project(tx, &number)?;
        let target = chosen(tx, &it)?;
        called(tx, &it, &target, today, Outcome::Advanced, "报价")?;
        called(tx, &it, &target, today, Outcome::Advanced, "")?;
        called(tx, &it, &target, on(12, 14), Outcome::Refused, "")?;
        // One late and finished now, one late that stays open, one that is to be finished by the other.
        for (step, due) in [("2.1", on(12, 11)), ("3.5", on(12, 10)), ("5.3", on(12, 14))] {
            let owner = Some(it.owner_id.clone());
            open(tx, &it, step, None, String::new(), Responsible::Owner, owner, Some(due))?;
        }
        finish(tx, &it, "2.1", None)?;
        let lines = steps(tx, it.approved_id.as_deref().unwrap_or_default())?;
        note_progress(tx, &it, &lines[0].line_id, 100, String::new(), Some(today))?;
        Ok(target)
    });
    office.at("2026-12-15 14:00");
    hand(&office, "周立明", &format!("project={number}"), "赵强");
    office.at("2026-12-15 16:00");
    let taker = office.sign_in("赵强");
    office.act(&taker, |tx| {
        let it = project(tx, &number)?;
        called(tx, &it, &target, today, Outcome::Advanced, "寄样品")?;
        // Of the days before, and recorded now: it is the recorder's.
        called(tx, &it, &target, on(12, 9), Outcome::Advanced, "")?;
        finish(tx, &it, "5.3", None)?;
        let lines = steps(tx, it.approved_id.as_deref().unwrap_or_default())?;
        note_progress(tx, &it, &lines[1].line_id, 100, String::new(), Some(today))
    });
    let done = |book: &[Vec<Vec<Data>>]| -> Vec<String> {
        settled(book).into_iter().filter(|it| it.3 == today).map(|it| it.1).collect()
    };
    // While the month runs, and after it.
    for (now, until) in [("2026-12-16 09:00", on(12, 16)), ("2027-01-05 09:00", on(12, 31))] {
        office.at(now);
        let (giver, taker) = (office.sign_in("李伟"), office.sign_in("赵强"));
        let (page, hers) = agrees(&giver, "李伟", "2026-12");
        assert_eq!(done(&hers), ["2.1 信息搜集", "完成客户筛选"]);
        // The refusal asks for no next step, and the page says so; what has none is marked.
        page.shows("另有 1 条是客户拒绝").shows("没有写明下一步").shows("其中 1 条不合要求");
        let (parts, score) = recomputed_of(&hers, until, (None, Some(on(12, 14))));
        page.shows(&text(score)).shows(&text(parts["及时性"])).shows(&text(parts["记录质量"]));
        let (page, his) = agrees(&taker, "赵强", "2026-12");
        assert_eq!(done(&his), ["5.3 提出处理建议", "完成首批试用"]);
        page.shows("晚于次一工作日才记录");
        let (parts, score) = recomputed_of(&his, until, (Some(today), None));
        page.shows(&text(score)).shows(&text(parts["及时性"])).shows(&text(parts["记录质量"]));
        assert!(settled(&hers).is_disjoint(&settled(&his)), "done once, counted once");
        let late = |book: &[Vec<Vec<Data>>]| {
            let open = book[1].iter().find(|line| line[4] == "3.5 修订完善" && day(&line[8]).is_none());
            open.and_then(|line| hundredths(&line[11])).map(|it| it / 100)
        };
        // Two working days while it was the giver's; the taker's from the day on which it came to them.
        assert_eq!(late(&hers), Some(2));
        assert_eq!(late(&his), Some(if until == today.succ_opt().expect("a day") { 1 } else { 12 }));
    }
}

#[test]
fn heads_and_lines_agree_for_everybody_of_the_demonstration() {
    let (office, _) = department();
    let owner = demonstrator(&office, "sales1");
    let today = on(11, 23);
    office.act(&owner, |tx| {
        let it = project(tx, "SG-2026-003")?;
        let target = chosen(tx, &it)?;
        for next in ["报价", "寄样品", ""] {
            called(tx, &it, &target, today, Outcome::Advanced, next)?;
        }
        Ok(())
    });
    office.later(chrono::Duration::hours(1));
    let commander = demonstrator(&office, "commander");
    let before = head(&agrees(&commander, "sales2", "2026-11").0, "客户活动");
    hand(&office, "commander", "project=SG-2026-003", "sales2");
    let (page, _) = agrees(&commander, "sales2", "2026-11");
    assert_eq!(head(&page, "客户活动"), before, "what another recorded is the other's");
    for (username, ..) in PEOPLE.iter().filter(|it| it.2.contains(&Role::Sales)) {
        for month in ["2026-10", "2026-11"] {
            let (page, book) = agrees(&commander, username, month);
            if month == "2026-10" {
                let (_, score) = recomputed(&book, on(10, 31));
                page.shows(&text(score));
            }
        }
    }
}

#[test]
fn a_month_that_was_evaluated_by_an_earlier_formula_is_held_against_that_one() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = project_in(&office, &cast, &package, State::Implementation);
    office.at("2026-12-15 10:00");
    let giver = office.sign_in("李伟");
    let target = office.act(&giver, |tx| {
        let it = project(tx, &number)?;
        let target = chosen(tx, &it)?;
        called(tx, &it, &target, on(12, 15), Outcome::Advanced, "")?;
        Ok(target)
    });
    hand(&office, "周立明", &format!("project={number}"), "赵强");
    office.at("2027-01-05 09:00");
    let commander = office.sign_in("周立明");
    let month = Month::of(on(12, 1));
    office.act(&commander, |tx| {
        let (me, taker, setup) = (tx.who.clone(), person(tx, "赵强")?, tx.office.clone());
        let owned = queries::owned(tx, &me, &taker.id, month, month.last(), setup.zone)?;
        let today = tx.today();
        let (_, lines) = months::lines(tx, &setup, &owned, &taker.id, month, today, 1)?;
        let about = About { project: None, month: Some(month.to_string()), person: &taker.id, until: month.last(), formula: 1 };
        let new = NewEvaluation { cooperation: 80, comment: "接手及时".into(), reason: String::new(), seen: None };
        add(tx, about, 1, lines, weights_now(&setup), new)
    });
    let at = "/people/赵强/months/2026-12";
    let evaluation = format!("{at}/evaluation");
    let page = commander.get(at);
    page.shows("接手及时").shows("这次评估按当时的算法").does_not_show("重述");
    assert_eq!(counted(&page, &sheets(&commander, &format!("{evaluation}.xlsx")), "活动及时记录"), Some(1));
    assert!(!page.has(&format!("form[action='{evaluation}']")), "nothing has changed");
    // A fact that changes restates it, by the same formula.
    let taker = office.sign_in("赵强");
    office.act(&taker, |tx| {
        let it = project(tx, &number)?;
        called(tx, &it, &target, on(12, 30), Outcome::Advanced, "")
    });
    let page = commander.get(at);
    page.shows("评估之后，它所依据的记录有变动").shows("得分 100.00 → 50.00");
    commander.send(&page.form(&evaluation), &[("reason", "补记了一次电话")]).goes_to(at);
    let page = commander.get(at);
    page.shows("第 2 次评估").shows("这次评估按当时的算法").does_not_show("评估之后，它所依据的记录有变动");
    assert_eq!(counted(&page, &sheets(&commander, &format!("{evaluation}.xlsx")), "活动及时记录"), Some(2));
    // The giver's is evaluated by the formula in force.
    commander.get("/people/李伟/months/2026-12").does_not_show("这次评估按当时的算法").shows("活动计入记录人");
}

#[test]
fn who_has_left_stays_on_the_list_until_their_last_month_is_evaluated() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    project_in(&office, &cast, &package, State::Planning);
    office.at("2026-11-30 14:00");
    let row = |it: &Office| {
        let page = it.sign_in("周立明").get("/appraisals");
        let html = page.html();
        let rows = css("tbody tr");
        let found = html.select(&rows).find(|it| it.text().collect::<String>().starts_with("李伟"));
        found.map(|it| it.text().collect::<Vec<_>>().join(" "))
    };
    assert!(row(&office).is_some_and(|it| !it.contains("已停用")));
    hand(&office, "周立明", "person=李伟", "赵强");
    let admin = office.sign_in("管理员");
    let account = "/people/李伟/account";
    let form = admin.get(account).form(account);
    let kept = form.fields.iter().filter(|(name, _)| name != "active");
    let kept: Vec<(&str, &str)> = kept.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    admin.post(account, &kept).is(303);
    // Their month runs still; the way to their months stays, for those who may see them.
    assert!(row(&office).is_some_and(|it| it.contains("已停用") && !it.contains("待评估")));
    let months = "a[href='/people/李伟/months']";
    assert!(office.sign_in("周立明").get("/people/李伟").has(months));
    for other in ["王芳", "张敏", "赵强", "陈静", "管理员"] {
        assert!(!office.sign_in(other).get("/people/李伟").has(months), "{other}");
        assert!(!office.sign_in("周立明").get(&format!("/people/{other}")).has(months));
    }
    assert!(!office.sign_in("周立明").get("/people/王芳").has("a[href='/people/王芳/months']"));
    // Once it is over it waits, on the desk too; and goes on waiting.
    office.at("2026-12-04 09:00");
    assert!(row(&office).is_some_and(|it| it.contains("待评估")));
    let waiting = office.sign_in("周立明").get("/").seen();
    assert!(waiting.contains("待评估的成员2 人") || waiting.contains("待评估的成员 2 人"), "{waiting}");
    office.at("2027-08-04 09:00");
    assert!(row(&office).is_some_and(|it| it.contains("2026-11 待评估")), "{:?}", row(&office));
    let (commander, at) = (office.sign_in("周立明"), "/people/李伟/months/2026-11");
    let evaluation = format!("{at}/evaluation");
    let judged = [("cooperation", "70"), ("comment", "交接清楚")];
    commander.send(&commander.get(at).form(&evaluation), &judged).goes_to(at);
    assert_eq!(row(&office), None);
    commander.get("/people/李伟/months").shows("李伟");
    assert!(commander.get("/people/李伟").has(months));
}

#[test]
fn a_month_whose_amounts_changed_after_its_evaluation_is_marked_wherever_its_score_stands() {
    let office = Office::open();
    let cast = cast(&office);
    let at = monitored(&office, &cast);
    office.at("2027-01-05 10:00");
    let name = "/people/李伟/months";
    let (month, evaluation) = (format!("{name}/2026-11"), format!("{name}/2026-11/evaluation"));
    let marked = |marked: bool| {
        for (who, page) in [
            ("周立明", "/appraisals"),
            ("李伟", "/appraisals"),
            ("周立明", name),
            ("李伟", name),
            ("李伟", "/people/李伟/probation"),
        ] {
            let found = office.sign_in(who).get(page).find("td .badge");
            assert_eq!(found.as_deref(), marked.then_some("金额有变动"), "{who} {page}");
        }
    };
    let evaluate = |reason: &str| {
        office.later(chrono::Duration::minutes(5));
        let commander = office.sign_in("周立明");
        let judged = [("cooperation", "85"), ("comment", "配合好"), ("reason", reason)];
        commander.send(&commander.get(&month).form(&evaluation), &judged).goes_to(&month);
        office.later(chrono::Duration::minutes(5));
        marked(false);
    };
    let owner = || office.sign_in("李伟");
    evaluate("");
    // A receipt that is voided.
    take_back(&office, &owner(), &at);
    marked(true);
    office.sign_in("李伟").get(&month).shows("评估时");
    evaluate("银行退回");
    office.sign_in("李伟").get(&month).does_not_show("评估时");
    // What is received in another month changes nothing in this one; what is recorded of it late does.
    let contract = office.act(&owner(), |tx| {
        let it = project(tx, at.trim_start_matches("/projects/"))?;
        let found = of_project(tx, &it.id)?.into_iter().map(|it| it.0);
        Ok(found.filter(|it| it.state.in_force() && it.outstanding > 200).map(|it| it.number).next().expect("one to be paid"))
    });
    office.act(&owner(), |tx| paid(tx, &contract, 100));
    marked(false);
    office.act(&owner(), |tx| {
        let (contract, project) = trade::contract(tx, &contract)?;
        let new = shuguang::contracts::money::changes::NewReceipt {
            on: on(11, 30),
            fen: 100,
            way: shuguang::contracts::money::model::ReceiptWay::Cash,
            note: String::new(),
        };
        shuguang::contracts::money::changes::receive(tx, &project, &contract, new)
    });
    marked(true);
    // Taken back again, it is as it was.
    office.later(chrono::Duration::minutes(1));
    office.act(&owner(), |tx| {
        let (contract, project) = trade::contract(tx, &contract)?;
        let all = shuguang::contracts::money::queries::receipts(tx, &contract.id)?;
        let late = all
            .into_iter()
            .find(|it| it.fen == 100 && it.received_on == on(11, 30) && it.voided_at.is_none())
            .expect("the late one");
        shuguang::contracts::money::changes::void_receipt(tx, &project, &contract, &late, "记错".into())
    });
    marked(false);
    // A contract that is cancelled, once nothing hangs on it.
    let cancelled = office.tries(&owner(), |tx| {
        let it = project(tx, at.trim_start_matches("/projects/"))?;
        let mut found = of_project(tx, &it.id)?.into_iter().map(|it| it.0);
        let contract = found.find(|it| it.state.in_force() && it.signed_on < Some(on(12, 1)));
        let Some(contract) = contract else { return Ok(false) };
        for receipt in shuguang::contracts::money::queries::receipts(tx, &contract.id)? {
            let (contract, project) = trade::contract(tx, &contract.number)?;
            shuguang::contracts::money::changes::void_receipt(tx, &project, &contract, &receipt, "退回".into())?;
        }
        let (contract, project) = trade::contract(tx, &contract.number)?;
        let said = Said { reason: "客户改由集团采购".into(), ..Said::default() };
        carry_out(tx, &project, &contract, Turn::Cancel, &said)?;
        Ok(true)
    });
    assert!(cancelled.is_ok_and(|it| it), "a contract of the month is cancelled");
    marked(true);
}

#[test]
fn a_running_month_says_that_its_targets_are_those_of_today() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    project_in(&office, &cast, &package, State::Implementation);
    office.at("2026-12-15 10:00");
    let owner = office.sign_in("李伟");
    owner.get("/people/李伟/months/2026-12").shows("到今天应达的累计数").does_not_show("到月末应达");
    owner.get("/people/李伟/months/2026-11").shows("到月末应达的累计数").does_not_show("到今天");
    owner.get("/people/李伟/months/2026-12").shows("客户拒绝的不要求下一步，不计在内");
}
