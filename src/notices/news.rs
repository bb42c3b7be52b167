//! What a page that is open is told: the numbers beside the inbox and the notices, and the newest notice that is unread.

use serde_json::json;

use super::queries;
use crate::error::Result;
use crate::store::Conn;
use crate::web::live::Listener;
use crate::web::shell::counts;

/// How it stands for whoever listens, as JSON: the numbers, what they are called for somebody who does not see them, and the newest
/// notice with its reason.
pub fn now(conn: &mut Conn, who: &Listener) -> Result<String> {
    let (me, lang) = (&who.me, who.me.lang);
    let all = counts(conn, me, &who.office, who.now)?;
    let newest = if all.unread == 0 { None } else { queries::newest(conn, me)? };
    let notice =
        newest.map(|it| json!({ "id": it.id, "text": it.line(lang), "why": lang.say(it.reason.name()), "href": it.href }));
    let told = json!({
        "/tasks": all.waiting,
        "/notices": all.unread,
        "late": all.late,
        "inbox": all.inbox_label(lang),
        "unread": all.notices_label(lang),
        "notice": notice,
    });
    Ok(told.to_string())
}
