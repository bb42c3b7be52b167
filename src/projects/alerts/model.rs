//! Rows of what is watched, and of what a plan is measured by.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::rules::{Rule, Watch};
use crate::clock::Moment;
use crate::recorded;
use crate::store::office::{Office, Setting};
use crate::store::schema::{alerts, plan_terms};
use crate::stored;
use crate::words;

words! {
    /// How an alert was answered.
    pub enum Answer {
        Control = "control", "已转入控制", "Control opened";
        Dismissed = "dismissed", "已解除", "Dismissed";
    }
}
stored!(Answer);

/// Something that is watched: an alert from the day on which it lies outside the tolerance.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = alerts, treat_none_as_null = true)]
pub struct Alert {
    pub id: String,
    pub project_id: String,
    pub rule: Rule,
    /// The indicator, milestone or payment term; empty where the project itself is meant.
    pub subject_id: String,
    pub title: String,
    pub wanted: i64,
    pub found: i64,
    pub tolerance: i64,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    /// Budget: the planned budget, in fen; alerts raised before it was kept have none.
    pub budget: Option<i64>,
    /// The first day outside the tolerance, of the deviation that there is; ahead of it, the first day if nothing changes.
    pub fires_on: Option<NaiveDate>,
    /// The code of an [`Answer`]; empty while there is none.
    pub answer: String,
    pub reason: String,
    pub answered_by: Option<String>,
    pub acting_for_id: Option<String>,
    pub answered_at: Option<Moment>,
    /// Back within the tolerance, or no longer watched.
    pub passed_on: Option<NaiveDate>,
    pub version: i32,
}
recorded!(Alert, alerts, project: |row| Some(&row.project_id), versioned: version);

impl Alert {
    /// Its figures.
    pub fn watch(&self) -> Watch {
        Watch {
            rule: self.rule,
            wanted: self.wanted,
            found: self.found,
            tolerance: self.tolerance,
            from_on: self.from_on,
            to_on: self.to_on,
            budget: self.budget,
        }
    }

    /// The same cause with these figures.
    pub fn with(&self, watch: &Watch) -> Alert {
        Alert {
            wanted: watch.wanted,
            found: watch.found,
            tolerance: watch.tolerance,
            from_on: watch.from_on,
            to_on: watch.to_on,
            budget: watch.budget,
            ..self.clone()
        }
    }

    /// Whether it has come outside the tolerance.
    pub fn has_fired(&self, today: NaiveDate) -> bool {
        self.fires_on.is_some_and(|day| day <= today)
    }

    /// How it was answered.
    pub fn answer(&self) -> Option<Answer> {
        Answer::from_code(&self.answer)
    }
}

/// The formula of the evaluation that is in force (`projects/evaluation/formula.rs`). It is kept with each plan's terms and each
/// evaluation, so that a later one leaves them as they are.
pub const FORMULA: i32 = 1;

/// What a plan is measured by, frozen with the version that was approved: tolerances and weights.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = plan_terms)]
pub struct PlanTerms {
    pub id: String,
    pub plan_version_id: String,
    /// Percent of the target behind the planned curve.
    pub behind_percent: i32,
    /// Working days.
    pub milestone_days: i32,
    pub payment_days: i32,
    pub idle_days: i32,
    /// Percent of the budget ahead of progress.
    pub budget_percent: i32,
    pub weight_attainment: i32,
    pub weight_timeliness: i32,
    pub weight_records: i32,
    pub weight_cooperation: i32,
    /// Which formula of the evaluation.
    pub formula: i32,
    pub version: i32,
}
recorded!(PlanTerms, plan_terms, versioned: version);

impl PlanTerms {
    /// The tolerances and weights of the settings, for a version that has none of its own. No row yet: without id, version 0.
    pub fn by_settings(office: &Office, version: &str) -> PlanTerms {
        let setting = |setting| i32::try_from(office.setting(setting)).unwrap_or(0);
        PlanTerms {
            id: String::new(),
            plan_version_id: version.to_owned(),
            behind_percent: setting(Setting::WatchBehind),
            milestone_days: setting(Setting::WatchMilestone),
            payment_days: setting(Setting::WatchPayment),
            idle_days: setting(Setting::WatchIdle),
            budget_percent: setting(Setting::WatchBudget),
            weight_attainment: setting(Setting::WeightAttainment),
            weight_timeliness: setting(Setting::WeightTimeliness),
            weight_records: setting(Setting::WeightRecords),
            weight_cooperation: setting(Setting::WeightCooperation),
            formula: FORMULA,
            version: 0,
        }
    }
}
