//! A meeting in session: it is called, opened, minuted, closed; its minutes are published, and read by those who were due.
//!
//! `/meetings/{number}/moves` · `…/session` · `…/attendance` · `…/items/{item}/record` · `…/minutes` · `…/minutes/reading`

/// Writing.
pub mod changes;

/// What was typed.
pub mod forms;

/// The page of who keeps the minutes.
pub mod pages;

/// The minutes.
pub mod minutes;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.post("/meetings/{number}/moves", handlers::move_on);
    routes.get("/meetings/{number}/session", handlers::session);
    routes.post("/meetings/{number}/attendance", handlers::attendance);
    routes.post("/meetings/{number}/items/{item}/record", handlers::record);
    routes.get("/meetings/{number}/minutes", handlers::minutes);
    routes.post("/meetings/{number}/minutes/reading", handlers::read);
}
