//! Two customers turn out to be one: the one stays, the other's people, projects and papers come over to it, its number leads
//! there from then on. Nothing is lost: each row that moves is a recorded change.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::activities::queries::of_target;
use super::changes::{Facts, Others, find_by, keep};
use super::model::{Activity, Contact, Customer, Objection, Solution, TargetCustomer, TargetStep};
use crate::clock::Moment;
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::policy::{Deed, Standing};
use crate::projects::alerts;
use crate::projects::execution::attention;
use crate::projects::model::Project;
use crate::recorded;
use crate::store::Tx;
use crate::store::schema::{
    activities, cares, contacts, contracts, customers, objections, projects, solutions, target_customers,
};

/// The deed under which everything of it is recorded.
const DEED: &str = "merge_customers";

/// To whom a contract belongs; the rest of it is the business of contracts.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = contracts, treat_none_as_null = true)]
pub struct ContractsPlace {
    pub id: String,
    pub project_id: String,
    pub customer_id: String,
    pub target_id: String,
    pub version: i32,
}
recorded!(ContractsPlace, contracts, project: |row| Some(&row.project_id), versioned: version);

/// To whom after-use care belongs.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = cares, treat_none_as_null = true)]
pub struct CaresPlace {
    pub id: String,
    pub project_id: String,
    pub customer_id: String,
    pub version: i32,
}
recorded!(CaresPlace, cares, project: |row| Some(&row.project_id), versioned: version);

/// Makes `gone` a part of `stays`, which from then on has these facts. `code_chosen`: which of two different credit codes is
/// right was said.
pub fn merge(tx: &mut Tx, stays: &Customer, gone: &Customer, facts: &Facts, code_chosen: bool) -> Result<Customer> {
    tx.may(Deed::MergeCustomers, Standing::NONE)?;
    if stays.id == gone.id {
        let said = Pair("不能与自己合并。", "A customer cannot be merged with itself.");
        return Err(Error::invalid("other", Complaint::Said(said)));
    }
    if stays.merged_into.is_some() || gone.merged_into.is_some() {
        return Err(Error::new(Kind::Late));
    }
    let differ = stays.credit_code.is_some() && gone.credit_code.is_some() && stays.credit_code != gone.credit_code;
    if differ && !code_chosen {
        let said = Pair(
            "两家的统一社会信用代码不同，多半不是同一家。确要合并，请选定保留哪一个。",
            "Their credit codes differ: most likely they are two. To merge them all the same, choose the code that stays.",
        );
        return Err(Error::invalid("credit_code", Complaint::Said(said)));
    }
    let merged = Customer { merged_into: Some(stays.id.clone()), ..gone.clone() };
    tx.change(DEED, gone, merged)?;
    let stays = keep(tx, stays, stays.version, facts, Others { another: true, holders: &[] })?;
    move_people(tx, &stays, gone)?;
    move_targets(tx, &stays, gone)?;
    move_papers(tx, &stays, gone)?;
    measure(tx, &stays)?;
    for it in [&stays.id, &gone.id] {
        attention::keep(tx, it)?;
    }
    find_by(tx, &stays)?;
    Ok(customers::table.find(&stays.id).select(Customer::as_select()).first(&mut **tx)?)
}

fn move_people(tx: &mut Tx, stays: &Customer, gone: &Customer) -> Result<()> {
    let rows = contacts::table.filter(contacts::customer_id.eq(&gone.id)).order(contacts::id);
    for before in rows.select(Contact::as_select()).load::<Contact>(&mut **tx)? {
        tx.change(DEED, &before, Contact { customer_id: stays.id.clone(), ..before.clone() })?;
    }
    Ok(())
}

/// How far a target has come; a dropped one not at all.
fn reached(step: TargetStep) -> u8 {
    match step {
        TargetStep::Dropped => 0,
        TargetStep::Selected => 1,
        TargetStep::InTalks => 2,
        TargetStep::Signed => 3,
        TargetStep::InService => 4,
    }
}

/// When the newest activity of a target was, and when it was recorded.
fn latest(tx: &mut Tx, target: &TargetCustomer) -> Result<Option<(NaiveDate, Moment)>> {
    let newest = of_target(tx, &target.id, 1)?.into_iter().next();
    Ok(newest.map(|it| (it.on_day, it.recorded_at)))
}

/// Two targets of one project as one: it stands where the further one stood, and what is next is what was settled with the
/// latest activity, or, where only one of them has a next step, that.
fn together(tx: &mut Tx, kept: &TargetCustomer, other: &TargetCustomer) -> Result<TargetCustomer> {
    let further = if reached(other.step) > reached(kept.step) { other } else { kept };
    let next = match (kept.next_step.is_empty(), other.next_step.is_empty()) {
        (true, false) => other,
        (false, false) if latest(tx, other)? > latest(tx, kept)? => other,
        _ => kept,
    };
    Ok(TargetCustomer {
        step: further.step,
        step_since: further.step_since,
        dropped_for: further.dropped_for.clone(),
        grounds: if kept.grounds.is_empty() { other.grounds.clone() } else { kept.grounds.clone() },
        contact_id: kept.contact_id.clone().or_else(|| other.contact_id.clone()),
        last_on: kept.last_on.max(other.last_on),
        next_step: next.next_step.clone(),
        next_on: next.next_on,
        ..kept.clone()
    })
}

/// Which contract is a customer's first depends on all of them: every project of the one that stays is measured again.
fn measure(tx: &mut Tx, stays: &Customer) -> Result<()> {
    let theirs =
        target_customers::table.filter(target_customers::customer_id.eq(&stays.id)).select(target_customers::project_id);
    let all: Vec<Project> = projects::table
        .filter(projects::id.eq_any(theirs))
        .order(projects::number)
        .select(Project::as_select())
        .load(&mut **tx)?;
    all.iter().try_for_each(|project| alerts::changes::measured(tx, project))
}

/// Moves the other's targets over.
fn move_targets(tx: &mut Tx, stays: &Customer, gone: &Customer) -> Result<()> {
    let of = |customer: &str| {
        let rows = target_customers::table.filter(target_customers::customer_id.eq(customer.to_owned()));
        rows.order(target_customers::id).select(TargetCustomer::as_select())
    };
    let mine: Vec<TargetCustomer> = of(&stays.id).load(&mut **tx)?;
    let theirs: Vec<TargetCustomer> = of(&gone.id).load(&mut **tx)?;
    for before in &theirs {
        match mine.iter().find(|it| it.project_id == before.project_id) {
            None => {
                tx.change(DEED, before, TargetCustomer { customer_id: stays.id.clone(), ..before.clone() })?;
            }
            Some(kept) => {
                let one = together(tx, kept, before)?;
                tx.change(DEED, kept, one)?;
                move_work(tx, before, kept)?;
                tx.remove(DEED, before)?;
            }
        }
    }
    Ok(())
}

/// What was done under the one target belongs to the other.
fn move_work(tx: &mut Tx, from: &TargetCustomer, to: &TargetCustomer) -> Result<()> {
    macro_rules! move_all {
        ($table:ident, $row:ident) => {
            let rows = $table::table.filter($table::target_id.eq(&from.id)).order($table::id).select($row::as_select());
            for before in rows.load::<$row>(&mut **tx)? {
                let after = $row { target_id: to.id.clone(), customer_id: to.customer_id.clone(), ..before.clone() };
                tx.change(DEED, &before, after)?;
            }
        };
    }
    move_all!(activities, Activity);
    move_all!(objections, Objection);
    move_all!(solutions, Solution);
    move_all!(contracts, ContractsPlace);
    Ok(())
}

/// What was done with the customer belongs to the one that stays.
fn move_papers(tx: &mut Tx, stays: &Customer, gone: &Customer) -> Result<()> {
    macro_rules! move_all {
        ($table:ident, $row:ident) => {
            let rows = $table::table.filter($table::customer_id.eq(&gone.id)).order($table::id).select($row::as_select());
            for before in rows.load::<$row>(&mut **tx)? {
                tx.change(DEED, &before, $row { customer_id: stays.id.clone(), ..before.clone() })?;
            }
        };
    }
    move_all!(activities, Activity);
    move_all!(objections, Objection);
    move_all!(solutions, Solution);
    move_all!(contracts, ContractsPlace);
    move_all!(cares, CaresPlace);
    Ok(())
}
