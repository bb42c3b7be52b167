//! People: the door, accounts, one-time links, who stands in for the commander.

use chrono::Duration;
use diesel::prelude::*;
use shuguang::error::Kind;
use shuguang::people::{changes, queries, secrets};
use shuguang::policy::{Deed, Standing};
use shuguang::store::Actor;
use shuguang::store::schema::trail;
use shuguang::words::Role;

use crate::office::{Office, PASSWORD, Visitor};

const NEW_PASSWORD: &str = "另一个足够长的新密码口令";

/// Tries to sign in.
fn try_door(visitor: &Visitor, name: &str, password: &str) -> crate::office::Answer {
    visitor.post("/login", &[("username", name), ("password", password)])
}

/// The path of the one-time link that an administrator sees on somebody's page.
fn link_of(admin: &Visitor, name: &str) -> String {
    let page = admin.get(&format!("/people/{name}"));
    let html = page.html();
    let field = scraper::Selector::parse("#f-link").expect("a selector");
    match html.select(&field).next().and_then(|it| it.attr("value")) {
        Some(address) => address.find("/welcome/").map(|at| address[at..].to_owned()).expect("a link to be welcomed by"),
        None => page.fail("has no one-time link"),
    }
}

// --- The door ---------------------------------------------------------------------------------------------------------

#[test]
fn the_right_password_opens_the_door_and_leads_on() {
    let office = Office::open();
    office.add("李伟", &[Role::Sales]);
    let visitor = office.visitor();
    let refused = visitor.get("/people?page=2");
    refused.goes_to("/login?next=%2Fpeople%3Fpage%3D2");
    let door = visitor.follow(&refused);
    let form = door.is(200).form("/login");
    visitor.send(&form, &[("username", "李伟"), ("password", PASSWORD)]).goes_to("/people?page=2");
    visitor.get("/people").is(200).shows("李伟");
}

#[test]
fn nobody_learns_which_half_was_wrong() {
    let office = Office::open();
    office.add("李伟", &[Role::Sales]);
    let admin = office.person("陈系统", Role::Admin);
    let gone = [("username", "hejie"), ("name", "何杰"), ("roles", "sales")];
    admin.post("/people", &gone).goes_to("/people/hejie");
    let visitor = office.visitor();
    let said: Vec<_> = [("李伟", "wrong"), ("nobody", PASSWORD), ("hejie", PASSWORD), ("", ""), ("李伟", "")]
        .iter()
        .map(|(name, password)| try_door(&visitor, name, password).is(422).find(".notice").unwrap_or_default())
        .collect();
    assert!(said[0].contains("账号或密码不正确"), "{said:?}");
    assert!(said.iter().all(|it| *it == said[0]), "{said:?}");
}

#[test]
fn guessing_becomes_slow() {
    let office = Office::open();
    office.add("李伟", &[Role::Sales]);
    office.add("孙浩", &[Role::Sales]);
    let visitor = office.visitor();
    for _ in 0..6 {
        try_door(&visitor, "李伟", "wrong").is(422);
    }
    let refused = try_door(&visitor, "李伟", PASSWORD);
    refused.is(429).shows("2 秒后再试");
    assert_eq!(refused.header("retry-after"), Some("2"));
    assert_eq!(refused.field("username"), "李伟");
    try_door(&office.visitor(), "孙浩", PASSWORD).goes_to("/");
    office.later(Duration::seconds(2));
    try_door(&visitor, "李伟", PASSWORD).goes_to("/");
    try_door(&visitor, "李伟", "wrong").is(422);
}

#[test]
fn signing_out_ends_the_session_on_the_server() {
    let office = Office::open();
    let visitor = office.person("李伟", Role::Sales);
    let key = visitor.cookie("shuguang");
    visitor.get("/people").is(200);
    visitor.post("/logout", &[]).goes_to("/login");
    visitor.set_cookie("shuguang", &key);
    visitor.get("/people").goes_to("/login?next=%2Fpeople");
}

#[test]
fn a_session_gets_a_new_key_at_the_door_and_ends_after_a_working_day() {
    let office = Office::open();
    let visitor = office.person("李伟", Role::Sales);
    let first = visitor.cookie("shuguang");
    try_door(&visitor, "李伟", PASSWORD).goes_to("/");
    assert_ne!(visitor.cookie("shuguang"), first);
    let thief = office.visitor();
    thief.set_cookie("shuguang", &first);
    thief.get("/people").goes_to("/login?next=%2Fpeople");
    office.later(Duration::hours(13));
    visitor.get("/people").is(200);
    office.later(Duration::hours(2));
    visitor.get("/people").goes_to("/login?next=%2Fpeople");
}

#[test]
fn who_is_deactivated_is_out_at_once() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    let visitor = office.person("李伟", Role::Sales);
    let form = admin.get("/people/李伟/account").form("/people/李伟/account");
    let kept: Vec<_> = form.fields.iter().filter(|(name, _)| name != "active").cloned().collect();
    let form = crate::office::FormOnPage { fields: kept, ..form };
    admin.send(&form, &[]).goes_to("/people/李伟");
    visitor.get("/people").goes_to("/login?next=%2Fpeople");
    try_door(&visitor, "李伟", PASSWORD).is(422);
    admin.get("/people").shows("已停用");
}

#[test]
fn everybody_reads_in_their_own_language() {
    let office = Office::open();
    let visitor = office.person("李伟", Role::Sales);
    visitor.get("/people").shows("人员").does_not_show("People");
    visitor.post("/language", &[("lang", "en"), ("back", "/people")]).goes_to("/people");
    visitor.get("/people").shows("People").shows("Sales staff").does_not_show("人员");
    let elsewhere = office.sign_in("李伟");
    elsewhere.get("/people").shows("Sales staff");
    visitor.post("/language", &[("lang", "zh"), ("back", "//example.org")]).goes_to("/");
}

// --- Passwords and links ----------------------------------------------------------------------------------------------

#[test]
fn a_one_time_link_is_used_once() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    admin.post("/people", &[("username", "liwei"), ("name", "李伟"), ("roles", "sales")]).goes_to("/people/liwei");
    let link = link_of(&admin, "liwei");
    let visitor = office.visitor();
    visitor.get(&link).is(200).shows("李伟").shows("设定密码");
    visitor.post(&link, &[("password", "liwei12345"), ("again", "liwei12345")]).complains("password");
    visitor.post(&link, &[("password", NEW_PASSWORD), ("again", "other")]).complains("again");
    visitor.post(&link, &[("password", NEW_PASSWORD), ("again", NEW_PASSWORD)]).goes_to("/");
    visitor.get("/people").is(200);
    for again in [visitor.get(&link), visitor.post(&link, &[("password", PASSWORD), ("again", PASSWORD)])] {
        again.is(404);
    }
    try_door(&office.visitor(), "liwei", NEW_PASSWORD).goes_to("/");
}

#[test]
fn a_one_time_link_ends_after_seven_days_or_by_a_newer_one() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    admin.post("/people", &[("username", "liwei"), ("name", "李伟"), ("roles", "sales")]).goes_to("/people/liwei");
    let first = link_of(&admin, "liwei");
    admin.post("/people/liwei/links", &[]).goes_to("/people/liwei");
    let second = link_of(&admin, "liwei");
    assert_ne!(first, second);
    let visitor = office.visitor();
    visitor.get(&first).is(404);
    office.at("2026-11-30 08:59");
    visitor.get(&second).is(200);
    office.at("2026-11-30 09:00");
    visitor.get(&second).is(404);
    visitor.post(&second, &[("password", NEW_PASSWORD), ("again", NEW_PASSWORD)]).is(404);
}

#[test]
fn forged_links_lead_nowhere() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    admin.post("/people", &[("username", "liwei"), ("name", "李伟"), ("roles", "sales")]).goes_to("/people/liwei");
    let link = link_of(&admin, "liwei");
    let (id, _) = link.trim_start_matches("/welcome/").split_once('.').expect("an id and a signature");
    let other = secrets::token("another installation's secret, just as long", id).unwrap_or_default();
    let signed_but_none = secrets::token(office.secret(), "no-such-link").unwrap_or_default();
    let visitor = office.visitor();
    for token in [id, &format!("{id}."), &format!("{id}.00"), &other, &signed_but_none, "%F0%9F%8C%85", "%00", "a.b.c", "..%2f"]
    {
        for purpose in ["welcome", "setup"] {
            visitor.get(&format!("/{purpose}/{token}")).is(404);
            visitor.post(&format!("/{purpose}/{token}"), &[("password", NEW_PASSWORD), ("again", NEW_PASSWORD)]).is(404);
        }
    }
    let as_setup = link.replace("/welcome/", "/setup/");
    visitor.get(&as_setup).is(404);
}

#[test]
fn a_new_password_signs_out_everywhere() {
    let office = Office::open();
    let visitor = office.person("李伟", Role::Sales);
    let elsewhere = office.sign_in("李伟");
    let to = "/people/李伟/password";
    visitor.get(to).is(200);
    visitor.post(to, &[("current", "wrong"), ("password", NEW_PASSWORD), ("again", NEW_PASSWORD)]).complains("current");
    let weak = visitor.post(to, &[("current", PASSWORD), ("password", "short"), ("again", "short")]);
    weak.complains("password");
    assert!(!weak.text.contains(PASSWORD) && !weak.text.contains("short\""), "a password comes back in the page");
    visitor.post(to, &[("current", PASSWORD), ("password", NEW_PASSWORD), ("again", NEW_PASSWORD)]).goes_to("/login");
    for browser in [&visitor, &elsewhere] {
        browser.get("/people").goes_to("/login?next=%2Fpeople");
    }
    try_door(&visitor, "李伟", PASSWORD).is(422);
    try_door(&visitor, "李伟", NEW_PASSWORD).goes_to("/");
    visitor.get("/people/nobody/password").is(404);
}

#[test]
fn sessions_can_be_ended_by_oneself_and_by_an_administrator_only() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    let visitor = office.person("李伟", Role::Sales);
    let other = office.person("孙浩", Role::Sales);
    visitor.get("/people/李伟").shows("登录的浏览器");
    other.get("/people/李伟").is(200).does_not_show("登录的浏览器");
    other.post("/people/李伟/sessions", &[]).is(403);
    visitor.get("/people").is(200);
    admin.post("/people/李伟/sessions", &[]).goes_to("/people/李伟");
    visitor.get("/people").goes_to("/login?next=%2Fpeople");
    other.post("/people/孙浩/sessions", &[]).goes_to("/people/孙浩");
    other.get("/people").goes_to("/login?next=%2Fpeople");
}

// --- First set-up -----------------------------------------------------------------------------------------------------

#[test]
fn the_first_set_up_makes_administrator_and_commander_once() {
    let office = Office::open();
    let link = office.program(changes::setup_link);
    let path = format!("/setup/{}", secrets::token(office.secret(), &link.id).unwrap_or_default());
    let visitor = office.visitor();
    visitor.get(&path).is(200).shows("首次设置");
    let form = visitor.get(&path).form(&path);
    let typed = [
        ("name", "陈系统"),
        ("username", "chen"),
        ("password", NEW_PASSWORD),
        ("again", NEW_PASSWORD),
        ("commander_name", "周立明"),
        ("commander_username", "chen"),
    ];
    let refused = visitor.send(&form, &typed);
    refused.complains("commander_username");
    assert_eq!(refused.field("name"), "陈系统");
    visitor.send(&form, &typed[..5]).complains("commander_username");
    let mut right = typed;
    right[5].1 = "zhou";
    visitor.send(&form, &right).goes_to("/people");
    visitor.get("/people").shows("周立明").shows("总指挥").shows("陈系统").shows("系统管理员");
    visitor.get(&path).is(404);
    visitor.send(&form, &right).is(404);
    let welcome = link_of(&visitor, "zhou");
    let commander = office.visitor();
    commander.post(&welcome, &[("password", NEW_PASSWORD), ("again", NEW_PASSWORD)]).goes_to("/");
    assert_eq!(office.actor("zhou").roles, [Role::Commander]);
    assert_eq!(office.actor("chen").roles, [Role::Admin]);
}

#[test]
fn an_office_with_people_in_it_is_not_set_up_again() {
    let office = Office::open();
    let link = office.program(changes::setup_link);
    let path = format!("/setup/{}", secrets::token(office.secret(), &link.id).unwrap_or_default());
    office.add("李伟", &[Role::Sales]);
    let typed = [
        ("name", "陈系统"),
        ("username", "chen"),
        ("password", NEW_PASSWORD),
        ("again", NEW_PASSWORD),
        ("commander_name", "周立明"),
        ("commander_username", "zhou"),
    ];
    office.visitor().post(&path, &typed).is(409).shows("已经设置过");
}

// --- Accounts -----------------------------------------------------------------------------------------------------------

#[test]
fn roles_that_judge_each_other_s_work_are_not_held_together() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    let mut number = 0;
    for one in Role::ALL {
        for other in Role::ALL.iter().filter(|other| *other > one) {
            number += 1;
            let name = format!("member{number}");
            let typed = [("username", name.as_str()), ("name", "李伟"), ("roles", one.code()), ("roles", other.code())];
            let answer = admin.post("/people", &typed);
            if one.goes_with(*other) {
                answer.goes_to(&format!("/people/{name}"));
            } else {
                answer.complains("roles").shows("不能由同一人兼任");
            }
        }
    }
    admin.post("/people", &[("username", "none"), ("name", "李伟")]).complains("roles");
    admin.post("/people", &[("username", "boss"), ("name", "李伟"), ("roles", "boss")]).complains("roles");
}

#[test]
fn there_is_one_commander() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    office.add("周立明", &[Role::Commander]);
    let second = admin.post("/people", &[("username", "second"), ("name", "李伟"), ("roles", "commander")]);
    second.complains("roles").shows("已有一位总指挥在任");
    // The command is never vacant: it is taken over, in one act.
    let form = admin.get("/people/周立明/account").form("/people/周立明/account");
    admin.send(&form, &[("roles", "sales")]).complains("roles").shows("总指挥不能空缺");
    admin.post("/people/周立明/account", &[("name", "周立明"), ("version", "2"), ("roles", "commander")]).complains("roles");
    office.add("李伟", &[Role::Sales]);
    office.add("赵强", &[Role::Sales]);
    let first = office.sign_in("周立明");
    let today = office.clock().now().date();
    office.act(&first, |tx| {
        let acting = queries::find(tx, "赵强")?;
        changes::appoint(tx, &acting, today, today + chrono::Duration::days(9), "出差".into())
    });
    admin.post("/people/陈系统/command", &[]).is(409);
    let page = admin.get("/people/李伟");
    admin.send(&page.form("/people/李伟/command"), &[]).goes_to("/people/李伟");
    admin.post("/people/李伟/command", &[]).goes_to("/people/李伟");
    assert!(office.actor("李伟").is(Role::Commander));
    assert!(!office.actor("周立明").is(Role::Commander));
    // Whoever stood in for the predecessor does so no longer, and the predecessor is signed out.
    assert!(!office.actor("赵强").is(Role::Commander));
    first.get("/").goes_to("/login");
}

#[test]
fn whoever_may_not_act_for_the_commander_does_so_no_longer() {
    for (fields, comes_in) in [
        (&[("name", "赵强"), ("roles", "planner"), ("active", "1")][..], true),
        (&[("name", "赵强"), ("roles", "admin"), ("active", "1")], true),
        (&[("name", "赵强"), ("roles", "specialist")], false),
    ] {
        let office = Office::open();
        let admin = office.person("陈系统", Role::Admin);
        let commander = office.person("周立明", Role::Commander);
        office.add("赵强", &[Role::Specialist]);
        let today = office.clock().now().date();
        office.act(&commander, |tx| {
            let acting = queries::find(tx, "赵强")?;
            changes::appoint(tx, &acting, today, today + chrono::Duration::days(9), "出差".into())
        });
        assert!(office.actor("赵强").is(Role::Commander));
        let form = admin.get("/people/赵强/account").form("/people/赵强/account");
        let mut sent = fields.to_vec();
        sent.push(("version", form.fields.iter().find(|it| it.0 == "version").map_or("", |it| it.1.as_str())));
        admin.post("/people/赵强/account", &sent).goes_to("/people/赵强");
        assert!(!comes_in || !office.actor("赵强").is(Role::Commander), "{fields:?}");
        assert!(office.actor("周立明").is(Role::Commander), "the commander has the powers again");
    }
}

#[test]
fn nobody_loses_the_role_by_which_something_is_theirs() {
    let office = Office::open();
    let cast = crate::story::cast(&office);
    let package = crate::story::package(&office, &cast);
    crate::story::project_in(&office, &cast, &package, shuguang::projects::pipeline::State::Planning);
    let admin = office.sign_in("管理员");
    for name in ["李伟", "张敏"] {
        let at = format!("/people/{name}/account");
        let form = admin.get(&at).form(&at);
        admin.send(&form, &[("roles", "specialist")]).complains("roles").shows("先移交再取消这个角色");
    }
}

#[test]
fn an_account_name_is_one_however_it_is_typed() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    admin.post("/people", &[("username", "sales1"), ("name", "李伟"), ("roles", "sales")]).goes_to("/people/sales1");
    for twin in ["SALES1", "ｓａｌｅｓ１", " Sales1 "] {
        admin
            .post("/people", &[("username", twin), ("name", "李伟"), ("roles", "sales")])
            .complains("username")
            .shows("已有人使用");
    }
    admin.post("/people", &[("username", "new"), ("name", "李伟"), ("roles", "sales")]).complains("username").shows("另有用处");
    office.add("wang", &[Role::Planner]);
    let visitor = Visitor::new(office.base(), "wang");
    visitor.post("/login", &[("username", "Ｗang"), ("password", PASSWORD)]).goes_to("/");
}

#[test]
fn only_an_administrator_keeps_people() {
    let office = Office::open();
    office.add("王芳", &[Role::Planner]);
    for role in Role::ALL {
        let name = role.code();
        let visitor = office.person(name, *role);
        let may = *role == Role::Admin;
        let expected = |right: u16| if may { right } else { 403 };
        visitor.get("/people").is(200);
        visitor.get("/people/王芳").is(200);
        visitor.get("/people/new").is(expected(200));
        visitor.get("/people/王芳/account").is(expected(200));
        let account = [("username", &*format!("new-{name}")), ("name", "新人"), ("roles", "sales")];
        visitor.post("/people", &account).is(expected(303));
        visitor.post("/people/王芳/links", &[]).is(expected(303));
        let kept = [("name", "王芳"), ("roles", "planner"), ("active", "1"), ("version", "2"), ("phone", name)];
        visitor.post("/people/王芳/account", &kept).is(expected(303));
        assert_eq!(visitor.get("/people/王芳").text.contains("/welcome/"), may, "{name} sees the one-time link");
        assert_eq!(visitor.get("/people").has("a[href='/people/new']"), may, "{name} is offered to add people");
    }
}

#[test]
fn nobody_takes_their_own_access_away() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    let form = admin.get("/people/陈系统/account").form("/people/陈系统/account");
    admin.send(&form, &[("roles", "sales")]).complains("roles");
    admin.send(&form, &[("active", "0")]).complains("roles");
}

#[test]
fn a_late_editor_sees_theirs_and_mine_and_loses_nothing() {
    let office = Office::open();
    let (one, other) = (office.person("陈系统", Role::Admin), office.person("管二", Role::Admin));
    office.add("李伟", &[Role::Sales]);
    let to = "/people/李伟/account";
    let (first, late) = (one.get(to).form(to), other.get(to).form(to));
    one.send(&first, &[("phone", "139 0000 0000"), ("roles", "specialist")]).goes_to("/people/李伟");
    let conflict = other.send(&late, &[("phone", "137 1111 1111"), ("name", "李伟（华东）")]);
    conflict.is(409).shows("有人先保存了新的内容").shows("139 0000 0000").shows("137 1111 1111").shows("市场专业人员");
    assert_eq!(conflict.field("phone"), "137 1111 1111");
    other.send(&conflict.form(to), &[]).goes_to("/people/李伟");
    other.get("/people/李伟").shows("137 1111 1111").shows("李伟（华东）").shows("销售人员");
}

#[test]
fn a_late_editor_is_noticed_where_only_roles_changed() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    office.add("李伟", &[Role::Sales]);
    let to = "/people/李伟/account";
    let (first, late) = (admin.get(to).form(to), admin.get(to).form(to));
    admin.send(&first, &[("roles", "coordinator")]).goes_to("/people/李伟");
    admin.send(&late, &[("roles", "planner")]).is(409).shows("销售计调");
    assert_eq!(office.actor("李伟").roles, [Role::Coordinator]);
}

#[test]
fn an_account_name_is_refused_where_it_cannot_be_an_address_or_is_taken() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    for name in ["", "   ", "new", "..", "a/b", "a b", "a\0b", "a?b", "\u{202e}liwei", "陈系统", &"长".repeat(31)] {
        let answer = admin.post("/people", &[("username", name), ("name", "李伟"), ("roles", "sales")]);
        answer.complains("username");
        assert_eq!(answer.field("name"), "李伟");
    }
    for name in ["liwei", "li.wei-2_x", "李伟", "Ünal"] {
        admin.post("/people", &[("username", name), ("name", "李伟"), ("roles", "sales")]).is(303);
        admin.get(&format!("/people/{name}")).is(200);
    }
}

// --- Who stands in for the commander ----------------------------------------------------------------------------------

fn appoint(commander: &Visitor, acting: &str, from: &str, to: &str) -> crate::office::Answer {
    commander.post("/acting", &[("acting", acting), ("starts_on", from), ("ends_on", to), ("reason", "出差")])
}

fn decides(actor: &Actor) -> bool {
    actor.may(Deed::Approve, Standing::NONE).is_some()
}

#[test]
fn the_powers_move_for_the_period_and_come_back() {
    let office = Office::open();
    let commander = office.person("周立明", Role::Commander);
    let acting = office.person("李伟", Role::Sales);
    let id = |name: &str| office.actor(name).id;
    appoint(&commander, "李伟", "2026-11-24", "2026-11-25").goes_to("/acting");
    for (day, moved) in
        [("2026-11-23 09:00", false), ("2026-11-24 00:00", true), ("2026-11-25 23:59", true), ("2026-11-26 00:00", false)]
    {
        office.at(day);
        let (boss, stand_in) = (office.actor("周立明"), office.actor("李伟"));
        assert_eq!((decides(&boss), decides(&stand_in)), (!moved, moved), "{day}");
        assert_eq!(stand_in.acting_for, moved.then(|| id("周立明")), "{day}");
        assert!(stand_in.is(Role::Sales), "{day}");
        assert!(boss.may(Deed::SeeProjects, Standing::NONE).is_some(), "the commander sees everything on {day}");
    }
    office.at("2026-11-24 10:00");
    let (commander, acting) = (office.sign_in(commander.name()), office.sign_in(acting.name()));
    acting.get("/people").shows("今天由 李伟 代理总指挥").shows("周立明 不在");
    commander.get("/people").shows("今天由 李伟 代理总指挥");
    acting.post("/language", &[("lang", "en"), ("back", "/")]).is(303);
    let last: (String, Option<String>) = office
        .store()
        .read(|conn| Ok(trail::table.order(trail::seq.desc()).select((trail::person_id, trail::acting_for_id)).first(conn)?))
        .unwrap_or_default();
    assert_eq!(last, (id("李伟"), Some(id("周立明"))), "a change records both");
}

#[test]
fn the_commander_comes_back_early() {
    let office = Office::open();
    let commander = office.person("周立明", Role::Commander);
    let acting = office.person("李伟", Role::Sales);
    appoint(&commander, "李伟", "2026-11-23", "2026-11-27").goes_to("/acting");
    assert!(!decides(&office.actor("周立明")));
    let page = commander.get("/acting");
    page.shows("代理中");
    let ending = page.forms().into_iter().find(|form| form.action.starts_with("/acting/")).expect("a button to come back by");
    acting.send(&ending, &[]).is(403);
    commander.send(&ending, &[]).goes_to("/acting");
    assert!(decides(&office.actor("周立明")) && !decides(&office.actor("李伟")));
    commander.send(&ending, &[]).is(409);
    commander.get("/acting").shows("已提前结束");
    commander.post("/acting/no-such-period", &[]).is(404);
}

#[test]
fn advisers_and_administrators_do_not_act_and_acting_is_not_handed_on() {
    let office = Office::open();
    let commander = office.person("周立明", Role::Commander);
    for (name, role) in [("王芳", Role::Planner), ("陈系统", Role::Admin)] {
        let visitor = office.person(name, role);
        appoint(&commander, name, "2026-11-23", "2026-11-27").complains("acting");
        appoint(&visitor, name, "2026-11-23", "2026-11-27").is(403);
    }
    office.add("兼职", &[Role::Planner, Role::Specialist]);
    appoint(&commander, "兼职", "2026-11-23", "2026-11-27").complains("acting");
    appoint(&commander, "周立明", "2026-11-23", "2026-11-27").complains("acting");
    appoint(&commander, "nobody", "2026-11-23", "2026-11-27").complains("acting");
    appoint(&commander, "", "2026-11-23", "2026-11-27").complains("acting");
    let acting = office.person("赵敏", Role::Coordinator);
    office.add("李伟", &[Role::Sales]);
    appoint(&commander, "赵敏", "2026-11-27", "2026-11-23").complains("ends_on");
    appoint(&commander, "赵敏", "2026-11-16", "2026-11-20").complains("ends_on");
    appoint(&commander, "赵敏", "tomorrow", "2026-02-30").complains("starts_on").complains("ends_on");
    appoint(&commander, "赵敏", "2026-11-23", "2026-11-27").goes_to("/acting");
    appoint(&commander, "李伟", "2026-11-27", "2026-11-30").is(403);
    appoint(&acting, "李伟", "2026-11-28", "2026-11-30").is(409).shows("代理总指挥不能再指定代理");
}

#[test]
fn days_on_which_somebody_acts_are_not_given_twice() {
    let office = Office::open();
    let commander = office.person("周立明", Role::Commander);
    office.add("李伟", &[Role::Sales]);
    appoint(&commander, "李伟", "2026-12-07", "2026-12-11").goes_to("/acting");
    for (from, to) in [("2026-12-11", "2026-12-14"), ("2026-12-01", "2026-12-07"), ("2026-12-08", "2026-12-09")] {
        appoint(&commander, "李伟", from, to).complains("starts_on");
    }
    appoint(&commander, "李伟", "2026-12-12", "2026-12-14").goes_to("/acting");
}

#[test]
fn the_rules_refuse_what_no_page_offers() {
    let office = Office::open();
    let sales = office.person("李伟", Role::Sales);
    let refused = office.tries(&sales, |tx| {
        let me = queries::find(tx, "李伟")?;
        changes::new_link(tx, &me)
    });
    assert!(matches!(refused.map_err(|error| error.kind), Err(Kind::Forbidden(_))));
}
