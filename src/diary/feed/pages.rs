//! The page of the address: made, seen once, renewed, ended; and how to use it.

use askama::Template;

use super::model::Feed;
use super::queries::of_person;
use crate::error::Result;
use crate::lang::Lang;
use crate::store::trail::sha256;
use crate::web::{Reading, Shell};

/// The page.
#[derive(Template)]
#[template(path = "diary/feed.html")]
pub struct Address {
    s: Shell,
    feed: Option<Feed>,
    /// The whole address, right after it was made.
    made: Option<String>,
}

impl Address {
    /// Reads whether the reader has one; `key` is the one that they have just made.
    pub fn of(r: &mut Reading, key: Option<String>, base: &str) -> Result<Address> {
        let me = r.me.id.clone();
        let feed = of_person(r, &me)?;
        let made = key.filter(|key| feed.as_ref().is_some_and(|it| it.key_hash == sha256(key)));
        let made = made.map(|key| format!("{base}/calendar.ics?key={key}"));
        Ok(Address { s: r.shell()?, feed, made })
    }

    /// Since when there is one.
    fn since(&self, feed: &Feed) -> String {
        match self.s.lang {
            Lang::Zh => format!("{} 生成，使用中。", self.s.minute(feed.made_at)),
            Lang::En => format!("Made on {}, in use.", self.s.minute(feed.made_at)),
        }
    }

    /// What to do in each calendar program: its name, the steps.
    fn ways(&self) -> Vec<(&'static str, &'static str)> {
        let t = |zh, en| self.s.lang.of(zh, en);
        vec![
            (
                "Outlook",
                t(
                    "日历 → 添加日历 → 从 Internet 订阅（旧版：打开日历 → 从 Internet），粘贴地址。",
                    "Calendar → Add calendar → Subscribe from web (older ones: Open calendar → From Internet), and paste the address.",
                ),
            ),
            (
                "Thunderbird",
                t(
                    "日历 → 新建日历 → 在网络上，粘贴地址，不用填用户名。",
                    "Calendar → New calendar → On the network, and paste the address; no user name is needed.",
                ),
            ),
            (
                "iPhone",
                t(
                    "设置 → 日历 → 账户 → 添加账户 → 其他 → 添加已订阅的日历，粘贴地址。",
                    "Settings → Calendar → Accounts → Add account → Other → Add subscribed calendar, and paste the address.",
                ),
            ),
            (
                "Android",
                t(
                    "在能订阅网络日历的应用（如 ICSx⁵）里添加，粘贴地址。Google 日历由外网读取，进不了公司内网。",
                    "Add it in an app that subscribes to calendars (such as ICSx⁵), and paste the address. Google Calendar reads from outside and does not reach an intranet.",
                ),
            ),
        ]
    }
}
