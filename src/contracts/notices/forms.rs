//! What was typed about a supply notice, checked.

use super::changes::NewNotice;
use crate::web::Form;

/// A quantity for each line: the name of the field is the line's id behind `quantity-`; what is blank or zero is left out.
pub fn quantities(form: &mut Form, field: &str) -> Vec<(String, i64)> {
    let begins = format!("{field}-");
    let mut typed: Vec<(String, String)> = Vec::new();
    for (name, value) in &form.fields.0 {
        if let Some(id) = name.strip_prefix(&begins)
            && !value.trim().is_empty()
            && !typed.iter().any(|(other, _)| other == id)
            && typed.len() < crate::web::form::ROWS
        {
            typed.push((id.replace('\0', ""), value.clone()));
        }
    }
    let read = |(id, value): (String, String)| (id.clone(), form.quantity_in(&format!("{field}-{id}"), &value).0);
    typed.into_iter().map(read).filter(|(_, quantity)| *quantity > 0).collect()
}

/// A notice as typed.
pub fn notice(form: &mut Form) -> NewNotice {
    NewNotice {
        supplier: form.line("supplier", 100),
        deliver_by: form.date("deliver_by"),
        receiver: form.line("receiver", 60),
        phone: form.optional_line("phone", 40),
        place: form.line("place", 200),
        note: form.optional_text("note", 1000),
        lines: quantities(form, "quantity"),
    }
}
