//! Solutions (方案): what a customer is offered, in editions; once offered an edition stays as it is. Prints as a quotation.
//!
//! `/solutions/{number}`

/// List price, price, discount: pure.
pub mod discount;

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

/// The addresses of solutions.
pub fn routes(routes: &mut Routes) {
    routes.get("/projects/{number}/customers/{customer}/solutions/new", handlers::new);
    routes.post("/projects/{number}/customers/{customer}/solutions", handlers::begin);
    routes.get("/solutions/{number}", handlers::show);
    routes.get("/solutions/{number}/edit", handlers::edit);
    routes.post("/solutions/{number}/editions", handlers::write);
    routes.post("/solutions/{number}/offer", handlers::offer);
    routes.post("/solutions/{number}/draft/removal", handlers::drop_draft);
    routes.post("/solutions/{number}/answer", handlers::answer);
}
