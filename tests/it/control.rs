//! Control: the ways out with their gates, and measures that are somebody's task until their result is recorded.

use chrono::NaiveDate;
use diesel::prelude::*;
use shuguang::demo::walk::Cast;
use shuguang::projects::control::queries::measures;
use shuguang::projects::model::{Task, TaskState};
use shuguang::projects::moves::changes::{NewMeasure, Said};
use shuguang::projects::pipeline::{Move, State};
use shuguang::projects::tasks::MEASURE;
use shuguang::store::schema::tasks;

use crate::office::Office;
use crate::story::{cast, package, project_in, theme, walk};

/// The tasks of a project's measures.
fn measure_tasks(office: &Office, project: &str) -> Vec<Task> {
    office
        .store()
        .read(|conn| {
            let rows = tasks::table.filter(tasks::project_id.eq(project)).filter(tasks::step.eq(MEASURE));
            Ok(rows.order(tasks::id).select(Task::as_select()).load(conn)?)
        })
        .unwrap_or_else(|error| panic!("{}", error.account()))
}

/// A project sent back to implementation with two measures: the owner's and the coordinator's.
fn improved(office: &Office, cast: &Cast) -> (String, String) {
    let package = package(office, cast);
    let number = project_in(office, cast, &package, State::Control);
    let theme = theme();
    let mut walk = walk(office, cast, &theme, &number);
    walk.account("partly", "improve").unwrap_or_else(|error| panic!("{}", error.account()));
    let day = |d| NaiveDate::from_ymd_opt(2026, 12, d).expect("a day");
    let measure = |what: &str, who: &str, d| NewMeasure { what: what.into(), person_id: who.into(), due_on: day(d) };
    let said = Said {
        measures: vec![measure("样品改由本地仓发货", &cast.owner.id, 8), measure("核对付款条件", &cast.coordinator.id, 10)],
        ..Said::because("同意改进")
    };
    walk.say(&cast.commander, Move::Improve, &said).unwrap_or_else(|error| panic!("{}", error.account()));
    office.at("2026-12-15 10:00");
    (walk.project.clone(), number)
}

#[test]
fn a_measure_is_its_person_s_task_until_they_record_the_result() {
    let office = Office::open();
    let cast = cast(&office);
    let (id, number) = improved(&office, &cast);
    let all = office.store().read(|conn| measures(conn, &id)).unwrap_or_else(|error| panic!("{}", error.account()));
    let mine = all.iter().find(|it| it.person_id == cast.owner.id).expect("the owner's measure");
    let (page, at) = (format!("/projects/{number}/control"), format!("/projects/{number}/measures/{}", mine.id));
    for name in ["周立明", "王芳", "张敏", "赵强"] {
        office.sign_in(name).post(&at, &[("result", "代填")]).is(403);
    }
    let owner = office.sign_in("李伟");
    owner.get(&page).shows("样品改由本地仓发货").shows("逾期 5 个工作日").shows("未完成");
    owner.get(&format!("{page}?measure={}", mine.id)).form(&at);
    owner.post(&at, &[("result", " ")]).complains("result");
    owner.post(&at, &[("result", "已由苏州仓发出")]).goes_to(&page);
    owner.post(&at, &[("result", "已由苏州仓发出")]).goes_to(&page);
    owner.post(&at, &[("result", "另一种说法")]).is(409);
    owner.get(&page).shows("已由苏州仓发出");
    for task in measure_tasks(&office, &id) {
        let done = task.subject_id.as_deref() == Some(mine.id.as_str());
        assert_eq!(task.state, if done { TaskState::Done } else { TaskState::Open });
    }
    owner.post(&format!("/projects/{number}/measures/no-such-measure"), &[("result", "x")]).is(404);
}

#[test]
fn each_way_out_says_what_it_still_needs_and_is_offered_only_to_whom_it_belongs() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = project_in(&office, &cast, &package, State::Control);
    office.at("2026-12-01 10:00");
    let page = format!("/projects/{number}/control");
    let way = |code: &str| format!("a[href=\"/projects/{number}/moves/new?move={code}\"]");
    let commander = office.sign_in("周立明");
    let before = commander.get(&page);
    before.shows("为什么转入控制").shows("还缺：").shows("5.2 偏离依据整理");
    assert!(!before.has(&way("improve")) && !before.has(&way("pass")));
    let theme = theme();
    walk(&office, &cast, &theme, &number).account("yes", "pass").unwrap_or_else(|error| panic!("{}", error.account()));
    let after = commander.get(&page);
    after.shows("签约进度落后计划约两周。").shows("延长期限两周").shows("已达到");
    for code in ["improve", "reallocate", "adjust", "pass"] {
        assert!(after.has(&way(code)), "{code}");
    }
    assert!(!after.has(&way("request_stop")));
    let owner = office.sign_in("李伟").get(&page);
    assert!(owner.has(&way("request_stop")) && !owner.has(&way("pass")));
    for name in ["王芳", "张敏", "陈静"] {
        let other = office.sign_in(name).get(&page);
        assert!(!other.text.contains("moves/new?move="), "{name} is offered a way out");
    }
}

#[test]
fn what_was_handled_in_earlier_rounds_can_be_read() {
    let office = Office::open();
    let cast = cast(&office);
    let (_, number) = improved(&office, &cast);
    let page = office.sign_in("张敏").get(&format!("/projects/{number}/control"));
    page.shows("不在控制中").shows("历次控制").shows("同意改进").shows("签约进度落后计划约两周。");
    assert!(page.has(&format!("a[href=\"/projects/{number}/moves/new?move=open_control\"]")));
}
