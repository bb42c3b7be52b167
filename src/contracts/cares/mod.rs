//! After-use care (使用回访).

/// Rows.
pub mod model;

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

/// Addresses of after-use care.
pub fn routes(routes: &mut Routes) {
    routes.get("/contracts/{number}/cares/new", handlers::new);
    routes.post("/contracts/{number}/cares", handlers::record);
}
