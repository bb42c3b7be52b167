//! Activities (客户活动): calls, visits, demonstrations, invitations: when, with whom, what was said, what came of it, what is next.
//!
//! `/activities`; recorded on the page of the customer in the project

/// Days and periods that lists choose from.
pub mod periods;

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

/// The addresses of activities.
pub fn routes(routes: &mut Routes) {
    routes.get("/activities", handlers::index);
    routes.get("/activities.xlsx", handlers::workbook);
    routes.get("/activities/new", handlers::new);
    routes.get("/activities/{id}", handlers::show);
    routes.post("/activities/{id}", handlers::correct);
}
