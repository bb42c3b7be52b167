//! Writing in monitoring: checks, acceptance, the summary report, the evaluation and the reward.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{AcceptancePoint, Promise, Reward, SummaryReport, Verdict};
use super::queries;
use crate::error::{Complaint, Error, Kind, OrNotFound, Result};
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::holder;
use crate::projects::model::Project;
use crate::projects::pipeline::State;
use crate::projects::records::model::StepRecord;
use crate::projects::steps::Step;
use crate::projects::tasks::{coordinator, finish, reopen};
use crate::projects::telling;
use crate::store::Tx;
use crate::store::schema::acceptance_points;

/// Goes on only if the person may do this to the project, and it is being monitored.
pub fn check(tx: &mut Tx, project: &Project, deed: Deed) -> Result<()> {
    let coordinator = coordinator(tx, project)?;
    tx.may(deed, project.standing(&tx.who, &coordinator))?;
    if project.stage != State::Monitoring {
        return Err(Error::refused("项目现在不在效果监测。", "The project is not being monitored."));
    }
    Ok(())
}

fn point(tx: &mut Tx, project: &Project, position: i32) -> Result<AcceptancePoint> {
    acceptance_points::table
        .filter(acceptance_points::project_id.eq(&project.id))
        .filter(acceptance_points::round.eq(project.round))
        .filter(acceptance_points::position.eq(position))
        .select(AcceptancePoint::as_select())
        .first(&mut **tx)
        .optional()?
        .or_not_found()
}

/// Goes on only if nobody has written about a point since its form, with this version, was opened.
pub fn check_unchanged(tx: &mut Tx, project: &Project, position: i32, version: i32) -> Result<()> {
    let point = point(tx, project, position)?;
    match (point.version == version, point.accepted) {
        (true, _) => Ok(()),
        // Its form is gone, so there is nothing to compare.
        (false, Verdict::Passed) => Err(accepted()),
        (false, _) => Err(Error::new(Kind::Late)),
    }
}

fn accepted() -> Error {
    Error::refused("总指挥已验收通过这一项。", "The commander has accepted this point.")
}

/// The coordinator checks a point, until the commander has accepted it; once all are checked, 6.2 is done.
pub fn check_point(tx: &mut Tx, project: &Project, position: i32, verdict: Verdict, finding: String) -> Result<()> {
    check(tx, project, Deed::CheckAcceptance)?;
    let before = point(tx, project, position)?;
    if before.accepted == Verdict::Passed {
        return Err(accepted());
    }
    let mut after = before.clone();
    after.checked = verdict;
    after.finding = finding;
    after.checked_by = Some(tx.who.id.clone());
    after.checked_at = Some(tx.now);
    tx.change(Deed::CheckAcceptance.code(), &before, after)?;
    let points = queries::points(tx, &project.id)?;
    if points.iter().filter(|it| it.round == project.round).all(|it| it.checked != Verdict::Open) {
        finish(tx, project, Step::S6_2.code(), None)?;
    }
    holder::settle(tx, project)?;
    Ok(())
}

/// The commander accepts a point, or not; what failed the check cannot pass the acceptance.
pub fn accept_point(tx: &mut Tx, project: &Project, position: i32, verdict: Verdict) -> Result<()> {
    check(tx, project, Deed::AcceptPoint)?;
    let before = point(tx, project, position)?;
    if before.checked == Verdict::Open {
        return Err(Error::refused("计调尚未核对这一项。", "The coordinator has not checked this point yet."));
    }
    if before.checked == Verdict::Failed && verdict == Verdict::Passed {
        return Err(Error::refused(
            "计调核对未通过的要点不能验收通过：请计调复核，或返回整改。",
            "What failed the coordinator's check cannot be accepted: have it checked again, or send the project back.",
        ));
    }
    let mut after = before.clone();
    after.accepted = verdict;
    after.accepted_by = Some(tx.who.id.clone());
    after.accepted_at = Some(tx.now);
    tx.change(Deed::AcceptPoint.code(), &before, after)?;
    Ok(())
}

/// A summary report as typed.
#[derive(Clone, Debug, Default)]
pub struct NewSummary {
    pub results: String,
    pub course: String,
    pub problems: String,
    pub causes: String,
    pub experience: String,
}

impl NewSummary {
    fn is_in(&self, row: &SummaryReport) -> bool {
        let mine = [&self.results, &self.course, &self.problems, &self.causes, &self.experience];
        mine == [&row.results, &row.course, &row.problems, &row.causes, &row.experience]
    }
}

/// The owner writes the summary report; `submit` hands it in. `version` is that of the row the writer saw; 0 if there was none.
pub fn write_summary(tx: &mut Tx, project: &Project, version: i32, new: NewSummary, submit: bool) -> Result<()> {
    check(tx, project, Deed::WriteSummary)?;
    let before = queries::summary(tx, &project.id)?;
    if before.as_ref().is_some_and(|it| new.is_in(it) && it.is_submitted(project) == submit) {
        // The button was pressed twice.
        return Ok(());
    }
    if before.as_ref().is_some_and(|it| it.is_accepted(project)) {
        return Err(Error::refused("总结报告已审定，不再更改。", "The summary report is accepted and stays as it is."));
    }
    if before.as_ref().map_or(0, |it| it.version) != version {
        return Err(Error::new(Kind::Late));
    }
    let parts = [&new.results, &new.course, &new.problems, &new.causes, &new.experience];
    let names = ["results", "course", "problems", "causes", "experience"];
    let empty = names.iter().zip(parts).filter(|(_, text)| text.is_empty());
    let complaints: Vec<_> = empty.map(|(name, _)| ((*name).to_owned(), Complaint::Required)).collect();
    if submit && !complaints.is_empty() {
        return Err(Error::new(Kind::Invalid(complaints)));
    }
    let fill = |row: &mut SummaryReport, tx: &Tx| {
        row.results = new.results.clone();
        row.course = new.course.clone();
        row.problems = new.problems.clone();
        row.causes = new.causes.clone();
        row.experience = new.experience.clone();
        row.submitted_at = submit.then_some(tx.now);
        row.accepted_at = None;
        row.accepted_by = None;
    };
    match before {
        Some(before) => {
            let mut after = before.clone();
            fill(&mut after, tx);
            tx.change(Deed::WriteSummary.code(), &before, after)?;
        }
        None => {
            let mut row = SummaryReport {
                id: tx.new_id()?,
                project_id: project.id.clone(),
                results: String::new(),
                course: String::new(),
                problems: String::new(),
                causes: String::new(),
                experience: String::new(),
                submitted_at: None,
                accepted_at: None,
                accepted_by: None,
                version: 1,
            };
            fill(&mut row, tx);
            tx.add(Deed::WriteSummary.code(), &row)?;
        }
    }
    if submit {
        finish(tx, project, Step::S6_3.code(), None)?;
    } else {
        reopen(tx, project, Step::S6_3)?;
    }
    holder::settle(tx, project)?;
    Ok(())
}

/// What the commander says about a submitted report.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The version of the report that was read; none: not said.
    pub version: Option<i32>,
    pub accept: bool,
    /// What is to be written better; needed where it is returned.
    pub note: String,
}

/// The commander accepts the report, or returns it with a note to be written again.
pub fn judge_summary(tx: &mut Tx, project: &Project, judgement: Judgement) -> Result<()> {
    check(tx, project, Deed::AcceptSummary)?;
    let before = queries::summary(tx, &project.id)?.or_not_found()?;
    if !before.is_submitted(project) || before.is_accepted(project) {
        return Err(Error::refused("没有待审定的总结报告。", "There is no summary report to decide on."));
    }
    if judgement.version.is_some_and(|version| version != before.version) {
        return Err(Error::new(Kind::Late));
    }
    if !judgement.accept && judgement.note.is_empty() {
        return Err(Error::invalid("note", Complaint::Required));
    }
    let mut after = before.clone();
    if judgement.accept {
        after.accepted_at = Some(tx.now);
        after.accepted_by = Some(tx.who.id.clone());
    } else {
        after.submitted_at = None;
    }
    tx.change(Deed::AcceptSummary.code(), &before, after)?;
    if !judgement.accept {
        note_return(tx, project, &judgement.note)?;
        reopen(tx, project, Step::S6_3)?;
    }
    holder::settle(tx, project)?;
    Ok(())
}

/// Why a report was returned is a record of its step.
fn note_return(tx: &mut Tx, project: &Project, note: &str) -> Result<()> {
    let row = StepRecord {
        id: tx.new_id()?,
        project_id: project.id.clone(),
        round: project.round,
        step: Step::S6_3.code().to_owned(),
        subject: String::new(),
        person_id: tx.who.id.clone(),
        content: serde_json::json!({ "note": note }).to_string(),
        recorded_at: tx.now,
        version: 1,
    };
    tx.add(Deed::AcceptSummary.code(), &row)
}

/// Goes on only if the person may promise a reward, and the outcome is still open: once the project is being monitored, what
/// was promised stays as it is.
pub fn check_promise(tx: &Tx, project: &Project) -> Result<()> {
    tx.may(Deed::PromiseReward, project.standing(&tx.who, ""))?;
    match project.stage {
        State::DirectiveDraft | State::Monitoring | State::Proposal => {}
        stage if !stage.ended() => return Ok(()),
        _ => {}
    }
    Err(Error::refused(
        "奖励在指令下达之后、效果监测之前承诺；监测期间不再更改。",
        "A reward is promised after the directive is issued and before monitoring; then it stays as it is.",
    ))
}

/// The commander promises the owner a reward for what is to be reached. `fen` is not negative; zero takes a promise back.
pub fn promise(tx: &mut Tx, project: &Project, version: i32, fen: i64, terms: String) -> Result<()> {
    check_promise(tx, project)?;
    let before = queries::promise(tx, &project.id)?;
    if before.as_ref().is_some_and(|it| it.fen == fen && it.terms == terms) {
        // The button was pressed twice.
        return Ok(());
    }
    if before.as_ref().map_or(0, |it| it.version) != version {
        return Err(Error::new(Kind::Late));
    }
    let row = Promise {
        id: match &before {
            Some(before) => before.id.clone(),
            None => tx.new_id()?,
        },
        project_id: project.id.clone(),
        fen,
        terms,
        promised_by: tx.who.id.clone(),
        acting_for_id: tx.who.acting_for.clone(),
        promised_at: tx.now,
        version: before.as_ref().map_or(1, |it| it.version),
    };
    match before {
        Some(before) => tx.change(Deed::PromiseReward.code(), &before, row).map(|_| ()),
        None => tx.add(Deed::PromiseReward.code(), &row),
    }
}

/// The commander decides what the owner gets; a zero is explicit. `fen` is not negative.
pub fn reward(tx: &mut Tx, project: &Project, version: i32, fen: i64, reason: String) -> Result<()> {
    check(tx, project, Deed::Reward)?;
    let before = queries::reward(tx, &project.id)?;
    if before.as_ref().is_some_and(|it| it.fen == fen && it.reason == reason && it.decided_at >= project.entered_at) {
        // The button was pressed twice.
        return Ok(());
    }
    if before.as_ref().is_some_and(|it| it.paid_on.is_some()) {
        return Err(Error::refused("奖励已经兑现，不再更改。", "The reward has been paid and stays as it is."));
    }
    if before.as_ref().map_or(0, |it| it.version) != version {
        return Err(Error::new(Kind::Late));
    }
    match before {
        Some(before) => {
            let mut after = before.clone();
            after.fen = fen;
            after.reason = reason;
            after.decided_by = tx.who.id.clone();
            after.decided_at = tx.now;
            tx.change(Deed::Reward.code(), &before, after)?;
        }
        None => {
            let row = Reward {
                id: tx.new_id()?,
                project_id: project.id.clone(),
                person_id: project.owner_id.clone(),
                fen,
                reason,
                decided_by: tx.who.id.clone(),
                decided_at: tx.now,
                paid_on: None,
                version: 1,
            };
            tx.add(Deed::Reward.code(), &row)?;
        }
    }
    telling::tell_owner(tx, Pair("奖励有了决定", "The reward was decided"), project, project.at("monitoring"))
}

/// The commander notes on which day the reward was paid; in monitoring or later.
pub fn pay(tx: &mut Tx, project: &Project, paid_on: NaiveDate) -> Result<()> {
    check_payment(tx, project)?;
    let before = queries::reward(tx, &project.id)?.or_not_found()?;
    let decided_on = tx.office.zone.day(before.decided_at);
    if paid_on < decided_on || paid_on > tx.today() {
        let complaint = Complaint::OutOfRange(decided_on.to_string(), tx.today().to_string());
        return Err(Error::invalid("paid_on", complaint));
    }
    if before.paid_on == Some(paid_on) {
        return Ok(());
    }
    if before.paid_on.is_some() || before.fen == 0 {
        return Err(Error::refused("没有待兑现的奖励。", "There is no reward to be paid."));
    }
    let mut after = before.clone();
    after.paid_on = Some(paid_on);
    tx.change("pay_reward", &before, after)?;
    Ok(())
}

/// Goes on only if the person may decide on the reward, and the project has come as far.
pub fn check_payment(tx: &Tx, project: &Project) -> Result<()> {
    tx.may(Deed::Reward, project.standing(&tx.who, ""))?;
    match project.stage {
        State::Monitoring | State::Proposal | State::Completed => Ok(()),
        _ => Err(Error::refused("项目现在不在效果监测。", "The project is not being monitored.")),
    }
}
