//! Rows of what goes out.

use chrono::Duration;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::config::Post;
use crate::store::schema::outbox;
use crate::stored;
use crate::words;

words! {
    /// By which way something goes out.
    pub enum Channel {
        Mail = "mail", "电子邮件", "E-mail";
        Wecom = "wecom", "企业微信", "WeCom";
        Dingtalk = "dingtalk", "钉钉", "DingTalk";
        Feishu = "feishu", "飞书", "Feishu";
    }
}

words! {
    /// How far a letter got.
    pub enum Delivery {
        Waiting = "waiting", "待发送", "To be sent";
        Sent = "sent", "已发送", "Sent";
        GivenUp = "given_up", "已放弃", "Given up";
    }
}
stored!(Channel, Delivery);

impl Channel {
    /// Whether this way is set.
    pub fn is_set(self, post: &Post) -> bool {
        match self {
            Channel::Mail => post.mail.is_some(),
            Channel::Wecom => post.wecom.is_some(),
            Channel::Dingtalk => post.dingtalk.is_some(),
            Channel::Feishu => post.feishu.is_some(),
        }
    }
}

/// Something to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    pub channel: Channel,
    /// An address; empty for a group.
    pub receiver: String,
    pub person_id: Option<String>,
    /// What is sent once to each receiver.
    pub key: String,
    pub subject: String,
    pub body: String,
}

/// What goes out, and how it went.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = outbox)]
pub struct Letter {
    pub id: String,
    pub channel: Channel,
    pub receiver: String,
    pub person_id: Option<String>,
    pub key: String,
    pub subject: String,
    pub body: String,
    pub state: Delivery,
    pub tries: i32,
    pub created_at: Moment,
    pub next_try: Moment,
    pub sent_at: Option<Moment>,
    pub error: String,
}

/// How long to wait after the first, the second … try that failed; after that always as long as after the last.
const PAUSES: [i64; 4] = [1, 5, 15, 60];
/// For how long it is tried.
pub const LONGEST: Duration = Duration::hours(24);

/// How long to wait after so many tries.
pub fn pause(tries: i32) -> Duration {
    let at = usize::try_from(tries.saturating_sub(1)).unwrap_or(0).min(PAUSES.len() - 1);
    Duration::minutes(PAUSES.get(at).copied().unwrap_or(60))
}
