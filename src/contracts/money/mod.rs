//! Invoices (开票) and receipts (回款).

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;
