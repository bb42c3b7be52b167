//! Rows of notices, and why somebody is told.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::lang::{Lang, Pair};
use crate::policy::{Deed, Standing};
use crate::store::Actor;
use crate::store::schema::notices;
use crate::stored;
use crate::words;

words! {
    /// Why somebody is told.
    pub enum Reason {
        Due = "due", "您应到会", "You are due at it";
        Excused = "excused", "您原来应到会", "You were due at it";
        Resolved = "resolved", "您负责落实", "You answer for it";
        Asked = "asked", "请示由您批示", "Yours to answer";
        Answered = "answered", "这是您的请示", "You asked";
        Consulted = "consulted", "请您提供信息", "Your information is asked for";
        Informed = "informed", "这是您的咨询", "Your consultation";
        Reported = "reported", "汇报由您审阅", "Yours to read";
        Remarked = "remarked", "这是您的汇报", "You reported it";
        Reminded = "reminded", "由您完成", "Yours to do";
        Escalated = "escalated", "逾期后升级到您", "Late, and gone up to you";
        Taken = "taken", "您是接收人", "You take it over";
        Given = "given", "您是移交人", "You hand it over";
        Owned = "owned", "您负责的项目", "Your project";
        Tended = "tended", "您照管的项目包", "A package that you look after";
        Proposed = "proposed", "您的提案", "Your proposal";
        Measured = "measured", "关于您的评估", "It is about you";
    }
}
stored!(Reason);

impl Reason {
    /// Whether somebody with these roles may be told: nobody hears of what they may not see.
    pub fn is_for(self, me: &Actor) -> bool {
        let may = |deed, standing| me.may(deed, standing).is_some();
        match self {
            Reason::Due | Reason::Excused => may(Deed::SeeMeetings, Standing::OWNER),
            Reason::Resolved => may(Deed::SeeMeetings, Standing::OWNER),
            Reason::Asked => may(Deed::SeeRequests, Standing::NONE),
            Reason::Answered => may(Deed::SeeRequests, Standing { coordinates: true, ..Standing::OWNER }),
            Reason::Consulted => may(Deed::AnswerConsultation, Standing::NONE),
            Reason::Informed => may(Deed::SeeConsultations, Standing { coordinates: true, ..Standing::OWNER }),
            Reason::Reported => may(Deed::SeeReports, Standing::NONE),
            Reason::Remarked => may(Deed::SeeReports, Standing { coordinates: true, ..Standing::OWNER }),
            Reason::Escalated => may(Deed::Supervise, Standing::NONE),
            Reason::Reminded | Reason::Taken | Reason::Given | Reason::Owned | Reason::Tended | Reason::Proposed => {
                may(Deed::SeeProjects, Standing::NONE)
            }
            Reason::Measured => may(Deed::SeeAppraisals, Standing::OWNER),
        }
    }
}

/// Something of which people are told.
#[derive(Clone, Debug)]
pub struct News {
    /// What happened.
    pub what: Pair,
    /// The number of what it is about, and its name in both languages.
    pub number: String,
    pub about: [String; 2],
    /// Where it is found.
    pub href: String,
}

impl News {
    /// About something whose name is the same in both languages.
    pub fn of(what: Pair, number: &str, about: &str, href: String) -> News {
        News { what, number: number.to_owned(), about: [about.to_owned(), about.to_owned()], href }
    }
}

impl Notice {
    /// The number of what it is about, to be shown: reminders are kept by a key of the program's, and have none.
    pub fn shown_number(&self) -> &str {
        match self.reason {
            Reason::Reminded | Reason::Escalated => "",
            _ => &self.number,
        }
    }
}

/// What somebody was told.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = notices, treat_none_as_null = true)]
pub struct Notice {
    pub id: String,
    pub person_id: String,
    pub reason: Reason,
    pub what: String,
    pub what_en: String,
    pub number: String,
    pub about: String,
    pub about_en: String,
    pub href: String,
    pub by_id: Option<String>,
    pub acting_for_id: Option<String>,
    pub at: Moment,
    pub read_at: Option<Moment>,
}

impl Notice {
    /// What happened.
    pub fn what(&self, lang: Lang) -> &str {
        lang.of(&self.what, &self.what_en)
    }

    /// What it is about.
    pub fn about(&self, lang: Lang) -> &str {
        lang.of(&self.about, &self.about_en)
    }

    /// `批准实施 · 华东渠道开发`.
    pub fn line(&self, lang: Lang) -> String {
        format!("{} · {}", self.what(lang), self.about(lang))
    }
}
