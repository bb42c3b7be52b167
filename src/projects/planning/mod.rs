//! 计划草拟: the owner drafts the plan with its seven sections.

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;

use crate::web::Routes;

/// The addresses of this stage.
pub fn routes(_routes: &mut Routes) {}
