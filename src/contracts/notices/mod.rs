//! Supply notices (供应通知): printed and handed to a supplier or a warehouse.

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;

/// What was typed.
pub mod forms;

/// Pages.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// Addresses of supply notices.
pub fn routes(routes: &mut Routes) {
    routes.get("/orders/{number}/notices/new", handlers::new);
    routes.post("/orders/{number}/notices", handlers::issue);
    routes.get("/notices/{number}", handlers::show);
    routes.get("/notices/{number}/withdrawal", handlers::withdrawing);
    routes.post("/notices/{number}/withdrawal", handlers::withdraw);
}
