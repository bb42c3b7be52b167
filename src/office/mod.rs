//! The office (管理): what an administrator keeps — the calendar of public holidays, the settings — and how the program is.
//!
//! `/admin` · `/admin/calendar` and each special day's page · `/admin/settings`

/// What an office begins with.
pub mod first;

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

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/admin", handlers::health);
    routes.get("/admin/calendar", handlers::calendar);
    routes.post("/admin/calendar", handlers::add_days);
    routes.post("/admin/calendar/confirmations", handlers::confirm);
    routes.get("/admin/calendar/{day}", handlers::day);
    routes.post("/admin/calendar/{day}", handlers::change_day);
    routes.post("/admin/calendar/{day}/removal", handlers::remove_day);
    routes.get("/admin/settings", handlers::settings);
    routes.post("/admin/settings", handlers::keep_settings);
}
