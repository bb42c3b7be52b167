//! The handbook's page.

use actix_web::HttpResponse;
use askama::Template;

use super::chart::{self, Arrow, Node};
use crate::error::Result;
use crate::lang::Pair;
use crate::policy::{Deed, Grant, TABLE};
use crate::projects::moves::gates::who;
use crate::projects::pipeline::{Move, WAYS, Way};
use crate::projects::steps::Step;
use crate::web::{Ctx, Reading, Shell};
use crate::words::Role;

/// The words of the department: Chinese term, English, what it means.
const WORDS: &[(&str, &str, &str, &str)] = &[
    (
        "主通道",
        "Main channel",
        "直达总指挥的七个阶段，谁也不能跳过",
        "straight to the commander, through seven stages nobody may skip",
    ),
    (
        "辅通道",
        "Auxiliary channel",
        "阶段内的简化步骤，进入阶段即成为任务",
        "simplified steps inside each stage; they become tasks when a project enters it",
    ),
    ("指标", "Indicator", "要达到的数值、单位和日期", "a number to be reached, with unit and date"),
    ("达成率", "Attainment", "实际值占目标值的百分比", "the actual figure as a share of the target"),
    ("重点", "Focus", "本月优先的项目，其余同步执行", "the month's first projects; the rest run alongside"),
    ("领受", "Acknowledge", "负责人接受已下达的指令", "the owner takes an issued directive on"),
    (
        "论证",
        "Deliberation",
        "专业人员检讨计划，负责人答辩；意见不是决定",
        "professionals examine a plan, the owner defends it; an opinion is no decision",
    ),
    ("业绩标准", "Performance standard", "批准时固定，执行以此判定", "fixed by the approval; the execution is judged by it"),
    ("偏差", "Deviation", "实际与计划之差，在控制调整中处理", "what differs from the plan; handled in control"),
    ("兑现", "Reward", "按责任书支付，没有也要明确记为零", "what was promised is paid; none is recorded as zero"),
    ("轮", "Round", "项目返回前面的阶段即开始新的一轮", "going back to an earlier stage opens a new one"),
    (
        "留痕",
        "Trail",
        "每次更改由谁、何时、改前改后，连成一串，改动必被发现",
        "who changed what, when, before and after, chained so that tampering is found",
    ),
];

/// The page.
#[derive(Template)]
#[template(path = "handbook/index.html")]
pub struct Handbook {
    s: Shell,
    arrows: Vec<Arrow>,
    /// Step, responsible, days.
    steps: Vec<(Step, &'static str, Option<u32>)>,
}

impl Handbook {
    /// Reads what an administrator may have changed.
    pub fn of(r: &mut Reading) -> Result<Handbook> {
        let s = r.shell()?;
        let line = |step: &Step| {
            let (role, days) = step.rule();
            (*step, s.lang.say(role.name()), s.office.step_days(step.code()).or(days))
        };
        let makers = |code: Move| wrapped(&who(code, &s), s.t("、", ", "));
        let arrows = chart::arrows(|code| s.lang.say(code.name()).to_owned(), makers);
        Ok(Handbook { steps: Step::ALL.iter().map(line).collect(), arrows, s })
    }

    fn size(&self) -> (i32, i32) {
        chart::size()
    }

    /// The boxes, each with the name of its state, on two lines where it has two parts.
    fn nodes(&self) -> Vec<(Node, &'static str, &'static str)> {
        let parted = |node: Node| {
            let name = self.s.lang.say(node.state.name());
            let (name, rest) = name.split_once(self.s.t("，", ", ")).unwrap_or((name, ""));
            (node, name, rest)
        };
        chart::nodes().into_iter().map(parted).collect()
    }

    fn ways(&self) -> &'static [Way] {
        WAYS
    }

    fn from(&self, way: &Way) -> &'static str {
        way.from.map_or("—", |it| self.s.lang.say(it.name()))
    }

    fn who(&self, way: &Way) -> String {
        who(way.code, &self.s)
    }

    /// What a move needs and asks for, in words.
    fn needs(&self, way: &Way) -> String {
        let needs = way.gate().map(|it| it.name()).chain(way.asks.iter().map(|it| it.name()));
        let all: Vec<_> = needs.map(|it| self.s.lang.say(it)).collect();
        if all.is_empty() { "—".into() } else { all.join(self.s.t("；", "; ")) }
    }

    fn roles(&self) -> Vec<&'static str> {
        Role::ALL.iter().map(|it| self.s.lang.say(it.name())).collect()
    }

    fn powers(&self) -> &'static [(Deed, [Grant; Role::ALL.len()])] {
        &TABLE
    }

    /// `yes`, `own` or `no`, and the word for it.
    fn grant(&self, grant: &Grant) -> (&'static str, &'static str) {
        match grant {
            Grant::Never => ("no", "—"),
            Grant::Own => ("own", self.s.t("本人的", "own")),
            Grant::Always => ("yes", self.s.t("可以", "yes")),
        }
    }

    fn decides(&self, deed: &Deed) -> bool {
        deed.decides()
    }

    fn words(&self) -> Vec<(&'static str, &'static str)> {
        WORDS
            .iter()
            .map(|(zh, en, means, in_english)| (self.s.lang.say(Pair(zh, en)), self.s.lang.say(Pair(means, in_english))))
            .collect()
    }
}

/// Names in a row, on lines that fit beside an arrow of the chart.
fn wrapped(names: &str, mark: &str) -> Vec<String> {
    // A Chinese character is about as wide as two others.
    let room = if mark == "、" { 14 } else { 27 };
    let mut lines: Vec<String> = Vec::new();
    for name in names.split(mark) {
        match lines.last_mut().filter(|line| line.chars().count() + name.chars().count() <= room) {
            Some(line) => line.extend([mark, name]),
            None => lines.push(name.to_owned()),
        }
    }
    lines
}

/// `GET /handbook`.
pub async fn handbook(ctx: Ctx) -> Result<HttpResponse> {
    ctx.page(Handbook::of).await
}
