//! 效果监测: acceptance, summary report, evaluation, reward.

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;
