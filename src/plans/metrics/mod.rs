//! Metrics (指标): what the department aims at and counts. Four come with the program; the commander adds the department's own.

/// Writing.
pub mod changes;

/// Pages.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The addresses of metrics.
pub fn routes(routes: &mut Routes) {
    routes.get("/plans/metrics", handlers::index);
    routes.post("/plans/metrics", handlers::create);
    routes.post("/plans/metrics/{code}", handlers::offer);
}
