//! Focus (重点): each month some of a member's projects come first, and the rest run alongside (同步执行). A member's page
//! shows both, and the load.

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;

/// Pages.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The addresses of focus and load.
pub fn routes(routes: &mut Routes) {
    routes.post("/projects/{number}/focus", handlers::set);
    routes.get("/people/{username}/projects", handlers::load);
}
