//! A package (项目包) as its projects make it: its page, which lists them, and its change, which hands the tasks of a
//! coordinator over to the next one. The package's row and targets are kept by [`crate::plans`].

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;

/// Pages.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The addresses of one package.
pub fn routes(routes: &mut Routes) {
    routes.get("/packages/{number}", handlers::show);
    routes.post("/packages/{number}/edit", handlers::update);
}
