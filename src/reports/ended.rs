//! What a stage that ended came to, from what was recorded of it: the beginning of the report on it, for its author to go on with.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::error::{OrNotFound, Result};
use crate::lang::{Lang, counted};
use crate::money::{Money, is_money};
use crate::projects::execution::actuals::{counts_as_received, counts_as_signed};
use crate::projects::model::{Indicator, MoveRow, Project, Task, TaskState};
use crate::projects::pipeline::{Stage, State};
use crate::projects::steps::Step;
use crate::quantity::Quantity;
use crate::store::Conn;
use crate::store::office::Office;
use crate::store::schema::{activities, contracts, indicators, moves, receipts, tasks};

/// A stage that ended, in figures.
#[derive(Clone, Debug)]
pub struct Ended {
    pub stage: Stage,
    pub completed: bool,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// The working days that it took.
    pub days: u32,
    /// The steps that were recorded: which, on which day.
    pub steps: Vec<(Step, NaiveDate)>,
    pub activities: i64,
    /// Contracts signed: how many, and fen; money received, in fen.
    pub contracts: i64,
    pub signed: i64,
    pub received: i64,
    /// The project's indicators: the metric's id, what was reached, the target.
    pub indicators: Vec<(String, i64, i64)>,
}

/// The move of a project by which a stage ended.
pub fn ending(conn: &mut Conn, project: &Project, id: &str) -> Result<MoveRow> {
    let row = moves::table.find(id).filter(moves::project_id.eq(&project.id)).select(MoveRow::as_select());
    row.first(conn).optional()?.or_not_found()
}

/// Gathers what the stage that a move ended came to; of the completed project the whole of its round.
pub fn gather(conn: &mut Conn, office: &Office, project: &Project, ending: &MoveRow) -> Result<Ended> {
    let stage = ending.from_stage.map_or(Stage::Directive, State::stage);
    let completed = ending.to_stage == State::Completed;
    let earlier = moves::table
        .filter(moves::project_id.eq(&project.id))
        .filter(moves::seq.lt(ending.seq))
        .order(moves::seq.desc())
        .select(MoveRow::as_select());
    let earlier: Vec<MoveRow> = earlier.load(conn)?;
    // A finished project tells of its whole road; a stage of what passed since the project last came into it.
    let entered = match completed {
        true => earlier.iter().rfind(|it| it.to_stage == State::Planning),
        false => earlier.iter().find(|it| Some(it.to_stage) == ending.from_stage),
    };
    let since = entered.map_or(project.created_at, |it| it.at);
    let (from, to) = (office.zone.day(since), office.zone.day(ending.at));
    let done: Vec<Task> = tasks::table
        .filter(tasks::project_id.eq(&project.id))
        .filter(tasks::state.eq(TaskState::Done))
        .filter(tasks::done_at.ge(since).assume_not_null())
        .order((tasks::step, tasks::done_at, tasks::id))
        .select(Task::as_select())
        .load(conn)?;
    let of_it = |step: &Step| ending.from_stage.is_some_and(|it| Step::of(it).contains(step));
    let mut steps: Vec<(Step, NaiveDate)> = done
        .iter()
        .filter(|it| it.done_at.is_some_and(|at| at <= ending.at))
        .filter_map(|it| Some((Step::from_code(&it.step)?, office.zone.day(it.done_at?))))
        .filter(|(step, _)| of_it(step))
        .collect();
    steps.dedup_by_key(|it| it.0);
    let days = office.calendar.working_days_between(from, to).max(1);
    let none = Ended {
        stage,
        completed,
        from,
        to,
        days,
        steps,
        activities: 0,
        contracts: 0,
        signed: 0,
        received: 0,
        indicators: Vec::new(),
    };
    if !completed && !matches!(stage, Stage::Implementation | Stage::Control) {
        return Ok(none);
    }
    figures(conn, project, none)
}

/// The same with what was done with customers, and the indicators.
fn figures(conn: &mut Conn, project: &Project, of: Ended) -> Result<Ended> {
    let (from, to) = (of.from, of.to);
    let activities: i64 = activities::table
        .filter(activities::project_id.eq(&project.id))
        .filter(activities::on_day.between(from, to))
        .count()
        .get_result(conn)?;
    let (contracts, signed): (i64, i64) = contracts::table
        .filter(counts_as_signed())
        .filter(contracts::project_id.eq(&project.id))
        .filter(contracts::signed_on.between(from, to).assume_not_null())
        .select((diesel::dsl::count_star(), sql::<BigInt>("cast(coalesce(sum(contracts.fen), 0) as bigint)")))
        .get_result(conn)?;
    let received: i64 = receipts::table
        .filter(counts_as_received())
        .filter(receipts::project_id.eq(&project.id))
        .filter(receipts::received_on.between(from, to))
        .select(sql::<BigInt>("cast(coalesce(sum(receipts.fen), 0) as bigint)"))
        .get_result(conn)?;
    let rows: Vec<Indicator> = indicators::table
        .filter(indicators::project_id.eq(&project.id))
        .order(indicators::position)
        .select(Indicator::as_select())
        .load(conn)?;
    let indicators = rows.into_iter().map(|it| (it.metric_id, it.actual, it.value)).collect();
    Ok(Ended { activities, contracts, signed, received, indicators, ..of })
}

impl Ended {
    /// In words, for the author to go on with.
    pub fn told(&self, lang: Lang, office: &Office) -> String {
        let lines = [Some(self.period(lang)), self.recorded(lang), self.dealt(lang), self.reached(lang, office)];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    fn period(&self, lang: Lang) -> String {
        let (from, to, days) = (self.from, self.to, self.days);
        let stage = lang.say(self.stage.name());
        match (lang, self.completed) {
            (Lang::Zh, true) => format!("项目已完成：{from} 至 {to}，历时 {days} 个工作日。"),
            (Lang::Zh, false) => format!("「{stage}」阶段已结束：{from} 至 {to}，用时 {days} 个工作日。"),
            (Lang::En, true) => {
                format!("The project is completed: {from} to {to}, {}.", counted(i64::from(days), "working day"))
            }
            (Lang::En, false) => {
                format!("{stage} has ended: {from} to {to}, {}.", counted(i64::from(days), "working day"))
            }
        }
    }

    fn recorded(&self, lang: Lang) -> Option<String> {
        let each = |(step, on): &(Step, NaiveDate)| match lang {
            Lang::Zh => format!("{}（{}）", lang.say(step.name()), on.format("%m-%d")),
            Lang::En => format!("{} ({})", lang.say(step.name()), on.format("%m-%d")),
        };
        let steps = self.steps.iter().map(each).collect::<Vec<_>>().join(lang.of("、", ", "));
        let line = match lang {
            Lang::Zh => format!("完成步骤：{steps}。"),
            Lang::En => format!("Steps done: {steps}."),
        };
        (!self.steps.is_empty()).then_some(line)
    }

    fn dealt(&self, lang: Lang) -> Option<String> {
        let (signed, received) = (Money(self.signed).yuan(), Money(self.received).yuan());
        let line = match lang {
            Lang::Zh => {
                format!("客户活动 {} 次；签约 {} 份，合计 {signed} 元；回款 {received} 元。", self.activities, self.contracts)
            }
            Lang::En => format!(
                "{} with customers; {} signed, {signed} yuan; {received} yuan received.",
                counted(self.activities, "activity"),
                counted(self.contracts, "contract")
            ),
        };
        (self.activities + self.contracts + self.received > 0).then_some(line)
    }

    fn reached(&self, lang: Lang, office: &Office) -> Option<String> {
        let each = |(metric, actual, value): &(String, i64, i64)| {
            let words = office.metric(metric)?;
            let (name, unit) = (lang.of(&words.name.0, &words.name.1), lang.of(&words.unit.0, &words.unit.1));
            let figure = |it: i64| match is_money(&words.unit.0) {
                true => format!("{} {}", Money(it).yuan(), lang.of("元", "yuan")),
                false => format!("{} {unit}", Quantity(it)),
            };
            Some(match lang {
                Lang::Zh => format!("{name} {}（目标 {}）", figure(*actual), figure(*value)),
                Lang::En => format!("{name} {} (target {})", figure(*actual), figure(*value)),
            })
        };
        let all: Vec<String> = self.indicators.iter().filter_map(each).collect();
        let line = match lang {
            Lang::Zh => format!("指标：{}。", all.join("；")),
            Lang::En => format!("Indicators: {}.", all.join("; ")),
        };
        (!all.is_empty()).then_some(line)
    }
}
