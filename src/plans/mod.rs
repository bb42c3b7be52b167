//! Action plans (行动计划), the project packages (项目包) they are divided into, and the targets of both: what is handed down
//! is shown against what is to be reached at every level, and the difference is flagged, never hidden.
//!
//! `/plans` and each plan's page · `/plans/metrics` · `/packages`; the page of one package, which lists its projects, and the
//! change of a package, which may hand over tasks, stand in [`crate::projects::packages`].

/// Rows.
pub mod model;

/// Reading plans, packages and their targets.
pub mod queries;

/// What was divided, handed down and reached, in grouped sums.
pub mod sums;

/// Writing plans and targets.
pub mod changes;

/// What was typed.
pub mod forms;

/// One line a metric: target, divided, handed down, reached, and what is between them.
pub mod lines;

/// Pages of plans.
pub mod pages;

/// One short function per route.
pub mod handlers;

/// The metrics (指标) of the department.
pub mod metrics;

/// Packages: the list, a new one, the form.
pub mod packages;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/plans", handlers::index);
    routes.get("/plans/new", handlers::new);
    routes.post("/plans", handlers::create);
    metrics::routes(routes);
    routes.get("/plans/{number}", handlers::show);
    routes.get("/plans/{number}/edit", handlers::edit);
    routes.post("/plans/{number}/edit", handlers::update);
    packages::routes(routes);
}
