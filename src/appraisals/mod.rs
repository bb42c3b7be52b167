//! Appraisals (考核): a member's months and their evaluation, probation with the commander's decision, the reward ledger.
//!
//! `/appraisals` · `/people/{username}/months` · `/people/{username}/probation` · `/rewards`

/// Rows.
pub mod model;

/// Rewards promised, decided, paid.
pub mod ledger;

/// Reading.
pub mod queries;

/// What was signed and received, as it stood when a month was evaluated.
pub mod since;

/// A member's figures and facts by the month.
pub mod months;

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
    routes.get("/appraisals", handlers::index);
    routes.get("/people/{username}/months", handlers::months);
    routes.get("/people/{username}/months/{month}", handlers::month);
    routes.get("/people/{username}/months/{month}/evaluation.xlsx", handlers::month_workbook);
    routes.post("/people/{username}/months/{month}/evaluation", handlers::evaluate);
    routes.get("/people/{username}/probation", handlers::probation);
    routes.post("/people/{username}/probation", handlers::decide);
    routes.get("/rewards", handlers::rewards);
    routes.get("/rewards.xlsx", handlers::rewards_workbook);
}
