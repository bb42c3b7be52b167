//! Who owes what (督办): every duty follows from what is written down, has somebody and a day, and goes up when it is late: to whoever
//! owes it, to the coordinator, to the commander's desk. Reminders (催办) by hand are recorded, those by rule computed; nothing is ever
//! approved by the passing of time.
//!
//! `/duties` · `/duties/{key}/reminders`

/// When somebody is reminded by rule, and how far a duty goes up.
pub mod rules;

/// Rows.
pub mod model;

/// Who owes what now.
pub mod queries;

/// Reminding by hand.
pub mod changes;

/// What the program does by rule, each working morning.
pub mod morning;

/// Pages.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/duties", handlers::index);
    routes.get("/duties.xlsx", handlers::workbook);
    routes.post("/duties/{key}/reminders", handlers::remind);
}
