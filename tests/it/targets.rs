//! Customers in a project: chosen, spoken with, objecting, offered something; as the owner, specialists and others meet it.

use diesel::prelude::*;
use shuguang::customers::model::{TargetCustomer, TargetStep};
use shuguang::customers::targets::{changes, queries};
use shuguang::demo::dealings::customer;
use shuguang::error::Kind;
use shuguang::projects::model::Project;
use shuguang::projects::pipeline::State;
use shuguang::projects::queries::find;
use shuguang::store::schema::{activities, objections, solutions, tasks};
use shuguang::trail::verify::verify;

use crate::office::{Office, Visitor};
use crate::story::{cast, package, project_in};

/// A project that is being carried out by 李伟, and three customers of the department: numbers.
fn carried_out(office: &Office) -> (String, [String; 3]) {
    let cast = cast(office);
    let package = package(office, &cast);
    let number = project_in(office, &cast, &package, State::Implementation);
    office.at("2026-12-01 10:00");
    let owner = office.sign_in("李伟");
    let names = ["华信机电有限公司", "宏达安装有限公司", "东方设备有限公司"];
    let customers = names.map(|name| office.act(&owner, |tx| Ok(customer(tx, name)?.number)));
    (number, customers)
}

fn project(office: &Office, number: &str) -> Project {
    let me = office.actor("李伟");
    office.store().read(|conn| find(conn, &me, number)).unwrap_or_else(|error| panic!("{}", error.account()))
}

fn target(office: &Office, number: &str, customer: &str) -> TargetCustomer {
    let project = project(office, number);
    let found = office.store().read(|conn| queries::find(conn, &project.id, customer));
    found.unwrap_or_else(|error| panic!("{}", error.account())).0
}

/// The steps whose tasks are still open.
fn open_steps(office: &Office, number: &str) -> Vec<String> {
    let project = project(office, number);
    let open = tasks::table.filter(tasks::project_id.eq(&project.id)).filter(tasks::state.eq("open"));
    let found = office.store().read(|conn| Ok(open.order(tasks::step).select(tasks::step).load(conn)?));
    found.unwrap_or_else(|error| panic!("{}", error.account()))
}

/// Chooses a customer, so that it is a target.
fn chosen(owner: &Visitor, number: &str, customer: &str) -> String {
    let fields = [("customer", customer), ("grounds", "近期有采购计划。")];
    owner.post(&format!("/projects/{number}/customers"), &fields).is(303);
    format!("/projects/{number}/customers/{customer}")
}

const VISIT: [(&str, &str); 4] =
    [("kind", "visit"), ("on_day", "2026-12-01"), ("said", "看了展厅，量了尺寸。"), ("result", "advanced")];

/// A visit with these fields besides, or instead.
fn visit<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&str, &str)> = VISIT.iter().copied().filter(|it| other.iter().all(|new| new.0 != it.0)).collect();
    fields.extend(other);
    fields
}

#[test]
fn several_customers_are_chosen_at_once_and_that_is_step_4_1() {
    let office = Office::open();
    let (number, [first, second, third]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    assert!(open_steps(&office, &number).contains(&"4.1".into()));
    let at = format!("/projects/{number}/customers");
    owner.get(&at).shows("还没有目标客户");
    owner.get(&format!("{at}/new?q=%E5%AE%8F%E8%BE%BE")).shows("宏达安装有限公司").does_not_show("东方设备有限公司");
    owner.post(&at, &[("customer", &first), ("customer", &second), ("grounds", "同一园区")]).goes_to(&at);
    owner.get(&at).shows("华信机电有限公司").shows("宏达安装有限公司").shows("陈经理").shows("没有下一步");
    assert!(!open_steps(&office, &number).contains(&"4.1".into()));
    // Whoever is a target already stays as they are, and is not offered again.
    owner.post(&at, &[("customer", &first), ("customer", &third), ("grounds", "再选")]).goes_to(&at);
    assert_eq!(target(&office, &number, &first).grounds, "同一园区");
    owner.get(&format!("{at}/new")).does_not_show("华信机电有限公司");
    owner.post(&at, &[("grounds", "没有选")]).complains("customer");
    owner.post(&at, &[("customer", "KH-2099-001"), ("grounds", "没有这个")]).complains("customer");
    owner.get(&format!("/projects/{number}/execution")).shows("3 家目标客户");
}

#[test]
fn whoever_is_looked_for_and_is_a_target_already_is_named_as_one() {
    let office = Office::open();
    let (number, [first, second, _]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    let at = format!("/projects/{number}/customers");
    let first_at = chosen(&owner, &number, &first);
    let look = |question: &str| owner.get(&format!("{at}/new?q={question}"));
    let page = look("%E5%8D%8E%E4%BF%A1");
    page.is(200).shows("已是本项目的目标客户：华信机电有限公司").shows("已选定").shows("没有别的客户可选");
    page.does_not_show("没有找到客户").does_not_show("先登记为部门的客户").does_not_show("重新列为目标");
    assert!(page.has(&format!("a[href=\"{first_at}\"]")));
    assert!(!page.has("input[name=\"customer\"]"));
    // Given up: with the way to take them up again.
    owner.post(&format!("{first_at}/step"), &[("doing", "drop"), ("why", "今年没有预算")]).is(303);
    let page = look("%E5%8D%8E%E4%BF%A1");
    page.shows("已放弃").shows("今年没有预算").shows("重新列为目标").does_not_show("没有找到客户");
    assert!(page.has(&format!("a[href=\"{first_at}#step\"]")));
    assert!(owner.get(&first_at).has("#step form"));
    // Beside whom one can choose, and without a question nobody.
    let both = look("%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8");
    both.shows("已是本项目的目标客户").shows("2 家可选");
    assert!(both.has(&format!("input[name=\"customer\"][value=\"{second}\"]")));
    owner.get(&format!("{at}/new")).does_not_show("已是本项目的目标客户").shows("2 家可选");
    look("qqqq").shows("没有找到客户").shows("先登记为部门的客户");
}

#[test]
fn what_was_ticked_and_written_is_kept_while_somebody_else_is_looked_for_or_entered() {
    let office = Office::open();
    let (number, [first, second, third]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    let at = format!("/projects/{number}/customers");
    let carried = |answer: &crate::office::Answer| {
        let form = answer.is(200).form(&at);
        let value = |name: &str| form.fields.iter().filter(|it| it.0 == name).map(|it| it.1.clone()).collect::<Vec<_>>();
        (value("grounds").concat(), value("customer"))
    };
    // What the button to look sends, as a browser does: everything in the form.
    let page = owner.get(&format!("{at}/new?q=%E5%8D%8E%E4%BF%A1"));
    let button = |name: &str| page.find(&format!("button[formmethod=\"get\"][formaction=\"{name}\"]")).unwrap_or_default();
    assert!(button(&format!("{at}/new")).contains("查找") && button("/customers/new").contains("登记新客户"));
    let ask = |to: &str, fields: &[(&str, &str)]| {
        owner.get(&format!("{to}?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()))
    };
    let ticked = [("grounds", "同一园区，\n年底有计划。"), ("customer", first.as_str())];
    let looked = ask(&format!("{at}/new"), &[&[("q", "宏达")], &ticked[..]].concat());
    looked
        .shows("华信机电有限公司")
        .shows("宏达安装有限公司")
        .does_not_show("东方设备有限公司")
        .shows("已勾选 1 家，另有 1 家可选");
    assert_eq!(carried(&looked), ("同一园区，\n年底有计划。".to_owned(), vec![first.clone()]));
    let all = ask(&format!("{at}/new"), &[&[("q", "宏达"), ("all", "1")], &ticked[..]].concat());
    all.shows("东方设备有限公司");
    assert_eq!(carried(&all).1, [first.as_str()]);
    // Refused for want of a reason, they are there as well.
    let refused = owner.post(&at, &[("q", "宏达"), ("grounds", ""), ("customer", &first), ("customer", &third)]);
    refused.complains("grounds").shows("宏达安装有限公司");
    assert_eq!(refused.form(&at).fields.iter().filter(|it| it.0 == "customer").count(), 2);
    // Somebody new is entered on the way, and looked up before that.
    let from = [&[("project", number.as_str()), ("q", "怒江食品")], &ticked[..]].concat();
    let entering = ask("/customers/new", &from);
    let form = entering.is(200).form("/customers");
    let back = entering
        .html()
        .select(&scraper::Selector::parse(".savebar a").expect("a selector"))
        .next()
        .and_then(|it| it.attr("href").map(str::to_owned));
    assert_eq!(carried(&owner.get(&back.expect("a way back"))).1, [first.as_str()]);
    // Who is known already is chosen instead.
    let twin = owner.send(&form, &[("name", "宏达安装有限公司")]);
    let there = format!("{at}/new?grounds=");
    assert!(twin.is(422).has(&format!("a[href^=\"{there}\"][href$=\"customer={second}&q={second}\"]")));
    let wrong = owner.send(&form, &[("name", "")]);
    let entered = owner.send(&wrong.is(422).form("/customers"), &[("name", "怒江食品有限公司")]);
    let to = entered.is(303).location.clone().unwrap_or_default();
    assert!(to.starts_with(&format!("{at}/new?")), "{to}");
    let page = owner.get(&to);
    page.shows("客户已登记").shows("怒江食品有限公司").shows("华信机电有限公司");
    let (grounds, numbers) = carried(&page);
    assert_eq!((grounds.as_str(), numbers.len()), ("同一园区，\n年底有计划。", 2));
    owner.send(&page.form(&at), &[]).goes_to(&at);
    owner.get(&at).shows("怒江食品有限公司").shows("华信机电有限公司").does_not_show("宏达安装有限公司");
    assert_eq!(target(&office, &number, &first).grounds, "同一园区，\n年底有计划。");
    // From elsewhere, or for a project that there is not, one comes to the customer's page.
    for (name, project) in [("甲乙商贸", ""), ("丙丁商贸", "SG-2099-001")] {
        let typed = [("name", name), ("grade", "c"), ("source", "visit"), ("project", project), ("customer", &second)];
        let to = owner.post("/customers", &typed).is(303).location.clone().unwrap_or_default();
        assert!(to.starts_with("/customers/KH-"), "{to}");
    }
}

#[test]
fn the_list_of_customers_shows_the_day_that_it_is_ordered_by_and_who_waits_for_a_next_step() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let [one, two] = [0, 1].map(|_| project_in(&office, &cast, &package, State::Implementation));
    office.at("2026-12-01 10:00");
    let owner = office.sign_in("李伟");
    let names = ["华信机电有限公司", "宏达安装有限公司", "东方设备有限公司", "无项目商贸有限公司"];
    let numbers = names.map(|name| office.act(&owner, |tx| Ok(customer(tx, name)?.number)));
    let plan = |at: &str, step: &str, on: &str| {
        let form = owner.get(at).form(at);
        owner.send(&form, &[("next_step", step), ("next_on", on)]).goes_to(at);
    };
    // The first has a next step in its one project; the second in one of two; the third, chosen a day later, has none.
    plan(&chosen(&owner, &one, &numbers[0]), "报价", "2026-12-04");
    plan(&chosen(&owner, &one, &numbers[1]), "送样品", "2026-12-03");
    chosen(&owner, &two, &numbers[1]);
    office.at("2026-12-02 10:00");
    let owner = office.sign_in("李伟");
    chosen(&owner, &one, &numbers[2]);
    let lines = |path: &str| -> Vec<(String, String)> {
        let page = owner.get(path);
        let (row, cell) = (scraper::Selector::parse("tbody tr"), scraper::Selector::parse("th, td"));
        let (row, cell) = (row.expect("a selector"), cell.expect("a selector"));
        let said = |it: scraper::ElementRef| it.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
        let html = page.is(200).html();
        let cells = html.select(&row).map(|row| row.select(&cell).map(said).collect::<Vec<_>>());
        let found = cells.map(|it| (it[0].split(' ').next().unwrap_or_default().to_owned(), it[5].clone()));
        found
            .map(|(name, next)| (names.iter().find(|it| name.starts_with(**it)).map_or(name, |it| (*it).to_owned()), next))
            .collect()
    };
    let expected = [
        (names[1], "没有下一步自 2026-12-01 周二另一项目： 2026-12-03 周四 送样品"),
        (names[2], "没有下一步自 2026-12-02 周三"),
        (names[0], "2026-12-04 周五报价"),
        (names[3], "—"),
    ];
    let expected = expected.map(|(name, next)| (name.to_owned(), next.to_owned()));
    assert_eq!(lines("/customers?sort=next"), expected);
    assert_eq!(lines("/customers"), expected);
    // Who is found by having none is who is shown as having none, in whatever order.
    assert_eq!(lines("/customers?next=none"), expected[..2]);
    assert_eq!(lines("/customers?next=none&sort=name").len(), 2);
    assert_eq!(lines("/customers?next=none&grade=d").len(), 0);
    owner.get("/customers.xlsx?next=none&sort=next").is(200);
    // Overdue is overdue, beside what waits too.
    office.at("2026-12-04 10:00");
    let owner = office.sign_in("李伟");
    let late = owner.get("/customers?next=late");
    late.shows("共 1 家客户").shows("宏达安装有限公司");
    assert!(late.find("td .late + small + small .late").is_some_and(|it| it.contains("2026-12-03")));
}

#[test]
fn with_the_first_activity_talks_begin_and_what_is_next_is_kept() {
    let office = Office::open();
    let (number, [first, ..]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    let at = chosen(&owner, &number, &first);
    owner.get(&at).shows("没有下一步").shows("已选定");
    let next = [("next_step", "送样品"), ("next_on", "2026-12-03")];
    owner.post(&format!("{at}/activities"), &visit(&next)).goes_to(&at);
    owner.get(&at).shows("洽谈中").shows("下一步：送样品 2026-12-03 周四").shows("看了展厅，量了尺寸。").shows("有进展");
    assert!(!open_steps(&office, &number).contains(&"4.2".into()));
    owner.get("/").does_not_show("送样品");
    office.at("2026-12-07 10:00");
    let owner = office.sign_in("李伟");
    owner.get("/").shows("今天的客户").shows("送样品").shows("逾期 2 个工作日");
    owner.get(&format!("/projects/{number}/customers?show=late")).shows("华信机电有限公司");
    // An earlier one that is written down afterwards changes nothing of what is next.
    owner.post(&format!("{at}/activities"), &visit(&[("on_day", "2026-11-30"), ("said", "补记电话。")])).is(303);
    assert_eq!(target(&office, &number, &first).next_step, "送样品");
    owner.post(&format!("{at}/activities"), &visit(&[("on_day", "2026-12-07"), ("said", "样品已送。")])).is(303);
    assert_eq!(target(&office, &number, &first).next_step, "");
}

#[test]
fn what_cannot_be_of_an_activity_is_complained_of_at_its_field() {
    let office = Office::open();
    let (number, [first, ..]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    let at = chosen(&owner, &number, &first);
    for (field, other) in [
        ("kind", ("kind", "dance")),
        ("result", ("result", "")),
        ("said", ("said", " ")),
        ("on_day", ("on_day", "2026-12-02")),
        ("on_day", ("on_day", "2026-10-01")),
        ("next_on", ("next_step", "送样品")),
        ("next_step", ("next_on", "2026-12-09")),
        ("contact", ("contact", "nobody")),
    ] {
        let answer = owner.post(&format!("{at}/activities"), &visit(&[other]));
        answer.complains(field);
    }
    let early = [("next_step", "送样品"), ("next_on", "2026-11-30")];
    owner.post(&format!("{at}/activities"), &visit(&early)).complains("next_on");
}

#[test]
fn a_visit_sent_twice_by_one_press_is_one_visit() {
    let office = Office::open();
    let (number, [first, ..]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    let at = chosen(&owner, &number, &first);
    for _ in 0..2 {
        owner.post(&format!("{at}/activities"), &VISIT).is(303);
    }
    let count = |office: &Office| office.store().read(|conn| Ok(activities::table.count().get_result::<i64>(conn)?)).unwrap();
    assert_eq!(count(&office), 1);
    office.later(chrono::Duration::minutes(1));
    owner.post(&format!("{at}/activities"), &VISIT).is(303);
    assert_eq!(count(&office), 2);
}

#[test]
fn nobody_but_the_owner_records_and_nobody_but_who_recorded_it_corrects() {
    let office = Office::open();
    let (number, [first, ..]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    let at = chosen(&owner, &number, &first);
    owner.post(&format!("{at}/activities"), &VISIT).is(303);
    let id: String = office.store().read(|conn| Ok(activities::table.select(activities::id).first(conn)?)).unwrap();
    for name in ["周立明", "王芳", "张敏", "赵强", "陈静"] {
        let other = office.sign_in(name);
        other.get(&at).is(200).shows("由项目负责人记录");
        other.get("/activities").shows("华信机电有限公司");
        other.post(&format!("{at}/activities"), &VISIT).is(403);
        other.post(&format!("/activities/{id}"), &VISIT).is(403);
    }
    let admin = office.sign_in("管理员");
    for page in [at.as_str(), "/activities", "/objections"] {
        admin.get(page).is(404);
    }
    let correction = owner.get(&format!("/activities/{id}")).form(&format!("/activities/{id}"));
    owner.send(&correction, &[("said", "只量了一楼。"), ("result", "unchanged")]).is(303);
    owner.get(&at).shows("只量了一楼。").shows("已更正").does_not_show("看了展厅，量了尺寸。");
    owner
        .get(&format!("/projects/{number}/history"))
        .shows("更正客户活动：「华信机电有限公司」")
        .shows("将结果由 有进展 改为 无变化");
    // Late is late.
    owner.send(&correction, &[("said", "又改。")]).is(409).shows("只量了一楼。");
}

#[test]
fn a_serious_objection_goes_to_the_specialists_and_comes_back() {
    let office = Office::open();
    let (number, [first, ..]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    let at = chosen(&owner, &number, &first);
    // What was heard on a visit leads on to its own form, with what was said.
    let visited = owner.post(&format!("{at}/activities"), &visit(&[("result", "objection"), ("said", "柜体怕潮。")]));
    let form_at = visited.is(303).location.clone().unwrap();
    assert!(form_at.starts_with(&format!("{at}/objections/new?activity=")));
    let page = owner.get(&form_at);
    assert_eq!(page.field("said"), "柜体怕潮。");
    let form = page.form(&format!("{at}/objections"));
    let there = owner.send(&form, &[("kind", "quality"), ("weight", "serious")]).is(303).location.clone().unwrap();
    let question = owner.get(&there).form(&format!("{there}/question"));
    owner.send(&question, &[("asked", "怎样防潮？")]).is(303);
    let specialist = office.sign_in("陈静");
    specialist.get("/tasks").shows("为异议设计方案").shows("怎样防潮？");
    specialist.get("/").shows("为异议设计方案").shows("怎样防潮？");
    owner.get("/tasks").does_not_show("怎样防潮？");
    owner.get(&there).shows("等待专业人员设计方案");
    let design = specialist.get(&there).form(&format!("{there}/design"));
    specialist.send(&design, &[("design", "改用防潮板。")]).is(303);
    specialist.get("/tasks").does_not_show("为异议设计方案");
    owner.get("/tasks").shows("把方案带回客户").shows("改用防潮板。");
    let outcome = owner.get(&there).form(&format!("{there}/outcome"));
    owner.send(&outcome, &[("overcome", "yes"), ("outcome", "同意。")]).is(303);
    owner.get("/tasks").does_not_show("把方案带回客户");
    owner.get(&there).shows("已了结").shows("已消除").shows("陈静");
    owner
        .get(&format!("/projects/{number}/history"))
        .shows("陈静 为重大异议设计方案：「华信机电有限公司」")
        .shows("了结客户异议：「华信机电有限公司」；异议已消除");
    // Once settled it stays so.
    owner.send(&outcome, &[("overcome", "no"), ("outcome", "反悔。")]).is(409).shows("反悔。");
}

#[test]
fn an_objection_is_late_after_five_working_days_and_no_more_once_the_project_has_ended() {
    let office = Office::open();
    let (number, [first, ..]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    let at = chosen(&owner, &number, &first);
    let fields = [("kind", "price"), ("weight", "minor"), ("said", "太贵。"), ("raised_on", "2026-12-01")];
    let there = owner.post(&format!("{at}/objections"), &fields).is(303).location.clone().unwrap();
    let question = owner.get(&there).form(&format!("{there}/question"));
    owner.send(&question, &[("asked", "怎样降本？")]).is(303);
    for (day, late) in [("2026-12-08 10:00", false), ("2026-12-09 10:00", true)] {
        office.at(day);
        let owner = office.sign_in("李伟");
        let list = owner.get("/objections?show=late");
        if late {
            list.shows("太贵。").shows("逾期 1 个工作日")
        } else {
            list.does_not_show("太贵。")
        };
        owner.get("/objections").shows("太贵。");
    }
    let (owner, commander) = (office.sign_in("李伟"), office.sign_in("周立明"));
    let moves = format!("/projects/{number}/moves");
    owner.post(&moves, &[("move", "open_control"), ("observation", "客户停业"), ("reason", "客户停业")]).is(303);
    owner.post(&moves, &[("move", "request_stop"), ("reason", "客户停业")]).is(303);
    office.sign_in("陈静").get("/tasks").shows("怎样降本？");
    commander.post(&moves, &[("move", "terminate"), ("reason", "同意"), ("statement", "已结清")]).is(303);
    office.sign_in("陈静").get("/tasks").does_not_show("怎样降本？");
    owner.get("/objections?show=late").does_not_show("太贵。");
    owner.get("/objections?show=all").shows("太贵。");
    owner.get(&there).is(200).does_not_show("答复客户并了结");
}

/// To whom and from whom a quotation is.
fn paper_parties(page: &crate::office::Answer) -> Vec<String> {
    let value = scraper::Selector::parse(".paper .facts dd").expect("a selector");
    let text = |it: scraper::ElementRef| it.text().collect::<String>().trim().to_owned();
    page.is(200).html().select(&value).map(text).collect()
}

#[test]
fn a_discount_beyond_the_limit_cannot_be_offered_and_what_was_offered_stays() {
    let office = Office::open();
    let (number, [first, ..]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    let at = chosen(&owner, &number, &first);
    let draft = [
        ("title", "年度供应"),
        ("content", "整套供应。"),
        ("list", "100000"),
        ("price", "94999.99"),
        ("valid_until", "2026-12-31"),
    ];
    let there = owner.post(&format!("{at}/solutions"), &draft).is(303).location.clone().unwrap();
    assert_eq!(there, "/solutions/FA-2026-001");
    owner.get(&there).shows("5.01 %").shows("超出授权限额 5 %").shows("人民币玖万肆仟玖佰玖拾玖元玖角玖分");
    let press = |owner: &Visitor| owner.get(&there).form(&format!("{there}/offer"));
    // Refused on its own page, with the way to a request.
    let refused = owner.send(&press(&owner), &[]);
    refused.is(422).shows("折扣超出指令规定的限额").shows("提出请示").shows("人民币玖万肆仟玖佰玖拾玖元玖角玖分");
    let asking = format!("/requests/new?project={number}&matter=discount&up_to=5.01");
    assert!(refused.has(&format!("a[href=\"{asking}\"]")));
    owner.get(&asking).is(200);
    office.sign_in("赵强").get(&there).shows("须先请示总指挥").does_not_show("提出请示");
    let edit = |owner: &Visitor| owner.get(&format!("{there}/edit")).form(&format!("{there}/editions"));
    owner.send(&edit(&owner), &[("price", "95000")]).is(303);
    let offer = press(&owner);
    owner.send(&offer, &[]).is(303);
    // Pressed twice it is offered once.
    owner.send(&offer, &[]).is(303);
    owner.get(&there).shows("已提交客户").shows("编写新版本");
    owner.send(&edit(&owner), &[("price", "96000"), ("content", "不含备件。")]).is(303);
    owner.get(&there).shows("第 2 版 草稿").shows("96,000.00 元");
    owner.get(&format!("{there}?edition=1")).shows("95,000.00 元").shows("整套供应。").does_not_show("不含备件。");
    owner.send(&press(&owner), &[]).is(303);
    let answer = owner.get(&there).form(&format!("{there}/answer"));
    owner.send(&answer, &[("verdict", "accepted"), ("answer", "同意。")]).is(303);
    owner.get(&at).shows("年度供应").shows("客户接受");
    // The sheet stays as it was offered, whatever its parties are called since.
    let customer = at.rsplit('/').next().unwrap_or_default().to_owned();
    let was = owner.get(&format!("{there}?edition=2"));
    let called = paper_parties(&was);
    assert!(called.iter().all(|it| !it.is_empty()), "{called:?}");
    let edit = owner.get(&format!("/customers/{customer}/edit"));
    owner.send(&edit.form(&format!("/customers/{customer}")), &[("name", "改名之后有限公司")]).is(303);
    office.program(|tx| {
        let li = shuguang::people::queries::find(tx, "李伟")?;
        let renamed = shuguang::people::model::Person { name: "李大伟".into(), ..li.clone() };
        tx.change("change_account", &li, renamed).map(|_| ())
    });
    assert_eq!(paper_parties(&owner.get(&format!("{there}?edition=2"))), called);
    // A draft is for and from whoever they are now.
    owner.get(&format!("{there}/edit")).is(200);
    owner.send(&owner.get(&format!("{there}/edit")).form(&format!("{there}/editions")), &[("price", "95500")]).is(303);
    let [to, from] = paper_parties(&owner.get(&there)).try_into().expect("two parties");
    assert!(to.starts_with("改名之后有限公司 ") && from == "李大伟", "{to}; {from}");
    owner.get(&format!("/projects/{number}/history")).shows("向客户提交方案：「年度供应」").shows("记录客户对方案的答复");
    // Others see it and touch nothing.
    let other = office.sign_in("赵强");
    other.get(&there).is(200).does_not_show("编写新版本");
    other.post(&format!("{there}/offer"), &[]).is(403);
    office.sign_in("管理员").get(&there).is(404);
}

/// A solution whose first edition is offered, of a target of the project: the address of the target, of the solution.
fn offered(office: &Office, number: &str, customer: &str) -> (String, String) {
    let owner = office.sign_in("李伟");
    let at = chosen(&owner, number, customer);
    let draft = [
        ("title", "年度供应"),
        ("content", "整套供应。"),
        ("list", "100000"),
        ("price", "98000"),
        ("valid_until", "2026-12-31"),
    ];
    let there = owner.post(&format!("{at}/solutions"), &draft).is(303).location.clone().unwrap_or_default();
    owner.send(&owner.get(&there).form(&format!("{there}/offer")), &[]).goes_to(&there);
    (at, there)
}

/// Writes the draft of the next edition.
fn next_edition(owner: &Visitor, there: &str, price: &str) {
    let edit = owner.get(&format!("{there}/edit")).form(&format!("{there}/editions"));
    owner.send(&edit, &[("price", price)]).goes_to(there);
}

#[test]
fn what_was_offered_is_answered_while_the_next_edition_is_a_draft() {
    let office = Office::open();
    let (number, [first, ..]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    let (_, there) = offered(&office, &number, &first);
    let answer_of = |path: &str| owner.get(path).form(&format!("{there}/answer"));
    // Opened before the draft was written, and after: on the draft's page and on that of the edition.
    let opened = answer_of(&there);
    next_edition(&owner, &there, "97000");
    owner.get(&there).shows("第 2 版 草稿").shows("客户手里的是 第 1 版 已提交客户").shows("客户的答复");
    assert_eq!(answer_of(&there).fields, answer_of(&format!("{there}?edition=1")).fields);
    assert_eq!(answer_of(&there).fields, opened.fields);
    owner.send(&answer_of(&there), &[("answer", "同意。")]).complains("verdict");
    let accepted = [("verdict", "accepted"), ("answer", "同意第一版。")];
    owner.send(&opened, &accepted).goes_to(&format!("{there}?edition=1"));
    owner.send(&opened, &accepted).goes_to(&format!("{there}?edition=1"));
    let page = owner.get(&format!("{there}?edition=1"));
    page.shows("第 1 版 客户接受").shows("同意第一版。").shows("起草合同");
    // The draft is one still, and says what the customer has.
    let draft = owner.get(&there);
    draft.shows("第 2 版 草稿").shows("客户手里的是 第 1 版 客户接受").shows("97,000.00 元");
    assert!(draft.has("form[action$=\"/offer\"]") && !draft.has("form[action$=\"/answer\"]"));
    owner.send(&opened, &[("verdict", "declined"), ("answer", "反悔。")]).is(409).shows("反悔。");
}

#[test]
fn an_answer_to_one_edition_is_none_to_the_next() {
    let office = Office::open();
    let (number, [first, ..]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    let (_, there) = offered(&office, &number, &first);
    let opened = owner.get(&there).form(&format!("{there}/answer"));
    next_edition(&owner, &there, "97000");
    owner.send(&owner.get(&there).form(&format!("{there}/offer")), &[]).goes_to(&there);
    // Both were changed as often; what is answered is told by the edition.
    let late = owner.send(&opened, &[("verdict", "accepted"), ("answer", "同意第一版。")]);
    late.is(409).shows("同意第一版。").shows("第 2 版 已提交客户");
    owner.get(&format!("{there}?edition=1")).shows("第 1 版 已提交客户");
    let again = late.form(&format!("{there}/answer"));
    owner.send(&again, &[]).goes_to(&format!("{there}?edition=2"));
    owner.get(&there).shows("第 2 版 客户接受");
}

#[test]
fn a_draft_that_nobody_was_offered_can_be_dropped_but_not_the_first() {
    let office = Office::open();
    let (number, [first, second, _]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    let (at, there) = offered(&office, &number, &first);
    let removal = format!("{there}/draft/removal");
    assert!(!owner.get(&there).has(&format!("form[action=\"{removal}\"]")), "nothing is drafted");
    next_edition(&owner, &there, "97000");
    let drop = owner.get(&there).form(&removal);
    let other = office.sign_in("赵强");
    assert!(!other.get(&there).has(&format!("form[action=\"{removal}\"]")));
    other.send(&drop, &[]).is(403);
    assert!(!owner.get(&format!("{there}?edition=1")).has(&format!("form[action=\"{removal}\"]")));
    // Written anew meanwhile it is not what one meant to drop.
    next_edition(&owner, &there, "96500");
    owner.send(&drop, &[]).is(409).shows("96,500.00 元");
    let drop = owner.get(&there).form(&removal);
    for _ in 0..2 {
        owner.send(&drop, &[]).goes_to(&there);
    }
    owner.get(&there).shows("第 1 版 已提交客户").does_not_show("第 2 版").shows("编写新版本");
    owner.get(&format!("{there}?edition=2")).is(404);
    owner.get(&at).shows("第 1 版");
    owner.get(&format!("/projects/{number}/history")).is(200);
    // The next draft is the second edition again; once offered it stays.
    next_edition(&owner, &there, "96000");
    let drop = owner.get(&there).form(&removal);
    owner.send(&owner.get(&there).form(&format!("{there}/offer")), &[]).goes_to(&there);
    owner.send(&drop, &[]).is(409);
    owner.get(&there).shows("第 2 版 已提交客户").shows("96,000.00 元");
    // Without its first edition there is no solution.
    let draft = [("title", "试用"), ("content", "试用。"), ("list", "100"), ("price", "100"), ("valid_until", "2026-12-31")];
    let second_at = chosen(&owner, &number, &second);
    let alone = owner.post(&format!("{second_at}/solutions"), &draft).is(303).location.clone().unwrap_or_default();
    assert!(!owner.get(&alone).has("form[action$=\"/removal\"]"));
    owner.post(&format!("{alone}/draft/removal"), &[("edition", "1"), ("version", "1")]).is(409).shows("第 1 版还没有提交过");
    owner.get(&alone).shows("第 1 版 草稿");
    let proof = verify(office.store()).unwrap_or_else(|error| panic!("{}", error.account()));
    assert!(proof.findings.is_empty(), "{:?}", proof.findings.first().map(ToString::to_string));
}

#[test]
fn nobody_asks_more_than_the_list_price() {
    let office = Office::open();
    let (number, [first, ..]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    let at = chosen(&owner, &number, &first);
    let draft = |price| {
        [("title", "年度供应"), ("content", "整套供应。"), ("list", "100"), ("price", price), ("valid_until", "2026-12-31")]
    };
    owner.post(&format!("{at}/solutions"), &draft("200")).complains("price").shows("报价不能高于目录价");
    owner.post(&format!("{at}/solutions"), &draft("100.01")).complains("price");
    owner.post(&format!("{at}/solutions"), &draft("100")).is(303);
}

#[test]
fn what_differs_in_anything_typed_is_another_one_and_what_does_not_is_the_same_press() {
    let office = Office::open();
    let (number, [first, ..]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    let at = chosen(&owner, &number, &first);
    let said = [("said", "太贵。"), ("raised_on", "2026-12-01")];
    for (kind, weight) in [("price", "minor"), ("price", "minor"), ("price", "serious"), ("terms", "minor")] {
        let typed = [&said[..], &[("kind", kind), ("weight", weight)]].concat();
        owner.post(&format!("{at}/objections"), &typed).is(303);
    }
    let offer = [("title", "年度供应"), ("content", "整套供应。"), ("list", "100")];
    for (price, until) in [("98", "2026-12-31"), ("98", "2026-12-31"), ("97", "2026-12-31"), ("98", "2026-12-30")] {
        let typed = [&offer[..], &[("price", price), ("valid_until", until)]].concat();
        owner.post(&format!("{at}/solutions"), &typed).is(303);
    }
    // One that was written down afterwards, for an earlier day, is told from itself as well.
    owner.post(&format!("{at}/activities"), &VISIT).is(303);
    for said in ["补记电话。", "补记电话。", "再补一次。"] {
        owner.post(&format!("{at}/activities"), &visit(&[("on_day", "2026-11-30"), ("said", said)])).is(303);
    }
    let counts: (i64, i64, i64) = office
        .store()
        .read(|conn| {
            let said = objections::table.count().get_result(conn)?;
            let offered = solutions::table.count().get_result(conn)?;
            Ok((said, offered, activities::table.count().get_result(conn)?))
        })
        .unwrap_or_else(|error| panic!("{}", error.account()));
    assert_eq!(counts, (3, 3, 3));
    // What comes next is planned by one press too.
    let plan = owner.get(&at).form(&at);
    for _ in 0..2 {
        owner.send(&plan, &[("next_step", "送样品"), ("next_on", "2026-12-03")]).goes_to(&at);
    }
    owner.send(&plan, &[("next_step", "回访"), ("next_on", "2026-12-03")]).is(409);
}

#[test]
fn whoever_is_late_reads_words_and_names_not_codes() {
    let office = Office::open();
    let (number, [first, ..]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    let at = chosen(&owner, &number, &first);
    let contact = target(&office, &number, &first).contact_id.expect("somebody in charge");
    owner.post(&format!("{at}/activities"), &VISIT).is(303);
    let id: String = office.store().read(|conn| Ok(activities::table.select(activities::id).first(conn)?)).unwrap();
    let correction = owner.get(&format!("/activities/{id}")).form(&format!("/activities/{id}"));
    owner.send(&correction, &[("result", "unchanged")]).is(303);
    let late = owner.send(&correction, &[("kind", "call"), ("contact", &contact), ("result", "refused")]);
    let told = late.is(409).find("table.conflict").expect("the three versions");
    for word in ["拜访", "电话", "陈经理", "有进展", "无变化", "拒绝"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    for code in ["visit", "call", "unchanged", contact.as_str()] {
        assert!(!told.contains(code), "{code}: {told}");
    }
}

#[test]
fn nobody_signs_a_customer_by_hand_and_contracts_do() {
    let office = Office::open();
    let (number, [first, ..]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    let at = chosen(&owner, &number, &first);
    for doing in ["sign", "serve", "unsign", "take_up"] {
        owner.post(&format!("{at}/step"), &[("doing", doing), ("why", "硬改")]).is(409);
    }
    owner.post(&format!("{at}/step"), &[("doing", "talk")]).is(303);
    let (project, id) = (project(&office, &number), target(&office, &number, &first).id);
    let step = || target(&office, &number, &first).step;
    assert_eq!(step(), TargetStep::InTalks);
    office.act(&owner, |tx| changes::serve(tx, &project, &id));
    assert_eq!(step(), TargetStep::InTalks, "nobody is served without a contract");
    office.act(&owner, |tx| changes::sign(tx, &project, &id));
    office.act(&owner, |tx| changes::sign(tx, &project, &id));
    assert_eq!(step(), TargetStep::Signed);
    office.act(&owner, |tx| changes::serve(tx, &project, &id));
    assert_eq!(step(), TargetStep::InService);
    office.act(&owner, |tx| changes::unsign(tx, &project, &id));
    assert_eq!(step(), TargetStep::InTalks);
}

#[test]
fn who_is_given_up_is_so_for_a_reason_and_can_be_taken_up_again_for_one() {
    let office = Office::open();
    let (number, [first, ..]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    let at = chosen(&owner, &number, &first);
    owner.post(&format!("{at}/activities"), &visit(&[("next_step", "回访"), ("next_on", "2026-12-02")])).is(303);
    owner.post(&format!("{at}/step"), &[("doing", "drop")]).complains("why");
    owner.post(&format!("{at}/step"), &[("doing", "drop"), ("why", "今年没有预算")]).is(303);
    owner.get(&format!("/projects/{number}/customers")).shows("已放弃").shows("今年没有预算");
    owner.post(&format!("{at}/activities"), &visit(&[("said", "再打一次。")])).is(409).shows("再打一次。");
    let id = target(&office, &number, &first).id;
    let project = project(&office, &number);
    let refused = office.tries(&owner, |tx| changes::sign(tx, &project, &id));
    assert!(matches!(refused.map_err(|error| error.kind), Err(Kind::Refused(..))));
    owner.post(&format!("{at}/step"), &[("doing", "take_up")]).complains("why");
    owner.post(&format!("{at}/step"), &[("doing", "take_up"), ("why", "明年预算已批")]).is(303);
    owner.get(&at).shows("已选定").shows("明年预算已批");
    owner
        .get(&format!("/projects/{number}/history"))
        .shows("放弃目标客户：「华信机电有限公司」")
        .shows("重新列为目标客户：「华信机电有限公司」");
}

#[test]
fn new_customers_are_chosen_and_offers_made_only_while_the_plan_is_carried_out() {
    let office = Office::open();
    let (number, [first, second, _]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    let at = chosen(&owner, &number, &first);
    owner.post(&format!("/projects/{number}/moves"), &[("move", "open_control"), ("finished", "1")]).is(303);
    let customers = format!("/projects/{number}/customers");
    owner.post(&customers, &[("customer", &second), ("grounds", "再选")]).is(409).shows("再选");
    owner.get(&format!("{customers}/new")).shows("不能选择新的目标客户");
    let draft = [("title", "方案"), ("content", "内容"), ("list", "1"), ("price", "1"), ("valid_until", "2026-12-31")];
    owner.post(&format!("{at}/solutions"), &draft).is(409);
    // What happens with customers is recorded all the same.
    owner.post(&format!("{at}/activities"), &VISIT).is(303);
    let none = office.store().read(|conn| Ok(solutions::table.count().get_result::<i64>(conn)?)).unwrap();
    let no_objection = office.store().read(|conn| Ok(objections::table.count().get_result::<i64>(conn)?)).unwrap();
    assert_eq!((none, no_objection), (0, 0));
}

#[test]
fn the_list_of_activities_is_sifted_by_whatever_it_is_asked_for() {
    let office = Office::open();
    let (number, [first, second, _]) = carried_out(&office);
    let owner = office.sign_in("李伟");
    for (customer, said, kind, day) in [
        (&first, "十一月的电话", "call", "2026-11-27"),
        (&first, "本周的拜访", "visit", "2026-12-01"),
        (&second, "周一的演示", "demonstration", "2026-11-30"),
    ] {
        let at = chosen(&owner, &number, customer);
        owner.post(&format!("{at}/activities"), &visit(&[("said", said), ("kind", kind), ("on_day", day)])).is(303);
    }
    let all = ["十一月的电话", "本周的拜访", "周一的演示"];
    let customer = format!("customer={first}&period=all");
    let by_project = format!("project={number}&period=all");
    for (question, shown) in [
        ("period=all", vec![0, 1, 2]),
        ("", vec![1]),
        ("period=today", vec![1]),
        ("period=week", vec![1, 2]),
        ("period=last_week", vec![0]),
        ("period=last_month", vec![0, 2]),
        ("period=all&kind=demonstration", vec![2]),
        ("period=all&result=refused", vec![]),
        ("period=all&person=me", vec![0, 1, 2]),
        ("period=all&person=nobody", vec![]),
        ("period=all&q=%E5%AE%8F%E8%BE%BE", vec![2]),
        (customer.as_str(), vec![0, 1]),
        (by_project.as_str(), vec![0, 1, 2]),
    ] {
        let page = owner.get(&format!("/activities?{question}"));
        page.is(200).shows(&format!("共 {} 次活动", shown.len()));
        for (index, said) in all.iter().enumerate() {
            if shown.contains(&index) {
                page.shows(said)
            } else {
                page.does_not_show(said)
            };
        }
    }
    owner.get("/activities?project=SG-2099-001").is(404);
    let workbook = owner.get("/activities.xlsx?period=all");
    workbook.is(200);
    assert!(workbook.header("content-type").is_some_and(|it| it.contains("spreadsheetml")));
    owner.get("/objections.xlsx?show=all").is(200);
    owner.get("/activities/new").shows("华信机电有限公司").shows("宏达安装有限公司");
    office.sign_in("赵强").get("/activities/new").does_not_show("华信机电有限公司").shows("没有找到您的目标客户");
}
