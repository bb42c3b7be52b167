//! The row of an evaluation, and what it keeps.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::formula::{Line, Part, Weights};
use crate::clock::Moment;
use crate::error::Result;
use crate::projects::alerts::model::PlanTerms;
use crate::recorded;
use crate::store::office::{Office, Setting};
use crate::store::schema::evaluations;
use crate::store::trail::sha256;

/// 业绩评估: of a project, or of a member's month, as the commander made it. It never changes; a later one of the same is its
/// next edition.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = evaluations, treat_none_as_null = true)]
pub struct Evaluation {
    pub id: String,
    pub project_id: Option<String>,
    /// 2026-10; none for a project.
    pub month: Option<String>,
    /// Whose work it is.
    pub person_id: String,
    /// From 1.
    pub edition: i32,
    /// The last day whose facts count.
    pub until_on: NaiveDate,
    /// Which one gave the lines.
    pub formula: i32,
    /// The lines with the rows they come from, as JSON.
    pub lines: String,
    /// Hundredths of a point; none where there was nothing to evaluate.
    pub attainment: Option<i32>,
    pub timeliness: Option<i32>,
    pub records: Option<i32>,
    pub cooperation: i32,
    /// Percent.
    pub weight_attainment: i32,
    pub weight_timeliness: i32,
    pub weight_records: i32,
    pub weight_cooperation: i32,
    /// Hundredths of a point.
    pub score: i32,
    pub comment: String,
    /// Why it was made anew after the facts had changed; empty otherwise.
    pub reason: String,
    pub evaluated_by: String,
    pub acting_for_id: Option<String>,
    pub evaluated_at: Moment,
}
recorded!(Evaluation, evaluations, project: |row| row.project_id.as_deref());

impl Evaluation {
    /// The lines as they were frozen.
    pub fn lines(&self) -> Result<Vec<Line>> {
        Ok(serde_json::from_str(&self.lines)?)
    }

    /// The weights of the four parts, in their order.
    pub fn weights(&self) -> Weights {
        [self.weight_attainment, self.weight_timeliness, self.weight_records, self.weight_cooperation]
    }

    /// The points of the four parts, in their order, in hundredths.
    pub fn parts(&self) -> [Option<i64>; Part::ALL.len()] {
        [self.attainment, self.timeliness, self.records, Some(self.cooperation)].map(|it| it.map(i64::from))
    }
}

/// The weights frozen with a plan.
pub fn weights_of(terms: &PlanTerms) -> Weights {
    [terms.weight_attainment, terms.weight_timeliness, terms.weight_records, terms.weight_cooperation]
}

/// The weights in force, for a month: it belongs to no single plan.
pub fn weights_now(office: &Office) -> Weights {
    let settings = [Setting::WeightAttainment, Setting::WeightTimeliness, Setting::WeightRecords, Setting::WeightCooperation];
    settings.map(|it| i32::try_from(office.setting(it)).unwrap_or(0))
}

/// What a page shows of the figures, so that a decision is about what was seen: a short hash of the lines.
pub fn seal(lines: &[Line]) -> Result<String> {
    Ok(sha256(&serde_json::to_string(lines)?).chars().take(16).collect())
}
