//! Invoices (开票) and receipts (回款).

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

/// Addresses of invoices and receipts.
pub fn routes(routes: &mut Routes) {
    routes.get("/contracts/{number}/invoices/new", handlers::new_invoice);
    routes.post("/contracts/{number}/invoices", handlers::invoice);
    routes.get("/contracts/{number}/invoices/{id}/voiding", handlers::voiding_invoice);
    routes.post("/contracts/{number}/invoices/{id}/voiding", handlers::void_invoice);
    routes.post("/contracts/{number}/invoices/{id}/files", handlers::attach);
    routes.get("/contracts/{number}/receipts/new", handlers::new_receipt);
    routes.post("/contracts/{number}/receipts", handlers::receive);
    routes.get("/contracts/{number}/receipts/{id}/voiding", handlers::voiding_receipt);
    routes.post("/contracts/{number}/receipts/{id}/voiding", handlers::void_receipt);
}
