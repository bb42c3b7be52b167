//! What is asked and told between the members and the commander.

/// Requests (请示).
pub mod requests;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    requests::routes(routes);
}
