//! Reading solutions and their editions.

use diesel::prelude::*;

use crate::customers::model::{Customer, Solution, SolutionEdition};
use crate::error::{OrNotFound, Result};
use crate::projects::model::Project;
use crate::projects::queries::visible;
use crate::store::schema::{customers, projects, solution_editions, solutions};
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

/// The editions of a solution, the newest first; there is always one.
pub fn editions(conn: &mut Conn, solution: &str) -> Result<Vec<SolutionEdition>> {
    Ok(solution_editions::table
        .filter(solution_editions::solution_id.eq(solution))
        .order(solution_editions::edition.desc())
        .limit(60)
        .select(SolutionEdition::as_select())
        .load(conn)?)
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
