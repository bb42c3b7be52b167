//! The demonstration department: its people, its plan and its projects, in every stage, ended ones, overdue ones, some in a second
//! round, told through the same changes as real use with the clock's hand moving up to a chosen moment.

use chrono::{Days, Duration, NaiveDate, NaiveTime};

use super::walk::{Cast, Theme, Walk};
use crate::calendar::Month;
use crate::clock::{Moment, Zone};
use crate::error::Result;
use crate::people::changes::{Account, add, set_password};
use crate::people::secrets;
use crate::plans::changes::{Draft as PlanDraft, Wanted, draw_up};
use crate::plans::packages::changes::{Share, divide};
use crate::plans::queries::metric;
use crate::projects::directive::changes::{Directive, draft};
use crate::projects::focus::changes::set as set_focus;
use crate::projects::model::Sort;
use crate::projects::moves::changes::{NewMeasure, Said};
use crate::projects::pipeline::Move;
use crate::projects::queries::find;
use crate::proposals::changes::decide;
use crate::proposals::model::ProposalState;
use crate::store::{Actor, Store};
use crate::words::Role;

/// The password of every account of the demonstration.
pub const PASSWORD: &str = "shuguang-demo";

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

/// How far a project's story goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Until {
    Drafted,
    Issued,
    Asked,
    Planned,
    Submitted,
    Examined,
    Heard,
    Returned,
    Executing,
    Controlled,
    Improved,
    Adjusted,
    Passed,
    Closed,
    Completed,
    Abolished,
    Revoked,
    StopRequested,
    Terminated,
}

/// A project of the demonstration: name, package, owner, how many days before now it was drafted, how far it got.
type Story = (&'static str, usize, usize, Sort, i64, Until);

const STORIES: &[Story] = &[
    ("华东展会渠道开发", 0, 3, Sort::Line, 40, Until::Completed),
    ("长三角经销商招募", 0, 4, Sort::Line, 15, Until::Closed),
    ("杭州标杆客户试用", 0, 5, Sort::Line, 11, Until::Passed),
    ("苏州工业园区直销", 0, 3, Sort::Line, 14, Until::Executing),
    ("南京设计院推介", 0, 6, Sort::Line, 12, Until::Improved),
    ("宁波港口设备配套", 0, 7, Sort::Line, 9, Until::Controlled),
    ("华南经销网络布局", 1, 8, Sort::Line, 12, Until::Adjusted),
    ("广州安装企业开发", 1, 9, Sort::Line, 20, Until::Executing),
    ("深圳样板工程", 1, 10, Sort::Line, 8, Until::Returned),
    ("东莞终端客户走访", 1, 4, Sort::Line, 6, Until::Heard),
    ("佛山陶瓷行业切入", 1, 5, Sort::Line, 6, Until::Examined),
    ("厦门出口企业试单", 1, 6, Sort::Line, 4, Until::Submitted),
    ("品牌网站建设", 2, 7, Sort::Division, 30, Until::Executing),
    ("展厅与样品陈列设计", 2, 8, Sort::Division, 16, Until::Controlled),
    ("市场信息规划", 2, 9, Sort::Division, 4, Until::Planned),
    ("客户资料统一整理", 2, 10, Sort::Division, 9, Until::Planned),
    ("年度画册编制", 2, 3, Sort::Division, 1, Until::Issued),
    ("春季展会筹备", 2, 4, Sort::Division, 2, Until::Asked),
    ("售后回访制度试行", 2, 5, Sort::Division, 1, Until::Drafted),
    ("西南代理商摸底", 1, 6, Sort::Line, 36, Until::Abolished),
    ("旧型号清仓", 0, 7, Sort::Line, 33, Until::Revoked),
    ("合肥政府采购跟踪", 0, 8, Sort::Line, 11, Until::StopRequested),
    ("无锡配套试制", 0, 9, Sort::Line, 44, Until::Terminated),
];

/// Fills a fresh store with the department as it stands at `now`.
pub fn tell(store: &Store, zone: Zone, now: Moment) -> Result<()> {
    let today = zone.day(now);
    let at = |days: i64, hour: u32| {
        let day = today.checked_sub_days(Days::new(u64::try_from(days).unwrap_or(0))).unwrap_or(today);
        zone.moment(day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default())).min(now)
    };
    let people = hire(store, zone, at(75, 9))?;
    let cast = |owner: usize| Cast {
        commander: people[0].clone(),
        planner: people[1].clone(),
        coordinator: people[2].clone(),
        owner: people[owner].clone(),
        specialists: people[11..14].to_vec(),
    };
    let packages = plan(store, &people, at(72, 9), today)?;
    for (name, package, owner, sort, days, until) in STORIES {
        let cast = cast(*owner);
        let theme = theme(name);
        let began = at(*days, 9);
        let project = store.write(cast.commander.clone(), began, |tx| {
            let directive = directive(tx, name, &packages[*package], &cast.owner.id, *sort)?;
            draft(tx, &directive, None)
        })?;
        let mut walk = Walk { store, cast: &cast, theme: &theme, project: project.id, now: began + Duration::hours(1) };
        live(&mut walk, *until)?;
    }
    grow(store, &people, &packages, now)?;
    focus(store, &people[0], today, now)
}

/// The people, each with the demonstration's password.
fn hire(store: &Store, zone: Zone, at: Moment) -> Result<Vec<Actor>> {
    let hash = secrets::hash(PASSWORD)?;
    for (username, name, roles) in PEOPLE {
        let account = Account {
            username: (*username).into(),
            name: (*name).into(),
            phone: String::new(),
            roles: roles.to_vec(),
            probation: roles.contains(&Role::Sales),
            active: true,
        };
        store.write(Actor::program(), at, |tx| {
            let person = add(tx, &account)?;
            set_password(tx, &person, hash.clone())
        })?;
    }
    let mut people = Vec::new();
    for (username, ..) in PEOPLE {
        let found = store.read(|conn| {
            let person = crate::people::queries::find(conn, username)?;
            Actor::find(conn, &person.id, zone.day(at))
        })?;
        people.extend(found);
    }
    Ok(people)
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

fn directive(tx: &mut crate::store::Tx, name: &str, package: &str, owner: &str, sort: Sort) -> Result<Directive> {
    let today = tx.today();
    let after = |days| today.checked_add_days(Days::new(days)).unwrap_or(today);
    let (amount, contracts) = (metric(tx, "signed_amount")?.id, metric(tx, "contracts")?.id);
    let indicators = match sort {
        Sort::Line => vec![(amount, 60_000_000, after(75)), (contracts, 300, after(75))],
        Sort::Division => vec![(contracts, 100, after(75))],
    };
    Ok(Directive {
        package_id: package.to_owned(),
        name: name.to_owned(),
        sort,
        owner_id: owner.to_owned(),
        task: format!("负责「{name}」，从首次接触到使用服务一人到底，按期完成指标。"),
        arrangements: "计调每周协助排期；需要方案支持时由企划助理联系专业人员；有疑问直接请示总指挥。".into(),
        starts_on: Some(after(1)),
        ends_on: Some(after(80)),
        limit_discount: Some(500),
        limit_budget: Some(6_000_000),
        limit_contract: Some(50_000_000),
        indicators,
    })
}

fn theme(name: &str) -> Theme {
    Theme {
        goal: format!("在期限内完成「{name}」的指标，并留下可以复用的做法。"),
        customers: "当地安装企业与经销商约四十家，年采购额差异较大。".into(),
        sources: vec![
            ("客户采购负责人访谈".into(), "customer", "年底前有新的采购计划，重视交货期。".into()),
            ("行业协会年报".into(), "official", "区域市场年增长约一成。".into()),
            ("竞争者公开报价".into(), "competitor", "主要型号价格与我方相差不到百分之三。".into()),
        ],
        actions: vec!["筛选目标客户".into(), "登门拜访与产品演示".into(), "组织试用".into(), "商务谈判与签约".into()],
        milestones: vec!["完成客户筛选".into(), "完成首批演示".into(), "完成试用".into(), "完成签约".into()],
        budget: vec![("差旅".into(), 1_800_000), ("样品与试用".into(), 2_400_000), ("资料印制".into(), 300_000)],
        dissent: "首单让步幅度偏大，容易拉低后续价格。".into(),
    }
}

/// Lives a project's story up to where it stands today. Nothing happens after now.
fn live(walk: &mut Walk, until: Until) -> Result<()> {
    let cast = walk.cast;
    if until == Until::Drafted {
        return Ok(());
    }
    if until == Until::Abolished {
        return walk.go(&cast.commander, Move::Abolish, "当地已有总代理，暂不另设。");
    }
    walk.go(&cast.commander, Move::Issue, "")?;
    walk.after(3);
    match until {
        Until::Issued => return Ok(()),
        Until::Asked => return walk.ask("展位费用是否计入本项目预算？"),
        _ => {}
    }
    walk.go(&cast.owner, Move::Acknowledge, "")?;
    walk.after(20);
    if until == Until::Planned {
        return walk.gather();
    }
    walk.plan()?;
    walk.go(&cast.owner, Move::Submit, "")?;
    walk.after(20);
    if until == Until::Submitted {
        return Ok(());
    }
    walk.examine()?;
    if until == Until::Examined {
        return Ok(());
    }
    walk.hear()?;
    match until {
        Until::Heard => return Ok(()),
        Until::Revoked => return walk.go(&cast.commander, Move::Revoke, "与主推型号冲突，撤销。"),
        Until::Returned => {
            walk.go(&cast.commander, Move::Return, "预算依据不足，重新测算样品费用。")?;
            walk.after(20);
            return walk.draft("样品改为循环使用，费用减半。");
        }
        _ => walk.go(&cast.commander, Move::Approve, "同意实施，按论证意见控制试用范围。")?,
    }
    walk.after(24);
    match until {
        Until::Executing => walk.execute(50),
        Until::Controlled => {
            walk.execute(25)?;
            walk.say(&cast.coordinator, Move::OpenControl, &Said::because("签约进度落后计划约两周，客户预算审批推迟。"))?;
            walk.after(6);
            walk.account("partly", "improve")
        }
        Until::Improved => {
            walk.execute(25)?;
            walk.say(&cast.owner, Move::OpenControl, &Said::because("演示安排落后，客户提出新的技术要求。"))?;
            walk.after(6);
            walk.account("partly", "improve")?;
            let due_on = (walk.now + Duration::days(6)).date();
            let measure =
                NewMeasure {
                    what: "增加一次现场演示并请专业人员到场".into(), person_id: cast.owner.id.clone(), due_on
                };
            walk.say(&cast.commander, Move::Improve, &Said { measures: vec![measure], ..Said::because("先补演示，再看签约。") })
        }
        Until::Adjusted => {
            walk.execute(25)?;
            walk.say(&cast.owner, Move::OpenControl, &Said::because("主要客户推迟到明年采购。"))?;
            walk.after(6);
            walk.account("no", "adjust")?;
            walk.go(&cast.commander, Move::Adjust, "主要客户推迟采购，目标顺延，重新论证。")?;
            walk.after(20);
            walk.examine()
        }
        Until::StopRequested | Until::Terminated => {
            walk.execute(0)?;
            walk.say(&cast.owner, Move::OpenControl, &Said::because("客户取消招标。"))?;
            walk.after(20);
            walk.go(&cast.owner, Move::RequestStop, "客户已取消招标，继续投入没有意义。")?;
            walk.after(20);
            if until == Until::StopRequested {
                return Ok(());
            }
            let said = Said {
                statement: "样品已收回，费用结清，客户关系转入日常维护。".into(),
                ..Said::because("招标取消，同意停止。")
            };
            walk.say(&cast.commander, Move::Terminate, &said)
        }
        _ => {
            walk.execute(100)?;
            walk.say(&cast.owner, Move::OpenControl, &Said { finished: true, ..Said::because("各里程碑均已完成。") })?;
            walk.after(6);
            walk.account("yes", "pass")?;
            walk.go(&cast.commander, Move::Pass, "")?;
            walk.after(20);
            if until == Until::Passed {
                return Ok(());
            }
            walk.close(300_000)?;
            walk.go(&cast.commander, Move::CloseMonitoring, "达到目标，按责任书兑现。")?;
            walk.after(20);
            let proposal = walk.learn("把试用签约做法推广到相邻地区")?;
            if until == Until::Closed {
                return Ok(());
            }
            walk.after(20);
            walk.decide(&proposal, ProposalState::Accepted, "做法有效，同意推广，另立项目。")?;
            walk.go(&cast.commander, Move::CloseCycle, "")
        }
    }
}

/// An accepted proposal becomes a new directive that knows its ancestor.
fn grow(store: &Store, people: &[Actor], packages: &[String], now: Moment) -> Result<()> {
    use crate::store::schema::proposals;
    use diesel::prelude::*;
    let accepted: Option<String> = store.read(|conn| {
        Ok(proposals::table
            .filter(proposals::state.eq(ProposalState::Accepted))
            .order(proposals::number)
            .select(proposals::id)
            .first(conn)
            .optional()?)
    })?;
    let Some(proposal) = accepted else { return Ok(()) };
    store.write(people[0].clone(), now - Duration::hours(3), |tx| {
        let directive = directive(tx, "试用签约做法推广", &packages[1], &people[4].id, Sort::Line)?;
        draft(tx, &directive, Some(proposal)).map(|_| ())
    })
}

/// This month's focus: some of the running projects.
fn focus(store: &Store, commander: &Actor, today: NaiveDate, now: Moment) -> Result<()> {
    let numbers = ["004", "008", "013", "006"];
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

impl Walk<'_> {
    fn ask(&self, question: &str) -> Result<()> {
        let project = self.project()?;
        self.store.write(self.cast.owner.clone(), self.now, |tx| {
            crate::projects::directive::changes::ask(tx, &project, question.to_owned())
        })
    }

    fn decide(&self, proposal: &crate::proposals::model::Proposal, verdict: ProposalState, reason: &str) -> Result<()> {
        self.store.write(self.cast.commander.clone(), self.now, |tx| decide(tx, proposal, verdict, reason.to_owned()))
    }
}
