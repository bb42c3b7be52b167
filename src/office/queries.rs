//! Reading the office.

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;

use crate::calendar::Month;
use crate::clock::Moment;
use crate::error::{Error, OrNotFound, Result};
use crate::projects::steps::Step;
use crate::store::Conn;
use crate::store::office::{Office, Setting, SettingRow, SpecialDayRow};
use crate::store::schema::{people, projects, sessions, settings, special_days, tasks, trail};
use crate::web::Fields;

/// The first and the last year that a calendar can be kept for.
pub const YEARS: (i32, i32) = (2000, 2100);

/// How much there is.
#[derive(Clone, Debug)]
pub struct Counts {
    pub people: i64,
    pub signed_in: i64,
    pub running: i64,
    pub ended: i64,
    pub open_tasks: i64,
}

/// Counts what an administrator looks after, and what the department does.
pub fn counts(conn: &mut Conn, now: Moment) -> Result<Counts> {
    use diesel::dsl::count;
    Ok(Counts {
        people: people::table.filter(people::active.eq(true)).count().get_result(conn)?,
        signed_in: sessions::table
            .filter(sessions::expires_at.gt(now))
            .select(count(sessions::person_id).aggregate_distinct())
            .first(conn)?,
        running: projects::table.filter(projects::ended_at.is_null()).count().get_result(conn)?,
        ended: projects::table.filter(projects::ended_at.is_not_null()).count().get_result(conn)?,
        open_tasks: tasks::table.filter(tasks::state.eq("open")).count().get_result(conn)?,
    })
}

/// When the newest row of the trail was written.
pub fn last_change(conn: &mut Conn) -> Result<Option<Moment>> {
    Ok(trail::table.order(trail::seq.desc()).select(trail::at).first(conn).optional()?)
}

/// The special days of a year, by day.
pub fn days_of(conn: &mut Conn, year: i32) -> Result<Vec<SpecialDayRow>> {
    let (low, high) = YEARS;
    if !(low..=high).contains(&year) {
        return Err(Error::not_found());
    }
    let bound = |month, day| NaiveDate::from_ymd_opt(year, month, day).or_not_found();
    Ok(special_days::table
        .filter(special_days::day.between(bound(1, 1)?, bound(12, 31)?))
        .order(special_days::day)
        .select(SpecialDayRow::as_select())
        .load(conn)?)
}

/// The years that have special days, ascending.
pub fn years(conn: &mut Conn) -> Result<Vec<i32>> {
    let days: Vec<NaiveDate> = special_days::table.order(special_days::day).select(special_days::day).load(conn)?;
    let mut years: Vec<i32> = days.iter().map(Datelike::year).collect();
    years.dedup();
    Ok(years)
}

/// The special day of this date, written as 2026-10-01.
pub fn day(conn: &mut Conn, date: &str) -> Result<SpecialDayRow> {
    let date: NaiveDate = date.parse().ok().or_not_found()?;
    special_days::table
        .filter(special_days::day.eq(date))
        .select(SpecialDayRow::as_select())
        .first(conn)
        .optional()?
        .or_not_found()
}

/// The special days among these.
pub fn taken(conn: &mut Conn, first: NaiveDate, last: NaiveDate) -> Result<Option<NaiveDate>> {
    Ok(special_days::table
        .filter(special_days::day.between(first, last))
        .order(special_days::day)
        .select(special_days::day)
        .first(conn)
        .optional()?)
}

/// The months of a year.
pub fn months(year: i32) -> impl Iterator<Item = Month> {
    (1..=12).filter_map(move |month| Month::new(year, month))
}

/// Every setting that somebody changed.
pub fn setting_rows(conn: &mut Conn) -> Result<Vec<SettingRow>> {
    Ok(settings::table.order(settings::id).select(SettingRow::as_select()).load(conn)?)
}

/// The version of the settings as a whole: it grows with every change of any of them.
pub fn settings_version(rows: &[SettingRow]) -> i32 {
    rows.iter().map(|row| row.version).sum()
}

/// The steps whose working days can be set.
pub fn timed_steps() -> impl Iterator<Item = (Step, u32)> {
    Step::ALL.iter().filter_map(|step| step.rule().1.map(|days| (*step, days)))
}

/// The name of a step's setting.
pub fn days_of_step(step: Step) -> String {
    format!("days.{}", step.code())
}

/// Every setting as its form shows it.
pub fn filled(office: &Office) -> Fields {
    let mut fields = Fields::default();
    for setting in Setting::ALL {
        fields = fields.with(setting.code(), office.setting(*setting).to_string());
    }
    for (step, days) in timed_steps() {
        let days = office.step_days(step.code()).unwrap_or(days);
        fields = fields.with(&days_of_step(step), days.to_string());
    }
    fields
}
