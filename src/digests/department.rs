//! The department's digest, for groups: numbers, and by name only what every member of the business may see: projects whose directive
//! is issued, and the regular meetings.

use diesel::prelude::*;

use super::mine::{Text, day_of, part};
use crate::calendar::Regular;
use crate::clock::Moment;
use crate::error::Result;
use crate::lang::Lang;
use crate::meetings::model::{Meeting, MeetingState};
use crate::meetings::schedule::{occasion, untouched};
use crate::store::Conn;
use crate::store::office::Office;
use crate::store::schema::{meetings, people, projects, requests, tasks};

/// How many projects are named.
const NAMED: i64 = 5;

/// What a group is told this morning; none if there is nothing to tell.
pub fn of(conn: &mut Conn, office: &Office, now: Moment, base: Option<&str>) -> Result<Option<Text>> {
    let (lang, today) = (Lang::Zh, office.zone.day(now));
    let late = || {
        projects::table
            .filter(projects::ended_at.is_null())
            .filter(projects::issued_at.is_not_null())
            .filter(projects::due_on.lt(today))
    };
    let projects_late: i64 = late().count().get_result(conn)?;
    let rows: Vec<(String, String, String, Option<chrono::NaiveDate>)> = late()
        .inner_join(people::table.on(people::id.eq(projects::owner_id)))
        .order((projects::due_on, projects::number))
        .limit(NAMED)
        .select((projects::name, projects::number, people::name, projects::due_on))
        .load(conn)?;
    let named = rows.into_iter().map(|(name, number, owner, due)| {
        let days = due.map_or(0, |due| office.calendar.days_late(due, today));
        format!("{name} {number} · {owner} · 逾期 {days} 个工作日")
    });
    let named: Vec<String> = named.collect();
    let open = tasks::table.filter(tasks::state.eq("open")).filter(tasks::due_on.lt(today));
    let tasks_late: i64 = open.count().get_result(conn)?;
    let unanswered: i64 = requests::table.filter(requests::state.eq("open")).count().get_result(conn)?;
    let meetings = regular(conn, office, now)?;
    if projects_late + tasks_late + unanswered == 0 && meetings.is_empty() {
        return Ok(None);
    }
    let subject = format!("曙光早报 {}", day_of(lang, today));
    let counts = format!("逾期任务 {tasks_late} 项 · 待批示的请示 {unanswered} 件\n");
    let projects_late = usize::try_from(projects_late).unwrap_or(0);
    let parts = [
        Some(format!("{subject}\n")),
        part("今天的会议", &meetings, meetings.len(), lang),
        part("逾期的项目", &named, projects_late, lang),
        Some(counts),
        base.map(|base| format!("{base}/\n")),
    ];
    Ok(Some(Text { subject, body: parts.into_iter().flatten().collect::<Vec<_>>().join("\n") }))
}

/// Today's regular meetings, by time.
fn regular(conn: &mut Conn, office: &Office, now: Moment) -> Result<Vec<String>> {
    let today = office.zone.day(now);
    let week = chrono::Days::new(14);
    let (from, to) = (today.checked_sub_days(week).unwrap_or(today), today.checked_add_days(week).unwrap_or(today));
    let near: Vec<Regular> = office.calendar.meetings(from, to).into_iter().map(|it| it.1).collect();
    let numbers: Vec<String> = near.iter().map(Regular::to_string).collect();
    let rows: Vec<Meeting> = meetings::table
        .filter(meetings::number.eq_any(&numbers))
        .order(meetings::number)
        .select(Meeting::as_select())
        .load(conn)?;
    let all = near.into_iter().map(|it| {
        let row = rows.iter().find(|row| row.number == it.to_string()).cloned();
        occasion(office, row.unwrap_or_else(|| untouched(office, it)))
    });
    let held = |it: &crate::meetings::schedule::Occasion| {
        office.zone.day(it.starts_at) == today && it.meeting.state != MeetingState::Cancelled && !it.is_together()
    };
    Ok(all
        .filter(held)
        .map(|it| format!("{} {}", office.zone.local(it.starts_at).format("%H:%M"), it.meeting.name(Lang::Zh)))
        .collect())
}
