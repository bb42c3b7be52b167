//! 效果监测: acceptance, summary report, reward.

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

/// The page of the summary report.
pub mod summary;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// Addresses of the monitoring.
pub fn routes(routes: &mut Routes) {
    routes.get("/projects/{number}/monitoring", handlers::show);
    routes.post("/projects/{number}/points/{position}", handlers::check);
    routes.post("/projects/{number}/acceptance/{position}", handlers::accept);
    routes.get("/projects/{number}/summary", handlers::summary);
    routes.post("/projects/{number}/summary", handlers::write);
    routes.post("/projects/{number}/summary/acceptance", handlers::judge);
    routes.post("/projects/{number}/promise", handlers::promise);
    routes.post("/projects/{number}/reward", handlers::reward);
    routes.post("/projects/{number}/reward/payment", handlers::pay);
}
