//! What the demonstration department reports: the stages that ended, every week, and what could not wait.

use chrono::{Duration, NaiveDate, NaiveTime};
use diesel::prelude::*;

use crate::calendar::Week;
use crate::clock::Moment;
use crate::correspondence::requests::model::RequestKind;
use crate::error::{Kind, OrNotFound, Result};
use crate::projects::model::{MoveRow, Project};
use crate::reports::changes::{Asked, AtOnce, Words, asked_for, read, report, report_stage, report_week};
use crate::reports::ended::gather;
use crate::reports::model::{Report, ReportKind};
use crate::reports::queries::find;
use crate::store::schema::{moves, people, projects};
use crate::store::{Actor, Store, Tx};

/// What an owner thinks of a stage that ended.
const THOUGHTS: [&str; 4] = [
    "进度与计划一致，下一阶段照计划推进。",
    "用时略长于预计，主要是等客户确认样品。",
    "客户反应好于预期，已约好下次见面。",
    "内部配合顺畅，资料已归档。",
];

/// The owner reports on the stage that a project's last move ended, if it is asked for.
pub fn stage(tx: &mut Tx, project: &Project) -> Result<()> {
    let last: MoveRow = moves::table
        .filter(moves::project_id.eq(&project.id))
        .order(moves::seq.desc())
        .select(MoveRow::as_select())
        .first(&mut **tx)?;
    if project.owner_id != tx.who.id || asked_for(tx, project, &last)?.is_none() {
        return Ok(());
    }
    let (lang, office) = (tx.who.lang, tx.office.clone());
    let told = gather(tx, &office, project, &last)?.told(lang, &office);
    let turn = project.number.bytes().map(usize::from).sum::<usize>() + usize::try_from(last.seq).unwrap_or(0);
    let content = format!("{told}\n{}", THOUGHTS[turn % THOUGHTS.len()]);
    report_stage(tx, project, &last, Words { content, ..Words::default() }).map(|_| ())
}

const SUMMARIES: [&str; 6] = [
    "本周以客户走访为主，重点客户已谈到价格，预计下周出报价。",
    "样品试用按计划进行，两家客户反馈稳定，一家要求延长试用。",
    "完成计划书修订并配合论证，专业人员的意见都已落实到步骤里。",
    "跟进在手合同的交货与开票，货款按约到账，没有新的异议。",
    "整理目标客户名单，剔除三家不符合条件的，补充了展会线索。",
    "新客户首次见面较多，多数愿意试用，决策还要等年底预算。",
];
const PROBLEMS: [&str; 4] = ["样品周转偏慢，三家客户同时排队。", "", "客户采购流程改为线上，报价要重新走一遍。", ""];
const NEXT: [&str; 4] = [
    "周二前送出报价，周四回访试用客户。",
    "催收逾期款，准备月度小结材料。",
    "约决策人见面，落实合同条款。",
    "补齐客户联系人，安排一次产品演示。",
];

/// Each of them reports on their weeks since they came: most on Friday afternoon, some on Monday morning, a few too late; of the last
/// week some still owe theirs. The commander has read all but the last one.
pub fn weeks(store: &Store, commander: &Actor, reporters: &[Actor], now: Moment) -> Result<()> {
    let office = store.office()?;
    let since: Moment = match reporters.first() {
        Some(first) => store.read(|conn| Ok(people::table.find(&first.id).select(people::created_at).first(conn)?))?,
        None => return Ok(()),
    };
    let at = |day: NaiveDate, hour: u32, minute: u32| {
        office.zone.moment(day.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default()))
    };
    let mut week = Week::of(office.zone.day(since));
    let this = Week::of(office.zone.day(now));
    let mut turn = 0;
    while week < this {
        let Some(it) = office.calendar.reported(week) else {
            week = week.next();
            continue;
        };
        let is_last = it.due.date() >= this.monday();
        let mut sent = Vec::new();
        for (who, index) in reporters.iter().zip(0_u32..) {
            turn += 1;
            let when = match (turn % 11, index % 3) {
                (0, _) => at(it.due.date(), 15, 20 + index),
                (_, 2) => at(it.due.date(), 9, 5 + 3 * index),
                _ => at(it.from, 16, 10 + 4 * index),
            };
            // Two still owe the last one.
            if when > now || (is_last && index % 5 == 4) {
                continue;
            }
            let words = Words {
                content: SUMMARIES[turn % SUMMARIES.len()].into(),
                handled: PROBLEMS[turn % PROBLEMS.len()].into(),
                next_steps: NEXT[(turn / 2) % NEXT.len()].into(),
                ..Words::default()
            };
            sent.push(store.write(who.clone(), when, |tx| report_week(tx, week, words))?);
        }
        let reading = at(it.due.date(), 17, 30);
        if !is_last && reading <= now {
            read_all(store, commander, &sent, reading)?;
        }
        week = week.next();
    }
    Ok(())
}

fn read_all(store: &Store, commander: &Actor, sent: &[Report], at: Moment) -> Result<()> {
    store.write(commander.clone(), at, |tx| {
        let who = tx.who.clone();
        for (it, index) in sent.iter().zip(0..) {
            let row = find(tx, &who, &it.number)?;
            let remark = if index == 1 { "试用客户的反馈请每周写明数量。" } else { "" };
            read(tx, &row, row.version, remark.into())?;
        }
        Ok(())
    })
}

/// Stages that projects reported on long ago are read; those of the last two days wait.
pub fn read_stages(store: &Store, commander: &Actor, now: Moment) -> Result<()> {
    use crate::store::schema::reports;
    let rows: Vec<Report> = store.read(|conn| {
        Ok(reports::table
            .filter(reports::kind.ne(ReportKind::Weekly))
            .filter(reports::read_at.is_null())
            .filter(reports::reported_at.lt(now - Duration::days(2)))
            .order((reports::reported_at, reports::number))
            .select(Report::as_select())
            .load(conn)?)
    })?;
    for it in rows {
        let at = (it.reported_at + Duration::hours(20)).min(now);
        let outcome = store.write(commander.clone(), at, |tx| read(tx, &it, it.version, String::new()));
        match outcome {
            // An acting commander's own.
            Err(error) if matches!(error.kind, Kind::Forbidden(..)) => {}
            done => done?,
        }
    }
    Ok(())
}

/// What could not wait: an emergency with what came of it, a discovery, an event that something was asked about.
pub fn at_once(store: &Store, commander: &Actor, sales: &[Actor], now: Moment) -> Result<()> {
    let office = store.office()?;
    let at = |days: u32, hour: u32, minute: u32| {
        let day = office.calendar.working_days_before(office.zone.day(now), days);
        office.zone.moment(day.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default())).min(now)
    };
    let tell = |who: &Actor, when: Moment, project: &str, follows: Option<&Report>, new: AtOnce| {
        store.write(who.clone(), when, |tx| {
            let named = projects::table.filter(projects::name.eq(project)).select(Project::as_select());
            let project: Project = named.first(&mut **tx).optional()?.or_not_found()?;
            report(tx, Some(&project), follows, new)
        })
    };
    let words = |content: &str, handled: &str, next_steps: &str| Words {
        content: content.into(),
        handled: handled.into(),
        next_steps: next_steps.into(),
        ..Words::default()
    };
    let emergency = AtOnce {
        kind: ReportKind::Emergency,
        title: "试用样机漏水，客户停用".into(),
        happened_at: at(5, 10, 40),
        words: words(
            "园区一家客户试用的样机接口漏水，客户已停机，没有人员受伤，地面已清理。",
            "当场关闭进水、换上备用样机，向客户书面致歉并约定次日回访；漏水样机已封存。",
            "技术人员次日检查接口批次，三日内给出原因。",
        ),
    };
    let first = tell(&sales[0], at(5, 14, 15), "苏州工业园区直销", None, emergency)?;
    store.write(commander.clone(), at(5, 15, 0), |tx| {
        read(tx, &first, first.version, "处置得当。原因查清后续报，同批样机先不外借。".into())
    })?;
    let follow = AtOnce {
        kind: ReportKind::Emergency,
        title: "续报：试用样机漏水，客户停用".into(),
        happened_at: at(5, 10, 40),
        words: words(
            "原因查明：密封圈批次不合格，同批六台已全部收回更换，客户昨日恢复试用。",
            "客户满意处理速度，同意试用期顺延一周。",
            "供货前逐台试压，写入交货检查单。",
        ),
    };
    tell(&sales[0], at(1, 9, 30), "苏州工业园区直销", Some(&first), follow)?;
    let discovery = AtOnce {
        kind: ReportKind::Discovery,
        title: "同行在宁波降价一成抢首单".into(),
        happened_at: at(3, 11, 0),
        words: words(
            "港口两家客户收到同行报价，较我方低一成，但交货期四周，且不含安装。",
            "已向客户说明我方两周交货并含安装，客户同意暂不比价。",
            "整理两份对比表，下次例会讨论。",
        ),
    };
    tell(&sales[4], at(3, 13, 20), "宁波港口设备配套", None, discovery)?;
    let event = AtOnce {
        kind: ReportKind::Event,
        title: "客户采购负责人更换".into(),
        happened_at: at(2, 15, 30),
        words: Words {
            asked: Some(Asked {
                kind: RequestKind::Unsure,
                question: "新负责人要求重新报价，原报价还在有效期内，是按原价确认还是重新报？".into(),
                proposal: "按原价书面确认一次，有效期延长十五天。".into(),
                urgent: false,
            }),
            ..words(
                "设计院采购负责人调岗，新负责人下周到任，已口头通知暂停签约流程。",
                "已约新负责人周四见面，并请原负责人移交情况。",
                "",
            )
        },
    };
    tell(&sales[3], at(1, 10, 30), "南京设计院推介", None, event).map(|_| ())
}
