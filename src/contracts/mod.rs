//! Contracts (合同) with customers, and everything that follows from one: orders (订单), supply notices (供应通知), deliveries with
//! their counts (交货、盘点), settlement (结算), after-use care (使用回访).

/// Invoiced, received, outstanding, overdue: the one formula.
pub mod settlement;

/// The states of a contract and the ways between them, as data.
pub mod road;

/// Rows of contracts.
pub mod model;

/// Reading contracts.
pub mod queries;

/// What a contract does to the customer's step.
pub mod targets;

/// What is true of a contract now, for its gates.
pub mod facts;

/// Writing contracts.
pub mod changes;

/// Invoices and receipts.
pub mod money;

/// Orders.
pub mod orders;

/// Supply notices.
pub mod notices;

/// Deliveries and counts.
pub mod deliveries;

/// After-use care.
pub mod cares;
