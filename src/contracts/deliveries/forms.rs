//! What was typed about a delivery and its count, checked.

use chrono::NaiveDate;

use super::changes::{Counted, NewDelivery};
use super::model::DeliveryLine;
use crate::contracts::notices::forms::quantities;
use crate::web::Form;

/// A delivery as typed.
pub fn delivery(form: &mut Form) -> NewDelivery {
    NewDelivery {
        on: form.date("delivered_on"),
        carrier: form.optional_line("carrier", 60),
        signed_by: form.optional_line("signed_by", 60),
        note: form.optional_text("note", 1000),
        lines: quantities(form, "quantity"),
    }
}

/// What was counted of each line.
pub fn counts(form: &mut Form, lines: &[DeliveryLine]) -> (NaiveDate, Vec<Counted>) {
    let on = form.date("counted_on");
    let mut counted = Vec::new();
    for line in lines {
        let (found, difference) = (format!("found-{}", line.id), format!("difference-{}", line.id));
        let found = form.quantity(&found).0;
        let difference = form.optional_line(&difference, 200);
        counted.push(Counted { line: line.id.clone(), found, difference });
    }
    (on, counted)
}
