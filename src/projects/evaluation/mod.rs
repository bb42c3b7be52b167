//! 业绩评估: points by a formula out of what was recorded, frozen with their rows when the commander evaluates; what changes in the
//! records afterwards shows as restated.

/// From facts to points.
pub mod formula;

/// Rows.
pub mod model;

/// The facts that the formula asks for.
pub mod facts;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;

/// What was typed.
pub mod forms;

/// How lines and points are shown, wherever they are.
pub mod sheet;

/// Pages.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// Addresses of the evaluation.
pub fn routes(routes: &mut Routes) {
    routes.get("/projects/{number}/evaluation", handlers::show);
    routes.get("/projects/{number}/evaluation.xlsx", handlers::workbook);
    routes.post("/projects/{number}/evaluation", handlers::evaluate);
}
