//! Rows of meetings: the meeting, who is due at it, its agenda, its resolutions; and the states that a meeting goes through.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::calendar::Regular;
use crate::clock::Moment;
use crate::lang::{Lang, Pair};
use crate::recorded;
use crate::store::schema::{agenda_items, attendances, meetings, packs, resolutions};
use crate::stored;
use crate::words;

words! {
    /// Which of the regulation's three meetings.
    pub enum MeetingKind {
        Weekly = "weekly", "每周业务例会", "Weekly meeting";
        Monthly = "monthly", "每月小结会议", "Monthly meeting";
        Special = "special", "专项业务会议", "Special meeting";
    }
}

words! {
    /// What a special meeting is called for.
    pub enum Matter {
        Plan = "plan", "论证计划", "Deliberation of a plan";
        Proposal = "proposal", "论证提案", "Deliberation of a proposal";
        Event = "event", "分析重大事件", "Analysis of a major event";
        Emergency = "emergency", "处理紧急情况", "Handling of an emergency";
        Other = "other", "其他专项", "Another matter";
    }
}

words! {
    /// Where a meeting stands.
    pub enum MeetingState {
        Planned = "planned", "待召集", "Planned";
        Called = "called", "已召集", "Called";
        InSession = "in_session", "会议中", "In session";
        Minutes = "minutes", "整理纪要", "Minutes being written";
        Published = "published", "纪要已发布", "Minutes published";
        Cancelled = "cancelled", "已取消", "Cancelled";
    }
}

words! {
    /// How somebody came to a meeting.
    pub enum Presence {
        Due = "due", "应到", "Due";
        Present = "present", "出席", "Present";
        Late = "late", "迟到", "Late";
        Leave = "leave", "请假", "On leave";
        Absent = "absent", "缺席", "Absent";
    }
}

words! {
    /// A part of an agenda: those that the program puts there, in this order, and what somebody added.
    pub enum ItemKind {
        Resolutions = "resolutions", "上次决议落实", "Open resolutions";
        Figures = "figures", "本月数据", "The month's figures";
        Subject = "subject", "专题", "The subject";
        Report = "report", "成员汇报", "Reports of the members";
        Deviations = "deviations", "偏差与逾期", "Deviations and what is overdue";
        Requests = "requests", "提交会议的请示", "Requests put before the meeting";
        Matter = "matter", "待议事项", "Matters to be discussed";
    }
}

words! {
    /// What a resolution is.
    pub enum ResolutionKind {
        Directive = "directive", "指令", "Directive";
        Task = "task", "任务", "Task";
        Adjustment = "adjustment", "调整", "Adjustment";
        Information = "information", "通报", "Information";
    }
}

words! {
    /// What became of a resolution.
    pub enum ResolutionState {
        Open = "open", "未完成", "Open";
        Done = "done", "已完成", "Done";
        Dropped = "dropped", "不再执行", "Dropped";
    }
}
stored!(MeetingKind, Matter, MeetingState, Presence, ItemKind, ResolutionKind, ResolutionState);

/// How a meeting goes from state to state: from, what is done, to.
pub const WAYS: &[(MeetingState, MeetingMove, MeetingState)] = {
    use MeetingMove as M;
    use MeetingState as S;
    &[
        (S::Planned, M::Call, S::Called),
        (S::Planned, M::Cancel, S::Cancelled),
        (S::Called, M::Open, S::InSession),
        (S::Called, M::Cancel, S::Cancelled),
        (S::Cancelled, M::Restore, S::Planned),
        (S::InSession, M::Close, S::Minutes),
        (S::Minutes, M::Publish, S::Published),
    ]
};

words! {
    /// What is done with a meeting.
    pub enum MeetingMove {
        Call = "call", "召集", "Call";
        Open = "open", "开会", "Open";
        Close = "close", "散会", "Close";
        Publish = "publish", "发布纪要", "Publish the minutes";
        Cancel = "cancel", "取消会议", "Cancel the meeting";
        Restore = "restore", "恢复会议", "Hold it after all";
    }
}

impl MeetingMove {
    /// What the trail calls it.
    pub fn deed(self) -> &'static str {
        match self {
            MeetingMove::Call => "call_meeting",
            MeetingMove::Open => "open_meeting",
            MeetingMove::Close => "close_meeting",
            MeetingMove::Publish => "publish_minutes",
            MeetingMove::Cancel => "cancel_meeting",
            MeetingMove::Restore => "restore_meeting",
        }
    }
}

impl MeetingState {
    /// Where a move leads from here, if there is a way.
    pub fn by(self, by: MeetingMove) -> Option<MeetingState> {
        WAYS.iter().find(|(from, it, _)| (*from, *it) == (self, by)).map(|it| it.2)
    }

    /// Whether it is still to be held.
    pub fn is_ahead(self) -> bool {
        matches!(self, MeetingState::Planned | MeetingState::Called)
    }

    /// Whether it was held and is over, so that there are minutes.
    pub fn has_minutes(self) -> bool {
        matches!(self, MeetingState::Minutes | MeetingState::Published)
    }

    /// Whether what it resolved binds: its minutes are published, and each resolution is typed and has its person and date.
    pub fn binds(self) -> bool {
        self == MeetingState::Published
    }
}

impl ItemKind {
    /// Whether the program puts it on every agenda of its sort; the others are what somebody added.
    pub fn is_standing(self) -> bool {
        matches!(self, ItemKind::Resolutions | ItemKind::Figures | ItemKind::Report | ItemKind::Deviations)
    }
}

impl AgendaItem {
    /// What its address calls it: its id, or of a standing part which one it is, for it may have no row yet.
    pub fn key(&self) -> String {
        match (self.kind.is_standing(), &self.person_id) {
            (false, _) => self.id.clone(),
            (true, Some(person)) => format!("{}.{person}", self.kind.code()),
            (true, None) => self.kind.code().to_owned(),
        }
    }
}

impl ResolutionKind {
    /// What whoever answers for it has to do.
    pub fn to_do(self) -> Pair {
        match self {
            ResolutionKind::Directive => Pair("执行会议指令", "Carry a meeting's directive out"),
            ResolutionKind::Task => Pair("完成会议任务", "Do a meeting's task"),
            ResolutionKind::Adjustment => Pair("落实会议调整", "Carry a meeting's adjustment out"),
            ResolutionKind::Information => Pair("知悉会议通报", "Take note of a meeting's information"),
        }
    }

    /// Whether somebody answers for it until a day; what is only to be known needs nobody.
    pub fn needs_somebody(self) -> bool {
        self != ResolutionKind::Information
    }
}

/// 会议.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = meetings, treat_none_as_null = true)]
pub struct Meeting {
    pub id: String,
    /// `2026-W48`, `2026-11`, or `HY-2026-003` of a special one.
    pub number: String,
    pub kind: MeetingKind,
    /// The code of what a special one is called for; empty for a regular one.
    pub matter: String,
    /// What a special one is called; empty for a regular one.
    pub title: String,
    pub project_id: Option<String>,
    pub proposal_id: Option<String>,
    /// None: a regular one at the time that the rule gives, until it is called.
    pub starts_at: Option<Moment>,
    pub minutes: i32,
    pub place: String,
    pub state: MeetingState,
    /// Why it was moved by hand or cancelled.
    pub reason: String,
    pub convened_by: Option<String>,
    pub acting_for_id: Option<String>,
    pub called_by: Option<String>,
    pub called_at: Option<Moment>,
    pub opened_at: Option<Moment>,
    pub closed_at: Option<Moment>,
    /// Until when the minutes are to be published, and to be read.
    pub publish_by: Option<NaiveDate>,
    pub read_by: Option<NaiveDate>,
    pub published_by: Option<String>,
    pub published_at: Option<Moment>,
    pub cancelled_at: Option<Moment>,
    /// What its minutes tell of elsewhere, from their publication: a [`super::session::minutes::Told`], as JSON; empty before.
    pub told: String,
    pub sequence: i32,
    pub version: i32,
}
recorded!(Meeting, meetings, project: |row| row.project_id.as_deref(), versioned: version);

impl Meeting {
    /// Which week's or month's it is; none of a special one.
    pub fn regular(&self) -> Option<Regular> {
        match self.kind {
            MeetingKind::Special => None,
            _ => self.number.parse().ok(),
        }
    }

    /// What it is called: `每周业务例会 2026 年第 48 周`, `每月小结会议 2026-11`, or a special one's title.
    pub fn name(&self, lang: Lang) -> String {
        let kind = lang.say(self.kind.name());
        match (self.regular(), lang) {
            (None, _) => self.title.clone(),
            (Some(Regular::Weekly(week)), Lang::Zh) => {
                let week = week.to_string();
                let (year, week) = week.split_once("-W").unwrap_or_default();
                format!("{kind} {year} 年第 {} 周", week.trim_start_matches('0'))
            }
            (Some(it), _) => format!("{kind} {it}"),
        }
    }

    /// What a special one is called for.
    pub fn matter(&self) -> Option<Matter> {
        Matter::from_code(&self.matter)
    }

    /// Its address.
    pub fn href(&self) -> String {
        format!("/meetings/{}", self.number)
    }
}

/// What was laid before a meeting (会议材料), as it stood when it was called.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = packs)]
pub struct PackRow {
    pub id: String,
    pub meeting_id: String,
    pub drawn_at: Moment,
    /// A [`super::pack::content::Pack`], as JSON.
    pub content: String,
    /// A hash of that.
    pub seal: String,
}
recorded!(PackRow, packs);

/// Somebody who is due at a meeting.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = attendances, treat_none_as_null = true)]
pub struct Attendance {
    pub id: String,
    pub meeting_id: String,
    pub person_id: String,
    pub state: Presence,
    /// Of a leave.
    pub reason: String,
    pub noted_by: Option<String>,
    pub noted_at: Option<Moment>,
    /// When they confirmed to have read the published minutes.
    pub read_at: Option<Moment>,
    pub version: i32,
}
recorded!(Attendance, attendances, versioned: version);

/// A part of an agenda.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = agenda_items, treat_none_as_null = true)]
pub struct AgendaItem {
    pub id: String,
    pub meeting_id: String,
    pub position: i32,
    pub kind: ItemKind,
    pub title: String,
    pub about: String,
    /// Whose turn it is.
    pub person_id: Option<String>,
    /// How long it is to take.
    pub minutes: i32,
    pub request_id: Option<String>,
    pub project_id: Option<String>,
    pub added_by: Option<String>,
    pub added_at: Moment,
    /// What was said.
    pub notes: String,
    pub version: i32,
}
recorded!(AgendaItem, agenda_items, versioned: version);

/// 决议.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = resolutions, treat_none_as_null = true)]
pub struct Resolution {
    pub id: String,
    /// `HJ-2026-017`.
    pub number: String,
    pub meeting_id: String,
    pub item_id: String,
    pub position: i32,
    pub content: String,
    /// None until it is typed.
    pub kind: Option<ResolutionKind>,
    /// Who was to answer for it, as resolved.
    pub person_id: Option<String>,
    /// Who answers for it now, after hand-overs.
    pub holder_id: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub project_id: Option<String>,
    pub state: ResolutionState,
    pub written_by: String,
    pub written_at: Moment,
    /// What came of it; of one that was opened again, what was said before.
    pub outcome: String,
    pub closed_by: Option<String>,
    pub closed_at: Option<Moment>,
    /// Who opened it again last, when and why.
    pub reopened_by: Option<String>,
    pub reopened_at: Option<Moment>,
    pub reopened_why: String,
    /// How often it had been carried over when it was opened again.
    pub carried: i32,
    pub version: i32,
}
recorded!(Resolution, resolutions, versioned: version);

impl Resolution {
    /// Its address.
    pub fn href(&self) -> String {
        format!("/resolutions/{}", self.number)
    }

    /// What is missing before minutes with it can be published; none if nothing is.
    pub fn wants(&self) -> Option<Pair> {
        let needs = self.kind.map(ResolutionKind::needs_somebody);
        match (needs, &self.person_id, self.due_on) {
            (None, ..) => Some(Pair("给每条决议归类", "Type each resolution")),
            (Some(true), None, _) => Some(Pair("确定每条决议的负责人", "Say who answers for each resolution")),
            (Some(true), _, None) => Some(Pair("确定每条决议的期限", "Give each resolution its date")),
            _ => None,
        }
    }
}
