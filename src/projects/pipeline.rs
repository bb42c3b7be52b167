//! The road (主通道): stages, moves and what each move needs, as data. The same tables drive the one function that moves
//! a project, the buttons, the checklist at a closed gate, the flow chart, the handbook and the database's own guard.

use crate::lang::Pair;
use crate::policy::Deed;
use crate::words;

use super::steps::Step;

words! {
    /// The seven stages nobody may skip.
    pub enum Stage {
        Directive = "directive", "指令下达", "Directive";
        Planning = "planning", "计划草拟", "Planning";
        Deliberation = "deliberation", "论证决策", "Deliberation";
        Implementation = "implementation", "实施执行", "Implementation";
        Control = "control", "控制调整", "Control";
        Monitoring = "monitoring", "效果监测", "Monitoring";
        Proposal = "proposal", "提案申报", "Proposal";
    }
}

impl Stage {
    /// Its number on the rail, from 1.
    pub const fn number(self) -> usize {
        self as usize + 1
    }
}

words! {
    /// Where exactly a project stands; kept in `projects.stage`. The first stage has three states, and there are four ends.
    pub enum State {
        DirectiveDraft = "directive_draft", "指令草拟中", "Directive being drafted";
        DirectiveIssued = "directive_issued", "指令已下达，待领受", "Directive issued, to be acknowledged";
        StopRequested = "stop_requested", "请求停止，待决定", "Stop requested, to be decided";
        Planning = "planning", "计划草拟", "Planning";
        Deliberation = "deliberation", "论证决策", "Deliberation";
        Implementation = "implementation", "实施执行", "Implementation";
        Control = "control", "控制调整", "Control";
        Monitoring = "monitoring", "效果监测", "Monitoring";
        Proposal = "proposal", "提案申报", "Proposal";
        Abolished = "abolished", "已废止", "Abolished";
        Revoked = "revoked", "已撤销", "Revoked";
        Terminated = "terminated", "已终止", "Terminated";
        Completed = "completed", "已结项", "Completed";
    }
}

impl State {
    /// Where below a project's address is done what waits while it stands there.
    pub const fn place(self) -> &'static str {
        match self {
            State::DirectiveIssued => "/directive",
            State::Deliberation => "/deliberation",
            State::Control => "/control",
            State::Monitoring => "/monitoring",
            _ => "",
        }
    }

    /// The stage it belongs to; an end belongs to the one it was reached from.
    pub const fn stage(self) -> Stage {
        match self {
            State::DirectiveDraft | State::DirectiveIssued | State::StopRequested | State::Abolished | State::Terminated => {
                Stage::Directive
            }
            State::Planning => Stage::Planning,
            State::Deliberation | State::Revoked => Stage::Deliberation,
            State::Implementation => Stage::Implementation,
            State::Control => Stage::Control,
            State::Monitoring => Stage::Monitoring,
            State::Proposal | State::Completed => Stage::Proposal,
        }
    }

    /// Whether the project is over.
    pub const fn ended(self) -> bool {
        matches!(self, State::Abolished | State::Revoked | State::Terminated | State::Completed)
    }

    /// The states of projects still on the road.
    pub fn running() -> impl Iterator<Item = State> {
        State::ALL.iter().copied().filter(|state| !state.ended())
    }

    /// Every move that leads out of it.
    pub fn ways(self) -> impl Iterator<Item = &'static Way> {
        WAYS.iter().filter(move |way| way.from == Some(self))
    }

    /// The way that a move takes from here, if there is one.
    pub fn way(self, code: Move) -> Option<&'static Way> {
        self.ways().find(|way| way.code == code)
    }
}

words! {
    /// Something that happens to a project on its road; buttons carry these words.
    pub enum Move {
        Draft = "draft", "草拟指令", "Draft";
        Issue = "issue", "下达", "Issue";
        Acknowledge = "acknowledge", "领受", "Acknowledge";
        Abolish = "abolish", "废止", "Abolish";
        Submit = "submit", "报送论证", "Submit for deliberation";
        Return = "return", "退回修订", "Return for revision";
        Approve = "approve", "批准实施", "Approve";
        Revoke = "revoke", "撤销", "Revoke";
        OpenControl = "open_control", "转入控制", "Open control";
        Improve = "improve", "改进措施", "Improve";
        Reallocate = "reallocate", "重新配置资源", "Reallocate resources";
        Adjust = "adjust", "调整目标", "Adjust targets";
        RequestStop = "request_stop", "请求停止", "Request a stop";
        Pass = "pass", "达标通过", "Pass";
        Terminate = "terminate", "终止", "Terminate";
        Reissue = "reissue", "重新下达", "Issue again";
        RefuseStop = "refuse_stop", "不予停止", "Refuse the stop";
        SendBack = "send_back", "返回整改", "Send back";
        CloseMonitoring = "close_monitoring", "验收兑现", "Close monitoring";
        CloseCycle = "close_cycle", "结项", "Close the cycle";
    }
}

impl Move {
    /// The power that it takes; who holds it stands in [`crate::policy::TABLE`].
    pub const fn deed(self) -> Deed {
        match self {
            Move::Draft => Deed::DraftDirective,
            Move::Issue => Deed::Issue,
            Move::Acknowledge => Deed::Acknowledge,
            Move::Abolish => Deed::Abolish,
            Move::Submit => Deed::Submit,
            Move::Return => Deed::Return,
            Move::Approve => Deed::Approve,
            Move::Revoke => Deed::Revoke,
            Move::OpenControl => Deed::OpenControl,
            Move::Improve => Deed::Improve,
            Move::Reallocate => Deed::Reallocate,
            Move::Adjust => Deed::Adjust,
            Move::RequestStop => Deed::RequestStop,
            Move::Pass => Deed::Pass,
            Move::Terminate => Deed::Terminate,
            Move::Reissue => Deed::Reissue,
            Move::RefuseStop => Deed::RefuseStop,
            Move::SendBack => Deed::SendBack,
            Move::CloseMonitoring => Deed::CloseMonitoring,
            Move::CloseCycle => Deed::CloseCycle,
        }
    }

    /// Whether it ends something or takes it away: asked about once more before it is done.
    pub const fn destroys(self) -> bool {
        matches!(self, Move::Abolish | Move::Revoke | Move::Terminate | Move::RequestStop)
    }
}

words! {
    /// What must be true of a project before a move; apart from the steps that must be done.
    pub enum Need {
        Indicators = "indicators", "至少一项指标，含数值、单位和完成日期", "At least one indicator with number, unit and due date";
        ActiveOwner = "active_owner", "负责人在职", "An active owner";
        Limits = "limits", "写明授权限额（折扣、预算、合同额）", "Authority limits stated (discount, budget, contract amount)";
        Period = "period", "写明任务和起止日期", "Task and period stated";
        Amended = "amended", "指标已修订", "The indicators amended";
        NoOpenClarification = "no_open_clarification", "澄清请求均已答复", "Every request for clarification answered";
        Sections = "sections", "计划七项内容齐全", "All seven sections of the plan";
        StepsInPeriod = "steps_in_period", "步骤日期在指令期限之内", "Steps dated inside the directive's period";
        Budget = "budget", "列明预算，或明确为零", "Budget lines, or an explicit zero";
        Standard = "standard", "至少一项业绩标准", "At least one performance standard";
        ControlMethod = "control_method", "至少一项控制办法", "At least one control method";
        SameVersion = "same_version", "最新一版计划已经过论证会", "The newest version of the plan has been heard";
        ExecutionFinished = "execution_finished", "执行已完成", "Execution finished";
        AcceptancePassed = "acceptance_passed", "验收要点全部通过", "Every acceptance point passed";
        ReportAccepted = "report_accepted", "总结报告已审定", "Summary report accepted";
        Evaluated = "evaluated", "业绩评估已完成", "Evaluation made";
        Rewarded = "rewarded", "兑现已记录（可为零）", "Reward recorded (zero is explicit)";
        Lesson = "lesson", "至少一条经验教训", "At least one lesson recorded";
        ProposalsDecided = "proposals_decided", "本项目提案均已审批或移交", "Every proposal of the project decided or handed on";
    }
}

impl Need {
    /// Where, below the project's address, it can be put right.
    pub const fn place(self) -> &'static str {
        match self {
            Need::Indicators | Need::ActiveOwner | Need::Limits | Need::Period | Need::Amended | Need::NoOpenClarification => {
                "directive"
            }
            Need::Sections | Need::StepsInPeriod | Need::Budget => "plan",
            Need::Standard | Need::ControlMethod => "deliberation#standards",
            Need::SameVersion => "deliberation",
            Need::ExecutionFinished => "control",
            Need::AcceptancePassed => "monitoring",
            Need::ReportAccepted => "monitoring#summary",
            Need::Evaluated | Need::Rewarded => "monitoring#evaluation",
            Need::Lesson | Need::ProposalsDecided => "proposals",
        }
    }
}

words! {
    /// What the person who makes a move has to say with it.
    pub enum Ask {
        Reason = "reason", "理由", "Reason";
        Comment = "comment", "说明", "Comment";
        Statement = "statement", "终止说明", "Closing statement";
        Observation = "observation", "所见情况，或注明执行已完成", "What was seen, or that execution is finished";
        Measures = "measures", "改进措施，含日期和责任人", "Measures with dates and people";
        Resources = "resources", "新的负责人、人员或预算", "New owner, people or budget";
        Changes = "changes", "调整什么、为什么", "What changes and why";
        FailedPoint = "failed_point", "未通过的验收要点", "The acceptance point that failed";
        Version = "version", "所决定的计划版本", "The version of the plan decided on";
    }
}

/// One row of the road: from a state, by a move, to a state.
#[derive(Debug)]
pub struct Way {
    /// None: the project begins here.
    pub from: Option<State>,
    pub code: Move,
    pub to: State,
    /// What must be true.
    pub needs: &'static [Need],
    /// The auxiliary steps of this visit that must be done.
    pub steps: &'static [Step],
    /// What must be said.
    pub asks: &'static [Ask],
    /// Whether it goes back, so that a new numbered round begins.
    pub opens_round: bool,
}

const ISSUE: &[Need] = &[Need::Period, Need::Indicators, Need::ActiveOwner, Need::Limits];
const REISSUE: &[Need] = &[Need::Amended, Need::Period, Need::Indicators, Need::ActiveOwner, Need::Limits];
const PLAN: &[Need] = &[Need::Sections, Need::StepsInPeriod, Need::Budget];
const DECISION: &[Need] = &[Need::Standard, Need::ControlMethod, Need::SameVersion];
const CLOSING: &[Need] = &[Need::AcceptancePassed, Need::ReportAccepted, Need::Evaluated, Need::Rewarded];
const EXAMINED: &[Step] = &[Step::S5_1, Step::S5_2, Step::S5_3];

macro_rules! way {
    ($from:expr, $code:ident, $to:ident, $needs:expr, $steps:expr, $asks:expr $(, $round:ident)?) => {
        Way {
            from: $from,
            code: Move::$code,
            to: State::$to,
            needs: $needs,
            steps: $steps,
            asks: $asks,
            opens_round: way!(@round $($round)?),
        }
    };
    (@round) => { false };
    (@round round) => { true };
}

/// All the ways there are. Every other move is impossible, whoever asks and by whatever way.
pub const WAYS: &[Way] = &[
    way!(None, Draft, DirectiveDraft, &[], &[], &[]),
    way!(Some(State::DirectiveDraft), Issue, DirectiveIssued, ISSUE, &[], &[]),
    way!(Some(State::DirectiveIssued), Acknowledge, Planning, &[Need::NoOpenClarification], &[], &[]),
    way!(Some(State::DirectiveDraft), Abolish, Abolished, &[], &[], &[Ask::Reason]),
    way!(Some(State::DirectiveIssued), Abolish, Abolished, &[], &[], &[Ask::Reason]),
    way!(Some(State::Planning), Submit, Deliberation, PLAN, &[Step::S2_1, Step::S2_2, Step::S2_3], &[]),
    way!(Some(State::Deliberation), Return, Planning, &[], &[], &[Ask::Reason], round),
    way!(
        Some(State::Deliberation),
        Approve,
        Implementation,
        DECISION,
        &[Step::S3_1, Step::S3_2, Step::S3_3, Step::S3_4],
        &[Ask::Version, Ask::Comment]
    ),
    way!(Some(State::Deliberation), Revoke, Revoked, &[], &[], &[Ask::Reason]),
    way!(Some(State::Implementation), OpenControl, Control, &[], &[], &[Ask::Observation]),
    way!(Some(State::Control), Improve, Implementation, &[], EXAMINED, &[Ask::Measures], round),
    way!(Some(State::Control), Reallocate, Implementation, &[], EXAMINED, &[Ask::Resources], round),
    way!(Some(State::Control), Adjust, Deliberation, &[], EXAMINED, &[Ask::Changes], round),
    way!(Some(State::Control), RequestStop, StopRequested, &[], &[], &[Ask::Reason]),
    way!(Some(State::Control), Pass, Monitoring, &[Need::ExecutionFinished], &[Step::S5_1], &[]),
    way!(Some(State::StopRequested), Terminate, Terminated, &[], &[], &[Ask::Reason, Ask::Statement]),
    way!(Some(State::StopRequested), Reissue, DirectiveIssued, REISSUE, &[], &[Ask::Reason], round),
    way!(Some(State::StopRequested), RefuseStop, Control, &[], &[], &[Ask::Reason], round),
    way!(Some(State::Monitoring), SendBack, Control, &[], &[], &[Ask::FailedPoint, Ask::Reason], round),
    way!(Some(State::Monitoring), CloseMonitoring, Proposal, CLOSING, &[], &[Ask::Comment]),
    way!(Some(State::Proposal), CloseCycle, Completed, &[Need::Lesson, Need::ProposalsDecided], &[], &[Ask::Comment]),
];

/// Something that a gate still wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    Need(Need),
    Step(Step),
}

impl Lack {
    /// What is missing, in words.
    pub fn name(self) -> Pair {
        match self {
            Lack::Need(need) => need.name(),
            Lack::Step(step) => step.name(),
        }
    }

    /// Where, below the project's address, it can be put right.
    pub fn place(self) -> String {
        match self {
            Lack::Need(need) => need.place().to_owned(),
            Lack::Step(step) => step.place(),
        }
    }
}

/// What is true of a project now: the needs that are met, and the steps done in this visit of its stage.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub met: Vec<Need>,
    pub done: Vec<Step>,
}

impl Facts {
    /// Whether this is no longer lacking.
    pub fn has(&self, lack: Lack) -> bool {
        match lack {
            Lack::Need(need) => self.met.contains(&need),
            Lack::Step(step) => self.done.contains(&step),
        }
    }
}

impl Way {
    /// Everything its gate looks at, steps first.
    pub fn gate(&self) -> impl Iterator<Item = Lack> + '_ {
        self.steps.iter().map(|step| Lack::Step(*step)).chain(self.needs.iter().map(|need| Lack::Need(*need)))
    }

    /// What the gate still wants.
    pub fn missing(&self, facts: &Facts) -> Vec<Lack> {
        self.gate().filter(|lack| !facts.has(*lack)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_road_is_the_table_of_the_regulation() {
        let rows: HashSet<_> = WAYS.iter().map(|way| (way.from.map(State::code), way.code.code(), way.to.code())).collect();
        let table: HashSet<_> = [
            (None, "draft", "directive_draft"),
            (Some("directive_draft"), "issue", "directive_issued"),
            (Some("directive_issued"), "acknowledge", "planning"),
            (Some("directive_draft"), "abolish", "abolished"),
            (Some("directive_issued"), "abolish", "abolished"),
            (Some("planning"), "submit", "deliberation"),
            (Some("deliberation"), "return", "planning"),
            (Some("deliberation"), "approve", "implementation"),
            (Some("deliberation"), "revoke", "revoked"),
            (Some("implementation"), "open_control", "control"),
            (Some("control"), "improve", "implementation"),
            (Some("control"), "reallocate", "implementation"),
            (Some("control"), "adjust", "deliberation"),
            (Some("control"), "request_stop", "stop_requested"),
            (Some("control"), "pass", "monitoring"),
            (Some("stop_requested"), "terminate", "terminated"),
            (Some("stop_requested"), "reissue", "directive_issued"),
            (Some("stop_requested"), "refuse_stop", "control"),
            (Some("monitoring"), "send_back", "control"),
            (Some("monitoring"), "close_monitoring", "proposal"),
            (Some("proposal"), "close_cycle", "completed"),
        ]
        .into();
        assert_eq!(rows, table);
        assert_eq!(WAYS.len(), table.len(), "no way is told twice");
    }

    #[test]
    fn nothing_leads_out_of_an_end() {
        for state in State::ALL {
            assert_eq!(state.ended(), state.ways().next().is_none(), "{state}");
        }
    }

    #[test]
    fn a_move_s_code_is_its_power_s_code() {
        for code in Move::ALL {
            assert_eq!(code.code(), code.deed().code());
        }
    }

    #[test]
    fn no_stage_is_visited_twice_in_one_round() {
        // Walk every road of up to nine moves: a state reached again is reached in a later round.
        fn walk(state: State, round: u32, seen: &[(State, u32)], left: u32) {
            if left == 0 {
                return;
            }
            for way in state.ways() {
                let round = round + u32::from(way.opens_round);
                assert!(!seen.contains(&(way.to, round)), "{:?} comes back to {} in round {round}", way.code, way.to);
                let mut seen = seen.to_vec();
                seen.push((way.to, round));
                walk(way.to, round, &seen, left - 1);
            }
        }
        walk(State::DirectiveDraft, 1, &[(State::DirectiveDraft, 1)], 11);
    }

    #[test]
    fn no_way_skips_a_stage_forward() {
        for way in WAYS {
            if let Some(from) = way.from {
                assert!(way.to.stage().number() <= from.stage().number() + 1 || way.code == Move::RefuseStop, "{way:?}");
            }
        }
    }
}
