//! A member's digest: the inbox, what is unread, today's meetings.

use chrono::{Duration, NaiveDate};

use crate::calendar::{monday_of, weekday_en, weekday_zh};
use crate::clock::Moment;
use crate::error::Result;
use crate::lang::{Lang, counted};
use crate::meetings::model::{MeetingKind, MeetingState};
use crate::meetings::queries::attendances;
use crate::meetings::schedule::between;
use crate::notices;
use crate::store::office::Office;
use crate::store::{Actor, Conn};
use crate::tasks::queries::{Part, Waiting, waiting};

/// The most lines of one part; how many more there are is said.
const MOST: usize = 30;

/// A digest as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub subject: String,
    pub body: String,
}

/// `2026-11-23 周一`.
pub fn day_of(lang: Lang, day: NaiveDate) -> String {
    let weekday = if lang == Lang::Zh { weekday_zh(day) } else { weekday_en(day) };
    format!("{day} {weekday}")
}

/// A part: its heading with how many there are, and a line for each; nothing of an empty one.
pub fn part(heading: &str, lines: &[String], total: usize, lang: Lang) -> Option<String> {
    if total == 0 {
        return None;
    }
    let mut text = format!("{heading} {total}\n");
    for line in lines.iter().take(MOST) {
        text.push_str(&format!("· {line}\n"));
    }
    match total.saturating_sub(lines.len().min(MOST)) {
        0 => {}
        more if lang == Lang::Zh => text.push_str(&format!("……还有 {more} 件\n")),
        more => text.push_str(&format!("… and {more} more\n")),
    }
    Some(text)
}

/// What somebody is written this morning; none if there is nothing to write.
pub fn of(conn: &mut Conn, office: &Office, me: &Actor, now: Moment, base: Option<&str>) -> Result<Option<Text>> {
    let (lang, today) = (me.lang, office.zone.day(now));
    let all = waiting(conn, me, office, today, Part::All, 1_000)?;
    let of = |is: &dyn Fn(Option<NaiveDate>) -> bool| -> Vec<String> {
        all.iter().filter(|it| is(it.due_on)).map(|it| line(office, lang, it, today)).collect()
    };
    let sunday = monday_of(today) + Duration::days(6);
    let parts = [
        (lang.of("逾期", "Overdue"), of(&|due| due.is_some_and(|due| due < today))),
        (lang.of("今天到期", "Due today"), of(&|due| due == Some(today))),
        (lang.of("本周到期", "Due this week"), of(&|due| due.is_some_and(|due| today < due && due <= sunday))),
        (lang.of("以后到期或没有期限", "Due later, or without a date"), of(&|due| due.is_none_or(|due| due > sunday))),
        (lang.of("今天的会议", "Meetings today"), meetings(conn, office, me, today)?),
    ];
    let unread = usize::try_from(notices::queries::count(conn, me, true)?).unwrap_or(0);
    let told = notices::queries::list(conn, me, true, 0, 10)?;
    let told: Vec<String> = told.iter().map(|it| it.0.line(lang)).collect();
    let mut texts: Vec<String> = parts.iter().filter_map(|(heading, lines)| part(heading, lines, lines.len(), lang)).collect();
    texts.extend(part(lang.of("未读通知", "Unread notices"), &told, unread, lang));
    if texts.is_empty() {
        return Ok(None);
    }
    let late = parts.first().map_or(0, |it| it.1.len());
    let subject = match lang {
        Lang::Zh => format!("曙光早报 {}：待办 {} 件，逾期 {late} 件", day_of(lang, today), all.len()),
        Lang::En => format!("Shuguang, {}: {} waiting, {late} overdue", day_of(lang, today), all.len()),
    };
    if let Some(base) = base {
        texts.push(format!("{base}/tasks\n"));
    }
    Ok(Some(Text { subject, body: texts.join("\n") }))
}

/// `报送论证 · 华东渠道 SG-2026-003 · 2026-11-20 周五，逾期 1 个工作日`.
fn line(office: &Office, lang: Lang, it: &Waiting, today: NaiveDate) -> String {
    let about = [lang.say(it.what), it.about.as_str()].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ");
    let subject =
        [it.project.as_str(), it.number.as_str()].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
    let due = it.due_on.map(|due| match (office.calendar.days_late(due, today), lang) {
        (0, _) => day_of(lang, due),
        (days, Lang::Zh) => format!("{}，逾期 {days} 个工作日", day_of(lang, due)),
        (days, Lang::En) => format!("{}, {} late", day_of(lang, due), counted(i64::from(days), "working day")),
    });
    [Some(about), Some(subject), due].into_iter().flatten().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Today's meetings at which somebody is due.
fn meetings(conn: &mut Conn, office: &Office, me: &Actor, today: NaiveDate) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for it in between(conn, me, office, (today, today))? {
        let special = it.meeting.kind == MeetingKind::Special;
        let is_due = !special || attendances(conn, &it.meeting.id)?.iter().any(|it| it.0.person_id == me.id);
        if is_due && it.meeting.state != MeetingState::Cancelled && !it.is_together() {
            let time = office.zone.local(it.starts_at).format("%H:%M").to_string();
            let parts = [time, it.meeting.name(me.lang), it.meeting.place.clone()];
            lines.push(parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" "));
        }
    }
    Ok(lines)
}
