//! The administrator's page: which ways are set, and how the last letters went.

use askama::Template;
use chrono::Duration;

use super::model::{Channel, Delivery, Letter};
use super::queries;
use crate::config::Post;
use crate::error::Result;
use crate::lang::Lang;
use crate::people;
use crate::policy::Deed;
use crate::web::{Reading, Shell};

/// The most letters of the page.
const MOST: i64 = 50;

/// The page.
#[derive(Template)]
#[template(path = "outbox/index.html")]
pub struct Index {
    s: Shell,
    post: Post,
    letters: Vec<Letter>,
    given_up: i64,
    /// Where the reader is written to.
    mine: Option<String>,
}

impl Index {
    /// Reads how it goes.
    pub fn of(r: &mut Reading, post: Post) -> Result<Index> {
        r.may_see(Deed::KeepOffice)?;
        let (now, me) = (r.now, r.me.id.clone());
        Ok(Index {
            letters: queries::last(r, MOST)?,
            given_up: queries::given_up(r, now - Duration::days(7))?,
            mine: people::queries::by_id(r, &me)?.email,
            s: r.shell()?,
            post,
        })
    }

    /// Each way: what it is called, its setting, whether it is set, and what may be shown of it.
    fn ways(&self) -> Vec<(&'static str, &'static str, bool, String)> {
        let set = Channel::ALL.iter().map(|channel| {
            let (setting, shown) = match channel {
                Channel::Mail => ("SHUGUANG_SMTP", self.post.mail_host().map(str::to_owned)),
                Channel::Wecom => ("SHUGUANG_WECOM", None),
                Channel::Dingtalk => {
                    ("SHUGUANG_DINGTALK", self.post.dingtalk.as_ref().map(|it| self.signed(it.secret.is_some())))
                }
                Channel::Feishu => ("SHUGUANG_FEISHU", self.post.feishu.as_ref().map(|it| self.signed(it.secret.is_some()))),
            };
            (self.s.lang.say(channel.name()), setting, channel.is_set(&self.post), shown.unwrap_or_default())
        });
        set.collect()
    }

    fn signed(&self, signed: bool) -> String {
        if signed { self.s.t("带签名", "signed") } else { self.s.t("不签名", "not signed") }.to_owned()
    }

    fn is_any_set(&self) -> bool {
        Channel::ALL.iter().any(|channel| channel.is_set(&self.post))
    }

    fn receiver(&self, it: &Letter) -> String {
        if it.receiver.is_empty() { self.s.t("群机器人", "The group's robot").to_owned() } else { it.receiver.clone() }
    }

    fn tone(&self, it: &Letter) -> &'static str {
        match it.state {
            Delivery::Waiting if it.error.is_empty() => "",
            Delivery::Waiting => "dawn",
            Delivery::Sent => "good",
            Delivery::GivenUp => "late",
        }
    }

    fn tries(&self, it: &Letter) -> String {
        match (self.s.lang, it.tries) {
            (_, 0) => String::new(),
            (Lang::Zh, tries) => format!("试 {tries} 次"),
            (Lang::En, 1) => "1 try".to_owned(),
            (Lang::En, tries) => format!("{tries} tries"),
        }
    }

    fn lost(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("最近七天有 {} 封试了一天也没有送到，已放弃。", self.given_up),
            Lang::En => {
                format!("In the last seven days {} could not be delivered within a day and were given up.", self.given_up)
            }
        }
    }

    fn is_waiting(&self, it: &Letter) -> bool {
        it.state == Delivery::Waiting
    }
}
