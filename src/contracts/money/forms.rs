//! What was typed about invoices and receipts, checked.

use super::changes::{NewInvoice, NewReceipt};
use super::model::ReceiptWay;
use crate::web::Form;

/// An invoice as typed.
pub fn invoice(form: &mut Form) -> NewInvoice {
    NewInvoice {
        number: form.line("invoice_number", 30),
        on: form.date("invoiced_on"),
        fen: form.money("amount").0,
        note: form.optional_line("note", 200),
    }
}

/// Money received as typed.
pub fn receipt(form: &mut Form) -> NewReceipt {
    NewReceipt {
        on: form.date("received_on"),
        fen: form.money("amount").0,
        way: form.choice("way", ReceiptWay::from_code).unwrap_or(ReceiptWay::Transfer),
        note: form.optional_line("note", 200),
    }
}
