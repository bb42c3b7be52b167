//! Resolutions (决议): sentences of the minutes for which somebody answers until a day. Those that are open lead the next agenda.
//!
//! `/resolutions` · `/resolutions/{number}` · `…/edit` · `…/outcome` · `…/reopening` · `…/holder`

/// Reading.
pub mod queries;

/// A resolution as it is typed in one line.
pub mod line;

/// Writing.
pub mod changes;

/// What was typed.
pub mod forms;

/// The list, one resolution, its form.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/resolutions", handlers::index);
    routes.get("/resolutions.xlsx", handlers::workbook);
    routes.get("/resolutions/{number}", handlers::show);
    routes.get("/resolutions/{number}/edit", handlers::edit);
    routes.post("/resolutions/{number}/edit", handlers::change);
    routes.post("/resolutions/{number}/outcome", handlers::finish);
    routes.post("/resolutions/{number}/reopening", handlers::reopen);
    routes.post("/resolutions/{number}/holder", handlers::assign);
    routes.post("/meetings/{number}/resolutions/{resolution}/removal", handlers::remove);
}
