//! Who owes what: every duty has somebody and a day and is in their inbox; reminders by hand and by rule; what is late goes up, and
//! nothing is ever decided by waiting.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use shuguang::duties::model::{Duty, DutyKind, Who};
use shuguang::duties::queries::{Looks, owed};
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
    let day = shuguang::clock::Zone::SHANGHAI.day(office.clock().now());
    let rules = office.store().office().expect("the office's rules");
    let found = office.store().read(|conn| owed(conn, Looks::Program, &rules, day, shuguang::duties::queries::FAR, 100_000));
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
    zhao.get("/notices").shows("有人催办 · 报送周报").shows("由您完成");
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
    // A request of no project is not the coordinator's to see.
    zhang.get("/duties?level=commander").does_not_show("订金比例").shows("报送周报");
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
