//! Everybody's calendar (日历): the meetings that they may see, what is due for them, milestones and ends of their projects, next
//! steps with their customers, between public holidays and make-up working days. It follows from what is written down elsewhere;
//! of its own it has only the secret address for their own calendar program.
//!
//! `/calendar` · `/calendar/feed` · `/calendar.ics`

/// What stands in a calendar.
pub mod model;

/// Reading it.
pub mod queries;

/// Which days a page shows.
pub mod span;

/// The page.
pub mod pages;

/// The same for a calendar program.
pub mod feed;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/calendar", pages::show);
    feed::routes(routes);
}
