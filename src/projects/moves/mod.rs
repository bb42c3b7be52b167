//! Moves: the one way in which a project gets from one stage to the next.

/// What a move brings with it.
pub mod effects;

/// The one function that moves a project.
pub mod changes;

/// What was typed.
pub mod forms;

/// The gates as pages show them.
pub mod gates;

/// Pages.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The addresses of moves.
pub fn routes(routes: &mut Routes) {
    routes.get("/projects/{number}/moves/new", handlers::new);
    routes.post("/projects/{number}/moves", handlers::create);
}
