//! Meetings: scheduled by the calendar, moved and cancelled one by one, their agendas and who is due.

use chrono::Days;
use diesel::prelude::*;
use shuguang::calendar::Regular;
use shuguang::meetings::schedule;
use shuguang::store::schema::{meetings, plan_versions, projects};
use shuguang::words::{DayKind, Role};

use crate::office::{Answer, Office, Visitor};
use crate::story::cast;

/// The numbers of the meetings that the list shows as ahead, in their order.
fn ahead(page: &Answer) -> Vec<String> {
    let row = scraper::Selector::parse("section[aria-labelledby=ahead] tbody th small.number").expect("a selector");
    page.is(200).html().select(&row).map(|it| it.text().collect::<String>()).collect()
}

fn rows(office: &Office) -> i64 {
    let count = office.store().read(|conn| Ok(meetings::table.count().get_result(conn)?));
    count.unwrap_or_else(|error| panic!("{}", error.account()))
}

/// A matter as the form on the meeting's page sends it.
fn put(who: &Visitor, at: &str, title: &str, minutes: &str) -> Answer {
    let form = who.get(at).form(&format!("{at}/items"));
    who.send(&form, &[("title", title), ("minutes", minutes)])
}

#[test]
fn regular_meetings_follow_from_the_calendar_and_are_no_rows_until_somebody_touches_them() {
    let office = Office::open();
    cast(&office);
    let li = office.sign_in("李伟");
    let page = li.get("/meetings");
    assert_eq!(ahead(&page), ["2026-W48", "2026-W49", "2026-W50", "2026-W51", "2026-12", "2026-W52", "2026-W53"]);
    page.shows("2026-11-23 周一 14:00–15:30").shows("下次会议").shows("2026-12-15 周二 10:00–12:00");
    li.get("/meetings?kind=monthly").shows("每月小结会议 2026-12").does_not_show("每周业务例会 2026 年第 49 周");
    li.get("/meetings/2026-W49").shows("2026-11-30 周一 14:00–15:30").shows("成员汇报").shows("偏差与逾期");
    assert_eq!(rows(&office), 0);
    for odd in ["2026-W54", "2026-13", "2029-W01", "2026-W30", "HY-2026-001", "x", "2026-w49"] {
        li.get(&format!("/meetings/{odd}")).is(404);
    }
    office.sign_in("管理员").get("/meetings").is(404);
    office.sign_in("管理员").get("/meetings/2026-W49").is(404);
}

#[test]
fn a_holiday_moves_a_meeting_and_the_page_says_so_and_two_weeks_on_one_day_meet_once() {
    let office = Office::open();
    cast(&office);
    office.at("2026-02-09 09:00");
    let li = office.sign_in("李伟");
    let page = li.get("/meetings");
    // Spring Festival 2026: the weeks of 16 and 23 February meet on the 24th, the month's meeting is on Saturday the 14th, a day worked.
    assert_eq!(ahead(&page), ["2026-W07", "2026-02", "2026-W09", "2026-W10", "2026-W11", "2026-03", "2026-W12"]);
    li.get("/meetings/2026-W09").shows("2026-02-24 周二 14:00").shows("2026-02-23 周一 放假，按规定改在这一天");
    li.get("/meetings/2026-02").shows("2026-02-14 周六 10:00");
    li.get("/meetings/2026-W08").is(404);
    // What the administrator declares moves it as well.
    office.at("2026-11-23 09:00");
    let admin = office.sign_in("管理员");
    let form = admin.get("/admin/calendar").form("/admin/calendar");
    admin.send(&form, &[("first", "2026-11-30"), ("kind", DayKind::Holiday.code()), ("name", "厂庆")]).is(303);
    office.sign_in("李伟").get("/meetings/2026-W49").shows("2026-12-01 周二 14:00").shows("2026-11-30 周一 放假");
}

#[test]
fn one_meeting_is_moved_or_cancelled_and_the_others_stay() {
    let office = Office::open();
    cast(&office);
    let [zhang, li, wang] = ["张敏", "李伟", "王芳"].map(|name| office.sign_in(name));
    let at = "/meetings/2026-W49";
    for other in [&li, &wang] {
        other.get(&format!("{at}/time")).is(403);
        other.post(&format!("{at}/time"), &[]).is(403);
        other.post(&format!("{at}/cancellation"), &[("reason", "x")]).is(403);
    }
    let form = zhang.get(&format!("{at}/time")).form(&format!("{at}/time"));
    zhang.send(&form, &[("day", "2026-12-01"), ("time", "9:30")]).complains("reason");
    zhang.send(&form, &[("day", "2026-11-20"), ("reason", "x")]).complains("day").shows("已经过去");
    zhang.send(&form, &[("time", "25:00"), ("reason", "x")]).complains("time");
    zhang.send(&form, &[("minutes", "4")]).complains("minutes");
    let moved = [("day", "2026-12-01"), ("time", "9:30"), ("place", "二楼会议室"), ("reason", "总指挥出差")];
    zhang.send(&form, &moved).goes_to(at);
    // Pressed twice nothing changes; another window is late.
    zhang.send(&form, &moved).goes_to(at);
    zhang.send(&form, &[("day", "2026-12-02"), ("reason", "另一个窗口")]).is(409).shows("总指挥出差");
    li.get(at).shows("2026-12-01 周二 09:30–11:00").shows("原定 2026-11-30 14:00").shows("总指挥出差").shows("二楼会议室");
    li.get("/meetings/2026-W50").shows("2026-12-07 周一 14:00–15:30");
    assert_eq!(rows(&office), 1);
    // Cancelled, its matters wait for the next one of its kind; whoever calls it off again is too late.
    put(&li, at, "样品间怎么用", "10").goes_to(&format!("{at}#agenda"));
    let form = zhang.get(&format!("{at}/time")).form(&format!("{at}/cancellation"));
    zhang.send(&form, &[("reason", "")]).complains("reason");
    zhang.send(&form, &[("reason", "全员参展")]).goes_to(at);
    zhang.send(&form, &[("reason", "全员参展")]).goes_to(at);
    zhang.send(&form, &[("reason", "别的理由")]).is(409);
    li.get(at).shows("已取消").shows("全员参展").does_not_show("样品间怎么用");
    li.get("/meetings/2026-W50").shows("样品间怎么用");
    li.post(&format!("{at}/items"), &[("title", "迟到的"), ("minutes", "5")]).is(409);
    li.post(&format!("{at}/leave"), &[("leave_reason", "出差")]).is(409);
    li.get("/notices").shows("2026-11-30 14:00–15:30 → 2026-12-01 09:30–11:00；— → 二楼会议室");
}

#[test]
fn a_regular_meeting_that_was_cancelled_is_held_after_all_until_its_day() {
    let office = Office::open();
    cast(&office);
    let [zhang, li] = ["张敏", "李伟"].map(|name| office.sign_in(name));
    let at = "/meetings/2026-W49";
    put(&li, at, "展厅排班", "10").is(303);
    zhang.post(&format!("{at}/moves"), &[("move", "restore")]).goes_to(at);
    zhang.post(&format!("{at}/cancellation"), &[("reason", "全员参展"), ("version", "1")]).goes_to(at);
    // It is ahead, not over.
    assert!(ahead(&li.get("/meetings")).contains(&"2026-W49".to_owned()));
    li.get("/meetings").shows("共 0 次会议");
    li.post(&format!("{at}/moves"), &[("move", "restore")]).is(403);
    assert!(!li.get(at).shows("全员参展").has("button[value=restore]"));
    let form = zhang.get(at).forms().into_iter().find(|it| it.action.ends_with("/moves")).expect("a button");
    zhang.send(&form, &[("move", "restore")]).goes_to(at);
    zhang.send(&form, &[("move", "restore")]).goes_to(at);
    li.get(at).shows("待召集").shows("2026-11-30 周一 14:00–15:30").does_not_show("全员参展");
    li.get("/notices").shows("会议照常召开");
    // What it left to the next one stays there; a declared holiday moves it again.
    li.get("/meetings/2026-W50").shows("展厅排班");
    let admin = office.sign_in("管理员");
    let form = admin.get("/admin/calendar").form("/admin/calendar");
    admin.send(&form, &[("first", "2026-11-30"), ("kind", DayKind::Holiday.code()), ("name", "厂庆")]).is(303);
    li.get(at).shows("2026-12-01 周二 14:00");
    // Not once its day has passed, and no special one.
    let version = zhang.get(&format!("{at}/time")).form(&format!("{at}/cancellation")).fields;
    zhang.post(&format!("{at}/cancellation"), &[&[("reason", "停电")][..], &[("version", &version[0].1)]].concat()).is(303);
    office.at("2026-12-02 09:00");
    let zhang = office.sign_in("张敏");
    zhang.post(&format!("{at}/moves"), &[("move", "restore")]).is(409);
    zhang.get("/meetings").shows("共 1 次会议");
}

#[test]
fn a_meeting_that_was_called_before_it_was_cancelled_is_called_when_it_is_restored() {
    let office = Office::open();
    cast(&office);
    let [zhang, li] = ["张敏", "李伟"].map(|name| office.sign_in(name));
    let (at, moves) = ("/meetings/2026-W49", "/meetings/2026-W49/moves");
    zhang.post("/meetings/2026-W50/moves", &[("move", "call")]).is(409).shows("最早在开会前十天");
    zhang.post(moves, &[("move", "call")]).is(303);
    let article = scraper::Selector::parse("article.pack").expect("a selector");
    let paper = || li.get(&format!("{at}/pack")).html().select(&article).next().map(|it| it.html()).expect("a pack");
    let pack = paper();
    let form = zhang.get(&format!("{at}/time")).form(&format!("{at}/cancellation"));
    let refused = zhang.send(&form, &[("reason", "")]);
    // The form of another time does not stand beside the refused cancellation.
    refused.complains("reason");
    assert!(!refused.forms().iter().any(|it| it.action.ends_with("/time")));
    zhang.send(&form, &[("reason", "全员参展")]).goes_to(at);
    for _ in 0..2 {
        zhang.post(moves, &[("move", "restore")]).goes_to(at);
    }
    zhang.post(moves, &[("move", "call")]).goes_to(at);
    li.get(at).shows("已召集");
    assert_eq!(paper(), pack);
    // Nor does a move change what was written down.
    let form = zhang.get(&format!("{at}/time")).form(&format!("{at}/time"));
    zhang.send(&form, &[("time", "15:00"), ("place", "三楼"), ("reason", "让路")]).goes_to(at);
    li.get(at).shows("15:00").shows("三楼");
    assert_eq!(paper(), pack);
    assert!(pack.contains("2026-11-30 周一 14:00–15:30"), "{pack}");
}

#[test]
fn whoever_noted_the_attendance_meanwhile_is_not_overwritten() {
    let office = Office::open();
    cast(&office);
    let zhang = office.sign_in("张敏");
    opened(&office, &zhang, "2026-W48", "2026-11-23 14:00");
    let noted = "/meetings/2026-W48/attendance";
    let [mine, theirs] = [(); 2].map(|()| zhang.get("/meetings/2026-W48/session").form(noted));
    let late = |form: &crate::office::FormOnPage, from: &str, to: &str| {
        let mut form = form.clone();
        let of = form.fields.iter_mut().find(|it| it.0 == "presence" && it.1 == from).expect("a choice");
        of.1 = to.to_owned();
        form
    };
    zhang.send(&late(&mine, "present", "late"), &[]).is(303);
    // The same again changes nothing; another's older page does not undo it.
    zhang.send(&late(&mine, "present", "late"), &[]).is(303);
    zhang.send(&theirs, &[]).is(409);
    zhang.get("/meetings/2026-W48/session").shows("迟到 1 人");
}

#[test]
fn what_binds_is_everybody_s_to_see_and_what_is_still_written_only_theirs_who_see_the_minutes() {
    let office = Office::open();
    cast(&office);
    let [zhang, li, zhao] = ["张敏", "李伟", "赵强"].map(|name| office.sign_in(name));
    let typed = [
        ("matter", "event"),
        ("title", "逾期款分析"),
        ("about", "原因与对策。"),
        ("day", "2026-11-23"),
        ("time", "16:00"),
        ("minutes", "45"),
        ("people", "李伟"),
    ];
    let at = zhang.post("/meetings", &typed).is(303).location.clone().expect("its page");
    let number = at.trim_start_matches("/meetings/").to_owned();
    opened(&office, &zhang, &number, "2026-11-23 16:00");
    says(&zhang, &number, "逾期款分析", "三家都要催。", "上门对账 @李伟 12-04").is(303);
    let row = "/resolutions/HJ-2026-001";
    zhang.get(row).is(200);
    for who in [&li, &zhao] {
        who.get(row).is(404);
    }
    zhang.post(&format!("{at}/moves"), &[("move", "close")]).is(303);
    li.get(row).shows("上门对账");
    zhao.get(row).is(404);
    zhang.post(&format!("{at}/moves"), &[("move", "publish")]).is(303);
    // The next weekly meeting begins with it; what was said stays among those who were there.
    zhao.get("/meetings/2026-W49/pack").shows("上门对账");
    zhao.get(row).shows("上门对账").does_not_show("三家都要催");
    zhao.get("/resolutions").shows("上门对账");
    zhao.get(&at).is(404);
}

#[test]
fn nobody_missed_a_meeting_of_the_time_before_there_was_anybody() {
    let office = Office::open();
    office.at("2026-11-25 09:00");
    cast(&office);
    let li = office.sign_in("李伟");
    li.get("/meetings/2026-W48").is(404);
    assert!(!ahead(&li.get("/meetings")).contains(&"2026-W48".to_owned()));
    li.get("/meetings/2026-W49").is(200);
}

#[test]
fn a_time_that_cannot_be_is_refused_and_an_unusual_one_is_asked_about_once_more() {
    let office = Office::open();
    cast(&office);
    let [wang, zhang] = ["王芳", "张敏"].map(|name| office.sign_in(name));
    let form = wang.get("/meetings/new?matter=event").form("/meetings");
    assert!(!wang.get("/meetings/new?matter=event").has("[name=anyway]"));
    let typed = |day: &'static str, time: &'static str, minutes: &'static str| {
        vec![
            ("title", "逾期款分析"),
            ("about", "原因与对策。"),
            ("day", day),
            ("time", time),
            ("minutes", minutes),
            ("people", "李伟"),
        ]
    };
    for (day, time, minutes, field, said) in [
        ("2028-01-10", "10:00", "60", "day", "最多提前一年"),
        ("2026-11-26", "23:30", "60", "minutes", "不能开过午夜"),
        // A Saturday; the hour of the weekly meeting.
        ("2026-11-28", "10:00", "60", "anyway", "这一天不上班"),
        ("2026-11-30", "13:30", "60", "anyway", "2026-W49 14:00–15:30"),
        ("2026-11-30", "15:00", "60", "anyway", "2026-W49 14:00–15:30"),
    ] {
        wang.send(&form, &typed(day, time, minutes)).complains(field).shows(said);
    }
    // One after the other they do not meet; ending at midnight is still the same day.
    wang.send(&form, &typed("2026-11-30", "15:30", "60")).is(303);
    wang.send(&form, &typed("2026-11-26", "23:00", "60")).is(303);
    // The same people elsewhere are in the way, others are not.
    let other = zhang.get("/meetings/new?matter=event").form("/meetings");
    let same = typed("2026-11-30", "16:00", "60");
    zhang.send(&other, &same).complains("anyway").shows("逾期款分析 15:30–16:30");
    let of_others = [&same[..5], &[("people", "赵强")]].concat();
    zhang.send(&other, &of_others).is(303);
    // With the box ticked it is held.
    let anyway = [&typed("2026-11-28", "10:00", "60")[..], &[("anyway", "1")]].concat();
    let at = wang.send(&form, &anyway).is(303).location.clone().expect("its page");
    // So is one that is moved; its own time is not in its way.
    let time = wang.get(&format!("{at}/time")).form(&format!("{at}/time"));
    wang.send(&time, &[("minutes", "90")]).complains("anyway");
    wang.send(&time, &[("day", "2026-11-30"), ("time", "14:30"), ("reason", "提前")]).complains("anyway").shows("2026-W49");
    wang.send(&time, &[("place", "一号会议室")]).goes_to(&at);
    let time = wang.get(&format!("{at}/time")).form(&format!("{at}/time"));
    wang.send(&time, &[("day", "2026-12-01"), ("time", "10:00"), ("reason", "改在周二")]).goes_to(&at);
    let weekly = zhang.get("/meetings/2026-W49/time").form("/meetings/2026-W49/time");
    zhang.send(&weekly, &[("day", "2026-12-01"), ("time", "10:30"), ("reason", "出差")]).complains("anyway");
    zhang.send(&weekly, &[("day", "2026-12-01"), ("time", "10:30"), ("reason", "出差"), ("anyway", "1")]).is(303);
}

#[test]
fn the_coordinator_arranges_what_the_program_puts_on_an_agenda() {
    let office = Office::open();
    cast(&office);
    let [zhang, li] = ["张敏", "李伟"].map(|name| office.sign_in(name));
    let at = "/meetings/2026-W49";
    let tools = |who: &Visitor, of: &str| -> Vec<String> {
        let link = scraper::Selector::parse("#agenda .tools a").expect("a selector");
        let all = who.get(at);
        let all = all.html();
        let named = all.select(&link).filter(|it| it.attr("aria-label").is_some_and(|it| it.contains(of)));
        named.filter_map(|it| it.attr("href").map(str::to_owned)).collect()
    };
    let order = |who: &Visitor| -> Vec<String> {
        let what = scraper::Selector::parse("#agenda .agenda .what").expect("a selector");
        who.get(at).html().select(&what).map(|it| it.text().collect::<String>().trim().to_owned()).collect()
    };
    assert!(tools(&li, "偏差与逾期").is_empty());
    assert_eq!(order(&zhang), ["李伟", "赵强", "偏差与逾期"]);
    // How long each takes: nothing is a row until then.
    let (reports, deviations) = (tools(&zhang, "赵强"), tools(&zhang, "偏差与逾期"));
    assert_eq!((reports.len(), deviations.len(), rows(&office)), (1, 1, 0));
    li.get(&deviations[0]).is(403);
    li.post(&deviations[0], &[("minutes", "30")]).is(403);
    let form = zhang.get(&deviations[0]).shows("偏差与逾期").form(&deviations[0]);
    zhang.send(&form, &[("minutes", "-1")]).complains("minutes");
    zhang.send(&form, &[("minutes", "30")]).is(303);
    zhang.send(&form, &[("minutes", "30")]).is(303);
    zhang.send(&form, &[("minutes", "25")]).is(409).shows("别人保存的");
    zhang.get(at).shows("30 分钟").shows("合计 40 分钟");
    let form = zhang.get(&reports[0]).shows("赵强").form(&reports[0]);
    zhang.send(&form, &[("minutes", "0")]).is(303);
    zhang.get(at).shows("从略").shows("合计 35 分钟");
    // Nothing of it can be taken off; whoever reports first is chosen.
    zhang.post(&format!("{}/removal", deviations[0]), &[]).is(303);
    assert_eq!(order(&zhang), ["李伟", "赵强", "偏差与逾期"]);
    zhang.post(&format!("{}/place", reports[0]), &[("to", "earlier")]).is(303);
    assert_eq!(order(&zhang), ["赵强", "李伟", "偏差与逾期"]);
    zhang.post(&format!("{}/place", deviations[0]), &[("to", "earlier")]).is(303);
    assert_eq!(order(&zhang), ["赵强", "李伟", "偏差与逾期"]);
    // Somebody new reports as well, at the end.
    office.add("钱进", &[Role::Sales]);
    assert_eq!(order(&zhang), ["赵强", "李伟", "钱进", "偏差与逾期"]);
    // As it was arranged it is called; from then on any part goes before any other.
    zhang.post(&format!("{at}/moves"), &[("move", "call")]).is(303);
    assert_eq!(order(&zhang), ["赵强", "李伟", "钱进", "偏差与逾期"]);
    zhang.get(at).shows("从略").shows("30 分钟");
    for _ in 0..5 {
        zhang.post(&format!("{}/place", deviations[0]), &[("to", "earlier")]).is(303);
    }
    assert_eq!(order(&zhang), ["偏差与逾期", "赵强", "李伟", "钱进"]);
    let form = zhang.get(&deviations[0]).form(&deviations[0]);
    zhang.send(&form, &[("minutes", "15")]).is(303);
    li.get(at).shows("15 分钟");
}

#[test]
fn what_is_open_is_settled_where_it_is_gone_through() {
    let office = Office::open();
    cast(&office);
    let zhang = office.sign_in("张敏");
    opened(&office, &zhang, "2026-W48", "2026-11-23 14:00");
    says(&zhang, "2026-W48", "偏差与逾期", "", "清理样品间 @李伟 12-18").is(303);
    says(&zhang, "2026-W48", "偏差与逾期", "", "换锁 @赵强 12-18").is(303);
    says(&zhang, "2026-W48", "偏差与逾期", "", "核对钥匙 @李伟 12-25").is(303);
    says(&zhang, "2026-W48", "偏差与逾期", "", "清点展架 @赵强 12-30").is(303);
    over(&zhang, "2026-W48");
    office.at("2026-11-30 14:00");
    let [zhang, li] = ["张敏", "李伟"].map(|name| office.sign_in(name));
    opened(&office, &zhang, "2026-W49", "2026-11-30 14:00");
    let session = "/meetings/2026-W49/session";
    let forms = zhang.get(session).forms().into_iter().filter(|it| it.action.ends_with("/outcome")).collect::<Vec<_>>();
    assert_eq!(forms.len(), 4);
    zhang.send(&forms[0], &[("outcome", ""), ("then", "done")]).complains("outcome");
    zhang.send(&forms[0], &[("outcome", "已清理"), ("then", "zzz")]).is(422);
    zhang.send(&forms[0], &[("outcome", "已清理"), ("then", "done")]).goes_to(session);
    zhang.send(&forms[1], &[("outcome", "不换了"), ("then", "drop")]).goes_to(session);
    let page = zhang.get(session);
    page.shows("已完成").shows("不再执行");
    zhang.post("/meetings/2026-W49/moves", &[("move", "close")]).is(303);
    let minutes = zhang.get("/meetings/2026-W49/minutes");
    minutes.shows("已完成：清理样品间——已清理").shows("不再执行：换锁——不换了");
    minutes.shows("结转下次：核对钥匙").shows("清点展架");
    // While the minutes are written their keeper puts down what was said; what somebody reports elsewhere is of another day.
    office.later(chrono::Duration::minutes(20));
    let typed = [("outcome", "钥匙齐全"), ("then", "done"), ("meeting", "2026-W49")];
    zhang.post("/resolutions/HJ-2026-003/outcome", &typed).is(303);
    let zhao = office.sign_in("赵强");
    let typed = [("outcome", "已清点"), ("then", "done"), ("meeting", "2026-W49")];
    zhao.post("/resolutions/HJ-2026-004/outcome", &typed).goes_to("/resolutions/HJ-2026-004");
    assert!(!zhang.get(session).forms().iter().any(|it| it.action.ends_with("/outcome")));
    let minutes = "/meetings/2026-W49/minutes";
    zhang.get(minutes).shows("已完成：核对钥匙——钥匙齐全").does_not_show("清点展架").does_not_show("结转下次");
    zhang.post("/meetings/2026-W49/moves", &[("move", "publish")]).is(303);
    li.get(minutes).shows("已完成：核对钥匙——钥匙齐全").does_not_show("清点展架");
    assert_eq!(page.forms().iter().filter(|it| it.action.ends_with("/outcome")).count(), 2);
    // The pack is as it was when the meeting was called.
    zhang.get("/meetings/2026-W49/pack").shows("清理样品间");
}

#[test]
fn a_special_meeting_is_there_for_those_who_are_due_and_for_those_who_arrange() {
    let office = Office::open();
    cast(&office);
    office.add("钱进", &[Role::Sales]);
    let wang = office.sign_in("王芳");
    let page = wang.get("/meetings/new?matter=event");
    let form = page.form("/meetings");
    assert!(form.fields.contains(&("matter".into(), "event".into())), "{:?}", form.fields);
    let typed = [
        ("title", "大客户流失分析"),
        ("about", "三家客户同月转向同行，原因与对策。"),
        ("day", "2026-11-26"),
        ("time", "10:00"),
        ("minutes", "45"),
        ("place", "一号会议室"),
    ];
    wang.send(&form, &typed).complains("people");
    wang.send(&form, &[&typed[..], &[("people", "没有此人")]].concat()).complains("people");
    let past = [&typed[..2], &[("day", "2026-11-20"), ("time", "10:00"), ("minutes", "45"), ("people", "李伟")]].concat();
    wang.send(&form, &past).complains("day");
    let whole = [&typed[..], &[("people", "李伟"), ("people", "陈静")]].concat();
    wang.send(&form, &whole).goes_to("/meetings/HY-2026-001");
    wang.send(&form, &whole).goes_to("/meetings/HY-2026-001");
    let at = "/meetings/HY-2026-001";
    for name in ["王芳", "李伟", "陈静", "周立明", "张敏"] {
        let page = office.sign_in(name).get(at);
        page.shows("大客户流失分析").shows("分析重大事件").shows("2026-11-26 周四 10:00–10:45").shows("三家客户同月转向同行");
        office.sign_in(name).get("/meetings").shows("大客户流失分析");
        office.sign_in(name).get("/meetings.xlsx").is(200);
        office.sign_in(name).get("/search?q=客户流失").shows("大客户流失分析");
    }
    for name in ["赵强", "钱进"] {
        let other = office.sign_in(name);
        other.get(at).is(404);
        other.get("/meetings").does_not_show("大客户流失分析");
        other.get("/search?q=客户流失").does_not_show("大客户流失分析").shows("没有找到");
        other.post(&format!("{at}/items"), &[("title", "x"), ("minutes", "5")]).is(404);
        other.post(&format!("{at}/leave"), &[("leave_reason", "x")]).is(404);
        other.get("/meetings/new").is(403);
        other.post("/meetings", &whole).is(403);
    }
    // Its subject takes all of it.
    wang.get(at).shows("合计 45 分钟，会议 45 分钟").does_not_show("超出时长");
    // Whoever convened it arranges it, without being a coordinator.
    let form = wang.get(&format!("{at}/time")).form(&format!("{at}/time"));
    wang.send(&form, &[("day", "2026-11-27"), ("reason", "等数据")]).goes_to(at);
    office.sign_in("李伟").get(at).shows("2026-11-27 周五 10:00–10:45").shows("等数据");
    // A pack that was written down says where it is now.
    wang.post(&format!("{at}/moves"), &[("move", "call")]).is(303);
    let pack = format!("{at}/pack");
    wang.get(&pack).does_not_show("召集之后会议改期");
    let form = wang.get(&format!("{at}/time")).form(&format!("{at}/time"));
    wang.send(&form, &[("day", "2026-11-30"), ("reason", "再等两天")]).goes_to(at);
    wang.get(&pack).shows("召集之后会议改期").shows("2026-11-30 周一 10:00–10:45").shows("2026-11-27 周五 10:00–10:45");
    // What it resolves binds everybody; what is only to be known of it is for those who were due.
    office.at("2026-11-30 10:00");
    let wang = office.sign_in("王芳");
    wang.post(&format!("{at}/moves"), &[("move", "open")]).is(303);
    let session = wang.get(&format!("{at}/session"));
    wang.send(&session.form(&format!("{at}/attendance")), &[]).is(303);
    let part = session.forms().into_iter().find(|it| it.action.ends_with("/record")).expect("a part");
    wang.send(&part, &[("resolution", "任务：回访三家客户 @李伟 12-18")]).is(303);
    wang.send(&part, &[("resolution", "通报：停止向该客户发货")]).is(303);
    over(&wang, "HY-2026-001");
    let seen = |name: &str| {
        let list = office.sign_in(name).get("/resolutions?state=all").is(200).text.clone();
        (list.contains("回访三家客户"), list.contains("停止向该客户发货"))
    };
    assert_eq!(["李伟", "陈静", "张敏", "赵强"].map(seen), [(true, true), (true, true), (true, true), (true, false)]);
    let zhao = office.sign_in("赵强");
    zhao.get("/resolutions/HJ-2026-002").is(404);
    zhao.get("/search?q=停止向该客户").shows("没有找到");
    // A matter of a meeting that is over is not edited, and the page says so at once.
    let item = part.action.trim_end_matches("/record").to_owned();
    wang.get(&item).is(409).shows("已经结束或取消");
}

#[test]
fn anybody_puts_a_matter_on_an_agenda_and_the_coordinator_arranges() {
    let office = Office::open();
    cast(&office);
    let [zhang, li, zhao] = ["张敏", "李伟", "赵强"].map(|name| office.sign_in(name));
    let at = "/meetings/2026-W49";
    put(&li, at, "", "10").complains("title");
    put(&li, at, "样品间怎么用", "0").complains("minutes");
    put(&li, at, "样品间怎么用", "10").is(303);
    put(&li, at, "样品间怎么用", "10").is(303);
    put(&zhao, at, "年会名单", "70").is(303);
    let page = zhang.get(at);
    page.shows("待议事项").shows("合计").shows("超出时长");
    let order = |page: &Answer| {
        let text = page
            .html()
            .select(&scraper::Selector::parse("#agenda").expect("a selector"))
            .flat_map(|it| it.text())
            .collect::<String>();
        (text.matches("样品间怎么用").count(), text.find("样品间怎么用") < text.find("年会名单"))
    };
    assert_eq!(order(&page), (1, true));
    let places: Vec<String> =
        page.forms().into_iter().map(|it| it.action).filter(|it| it.ends_with("/place") && !it.contains("report")).collect();
    assert_eq!(places.len(), 2);
    zhang.post(&places[1], &[("to", "earlier")]).is(303);
    assert_eq!(order(&zhang.get(at)), (1, false));
    // Nobody else arranges, and nobody changes another's matter.
    li.post(&places[0], &[("to", "earlier")]).is(403);
    let items: Vec<String> = places.iter().map(|it| it.trim_end_matches("/place").to_owned()).collect();
    zhao.get(&items[0]).is(403);
    zhao.post(&items[0], &[("title", "别人的"), ("minutes", "5")]).is(403);
    zhao.post(&format!("{}/removal", items[0]), &[]).is(403);
    let form = li.get(&items[0]).form(&items[0]);
    li.send(&form, &[("title", "样品间的钥匙"), ("person", "李伟"), ("minutes", "15")]).is(303);
    zhang.send(&form, &[("title", "迟到的改动")]).is(409).shows("样品间的钥匙");
    zhang.get(at).shows("样品间的钥匙").shows("15 分钟");
    zhang.post(&format!("{}/removal", items[1]), &[]).is(303);
    li.get(at).does_not_show("年会名单");
}

#[test]
fn a_request_is_put_before_a_meeting_by_its_asker_or_whoever_arranges() {
    let office = Office::open();
    cast(&office);
    let [li, zhao, zhou] = ["李伟", "赵强", "周立明"].map(|name| office.sign_in(name));
    let typed = [("kind", "unsure"), ("project", ""), ("title", "订金比例"), ("question", "几成？"), ("proposal", "三成。")];
    let request = li.post("/requests", &typed).is(303).location.clone().expect("its page");
    let number = request.rsplit('/').next().expect("its number");
    let items = "/meetings/2026-W49/items";
    zhao.post(items, &[("request", number)]).is(404);
    li.post(items, &[("request", number)]).is(303);
    li.post(items, &[("request", number)]).is(303);
    li.get("/meetings/2026-W49").shows("提交会议的请示").shows("订金比例").shows(number);
    // What is laid before a meeting everybody there can read; the request itself stays between those whom it concerns.
    zhao.get("/meetings/2026-W49").shows("订金比例").does_not_show(number);
    let agenda = format!("{request}/agenda");
    li.send(&li.get(&agenda).form(&agenda), &[("meeting", "2026-W50")]).complains("meeting").shows("2026-W49");
    zhou.post(&format!("{request}/answer"), &[("verdict", "granted"), ("instruction", "三成。"), ("version", "1")]).is(303);
    li.post("/meetings/2026-W50/items", &[("request", number)]).is(409);
}

#[test]
fn who_cannot_come_says_so_and_why_and_may_still_come() {
    let office = Office::open();
    cast(&office);
    let [zhang, li] = ["张敏", "李伟"].map(|name| office.sign_in(name));
    let at = "/meetings/2026-W49";
    let leave = format!("{at}/leave");
    li.send(&li.get(at).form(&leave), &[("leave_reason", "")]).complains("leave_reason");
    li.send(&li.get(at).form(&leave), &[("leave_reason", "客户现场验收")]).goes_to(at);
    li.get(at).shows("您已请假");
    zhang.get(at).shows("客户现场验收").shows("请假");
    zhang.get("/meetings/2026-W50").does_not_show("客户现场验收");
    li.post(&format!("{leave}/removal"), &[]).goes_to(at);
    li.post(&format!("{leave}/removal"), &[]).goes_to(at);
    zhang.get(at).does_not_show("客户现场验收");
}

#[test]
fn matters_of_a_week_that_is_pushed_onto_another_or_was_never_held_wait_for_the_next() {
    let office = Office::open();
    cast(&office);
    let [admin, li] = ["管理员", "李伟"].map(|name| office.sign_in(name));
    put(&li, "/meetings/2026-W49", "展厅排班", "10").is(303);
    // The whole week becomes free, and with it the meeting falls on the day of the next one.
    for day in 0..5u64 {
        let day = shuguang::calendar::Week::of("2026-11-30".parse().expect("a day")).monday() + Days::new(day);
        let form = admin.get("/admin/calendar").form("/admin/calendar");
        admin.send(&form, &[("first", &day.to_string()), ("kind", "holiday"), ("name", "停业")]).is(303);
    }
    li.get("/meetings/2026-W49").shows("因放假与下一次例会一起在 2026-12-07 周一 召开");
    assert!(!ahead(&li.get("/meetings")).contains(&"2026-W49".to_owned()));
    li.get("/meetings/2026-W50").shows("展厅排班");
    li.get("/meetings/2026-W51").does_not_show("展厅排班");
    // Nobody held that one either.
    office.at("2026-12-10 09:00");
    office.sign_in("李伟").get("/meetings/2026-W51").shows("展厅排班");
}

/// Each regular meeting of a year by the rule, whatever was declared a holiday, is on the list of its day and nowhere else.
#[test]
fn between_two_days_there_are_the_meetings_of_the_rule() {
    let office = Office::open();
    cast(&office);
    let me = office.actor("李伟");
    let read = office.store().read(|conn| {
        let office = shuguang::store::office::Office::load(conn, shuguang::clock::Zone::SHANGHAI)?;
        let (from, to) = ("2026-01-01".parse().expect("a day"), "2026-12-31".parse().expect("a day"));
        let all = schedule::between(conn, &me, &office, (from, to))?;
        Ok((all.into_iter().map(|it| it.meeting.number).collect::<Vec<_>>(), office.calendar.meetings(from, to)))
    });
    let (listed, ruled) = read.unwrap_or_else(|error| panic!("{}", error.account()));
    // On one day they stand by their hours, not by their kinds.
    let sorted = |mut all: Vec<String>| {
        all.sort();
        all
    };
    let ruled = ruled.iter().map(|(_, it): &(_, Regular)| it.to_string()).collect();
    assert_eq!(sorted(listed.clone()), sorted(ruled));
    assert!(listed.len() > 60, "{}", listed.len());
}

/// A weekly meeting as it is kept: called, opened, with everybody there.
fn opened(office: &Office, keeper: &Visitor, number: &str, at: &str) {
    office.at(at);
    for step in ["call", "open"] {
        keeper.post(&format!("/meetings/{number}/moves"), &[("move", step)]).is(303);
    }
    let page = keeper.get(&format!("/meetings/{number}/session"));
    keeper.send(&page.form(&format!("/meetings/{number}/attendance")), &[]).is(303);
}

/// Closes and publishes a meeting.
fn over(keeper: &Visitor, number: &str) {
    for step in ["close", "publish"] {
        keeper.post(&format!("/meetings/{number}/moves"), &[("move", step)]).is(303);
    }
}

/// The weekly meeting of 2026-11-23, in session: one resolution to be done until 18 December, one only to be known.
fn resolved(office: &Office) {
    cast(office);
    let keeper = office.sign_in("张敏");
    opened(office, &keeper, "2026-W48", "2026-11-23 14:00");
    says(&keeper, "2026-W48", "偏差与逾期", "", "清理样品间 @李伟 12-18").is(303);
    says(&keeper, "2026-W48", "偏差与逾期", "", "通报：元旦放假").is(303);
    over(&keeper, "2026-W48");
}

/// Writes a line under the part of the agenda that is called so.
fn says(keeper: &Visitor, number: &str, part: &str, notes: &str, resolution: &str) -> Answer {
    let page = keeper.get(&format!("/meetings/{number}/session"));
    let panel = scraper::Selector::parse(".stack > section.panel[id^=item-]").expect("a selector");
    let id = page
        .html()
        .select(&panel)
        .find(|it| it.text().collect::<String>().contains(part))
        .map(|it| it.attr("id").unwrap_or_default().to_owned());
    let id = id.unwrap_or_else(|| panic!("{part} is not on the agenda"));
    let form = page.form(&format!("/meetings/{number}/items/{}/record", id.trim_start_matches("item-")));
    keeper.send(&form, &[("notes", notes), ("resolution", resolution)])
}

#[test]
fn a_meeting_goes_from_planned_to_published_and_what_it_resolved_is_done_by_somebody() {
    let office = Office::open();
    cast(&office);
    let [zhang, li, zhao, zhou] = ["张敏", "李伟", "赵强", "周立明"].map(|name| office.sign_in(name));
    let at = "/meetings/2026-W48";
    // Not out of turn, not by anybody, not before its day.
    for step in ["open", "close", "publish"] {
        zhang.post(&format!("{at}/moves"), &[("move", step)]).is(409);
    }
    zhang.post(&format!("{at}/moves"), &[("move", "cancel")]).is(404);
    li.post(&format!("{at}/moves"), &[("move", "call")]).is(403);
    zhang.get(&format!("{at}/session")).is(409);
    li.get(&format!("{at}/minutes")).is(404);
    zhang.post("/meetings/2026-W49/moves", &[("move", "call")]).is(303);
    zhang.post("/meetings/2026-W49/moves", &[("move", "open")]).is(409);
    put(&li, at, "展厅排班", "10").is(303);
    opened(&office, &zhang, "2026-W48", "2026-11-23 14:00");
    li.get(at).shows("会议中").shows("展厅排班");
    // What is said is kept part by part; another keeper is told.
    says(&zhang, "2026-W48", "展厅排班", "三个项目同日借展厅。", "排班表每周五公布 @李伟 11-27").is(303);
    says(&zhang, "2026-W48", "展厅排班", "三个项目同日借展厅。", "展厅钥匙换锁").is(303);
    says(&zhang, "2026-W48", "偏差与逾期", "", "通报：元旦放假三天").is(303);
    says(&zhang, "2026-W48", "偏差与逾期", "", "@李伟 11-30").complains("resolution");
    says(&zhang, "2026-W48", "偏差与逾期", "", "补货 @李伟 2026-11-20").complains("resolution");
    li.get(&format!("{at}/session")).is(403);
    // Nothing waits for anybody yet.
    li.get("/tasks").does_not_show("排班表每周五公布");
    zhang.post(&format!("{at}/moves"), &[("move", "publish")]).is(409);
    zhang.post(&format!("{at}/moves"), &[("move", "close")]).is(303);
    // Nor while the minutes are written: what stands in them may still change.
    li.get("/tasks").does_not_show("排班表每周五公布");
    li.get("/notices").does_not_show("排班表每周五公布");
    li.get("/resolutions").does_not_show("排班表每周五公布");
    li.get("/resolutions/HJ-2026-001").shows("排班表每周五公布").does_not_show("已落实");
    li.post("/resolutions/HJ-2026-001/outcome", &[("outcome", "已公布"), ("then", "done")]).is(409).shows("还没有发布");
    zhang.post("/resolutions/HJ-2026-001/holder", &[("holder", "赵强"), ("version", "1")]).is(409);
    zhang.get("/tasks").shows("整理并发布会议纪要");
    zhang.get("/meetings/2026-W50/pack").shows("排班表每周五公布").shows("纪要未发布");
    // Not before every resolution is typed and somebody answers for it.
    let refused = zhang.post(&format!("{at}/moves"), &[("move", "publish")]);
    refused.is(409).shows("给每条决议归类");
    let form = zhang.get("/resolutions/HJ-2026-002/edit").form("/resolutions/HJ-2026-002/edit");
    zhang.send(&form, &[("kind", "task")]).is(303);
    zhang.post(&format!("{at}/moves"), &[("move", "publish")]).is(409).shows("确定每条决议的负责人");
    let form = zhang.get("/resolutions/HJ-2026-002/edit").form("/resolutions/HJ-2026-002/edit");
    zhang.send(&form, &[("person", "赵强"), ("due_on", "2026-11-24")]).is(303);
    zhang.post(&format!("{at}/moves"), &[("move", "publish")]).goes_to(&format!("{at}/minutes"));
    let minutes = li.get(&format!("{at}/minutes"));
    li.get("/tasks").shows("完成会议任务").shows("排班表每周五公布").shows("11-27");
    li.get("/notices").shows("排班表每周五公布");
    minutes.shows("三个项目同日借展厅。").shows("展厅钥匙换锁").shows("赵强").shows("元旦放假三天").shows("出席");
    // From then on they stay as they are.
    zhang.send(&form, &[("content", "改过的")]).is(409);
    zhang.post(&format!("{at}/resolutions/HJ-2026-001/removal"), &[]).is(409);
    // Everybody who was due confirms to have read them.
    li.get("/tasks").shows("阅读会议纪要");
    li.send(&minutes.form(&format!("{at}/minutes/reading")), &[]).is(303);
    li.get("/tasks").does_not_show("阅读会议纪要");
    zhang.get("/tasks").does_not_show("阅读会议纪要");
    zhou.get(&format!("{at}/minutes")).shows("未阅").does_not_show("未阅：李伟");
    // From the task two clicks lead to the sentence.
    let task = li.get("/tasks");
    assert!(task.html().select(&scraper::Selector::parse("a[href='/resolutions/HJ-2026-001']").expect("css")).next().is_some());
    let sentence = li.get("/resolutions/HJ-2026-001");
    sentence.shows("排班表每周五公布").shows("展厅排班");
    assert!(sentence.has(&format!("a[href='{at}/minutes#HJ-2026-001']")));
    assert!(minutes.has("#HJ-2026-001"));
    // Whoever answers for it says what came of it; nobody else does, and the coordinator may drop it.
    zhao.post("/resolutions/HJ-2026-001/outcome", &[("outcome", "代为完成"), ("then", "done")]).is(403);
    li.post("/resolutions/HJ-2026-001/outcome", &[("outcome", ""), ("then", "done")]).complains("outcome");
    li.post("/resolutions/HJ-2026-001/outcome", &[("outcome", "不做了"), ("then", "drop")]).is(403);
    li.post("/resolutions/HJ-2026-001/outcome", &[("outcome", "已公布"), ("then", "done")]).is(303);
    li.post("/resolutions/HJ-2026-001/outcome", &[("outcome", "已公布"), ("then", "done")]).is(303);
    li.post("/resolutions/HJ-2026-001/outcome", &[("outcome", "又一次"), ("then", "done")]).is(409);
    li.get("/tasks").does_not_show("排班表每周五公布");
    zhang.post("/resolutions/HJ-2026-003/outcome", &[("outcome", "x"), ("then", "done")]).is(409);
    zhang.post("/resolutions/HJ-2026-002/outcome", &[("outcome", "锁已装好"), ("then", "drop")]).is(303);
    li.get("/resolutions").does_not_show("排班表").does_not_show("元旦放假");
    li.get("/resolutions?state=done").shows("排班表每周五公布");
    li.get("/resolutions?state=all&q=钥匙").shows("展厅钥匙换锁").does_not_show("排班表");
}

#[test]
fn what_is_open_leads_the_next_agenda_and_says_how_often_it_was_carried_over() {
    let office = Office::open();
    cast(&office);
    let zhang = office.sign_in("张敏");
    opened(&office, &zhang, "2026-W48", "2026-11-23 14:00");
    says(&zhang, "2026-W48", "偏差与逾期", "", "清理样品间 @李伟 12-18").is(303);
    over(&zhang, "2026-W48");
    for (number, at, times) in [
        ("2026-W49", "2026-11-30 14:00", "—"),
        ("2026-W50", "2026-12-07 14:00", "1 次"),
        ("2026-W51", "2026-12-14 14:00", "2 次"),
    ] {
        office.at(at);
        let zhang = office.sign_in("张敏");
        zhang.get(&format!("/meetings/{number}")).shows("上次决议落实");
        let pack = zhang.get(&format!("/meetings/{number}/pack"));
        pack.shows("清理样品间");
        let row = scraper::Selector::parse("article.pack table td.num").expect("a selector");
        let said: Vec<String> = pack.html().select(&row).map(|it| it.text().collect()).collect();
        assert_eq!(said, [times], "{number}");
        opened(&office, &zhang, number, at);
        // It leads, whatever is moved, and takes as long as it takes.
        let part = format!("/meetings/{number}/items/resolutions");
        zhang.post(&format!("{part}/place"), &[("to", "later")]).is(303);
        zhang.send(&zhang.get(&part).form(&part), &[("minutes", "22")]).is(303);
        let agenda = scraper::Selector::parse("#agenda .agenda > li").expect("a selector");
        let first = zhang.get(&format!("/meetings/{number}"));
        let first = first.html().select(&agenda).next().map(|it| it.text().collect::<String>()).unwrap_or_default();
        assert!(first.contains("上次决议落实") && first.contains("22 分钟"), "{first}");
        zhang.get(&format!("/meetings/{number}/session")).shows("清理样品间");
        over(&zhang, number);
    }
    let li = office.sign_in("李伟");
    li.get("/resolutions/HJ-2026-001").shows("结转3 次");
    li.post("/resolutions/HJ-2026-001/outcome", &[("outcome", "已清"), ("then", "done")]).is(303);
    office.at("2026-12-21 09:00");
    office.sign_in("李伟").get("/meetings/2026-W52/pack").shows("没有未完成的决议");
}

#[test]
fn a_plan_is_heard_at_a_special_meeting_whose_opinions_are_the_deliberation_s() {
    let prepared = crate::prepared::Prepared::department();
    let office = &prepared.office;
    let number = prepared.at("deliberation");
    let page = format!("/projects/{number}/deliberation");
    let [planner, owner] = ["王芳", "李伟"].map(|name| office.sign_in(name));
    let link = format!("a[href=\"/meetings/new?matter=plan&project={number}\"]");
    assert!(planner.get(&page).has(&link));
    assert!(!owner.get(&page).has(&link), "who may not convene is not asked to");
    // Those concerned are chosen already; a plan that nobody deliberates is not heard.
    let form = planner.get(&format!("/meetings/new?matter=plan&project={number}")).shows("陈静").form("/meetings");
    let chosen: Vec<&str> = form.fields.iter().filter(|it| it.0 == "people").map(|it| it.1.as_str()).collect();
    for name in ["周立明", "王芳", "张敏", "李伟", "陈静"] {
        assert!(chosen.contains(&name), "{name} is missing among {chosen:?}");
    }
    let typed = [("about", "听取意见和答辩。"), ("day", "2026-12-16"), ("time", "10:00"), ("place", "二楼会议室")];
    let with = |field: &'static str, value: &'static str| {
        let mut typed: Vec<(&str, &str)> = typed.to_vec();
        typed.push((field, value));
        planner.send(&form, &typed)
    };
    with("project", "").complains("project");
    with("project", "SG-2026-999").complains("project").shows("没有这个编号的项目");
    with("project", "SG-2026-004").complains("project").shows("正在论证的项目");
    planner
        .post(
            "/meetings",
            &[&typed[..3], &[("matter", "proposal"), ("title", "论证"), ("minutes", "60"), ("people", "李伟")]].concat(),
        )
        .complains("proposal");
    // Whoever defends the plan is due, and the commander.
    let without = |name: &str| {
        let mut form = form.clone();
        form.fields.retain(|it| it.1 != name);
        planner.send(&form, &typed)
    };
    without("李伟").complains("people").shows("负责答辩的人应到会：李伟");
    without("周立明").complains("people").shows("总指挥到会");
    let mut form_without_professionals = form.clone();
    form_without_professionals.fields.retain(|it| it.0 != "people" || ["周立明", "李伟"].contains(&it.1.as_str()));
    planner.send(&form_without_professionals, &typed).complains("people").shows("要有市场专业人员到会");
    let at = planner.send(&form, &typed).is(303).location.clone().expect("its page");
    planner.get(&page).shows("论证会").does_not_show("召开论证会");
    // The coordinator convenes no hearing.
    let zhang = office.sign_in("张敏");
    assert!(!zhang.get("/meetings/new").has("[name=matter][value=plan]"));
    let other = zhang.get("/meetings/new").form("/meetings");
    let typed_too = [&typed[..], &[("matter", "plan"), ("title", "论证"), ("project", number), ("people", "李伟")]].concat();
    zhang.send(&other, &typed_too).complains("matter").shows("由企划助理召集");
    // Pressed twice it is one; another hearing of the same plan is not arranged.
    assert_eq!(planner.send(&form, &typed).location.as_deref(), Some(at.as_str()));
    let later = [("about", "听取意见和答辩。"), ("day", "2026-12-17"), ("time", "10:00")];
    planner.send(&form, &later).complains("project").shows("已经安排了论证会");
    planner.get(&format!("{at}/pack")).shows("目标").shows(number);
    planner.post(&format!("{at}/moves"), &[("move", "call")]).is(303);
    office.at("2026-12-16 10:00");
    let planner = office.sign_in("王芳");
    planner.post(&format!("{at}/moves"), &[("move", "open")]).goes_to(&format!("{at}/session"));
    let session = format!("{at}/session");
    planner.send(&planner.get(&session).form(&format!("{at}/attendance")), &[]).is(303);
    let said = planner.get(&session).forms().into_iter().find(|it| it.action.ends_with("/record")).expect("a part");
    planner.send(&said, &[("notes", "专业人员担心交期。")]).is(303);
    // The opinion is given where the plan is deliberated.
    let specialist = office.sign_in("陈静");
    let opinion = specialist.get(&page).form(&format!("/projects/{number}/opinions"));
    specialist.send(&opinion, &[("stance", "against"), ("reason", "交期压得太紧。")]).is(303);
    planner.post(&format!("{at}/moves"), &[("move", "close")]).is(303);
    planner.get(&format!("{at}/minutes")).shows("论证意见与答辩").shows("交期压得太紧。").shows("反对");
    planner.post(&format!("{at}/moves"), &[("move", "publish")]).goes_to(&format!("{at}/minutes"));
    // Once it is answered the hearing is put down as the minutes have it.
    let owner = office.sign_in("李伟");
    let answered = owner.get(&page).forms().into_iter().filter(|it| it.action.contains("/opinions/")).collect::<Vec<_>>();
    for form in answered {
        owner.send(&form, &[("defence", "首批减半，错开交期。")]).is(303);
    }
    let hearing = planner.get(&page).shows("论证会纪要").shows("已按纪要填好").form(&format!("/projects/{number}/steps/3.4"));
    let field = |name: &str| hearing.fields.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str()).to_owned();
    assert_eq!((field("held_on").as_str(), field("place").as_str()), ("2026-12-16", "二楼会议室"));
    assert!(field("present").contains("陈静") && field("conclusion").contains("担心交期"), "{hearing:?}");
    // What was published stays as it was then; the defence stands in the deliberation.
    planner.get(&format!("{at}/minutes")).shows("交期压得太紧。").does_not_show("首批减半，错开交期。");
    // The hearing was not before the version was submitted.
    planner.send(&hearing, &[("held_on", "2026-01-05")]).complains("held_on").shows("不会早于这一版计划定稿");
    planner.send(&hearing, &[]).is(303);
}

#[test]
fn a_hearing_that_cannot_be_held_any_more_says_so_and_an_open_one_is_not_put_down_beside_its_meeting() {
    let prepared = crate::prepared::Prepared::department();
    let office = &prepared.office;
    let number = prepared.at("deliberation");
    let [planner, owner, specialist, commander] = ["王芳", "李伟", "陈静", "周立明"].map(|name| office.sign_in(name));
    let form = planner.get(&format!("/meetings/new?matter=plan&project={number}")).form("/meetings");
    let typed = [("about", "听取意见和答辩。"), ("day", "2026-12-16"), ("time", "10:00")];
    let at = planner.send(&form, &typed).is(303).location.clone().expect("its page");
    planner.post(&format!("{at}/moves"), &[("move", "call")]).is(303);
    // Everybody is heard already, but the meeting is still to come.
    let page = format!("/projects/{number}/deliberation");
    let opinion = specialist.get(&page).form(&format!("/projects/{number}/opinions"));
    specialist.send(&opinion, &[("stance", "against"), ("reason", "交期压得太紧。")]).is(303);
    for form in owner.get(&page).forms().into_iter().filter(|it| it.action.contains("/opinions/")) {
        owner.send(&form, &[("defence", "首批减半。")]).is(303);
    }
    let down = format!("/projects/{number}/steps/3.4");
    assert!(!planner.get(&page).shows("散会以后").has(&format!("form[action='{down}']")));
    let plan = read_plan(office, number);
    let typed = [
        ("subject", plan.as_str()),
        ("held_on", "2026-12-15"),
        ("place", "二楼"),
        ("present", "陈静"),
        ("conclusion", "不一。"),
    ];
    planner.post(&down, &typed).complains("held_on").shows(at.trim_start_matches("/meetings/"));
    // The commander returns the project: the meeting has nothing to hear.
    assert!(!planner.get(&at).has("[role=alert]"));
    let moves = format!("/projects/{number}/moves");
    commander.post(&moves, &[("move", "return"), ("reason", "预算依据不足。")]).is(303);
    planner.get(&at).shows("项目已经不在论证");
    office.at("2026-12-16 10:00");
    let planner = office.sign_in("王芳");
    planner.post(&format!("{at}/moves"), &[("move", "open")]).is(409).shows("项目已经不在论证");
    // What is to be heard is not taken off, and such a meeting is not called either.
    let subject = planner.get(&at).forms().into_iter().find(|it| it.action.ends_with("/removal"));
    assert!(subject.is_none(), "{subject:?}");
}

/// The planner's hearing of a plan, convened for a time and called.
fn hearing(planner: &Visitor, number: &str, day: &str, time: &str) -> String {
    let form = planner.get(&format!("/meetings/new?matter=plan&project={number}")).form("/meetings");
    let typed = [("about", "听取意见和答辩。"), ("day", day), ("time", time)];
    let at = planner.send(&form, &typed).is(303).location.clone().expect("its page");
    planner.post(&format!("{at}/moves"), &[("move", "call")]).is(303);
    at
}

#[test]
fn a_hearing_is_closed_only_after_a_meeting_that_heard_the_version_in_this_round() {
    let prepared = crate::prepared::Prepared::department();
    let office = &prepared.office;
    let number = prepared.at("deliberation");
    let page = format!("/projects/{number}/deliberation");
    let down = format!("/projects/{number}/steps/3.4");
    let answered = |opinion: bool| {
        let [owner, specialist] = ["李伟", "陈静"].map(|name| office.sign_in(name));
        if opinion {
            let form = specialist.get(&page).form(&format!("/projects/{number}/opinions"));
            specialist.send(&form, &[("stance", "against"), ("reason", "交期压得太紧。")]).is(303);
        }
        for form in owner.get(&page).forms().into_iter().filter(|it| it.action.contains("/opinions/")) {
            owner.send(&form, &[("defence", "首批减半。")]).is(303);
        }
    };
    let closed = |planner: &Visitor, day: &str| {
        let plan = read_plan(office, number);
        let typed =
            [("subject", plan.as_str()), ("held_on", day), ("place", "二楼"), ("present", "陈静"), ("conclusion", "不一。")];
        planner.post(&down, &typed)
    };
    let not_held = "这一版计划还没有开过论证会";
    let held = |planner: &Visitor, at: &str| {
        for step in ["open", "close"] {
            planner.post(&format!("{at}/moves"), &[("move", step)]).is(303);
        }
    };
    // Never convened: the deliberation offers to convene it, not to put it down.
    answered(false);
    let planner = office.sign_in("王芳");
    assert!(!planner.get(&page).shows(not_held).shows("召开论证会").has(&format!("form[action='{down}']")));
    // Nor does the page of the step: it leads there.
    let step = planner.get(&down);
    assert!(!step.shows(not_held).has(&format!("form[action='{down}']")));
    assert!(step.has(&format!("a.button[href='{page}#hearing']")));
    closed(&planner, "2026-12-15").complains("conclusion").shows(not_held);
    // Convened and cancelled.
    let at = hearing(&planner, number, "2026-12-15", "14:00");
    let time = format!("{at}/time");
    planner.send(&planner.get(&time).form(&format!("{at}/cancellation")), &[("reason", "冲突")]).is(303);
    closed(&planner, "2026-12-15").complains("conclusion").shows(not_held);
    // Held, but the plan was revised after it.
    let at = hearing(&planner, number, "2026-12-15", "15:00");
    office.at("2026-12-15 15:00");
    held(&planner, &at);
    assert!(planner.get(&page).shows("已按纪要填好").has(&format!("form[action='{down}']")));
    office.at("2026-12-15 16:00");
    let theme = crate::story::theme();
    crate::story::walk(office, &prepared.cast, &theme, number).draft("再收紧一步。").expect("revised");
    office.sign_in("李伟").post(&format!("/projects/{number}/plan/seal"), &[]).is(303);
    office.at("2026-12-15 16:30");
    answered(true);
    closed(&planner, "2026-12-15").complains("conclusion").shows(not_held);
    // Returned and submitted again as it was: what an earlier round heard does not count, and what was called for it is not opened.
    let at = hearing(&planner, number, "2026-12-15", "17:00");
    office.at("2026-12-15 17:00");
    held(&planner, &at);
    let stays = hearing(&planner, number, "2026-12-16", "10:00");
    let moves = format!("/projects/{number}/moves");
    office.sign_in("周立明").post(&moves, &[("move", "return"), ("reason", "预算依据不足。")]).is(303);
    let told = crate::story::walk(office, &prepared.cast, &theme, number).plan();
    told.unwrap_or_else(|error| panic!("{}", error.account()));
    office.at("2026-12-16 09:00");
    let [planner, owner] = ["王芳", "李伟"].map(|name| office.sign_in(name));
    owner.post(&moves, &[("move", "submit")]).is(303);
    answered(true);
    planner.get(&stays).shows("材料是上一轮的");
    office.at("2026-12-16 10:00");
    planner.post(&format!("{stays}/moves"), &[("move", "open")]).is(409).shows("材料是上一轮的");
    planner.send(&planner.get(&format!("{stays}/time")).form(&format!("{stays}/cancellation")), &[("reason", "作废")]).is(303);
    closed(&planner, "2026-12-16").complains("conclusion").shows(not_held);
    // The meeting that hears this version in this round is the one; what is said after it is marked.
    let at = hearing(&planner, number, "2026-12-16", "11:00");
    office.at("2026-12-16 11:00");
    held(&planner, &at);
    planner.get(&page).does_not_show("散会以后");
    office.at("2026-12-16 12:00");
    let specialist = office.sign_in("陈静");
    let form = specialist.get(&page).form(&format!("/projects/{number}/opinions"));
    specialist.send(&form, &[("stance", "against"), ("reason", "看了样品，更不同意。")]).is(303);
    planner.get(&page).shows("2026-12-16 12:00散会以后");
    answered(false);
    closed(&planner, "2026-12-16").is(303);
    planner.get(&page).shows("不一。");
}

#[test]
fn whoever_convened_a_hearing_is_told_when_there_is_nothing_to_hear_any_more() {
    for (revised, lost) in [(true, "计划已修订，论证会请取消后重新召开"), (false, "论证会已没有议题，请取消")]
    {
        let prepared = crate::prepared::Prepared::department();
        let office = &prepared.office;
        let number = prepared.at("deliberation");
        let [planner, commander, owner] = ["王芳", "周立明", "李伟"].map(|name| office.sign_in(name));
        let at = hearing(&planner, number, "2026-12-16", "10:00");
        planner.get("/notices").does_not_show(lost);
        if revised {
            let theme = crate::story::theme();
            crate::story::walk(office, &prepared.cast, &theme, number).draft("再收紧一步。").expect("revised");
            owner.post(&format!("/projects/{number}/plan/seal"), &[]).is(303);
        } else {
            let returned = [("move", "return"), ("reason", "预算依据不足。")];
            commander.post(&format!("/projects/{number}/moves"), &returned).is(303);
        }
        planner.get("/notices").shows(lost).shows(at.trim_start_matches("/meetings/"));
    }
}

/// The id of the newest plan of a project.
fn read_plan(office: &Office, number: &str) -> String {
    let row = plan_versions::table
        .inner_join(projects::table)
        .filter(projects::number.eq(number))
        .order(plan_versions::number.desc())
        .select(plan_versions::id);
    office.store().read(|conn| Ok(row.first(conn)?)).unwrap_or_else(|error| panic!("{}", error.account()))
}

#[test]
fn whoever_arranges_a_special_meeting_says_who_is_due_until_it_is_closed() {
    let office = Office::open();
    cast(&office);
    let [wang, li, zhao] = ["王芳", "李伟", "赵强"].map(|name| office.sign_in(name));
    let typed = [
        ("matter", "event"),
        ("title", "大客户流失分析"),
        ("about", "原因与对策。"),
        ("day", "2026-11-26"),
        ("time", "10:00"),
        ("minutes", "45"),
        ("people", "李伟"),
    ];
    let at = wang.post("/meetings", &typed).is(303).location.clone().expect("its page");
    let due = format!("{at}/due");
    li.get(&due).is(403);
    zhao.get(&due).is(404);
    assert!(wang.get(&at).has(&format!("a[href='{due}']")));
    let form = wang.get(&due).form(&due);
    let with = |names: &[&str]| {
        let mut form = form.clone();
        form.fields.retain(|it| it.0 != "people");
        form.fields.extend(names.iter().map(|it| ("people".to_owned(), (*it).to_owned())));
        wang.send(&form, &[])
    };
    with(&[]).complains("people");
    with(&["没有此人"]).complains("people");
    // Added and left out, both are told; whoever convened it stays due.
    with(&["赵强"]).goes_to(&at);
    with(&["赵强"]).goes_to(&at);
    zhao.get(&at).shows("大客户流失分析").shows("赵强").shows("王芳");
    zhao.get("/notices").shows("安排了专项会议");
    li.get("/notices").shows("会议不再要求您到会").shows("您原来应到会");
    li.get(&at).is(404);
    // Somebody else's change is not overwritten.
    with(&["陈静"]).is(409);
    // A request that is put before it brings its asker along.
    let asked = [("kind", "unsure"), ("project", ""), ("title", "订金比例"), ("question", "几成？"), ("proposal", "三成。")];
    let request = li.post("/requests", &asked).is(303).location.clone().expect("its page");
    let zhou = office.sign_in("周立明");
    zhou.post(&format!("{at}/items"), &[("request", request.rsplit('/').next().expect("a number"))]).is(303);
    li.get(&at).shows("订金比例");
    // Who took leave stays as they are noted.
    li.post(&format!("{at}/leave"), &[("leave_reason", "出差")]).is(303);
    let form = wang.get(&due).form(&due);
    let mut without = form.clone();
    without.fields.retain(|it| it.0 != "people");
    wang.send(&without, &[("people", "赵强")]).goes_to(&at);
    li.get(&at).shows("出差");
    // Until it is closed, also while it is in session.
    office.at("2026-11-26 10:00");
    let wang = office.sign_in("王芳");
    for step in ["call", "open"] {
        wang.post(&format!("{at}/moves"), &[("move", step)]).is(303);
    }
    let form = wang.get(&due).form(&due);
    wang.send(&form, &[("people", "陈静")]).goes_to(&at);
    office.sign_in("陈静").get(&at).is(200);
    wang.post(&format!("{at}/moves"), &[("move", "close")]).is(303);
    wang.get(&due).is(409);
    wang.send(&form, &[("people", "李伟")]).is(409);
    // Everybody is due at a regular one.
    office.sign_in("张敏").get("/meetings/2026-W49/due").is(409);
}

#[test]
fn who_joined_since_a_meeting_was_called_is_due_when_it_opens_and_who_left_is_not() {
    let office = Office::open();
    cast(&office);
    let zhang = office.sign_in("张敏");
    zhang.post("/meetings/2026-W48/moves", &[("move", "call")]).is(303);
    office.add("钱进", &[Role::Sales]);
    let admin = office.sign_in("管理员");
    let account = "/people/赵强/account";
    let mut form = admin.get(account).form(account);
    form.fields.retain(|it| it.0 != "active");
    admin.send(&form, &[]).is(303);
    office.at("2026-11-23 14:00");
    let zhang = office.sign_in("张敏");
    zhang.post("/meetings/2026-W48/moves", &[("move", "open")]).is(303);
    let due = scraper::Selector::parse("section[aria-labelledby=h-due]").expect("a selector");
    let page = zhang.get("/meetings/2026-W48");
    let due: String = page.html().select(&due).flat_map(|it| it.text()).collect();
    assert!(due.contains("钱进") && !due.contains("赵强"), "{due}");
    let session = zhang.get("/meetings/2026-W48/session");
    zhang.send(&session.form("/meetings/2026-W48/attendance"), &[]).is(303);
    zhang.get("/meetings/2026-W48/session").shows("钱进");
}

#[test]
fn what_was_settled_by_mistake_is_open_again_and_the_minutes_that_tell_of_it_stay() {
    let office = Office::open();
    resolved(&office);
    office.at("2026-11-30 14:00");
    let [zhang, li] = ["张敏", "李伟"].map(|name| office.sign_in(name));
    opened(&office, &zhang, "2026-W49", "2026-11-30 14:00");
    let at = "/resolutions/HJ-2026-001";
    zhang.post(&format!("{at}/outcome"), &[("outcome", "已清理"), ("then", "done")]).is(303);
    over(&zhang, "2026-W49");
    let minutes = "/meetings/2026-W49/minutes";
    zhang.get(minutes).shows("已完成：清理样品间——已清理");
    let again = format!("{at}/reopening");
    assert!(!li.get(at).has(&format!("form[action='{again}']")), "not whoever answers for it");
    li.post(&again, &[("reason", "没有做完"), ("version", "3")]).is(403);
    let form = zhang.get(at).form(&again);
    zhang.send(&form, &[("reason", " "), ("due_on", "2026-12-11")]).complains("reason");
    zhang.send(&form, &[("reason", "只清了一半"), ("due_on", "2026-11-27")]).complains("due_on");
    zhang.send(&form, &[("reason", "只清了一半"), ("due_on", "2199-12-11")]).complains("due_on");
    for _ in 0..2 {
        zhang.send(&form, &[("reason", "只清了一半"), ("due_on", "2026-12-11")]).goes_to(at);
    }
    li.get(at).shows("为什么重新打开").shows("只清了一半").shows("张敏 2026-11-30 14:00").shows("2026-12-11");
    li.get(at).shows("此前报告的落实情况已清理");
    li.get("/tasks").shows("清理样品间");
    li.get("/notices").shows("决议重新打开");
    li.get("/meetings/2026-W50/pack").shows("清理样品间");
    zhang.get(minutes).shows("已完成：清理样品间——已清理");
    // What is only to be known is not reopened.
    let typed = [("reason", "x"), ("due_on", "2026-12-11"), ("version", "2")];
    zhang.post("/resolutions/HJ-2026-002/reopening", &typed).is(409);
    li.post(&format!("{at}/outcome"), &[("outcome", "全部清完"), ("then", "done")]).is(303);
    li.get(at).shows("全部清完").does_not_show("为什么重新打开");
    li.get("/resolutions/HJ-2026-002").shows("结转—");
}

#[test]
fn a_resolution_is_carried_over_at_the_meetings_at_which_it_was_open() {
    let office = Office::open();
    resolved(&office);
    let at = "/resolutions/HJ-2026-001";
    let mut shown = Vec::new();
    for (monday, number) in
        [("2026-11-30", "2026-W49"), ("2026-12-07", "2026-W50"), ("2026-12-14", "2026-W51"), ("2026-12-21", "2026-W52")]
    {
        let begins = format!("{monday} 14:00");
        office.at(&begins);
        let zhang = office.sign_in("张敏");
        opened(&office, &zhang, number, &begins);
        over(&zhang, number);
        // Settled after the first of them, open again after the third.
        office.later(chrono::Duration::minutes(30));
        if number == "2026-W49" {
            zhang.post(&format!("{at}/outcome"), &[("outcome", "已清理"), ("then", "done")]).is(303);
        } else if number == "2026-W51" {
            let form = zhang.get(at).form(&format!("{at}/reopening"));
            zhang.send(&form, &[("reason", "只清了一半"), ("due_on", "2026-12-31")]).is(303);
        }
        let page = zhang.get(at);
        shown.push(["结转1 次", "结转2 次", "结转3 次"].iter().position(|times| page.seen().contains(times)).map(|at| at + 1));
    }
    assert_eq!(shown, [Some(1), Some(1), Some(1), Some(2)]);
    let zhang = office.sign_in("张敏");
    zhang.get("/resolutions/HJ-2026-002").shows("结转—");
}

#[test]
fn what_somebody_answers_for_goes_along_with_its_project_and_is_given_to_another_before_they_leave() {
    let prepared = crate::prepared::Prepared::department();
    let office = &prepared.office;
    let number = prepared.at("implementation");
    let [zhang, zhou] = ["张敏", "周立明"].map(|name| office.sign_in(name));
    let at = "/meetings/2026-W51";
    let said =
        zhang.get(&format!("{at}/session")).forms().into_iter().find(|it| it.action.ends_with("/record")).expect("a part");
    zhang.send(&said, &[("resolution", &format!("复核交期 @李伟 12-30 #{number}"))]).is(303);
    let typed = [("kind", "information"), ("person", ""), ("due_on", "")];
    for written in ["written", "gone_resolution"] {
        let edit = format!("/resolutions/{}/edit", prepared.at(written));
        zhang.send(&zhang.get(&edit).form(&edit), &typed).is(303);
    }
    over(&zhang, at.trim_start_matches("/meetings/"));
    let form = zhou.get(&format!("/handovers/new?project={number}")).form("/handovers");
    zhou.send(&form, &[("to", "赵强"), ("reason", "外派")]).is(303);
    let row = "/resolutions/HJ-2026-005";
    zhou.get(row).shows("赵强").shows("会议定为 李伟");
    // The other stays theirs until somebody else is named.
    let row = format!("/resolutions/{}", prepared.at("resolution"));
    office.sign_in("李伟").post(&format!("{row}/holder"), &[("holder", "赵强")]).is(403);
    let form = zhang.get(&row).form(&format!("{row}/holder"));
    zhang.send(&form, &[("holder", "")]).complains("holder");
    zhang.send(&form, &[("holder", "赵强")]).goes_to(&row);
    zhang.send(&form, &[("holder", "赵强")]).goes_to(&row);
    zhang.send(&form, &[("holder", "孙丽")]).is(409);
    office.sign_in("赵强").get("/notices").shows("补交样品清单").shows("您负责落实");
    office.sign_in("赵强").get("/tasks").shows("补交样品清单");
    office.sign_in("李伟").get("/tasks").does_not_show("补交样品清单");
    zhou.get(&row).shows("会议定为 李伟");
}

#[test]
fn nobody_outside_the_business_is_named_for_a_matter_or_a_resolution() {
    let prepared = crate::prepared::Prepared::department();
    let zhang = prepared.office.sign_in("张敏");
    let row = format!("/resolutions/{}/edit", prepared.at("written"));
    let form = zhang.get(&row).form(&row);
    zhang.send(&form, &[("person", "管理员")]).complains("person");
    zhang.send(&form, &[("project", "sg-2026-999")]).complains("project");
    let at = format!("/meetings/{}", prepared.at("meeting"));
    let form = zhang.get(&at).form(&format!("{at}/items"));
    zhang.send(&form, &[("title", "样品归还"), ("minutes", "5"), ("person", "管理员")]).complains("person");
}
