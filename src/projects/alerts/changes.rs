//! Keeping what is watched up to date, and answering alerts.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{Alert, Answer, PlanTerms};
use super::queries;
use super::rules::{Rule, Watch};
use crate::error::{Complaint, Error, OrNotFound, Result};
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::execution::actuals::keep;
use crate::projects::model::Project;
use crate::projects::pipeline::State;
use crate::projects::telling;
use crate::store::Tx;
use crate::store::office::Office;
use crate::store::schema::{alerts, projects};

/// Freezes with the version that is being approved what it is measured by: the tolerances and weights proposed for it, or those
/// of the settings.
pub fn freeze(tx: &mut Tx, project: &Project, version: &str) -> Result<()> {
    if queries::terms(tx, version)?.is_some() {
        return Ok(());
    }
    let row = PlanTerms { id: tx.new_id()?, version: 1, ..PlanTerms::by_settings(&tx.office, version) };
    tx.belongs_to(&project.id);
    tx.add("freeze_terms", &row)
}

/// Looks again at everything that is watched in a project, after something of it was recorded. One cause is one alert: it stays
/// the same row while it lies outside the tolerance, answered or not; once back within, a new deviation is a new cause.
pub fn settle(tx: &mut Tx, project: &Project) -> Result<()> {
    let today = tx.today();
    let watched = queries::watched(tx, &project.id)?;
    let terms = match (&project.approved_id, project.stage) {
        (Some(version), State::Implementation) => queries::terms(tx, version)?,
        _ => None,
    };
    let Some(terms) = terms else {
        // Nothing is watched while it is not carried out; what lies outside stays on record.
        for row in watched.iter().filter(|row| !row.has_fired(today)) {
            tx.remove("watch", row)?;
        }
        return Ok(());
    };
    let causes = queries::causes(tx, project, &terms)?;
    for row in &watched {
        let about = causes.iter().find(|it| it.watch.rule == row.rule && it.subject_id == row.subject_id);
        let outside = about.is_some_and(|it| it.watch.is_outside(today, &tx.office.calendar));
        match (row.has_fired(today), about) {
            (true, _) if !outside => {
                tx.change("watch", row, Alert { passed_on: Some(today), ..row.clone() })?;
            }
            // What was answered stays as it was when somebody answered it.
            (true, Some(_)) if row.answered_at.is_some() => {}
            (true, Some(it)) => {
                let fires_on = row.fires_on.map(|noticed| began(tx, project, row, &it.watch, noticed)).transpose()?;
                tx.change("watch", row, Alert { fires_on, ..row.with(&it.watch) })?;
            }
            (false, Some(it)) => {
                let fires_on = it.watch.first_day(today, &tx.office.calendar);
                tx.change("watch", row, Alert { fires_on, title: it.title.clone(), ..row.with(&it.watch) })?;
            }
            _ => tx.remove("watch", row)?,
        }
    }
    let now = queries::watched(tx, &project.id)?;
    for it in causes {
        if now.iter().any(|row| row.rule == it.watch.rule && row.subject_id == it.subject_id) {
            continue;
        }
        let row = Alert {
            id: tx.new_id()?,
            project_id: project.id.clone(),
            rule: it.watch.rule,
            subject_id: it.subject_id,
            title: it.title,
            wanted: it.watch.wanted,
            found: it.watch.found,
            tolerance: it.watch.tolerance,
            from_on: it.watch.from_on,
            to_on: it.watch.to_on,
            budget: it.watch.budget,
            fires_on: it.watch.first_day(today, &tx.office.calendar),
            answer: String::new(),
            reason: String::new(),
            answered_by: None,
            acting_for_id: None,
            answered_at: None,
            passed_on: None,
            version: 1,
        };
        tx.add("watch", &row)?;
    }
    Ok(())
}

/// The first day of a deviation that has been noticed before, by what is known now.
fn began(tx: &mut Tx, project: &Project, row: &Alert, watch: &Watch, noticed: NaiveDate) -> Result<NaiveDate> {
    let sum_of = match watch.rule {
        Rule::Behind if watch.found == row.found => return Ok(noticed),
        Rule::Behind => match queries::reached(tx, project, &row.subject_id)? {
            Some(rows) => rows,
            // Self-reported figures say nothing of the days before.
            None => return Ok(noticed),
        },
        _ => Vec::new(),
    };
    let found_by = |day: NaiveDate| match watch.rule {
        Rule::Behind => sum_of.iter().filter(|it| it.0 <= day).map(|it| it.1).sum(),
        _ => watch.found,
    };
    Ok(watch.began(noticed, tx.today(), &tx.office.calendar, found_by))
}

/// Brings everything that is measured in a project up to date: the kept figures, and what is watched. For whoever has recorded
/// something that they follow from.
pub fn measured(tx: &mut Tx, project: &Project) -> Result<()> {
    keep(tx, project)?;
    settle(tx, project)
}

/// Looks again at every project that is being carried out, after working days have changed. The figures that are watched are
/// as they were, only the days are counted anew: so one look at the rows tells which of them fire on another day, and only a
/// project in which something that had fired came back within is looked at whole.
pub fn settle_all(tx: &mut Tx) -> Result<()> {
    let (zone, today) = (tx.office.zone, tx.today());
    let office = Arc::new(Office::load(tx, zone)?);
    tx.office = office.clone();
    let rows = queries::counted_in_days(tx)?;
    // What was answered keeps the figures that it had then: whether it is back is for its project to say.
    let is_back =
        |row: &Alert| row.has_fired(today) && (row.answered_at.is_some() || !row.watch().is_outside(today, &office.calendar));
    let whole: BTreeSet<String> = rows.iter().filter(|row| is_back(row)).map(|row| row.project_id.clone()).collect();
    for row in rows.iter().filter(|row| !whole.contains(&row.project_id)) {
        let watch = row.watch();
        let fires_on = match row.fires_on.filter(|day| *day <= today) {
            Some(noticed) => Some(watch.began(noticed, today, &office.calendar, |_| watch.found)),
            None => watch.first_day(today, &office.calendar),
        };
        if fires_on != row.fires_on {
            tx.change("watch", row, Alert { fires_on, ..row.clone() })?;
        }
    }
    for id in whole {
        let project = projects::table.find(id).select(Project::as_select()).first(&mut **tx)?;
        settle(tx, &project)?;
    }
    Ok(())
}

/// Opening control answers every alert there is.
pub fn answer_by_control(tx: &mut Tx, project: &Project, reason: &str) -> Result<()> {
    let today = tx.today();
    for row in queries::watched(tx, &project.id)?.iter().filter(|row| row.has_fired(today) && row.answered_at.is_none()) {
        let after = answered(tx, row, Answer::Control, reason);
        tx.change("answer_alert", row, after)?;
    }
    Ok(())
}

fn answered(tx: &Tx, row: &Alert, answer: Answer, reason: &str) -> Alert {
    Alert {
        answer: answer.code().to_owned(),
        reason: reason.to_owned(),
        answered_by: Some(tx.who.id.clone()),
        acting_for_id: tx.who.acting_for.clone(),
        answered_at: Some(tx.now),
        ..row.clone()
    }
}

/// An alert of a project, once it has come outside the tolerance.
pub fn find(tx: &mut Tx, project: &Project, id: &str) -> Result<Alert> {
    let today = tx.today();
    alerts::table
        .find(id)
        .filter(alerts::project_id.eq(&project.id))
        .filter(alerts::fires_on.le(today))
        .select(Alert::as_select())
        .first(&mut **tx)
        .optional()?
        .or_not_found()
}

/// The commander dismisses an alert with a reason; the same cause does not come up again.
pub fn dismiss(tx: &mut Tx, project: &Project, row: &Alert, reason: String) -> Result<()> {
    tx.may(Deed::DismissAlert, project.standing(&tx.who, ""))?;
    if row.answer() == Some(Answer::Dismissed) && row.reason == reason {
        // The button was pressed twice.
        return Ok(());
    }
    if row.answered_at.is_some() || row.passed_on.is_some() {
        return Err(Error::refused("这条预警已经答复或已经消除。", "This alert is answered or past."));
    }
    if reason.is_empty() {
        return Err(Error::invalid("reason", Complaint::Required));
    }
    let after = answered(tx, row, Answer::Dismissed, &reason);
    let after = tx.change(Deed::DismissAlert.code(), row, after)?;
    let href = project.at(&format!("alerts/{}", after.id));
    telling::tell_both(tx, Pair("偏差预警解除了", "A deviation alert was dismissed"), project, &project.owner_id, href)
}
