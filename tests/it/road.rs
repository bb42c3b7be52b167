//! The road: every stage × every move × every role × own or not, against the table; and the database's own guard.

use chrono::NaiveDate;
use shuguang::error::{Error, Kind};
use shuguang::policy::{Standing, by_role};
use shuguang::projects::directive::changes::{Directive, draft};
use shuguang::projects::model::Sort;
use shuguang::projects::moves::changes::{NewMeasure, Said, carry_out};
use shuguang::projects::pipeline::{Move, Need, State, WAYS};
use shuguang::projects::queries::{find, moves};
use shuguang::store::Actor;
use shuguang::words::Role;

use crate::office::Office;
use crate::story::{self, cast, package};

/// What came of trying a move.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    /// There is no such way.
    NoWay,
    /// Not this person's to do.
    Forbidden,
    /// Theirs to do: done, or refused for what is missing or was not said.
    Theirs,
}

fn outcome(office: &Office, who: &Actor, number: &str, code: Move) -> Outcome {
    // Everything is undone again, whatever came of it.
    let mut came = None;
    let _ = office.store().write(who.clone(), office.clock().now(), |tx| {
        let commander = office.actor("周立明");
        let project = find(tx, &commander, number)?;
        came = Some(carry_out(tx, &project, code, &Said::because("理由")));
        Err::<(), Error>(Error::not_found())
    });
    match came.expect("the move was tried") {
        Ok(_) => Outcome::Theirs,
        Err(Error { kind: Kind::Forbidden(_), .. }) => Outcome::Forbidden,
        Err(Error { kind: Kind::Invalid(_), .. }) => Outcome::Theirs,
        Err(Error { kind: Kind::Refused(_, missing), .. }) if !missing.is_empty() => Outcome::Theirs,
        Err(Error { kind: Kind::Refused(..), .. }) => Outcome::NoWay,
        Err(error) => panic!("{}", error.account()),
    }
}

#[test]
fn only_the_moves_of_the_table_are_possible_and_only_for_those_it_names() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let everybody = [
        ("周立明", Role::Commander),
        ("王芳", Role::Planner),
        ("张敏", Role::Coordinator),
        ("李伟", Role::Sales),
        ("赵强", Role::Sales),
        ("陈静", Role::Specialist),
        ("管理员", Role::Admin),
    ];
    let mut tried = 0;
    for state in State::ALL {
        let number = story::project_in(&office, &cast, &package, *state);
        for code in Move::ALL {
            for (name, role) in everybody {
                let who = office.actor(name);
                let standing = Standing { owns: name == "李伟", coordinates: name == "张敏", ..Standing::NONE };
                let expected = match state.way(*code) {
                    None => Outcome::NoWay,
                    Some(_) if by_role(&[role], code.deed(), standing).is_some() => Outcome::Theirs,
                    Some(_) => Outcome::Forbidden,
                };
                assert_eq!(outcome(&office, &who, &number, *code), expected, "{state}: {code} by {name}");
                tried += 1;
            }
        }
    }
    assert_eq!(tried, State::ALL.len() * Move::ALL.len() * everybody.len());
}

#[test]
fn every_state_can_be_reached_and_every_way_is_taken_somewhere() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let mut taken = Vec::new();
    for state in State::ALL {
        let number = story::project_in(&office, &cast, &package, *state);
        let commander = office.actor("周立明");
        let (project, rows) = office
            .store()
            .read(|conn| {
                let project = find(conn, &commander, &number)?;
                let rows = moves(conn, &project.id)?;
                Ok((project, rows))
            })
            .unwrap_or_else(|error| panic!("{}", error.account()));
        assert_eq!(project.stage, *state);
        // The moves, played one after the other, lead to where the project stands.
        let mut at = None;
        for row in &rows {
            assert_eq!(row.from_stage, at);
            taken.push((row.from_stage, row.code));
            at = Some(row.to_stage);
        }
        assert_eq!(at, Some(project.stage));
    }
    let rest: Vec<_> =
        WAYS.iter().filter(|way| !taken.contains(&(way.from, way.code))).map(|way| (way.from, way.code)).collect();
    let elsewhere = [
        (Some(State::DirectiveIssued), Move::Abolish),
        (Some(State::Deliberation), Move::Return),
        (Some(State::Control), Move::Improve),
        (Some(State::Control), Move::Reallocate),
        (Some(State::Control), Move::Adjust),
        (Some(State::StopRequested), Move::Reissue),
        (Some(State::StopRequested), Move::RefuseStop),
        (Some(State::Monitoring), Move::SendBack),
    ];
    assert_eq!(rest, elsewhere, "the other ways are taken by the tests of loops");
}

#[test]
fn a_plan_returned_comes_back_in_a_second_round_with_its_steps_anew() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = story::project_in(&office, &cast, &package, State::Deliberation);
    let theme = story::theme();
    let mut walk = story::walk(&office, &cast, &theme, &number);
    walk.go(&cast.commander, Move::Return, "预算依据不足").expect("returned");
    assert_eq!(walk.project().expect("it").round, 2);
    // Whoever opens the plan reads why it came back.
    for place in ["", "/plan", "/plan/draft"] {
        office.sign_in("李伟").get(&format!("/projects/{number}{place}")).shows("退回修订 · 周立明：预算依据不足");
    }
    walk.plan().expect("planned again");
    walk.go(&cast.owner, Move::Submit, "").expect("submitted again");
    let project = walk.project().expect("it");
    assert_eq!((project.stage, project.round), (State::Deliberation, 2));
    walk.examine().expect("examined");
    // The hearing of the first round is not this round's.
    assert!(matches!(walk.go(&cast.commander, Move::Approve, "").map_err(|it| it.kind), Err(Kind::Refused(..))));
    walk.hear().expect("heard");
    walk.go(&cast.commander, Move::Approve, "同意").expect("approved");
    assert_eq!(walk.project().expect("it").stage, State::Implementation);
}

#[test]
fn control_leads_back_in_each_of_its_ways() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let theme = story::theme();
    let due = NaiveDate::from_ymd_opt(2027, 1, 15).expect("a day");
    let measure = NewMeasure { what: "增加一次现场演示".into(), person_id: cast.owner.id.clone(), due_on: due };
    let improve = Said { measures: vec![measure], ..Said::default() };
    let other = office.actor("赵强");
    let reallocate = Said { new_owner: Some(other.id.clone()), ..Said::because("李伟转任其他项目") };
    for (code, said, leads_to) in [
        (Move::Improve, improve, State::Implementation),
        (Move::Reallocate, reallocate, State::Implementation),
        (Move::Adjust, Said::because("客户预算推迟，目标调低"), State::Deliberation),
    ] {
        let number = story::project_in(&office, &cast, &package, State::Control);
        let mut walk = story::walk(&office, &cast, &theme, &number);
        let indicators = if code == Move::Adjust { walk.targets(80).expect("targets") } else { Vec::new() };
        let said = Said { indicators, ..said };
        assert!(matches!(walk.say(&cast.commander, code, &said).map_err(|it| it.kind), Err(Kind::Refused(..))), "{code}");
        walk.account("partly", "improve").expect("accounted for");
        walk.say(&cast.commander, code, &said).unwrap_or_else(|error| panic!("{code}: {}", error.account()));
        let project = walk.project().expect("it");
        assert_eq!((project.stage, project.round), (leads_to, 2), "{code}");
        if code == Move::Reallocate {
            assert_eq!(project.owner_id, other.id);
        }
    }
}

#[test]
fn a_requested_stop_is_refused_or_the_directive_issued_again() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let theme = story::theme();
    for (code, leads_to) in [(Move::RefuseStop, State::Control), (Move::Reissue, State::DirectiveIssued)] {
        let number = story::project_in(&office, &cast, &package, State::StopRequested);
        let walk = story::walk(&office, &cast, &theme, &number);
        if code == Move::Reissue {
            // As it was, it is not issued again.
            let unchanged = walk.go(&cast.commander, code, "仍有市场").map_err(|it| it.kind);
            assert!(matches!(unchanged, Err(Kind::Refused(_, missing)) if missing[0].what == Need::Amended.name()));
            story::amended(&walk);
        }
        walk.go(&cast.commander, code, "仍有市场").expect("decided");
        let project = walk.project().expect("it");
        assert_eq!((project.stage, project.round), (leads_to, 2));
    }
}

#[test]
fn what_is_decided_in_control_changes_something() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let theme = story::theme();
    let number = story::project_in(&office, &cast, &package, State::Control);
    let mut walk = story::walk(&office, &cast, &theme, &number);
    walk.account("partly", "improve").expect("accounted for");
    let due_on = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day");
    let measure = NewMeasure { what: "补一次演示".into(), person_id: cast.owner.id.clone(), due_on };
    let same = walk.targets(100).expect("targets");
    for (code, said, field) in [
        (Move::Improve, Said { measures: vec![measure], ..Said::default() }, "measures"),
        (Move::Reallocate, Said { new_owner: Some(cast.owner.id.clone()), ..Said::default() }, "resources"),
        (Move::Reallocate, Said { budget: Some(5_000_000), ..Said::default() }, "resources"),
        (Move::Adjust, Said { indicators: same, ..Said::because("照旧") }, "indicators"),
        (Move::Adjust, Said::because("照旧"), "indicators"),
    ] {
        match walk.say(&cast.commander, code, &said).map_err(|it| it.kind) {
            Err(Kind::Invalid(complaints)) => assert_eq!(complaints[0].0, field, "{code}"),
            other => panic!("{code}: {other:?}"),
        }
    }
}

#[test]
fn execution_can_be_declared_finished_in_control_by_the_owner() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let theme = story::theme();
    let number = story::project_in(&office, &cast, &package, State::Implementation);
    let mut walk = story::walk(&office, &cast, &theme, &number);
    walk.say(&cast.owner, Move::OpenControl, &Said::because("签约落后")).expect("control");
    walk.account("yes", "pass").expect("accounted for");
    assert!(matches!(walk.go(&cast.commander, Move::Pass, "").map_err(|it| it.kind), Err(Kind::Refused(..))));
    let (page, finished) = (format!("/projects/{number}/control"), format!("/projects/{number}/control/finished"));
    office.sign_in("张敏").post(&finished, &[]).is(403);
    let owner = office.sign_in("李伟");
    owner.send(&owner.get(&page).form(&finished), &[]).goes_to(&page);
    walk.go(&cast.commander, Move::Pass, "").expect("passed");
}

#[test]
fn a_directive_amended_since_its_page_was_opened_is_not_issued_unseen() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = story::project_in(&office, &cast, &package, State::DirectiveDraft);
    let commander = office.sign_in("周立明");
    let form = commander.get(&format!("/projects/{number}/moves/new?move=issue")).form("/moves");
    let edit = commander.get(&format!("/projects/{number}/directive/edit")).form(&format!("/projects/{number}/directive"));
    commander.send(&edit, &[("limit_budget", "1")]).is(303);
    commander.send(&form, &[]).is(409).shows("指令内容已有改动");
}

#[test]
fn the_same_form_sent_twice_drafts_one_directive() {
    let office = Office::open();
    let cast = cast(&office);
    package(&office, &cast);
    let commander = office.sign_in("周立明");
    let form = commander.get("/projects/new").form("/projects");
    let typed =
        [("package", "PK-2026-001"), ("sort", "line"), ("name", "苏州走访"), ("owner", "李伟"), ("task", "走访十家客户")];
    let first = commander.send(&form, &typed);
    first.is(303);
    assert_eq!(commander.send(&form, &typed).location, first.location);
    let wrong =
        [("package", "PK-2026-001"), ("sort", "line"), ("ends_on", "2028-01-01"), ("name", "苏州走访"), ("owner", "李伟")];
    commander.send(&form, &wrong).complains("ends_on").shows("须在行动计划的期限之内");
    let late = [
        ("package", "PK-2026-001"),
        ("sort", "line"),
        ("name", "苏州走访"),
        ("owner", "李伟"),
        ("starts_on", "2026-12-01"),
        ("ends_on", "2026-12-31"),
        ("indicator_metric", "contracts"),
        ("indicator_value", "3"),
        ("indicator_due", "2027-01-15"),
    ];
    commander.send(&form, &late).complains("indicators").shows("须在项目期限之内");
}

#[test]
fn a_failed_point_sends_the_project_back_to_control() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let theme = story::theme();
    let number = story::project_in(&office, &cast, &package, State::Monitoring);
    let walk = story::walk(&office, &cast, &theme, &number);
    let unknown = Said { failed_points: vec![99], ..Said::because("未达标") };
    assert!(matches!(walk.say(&cast.commander, Move::SendBack, &unknown).map_err(|it| it.kind), Err(Kind::Invalid(_))));
    let said = Said { failed_points: vec![1], ..Said::because("未达标") };
    walk.say(&cast.commander, Move::SendBack, &said).expect("sent back");
    assert_eq!(walk.project().expect("it").stage, State::Control);
}

#[test]
fn nobody_decides_on_a_project_that_they_own_even_as_acting_commander() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = story::project_in(&office, &cast, &package, State::Deliberation);
    let commander = office.sign_in("周立明");
    let today = NaiveDate::from_ymd_opt(2026, 11, 1).expect("a day");
    let end = NaiveDate::from_ymd_opt(2027, 12, 31).expect("a day");
    office.act(&commander, |tx| {
        let acting = shuguang::people::queries::find(tx, "李伟")?;
        shuguang::people::changes::appoint(tx, &acting, today, end, "出差".into())
    });
    let acting = office.actor("李伟");
    assert!(acting.is(Role::Commander));
    for code in [Move::Return, Move::Approve, Move::Revoke] {
        assert_eq!(outcome(&office, &acting, &number, code), Outcome::Forbidden, "{code}");
    }
}

#[test]
fn an_acting_commander_s_decision_bears_both_names() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = story::project_in(&office, &cast, &package, State::Deliberation);
    let commander = office.sign_in("周立明");
    let today = NaiveDate::from_ymd_opt(2026, 11, 1).expect("a day");
    let end = NaiveDate::from_ymd_opt(2027, 12, 31).expect("a day");
    office.act(&commander, |tx| {
        let acting = shuguang::people::queries::find(tx, "赵强")?;
        shuguang::people::changes::appoint(tx, &acting, today, end, "出差".into())
    });
    let acting = office.actor("赵强");
    let theme = story::theme();
    let walk = story::walk(&office, &cast, &theme, &number);
    assert!(matches!(walk.go(&office.actor("周立明"), Move::Return, "再改").map_err(|it| it.kind), Err(Kind::Forbidden(_))));
    walk.go(&acting, Move::Return, "再改").expect("the acting commander decides");
    let rows = office.store().read(|conn| moves(conn, &walk.project)).unwrap_or_default();
    let last = rows.last().expect("a move");
    assert_eq!(
        (last.person_id.as_str(), last.acting_for_id.as_deref()),
        (acting.id.as_str(), Some(cast.commander.id.as_str()))
    );
    assert_eq!(last.role, Role::Commander);
}

#[test]
fn the_database_itself_refuses_every_other_change_of_a_stage() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = story::project_in(&office, &cast, &package, State::Planning);
    let sql = |statement: &str| {
        use diesel::RunQueryDsl;
        office.store().aside(|conn| diesel::sql_query(statement).execute(conn)).map_err(|error| error.account())
    };
    let project = format!("(select id from projects where number = '{number}')");
    let insert = |code: &str, from: &str, to: &str, seq: i32, round: i32| {
        format!(
            "insert into moves (id, project_id, seq, code, from_stage, to_stage, round, person_id, role, at) \
             select 'forged', id, {seq}, '{code}', '{from}', '{to}', {round}, owner_id, 'commander', created_at from projects where number = '{number}'"
        )
    };
    for (statement, says) in [
        (format!("update projects set stage = 'implementation' where number = '{number}'"), "only by a recorded move"),
        (
            format!("update projects set stage = 'completed', moves = moves + 1 where number = '{number}'"),
            "only by a recorded move",
        ),
        (
            format!("update projects set moves = moves - 1, stage = 'directive_issued' where number = '{number}'"),
            "only by a recorded move",
        ),
        (format!("update projects set round = 7 where number = '{number}'"), "only by a recorded move"),
        (insert("approve", "planning", "implementation", 4, 1), "no row of the road"),
        (insert("approve", "deliberation", "implementation", 4, 1), "no row of the road"),
        (insert("submit", "planning", "deliberation", 9, 1), "no row of the road"),
        (insert("submit", "planning", "deliberation", 4, 3), "no row of the road"),
        (format!("update moves set to_stage = 'implementation' where project_id = {project}"), "never changed"),
        (format!("delete from moves where project_id = {project}"), "never removed"),
        (format!("delete from projects where number = '{number}'"), "never removed"),
    ] {
        let refused = sql(&statement).expect_err(&statement);
        assert!(refused.contains(says), "{statement}: {refused}");
    }
    // The way that is one, recorded and then taken, is no forgery.
    sql(&insert("submit", "planning", "deliberation", 4, 1)).expect("a row of the road");
    sql(&format!("update projects set stage = 'deliberation', moves = 4 where number = '{number}'")).expect("taken");
}

#[test]
fn two_who_press_at_once_make_one_move() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = story::project_in(&office, &cast, &package, State::DirectiveIssued);
    let path = format!("/projects/{number}/moves");
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let presses: Vec<_> = (0..6)
            .map(|_| {
                let (owner, path) = (office.sign_in("李伟"), path.clone());
                scope.spawn(move || owner.post(&path, &[("move", "acknowledge")]).status)
            })
            .collect();
        presses.into_iter().map(|it| it.join().expect("answered")).collect()
    });
    assert_eq!(answers.iter().filter(|it| **it == 303).count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|it| **it == 409).count(), 5, "{answers:?}");
}

#[test]
fn a_directive_is_issued_only_with_everything_it_needs() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let commander = office.sign_in("周立明");
    let bare = Directive {
        package_id: package.clone(),
        name: "空指令".into(),
        sort: Sort::Line,
        owner_id: cast.owner.id.clone(),
        task: String::new(),
        arrangements: String::new(),
        starts_on: None,
        ends_on: None,
        limit_discount: None,
        limit_budget: None,
        limit_contract: None,
        indicators: Vec::new(),
    };
    let project = office.act(&commander, |tx| draft(tx, &bare, None));
    let refused = commander.post(&format!("/projects/{}/moves", project.number), &[("move", "issue")]);
    refused.is(409).shows("至少一项指标").shows("写明授权限额").shows("写明任务和起止日期");
    // A draft is not there for those who are not to see it.
    office.sign_in("李伟").get(&format!("/projects/{}", project.number)).is(404);
    office.sign_in("管理员").get(&format!("/projects/{}", project.number)).is(404);
    office.sign_in("王芳").get(&format!("/projects/{}", project.number)).is(200);
}

#[test]
fn a_question_keeps_a_directive_from_being_acknowledged_until_it_is_answered() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = story::project_in(&office, &cast, &package, State::DirectiveIssued);
    let (owner, commander) = (office.sign_in("李伟"), office.sign_in("周立明"));
    let at = |place: &str| format!("/projects/{number}/{place}");
    owner.post(&at("clarifications"), &[("question", "")]).complains("question");
    owner.post(&at("clarifications"), &[("question", "折扣是否含运费？")]).goes_to(&at("directive"));
    owner.post(&at("moves"), &[("move", "acknowledge")]).is(409).shows("澄清");
    let page = commander.get(&at("directive"));
    page.is(200).shows("折扣是否含运费？");
    let form = page.forms().into_iter().find(|it| it.action.contains("/clarifications/")).expect("a form to answer");
    commander.send(&form, &[("answer", "不含运费。")]).goes_to(&at("directive"));
    owner.post(&at("moves"), &[("move", "acknowledge")]).goes_to(&format!("/projects/{number}"));
}
