//! 控制调整: deviation from target is found and corrected.

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;

/// Pages.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// Addresses of the control.
pub fn routes(routes: &mut Routes) {
    routes.get("/projects/{number}/control", handlers::show);
    routes.post("/projects/{number}/control/finished", handlers::declare_finished);
    routes.post("/projects/{number}/measures/{id}", handlers::finish);
}
