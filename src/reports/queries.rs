//! Reading reports. What somebody may not see is not there.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, NaiveTime};
use diesel::dsl::exists;
use diesel::prelude::*;

use super::model::{Report, ReportKind};
use super::week::content::Told;
use crate::calendar::{ReportedWeek, Week};
use crate::clock::Moment;
pub use crate::correspondence::requests::queries::{projects_of, to_name};
use crate::error::{OrNotFound, Result};
use crate::policy::{Deed, Grant, Standing};
pub use crate::projects::reporting::{Seen as Visible, seen as visible};
use crate::store::office::Office;
use crate::store::schema::{people, person_roles, reports};
use crate::store::{Actor, Conn};
use crate::words::Role;

/// The report with this number, if the person may see it.
pub fn find(conn: &mut Conn, me: &Actor, number: &str) -> Result<Report> {
    reports::table
        .filter(reports::number.eq(number))
        .filter(visible(me))
        .select(Report::as_select())
        .first(conn)
        .optional()?
        .or_not_found()
}

/// The report that another one goes on with: only what cannot wait is told in parts, weeks and stages have days of their own.
pub fn to_follow(conn: &mut Conn, me: &Actor, number: &str) -> Result<Report> {
    find(conn, me, number).and_then(|it| Some(it).filter(|it| it.kind.is_at_once()).or_not_found())
}

/// How somebody stands to a report: nobody reads their own as the commander.
pub fn standing(me: &Actor, report: &Report) -> Standing {
    let is = |id: &str| report.author_id == id;
    Standing { owns: is(&me.id), coordinates: false, left: me.resting.as_deref().is_some_and(is) }
}

/// Whether somebody has still to read a report as the commander.
pub fn reads(me: &Actor, report: &Report) -> bool {
    report.read_at.is_none() && me.may(Deed::ReadReport, standing(me, report)).is_some()
}

/// Somebody's report on a week.
pub fn weekly_of(conn: &mut Conn, author: &str, week: Week) -> Result<Option<Report>> {
    let theirs = reports::table.filter(reports::week.eq(week.to_string())).filter(reports::author_id.eq(author));
    Ok(theirs.select(Report::as_select()).first(conn).optional()?)
}

/// The report on the stage that a move ended.
pub fn of_move(conn: &mut Conn, row: &str) -> Result<Option<Report>> {
    Ok(reports::table.filter(reports::move_id.eq(row)).select(Report::as_select()).first(conn).optional()?)
}

/// The same that somebody sent before: a button pressed twice.
pub fn sent_since(conn: &mut Conn, author: &str, title: &str, since: Moment) -> Result<Vec<Report>> {
    Ok(reports::table
        .filter(reports::author_id.eq(author))
        .filter(reports::reported_at.ge(since))
        .filter(reports::title.eq(title))
        .order((reports::reported_at.desc(), reports::number.desc()))
        .limit(10)
        .select(Report::as_select())
        .load(conn)?)
}

/// The reports that go on with one, as far as the person may see them: number, title.
pub fn following(conn: &mut Conn, me: &Actor, report: &str) -> Result<Vec<(String, String)>> {
    Ok(reports::table
        .filter(reports::follows_id.eq(report))
        .filter(visible(me))
        .order(reports::number)
        .select((reports::number, reports::title))
        .load(conn)?)
}

/// The report that one goes on with, if the person may see it: number, title.
pub fn followed(conn: &mut Conn, me: &Actor, id: &str) -> Result<Option<(String, String)>> {
    let row = reports::table.filter(reports::id.eq(id)).filter(visible(me)).select((reports::number, reports::title));
    Ok(row.first(conn).optional()?)
}

/// The weeks that end on some days.
fn weeks(from: NaiveDate, to: NaiveDate) -> Vec<Week> {
    let mut all = vec![Week::of(from)];
    while let Some(next) = all.last().map(|it| it.next()).filter(|it| it.sunday() <= to) {
        all.push(next);
    }
    all
}

/// What each reported of the weeks of some days, by author; of several the last.
pub fn of_days(conn: &mut Conn, from: NaiveDate, to: NaiveDate) -> Result<BTreeMap<String, Told>> {
    let names: Vec<String> = weeks(from, to).iter().map(Week::to_string).collect();
    let rows: Vec<(String, String, String, String)> = reports::table
        .filter(reports::week.eq_any(names).assume_not_null())
        .order((reports::week, reports::author_id))
        .select((reports::author_id, reports::number, reports::content, reports::handled))
        .load(conn)?;
    let one = |(author, number, summary, problems)| (author, Told { number, summary, problems });
    Ok(rows.into_iter().map(one).collect())
}

/// Somebody who reports on their weeks.
#[derive(Clone, Debug, Queryable)]
pub struct Reporter {
    pub id: String,
    pub username: String,
    pub name: String,
    created_at: Moment,
}

impl Reporter {
    /// Whether they were there before a week was over.
    pub fn was_there(&self, office: &Office, week: Week) -> bool {
        self.created_at < end(office, week)
    }
}

/// The first moment after a week.
pub fn end(office: &Office, week: Week) -> Moment {
    let monday = week.sunday().checked_add_days(Days::new(1)).unwrap_or(week.sunday());
    office.zone.moment(monday.and_time(NaiveTime::MIN))
}

/// Goes on only with a week of the office's: from the one in which its first account was made up to the present one.
pub fn lived_through(office: &Office, today: NaiveDate, week: Week) -> Result<()> {
    let began = office.founded.is_some_and(|at| at < end(office, week));
    (began && week <= Week::of(today)).then_some(()).or_not_found()
}

/// The roles of a person by which they report on their weeks.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn reporting() -> _ {
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| Deed::ReportWeekly.grant(*role) == Grant::Always).collect();
    let theirs: diesel::dsl::Eq<person_roles::person_id, people::id> = person_roles::person_id.eq(people::id);
    person_roles::table.filter(theirs).filter(person_roles::role.eq_any(roles))
}

/// Those who report on their weeks, by name.
pub fn reporters(conn: &mut Conn) -> Result<Vec<Reporter>> {
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| Deed::ReportWeekly.grant(*role) == Grant::Always).collect();
    let theirs = person_roles::table.filter(person_roles::person_id.eq(people::id)).filter(person_roles::role.eq_any(roles));
    Ok(people::table
        .filter(people::active.eq(true))
        .filter(exists(theirs))
        .order((people::name, people::id))
        .select((people::id, people::username, people::name, people::created_at))
        .load(conn)?)
}

/// Who has not reported on the last week of some days that is reported on: their ids.
pub fn owing(conn: &mut Conn, office: &Office, from: NaiveDate, to: NaiveDate) -> Result<BTreeSet<String>> {
    let Some(it) = weeks(from, to).into_iter().rev().find_map(|week| office.calendar.reported(week)) else {
        return Ok(BTreeSet::new());
    };
    let there = reporters(conn)?.into_iter().filter(|who| who.was_there(office, it.week)).map(|who| who.id);
    let mut owing: BTreeSet<String> = there.collect();
    let sent = reports::table.filter(reports::week.eq(it.week.to_string())).order(reports::author_id);
    for id in sent.select(reports::author_id).load::<String>(conn)? {
        owing.remove(&id);
    }
    Ok(owing)
}

/// The weeks on which somebody still has to report, the oldest first.
pub fn owed_by(conn: &mut Conn, office: &Office, me: &Actor, today: NaiveDate) -> Result<Vec<ReportedWeek>> {
    if me.may(Deed::ReportWeekly, Standing::NONE).is_none() {
        return Ok(Vec::new());
    }
    let since: Moment = people::table.find(&me.id).select(people::created_at).first(conn)?;
    let mut owed = Vec::new();
    for it in office.calendar.reported_weeks(today).into_iter().flatten() {
        if since < end(office, it.week) && weekly_of(conn, &me.id, it.week)?.is_none() {
            owed.insert(0, it);
        }
    }
    Ok(owed)
}

/// The weekly reports of a week, by author's name: report and name.
pub fn of_week(conn: &mut Conn, me: &Actor, week: Week) -> Result<Vec<(Report, String)>> {
    Ok(reports::table
        .into_boxed()
        .filter(visible(me))
        .filter(reports::week.eq(week.to_string()))
        .filter(reports::kind.eq(ReportKind::Weekly))
        .inner_join(people::table)
        .order((people::name, reports::number))
        .select((Report::as_select(), people::name))
        .load(conn)?)
}
