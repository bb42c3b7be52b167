//! 计划草拟: the owner drafts the plan with its seven sections.
//!
//! `/projects/{number}/plan`, `…/draft`, `…/versions/{k}`, `…/changes?from=1&to=2`, `…/seal`, `…/discard`

/// Rows.
pub mod model;

/// What changed between two versions.
pub mod differences;

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

/// The addresses of plans.
pub fn routes(routes: &mut Routes) {
    routes.get("/projects/{number}/plan", handlers::index);
    routes.get("/projects/{number}/plan/draft", handlers::edit);
    routes.post("/projects/{number}/plan/draft", handlers::write);
    routes.get("/projects/{number}/plan/versions/{version}", handlers::version);
    routes.get("/projects/{number}/plan/changes", handlers::changes);
    routes.post("/projects/{number}/plan/seal", handlers::seal);
    routes.post("/projects/{number}/plan/discard", handlers::discard);
}
