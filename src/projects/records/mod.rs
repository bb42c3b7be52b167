//! Records of the auxiliary steps: each step is a small form of its own, not a tick; what its name says is written down.

/// Rows.
pub mod model;

/// The fields of each step's form, as data.
pub mod fields;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;
