//! The pages of requests.

/// The list as a workbook.
pub mod book;

/// The form of a new one.
mod edit;

/// The list.
mod index;

/// One request.
mod show;

pub use self::edit::Edit;
pub use self::index::Index;
pub use self::show::Show;

use super::model::{Request, RequestState, Ruling};
use crate::correspondence::answers;
use crate::projects::head::late_for;
use crate::store::office::Office;
use crate::web::Shell;

/// The tone of a state's badge.
fn tone(it: &Request) -> &'static str {
    match (it.state, it.ruling()) {
        (RequestState::Open, _) => "dawn",
        (RequestState::Withdrawn, _) => "",
        (_, Some(Ruling::Refused)) => "late",
        _ => "good",
    }
}

/// How late its answer is; none where it is in time.
fn late(s: &Shell, it: &Request) -> Option<String> {
    let open = it.state == RequestState::Open && it.due_on < s.today;
    open.then(|| late_for(s, s.days_late(it.due_on)))
}

/// How many working days the answer to a request took; none while there is none. Answered on the day it was asked: 0.
fn took(office: &Office, it: &Request) -> Option<i64> {
    answers::took(office, it.asked_at, it.answered_at)
}

/// Hundredths as a form takes them: `1200.50`.
fn plain(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
