//! What closes the monitoring: acceptance points, the summary report, the evaluation, the reward.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::projects::model::Project;
use crate::projects::pipeline::State;
use crate::recorded;
use crate::store::schema::{acceptance_points, promises, rewards, summary_reports};
use crate::stored;
use crate::words;

words! {
    /// What was found at an acceptance point.
    pub enum Verdict {
        Open = "open", "未定", "Open";
        Passed = "passed", "通过", "Passed";
        Failed = "failed", "未通过", "Failed";
    }
}
stored!(Verdict);

/// One point of the acceptance: the coordinator checks it, the commander accepts it.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = acceptance_points, treat_none_as_null = true)]
pub struct AcceptancePoint {
    pub id: String,
    pub project_id: String,
    pub round: i32,
    pub position: i32,
    pub title: String,
    pub expected: String,
    pub checked: Verdict,
    pub finding: String,
    pub checked_by: Option<String>,
    pub checked_at: Option<Moment>,
    pub accepted: Verdict,
    pub accepted_by: Option<String>,
    pub accepted_at: Option<Moment>,
    pub version: i32,
}
recorded!(AcceptancePoint, acceptance_points, project: |row| Some(&row.project_id), versioned: version);

/// 总结报告: what the owner reports at the end.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = summary_reports, treat_none_as_null = true)]
pub struct SummaryReport {
    pub id: String,
    pub project_id: String,
    pub results: String,
    pub course: String,
    pub problems: String,
    pub causes: String,
    pub experience: String,
    pub submitted_at: Option<Moment>,
    pub accepted_at: Option<Moment>,
    pub accepted_by: Option<String>,
    pub version: i32,
}
recorded!(SummaryReport, summary_reports, project: |row| Some(&row.project_id), versioned: version);

impl SummaryReport {
    /// Whether it was handed in since the project came into monitoring; what was handed in before it was sent back is a draft.
    pub fn is_submitted(&self, project: &Project) -> bool {
        self.submitted_at.is_some_and(|at| at >= project.entered_at)
    }

    /// Whether it was accepted since the project came into monitoring, or before it went on.
    pub fn is_accepted(&self, project: &Project) -> bool {
        match project.stage {
            State::Monitoring => self.accepted_at.is_some_and(|at| at >= project.entered_at),
            _ => self.accepted_at.is_some(),
        }
    }
}

/// 承诺: what the commander promises the owner for reaching the targets.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = promises, treat_none_as_null = true)]
pub struct Promise {
    pub id: String,
    pub project_id: String,
    pub fen: i64,
    /// For what.
    pub terms: String,
    pub promised_by: String,
    pub acting_for_id: Option<String>,
    pub promised_at: Moment,
    pub version: i32,
}
recorded!(Promise, promises, project: |row| Some(&row.project_id), versioned: version);

/// 兑现: what the owner gets; a zero is explicit.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = rewards, treat_none_as_null = true)]
pub struct Reward {
    pub id: String,
    pub project_id: String,
    pub person_id: String,
    pub fen: i64,
    pub reason: String,
    pub decided_by: String,
    pub decided_at: Moment,
    pub paid_on: Option<NaiveDate>,
    pub version: i32,
}
recorded!(Reward, rewards, project: |row| Some(&row.project_id), versioned: version);
