//! Supply notices (供应通知): printed and handed to a supplier or a warehouse.

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;
