//! What stands in somebody's calendar between two days: a handful of questions, whatever the days.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::{Entry, Subject};
use crate::clock::Moment;
use crate::customers::model::TargetStep;
use crate::error::Result;
use crate::meetings::model::MeetingState;
use crate::meetings::pages::moved;
use crate::meetings::schedule::{self, Occasion};
use crate::projects::queries::visible;
use crate::store::connection::Db;
use crate::store::schema::{customers, packages, plan_steps, progress_notes, projects, target_customers};
use crate::store::{Actor, Conn};
use crate::tasks::pages::why;
use crate::tasks::queries::{Part, Waiting, waiting};
use crate::web::Shell;
use crate::words::Role;

/// The most entries of one kind, but for meetings.
const MOST: i64 = 500;

/// From one day to another, both included.
pub type Days = (NaiveDate, NaiveDate);

/// Everything that stands in the reader's calendar on these days, in order.
pub fn entries(conn: &mut Conn, s: &Shell, me: &Actor, days: Days) -> Result<Vec<Entry>> {
    let mut all = meetings(conn, s, me, days)?;
    all.extend(due(conn, s, me, days)?);
    all.extend(milestones(conn, me, days)?);
    all.extend(ends(conn, s, me, days)?);
    all.extend(next_steps(conn, me, days)?);
    // On one day meetings by their time, then what is still to be done.
    let order = |it: &Entry| {
        let is_whole = it.meeting.is_none();
        (it.day, is_whole, it.starts_at(), is_whole && it.is_done, it.subject, it.number.clone(), it.key.clone())
    };
    all.sort_by_cached_key(order);
    Ok(all)
}

fn meetings(conn: &mut Conn, s: &Shell, me: &Actor, days: Days) -> Result<Vec<Entry>> {
    let all = schedule::between(conn, me, &s.office, days)?;
    Ok(all.into_iter().filter(|it| schedule::is_told(it, &s.office, s.today)).map(|it| meeting(s, it)).collect())
}

/// A regular meeting goes by its kind: its week or month is its day's.
fn meeting(s: &Shell, it: Occasion) -> Entry {
    let title =
        if it.meeting.regular().is_some() { s.say(it.meeting.kind.name()).to_owned() } else { it.meeting.title.clone() };
    let reason = if it.meeting.state == MeetingState::Published { String::new() } else { it.meeting.reason.clone() };
    Entry {
        subject: Subject::Meeting,
        key: format!("meeting-{}", it.meeting.number),
        day: s.office.zone.day(it.starts_at),
        title,
        about: it.meeting.place.clone(),
        number: it.meeting.number.clone(),
        notes: [moved(s, &it), reason].into_iter().filter(|text| !text.is_empty()).collect(),
        href: it.meeting.href(),
        is_done: it.meeting.state.has_minutes(),
        version: it.meeting.sequence,
        since: Moment::default(),
        meeting: Some(it),
    }
}

/// What waits for the reader with a due date on these days.
fn due(conn: &mut Conn, s: &Shell, me: &Actor, (from, to): Days) -> Result<Vec<Entry>> {
    let all = waiting(conn, me, &s.office, s.today, Part::Between(from, to), MOST)?;
    Ok(all.into_iter().filter_map(|it| Some((it.due_on?, it))).map(|(day, it)| waits(s, day, it)).collect())
}

fn waits(s: &Shell, day: NaiveDate, it: Waiting) -> Entry {
    let what = s.say(it.what);
    Entry {
        subject: Subject::Due,
        title: if it.about.is_empty() { what.to_owned() } else { format!("{what} · {}", it.about) },
        notes: why(s, &it),
        key: it.key,
        day,
        about: it.project,
        number: it.number,
        href: it.href,
        is_done: false,
        version: it.version,
        since: it.since,
        meeting: None,
    }
}

/// A condition over the projects' table.
type Mine = Box<dyn BoxableExpression<projects::table, Db, SqlType = Bool>>;

/// Running projects that somebody owns, or whose package they look after.
fn theirs(me: &Actor) -> Mine {
    let owned = projects::owner_id.eq(me.id.clone());
    if !me.is(Role::Coordinator) {
        return Box::new(projects::ended_at.is_null().and(owned));
    }
    let kept = packages::table.filter(packages::coordinator_id.eq(me.id.clone())).select(packages::id);
    Box::new(projects::ended_at.is_null().and(owned.or(projects::package_id.eq_any(kept))))
}

/// Milestones of approved plans: the project's id, the line, its title, its day, the project's number and name, since when it stands
/// where it does, its version.
type Milestone = (String, String, String, NaiveDate, String, String, Moment, i32);

fn milestones(conn: &mut Conn, me: &Actor, (from, to): Days) -> Result<Vec<Entry>> {
    let rows: Vec<Milestone> = projects::table
        .into_boxed()
        .filter(theirs(me))
        .filter(visible(me))
        .inner_join(plan_steps::table.on(projects::approved_id.eq(plan_steps::plan_version_id.nullable())))
        .filter(plan_steps::ends_on.between(from, to))
        .order((plan_steps::ends_on, projects::number, plan_steps::position))
        .limit(MOST)
        .select((
            projects::id,
            plan_steps::line_id,
            plan_steps::title,
            plan_steps::ends_on,
            projects::number,
            projects::name,
            projects::entered_at,
            projects::version,
        ))
        .load(conn)?;
    let reached = reached(conn, &rows)?;
    let entry = |(_, line, title, day, number, project, since, version): Milestone| Entry {
        subject: Subject::Milestone,
        is_done: reached.get(&line).copied().unwrap_or(false),
        key: format!("milestone-{line}"),
        day,
        title,
        about: project,
        notes: Vec::new(),
        href: format!("/projects/{number}/execution"),
        number,
        version,
        since,
        meeting: None,
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// Which of these milestones were reached: the newest note of each says so.
fn reached(conn: &mut Conn, rows: &[Milestone]) -> Result<BTreeMap<String, bool>> {
    if rows.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut mine: Vec<&str> = rows.iter().map(|it| it.0.as_str()).collect();
    mine.sort_unstable();
    mine.dedup();
    let lines: Vec<&str> = rows.iter().map(|it| it.1.as_str()).collect();
    let notes: Vec<(String, Option<NaiveDate>)> = progress_notes::table
        .filter(progress_notes::project_id.eq_any(mine))
        .filter(progress_notes::line_id.eq_any(lines))
        .order((progress_notes::noted_at, progress_notes::id))
        .select((progress_notes::line_id, progress_notes::done_on))
        .load(conn)?;
    // Of each the last one stays.
    Ok(notes.into_iter().map(|(line, done)| (line, done.is_some())).collect())
}

/// The last days of projects: of their own and of their packages, for the commander of all.
fn ends(conn: &mut Conn, s: &Shell, me: &Actor, (from, to): Days) -> Result<Vec<Entry>> {
    let mine: Mine = match me.is(Role::Commander) {
        true => Box::new(projects::ended_at.is_null()),
        false => theirs(me),
    };
    let rows: Vec<(String, String, Option<NaiveDate>, Moment, i32)> = projects::table
        .filter(mine)
        .filter(visible(me))
        .filter(projects::issued_at.is_not_null())
        .filter(projects::ends_on.between(from, to))
        .order((projects::ends_on, projects::number))
        .limit(MOST)
        .select((projects::number, projects::name, projects::ends_on, projects::entered_at, projects::version))
        .load(conn)?;
    let entry = |(number, project, day, since, version): (String, String, NaiveDate, Moment, i32)| Entry {
        subject: Subject::End,
        key: format!("end-{number}"),
        day,
        title: s.say(Subject::End.name()).to_owned(),
        about: project,
        notes: Vec::new(),
        href: format!("/projects/{number}"),
        number,
        is_done: false,
        version,
        since,
        meeting: None,
    };
    Ok(rows.into_iter().filter_map(|it| Some(entry((it.0, it.1, it.2?, it.3, it.4)))).collect())
}

/// A target whose next step is on these days: the project's number, the customer's number and name, the step, its day.
type Next = (String, String, String, String, Option<NaiveDate>, String, Moment, i32);

/// What the reader has planned to do next with the customers of their projects.
fn next_steps(conn: &mut Conn, me: &Actor, (from, to): Days) -> Result<Vec<Entry>> {
    let rows: Vec<Next> = projects::table
        .into_boxed()
        .filter(projects::owner_id.eq(me.id.clone()))
        .filter(projects::ended_at.is_null())
        .filter(visible(me))
        .inner_join(target_customers::table.inner_join(customers::table))
        .filter(target_customers::step.ne(TargetStep::Dropped))
        .filter(target_customers::next_on.between(from, to))
        .order((target_customers::next_on, projects::number, customers::number))
        .limit(MOST)
        .select((
            projects::number,
            customers::number,
            customers::name,
            target_customers::next_step,
            target_customers::next_on,
            target_customers::id,
            target_customers::step_since,
            target_customers::version,
        ))
        .load(conn)?;
    let entry = |(project, number, customer, step, day, id, since, version): Next| {
        let day = day?;
        let (title, about) = if step.is_empty() { (customer, String::new()) } else { (step, customer) };
        Some(Entry {
            subject: Subject::Next,
            key: format!("next-{id}"),
            href: format!("/projects/{project}/customers/{number}"),
            notes: Vec::new(),
            is_done: false,
            meeting: None,
            day,
            title,
            about,
            number,
            version,
            since,
        })
    };
    Ok(rows.into_iter().filter_map(entry).collect())
}
