//! After-use care (使用回访).

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;
