//! 效果监测: acceptance, summary report, evaluation, reward.

/// Rows.
pub mod model;
