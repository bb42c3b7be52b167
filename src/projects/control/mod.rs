//! 控制调整: deviation from target is found and corrected.

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;
