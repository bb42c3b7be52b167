//! 指令下达: the commander gives the task directly to the owner, with indicators and authority to match the responsibility.

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;
