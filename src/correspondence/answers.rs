//! How fast answers come, to requests and to consultations alike: in working days, from the day of the question to that of its answer.

use chrono::NaiveDate;

use crate::clock::{Moment, Zone};
use crate::store::office::Office;

/// Of how many days lists tell how fast answers came.
pub const LATELY: i64 = 90;
/// The most answers that are counted for it.
pub const COUNTED: i64 = 1000;

/// How often on one day somebody is reminded by hand of an answer, or of anything else that they owe.
pub const REMINDERS: usize = 2;

/// When something was asked, when it was answered, by which day it was to be.
pub type Times = (Moment, Option<Moment>, NaiveDate);

/// How many working days an answer took; none while there is none. Answered on the day it was asked: 0.
pub fn took(office: &Office, asked_at: Moment, answered_at: Option<Moment>) -> Option<i64> {
    let day = |at| office.zone.day(at);
    Some(i64::from(office.calendar.working_days_between(day(asked_at), day(answered_at?))))
}

/// Whether an answer came after its day.
pub fn came_late(zone: Zone, answered_at: Option<Moment>, due_on: NaiveDate) -> bool {
    answered_at.is_some_and(|at| zone.day(at) > due_on)
}

/// How some answers came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    pub count: i64,
    pub late: i64,
    /// Working days in all.
    days: i64,
}

impl Answered {
    /// Counts them.
    pub fn of(office: &Office, rows: &[Times]) -> Answered {
        let add = |all: Answered, (asked_at, answered_at, due_on): &Times| Answered {
            count: all.count + 1,
            days: all.days + took(office, *asked_at, *answered_at).unwrap_or(0),
            late: all.late + i64::from(came_late(office.zone, *answered_at, *due_on)),
        };
        rows.iter().fold(Answered::default(), add)
    }

    /// How many working days one took on average, in hundredths; none where there is none.
    pub fn mean(&self) -> Option<i64> {
        (self.days * 100).checked_div(self.count)
    }
}
