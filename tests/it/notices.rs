//! Notices: each deed tells those whom it concerns, with the reason, and nobody else; each reads their own.

use std::collections::BTreeSet;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use diesel::prelude::*;
use shuguang::notices::model::Notice;
use shuguang::people::{changes, queries};
use shuguang::projects::pipeline::{Move, State};
use shuguang::store::schema::{notices, people};
use shuguang::words::Role;

use crate::office::{Answer, Office, Visitor};
use crate::prepared::Prepared;
use crate::story::{cast, package, project_in, theme, walk};

/// Forgets what was told so far, so that only what comes next is told.
fn so_far(office: &Office) {
    let now = office.clock().now() + chrono::Duration::days(1000);
    office.program(|tx| shuguang::notices::changes::read_before(tx, now));
}

/// Who has been told since, of what: name and sentence.
fn told(office: &Office) -> BTreeSet<(String, String)> {
    let rows: Vec<(Notice, String)> = office
        .store()
        .read(|conn| {
            let rows = notices::table.inner_join(people::table.on(people::id.eq(notices::person_id)));
            let rows = rows.filter(notices::read_at.is_null()).order(notices::id);
            Ok(rows.select((Notice::as_select(), people::name)).load(conn)?)
        })
        .unwrap_or_else(|error| panic!("{}", error.account()));
    rows.into_iter().map(|(it, name)| (name, it.what)).collect()
}

/// The same, of one sentence: the names.
fn who_heard(office: &Office, what: &str) -> Vec<String> {
    told(office).into_iter().filter(|it| it.1 == what).map(|it| it.0).collect()
}

fn rows(page: &Answer) -> usize {
    let row = scraper::Selector::parse("ol.rows > li").expect("a selector");
    page.is(200).html().select(&row).count()
}

/// The number of unread notices in the sidebar.
fn unread(who: &Visitor) -> String {
    who.get("/tasks").is(200).find(".sidebar [data-count=\"/notices\"]").unwrap_or_default()
}

fn ask(asker: &Visitor, title: &str) -> String {
    let typed = [("kind", "unsure"), ("project", ""), ("title", title), ("question", "几成？"), ("proposal", "三成。")];
    asker.post("/requests", &typed).is(303).location.clone().unwrap_or_default()
}

#[test]
fn a_request_tells_the_commander_and_its_answer_the_asker_and_nobody_else() {
    let office = Office::open();
    cast(&office);
    let [li, zhou, zhao] = ["李伟", "周立明", "赵强"].map(|name| office.sign_in(name));
    let at = ask(&li, "订金比例");
    assert_eq!(told(&office), [("周立明".to_owned(), "有新的请示".to_owned())].into());
    assert_eq!((unread(&zhou).as_str(), unread(&li).as_str()), ("1", "0"));
    let page = zhou.get("/notices");
    page.shows("有新的请示 · 订金比例").shows("请示由您批示").shows("李伟").shows("QS-2026-001");
    assert!(page.has(&format!("a[href=\"{at}\"]")));
    zhao.get("/notices").does_not_show("订金比例");
    so_far(&office);
    zhou.post(&format!("{at}/answer"), &[("verdict", "granted"), ("instruction", "三成。"), ("version", "1")]).is(303);
    assert_eq!(told(&office), [("李伟".to_owned(), "请示已批示：同意".to_owned())].into());
    li.post("/language", &[("lang", "en")]).is(303);
    li.get("/notices").shows("A request was granted · 订金比例").shows("You asked").does_not_show("请示");
}

#[test]
fn what_the_stand_in_asks_goes_to_the_commander_and_what_others_ask_to_whoever_may_answer() {
    let office = Office::open();
    cast(&office);
    let [li, zhou, zhao] = ["李伟", "周立明", "赵强"].map(|name| office.sign_in(name));
    office.act(&zhou, |tx| {
        let acting = queries::find(tx, "赵强")?;
        let today = tx.today();
        changes::appoint(tx, &acting, today, today, "出差".into())
    });
    ask(&zhao, "代理人的请示");
    assert_eq!(who_heard(&office, "有新的请示"), ["周立明"]);
    so_far(&office);
    ask(&li, "别人的请示");
    assert_eq!(who_heard(&office, "有新的请示"), ["赵强"]);
    zhao.get("/notices").shows("别人的请示");
    // Once they act no more, they hear no more of it than they may see.
    office.at("2026-11-24 09:00");
    let zhao = office.sign_in("赵强");
    zhao.get("/notices?show=all").does_not_show("别人的请示");
    assert_eq!(unread(&zhao), "0");
}

#[test]
fn a_special_meeting_tells_those_who_are_due_and_a_regular_one_everybody() {
    let office = Office::open();
    cast(&office);
    let [wang, zhang] = ["王芳", "张敏"].map(|name| office.sign_in(name));
    let typed = [
        ("matter", "event"),
        ("title", "大客户流失分析"),
        ("about", "原因与对策。"),
        ("day", "2026-11-26"),
        ("time", "10:00"),
        ("minutes", "60"),
        ("people", "李伟"),
        ("people", "陈静"),
    ];
    let at = wang.post("/meetings", &typed).is(303).location.clone().unwrap_or_default();
    assert_eq!(who_heard(&office, "安排了专项会议"), ["李伟", "陈静"]);
    office.sign_in("李伟").get("/notices").shows("大客户流失分析 2026-11-26 10:00").shows("您应到会");
    office.sign_in("赵强").get("/notices").does_not_show("大客户流失分析");
    so_far(&office);
    let time = wang.get(&format!("{at}/time")).form(&format!("{at}/time"));
    wang.send(&time, &[("day", "2026-11-27"), ("reason", "等数据")]).is(303);
    assert_eq!(told(&office).len(), 2);
    assert_eq!(who_heard(&office, "会议改了时间或地点"), ["李伟", "陈静"]);
    office.sign_in("李伟").get("/notices").shows("大客户流失分析：2026-11-26 10:00–11:00 → 2026-11-27 10:00–11:00");
    so_far(&office);
    zhang.post(&format!("{at}/cancellation"), &[("version", "2"), ("reason", "数据未到")]).is(303);
    assert_eq!(who_heard(&office, "会议取消了"), ["李伟", "王芳", "陈静"]);
    so_far(&office);
    // A regular one that nobody touched so far: everybody of the business, not who calls it, not the administrator.
    zhang.post("/meetings/2026-W48/moves", &[("move", "call")]).is(303);
    let everybody: BTreeSet<String> = ["周立明", "王芳", "李伟", "赵强", "陈静", "刘洋"].map(str::to_owned).into();
    assert_eq!(who_heard(&office, "会议召集了，材料已备").into_iter().collect::<BTreeSet<_>>(), everybody);
}

#[test]
fn what_was_resolved_reaches_whoever_answers_for_it_once_when_the_minutes_are_published() {
    let office = Office::open();
    cast(&office);
    let zhang = office.sign_in("张敏");
    let at = "/meetings/2026-W48";
    office.at("2026-11-23 14:00");
    for step in ["call", "open"] {
        zhang.post(&format!("{at}/moves"), &[("move", step)]).is(303);
    }
    let page = zhang.get(&format!("{at}/session"));
    zhang.send(&page.form(&format!("{at}/attendance")), &[]).is(303);
    let record = page.forms().into_iter().find(|it| it.action.ends_with("/record")).expect("a part of the agenda");
    zhang.send(&record, &[("resolution", "任务：展会线索逐一回访 @李伟 2026-11-27")]).is(303);
    so_far(&office);
    zhang.post(&format!("{at}/moves"), &[("move", "close")]).is(303);
    assert_eq!(told(&office), [].into());
    so_far(&office);
    zhang.post(&format!("{at}/moves"), &[("move", "publish")]).is(303);
    zhang.post(&format!("{at}/moves"), &[("move", "publish")]).is(303);
    let mut all = told(&office);
    assert!(all.remove(&("李伟".to_owned(), "会议任务由您完成".to_owned())), "{all:?}");
    assert!(all.iter().all(|it| it.1 == "发布了会议纪要，请阅"), "{all:?}");
    assert_eq!(all.len(), 6, "{all:?}");
}

#[test]
fn a_project_s_moves_tell_its_owner_and_its_coordinator_and_nobody_before_the_directive_is_issued() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    // Drafted and thrown away: nobody but those who see drafts ever heard of it.
    project_in(&office, &cast, &package, State::Abolished);
    assert_eq!(told(&office), BTreeSet::new());
    let number = project_in(&office, &cast, &package, State::DirectiveIssued);
    let both = |what: &str| -> BTreeSet<(String, String)> {
        ["张敏", "李伟"].map(|name| (name.to_owned(), what.to_owned())).into()
    };
    assert_eq!(told(&office), both("指令已下达"));
    so_far(&office);
    let li = office.sign_in("李伟");
    li.post(&format!("/projects/{number}/moves"), &[("move", "acknowledge")]).is(303);
    assert_eq!(told(&office), [("张敏".to_owned(), "指令已领受".to_owned())].into());
    so_far(&office);
    let (theme, returned) = (theme(), project_in(&office, &cast, &package, State::Deliberation));
    so_far(&office);
    let walk = walk(&office, &cast, &theme, &returned);
    let said = shuguang::projects::moves::changes::Said::because("再收紧一步");
    walk.say(&cast.commander, Move::Return, &said).expect("returned");
    assert_eq!(told(&office), both("计划已退回修订"));
    let page = office.sign_in("李伟").get("/notices");
    page.shows("计划已退回修订 · 项目 deliberation").shows("您负责的项目").shows("周立明");
    let zhang = office.sign_in("张敏");
    zhang.get("/notices").shows("您照管的项目包");
    // In English it says what was done, and what waits, where a button would say what to do.
    zhang.post("/language", &[("lang", "en")]).is(303);
    zhang.get("/notices").shows("A plan was returned for revision · 项目 deliberation");
}

#[test]
fn a_reminder_says_what_waits_in_both_languages() {
    let office = Office::open();
    cast(&office);
    ask(&office.sign_in("李伟"), "订金比例");
    office.at("2026-12-14 09:00");
    let [zhang, zhou] = ["张敏", "周立明"].map(|name| office.sign_in(name));
    let form = zhang.get("/duties?kind=request").form("/duties/closed-request-");
    zhang.send(&form, &[]).is(303);
    zhou.get("/notices").shows("有人催办 · 请示等待批示 · 订金比例");
    zhou.post("/language", &[("lang", "en")]).is(303);
    zhou.get("/notices").shows("You are reminded · A request waits for your answer · 订金比例");
}

#[test]
fn a_hand_over_tells_taker_and_giver_and_the_coordinator_of_its_projects() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = project_in(&office, &cast, &package, State::Implementation);
    office.at("2026-12-15 10:00");
    so_far(&office);
    let zhou = office.sign_in("周立明");
    let page = zhou.get(&format!("/handovers/new?project={number}"));
    let form = page.form("/handovers");
    let to: Vec<&str> = form.choices.iter().filter(|it| it.1 == "赵强").map(|it| it.0.as_str()).collect();
    let mut typed: Vec<(&str, &str)> = to.into_iter().map(|name| (name, "赵强")).collect();
    typed.push(("reason", "李伟休假"));
    zhou.send(&form, &typed).is(303);
    let expected = [("张敏", "项目换了负责人"), ("李伟", "您的工作已移交"), ("赵强", "有工作移交给您")];
    assert_eq!(told(&office), expected.map(|(name, what)| (name.to_owned(), what.to_owned())).into());
}

#[test]
fn each_reads_their_own_and_what_came_meanwhile_stays_unread() {
    let office = Office::open();
    cast(&office);
    let [li, zhou, zhao] = ["李伟", "周立明", "赵强"].map(|name| office.sign_in(name));
    let first = ask(&li, "第一件");
    office.later(chrono::Duration::minutes(1));
    ask(&li, "第二件");
    let page = zhou.get("/notices");
    assert_eq!(rows(&page), 2);
    let of_first =
        page.forms().into_iter().filter(|it| it.action.ends_with("/reading") && it.action != "/notices/reading").nth(1);
    let of_first = of_first.expect("the older one").action;
    // Nobody else's.
    zhao.post(&of_first, &[]).is(404);
    li.post(&of_first, &[("then", "open")]).is(404);
    zhou.post(&of_first, &[("then", "open")]).goes_to(&first);
    zhou.post(&of_first, &[]).goes_to("/notices");
    assert_eq!(unread(&zhou), "1");
    zhou.get("/notices").shows("第二件").does_not_show("第一件");
    zhou.get("/notices?show=all").shows("第二件").shows("第一件").shows("共 2 条通知，1 条未读");
    // All of what the page showed; the third came later.
    let all = zhou.get("/notices").form("/notices/reading");
    office.later(chrono::Duration::minutes(1));
    ask(&li, "第三件");
    zhou.send(&all, &[]).goes_to("/notices");
    zhou.get("/notices").shows("第三件").does_not_show("第二件");
    // Its times are times, to be sorted and reckoned with: when it was told, and when it was read.
    let book = zhou.get("/notices.xlsx?show=all");
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(book.is(200).bytes.clone())).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
    let rows: Vec<&[Data]> = sheet.rows().skip(1).collect();
    assert_eq!(rows.len(), 3, "{rows:?}");
    let is_time = |it: &Data| matches!(it, Data::DateTime(at) if at.is_datetime() && at.as_f64().fract() > 0.0);
    assert!(rows.iter().all(|row| is_time(&row[0])), "{rows:?}");
    assert_eq!(rows.iter().filter(|row| is_time(&row[6])).count(), 2, "{rows:?}");
    assert_eq!(rows.iter().filter(|row| row[6] == Data::Empty).count(), 1, "{rows:?}");
    // What nobody read for long stays, what was read is forgotten in time.
    office.later(chrono::Duration::days(90));
    office.program(shuguang::notices::changes::forget);
    let zhou = office.sign_in("周立明");
    zhou.get("/notices?show=all").shows("第三件").does_not_show("第一件");
}

#[test]
fn the_same_again_stands_once_and_comes_up_anew_until_it_is_read() {
    let office = Office::open();
    cast(&office);
    let [zhang, li] = ["张敏", "李伟"].map(|name| office.sign_in(name));
    let at = "/meetings/2026-W49";
    for (day, hour) in [("2026-12-01", "10:00"), ("2026-12-02", "11:00")] {
        let form = zhang.get(&format!("{at}/time")).form(&format!("{at}/time"));
        zhang.send(&form, &[("day", day), ("time", hour), ("reason", "展会")]).is(303);
        office.later(chrono::Duration::minutes(1));
    }
    let page = li.get("/notices");
    assert_eq!(rows(&page), 1);
    page.shows("2026-12-01 10:00–11:30 → 2026-12-02 11:00–12:30").does_not_show("2026-11-30 14:00");
}

#[test]
fn nobody_is_told_of_what_they_may_not_see() {
    let prepared = Prepared::department();
    let mut read = 0;
    for (visitor, (name, role)) in prepared.everybody().iter().zip(crate::prepared::EVERYBODY) {
        if role == Role::Admin {
            visitor.get("/notices").is(404);
            continue;
        }
        let page = visitor.get("/notices?show=all");
        let html = page.is(200).html();
        let link = scraper::Selector::parse("ol.rows .what a").expect("a selector");
        for href in html.select(&link).filter_map(|it| it.attr("href")) {
            let answer = visitor.get(href);
            assert_eq!(answer.status, 200, "{name} was told of {href}");
            read += 1;
        }
    }
    assert!(read > 40, "only {read}");
}
