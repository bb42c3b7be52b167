//! What the commander decided about a member's probation.

use chrono::{Months, NaiveDate};
use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::people::model::Person;
use crate::recorded;
use crate::store::office::{Office, Setting};
use crate::store::schema::probation_decisions;
use crate::stored;
use crate::words;

words! {
    /// How a probation goes on.
    pub enum ProbationOutcome {
        Confirm = "confirm", "转正", "Confirm";
        Extend = "extend", "延长试用", "Extend the probation";
        End = "end", "结束试用", "End the probation";
    }
}
stored!(ProbationOutcome);

/// The commander's decision about a member's probation (试用).
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = probation_decisions, treat_none_as_null = true)]
pub struct ProbationDecision {
    pub id: String,
    pub person_id: String,
    pub outcome: ProbationOutcome,
    /// The last day of a probation that is extended, or of the work of somebody whose probation ends.
    pub until_on: Option<NaiveDate>,
    /// The mean of the months' scores when it was decided, in hundredths of a point; none without an evaluated month.
    pub score: Option<i32>,
    pub reason: String,
    pub decided_by: String,
    pub acting_for_id: Option<String>,
    pub decided_at: Moment,
}
recorded!(ProbationDecision, probation_decisions);

/// The last day of a member's probation: as it was extended last, otherwise by the rule.
pub fn due(person: &Person, decisions: &[ProbationDecision], office: &Office) -> NaiveDate {
    let extended = decisions.iter().filter(|it| it.outcome == ProbationOutcome::Extend).max_by_key(|it| it.decided_at);
    extended.and_then(|it| it.until_on).unwrap_or_else(|| by_rule(person, office))
}

/// The last day of a probation that was never extended: so many months after the member joined.
pub fn by_rule(person: &Person, office: &Office) -> NaiveDate {
    let joined = office.zone.day(person.created_at);
    let months = u32::try_from(office.setting(Setting::ProbationMonths)).unwrap_or(0);
    joined.checked_add_months(Months::new(months)).unwrap_or(joined)
}
