//! What was typed on the page of who keeps the minutes, checked.

use super::changes::{Noted, WHY};
use crate::error::{Complaint, Result};
use crate::meetings::model::Presence;
use crate::meetings::queries::attendances;
use crate::store::Tx;
use crate::web::Form;

/// The columns of the table of those who are due: account name, how they came, why they are on leave, how they were noted before.
pub const PEOPLE: &[&str] = &["person", "presence", "leave", "noted"];

/// How long notes on one part of the agenda may be.
pub const NOTES: usize = 6000;

/// How each came.
pub fn attendance(tx: &mut Tx, form: &mut Form, meeting: &str) -> Result<Vec<Noted>> {
    let there = attendances(tx, meeting)?;
    let people = crate::people::queries::everybody(tx)?;
    let mut noted = Vec::new();
    for row in form.filled_rows(PEOPLE) {
        let person = there.iter().map(|it| &it.0.person_id).find(|id| people.get(*id).is_some_and(|it| it.0 == row.key(0)));
        let state = Presence::from_code(&row.key(1));
        let (Some(person), Some(state)) = (person, state) else {
            form.complain("presence", Complaint::NotAChoice);
            continue;
        };
        let reason = if row.key(2).is_empty() { String::new() } else { form.line_in("leave", row.at(2), 200) };
        if state == Presence::Leave && reason.is_empty() {
            form.complain("leave", WHY);
        }
        noted.push(Noted { person: person.clone(), state, reason, seen: row.key(3) });
    }
    Ok(noted)
}
