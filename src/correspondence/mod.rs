//! What is asked and told between the members, the planning assistants and the commander.

/// The words by which somebody asks for a decision.
pub mod asking;

/// Requests (请示).
pub mod requests;

/// Consultations (咨询).
pub mod consultations;

/// How fast answers come.
pub mod answers;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    requests::routes(routes);
    consultations::routes(routes);
}
