//! Customers (客户) of the department: who they are, and what is done with them in a project from first contact to a solution.
//!
//! `/customers` and each one's page · its people · `/customers/{number}/merger` two become one · `/customers/imports` files

/// Rows.
pub mod model;

/// By what a customer is found, and how two names are compared.
pub mod search;

/// Credit codes and phones.
pub mod codes;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;
/// Customers in a project: chosen, in talks, signed, served.
pub mod targets;

/// What is done with them.
pub mod activities;

/// What they hold against it, and what came of it.
pub mod objections;

/// What they are offered.
pub mod solutions;

/// One customer in one project: everything on one page.
pub mod dossier;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    targets::routes(routes);
    activities::routes(routes);
    objections::routes(routes);
    solutions::routes(routes);
    dossier::routes(routes);
}
