//! The auxiliary channel (辅通道): the simplified steps inside each stage, who answers for each and how long it may take.
//! A project that enters a stage has that stage's steps as tasks; nobody has to call anybody.

use crate::lang::Pair;
use crate::policy::Deed;
use crate::words;

use super::pipeline::State;

words! {
    /// Who answers for a step, as the project sees it.
    pub enum Responsible {
        Commander = "commander", "总指挥", "Commander";
        Planner = "planner", "市场企划助理", "Planning assistant";
        Coordinator = "coordinator", "销售计调", "Coordinator";
        Owner = "owner", "项目负责人", "Project owner";
        Specialist = "specialist", "市场专业人员", "Specialists";
        All = "all", "全体成员", "Everyone";
    }
}

words! {
    /// A step of the auxiliary channel.
    pub enum Step {
        S1_1 = "1.1", "1.1 业务提案研判", "1.1 Appraisal of the proposal";
        S1_2 = "1.2", "1.2 立项传达或废止", "1.2 Set up and passed on, or abolished";
        S2_1 = "2.1", "2.1 信息搜集", "2.1 Information gathered";
        S2_2 = "2.2", "2.2 环境状况分析", "2.2 Surroundings analysed";
        S2_3 = "2.3", "2.3 计划起草", "2.3 Plan drafted";
        S3_1 = "3.1", "3.1 信息依据质量测定", "3.1 Evidence graded";
        S3_2 = "3.2", "3.2 定位", "3.2 Positioning";
        S3_3 = "3.3", "3.3 分项检讨", "3.3 Review part by part";
        S3_4 = "3.4", "3.4 咨询论证和答辩", "3.4 Hearing and defence";
        S3_5 = "3.5", "3.5 修订完善", "3.5 Revised and completed";
        S4_1 = "4.1", "4.1 选择", "4.1 Selection";
        S4_2 = "4.2", "4.2 洽谈", "4.2 Talks";
        S4_3 = "4.3", "4.3 签署", "4.3 Signing";
        S4_4 = "4.4", "4.4 服务", "4.4 Service";
        S5_1 = "5.1", "5.1 实际标准判定", "5.1 Actual against standard";
        S5_2 = "5.2", "5.2 偏离依据整理", "5.2 Evidence of deviation";
        S5_3 = "5.3", "5.3 提出处理建议", "5.3 Handling proposed";
        S5_4 = "5.4", "5.4 处理", "5.4 Handling";
        S6_1 = "6.1", "6.1 阶段性监测", "6.1 Milestone checked";
        S6_2 = "6.2", "6.2 项目完成验收", "6.2 Acceptance";
        S6_3 = "6.3", "6.3 总结和兑现", "6.3 Summary and reward";
        S7_1 = "7.1", "7.1 信息分析", "7.1 Round analysed";
        S7_2 = "7.2", "7.2 创意和建议", "7.2 Ideas and suggestions";
        S7_3 = "7.3", "7.3 草拟提案", "7.3 Proposal drafted";
    }
}

impl Step {
    /// The steps that become tasks when a project enters this state, in their order. Milestone checks (6.1) come one a
    /// milestone, the appraisal (1.1) only where a proposal stands behind the directive.
    pub const fn of(state: State) -> &'static [Step] {
        use Step::*;
        match state {
            State::DirectiveDraft => &[S1_1, S1_2],
            State::Planning => &[S2_1, S2_2, S2_3],
            State::Deliberation => &[S3_1, S3_2, S3_3, S3_4, S3_5],
            State::Implementation => &[S4_1, S4_2, S4_3, S4_4, S6_1],
            State::Control => &[S5_1, S5_2, S5_3, S5_4],
            State::Monitoring => &[S6_2, S6_3],
            State::Proposal => &[S7_1, S7_2, S7_3],
            _ => &[],
        }
    }

    /// Who answers for it, and the working days it may take from the end of the step before it; a default that the
    /// administrator may change. None: no due date of its own.
    pub const fn rule(self) -> (Responsible, Option<u32>) {
        use Responsible::*;
        use Step::*;
        match self {
            S1_1 => (Commander, Some(3)),
            S1_2 => (Commander, Some(1)),
            S2_1 => (Owner, Some(3)),
            S2_2 => (Owner, Some(2)),
            S2_3 => (Owner, Some(3)),
            S3_1 => (Planner, Some(2)),
            S3_2 => (Planner, Some(3)),
            S3_3 => (Specialist, Some(3)),
            S3_4 => (Planner, Some(2)),
            S3_5 => (Owner, Some(2)),
            S4_1 | S4_2 | S4_3 | S4_4 => (Owner, None),
            S5_1 | S5_2 => (Coordinator, Some(2)),
            S5_3 => (Owner, Some(2)),
            S5_4 => (Commander, Some(1)),
            S6_1 => (Coordinator, None),
            S6_2 => (Coordinator, Some(3)),
            S6_3 => (Owner, Some(5)),
            S7_1 => (Owner, Some(3)),
            S7_2 => (All, Some(3)),
            S7_3 => (Owner, Some(3)),
        }
    }

    /// The power it takes to record it.
    pub const fn deed(self) -> Deed {
        use Step::*;
        match self {
            S1_1 => Deed::Appraise,
            S1_2 => Deed::Issue,
            S2_1 => Deed::GatherInformation,
            S2_2 => Deed::AnalyseSurroundings,
            S2_3 => Deed::ConveneDrafting,
            S3_1 => Deed::GradeEvidence,
            S3_2 => Deed::PositionProject,
            S3_3 => Deed::ReviewPart,
            S3_4 => Deed::ConveneHearing,
            S3_5 => Deed::ReviseDocuments,
            S4_1 | S4_2 | S4_3 | S4_4 => Deed::Execute,
            S5_1 => Deed::JudgeActual,
            S5_2 => Deed::GatherDeviation,
            S5_3 => Deed::ProposeHandling,
            S5_4 => Deed::Improve,
            S6_1 => Deed::CheckMilestone,
            S6_2 => Deed::CheckAcceptance,
            S6_3 => Deed::WriteSummary,
            S7_1 => Deed::AnalyseRound,
            S7_2 => Deed::GiveIdea,
            S7_3 => Deed::DraftProposal,
        }
    }

    /// What is recorded in it.
    pub const fn what(self) -> Pair {
        use Step::*;
        match self {
            S1_1 => Pair("对指令所依据的业务提案作出研判", "Appraisal of the proposal behind the directive"),
            S1_2 => Pair("立项并传达，或予以废止", "The project is set up and passed on, or abolished"),
            S2_1 => Pair("信息来源与所得", "Sources and findings"),
            S2_2 => Pair("客户、竞争者与周边环境；优势与风险", "Customers, competitors, surroundings; strengths and risks"),
            S2_3 => Pair("召集起草，写齐计划七项内容", "The drafting convened, the seven sections written"),
            S3_1 => Pair("逐一测定计划所依据信息的质量等级", "The grade of the evidence the plan rests on, source by source"),
            S3_2 => Pair(
                "内部资源、技术可行性、商业化程度、需求类型、市场与推广定位",
                "Internal resources, technical feasibility, degree of commercialisation, kind of demand, market and promotion position",
            ),
            S3_3 => Pair(
                "产品、价格、品牌与推广、渠道，逐项检讨，或说明不适用的理由",
                "Product, price, brand and promotion, channel: each reviewed, or why it does not apply",
            ),
            S3_4 => Pair(
                "专题会议：赞成、反对、有条件赞成的意见与理由，负责人答辩",
                "A special meeting: opinions with reasons, the owner's defence",
            ),
            S3_5 => Pair("修订后的计划与决策文件", "The revised version and the documents of the decision"),
            S4_1 => Pair(
                "审查并分类目标客户，接触对方经办人",
                "Target customers examined and sorted; the person in charge contacted",
            ),
            S4_2 => Pair("邀请或产品演示，听取异议", "Invitations or demonstrations; objections heard"),
            S4_3 => Pair("设计方案，起草并签署合同", "Solution designed; contract drafted and signed"),
            S4_4 => Pair(
                "订单、供应通知、交货、盘点、结算与使用回访",
                "Orders, supply notices, deliveries, counts, settlements, after-use care",
            ),
            S5_1 => {
                Pair("对照各项业绩标准，判定实际达到的程度", "What was actually reached, against each performance standard")
            }
            S5_2 => Pair("偏离的依据与原因", "Evidence of the deviation and its cause"),
            S5_3 => Pair("处理建议与备选方案", "Proposed handling, with alternatives"),
            S5_4 => Pair("改进、调整目标、重新配置或终止", "Improve, adjust targets, reallocate, terminate"),
            S6_1 => Pair("自执行起，每个里程碑检查一次", "A check at each milestone, from implementation on"),
            S6_2 => Pair("逐项验收", "Acceptance, point by point"),
            S6_3 => Pair("总结报告、业绩评估、兑现承诺", "Summary report, evaluation, what was promised is paid"),
            S7_1 => Pair("用数字说明本轮得到的认识", "What the round taught, by the figures"),
            S7_2 => Pair("向全体成员征集创意和建议", "Ideas collected from everyone"),
            S7_3 => Pair("新的提案", "The new proposal"),
        }
    }

    /// Where it is done, below the project's address.
    pub fn place(self) -> String {
        match self {
            Step::S1_2 => "directive".to_owned(),
            Step::S4_1 | Step::S4_2 => "customers".to_owned(),
            Step::S4_3 | Step::S4_4 => "contracts".to_owned(),
            Step::S5_4 => "control".to_owned(),
            Step::S6_2 | Step::S6_3 => "monitoring".to_owned(),
            Step::S7_2 | Step::S7_3 => "proposals".to_owned(),
            step => format!("steps/{}", step.code()),
        }
    }
}
