//! Deliveries (交货) against a supply notice, counted (盘点) at the customer's.

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

/// Addresses of deliveries.
pub fn routes(routes: &mut Routes) {
    routes.get("/notices/{number}/deliveries/new", handlers::new);
    routes.post("/notices/{number}/deliveries", handlers::deliver);
    routes.get("/deliveries/{number}", handlers::show);
    routes.post("/deliveries/{number}/count", handlers::count);
    routes.get("/deliveries/{number}/voiding", handlers::voiding);
    routes.post("/deliveries/{number}/voiding", handlers::void);
    routes.post("/deliveries/{number}/files", handlers::attach);
}
