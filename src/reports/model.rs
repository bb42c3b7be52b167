//! Rows of reports.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::week::content::Member;
use crate::clock::{Moment, Zone, minute};
use crate::error::Result;
use crate::lang::{Lang, Pair};
use crate::projects::pipeline::Stage;
use crate::projects::tasks::report_on;
use crate::recorded;
use crate::store::schema::reports;
use crate::store::trail::sha256;
use crate::stored;
use crate::words;

words! {
    /// Why somebody reports.
    pub enum ReportKind {
        Emergency = "emergency", "紧急情况", "Emergency";
        Event = "event", "意外事件", "Unexpected event";
        Discovery = "discovery", "重要发现", "Important discovery";
        Stage = "stage", "阶段汇报", "Stage report";
        Completion = "completion", "完成汇报", "Completion report";
        Weekly = "weekly", "周报", "Weekly report";
    }
}
stored!(ReportKind);

/// What a report is called: by its week, the code of the stage that ended, or its title.
pub fn called(kind: ReportKind, week: Option<&str>, stage: &str, title: &str, lang: Lang) -> String {
    match (kind, week, Stage::from_code(stage)) {
        (ReportKind::Weekly, Some(week), _) => format!("{} {week}", lang.say(kind.name())),
        (ReportKind::Stage | ReportKind::Completion, _, Some(stage)) => lang.say(report_on(stage)).to_owned(),
        _ => title.to_owned(),
    }
}

impl Report {
    /// By when it was due, as it is read: a day where the whole day was left for it, else the minute.
    pub fn due(&self, zone: Zone) -> Option<String> {
        let at = zone.local(self.due_at?);
        Some(match self.is_due_by_the_day() {
            false => minute(at),
            true => at.date().pred_opt().unwrap_or(at.date()).to_string(),
        })
    }

    /// Whether a whole day was left for it.
    pub fn is_due_by_the_day(&self) -> bool {
        !matches!(self.kind, ReportKind::Emergency | ReportKind::Weekly)
    }
}

impl ReportKind {
    /// Those that somebody makes of their own accord, as soon as there is something to tell.
    pub const AT_ONCE: [ReportKind; 3] = [ReportKind::Emergency, ReportKind::Event, ReportKind::Discovery];

    /// Whether it is one of them.
    pub fn is_at_once(self) -> bool {
        ReportKind::AT_ONCE.contains(&self)
    }

    /// What its three parts are called: what is told, what was done or hinders, what comes next.
    pub const fn parts(self) -> [Pair; 3] {
        match self {
            ReportKind::Weekly => {
                [Pair("本周小结", "The week in short"), Pair("问题与困难", "Problems"), Pair("下周安排", "Next week")]
            }
            ReportKind::Stage | ReportKind::Completion => [
                Pair("完成情况", "What was reached"),
                Pair("问题与措施", "Problems and measures"),
                Pair("后续安排", "What comes next"),
            ],
            _ => [Pair("情况", "What happened"), Pair("已采取的措施", "What was done"), Pair("后续安排", "What comes next")],
        }
    }

    /// How long its three parts may be, in characters: a weekly report stays on one page.
    pub const fn limits(self) -> [usize; 3] {
        match self {
            ReportKind::Weekly => [600, 400, 400],
            _ => [4000, 2000, 2000],
        }
    }

    /// By when it is due, in words.
    pub const fn rule(self) -> Pair {
        match self {
            ReportKind::Emergency => Pair("先处置，24 小时内汇报", "Act first, report within 24 hours"),
            ReportKind::Event | ReportKind::Discovery => {
                Pair("当日汇报，休息日的下一个工作日汇报", "On the same day, or the next working day")
            }
            ReportKind::Stage => Pair("阶段结束后汇报", "Once a stage has ended"),
            ReportKind::Completion => Pair("项目完成后汇报", "Once the project is completed"),
            ReportKind::Weekly => Pair("下周第一个工作日 12:00 前", "By noon of the first working day after the week"),
        }
    }
}

/// Something that was told to the commander. What was sent stays as it is.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = reports, treat_none_as_null = true)]
pub struct Report {
    pub id: String,
    /// `HB-2026-017`.
    pub number: String,
    pub kind: ReportKind,
    pub project_id: Option<String>,
    /// The code of the stage that ended; empty for the other kinds.
    pub stage: String,
    /// The move that ended it.
    pub move_id: Option<String>,
    /// `2026-W48`, of a weekly report.
    pub week: Option<String>,
    /// The report that it goes on with.
    pub follows_id: Option<String>,
    /// Empty where its kind says what it is about.
    pub title: String,
    pub content: String,
    /// What was done, or what hinders.
    pub handled: String,
    pub next_steps: String,
    pub happened_at: Option<Moment>,
    pub author_id: String,
    pub reported_at: Moment,
    /// Until when it was due.
    pub due_at: Option<Moment>,
    pub late: bool,
    /// Its author says that what reads like a request is none.
    pub not_asking: bool,
    /// What was asked along with it.
    pub request_id: Option<String>,
    /// The member's week as it was recorded when they reported, and its seal; empty for the other kinds.
    pub drawn: String,
    pub seal: String,
    /// Until when the commander reads it; none for what is laid before a meeting.
    pub read_by: Option<NaiveDate>,
    pub reader_id: Option<String>,
    pub acting_for_id: Option<String>,
    pub read_at: Option<Moment>,
    /// What the commander noted on it (批注).
    pub remark: String,
    pub version: i32,
}
recorded!(Report, reports, project: |row| row.project_id.as_deref(), versioned: version);

impl Report {
    /// Its address.
    pub fn href(&self) -> String {
        format!("/reports/{}", self.number)
    }

    /// What it is called: its title, or what its kind says.
    pub fn name(&self, lang: &Lang) -> String {
        called(self.kind, self.week.as_deref(), &self.stage, &self.title, *lang)
    }

    /// The week as it was recorded; nothing for the other kinds.
    pub fn drawn(&self) -> Result<Member> {
        if self.drawn.is_empty() {
            return Ok(Member::default());
        }
        Ok(serde_json::from_str(&self.drawn)?)
    }

    /// Whether the week reads as it was written down.
    pub fn is_whole(&self) -> bool {
        self.drawn.is_empty() || self.seal == sha256(&self.drawn)
    }
}
