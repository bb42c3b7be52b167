//! Evaluating a member's month, and deciding on a probation.

use chrono::{Months, NaiveDate};

use super::model::{ProbationDecision, ProbationOutcome};
use super::{months, queries};
use crate::calendar::Month;
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::notices::changes::tell;
use crate::notices::model::{News, Reason};
use crate::people;
use crate::people::model::Person;
use crate::policy::Deed;
use crate::projects::evaluation::changes::{About, NewEvaluation, add, check_anew, check_seen, says_the_same};
use crate::projects::evaluation::formula::OF_MONTHS;
use crate::projects::evaluation::model::weights_now;
use crate::projects::evaluation::queries::{Of, newest};
use crate::store::Tx;

/// How many months ahead a probation may be extended or ended; a later day is a slip.
const LONGEST: u32 = 12;

/// Goes on only if the person may evaluate this member, and the month is over.
pub fn check_month(tx: &Tx, person: &Person, month: Month) -> Result<()> {
    tx.may(Deed::EvaluateMonth, queries::standing(&tx.who, &person.id))?;
    if month.last() >= tx.today() {
        return Err(Error::refused(
            "本月尚未结束，月末之后评估。",
            "The month is not over; it is evaluated after its last day.",
        ));
    }
    Ok(())
}

/// The commander evaluates a member's month by the formula and the weights in force; anew by those of the first time, only with
/// a reason and after facts have changed. `edition` is the newest that was seen; 0 if there was none.
pub fn evaluate(tx: &mut Tx, person: &Person, month: Month, edition: i32, new: NewEvaluation) -> Result<()> {
    check_month(tx, person, month)?;
    let (me, today, office) = (tx.who.clone(), tx.today(), tx.office.clone());
    let before = newest(tx, Of::Month(&person.id, month))?;
    let owned = queries::owned(tx, &me, &person.id, month, month.last(), office.zone)?;
    let formula = before.as_ref().map_or(OF_MONTHS, |it| it.formula);
    let (projects, computed) = months::lines(tx, &office, &owned, &person.id, month, today, formula)?;
    if let Some(it) = &before
        && says_the_same(it, &new, &computed)?
    {
        return Ok(());
    }
    if before.as_ref().map_or(0, |it| it.edition) != edition {
        return Err(Error::new(Kind::Late));
    }
    check_seen(&new, &computed)?;
    if projects.is_empty() {
        return Err(Error::refused(
            "这个月没有执行中的项目，无可评估。",
            "No project was carried out in this month; there is nothing to evaluate.",
        ));
    }
    if let Some(it) = &before {
        check_anew(Some(it), &new, &computed)?;
    }
    let weights = before.as_ref().map_or_else(|| weights_now(&office), |it| it.weights());
    let about = About { project: None, month: Some(month.to_string()), person: &person.id, until: month.last(), formula };
    add(tx, about, edition + 1, computed, weights, new)?;
    let href = format!("/people/{}/months/{month}", person.username);
    let news = News::of(Pair("您的月份有了评估", "Your month was evaluated"), &month.to_string(), &person.name, href);
    tell(tx, &person.id, Reason::Measured, &news)
}

/// A decision about a probation as typed.
#[derive(Clone, Debug)]
pub struct NewDecision {
    pub outcome: ProbationOutcome,
    pub until_on: Option<NaiveDate>,
    pub reason: String,
}

/// Goes on only if the person may decide on the probation of this member.
pub fn check_probation(tx: &Tx, person: &Person) -> Result<()> {
    tx.may(Deed::DecideProbation, queries::standing(&tx.who, &person.id))?;
    Ok(())
}

/// The commander confirms a member on probation, extends it until a day, or ends it with the last day of work. `seen` is how many
/// decisions there were on the page.
pub fn decide(tx: &mut Tx, person: &Person, seen: i32, new: NewDecision) -> Result<()> {
    check_probation(tx, person)?;
    let before = queries::decisions(tx, &person.id)?;
    if before.first().is_some_and(|it| (it.outcome, it.until_on, &it.reason) == (new.outcome, new.until_on, &new.reason)) {
        // The button was pressed twice.
        return Ok(());
    }
    if !person.probation {
        return Err(Error::refused("此人不在试用期。", "This person is not on probation."));
    }
    if i32::try_from(before.len()) != Ok(seen) {
        return Err(Error::new(Kind::Late));
    }
    let today = tx.today();
    let until_on = match new.outcome {
        ProbationOutcome::Confirm => None,
        _ => Some(new.until_on.ok_or_else(|| Error::invalid("until_on", Complaint::Required))?),
    };
    let too_early = until_on.is_some_and(|day| match new.outcome {
        ProbationOutcome::Extend => day <= super::model::due(person, &before, &tx.office).max(today),
        _ => day < today,
    });
    if too_early {
        return Err(Error::invalid(
            "until_on",
            Complaint::Said(Pair(
                "延长的试用期要晚于现在的期满日，最后工作日不早于今天。",
                "An extension ends after the present last day; the last day of work is not before today.",
            )),
        ));
    }
    let latest = tx.today().checked_add_months(Months::new(LONGEST)).unwrap_or(today);
    if until_on.is_some_and(|day| day > latest) {
        let said = Pair("最多到一年之后，请核对日期。", "Not more than a year from today; please check the date.");
        return Err(Error::invalid("until_on", Complaint::Said(said)));
    }
    let row = ProbationDecision {
        id: tx.new_id()?,
        person_id: person.id.clone(),
        outcome: new.outcome,
        until_on,
        score: mean(&queries::scored(tx, &person.id)?),
        reason: new.reason,
        decided_by: tx.who.id.clone(),
        acting_for_id: tx.who.acting_for.clone(),
        decided_at: tx.now,
    };
    tx.add(Deed::DecideProbation.code(), &row)?;
    if new.outcome != ProbationOutcome::Extend {
        people::changes::end_probation(tx, person)?;
    }
    let href = format!("/people/{}/probation", person.username);
    let news = News::of(Pair("您的试用有了决定", "Your probation was decided"), &person.username, &person.name, href);
    tell(tx, &person.id, Reason::Measured, &news)
}

/// The mean of the evaluated months, in hundredths of a point, rounded down.
pub fn mean(scored: &[queries::Scored]) -> Option<i32> {
    let months: Vec<i64> = scored.iter().filter(|it| it.month.is_some()).map(|it| i64::from(it.score)).collect();
    let count = i64::try_from(months.len()).ok().filter(|count| *count > 0)?;
    i32::try_from(months.iter().sum::<i64>() / count).ok()
}
