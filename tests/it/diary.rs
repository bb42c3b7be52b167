//! The calendar: a month and a week as pages, and the same by a secret address for a calendar program, read here by somebody else's
//! reader of such files.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use icalendar::{CalendarDateTime, Component, DatePerhapsTime};
use proptest::prelude::*;
use shuguang::clock::Zone;
use shuguang::diary::feed::ics::{self, Status, When};
use shuguang::diary::feed::queries::file;
use shuguang::store::schema::{calendar_feeds, meetings, people, plan_steps, projects, requests, resolutions, tasks, trail};
use shuguang::words::{DayKind, Role};

use crate::office::{Answer, Office, Visitor, moment};
use crate::prepared::Prepared;
use crate::story::{cast, package, project_in};

/// What a reader makes of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Event {
    uid: String,
    sequence: u32,
    /// On the office's clock; midnight of what takes the whole day.
    start: NaiveDateTime,
    end: NaiveDateTime,
    is_whole_day: bool,
    summary: String,
    status: String,
    is_busy: bool,
    about: String,
    place: String,
    url: String,
}

fn local(it: Option<DatePerhapsTime>) -> (NaiveDateTime, bool) {
    match it {
        Some(DatePerhapsTime::DateTime(CalendarDateTime::Utc(at))) => (Zone::SHANGHAI.local(at.naive_utc()), false),
        Some(DatePerhapsTime::Date(day)) => (day.and_hms_opt(0, 0, 0).expect("midnight"), true),
        other => panic!("{other:?} is neither a day nor a moment in UTC"),
    }
}

/// Reads a file, and sees to it that it is one: lines, folds, every event once.
fn parsed(text: &str) -> Vec<Event> {
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "a line ends in nothing but CR and LF");
    for line in text.as_bytes().split(|byte| *byte == b'\n') {
        assert!(line.len() <= 76 && std::str::from_utf8(line).is_ok(), "{}", String::from_utf8_lossy(line));
    }
    let calendar: icalendar::Calendar = text.parse().expect("a calendar");
    let text_of = |it: &icalendar::Event, name: &str| it.property_value(name).unwrap_or_default().to_owned();
    let events: Vec<Event> = calendar
        .events()
        .map(|it| {
            let ((start, is_whole_day), (end, _)) = (local(it.get_start()), local(it.get_end()));
            assert!(it.get_timestamp().is_some() && start < end);
            Event {
                uid: it.get_uid().expect("an identity").to_owned(),
                sequence: it.get_sequence().expect("a sequence"),
                summary: it.get_summary().expect("a summary").to_owned(),
                status: text_of(it, "STATUS"),
                is_busy: text_of(it, "TRANSP") == "OPAQUE",
                about: text_of(it, "DESCRIPTION"),
                place: text_of(it, "LOCATION"),
                url: text_of(it, "URL"),
                start,
                end,
                is_whole_day,
            }
        })
        .collect();
    let once: BTreeSet<&String> = events.iter().map(|it| &it.uid).collect();
    assert_eq!(once.len(), events.len(), "an event stands there twice");
    events
}

/// Makes an address and takes it from the page that shows it.
pub fn subscribe(who: &Visitor) -> String {
    who.post("/calendar/feed", &[]).goes_to("/calendar/feed");
    shown(&who.get("/calendar/feed")).expect("the address")
}

/// The address that a page shows, as its path.
fn shown(page: &Answer) -> Option<String> {
    let field = scraper::Selector::parse("#f-address").expect("a selector");
    let whole = page.is(200).html().select(&field).next()?.attr("value")?.to_owned();
    let (_, path) = whole.split_once("/calendar.ics")?;
    Some(format!("/calendar.ics{path}"))
}

/// What a calendar program reads there.
fn read(office: &Office, address: &str) -> Vec<Event> {
    parsed(&office.visitor().get(address).is(200).text)
}

#[track_caller]
fn find<'a>(events: &'a [Event], key: &str) -> &'a Event {
    let uid = format!("{key}@shuguang");
    events.iter().find(|it| it.uid == uid).unwrap_or_else(|| panic!("there is no {uid}"))
}

fn has(events: &[Event], key: &str) -> bool {
    events.iter().any(|it| it.uid == format!("{key}@shuguang"))
}

/// The numbers of the meetings on a page of the calendar, in their order; those that are off apart.
fn on_page(page: &Answer) -> (Vec<String>, Vec<String>) {
    let link = |css: &str| -> Vec<String> {
        let css = scraper::Selector::parse(css).expect("a selector");
        let html = page.is(200).html();
        let all = html.select(&css).filter_map(|it| it.attr("href")).map(|it| it.trim_start_matches("/meetings/").to_owned());
        all.collect()
    };
    (link("li[data-subject=meeting]:not([data-off]) a"), link("li[data-subject=meeting][data-off] a"))
}

fn holiday(admin: &Visitor, day: &str) {
    let form = admin.get("/admin/calendar").form("/admin/calendar");
    admin.send(&form, &[("first", day), ("kind", DayKind::Holiday.code()), ("name", "厂庆")]).is(303);
}

#[test]
fn a_month_shows_the_meetings_of_the_list_between_holidays_and_make_up_days() {
    let office = Office::open();
    cast(&office);
    let li = office.sign_in("李伟");
    let list = li.get("/meetings");
    let row = scraper::Selector::parse("section[aria-labelledby=ahead] tbody th small.number").expect("a selector");
    let list: Vec<String> = list.html().select(&row).map(|it| it.text().collect()).collect();
    let (month, off) = on_page(&li.get("/calendar?month=2026-12"));
    assert_eq!((month.as_slice(), off.len()), (&list[1..], 0));
    li.get("/calendar").shows("2026 年 11 月").shows("今天").shows("会议：14:00 每周业务例会");
    li.get("/calendar?month=2026-10").shows("国庆节 放假").shows("国庆节 调休上班").shows("10-1");
    li.get("/calendar?month=2027-02").shows("春节 放假（暂定）");
    // Where nobody touched a meeting for weeks, there was none.
    assert_eq!(on_page(&li.get("/calendar?month=2026-09")).0, Vec::<String>::new());
    let week = li.get("/calendar?week=2026-W51");
    assert_eq!(on_page(&week).0, ["2026-W51", "2026-12"]);
    week.shows("2026 年第 51 周").shows("14:00–15:30").shows("2026-12-15 周二").shows("10:00–12:00");
    for odd in ["month=2026-13", "week=x", "month=99999-12", "month=%00", "week=2026-W54&month=0000-01"] {
        li.get(&format!("/calendar?{odd}")).is(200).shows("2026 年 11 月");
    }
    office.sign_in("管理员").get("/calendar?month=2026-10").shows("国庆节 放假").does_not_show("每周业务例会");
    office.visitor().get("/calendar").goes_to("/login?next=%2Fcalendar");
    li.post("/language", &[("lang", "en"), ("back", "/calendar")]).is(303);
    li.get("/calendar?month=2026-12").shows("December 2026").shows("Weekly meeting").shows("Next month");
}

#[test]
fn what_was_moved_or_cancelled_says_so_on_its_new_day() {
    let office = Office::open();
    cast(&office);
    let [zhang, li] = ["张敏", "李伟"].map(|name| office.sign_in(name));
    let moving = zhang.get("/meetings/2026-W49/time");
    let moved = [("day", "2026-12-03"), ("time", "9:30"), ("place", "二楼会议室"), ("reason", "总指挥出差")];
    zhang.send(&moving.form("/meetings/2026-W49/time"), &moved).is(303);
    let cancelling = zhang.get("/meetings/2026-W50/time").form("/meetings/2026-W50/cancellation");
    zhang.send(&cancelling, &[("reason", "全员参展")]).is(303);
    let page = li.get("/calendar?month=2026-12");
    assert_eq!(on_page(&page).1, ["2026-W50"]);
    page.shows("09:30 每周业务例会 已改期 二楼会议室").shows("已取消");
    li.get("/calendar?week=2026-W49").shows("09:30–11:00").shows("原定 2026-11-30 14:00").shows("总指挥出差");
    li.get("/calendar?week=2026-W50").shows("已取消").shows("全员参展");
    holiday(&office.sign_in("管理员"), "2026-12-14");
    li.get("/calendar?week=2026-W51").shows("厂庆 放假").shows("2026-12-14 周一 放假，按规定改在这一天");
}

#[test]
fn somebody_makes_the_address_sees_it_once_and_ends_it() {
    let office = Office::open();
    cast(&office);
    let [li, wang, admin] = ["李伟", "王芳", "管理员"].map(|name| office.sign_in(name));
    li.get("/calendar/feed").shows("还没有地址");
    let first = subscribe(&li);
    let key = first.split_once("?key=").expect("a key").1.to_owned();
    assert!(key.len() >= 32 && key.bytes().all(|it| it.is_ascii_hexdigit()), "{key}");
    assert_eq!(shown(&li.get("/calendar/feed")), None);
    li.get("/calendar/feed").shows("2026-11-23 09:00 生成，使用中");
    // What somebody slips into another's browser is not shown as theirs.
    wang.set_cookie("shuguang_feed", &key);
    assert_eq!(shown(&wang.get("/calendar/feed")), None);
    // It is kept nowhere: not in its table, not in the trail.
    let kept: Vec<String> = office
        .store()
        .read(|conn| {
            let mut kept: Vec<String> = calendar_feeds::table.select(calendar_feeds::key_hash).load(conn)?;
            let said: Vec<Option<String>> = trail::table.select(trail::after).load(conn)?;
            kept.extend(said.into_iter().flatten());
            Ok(kept)
        })
        .unwrap_or_else(|error| panic!("{}", error.account()));
    assert!(kept.iter().all(|it| !it.contains(&key)));
    let outside = office.visitor();
    let answer = outside.get(&first);
    assert_eq!(answer.is(200).header("content-type"), Some("text/calendar; charset=utf-8"));
    assert!(answer.text.contains("X-PUBLISHED-TTL:PT1H\r\n") && answer.text.contains("REFRESH-INTERVAL;VALUE=DURATION:PT1H"));
    for wrong in ["", "?key=", "?key=x", "?key=%00", &format!("?key={}", key.to_uppercase()), &format!("?key={key}0")] {
        outside.get(&format!("/calendar.ics{wrong}")).is(404);
        li.get(&format!("/calendar.ics{wrong}")).is(404);
    }
    // A new one ends the one before; another's stays.
    let other = subscribe(&wang);
    let second = subscribe(&li);
    outside.get(&first).is(404);
    outside.get(&second).is(200);
    li.post("/calendar/feed/removal", &[]).goes_to("/calendar/feed");
    li.post("/calendar/feed/removal", &[]).goes_to("/calendar/feed");
    outside.get(&second).is(404);
    outside.get(&other).is(200);
    // Whoever has left sees nothing more by any way.
    let form = admin.get("/people/王芳/account").form("/people/王芳/account");
    let account: Vec<(&str, &str)> =
        form.fields.iter().filter(|(name, _)| name != "active").map(|(name, value)| (name.as_str(), value.as_str())).collect();
    admin.post("/people/王芳/account", &account).is(303);
    outside.get(&other).is(404);
}

#[test]
fn a_calendar_program_gets_the_regular_meetings_of_the_coming_weeks_where_the_holidays_put_them() {
    let office = Office::open();
    cast(&office);
    office.at("2026-02-09 09:00");
    let events = read(&office, &subscribe(&office.sign_in("李伟")));
    let at = |key: &str| find(&events, key).start.format("%Y-%m-%d %H:%M").to_string();
    assert_eq!(at("meeting-2026-W07"), "2026-02-09 14:00");
    // Spring Festival: the weeks of 16 and 23 February meet on the 24th, the month's meeting is on a Saturday that is worked.
    assert_eq!(at("meeting-2026-W09"), "2026-02-24 14:00");
    assert_eq!(at("meeting-2026-02"), "2026-02-14 10:00");
    assert!(!has(&events, "meeting-2026-W08"));
    assert_eq!(at("meeting-2026-W28"), "2026-07-06 14:00");
    let it = find(&events, "meeting-2026-W09");
    assert_eq!((it.end - it.start).num_minutes(), 90);
    assert_eq!((it.status.as_str(), it.is_busy, it.summary.as_str()), ("TENTATIVE", true, "每周业务例会"));
    assert!(it.about.contains("2026-02-23 周一 放假，按规定改在这一天"), "{}", it.about);
    assert_eq!(it.url, "");
    let nobody_s = read(&office, &subscribe(&office.sign_in("管理员")));
    assert_eq!(nobody_s, []);
}

#[test]
fn a_meeting_keeps_its_identity_and_counts_up_whatever_moves_it() {
    let office = Office::open();
    cast(&office);
    let [li, zhang, admin] = ["李伟", "张敏", "管理员"].map(|name| office.sign_in(name));
    let address = subscribe(&li);
    let (mut last, mut start) = (0, String::new());
    let mut counts_up = |why: &str, to: &str, status: &str| {
        let events = read(&office, &address);
        let it = find(&events, "meeting-2026-W49").clone();
        assert!(it.sequence > last, "{why}: {} after {last}", it.sequence);
        (last, start) = (it.sequence, it.start.format("%m-%d %H:%M").to_string());
        assert_eq!((start.as_str(), it.status.as_str()), (to, status), "{why}");
        events
    };
    counts_up("at first", "11-30 14:00", "TENTATIVE");
    holiday(&admin, "2026-11-30");
    counts_up("a holiday", "12-01 14:00", "TENTATIVE");
    admin.post("/admin/calendar/2026-11-30/removal", &[]).is(303);
    counts_up("the holiday is none after all", "11-30 14:00", "TENTATIVE");
    let form = admin.get("/admin/settings").form("/admin/settings");
    admin.send(&form, &[("meeting.weekly_hour", "15")]).is(303);
    counts_up("another hour", "11-30 15:00", "TENTATIVE");
    let form = zhang.get("/meetings/2026-W49/time").form("/meetings/2026-W49/time");
    let moved = [("day", "2026-12-01"), ("time", "9:30"), ("place", "二楼, 会议室; 左"), ("reason", "总指挥出差")];
    zhang.send(&form, &moved).is(303);
    let before = counts_up("by hand", "12-01 09:30", "TENTATIVE");
    let it = find(&before, "meeting-2026-W49");
    assert_eq!(it.place, "二楼, 会议室; 左");
    assert!(it.about.contains("原定 2026-11-30 15:00") && it.about.contains("总指挥出差"), "{}", it.about);
    zhang.post("/meetings/2026-W49/moves", &[("move", "call")]).is(303);
    let called = counts_up("called", "12-01 09:30", "CONFIRMED");
    // A holiday does not move what was called; nothing counts down.
    holiday(&admin, "2026-12-01");
    counts_up("a holiday after it was called", "12-01 09:30", "CONFIRMED");
    let form = zhang.get("/meetings/2026-W49/time").form("/meetings/2026-W49/cancellation");
    zhang.send(&form, &[("reason", "全员参展")]).is(303);
    let after = counts_up("cancelled", "12-01 09:30", "CANCELLED");
    let it = find(&after, "meeting-2026-W49");
    assert_eq!((it.summary.as_str(), it.is_busy), ("已取消：每周业务例会", false));
    // The others stay where they are, and what was done to this one is nothing to them.
    let of_next = |events: &[Event]| (find(events, "meeting-2026-W50").start, find(events, "meeting-2026-W50").sequence);
    assert_eq!(of_next(&before), of_next(&called));
    assert_eq!(before.iter().map(|it| &it.uid).collect::<Vec<_>>(), after.iter().map(|it| &it.uid).collect::<Vec<_>>());
}

#[test]
fn the_same_calendar_is_the_same_bytes_and_is_not_sent_twice() {
    let office = Office::open();
    cast(&office);
    let zhang = office.sign_in("张敏");
    let address = subscribe(&zhang);
    let outside = office.visitor();
    let first = outside.get(&address);
    let tag = first.header("etag").expect("a tag").to_owned();
    assert_eq!(first.header("cache-control"), Some("private, no-cache"));
    office.later(chrono::Duration::hours(3));
    assert_eq!(outside.get(&address).bytes, first.bytes);
    let known = |tag: &str| outside.ask("GET", &address, &[("if-none-match", tag)], None);
    for tag in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}")] {
        let answer = known(&tag);
        assert_eq!((answer.is(304).bytes.len(), answer.header("etag").is_some()), (0, true));
    }
    known("\"x\"").is(200);
    let form = zhang.get("/meetings/2026-W49/time").form("/meetings/2026-W49/time");
    zhang.send(&form, &[("day", "2026-12-01"), ("reason", "总指挥出差")]).is(303);
    known(&tag).is(200);
    outside.ask("HEAD", &address, &[], None).is(200);
}

#[test]
fn a_special_meeting_is_in_the_calendar_programs_of_those_who_are_due_alone() {
    let office = Office::open();
    cast(&office);
    let [wang, li, zhang, zhao] = ["王芳", "李伟", "张敏", "赵强"].map(|name| office.sign_in(name));
    let typed = [
        ("matter", "event"),
        ("title", "大客户流失分析"),
        ("about", "原因与对策。"),
        ("day", "2026-11-26"),
        ("time", "10:00"),
        ("minutes", "45"),
        ("place", "一号会议室"),
        ("people", "李伟"),
    ];
    wang.post("/meetings", &typed).is(303);
    let address = subscribe(&li);
    let events = read(&office, &address);
    let it = find(&events, "meeting-HY-2026-001");
    assert_eq!((it.summary.as_str(), it.place.as_str(), it.is_busy), ("大客户流失分析", "一号会议室", true));
    assert_eq!(it.end.to_string(), "2026-11-26 10:45:00");
    assert!(has(&read(&office, &subscribe(&wang)), "meeting-HY-2026-001"));
    // The coordinator arranges meetings and may see it; it does not take the coordinator's time.
    zhang.get("/calendar").shows("大客户流失分析");
    assert!(!has(&read(&office, &subscribe(&zhang)), "meeting-HY-2026-001"));
    zhao.get("/calendar").does_not_show("大客户流失分析");
    assert!(!has(&read(&office, &subscribe(&zhao)), "meeting-HY-2026-001"));
    // On leave their time is free.
    li.post("/meetings/HY-2026-001/leave", &[("leave_reason", "出差")]).is(303);
    let events = read(&office, &address);
    let it = find(&events, "meeting-HY-2026-001");
    assert!(!it.is_busy && it.about.contains("您已请假"), "{it:?}");
}

/// What plain questions find of what is due for the owner: identity and day of each.
fn due(prepared: &Prepared, name: &str) -> BTreeSet<(String, NaiveDate)> {
    let rows = prepared.office.store().read(|conn| {
        let me: String = people::table.filter(people::name.eq(name)).select(people::id).first(conn)?;
        let tasks: Vec<(String, NaiveDate)> = tasks::table
            .filter(tasks::person_id.eq(&me))
            .filter(tasks::state.eq("open"))
            .filter(tasks::due_on.is_not_null())
            .select((tasks::id, tasks::due_on.assume_not_null()))
            .load(conn)?;
        let resolved: Vec<(String, NaiveDate)> = resolutions::table
            .inner_join(meetings::table)
            .filter(resolutions::holder_id.eq(&me))
            .filter(resolutions::state.eq("open"))
            .filter(meetings::state.eq("published"))
            .select((resolutions::number, resolutions::due_on.assume_not_null()))
            .load(conn)?;
        let mine = projects::table.filter(projects::owner_id.eq(&me)).filter(projects::ended_at.is_null());
        let approved: Vec<Option<String>> = mine.select(projects::approved_id).load(conn)?;
        let approved: Vec<String> = approved.into_iter().flatten().collect();
        let steps: Vec<(String, NaiveDate)> = plan_steps::table
            .filter(plan_steps::plan_version_id.eq_any(approved))
            .select((plan_steps::line_id, plan_steps::ends_on))
            .load(conn)?;
        let ends: Vec<(String, Option<NaiveDate>)> =
            mine.filter(projects::issued_at.is_not_null()).select((projects::number, projects::ends_on)).load(conn)?;
        let mut all = BTreeSet::new();
        all.extend(tasks.into_iter().map(|(id, day)| (format!("task-{id}@shuguang"), day)));
        all.extend(resolved.into_iter().map(|(number, day)| (format!("resolution-{number}@shuguang"), day)));
        all.extend(steps.into_iter().map(|(line, day)| (format!("milestone-{line}@shuguang"), day)));
        all.extend(ends.into_iter().filter_map(|(number, day)| Some((format!("end-{number}@shuguang"), day?))));
        Ok(all)
    });
    rows.unwrap_or_else(|error| panic!("{}", error.account()))
}

#[test]
fn what_is_due_takes_a_whole_day_and_no_time_and_is_what_plain_questions_find() {
    let prepared = Prepared::department();
    let office = &prepared.office;
    let today = Zone::SHANGHAI.day(office.clock().now());
    let li = office.sign_in("李伟");
    let events = read(office, &subscribe(&li));
    let kinds = ["task", "resolution", "milestone", "end"];
    let is_asked = |uid: &str| kinds.iter().any(|kind| uid.starts_with(&format!("{kind}-")));
    let seen: BTreeSet<(String, NaiveDate)> =
        events.iter().filter(|it| is_asked(&it.uid)).map(|it| (it.uid.clone(), it.start.date())).collect();
    let window = (today - chrono::Days::new(92))..=(today + chrono::Days::new(185));
    let expected: BTreeSet<_> = due(&prepared, "李伟").into_iter().filter(|it| window.contains(&it.1)).collect();
    for kind in kinds {
        assert!(expected.iter().any(|it| it.0.starts_with(kind)), "the department has no {kind}");
    }
    // Milestones that were reached are the only ones that may be missing.
    let missing: Vec<_> = expected.difference(&seen).filter(|it| !it.0.starts_with("milestone")).collect();
    assert!(missing.is_empty() && seen.is_subset(&expected), "{missing:#?} {:#?}", seen.difference(&expected));
    for it in events.iter().filter(|it| !it.uid.starts_with("meeting-")) {
        assert!(it.is_whole_day && !it.is_busy && (it.end - it.start).num_days() == 1, "{it:?}");
    }
    assert!(events.iter().any(|it| it.uid.starts_with("next-")), "no next step with a customer");
    // The page has them too, and marks what is late.
    let number = prepared.at("resolution").to_owned();
    li.get("/calendar?week=2026-W53").shows("补交样品清单").shows(&number).shows("里程碑");
    office.at("2026-12-30 09:00");
    let [li, zhou, zhang] = ["李伟", "周立明", "张敏"].map(|name| office.sign_in(name));
    let page = li.get("/calendar?month=2026-12");
    assert!(page.has(&format!("li[data-tone=late] a[href=\"/resolutions/{number}\"]")));
    li.get("/calendar?week=2026-W53").shows("逾期 2 个工作日");
    // The commander has the requests to answer and the last days of all projects; the coordinator those of the packages.
    let request: String = office
        .store()
        .read(|conn| Ok(requests::table.filter(requests::state.eq("open")).select(requests::number).first(conn)?))
        .unwrap_or_else(|error| panic!("{}", error.account()));
    let of_all = read(office, &subscribe(&zhou));
    assert!(has(&of_all, &format!("request-{request}")));
    for (who, events) in [("周立明", of_all), ("张敏", read(office, &subscribe(&zhang)))] {
        assert!(has(&events, &format!("end-{}", prepared.at("implementation"))), "{who}");
    }
    assert!(!read(office, &subscribe(&office.sign_in("赵强"))).iter().any(|it| it.uid.starts_with("milestone-")));
}

#[test]
fn what_is_done_leaves_the_calendar_and_addresses_are_there_where_they_are_known() {
    let office = Office::open();
    let department = cast(&office);
    let package = package(&office, &department);
    let number = project_in(&office, &department, &package, shuguang::projects::pipeline::State::DirectiveIssued);
    let li = office.sign_in("李伟");
    let address = subscribe(&li);
    let key = format!("project-{number}");
    let it = find(&read(&office, &address), &key).clone();
    assert_eq!((it.is_whole_day, it.url.as_str()), (true, ""));
    assert!(it.summary.starts_with("领受指令 · "), "{}", it.summary);
    // Where the program knows how people reach it, each event leads to its page.
    let now = office.clock().now();
    let key_of = address.split_once("?key=").expect("a key").1;
    let known = office.store().read(|conn| {
        let rules = office.store().office()?;
        file(conn, key_of, &rules, now, Some("https://shuguang.example"))
    });
    let events = parsed(&known.unwrap_or_else(|error| panic!("{}", error.account())));
    let it = find(&events, &key);
    assert_eq!(it.url, format!("https://shuguang.example/projects/{number}/directive"));
    assert!(it.about.ends_with(&it.url), "{}", it.about);
    assert_eq!(find(&events, "meeting-2026-W49").url, "https://shuguang.example/meetings/2026-W49");
    li.post(&format!("/projects/{number}/moves"), &[("move", "acknowledge")]).is(303);
    assert!(!has(&read(&office, &address), &key));
}

#[test]
fn the_calendar_speaks_the_language_of_its_owner() {
    let office = Office::open();
    cast(&office);
    let li = office.sign_in("李伟");
    let address = subscribe(&li);
    li.post("/language", &[("lang", "en"), ("back", "/calendar/feed")]).is(303);
    li.get("/calendar/feed").shows("Subscribe to the calendar").shows("Thunderbird");
    let answer = office.visitor().get(&address);
    assert!(answer.text.contains("X-WR-CALNAME:Shuguang · 李伟\r\n"));
    assert_eq!(find(&parsed(&answer.text), "meeting-2026-W49").summary, "Weekly meeting");
}

/// A text as a reader gets it back: new lines are one sign, no other control characters.
fn as_read(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|it| matches!(it, '\n' | '\t') || !it.is_control()).collect()
}

fn written(title: &str, about: &str) -> Vec<Event> {
    let event = ics::Event {
        uid: "meeting-2026-W50@shuguang".into(),
        sequence: 3,
        stamp: moment("2026-11-23 09:00"),
        when: When::From(moment("2026-12-07 14:00"), moment("2026-12-07 15:30")),
        summary: title.into(),
        description: about.into(),
        location: title.into(),
        url: "https://shuguang.example/meetings/2026-W50".into(),
        status: Status::Confirmed,
        is_busy: true,
    };
    parsed(&ics::write(title, "Asia/Shanghai", &[event.clone(), ics::Event { uid: "x@shuguang".into(), ..event }]))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_title_comes_back_as_it_was(title in "[会议论证计划,;:\\\\\"'a-zA-Z \t\r\n😀👨‍👩‍👧𠀀é、。=%]{0,300}", about in "\\PC{0,300}") {
        for it in written(&title, &about) {
            prop_assert_eq!(&it.summary, &as_read(&title));
            prop_assert_eq!(&it.about, &as_read(&about));
        }
    }
}

#[test]
fn titles_of_every_kind_come_back_as_they_were() {
    for title in [
        "会".repeat(300),
        "😀".repeat(100),
        "a,b;c:d\\e\\n\"f\"".into(),
        "一行\n二行\r\n三行".into(),
        "BEGIN:VEVENT".into(),
        "x\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR".into(),
        format!("{} {}", "x".repeat(65), "y".repeat(80)),
        "\\".repeat(150),
    ] {
        assert!(written(&title, &title).iter().all(|it| it.summary == as_read(&title)), "{title}");
    }
}

#[test]
fn everybody_has_an_address_of_their_own() {
    let office = Office::open();
    let both = office.person_with("吴晓东", &[Role::Planner, Role::Specialist]);
    let mut addresses: Vec<String> = vec![subscribe(&both)];
    for (name, role) in [("李伟", Role::Sales), ("管理员", Role::Admin), ("陈静", Role::Specialist)] {
        addresses.push(subscribe(&office.person(name, role)));
    }
    let different: BTreeSet<&String> = addresses.iter().collect();
    assert_eq!(different.len(), addresses.len());
    addresses.iter().for_each(|it| assert_eq!(office.visitor().get(it).status, 200));
}
