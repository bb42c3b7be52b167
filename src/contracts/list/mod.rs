//! The department's contracts in a list.

/// Reading.
pub mod queries;

/// Pages.
pub mod pages;
