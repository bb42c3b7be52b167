//! A duty, and the rows of reminders.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use diesel::prelude::*;
use serde::Serialize;

use super::rules::{Ladder, Level};
use crate::clock::Moment;
use crate::lang::Lang;
use crate::recorded;
use crate::store::Actor;
use crate::store::office::{Office, Setting};
use crate::store::schema::reminders;
use crate::words;
use crate::words::Role;

words! {
    /// What somebody owes.
    pub enum DutyKind {
        Report = "report", "汇报", "Reports";
        Reading = "reading", "汇报待审阅", "Reports to read";
        Minutes = "minutes", "会议纪要待阅读", "Minutes to read";
        Meeting = "meeting", "会议待召集、纪要待发布", "Meetings to call and minutes to publish";
        Request = "request", "请示待批示", "Requests to answer";
        Confirmation = "confirmation", "批示待确认", "Answers to confirm";
        Information = "information", "参考意见与咨询待答复", "Advice and consultations to give";
        Resolution = "resolution", "决议", "Resolutions";
        Decision = "decision", "项目待决定", "Projects to decide on";
        Step = "step", "步骤与措施", "Steps and measures";
        Handover = "handover", "移交待确认", "Hand-overs to confirm";
    }
}

/// Who has to do it: somebody by name, or everybody who has a role.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// A person's id.
    Person(String),
    Role(Role),
}

impl Who {
    /// Whose something is, as the database tells it: by name, or by the code of a role. What is everybody's is asked of nobody in
    /// particular; the commander has the last word on what has no other role.
    pub fn of(person: Option<String>, role: &str) -> Who {
        person.map_or_else(|| Who::Role(Role::from_code(role).unwrap_or(Role::Commander)), Who::Person)
    }
}

/// Something that somebody has to do by a day.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Which of all duties it is: the same as long as it is owed.
    pub key: String,
    pub kind: DutyKind,
    /// Whoever asks or reports says that it cannot wait.
    pub is_urgent: bool,
    pub who: Who,
    /// Their name; empty for a role.
    pub name: String,
    /// What is to be done, and what it is about, in both languages.
    pub what: [String; 2],
    /// The same as whoever owes it is told of it: how it stands.
    pub waits: [String; 2],
    pub about: [String; 2],
    pub number: String,
    /// Since when it is owed; none where nobody wrote down when it began.
    pub since: Option<Moment>,
    pub due_on: NaiveDate,
    /// The hour by the office's clock where it is not due with the day.
    pub due_at: Option<NaiveTime>,
    pub href: String,
    /// The coordinator of the package it belongs to.
    pub coordinator: Option<String>,
    /// What it is called where whoever looks may not see what it is about: its key names that. It has neither number nor page then.
    pub closed: Option<String>,
}

impl Duty {
    /// What it is called by whoever looks.
    pub fn called(&self) -> &str {
        self.closed.as_deref().unwrap_or(&self.key)
    }

    /// Who has to do it, by name or by role.
    pub fn name(&self, lang: &Lang) -> &str {
        match &self.who {
            Who::Person(_) => &self.name,
            Who::Role(role) => lang.say(role.name()),
        }
    }

    /// What is to be done, as a reader reads it.
    pub fn what(&self, lang: &Lang) -> &str {
        lang.of(&self.what[0], &self.what[1])
    }

    /// What it is about.
    pub fn about(&self, lang: &Lang) -> &str {
        lang.of(&self.about[0], &self.about[1])
    }

    /// Whether it is this person's: by name, or by a role of theirs.
    pub fn is_of(&self, me: &Actor) -> bool {
        match &self.who {
            Who::Person(id) => *id == me.id,
            Who::Role(role) => me.is(*role),
        }
    }

    /// Whether it should have been done by now.
    pub fn is_late(&self, now: NaiveDateTime) -> bool {
        self.due_on < now.date() || (self.due_on == now.date() && self.due_at.is_some_and(|hour| hour < now.time()))
    }

    /// By how many working days it is late.
    pub fn late(&self, office: &Office, today: NaiveDate) -> u32 {
        office.calendar.days_late(self.due_on, today)
    }

    /// Up to whom it has gone.
    pub fn level(&self, office: &Office, today: NaiveDate) -> Level {
        ladder(office).level(self.late(office, today))
    }
}

/// After how many working days duties go up, in this office.
pub fn ladder(office: &Office) -> Ladder {
    let days = |setting| u32::try_from(office.setting(setting)).unwrap_or(0);
    Ladder { coordinator: days(Setting::EscalateCoordinator), commander: days(Setting::EscalateCommander) }
}

/// A reminder by hand.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = reminders, treat_none_as_null = true)]
pub struct Reminder {
    pub id: String,
    pub duty: String,
    pub what: String,
    pub what_en: String,
    pub about: String,
    /// None: whoever has the role.
    pub person_id: Option<String>,
    pub role: String,
    pub by_id: String,
    pub acting_for_id: Option<String>,
    pub at: Moment,
    pub on_day: NaiveDate,
    /// Which of that day's: 1 or 2.
    pub nth: i32,
}
recorded!(Reminder, reminders);
