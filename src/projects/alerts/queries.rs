//! Reading what is watched. Gates and rules look at tables, not at other slices.

use chrono::NaiveDate;
use diesel::dsl::{exists, max};
use diesel::prelude::*;

use super::model::{Alert, PlanTerms};
use super::rules::{Rule, Watch};
use crate::error::Result;
use crate::money::settlement::{Part, Settlement};
use crate::projects::execution::actuals::{Computed, counts_as_signed};
use crate::projects::execution::queries::{approved, milestones, progress};
use crate::projects::expenses::queries::spent;
use crate::projects::model::{Indicator, Project};
use crate::projects::pipeline::State;
use crate::projects::queries::sees_issued;
use crate::store::connection::Db;
use crate::store::schema::{activities, alerts, contracts, indicators, metrics, payment_terms, plan_terms, projects};
use crate::store::{Actor, Conn, Tx};

/// What a version of a plan is measured by.
pub fn terms(conn: &mut Conn, version: &str) -> Result<Option<PlanTerms>> {
    Ok(plan_terms::table
        .filter(plan_terms::plan_version_id.eq(version))
        .select(PlanTerms::as_select())
        .first(conn)
        .optional()?)
}

/// Every cause that was or is watched in a project, those outside the tolerance first.
pub fn of_project(conn: &mut Conn, project: &str) -> Result<Vec<Alert>> {
    Ok(alerts::table
        .filter(alerts::project_id.eq(project))
        .order((alerts::fires_on.is_null(), alerts::fires_on, alerts::id))
        .select(Alert::as_select())
        .load(conn)?)
}

/// The causes that are watched in a project now.
pub fn watched(conn: &mut Conn, project: &str) -> Result<Vec<Alert>> {
    Ok(alerts::table
        .filter(alerts::project_id.eq(project))
        .filter(alerts::passed_on.is_null())
        .order(alerts::id)
        .select(Alert::as_select())
        .load(conn)?)
}

/// What is watched by counting working days, in projects that are being carried out.
pub fn counted_in_days(conn: &mut Conn) -> Result<Vec<Alert>> {
    Ok(alerts::table
        .inner_join(projects::table)
        .filter(projects::stage.eq(State::Implementation))
        .filter(alerts::passed_on.is_null())
        .filter(alerts::rule.eq_any(Rule::ALL.iter().filter(|rule| rule.counts_days())))
        .order((alerts::project_id, alerts::id))
        .select(Alert::as_select())
        .load(conn)?)
}

/// Alerts that nobody has answered, in projects that the person may see and that are being carried out: those were issued.
pub fn open(me: &Actor, today: NaiveDate) -> alerts::BoxedQuery<'static, Db> {
    let rows = unanswered(today);
    if sees_issued(me) { rows } else { rows.filter(alerts::version.lt(0)) }
}

/// Alerts that nobody has answered, in projects that are being carried out.
pub fn unanswered(today: NaiveDate) -> alerts::BoxedQuery<'static, Db> {
    let carried_out =
        projects::table.filter(projects::id.eq(alerts::project_id)).filter(projects::stage.eq(State::Implementation));
    alerts::table
        .filter(alerts::answered_at.is_null())
        .filter(alerts::passed_on.is_null())
        .filter(alerts::fires_on.le(today).assume_not_null())
        .filter(exists(carried_out))
        .into_boxed()
}

/// Every alert that there was, of projects that the person may see.
pub fn told(me: &Actor, today: NaiveDate) -> alerts::BoxedQuery<'static, Db> {
    let rows = alerts::table.filter(alerts::fires_on.le(today).assume_not_null()).into_boxed();
    if sees_issued(me) { rows } else { rows.filter(alerts::version.lt(0)) }
}

/// Something to be watched: about what, called what, its figures.
pub struct Cause {
    pub subject_id: String,
    pub title: String,
    pub watch: Watch,
}

/// Everything that is to be watched in a project that is being carried out, by what is recorded now.
pub fn causes(tx: &mut Tx, project: &Project, terms: &PlanTerms) -> Result<Vec<Cause>> {
    let mut all = Vec::new();
    let begun = tx.office.zone.day(project.entered_at);
    let start = project.starts_on.unwrap_or(begun);
    let figures: Vec<(Indicator, String)> = indicators::table
        .inner_join(metrics::table)
        .filter(indicators::project_id.eq(&project.id))
        .order((indicators::position, indicators::id))
        .select((Indicator::as_select(), metrics::name))
        .load(&mut **tx)?;
    for (it, name) in figures.into_iter().filter(|(it, _)| it.actual < it.value) {
        let watch = Watch {
            rule: Rule::Behind,
            wanted: it.value,
            found: it.actual,
            tolerance: terms.behind_percent.into(),
            from_on: start.min(it.due_on),
            to_on: it.due_on,
            budget: None,
        };
        all.push(Cause { subject_id: it.id, title: name, watch });
    }
    let notes = progress(tx, &project.id)?;
    let last_note = notes.first().map(|it| tx.office.zone.day(it.noted_at));
    if let Some(plan) = approved(tx, project)? {
        let budget = plan.total();
        let milestones = milestones(&plan, notes);
        let done: i64 = milestones.iter().map(|it| i64::from(it.percent())).sum();
        let count = i64::try_from(milestones.len()).unwrap_or(0).max(1);
        for it in milestones.iter().filter(|it| it.percent() < 100) {
            let due = it.step.ends_on;
            all.push(Cause {
                subject_id: it.step.line_id.clone(),
                title: it.step.title.clone(),
                watch: dated(Rule::Milestone, 0, 0, terms.milestone_days, due),
            });
        }
        if budget > 0 {
            let tolerance = share(budget, terms.budget_percent.into(), 100);
            let watch = Watch {
                rule: Rule::Budget,
                wanted: share(budget, done, 100 * count),
                found: spent(tx, &project.id)?,
                tolerance,
                from_on: begun,
                to_on: begun,
                budget: Some(budget),
            };
            all.push(Cause { subject_id: String::new(), title: String::new(), watch });
        }
    }
    let last_activity: Option<NaiveDate> =
        activities::table.filter(activities::project_id.eq(&project.id)).select(max(activities::on_day)).first(&mut **tx)?;
    let last = [Some(begun), last_note, last_activity].into_iter().flatten().max().unwrap_or(begun);
    all.push(Cause {
        subject_id: String::new(),
        title: String::new(),
        watch: Watch { from_on: last, ..dated(Rule::Idle, 0, 0, terms.idle_days, last) },
    });
    all.extend(payments(tx, project, terms.payment_days)?);
    Ok(all)
}

/// What an indicator's figure is the sum of, each with its day; none of one that is self-reported.
pub fn reached(tx: &mut Tx, project: &Project, indicator: &str) -> Result<Option<Vec<(NaiveDate, i64)>>> {
    let code: String = indicators::table
        .inner_join(metrics::table)
        .filter(indicators::id.eq(indicator))
        .select(metrics::code)
        .first(&mut **tx)?;
    let Some(computed) = Computed::from_code(&code) else { return Ok(None) };
    let rows = computed.rows(tx, &project.id)?;
    Ok(Some(rows.into_iter().map(|it| (it.day, it.value)).collect()))
}

fn dated(rule: Rule, wanted: i64, found: i64, days: i32, due: NaiveDate) -> Watch {
    Watch { rule, wanted, found, tolerance: days.into(), from_on: due, to_on: due, budget: None }
}

fn share(whole: i64, part: i64, of: i64) -> i64 {
    i64::try_from(i128::from(whole) * i128::from(part) / i128::from(of.max(1))).unwrap_or(i64::MAX)
}

/// The parts of a project's contracts that are still to be paid, by the one formula of settlement.
fn payments(tx: &mut Tx, project: &Project, days: i32) -> Result<Vec<Cause>> {
    let of = project.id.clone();
    let signed = || contracts::table.into_boxed().filter(contracts::project_id.eq(of.clone())).filter(counts_as_signed());
    let all: Vec<(String, String, i64, i64)> = signed()
        .order(contracts::number)
        .select((contracts::id, contracts::number, contracts::fen, contracts::received))
        .load(&mut **tx)?;
    type Term = (String, String, String, NaiveDate, i64);
    let terms: Vec<Term> = payment_terms::table
        .filter(payment_terms::contract_id.eq_any(signed().select(contracts::id)))
        .order((payment_terms::due_on, payment_terms::position, payment_terms::id))
        .select((
            payment_terms::contract_id,
            payment_terms::id,
            payment_terms::title,
            payment_terms::due_on,
            payment_terms::fen,
        ))
        .load(&mut **tx)?;
    let mut causes = Vec::new();
    for (contract, number, amount, received) in all {
        let theirs: Vec<&Term> = terms.iter().filter(|it| it.0 == contract).collect();
        let parts = theirs.iter().map(|(_, _, _, due_on, fen)| Part { due_on: *due_on, fen: *fen }).collect();
        let settlement = Settlement::new(amount, 0, received, parts);
        for ((_, id, title, ..), it) in theirs.into_iter().zip(settlement.paid()).filter(|(_, it)| it.open() > 0) {
            causes.push(Cause {
                subject_id: id.clone(),
                title: format!("{number} {title}"),
                watch: dated(Rule::Payment, it.part.fen, it.paid, days, it.part.due_on),
            });
        }
    }
    Ok(causes)
}
