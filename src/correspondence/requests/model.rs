//! Rows of requests.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::projects::authority::Matter;
use crate::recorded;
use crate::store::schema::{advice, requests};
use crate::stored;
use crate::words;

words! {
    /// Why somebody asks before acting.
    pub enum RequestKind {
        BeyondAuthority = "beyond_authority", "超出权限", "Beyond authority";
        Unsure = "unsure", "业务上没有把握", "Not sure of the business";
        Unclear = "unclear", "任务不明确", "The task is not clear";
        NoRule = "no_rule", "没有规定可循", "No rule covers it";
    }
}

words! {
    /// Where a request stands.
    pub enum RequestState {
        Open = "open", "待批示", "To be answered";
        Answered = "answered", "已批示，待确认", "Answered, to be confirmed";
        Confirmed = "confirmed", "已确认", "Confirmed";
        Withdrawn = "withdrawn", "已撤回", "Withdrawn";
    }
}
stored!(RequestKind, RequestState);

words! {
    /// What the commander's answer says (结论).
    pub enum Ruling {
        Granted = "granted", "同意", "Granted";
        Refused = "refused", "不同意", "Not granted";
        // There was nothing to agree to: what is to be done is said.
        Instructed = "instructed", "明确指示", "Instructed";
    }
}

impl Ruling {
    /// The ruling of an answered request, as it is kept.
    pub const fn of(granted: Option<bool>) -> Ruling {
        match granted {
            Some(true) => Ruling::Granted,
            Some(false) => Ruling::Refused,
            None => Ruling::Instructed,
        }
    }

    /// How it is kept.
    pub const fn granted(self) -> Option<bool> {
        match self {
            Ruling::Granted => Some(true),
            Ruling::Refused => Some(false),
            Ruling::Instructed => None,
        }
    }
}

impl RequestKind {
    /// What an answer to a request of this kind can say, the most fitting first. More authority is given or it is not; who was given
    /// an unclear task is told what it means, and is not refused anything.
    pub const fn rulings(self) -> &'static [Ruling] {
        use Ruling::{Granted, Instructed, Refused};
        match self {
            RequestKind::BeyondAuthority => &[Granted, Refused],
            RequestKind::Unsure => &[Instructed, Granted, Refused],
            RequestKind::Unclear => &[Instructed, Granted],
            RequestKind::NoRule => &[Granted, Instructed, Refused],
        }
    }
}

/// One matter put to the commander.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = requests, treat_none_as_null = true)]
pub struct Request {
    pub id: String,
    /// `QS-2026-017`.
    pub number: String,
    pub project_id: Option<String>,
    pub kind: RequestKind,
    /// The code of what is beyond which limit; empty for requests of the other kinds.
    pub matter: String,
    /// Up to what is asked for: hundredths of a percent for a discount, fen otherwise.
    pub up_to: Option<i64>,
    pub title: String,
    pub question: String,
    /// What the asker proposes.
    pub proposal: String,
    pub urgent: bool,
    pub asker_id: String,
    pub asked_at: Moment,
    pub due_on: NaiveDate,
    pub state: RequestState,
    /// None also where an answer neither agrees nor refuses: see [`Ruling`].
    pub granted: Option<bool>,
    pub granted_up_to: Option<i64>,
    pub instruction: String,
    pub answered_by: Option<String>,
    pub acting_for_id: Option<String>,
    pub answered_at: Option<Moment>,
    pub confirmed_at: Option<Moment>,
    pub version: i32,
    /// Until when its asker confirms the answer.
    pub confirm_by: Option<NaiveDate>,
    /// The earlier one of its asker's that it asks again.
    pub again_id: Option<String>,
}
recorded!(Request, requests, project: |row| row.project_id.as_deref(), versioned: version);

impl Request {
    /// What is beyond which limit.
    pub fn matter(&self) -> Option<Matter> {
        Matter::from_code(&self.matter)
    }

    /// Its address.
    pub fn href(&self) -> String {
        format!("/requests/{}", self.number)
    }

    /// Which of all duties its answer is, for whoever reminds of it.
    pub fn duty(&self) -> String {
        format!("request-{}", self.number)
    }

    /// What its answer says; none while there is none.
    pub fn ruling(&self) -> Option<Ruling> {
        self.answered_at.map(|_| Ruling::of(self.granted))
    }

    /// Whether its asker may have reason to ask again: it is answered, and not with all that was asked for.
    pub fn leaves_something(&self) -> bool {
        let less = self.granted_up_to.is_some() && self.granted_up_to < self.up_to;
        self.ruling().is_some_and(|it| it != Ruling::Granted || less || self.kind == RequestKind::Unclear)
    }
}

/// Advice (参考意见) on a request: the commander asks the planning assistants, who give information and decide nothing.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = advice, treat_none_as_null = true)]
pub struct Advice {
    pub id: String,
    pub request_id: String,
    /// What the commander wants to know.
    pub question: String,
    pub asked_by: String,
    pub acting_for_id: Option<String>,
    pub asked_at: Moment,
    pub due_on: NaiveDate,
    /// Empty until it is given.
    pub content: String,
    pub given_by: Option<String>,
    pub given_at: Option<Moment>,
    pub version: i32,
}
recorded!(Advice, advice, versioned: version);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_answered_by_what_fits_it_best_first() {
        use Ruling::{Granted, Instructed, Refused};
        let table: [(RequestKind, &[Ruling]); 4] = [
            (RequestKind::BeyondAuthority, &[Granted, Refused]),
            (RequestKind::Unsure, &[Instructed, Granted, Refused]),
            (RequestKind::Unclear, &[Instructed, Granted]),
            (RequestKind::NoRule, &[Granted, Instructed, Refused]),
        ];
        assert_eq!(table.map(|it| it.0), *RequestKind::ALL);
        for (kind, rulings) in table {
            assert_eq!(kind.rulings(), rulings, "{kind}");
        }
    }

    #[test]
    fn a_ruling_is_kept_as_what_was_granted() {
        for ruling in Ruling::ALL {
            assert_eq!(Ruling::of(ruling.granted()), *ruling);
        }
    }
}
