//! The demonstration department: its people, its plan and its projects, in every stage, ended ones, overdue ones, some in a second
//! round, told through the same changes as real use with the clock's hand moving up to a chosen moment.

use chrono::{Days, Duration, NaiveDate, NaiveTime};
use diesel::prelude::*;

use super::story::{Detour, Until, directive, hire, live, own_metric, theme};
use super::trade::Trade;
use super::walk::{Cast, Walk, spend};
use crate::appraisals::changes::{NewDecision, decide, evaluate};
use crate::appraisals::model::{ProbationOutcome, by_rule};
use crate::calendar::Month;
use crate::clock::{Moment, Zone};
use crate::correspondence::requests::changes::{Answer, NewRequest, answer, ask};
use crate::correspondence::requests::model::{RequestKind, Ruling};
use crate::error::{Kind, OrNotFound, Result};
use crate::handovers::changes::{Plan, confirm, hand_over};
use crate::handovers::queries::find as handover;
use crate::people::queries::by_id;
use crate::plans::changes::{Draft as PlanDraft, Wanted, draw_up};
use crate::plans::packages::changes::{Share, divide};
use crate::plans::queries::metric;
use crate::projects::alerts::changes::dismiss;
use crate::projects::alerts::queries::watched;
use crate::projects::alerts::rules::Rule;
use crate::projects::authority::Matter;
use crate::projects::directive::changes::draft;
use crate::projects::evaluation::changes::NewEvaluation;
use crate::projects::expenses::changes::void;
use crate::projects::expenses::queries::newest;
use crate::projects::focus::changes::set as set_focus;
use crate::projects::model::{Project, Sort};
use crate::projects::queries::find;
use crate::store::schema::projects;
use crate::store::{Actor, Store, Tx};
use crate::words::Role;

/// The accounts: what they sign in with, name, roles.
pub const PEOPLE: &[(&str, &str, &[Role])] = &[
    ("commander", "周立明", &[Role::Commander]),
    ("planner", "王芳", &[Role::Planner]),
    ("coordinator", "张敏", &[Role::Coordinator]),
    ("sales1", "李伟", &[Role::Sales]),
    ("sales2", "赵强", &[Role::Sales]),
    ("sales3", "孙丽", &[Role::Sales]),
    ("sales4", "钱进", &[Role::Sales]),
    ("sales5", "吴晓东", &[Role::Sales]),
    ("sales6", "郑雅", &[Role::Sales]),
    ("sales7", "冯涛", &[Role::Sales]),
    ("sales8", "何欣", &[Role::Sales]),
    ("specialist1", "陈静", &[Role::Specialist]),
    ("specialist2", "刘洋", &[Role::Specialist]),
    ("specialist3", "杨帆", &[Role::Specialist]),
    ("admin", "管理员", &[Role::Admin]),
];

/// A project of the demonstration: name, package, owner, how many days before now it was drafted, how far it got.
type Story = (&'static str, usize, usize, Sort, i64, Until);

const STORIES: &[Story] = &[
    ("长三角经销商招募", 0, 4, Sort::Line, 20, Until::Closed),
    ("杭州标杆客户试用", 0, 5, Sort::Line, 17, Until::Passed),
    ("苏州工业园区直销", 0, 3, Sort::Line, 16, Until::Executing),
    ("南京设计院推介", 0, 6, Sort::Line, 17, Until::Improved),
    ("宁波港口设备配套", 0, 7, Sort::Line, 14, Until::Controlled),
    ("华南经销网络布局", 1, 8, Sort::Line, 20, Until::Adjusted),
    ("广州安装企业开发", 1, 9, Sort::Line, 20, Until::Executing),
    ("深圳样板工程", 1, 10, Sort::Line, 12, Until::Returned),
    ("东莞终端客户走访", 1, 4, Sort::Line, 10, Until::Heard),
    ("佛山陶瓷行业切入", 1, 5, Sort::Line, 9, Until::Examined),
    ("厦门出口企业试单", 1, 6, Sort::Line, 6, Until::Submitted),
    ("品牌网站建设", 2, 7, Sort::Division, 30, Until::Executing),
    ("展厅与样品陈列设计", 2, 8, Sort::Division, 20, Until::Controlled),
    ("市场信息规划", 2, 9, Sort::Division, 4, Until::Planned),
    ("客户资料统一整理", 2, 10, Sort::Division, 9, Until::Planned),
    ("年度画册编制", 2, 3, Sort::Division, 1, Until::Issued),
    ("春季展会筹备", 2, 4, Sort::Division, 2, Until::Asked),
    ("售后回访制度试行", 2, 5, Sort::Division, 1, Until::Drafted),
    ("西南代理商摸底", 1, 6, Sort::Line, 36, Until::Abolished),
    ("旧型号清仓", 0, 7, Sort::Line, 33, Until::Revoked),
    ("合肥政府采购跟踪", 0, 8, Sort::Line, 16, Until::StopRequested),
    ("无锡配套试制", 0, 9, Sort::Line, 44, Until::Terminated),
    ("华东展会渠道开发", 0, 3, Sort::Line, 30, Until::Completed),
    ("常州卖场陈列推广", 0, 6, Sort::Line, 37, Until::Lagging),
];

/// The contracts that come of projects.
fn trades(name: &str) -> &'static [Trade] {
    match name {
        "苏州工业园区直销" => &[Trade::Partly, Trade::Drafted],
        "广州安装企业开发" => &[Trade::Late, Trade::Cancelled],
        "品牌网站建设" => &[Trade::Service],
        "南京设计院推介" => &[Trade::Partly],
        "宁波港口设备配套" => &[Trade::Signed],
        "长三角经销商招募" | "华东展会渠道开发" | "杭州标杆客户试用" => &[Trade::Finished],
        _ => &[],
    }
}

/// Fills a fresh store with the department as it stands at `now`.
pub fn tell(store: &Store, zone: Zone, now: Moment) -> Result<()> {
    let today = zone.day(now);
    let office = store.office()?;
    // Nobody drafts a directive on a free day.
    let at = |days: i64, hour: u32| {
        let day = today.checked_sub_days(Days::new(u64::try_from(days).unwrap_or(0))).unwrap_or(today);
        let day = office.calendar.previous_working(day);
        zone.moment(day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default())).min(now)
    };
    let accounts: Vec<_> =
        PEOPLE.iter().map(|(username, name, roles)| ((*username).to_owned(), (*name).to_owned(), roles.to_vec())).collect();
    let people = hire(store, zone, at(80, 9), &accounts)?;
    let cast = |owner: usize| Cast {
        commander: people[0].clone(),
        planner: people[1].clone(),
        coordinator: people[2].clone(),
        owner: people[owner].clone(),
        specialists: people[11..14].to_vec(),
    };
    super::customers::enter(store, &people[3..11], at(70, 9))?;
    let packages = plan(store, &people, at(72, 9), today)?;
    for (name, package, owner, sort, days, until) in STORIES {
        let cast = cast(*owner);
        let theme = theme(name);
        let began = at(*days, 9);
        let project = store.write(cast.commander.clone(), began, |tx| {
            let directive = directive(tx, name, &packages[*package], &cast.owner.id, *sort)?;
            draft(tx, &directive, None)
        })?;
        let mut walk =
            Walk::new(store, &cast, &theme, project.id, began + Duration::hours(1)).up_to(now).with_contracts(trades(name));
        live(&mut walk, *until, Detour::Straight)?;
    }
    requests(store, &people, at)?;
    super::consultations::tell(store, &people, at)?;
    spending(store, &people, at)?;
    focus(store, &people[0], today, now)?;
    appraisals(store, &people, now)?;
    handovers(store, &people, now)?;
    super::reports::weeks(store, &people[0], &people[1..11], now)?;
    super::reports::read_stages(store, &people[0], now)?;
    super::reports::at_once(store, &people[0], &people[3..11], now)?;
    super::meetings::tell(store, &people[..14], &people[3..11], now)?;
    super::hearings::tell(store, &people[1], now)?;
    // Everybody has kept up with what they were told; the last day's is still unread.
    store.write(Actor::program(), now, |tx| crate::notices::changes::read_before(tx, now - Duration::days(1)))
}

/// The last month of most of the sales staff is evaluated on the first working day after it; one newcomer's probation is extended.
fn appraisals(store: &Store, people: &[Actor], now: Moment) -> Result<()> {
    const SAID: [(i32, &str); 3] = [
        (95, "主动替同事跑展会，客户资料当天就补齐。"),
        (88, "与计调配合顺畅，周报及时。"),
        (76, "信息交接慢了两次，下月注意。"),
    ];
    let office = store.office()?;
    let month = Month::of(office.zone.day(now)).previous();
    let first = office.calendar.next_working(month.next().first());
    let at = office.zone.moment(first.and_time(NaiveTime::from_hms_opt(9, 30, 0).unwrap_or_default())).min(now);
    for ((who, (cooperation, comment)), minutes) in people[3..9].iter().zip(SAID.iter().cycle()).zip(0..) {
        store.write(people[0].clone(), (at + Duration::minutes(6 * minutes)).min(now), |tx| {
            let person = by_id(tx, &who.id)?;
            let new =
                NewEvaluation { cooperation: *cooperation, comment: (*comment).into(), reason: String::new(), seen: None };
            match evaluate(tx, &person, month, 0, new) {
                // Whoever had no project in that month has nothing to be evaluated.
                Err(error) if matches!(error.kind, Kind::Refused(..)) => Ok(()),
                done => done,
            }
        })?;
    }
    store.write(people[0].clone(), (at + Duration::hours(2)).min(now), |tx| {
        let person = by_id(tx, &people[9].id)?;
        let until_on = by_rule(&person, &tx.office).checked_add_days(Days::new(30));
        let reason = "客户走访扎实，但还没有独立签过合同，延长一个月再看。".into();
        decide(tx, &person, 0, NewDecision { outcome: ProbationOutcome::Extend, until_on, reason })
    })
}

/// What the owners of running projects ask the commander before they act; some of it is answered.
fn requests(store: &Store, people: &[Actor], at: impl Fn(i64, u32) -> Moment) -> Result<()> {
    let ask = |asker: &Actor, asked_at: Moment, project: &str, new: NewRequest| {
        store.write(asker.clone(), asked_at, |tx| {
            let named = projects::table.filter(projects::name.eq(project)).select(Project::as_select());
            let project: Option<Project> = named.first(&mut **tx).optional()?;
            ask(tx, project.as_ref(), new)
        })
    };
    let discount = NewRequest {
        kind: RequestKind::BeyondAuthority,
        matter: Some(Matter::Discount),
        up_to: Some(800),
        title: "首单折扣放宽到八个点".into(),
        question: "客户要求首单按九二折供货，超出指令规定的五个点。".into(),
        proposal: "首单同意，合同写明续单恢复九五折，以此换取预付五成。".into(),
        urgent: false,
    };
    let unsure = NewRequest {
        kind: RequestKind::Unsure,
        matter: None,
        up_to: None,
        title: "样品押金是否收取".into(),
        question: "试用样品价值较高，客户不愿付押金，同行有收有不收。".into(),
        proposal: "签试用协议、不收押金，逾期不还按价折算。".into(),
        urgent: true,
    };
    let amount = NewRequest {
        kind: RequestKind::BeyondAuthority,
        matter: Some(Matter::Contract),
        up_to: Some(80_000_000),
        title: "年度框架合同额超出限额".into(),
        question: "客户希望把两期合并签成年度框架合同，合计八十万元。".into(),
        proposal: "同意合并，分批下单、分批结算，首批不超过三十万元。".into(),
        urgent: false,
    };
    let discount = ask(&people[3], at(5, 10), "苏州工业园区直销", discount)?;
    ask(&people[9], at(1, 15), "广州安装企业开发", unsure)?;
    ask(&people[9], at(1, 11), "广州安装企业开发", amount)?;
    store.write(people[0].clone(), at(4, 9), |tx| {
        let instruction = "同意，仅限首单，预付不低于五成。".into();
        answer(tx, &discount, discount.version, Answer { ruling: Ruling::Granted, up_to: Some(800), instruction })
    })
}

/// Money that goes ahead of the progress: one project's waits for an answer, another's goes beyond the directive's limit by an
/// answered request, and the alert that comes of it is dismissed by the commander.
fn spending(store: &Store, people: &[Actor], at: impl Fn(i64, u32) -> Moment) -> Result<()> {
    let with = |who: &Actor, when: Moment, name: &str, change: &dyn Fn(&mut Tx, &Project) -> Result<()>| {
        store.write(who.clone(), when, |tx| {
            let named = projects::table.filter(projects::name.eq(name)).select(Project::as_select());
            let project: Project = named.first(&mut **tx)?;
            change(tx, &project)
        })
    };
    let (commander, li, feng) = (&people[0], &people[3], &people[7]);
    let (ahead, beyond) = ("苏州工业园区直销", "品牌网站建设");
    with(li, at(2, 16), ahead, &|tx, it| spend(tx, it, "差旅", 86_000, "苏州往返高铁与住宿，两人"))?;
    with(li, at(1, 14), ahead, &|tx, it| spend(tx, it, "样品与试用", 1_680_000, "园区三家客户同时试用，加做样机"))?;
    with(li, at(1, 15), ahead, &|tx, it| spend(tx, it, "差旅", 86_000, "苏州往返高铁与住宿"))?;
    with(li, at(1, 16), ahead, &|tx, it| {
        let again = newest(tx, &it.id)?.or_not_found()?;
        void(tx, it, &again, "与两天前的一笔重复登记".into())
    })?;
    let new = NewRequest {
        kind: RequestKind::BeyondAuthority,
        matter: Some(Matter::Budget),
        up_to: Some(7_500_000),
        title: "网站预算放宽到七万五千元".into(),
        question: "等保测评为新增要求，测评费超出指令规定的预算。".into(),
        proposal: "测评一次付清，资料印制改用电子版，合计不超过七万五千元。".into(),
        urgent: false,
    };
    let request = store.write(feng.clone(), at(5, 11), |tx| {
        let named = projects::table.filter(projects::name.eq(beyond)).select(Project::as_select());
        let project: Option<Project> = named.first(&mut **tx).optional()?;
        ask(tx, project.as_ref(), new)
    })?;
    store.write(commander.clone(), at(4, 10), |tx| {
        let instruction = "同意，不超过七万元，测评报告存档。".into();
        answer(tx, &request, request.version, Answer { ruling: Ruling::Granted, up_to: Some(7_000_000), instruction })
    })?;
    with(feng, at(3, 10), beyond, &|tx, it| spend(tx, it, "样品与试用", 2_900_000, "网站原型与试运行环境"))?;
    with(feng, at(3, 15), beyond, &|tx, it| spend(tx, it, "", 1_460_000, "等保测评费"))?;
    with(commander, at(2, 10), beyond, &|tx, it| {
        let open = watched(tx, &it.id)?.into_iter().find(|row| row.rule == Rule::Budget && row.answered_at.is_none());
        dismiss(tx, it, &open.or_not_found()?, "超支部分已批示同意，测评是一次性支出，进度不受影响。".into())
    })
}

/// Projects that others took: one hand-over is confirmed by both, one waits to be.
fn handovers(store: &Store, people: &[Actor], now: Moment) -> Result<()> {
    let hand = |at: Moment, name: &str, taker: &Actor, reason: &str, note: &str| {
        store.write(people[0].clone(), at, |tx| {
            let named = projects::table.filter(projects::name.eq(name)).select(Project::as_select());
            let project: Project = named.first(&mut **tx)?;
            let giver = by_id(tx, &project.owner_id)?;
            let plan = Plan {
                projects: vec![(project.number, taker.id.clone())],
                along: true,
                reason: reason.into(),
                note: note.into(),
                ..Plan::default()
            };
            hand_over(tx, &giver, &plan)
        })
    };
    let reason = "原负责人集中精力做品牌网站，本项目由熟悉华东客户的同事接手。";
    let made = hand(now - Duration::minutes(90), "宁波港口设备配套", &people[5], reason, "先与客户确认首批交货日期。")?;
    for it in made {
        for (who, minutes) in [(&people[7], 80), (&people[5], 70)] {
            store.write(who.clone(), now - Duration::minutes(minutes), |tx| {
                let it = handover(tx, who, &it.number)?;
                confirm(tx, &it)
            })?;
        }
    }
    let reason = "负责人下月休假，由何欣接手广州的安装企业客户。";
    hand(now - Duration::minutes(60), "广州安装企业开发", &people[10], reason, "逾期款一周内上门催收。").map(|_| ())
}

/// The action plan with its targets, divided into packages.
fn plan(store: &Store, people: &[Actor], at: Moment, today: NaiveDate) -> Result<Vec<String>> {
    let ends_on = today.checked_add_days(Days::new(120)).unwrap_or(today);
    let starts_on = today.checked_sub_days(Days::new(75)).unwrap_or(today);
    store.write(people[0].clone(), at, |tx| {
        let mut wanted = |part: i64| -> Result<Vec<Wanted>> {
            let figures = [
                ("signed_amount", 1_200_000_000),
                ("money_received", 800_000_000),
                ("contracts", 6_000),
                ("new_customers", 4_000),
            ];
            let mut all = Vec::new();
            for (code, value) in figures {
                all.push(Wanted { metric_id: metric(tx, code)?.id, value: value * part / 100, due_on: None });
            }
            Ok(all)
        };
        let (whole, east, south, base) = (wanted(100)?, wanted(50)?, wanted(35)?, wanted(10)?);
        let draft = PlanDraft {
            name: "曙光行动计划".into(),
            purpose: "开拓华东、华南新市场，建立自己的客户与渠道。".into(),
            starts_on,
            ends_on,
            targets: whole,
            closed: false,
        };
        let plan = draw_up(tx, &draft)?;
        own_metric(tx)?;
        let mut packages = Vec::new();
        for (name, scope, targets) in [
            ("华东市场", "江浙沪皖的经销商与终端客户。", east),
            ("华南市场", "两广与福建的经销商与终端客户。", south),
            ("基础工作", "信息规划、展示设计、网站与制度。", base),
        ] {
            let share =
                Share { name: name.into(), scope: scope.into(), coordinator_id: people[2].id.clone(), targets, closed: false };
            packages.push(divide(tx, &plan, &share)?.id);
        }
        Ok(packages)
    })
}

/// This month's focus: some of the running projects.
fn focus(store: &Store, commander: &Actor, today: NaiveDate, now: Moment) -> Result<()> {
    let numbers = ["003", "007", "012", "005"];
    store.write(commander.clone(), now - Duration::hours(2), |tx| {
        for number in numbers {
            let year = chrono::Datelike::year(&today);
            for year in [year, year - 1] {
                if let Ok(project) = find(tx, commander, &format!("SG-{year}-{number}")) {
                    set_focus(tx, &project, Month::of(today), true)?;
                }
            }
        }
        Ok(())
    })
}
