//! Customers (客户) of the department: who they are, and what is done with them in a project from first contact to a solution.
//!
//! `/customers` and each one's page · its people · `/customers/{number}/merger` two become one · `/customers/imports` files

/// Rows.
pub mod model;

/// By what a customer is found, and how two names are compared.
pub mod search;

/// Whom a question means.
pub mod meant;

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

/// Two become one.
pub mod merging;

/// What was typed.
pub mod forms;

/// Pages.
pub mod pages;

/// Customers out of a table.
pub mod imports;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    targets::routes(routes);
    activities::routes(routes);
    objections::routes(routes);
    solutions::routes(routes);
    dossier::routes(routes);
    routes.get("/customers", handlers::index);
    routes.get("/customers.xlsx", handlers::workbook);
    routes.post("/customers", handlers::create);
    routes.get("/customers/new", handlers::new);
    routes.post("/customers/keepers", handlers::assign);
    imports::routes(routes);
    routes.get("/customers/{number}", handlers::show);
    routes.post("/customers/{number}", handlers::update);
    routes.get("/customers/{number}/edit", handlers::edit);
    routes.post("/customers/{number}/keeper", handlers::assign_one);
    routes.get("/customers/{number}/merger", handlers::merger);
    routes.post("/customers/{number}/merger", handlers::merge);
    routes.get("/customers/{number}/people/new", handlers::new_person);
    routes.post("/customers/{number}/people", handlers::create_person);
    routes.get("/customers/{number}/people/{id}", handlers::edit_person);
    routes.post("/customers/{number}/people/{id}", handlers::update_person);
    routes.post("/customers/{number}/people/{id}/absence", handlers::leave);
}
