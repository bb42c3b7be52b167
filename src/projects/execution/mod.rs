//! 实施执行: the plan is carried out; customers and contracts will come to stand beside milestones and figures.

/// Rows.
pub mod model;

/// Which work may be recorded when.
pub mod work;

/// Figures computed from records.
pub mod actuals;

/// Since when customers want attention.
pub mod attention;

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

/// Addresses of the execution.
pub fn routes(routes: &mut Routes) {
    routes.get("/projects/{number}/execution", handlers::show);
    routes.post("/projects/{number}/progress", handlers::progress);
    routes.post("/projects/{number}/actuals", handlers::actual);
    routes.get("/projects/{number}/figures/{code}", handlers::figure);
}
