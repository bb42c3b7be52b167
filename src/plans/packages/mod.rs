//! Packages (项目包): each a part of a plan with a coordinator and its own share of the targets.

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

/// The addresses of packages; the page of one and its change stand in [`crate::projects::packages`].
pub fn routes(routes: &mut Routes) {
    routes.get("/packages", handlers::index);
    routes.get("/packages/new", handlers::new);
    routes.post("/packages", handlers::create);
    routes.get("/packages/{number}/edit", handlers::edit);
}
