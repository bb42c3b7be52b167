//! The store: one connection type for two databases, reading from a snapshot, writing in one transaction at a time whose
//! every change stands in the trail.

/// The tables.
pub mod schema;

/// Words in columns.
pub mod words;

/// Questions of many parts.
pub mod compound;

/// Connections, the pool, how many queries were made.
pub mod connection;

/// Who acts: a person, their roles today, for whom they stand in.
pub mod actor;

/// Settings and special days of the office, kept at hand.
pub mod office;

/// The trail: one row a change, chained by SHA-256.
pub mod trail;

/// What is looked through for every question, kept in memory.
pub mod memory;

/// A transaction that knows who and when.
pub mod tx;

/// Which database it is, how large, whether it is whole.
pub mod health;

pub use actor::Actor;
pub use connection::{Conn, Store};
pub use trail::Recorded;
pub use tx::Tx;
