//! Proposals and lessons (提案、经验教训): what a round taught, and the next directive that grows out of it.

/// Rows.
pub mod model;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;
