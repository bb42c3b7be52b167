//! What goes out of the house (投递): mail to members, and messages to the robots of chat groups. Everything is written down first and
//! sent by threads of their own, so that a slow or broken receiver never holds up a page; what fails is tried again for a day.
//!
//! `/admin/outbox`

/// Rows, ways, states.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;

/// Mail, over SMTP.
pub mod mail;

/// The robots of WeCom, DingTalk and Feishu.
pub mod robots;

/// One after the other.
pub mod sending;

/// The administrator's page.
pub mod pages;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/admin/outbox", handlers::index);
    routes.post("/admin/outbox/tests", handlers::test);
}
