//! 实施执行: the plan is carried out; customers and contracts will come to stand beside milestones and figures.

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;
