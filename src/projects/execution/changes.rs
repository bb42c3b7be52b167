//! Writing while a plan is carried out.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{Actual, ProgressNote};
use crate::error::{Complaint, Error, OrNotFound, Result};
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::model::{Indicator, Project};
use crate::projects::pipeline::State;
use crate::projects::planning;
use crate::store::Tx;
use crate::store::schema::indicators;

fn check(tx: &Tx, project: &Project) -> Result<()> {
    tx.may(Deed::Execute, project.standing(&tx.who, ""))?;
    if project.stage != State::Implementation {
        return Err(Error::refused(
            "项目现在不在实施执行，不能记录进展。",
            "The project is not being carried out; nothing can be recorded.",
        ));
    }
    Ok(())
}

/// Notes how far a milestone of the approved plan has come; at 100 percent it was reached on a day.
pub fn note_progress(
    tx: &mut Tx,
    project: &Project,
    line: &str,
    percent: i32,
    note: String,
    done_on: Option<NaiveDate>,
) -> Result<()> {
    check(tx, project)?;
    let approved = project.approved_id.as_deref().or_not_found()?;
    if !planning::queries::steps(tx, approved)?.iter().any(|it| it.line_id == line) {
        return Err(Error::not_found());
    }
    let done_on = if percent == 100 { Some(done_on.unwrap_or(tx.today())) } else { None };
    if done_on.is_some_and(|day| day > tx.today()) {
        return Err(Error::invalid(
            "done_on",
            Complaint::Said(Pair("完成日期不能晚于今天。", "It cannot have been reached after today.")),
        ));
    }
    let row = ProgressNote {
        id: tx.new_id()?,
        project_id: project.id.clone(),
        line_id: line.to_owned(),
        percent,
        note,
        done_on,
        person_id: tx.who.id.clone(),
        noted_at: tx.now,
    };
    tx.add(Deed::Execute.code(), &row)
}

/// Adds to an indicator's actual figure (自报); a correction is negative. Value in hundredths of the metric's unit.
pub fn record_actual(
    tx: &mut Tx,
    project: &Project,
    indicator: &str,
    on_day: NaiveDate,
    value: i64,
    note: String,
) -> Result<()> {
    check(tx, project)?;
    if on_day > tx.today() || project.issued_at.is_some_and(|at| on_day < tx.office.zone.day(at)) {
        return Err(Error::invalid(
            "on_day",
            Complaint::Said(Pair(
                "日期应在指令下达之后、今天之前。",
                "The day must be between the directive's issue and today.",
            )),
        ));
    }
    let before: Indicator = indicators::table
        .find(indicator)
        .filter(indicators::project_id.eq(&project.id))
        .select(Indicator::as_select())
        .first(&mut **tx)
        .optional()?
        .or_not_found()?;
    let Some(actual) = before.actual.checked_add(value).filter(|sum| *sum >= 0 && *sum <= crate::quantity::Quantity::LIMIT.0)
    else {
        return Err(Error::invalid(
            "value",
            Complaint::Said(Pair(
                "更正之后的合计不能为负数，也不能过大。",
                "The corrected sum must be neither negative nor too large.",
            )),
        ));
    };
    let row = Actual {
        id: tx.new_id()?,
        project_id: project.id.clone(),
        indicator_id: before.id.clone(),
        on_day,
        value,
        note,
        self_reported: true,
        person_id: tx.who.id.clone(),
        recorded_at: tx.now,
    };
    tx.add(Deed::Execute.code(), &row)?;
    let after = Indicator { actual, ..before.clone() };
    tx.change("keep_actual", &before, after)?;
    Ok(())
}
