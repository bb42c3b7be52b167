//! Rows of lessons, ideas and proposals.

use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::policy::Standing;
use crate::recorded;
use crate::store::Actor;
use crate::store::schema::{ideas, lessons, proposals};
use crate::stored;
use crate::words;

words! {
    /// What a round leaves for the department's strategy.
    pub enum LessonKind {
        Lesson = "lesson", "教训", "Lesson";
        Experience = "experience", "典型经验", "Typical experience";
    }
}

words! {
    /// Where a proposal stands.
    pub enum ProposalState {
        Draft = "draft", "草拟中", "Draft";
        Submitted = "submitted", "待审批", "Submitted";
        Accepted = "accepted", "已采纳", "Accepted";
        Declined = "declined", "未采纳", "Declined";
        HandedOn = "handed_on", "已移交", "Handed on";
    }
}
stored!(LessonKind, ProposalState);

/// A lesson or a typical experience: it enriches the department's strategy (经营策略).
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = lessons)]
pub struct Lesson {
    pub id: String,
    pub number: String,
    pub project_id: String,
    pub kind: LessonKind,
    pub title: String,
    pub content: String,
    /// What to do, or not to do, next time.
    pub advice: String,
    pub person_id: String,
    pub recorded_at: Moment,
    pub version: i32,
}
recorded!(Lesson, lessons, project: |row| Some(&row.project_id), versioned: version);

/// An idea or suggestion that somebody gave (7.2).
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = ideas)]
pub struct Idea {
    pub id: String,
    pub project_id: String,
    pub text: String,
    pub person_id: String,
    pub given_at: Moment,
}
recorded!(Idea, ideas, project: |row| Some(&row.project_id));

/// A proposal to the commander; accepted, it becomes a new directive.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = proposals, treat_none_as_null = true)]
pub struct Proposal {
    pub id: String,
    pub number: String,
    /// The project whose experience it comes from, if it comes from one.
    pub project_id: Option<String>,
    pub author_id: String,
    pub title: String,
    pub background: String,
    pub content: String,
    pub effect: String,
    pub needs: String,
    pub state: ProposalState,
    pub created_at: Moment,
    pub submitted_at: Option<Moment>,
    pub decided_by: Option<String>,
    pub acting_for_id: Option<String>,
    pub decided_at: Option<Moment>,
    /// The reason of the decision.
    pub decision: Option<String>,
    pub version: i32,
}
recorded!(Proposal, proposals, project: |row| row.project_id.as_deref(), versioned: version);

impl Proposal {
    /// How somebody stands to it.
    pub fn standing(&self, who: &Actor) -> Standing {
        let left = who.resting.as_ref() == Some(&self.author_id);
        Standing { owns: self.author_id == who.id, left, ..Standing::NONE }
    }
}
