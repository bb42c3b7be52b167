//! 控制调整: deviation from target is found and corrected.

/// Rows.
pub mod model;
