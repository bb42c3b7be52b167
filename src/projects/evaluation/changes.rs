//! Evaluating: the formula gives the points, the commander judges the cooperation and says why.

use chrono::NaiveDate;

use super::facts;
use super::formula::{self, FORMULA, Line, Period, Weights};
use super::model::{self, Evaluation};
use super::queries::{Of, newest};
use crate::error::{Complaint, Error, Kind, OrNotFound, Result};
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::alerts;
use crate::projects::model::Project;
use crate::projects::pipeline::State;
use crate::projects::telling;
use crate::store::Tx;

/// An evaluation as typed.
#[derive(Clone, Debug)]
pub struct NewEvaluation {
    /// The points of the cooperation, out of 100.
    pub cooperation: i32,
    pub comment: String,
    /// Why it is made anew; needed once the monitoring is closed.
    pub reason: String,
    /// The seal of the figures on the page; none: not said.
    pub seen: Option<String>,
}

/// Goes on only if the person may evaluate the project, and it is being monitored or was.
pub fn check(tx: &Tx, project: &Project) -> Result<()> {
    tx.may(Deed::Evaluate, project.standing(&tx.who, ""))?;
    match project.stage {
        State::Monitoring | State::Proposal | State::Completed => Ok(()),
        _ => Err(Error::refused("项目现在不在效果监测。", "The project is not being monitored.")),
    }
}

/// The computed lines of a project, by what is recorded now, up to a day.
pub fn lines(tx: &mut Tx, project: &Project, until: NaiveDate) -> Result<Vec<Line>> {
    let zone = tx.office.zone;
    let facts = facts::gather(tx, zone, std::slice::from_ref(project), &project.owner_id, None)?;
    let period = Period { from: None, until };
    Ok(facts.iter().flat_map(|it| formula::lines(it, period, &tx.office.calendar)).collect())
}

/// The commander evaluates the owner's work by the formula and the weights that were frozen with the approved plan. Once the
/// monitoring is closed it is made anew only with a reason, after facts have changed. `edition` is the newest that was seen; 0
/// if there was none.
pub fn evaluate(tx: &mut Tx, project: &Project, edition: i32, new: NewEvaluation) -> Result<()> {
    check(tx, project)?;
    let before = newest(tx, Of::Project(&project.id))?;
    let on = project.stage == State::Monitoring;
    let until = match &before {
        Some(it) if !on => it.until_on,
        _ => tx.today(),
    };
    let computed = lines(tx, project, until)?;
    let approved = project.approved_id.as_deref().or_not_found()?;
    let weights = model::weights_of(&alerts::queries::terms(tx, approved)?.or_not_found()?);
    if let Some(it) = &before {
        let anew = on && it.evaluated_at < project.entered_at;
        if !anew && says_the_same(it, &new, &computed)? {
            return Ok(());
        }
    }
    if before.as_ref().map_or(0, |it| it.edition) != edition {
        return Err(Error::new(Kind::Late));
    }
    check_seen(&new, &computed)?;
    if !on {
        check_anew(before.as_ref(), &new, &computed)?;
    }
    let about = About { project: Some(&project.id), month: None, person: &project.owner_id, until, formula: FORMULA };
    add(tx, about, edition + 1, computed, weights, new)?;
    telling::tell_owner(tx, Pair("业绩有了评估", "Your work was evaluated"), project, project.at("evaluation"))
}

/// Whether the newest edition says already what is sent: the button was pressed twice.
pub fn says_the_same(newest: &Evaluation, new: &NewEvaluation, computed: &[Line]) -> Result<bool> {
    let same = newest.cooperation == new.cooperation * 100 && newest.comment == new.comment && newest.reason == new.reason;
    Ok(same && unjudged(newest.lines()?) == computed)
}

/// What was closed is evaluated anew only with a reason, after facts have changed.
pub fn check_anew(newest: Option<&Evaluation>, new: &NewEvaluation, computed: &[Line]) -> Result<()> {
    if new.reason.is_empty() {
        return Err(Error::invalid("reason", Complaint::Required));
    }
    if newest.map(Evaluation::lines).transpose()?.is_some_and(|was| unjudged(was) == computed) {
        return Err(Error::refused(
            "评估所依据的事实没有变动，评估保持不变。",
            "The facts that it rests on have not changed; the evaluation stays as it is.",
        ));
    }
    Ok(())
}

/// What is decided on is what was seen.
pub fn check_seen(new: &NewEvaluation, computed: &[Line]) -> Result<()> {
    match &new.seen {
        Some(seen) if *seen != model::seal(computed)? => Err(Error::invalid(
            "cooperation",
            Complaint::Said(Pair(
                "打开页面之后记录又有变动，分数已经不同。请看过新的分数再评估。",
                "What was recorded has changed since the page was opened, and so have the points. Look at the new points, then evaluate.",
            )),
        )),
        _ => Ok(()),
    }
}

/// Lines without what the commander judged.
fn unjudged(lines: Vec<Line>) -> Vec<Line> {
    lines.into_iter().filter(|it| it.source != formula::Source::Judged).collect()
}

/// What an evaluation is of: a project, or a member's month.
pub struct About<'a> {
    pub project: Option<&'a str>,
    pub month: Option<String>,
    pub person: &'a str,
    pub until: NaiveDate,
    /// Which formula gave its lines.
    pub formula: i32,
}

/// Writes an edition down.
pub fn add(tx: &mut Tx, about: About, edition: i32, mut lines: Vec<Line>, weights: Weights, new: NewEvaluation) -> Result<()> {
    lines.push(formula::judged(new.cooperation));
    let parts = formula::parts(&lines);
    let whole = |points: i64| i32::try_from(points).unwrap_or(0);
    let row = Evaluation {
        id: tx.new_id()?,
        project_id: about.project.map(str::to_owned),
        month: about.month,
        person_id: about.person.to_owned(),
        edition,
        until_on: about.until,
        formula: about.formula,
        lines: serde_json::to_string(&lines)?,
        attainment: parts[0].map(whole),
        timeliness: parts[1].map(whole),
        records: parts[2].map(whole),
        cooperation: parts[3].map_or(0, whole),
        weight_attainment: weights[0],
        weight_timeliness: weights[1],
        weight_records: weights[2],
        weight_cooperation: weights[3],
        score: whole(formula::score(parts, weights)),
        comment: new.comment,
        reason: new.reason,
        evaluated_by: tx.who.id.clone(),
        acting_for_id: tx.who.acting_for.clone(),
        evaluated_at: tx.now,
    };
    tx.add(Deed::Evaluate.code(), &row)
}
