//! The desks: what each role sees first. A panel is one reading and one partial template; which panels a role has stands in one
//! table.

/// What each panel shows.
pub mod panels;

/// The page.
pub mod pages;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/", pages::desk);
}
