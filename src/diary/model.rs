//! One thing in a calendar.

use chrono::NaiveDate;

use crate::clock::Moment;
use crate::meetings::model::MeetingState;
use crate::meetings::schedule::Occasion;
use crate::words;

words! {
    /// What an entry of a calendar is, in the order of one day.
    pub enum Subject {
        Meeting = "meeting", "会议", "Meetings";
        Due = "due", "待办", "Inbox";
        Milestone = "milestone", "里程碑", "Milestone";
        End = "end", "项目到期", "End of a project";
        Next = "next", "客户下一步", "Next step with a customer";
    }
}

impl Subject {
    /// Its icon in the sprite.
    pub fn icon(self) -> &'static str {
        match self {
            Subject::Meeting => "meetings",
            Subject::Due => "tasks",
            Subject::Milestone => "flag",
            Subject::End => "projects",
            Subject::Next => "customers",
        }
    }
}

/// One thing in a calendar, in the words of its reader.
#[derive(Clone, Debug)]
pub struct Entry {
    pub subject: Subject,
    /// Which of all entries it is: the same as long as it is there.
    pub key: String,
    /// The office's day.
    pub day: NaiveDate,
    pub title: String,
    /// What it belongs to: a project, a customer, a place.
    pub about: String,
    pub number: String,
    /// Why it is there, or why it is not at its plain time.
    pub notes: Vec<String>,
    pub href: String,
    /// Done, though it still stands there.
    pub is_done: bool,
    /// Grows with every change of the row that it follows from; a meeting has a sequence of its own.
    pub version: i32,
    /// Since when it stands there; a meeting has its own changes.
    pub since: Moment,
    /// Of a meeting; all else takes the whole day.
    pub meeting: Option<Occasion>,
}

impl Entry {
    /// Whether it is not held as it stands there: cancelled, or together with a later one.
    pub fn is_off(&self) -> bool {
        self.meeting.as_ref().is_some_and(|it| it.is_together() || it.meeting.state == MeetingState::Cancelled)
    }

    /// Whether its day has passed and it still waits.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.meeting.is_none() && !self.is_done && self.day < today
    }

    /// The moment at which it begins; none of what takes the whole day.
    pub fn starts_at(&self) -> Option<Moment> {
        self.meeting.as_ref().map(|it| it.starts_at)
    }
}
