//! What members ask the planning assistant: in the demonstration one asked further and decided, one that has the answer, one that
//! waits for it.

use chrono::{Duration, NaiveTime};
use diesel::prelude::*;

use crate::clock::Moment;
use crate::correspondence::consultations::changes::{Answer, NewConsultation, answer, ask, ask_further, decide};
use crate::correspondence::consultations::queries::{find, questions_of};
use crate::error::{OrNotFound, Result};
use crate::projects::model::Project;
use crate::store::schema::projects;
use crate::store::{Actor, Store};

/// Tells of them; `at` is so many days ago at an hour, on a working day.
pub fn tell(store: &Store, people: &[Actor], at: impl Fn(i64, u32) -> Moment) -> Result<()> {
    let (planner, li, sun, qian) = (&people[1], &people[3], &people[5], &people[6]);
    // Later hours each, since days before a weekend may be one and the same.
    let season = begin(store, sun, at(7, 9), "佛山陶瓷行业切入", SEASON)?;
    inform(store, planner, &season, at(6, 10), SEASON_TOLD)?;
    store.write(sun.clone(), at(5, 11), |tx| {
        let it = find(tx, sun, &season)?;
        ask_further(tx, &it, it.version, "规模以上企业有没有名单？按用量排得出先后吗？".into())
    })?;
    inform(store, planner, &season, at(4, 14), LARGEST_TOLD)?;
    store.write(sun.clone(), at(3, 15), |tx| {
        let it = find(tx, sun, &season)?;
        let decision = "先拜访用量前十五家，赶在三月旺季之前报价；付款按四十五天谈，超过六十天的另行请示。";
        decide(tx, &it, it.version, decision.into())
    })?;
    let listed = begin(store, li, at(3, 10), "苏州工业园区直销", LISTED)?;
    inform(store, planner, &listed, at(1, 14), LISTED_TOLD)?;
    begin(store, qian, at(1, 15), "厦门出口企业试单", EXPORT).map(|_| ())
}

/// Each of them asks about a project of theirs once in so many days; the last questions wait, the ones before are decided.
pub fn ask_for(store: &Store, planner: &Actor, askers: &[Actor], days: i64, every: i64, now: Moment) -> Result<()> {
    let office = store.office()?;
    let at = |ago: i64, hour: u32| {
        let day = office.calendar.previous_working(office.zone.day(now) - Duration::days(ago));
        office.zone.moment(day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default())).min(now)
    };
    for (asker, turn) in askers.iter().zip(0_usize..) {
        let named = projects::table.filter(projects::owner_id.eq(&asker.id)).order(projects::number).select(projects::name);
        let names: Vec<String> = store.read(|conn| Ok(named.load(conn)?))?;
        let asked = usize::try_from(days / every).unwrap_or(0);
        for index in 0..asked {
            let ago = days - every * i64::try_from(index).unwrap_or(0);
            let about = names.get(index * names.len() / asked).map_or("", String::as_str);
            let (question, told) = [(SEASON, SEASON_TOLD), (LISTED, LISTED_TOLD)][(turn + index) % 2];
            let number = begin(store, asker, at(ago, 9), about, question)?;
            if index + 1 == asked && turn % 2 == 0 {
                continue;
            }
            inform(store, planner, &number, at(ago - 1, 14), told)?;
            if index + 1 < asked {
                store.write(asker.clone(), at(ago - 2, 15), |tx| {
                    let it = find(tx, asker, &number)?;
                    decide(tx, &it, it.version, "按答复办，先见三家再定。".into())
                })?;
            }
        }
    }
    Ok(())
}

/// Title, what is known, the question.
type Asked = [&'static str; 3];
/// The answer, and where it comes from.
type Told = [&'static str; 2];

const SEASON: Asked = [
    "陶瓷企业的采购旺季与付款周期",
    "已走访四家，采购负责人说法不一。用来定明年第一季度的拜访次序和报价时间。",
    "佛山的陶瓷企业一般在哪几个月集中采购？付款周期多长？",
];
const SEASON_TOLD: Told = [
    "三月至五月、九月至十月两个高峰，约占全年六成。多数企业到货后六十天付款，规模以上企业可以谈到四十五天。",
    "行业协会去年的月度简报；本部门去年签的三份同行业合同。",
];
const LARGEST_TOLD: Told = [
    "共四十七家，已按镇街列出；用量只有前二十家有公开数据，其余按窑炉条数估算。",
    "市统计局的企业名录；各企业环评公示里的产能。",
];
const LISTED: Asked = [
    "外资企业的供应商名录要求",
    "园区两家外资企业要求先进供应商名录才能报价，别的企业没有提过。用来判断要不要为此推迟送样。",
    "进名录要哪些资质，通常多久？我们还缺什么？",
];
const LISTED_TOLD: Told = [
    "两家都要质量体系认证、近三年无重大投诉的声明和一次现场审核，前后六到八周。认证我们有，声明可以由公司出具，\
     缺的是现场审核的样品间，展厅完工后可用。",
    "两家企业公开的供应商手册；质量部的证书清单。",
];
const EXPORT: Asked = [
    "出口试单的单证与费用",
    "客户想先试一单出口，由他们自营报关，问我们能提供哪些单证。用来答复客户，也写进计划的预算。",
    "国内供货给出口企业试单，要配合提供哪些单证？有没有同类先例的费用数据？",
];

/// Somebody asks about a project; answers the consultation's number.
fn begin(store: &Store, asker: &Actor, when: Moment, project: &str, [title, background, question]: Asked) -> Result<String> {
    store.write(asker.clone(), when, |tx| {
        let named = projects::table.filter(projects::name.eq(project)).select(Project::as_select());
        let project: Option<Project> = named.first(&mut **tx).optional()?;
        let new = NewConsultation { title: title.into(), background: background.into(), question: question.into() };
        ask(tx, project.as_ref(), new).map(|it| it.number)
    })
}

/// The planning assistant answers the question that waits.
fn inform(store: &Store, planner: &Actor, number: &str, when: Moment, [told, sources]: Told) -> Result<()> {
    store.write(planner.clone(), when, |tx| {
        let it = find(tx, planner, number)?;
        let asked = questions_of(tx, &it.id)?.into_iter().find(|it| it.waits()).or_not_found()?;
        answer(tx, &it, &asked, asked.version, Answer { answer: told.into(), sources: sources.into() })
    })
}
