//! What is laid before a meeting: held against plain SQL over the tables; and once it is written down, against everything that
//! happens afterwards.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use shuguang::clock::Zone;
use shuguang::error::Result;
use shuguang::meetings::pack::content::Pack;
use shuguang::meetings::pack::draw;
use shuguang::meetings::schedule::find;
use shuguang::people::model::Person;
use shuguang::projects::model::Project;
use shuguang::store::Conn;
use shuguang::store::office::Office;
use shuguang::store::schema::{people, projects};

use crate::prepared::Prepared;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    line: String,
}

/// The lines of a query that gives one text each, sorted.
fn lines(prepared: &Prepared, sql: &str) -> Vec<String> {
    let rows: Vec<Row> = read(prepared, |conn| Ok(sql_query(sql).load(conn)?));
    sorted(rows.into_iter().map(|it| it.line))
}

fn sorted(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = all.collect();
    all.sort();
    all
}

fn read<T>(prepared: &Prepared, what: impl FnOnce(&mut Conn) -> Result<T>) -> T {
    prepared.office.store().read(what).unwrap_or_else(|error| panic!("{}", error.account()))
}

/// The pack of a meeting as it stands.
fn drawn(prepared: &Prepared, number: &str) -> Pack {
    let (me, now) = (prepared.office.actor("李伟"), prepared.office.clock().now());
    read(prepared, |conn| {
        let office = Office::load(conn, Zone::SHANGHAI)?;
        let it = find(conn, &me, &office, office.zone.day(now), number)?;
        draw(conn, &me, &office, now, &it)
    })
}

#[test]
fn the_pack_of_a_week_is_what_plain_sql_finds() {
    let prepared = Prepared::department();
    // It is Tuesday of week 51, and of it the meeting of week 52 tells.
    let pack = drawn(&prepared, "2026-W52");
    assert_eq!((pack.from.to_string(), pack.to.to_string()), ("2026-12-14".into(), "2026-12-20".into()));
    // Shanghai is eight hours ahead of what is kept.
    let week = "m.at >= '2026-12-13 16:00:00' and m.at < '2026-12-20 16:00:00'";
    let told =
        pack.members.iter().flat_map(|m| m.moves.iter().map(|it| format!("{} {} {}", m.username, it.project.number, it.code)));
    let moved = format!(
        "select o.username || ' ' || p.number || ' ' || m.code as line from moves m join projects p on p.id = m.project_id
         join project_owners w on w.project_id = p.id and w.since <= m.at and (w.until is null or w.until > m.at)
         join people o on o.id = w.owner_id where {week} and p.issued_at is not null"
    );
    assert_eq!(sorted(told), lines(&prepared, &moved));
    let told = pack.members.iter().flat_map(|m| m.activities.iter().map(|it| format!("{} {} {}", m.username, it.0, it.1)));
    let met = "select w.username || ' ' || a.kind || ' ' || cast(count(*) as text) as line from activities a
        join people w on w.id = a.person_id where a.on_day between '2026-12-14' and '2026-12-20' group by w.username, a.kind";
    assert_eq!(sorted(told), lines(&prepared, met));
    let told = pack.members.iter().filter(|m| m.customers > 0).map(|m| format!("{} {}", m.username, m.customers));
    let customers = "select w.username || ' ' || cast(count(distinct a.customer_id) as text) as line from activities a
        join people w on w.id = a.person_id where a.on_day between '2026-12-14' and '2026-12-20' group by w.username";
    assert_eq!(sorted(told), lines(&prepared, customers));
    let told =
        pack.members.iter().flat_map(|m| m.contracts.iter().map(|it| format!("{} {} {}", m.username, it.number, it.fen)));
    let signed = "select o.username || ' ' || c.number || ' ' || cast(c.fen as text) as line from contracts c
        join projects p on p.id = c.project_id join people o on o.id = p.owner_id
        where c.signed_on between '2026-12-14' and '2026-12-20' and c.state <> 'cancelled'";
    assert_eq!(sorted(told), lines(&prepared, signed));
    let told = pack.members.iter().filter(|m| m.received != 0).map(|m| format!("{} {}", m.username, m.received));
    let received = "select o.username || ' ' || cast(cast(sum(r.fen) as bigint) as text) as line from receipts r
        join projects p on p.id = r.project_id join people o on o.id = p.owner_id
        where r.received_on between '2026-12-14' and '2026-12-20' and r.voided_at is null group by o.username";
    assert_eq!(sorted(told), lines(&prepared, received));
    // Overdue before today; due until Sunday of the week of the meeting.
    for (name, of, range) in [
        ("late", (|m| &m.late) as fn(&shuguang::meetings::pack::content::Member) -> &Vec<_>, "t.due_on < '2026-12-15'"),
        ("due", |m| &m.due, "t.due_on between '2026-12-15' and '2026-12-27'"),
    ] {
        let told = pack
            .members
            .iter()
            .flat_map(|m| of(m).iter().map(|it| format!("{} {} {}", m.username, it.project.number, it.step)));
        let open = format!(
            "select w.username || ' ' || p.number || ' ' || t.step as line from tasks t join projects p on p.id = t.project_id
             join people w on w.id = t.person_id where t.state = 'open' and {range}"
        );
        let told = sorted(told);
        assert_eq!(told, lines(&prepared, &open), "{name}");
        assert!(!told.is_empty(), "{name}");
    }
    others_told(&prepared, &pack);
    let told =
        pack.members.iter().flat_map(|m| m.alerts.iter().map(|it| format!("{} {} {}", m.username, it.project.number, it.rule)));
    let alerts = "select o.username || ' ' || p.number || ' ' || a.rule as line from alerts a
        join projects p on p.id = a.project_id join people o on o.id = p.owner_id
        where a.fires_on <= '2026-12-15' and a.answered_at is null and a.passed_on is null and p.stage = 'implementation'";
    assert_eq!(sorted(told), lines(&prepared, alerts));
    let told = pack.resolutions.iter().map(|it| it.number.clone());
    let open = "select r.number as line from resolutions r join meetings m on m.id = r.meeting_id
        where r.state = 'open' and (r.kind is null or r.kind <> 'information') and m.state in ('minutes', 'published')";
    assert_eq!(sorted(told), lines(&prepared, open));
    // Everybody of the business is told of, or named as somebody of whom there is nothing to tell.
    let named = pack.members.iter().map(|m| m.name.clone()).chain(pack.silent.iter().cloned());
    let there = "select distinct p.name as line from people p join person_roles r on r.person_id = p.id where p.active and r.role <> 'admin'";
    assert_eq!(sorted(named), lines(&prepared, there));
}

/// What members did besides their projects, and what is late that is no task.
fn others_told(prepared: &Prepared, pack: &Pack) {
    let in_week = |at: &str| format!("{at} >= '2026-12-13 16:00:00' and {at} < '2026-12-20 16:00:00'");
    let told =
        pack.members.iter().flat_map(|m| m.done.iter().map(|it| format!("{} {} {}", m.username, it.project.number, it.step)));
    let done = format!(
        "select w.username || ' ' || p.number || ' ' || t.step as line from tasks t join projects p on p.id = t.project_id
         join people w on w.id = t.done_by where t.state = 'done' and {}",
        in_week("t.done_at")
    );
    let told = sorted(told);
    assert_eq!(told, lines(prepared, &done));
    assert!(!told.is_empty());
    let told = pack.members.iter().flat_map(|m| m.served.iter().map(|it| format!("{} {} {}", m.username, it.0, it.1)));
    let served = [
        ("advice", "given_by", "advice x", "given_at", ""),
        ("consultation", "answered_by", "consultation_questions x", "answered_at", ""),
        ("minutes", "published_by", "meetings x", "published_at", "and x.state = 'published'"),
        ("resolution", "holder_id", "resolutions x", "closed_at", "and x.state = 'done'"),
        ("reminder", "by_id", "reminders x", "at", ""),
    ]
    .map(|(word, who, table, at, and)| {
        format!(
            "select w.username || ' {word} ' || cast(count(*) as text) as line from {table} join people w on w.id = x.{who}
             where {} {and} group by w.username",
            in_week(&format!("x.{at}"))
        )
    });
    let told = sorted(told);
    assert_eq!(told, lines(prepared, &served.join(" union all ")));
    assert!(told.iter().any(|it| it.contains("consultation")), "{told:?}");
    let told = pack.members.iter().flat_map(|m| m.resolutions.iter().map(|it| format!("{} {}", m.username, it.number)));
    let late = "select w.username || ' ' || r.number as line from resolutions r join meetings m on m.id = r.meeting_id
        join people w on w.id = r.holder_id where r.state = 'open' and r.due_on < '2026-12-15' and r.kind <> 'information'
        and m.state = 'published'";
    assert_eq!(sorted(told), lines(prepared, late));
    let told = pack.members.iter().flat_map(|m| m.unconfirmed.iter().map(|it| format!("{} {it}", m.username)));
    let unconfirmed = "select w.username || ' ' || cast(q.confirm_by as text) as line from requests q
        join people w on w.id = q.asker_id where q.state = 'answered' and q.confirm_by < '2026-12-15'";
    assert_eq!(sorted(told), lines(prepared, unconfirmed));
}

#[test]
fn the_pack_of_a_month_is_what_plain_sql_finds() {
    let prepared = Prepared::department();
    prepared.office.at("2027-01-04 09:00");
    let figures = drawn(&prepared, "2027-01").month.expect("a month");
    assert_eq!(figures.month, "2026-12");
    let one = |sql: &str| lines(&prepared, sql).into_iter().next().unwrap_or_default();
    for (name, told, sql) in [
        (
            "signed",
            figures.this.signed,
            "select cast(cast(coalesce(sum(fen), 0) as bigint) as text) as line from contracts
            where signed_on between '2026-12-01' and '2026-12-31' and state <> 'cancelled'",
        ),
        (
            "contracts",
            figures.this.contracts,
            "select cast(count(*) as text) as line from contracts
            where signed_on between '2026-12-01' and '2026-12-31' and state <> 'cancelled'",
        ),
        (
            "received",
            figures.this.received,
            "select cast(cast(coalesce(sum(fen), 0) as bigint) as text) as line from receipts
            where received_on between '2026-12-01' and '2026-12-31' and voided_at is null",
        ),
        (
            "activities",
            figures.this.activities,
            "select cast(count(*) as text) as line from activities
            where on_day between '2026-12-01' and '2026-12-31'",
        ),
        (
            "moves",
            figures.this.moves,
            "select cast(count(*) as text) as line from moves m join projects p on p.id = m.project_id
            where m.at >= '2026-11-30 16:00:00' and m.at < '2026-12-31 16:00:00' and p.issued_at is not null",
        ),
        (
            "moves before",
            figures.last.moves,
            "select cast(count(*) as text) as line from moves m join projects p on p.id = m.project_id
            where m.at >= '2026-10-31 16:00:00' and m.at < '2026-11-30 16:00:00' and p.issued_at is not null",
        ),
        (
            "asked",
            figures.asked,
            "select cast(count(*) as text) as line from requests
            where asked_at >= '2026-11-30 16:00:00' and asked_at < '2026-12-31 16:00:00'",
        ),
        (
            "answered",
            figures.answered,
            "select cast(count(*) as text) as line from requests
            where answered_at >= '2026-11-30 16:00:00' and answered_at < '2026-12-31 16:00:00'",
        ),
    ] {
        assert_eq!(told.to_string(), one(sql), "{name}");
    }
    assert!(figures.this.signed > 0 && figures.this.received > 0 && figures.this.moves > 0 && figures.asked > 0);
    // By member and by package it is the same.
    for all in [figures.members.iter().map(|it| it.1).collect::<Vec<_>>(), figures.packages.iter().map(|it| it.1).collect()] {
        assert_eq!(all.iter().map(|it| it.signed).sum::<i64>(), figures.this.signed);
        assert_eq!(all.iter().map(|it| it.received).sum::<i64>(), figures.this.received);
        assert_eq!(all.iter().map(|it| it.moves).sum::<i64>(), figures.this.moves);
    }
    let stages: BTreeMap<String, i64> = figures.stages.iter().cloned().collect();
    let under_way = "select p.stage || ' ' || cast(count(*) as text) as line from projects p
        where p.issued_at is not null and p.ended_at is null group by p.stage";
    assert_eq!(sorted(stages.iter().map(|(stage, count)| format!("{stage} {count}"))), lines(&prepared, under_way));
    assert_eq!(figures.meetings.len(), 2, "{:?}", figures.meetings);
}

#[test]
fn what_happened_stays_with_whose_project_it_was_then_when_another_takes_it() {
    let prepared = Prepared::department();
    let office = &prepared.office;
    let number = prepared.at("implementation");
    let of = |pack: &Pack, name: &str| {
        let it = pack.members.iter().find(|it| it.name == name).cloned().unwrap_or_default();
        let moves: Vec<String> = it.moves.iter().map(|it| format!("{} {}", it.project.number, it.code)).collect();
        (moves, it.activities.clone(), it.contracts.len(), it.received)
    };
    let month = |pack: &Pack, name: &str| {
        let figures = pack.month.clone().expect("a month");
        figures
            .members
            .iter()
            .find(|it| it.0 == name)
            .map_or((0, 0, 0, 0), |it| (it.1.signed, it.1.received, it.1.activities, it.1.moves))
    };
    let both = |prepared: &Prepared| {
        let (week, pack) = (drawn(prepared, "2026-W52"), drawn(prepared, "2027-01"));
        ["李伟", "赵强"].map(|name| (of(&week, name), month(&pack, name)))
    };
    let before = both(&prepared);
    let (moves, _, contracts, received) = &before[0].0;
    assert!(moves.len() > 1 && *contracts > 0 && *received > 0, "{before:?}");
    office.at("2026-12-16 09:00");
    let commander = office.sign_in("周立明");
    let form = commander.get(&format!("/handovers/new?project={number}")).form("/handovers");
    commander.send(&form, &[("to", "赵强"), ("reason", "外派")]).is(303);
    assert_eq!(both(&prepared), before);
    // Nor does whoever took it claim it in their report on the week.
    office.at("2026-12-20 10:00");
    let draft = office.sign_in("赵强").get("/reports/weekly/2026-W51/mine");
    let seen = draft.is(200).seen();
    assert!(!seen.contains("已回款") && !seen.contains(" 份，合计"), "{seen}");
    // What is late and deviates is whose it is now.
    let owed = |pack: &Pack, name: &str| {
        let it = pack.members.iter().find(|it| it.name == name).cloned().unwrap_or_default();
        it.alerts.iter().any(|it| it.project.number == number)
            || it.due.iter().chain(&it.late).any(|it| it.project.number == number)
    };
    let now = drawn(&prepared, "2026-W52");
    assert!(owed(&now, "赵强") && !owed(&now, "李伟"), "{:?}", now.members);
}

/// The paper of a pack, byte by byte.
fn paper(prepared: &Prepared, number: &str) -> String {
    let page = prepared.office.sign_in("王芳").get(&format!("/meetings/{number}/pack"));
    let paper = scraper::Selector::parse("article.pack").expect("a selector");
    page.is(200).html().select(&paper).next().map(|it| it.html()).unwrap_or_default()
}

#[test]
fn a_pack_that_was_written_down_prints_the_same_after_a_thousand_later_changes() {
    let prepared = Prepared::department();
    let (before, other) = (paper(&prepared, "2026-W51"), paper(&prepared, "2026-W52"));
    assert!(before.contains("封印") && before.contains("补交样品清单"), "{before}");
    prepared.office.program(|tx| {
        for turn in 0..50 {
            let all: Vec<Project> =
                projects::table.order(projects::number).limit(12).select(Project::as_select()).load(&mut **tx)?;
            for it in all {
                tx.change("amend", &it, Project { name: format!("改名 {turn} {}", it.number), ..it.clone() })?;
            }
            let all: Vec<Person> = people::table.order(people::id).select(Person::as_select()).load(&mut **tx)?;
            for it in all {
                tx.change("amend", &it, Person { name: format!("{}{turn}", it.username), ..it.clone() })?;
            }
        }
        Ok(())
    });
    prepared.office.at("2027-12-15 10:00");
    let row = people::table.filter(people::username.eq("王芳")).select(people::name);
    assert_eq!(read(&prepared, |conn| Ok(row.first::<String>(conn)?)), "王芳49");
    assert_eq!(paper(&prepared, "2026-W51"), before);
    assert_ne!(other, before);
}

/// Weeks of meetings in which anything is tried in any order; after each try what must always be true is asked of the tables.
#[test]
fn whatever_is_tried_published_minutes_are_whole_and_what_is_open_comes_before_the_next_meeting() {
    use crate::office::Office;
    use crate::story::cast;
    let lines = [
        "补交样品清单 @李伟",
        "补交样品清单 @李伟 12-28",
        "任务：清点库存 12-30",
        "指令：开拓苏北 @赵强 2027-01-20",
        "通报：元旦放假",
        "样品间加锁",
        "调整：展台减一 @李伟 2027-02-01",
    ];
    for seed in [5, 17, 41] {
        let mut rng = fastrand::Rng::with_seed(seed);
        let office = Office::open();
        cast(&office);
        let is = |sql: &str, what: &str| {
            let rows: Vec<Row> = office
                .store()
                .read(|conn| Ok(sql_query(sql).load(conn)?))
                .unwrap_or_else(|error| panic!("{}", error.account()));
            assert!(rows.is_empty(), "{what}: {:?}", rows.iter().map(|it| &it.line).collect::<Vec<_>>());
        };
        let (mut published, mut carried) = (0, 0);
        for week in 48..=52 {
            let number = format!("2026-W{week}");
            let at = format!("/meetings/{number}");
            let day = 23 + (week - 48) * 7;
            office.at(&format!(
                "2026-{:02}-{:02} 14:00",
                if day > 30 { 12 } else { 11 },
                if day > 30 { day - 30 } else { day }
            ));
            let [zhang, li, zhao] = ["张敏", "李伟", "赵强"].map(|name| office.sign_in(name));
            for _ in 0..60 {
                office.later(chrono::Duration::minutes(3));
                let open: Vec<Row> = office
                    .store()
                    .read(|conn| {
                        let sql = "select number as line from resolutions order by number";
                        Ok(sql_query(sql).load(conn)?)
                    })
                    .unwrap_or_else(|error| panic!("{}", error.account()));
                let any = open.get(rng.usize(0..open.len().max(1))).map_or(String::new(), |it| it.line.clone());
                match rng.u32(0..12) {
                    0 => drop(zhang.post(&format!("{at}/moves"), &[("move", "call")])),
                    1 => drop(zhang.post(&format!("{at}/moves"), &[("move", "open")])),
                    2 if rng.u32(0..4) == 0 => drop(zhang.post(&format!("{at}/moves"), &[("move", "close")])),
                    3 | 4 => drop(zhang.post(&format!("{at}/moves"), &[("move", "publish")])),
                    5 | 6 => {
                        let page = zhang.get(&format!("{at}/session"));
                        let forms = page.forms().into_iter().filter(|it| it.action.ends_with("/record")).collect::<Vec<_>>();
                        if let Some(form) = forms.get(rng.usize(0..forms.len().max(1))) {
                            zhang.send(form, &[("resolution", lines[rng.usize(0..lines.len())])]);
                        }
                    }
                    7 => {
                        let page = zhang.get(&format!("{at}/session"));
                        if page.status == 200 {
                            zhang.send(&page.form(&format!("{at}/attendance")), &[]);
                        }
                    }
                    8 => {
                        let edit = format!("/resolutions/{any}/edit");
                        let page = zhang.get(&edit);
                        if page.status == 200 {
                            let typed = [
                                ("kind", ["", "task", "information"][rng.usize(0..3)]),
                                ("person", ["", "李伟"][rng.usize(0..2)]),
                            ];
                            zhang.send(&page.form(&edit), &typed);
                        }
                    }
                    9 => {
                        let typed = [("outcome", "已办"), ("then", ["done", "drop"][rng.usize(0..2)])];
                        [&zhang, &li, &zhao][rng.usize(0..3)].post(&format!("/resolutions/{any}/outcome"), &typed);
                    }
                    10 => drop(zhang.post(&format!("{at}/resolutions/{any}/removal"), &[])),
                    _ => drop(li.post(&format!("{at}/minutes/reading"), &[])),
                }
                is(
                    "select r.number as line from resolutions r join meetings m on m.id = r.meeting_id where m.state = 'published'
                     and (r.kind is null or r.kind <> 'information' and (r.person_id is null or r.due_on is null))",
                    "published without its type, person or date",
                );
                is(
                    "select m.number as line from meetings m join attendances a on a.meeting_id = m.id
                     where m.state = 'published' and a.state = 'due'",
                    "published without attendance",
                );
                is(
                    "select r.number as line from resolutions r join meetings m on m.id = r.meeting_id
                     where r.state in ('done', 'dropped') and m.state <> 'published'",
                    "settled before the minutes were published",
                );
            }
            // Whatever happened, the week ends: what it still wants is given, and then it can be published.
            for step in ["call", "open", "close"] {
                zhang.post(&format!("{at}/moves"), &[("move", step)]);
            }
            let page = zhang.get(&format!("{at}/session"));
            if page.status == 200 {
                zhang.send(&page.form(&format!("{at}/attendance")), &[]);
            }
            if rng.bool() && zhang.post(&format!("{at}/moves"), &[("move", "publish")]).status == 303 {
                published += 1;
            }
            // All that is open is laid before the next meeting.
            let next = format!("2026-W{}", week + 1);
            if week < 52 {
                let me = office.actor("李伟");
                let now = office.clock().now();
                let pack = office.store().read(|conn| {
                    let office = shuguang::store::office::Office::load(conn, Zone::SHANGHAI)?;
                    let it = find(conn, &me, &office, office.zone.day(now), &next)?;
                    let rows: Vec<Row> = sql_query(
                        "select r.number as line from resolutions r join meetings m on m.id = r.meeting_id where r.state = 'open'
                         and coalesce(r.kind, '') <> 'information' and m.state in ('minutes', 'published')",
                    )
                    .load(conn)?;
                    Ok((draw(conn, &me, &office, now, &it)?, rows))
                });
                let (pack, open) = pack.unwrap_or_else(|error| panic!("{}", error.account()));
                assert_eq!(
                    sorted(pack.resolutions.iter().map(|it| it.number.clone())),
                    sorted(open.into_iter().map(|it| it.line))
                );
                carried += pack.resolutions.len();
            }
        }
        assert!(published + carried > 0, "{seed}");
    }
}
