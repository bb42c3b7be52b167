//! Everybody's inbox (待办): what waits for somebody, what cannot wait first, then the most overdue, each with the reason it is there.
//! It follows from what is written down: open tasks, and projects that they hold.

/// What waits for whom.
pub mod queries;

/// The page.
pub mod pages;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/tasks", pages::index);
}
