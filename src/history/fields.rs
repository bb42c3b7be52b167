//! What people call the fields of recorded rows, and how their values are told: for the history of a project and for the
//! page of the trail alike.

use chrono::NaiveDate;
use serde_json::Value;

use crate::appraisals::model::ProbationOutcome;
use crate::clock::Moment;
use crate::correspondence::requests::model::{RequestKind, RequestState};
use crate::customers::model::{
    ActivityKind, EditionState, Grade, ObjectionKind, ObjectionState, Outcome, Part, Source, TargetStep, Weight,
};
use crate::lang::{Lang, Pair};
use crate::money::Money;
use crate::projects::alerts;
use crate::projects::alerts::rules::Rule;
use crate::projects::authority::Matter;
use crate::projects::deliberation::model::Stance;
use crate::projects::model::{Holder, Sort, TaskState};
use crate::projects::monitoring::model::Verdict;
use crate::projects::pipeline::{Move, State};
use crate::projects::steps::{Responsible, Step};
use crate::quantity::Quantity;
use crate::web::Shell;
use crate::words::{DayKind, Role};

/// How a recorded value is told.
#[derive(Clone, Copy, Debug)]
pub enum Telling {
    /// As it was typed, or as a plain number.
    Plain,
    /// Whole percent or points.
    Percent,
    /// Hundredths of a unit.
    Quantity,
    /// Hundredths of a percent.
    Discount,
    /// Fen.
    Money,
    /// A code with a name.
    Word(fn(&str) -> Option<Pair>),
    /// Kept for the program: a key, a counter, a stamp. The trail shows it; a sentence does not tell it.
    Kept,
}

/// A field of a recorded row.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: Pair,
    pub telling: Telling,
}

use Telling::{Discount, Kept, Money as Fen, Percent, Plain, Quantity as Hundredths, Word};

/// Kind (empty: every kind), field, its name, how its value is told. A kind's own line stands before the common one.
#[rustfmt::skip]
const FIELDS: &[(&str, &str, Pair, Telling)] = &[
    ("projects", "name", Pair("项目名称", "Project name"), Plain),
    ("projects", "sort", Pair("项目类别", "Kind of project"), Word(|it| Sort::from_code(it).map(Sort::name))),
    ("projects", "task", Pair("任务", "Task"), Plain),
    ("projects", "due_on", Pair("办理期限", "To be done by"), Plain),
    ("projects", "number", Pair("编号", "Number"), Plain),
    ("project_owners", "reason", Pair("理由", "Reason"), Plain),
    ("indicators", "value", Pair("目标值", "Target"), Hundredths),
    ("indicators", "handed", Pair("已下达", "Handed down"), Kept),
    ("indicators", "package_id", Pair("项目包", "Package"), Kept),
    ("indicators", "actual", Pair("实际值", "Actual"), Hundredths),
    ("indicators", "due_on", Pair("完成日期", "Due date"), Plain),
    ("targets", "value", Pair("目标值", "Target"), Hundredths),
    ("targets", "due_on", Pair("完成日期", "Due date"), Plain),
    ("actuals", "value", Pair("数值", "Value"), Hundredths),
    ("actuals", "note", Pair("说明", "Comment"), Plain),
    ("moves", "code", Pair("动作", "Move"), Word(|it| Move::from_code(it).map(Move::name))),
    ("moves", "role", Pair("角色", "Role"), Word(|it| Role::from_code(it).map(Role::name))),
    ("tasks", "role", Pair("责任人", "Who"), Word(|it| Responsible::from_code(it).map(Responsible::name))),
    ("tasks", "what", Pair("内容", "Content"), Plain),
    ("tasks", "state", Pair("状态", "State"), Word(|it| TaskState::from_code(it).map(TaskState::name))),
    ("tasks", "done_at", Pair("完成时间", "Done at"), Kept),
    ("tasks", "dropped_at", Pair("取消时间", "Dropped at"), Kept),
    ("person_roles", "role", Pair("角色", "Role"), Word(|it| Role::from_code(it).map(Role::name))),
    ("special_days", "kind", Pair("种类", "Kind"), Word(|it| DayKind::from_code(it).map(DayKind::name))),
    ("special_days", "day", Pair("日期", "Date"), Plain),
    ("plan_versions", "number", Pair("版本", "Version"), Plain),
    ("plan_versions", "focus", Pair("重点", "Focus"), Plain),
    ("budget_lines", "title", Pair("预算科目", "Budget item"), Plain),
    ("evaluations", "comment", Pair("评语", "Remarks"), Plain),
    ("evaluations", "attainment", Pair("目标达成", "Attainment of targets"), Hundredths),
    ("evaluations", "timeliness", Pair("及时性", "Timeliness"), Hundredths),
    ("evaluations", "records", Pair("记录质量", "Quality of records"), Hundredths),
    ("evaluations", "cooperation", Pair("协作", "Cooperation"), Hundredths),
    ("evaluations", "score", Pair("综合得分", "Score"), Hundredths),
    ("evaluations", "edition", Pair("第几次评估", "Which evaluation"), Plain),
    ("evaluations", "reason", Pair("重述理由", "Why it is restated"), Plain),
    ("evaluations", "lines", Pair("评估明细", "Lines of the evaluation"), Kept),
    ("evaluations", "until_on", Pair("评估截止日期", "Evaluated up to"), Plain),
    ("promises", "fen", Pair("承诺金额", "Amount promised"), Fen),
    ("promises", "terms", Pair("承诺条件", "Promised for"), Plain),
    ("probation_decisions", "outcome", Pair("决定", "Decision"), Word(|it| ProbationOutcome::from_code(it).map(ProbationOutcome::name))),
    ("probation_decisions", "until_on", Pair("延长至，或最后工作日", "Extended until, or last day of work"), Plain),
    ("probation_decisions", "score", Pair("平均得分", "Mean score"), Hundredths),
    ("summary_reports", "results", Pair("成果", "Results"), Plain),
    ("measures", "what", Pair("措施", "Measure"), Plain),
    ("measures", "result", Pair("措施结果", "Measure's result"), Plain),
    ("measures", "done_at", Pair("完成时间", "Done at"), Kept),
    ("lessons", "content", Pair("内容", "Content"), Plain),
    ("target_customers", "step", Pair("状态", "State"), Word(|it| TargetStep::from_code(it).map(TargetStep::name))),
    ("activities", "kind", Pair("方式", "How"), Word(|it| ActivityKind::from_code(it).map(ActivityKind::name))),
    ("activities", "result", Pair("结果", "Outcome"), Word(|it| Outcome::from_code(it).map(Outcome::name))),
    ("activities", "said", Pair("谈了什么", "What was said"), Plain),
    ("objections", "kind", Pair("种类", "Kind"), Word(|it| ObjectionKind::from_code(it).map(ObjectionKind::name))),
    ("objections", "weight", Pair("轻重", "Weight"), Word(|it| Weight::from_code(it).map(Weight::name))),
    ("objections", "state", Pair("状态", "State"), Word(|it| ObjectionState::from_code(it).map(ObjectionState::name))),
    ("objections", "said", Pair("客户怎么说", "What the customer says"), Plain),
    ("solution_editions", "state", Pair("状态", "State"), Word(|it| EditionState::from_code(it).map(EditionState::name))),
    ("solution_editions", "content", Pair("方案内容", "Content of the solution"), Plain),
    ("solution_editions", "answer", Pair("客户的答复", "The customer's answer"), Plain),
    ("step_records", "content", Pair("内容", "Content"), Plain),
    ("step_records", "step", Pair("步骤", "Step"), Word(|it| Step::from_code(it).map(Step::name))),
    ("alerts", "rule", Pair("规则", "Rule"), Word(|it| Rule::from_code(it).map(Rule::name))),
    ("alerts", "answer", Pair("答复", "Answer"), Word(|it| alerts::model::Answer::from_code(it).map(alerts::model::Answer::name))),
    ("alerts", "tolerance", Pair("允许偏差", "Tolerance"), Kept),
    ("alerts", "fires_on", Pair("预警日期", "Alert since"), Plain),
    ("alerts", "passed_on", Pair("消除日期", "Past since"), Plain),
    ("alerts", "wanted", Pair("应达", "Wanted"), Kept),
    ("alerts", "found", Pair("实际", "Actual"), Kept),
    ("alerts", "from_on", Pair("起算日期", "Counted from"), Kept),
    ("alerts", "to_on", Pair("截止日期", "Counted to"), Kept),
    ("alerts", "budget", Pair("计划预算", "Planned budget"), Kept),
    ("plan_terms", "formula", Pair("评估公式", "Formula of the evaluation"), Plain),
    ("evaluations", "formula", Pair("评估公式", "Formula of the evaluation"), Plain),
    ("plan_terms", "behind_percent", Pair("允许落后（%）", "Behind the curve, allowed (%)"), Percent),
    ("plan_terms", "milestone_days", Pair("里程碑允许逾期（工作日）", "Milestones overdue, allowed (working days)"), Plain),
    ("plan_terms", "payment_days", Pair("回款允许逾期（工作日）", "Payments overdue, allowed (working days)"), Plain),
    ("plan_terms", "idle_days", Pair("允许没有活动（工作日）", "Without activity, allowed (working days)"), Plain),
    ("plan_terms", "budget_percent", Pair("预算允许超前（%）", "Budget ahead, allowed (%)"), Percent),
    ("requests", "question", Pair("请示什么", "What is asked"), Plain),
    ("requests", "title", Pair("请示事项", "Matter"), Plain),
    ("requests", "proposal", Pair("我的建议", "What I propose"), Plain),
    ("requests", "kind", Pair("种类", "Kind"), Word(|it| RequestKind::from_code(it).map(RequestKind::name))),
    ("requests", "matter", Pair("哪一项限额", "Which limit"), Word(|it| Matter::from_code(it).map(Matter::name))),
    ("requests", "state", Pair("状态", "State"), Word(|it| RequestState::from_code(it).map(RequestState::name))),
    ("requests", "up_to", Pair("请求放宽到", "Asked for up to"), Hundredths),
    ("requests", "granted_up_to", Pair("放宽到", "Allowed up to"), Hundredths),
    ("requests", "granted", Pair("同意", "Granted"), Plain),
    ("requests", "instruction", Pair("批示", "Instruction"), Plain),
    ("requests", "urgent", Pair("紧急", "Urgent"), Plain),
    ("requests", "asker_id", Pair("请示人", "Asked by"), Kept),
    ("requests", "confirmed_at", Pair("确认时间", "Confirmed at"), Kept),
    ("handovers", "note", Pair("交接要求", "What the taker should know"), Plain),
    ("handovers", "content", Pair("移交内容", "What is handed over"), Kept),
    ("handovers", "seal", Pair("封印", "Seal"), Kept),
    ("handovers", "projects", Pair("项目", "Project"), Plain),
    ("handovers", "customers", Pair("客户", "Customers"), Plain),
    ("handovers", "tasks", Pair("任务", "Task"), Plain),
    ("handovers", "outstanding", Pair("未回款", "Outstanding"), Fen),
    ("handovers", "due_on", Pair("确认期限", "To be confirmed by"), Plain),
    ("handover_items", "content", Pair("移交内容", "What is handed over"), Kept),
    ("handover_items", "outstanding", Pair("未回款", "Outstanding"), Fen),
    ("contracts", "fen", Pair("合同金额", "Contract amount"), Fen),
    ("contracts", "terms", Pair("主要条款", "Main terms"), Plain),
    ("contracts", "request_id", Pair("请示", "Request"), Kept),
    ("contracts", "discount_request_id", Pair("折扣的请示", "Request about the discount"), Kept),
    ("solution_editions", "offered_to", Pair("报价对象", "Offered to"), Kept),
    ("solution_editions", "offered_to_person", Pair("报价联系人", "Addressed to"), Kept),
    ("solution_editions", "offered_by", Pair("报价人", "From"), Kept),
    ("contracts", "invoiced", Pair("已开票", "Invoiced"), Fen),
    ("contracts", "received", Pair("已回款", "Received"), Fen),
    ("contracts", "outstanding", Pair("未回款", "Outstanding"), Fen),
    ("contracts", "overdue_on", Pair("逾期自", "Overdue from"), Plain),
    ("contracts", "care_on", Pair("下次回访", "Next follow-up"), Plain),
    ("payment_terms", "title", Pair("付款约定", "Payment term"), Plain),
    ("payment_terms", "due_on", Pair("付款期限", "To be paid by"), Plain),
    ("orders", "note", Pair("备注", "Note"), Plain),
    ("order_lines", "quantity", Pair("数量", "Quantity"), Hundredths),
    ("notice_lines", "quantity", Pair("数量", "Quantity"), Hundredths),
    ("supply_notices", "note", Pair("备注", "Note"), Plain),
    ("deliveries", "note", Pair("备注", "Note"), Plain),
    ("invoices", "note", Pair("备注", "Note"), Plain),
    ("expenses", "title", Pair("预算科目", "Budget item"), Plain),
    ("expenses", "note", Pair("用途", "Purpose"), Plain),
    ("receipts", "note", Pair("备注", "Note"), Plain),
    ("cares", "condition", Pair("使用情况", "Condition of use"), Plain),
    ("attachments", "name", Pair("文件名", "File name"), Plain),
    ("customers", "name", Pair("客户名称", "Customer's name"), Plain),
    ("customers", "note", Pair("备注", "Note"), Plain),
    ("customers", "grade", Pair("等级", "Grade"), Word(|it| Grade::from_code(it).map(Grade::name))),
    ("customers", "source", Pair("来源", "Source"), Word(|it| Source::from_code(it).map(Source::name))),
    ("customers", "keeper_id", Pair("维护人", "Looked after by"), Plain),
    ("customers", "merged_into", Pair("并入", "Merged into"), Plain),
    ("customers", "credit_code", Pair("统一社会信用代码", "Credit code"), Plain),
    ("customers", "region", Pair("地区", "Region"), Plain),
    ("customers", "industry", Pair("行业", "Industry"), Plain),
    ("customers", "address", Pair("地址", "Address"), Plain),
    ("customers", "likeness", Pair("比对名称", "Name as compared"), Kept),
    ("customers", "search", Pair("检索文字", "What it is found by"), Kept),
    ("customers", "names", Pair("检索名称", "Names it is found by"), Kept),
    ("customers", "attend_on", Pair("待联系日期", "To be contacted since"), Kept),
    ("customers", "next_on", Pair("下一步日期", "Day of the next step"), Kept),
    ("customers", "last_on", Pair("最近活动日期", "Day of the last activity"), Kept),
    ("customers", "batch_id", Pair("导入批次", "Import"), Kept),
    ("customers", "added_by", Pair("登记人", "Recorded by"), Kept),
    ("customers", "added_at", Pair("登记时间", "Written down at"), Kept),
    ("contacts", "name", Pair("姓名", "Name"), Plain),
    ("contacts", "note", Pair("备注", "Note"), Plain),
    ("contacts", "part", Pair("作用", "Part played"), Word(|it| Part::from_code(it).map(Part::name))),
    ("contacts", "post", Pair("职务", "Post"), Plain),
    ("contacts", "wechat", Pair("微信", "WeChat"), Plain),
    ("contacts", "left_at", Pair("离职时间", "Left at"), Kept),
    ("import_batches", "file_name", Pair("文件", "File"), Plain),
    ("import_batches", "sha256", Pair("文件指纹", "File's fingerprint"), Kept),
    ("import_batches", "added", Pair("导入家数", "Imported"), Plain),
    ("import_batches", "skipped", Pair("未导入行数", "Rows left out"), Plain),
    ("import_batches", "imported_at", Pair("导入时间", "Imported at"), Kept),
    ("import_batches", "undone_at", Pair("撤销时间", "Undone at"), Kept),
    ("import_batches", "undone_by", Pair("撤销人", "Undone by"), Kept),
    ("", "step", Pair("步骤", "Step"), Word(|it| Step::from_code(it).map(Step::name))),
    ("", "stance", Pair("意见", "Opinion"), Word(|it| Stance::from_code(it).map(Stance::name))),
    ("", "checked", Pair("计调核对", "Coordinator's check"), Word(|it| Verdict::from_code(it).map(Verdict::name))),
    ("", "accepted", Pair("总指挥验收", "Commander's acceptance"), Word(|it| Verdict::from_code(it).map(Verdict::name))),
    ("", "from_stage", Pair("从", "From"), Word(|it| State::from_code(it).map(State::name))),
    ("", "to_stage", Pair("到", "To"), Word(|it| State::from_code(it).map(State::name))),
    ("", "stage", Pair("阶段", "Stage"), Word(|it| State::from_code(it).map(State::name))),
    ("", "holder", Pair("等待", "Waits for"), Word(|it| Holder::from_code(it).map(Holder::name))),
    ("", "holder_since", Pair("等待自", "Waits since"), Kept),
    ("", "limit_discount", Pair("折扣限额", "Discount limit"), Discount),
    ("", "limit_budget", Pair("预算限额", "Budget limit"), Fen),
    ("", "limit_contract", Pair("合同额限额", "Contract limit"), Fen),
    ("", "fen", Pair("金额", "Amount"), Fen),
    ("", "percent", Pair("进展", "Progress"), Percent),
    ("", "weight_attainment", Pair("目标达成的权重", "Weight of attainment"), Percent),
    ("", "weight_timeliness", Pair("及时性的权重", "Weight of timeliness"), Percent),
    ("", "weight_records", Pair("记录质量的权重", "Weight of the records"), Percent),
    ("", "weight_cooperation", Pair("协作的权重", "Weight of cooperation"), Percent),
    ("", "name", Pair("名称", "Name"), Plain),
    ("", "name_en", Pair("英文名称", "English name"), Plain),
    ("", "title", Pair("标题", "Title"), Plain),
    ("", "detail", Pair("说明", "Comment"), Plain),
    ("", "task", Pair("任务", "Task"), Plain),
    ("", "arrangements", Pair("协调与联络安排", "Arrangements for coordination"), Plain),
    ("", "purpose", Pair("用途", "Purpose"), Plain),
    ("", "scope", Pair("范围", "Scope"), Plain),
    ("", "starts_on", Pair("开始日期", "First day"), Plain),
    ("", "ends_on", Pair("结束日期", "Last day"), Plain),
    ("", "due_on", Pair("期限", "Due"), Plain),
    ("", "done_on", Pair("完成日期", "Due date"), Plain),
    ("", "paid_on", Pair("兑付日期", "Day of payment"), Plain),
    ("", "on_day", Pair("日期", "Date"), Plain),
    ("", "month", Pair("月份", "Month"), Plain),
    ("", "round", Pair("轮次", "Round"), Plain),
    ("", "number", Pair("编号", "Number"), Plain),
    ("", "reason", Pair("理由", "Reason"), Plain),
    ("", "statement", Pair("终止说明", "Closing statement"), Plain),
    ("", "condition", Pair("条件", "Conditions"), Plain),
    ("", "defence", Pair("答辩", "Defence"), Plain),
    ("", "question", Pair("澄清问题", "Question"), Plain),
    ("", "answer", Pair("答复", "Answer"), Plain),
    ("", "note", Pair("说明", "Comment"), Plain),
    ("", "finding", Pair("核对所见", "What the check found"), Plain),
    ("", "expected", Pair("要求", "Required"), Plain),
    ("", "comment", Pair("说明", "Comment"), Plain),
    ("", "goal", Pair("目标", "Goal"), Plain),
    ("", "strategy", Pair("策略", "Strategy"), Plain),
    ("", "division", Pair("分工", "Division of work"), Plain),
    ("", "zero_budget", Pair("预算为零", "No budget"), Plain),
    ("", "who", Pair("负责", "Responsible"), Plain),
    ("", "measure", Pair("衡量方法", "How it is measured"), Plain),
    ("", "tolerance", Pair("允许偏差", "Tolerance"), Plain),
    ("", "frequency", Pair("频次", "How often"), Plain),
    ("", "course", Pair("经过", "Course"), Plain),
    ("", "problems", Pair("问题", "Problems"), Plain),
    ("", "causes", Pair("原因", "Causes"), Plain),
    ("", "experience", Pair("经验", "Experience"), Plain),
    ("", "advice", Pair("建议", "Advice"), Plain),
    ("", "content", Pair("内容", "Content"), Plain),
    ("", "text", Pair("内容", "Content"), Plain),
    ("", "background", Pair("背景", "Background"), Plain),
    ("", "effect", Pair("预期效果", "Expected effect"), Plain),
    ("", "needs", Pair("所需条件", "What it needs"), Plain),
    ("", "decision", Pair("批复", "Decision"), Plain),
    ("", "state", Pair("状态", "State"), Plain),
    ("", "kind", Pair("种类", "Kind"), Plain),
    ("", "value", Pair("值", "Value"), Plain),
    ("", "unit", Pair("单位", "Unit"), Plain),
    ("", "unit_en", Pair("英文单位", "English unit"), Plain),
    ("", "code", Pair("代码", "Code"), Plain),
    ("", "subject", Pair("对象", "About"), Kept),
    ("", "owner_id", Pair("项目负责人", "Project owner"), Plain),
    ("", "giver_id", Pair("移交人", "Handed over by"), Plain),
    ("", "taker_id", Pair("接收人", "Taken over by"), Plain),
    ("", "giver_confirmed_at", Pair("移交人确认时间", "Giver confirmed at"), Kept),
    ("", "taker_confirmed_at", Pair("接收人确认时间", "Taker confirmed at"), Kept),
    ("", "handover_id", Pair("移交单", "Hand-overs"), Kept),
    ("", "coordinator_id", Pair("销售计调", "Coordinator"), Plain),
    ("", "person_id", Pair("经手人", "Person"), Plain),
    ("", "acting_for_id", Pair("代理", "Acting for"), Kept),
    ("", "acting_id", Pair("代理人", "Who acts"), Plain),
    ("", "commander_id", Pair("总指挥", "Commander"), Plain),
    ("", "author_id", Pair("起草人", "Author"), Kept),
    ("", "asked_by", Pair("提问人", "Asked by"), Kept),
    ("", "answered_by", Pair("答复人", "Answered by"), Kept),
    ("", "defended_by", Pair("答辩人", "Defended by"), Kept),
    ("", "checked_by", Pair("核对人", "Checked by"), Kept),
    ("", "accepted_by", Pair("验收人", "Accepted by"), Kept),
    ("", "evaluated_by", Pair("评估人", "Evaluated by"), Kept),
    ("", "decided_by", Pair("决定人", "Decided by"), Kept),
    ("", "done_by", Pair("完成人", "Done by"), Kept),
    ("", "set_by", Pair("确定人", "Set by"), Kept),
    ("", "package_id", Pair("项目包", "Package"), Kept),
    ("", "plan_id", Pair("行动计划", "Action plan"), Kept),
    ("", "project_id", Pair("所属项目", "Project"), Kept),
    ("", "metric_id", Pair("指标", "Indicator"), Kept),
    ("", "indicator_id", Pair("指标", "Indicator"), Kept),
    ("", "proposal_id", Pair("提案", "Proposal"), Kept),
    ("", "plan_version_id", Pair("计划版本", "Plan version"), Kept),
    ("", "approved_id", Pair("批准的版本", "Approved version"), Kept),
    ("", "line_id", Pair("里程碑", "Milestone"), Kept),
    ("", "subject_id", Pair("对象", "About"), Kept),
    ("", "position", Pair("序号", "No."), Kept),
    ("", "seq", Pair("序号", "No."), Kept),
    ("", "moves", Pair("变动次数", "Number of moves"), Kept),
    ("", "execution_finished", Pair("执行已完成", "Execution is finished"), Plain),
    ("", "self_reported", Pair("自行填报", "Self-reported"), Kept),
    ("", "at", Pair("时间", "Time"), Kept),
    ("", "entered_at", Pair("进入阶段时间", "In the stage since"), Kept),
    ("", "issued_at", Pair("下达时间", "Issued at"), Kept),
    ("", "ended_at", Pair("结束时间", "Ended at"), Kept),
    ("", "created_at", Pair("建立时间", "Made at"), Kept),
    ("", "sealed_at", Pair("定稿时间", "Sealed at"), Kept),
    ("", "seal", Pair("封印", "Seal"), Kept),
    ("", "asked_at", Pair("提问时间", "Asked at"), Kept),
    ("", "answered_at", Pair("答复时间", "Answered at"), Kept),
    ("", "given_at", Pair("发表时间", "Given at"), Kept),
    ("", "defended_at", Pair("答辩时间", "Defended at"), Kept),
    ("", "recorded_at", Pair("记录时间", "Recorded at"), Kept),
    ("", "noted_at", Pair("记录时间", "Recorded at"), Kept),
    ("", "checked_at", Pair("核对时间", "Checked at"), Kept),
    ("", "accepted_at", Pair("验收时间", "Accepted at"), Kept),
    ("", "submitted_at", Pair("报送时间", "Submitted at"), Kept),
    ("", "evaluated_at", Pair("评估时间", "Evaluated at"), Kept),
    ("", "decided_at", Pair("决定时间", "Decided at"), Kept),
    ("", "set_at", Pair("确定时间", "Set at"), Kept),
    ("", "opened_at", Pair("产生时间", "Opened at"), Kept),
    ("", "done_at", Pair("完成时间", "Done at"), Kept),
    ("", "since", Pair("自", "Since"), Kept),
    ("", "until", Pair("至", "To"), Kept),
    ("", "expires_at", Pair("有效期至", "Valid until"), Kept),
    ("", "used_at", Pair("使用时间", "Used at"), Kept),
    ("", "appointed_at", Pair("指定时间", "Appointed at"), Kept),
    ("", "left_at", Pair("停用时间", "Deactivated at"), Kept),
    ("", "buyer", Pair("甲方（买方）", "Party A (buyer)"), Plain),
    ("", "seller", Pair("乙方（卖方）", "Party B (seller)"), Plain),
    ("contracts", "list_fen", Pair("目录价合计", "By the list"), Fen),
    ("", "signed_on", Pair("签署日期", "Signed on"), Plain),
    ("", "state_since", Pair("状态起始", "State since"), Kept),
    ("", "solution_edition_id", Pair("方案版本", "Edition of a solution"), Kept),
    ("", "drafted_by", Pair("起草人", "Author"), Kept),
    ("", "drafted_at", Pair("起草时间", "Begun at"), Kept),
    ("", "contract_id", Pair("合同", "Contract"), Kept),
    ("", "order_id", Pair("订单", "Order"), Kept),
    ("", "order_line_id", Pair("订货行", "Line of the order"), Kept),
    ("", "notice_id", Pair("供应通知", "Supply notice"), Kept),
    ("", "delivery_id", Pair("交货", "Delivery"), Kept),
    ("", "ordered_on", Pair("下单日期", "Ordered on"), Plain),
    ("", "wanted_on", Pair("要求交货日期", "Wanted by"), Plain),
    ("", "receiver", Pair("收货人", "Receiver"), Plain),
    ("", "place", Pair("收货地点", "Place"), Plain),
    ("", "goods", Pair("货物名称", "Goods"), Plain),
    ("", "spec", Pair("规格型号", "Specification"), Plain),
    ("order_lines", "price_fen", Pair("单价", "Unit price"), Fen),
    ("", "taken_at", Pair("记录时间", "Recorded at"), Kept),
    ("", "supplier", Pair("供货单位", "Supplier"), Plain),
    ("", "deliver_by", Pair("交货期限", "Deliver by"), Plain),
    ("", "issued_by", Pair("发出人", "Issued by"), Kept),
    ("", "withdrawn_at", Pair("撤回时间", "Withdrawn at"), Kept),
    ("", "delivered_on", Pair("交货日期", "Delivered on"), Plain),
    ("", "carrier", Pair("承运人", "Carrier"), Plain),
    ("", "signed_by", Pair("签收人", "Signed for by"), Plain),
    ("", "counted_on", Pair("盘点日期", "Counted on"), Plain),
    ("", "counted_by", Pair("盘点人", "Counted by"), Kept),
    ("", "voided_at", Pair("作废时间", "Voided at"), Kept),
    ("", "sent", Pair("交货数量", "Sent"), Hundredths),
    ("", "counted", Pair("实盘数量", "Counted"), Hundredths),
    ("", "difference", Pair("差异原因", "Reason for the difference"), Plain),
    ("", "invoiced_on", Pair("开票日期", "Invoiced on"), Plain),
    ("", "received_on", Pair("回款日期", "Received on"), Plain),
    ("", "way", Pair("收款方式", "How it came"), Plain),
    ("", "satisfaction", Pair("满意度", "Satisfaction"), Plain),
    ("", "complaint", Pair("投诉", "Complaint"), Plain),
    ("", "chance", Pair("新的机会", "Chance"), Plain),
    ("cares", "next_on", Pair("下次日期", "Next date"), Plain),
    ("", "subject_kind", Pair("附于", "Attached to"), Kept),
    ("", "size", Pair("大小", "Size"), Kept),
    ("", "sha256", Pair("指纹", "Fingerprint"), Kept),
    ("", "added_at", Pair("上传时间", "Added at"), Kept),
    ("", "removed_at", Pair("移除时间", "Removed at"), Kept),
    ("", "username", Pair("账号", "Account name"), Plain),
    ("", "password_hash", Pair("密码指纹", "Password's fingerprint"), Kept),
    ("", "lang", Pair("语言", "Language"), Plain),
    ("", "phone", Pair("电话", "Phone"), Plain),
    ("", "probation", Pair("试用", "Probation"), Plain),
    ("", "active", Pair("在职", "Active"), Plain),
    ("", "closed", Pair("已关闭", "Closed"), Plain),
    ("", "step_since", Pair("状态自", "At this step since"), Kept),
    ("", "grounds", Pair("为什么选", "Why chosen"), Plain),
    ("", "dropped_for", Pair("放弃的原因", "Why it is given up"), Plain),
    ("", "last_on", Pair("上次联系", "Last contact"), Kept),
    ("", "next_step", Pair("下一步", "Next"), Plain),
    ("", "next_on", Pair("下一步日期", "Day of the next step"), Plain),
    ("", "contact_id", Pair("对方人员", "Whom"), Kept),
    ("", "with_whom", Pair("在场的其他人", "Others who were there"), Plain),
    ("", "chosen_by", Pair("选定人", "Chosen by"), Kept),
    ("", "chosen_at", Pair("选定时间", "Chosen at"), Kept),
    ("", "customer_id", Pair("客户", "Customers"), Kept),
    ("", "target_id", Pair("目标客户", "Target customers"), Kept),
    ("", "raised_on", Pair("提出日期", "Raised on"), Plain),
    ("", "raised_at", Pair("登记时间", "Written down at"), Kept),
    ("", "asked", Pair("请专业人员解决什么", "What specialists are asked"), Plain),
    ("", "passed_at", Pair("转交时间", "Passed at"), Kept),
    ("", "design", Pair("解决方案", "Solution"), Plain),
    ("", "designed_by", Pair("设计人", "Designed by"), Kept),
    ("", "designed_at", Pair("设计时间", "Designed at"), Kept),
    ("", "outcome", Pair("最后的答复", "Final answer"), Plain),
    ("", "overcome", Pair("异议是否消除", "Overcome"), Plain),
    ("", "settled_at", Pair("了结时间", "Settled at"), Kept),
    ("", "objection_id", Pair("异议", "Objection"), Kept),
    ("", "solution_id", Pair("方案", "Solution"), Kept),
    ("", "begun_by", Pair("起草人", "Author"), Kept),
    ("", "begun_at", Pair("起草时间", "Begun at"), Kept),
    ("", "edition", Pair("版本", "Version"), Plain),
    ("", "list_fen", Pair("目录价", "List price"), Fen),
    ("", "price_fen", Pair("报价", "Price"), Fen),
    ("", "valid_until", Pair("有效期至", "Valid until"), Plain),
    ("", "request_id", Pair("请示", "Request"), Kept),
    ("", "written_at", Pair("编写时间", "Written at"), Kept),
    ("", "offered_on", Pair("提交日期", "Submitted on"), Kept),
    ("", "answered_on", Pair("答复日期", "Answered on"), Kept),
    ("", "provisional", Pair("待确认", "Provisional"), Plain),
];

/// Labels that are no nouns, and what such a field is called inside an English sentence.
pub const NOUNS: [(&str, &str); 43] = [
    ("Looked after by", "person who looks after it"),
    ("Handed over by", "giver"),
    ("Taken over by", "taker"),
    ("Who", "one in charge"),
    ("Responsible", "person responsible"),
    ("Signed for by", "person who signed for it"),
    ("Others who were there", "names of others who were there"),
    ("Signed on", "day of signing"),
    ("Ordered on", "day of the order"),
    ("Delivered on", "day of delivery"),
    ("Counted on", "day of the count"),
    ("Invoiced on", "day of the invoice"),
    ("Received on", "day of receipt"),
    ("Raised on", "day on which it was raised"),
    ("Overdue from", "day from which it is overdue"),
    ("Valid until", "day until which it is valid"),
    ("To be done by", "day by which it is to be done"),
    ("To be paid by", "day by which it is to be paid"),
    ("To be confirmed by", "day by which it is to be confirmed"),
    ("Wanted by", "day by which it is wanted"),
    ("Deliver by", "day by which it is to be delivered"),
    ("How", "way"),
    ("How it came", "way in which it came"),
    ("How it is measured", "way in which it is measured"),
    ("How often", "frequency"),
    ("Next", "next step"),
    ("Required", "requirement"),
    ("What it needs", "list of what it needs"),
    ("What was said", "record of what was said"),
    ("What the customer says", "customer's words"),
    ("What the taker should know", "note to the taker"),
    ("What specialists are asked", "question to the specialists"),
    ("What is asked", "question"),
    ("What I propose", "proposal"),
    ("Why chosen", "reason for choosing it"),
    ("Why it is given up", "reason for giving it up"),
    ("Why it is restated", "reason for restating it"),
    ("Which limit", "limit in question"),
    ("Asked for up to", "extent asked for"),
    ("Allowed up to", "extent allowed"),
    ("By the list", "price by the list"),
    ("Sent", "quantity sent"),
    ("Counted", "quantity counted"),
];

/// A field of a kind; none where the program knows no name for it.
pub fn field(kind: &str, name: &str) -> Option<Field> {
    let own = FIELDS.iter().find(|(of, field, ..)| *of == kind && *field == name);
    let known = own.or_else(|| FIELDS.iter().find(|(of, field, ..)| of.is_empty() && *field == name));
    known.map(|(_, _, name, telling)| Field { name: *name, telling: *telling })
}

/// Whether a value says nothing.
pub fn is_blank(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        _ => false,
    }
}

/// A value as people read it; `name` knows the names behind keys (people, first of all).
pub fn told(value: Option<&Value>, telling: Telling, s: &Shell, name: impl Fn(&str) -> Option<String>) -> String {
    let blank = || s.t("（空）", "(nothing)").to_owned();
    match value {
        None | Some(Value::Null) => blank(),
        Some(Value::Bool(yes)) => if *yes { s.t("是", "yes") } else { s.t("否", "no") }.to_owned(),
        Some(Value::Number(number)) => {
            let number = number.as_i64().unwrap_or_default();
            match telling {
                Fen => money(number, s.lang),
                Hundredths => Quantity(number).to_string(),
                Discount => format!("{} %", Quantity(number)),
                Percent => format!("{number} %"),
                _ => number.to_string(),
            }
        }
        Some(Value::String(text)) if text.is_empty() => blank(),
        Some(Value::String(text)) => {
            if let Word(word) = telling
                && let Some(pair) = word(text)
            {
                return s.lang.say(pair).to_owned();
            }
            if let Some(name) = name(text) {
                return name;
            }
            if let Ok(day) = text.parse::<NaiveDate>() {
                return s.day(day);
            }
            if let Ok(at) = text.parse::<Moment>() {
                return s.minute(at);
            }
            text.clone()
        }
        Some(other) => other.to_string(),
    }
}

/// `30,000 元`: no fen where there are none.
pub fn money(fen: i64, lang: Lang) -> String {
    let yuan = Money(fen).yuan().to_string();
    format!("{} {}", yuan.strip_suffix(".00").unwrap_or(&yuan), lang.of("元", "yuan"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_noun_is_of_a_label() {
        for (label, noun) in NOUNS {
            assert!(FIELDS.iter().any(|it| it.2.1 == label), "nothing is called {label}, {noun}");
        }
    }
}
