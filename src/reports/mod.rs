//! Reports (汇报), after acting: an important discovery or an unexpected event at once, an emergency within 24 hours of what was done
//! about it, each stage of a task and its completion, and the week. Straight to the commander, who reads them. A report cannot hide a
//! request: what is asked goes its own way.
//!
//! `/reports` · `/reports/{number}` · `/reports/weekly/{week}` · `/projects/{number}/reports/{id of the move that ended a stage}`

/// Rows.
pub mod model;

/// The words by which somebody asks.
pub use crate::correspondence::asking;

/// A member's week.
pub mod week;

/// What a stage that ended came to.
pub mod ended;

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

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/reports", handlers::index);
    routes.get("/reports.xlsx", handlers::workbook);
    routes.get("/reports/new", handlers::new);
    routes.post("/reports", handlers::create);
    routes.get("/reports/weekly/{week}", handlers::week);
    routes.post("/reports/weekly/{week}/reading", handlers::read_week);
    routes.get("/reports/weekly/{week}/mine", handlers::new_week);
    routes.post("/reports/weekly/{week}", handlers::create_week);
    routes.get("/projects/{number}/reports/{id}", handlers::new_stage);
    routes.post("/projects/{number}/reports/{id}", handlers::create_stage);
    routes.get("/reports/{number}", handlers::show);
    routes.post("/reports/{number}/reading", handlers::read);
    routes.post("/reports/{number}/files", handlers::attach);
}
