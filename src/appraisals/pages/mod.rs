//! Pages.

/// The members at a glance.
mod index;

/// A member's months.
mod months;

/// One month, and its evaluation.
mod month;

/// The probation and its decision.
mod probation;

/// The ledger of rewards.
mod ledger;

pub use index::Index;
pub use ledger::{Ledger, workbook as ledger_workbook};
pub use month::{Month, workbook as month_workbook};
pub use months::Months;
pub use probation::Probation;
