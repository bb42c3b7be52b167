//! The evaluation: points that the records give, again from the workbook alone; what changes afterwards; months and probation.

use std::collections::BTreeMap;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use chrono::{Days, NaiveDate};
use shuguang::calendar::Calendar;
use shuguang::contracts::money::changes::void_receipt;
use shuguang::contracts::money::queries::receipts;
use shuguang::contracts::queries::{by_id, of_project};
use shuguang::demo::walk::Cast;
use shuguang::error::Result;
use shuguang::projects::evaluation::queries::{Of, newest};
use shuguang::projects::model::Project;
use shuguang::projects::pipeline::State;
use shuguang::projects::steps::Responsible;
use shuguang::store::Tx;
use shuguang::words::Role;

use crate::office::{Office, Visitor};
use crate::story::{cast, package, project_aiming_at, theme, walk};

const AIMS: [(&str, i64); 3] = [("signed_amount", 50_000_000), ("money_received", 50_000_000), ("contracts", 500)];

/// A project with contracts and receipts that is being monitored; gives its address.
pub fn monitored(office: &Office, cast: &Cast) -> String {
    let package = package(office, cast);
    let number = project_aiming_at(office, cast, &package, State::Monitoring, &AIMS);
    office.at("2026-12-15 10:00");
    format!("/projects/{number}")
}

fn project(tx: &mut Tx, at: &str) -> Result<Project> {
    let me = tx.who.clone();
    shuguang::projects::queries::find(tx, &me, at.trim_start_matches("/projects/"))
}

/// The newest receipt of the project's contracts is taken back.
pub fn take_back(office: &Office, owner: &Visitor, at: &str) {
    office.act(owner, |tx| {
        let project = project(tx, at)?;
        let contract =
            of_project(tx, &project.id)?.into_iter().map(|it| it.0).find(|it| it.received > 0).expect("a paid contract");
        let (contract, project) = by_id(tx, &contract.id)?;
        let receipt = receipts(tx, &contract.id)?.into_iter().find(|it| it.voided_at.is_none()).expect("a receipt");
        void_receipt(tx, &project, &contract, &receipt, "银行退回".into())
    });
}

/// The sheets of a workbook without their heads.
pub fn sheets(visitor: &Visitor, at: &str) -> Vec<Vec<Vec<Data>>> {
    let answer = visitor.get(at);
    answer.is(200);
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(answer.bytes.clone())).expect("a workbook");
    let names = book.sheet_names().to_vec();
    let rows = |name: &String| {
        let range = book.worksheet_range(name).expect("a sheet");
        range.rows().skip(1).map(<[Data]>::to_vec).collect()
    };
    names.iter().map(rows).collect()
}

/// Hundredths of a cell; none of an empty one.
pub fn hundredths(cell: &Data) -> Option<i64> {
    match cell {
        Data::Float(number) => Some((number * 100.0).round() as i64),
        Data::Int(number) => Some(number * 100),
        _ => None,
    }
}

/// The day of a cell; none of one that holds none.
pub fn day(cell: &Data) -> Option<NaiveDate> {
    match cell {
        // Days since the end of 1899, as workbooks count them.
        Data::DateTime(at) => NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(at.as_f64() as u64)),
        _ => None,
    }
}

/// Working days after one day, up to another, counted one by one.
fn worked(calendar: &Calendar, from: NaiveDate, to: NaiveDate) -> i64 {
    from.iter_days().skip(1).take_while(|it| *it <= to).filter(|it| calendar.is_working(*it)).count() as i64
}

/// The score out of the workbook's lines and rows alone, by the formula as the page explains it.
pub fn recomputed(book: &[Vec<Vec<Data>>], until: NaiveDate) -> (BTreeMap<String, i64>, i64) {
    recomputed_of(book, until, (None, None))
}

/// The same where every project was taken over on a day, or the day after was handed over: lateness counts from the one and up to
/// the other, unless it was settled.
pub fn recomputed_of(
    book: &[Vec<Vec<Data>>],
    until: NaiveDate,
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
) -> (BTreeMap<String, i64>, i64) {
    let calendar = Calendar::builtin();
    let [sums, lines, rows] = book else { panic!("three sheets") };
    let mut parts: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for line in lines {
        let theirs: Vec<&Vec<Data>> = rows.iter().filter(|row| row[0] == line[0]).collect();
        let count = theirs.len() as i64;
        let of = |good: i64| good * 10_000 / count;
        let points = match line[2].to_string().as_str() {
            "指标" => {
                let target = hundredths(&line[5]).expect("a target");
                let actual: i64 = theirs.iter().filter_map(|row| hundredths(&row[5])).sum();
                assert_eq!(Some(actual), hundredths(&line[6]), "{line:?}");
                (actual * 10_000 / target).min(10_000)
            }
            "里程碑" | "任务" | "措施" => {
                let due = day(&line[7]).expect("a due date");
                let settled = day(&line[8]).or(day(&line[9])).unwrap_or(to.map_or(until, |to| to.min(until)));
                let late = worked(&calendar, from.map_or(due, |from| from.max(due)), settled);
                assert_eq!(hundredths(&line[11]), Some(late * 100), "{line:?}");
                (10_000 - 1_000 * late).max(0)
            }
            "活动及时记录" => {
                let in_time = |row: &Vec<Data>| {
                    let (on, recorded) = (day(&row[3]).expect("a day"), day(&row[4]).expect("when recorded"));
                    worked(&calendar, on, recorded) <= 1
                };
                of(theirs.iter().filter(|row| in_time(row)).count() as i64)
            }
            "活动写明下一步" => of(theirs.iter().filter(|row| hundredths(&row[5]) == Some(100)).count() as i64),
            "合同附扫描件" => of(theirs.iter().filter(|row| day(&row[4]).is_some()).count() as i64),
            "总指挥评定" => hundredths(&line[10]).expect("points"),
            other => panic!("{other}"),
        };
        assert_eq!(Some(points), hundredths(&line[10]), "{line:?}");
        parts.entry(line[1].to_string()).or_default().push(points);
    }
    let means: BTreeMap<String, i64> =
        parts.into_iter().map(|(part, points)| (part, points.iter().sum::<i64>() / points.len() as i64)).collect();
    let (mut sum, mut weights) = (0, 0);
    for row in &sums[..4] {
        if let (Some(points), Some(weight)) = (means.get(&row[0].to_string()), hundredths(&row[2])) {
            (sum, weights) = (sum + points * weight / 100, weights + weight / 100);
        }
    }
    (means, if weights == 0 { 0 } else { sum / weights })
}

/// Hundredths of a point as pages show them.
pub fn text(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[test]
fn the_evaluation_is_what_its_workbook_adds_up_to() {
    let office = Office::open();
    let cast = cast(&office);
    let at = monitored(&office, &cast);
    let (commander, page) = (office.sign_in("周立明"), format!("{at}/evaluation"));
    let book = format!("{page}.xlsx");
    let until = NaiveDate::from_ymd_opt(2026, 12, 15).expect("a day");
    // Before it is made everybody sees what the formula says.
    let (_, preview) = recomputed(&sheets(&office.sign_in("李伟"), &book), until);
    office.sign_in("李伟").get(&page).shows(&text(preview)).shows("协作尚未评定");
    for name in ["王芳", "张敏", "李伟", "赵强", "陈静"] {
        office.sign_in(name).post(&page, &[("cooperation", "100"), ("comment", "自评")]).is(403);
    }
    let form = commander.get(&page).form(&page);
    commander.send(&form, &[("cooperation", "101"), ("comment", "多了")]).complains("cooperation");
    commander.send(&form, &[("cooperation", "90"), ("comment", "")]).complains("comment");
    commander.send(&form, &[("cooperation", "90"), ("comment", "踏实")]).goes_to(&page);
    // The same form sent again is a button pressed twice; another one is late.
    commander.send(&form, &[("cooperation", "90"), ("comment", "踏实")]).goes_to(&page);
    commander.send(&form, &[("cooperation", "10"), ("comment", "改口")]).is(409).shows("踏实").shows("改口");
    let sheets = sheets(&commander, &book);
    let (parts, score) = recomputed(&sheets, until);
    assert_eq!(parts.get("协作"), Some(&9_000));
    assert_eq!(parts.len(), 4, "every part has lines: {parts:?}");
    let shown = commander.get(&page);
    shown.shows(&text(score)).shows("踏实").shows("第 1 次评估");
    for points in parts.values() {
        shown.shows(&text(*points));
    }
    commander.get(&format!("{at}/monitoring")).shows(&text(score));
    // The project goes on to its proposal, and what that asks for restates nothing.
    office.act(&commander, |tx| {
        let project = project(tx, &at)?;
        for step in ["7.1", "7.3"] {
            let (role, person) = (Responsible::Owner, Some(project.owner_id.clone()));
            shuguang::projects::tasks::open(tx, &project, step, None, String::new(), role, person, Some(tx.today()))?;
        }
        Ok(())
    });
    commander.get(&page).shows(&text(score)).does_not_show("重述").does_not_show("现在另外还有");
    assert_eq!(hundredths(&sheets[0][4][1]), Some(score), "the sum of the workbook");
}

#[test]
fn what_changes_afterwards_shows_as_restated_and_changes_nothing_silently() {
    let office = Office::open();
    let cast = cast(&office);
    let at = monitored(&office, &cast);
    let (commander, owner, page) = (office.sign_in("周立明"), office.sign_in("李伟"), format!("{at}/evaluation"));
    let of = |office: &Office| {
        let found = office.store().read(|conn| {
            let me = office.actor("周立明");
            let project = shuguang::projects::queries::find(conn, &me, at.trim_start_matches("/projects/"))?;
            newest(conn, Of::Project(&project.id))
        });
        found.unwrap_or_else(|error| panic!("{}", error.account())).expect("an evaluation")
    };
    let stale = commander.get(&page).form(&page);
    take_back(&office, &owner, &at);
    // What is decided on is what was seen.
    commander.send(&stale, &[("cooperation", "80"), ("comment", "没看见退款")]).complains("cooperation").shows("没看见退款");
    commander.send(&commander.get(&page).form(&page), &[("cooperation", "80"), ("comment", "看过退款")]).goes_to(&page);
    let before = of(&office);
    commander.get(&page).does_not_show("重述");
    take_back(&office, &owner, &at);
    let shown = commander.get(&page);
    shown.shows("重述").shows("评估之后，它所依据的记录有变动").shows(&format!("综合得分当时 {}", text(before.score.into())));
    assert_eq!(of(&office).score, before.score, "the evaluation itself stays");
    // While it is monitored it can be made anew; the earlier one stays on record.
    commander.send(&shown.form(&page), &[("cooperation", "80"), ("comment", "按退款之后再评")]).goes_to(&page);
    let anew = commander.get(&page);
    anew.shows("第 2 次评估").shows("以前的评估").shows("看过退款").does_not_show("评估之后，它所依据的记录有变动");
    assert!(of(&office).score < before.score, "less money, fewer points");
    // After the monitoring it is made anew only with a reason, and only if facts have changed.
    let theme = theme();
    let number = at.trim_start_matches("/projects/").to_owned();
    let mut story = walk(&office, &cast, &theme, &number);
    let mut close = || {
        story.close(100_000)?;
        story.go(&cast.commander, shuguang::projects::pipeline::Move::CloseMonitoring, "")
    };
    close().unwrap_or_else(|error| panic!("{}", error.account()));
    office.at("2026-12-28 10:00");
    let (commander, owner) = (office.sign_in("周立明"), office.sign_in("李伟"));
    commander.post(&page, &[("version", "3"), ("cooperation", "70"), ("comment", "再改"), ("seen", "")]).is(422);
    assert!(!commander.get(&page).has(&format!("form[action='{page}']")), "nothing has changed");
    take_back(&office, &owner, &at);
    let form = commander.get(&page).form(&page);
    commander.send(&form, &[("comment", "又退一笔"), ("reason", "")]).complains("reason");
    commander.send(&form, &[("comment", "又退一笔"), ("reason", "客户退货，回款减少")]).goes_to(&page);
    owner.get(&page).shows("客户退货，回款减少").shows("第 4 次评估");
}

#[test]
fn a_month_is_evaluated_once_it_is_over_and_seen_by_the_member_and_the_commander_alone() {
    let office = Office::open();
    let cast = cast(&office);
    let at = monitored(&office, &cast);
    let (commander, owner) = (office.sign_in("周立明"), office.sign_in("李伟"));
    let name = "/people/李伟/months";
    let month = format!("{name}/2026-12");
    let evaluation = format!("{month}/evaluation");
    for other in ["王芳", "张敏", "赵强", "陈静"] {
        let other = office.sign_in(other);
        other.get(name).is(404);
        other.get(&month).is(404);
        other.post(&evaluation, &[("cooperation", "90"), ("comment", "x")]).is(404);
    }
    owner.post(&evaluation, &[("cooperation", "90"), ("comment", "x")]).is(403);
    commander.post(&evaluation, &[("cooperation", "90"), ("comment", "x")]).is(409);
    for odd in ["2026-10", "2027-01", "2026-13", "x"] {
        commander.get(&format!("{name}/{odd}")).is(404);
    }
    office.at("2027-01-05 10:00");
    let (commander, owner) = (office.sign_in("周立明"), office.sign_in("李伟"));
    commander.get("/appraisals").shows("待评估");
    commander.get("/").shows("待评估的成员");
    commander.get(name).shows("待评估");
    commander.get("/people/赵强/months").does_not_show("待评估");
    let form = commander.get(&month).form(&evaluation);
    commander.send(&form, &[("cooperation", "85"), ("comment", "配合好")]).goes_to(&month);
    // Another window is late: nothing can be evaluated anew, and what was written there can still be copied.
    let late = commander.send(&form, &[("cooperation", "60"), ("comment", "另一个窗口里写的评语")]);
    late.is(409).shows("配合好").shows("另一个窗口里写的评语").shows("需要时请先复制");
    let until = NaiveDate::from_ymd_opt(2026, 12, 31).expect("a day");
    let (_, score) = recomputed(&sheets(&owner, &format!("{evaluation}.xlsx")), until);
    owner.get(&month).shows(&text(score)).shows("配合好");
    owner.get(name).shows(&text(score));
    owner.get("/appraisals").shows(&text(score)).does_not_show("赵强");
    commander.get("/appraisals").shows(&text(score)).shows("赵强");
    take_back(&office, &owner, &at);
    commander.get(&month).shows("重述").shows(&format!("综合得分当时 {}", text(score)));
}

/// 周新 joins, on probation.
fn join_on_probation(office: &Office) {
    office.program(|tx| {
        let account = shuguang::people::changes::Account {
            username: "zhou".into(),
            name: "周新".into(),
            phone: String::new(),
            roles: vec![Role::Sales],
            probation: true,
            active: true,
        };
        shuguang::people::changes::add(tx, &account).map(|_| ())
    });
}

#[test]
fn who_is_not_kept_after_the_probation_hands_their_work_over() {
    let office = Office::open();
    cast(&office);
    join_on_probation(&office);
    let (commander, page) = (office.sign_in("周立明"), "/people/zhou/probation");
    let hand_over = "/handovers/new?person=zhou";
    commander.get(page).does_not_show("移交工作");
    let end = [("outcome", "end"), ("until_on", "2026-12-31"), ("decision_reason", "没有达到约定的标准")];
    commander.send(&commander.get(page).form(page), &end).goes_to(page);
    let shown = commander.get(page);
    shown.shows("结束试用").shows("没有达到约定的标准").shows("移交工作");
    assert!(shown.text.contains(hand_over));
    commander.get(hand_over).is(200);
}

#[test]
fn the_commander_alone_decides_on_a_probation() {
    let office = Office::open();
    let cast = cast(&office);
    package(&office, &cast);
    join_on_probation(&office);
    let (commander, admin, page) = (office.sign_in("周立明"), office.sign_in("管理员"), "/people/zhou/probation");
    let decide = |fields: &[(&str, &str)]| commander.send(&commander.get(page).form(page), fields);
    commander.get(page).shows("试用中").shows("2027-02-23");
    for name in ["王芳", "张敏", "李伟", "管理员"] {
        office.sign_in(name).get(page).is(404);
        office.sign_in(name).post(page, &[("outcome", "confirm"), ("decision_reason", "好")]).is(404);
    }
    // An administrator keeps the account and does not end the probation with it.
    let account = "/people/zhou/account";
    let fields = [("name", "周新"), ("roles", "sales"), ("active", "1"), ("probation", "")];
    admin.send(&admin.get(account).form(account), &fields).is(303);
    commander.get(page).shows("试用中");
    decide(&[("outcome", "extend"), ("decision_reason", "再看一个季度")]).complains("until_on");
    decide(&[("outcome", "extend"), ("until_on", "2027-02-23"), ("decision_reason", "再看")]).complains("until_on");
    decide(&[("outcome", "confirm"), ("decision_reason", "")]).complains("decision_reason");
    decide(&[("outcome", "extend"), ("until_on", "2036-01-01"), ("decision_reason", "再看")]).complains("until_on");
    let late = commander.get(page).form(page);
    decide(&[("outcome", "extend"), ("until_on", "2027-05-31"), ("decision_reason", "再看一个季度")]).goes_to(page);
    commander.get(page).shows("延长试用").shows("2027-05-31").shows("再看一个季度");
    let conflict = commander.send(&late, &[("outcome", "extend"), ("until_on", "2027-06-30"), ("decision_reason", "再等等")]);
    conflict.is(409).shows("再看一个季度");
    assert_eq!(conflict.field("decision_reason"), "再等等");
    commander.send(&conflict.form(page), &[]).goes_to(page);
    commander.get(page).shows("2027-06-30").shows("再等等");
    office.at("2027-06-20 10:00");
    let commander = office.sign_in("周立明");
    let decide = |fields: &[(&str, &str)]| commander.send(&commander.get(page).form(page), fields);
    commander.get("/").shows("周新").shows("试用期满，待决定");
    decide(&[("outcome", "confirm"), ("decision_reason", "各月达标")]).goes_to(page);
    commander.get(page).shows("转正").shows("不在试用期");
    commander.post(page, &[("version", "3"), ("outcome", "end"), ("until_on", "2027-07-30"), ("decision_reason", "x")]).is(409);
    commander.get("/").does_not_show("试用期满，待决定");
}

#[test]
fn a_promise_stands_from_the_monitoring_on_and_the_ledger_adds_up() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = project_aiming_at(&office, &cast, &package, State::Implementation, &AIMS);
    let (commander, at) = (office.sign_in("周立明"), format!("/projects/{number}"));
    let (page, promise) = (format!("{at}/monitoring"), format!("{at}/promise"));
    for name in ["王芳", "张敏", "李伟", "陈静"] {
        office.sign_in(name).post(&promise, &[("promised", "100"), ("promise_terms", "好")]).is(403);
    }
    commander.post(&promise, &[("promised", "-1"), ("promise_terms", "好")]).complains("promised");
    let form = commander.get(&page).form(&promise);
    commander.send(&form, &[("promised", "8,000"), ("promise_terms", "达标即兑现")]).goes_to(&page);
    commander.get(&page).shows("捌仟元整").shows("达标即兑现");
    office.sign_in("李伟").get("/rewards").shows("8,000.00 元").shows("已承诺，尚未决定");
    office.sign_in("管理员").get("/rewards").is(404);
    let promises = commander.get("/rewards?state=promised");
    promises.shows("共 1 项承诺").shows("已承诺 8,000.00 元").shows("达标即兑现").does_not_show("没有奖励");
    assert_eq!(sheets(&commander, "/rewards.xlsx?state=promised").remove(0).len(), 1);
    assert!(sheets(&commander, "/rewards.xlsx?state=paid").remove(0).is_empty());
    let done = project_aiming_at(&office, &cast, &package, State::Completed, &AIMS);
    let monitored = project_aiming_at(&office, &cast, &package, State::Monitoring, &AIMS);
    commander.post(&format!("/projects/{monitored}/promise"), &[("promised", "1"), ("promise_terms", "迟")]).is(409);
    office.at("2027-03-01 10:00");
    let commander = office.sign_in("周立明");
    let all = sheets(&commander, "/rewards.xlsx").remove(0);
    let (mut decided, mut paid) = (0, 0);
    for row in &all {
        let fen = hundredths(&row[4]).unwrap_or(0);
        decided += fen;
        paid += if day(&row[6]).is_some() { fen } else { 0 };
    }
    assert!(all.iter().any(|row| row[0].to_string() == done));
    let ledger = commander.get("/rewards");
    let yuan = |fen: i64| shuguang::money::Money(fen).yuan();
    ledger.shows(&format!("已决定 {} 元", yuan(decided))).shows(&format!("未兑付 {} 元", yuan(decided - paid)));
}
