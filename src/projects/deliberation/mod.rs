//! 论证决策: professionals examine the plan, the owner defends it, the commander decides.

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;
