//! Customers (客户) of the department: who they are, and what is done with them in a project from first contact to a solution.
//!
//! `/customers` and each one's page · its people · `/customers/{number}/merger` two become one · `/customers/imports` files

/// Rows.
pub mod model;

/// By what a customer is found, and how two names are compared.
pub mod search;

/// Credit codes and phones.
pub mod codes;

/// Reading.
pub mod queries;

/// Writing.
pub mod changes;
