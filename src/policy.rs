//! The table of powers: who may do what. Asked where rows are found and where they are changed, nowhere else; the
//! handbook's page of powers is drawn from it.

use crate::words;
use crate::words::Role;

words! {
    /// Something a person does. The deeds of the road bear the codes of their moves.
    pub enum Deed {
        // Seeing
        SeeProjects = "see_projects", "查看项目", "See projects";
        SeeDrafts = "see_drafts", "查看未下达的指令", "See directives not yet issued";
        SeePlans = "see_plans", "查看行动计划与项目包", "See action plans and packages";
        SeeTrail = "see_trail", "查看全部留痕", "See the whole trail";
        SeeCustomers = "see_customers", "查看客户", "See customers";
        // Accounts and settings
        KeepPeople = "keep_people", "管理人员账号", "Keep people's accounts";
        KeepOffice = "keep_office", "维护日历与设置", "Keep calendar and settings";
        AppointActing = "appoint_acting", "指定代理总指挥", "Appoint an acting commander";
        // Plan, package, project
        KeepPlans = "keep_plans", "制订行动计划、划分项目包", "Keep action plans and packages";
        SetFocus = "set_focus", "确定本月重点", "Set the month's focus";
        HandOver = "hand_over", "移交项目与客户", "Hand projects and customers over";
        // The road
        DraftDirective = "draft", "草拟指令", "Draft a directive";
        Issue = "issue", "下达指令", "Issue the directive";
        Acknowledge = "acknowledge", "领受指令", "Acknowledge the directive";
        Abolish = "abolish", "废止指令", "Abolish the directive";
        Submit = "submit", "报送论证", "Submit for deliberation";
        Return = "return", "退回修订", "Return for revision";
        Approve = "approve", "批准实施", "Approve";
        Revoke = "revoke", "撤销项目", "Revoke the project";
        OpenControl = "open_control", "转入控制", "Open control";
        Improve = "improve", "决定改进措施", "Decide on improvements";
        Reallocate = "reallocate", "重新配置资源", "Reallocate resources";
        Adjust = "adjust", "调整计划目标", "Adjust the plan's targets";
        RequestStop = "request_stop", "请求停止", "Request a stop";
        Terminate = "terminate", "终止项目", "Terminate the project";
        Reissue = "reissue", "重新下达", "Issue again";
        RefuseStop = "refuse_stop", "不予停止", "Refuse the stop";
        Pass = "pass", "达标通过", "Pass";
        SendBack = "send_back", "返回整改", "Send back";
        CloseMonitoring = "close_monitoring", "验收兑现", "Close monitoring";
        CloseCycle = "close_cycle", "结项", "Close the cycle";
        // Along the road
        Clarify = "clarify", "请求澄清指令", "Ask for clarification";
        AnswerClarification = "answer_clarification", "答复澄清", "Answer a clarification";
        Appraise = "appraise", "研判业务提案", "Appraise the proposal";
        GatherInformation = "gather_information", "搜集信息", "Gather information";
        AnalyseSurroundings = "analyse_surroundings", "分析环境状况", "Analyse the surroundings";
        ConveneDrafting = "convene_drafting", "召集计划起草", "Convene the drafting";
        DraftPlan = "draft_plan", "起草计划", "Draft the plan";
        GradeEvidence = "grade_evidence", "测定信息依据质量", "Grade the evidence";
        PositionProject = "position_project", "定位", "Position the project";
        ReviewPart = "review_part", "分项检讨", "Review part by part";
        ConveneHearing = "convene_hearing", "召集论证会", "Convene the hearing";
        GiveOpinion = "give_opinion", "发表论证意见", "Give an opinion";
        Defend = "defend", "答辩", "Defend the plan";
        ReviseDocuments = "revise_documents", "修订完善", "Revise and complete";
        FixStandards = "fix_standards", "拟定业绩标准与控制办法", "Propose standards and control methods";
        Execute = "execute", "执行项目（客户、合同、支出、进展）", "Carry a project out (customers, contracts, expenses, progress)";
        JudgeActual = "judge_actual", "判定实际标准", "Judge what was reached";
        GatherDeviation = "gather_deviation", "整理偏离依据", "Gather evidence of deviation";
        ProposeHandling = "propose_handling", "提出处理建议", "Propose the handling";
        CheckMilestone = "check_milestone", "阶段性监测", "Check milestones";
        CheckAcceptance = "check_acceptance", "核对验收要点", "Check acceptance points";
        AcceptPoint = "accept_point", "验收", "Accept";
        WriteSummary = "write_summary", "撰写总结报告", "Write the summary report";
        AcceptSummary = "accept_summary", "审定总结报告", "Accept the summary report";
        Evaluate = "evaluate", "业绩评估", "Evaluate";
        PromiseReward = "promise_reward", "承诺奖励", "Promise a reward";
        Reward = "reward", "兑现奖励", "Decide the reward";
        AnalyseRound = "analyse_round", "分析本轮信息", "Analyse the round";
        RecordLesson = "record_lesson", "记录经验教训", "Record a lesson";
        GiveIdea = "give_idea", "提出创意和建议", "Give an idea";
        DraftProposal = "draft_proposal", "草拟提案", "Draft a proposal";
        DecideProposal = "decide_proposal", "审批提案", "Decide on a proposal";
        // Customers and contracts
        AddCustomer = "add_customer", "登记客户", "Add a customer";
        ChangeCustomer = "change_customer", "修改客户资料", "Change a customer";
        AssignKeeper = "assign_keeper", "指定客户维护人", "Assign who looks after a customer";
        MergeCustomers = "merge_customers", "合并客户", "Merge customers";
        ImportCustomers = "import_customers", "导入客户", "Import customers";
        DesignSolution = "design_solution", "为重大异议设计方案", "Design the solution to a serious objection";
        IssueNotice = "issue_notice", "发出供应通知", "Issue a supply notice";
        Settle = "settle", "记录交货、开票与回款", "Record deliveries, invoices and receipts";
        // Asking
        SeeRequests = "see_requests", "查看请示", "See requests";
        AskRequest = "ask_request", "请示", "Make a request";
        AnswerRequest = "answer_request", "批示", "Answer a request";
        AdviseRequest = "advise_request", "为请示提供参考意见", "Advise on a request";
        SeeConsultations = "see_consultations", "查看咨询", "See consultations";
        AskConsultation = "ask_consultation", "咨询企划助理", "Consult the planning assistants";
        AnswerConsultation = "answer_consultation", "答复咨询", "Answer a consultation";
        // Reporting
        SeeReports = "see_reports", "查看汇报", "See reports";
        SeeWeeklyReports = "see_weekly_reports", "查看周报", "See weekly reports";
        Report = "report", "汇报", "Report";
        ReportWeekly = "report_weekly", "报送周报", "Send the weekly report";
        ReadReport = "read_report", "审阅汇报", "Read a report";
        // Supervised
        Supervise = "supervise", "督办", "Supervise who owes what";
        Remind = "remind", "催办", "Remind";
        // Meetings
        SeeMeetings = "see_meetings", "查看会议", "See meetings";
        AddItem = "add_item", "提出待议事项", "Put a matter on an agenda";
        ConveneMeeting = "convene_meeting", "召开专项会议", "Convene a special meeting";
        ArrangeMeeting = "arrange_meeting", "安排会议", "Arrange a meeting";
        KeepMinutes = "keep_minutes", "记录会议", "Keep the minutes";
        PublishMinutes = "publish_minutes", "发布会议纪要", "Publish the minutes";
        CloseResolution = "close_resolution", "报告决议落实", "Report a resolution as carried out";
        // Appraised
        SeeAppraisals = "see_appraisals", "查看成员考核", "See a member's appraisals";
        EvaluateMonth = "evaluate_month", "评估成员的月份", "Evaluate a member's month";
        DecideProbation = "decide_probation", "决定试用", "Decide on a probation";
        // Measured
        DismissAlert = "dismiss_alert", "解除偏差预警", "Dismiss a deviation alert";
    }
}

/// How far a power reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grant {
    /// Not at all.
    Never,
    /// What is one's own: the owner's project, the project of a package that the coordinator looks after.
    Own,
    /// Everywhere.
    Always,
}

use Grant::{Always as A, Never as N, Own as O};

/// One row a deed, one column a role in the order of [`Role::ALL`]:
/// commander, planner, coordinator, sales, specialist, admin.
pub const TABLE: [(Deed, [Grant; Role::ALL.len()]); Deed::ALL.len()] = [
    (Deed::SeeProjects, [A, A, A, A, A, N]),
    (Deed::SeeDrafts, [A, A, N, N, N, N]),
    (Deed::SeePlans, [A, A, A, A, A, N]),
    (Deed::SeeTrail, [A, N, N, N, N, A]),
    (Deed::SeeCustomers, [A, A, A, A, A, N]),
    (Deed::KeepPeople, [N, N, N, N, N, A]),
    (Deed::KeepOffice, [N, N, N, N, N, A]),
    (Deed::AppointActing, [A, N, N, N, N, N]),
    (Deed::KeepPlans, [A, N, N, N, N, N]),
    (Deed::SetFocus, [A, N, N, O, N, N]),
    (Deed::HandOver, [A, N, N, N, N, N]),
    (Deed::DraftDirective, [A, N, N, N, N, N]),
    (Deed::Issue, [A, N, N, N, N, N]),
    (Deed::Acknowledge, [N, N, N, O, N, N]),
    (Deed::Abolish, [A, N, N, N, N, N]),
    (Deed::Submit, [N, N, N, O, N, N]),
    (Deed::Return, [A, N, N, N, N, N]),
    (Deed::Approve, [A, N, N, N, N, N]),
    (Deed::Revoke, [A, N, N, N, N, N]),
    (Deed::OpenControl, [A, N, O, O, N, N]),
    (Deed::Improve, [A, N, N, N, N, N]),
    (Deed::Reallocate, [A, N, N, N, N, N]),
    (Deed::Adjust, [A, N, N, N, N, N]),
    (Deed::RequestStop, [N, N, N, O, N, N]),
    (Deed::Terminate, [A, N, N, N, N, N]),
    (Deed::Reissue, [A, N, N, N, N, N]),
    (Deed::RefuseStop, [A, N, N, N, N, N]),
    (Deed::Pass, [A, N, N, N, N, N]),
    (Deed::SendBack, [A, N, N, N, N, N]),
    (Deed::CloseMonitoring, [A, N, N, N, N, N]),
    (Deed::CloseCycle, [A, N, N, N, N, N]),
    (Deed::Clarify, [N, N, N, O, N, N]),
    (Deed::AnswerClarification, [A, N, N, N, N, N]),
    (Deed::Appraise, [A, N, N, N, N, N]),
    (Deed::GatherInformation, [N, A, N, O, N, N]),
    (Deed::AnalyseSurroundings, [N, N, N, O, N, N]),
    (Deed::ConveneDrafting, [N, N, O, O, N, N]),
    (Deed::DraftPlan, [N, N, N, O, N, N]),
    (Deed::GradeEvidence, [N, A, N, N, N, N]),
    (Deed::PositionProject, [N, A, N, N, A, N]),
    (Deed::ReviewPart, [N, N, N, N, A, N]),
    (Deed::ConveneHearing, [N, A, N, N, N, N]),
    (Deed::GiveOpinion, [N, N, N, N, A, N]),
    (Deed::Defend, [N, N, N, O, N, N]),
    (Deed::ReviseDocuments, [N, N, N, O, N, N]),
    (Deed::FixStandards, [A, N, N, O, N, N]),
    (Deed::Execute, [N, N, N, O, N, N]),
    (Deed::JudgeActual, [N, N, O, N, N, N]),
    (Deed::GatherDeviation, [N, N, O, N, N, N]),
    (Deed::ProposeHandling, [N, N, N, O, N, N]),
    (Deed::CheckMilestone, [N, N, O, N, N, N]),
    (Deed::CheckAcceptance, [N, N, O, N, N, N]),
    (Deed::AcceptPoint, [A, N, N, N, N, N]),
    (Deed::WriteSummary, [N, N, N, O, N, N]),
    (Deed::AcceptSummary, [A, N, N, N, N, N]),
    (Deed::Evaluate, [A, N, N, N, N, N]),
    (Deed::PromiseReward, [A, N, N, N, N, N]),
    (Deed::Reward, [A, N, N, N, N, N]),
    (Deed::AnalyseRound, [N, A, N, O, N, N]),
    (Deed::RecordLesson, [A, N, N, O, N, N]),
    (Deed::GiveIdea, [A, A, A, A, A, N]),
    (Deed::DraftProposal, [N, N, N, A, N, N]),
    (Deed::DecideProposal, [A, N, N, N, N, N]),
    (Deed::AddCustomer, [N, N, A, A, N, N]),
    (Deed::ChangeCustomer, [N, N, A, O, N, N]),
    (Deed::AssignKeeper, [A, N, A, N, N, N]),
    (Deed::MergeCustomers, [N, N, A, N, N, N]),
    (Deed::ImportCustomers, [N, N, A, N, N, N]),
    (Deed::DesignSolution, [N, N, N, N, A, N]),
    (Deed::IssueNotice, [N, N, O, O, N, N]),
    (Deed::Settle, [N, N, O, O, N, N]),
    (Deed::SeeRequests, [A, A, O, O, O, N]),
    (Deed::AskRequest, [N, A, A, A, A, N]),
    (Deed::AnswerRequest, [A, N, N, N, N, N]),
    (Deed::AdviseRequest, [N, A, N, N, N, N]),
    (Deed::SeeConsultations, [A, A, O, O, O, N]),
    (Deed::AskConsultation, [N, N, A, A, A, N]),
    (Deed::AnswerConsultation, [N, A, N, N, N, N]),
    (Deed::SeeReports, [A, A, O, O, O, N]),
    (Deed::SeeWeeklyReports, [A, A, A, A, A, N]),
    (Deed::Report, [N, A, A, A, A, N]),
    (Deed::ReportWeekly, [N, A, A, A, N, N]),
    (Deed::ReadReport, [A, N, N, N, N, N]),
    (Deed::Supervise, [A, N, A, N, N, N]),
    (Deed::Remind, [A, O, A, O, O, N]),
    (Deed::SeeMeetings, [A, A, A, O, O, N]),
    (Deed::AddItem, [A, A, A, A, A, N]),
    (Deed::ConveneMeeting, [A, A, A, N, N, N]),
    (Deed::ArrangeMeeting, [A, O, A, N, N, N]),
    (Deed::KeepMinutes, [A, O, A, N, N, N]),
    (Deed::PublishMinutes, [A, O, A, N, N, N]),
    (Deed::CloseResolution, [A, O, A, O, O, N]),
    (Deed::SeeAppraisals, [A, N, N, O, N, N]),
    (Deed::EvaluateMonth, [A, N, N, N, N, N]),
    (Deed::DecideProbation, [A, N, N, N, N, N]),
    (Deed::DismissAlert, [A, N, N, N, N, N]),
];

// A table out of step with the deeds does not compile.
const _: () = {
    let mut row = 0;
    while row < TABLE.len() {
        assert!(TABLE[row].0 as usize == row, "policy::TABLE lists the deeds in another order than Deed");
        row += 1;
    }
};

impl Deed {
    /// How far a role may do this.
    pub const fn grant(self, role: Role) -> Grant {
        TABLE[self as usize].1[role as usize]
    }

    /// Whether it only looks.
    pub const fn sees(self) -> bool {
        matches!(
            self,
            Deed::SeeProjects
                | Deed::SeeDrafts
                | Deed::SeePlans
                | Deed::SeeTrail
                | Deed::SeeCustomers
                | Deed::SeeRequests
                | Deed::SeeConsultations
                | Deed::SeeReports
                | Deed::SeeWeeklyReports
                | Deed::Supervise
                | Deed::SeeMeetings
                | Deed::SeeAppraisals
        )
    }

    /// Whether it decides, accepts or evaluates: nobody does that to a project that they own, in whatever role.
    pub const fn decides(self) -> bool {
        use Deed::*;
        matches!(
            self,
            HandOver
                | Issue
                | Abolish
                | Return
                | Approve
                | Revoke
                | Improve
                | Reallocate
                | Adjust
                | Terminate
                | Reissue
                | RefuseStop
                | Pass
                | SendBack
                | CloseMonitoring
                | CloseCycle
                | AnswerClarification
                | Appraise
                | GradeEvidence
                | PositionProject
                | ReviewPart
                | GiveOpinion
                | JudgeActual
                | GatherDeviation
                | CheckMilestone
                | CheckAcceptance
                | AcceptPoint
                | AcceptSummary
                | Evaluate
                | PromiseReward
                | Reward
                | DecideProposal
                | AnswerRequest
                | ReadReport
                | EvaluateMonth
                | DecideProbation
                | DismissAlert
        )
    }
}

/// How a person stands to the thing they want to do something with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The project, or the proposal, is theirs.
    pub owns: bool,
    /// They look after the project's package.
    pub coordinates: bool,
    /// It is left to the absent commander, since whoever acts owns it.
    pub left: bool,
}

impl Standing {
    /// Neither owner nor coordinator.
    pub const NONE: Standing = Standing { owns: false, coordinates: false, left: false };
    /// The owner.
    pub const OWNER: Standing = Standing { owns: true, coordinates: false, left: false };

    fn own(self, role: Role) -> bool {
        match role {
            Role::Coordinator => self.coordinates,
            _ => self.owns,
        }
    }
}

/// The role by which somebody with these roles may do the deed to something they stand to in this way, if there is one.
/// The commander's comes first, so that a decision is recorded as one.
pub fn by_role(roles: &[Role], deed: Deed, standing: Standing) -> Option<Role> {
    if deed.decides() && standing.owns {
        return None;
    }
    Role::ALL.iter().copied().filter(|role| roles.contains(role)).find(|role| match deed.grant(*role) {
        Grant::Never => false,
        Grant::Own => standing.own(*role),
        Grant::Always => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advisers_and_administrators_decide_nothing() {
        for deed in Deed::ALL.iter().filter(|deed| deed.decides()) {
            assert_eq!(deed.grant(Role::Admin), Grant::Never, "{deed}");
        }
        for deed in [Deed::Issue, Deed::Approve, Deed::Return, Deed::Pass, Deed::DecideProposal, Deed::Evaluate] {
            assert_eq!(deed.grant(Role::Planner), Grant::Never, "{deed}");
            assert_eq!(deed.grant(Role::Coordinator), Grant::Never, "{deed}");
        }
    }

    #[test]
    fn nobody_decides_on_a_project_that_they_own() {
        for deed in Deed::ALL.iter().filter(|deed| deed.decides()) {
            for standing in [Standing::OWNER, Standing { coordinates: true, ..Standing::OWNER }] {
                assert_eq!(by_role(Role::ALL, *deed, standing), None, "{deed}");
            }
        }
    }

    #[test]
    fn own_means_the_owner_s_project_and_the_coordinator_s_package() {
        assert_eq!(by_role(&[Role::Sales], Deed::OpenControl, Standing::NONE), None);
        assert_eq!(by_role(&[Role::Sales], Deed::OpenControl, Standing::OWNER), Some(Role::Sales));
        assert_eq!(by_role(&[Role::Coordinator], Deed::OpenControl, Standing::OWNER), None);
        let coordinates = Standing { coordinates: true, ..Standing::NONE };
        assert_eq!(by_role(&[Role::Coordinator], Deed::OpenControl, coordinates), Some(Role::Coordinator));
    }
}
