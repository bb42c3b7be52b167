//! Customers (客户) of the department: who they are, the people there, and what is done with them in a project from first
//! contact to a solution.

/// Rows.
pub mod model;
