//! Records of the auxiliary steps: each step is a small form of its own, not a tick; what its name says is written down.
//!
//! `/projects/{number}/steps/{step}` and, for a step recorded any number of times, `…/done`

/// Rows.
pub mod model;

/// The fields of each step's form, as data.
pub mod fields;

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

/// The addresses of steps.
pub fn routes(routes: &mut Routes) {
    routes.get("/projects/{number}/steps/{step}", handlers::show);
    routes.post("/projects/{number}/steps/{step}", handlers::record);
    routes.post("/projects/{number}/steps/{step}/done", handlers::conclude);
}
