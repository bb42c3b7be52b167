//! Objections (异议): what a customer holds against it. The owner answers a minor one; a serious one is passed to specialists, who
//! design a solution that the owner takes back to the customer.
//!
//! `/objections` · `/projects/{number}/objections/{id}`

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

/// The addresses of objections.
pub fn routes(routes: &mut Routes) {
    routes.get("/objections", handlers::index);
    routes.get("/objections.xlsx", handlers::workbook);
    routes.get("/projects/{number}/customers/{customer}/objections/new", handlers::new);
    routes.post("/projects/{number}/customers/{customer}/objections", handlers::raise);
    routes.get("/projects/{number}/objections/{id}", handlers::show);
    routes.post("/projects/{number}/objections/{id}/question", handlers::pass);
    routes.post("/projects/{number}/objections/{id}/design", handlers::design);
    routes.post("/projects/{number}/objections/{id}/outcome", handlers::settle);
}
