//! 论证决策: professionals examine the plan, the owner defends it, the commander decides.
//!
//! `/projects/{number}/deliberation`, `…/opinions`, `…/opinions/{id}`, `…/standards`

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

/// The addresses of deliberations.
pub fn routes(routes: &mut Routes) {
    routes.get("/projects/{number}/deliberation", handlers::show);
    routes.post("/projects/{number}/opinions", handlers::opinion);
    routes.post("/projects/{number}/opinions/{id}", handlers::defence);
    routes.get("/projects/{number}/standards", handlers::standards_page);
    routes.post("/projects/{number}/standards", handlers::standards);
}
