//! Orders (订单) under a contract.

/// How far an order has come.
pub mod progress;

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;

/// What was typed.
pub mod forms;

/// The list of orders.
pub mod list;

/// Pages.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// Addresses of orders.
pub fn routes(routes: &mut Routes) {
    routes.get("/orders", handlers::index);
    routes.get("/orders.xlsx", handlers::workbook);
    routes.get("/contracts/{number}/orders/new", handlers::new);
    routes.post("/contracts/{number}/orders", handlers::take);
    routes.get("/orders/{number}", handlers::show);
    routes.get("/orders/{number}/edit", handlers::edit);
    routes.post("/orders/{number}", handlers::amend);
    routes.get("/orders/{number}/cancellation", handlers::cancelling);
    routes.post("/orders/{number}/cancellation", handlers::cancel);
}
