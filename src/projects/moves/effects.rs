//! What a move brings with it: before the project is written over, and once it stands where it goes.

use diesel::prelude::*;

use super::changes::Said;
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::people;
use crate::projects::alerts;
use crate::projects::control::model::Measure;
use crate::projects::deliberation::model::Standard;
use crate::projects::execution::attention;
use crate::projects::model::{Indicator, Project};
use crate::projects::monitoring::model::{AcceptancePoint, Verdict};
use crate::projects::owning;
use crate::projects::pipeline::{Move, State, Way};
use crate::projects::planning;
use crate::projects::reporting;
use crate::projects::steps::{Responsible, Step};
use crate::projects::tasks::{self, MEASURE};
use crate::quantity::Quantity;
use crate::store::Tx;
use crate::store::schema::{acceptance_points, indicators, metrics, people as people_table, standards, tasks as tasks_table};
use crate::words::Role;

/// What changes on the project's own row, and the plan version that the move is about, if it is about one.
pub fn before(tx: &mut Tx, way: &Way, said: &Said, after: &mut Project) -> Result<Option<String>> {
    match way.code {
        Move::Issue | Move::Reissue => {
            after.issued_at = Some(tx.now);
            after.execution_finished = false;
            Ok(None)
        }
        Move::Submit => Ok(planning::changes::seal(tx, after)?.map(|plan| plan.version.id)),
        Move::Return | Move::Revoke => Ok(planning::queries::sealed(tx, &after.id)?.map(|version| version.id)),
        Move::Approve => {
            let Some(sealed) = planning::queries::sealed(tx, &after.id)? else {
                return Err(Error::refused("没有可批准的计划。", "There is no plan to approve."));
            };
            if said.plan_version.is_some_and(|number| number != sealed.number) {
                return Err(Error::refused(
                    "您看到的不是最新一版计划，请重新打开论证页再决定。",
                    "What you saw is not the newest version of the plan; open the deliberation again.",
                ));
            }
            // From then on the database itself lets nothing of it be written.
            alerts::changes::freeze(tx, after, &sealed.id)?;
            after.approved_id = Some(sealed.id.clone());
            after.execution_finished = false;
            Ok(Some(sealed.id))
        }
        Move::OpenControl => {
            after.execution_finished = said.finished;
            Ok(None)
        }
        Move::Improve => {
            after.execution_finished = false;
            Ok(None)
        }
        Move::Reallocate => {
            after.execution_finished = false;
            if let Some(owner) = &said.new_owner {
                after.owner_id = owning::new_owner(tx, owner, "new_owner")?;
            }
            if let Some(budget) = said.budget {
                after.limit_budget = Some(budget);
            }
            Ok(None)
        }
        Move::Adjust => {
            after.execution_finished = false;
            adjust(tx, after, said)?;
            Ok(None)
        }
        _ => Ok(None),
    }
}

/// What follows once the project stands where it goes.
pub fn after(tx: &mut Tx, way: &Way, said: &Said, before: &Project, after: &Project, row: &str) -> Result<()> {
    if way.code == Move::Issue {
        owning::own(tx, "own", after, String::new())?;
    }
    if after.owner_id != before.owner_id {
        owning::own(tx, "own", after, said.reason.clone())?;
        owning::follow(tx, after, &before.owner_id)?;
    }
    // Any value tells whether it counts.
    if before.handed(1) != after.handed(1) {
        hand_down(tx, way, after)?;
    }
    match way.code {
        Move::OpenControl => alerts::changes::answer_by_control(tx, after, &said.reason)?,
        Move::Improve => resolve(tx, after, said)?,
        Move::SendBack => fail(tx, before, said)?,
        _ => {}
    }
    if after.stage.ended() {
        attention::end(tx, after)?;
    }
    if let Some(stage) = reporting::ends(way, said.finished) {
        reporting::prompt(tx, after, stage, row)?;
    }
    match after.stage {
        State::Implementation => open_milestone_checks(tx, after)?,
        State::Monitoring => open_acceptance(tx, after)?,
        _ => {}
    }
    Ok(())
}

/// What was handed down in the package follows whether the directive stands.
fn hand_down(tx: &mut Tx, way: &Way, project: &Project) -> Result<()> {
    for before in indicators_of(tx, project)? {
        let after = Indicator { handed: project.handed(before.value), ..before.clone() };
        tx.change(way.code.code(), &before, after)?;
    }
    Ok(())
}

fn indicators_of(tx: &mut Tx, project: &Project) -> Result<Vec<Indicator>> {
    Ok(indicators::table
        .filter(indicators::project_id.eq(&project.id))
        .order(indicators::position)
        .select(Indicator::as_select())
        .load(&mut **tx)?)
}

/// New values of indicators, as the commander adjusts them.
fn adjust(tx: &mut Tx, project: &Project, said: &Said) -> Result<()> {
    let all = indicators_of(tx, project)?;
    if said.indicators.iter().any(|(_, value)| *value <= 0) {
        let said = Pair("指标的目标值要大于零。", "A target is more than zero.");
        return Err(Error::invalid("indicators", Complaint::Said(said)));
    }
    if all.iter().all(|it| said.indicators.iter().all(|(id, value)| *id != it.id || *value == it.value)) {
        return Err(Error::invalid(
            "indicators",
            Complaint::Said(Pair("至少改动一项目标值。", "At least one target has to change.")),
        ));
    }
    for (id, value) in &said.indicators {
        let Some(indicator) = all.iter().find(|it| it.id == *id) else {
            return Err(Error::invalid("indicators", Complaint::NotAChoice));
        };
        let mut after = indicator.clone();
        after.value = *value;
        after.handed = project.handed(*value);
        tx.change(Move::Adjust.code(), indicator, after)?;
    }
    Ok(())
}

/// Measures, each with a person and a date, become their tasks.
fn resolve(tx: &mut Tx, project: &Project, said: &Said) -> Result<()> {
    for new in &said.measures {
        let active: i64 =
            people_table::table.find(&new.person_id).filter(people_table::active.eq(true)).count().get_result(&mut **tx)?;
        let keeps_accounts = people::queries::roles(tx, &new.person_id)?.contains(&Role::Admin);
        if active == 0 || keeps_accounts {
            return Err(Error::invalid("measures", Complaint::NotAChoice));
        }
        let measure = Measure {
            id: tx.new_id()?,
            project_id: project.id.clone(),
            round: project.round,
            what: new.what.clone(),
            person_id: new.person_id.clone(),
            due_on: new.due_on,
            result: None,
            done_at: None,
            created_at: tx.now,
        };
        tx.add("resolve", &measure)?;
        let role = if measure.person_id == project.owner_id { Responsible::Owner } else { Responsible::All };
        tasks::open(
            tx,
            project,
            MEASURE,
            Some(measure.id.clone()),
            measure.what.clone(),
            role,
            Some(measure.person_id.clone()),
            Some(measure.due_on),
        )?;
    }
    Ok(())
}

/// The acceptance points for which the project is sent back.
fn fail(tx: &mut Tx, project: &Project, said: &Said) -> Result<()> {
    for position in &said.failed_points {
        let point: Option<AcceptancePoint> = acceptance_points::table
            .filter(acceptance_points::project_id.eq(&project.id))
            .filter(acceptance_points::round.eq(project.round))
            .filter(acceptance_points::position.eq(position))
            .select(AcceptancePoint::as_select())
            .first(&mut **tx)
            .optional()?;
        let Some(point) = point else {
            return Err(Error::new(Kind::Invalid(vec![("points".into(), Complaint::NotAChoice)])));
        };
        let mut after = point.clone();
        after.accepted = Verdict::Failed;
        after.accepted_by = Some(tx.who.id.clone());
        after.accepted_at = Some(tx.now);
        tx.change(Move::SendBack.code(), &point, after)?;
    }
    Ok(())
}

/// A check by the coordinator at each milestone (6.1), from implementation on; once a milestone, whatever the rounds.
fn open_milestone_checks(tx: &mut Tx, project: &Project) -> Result<()> {
    let Some(approved) = &project.approved_id else { return Ok(()) };
    let coordinator = tasks::coordinator(tx, project)?;
    let known: Vec<Option<String>> = tasks_table::table
        .filter(tasks_table::project_id.eq(&project.id))
        .filter(tasks_table::step.eq(Step::S6_1.code()))
        .filter(tasks_table::state.ne("dropped"))
        .select(tasks_table::subject_id)
        .order(tasks_table::id)
        .load(&mut **tx)?;
    for step in planning::queries::steps(tx, approved)? {
        if known.contains(&Some(step.line_id.clone())) {
            continue;
        }
        let person = Some(coordinator.clone());
        let due = Some(tx.office.calendar.next_working(step.ends_on));
        tasks::open(tx, project, Step::S6_1.code(), Some(step.line_id), step.title, Responsible::Coordinator, person, due)?;
    }
    Ok(())
}

/// The points of the acceptance: each indicator and each performance standard of the approved plan.
fn open_acceptance(tx: &mut Tx, project: &Project) -> Result<()> {
    let mut points: Vec<(String, String)> = Vec::new();
    let figures: Vec<(Indicator, String, String)> = indicators::table
        .inner_join(metrics::table)
        .filter(indicators::project_id.eq(&project.id))
        .order(indicators::position)
        .select((Indicator::as_select(), metrics::name, metrics::unit))
        .load(&mut **tx)?;
    for (indicator, name, unit) in figures {
        points.push((name, format!("{} {unit}（{}）", Quantity(indicator.value), indicator.due_on)));
    }
    if let Some(approved) = &project.approved_id {
        let fixed: Vec<Standard> = standards::table
            .filter(standards::plan_version_id.eq(approved))
            .order((standards::position, standards::id))
            .select(Standard::as_select())
            .load(&mut **tx)?;
        points.extend(fixed.into_iter().map(|it| (it.title, it.measure)));
    }
    for (position, (title, expected)) in (1..).zip(points) {
        let point = AcceptancePoint {
            id: tx.new_id()?,
            project_id: project.id.clone(),
            round: project.round,
            position,
            title,
            expected,
            checked: Verdict::Open,
            finding: String::new(),
            checked_by: None,
            checked_at: None,
            accepted: Verdict::Open,
            accepted_by: None,
            accepted_at: None,
            version: 1,
        };
        tx.add("open_acceptance", &point)?;
    }
    Ok(())
}
