//! Orders (订单) under a contract.

/// How far an order has come.
pub mod progress;

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;
