//! 论证决策: professionals examine the plan, the owner defends it, the commander decides.

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;

use crate::web::Routes;

/// The addresses of this stage.
pub fn routes(_routes: &mut Routes) {}
