//! Consultations (咨询): a member asks the planning assistants, who give information and decide nothing; the member decides, and
//! writes down what. Until then they may ask further.
//!
//! `/consultations` · `/consultations/{number}` · `…/questions` · `…/questions/{id}/answer` · `…/decision` · `…/files` · `…/withdrawal`

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

/// Addresses of consultations.
pub fn routes(routes: &mut Routes) {
    routes.get("/consultations", handlers::index);
    routes.get("/consultations.xlsx", handlers::workbook);
    routes.get("/consultations/new", handlers::new);
    routes.post("/consultations", handlers::create);
    routes.get("/consultations/{number}", handlers::show);
    routes.post("/consultations/{number}/questions", handlers::ask_further);
    routes.post("/consultations/{number}/questions/{id}/answer", handlers::answer);
    routes.post("/consultations/{number}/decision", handlers::decide);
    routes.post("/consultations/{number}/files", handlers::attach);
    routes.post("/consultations/{number}/withdrawal", handlers::withdraw);
}
