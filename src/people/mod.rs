//! People (成员): accounts, roles, signing in and out, who stands in for the commander.
//!
//! `/login` `/logout` `/language` · `/people` and each person's page · one-time links `/setup/…`, `/welcome/…` · `/acting`

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Passwords, and waiting after failures.
pub mod secrets;

/// Writing.
pub mod changes;

/// What was typed.
pub mod forms;

/// Pages.
pub mod pages;

/// The door: signing in and out, one-time links.
pub mod door;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/login", door::sign_in_page);
    routes.post("/login", door::sign_in);
    routes.post("/logout", door::sign_out);
    routes.post("/language", door::language);
    routes.get("/setup/{token}", door::setup_page);
    routes.post("/setup/{token}", door::setup);
    routes.get("/welcome/{token}", door::welcome_page);
    routes.post("/welcome/{token}", door::welcome);
    routes.get("/people", handlers::index);
    routes.get("/people/new", handlers::new);
    routes.post("/people", handlers::create);
    routes.get("/people/{username}", handlers::show);
    routes.get("/people/{username}/account", handlers::edit);
    routes.post("/people/{username}/account", handlers::update);
    routes.get("/people/{username}/password", handlers::password_page);
    routes.post("/people/{username}/password", handlers::password);
    routes.post("/people/{username}/email", handlers::email);
    routes.post("/people/{username}/links", handlers::link);
    routes.post("/people/{username}/command", handlers::take_command);
    routes.post("/people/{username}/sessions", handlers::end_sessions);
    routes.get("/acting", handlers::acting);
    routes.post("/acting", handlers::appoint);
    routes.post("/acting/{id}", handlers::end_acting);
}
