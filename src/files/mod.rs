//! Files (附件): the content lies in a folder under its hash; a row says what it belongs to and what its owner calls it.
//!
//! A file is handed back for saving only, under its own name; it never stands as a page of ours.

/// What a file is, by its first bytes.
pub mod sniff;

/// Rows.
pub mod model;

/// The folder.
pub mod shelf;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;

/// The rows held against the folder.
pub mod verify;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The slice's addresses. A file is added at the address of what it belongs to.
pub fn routes(routes: &mut Routes) {
    routes.get("/files/{id}", handlers::download);
    routes.post("/files/{id}/removal", handlers::remove);
}
