//! 指令下达: the commander gives the task directly to the owner, with indicators and authority to match the responsibility.

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

/// The addresses of directives.
pub fn routes(routes: &mut Routes) {
    routes.get("/projects/new", handlers::new);
    routes.post("/projects", handlers::create);
    routes.get("/projects/{number}/directive", handlers::show);
    routes.get("/projects/{number}/directive/edit", handlers::edit);
    routes.post("/projects/{number}/directive", handlers::update);
    routes.post("/projects/{number}/clarifications", handlers::ask);
    routes.post("/projects/{number}/clarifications/{id}", handlers::answer);
}
