//! Meetings (会议): weekly, monthly, special. The regular ones follow from the calendar; each can be moved or cancelled by hand.
//!
//! `/meetings` · `/meetings/new` · `/meetings/{number}` · `…/time` · `…/cancellation` · `…/due` · `…/items` · `…/leave` · `…/pack` · `/requests/{number}/agenda`

/// Rows, and the states that a meeting goes through.
pub mod model;

/// Reading.
pub mod queries;

/// When meetings are held.
pub mod schedule;

/// Who is told.
pub mod telling;

/// Resolutions.
pub mod resolutions;

/// What is on the agenda.
pub mod agenda;

/// What is laid before a meeting.
pub mod pack;

/// A meeting in session, its minutes.
pub mod session;

/// Who is due.
pub mod attending;

/// Where plans and proposals are deliberated.
pub mod hearings;

/// Whether a time suits a meeting.
pub mod clashes;

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
    routes.get("/meetings", handlers::index);
    routes.get("/meetings.xlsx", handlers::workbook);
    routes.get("/meetings/new", handlers::new);
    routes.post("/meetings", handlers::create);
    routes.get("/meetings/{number}", handlers::show);
    routes.get("/meetings/{number}/pack", handlers::pack);
    routes.get("/meetings/{number}/time", handlers::time);
    routes.post("/meetings/{number}/time", handlers::reschedule);
    routes.post("/meetings/{number}/cancellation", handlers::cancel);
    routes.get("/meetings/{number}/due", handlers::due);
    routes.post("/meetings/{number}/due", handlers::name_due);
    routes.post("/meetings/{number}/items", handlers::add_item);
    routes.get("/meetings/{number}/items/{item}", handlers::item);
    routes.post("/meetings/{number}/items/{item}", handlers::change_item);
    routes.post("/meetings/{number}/items/{item}/removal", handlers::remove_item);
    routes.post("/meetings/{number}/items/{item}/place", handlers::arrange);
    routes.post("/meetings/{number}/leave", handlers::take_leave);
    routes.post("/meetings/{number}/leave/removal", handlers::end_leave);
    routes.get("/requests/{number}/agenda", handlers::agendas);
    routes.post("/requests/{number}/agenda", handlers::put);
    session::routes(routes);
    resolutions::routes(routes);
}
