//! Writing the office: special days and settings. An administrator's work; it decides nothing in the business.

use chrono::{Datelike, NaiveDate, Weekday};

use super::forms::Days;
use super::queries;
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::policy::{Deed, Standing};
use crate::projects::alerts;
use crate::store::Tx;
use crate::store::office::{SettingRow, SpecialDayRow};
use crate::words::DayKind;

/// The most days that are added at once; no public holiday is longer.
const MOST_DAYS: i64 = 31;
/// The days off that the law gives in a year.
const STATUTORY_DAYS: usize = 13;

fn may_keep(tx: &Tx) -> Result<()> {
    tx.may(Deed::KeepOffice, Standing::NONE).map(|_| ())
}

/// Adds special days from the first to the last.
pub fn add_days(tx: &mut Tx, days: &Days) -> Result<()> {
    may_keep(tx)?;
    let (low, high) = queries::YEARS;
    if !(low..=high).contains(&days.first.year()) {
        return Err(Error::invalid("first", Complaint::OutOfRange(format!("{low}-01-01"), format!("{high}-12-31"))));
    }
    if days.last < days.first || (days.last - days.first).num_days() >= MOST_DAYS {
        return Err(Error::invalid(
            "last",
            Complaint::Said(Pair(
                "结束日期应在开始日期当天或之后，一次最多 31 天。",
                "The last day must not be before the first; at most 31 days at once.",
            )),
        ));
    }
    if let Some(day) = queries::taken(tx, days.first, days.last)? {
        return Err(Error::invalid(
            "first",
            Complaint::Named(Pair("{} 已在日历中。", "{} is in the calendar already."), day.to_string()),
        ));
    }
    for day in days.first.iter_days().take_while(|day| *day <= days.last) {
        check_kind(day, days.kind, "kind")?;
        let row = SpecialDayRow {
            id: tx.new_id()?,
            day,
            kind: days.kind,
            name: days.name.clone(),
            provisional: days.provisional,
            version: 1,
        };
        tx.add(Deed::KeepOffice.code(), &row)?;
    }
    alerts::changes::settle_all(tx)
}

/// What is worked in exchange for a day off lies on a weekend.
fn check_kind(day: NaiveDate, kind: DayKind, field: &str) -> Result<()> {
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    if kind == DayKind::Workday && !weekend {
        return Err(Error::invalid(
            field,
            Complaint::Named(Pair("{} 平时就是工作日。", "{} is a working day anyway."), day.to_string()),
        ));
    }
    Ok(())
}

/// Changes kind and name of a special day, and whether it still waits for the notice.
pub fn change_day(
    tx: &mut Tx,
    before: &SpecialDayRow,
    version: i32,
    kind: DayKind,
    name: String,
    provisional: bool,
) -> Result<()> {
    may_keep(tx)?;
    if before.version != version {
        return Err(Error::new(Kind::Late));
    }
    check_kind(before.day, kind, "kind")?;
    tx.change(Deed::KeepOffice.code(), before, SpecialDayRow { kind, name, provisional, ..before.clone() })?;
    alerts::changes::settle_all(tx)
}

/// Makes a special day an ordinary one.
pub fn remove_day(tx: &mut Tx, row: &SpecialDayRow) -> Result<()> {
    may_keep(tx)?;
    tx.remove(Deed::KeepOffice.code(), row)?;
    alerts::changes::settle_all(tx)
}

/// The notice for a year is out and its days are entered: none of them is provisional any more.
pub fn confirm_year(tx: &mut Tx, year: i32) -> Result<()> {
    may_keep(tx)?;
    let days = queries::days_of(tx, year)?;
    if days.iter().filter(|day| day.kind == DayKind::Holiday).count() < STATUTORY_DAYS {
        return Err(Error::refused(
            "这一年的放假不足法定的 13 天，请先补全。",
            "There are fewer than the 13 days off that the law gives; complete the year first.",
        ));
    }
    for day in days.iter().filter(|day| day.provisional) {
        tx.change(Deed::KeepOffice.code(), day, SpecialDayRow { provisional: false, ..day.clone() })?;
    }
    Ok(())
}

/// Keeps every setting; `version` is that of the settings as a whole when the form was opened.
pub fn keep_settings(tx: &mut Tx, version: i32, values: &[(String, i64)]) -> Result<()> {
    may_keep(tx)?;
    let rows = queries::setting_rows(tx)?;
    if queries::settings_version(&rows) != version {
        return Err(Error::new(Kind::Late));
    }
    let now = queries::filled(&tx.office);
    for (id, value) in values {
        let value = value.to_string();
        match rows.iter().find(|row| row.id == *id) {
            Some(before) => {
                tx.change(Deed::KeepOffice.code(), before, SettingRow { value, ..before.clone() })?;
            }
            // What still is as the program brought it along needs no row.
            None if now.get(id) == value => {}
            None => tx.add(Deed::KeepOffice.code(), &SettingRow { id: id.clone(), value, version: 1 })?,
        }
    }
    Ok(())
}
