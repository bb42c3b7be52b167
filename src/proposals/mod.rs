//! Proposals and lessons (提案、经验教训): what a round taught, and the next directive that grows out of it.
//!
//! `/proposals` · `/proposals/{number}` · `/lessons` · `/projects/{number}/proposals`

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;

/// Pages.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/proposals", handlers::index);
    routes.get("/proposals/new", handlers::new);
    routes.post("/proposals", handlers::create);
    routes.get("/proposals/{number}", handlers::show);
    routes.get("/proposals/{number}/edit", handlers::edit);
    routes.post("/proposals/{number}", handlers::update);
    routes.post("/proposals/{number}/removal", handlers::discard);
    routes.post("/proposals/{number}/submission", handlers::submit);
    routes.post("/proposals/{number}/decision", handlers::decide);
    routes.get("/lessons", handlers::lessons);
    routes.get("/projects/{number}/proposals", handlers::of_project);
    routes.post("/projects/{number}/lessons", handlers::lesson);
    routes.post("/projects/{number}/ideas", handlers::idea);
    routes.post("/projects/{number}/ideas/end", handlers::end_ideas);
    routes.post("/projects/{number}/proposals/none", handlers::nothing);
}
