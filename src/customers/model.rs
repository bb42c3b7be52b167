//! Rows of customers, of their people, and of what is done with them in a project.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::policy::Standing;
use crate::recorded;
use crate::store::Actor;
use crate::store::schema::{activities, contacts, customers, objections, solution_editions, solutions, target_customers};
use crate::stored;
use crate::words;

words! {
    /// How the department came to know a customer.
    pub enum Source {
        Referral = "referral", "转介绍", "Referral";
        Exhibition = "exhibition", "展会", "Exhibition";
        Visit = "visit", "上门拜访", "Cold visit";
        Call = "call", "电话开发", "Cold call";
        Network = "network", "网络", "Online";
        Existing = "existing", "老客户", "Existing customer";
        Other = "other", "其他", "Other";
    }
}

words! {
    /// How much a customer matters.
    pub enum Grade {
        A = "a", "A 重点", "A key";
        B = "b", "B 重要", "B important";
        C = "c", "C 一般", "C ordinary";
        D = "d", "D 潜在", "D potential";
    }
}

words! {
    /// The part that somebody plays on the customer's side.
    pub enum Part {
        Decides = "decides", "决策人", "Decides";
        Handles = "handles", "经办人", "Handles it";
        Influences = "influences", "影响人", "Has influence";
        Uses = "uses", "使用人", "Uses the goods";
    }
}

words! {
    /// How far a customer has come in a project.
    pub enum TargetStep {
        Selected = "selected", "已选定", "Selected";
        InTalks = "in_talks", "洽谈中", "In talks";
        Signed = "signed", "已签约", "Signed";
        InService = "in_service", "服务中", "In service";
        Dropped = "dropped", "已放弃", "Dropped";
    }
}

words! {
    /// What is done with a customer.
    pub enum ActivityKind {
        Call = "call", "电话", "Call";
        Visit = "visit", "拜访", "Visit";
        Demonstration = "demonstration", "产品演示", "Demonstration";
        Message = "message", "消息", "Message";
        Invitation = "invitation", "发出邀请", "Invitation sent";
        Exhibition = "exhibition", "参展接待", "Met at an exhibition";
    }
}

words! {
    /// What came of an activity.
    pub enum Outcome {
        Advanced = "advanced", "有进展", "Advanced";
        Unchanged = "unchanged", "无变化", "Unchanged";
        Objection = "objection", "提出异议", "Objection raised";
        Refused = "refused", "拒绝", "Refused";
        NotReached = "not_reached", "未联系上", "Not reached";
    }
}

words! {
    /// What an objection is about.
    pub enum ObjectionKind {
        Price = "price", "价格", "Price";
        Quality = "quality", "质量", "Quality";
        Delivery = "delivery", "交期", "Delivery time";
        Service = "service", "售后", "After-sales service";
        Need = "need", "需求不符", "Does not fit the need";
        Trust = "trust", "信任", "Trust";
        Competitor = "competitor", "竞争者", "Competitor";
        Terms = "terms", "付款条件", "Terms of payment";
        Other = "other", "其他", "Other";
    }
}

words! {
    /// How serious an objection is; a serious one may be passed to specialists.
    pub enum Weight {
        Minor = "minor", "一般", "Minor";
        Serious = "serious", "重大", "Serious";
    }
}

words! {
    /// Where an objection stands.
    pub enum ObjectionState {
        Open = "open", "待处理", "To be dealt with";
        Passed = "passed", "已转专业人员", "Passed to specialists";
        Designed = "designed", "方案已回", "Solution returned";
        Settled = "settled", "已了结", "Settled";
    }
}

words! {
    /// Where an edition of a solution stands.
    pub enum EditionState {
        Draft = "draft", "草稿", "Draft";
        Offered = "offered", "已提交客户", "Offered";
        Accepted = "accepted", "客户接受", "Accepted";
        Declined = "declined", "客户未接受", "Not accepted";
    }
}

stored!(Source, Grade, Part, TargetStep, ActivityKind, Outcome, ObjectionKind, Weight, ObjectionState, EditionState);

/// A customer of the department.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = customers, treat_none_as_null = true)]
pub struct Customer {
    pub id: String,
    /// `KH-2026-017`.
    pub number: String,
    pub name: String,
    /// The name as it is compared: without legal form, spaces, width and case.
    pub likeness: String,
    /// 统一社会信用代码, checked.
    pub credit_code: Option<String>,
    pub region: String,
    pub industry: String,
    pub source: Source,
    pub grade: Grade,
    pub phone: String,
    pub address: String,
    pub note: String,
    /// Who looks after them.
    pub keeper_id: String,
    /// Everything that it can be looked for by.
    pub search: String,
    /// The names among it.
    pub names: String,
    /// The file that it was imported from.
    pub batch_id: Option<String>,
    /// The customer that this one turned out to be.
    pub merged_into: Option<String>,
    pub added_by: String,
    pub added_at: Moment,
    /// Since when it wants attention, as `projects::execution::attention` keeps it; none: no running project is about it.
    pub attend_on: Option<NaiveDate>,
    /// The day of its nearest next step in a running project, kept there as well.
    pub next_on: Option<NaiveDate>,
    /// When somebody last dealt with it, in whichever project, kept there as well.
    pub last_on: Option<NaiveDate>,
    pub version: i32,
}
recorded!(Customer, customers, versioned: version);

impl Customer {
    /// How somebody stands to it: it is theirs if they look after it.
    pub fn standing(&self, who: &Actor) -> Standing {
        Standing { owns: self.keeper_id == who.id, ..Standing::NONE }
    }

    /// Its address.
    pub fn href(&self) -> String {
        format!("/customers/{}", self.number)
    }
}

/// Somebody on a customer's side.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = contacts, treat_none_as_null = true)]
pub struct Contact {
    pub id: String,
    pub customer_id: String,
    pub name: String,
    pub part: Part,
    pub post: String,
    pub phone: String,
    pub wechat: String,
    pub note: String,
    pub left_at: Option<Moment>,
    pub version: i32,
}
recorded!(Contact, contacts, versioned: version);

/// A customer in a project (目标客户).
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = target_customers, treat_none_as_null = true)]
pub struct TargetCustomer {
    pub id: String,
    pub project_id: String,
    pub customer_id: String,
    pub step: TargetStep,
    pub step_since: Moment,
    /// Why the customer was chosen.
    pub grounds: String,
    /// Why it was dropped.
    pub dropped_for: String,
    /// The person in charge on the customer's side.
    pub contact_id: Option<String>,
    /// Kept from the activities: the last one's day.
    pub last_on: Option<NaiveDate>,
    pub next_step: String,
    pub next_on: Option<NaiveDate>,
    pub chosen_by: String,
    pub chosen_at: Moment,
    pub version: i32,
}
recorded!(TargetCustomer, target_customers, project: |row| Some(&row.project_id), versioned: version);

/// Something done with a customer in a project.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = activities, treat_none_as_null = true)]
pub struct Activity {
    pub id: String,
    pub project_id: String,
    pub customer_id: String,
    pub target_id: String,
    pub kind: ActivityKind,
    pub on_day: NaiveDate,
    pub contact_id: Option<String>,
    /// With whom, where it is nobody of the customer's known people.
    pub with_whom: String,
    pub said: String,
    pub result: Outcome,
    pub next_step: String,
    pub next_on: Option<NaiveDate>,
    pub person_id: String,
    pub recorded_at: Moment,
    pub version: i32,
}
recorded!(Activity, activities, project: |row| Some(&row.project_id), versioned: version);

/// What a customer holds against it, and what came of it.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = objections, treat_none_as_null = true)]
pub struct Objection {
    pub id: String,
    pub project_id: String,
    pub customer_id: String,
    pub target_id: String,
    pub kind: ObjectionKind,
    pub weight: Weight,
    pub said: String,
    pub state: ObjectionState,
    pub raised_on: NaiveDate,
    pub person_id: String,
    pub raised_at: Moment,
    /// What specialists are asked.
    pub asked: String,
    pub passed_at: Option<Moment>,
    /// What they designed.
    pub design: String,
    pub designed_by: Option<String>,
    pub designed_at: Option<Moment>,
    /// What the customer said to it, and whether the objection is overcome.
    pub outcome: String,
    pub overcome: Option<bool>,
    pub settled_at: Option<Moment>,
    pub version: i32,
}
recorded!(Objection, objections, project: |row| Some(&row.project_id), versioned: version);

/// What a customer is offered; its content stands in its editions.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = solutions, treat_none_as_null = true)]
pub struct Solution {
    pub id: String,
    /// `FA-2026-017`.
    pub number: String,
    pub project_id: String,
    pub customer_id: String,
    pub target_id: String,
    /// The objection that it answers.
    pub objection_id: Option<String>,
    pub title: String,
    pub begun_by: String,
    pub begun_at: Moment,
    pub version: i32,
}
recorded!(Solution, solutions, project: |row| Some(&row.project_id), versioned: version);

/// One edition of a solution; once offered its content stays.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = solution_editions, treat_none_as_null = true)]
pub struct SolutionEdition {
    pub id: String,
    pub solution_id: String,
    /// From 1.
    pub edition: i32,
    pub content: String,
    /// By the list, in fen.
    pub list_fen: i64,
    /// As offered, in fen.
    pub price_fen: i64,
    pub valid_until: NaiveDate,
    pub state: EditionState,
    /// The answered request that covers a discount beyond the directive's limit.
    pub request_id: Option<String>,
    pub answer: String,
    pub person_id: String,
    pub written_at: Moment,
    pub offered_on: Option<NaiveDate>,
    pub answered_on: Option<NaiveDate>,
    /// Whom it was offered to, who of them it was addressed to, and by whom: name and phone, as they stood then.
    pub offered_to: Option<String>,
    pub offered_to_person: Option<String>,
    pub offered_by: Option<String>,
    pub version: i32,
}
recorded!(SolutionEdition, solution_editions, versioned: version);
