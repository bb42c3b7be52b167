//! Who owes what: every duty has somebody and a day and is in their inbox; reminders by hand and by rule; what is late goes up, and
//! nothing is ever decided by waiting.

use std::collections::BTreeSet;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use shuguang::duties::model::{Duty, DutyKind, Who};
use shuguang::duties::queries::{Asked, FAR, Looks, Sum, Whose, owed, part, sums, to_call};
use shuguang::people::queries::{commanding, ids_with_role};
use shuguang::projects::moves::changes::{Said, carry_out};
use shuguang::projects::pipeline::{Move, State};
use shuguang::store::schema::{projects, reminders, requests};
use shuguang::tasks::queries::{Part, Waiting, waiting};
use shuguang::words::Role;

use crate::office::Office;
use crate::prepared::Prepared;
use crate::story;

/// Everything that is owed with a day, as the program sees it.
fn all(office: &Office) -> Vec<Duty> {
    let now = shuguang::clock::Zone::SHANGHAI.local(office.clock().now());
    let rules = office.store().office().expect("the office's rules");
    let found = office.store().read(|conn| owed(conn, &Asked::until(Looks::Program, &rules, now, FAR)));
    found.unwrap_or_else(|error| panic!("{}", error.account()))
}

/// Who has to do something: the ids of those who are there.
fn doers(office: &Office, it: &Duty) -> Vec<String> {
    let day = shuguang::clock::Zone::SHANGHAI.day(office.clock().now());
    let found = office.store().read(|conn| match &it.who {
        Who::Person(id) => Ok(vec![id.clone()]),
        Who::Role(Role::Commander) => commanding(conn, day),
        Who::Role(role) => ids_with_role(conn, *role),
    });
    found.unwrap_or_else(|error| panic!("{}", error.account()))
}

/// A department in which everything there is waits once.
fn department() -> Prepared {
    let mut prepared = Prepared::department();
    prepared.open_gates();
    prepared
}

#[test]
fn no_open_duty_is_without_somebody_and_a_day_and_each_is_told_once() {
    let prepared = department();
    let office = &prepared.office;
    let duties = all(office);
    let mut kinds: BTreeSet<DutyKind> = BTreeSet::new();
    let mut keys = BTreeSet::new();
    for it in &duties {
        kinds.insert(it.kind);
        assert!(keys.insert(it.key.clone()), "{} is told twice", it.key);
        let doers = doers(office, it);
        assert!(!doers.is_empty(), "nobody owes {it:?}");
        let active: i64 = office
            .store()
            .read(|conn| {
                use shuguang::store::schema::people;
                Ok(people::table.filter(people::id.eq_any(&doers)).filter(people::active.eq(true)).count().get_result(conn)?)
            })
            .unwrap_or_else(|error| panic!("{}", error.account()));
        assert_eq!(usize::try_from(active).unwrap_or(0), doers.len(), "{it:?}");
    }
    let missing: Vec<_> = DutyKind::ALL.iter().filter(|it| !kinds.contains(it)).collect();
    assert!(missing.is_empty(), "the test shows nothing of {missing:?}");
    // Every one leads to a page that whoever owes it may open.
    for it in &duties {
        let name = doers(office, it).first().cloned().unwrap_or_default();
        let name: String = office
            .store()
            .read(|conn| {
                use shuguang::store::schema::people;
                Ok(people::table.find(&name).select(people::name).first(conn)?)
            })
            .unwrap_or_else(|error| panic!("{}", error.account()));
        office.sign_in(&name).get(it.href.split('#').next().unwrap_or_default()).is(200);
    }
}

#[test]
fn what_somebody_owes_is_what_waits_in_their_inbox() {
    let prepared = department();
    let office = &prepared.office;
    let day = shuguang::clock::Zone::SHANGHAI.day(office.clock().now());
    let rules = office.store().office().expect("the office's rules");
    let duties = all(office);
    for (name, _) in crate::prepared::EVERYBODY {
        let me = office.actor(name);
        let inbox: Vec<Waiting> = office
            .store()
            .read(|conn| waiting(conn, &me, &rules, day, Part::All, 100_000))
            .unwrap_or_else(|error| panic!("{}", error.account()));
        // By number and day: the kinds have other words there. An answer to a consultation has no day.
        let waits: BTreeSet<(String, NaiveDate)> =
            inbox.iter().filter_map(|it| Some((it.number.clone(), it.due_on?))).collect();
        // Meetings are called from their own page; ideas are everybody's, and their owner's to collect.
        let ours = |it: &&Duty| it.is_of(&me) && !it.key.starts_with("call-") && !it.href.ends_with("/proposals");
        let owed: BTreeSet<(String, NaiveDate)> = duties.iter().filter(ours).map(|it| (it.number.clone(), it.due_on)).collect();
        let only_owed: Vec<_> = owed.difference(&waits).collect();
        let only_waits: Vec<_> = waits.difference(&owed).filter(|it| !is_collected(&duties, it)).collect();
        assert!(only_owed.is_empty() && only_waits.is_empty(), "{name} owes {only_owed:?}, and there waits {only_waits:?}");
    }
}

fn is_collected(duties: &[Duty], it: &(String, NaiveDate)) -> bool {
    duties.iter().any(|duty| duty.number == it.0 && duty.due_on == it.1 && duty.href.ends_with("/proposals"))
}

/// What is owed, in plain words of the database, each apart: nothing here is shared with the program. Weeks and meetings to call are
/// tested by their own days.
const PLAIN: [&str; 12] = [
    "select 'task-' || id as key, cast(due_on as text) as due from tasks where state = 'open' and due_on is not null \
     and step not in ('1.2', '5.4')",
    "select 'project-' || number as key, cast(due_on as text) as due from projects where ended_at is null and due_on is not null \
     and (holder = 'commander' or (holder = 'owner' and (stage = 'directive_issued' or (stage = 'planning' and not exists \
     (select 1 from tasks where tasks.project_id = projects.id and tasks.state = 'open' and tasks.step in ('2.1', '2.2', '2.3'))))))",
    "select 'request-' || number as key, cast(due_on as text) as due from requests where state = 'open' and answered_at is null",
    "select 'confirmation-' || number as key, cast(coalesce(confirm_by, due_on) as text) as due from requests where state = 'answered'",
    "select 'advice-' || requests.number as key, cast(advice.due_on as text) as due from advice join requests \
     on requests.id = advice.request_id where advice.given_at is null and requests.state = 'open'",
    "select 'consultation-' || number as key, cast(due_on as text) as due from consultations where state = 'open'",
    "select 'reading-' || number as key, cast(read_by as text) as due from reports where read_at is null and read_by is not null",
    "select 'resolution-' || resolutions.number as key, cast(resolutions.due_on as text) as due from resolutions join meetings \
     on meetings.id = resolutions.meeting_id where resolutions.state = 'open' and resolutions.kind <> 'information' \
     and resolutions.holder_id is not null and resolutions.due_on is not null and meetings.state = 'published'",
    "select 'minutes-' || meetings.number || '-' || people.id as key, cast(meetings.read_by as text) as due from attendances \
     join meetings on meetings.id = attendances.meeting_id join people on people.id = attendances.person_id \
     where attendances.read_at is null and meetings.state = 'published' and meetings.read_by is not null and people.active",
    "select 'publication-' || number as key, cast(publish_by as text) as due from meetings \
     where state in ('in_session', 'minutes') and publish_by is not null",
    "select 'given-' || number as key, cast(due_on as text) as due from handovers where giver_confirmed_at is null",
    "select 'taken-' || number as key, cast(due_on as text) as due from handovers where taker_confirmed_at is null",
];

#[derive(QueryableByName)]
struct Plain {
    #[diesel(sql_type = diesel::sql_types::Text)]
    key: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    due: String,
}

#[test]
fn what_is_owed_is_what_plain_questions_of_the_database_say() {
    let prepared = department();
    let office = &prepared.office;
    // The minutes of the meeting that was in session are to be published.
    office.sign_in("张敏").post("/meetings/2026-W51/moves", &[("move", "close")]).is(303);
    let mut plain: BTreeSet<(String, String)> = BTreeSet::new();
    for sql in PLAIN {
        let rows: Vec<Plain> = office
            .store()
            .aside(|conn| diesel::sql_query(sql).load(conn))
            .unwrap_or_else(|error| panic!("{sql}: {}", error.account()));
        assert!(!rows.is_empty(), "the department shows nothing of it: {sql}");
        plain.extend(rows.into_iter().map(|it| (it.key, it.due)));
    }
    let computed = |it: &&Duty| it.key.starts_with("week-") || it.key.starts_with("call-");
    let told: Vec<Duty> = all(office);
    let told: BTreeSet<(String, String)> =
        told.iter().filter(|it| !computed(it)).map(|it| (it.key.clone(), it.due_on.to_string())).collect();
    let (only_told, only_plain): (Vec<_>, Vec<_>) = (told.difference(&plain).collect(), plain.difference(&told).collect());
    assert!(only_told.is_empty() && only_plain.is_empty(), "told alone {only_told:?}, plain alone {only_plain:?}");
}

#[test]
fn pages_and_sums_are_those_of_the_whole_list_whoever_reads_it_of_whatever_is_asked() {
    let prepared = department();
    let office = &prepared.office;
    let rules = office.store().office().expect("the office's rules");
    let now = shuguang::clock::Zone::SHANGHAI.local(office.clock().now());
    for name in ["周立明", "张敏"] {
        let me = office.actor(name);
        for until in [now.date() - Days::new(1), now.date(), FAR] {
            let whole = Asked::until(Looks::Person(&me), &rules, now, until);
            let all = office.store().read(|conn| owed(conn, &whole)).unwrap_or_else(|error| panic!("{}", error.account()));
            let whoses: Vec<Whose> = all
                .iter()
                .map(|it| match &it.who {
                    Who::Person(id) => Whose::Of(Some(id.clone()), None),
                    Who::Role(role) => Whose::Of(None, Some(role.code())),
                })
                .chain([Whose::Everybody, Whose::not_of(&me), Whose::Of(None, None)])
                .collect();
            let kinds = DutyKind::ALL.iter().map(|it| Some(*it)).chain([None]);
            for kind in kinds {
                for whose in whoses.iter().take(4).chain(whoses.iter().rev().take(3)) {
                    let asked = Asked { kind, whose: whose.clone(), ..whole.clone() };
                    let is_asked = |it: &&Duty| kind.is_none_or(|kind| it.kind == kind) && whose.holds(&it.who);
                    let expected: Vec<&str> = all.iter().filter(is_asked).map(|it| it.key.as_str()).collect();
                    let (mut told, mut sum) = (Vec::new(), Sum::default());
                    let read = office.store().read(|conn| {
                        let computed = to_call(conn, &asked)?;
                        computed.iter().for_each(|it| sum.add(it.is_late(now)));
                        sum = sums(conn, &asked)?.values().fold(sum, |all, it| all.and(*it));
                        for page in 0..=expected.len() / 3 {
                            let from = i64::try_from(page * 3).unwrap_or_default();
                            told.extend(part(conn, &asked, computed.clone(), from, 3)?);
                        }
                        Ok(())
                    });
                    read.unwrap_or_else(|error| panic!("{}", error.account()));
                    let told: Vec<&str> = told.iter().map(|it| it.key.as_str()).collect();
                    assert_eq!(told, expected, "{name}, {kind:?} of {whose:?} until {until}");
                    let late = all.iter().filter(is_asked).filter(|it| it.is_late(now)).count();
                    let expected = (i64::try_from(expected.len()).unwrap_or(-1), i64::try_from(late).unwrap_or(-1));
                    assert_eq!((sum.count, sum.late), expected, "{name}, {kind:?} of {whose:?} until {until}");
                }
            }
        }
    }
}

#[test]
fn a_report_on_a_week_is_late_once_its_hour_has_passed() {
    let prepared = Prepared::department();
    let office = &prepared.office;
    let key = format!("week-2026-W51-{}", office.actor("赵强").id);
    // (when, whether it is late)
    for (at, is_late) in [("2026-12-21 11:59", false), ("2026-12-21 12:01", true), ("2026-12-22 09:00", true)] {
        office.at(at);
        let [zhang, zhao] = ["张敏", "赵强"].map(|name| office.sign_in(name));
        let form = format!("form[action='/duties/{key}/reminders']");
        assert_eq!(zhang.get("/duties?kind=report&who=赵强").has(&form), is_late, "{at}");
        let shown = zhang.get("/duties?kind=report&due=all").has(&form);
        assert!(shown, "{at}");
        zhang.get("/duties?kind=report&due=all").shows("2026-12-21 周一 12:00");
        let late = zhao.get("/tasks?due=late");
        assert_eq!(late.has("a[href='/reports/weekly/2026-W51/mine']"), is_late, "{at}");
        assert_eq!(zhao.get("/tasks").seen().contains("2026-12-21 周一 12:00"), !is_late, "{at}");
    }
}

#[test]
fn the_commander_is_named_once_by_role_and_name() {
    let prepared = department();
    let office = &prepared.office;
    let zhang = office.sign_in("张敏");
    let duties = all(office);
    let commander = office.actor("周立明");
    let (by_role, by_name) = (Who::Role(Role::Commander), Who::Person(commander.id.clone()));
    assert!([&by_role, &by_name].iter().all(|who| duties.iter().any(|it| it.who == **who)), "owed by role and by name");
    let page = zhang.get("/duties?due=all");
    let names = page.find(".debtors").unwrap_or_default();
    assert_eq!(names.matches("周立明").count(), 1, "{names}");
    assert_eq!(names.matches("总指挥").count(), 1, "{names}");
    let of = |who: &str| zhang.get(&format!("/duties?due=all&who={who}")).find(".total").unwrap_or_default();
    assert_eq!(of("@commander"), of(&commander.username));
}

#[test]
fn the_workbook_has_numbers_and_who_was_reminded_when_by_whom() {
    let prepared = Prepared::department();
    let office = &prepared.office;
    let zhang = office.sign_in("张敏");
    zhang.post(&format!("/duties/week-2026-W50-{}/reminders", office.actor("赵强").id), &[]).is(303);
    let answer = zhang.get("/duties.xlsx?kind=report");
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(answer.is(200).bytes.clone())).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
    let rows: Vec<Vec<Data>> = sheet.rows().map(<[Data]>::to_vec).collect();
    let is_his = |row: &&Vec<Data>| row[0] == "2026-W50" && row[5] == "赵强";
    let row = rows.iter().find(is_his).unwrap_or_else(|| panic!("{rows:?}"));
    let today = shuguang::clock::Zone::SHANGHAI.day(office.clock().now());
    assert_eq!((&row[10], &row[12]), (&Data::Float(1.0), &Data::String("张敏".into())), "{row:?}");
    let first: NaiveDate = "1899-12-30".parse().expect("the day from which workbooks count");
    let Data::DateTime(day) = &row[11] else { panic!("{row:?}") };
    assert_eq!(day.as_f64().to_string(), (today - first).num_days().to_string());
    // What nobody was reminded of says so by a number too.
    let other = rows.iter().skip(1).find(|row| row[5] != "赵强").unwrap_or_else(|| panic!("{rows:?}"));
    assert_eq!((&other[10], &other[11]), (&Data::Float(0.0), &Data::Empty), "{other:?}");
}

#[test]
fn what_would_be_due_in_another_age_is_a_slip_of_the_year_and_a_free_day_is_called_one() {
    let prepared = department();
    let office = &prepared.office;
    let zhang = office.sign_in("张敏");
    let session = zhang.get("/meetings/2026-W51/session");
    let record = session.forms().into_iter().find(|it| it.action.ends_with("/record")).expect("a part of the agenda");
    let late = zhang.send(&record, &[("resolution", "任务：核对样品间钥匙 @李伟 2062-12-05")]);
    late.complains("resolution").shows("期限最远为五年之内");
    assert_eq!(late.field("resolution"), "任务：核对样品间钥匙 @李伟 2062-12-05", "what was typed stays");
    // A Saturday is taken, and said to be one.
    zhang.send(&record, &[("resolution", "任务：核对样品间钥匙 @李伟 2027-01-09")]).is(303);
    let number: String = office
        .store()
        .read(|conn| {
            use shuguang::store::schema::resolutions;
            let newest = resolutions::table.filter(resolutions::content.eq("核对样品间钥匙")).select(resolutions::number);
            Ok(newest.first(conn)?)
        })
        .unwrap_or_else(|error| panic!("{}", error.account()));
    zhang.get(&format!("/resolutions/{number}")).shows("2027-01-09 周六 非工作日");
}

/// What 李伟 asks, reports and wants to know of no project, each with a page, and a request that is answered.
fn closed(office: &Office) {
    let [li, zhou] = ["李伟", "周立明"].map(|name| office.sign_in(name));
    let asked = |title: &str| {
        let typed = [("kind", "unsure"), ("title", title), ("question", "订金收几成？"), ("proposal", "三成。")];
        li.post("/requests", &typed).is(303).location.clone().expect("its page")
    };
    asked("密请甲");
    let answered = asked("密请乙");
    let answer = zhou.get(&answered).form(&format!("{answered}/answer"));
    zhou.send(&answer, &[("verdict", "granted"), ("instruction", "三成。")]).is(303);
    let event = [
        ("kind", "event"),
        ("title", "密报"),
        ("happened_on", "2026-12-14"),
        ("happened_time", "08:00"),
        ("content", "有人打听。"),
    ];
    li.post("/reports", &event).is(303);
    let want = [("project", ""), ("title", "密询"), ("background", "走访了四家。"), ("question", "哪几个月集中采购？")];
    li.post("/consultations", &want).is(303);
}

#[test]
fn whoever_supervises_learns_that_something_closed_is_owed_and_reminds_of_it_and_learns_no_more() {
    let office = Office::open();
    story::cast(&office);
    office.at("2026-12-14 09:00");
    closed(&office);
    office.at("2026-12-21 10:00");
    let [li, zhou, zhang, zhao] = ["李伟", "周立明", "张敏", "赵强"].map(|name| office.sign_in(name));
    let secrets = ["密请", "密报", "密询", "QS-2026", "HB-2026", "ZX-2026", "/requests/", "/consultations/"];
    // (kind, what is told of it, who owes it)
    let table = [
        ("request", "批示请示 · 请示（内容不公开）", "总指挥"),
        ("confirmation", "确认批示 · 请示（内容不公开）", "李伟"),
        ("reading", "审阅汇报 · 汇报（内容不公开）", "总指挥"),
        ("information", "答复咨询 · 咨询（内容不公开）", "企划助理"),
    ];
    for (kind, told, who) in table {
        let page = zhang.get(&format!("/duties?kind={kind}"));
        page.shows(told).shows("逾期").shows("起始 12-14").shows("共 1 件");
        assert!(page.find("tbody td").unwrap_or_default().contains(who), "{kind}");
        assert!(!page.has("tbody th a"), "{kind}: no link");
        assert!(secrets.iter().all(|it| !page.text.contains(it)), "{kind}: {}", page.text);
        let answer = zhang.get(&format!("/duties.xlsx?kind={kind}"));
        let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(answer.is(200).bytes.clone())).expect("a workbook");
        let sheet = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
        let rows: Vec<Vec<String>> = sheet.rows().skip(1).map(|row| row.iter().map(ToString::to_string).collect()).collect();
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert_eq!((rows[0][0].as_str(), format!("{} · {}", rows[0][1], rows[0][2])), ("", told.to_owned()));
        assert!(!secrets.iter().any(|it| rows.concat().concat().contains(it)), "{rows:?}");
        // The commander sees what it is about, as before.
        zhou.get(&format!("/duties?kind={kind}")).does_not_show("不公开").shows("密").shows("2026-00");
    }
    let desk = zhang.get("/");
    desk.shows("请示（内容不公开）");
    assert!(secrets.iter().all(|it| !desk.text.contains(it)), "{}", desk.text);
    // Whoever owes it is reminded of it by name; the asker's reminders and the coordinator's are counted together.
    let form = zhang.get("/duties?kind=request").form("/duties/closed-request-");
    zhang.send(&form, &[]).goes_to("/duties?kind=request");
    zhang.send(&form, &[]).is(303);
    let page = zhang.get("/duties?kind=request");
    page.shows("已催办 1 次");
    zhou.get("/notices").shows("有人催办 · 请示等待批示 · 密请甲");
    office.later(chrono::Duration::minutes(1));
    li.post("/duties/request-QS-2026-001/reminders", &[]).is(303);
    zhang.get("/duties?kind=request").shows("今天已催办两次");
    zhang.send(&form, &[]).is(409).shows("今天已经催办过两次");
    // It has no other name for the coordinator, and no name at all for others.
    zhang.post("/duties/request-QS-2026-001/reminders", &[]).is(404);
    zhao.post(&form.action, &[]).is(403);
    zhou.post(&form.action, &[]).is(404);
    assert!(["李伟", "赵强", "王芳", "陈静"].iter().all(|name| office.sign_in(name).get("/duties").status == 404));
    zhang.post("/language", &[("lang", "en")]).is(303);
    zhang.get("/duties?kind=request").shows("A request (not open to you)").shows("Owed since 12-14");
}

#[test]
fn the_coordinator_supervises_everything_that_is_owed_but_drafts() {
    let prepared = department();
    let office = &prepared.office;
    let rules = office.store().office().expect("the office's rules");
    let now = shuguang::clock::Zone::SHANGHAI.local(office.clock().now());
    let drafts: Vec<String> = office
        .store()
        .read(|conn| Ok(projects::table.filter(projects::issued_at.is_null()).select(projects::number).load(conn)?))
        .unwrap_or_else(|error| panic!("{}", error.account()));
    let owed_to_all = all(office);
    let expected: BTreeSet<&str> =
        owed_to_all.iter().filter(|it| !drafts.contains(&it.number)).map(|it| it.key.as_str()).collect();
    for name in ["张敏", "吴晓东"] {
        let me = office.actor(name);
        let asked = Asked::until(Looks::Person(&me), &rules, now, FAR);
        let seen = office.store().read(|conn| owed(conn, &asked)).unwrap_or_else(|error| panic!("{}", error.account()));
        assert_eq!(seen.iter().map(|it| it.key.as_str()).collect::<BTreeSet<_>>(), expected, "{name}");
        assert!(seen.iter().all(|it| it.closed.is_none() || (it.href.is_empty() && it.number.is_empty())), "{name}");
        assert!(seen.iter().any(|it| it.closed.is_some()), "{name}: the department shows nothing of it");
    }
}

#[test]
fn nobody_owes_a_meeting_of_the_time_before_there_was_anybody() {
    let office = Office::open();
    office.at("2026-11-30 09:00");
    story::cast(&office);
    let zhou = office.sign_in("周立明");
    zhou.get("/duties?due=all").shows("2026-W49").does_not_show("2026-W48");
}

#[test]
fn sending_a_project_back_makes_its_duties_anew() {
    let office = Office::open();
    let cast = story::cast(&office);
    let package = story::package(&office, &cast);
    let theme = story::theme();
    let random = &mut fastrand::Rng::with_seed(20_261_130);
    for _ in 0..4 {
        let number = story::project_in(&office, &cast, &package, State::Deliberation);
        for _ in 0..random.usize(1..3) {
            let mut walk = story::walk(&office, &cast, &theme, &number);
            walk.write(&cast.commander, |tx, it| carry_out(tx, it, Move::Return, &Said::because("再想想")))
                .unwrap_or_else(|error| panic!("{}", error.account()));
            office.clock().set(walk.now);
            let ours = |it: &Duty| it.number == number && it.kind == DutyKind::Step;
            // The steps of planning are owed again by the owner, each with a day that lies ahead.
            let steps: Vec<Duty> = all(&office).into_iter().filter(ours).collect();
            let hrefs: Vec<&str> = steps.iter().map(|it| it.href.as_str()).collect();
            for step in ["2.1", "2.2"] {
                assert!(hrefs.iter().any(|it| it.ends_with(&format!("/steps/{step}"))), "{step} in {hrefs:?}");
            }
            let today = shuguang::clock::Zone::SHANGHAI.day(office.clock().now());
            assert!(steps.iter().all(|it| it.who == Who::Person(cast.owner.id.clone()) && it.due_on >= today), "{steps:?}");
            walk.plan().expect("planned anew");
            walk.write(&cast.owner, |tx, it| carry_out(tx, it, Move::Submit, &Said::default()))
                .unwrap_or_else(|error| panic!("{}", error.account()));
            office.clock().set(walk.now);
            // Now those of deliberation are owed, and the report on the planning that has ended again; nothing of planning is.
            let now: Vec<Duty> = all(&office).into_iter().filter(|it| it.number == number).collect();
            assert_eq!(now.iter().filter(|it| it.kind == DutyKind::Report).count(), 1, "{now:?}");
            assert!(
                now.iter().any(|it| it.href.ends_with("/steps/3.1")) && now.iter().all(|it| !it.href.contains("/steps/2."))
            );
        }
    }
}

#[test]
fn whoever_owes_something_is_reminded_by_hand_at_most_twice_a_day() {
    let prepared = Prepared::department();
    let office = &prepared.office;
    let at = format!("/duties/week-2026-W50-{}/reminders", office.actor("赵强").id);
    let [zhang, zhou, zhao] = ["张敏", "周立明", "赵强"].map(|name| office.sign_in(name));
    let page = zhang.get("/duties?kind=report");
    page.shows("报送周报").shows("赵强").shows("按规则下次提醒");
    let form = page.form(&at);
    zhang.send(&form, &[]).goes_to("/duties?kind=report");
    // The button pressed twice is one reminder.
    zhang.send(&form, &[]).is(303);
    zhang.get("/duties?kind=report").shows("已催办 1 次");
    zhao.get("/notices").shows("有人催办 · 周报等待报送").shows("由您完成");
    zhou.post(&at, &[]).is(303);
    office.later(chrono::Duration::minutes(1));
    zhang.post(&at, &[]).is(409).shows("今天已经催办过两次");
    assert!(!zhang.get("/duties?kind=report").has(&format!("form[action='{at}']")));
    // What is done is owed no more; what is somebody's own is not theirs to remind of; others do not remind at all.
    zhao.post("/reports/weekly/2026-W50", &[("content", "走访三家。")]).is(303);
    zhang.post(&at, &[]).is(404);
    let own = format!("/duties/week-2026-W50-{}/reminders", office.actor("张敏").id);
    zhang.post(&own, &[]).is(409).shows("这是您自己的事");
    zhao.post(&own, &[]).is(403);
    zhao.get("/duties").is(404);
    // The next day they may be reminded again; every reminder stands in the trail.
    let late = format!("/duties/week-2026-W50-{}/reminders", office.actor("吴晓东").id);
    for day in ["2026-12-15", "2026-12-16"] {
        for hour in ["14:00", "15:00"] {
            office.at(&format!("{day} {hour}"));
            office.sign_in("张敏").post(&late, &[]).is(303);
        }
    }
    let kept = office.store().read(|conn| Ok(reminders::table.count().get_result::<i64>(conn)?));
    assert_eq!(kept.unwrap_or_else(|error| panic!("{}", error.account())), 6);
    prepared.is_true();
}

#[test]
fn the_rule_reminds_each_morning_once_and_what_stays_undone_goes_up_but_is_never_decided() {
    let office = Office::open();
    let cast = story::cast(&office);
    // Everybody has reported; of the request alone it is told.
    office.at("2026-12-14 09:00");
    let typed = [("kind", "unsure"), ("title", "订金比例"), ("question", "订金收几成？"), ("proposal", "三成。")];
    let at = office.sign_in("李伟").post("/requests", &typed).is(303).location.clone().expect("its page");
    let key = "request-QS-2026-001";
    // It is due on Wednesday. (day, what the commander is told)
    let table = [
        ("2026-12-14", ""),
        ("2026-12-15", "下一个工作日到期"),
        ("2026-12-16", "今天到期"),
        ("2026-12-17", "逾期未办"),
        ("2026-12-18", ""),
        ("2026-12-19", ""),
        ("2026-12-21", "逾期未办"),
        ("2026-12-22", ""),
    ];
    for (day, told) in table {
        for time in ["07:59", "08:00", "08:01", "12:01"] {
            office.at(&format!("{day} {time}"));
            office.jobs().minute().unwrap_or_else(|error| panic!("{}", error.account()));
        }
        let found = office.store().read(|conn| {
            use shuguang::store::schema::notices;
            let today = office.clock().now() - chrono::Duration::hours(12);
            Ok(notices::table
                .filter(notices::number.eq(key))
                .filter(notices::person_id.eq(&cast.commander.id))
                .filter(notices::at.ge(today))
                .select(notices::what)
                .load::<String>(conn)?)
        });
        let found = found.unwrap_or_else(|error| panic!("{}", error.account()));
        let expected: Vec<&str> = [told].into_iter().filter(|it| !it.is_empty()).collect();
        assert_eq!(found, expected, "{day}");
    }
    // Weeks go by. It goes up: the coordinator's page has it, their desk too; nothing was answered, and it still waits.
    let mut day: NaiveDate = "2026-12-23".parse().expect("a day");
    while day < "2027-01-20".parse().expect("a day") {
        office.at(&format!("{day} 08:05"));
        office.jobs().minute().unwrap_or_else(|error| panic!("{}", error.account()));
        day = day + Days::new(1);
    }
    office.at("2027-01-20 09:00");
    let state: String = office
        .store()
        .read(|conn| Ok(requests::table.select(diesel::dsl::sql::<diesel::sql_types::Text>("state")).first(conn)?))
        .unwrap_or_else(|error| panic!("{}", error.account()));
    assert_eq!(state, "open");
    let [zhang, zhou, li] = ["张敏", "周立明", "李伟"].map(|name| office.sign_in(name));
    zhang.get("/notices").shows("已升级到销售计调").does_not_show("coordinator");
    // What a request of no project says is not the coordinator's to see; that it is owed is.
    zhang.get("/duties?level=commander").does_not_show("订金比例").shows("请示（内容不公开）").shows("报送周报");
    zhou.get("/duties?kind=request").shows("订金比例").shows("已升级到总指挥");
    // What others owe stands on the commander's desk; what waits for the commander stands in the inbox already.
    let desk = zhou.get("/").shows("升级到我的逾期事项").find("section[aria-labelledby='gone-up']").unwrap_or_default();
    assert!(desk.contains("报送周报") && !desk.contains("订金比例"), "{desk}");
    li.get(&at).shows("待批示").shows("没有批示不算同意");
    zhang.get("/").shows("升级到我的逾期事项");
}

#[test]
fn projects_do_not_move_by_waiting() {
    let prepared = department();
    let office = &prepared.office;
    let stages = |office: &Office| {
        let found = office.store().read(|conn| {
            let rows = projects::table.order(projects::number).select((projects::number, projects::stage, projects::moves));
            Ok(rows.load::<(String, State, i32)>(conn)?)
        });
        found.unwrap_or_else(|error| panic!("{}", error.account()))
    };
    let before = stages(office);
    for week in 1..12 {
        let day = NaiveDate::from_ymd_opt(2026, 12, 28).expect("a day") + Days::new(7 * week);
        for time in ["08:05", "08:35"] {
            office.at(&format!("{day} {time}"));
            office.jobs().minute().unwrap_or_else(|error| panic!("{}", error.account()));
        }
    }
    assert_eq!(stages(office), before);
    prepared.is_true();
}
