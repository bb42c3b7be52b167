//! Writing solutions. An edition is a draft until it is offered; then it stays, and whoever wants it otherwise writes the next one.
//! As long as that is a draft, the customer's answer is to the edition offered before; whatever the answer is, the draft stays until
//! it is offered or dropped.

use chrono::NaiveDate;

use super::discount::discount;
use super::queries;
use crate::customers::model::{EditionState, Solution, SolutionEdition, TargetCustomer, TargetStep};
use crate::customers::objections;
use crate::error::{Complaint, Error, Kind, OrNotFound, Result};
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::authority::{self, Matter};
use crate::projects::execution::work::{self, Work};
use crate::projects::model::Project;
use crate::store::Tx;
use crate::web::Form;

/// What an edition offers; amounts in fen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    pub content: String,
    pub list_fen: i64,
    pub price_fen: i64,
    pub valid_until: NaiveDate,
}

impl Content {
    fn of(it: &SolutionEdition) -> Content {
        Content { content: it.content.clone(), list_fen: it.list_fen, price_fen: it.price_fen, valid_until: it.valid_until }
    }
}

/// What is said of a price above the list's: that is the sum of what the catalogue asks, and nobody pays more.
pub const ABOVE: Pair = Pair(
    "报价不能高于目录价；目录价是各项目录价之和，请核对两个金额。",
    "The price must not be above the list price, the sum of the catalogue's prices; please check both amounts.",
);

/// Begins a solution for a target with a draft of its first edition; `objection` is the one that it answers.
pub fn begin(
    tx: &mut Tx,
    project: &Project,
    target: &TargetCustomer,
    title: String,
    objection: Option<&str>,
    new: Content,
) -> Result<Solution> {
    work::check(tx, project, Deed::Execute, Work::Undertake)?;
    if target.step == TargetStep::Dropped {
        return Err(Error::refused("客户已放弃，请先重新列为目标。", "The customer was given up; take it up again first."));
    }
    if let Some(objection) = objection
        && objections::queries::find(tx, &project.id, objection)?.target_id != target.id
    {
        return Err(Error::invalid("objection", Complaint::NotAChoice));
    }
    for (known, edition) in queries::of_target(tx, &target.id)? {
        let same = known.title == title && known.objection_id.as_deref() == objection && Content::of(&edition) == new;
        if same && known.begun_by == tx.who.id && tx.pressed_twice(known.begun_at) {
            return Ok(known);
        }
    }
    let row = Solution {
        id: tx.new_id()?,
        number: tx.next_number("FA")?,
        project_id: project.id.clone(),
        customer_id: target.customer_id.clone(),
        target_id: target.id.clone(),
        objection_id: objection.map(str::to_owned),
        title,
        begun_by: tx.who.id.clone(),
        begun_at: tx.now,
        version: 1,
    };
    tx.belongs_to(&project.id);
    tx.add("begin_solution", &row)?;
    add(tx, &row, 1, new)?;
    Ok(row)
}

fn add(tx: &mut Tx, solution: &Solution, edition: i32, new: Content) -> Result<()> {
    let row = SolutionEdition {
        id: tx.new_id()?,
        solution_id: solution.id.clone(),
        edition,
        content: new.content,
        list_fen: new.list_fen,
        price_fen: new.price_fen,
        valid_until: new.valid_until,
        state: EditionState::Draft,
        request_id: None,
        answer: String::new(),
        person_id: tx.who.id.clone(),
        written_at: tx.now,
        offered_on: None,
        answered_on: None,
        offered_to: None,
        offered_to_person: None,
        offered_by: None,
        version: 1,
    };
    tx.add("write_edition", &row)
}

/// Writes the draft anew or, where the newest edition was offered, the draft of the next one. `version` is that of the draft that
/// was opened, 0 where there was none.
pub fn write(tx: &mut Tx, project: &Project, solution: &Solution, version: i32, new: Content) -> Result<()> {
    work::check(tx, project, Deed::Execute, Work::Undertake)?;
    let newest = queries::editions(tx, &solution.id)?.into_iter().next().or_not_found()?;
    tx.belongs_to(&project.id);
    match (newest.state, version) {
        // Pressed twice, or nothing was changed.
        (EditionState::Draft, _) if Content::of(&newest) == new => Ok(()),
        (EditionState::Draft, version) if version == newest.version => {
            let Content { content, list_fen, price_fen, valid_until } = new;
            let after = SolutionEdition { content, list_fen, price_fen, valid_until, ..newest.clone() };
            tx.change("write_edition", &newest, after)?;
            Ok(())
        }
        (EditionState::Draft, _) => Err(Error::new(Kind::Late)),
        (_, 0) => add(tx, solution, newest.edition + 1, new),
        _ => Err(Error::new(Kind::Late)),
    }
}

/// Offers the draft to the customer. A discount beyond the directive's limit is not possible without an answered request.
pub fn offer(tx: &mut Tx, project: &Project, solution: &Solution, version: i32) -> Result<()> {
    work::check(tx, project, Deed::Execute, Work::Undertake)?;
    let newest = queries::editions(tx, &solution.id)?.into_iter().next().or_not_found()?;
    if newest.state == EditionState::Offered && newest.version == version + 1 && newest.offered_on == Some(tx.today()) {
        return Ok(());
    }
    if newest.state != EditionState::Draft || newest.version != version {
        return Err(Error::new(Kind::Late));
    }
    if newest.valid_until < tx.today() {
        let said = Pair("有效期已过，请先修改。", "It is no longer valid; change that first.");
        return Err(Error::invalid("offer", Complaint::Said(said)));
    }
    if newest.price_fen > newest.list_fen {
        return Err(Error::invalid("offer", Complaint::Said(ABOVE)));
    }
    let request_id = match discount(newest.list_fen, newest.price_fen) {
        Some(discount) => authority::check(tx, project, Matter::Discount, discount).map_err(beside_the_button)?,
        None => None,
    };
    tx.belongs_to(&project.id);
    let parties = queries::parties(tx, project, solution)?;
    let after = SolutionEdition {
        state: EditionState::Offered,
        request_id,
        offered_on: Some(tx.today()),
        offered_to: Some(parties.to),
        offered_to_person: Some(parties.person),
        offered_by: Some(parties.by),
        ..newest.clone()
    };
    tx.change("offer_solution", &newest, after)?;
    Ok(())
}

/// Drops the draft of a next edition, that of this number and version, which no customer has seen. (The first stays: there is no
/// solution without an edition.)
pub fn drop_draft(tx: &mut Tx, project: &Project, solution: &Solution, edition: i32, version: i32) -> Result<()> {
    work::check(tx, project, Deed::Execute, Work::Carry)?;
    let newest = queries::editions(tx, &solution.id)?.into_iter().next().or_not_found()?;
    // Pressed twice: it is gone already.
    if newest.edition < edition {
        return Ok(());
    }
    if newest.edition == 1 && newest.state == EditionState::Draft {
        return Err(Error::refused(
            "第 1 版还没有提交过，不能放弃；请修改草稿。",
            "The first edition was not offered yet and cannot be dropped; change its draft.",
        ));
    }
    if newest.state != EditionState::Draft || (newest.edition, newest.version) != (edition, version) {
        return Err(Error::new(Kind::Late));
    }
    tx.belongs_to(&project.id);
    tx.remove("drop_edition", &newest)
}

/// What is refused for the limit's sake is said on the solution's own page, where the way to a request is.
fn beside_the_button(error: Error) -> Error {
    let said = match &error.kind {
        Kind::Refused(said, _) => Some(*said),
        _ => None,
    };
    said.map_or(error, |said| Error::invalid("offer", Complaint::Said(said)))
}

/// Goes on only if the form is about the edition that the customer has before them, and nothing typed is wrong; where they have
/// answered meanwhile there is no form to put it right in. Answers the edition's number.
pub fn check_answer(tx: &mut Tx, solution: &Solution, form: &Form) -> Result<i32> {
    let editions = queries::editions(tx, &solution.id)?;
    let offered = queries::offered(&editions).ok_or_else(not_offered)?;
    // Two editions may have the same version: an answer to the one says nothing about the other.
    if form.value("edition").parse().is_ok_and(|about: i32| about != offered.edition) {
        return Err(Error::new(Kind::Late));
    }
    match (form.check(), offered.state) {
        (Ok(()), _) => Ok(offered.edition),
        (Err(error), EditionState::Offered) => Err(error),
        (Err(_), _) => Err(not_offered()),
    }
}

fn not_offered() -> Error {
    Error::refused(
        "方案还没有提交客户，或者客户已经答复。",
        "The solution was not offered yet, or the customer has answered already.",
    )
}

/// The customer's answer to what was offered last.
pub fn answer(tx: &mut Tx, project: &Project, solution: &Solution, version: i32, accepted: bool, said: String) -> Result<()> {
    work::check(tx, project, Deed::Execute, Work::Carry)?;
    let editions = queries::editions(tx, &solution.id)?;
    let offered = queries::offered(&editions).ok_or_else(not_offered)?;
    let state = if accepted { EditionState::Accepted } else { EditionState::Declined };
    if offered.state == state && offered.answer == said {
        return Ok(());
    }
    if offered.state != EditionState::Offered {
        return Err(not_offered());
    }
    if offered.version != version {
        return Err(Error::new(Kind::Late));
    }
    tx.belongs_to(&project.id);
    let answered_on = Some(tx.today());
    let after = SolutionEdition { state, answer: said, answered_on, ..offered.clone() };
    tx.change("answer_solution", offered, after)?;
    Ok(())
}
