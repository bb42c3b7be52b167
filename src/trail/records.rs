//! Every kind of row whose changes stand in the trail. A slice that records a new kind adds its line here; `verify` says so
//! where one is missing.

use serde_json::Value;

use crate::appraisals::model::ProbationDecision;
use crate::contracts::cares::model::Care;
use crate::contracts::deliveries::model::{Delivery, DeliveryLine};
use crate::contracts::model::{Contract, PaymentTerm};
use crate::contracts::money::model::{Invoice, Receipt};
use crate::contracts::notices::model::{Notice, NoticeLine};
use crate::contracts::orders::model::{Order, OrderLine};
use crate::correspondence::consultations::model::{Consultation, Question};
use crate::correspondence::requests::model::{Advice, Request};
use crate::customers::imports::model::ImportBatch;
use crate::customers::model::{Activity, Contact, Customer, Objection, Solution, SolutionEdition, TargetCustomer};
use crate::diary::feed::model::Feed;
use crate::duties::model::Reminder;
use crate::error::Result;
use crate::files::model::Attachment;
use crate::handovers::model::{Handover, HandoverItem};
use crate::lang::Pair;
use crate::meetings::model::{AgendaItem, Attendance, Meeting, PackRow, Resolution};
use crate::people::model::{ActingPeriod, Link, Person, PersonRole};
use crate::plans::model::{ActionPlan, Metric, Package, Target};
use crate::projects::alerts::model::{Alert, PlanTerms};
use crate::projects::control::model::Measure;
use crate::projects::deliberation::model::{ControlMethod, Opinion, Standard};
use crate::projects::evaluation::model::Evaluation;
use crate::projects::execution::model::{Actual, ProgressNote};
use crate::projects::expenses::model::Expense;
use crate::projects::model::{Clarification, Focus, Indicator, MoveRow, Ownership, Project, Task};
use crate::projects::monitoring::model::{AcceptancePoint, Promise, Reward, SummaryReport};
use crate::projects::planning::model::{BudgetLine, PlanAction, PlanStep, PlanVersion};
use crate::projects::records::model::StepRecord;
use crate::proposals::model::{Idea, Lesson, Proposal};
use crate::reports::model::Report;
use crate::store::office::{SettingRow, SpecialDayRow};
use crate::store::{Conn, Recorded};

/// Reads every row of a kind, by key.
pub type Reader = fn(&mut Conn) -> Result<Vec<(String, Value)>>;

/// A kind of recorded rows.
pub struct Record {
    /// The table's name.
    pub kind: &'static str,
    pub name: Pair,
    pub all: Reader,
}

const fn of<R: Recorded>(zh: &'static str, en: &'static str) -> Record {
    Record { kind: R::KIND, name: Pair(zh, en), all: R::all }
}

/// All of them.
pub const RECORDS: &[Record] = &[
    of::<Person>("人员账号", "Accounts"),
    of::<PersonRole>("人员角色", "Roles held"),
    of::<ActingPeriod>("代理安排", "Arrangements"),
    of::<Link>("一次性链接", "One-time link"),
    of::<SettingRow>("设置", "Settings"),
    of::<SpecialDayRow>("特殊日期", "Special days"),
    of::<Metric>("指标", "Indicators"),
    of::<ActionPlan>("行动计划", "Action plans"),
    of::<Package>("项目包", "Packages"),
    of::<Target>("目标值", "Target"),
    of::<Project>("项目", "Projects"),
    of::<Ownership>("项目归属", "Ownership"),
    of::<Indicator>("项目指标", "Project's indicators"),
    of::<Clarification>("请求澄清", "Clarifications"),
    of::<MoveRow>("阶段变动", "Moves"),
    of::<Task>("任务", "Task"),
    of::<Focus>("重点", "Focus"),
    of::<StepRecord>("步骤记录", "Records of steps"),
    of::<PlanVersion>("计划版本", "Plan versions"),
    of::<PlanAction>("计划行动", "Plan's actions"),
    of::<PlanStep>("计划步骤", "Plan's steps"),
    of::<BudgetLine>("预算", "Budget"),
    of::<Opinion>("论证意见", "Opinions"),
    of::<Standard>("业绩标准", "Performance standards"),
    of::<ControlMethod>("控制办法", "Control methods"),
    of::<ProgressNote>("进展记录", "Progress notes"),
    of::<Actual>("实际值", "Actual figures"),
    of::<Measure>("改进措施", "Measures"),
    of::<AcceptancePoint>("验收要点", "Acceptance points"),
    of::<SummaryReport>("总结报告", "Summary report"),
    of::<Evaluation>("业绩评估", "Evaluate"),
    of::<Promise>("奖励承诺", "Promise"),
    of::<ProbationDecision>("试用决定", "Decisions on probations"),
    of::<Reward>("奖励", "Rewards"),
    of::<Lesson>("经验教训", "Lessons"),
    of::<Idea>("创意和建议", "Ideas"),
    of::<Proposal>("提案", "Proposals"),
    of::<Expense>("费用", "Expenses"),
    of::<PlanTerms>("计划考核约定", "Terms of a plan"),
    of::<Alert>("偏差预警", "Deviation alerts"),
    of::<Request>("请示", "Requests"),
    of::<Advice>("参考意见", "Advice"),
    of::<Consultation>("咨询", "Consultations"),
    of::<Question>("咨询的问题", "Questions of consultations"),
    of::<Report>("汇报", "Reports"),
    of::<Reminder>("催办记录", "Reminders"),
    of::<Meeting>("会议", "Meetings"),
    of::<PackRow>("会议材料", "Meeting pack"),
    of::<Attendance>("到会", "Attendance"),
    of::<AgendaItem>("议程", "Agenda"),
    of::<Resolution>("决议", "Resolutions"),
    of::<Feed>("日历订阅", "Calendar subscriptions"),
    of::<Handover>("移交单", "Hand-overs"),
    of::<HandoverItem>("移交的项目", "Projects handed over"),
    of::<Customer>("客户", "Customers"),
    of::<ImportBatch>("客户导入", "Imports of customers"),
    of::<Contact>("客户联系人", "Customers' people"),
    of::<TargetCustomer>("目标客户", "Target customers"),
    of::<Activity>("客户活动", "Activities"),
    of::<Objection>("客户异议", "Objections"),
    of::<Solution>("客户方案", "Solutions"),
    of::<SolutionEdition>("方案版本", "Editions of a solution"),
    of::<Contract>("合同", "Contracts"),
    of::<PaymentTerm>("付款约定", "Payment terms"),
    of::<Order>("订单", "Orders"),
    of::<OrderLine>("订单明细", "Lines of orders"),
    of::<Notice>("供应通知", "Supply notices"),
    of::<NoticeLine>("供应通知明细", "Lines of supply notices"),
    of::<Delivery>("交货", "Deliveries"),
    of::<DeliveryLine>("交货明细", "Lines of deliveries"),
    of::<Invoice>("发票", "Invoices"),
    of::<Receipt>("回款", "Receipts"),
    of::<Care>("使用回访", "Follow-ups"),
    of::<Attachment>("附件", "Files"),
];

/// The kind of this code.
pub fn known(kind: &str) -> Option<&'static Record> {
    RECORDS.iter().find(|it| it.kind == kind)
}
