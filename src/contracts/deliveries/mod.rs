//! Deliveries (交货) against a supply notice, counted (盘点) at the customer's.

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;
