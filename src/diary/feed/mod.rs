//! Somebody's calendar for their own calendar program (Outlook, Thunderbird, a phone), by a secret address that needs no session. They
//! make it themselves, see it once, and end it when they like.
//!
//! `/calendar/feed` · `/calendar.ics?key=…`

/// The row.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;

/// The text of an iCalendar file.
pub mod ics;

/// Entries of a calendar as events.
pub mod events;

/// The page of the address.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/calendar/feed", handlers::address);
    routes.post("/calendar/feed", handlers::make);
    routes.post("/calendar/feed/removal", handlers::end);
    routes.get("/calendar.ics", handlers::subscribed);
}
