//! 控制调整: deviation from target is found and corrected.

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;

/// The page and its routes.
pub mod pages;

use crate::web::Routes;

/// The addresses of control.
pub fn routes(routes: &mut Routes) {
    routes.get("/projects/{number}/control", pages::show);
    routes.post("/projects/{number}/measures/{id}", pages::finish);
}
