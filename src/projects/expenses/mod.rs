//! Expenses (费用): what was spent of the approved plan's budget. Nothing is deleted: what was a mistake is voided with its reason.
//! Beyond the directive's budget only an answered request leads.
//!
//! `/projects/{number}/expenses` · `/projects/{number}/expenses/new` · `/projects/{number}/expenses/{id}/voiding`

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;

/// What was typed.
pub mod forms;

/// The list, on the screen and as a workbook.
pub mod list;

/// The two forms.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// Addresses of expenses.
pub fn routes(routes: &mut Routes) {
    routes.get("/projects/{number}/expenses", handlers::index);
    routes.get("/projects/{number}/expenses.xlsx", handlers::workbook);
    routes.get("/projects/{number}/expenses/new", handlers::new);
    routes.post("/projects/{number}/expenses", handlers::record);
    routes.get("/projects/{number}/expenses/{id}/voiding", handlers::voiding);
    routes.post("/projects/{number}/expenses/{id}/voiding", handlers::void);
}
