//! Notices (通知): what happened that concerns somebody, whose deed it was, and why they are told. Written with the deed, in the same
//! transaction, never to whoever did it, and only to who may see what it is about. The slices above tell by [`changes::tell`].
//!
//! `/notices` · `/live`

/// Rows, and why somebody is told.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;

/// What a page that is open is told.
pub mod news;

/// The page.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/notices", handlers::index);
    routes.get("/notices.xlsx", handlers::workbook);
    // Before the supply notices, whose numbers are none of these words.
    routes.post("/notices/reading", handlers::read_all);
    routes.post("/notices/{id}/reading", handlers::read);
    routes.get("/live", handlers::live);
}
