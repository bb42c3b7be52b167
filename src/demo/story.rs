//! What becomes of a project: how far its story goes, by which way, and what it is about.

use chrono::{Days, Duration};

use super::customers::names;
use super::dealings::contacts;
use super::walk::{Theme, Walk};
use crate::clock::{Moment, Zone};
use crate::error::Result;
use crate::people::changes::{Account, add, set_password};
use crate::people::secrets;
use crate::plans::metrics::changes::{Defined, define};
use crate::plans::queries::{metric, metrics};
use crate::projects::directive::changes::Directive;
use crate::projects::model::Sort;
use crate::projects::moves::changes::{NewMeasure, Said};
use crate::projects::pipeline::Move;
use crate::proposals::model::ProposalState;
use crate::store::{Actor, Store, Tx};
use crate::words::Role;

/// The password of every account of a told department.
pub const PASSWORD: &str = "shuguang-demo";

/// Who has joined lately, and is on probation.
const NEWCOMERS: [&str; 2] = ["sales7", "sales8"];

/// How far a project's story goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    Drafted,
    Issued,
    Asked,
    Planned,
    Submitted,
    Examined,
    Heard,
    Returned,
    Executing,
    /// Carried out, and hardly anything is reached.
    Lagging,
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

/// What a project met with on its way, beyond what its end brings with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detour {
    Straight,
    /// Its plan was returned once for revision.
    Returned,
    /// Its execution went through control once, and on with measures.
    Improved,
}

/// Accounts with the password of everybody: what they sign in with, name, roles. In the order given.
pub fn hire(store: &Store, zone: Zone, at: Moment, accounts: &[(String, String, Vec<Role>)]) -> Result<Vec<Actor>> {
    let hash = secrets::hash(PASSWORD)?;
    let mut people = Vec::new();
    for (username, name, roles) in accounts {
        let account = Account {
            username: username.clone(),
            name: name.clone(),
            phone: String::new(),
            roles: roles.clone(),
            probation: NEWCOMERS.contains(&username.as_str()),
            active: true,
        };
        let person = store.write(Actor::program(), at, |tx| {
            let person = add(tx, &account)?;
            set_password(tx, &person, hash.clone())?;
            Ok(person)
        })?;
        people.extend(store.read(|conn| Actor::find(conn, &person.id, zone.day(at)))?);
    }
    Ok(people)
}

/// A figure of the department's own, which nobody computes: it is typed in.
pub fn own_metric(tx: &mut Tx) -> Result<()> {
    let it =
        Defined { name: "样品试用".into(), name_en: "Sample trials".into(), unit: "次".into(), unit_en: "times".into() };
    define(tx, &it).map(|_| ())
}

/// A complete directive, its period beginning tomorrow.
pub fn directive(tx: &mut Tx, name: &str, package: &str, owner: &str, sort: Sort) -> Result<Directive> {
    let today = tx.today();
    let after = |days| today.checked_add_days(Days::new(days)).unwrap_or(today);
    let (amount, contracts) = (metric(tx, "signed_amount")?.id, metric(tx, "contracts")?.id);
    let own = metrics(tx)?.into_iter().find(|it| it.active && it.computed().is_none());
    let indicators = match sort {
        Sort::Line => vec![(amount, 60_000_000, after(75)), (contracts, 300, after(75))],
        Sort::Division => {
            let own = own.map(|it| (it.id, 400, after(75)));
            own.into_iter().chain([(contracts, 100, after(75))]).collect()
        }
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

/// What a project of this name is about.
pub fn theme(name: &str) -> Theme {
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
        accepted: true,
        contacts: contacts(&some_customers(name)),
    }
}

/// Six customers of the department for a project of this name; some of them meet with several projects.
fn some_customers(name: &str) -> Vec<&'static str> {
    let all = names();
    let start = name.bytes().fold(0, |sum: usize, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
    (0..6).filter_map(|index| all.get((start % all.len().max(1) + index * 7) % all.len().max(1)).copied()).collect()
}

/// Lives a project's story, from its draft up to where it stands today.
pub fn live(walk: &mut Walk, until: Until, detour: Detour) -> Result<()> {
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
    if matches!(until, Until::Executing | Until::Passed | Until::Closed | Until::Completed) {
        walk.promise(300_000, "按期达到全部指标，结项时兑现。")?;
    }
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
    if detour == Detour::Returned {
        walk.go(&cast.commander, Move::Return, "预算依据不足，重新测算样品费用。")?;
        walk.after(20);
        walk.plan()?;
        walk.go(&cast.owner, Move::Submit, "")?;
        walk.after(20);
        walk.examine()?;
        walk.hear()?;
    }
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
    walk.contact()?;
    if detour == Detour::Improved {
        walk.execute(50)?;
        walk.say(&cast.owner, Move::OpenControl, &Said::because("演示安排落后，客户提出新的技术要求。"))?;
        walk.after(6);
        walk.account("partly", "improve")?;
        improve(walk)?;
        walk.after(24);
        walk.finish_measures()?;
    }
    match until {
        Until::Executing => walk.execute(50),
        Until::Lagging => walk.execute(10),
        Until::Controlled => {
            walk.execute(25)?;
            if let Some((title, fen)) = walk.theme.budget.get(1) {
                // Ahead of the progress: control answers the alert that comes of it.
                walk.spend(title, *fen * 60 / 10_000 * 100, "加急赶制第二批试用样品")?;
            }
            walk.say(&cast.coordinator, Move::OpenControl, &Said::because("签约进度落后计划约两周，客户预算审批推迟。"))?;
            walk.after(6);
            walk.account("partly", "improve")
        }
        Until::Improved => {
            walk.execute(25)?;
            walk.say(&cast.owner, Move::OpenControl, &Said::because("演示安排落后，客户提出新的技术要求。"))?;
            walk.after(6);
            walk.account("partly", "improve")?;
            improve(walk)
        }
        Until::Adjusted => {
            walk.execute(25)?;
            walk.say(&cast.owner, Move::OpenControl, &Said::because("客户要求扩大试用范围，原目标偏低。"))?;
            walk.after(6);
            walk.account("no", "adjust")?;
            let indicators = walk.targets(120)?;
            let said =
                Said { indicators, ..Said::because("试用范围扩大到相邻客户，目标调高，重新论证。") };
            walk.say(&cast.commander, Move::Adjust, &said)?;
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
            match walk.theme.accepted {
                true => walk.decide(&proposal, ProposalState::Accepted, "做法有效，同意推广，另立项目。")?,
                false => walk.decide(&proposal, ProposalState::Declined, "今年不再扩大，留作经验。")?,
            }
            walk.go(&cast.commander, Move::CloseCycle, "")
        }
    }
}

/// Measures decided in control, each with a person and a date.
fn improve(walk: &Walk) -> Result<()> {
    let cast = walk.cast;
    let due_on = (walk.now + Duration::days(6)).date();
    let what = "增加一次现场演示并请专业人员到场".to_owned();
    let measure = NewMeasure { what, person_id: cast.owner.id.clone(), due_on };
    walk.say(&cast.commander, Move::Improve, &Said { measures: vec![measure], ..Said::because("先补演示，再看签约。") })
}
