//! The handbook (手册): the rules as the program carries them out, drawn from its own tables.

/// The seven stages as a flow chart.
pub mod chart;

/// The page.
pub mod pages;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/handbook", pages::handbook);
}
