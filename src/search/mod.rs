//! One search over everything that a person may see: projects, customers with their people, contracts, what was said lately.

/// What is found.
pub mod queries;

/// The page.
pub mod pages;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/search", pages::index);
}
