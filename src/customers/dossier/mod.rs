//! One customer in one project (目标客户): facts, people, what comes next, activities, objections, solutions on one page, and the quick
//! form by which a visit is recorded.
//!
//! `/projects/{number}/customers/{customer}`

/// The page.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The addresses of the page and of what is changed on it.
pub fn routes(routes: &mut Routes) {
    routes.get("/projects/{number}/customers/{customer}", handlers::show);
    routes.post("/projects/{number}/customers/{customer}", handlers::plan);
    routes.post("/projects/{number}/customers/{customer}/step", handlers::step);
    routes.post("/projects/{number}/customers/{customer}/activities", handlers::record);
}
