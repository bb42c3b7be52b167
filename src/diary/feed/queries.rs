//! Reading a calendar for a program that subscribed to it, and what its events count by.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use super::events::{Counted, events};
use super::ics::{self, Event};
use super::model::Feed;
use crate::clock::Moment;
use crate::diary::queries::entries;
use crate::error::{OrNotFound, Result};
use crate::lang::Lang;
use crate::meetings::model::Presence;
use crate::store::office::{Office, Setting};
use crate::store::schema::{attendances, calendar_feeds, trail};
use crate::store::trail::sha256;
use crate::store::{Actor, Conn};
use crate::web::Shell;

/// For how many days back and ahead a calendar program is told.
const BEHIND: u64 = 92;
const AHEAD: u64 = 185;

/// Somebody's address, if they have made one.
pub fn of_person(conn: &mut Conn, person: &str) -> Result<Option<Feed>> {
    let row = calendar_feeds::table.filter(calendar_feeds::person_id.eq(person));
    Ok(row.select(Feed::as_select()).first(conn).optional()?)
}

/// Whose calendar a key opens today. It is looked up by its hash: how long that takes says nothing about the key.
fn person_of(conn: &mut Conn, key: &str, today: NaiveDate) -> Result<Actor> {
    let row = calendar_feeds::table.filter(calendar_feeds::key_hash.eq(sha256(key)));
    let person: String = row.select(calendar_feeds::person_id).first(conn).optional()?.or_not_found()?;
    Actor::find(conn, &person, today)?.or_not_found()
}

/// The calendar that a key opens, as a file; `base` is the address under which people reach the program, where it is known.
pub fn file(conn: &mut Conn, key: &str, office: &Arc<Office>, now: Moment, base: Option<&str>) -> Result<String> {
    let today = office.zone.day(now);
    let me = person_of(conn, key, today)?;
    let name = match me.lang {
        Lang::Zh => format!("曙光 · {}", me.name),
        Lang::En => format!("Shuguang · {}", me.name),
    };
    let zone = office.zone.0.name();
    Ok(ics::write(&name, zone, &of(conn, me, office, today, base)?))
}

fn of(conn: &mut Conn, me: Actor, office: &Arc<Office>, today: NaiveDate, base: Option<&str>) -> Result<Vec<Event>> {
    let s = Shell { me: Some(me.clone()), ..Shell::outside(me.lang, "/calendar", office.clone(), today) };
    let from = today.checked_sub_days(Days::new(BEHIND)).unwrap_or(today);
    let to = today.checked_add_days(Days::new(AHEAD)).unwrap_or(today);
    let all = entries(conn, &s, &me, (from, to))?;
    let kept = all.iter().filter_map(|it| it.meeting.as_ref()).filter(|it| it.is_kept());
    let ids: Vec<&str> = kept.map(|it| it.meeting.id.as_str()).collect();
    let (changed, office) = changes(conn, &ids)?;
    let counted = Counted { presence: presence(conn, &me, &ids)?, changed, office };
    Ok(events(&s, &all, &counted, base))
}

/// How the person comes to each of some meetings at which they are due.
fn presence(conn: &mut Conn, me: &Actor, ids: &[&str]) -> Result<BTreeMap<String, Presence>> {
    let rows: Vec<(String, Presence)> = attendances::table
        .filter(attendances::person_id.eq(&me.id))
        .filter(attendances::meeting_id.eq_any(ids))
        .order(attendances::meeting_id)
        .select((attendances::meeting_id, attendances::state))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// When each of some meetings was changed last; and how often, and when last, the calendar of the office or the hours and lengths of
/// its regular meetings were. The trail only ever grows, so that number never goes down, and without such a change no regular
/// meeting moves by the rule.
fn changes(conn: &mut Conn, ids: &[&str]) -> Result<(BTreeMap<String, Moment>, (i64, Moment))> {
    let hours = [Setting::WeeklyHour, Setting::WeeklyMinutes, Setting::MonthlyHour, Setting::MonthlyMinutes];
    let hours = trail::kind.eq("settings").and(trail::subject_id.eq_any(hours.map(Setting::code)));
    let these = trail::kind.eq("meetings").and(trail::subject_id.eq_any(ids));
    let rows: Vec<(String, i64, Option<Moment>)> = trail::table
        .filter(trail::kind.eq("special_days").or(hours).or(these))
        .group_by(trail::subject_id)
        .select((trail::subject_id, count_star(), max(trail::at)))
        .load(conn)?;
    let (mut meetings, mut office) = (BTreeMap::new(), (0, Moment::default()));
    for (id, count, last) in rows {
        let last = last.unwrap_or_default();
        if ids.contains(&id.as_str()) {
            meetings.insert(id, last);
        } else {
            office = (office.0 + count, office.1.max(last));
        }
    }
    Ok((meetings, office))
}
