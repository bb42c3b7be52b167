//! Stories told through the same changes as real use, with the clock's hand moving: the demonstration department, and the large
//! data set for measuring. So a story is an end-to-end test too.

/// Its customers.
pub mod customers;

/// Work with customers.
pub mod dealings;
/// What comes of the talks with customers.
pub mod trade;

/// Figures reached by contracts, receipts and what is typed in.
pub mod reach;

/// What is reported.
pub mod reports;

/// The hearings of its plans.
pub mod hearings;

/// One project's road, step by step.
pub mod walk;

/// What becomes of a project.
pub mod story;

/// As many customers as one likes.
pub mod market;

/// A department as large as one likes.
pub mod seed;

/// What its next meetings are about.
pub mod meetings;

/// What its members ask the planning assistant.
pub mod consultations;

/// The demonstration department.
pub mod department;
