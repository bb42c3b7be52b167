//! Writing while a plan is carried out.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{Actual, ProgressNote};
use super::queries;
use crate::error::{Complaint, Error, Kind, Missing, OrNotFound, Result};
use crate::lang::Pair;
use crate::plans::model::Computed;
use crate::policy::Deed;
use crate::projects::alerts;
use crate::projects::model::{Indicator, Project};
use crate::projects::pipeline::State;
use crate::projects::planning;
use crate::store::Tx;
use crate::store::schema::indicators;

/// Goes on only if the person may record what happens in this project's execution, and it is being carried out.
pub fn check(tx: &Tx, project: &Project) -> Result<()> {
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
        return Err(Error::invalid("milestone", Complaint::NotAChoice));
    }
    let done_on = if percent == 100 { Some(done_on.unwrap_or(tx.today())) } else { None };
    if let Some(day) = done_on {
        check_day(tx, project, "done_on", day)?;
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
    let newest = queries::progress(tx, &project.id)?.into_iter().find(|it| it.line_id == line);
    let said = |it: &ProgressNote| (it.percent, it.note.clone(), it.done_on, it.person_id.clone());
    if newest.is_some_and(|it| said(&it) == said(&row) && tx.pressed_twice(it.noted_at)) {
        return Ok(());
    }
    tx.add(Deed::Execute.code(), &row)?;
    alerts::changes::settle(tx, project)
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
    check_day(tx, project, "on_day", on_day)?;
    let before: Indicator = indicators::table
        .find(indicator)
        .filter(indicators::project_id.eq(&project.id))
        .select(Indicator::as_select())
        .first(&mut **tx)
        .optional()?
        .ok_or_else(|| Error::invalid("indicator", Complaint::NotAChoice))?;
    if let Some(computed) = queries::computed(tx, &before.metric_id)? {
        return Err(follows(project, computed));
    }
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
    let newest = queries::newest_actual(tx, &before.id)?;
    let said = |it: &Actual| (it.on_day, it.value, it.note.clone(), it.person_id.clone());
    if newest.is_some_and(|it| said(&it) == said(&row) && tx.pressed_twice(it.recorded_at)) {
        return Ok(());
    }
    tx.add(Deed::Execute.code(), &row)?;
    let after = Indicator { actual, ..before.clone() };
    tx.change("keep_actual", &before, after)?;
    alerts::changes::settle(tx, project)
}

/// A computed figure is nothing that anybody may type.
fn follows(project: &Project, computed: Computed) -> Error {
    let why = Pair(
        "这项指标由签署的合同和收到的款项计算得出，不能填报。",
        "This figure is computed from signed contracts and money received; it cannot be typed in.",
    );
    let rows = Missing {
        what: Pair("合同签署或回款的登记（计算依据）", "a signing or a receipt to be recorded (what it is made of)"),
        href: project.at(&format!("figures/{computed}")),
    };
    Error::new(Kind::Refused(why, vec![rows]))
}

/// Something of the execution happened after the directive was issued, and not in the future.
pub fn check_day(tx: &Tx, project: &Project, field: &str, day: NaiveDate) -> Result<()> {
    let issued = project.issued_at.map(|at| tx.office.zone.day(at));
    if day <= tx.today() && issued.is_none_or(|issued| issued <= day) {
        return Ok(());
    }
    Err(Error::invalid(
        field,
        Complaint::Said(Pair("日期应在指令下达之日至今天之间。", "The day must be between the directive's issue and today.")),
    ))
}
