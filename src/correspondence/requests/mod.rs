//! Requests (请示), before acting: one matter each, straight to the commander, answered by an instruction (批示) which its asker
//! confirms. Silence is never consent.
//!
//! `/requests` · `/requests/{number}` · `…/answer` · `…/advice`

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

/// Addresses of requests.
pub fn routes(routes: &mut Routes) {
    routes.get("/requests", handlers::index);
    routes.get("/requests.xlsx", handlers::workbook);
    routes.get("/requests/new", handlers::new);
    routes.post("/requests", handlers::create);
    routes.get("/requests/{number}", handlers::show);
    routes.post("/requests/{number}/answer", handlers::answer);
    routes.post("/requests/{number}/advice", handlers::pass_on);
    routes.post("/requests/{number}/advice/{id}", handlers::advise);
    routes.post("/requests/{number}/files", handlers::attach);
    routes.post("/requests/{number}/confirmation", handlers::confirm);
    routes.post("/requests/{number}/withdrawal", handlers::withdraw);
}
