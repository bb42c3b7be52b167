//! Deviation alerts (偏差预警): control by measurement. The tolerances fixed with the approved plan are live checks; what lies
//! outside them is an alert until it is answered by opening control, dismissed by the commander with a reason, or past.
//!
//! `/alerts` · `/projects/{number}/alerts/{id}`

/// Rows.
pub mod model;

/// The rules, pure.
pub mod rules;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;

/// Pages.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// Addresses of alerts.
pub fn routes(routes: &mut Routes) {
    routes.get("/alerts", handlers::index);
    routes.get("/projects/{number}/alerts/{id}", handlers::show);
    routes.post("/projects/{number}/alerts/{id}", handlers::dismiss);
}
