//! The pages of reports.

/// The list, and the same as a workbook.
mod index;

/// One report, on paper.
mod show;

/// The form of a report on what cannot wait, or on a stage that ended.
mod edit;

/// A week: everybody's reports on it, and the form of one's own.
mod week;

pub use edit::{Edit, Subject};
pub use index::{Index, workbook};
pub use show::Show;
pub use week::{Mine, Together};
