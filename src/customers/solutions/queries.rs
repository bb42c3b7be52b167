//! Reading solutions and their editions.

use diesel::prelude::*;

use crate::customers::model::{Customer, EditionState, Solution, SolutionEdition};
use crate::error::{OrNotFound, Result};
use crate::projects::model::Project;
use crate::projects::queries::visible;
use crate::store::schema::{contacts, customers, people, projects, solution_editions, solutions, target_customers};
use crate::store::{Actor, Conn};

/// A solution with its project and customer, if the person may see the project.
pub fn find(conn: &mut Conn, me: &Actor, number: &str) -> Result<(Solution, Project, Customer)> {
    projects::table
        .filter(visible(me))
        .into_boxed()
        .inner_join(solutions::table.inner_join(customers::table))
        .filter(solutions::number.eq(number.replace('\0', "")))
        .select((Solution::as_select(), Project::as_select(), Customer::as_select()))
        .first(conn)
        .optional()?
        .or_not_found()
}

/// Who a quotation is for and from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parties {
    /// The customer.
    pub to: String,
    /// Whom it is addressed to there: name, post, phone; empty for nobody in particular.
    pub person: String,
    /// The project's owner: name, phone.
    pub by: String,
}

/// The parties of a solution as they stand now.
pub fn parties(conn: &mut Conn, project: &Project, solution: &Solution) -> Result<Parties> {
    let to: String = customers::table.find(&solution.customer_id).select(customers::name).first(conn)?;
    let person: Option<(String, String, String)> = target_customers::table
        .inner_join(contacts::table)
        .filter(target_customers::id.eq(&solution.target_id))
        .select((contacts::name, contacts::post, contacts::phone))
        .first(conn)
        .optional()?;
    let by: (String, String) = people::table.find(&project.owner_id).select((people::name, people::phone)).first(conn)?;
    let joined = |parts: &[&str]| parts.iter().copied().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
    let person = person.map_or(String::new(), |(name, post, phone)| joined(&[&name, &post, &phone]));
    Ok(Parties { to, person, by: joined(&[&by.0, &by.1]) })
}

/// The editions of a solution, the newest first; there is always one.
pub fn editions(conn: &mut Conn, solution: &str) -> Result<Vec<SolutionEdition>> {
    Ok(solution_editions::table
        .filter(solution_editions::solution_id.eq(solution))
        .order(solution_editions::edition.desc())
        .limit(60)
        .select(SolutionEdition::as_select())
        .load(conn)?)
}

/// The edition that the customer has before them: the newest that was offered, whether or not a newer one is being drafted. None
/// where nothing was offered yet. What was offered before it is answered no more.
pub fn offered(editions: &[SolutionEdition]) -> Option<&SolutionEdition> {
    editions.iter().find(|it| it.state != EditionState::Draft)
}

/// The solutions of a target with their newest edition, the newest first.
pub fn of_target(conn: &mut Conn, target: &str) -> Result<Vec<(Solution, SolutionEdition)>> {
    let rows: Vec<(Solution, SolutionEdition)> = solutions::table
        .inner_join(solution_editions::table)
        .filter(solutions::target_id.eq(target))
        .order((solutions::number.desc(), solution_editions::edition.desc()))
        .limit(100)
        .select((Solution::as_select(), SolutionEdition::as_select()))
        .load(conn)?;
    let mut newest: Vec<(Solution, SolutionEdition)> = Vec::new();
    for row in rows {
        if newest.last().is_none_or(|it| it.0.id != row.0.id) {
            newest.push(row);
        }
    }
    Ok(newest)
}
