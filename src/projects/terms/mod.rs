//! What a plan is measured by (允许偏差与评估权重): the tolerances of the alerts and the weights of the evaluation. The settings hold
//! for every plan until somebody proposes others for one while it is deliberated; the approval freezes them with the version.
//!
//! `/projects/{number}/terms`

/// How they are told on pages.
pub mod told;

/// Writing.
pub mod changes;

/// What was typed.
pub mod forms;

/// The form.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// Addresses of a plan's terms.
pub fn routes(routes: &mut Routes) {
    routes.get("/projects/{number}/terms", handlers::edit);
    routes.post("/projects/{number}/terms", handlers::propose);
}
