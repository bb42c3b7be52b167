//! Reading contracts. Whoever may see a project sees its contracts, and nobody else does.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::{Contract, PaymentTerm};
use super::road::ContractState;
use crate::correspondence::requests::queries as asked;
use crate::customers::model::{EditionState, TargetStep};
use crate::error::{OrNotFound, Result};
use crate::projects::authority::Matter;
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
#[derive(Clone, Debug)]
pub struct Opened {
    pub contract: Contract,
    pub project: Project,
    pub customer: String,
    pub customer_number: String,
    pub coordinator_id: String,
    /// The numbers of the requests that cover an amount and a discount beyond the limits, for those who may see them.
    pub amount_request: Option<String>,
    pub discount_request: Option<String>,
}

/// The contract with this number and what its page says of it at once, if the person may see its project.
pub fn open(conn: &mut Conn, me: &Actor, number: &str) -> Result<Opened> {
    sees_issued(me).then_some(()).or_not_found()?;
    let (contract, project, customer, customer_number, coordinator_id): (Contract, Project, String, String, String) =
        contracts::table
            .inner_join(customers::table)
            .inner_join(projects_table::table.inner_join(packages::table))
            .filter(contracts::number.eq(number))
            .select((Contract::as_select(), Project::as_select(), customers::name, customers::number, packages::coordinator_id))
            .first(conn)
            .optional()?
            .or_not_found()?;
    let ids: Vec<&String> = contract.request_id.iter().chain(&contract.discount_request_id).collect();
    let seen: Vec<(String, String)> = match ids.is_empty() {
        true => Vec::new(),
        false => requests::table
            .filter(requests::id.eq_any(ids))
            .filter(asked::visible(me))
            .order(requests::number)
            .select((requests::matter, requests::number))
            .load(conn)?,
    };
    let about = |matter: Matter| seen.iter().find(|it| it.0 == matter.code()).map(|it| it.1.clone());
    let (amount_request, discount_request) = (about(Matter::Contract), about(Matter::Discount));
    Ok(Opened { contract, project, customer, customer_number, coordinator_id, amount_request, discount_request })
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

/// Whether one of these editions has no contract yet, this one and cancelled ones aside.
pub fn without_contract(conn: &mut Conn, editions: Vec<String>, this: Option<&Contract>) -> Result<bool> {
    if editions.is_empty() {
        return Ok(false);
    }
    let made: Vec<Option<String>> = contracts::table
        .filter(contracts::solution_edition_id.eq_any(&editions))
        .filter(contracts::state.ne(ContractState::Cancelled))
        .filter(contracts::id.ne(this.map_or("", |it| it.id.as_str())))
        .order(contracts::number)
        .select(contracts::solution_edition_id)
        .load(conn)?;
    Ok(editions.iter().any(|it| !made.iter().flatten().any(|of| of == it)))
}

/// Our side as it stood in the contract drafted last.
pub fn usual_seller(conn: &mut Conn) -> Result<String> {
    let last = contracts::table.order(contracts::number.desc()).select(contracts::seller).first(conn).optional()?;
    Ok(last.unwrap_or_default())
}
