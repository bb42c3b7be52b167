//! Reading target customers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::dsl::{count, count_star};
use diesel::prelude::*;

use crate::customers::meant::Meant;
use crate::customers::model::{
    ActivityKind, Contact, Customer, EditionState, ObjectionState, Outcome, Part, TargetCustomer, TargetStep,
};
use crate::customers::queries::{any, became as has_become};
use crate::error::{Error, Kind, OrNotFound, Result};
use crate::projects::model::Project;
use crate::projects::queries::find as find_project;
use crate::store::schema::{
    activities, contacts, contracts, customers, objections, people, projects, solution_editions, solutions, target_customers,
};
use crate::store::{Actor, Conn};
use crate::web::Reading;
use crate::web::list::like;

/// The most targets that a project's page shows.
const MOST: i64 = 500;

/// A project's target with this customer's number, and the customer.
pub fn find(conn: &mut Conn, project: &str, number: &str) -> Result<(TargetCustomer, Customer)> {
    target_customers::table
        .inner_join(customers::table)
        .filter(customers::number.eq(number.replace('\0', "")))
        .filter(target_customers::project_id.eq(project))
        .select((TargetCustomer::as_select(), Customer::as_select()))
        .first(conn)
        .optional()?
        .or_not_found()
}

/// The number by which a project's target is found now whose customer was merged into another.
pub fn became(conn: &mut Conn, me: &Actor, project: &str, number: &str) -> Result<String> {
    let gone = any(conn, me, &number.replace('\0', ""))?;
    let gone = Some(gone).filter(|it| it.merged_into.is_some()).or_not_found()?;
    let stays = has_become(conn, gone)?.number;
    find(conn, project, &stays).map(|_| stays)
}

/// The target with this id.
pub fn by_id(conn: &mut Conn, id: &str) -> Result<TargetCustomer> {
    target_customers::table.find(id).select(TargetCustomer::as_select()).first(conn).optional()?.or_not_found()
}

/// The people on a customer's side who are still there, those who handle it first.
pub fn contacts_of(conn: &mut Conn, customer: &str) -> Result<Vec<Contact>> {
    let mut all: Vec<Contact> = contacts::table
        .filter(contacts::customer_id.eq(customer))
        .filter(contacts::left_at.is_null())
        .order((contacts::part, contacts::name, contacts::id))
        .select(Contact::as_select())
        .load(conn)?;
    all.sort_by_key(|it| match it.part {
        Part::Handles => 0,
        Part::Decides => 1,
        _ => 2,
    });
    Ok(all)
}

/// Who is in charge on a customer's side as far as the department knows.
pub fn in_charge(conn: &mut Conn, customer: &str) -> Result<Option<String>> {
    Ok(contacts_of(conn, customer)?.into_iter().next().map(|it| it.id))
}

/// A target of a project's page.
#[derive(Clone, Debug)]
pub struct Listed {
    pub target: TargetCustomer,
    pub number: String,
    pub name: String,
    /// The person in charge: name, phone.
    pub contact: Option<(String, String)>,
    /// Objections not settled.
    pub objections: i64,
    /// The newest solution: number, edition, how it stands.
    pub solution: Option<(String, i32, EditionState)>,
}

impl Listed {
    /// Whether something was to be done with it and was not.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        is_running(self.target.step) && self.target.next_on.is_some_and(|day| day < today)
    }

    /// Whether nobody knows what comes next.
    pub fn lacks_next(&self) -> bool {
        is_running(self.target.step) && self.target.next_step.is_empty()
    }
}

/// Whether somebody works on a target at this step.
pub fn is_running(step: TargetStep) -> bool {
    step != TargetStep::Dropped
}

/// A project's targets: late ones first, then those without a next step, then by the next step's day.
pub fn of_project(conn: &mut Conn, project: &str, today: NaiveDate) -> Result<Vec<Listed>> {
    type Row = (TargetCustomer, String, String, Option<(String, String)>);
    let rows: Vec<Row> = target_customers::table
        .inner_join(customers::table)
        .left_join(contacts::table)
        .filter(target_customers::project_id.eq(project))
        .order((target_customers::step, target_customers::next_on, target_customers::id))
        .limit(MOST)
        .select((TargetCustomer::as_select(), customers::number, customers::name, (contacts::name, contacts::phone).nullable()))
        .load(conn)?;
    let open: BTreeMap<String, i64> = objections::table
        .filter(objections::project_id.eq(project))
        .filter(objections::state.ne(ObjectionState::Settled))
        .group_by(objections::target_id)
        .select((objections::target_id, count_star()))
        .load::<(String, i64)>(conn)?
        .into_iter()
        .collect();
    let offered: BTreeMap<String, (String, i32, EditionState)> = solutions::table
        .inner_join(solution_editions::table)
        .filter(solutions::project_id.eq(project))
        .order((solutions::number, solution_editions::edition))
        .select((solutions::target_id, (solutions::number, solution_editions::edition, solution_editions::state)))
        .load::<(String, (String, i32, EditionState))>(conn)?
        .into_iter()
        .collect();
    let mut all: Vec<Listed> = rows
        .into_iter()
        .map(|(target, number, name, contact)| Listed {
            objections: open.get(&target.id).copied().unwrap_or(0),
            solution: offered.get(&target.id).cloned(),
            target,
            number,
            name,
            contact,
        })
        .collect();
    all.sort_by(|a, b| {
        let key = |it: &Listed| (!it.is_late(today), !it.lacks_next(), it.target.next_on, it.number.clone());
        key(a).cmp(&key(b))
    });
    Ok(all)
}

/// How many targets of a project were invited, came to an exhibition, were shown the products, were visited; each once.
pub fn reached(conn: &mut Conn, project: &str) -> Result<BTreeMap<ActivityKind, i64>> {
    Ok(activities::table
        .filter(activities::project_id.eq(project))
        .filter(activities::result.ne(Outcome::NotReached))
        .group_by(activities::kind)
        .select((activities::kind, count(activities::target_id).aggregate_distinct()))
        .load::<(ActivityKind, i64)>(conn)?
        .into_iter()
        .collect())
}

/// The project for which somebody is choosing customers, if they may see one with this number.
pub fn chooser(conn: &mut Conn, me: &Actor, number: &str) -> Result<Option<Project>> {
    if number.is_empty() {
        return Ok(None);
    }
    match find_project(conn, me, number) {
        Ok(project) => Ok(Some(project)),
        Err(Error { kind: Kind::NotFound, .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A customer that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Candidate {
    pub number: String,
    pub name: String,
    pub region: String,
    pub industry: String,
    pub keeper: String,
}

/// A customer that was looked for and is a target of the project already.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Taken {
    pub number: String,
    pub name: String,
    pub step: TargetStep,
    /// Why it was given up.
    pub dropped_for: String,
}

/// Whom somebody who chooses customers for a project may choose, and whom they cannot choose again.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Chosen before something else was looked for.
    pub chosen: Vec<Candidate>,
    /// The others.
    pub others: Vec<Candidate>,
    /// Found, and targets already.
    pub taken: Vec<Taken>,
}

/// The most customers that are offered, and the most that are named as taken.
const OFFERED: i64 = 40;

/// Customers of the department that are no target of this project yet: those with the `chosen` numbers, and those that are looked
/// for, the newest without a question; and who of those looked for is one already.
pub fn choices(r: &mut Reading, project: &str, question: &str, chosen: &[String]) -> Result<Choices> {
    let meant = Meant::if_asked(r, question)?;
    let free = || {
        let taken = target_customers::table
            .filter(target_customers::project_id.eq(project.to_owned()))
            .select(target_customers::customer_id);
        customers::table
            .inner_join(people::table.on(people::id.eq(customers::keeper_id)))
            .filter(customers::merged_into.is_null())
            .filter(customers::id.ne_all(taken))
            .order((customers::added_at.desc(), customers::number.desc()))
            .select((customers::number, customers::name, customers::region, customers::industry, people::name))
            .into_boxed()
    };
    let mut found = Choices::default();
    if !chosen.is_empty() {
        found.chosen = free().filter(customers::number.eq_any(chosen)).load(&mut **r)?;
    }
    let mut others = free().limit(OFFERED);
    if let Some(meant) = &meant {
        others = others.filter(customers::id.eq_any(meant.ids()));
        found.taken = target_customers::table
            .inner_join(customers::table)
            .filter(target_customers::project_id.eq(project))
            .filter(target_customers::customer_id.eq_any(meant.ids()))
            .order((customers::name, customers::number))
            .limit(OFFERED)
            .select((customers::number, customers::name, target_customers::step, target_customers::dropped_for))
            .load(&mut **r)?;
    }
    found.others = others.load(&mut **r)?;
    found.others.retain(|it| !found.chosen.contains(it));
    Ok(found)
}

/// The department's customers with these numbers that still stand for themselves.
pub fn numbered(conn: &mut Conn, numbers: &[String]) -> Result<Vec<Customer>> {
    Ok(customers::table
        .filter(customers::number.eq_any(numbers))
        .filter(customers::merged_into.is_null())
        .order(customers::number)
        .select(Customer::as_select())
        .load(conn)?)
}

/// Whether a target has a signed contract that was not cancelled.
pub fn has_contract(conn: &mut Conn, target: &TargetCustomer) -> Result<bool> {
    let found: i64 = contracts::table
        .filter(contracts::customer_id.eq(&target.customer_id))
        .filter(contracts::target_id.eq(&target.id))
        .filter(contracts::signed_on.is_not_null())
        .filter(contracts::state.ne("cancelled"))
        .count()
        .get_result(conn)?;
    Ok(found > 0)
}

/// A target of somebody's running projects.
#[derive(Clone, Debug, Queryable)]
pub struct Mine {
    pub customer: String,
    pub name: String,
    pub project: String,
    pub project_name: String,
    pub step: TargetStep,
    pub last_on: Option<NaiveDate>,
    pub next_step: String,
    pub next_on: Option<NaiveDate>,
}

/// Which of somebody's targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// What is due up to this day, and what has no next step; the late first.
    Due(NaiveDate),
    /// All, those worked on last first.
    Newest,
}

/// Targets that somebody works on, in projects whose plan was approved and that have not ended.
pub fn mine(r: &mut Reading, owner: &str, which: Which, question: &str, limit: i64) -> Result<Vec<Mine>> {
    let mut rows = target_customers::table
        .inner_join(projects::table)
        .inner_join(customers::table)
        .filter(projects::owner_id.eq(owner.to_owned()))
        .filter(projects::ended_at.is_null())
        .filter(projects::approved_id.is_not_null())
        .filter(target_customers::step.ne(TargetStep::Dropped))
        .into_boxed();
    if !question.trim().is_empty() {
        let named = target_customers::customer_id.eq_any(Meant::by(r, question)?.ids());
        rows = rows.filter(named.or(projects::name.like(like(question)).escape('\\')));
    }
    rows = match which {
        Which::Due(day) => rows
            .filter(target_customers::next_on.le(day).assume_not_null().or(target_customers::next_step.eq("")))
            .order((target_customers::next_on.is_null(), target_customers::next_on, target_customers::id)),
        Which::Newest => rows.order((
            target_customers::last_on.is_null(),
            target_customers::last_on.desc(),
            target_customers::chosen_at.desc(),
            target_customers::id.desc(),
        )),
    };
    Ok(rows
        .limit(limit)
        .select((
            customers::number,
            customers::name,
            projects::number,
            projects::name,
            target_customers::step,
            target_customers::last_on,
            target_customers::next_step,
            target_customers::next_on,
        ))
        .load(&mut **r)?)
}

/// How many targets of a project stand at each step.
pub fn counted(conn: &mut Conn, project: &str) -> Result<BTreeMap<TargetStep, i64>> {
    Ok(target_customers::table
        .filter(target_customers::project_id.eq(project))
        .group_by(target_customers::step)
        .select((target_customers::step, count_star()))
        .load::<(TargetStep, i64)>(conn)?
        .into_iter()
        .collect())
}
