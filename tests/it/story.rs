//! People, a package and projects in every state, told through the same changes as real use.

use chrono::NaiveDate;
use shuguang::demo::dealings::contacts;
use shuguang::demo::walk::{Cast, Theme, Walk};
use shuguang::plans::changes::{Draft as PlanDraft, draw_up};
use shuguang::plans::metrics::changes::{Defined, define};
use shuguang::plans::packages::changes::{Share, divide};
use shuguang::projects::directive::changes::{Directive, draft};
use shuguang::projects::model::Sort;
use shuguang::projects::moves::changes::Said;
use shuguang::projects::pipeline::{Move, State};
use shuguang::projects::queries::find;
use shuguang::proposals::changes::decide;
use shuguang::proposals::model::ProposalState;
use shuguang::words::Role;

use crate::office::Office;

/// Adds the department.
pub fn cast(office: &Office) -> Cast {
    for (name, role) in [
        ("周立明", Role::Commander),
        ("王芳", Role::Planner),
        ("张敏", Role::Coordinator),
        ("李伟", Role::Sales),
        ("赵强", Role::Sales),
        ("陈静", Role::Specialist),
        ("刘洋", Role::Specialist),
        ("管理员", Role::Admin),
    ] {
        office.add(name, &[role]);
    }
    Cast {
        commander: office.actor("周立明"),
        planner: office.actor("王芳"),
        coordinator: office.actor("张敏"),
        owner: office.actor("李伟"),
        specialists: vec![office.actor("陈静"), office.actor("刘洋")],
    }
}

/// An action plan with one package; gives the package's id.
pub fn package(office: &Office, cast: &Cast) -> String {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("a day");
    let plan = PlanDraft {
        name: "曙光行动计划".into(),
        purpose: "开拓新市场".into(),
        starts_on: day(2026, 10, 1),
        ends_on: day(2027, 12, 31),
        targets: Vec::new(),
        closed: false,
    };
    let share = Share {
        name: "华东渠道".into(),
        scope: "长三角的经销商与终端客户。".into(),
        coordinator_id: cast.coordinator.id.clone(),
        targets: Vec::new(),
        closed: false,
    };
    // A second plan counts by the same figures.
    let known = typed(office).is_some();
    let package = office.store().write(cast.commander.clone(), office.clock().now(), |tx| {
        let plan = draw_up(tx, &plan)?;
        if !known {
            define(tx, &trials())?;
        }
        divide(tx, &plan, &share)
    });
    package.unwrap_or_else(|error| panic!("{}", error.account())).id
}

/// A figure of the department's own, which nothing computes.
pub const TYPED: &str = "试用家数";

fn trials() -> Defined {
    Defined { name: TYPED.into(), name_en: "Trials".into(), unit: "家".into(), unit_en: "customers".into() }
}

/// The id of the metric that is typed in, where the department has it.
fn typed(office: &Office) -> Option<String> {
    let all = office.store().read(shuguang::plans::queries::metrics).unwrap_or_else(|error| panic!("{}", error.account()));
    all.into_iter().find(|it| it.name == TYPED).map(|it| it.id)
}

/// The id of a metric.
pub fn metric(office: &Office, code: &str) -> String {
    let found = office.store().read(|conn| shuguang::plans::queries::metric(conn, code));
    found.unwrap_or_else(|error| panic!("{}", error.account())).id
}

/// What the projects of tests are about.
pub fn theme() -> Theme {
    Theme {
        goal: "三个月内签约三家标杆客户。".into(),
        customers: "机电安装企业，集中在长三角。".into(),
        sources: vec![
            ("陈主任访谈".into(), "customer", "年底前有采购计划。".into()),
            ("行业年报".into(), "official", "市场年增长约一成。".into()),
        ],
        actions: vec!["筛选目标客户".into(), "登门拜访与演示".into()],
        milestones: vec!["完成客户筛选".into(), "完成首批试用".into(), "完成签约".into()],
        budget: vec![("差旅".into(), 800_000), ("样品".into(), 300_000)],
        dissent: "首单让步幅度过大。".into(),
        accepted: true,
        contacts: contacts(&["华信机电"]),
    }
}

/// A walk along the road of the project with this number, from now on.
pub fn walk<'a>(office: &'a Office, cast: &'a Cast, theme: &'a Theme, number: &str) -> Walk<'a> {
    let project = office
        .store()
        .read(|conn| find(conn, &office.actor("周立明"), number))
        .unwrap_or_else(|error| panic!("{}", error.account()));
    // Its story may have been told ahead of the clock.
    let now = office.clock().now().max(project.entered_at);
    Walk::new(office.store(), cast, theme, project.id, now)
}

/// Tells a project's story until it stands in this state; gives its number.
pub fn project_in(office: &Office, cast: &Cast, package: &str, state: State) -> String {
    project_aiming_at(office, cast, package, state, &[("signed_amount", 120_000_000)])
}

/// The same with these indicators: the code of the metric and the number to reach, in hundredths.
pub fn project_aiming_at(office: &Office, cast: &Cast, package: &str, state: State, aims: &[(&str, i64)]) -> String {
    tell(office, cast, package, state, aims).unwrap_or_else(|error| panic!("{state}: {}", error.account()))
}

fn tell(office: &Office, cast: &Cast, package: &str, state: State, aims: &[(&str, i64)]) -> shuguang::error::Result<String> {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("a day");
    let directive = Directive {
        package_id: package.into(),
        name: format!("项目 {state}"),
        sort: Sort::Line,
        owner_id: cast.owner.id.clone(),
        task: "开拓华东渠道。".into(),
        arrangements: "计调每周协助排期。".into(),
        starts_on: Some(day(2026, 11, 23)),
        ends_on: Some(day(2027, 2, 26)),
        limit_discount: Some(500),
        limit_budget: Some(5_000_000),
        limit_contract: Some(50_000_000),
        indicators: aims
            .iter()
            .map(|(code, value)| (metric(office, code), *value))
            .chain(typed(office).map(|metric| (metric, 300)))
            .map(|(metric, value)| (metric, value, day(2027, 2, 26)))
            .collect(),
    };
    let now = office.clock().now();
    let project = office.store().write(cast.commander.clone(), now, |tx| draft(tx, &directive, None))?;
    let theme = theme();
    let mut walk = Walk::new(office.store(), cast, &theme, project.id, now);
    let number = project.number;
    let road = [
        State::DirectiveDraft,
        State::DirectiveIssued,
        State::Planning,
        State::Deliberation,
        State::Implementation,
        State::Control,
        State::Monitoring,
        State::Proposal,
        State::Completed,
    ];
    let (along, aside) = match state {
        State::Abolished => (State::DirectiveDraft, Some(Move::Abolish)),
        State::Revoked => (State::Deliberation, Some(Move::Revoke)),
        State::StopRequested | State::Terminated => (State::Control, Some(Move::RequestStop)),
        state => (state, None),
    };
    for next in
        road.iter().skip(1).take_while(|it| road.iter().position(|at| at == *it) <= road.iter().position(|at| *at == along))
    {
        step(&mut walk, cast, *next)?;
    }
    match aside {
        Some(Move::RequestStop) => walk.go(&cast.owner, Move::RequestStop, "客户已停业")?,
        Some(code) => walk.go(&cast.commander, code, "不再需要")?,
        None => {}
    }
    if state == State::Terminated {
        let said = Said { statement: "样品已收回，费用已结清。".into(), ..Said::because("客户已停业") };
        walk.say(&cast.commander, Move::Terminate, &said)?;
    }
    Ok(number)
}

/// Takes the project one stage on.
fn step(walk: &mut Walk, cast: &Cast, next: State) -> shuguang::error::Result<()> {
    match next {
        State::DirectiveIssued => walk.go(&cast.commander, Move::Issue, ""),
        State::Planning => walk.go(&cast.owner, Move::Acknowledge, ""),
        State::Deliberation => {
            walk.plan()?;
            walk.go(&cast.owner, Move::Submit, "")
        }
        State::Implementation => {
            walk.examine()?;
            walk.hear()?;
            walk.go(&cast.commander, Move::Approve, "同意实施")
        }
        State::Control => {
            walk.contact()?;
            walk.execute(100)?;
            walk.say(&cast.owner, Move::OpenControl, &Said { finished: true, ..Said::default() })
        }
        State::Monitoring => {
            walk.account("yes", "pass")?;
            walk.go(&cast.commander, Move::Pass, "")
        }
        State::Proposal => {
            walk.close(0)?;
            walk.go(&cast.commander, Move::CloseMonitoring, "")
        }
        State::Completed => {
            let proposal = walk.learn("推广到华南")?;
            walk.store
                .write(cast.commander.clone(), walk.now, |tx| decide(tx, &proposal, ProposalState::Accepted, "可行".into()))?;
            walk.go(&cast.commander, Move::CloseCycle, "")
        }
        _ => Ok(()),
    }
}

/// The commander amends the directive of a walk's project: a shorter task and half of each indicator.
pub fn amended(walk: &Walk) {
    let done = walk.write(&walk.cast.commander, |tx, project| {
        let directive = Directive {
            package_id: project.package_id.clone(),
            name: project.name.clone(),
            sort: project.sort,
            owner_id: project.owner_id.clone(),
            task: "先做三家标杆客户。".into(),
            arrangements: project.arrangements.clone(),
            starts_on: project.starts_on,
            ends_on: project.ends_on,
            limit_discount: project.limit_discount,
            limit_budget: project.limit_budget,
            limit_contract: project.limit_contract,
            indicators: shuguang::projects::directive::queries::figures(tx, &project.id)?
                .into_iter()
                .map(|it| (it.indicator.metric_id, it.indicator.value / 2, it.indicator.due_on))
                .collect(),
        };
        shuguang::projects::directive::changes::amend(tx, project, project.version, &directive)
    });
    done.unwrap_or_else(|error| panic!("{}", error.account()));
}
