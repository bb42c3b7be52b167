//! The office's own rules: what an administrator keeps, and what follows from it.

use chrono::NaiveDate;
use shuguang::store::office::Setting;
use shuguang::words::Role;

use crate::office::{Office, Visitor};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn is_working(office: &Office, date: &str) -> bool {
    office.store().office().is_ok_and(|rules| rules.calendar.is_working(day(date)))
}

fn add(admin: &Visitor, first: &str, last: &str, kind: &str) -> crate::office::Answer {
    admin.post("/admin/calendar", &[("first", first), ("last", last), ("kind", kind), ("name", "厂庆")])
}

#[test]
fn an_office_begins_with_the_public_holidays_and_four_metrics() {
    let office = Office::open();
    assert!(!is_working(&office, "2026-10-01"));
    assert!(is_working(&office, "2026-10-10"), "a Saturday made up for");
    let admin = office.person("陈系统", Role::Admin);
    admin.get("/admin/calendar?year=2026").shows("国庆节").shows("调休上班").shows("已确认").shows("2026-10-01 周四");
    admin.get("/admin/trail?person=program&kind=metrics").shows("签约额").shows("回款额").shows("签约数").shows("新客户数");
}

#[test]
fn only_an_administrator_keeps_the_office() {
    let office = Office::open();
    for role in Role::ALL {
        let visitor = office.person(role.code(), *role);
        let may = *role == Role::Admin;
        for page in ["/admin", "/admin/calendar", "/admin/calendar?year=2027", "/admin/calendar/2026-10-01", "/admin/settings"]
        {
            visitor.get(page).is(if may { 200 } else { 404 });
        }
        visitor.get("/admin/trail").is(if may || *role == Role::Commander { 200 } else { 404 });
        let refused = |right: u16| if may { right } else { 403 };
        add(&visitor, "2026-12-24", "", "holiday").is(refused(303));
        visitor.post("/admin/calendar/2026-12-24", &[("kind", "holiday"), ("name", "周年"), ("version", "1")]).is(refused(303));
        visitor.post("/admin/calendar/2026-12-24/removal", &[]).is(refused(303));
        visitor.post("/admin/calendar/confirmations", &[("year", "2027")]).is(refused(303));
        visitor.post("/admin/settings", &[("weight.attainment", "x")]).is(refused(422));
    }
}

#[test]
fn a_special_day_counts_at_once() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    assert!(is_working(&office, "2026-12-24"));
    add(&admin, "2026-12-24", "2026-12-25", "holiday").goes_to("/admin/calendar?year=2026");
    assert!(!is_working(&office, "2026-12-24") && !is_working(&office, "2026-12-25"));
    add(&admin, "2026-12-26", "", "workday").is(303);
    assert!(is_working(&office, "2026-12-26"));
    let form = admin.get("/admin/calendar/2026-12-24").form("/admin/calendar/2026-12-24");
    admin.send(&form, &[("name", "公司成立日")]).goes_to("/admin/calendar?year=2026");
    admin.get("/admin/calendar?year=2026").shows("公司成立日");
    admin.post("/admin/calendar/2026-12-24/removal", &[]).goes_to("/admin/calendar?year=2026");
    assert!(is_working(&office, "2026-12-24"));
    admin.get("/admin/calendar/2026-12-24").is(404);
}

#[test]
fn special_days_that_make_no_sense_are_refused_where_they_were_typed() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    for (first, last, kind, complaint) in [
        ("", "", "holiday", "first"),
        ("2026-02-30", "", "holiday", "first"),
        ("2026-10-01", "", "holiday", "first"),
        ("2026-09-29", "2026-10-02", "holiday", "first"),
        ("1999-12-31", "", "holiday", "first"),
        ("2026-12-24", "2026-12-23", "holiday", "last"),
        ("2026-12-01", "2027-01-01", "holiday", "last"),
        ("2026-12-24", "never", "holiday", "last"),
        ("2026-12-24", "", "workday", "kind"),
        ("2026-12-24", "", "", "kind"),
        ("2026-12-24", "", "party", "kind"),
    ] {
        let answer = add(&admin, first, last, kind);
        answer.complains(complaint);
        assert_eq!(answer.field("name"), "厂庆", "what was typed is kept");
    }
    admin.post("/admin/calendar", &[("first", "2026-12-24"), ("kind", "holiday")]).complains("name");
    for odd in ["2026-13-01", "x", "%00", "2026-12-24"] {
        admin.get(&format!("/admin/calendar/{odd}")).is(404);
    }
    for odd in ["", "x", "99999999999", "-5", "%00"] {
        let status = admin.get(&format!("/admin/calendar?year={odd}")).status;
        assert!(matches!(status, 200 | 404), "{odd}: {status}");
    }
}

#[test]
fn a_late_writer_of_a_special_day_is_told() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    let to = "/admin/calendar/2026-10-01";
    let (first, late) = (admin.get(to).form(to), admin.get(to).form(to));
    admin.send(&first, &[("name", "国庆")]).is(303);
    let conflict = admin.send(&late, &[("name", "国庆日")]);
    conflict.is(409).shows("国庆日");
    admin.send(&conflict.form(to), &[]).is(303);
    admin.get("/admin/calendar?year=2026").shows("国庆日");
}

#[test]
fn the_coming_year_is_asked_for_until_it_is_confirmed() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    admin.get("/admin").shows("2027 年的放假安排还没有确认");
    admin.get("/admin/calendar?year=2027").shows("暂定").shows("确认这一年");
    admin.post("/admin/calendar/confirmations", &[("year", "2027")]).goes_to("/admin/calendar?year=2027");
    let confirmed = admin.get("/admin/calendar?year=2027");
    confirmed.shows("已确认").shows("2027-10-01");
    assert!(!confirmed.has("td .badge"), "no day is provisional any more");
    admin.get("/admin").does_not_show("还没有确认");
    admin.post("/admin/calendar/confirmations", &[("year", "2028")]).is(409).shows("13 天");
    admin.post("/admin/calendar/confirmations", &[("year", "x")]).is(404);
    office.at("2027-10-08 09:00");
    office.sign_in("陈系统").get("/admin").shows("2028 年的放假安排还没有确认");
}

#[test]
fn settings_hold_from_then_on() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    let page = admin.get("/admin/settings");
    assert_eq!((page.field("weight.attainment"), page.field("days.2.1")), ("50".into(), "3".into()));
    let form = page.form("/admin/settings");
    let typed = [("weight.attainment", "40"), ("weight.records", "25"), ("days.decision", "5"), ("days.2.1", "0")];
    admin.send(&form, &typed).goes_to("/admin/settings");
    let rules = office.store().office().expect("the rules");
    assert_eq!(rules.setting(Setting::WeightAttainment), 40);
    assert_eq!(rules.setting(Setting::DaysDecision), 5);
    assert_eq!(rules.step_days("2.1"), Some(0));
    assert_eq!(rules.step_days("2.2"), None, "what nobody changed stays the program's");
    admin.send(&form, &typed).is(409);
    let again = admin.get("/admin/settings").form("/admin/settings");
    admin.send(&again, &[]).goes_to("/admin/settings");
    admin.get("/admin/trail?kind=settings").shows("总指挥决定期限（工作日）").does_not_show("评估权重：及时性");
}

#[test]
fn settings_are_checked() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    let form = admin.get("/admin/settings").form("/admin/settings");
    admin.send(&form, &[("weight.attainment", "60")]).complains("weights").shows("现在是 110");
    for (field, value) in [
        ("weight.attainment", "101"),
        ("weight.timeliness", "-1"),
        ("days.issued", "61"),
        ("days.decision", ""),
        ("days.3.3", "1.5"),
        ("days.3.3", "三"),
        ("days.7.3", "99999999999999999999"),
    ] {
        let answer = admin.send(&form, &[(field, value)]);
        answer.complains(field);
        assert_eq!(answer.field(field), value);
    }
}

#[test]
fn a_late_writer_of_settings_sees_theirs_and_mine() {
    let office = Office::open();
    let (one, other) = (office.person("陈系统", Role::Admin), office.person("管二", Role::Admin));
    let to = "/admin/settings";
    let (first, late) = (one.get(to).form(to), other.get(to).form(to));
    one.send(&first, &[("days.decision", "4")]).is(303);
    let conflict = other.send(&late, &[("days.decision", "9"), ("days.1.1", "7")]);
    conflict.is(409).shows("总指挥决定期限");
    assert_eq!((conflict.field("days.decision"), conflict.field("days.1.1")), ("9".into(), "7".into()));
    other.send(&conflict.form(to), &[]).is(303);
    assert_eq!(office.store().office().expect("the rules").setting(Setting::DaysDecision), 9);
}

#[test]
fn the_overview_says_how_the_program_is() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    admin.get("/admin").shows("在职成员").shows("Asia/Shanghai").shows("2026-11-23 09:00").shows("shuguang verify");
    admin.post("/language", &[("lang", "en"), ("back", "/admin")]).is(303);
    for page in ["/admin", "/admin/calendar", "/admin/calendar/2026-10-01", "/admin/settings", "/admin/trail"] {
        admin.get(page).is(200);
    }
    admin.get("/admin/settings").shows("Weight of attainment").does_not_show("权重");
}
