//! Hand-overs (移交): another takes one project, or all that a leaver has, in one act of the commander's. Each taker gets a sheet
//! of their own, which says for good what there was: open tasks, customers, contracts, receivables.
//!
//! `/handovers` · `/handovers/new?person=…` · `/handovers/new?project=…` · `/handovers/{number}`

/// Rows.
pub mod model;

/// What was handed over, as it stood.
pub mod content;

/// Reads how a project stands, to write it down.
pub mod snapshot;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;

/// What was typed.
pub mod forms;

/// The list, and the same as a workbook.
pub mod list;

/// The form.
pub mod new;

/// The sheet.
pub mod sheet;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/handovers", handlers::index);
    routes.get("/handovers.xlsx", handlers::workbook);
    routes.get("/handovers/new", handlers::new);
    routes.post("/handovers", handlers::create);
    routes.get("/handovers/{number}", handlers::show);
    routes.post("/handovers/{number}/confirmation", handlers::confirm);
}
