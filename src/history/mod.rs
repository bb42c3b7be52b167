//! A project's history as sentences: who did what, when, and what changed from what to what, out of the trail. Changes made by
//! one person in one act (same moment, same deed) are one sentence.

/// What people call the fields of recorded rows.
pub mod fields;

/// From rows of the trail to sentences.
pub mod telling;

/// A customer's history.
pub mod customer;

/// Who answered for a project, and what was asked and told about it.
mod beside;

/// A project's first page.
pub mod overview;

/// A contract's history.
pub mod contract;

/// One short function per route.
pub mod handlers;

use askama::Template;
use diesel::prelude::*;
use serde_json::Value;

pub use self::telling::Sentence;
use self::telling::{Act, Names, object, text_of};
use crate::correspondence;
use crate::error::Result;
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::head::{Head, Tab};
use crate::projects::pipeline::Move;
use crate::store::schema::{consultations, customers, meetings, proposals, reports, requests, target_customers, trail};
use crate::store::trail::Entry;
use crate::store::{Actor, Conn};
use crate::web::list::{PAGE, Pager};
use crate::web::{Reading, Routes, Shell};

/// Addresses of a project's first page and of its history, and of a contract's.
pub fn routes(routes: &mut Routes) {
    routes.get("/projects/{number}", handlers::overview);
    routes.get("/projects/{number}/history", handlers::history);
    routes.get("/contracts/{number}/history", handlers::of_contract);
    routes.get("/customers/{number}/history", handlers::customer);
}

/// Rows that only keep a figure or open and close tasks are not told: they follow from the act beside them.
const UNTOLD: &[&str] = &[
    "hold",
    "keep_actual",
    "open_task",
    "drop_task",
    "finish_task",
    "reopen_task",
    "own",
    "hand_over_measure",
    "open_acceptance",
    "keep_target",
    "keep_customer",
    "watch",
    "answer_alert",
    "freeze_terms",
    "carry_terms",
    "keep_settlement",
    "keep_order",
];

/// Doings that are part of another one at the same moment by the same person.
const PARTS: &[(&str, &str)] = &[
    ("amend", "draft"),
    ("seal_plan", "submit"),
    ("write_edition", "begin_solution"),
    ("fix_standards", "submit"),
    ("resolve", "improve"),
    ("amend", "reissue"),
];

/// What a deed is called; every deed of the powers has its name there.
pub fn what(deed: &str) -> Pair {
    if let Some(code) = Move::from_code(deed) {
        return code.deed().name();
    }
    if let Some(deed) = Deed::from_code(deed) {
        return deed.name();
    }
    match deed {
        "amend" => Pair("修订指令", "Amend the directive"),
        "seal_plan" => Pair("计划定稿", "Seal the plan's version"),
        "discard_plan" => Pair("放弃修订稿", "Drop the revision"),
        "resolve" => Pair("下达改进措施", "Resolve a measure"),
        "finish_measure" => Pair("记录措施结果", "Record a measure's result"),
        "pay_reward" => Pair("兑付奖励", "Pay the reward"),
        "finish_execution" => Pair("注明执行已完成", "Say that execution is finished"),
        "submit_proposal" => Pair("报送提案", "Submit a proposal"),
        "discard_proposal" => Pair("放弃提案草稿", "Drop a proposal's draft"),
        "propose_nothing" => Pair("本轮不提新提案", "No new proposal this round"),
        "hand_over_task" => Pair("移交任务", "Hand tasks over"),
        "hand_over_measure" => Pair("移交改进措施", "Hand measures over"),
        "confirm_handover" => Pair("确认移交", "Confirm the hand-over"),
        "confirm_answer" => Pair("确认批示", "Confirm the answer to a request"),
        "withdraw_request" => Pair("撤回请示", "Withdraw a request"),
        "ask_advice" => Pair("请企划助理提供参考", "Ask for advice on a request"),
        "ask_further" => Pair("追问", "Ask further"),
        "close_consultation" => Pair("咨询后自己决定", "Decide after a consultation"),
        "withdraw_consultation" => Pair("撤回咨询", "Withdraw a consultation"),
        "choose_target" => Pair("选定目标客户", "Choose target customers"),
        "plan_target" => Pair("安排下一步", "Plan the next step"),
        "talk_target" => Pair("开始洽谈", "Begin talks"),
        "sign_target" => Pair("客户签约", "A customer signs"),
        "serve_target" => Pair("开始服务客户", "Begin to serve a customer"),
        "unsign_target" => Pair("客户合同取消", "A customer's contract cancelled"),
        "drop_target" => Pair("放弃目标客户", "Give a target customer up"),
        "take_up_target" => Pair("重新列为目标客户", "Take a customer up again"),
        "record_activity" => Pair("记录客户活动", "Record an activity"),
        "correct_activity" => Pair("更正客户活动", "Correct an activity"),
        "raise_objection" => Pair("登记客户异议", "Write an objection down"),
        "pass_objection" => Pair("把异议转专业人员", "Pass an objection to the specialists"),
        "settle_objection" => Pair("了结客户异议", "Settle an objection"),
        "begin_solution" => Pair("起草客户方案", "Begin a solution"),
        "write_edition" => Pair("编写方案", "Write a solution"),
        "drop_edition" => Pair("放弃方案草稿", "Drop a solution's draft"),
        "offer_solution" => Pair("向客户提交方案", "Offer a solution"),
        "answer_solution" => Pair("记录客户对方案的答复", "Record the customer's answer to a solution"),
        "draft_contract" => Pair("起草合同", "Draft a contract"),
        "amend_contract" => Pair("修改合同草稿", "Amend a contract's draft"),
        "sign_contract" => Pair("签署合同", "Sign a contract"),
        "start_contract" => Pair("开始履行合同", "Start a contract"),
        "finish_contract" => Pair("合同履行完毕", "Finish a contract"),
        "cancel_contract" => Pair("取消合同", "Cancel the contract"),
        "take_order" => Pair("登记订单", "Take an order"),
        "amend_order" => Pair("修改订单", "Change the order"),
        "cancel_order" => Pair("取消订单", "Cancel the order"),
        "withdraw_notice" => Pair("撤回供应通知", "Withdraw the supply notice"),
        "deliver" => Pair("登记交货", "Record a delivery"),
        "count_delivery" => Pair("登记盘点", "Record a count"),
        "void_delivery" => Pair("作废交货", "Void the delivery"),
        "invoice" => Pair("登记开票", "Record an invoice"),
        "void_invoice" => Pair("作废发票", "Void the invoice"),
        "receive" => Pair("登记回款", "Record a receipt"),
        "void_receipt" => Pair("作废回款", "Void the receipt"),
        "care" => Pair("登记使用回访", "Record a follow-up"),
        "propose_terms" => Pair("拟定允许偏差与评估权重", "Propose tolerances and weights"),
        "spend" => Pair("登记支出", "Record an expense"),
        "void_expense" => Pair("作废支出", "Void the expense"),
        "attach" => Pair("上传附件", "Attach a file"),
        "detach" => Pair("移除附件", "Take a file away"),
        "add_person" => Pair("添加联系人", "Add a person there"),
        "change_person" => Pair("修改联系人", "Change a person there"),
        "person_left" => Pair("联系人已离职", "A person there has left"),
        "person_back" => Pair("联系人仍在职", "A person there is back"),
        "undo_import" => Pair("撤销导入", "Undo an import"),
        "move_meeting" => Pair("会议改期", "Move the meeting"),
        "cancel_meeting" => Pair("取消会议", "Cancel the meeting"),
        "restore_meeting" => Pair("恢复会议", "Hold it after all"),
        "change_item" => Pair("修改待议事项", "Change a matter"),
        "remove_item" => Pair("撤下待议事项", "Take a matter off the agenda"),
        "arrange_item" => Pair("调整议程顺序", "Arrange the agenda"),
        "pass_on_item" => Pair("待议事项转到下次会议", "Pass a matter on to the next meeting"),
        "call_meeting" => Pair("召集会议", "Call the meeting"),
        "open_meeting" => Pair("开会", "Open the meeting"),
        "close_meeting" => Pair("散会", "Close the meeting"),
        "read_minutes" => Pair("确认已阅会议纪要", "Confirm the minutes"),
        "note_attendance" => Pair("登记到会", "Note the attendance"),
        "note_item" => Pair("记录议程", "Take notes"),
        "write_resolution" => Pair("写入决议", "Write a resolution"),
        "change_resolution" => Pair("修改决议", "Change a resolution"),
        "remove_resolution" => Pair("删去决议", "Take a resolution out"),
        "hand_over_resolution" => Pair("移交决议", "Hand a resolution over"),
        "drop_resolution" => Pair("决议不再执行", "Drop a resolution"),
        "reopen_resolution" => Pair("重新打开决议", "Reopen a resolution"),
        "name_due" => Pair("更改应到的人", "Change who is due"),
        "take_leave" => Pair("请假", "Take leave"),
        "end_leave" => Pair("销假", "End the leave"),
        "make_feed" => Pair("生成日历订阅地址", "Make a calendar address"),
        "end_feed" => Pair("停用日历订阅地址", "End the calendar address"),
        _ => OTHER,
    }
}

/// What a deed is called that has no name.
const OTHER: Pair = Pair("更改", "Change");

/// Whether a deed has a name; what else is recorded only keeps rows in step with each other.
pub fn is_named(deed: &str) -> bool {
    what(deed) != OTHER
}

/// The same as something that happened, for English sentences. (In Chinese one form serves both.)
pub fn past(deed: &str) -> &'static str {
    match deed {
        "draft" => "drafted the directive",
        "issue" => "issued the directive",
        "acknowledge" => "acknowledged the directive",
        "abolish" => "abolished the directive",
        "submit" => "submitted the plan for deliberation",
        "return" => "returned the plan for revision",
        "approve" => "approved the plan",
        "revoke" => "revoked the project",
        "open_control" => "opened control",
        "improve" => "decided on improvements",
        "reallocate" => "reallocated resources",
        "adjust" => "adjusted the targets",
        "request_stop" => "requested a stop",
        "terminate" => "terminated the project",
        "reissue" => "issued the directive again",
        "refuse_stop" => "refused the stop",
        "pass" => "passed the execution",
        "send_back" => "sent the project back",
        "close_monitoring" => "closed the monitoring",
        "close_cycle" => "closed the cycle",
        "set_focus" => "set the month's focus",
        "clarify" => "asked for clarification",
        "answer_clarification" => "answered a clarification",
        "appraise" => "appraised the proposal",
        "gather_information" => "gathered information",
        "analyse_surroundings" => "analysed the surroundings",
        "convene_drafting" => "convened the drafting",
        "draft_plan" => "drafted the plan",
        "grade_evidence" => "graded the evidence",
        "position_project" => "positioned the project",
        "review_part" => "reviewed the plan part by part",
        "convene_hearing" => "convened the hearing",
        "give_opinion" => "gave an opinion",
        "defend" => "defended the plan",
        "revise_documents" => "revised the documents",
        "fix_standards" => "proposed standards and control methods",
        "execute" => "recorded the execution",
        "judge_actual" => "judged what was reached",
        "gather_deviation" => "gathered evidence of deviation",
        "propose_handling" => "proposed the handling",
        "check_milestone" => "checked milestones",
        "check_acceptance" => "checked acceptance points",
        "accept_point" => "decided on acceptance points",
        "write_summary" => "wrote the summary report",
        "accept_summary" => "judged the summary report",
        "evaluate" => "evaluated the performance",
        "reward" => "decided the reward",
        "promise_reward" => "promised a reward",
        "analyse_round" => "analysed the round",
        "record_lesson" => "recorded a lesson",
        "give_idea" => "gave an idea",
        "draft_proposal" => "drafted a proposal",
        "decide_proposal" => "decided on a proposal",
        "amend" => "amended the directive",
        "seal_plan" => "sealed the plan's version",
        "discard_plan" => "dropped the revision",
        "resolve" => "resolved a measure",
        "finish_measure" => "recorded a measure's result",
        "pay_reward" => "paid the reward",
        "finish_execution" => "said that execution is finished",
        "submit_proposal" => "submitted a proposal",
        "discard_proposal" => "dropped a proposal's draft",
        "propose_nothing" => "had no new proposal this round",
        "hand_over_task" => "handed tasks over",
        "hand_over" => "handed projects and customers over",
        "confirm_handover" => "confirmed the hand-over",
        "dismiss_alert" => "dismissed a deviation alert",
        "ask_request" => "made a request",
        "answer_request" => "answered a request",
        "confirm_answer" => "confirmed the answer to a request",
        "withdraw_request" => "withdrew a request",
        "ask_advice" => "asked for advice on a request",
        "advise_request" => "advised on a request",
        "ask_consultation" => "consulted the planning assistants",
        "answer_consultation" => "answered a consultation",
        "ask_further" => "asked further",
        "close_consultation" => "decided after a consultation",
        "withdraw_consultation" => "withdrew a consultation",
        "report" => "reported",
        "report_weekly" => "sent the weekly report",
        "read_report" => "read a report",
        "remind" => "reminded somebody",
        "choose_target" => "chose target customers",
        "plan_target" => "planned the next step",
        "talk_target" => "began talks",
        "sign_target" => "signed a customer",
        "serve_target" => "began to serve a customer",
        "unsign_target" => "had a customer's contract cancelled",
        "drop_target" => "gave a target customer up",
        "take_up_target" => "took a customer up again",
        "record_activity" => "recorded an activity",
        "correct_activity" => "corrected an activity",
        "raise_objection" => "wrote an objection down",
        "pass_objection" => "passed an objection to the specialists",
        "design_solution" => "designed the solution to a serious objection",
        "settle_objection" => "settled an objection",
        "begin_solution" => "began a solution",
        "write_edition" => "wrote a solution",
        "drop_edition" => "dropped a solution's draft",
        "offer_solution" => "offered a solution",
        "answer_solution" => "recorded the customer's answer to a solution",
        "draft_contract" => "drafted a contract",
        "amend_contract" => "amended a contract's draft",
        "sign_contract" => "signed a contract",
        "start_contract" => "started a contract",
        "finish_contract" => "finished a contract",
        "cancel_contract" => "cancelled the contract",
        "take_order" => "took an order",
        "amend_order" => "changed the order",
        "cancel_order" => "cancelled the order",
        "issue_notice" => "issued a supply notice",
        "withdraw_notice" => "withdrew the supply notice",
        "deliver" => "recorded a delivery",
        "count_delivery" => "recorded a count",
        "void_delivery" => "voided the delivery",
        "invoice" => "recorded an invoice",
        "void_invoice" => "voided the invoice",
        "receive" => "recorded a receipt",
        "void_receipt" => "voided the receipt",
        "care" => "recorded a follow-up",
        "propose_terms" => "proposed tolerances and weights",
        "spend" => "recorded an expense",
        "void_expense" => "voided the expense",
        "attach" => "attached a file",
        "detach" => "took a file away",
        "add_customer" => "entered the customer",
        "change_customer" => "changed the customer",
        "assign_keeper" => "assigned who looks after the customer",
        "merge_customers" => "merged two customers",
        "import_customers" => "imported the customer",
        "add_person" => "entered a person there",
        "change_person" => "changed a person there",
        "person_left" => "noted that a person there has left",
        "person_back" => "noted that a person there is back",
        "undo_import" => "undid the import",
        "convene_meeting" => "convened a special meeting",
        "arrange_meeting" => "arranged a meeting",
        "move_meeting" => "moved the meeting",
        "cancel_meeting" => "cancelled the meeting",
        "restore_meeting" => "restored the meeting",
        "add_item" => "put a matter on an agenda",
        "change_item" => "changed a matter",
        "remove_item" => "took a matter off the agenda",
        "arrange_item" => "arranged the agenda",
        "pass_on_item" => "passed a matter on to the next meeting",
        "call_meeting" => "called the meeting",
        "open_meeting" => "opened the meeting",
        "close_meeting" => "closed the meeting",
        "publish_minutes" => "published the minutes",
        "read_minutes" => "confirmed the minutes",
        "note_attendance" => "noted the attendance",
        "note_item" => "took notes",
        "write_resolution" => "wrote a resolution",
        "change_resolution" => "changed a resolution",
        "remove_resolution" => "took a resolution out",
        "close_resolution" => "reported a resolution as carried out",
        "hand_over_resolution" => "handed a resolution over",
        "drop_resolution" => "dropped a resolution",
        "reopen_resolution" => "reopened a resolution",
        "name_due" => "changed who is due",
        "take_leave" => "took leave",
        "end_leave" => "ended the leave",
        "make_feed" => "made a calendar address",
        "end_feed" => "ended the calendar address",
        _ => "made a change",
    }
}

/// The newest acts of a project.
pub fn recent(r: &mut Reading, s: &Shell, h: &Head, limit: usize) -> Result<Vec<Sentence>> {
    // A plan is a dozen rows of one act.
    let me = r.me.clone();
    let rows = told(&me, &h.project.id).order(trail::seq.desc()).limit(120).select(Entry::as_select()).load(&mut **r)?;
    let mut sentences = sentences(r, s, h, &rows)?;
    sentences.truncate(limit);
    Ok(sentences)
}

/// What the person may be told of a project: of its requests, consultations, proposals and meetings only those that they may see.
fn told<'a>(me: &Actor, project: &'a str) -> trail::BoxedQuery<'a, crate::store::connection::Db> {
    let requests = requests::table
        .into_boxed()
        .filter(requests::project_id.eq(project.to_owned()))
        .filter(correspondence::requests::queries::visible(me))
        .select(requests::id);
    let consultations = consultations::table
        .into_boxed()
        .filter(consultations::project_id.eq(project.to_owned()))
        .filter(correspondence::consultations::queries::visible(me))
        .select(consultations::id);
    let proposals = proposals::table
        .into_boxed()
        .filter(proposals::project_id.eq(project.to_owned()))
        .filter(crate::proposals::queries::visible(me))
        .select(proposals::id);
    let meetings = meetings::table
        .into_boxed()
        .filter(meetings::project_id.eq(project.to_owned()))
        .filter(crate::meetings::queries::visible(me))
        .select(meetings::id);
    let reports = reports::table
        .into_boxed()
        .filter(reports::project_id.eq(project.to_owned()))
        .filter(crate::reports::queries::visible(me))
        .select(reports::id);
    trail::table
        .into_boxed()
        .filter(trail::project_id.eq(project))
        .filter(trail::deed.ne_all(UNTOLD.to_vec()))
        .filter(trail::kind.ne("meetings").or(trail::subject_id.eq_any(meetings)))
        .filter(trail::kind.ne("requests").or(trail::subject_id.eq_any(requests)))
        .filter(trail::kind.ne("consultations").or(trail::subject_id.eq_any(consultations)))
        .filter(trail::kind.ne("reports").or(trail::subject_id.eq_any(reports)))
        .filter(trail::kind.ne("proposals").or(trail::subject_id.eq_any(proposals)))
}

/// Rows, the newest first, as sentences, the newest first.
fn sentences(conn: &mut Conn, s: &Shell, h: &Head, rows: &[Entry]) -> Result<Vec<Sentence>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let names = names(conn, s, h, rows)?;
    Ok(acts(rows).iter().filter_map(|act| telling::sentence(act, &names, s)).collect())
}

/// Rows of something smaller than a project, the newest first, as sentences; `people` are the names behind keys.
pub fn told_of(rows: &[Entry], people: std::collections::BTreeMap<String, String>, s: &Shell) -> Vec<Sentence> {
    let added = rows.iter().filter(|row| row.before.is_none() && row.kind != "contracts");
    let things = added.filter_map(|row| Some((row.subject_id.clone(), called(row, s)?))).collect();
    let names = Names { people, things, ..Names::default() };
    acts(rows).iter().filter_map(|act| telling::sentence(act, &names, s)).collect()
}

/// Rows, the newest first, as acts.
pub fn acts(rows: &[Entry]) -> Vec<Act<'_>> {
    let mut acts: Vec<Act<'_>> = Vec::new();
    for row in rows {
        let together = |act: &&mut Act<'_>| act.rows.first().is_some_and(|it| it.at == row.at && it.person_id == row.person_id);
        let act = acts.iter_mut().rev().take_while(together).find(|act| {
            act.deed == row.deed || PARTS.contains(&(act.deed, &row.deed)) || PARTS.contains(&(&row.deed, act.deed))
        });
        match act {
            Some(act) => {
                if PARTS.contains(&(act.deed, &row.deed)) {
                    act.deed = &row.deed;
                }
                act.rows.push(row);
            }
            None => acts.push(Act { deed: &row.deed, rows: vec![row] }),
        }
    }
    acts
}

/// The kinds of things that sentences name.
const NAMED: [&str; 7] =
    ["indicators", "measures", "acceptance_points", "plan_versions", "plan_steps", "standards", "solutions"];

/// What is about one target customer, or about one solution for it.
const ABOUT: [&str; 3] = ["activities", "objections", "solution_editions"];

/// What has a number, or a day and an amount, by which its later changes are told.
pub const NUMBERED: [&str; 10] = [
    "consultations",
    "contracts",
    "orders",
    "supply_notices",
    "deliveries",
    "invoices",
    "receipts",
    "expenses",
    "requests",
    "reports",
];

/// What a row with a number, or with a day and an amount, is called.
fn called(row: &Entry, s: &Shell) -> Option<(String, String)> {
    let map = object(&row.after);
    let day = || text_of(&map, "received_on").or_else(|| text_of(&map, "on_day"));
    let name = match row.kind.as_str() {
        "receipts" | "expenses" => {
            let fen = map.get("fen").and_then(Value::as_i64)?;
            format!("{} {}", day()?, s.money(fen))
        }
        kind if NUMBERED.contains(&kind) => text_of(&map, "number")?.to_owned(),
        _ => return None,
    };
    Some((name.clone(), name))
}

/// What the things of a project are called: out of the trail, which knows them even when they are gone. What is done with
/// customers is told by their names.
fn names(conn: &mut Conn, s: &Shell, h: &Head, told: &[Entry]) -> Result<Names> {
    let mut names = Names { people: h.names().clone(), ..Names::default() };
    let is_about = |row: &&Entry| ABOUT.contains(&row.kind.as_str());
    let is_numbered = |row: &&Entry| NUMBERED.contains(&row.kind.as_str());
    if told.iter().any(|row| is_about(&row) || matches!(row.kind.as_str(), "target_customers" | "solutions")) {
        for (target, customer, name) in target_names(conn, &h.project.id)? {
            names.things.insert(target, (name.clone(), name.clone()));
            names.things.insert(customer, (name.clone(), name));
        }
    }
    let of_them = told.iter().filter(|row| is_about(row) || is_numbered(row));
    let changed = of_them.filter(|row| row.before.is_some()).map(|row| row.subject_id.clone());
    let changed: Vec<String> = changed.collect();
    let rows: Vec<Entry> = trail::table
        .filter(trail::project_id.eq(&h.project.id))
        .filter(
            trail::kind
                .eq_any(NAMED)
                .or(trail::deed.eq(Deed::GatherInformation.code()))
                .or(trail::kind.eq_any(ABOUT).or(trail::kind.eq_any(NUMBERED)).and(trail::subject_id.eq_any(changed))),
        )
        .filter(trail::before.is_null())
        .order(trail::seq)
        .select(Entry::as_select())
        .load(conn)?;
    for row in rows {
        let map = object(&row.after);
        let called = called(&row, s);
        let id = row.subject_id;
        match row.kind.as_str() {
            _ if called.is_some() => {
                names.things.extend(called.map(|name| (id, name)));
            }
            "indicators" => {
                if let Some(it) = text_of(&map, "metric_id").and_then(|id| s.office.metric(id)) {
                    names.things.insert(id.clone(), it.name.clone());
                    names.units.insert(id, it.unit.clone());
                }
            }
            "plan_versions" => {
                let number = map.get("number").and_then(Value::as_i64).unwrap_or_default();
                names.things.insert(id.clone(), (format!("计划第 {number} 版"), format!("Version {number} of the plan")));
                names.versions.insert(id, number);
            }
            "activities" | "objections" | "solution_editions" => {
                let about = text_of(&map, "target_id").or_else(|| text_of(&map, "solution_id"));
                if let Some(name) = about.and_then(|about| names.things.get(about)).cloned() {
                    names.things.insert(id, name);
                }
            }
            // What a source was, for its grading.
            "step_records" => {
                let content = object(&text_of(&map, "content").map(str::to_owned));
                if let Some(source) = text_of(&content, "source") {
                    names.things.insert(id, (source.to_owned(), source.to_owned()));
                }
            }
            "plan_steps" => {
                if let (Some(line), Some(title)) = (text_of(&map, "line_id"), text_of(&map, "title")) {
                    names.things.insert(line.to_owned(), (title.to_owned(), title.to_owned()));
                }
            }
            _ => {
                if let Some(title) = text_of(&map, "title").or_else(|| text_of(&map, "what")) {
                    names.things.insert(id, (title.to_owned(), title.to_owned()));
                }
            }
        }
    }
    Ok(names)
}

/// What a project's target customers are called: key of the target, of the customer, name.
fn target_names(conn: &mut Conn, project: &str) -> Result<Vec<(String, String, String)>> {
    Ok(target_customers::table
        .inner_join(customers::table)
        .filter(target_customers::project_id.eq(project))
        .order(target_customers::id)
        .select((target_customers::id, customers::id, customers::name))
        .load(conn)?)
}

/// The whole history.
#[derive(Template)]
#[template(path = "projects/history.html")]
pub struct History {
    s: Shell,
    h: Head,
    sentences: Vec<Sentence>,
    pager: Pager,
}

impl History {
    /// Reads one page of a project's history, the newest first.
    pub fn of(r: &mut Reading, number: &str, query: &crate::web::Fields) -> Result<History> {
        let h = Head::of(r, number, Tab::History)?;
        let me = r.me.clone();
        let total: i64 = told(&me, &h.project.id).count().get_result(&mut **r)?;
        let pager = Pager::of(&h.at("history"), query, total);
        let rows: Vec<Entry> = told(&me, &h.project.id)
            .order(trail::seq.desc())
            .offset(pager.offset())
            .limit(PAGE)
            .select(Entry::as_select())
            .load(&mut **r)?;
        let s = r.shell()?;
        Ok(History { sentences: sentences(r, &s, &h, &rows)?, s, h, pager })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_deed_of_the_road_is_told_as_something_that_happened() {
        for code in Move::ALL {
            assert_ne!(past(code.code()), "made a change", "{code}");
        }
    }
}
