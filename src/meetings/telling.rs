//! Who is told of what is done with a meeting: everybody who is due at it, and whoever answers for what it resolved.

use super::model::{Meeting, MeetingKind, Resolution, ResolutionKind};
use super::queries;
use super::schedule::{Occasion, occasion};
use crate::clock::minute;
use crate::error::Result;
use crate::lang::{Lang, Pair};
use crate::notices::changes::{tell, tell_all, was_told};
use crate::notices::model::{News, Reason};
use crate::store::Tx;

/// The most characters of a resolution in a notice.
const SHORT: usize = 60;

/// A meeting as it stands now.
fn of(tx: &Tx, what: Pair, meeting: &Meeting) -> News {
    let starts = minute(tx.office.zone.local(occasion(&tx.office, meeting.clone()).starts_at));
    let about = [Lang::Zh, Lang::En].map(|lang| format!("{} {starts}", meeting.name(lang)));
    News { what, number: meeting.number.clone(), about, href: meeting.href() }
}

/// Tells everybody who is due at a meeting what became of it.
pub fn tell_due(tx: &mut Tx, what: Pair, meeting: &Meeting) -> Result<()> {
    let news = of(tx, what, meeting);
    tell_everybody(tx, meeting, &news)
}

/// Tells somebody that they are due at a special meeting.
pub fn tell_named(tx: &mut Tx, what: Pair, meeting: &Meeting, person: &str) -> Result<()> {
    let news = of(tx, what, meeting);
    tell(tx, person, Reason::Due, &news)
}

/// Tells somebody that they are not due at a meeting any more; its page is not theirs to see from then on.
pub fn tell_excused(tx: &mut Tx, meeting: &Meeting, person: &str) -> Result<()> {
    let what = Pair("会议不再要求您到会", "You are not due at a meeting any more");
    let news = News { href: "/meetings".to_owned(), ..of(tx, what, meeting) };
    tell(tx, person, Reason::Excused, &news)
}

/// Tells everybody who is due at a meeting that it has another time, length or place, and which.
pub fn tell_moved(tx: &mut Tx, before: &Occasion, meeting: &Meeting) -> Result<()> {
    let now = occasion(&tx.office, meeting.clone());
    let time = |it: &Occasion| {
        let (from, to) = (tx.office.zone.local(it.starts_at), tx.office.zone.local(it.ends_at()));
        format!("{}–{}", minute(from), to.format("%H:%M"))
    };
    let place = |it: &Occasion| if it.meeting.place.is_empty() { "—".to_owned() } else { it.meeting.place.clone() };
    let changed = [(time(before), time(&now)), (place(before), place(&now))].into_iter().filter(|(old, new)| old != new);
    let changed: Vec<String> = changed.map(|(old, new)| format!("{old} → {new}")).collect();
    let about = [Lang::Zh, Lang::En].map(|lang| {
        let (colon, between) = (lang.of("：", ": "), lang.of("；", "; "));
        format!("{}{colon}{}", meeting.name(lang), changed.join(between))
    });
    let what = Pair("会议改了时间或地点", "A meeting has another time or place");
    let news = News { what, number: meeting.number.clone(), about, href: meeting.href() };
    tell_everybody(tx, meeting, &news)
}

/// Of a special meeting those who were named, of a regular one everybody of the business until it is called.
fn tell_everybody(tx: &mut Tx, meeting: &Meeting, news: &News) -> Result<()> {
    let mut due: Vec<String> = queries::attendances(tx, &meeting.id)?.into_iter().map(|it| it.0.person_id).collect();
    if meeting.kind != MeetingKind::Special && meeting.called_at.is_none() {
        due.extend(queries::everybody(tx)?.into_iter().map(|it| it.0));
    }
    tell_all(tx, due.into_iter().map(|person| (person, Reason::Due)), news)
}

/// Tells whoever answers for a resolution, once, when its minutes are published.
pub fn tell_resolved(tx: &mut Tx, resolutions: &[Resolution]) -> Result<()> {
    for it in resolutions {
        let (Some(kind), Some(holder)) = (it.kind.filter(|kind| kind.needs_somebody()), &it.holder_id) else { continue };
        let content: String = it.content.chars().take(SHORT).collect();
        let what = match kind {
            ResolutionKind::Directive => Pair("会议指令由您执行", "A directive of a meeting waits for you"),
            ResolutionKind::Adjustment => Pair("会议调整由您落实", "An adjustment of a meeting waits for you"),
            _ => Pair("会议任务由您完成", "A task of a meeting waits for you"),
        };
        let news = News::of(what, &it.number, &content, it.href());
        if !was_told(tx, holder, Reason::Resolved, &news)? {
            tell(tx, holder, Reason::Resolved, &news)?;
        }
    }
    Ok(())
}

/// Tells whoever answers for a resolution that it is open again.
pub fn tell_reopened(tx: &mut Tx, it: &Resolution) -> Result<()> {
    let Some(holder) = &it.holder_id else { return Ok(()) };
    let content: String = it.content.chars().take(SHORT).collect();
    let what = Pair("决议重新打开", "A resolution was reopened");
    tell(tx, holder, Reason::Resolved, &News::of(what, &it.number, &content, it.href()))
}
