//! The trail: it shows what happened, it is true after a story, and whatever is altered behind its back is found.

use shuguang::projects::pipeline::State;
use shuguang::trail::verify::{Proof, verify};
use shuguang::words::Role;

use crate::office::{Office, Visitor};

fn proof(office: &Office) -> Proof {
    verify(office.store()).unwrap_or_else(|error| panic!("{}", error.account()))
}

#[track_caller]
fn is_clean(office: &Office) -> Proof {
    let proof = proof(office);
    let findings: Vec<_> = proof.findings.iter().take(5).map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{findings:#?}");
    proof
}

/// People come, change and go; somebody acts; days and settings are kept.
fn story(office: &Office) -> Visitor {
    let admin = office.person("陈系统", Role::Admin);
    let commander = office.person("周立明", Role::Commander);
    let visitor = office.person("李伟", Role::Sales);
    visitor.post("/language", &[("lang", "en"), ("back", "/people")]).is(303);
    admin.post("/people", &[("username", "sunhao"), ("name", "孙浩"), ("roles", "sales")]).is(303);
    admin.post("/people/sunhao/links", &[]).is(303);
    let to = "/people/sunhao/account";
    let form = admin.get(to).form(to);
    admin.send(&form, &[("phone", "139"), ("roles", "specialist")]).is(303);
    let typed = [("acting", "李伟"), ("starts_on", "2026-12-01"), ("ends_on", "2026-12-04"), ("reason", "出差")];
    commander.post("/acting", &typed).is(303);
    admin.post("/admin/calendar", &[("first", "2026-12-24"), ("kind", "holiday"), ("name", "厂庆")]).is(303);
    admin.post("/admin/calendar/2026-12-24/removal", &[]).is(303);
    let form = admin.get("/admin/settings").form("/admin/settings");
    admin.send(&form, &[("days.decision", "4")]).is(303);
    let form = admin.get(to).form(to);
    admin.send(&form, &[("active", "0")]).is(303);
    admin
}

#[test]
fn the_trail_is_true_after_a_story_of_people() {
    let office = Office::open();
    is_clean(&office);
    story(&office);
    let proof = is_clean(&office);
    assert!(proof.rows > 100 && proof.records > 90, "{} rows, {} records", proof.rows, proof.records);
}

#[test]
fn the_trail_is_true_after_projects_in_every_state() {
    let office = Office::open();
    let cast = crate::story::cast(&office);
    let package = crate::story::package(&office, &cast);
    for state in State::ALL {
        crate::story::project_in(&office, &cast, &package, *state);
    }
    let proof = is_clean(&office);
    assert!(proof.rows > 500, "{} rows", proof.rows);
}

#[test]
fn an_administrator_reads_that_business_was_done_and_not_what_it_says() {
    let office = Office::open();
    let cast = crate::story::cast(&office);
    let package = crate::story::package(&office, &cast);
    crate::story::project_in(&office, &cast, &package, shuguang::projects::pipeline::State::Deliberation);
    let goal = crate::story::theme().goal;
    office.sign_in("周立明").get("/admin/trail?kind=plan_versions").is(200).shows(&goal);
    let admin = office.sign_in("管理员").get("/admin/trail?kind=plan_versions");
    admin.is(200).shows("李伟").shows("不对您开放").does_not_show(&goal);
    office.sign_in("管理员").get("/admin/trail?kind=people").shows("陈静").does_not_show("不对您开放");
}

#[test]
fn the_trail_is_shown_newest_first_by_kind_and_person() {
    let office = Office::open();
    let admin = story(&office);
    let page = admin.get("/admin/trail");
    page.is(200).shows("陈系统").shows("停用").shows("更早");
    let older = page.forms();
    assert!(!older.is_empty());
    let mut next = "/admin/trail".to_owned();
    let mut pages = 0;
    while let Some(href) = {
        let page = admin.get(&next);
        let html = page.html();
        let link = scraper::Selector::parse("a[rel=next]").expect("a selector");
        html.select(&link).next().and_then(|it| it.attr("href")).map(str::to_owned)
    } {
        next = href;
        pages += 1;
        assert!(pages < 20, "the trail has an end");
    }
    assert!(pages >= 2);
    admin.get("/admin/trail?kind=people&person=李伟").shows("选择语言").does_not_show("程序 加入");
    admin.get("/admin/trail?kind=acting_periods").shows("周立明").shows("出差");
    for odd in ["?before=x", "?before=-1", "?kind=nothing", "?person=nobody", "?before=0"] {
        admin.get(&format!("/admin/trail{odd}")).is(200);
    }
    assert!(!page.text.contains("$argon2id"), "no password's hash is shown");
}

/// What somebody with the database's file in hand could do to it.
#[cfg(not(feature = "postgres"))]
mod altered {
    use super::*;
    use diesel::RunQueryDsl;
    use diesel::connection::SimpleConnection;

    /// Does it to a copy of this office's rows and gives what is found.
    fn findings(office: &Office, statements: &str) -> Vec<String> {
        let copied = format!("{}.altered", office.database());
        let _ = std::fs::remove_file(&copied);
        office
            .store()
            .aside(|conn| conn.batch_execute(&format!("vacuum into '{copied}'")))
            .unwrap_or_else(|error| panic!("{}", error.account()));
        let store = shuguang::store::Store::open(
            &copied,
            shuguang::store::connection::Durability::Scratch,
            shuguang::clock::Zone::SHANGHAI,
            &shuguang::app::guards(),
        )
        .unwrap_or_else(|error| panic!("{}", error.account()));
        store
            .aside(|conn| {
                conn.batch_execute("pragma foreign_keys = off")?;
                // The guards are no obstacle to somebody who can take them away.
                let triggers: Vec<Named> =
                    diesel::sql_query("select name from sqlite_master where type = 'trigger'").load(conn)?;
                for it in triggers {
                    conn.batch_execute(&format!("drop trigger {}", it.name))?;
                }
                conn.batch_execute(statements)
            })
            .unwrap_or_else(|error| panic!("{statements}: {}", error.account()));
        let proof = verify(&store).unwrap_or_else(|error| panic!("{}", error.account()));
        proof.findings.iter().map(ToString::to_string).collect()
    }

    #[derive(diesel::QueryableByName)]
    struct Named {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }

    #[track_caller]
    fn is_found(office: &Office, statements: &str, expected: &str) {
        let found = findings(office, statements);
        assert!(
            found.iter().any(|it| it.contains(expected)),
            "{statements}\n  should be found: {expected}\n  found: {found:#?}"
        );
    }

    #[test]
    fn a_row_of_the_trail_that_was_altered_is_found_whatever_the_column() {
        let office = Office::open();
        story(&office);
        for column in ["person_id", "kind", "subject_id", "deed", "prev", "hash", "after"] {
            is_found(&office, &format!("update trail set {column} = {column} || 'x' where seq = 95"), "trail 9");
        }
        is_found(&office, "update trail set at = '2020-01-01 00:00:00' where seq = 95", "trail 95: 内容被改动过");
        is_found(&office, "update trail set acting_for_id = 'x' where seq = 95", "trail 95: 内容被改动过");
        is_found(&office, "update trail set project_id = 'x' where seq = 95", "trail 95: 内容被改动过");
        is_found(&office, "update trail set before = '{}' where seq = 95", "trail 95: 内容被改动过");
        is_found(&office, "update trail set at = 'nonsense' where seq = 95", "无法读取");
        is_found(&office, "update trail set hash = '' where seq = 1", "trail 1: 内容被改动过");
    }

    #[test]
    fn a_trail_that_lost_gained_or_swapped_rows_is_found() {
        let office = Office::open();
        story(&office);
        is_found(&office, "delete from trail where seq = 1", "trail 1–1: 留痕中缺少记录");
        is_found(&office, "delete from trail where seq = 95", "trail 95–95: 留痕中缺少记录");
        is_found(&office, "delete from trail where seq between 90 and 93", "trail 90–93: 留痕中缺少记录");
        let tail = "delete from trail where seq > (select max(seq) - 3 from trail)";
        is_found(&office, tail, "留痕末尾被截去");
        let quietly = format!(
            "{tail}; update trail_head set seq = (select max(seq) from trail), hash = (select hash from trail order by seq desc limit 1)"
        );
        is_found(&office, &quietly, "与留痕不符");
        is_found(&office, "delete from trail_head", "链尾的记录不见了");
        is_found(&office, "update trail_head set hash = 'x'", "与链尾的记录不符");
        is_found(&office, "delete from trail; update trail_head set seq = 0, hash = ''", "留痕中没有这一行");
        let swap = "update trail set seq = -1 where seq = 90; update trail set seq = 90 where seq = 91; update trail set seq = 91 where seq = -1";
        is_found(&office, swap, "trail 90: 内容被改动过");
        let contents = "update trail set after = (select t.after from trail t where t.seq = 96) where seq = 95";
        is_found(&office, contents, "trail 95: 内容被改动过");
        let inserted = "insert into trail select seq + 1, at, person_id, acting_for_id, project_id, kind, subject_id, deed, before, after, hash, hash \
                        from trail order by seq desc limit 1";
        is_found(&office, inserted, "内容被改动过");
        is_found(&office, "update trail set seq = seq + 1000 where seq > 90", "trail 91–1090: 留痕中缺少记录");
        is_found(
            &office,
            "insert into trail select 0, at, person_id, acting_for_id, project_id, kind, subject_id, deed, before, after, '', hash from trail where seq = 1",
            "trail 0: 留痕的序号不合规则",
        );
    }

    #[test]
    fn a_chain_that_was_forged_from_a_row_on_does_not_agree_with_the_tables() {
        use diesel::prelude::*;
        use shuguang::store::schema::{trail, trail_head};
        use shuguang::store::trail::Entry;
        let office = Office::open();
        story(&office);
        // Somebody who knows the rules of the chain takes a change out and computes all hashes anew.
        let mut rows: Vec<Entry> = office
            .store()
            .read(|conn| Ok(trail::table.order(trail::seq).select(Entry::as_select()).load(conn)?))
            .unwrap_or_else(|error| panic!("{}", error.account()));
        let taken_out = rows.iter().rposition(|row| row.kind == "people" && row.before.is_some()).expect("a change");
        rows.remove(taken_out);
        let mut prev = String::new();
        for (at, row) in rows.iter_mut().enumerate() {
            row.seq = i64::try_from(at + 1).expect("few rows");
            row.prev = prev;
            row.hash = row.expected_hash();
            prev = row.hash.clone();
        }
        office
            .store()
            .aside(|conn| {
                diesel::delete(trail::table).execute(conn)?;
                diesel::insert_into(trail::table).values(&rows).execute(conn)?;
                let end = (trail_head::seq.eq(rows.len() as i64), trail_head::hash.eq(&prev));
                diesel::update(trail_head::table).set(end).execute(conn)
            })
            .unwrap_or_else(|error| panic!("{}", error.account()));
        let found: Vec<_> = proof(&office).findings.iter().map(ToString::to_string).collect();
        assert!(!found.is_empty() && found.iter().all(|it| it.starts_with("people ")), "{found:#?}");
    }

    #[test]
    fn a_row_of_people_that_was_altered_added_or_taken_away_is_found() {
        let office = Office::open();
        story(&office);
        for (column, value) in [
            ("username", "'x'"),
            ("name", "'x'"),
            ("password_hash", "'$argon2id$forged'"),
            ("password_hash", "null"),
            ("lang", "case lang when 'en' then 'zh' else 'en' end"),
            ("phone", "'110'"),
            ("probation", "not probation"),
            ("active", "not active"),
            ("version", "version + 1"),
            ("created_at", "'2020-01-01 00:00:00'"),
            ("left_at", "'2020-01-01 00:00:00'"),
        ] {
            is_found(
                &office,
                &format!("update people set {column} = {value} where name = '李伟'"),
                &format!("({column}): 与留痕不符"),
            );
        }
        is_found(&office, "delete from people where name = '李伟'", "留痕中有，表中没有");
        is_found(&office, "delete from people where name = '李伟'", "数据库自检未通过");
        let stranger = "insert into people (id, username, name, created_at) values ('x', 'x', '混入', '2026-01-01 00:00:00')";
        is_found(&office, stranger, "people x: 留痕中没有这一行");
        let swap = "update people set phone = case name when '李伟' then '2' when '周立明' then '1' else phone end";
        is_found(&office, swap, "(phone): 与留痕不符");
        is_found(&office, "update person_roles set role = 'coordinator' where role = 'sales'", "person_roles");
        is_found(
            &office,
            "insert into person_roles select 'x', id, 'admin', created_at from people where name = '李伟'",
            "person_roles x",
        );
        is_found(&office, "delete from acting_periods", "acting_periods");
        is_found(&office, "update acting_periods set acting_id = commander_id", "(acting_id): 与留痕不符");
        is_found(&office, "update links set used_at = null, expires_at = '2099-01-01 00:00:00'", "links");
        is_found(&office, "update settings set value = '60'", "(value): 与留痕不符");
        is_found(&office, "delete from special_days where day = '2026-10-01'", "special_days");
        is_found(&office, "update metrics set unit = '台' where code = 'signed_amount'", "(unit): 与留痕不符");
    }

    #[test]
    fn a_project_that_stands_where_no_move_led_is_found() {
        let office = Office::open();
        let cast = crate::story::cast(&office);
        let package = crate::story::package(&office, &cast);
        let number = crate::story::project_in(&office, &cast, &package, State::Control);
        for statement in [
            "update projects set stage = 'proposal'",
            "update projects set moves = moves + 1",
            "update projects set round = round + 1",
            "delete from moves where seq = 3",
            "delete from moves",
            "update moves set to_stage = 'monitoring' where seq = (select max(seq) from moves)",
            "update moves set code = 'approve' where code = 'issue'",
        ] {
            is_found(&office, statement, &number);
            assert!(findings(&office, statement).len() >= 2, "the tables and the road both notice: {statement}");
        }
    }
}
