//! One search over everything that a person may see: projects, customers with their people, contracts, what was said lately; meetings
//! and what they resolved, requests, reports, consultations, proposals, lessons, colleagues.

/// What is found.
pub mod queries;

/// What is told in meetings, requests, reports and the like.
pub mod told;

/// The page.
pub mod pages;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/search", pages::index);
}
