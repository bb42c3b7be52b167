//! Reading contracts. Whoever may see a project sees its contracts, and nobody else does.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::{Contract, PaymentTerm};
use crate::correspondence::requests::queries as asked;
use crate::customers::model::{EditionState, TargetStep};
use crate::error::{OrNotFound, Result};
use crate::projects::model::Project;
use crate::projects::queries::sees_issued;
use crate::store::connection::Db;
use crate::store::schema::{
    contracts, customers, packages, payment_terms, projects as projects_table, requests, solution_editions, solutions,
    target_customers,
};
use crate::store::{Actor, Conn};

/// A condition over the contracts' table.
pub type Visible = Box<dyn BoxableExpression<contracts::table, Db, SqlType = Bool>>;

/// The contracts of the projects that somebody may see: a contract is made in an issued project only.
pub fn visible(me: &Actor) -> Visible {
    match sees_issued(me) {
        // Every contract stands somewhere: no condition that an index would have to answer.
        true => Box::new(contracts::state.is_not_null()),
        false => Box::new(contracts::state.is_null()),
    }
}

/// The contract with this number and its project, if the person may see them.
pub fn find(conn: &mut Conn, me: &Actor, number: &str) -> Result<(Contract, Project)> {
    sees_issued(me).then_some(()).or_not_found()?;
    contracts::table
        .inner_join(projects_table::table)
        .filter(contracts::number.eq(number))
        .select((Contract::as_select(), Project::as_select()))
        .first(conn)
        .optional()?
        .or_not_found()
}

/// A contract as its page opens it.
#[derive(Clone, Debug, Queryable)]
pub struct Opened {
    pub contract: Contract,
    pub project: Project,
    pub customer: String,
    pub customer_number: String,
    pub coordinator_id: String,
    /// The number of the request that covers what goes beyond the limits, for those who may see it.
    pub request: Option<String>,
}

/// The contract with this number and what its page says of it at once, if the person may see its project.
pub fn open(conn: &mut Conn, me: &Actor, number: &str) -> Result<Opened> {
    sees_issued(me).then_some(()).or_not_found()?;
    let mut it: Opened = contracts::table
        .inner_join(customers::table)
        .inner_join(projects_table::table.inner_join(packages::table))
        .left_join(requests::table.on(contracts::request_id.eq(requests::id.nullable())))
        .filter(contracts::number.eq(number))
        .select((
            Contract::as_select(),
            Project::as_select(),
            customers::name,
            customers::number,
            packages::coordinator_id,
            requests::number.nullable(),
        ))
        .first(conn)
        .optional()?
        .or_not_found()?;
    if let Some(number) = &it.request {
        let seen = requests::table.filter(requests::number.eq(number)).filter(asked::visible(me)).select(requests::number);
        it.request = seen.first(conn).optional()?;
    }
    Ok(it)
}

/// The contract of this id and its project.
pub fn by_id(conn: &mut Conn, id: &str) -> Result<(Contract, Project)> {
    contracts::table
        .inner_join(projects_table::table)
        .filter(contracts::id.eq(id))
        .select((Contract::as_select(), Project::as_select()))
        .first(conn)
        .optional()?
        .or_not_found()
}

/// How a contract is to be paid, in the order in which it is due.
pub fn terms(conn: &mut Conn, contract: &str) -> Result<Vec<PaymentTerm>> {
    Ok(payment_terms::table
        .filter(payment_terms::contract_id.eq(contract))
        .order((payment_terms::due_on, payment_terms::position))
        .select(PaymentTerm::as_select())
        .load(conn)?)
}

/// The contracts of a project with the customer's name and number, the newest last.
pub fn of_project(conn: &mut Conn, project: &str) -> Result<Vec<(Contract, String, String)>> {
    Ok(contracts::table
        .inner_join(customers::table)
        .filter(contracts::project_id.eq(project))
        .order(contracts::number)
        .select((Contract::as_select(), customers::name, customers::number))
        .load(conn)?)
}

/// How the contracts of a project are to be paid, each term with its contract.
pub fn terms_of_project(conn: &mut Conn, project: &str) -> Result<Vec<PaymentTerm>> {
    Ok(payment_terms::table
        .inner_join(contracts::table)
        .filter(contracts::project_id.eq(project))
        .order((payment_terms::contract_id, payment_terms::due_on, payment_terms::position))
        .select(PaymentTerm::as_select())
        .load(conn)?)
}

/// A customer of a project with whom a contract can be drafted.
#[derive(Clone, Debug, Queryable)]
pub struct Partner {
    pub target_id: String,
    pub customer_id: String,
    pub name: String,
    pub number: String,
    pub step: TargetStep,
}

/// The customers of a project that were not dropped.
pub fn partners(conn: &mut Conn, project: &str) -> Result<Vec<Partner>> {
    Ok(target_customers::table
        .inner_join(customers::table)
        .filter(target_customers::project_id.eq(project))
        .filter(target_customers::step.ne(TargetStep::Dropped))
        .order((customers::name, target_customers::id))
        .select((
            target_customers::id,
            target_customers::customer_id,
            customers::name,
            customers::number,
            target_customers::step,
        ))
        .load(conn)?)
}

/// An edition of a solution that the customer accepted.
#[derive(Clone, Debug, Queryable)]
pub struct Accepted {
    pub id: String,
    pub target_id: String,
    pub number: String,
    pub edition: i32,
    pub title: String,
    pub list_fen: i64,
    pub price_fen: i64,
}

/// The accepted editions of a project's solutions.
pub fn accepted(conn: &mut Conn, project: &str) -> Result<Vec<Accepted>> {
    Ok(solution_editions::table
        .inner_join(solutions::table)
        .filter(solutions::project_id.eq(project))
        .filter(solution_editions::state.eq(EditionState::Accepted))
        .order((solutions::number, solution_editions::edition))
        .select((
            solution_editions::id,
            solutions::target_id,
            solutions::number,
            solution_editions::edition,
            solutions::title,
            solution_editions::list_fen,
            solution_editions::price_fen,
        ))
        .load(conn)?)
}

/// Our side as it stood in the contract drafted last.
pub fn usual_seller(conn: &mut Conn) -> Result<String> {
    let last = contracts::table.order(contracts::number.desc()).select(contracts::seller).first(conn).optional()?;
    Ok(last.unwrap_or_default())
}
