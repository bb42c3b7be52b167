//! The fields of each step's form, as data: one page, one form and one rule serve them all.

use crate::lang::Pair;
use crate::policy::Grant;
use crate::projects::steps::{Responsible, Step};
use crate::words;
use crate::words::Role;

words! {
    /// How far a source can be relied on (3.1).
    pub enum Grade {
        A = "a", "甲：第一手，可核实", "A: first-hand, verifiable";
        B = "b", "乙：可靠的第二手", "B: reliable second-hand";
        C = "c", "丙：单一来源，未核实", "C: one source, not verified";
        D = "d", "丁：推测", "D: conjecture";
    }
}

words! {
    /// The kinds of sources (2.1).
    pub enum SourceKind {
        Customer = "customer", "客户访谈", "Customer interview";
        Market = "market", "市场调查", "Market survey";
        Official = "official", "统计与公开资料", "Statistics and public material";
        Competitor = "competitor", "竞争者动态", "Competitors";
        Internal = "internal", "内部资料", "Internal records";
    }
}

words! {
    /// The parts reviewed one by one (3.3).
    pub enum Part {
        Product = "product", "产品策划", "Product planning";
        Price = "price", "价格策划", "Price planning";
        Promotion = "promotion", "品牌与推广策划", "Brand and promotion planning";
        Channel = "channel", "渠道策划", "Channel planning";
    }
}

words! {
    /// What a review finds (3.3).
    pub enum Review {
        Sound = "sound", "可行", "Sound";
        Improve = "improve", "须改进", "To be improved";
        Unsound = "unsound", "不可行", "Unsound";
        NotApplicable = "none", "不适用", "Does not apply";
    }
}

words! {
    /// Whether a standard or a milestone was reached (5.1, 6.1).
    pub enum Reached {
        Yes = "yes", "已达到", "Reached";
        Partly = "partly", "部分达到", "Partly reached";
        No = "no", "未达到", "Not reached";
    }
}

words! {
    /// What a proposal is worth pursuing as (1.1).
    pub enum Appraisal {
        Pursue = "pursue", "建议立项", "Worth a project";
        Later = "later", "暂缓", "Later";
        Drop = "drop", "不宜立项", "Not worth a project";
    }
}

words! {
    /// How a deviation can be handled (5.3).
    pub enum Handling {
        Improve = "improve", "改进措施", "Improve";
        Adjust = "adjust", "调整目标", "Adjust targets";
        Reallocate = "reallocate", "重新配置资源", "Reallocate resources";
        Stop = "stop", "停止项目", "Stop the project";
        Pass = "pass", "达标通过", "Pass";
    }
}

/// What kind of value a field takes.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// One line of at most so many characters.
    Line(usize),
    /// Lines of at most so many characters.
    Text(usize),
    Date,
    /// One of some codes with their names.
    Choice(fn() -> Vec<(&'static str, Pair)>),
}

/// One field of a step's form.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    pub label: Pair,
    pub hint: Pair,
    pub kind: Kind,
    pub needed: bool,
}

/// What a step is recorded for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// One record says it all.
    Once,
    /// As many as there are; somebody says when it is enough.
    Many,
    /// Each source of 2.1.
    Source,
    /// Each part of the review.
    Part,
    /// Each performance standard of the approved plan.
    Standard,
    /// Each milestone.
    Milestone,
    /// The plan version that is deliberated.
    Version,
    /// Recorded on another page.
    Elsewhere,
}

const fn field(name: &'static str, zh: &'static str, en: &'static str, kind: Kind) -> Field {
    Field { name, label: Pair(zh, en), hint: Pair("", ""), kind, needed: true }
}

impl Field {
    const fn hint(self, zh: &'static str, en: &'static str) -> Field {
        Field { hint: Pair(zh, en), ..self }
    }

    const fn optional(self) -> Field {
        Field { needed: false, ..self }
    }
}

impl Field {
    /// What a recorded value says: the name of a choice, anything else as it was typed.
    pub fn said(&self, value: &str) -> Option<Pair> {
        match self.kind {
            Kind::Choice(choices) => choices().into_iter().find(|(code, _)| *code == value).map(|(_, name)| name),
            _ => None,
        }
    }
}

/// Who may record a step, by the table of powers.
pub fn doers(step: Step) -> Vec<Pair> {
    let doer = |role: &Role| match (step.deed().grant(*role), role) {
        (Grant::Never, _) => None,
        (Grant::Own, Role::Sales) => Some(Responsible::Owner.name()),
        (_, role) => Some(role.name()),
    };
    Role::ALL.iter().filter_map(doer).collect()
}

macro_rules! choices {
    ($name:ident) => {
        Kind::Choice(|| $name::ALL.iter().map(|it| (it.code(), it.name())).collect())
    };
}

const TEXT: Kind = Kind::Text(2000);

/// What a step is recorded for.
pub const fn per(step: Step) -> Per {
    use Step::*;
    match step {
        S1_1 | S2_2 | S2_3 | S3_2 | S3_5 | S5_2 | S5_3 | S7_1 => Per::Once,
        S2_1 => Per::Many,
        S3_1 => Per::Source,
        S3_3 => Per::Part,
        S3_4 => Per::Version,
        S5_1 => Per::Standard,
        S6_1 => Per::Milestone,
        S1_2 | S4_1 | S4_2 | S4_3 | S4_4 | S5_4 | S6_2 | S6_3 | S7_2 | S7_3 => Per::Elsewhere,
    }
}

/// The fields of a step's form, in their order; none where it is recorded on another page.
pub const fn fields(step: Step) -> &'static [Field] {
    use Step::*;
    const APPRAISAL: &[Field] = &[
        field("verdict", "研判结论", "Appraisal", choices!(Appraisal)),
        field("grounds", "依据", "Grounds", TEXT)
            .hint("企划助理提供的信息、市场与自身条件", "The planner's information, the market, our own means"),
    ];
    const SOURCE: &[Field] = &[
        field("source", "信息来源", "Source", Kind::Line(120)).hint("谁、哪份资料、何处", "Who, which material, where"),
        field("kind", "来源类别", "Kind of source", choices!(SourceKind)),
        field("on", "取得日期", "Date", Kind::Date),
        field("finding", "所得信息", "Finding", TEXT),
    ];
    const SURROUNDINGS: &[Field] = &[
        field("customers", "客户", "Customers", TEXT),
        field("competitors", "竞争者", "Competitors", TEXT),
        field("surroundings", "周边环境", "Surroundings", TEXT)
            .hint("政策、行业、地区、季节", "Policy, industry, region, season"),
        field("strengths", "我方优势", "Our strengths", TEXT),
        field("risks", "风险", "Risks", TEXT),
    ];
    const DRAFTING: &[Field] = &[
        field("convened_on", "起草讨论日期", "Day of the drafting meeting", Kind::Date),
        field("present", "参加人", "Present", Kind::Line(200)),
        field("agreed", "议定内容", "What was agreed", TEXT),
    ];
    const EVIDENCE: &[Field] =
        &[field("grade", "质量等级", "Grade", choices!(Grade)), field("grounds", "评定理由", "Why", Kind::Text(600))];
    const POSITION: &[Field] = &[
        field("resources", "内部资源", "Internal resources", TEXT),
        field("feasibility", "技术可行性", "Technical feasibility", TEXT),
        field("commercialisation", "商业化程度", "Degree of commercialisation", TEXT),
        field("demand", "需求类型", "Kind of demand", TEXT),
        field("market", "市场与推广定位", "Market and promotion position", TEXT),
    ];
    const REVIEW: &[Field] = &[
        field("finding", "检讨结论", "Finding", choices!(Review)),
        field("grounds", "意见或不适用的理由", "Opinion, or why it does not apply", TEXT),
    ];
    const HEARING: &[Field] = &[
        field("held_on", "论证会日期", "Day of the hearing", Kind::Date),
        field("place", "地点", "Place", Kind::Line(80)),
        field("present", "参加人", "Present", Kind::Line(200)),
        field("conclusion", "论证纪要", "Record of the hearing", TEXT)
            .hint("只归纳意见，不作决定", "Sums up opinions; decides nothing"),
    ];
    const REVISION: &[Field] = &[
        field("changes", "修订内容", "What was revised", TEXT).hint(
            "逐条回应有条件和反对意见；无需修订请说明",
            "Answer each conditional and opposing opinion; if nothing, say so",
        ),
        field("documents", "决策文件", "Documents of the decision", Kind::Text(600)).optional(),
    ];
    const ACTUAL: &[Field] = &[
        field("actual", "实际达到", "Actually reached", Kind::Line(200)),
        field("reached", "判定", "Judgement", choices!(Reached)),
        field("grounds", "判定依据", "Grounds", Kind::Text(600)),
    ];
    const DEVIATION: &[Field] = &[
        field("deviation", "偏离情况", "Deviation", TEXT).hint("没有偏离也请写明", "If there is none, say so"),
        field("evidence", "依据", "Evidence", TEXT),
        field("cause", "原因", "Cause", TEXT),
    ];
    const HANDLING: &[Field] = &[
        field("handling", "建议的处理", "Proposed handling", choices!(Handling)),
        field("proposal", "处理建议", "How", TEXT),
        field("alternatives", "备选方案", "Alternatives", TEXT),
    ];
    const MILESTONE: &[Field] = &[
        field("reached", "判定", "Judgement", choices!(Reached)),
        field("finding", "检查所见", "What was found", TEXT),
        field("cause", "问题及原因", "Problems and their causes", Kind::Text(600)).optional(),
    ];
    const ROUND: &[Field] = &[
        field("figures", "数字", "Figures", TEXT).hint("目标与实际、时间、费用", "Target and actual, time, cost"),
        field("taught", "得到的认识", "What it taught", TEXT),
    ];
    match step {
        S1_1 => APPRAISAL,
        S2_1 => SOURCE,
        S2_2 => SURROUNDINGS,
        S2_3 => DRAFTING,
        S3_1 => EVIDENCE,
        S3_2 => POSITION,
        S3_3 => REVIEW,
        S3_4 => HEARING,
        S3_5 => REVISION,
        S5_1 => ACTUAL,
        S5_2 => DEVIATION,
        S5_3 => HANDLING,
        S6_1 => MILESTONE,
        S7_1 => ROUND,
        S1_2 | S4_1 | S4_2 | S4_3 | S4_4 | S5_4 | S6_2 | S6_3 | S7_2 | S7_3 => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_a_form_of_its_own_or_recorded_on_another_page() {
        for step in Step::ALL {
            assert_eq!(fields(*step).is_empty(), per(*step) == Per::Elsewhere, "{step}");
        }
    }

    #[test]
    fn the_page_names_who_may_record_a_step() {
        let zh = |step| doers(step).into_iter().map(|it| it.0).collect::<Vec<_>>().join("、");
        assert_eq!(zh(Step::S2_1), "市场企划助理、项目负责人");
        assert_eq!(zh(Step::S3_2), "市场企划助理、市场专业人员");
        assert_eq!(zh(Step::S5_1), "销售计调");
    }
}
