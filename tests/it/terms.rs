//! What a plan is measured by: the settings, or what is proposed for it while it is deliberated; frozen by the approval.

use diesel::prelude::*;
use shuguang::error::Result;
use shuguang::projects::alerts::model::PlanTerms;
use shuguang::projects::model::Project;
use shuguang::projects::moves::changes::{Said, carry_out};
use shuguang::projects::pipeline::{Move, State};
use shuguang::store::schema::{plan_terms, plan_versions, projects};
use shuguang::store::{Conn, Store};

use crate::office::{Office, Visitor};
use crate::story::{cast, package, project_in, theme, walk};

fn read<T>(store: &Store, what: impl FnOnce(&mut Conn) -> Result<T>) -> T {
    store.read(what).unwrap_or_else(|error| panic!("{}", error.account()))
}

/// The terms of each version of a project's plan, in their order.
fn terms(office: &Office, number: &str) -> Vec<(i32, PlanTerms)> {
    let rows = plan_terms::table
        .inner_join(plan_versions::table.inner_join(projects::table))
        .filter(projects::number.eq(number.to_owned()))
        .order(plan_versions::number)
        .select((plan_versions::number, PlanTerms::as_select()));
    read(office.store(), |conn| Ok(rows.load(conn)?))
}

fn propose(visitor: &Visitor, number: &str, filled: &[(&str, &str)]) -> crate::office::Answer {
    let at = format!("/projects/{number}/terms");
    let form = visitor.get(&at).form(&at);
    visitor.send(&form, filled)
}

fn moves(office: &Office, who: &Visitor, number: &str, code: Move) {
    office.act(who, |tx| {
        let row = projects::table.filter(projects::number.eq(number)).select(Project::as_select());
        let project: Project = row.first(&mut **tx)?;
        carry_out(tx, &project, code, &Said::because("同意"))
    });
}

#[test]
fn what_is_proposed_for_a_plan_is_frozen_by_its_approval() {
    let office = Office::open();
    let (cast, theme) = (cast(&office), theme());
    let package = package(&office, &cast);
    let number = project_in(&office, &cast, &package, State::Deliberation);
    let (owner, commander) = (office.sign_in("李伟"), office.sign_in("周立明"));
    let page = format!("/projects/{number}/deliberation");
    owner.get(&page).shows("按部门现行设置").shows("长期没有活动不超过 7 个工作日");
    owner.get(&format!("/projects/{number}/standards")).shows("不超过目标的 20 %");
    propose(&owner, &number, &[("idle_days", "61")]).complains("idle_days");
    propose(&owner, &number, &[("weight_records", "16")]).complains("weights");
    assert!(terms(&office, &number).is_empty());
    propose(&owner, &number, &[("idle_days", "4"), ("weight_records", "5"), ("weight_cooperation", "25")])
        .goes_to(&format!("{page}#standards"));
    owner.get(&page).shows("为本计划拟定").shows("不超过 4 个工作日").shows("协作25 %");
    commander.get(&page).shows("不超过 4 个工作日");
    let told = walk(&office, &cast, &theme, &number).examine().and_then(|()| walk(&office, &cast, &theme, &number).hear());
    told.unwrap_or_else(|error| panic!("{}", error.account()));
    office.at("2026-12-15 10:00");
    let (owner, commander, admin) = (office.sign_in("李伟"), office.sign_in("周立明"), office.sign_in("管理员"));
    moves(&office, &commander, &number, Move::Approve);
    // What the settings say afterwards is for others.
    let settings = admin.get("/admin/settings").form("/admin/settings");
    admin.send(&settings, &[("watch.idle", "30")]).is(303);
    let frozen = terms(&office, &number);
    let [(1, it)] = frozen.as_slice() else { panic!("one version: {frozen:?}") };
    assert_eq!((it.idle_days, it.milestone_days, it.weight_records, it.weight_cooperation), (4, 1, 5, 25));
    for shown in ["deliberation", "control", "plan", "plan/versions/1"] {
        let page = owner.get(&format!("/projects/{number}/{shown}"));
        page.shows("随计划批准冻结，不再更改。").shows("不超过 4 个工作日");
    }
    owner.get(&format!("/projects/{number}/history")).shows("拟定允许偏差与评估权重");
    owner.post(&format!("/projects/{number}/terms"), &[]).is(409);
    // Not even whoever writes past the program.
    let before = read(office.store(), |conn| Ok(plan_terms::table.select(PlanTerms::as_select()).first(conn)?));
    for past in ["update plan_terms set idle_days = 30", "delete from plan_terms"] {
        let tried = office.store().aside(|conn| diesel::sql_query(past).execute(conn));
        assert!(tried.is_err(), "{past}");
    }
    let after: PlanTerms = read(office.store(), |conn| Ok(plan_terms::table.select(PlanTerms::as_select()).first(conn)?));
    assert_eq!((before.id, before.idle_days), (after.id, after.idle_days));
}

#[test]
fn a_later_version_begins_with_the_terms_of_the_one_before_it() {
    let office = Office::open();
    let (cast, theme) = (cast(&office), theme());
    let package = package(&office, &cast);
    let number = project_in(&office, &cast, &package, State::Deliberation);
    let (owner, commander) = (office.sign_in("李伟"), office.sign_in("周立明"));
    propose(&commander, &number, &[("payment_days", "9")]).is(303);
    let late = owner.get(&format!("/projects/{number}/terms")).form("/terms");
    moves(&office, &commander, &number, Move::Return);
    let mut walk = walk(&office, &cast, &theme, &number);
    walk.plan().unwrap_or_else(|error| panic!("{}", error.account()));
    moves(&office, &owner, &number, Move::Submit);
    let told: Vec<_> = terms(&office, &number).into_iter().map(|(version, it)| (version, it.payment_days)).collect();
    assert_eq!(told, [(1, 9), (2, 9)]);
    // Whoever began to write about the first version is told that it is the second now.
    owner.send(&late, &[("payment_days", "8")]).is(409);
    propose(&owner, &number, &[("payment_days", "5")]).is(303);
    let told: Vec<_> = terms(&office, &number).into_iter().map(|(version, it)| (version, it.payment_days)).collect();
    assert_eq!(told, [(1, 9), (2, 5)]);
}
