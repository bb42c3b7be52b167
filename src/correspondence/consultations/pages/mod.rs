//! The pages of consultations.

/// The list as a workbook.
pub mod book;

/// The form of a new one.
mod edit;

/// The list.
mod index;

/// One consultation.
mod show;

pub use self::edit::Edit;
pub use self::index::Index;
pub use self::show::{Show, Typed};

use super::model::ConsultationState;

/// The tone of a state's badge.
fn tone(state: ConsultationState) -> &'static str {
    match state {
        ConsultationState::Open => "dawn",
        ConsultationState::Answered => "good",
        ConsultationState::Closed | ConsultationState::Withdrawn => "",
    }
}
