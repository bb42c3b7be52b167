//! Writing directives: drafted fresh or from an accepted proposal, amended while drafted or after a requested stop, asked about
//! by the owner and explained by the commander.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::error::{Complaint, Error, Kind, Missing, OrNotFound, Result};
use crate::lang::Pair;
use crate::people;
use crate::policy::{Deed, Standing};
use crate::projects::holder;
use crate::projects::model::{Clarification, Holder, Indicator, Project, Sort};
use crate::projects::moves::changes::begin;
use crate::projects::pipeline::State;
use crate::projects::telling;
use crate::store::Tx;
use crate::store::schema::{clarifications, indicators, metrics, packages, plans, projects};
use crate::words::Role;

/// What a directive says.
#[derive(Clone, Debug)]
pub struct Directive {
    pub package_id: String,
    pub name: String,
    pub sort: Sort,
    pub owner_id: String,
    pub task: String,
    pub arrangements: String,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    /// Hundredths of a percent.
    pub limit_discount: Option<i64>,
    /// Fen.
    pub limit_budget: Option<i64>,
    /// Fen.
    pub limit_contract: Option<i64>,
    /// Metric id, value in hundredths, due date.
    pub indicators: Vec<(String, i64, NaiveDate)>,
}

/// Drafts a directive in a package: the project begins. `proposal` is the accepted one that it grows out of.
pub fn draft(tx: &mut Tx, directive: &Directive, proposal: Option<String>) -> Result<Project> {
    tx.may(Deed::DraftDirective, Standing::NONE)?;
    check(tx, directive)?;
    if let Some(twin) = twin(tx, directive, proposal.as_deref())? {
        return Ok(twin);
    }
    if let Some(proposal) = &proposal {
        check_first(tx, proposal)?;
    }
    let row = Project {
        id: tx.new_id()?,
        number: tx.next_number("SG")?,
        package_id: directive.package_id.clone(),
        name: directive.name.clone(),
        sort: directive.sort,
        owner_id: directive.owner_id.clone(),
        stage: State::DirectiveDraft,
        round: 1,
        moves: 0,
        entered_at: tx.now,
        holder: Holder::Commander,
        holder_since: tx.now,
        due_on: None,
        task: directive.task.clone(),
        arrangements: directive.arrangements.clone(),
        starts_on: directive.starts_on,
        ends_on: directive.ends_on,
        limit_discount: directive.limit_discount,
        limit_budget: directive.limit_budget,
        limit_contract: directive.limit_contract,
        proposal_id: proposal,
        approved_id: None,
        execution_finished: false,
        issued_at: None,
        ended_at: None,
        created_at: tx.now,
        version: 1,
    };
    tx.add(Deed::DraftDirective.code(), &row)?;
    write_indicators(tx, &row, &directive.indicators)?;
    begin(tx, &row)
}

/// The same form sent twice drafts one directive: one of this name, owner and package, drafted today and not issued, is it.
fn twin(tx: &mut Tx, directive: &Directive, proposal: Option<&str>) -> Result<Option<Project>> {
    let since = tx.now - chrono::Duration::hours(24);
    let found: Option<Project> = projects::table
        .filter(projects::package_id.eq(&directive.package_id))
        .filter(projects::owner_id.eq(&directive.owner_id))
        .filter(projects::name.eq(&directive.name))
        .filter(projects::stage.eq(State::DirectiveDraft))
        .filter(projects::created_at.ge(since))
        .order(projects::number)
        .select(Project::as_select())
        .first(&mut **tx)
        .optional()?;
    Ok(found.filter(|it| it.proposal_id.as_deref() == proposal && it.task == directive.task))
}

/// One directive grows out of a proposal, unless it was abolished.
fn check_first(tx: &mut Tx, proposal: &str) -> Result<()> {
    let grown: Option<String> = projects::table
        .filter(projects::proposal_id.eq(proposal))
        .filter(projects::stage.ne(State::Abolished))
        .order(projects::number)
        .select(projects::number)
        .first(&mut **tx)
        .optional()?;
    match grown {
        None => Ok(()),
        Some(number) => {
            let missing =
                vec![Missing { what: Pair("打开这份指令", "Open that directive"), href: format!("/projects/{number}") }];
            let said = Pair("据这份提案的指令已经起草。", "A directive has been drafted from this proposal.");
            Err(Error::new(Kind::Refused(said, missing)))
        }
    }
}

/// Amends a directive while it is drafted, or after a requested stop; `version` is that of the row the writer saw.
pub fn amend(tx: &mut Tx, before: &Project, version: i32, directive: &Directive) -> Result<Project> {
    tx.may(Deed::DraftDirective, Standing::NONE)?;
    if !matches!(before.stage, State::DirectiveDraft | State::StopRequested) {
        return Err(Error::refused(
            "指令下达后不能再改；请求停止之后才能修订并重新下达。",
            "An issued directive stays as it is; it can be amended only after a requested stop.",
        ));
    }
    if before.version != version {
        return Err(Error::new(Kind::Late));
    }
    check(tx, directive)?;
    let mut after = before.clone();
    after.name = directive.name.clone();
    after.sort = directive.sort;
    after.task = directive.task.clone();
    after.arrangements = directive.arrangements.clone();
    after.starts_on = directive.starts_on;
    after.ends_on = directive.ends_on;
    after.limit_discount = directive.limit_discount;
    after.limit_budget = directive.limit_budget;
    after.limit_contract = directive.limit_contract;
    if before.stage == State::DirectiveDraft {
        after.package_id = directive.package_id.clone();
        after.owner_id = directive.owner_id.clone();
    }
    let after = tx.change("amend", before, after)?;
    write_indicators(tx, &after, &directive.indicators)?;
    Ok(after)
}

fn check(tx: &mut Tx, directive: &Directive) -> Result<()> {
    let open: i64 =
        packages::table.find(&directive.package_id).filter(packages::closed.eq(false)).count().get_result(&mut **tx)?;
    if open == 0 {
        return Err(Error::invalid("package", Complaint::NotAChoice));
    }
    if directive.owner_id == tx.who.id {
        return Err(Error::invalid(
            "owner",
            Complaint::Said(Pair("不能给自己下达指令。", "Nobody gives a directive to themselves.")),
        ));
    }
    let roles = people::queries::roles(tx, &directive.owner_id)?;
    if !roles.contains(&Role::Sales) {
        return Err(Error::invalid(
            "owner",
            Complaint::Said(Pair("负责人必须是销售人员。", "The owner must be of the sales staff.")),
        ));
    }
    if let (Some(starts_on), Some(ends_on)) = (directive.starts_on, directive.ends_on)
        && ends_on < starts_on
    {
        return Err(Error::invalid(
            "ends_on",
            Complaint::Said(Pair("结束日期不能早于开始日期。", "The last day must not be before the first.")),
        ));
    }
    let (from, to) = (directive.starts_on, directive.ends_on);
    let outside = |due_on: NaiveDate| from.is_some_and(|from| due_on < from) || to.is_some_and(|to| due_on > to);
    if directive.indicators.iter().any(|(_, _, due_on)| outside(*due_on)) {
        return Err(Error::invalid(
            "indicators",
            Complaint::Said(Pair("指标的完成日期须在项目期限之内。", "An indicator is due inside the project's period.")),
        ));
    }
    check_plan(tx, directive)?;
    for (metric, ..) in &directive.indicators {
        let known: i64 = metrics::table.find(metric).count().get_result(&mut **tx)?;
        if known == 0 {
            return Err(Error::invalid("indicators", Complaint::NotAChoice));
        }
    }
    Ok(())
}

/// A project runs while its action plan does.
fn check_plan(tx: &mut Tx, directive: &Directive) -> Result<()> {
    let (starts_on, ends_on): (NaiveDate, NaiveDate) = packages::table
        .find(&directive.package_id)
        .inner_join(plans::table)
        .select((plans::starts_on, plans::ends_on))
        .first(&mut **tx)?;
    let outside = |day: Option<NaiveDate>| day.is_some_and(|day| day < starts_on || day > ends_on);
    for (field, day) in [("starts_on", directive.starts_on), ("ends_on", directive.ends_on)] {
        if outside(day) {
            let said = Pair("须在行动计划的期限之内：{}。", "It has to lie in the action plan's period: {}.");
            return Err(Error::invalid(field, Complaint::Named(said, format!("{starts_on} – {ends_on}"))));
        }
    }
    Ok(())
}

/// Replaces indicators where they differ; one of the same metric and due date keeps its actual figure.
fn write_indicators(tx: &mut Tx, project: &Project, wanted: &[(String, i64, NaiveDate)]) -> Result<()> {
    let mut present: Vec<Indicator> = indicators::table
        .filter(indicators::project_id.eq(&project.id))
        .order((indicators::position, indicators::id))
        .select(Indicator::as_select())
        .load(&mut **tx)?;
    for (position, (metric, value, due_on)) in (1..).zip(wanted) {
        match present.iter().position(|it| it.metric_id == *metric) {
            Some(at) => {
                let before = present.remove(at);
                let after = Indicator {
                    package_id: project.package_id.clone(),
                    position,
                    value: *value,
                    handed: project.handed(*value),
                    due_on: *due_on,
                    ..before.clone()
                };
                tx.change("amend", &before, after)?;
            }
            None => {
                let row = Indicator {
                    id: tx.new_id()?,
                    project_id: project.id.clone(),
                    package_id: project.package_id.clone(),
                    position,
                    metric_id: metric.clone(),
                    value: *value,
                    handed: project.handed(*value),
                    due_on: *due_on,
                    actual: 0,
                    version: 1,
                };
                tx.add("amend", &row)?;
            }
        }
    }
    for gone in present {
        if gone.actual != 0 || has_actuals(tx, &gone)? {
            return Err(Error::invalid(
                "indicators",
                Complaint::Said(Pair("已有实际值的指标不能删除。", "An indicator with recorded figures cannot be removed.")),
            ));
        }
        tx.remove("amend", &gone)?;
    }
    Ok(())
}

fn has_actuals(tx: &mut Tx, indicator: &Indicator) -> Result<bool> {
    use crate::store::schema::actuals;
    let found: i64 = actuals::table.filter(actuals::indicator_id.eq(&indicator.id)).count().get_result(&mut **tx)?;
    Ok(found > 0)
}

/// The owner asks about an issued directive; it cannot be acknowledged until the commander has answered.
pub fn ask(tx: &mut Tx, project: &Project, question: String) -> Result<()> {
    tx.may(Deed::Clarify, project.standing(&tx.who, ""))?;
    if project.stage != State::DirectiveIssued {
        return Err(Error::refused(
            "只有待领受的指令可以请求澄清。",
            "Only a directive that waits to be acknowledged can be asked about.",
        ));
    }
    let row = Clarification {
        id: tx.new_id()?,
        project_id: project.id.clone(),
        round: project.round,
        asked_by: tx.who.id.clone(),
        question,
        asked_at: tx.now,
        answered_by: None,
        answer: None,
        answered_at: None,
    };
    tx.add(Deed::Clarify.code(), &row)?;
    holder::settle(tx, project)?;
    Ok(())
}

/// The commander answers.
pub fn answer(tx: &mut Tx, project: &Project, id: &str, answer: String) -> Result<()> {
    tx.may(Deed::AnswerClarification, project.standing(&tx.who, ""))?;
    let before: Clarification = clarifications::table
        .find(id)
        .filter(clarifications::project_id.eq(&project.id))
        .select(Clarification::as_select())
        .first(&mut **tx)
        .optional()?
        .or_not_found()?;
    if before.answered_at.is_some() {
        return Err(Error::refused("这个问题已经答复过。", "This question has been answered."));
    }
    let mut after = before.clone();
    after.answer = Some(answer);
    after.answered_by = Some(tx.who.id.clone());
    after.answered_at = Some(tx.now);
    tx.change(Deed::AnswerClarification.code(), &before, after)?;
    holder::settle(tx, project)?;
    telling::tell_owner(tx, Pair("您的问题有了答复", "Your question was answered"), project, project.at("directive"))
}
