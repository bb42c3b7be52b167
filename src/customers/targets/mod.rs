//! Target customers (目标客户): the customers that a project works on, step by step from chosen to served.
//!
//! `/projects/{number}/customers`

/// The steps and what leads from one to the next, as data.
pub mod road;

/// Reading.
pub mod queries;

/// Which steps of the auxiliary channel the work with customers finishes.
pub mod steps;

/// Writing.
pub mod changes;

/// What was typed.
pub mod forms;

/// Pages.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The addresses of target customers.
pub fn routes(routes: &mut Routes) {
    routes.get("/projects/{number}/customers", handlers::index);
    routes.get("/projects/{number}/customers/new", handlers::new);
    routes.post("/projects/{number}/customers", handlers::choose);
}
