//! Customers out of a table: the file is looked through first, each row's mistakes are told, and then all its faultless rows
//! are entered at once, or none. A whole import can be undone as long as nothing hangs on its customers.
//!
//! `/customers/imports` · `/customers/imports/pending/{hash}` a file looked through · `/customers/imports/{number}` an import

/// Rows.
pub mod model;

/// From a file's bytes to the cells of a table.
pub mod tables;

/// From the cells of a row to a customer, or to what is wrong with it.
pub mod rows;

/// Files between being looked through and being imported.
pub mod pending;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;

/// Pages.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/customers/imports", handlers::index);
    routes.post("/customers/imports", handlers::upload);
    routes.get("/customers/imports/template.xlsx", handlers::template);
    routes.get("/customers/imports/pending/{hash}", handlers::look);
    routes.post("/customers/imports/pending/{hash}", handlers::import);
    routes.get("/customers/imports/{number}", handlers::show);
    routes.post("/customers/imports/{number}/removal", handlers::undo);
}
