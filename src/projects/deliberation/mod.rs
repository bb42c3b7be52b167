//! 论证决策: professionals examine the plan, the commander decides.

/// Rows.
pub mod model;
