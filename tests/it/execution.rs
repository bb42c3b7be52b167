//! Execution: progress of milestones, and indicators that are the sum of what was recorded.

use diesel::prelude::*;
use proptest::prelude::*;
use shuguang::error::Kind;
use shuguang::plans::model::Computed;
use shuguang::projects::directive::queries::figures;
use shuguang::projects::execution::changes::record_actual;
use shuguang::projects::execution::queries::{actuals, approved};
use shuguang::projects::model::Project;
use shuguang::projects::pipeline::State;
use shuguang::projects::queries::find;
use shuguang::store::schema::actuals as actuals_table;

use crate::office::Office;
use crate::story::{cast, package, project_in};

/// A project that is being carried out, its page's address, and a day on which the story has been told.
fn carried_out(office: &Office) -> (Project, String) {
    let cast = cast(office);
    let package = package(office, &cast);
    let number = project_in(office, &cast, &package, State::Implementation);
    office.at("2026-12-01 10:00");
    (project(office, &number), format!("/projects/{number}"))
}

fn project(office: &Office, number: &str) -> Project {
    let commander = office.actor("周立明");
    office.store().read(|conn| find(conn, &commander, number)).unwrap_or_else(|error| panic!("{}", error.account()))
}

fn milestone(office: &Office, project: &Project) -> String {
    let plan = office.store().read(|conn| approved(conn, project)).unwrap_or_else(|error| panic!("{}", error.account()));
    plan.expect("an approved plan").steps[0].line_id.clone()
}

/// The indicator that is typed in: its id and its actual figure.
fn indicator(office: &Office, project: &Project) -> (String, i64) {
    let all = office.store().read(|conn| figures(conn, &project.id)).unwrap_or_else(|error| panic!("{}", error.account()));
    let typed = all.into_iter().find(|it| it.computed().is_none()).expect("one that is typed in").indicator;
    (typed.id, typed.actual)
}

/// The signed amount: the indicator's id and its actual figure.
fn signed_amount(office: &Office, project: &Project) -> (String, i64) {
    let all = office.store().read(|conn| figures(conn, &project.id)).unwrap_or_else(|error| panic!("{}", error.account()));
    let it = all.into_iter().find(|it| it.computed() == Some(Computed::SignedAmount)).expect("the signed amount").indicator;
    (it.id, it.actual)
}

#[test]
fn the_owner_notes_how_far_a_milestone_has_come() {
    let office = Office::open();
    let (project, at) = carried_out(&office);
    let line = milestone(&office, &project);
    let owner = office.sign_in("李伟");
    let progress = format!("{at}/progress");
    owner
        .post(&progress, &[("milestone", &line), ("percent", "40"), ("note", "已联系八家")])
        .goes_to(&format!("{at}/execution"));
    owner.get(&format!("{at}/execution")).shows("40 %").shows("已联系八家");
    office.later(chrono::Duration::minutes(1));
    owner.post(&progress, &[("milestone", &line), ("percent", "100"), ("note", "筛选完毕"), ("done_on", "2026-11-30")]);
    owner.get(&format!("{at}/execution")).shows("已完成").shows("2026-11-30");
}

#[test]
fn what_cannot_be_is_complained_of_at_its_field() {
    let office = Office::open();
    let (project, at) = carried_out(&office);
    let line = milestone(&office, &project);
    let (indicator, _) = indicator(&office, &project);
    let owner = office.sign_in("李伟");
    for (field, milestone, percent, note, done_on) in [
        ("percent", line.as_str(), "101", "过头", ""),
        ("percent", &line, "", "没写", ""),
        ("note", &line, "50", " ", ""),
        ("milestone", "no-such-line", "50", "哪个", ""),
        ("done_on", &line, "50", "还没完", "2026-11-30"),
        ("done_on", &line, "100", "明天完", "2026-12-02"),
        ("done_on", &line, "100", "下达以前", "2026-11-01"),
    ] {
        let fields = [("milestone", milestone), ("percent", percent), ("note", note), ("done_on", done_on)];
        owner.post(&format!("{at}/progress"), &fields).complains(field);
    }
    for (field, which, on_day, value) in [
        ("value", indicator.as_str(), "2026-12-01", "0"),
        ("value", &indicator, "2026-12-01", "三"),
        ("value", &indicator, "2026-12-01", "-1"),
        ("on_day", &indicator, "2026-12-02", "1"),
        ("on_day", &indicator, "2026-11-01", "1"),
        ("indicator", "no-such-indicator", "2026-12-01", "1"),
    ] {
        let fields = [("indicator", which), ("on_day", on_day), ("value", value), ("source", "合同")];
        let answer = owner.post(&format!("{at}/actuals"), &fields);
        answer.complains(field);
        assert_eq!(answer.form(&format!("{at}/actuals")).fields.iter().find(|(name, _)| name == "value").unwrap().1, value);
    }
}

#[test]
fn nobody_but_the_owner_records_and_only_while_the_plan_is_carried_out() {
    let office = Office::open();
    let (project, at) = carried_out(&office);
    let line = milestone(&office, &project);
    let (indicator, _) = indicator(&office, &project);
    let progress = [("milestone", line.as_str()), ("percent", "40"), ("note", "代记")];
    let figure = [("indicator", indicator.as_str()), ("on_day", "2026-12-01"), ("value", "1"), ("source", "代记")];
    for name in ["周立明", "王芳", "张敏", "赵强", "陈静"] {
        let other = office.sign_in(name);
        other.get(&format!("{at}/execution")).is(200).shows("由项目负责人记录");
        other.post(&format!("{at}/progress"), &progress).is(403);
        other.post(&format!("{at}/actuals"), &figure).is(403);
    }
    office.sign_in("管理员").get(&format!("{at}/execution")).is(404);
    let owner = office.sign_in("李伟");
    owner.post(&format!("{at}/moves"), &[("move", "open_control"), ("finished", "1")]).is(303);
    owner.post(&format!("{at}/progress"), &progress).is(409);
    owner.post(&format!("{at}/actuals"), &figure).is(409);
    owner.get(&format!("{at}/execution")).shows("这里只能查看");
}

#[test]
fn a_figure_sent_twice_by_one_press_counts_once() {
    let office = Office::open();
    let (project, at) = carried_out(&office);
    let (id, _) = indicator(&office, &project);
    let owner = office.sign_in("李伟");
    let figure = [("indicator", id.as_str()), ("on_day", "2026-12-01"), ("value", "2"), ("source", "验收单 31")];
    owner.post(&format!("{at}/actuals"), &figure).is(303);
    owner.post(&format!("{at}/actuals"), &figure).is(303);
    assert_eq!(indicator(&office, &project).1, 200);
    office.later(chrono::Duration::minutes(1));
    owner.post(&format!("{at}/actuals"), &figure).is(303);
    assert_eq!(indicator(&office, &project).1, 400);
    owner.get(&format!("{at}/execution")).shows("+2").shows("自报").shows("4 家");
}

#[test]
fn what_is_computed_cannot_be_typed_in_and_shows_the_rows_that_it_is_made_of() {
    let office = Office::open();
    let (project, at) = carried_out(&office);
    let (id, _) = signed_amount(&office, &project);
    let owner = office.sign_in("李伟");
    let form = owner.get(&format!("{at}/execution")).shows("计算所得").form(&format!("{at}/actuals"));
    assert!(!form.choices.contains(&("indicator".to_owned(), id.clone())), "only what nothing computes is offered");
    let typed = [("indicator", id.as_str()), ("on_day", "2026-12-01"), ("value", "250000"), ("source", "合同 HT-031")];
    let refused = owner.post(&format!("{at}/actuals"), &typed);
    refused.is(409).shows("不能填报").shows("计算依据");
    assert!(refused.text.contains(&format!("{at}/figures/signed_amount")));
    assert_eq!(signed_amount(&office, &project).1, 0);

    let (first, second) = office.act(&owner, |tx| {
        let parts = |fen| vec![(crate::trade::day(12, 30), fen)];
        let first = crate::trade::signed(tx, &project, "展台采购", &parts(1_000_000))?;
        let second = crate::trade::signed(tx, &project, "展柜采购", &parts(500_000))?;
        crate::trade::paid(tx, &first.number, 300_000)?;
        Ok((first, second))
    });
    let page = |code: &str| owner.get(&format!("{at}/figures/{code}"));
    page("signed_amount").is(200).shows("展台采购").shows("展柜采购").shows("15,000.00 元");
    page("money_received").shows("展台采购").shows("3,000.00 元");
    page("contracts").shows(&first.number).shows(&second.number);
    page("new_customers").is(200).shows(&second.number);
    page("trials").is(404);
    assert_eq!(signed_amount(&office, &project).1, 1_500_000);
    owner.get(&at).shows("计算所得").shows("自报");
    for computed in Computed::ALL {
        let (rows, sum) = office
            .store()
            .read(|conn| Ok((computed.rows(conn, &project.id)?, computed.of(conn, &project.id)?)))
            .unwrap_or_else(|error| panic!("{}", error.account()));
        assert_eq!(rows.iter().map(|it| it.value).sum::<i64>(), sum, "{computed}");
    }
}

#[test]
fn an_indicator_s_actual_figure_is_the_sum_of_what_was_recorded() {
    let office = Office::open();
    let (project, _) = carried_out(&office);
    let (id, _) = indicator(&office, &project);
    let owner = office.actor("李伟");
    proptest!(ProptestConfig::with_cases(24), |(values in prop::collection::vec(-5_000_i64..10_000, 1..8))| {
        for value in values {
            let before = indicator(&office, &project).1;
            office.later(chrono::Duration::minutes(1));
            let recorded = office.store().write(owner.clone(), office.clock().now(), |tx| {
                let today = tx.today();
                record_actual(tx, &project, &id, today, value, "登记".into())
            });
            let (_, after) = indicator(&office, &project);
            match recorded {
                Ok(()) => prop_assert_eq!(after, before + value),
                Err(error) => {
                    prop_assert!(matches!(error.kind, Kind::Invalid(_)));
                    prop_assert!(before + value < 0);
                    prop_assert_eq!(after, before);
                }
            }
            let rows: Vec<i64> = office
                .store()
                .read(|conn| {
                    let rows = actuals_table::table.filter(actuals_table::indicator_id.eq(&id));
                    Ok(rows.order(actuals_table::id).select(actuals_table::value).load(conn)?)
                })
                .unwrap_or_else(|error| panic!("{}", error.account()));
            prop_assert_eq!(rows.iter().sum::<i64>(), after);
        }
    });
    let shown = office.store().read(|conn| actuals(conn, &project.id)).unwrap_or_else(|error| panic!("{}", error.account()));
    assert!(shown.iter().all(|it| it.self_reported));
}
