//! The short forms of an invoice and of money received.

use askama::Template;

use super::model::ReceiptWay;
use crate::contracts::forms::plain;
use crate::contracts::model::Contract;
use crate::contracts::pages::may;
use crate::contracts::queries;
use crate::error::Result;
use crate::money::settlement::Settlement;
use crate::policy::Deed;
use crate::web::{Fields, Form, Reading, Shell};

/// An invoice is recorded.
#[derive(Template)]
#[template(path = "contracts/invoice.html")]
pub struct NewInvoice {
    s: Shell,
    form: Form,
    contract: Contract,
    settlement: Settlement,
}

impl NewInvoice {
    /// For a contract that the reader may settle.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<NewInvoice> {
        let (contract, settlement) = opened(r, number)?;
        let form = typed.unwrap_or_else(|| begun("invoiced_on", r.today, settlement.to_invoice()));
        Ok(NewInvoice { s: r.shell()?, form, contract, settlement })
    }
}

/// Money received is recorded.
#[derive(Template)]
#[template(path = "contracts/receipt.html")]
pub struct NewReceipt {
    s: Shell,
    form: Form,
    contract: Contract,
    settlement: Settlement,
}

impl NewReceipt {
    /// For a contract that the reader may settle; what is due next is filled in.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<NewReceipt> {
        let (contract, settlement) = opened(r, number)?;
        let next = settlement.paid().into_iter().map(|it| it.open()).find(|open| *open > 0).unwrap_or(settlement.outstanding());
        let form = typed.unwrap_or_else(|| {
            let form = begun("received_on", r.today, next);
            Form { fields: form.fields.with("way", ReceiptWay::Transfer.code()), ..Form::blank() }
        });
        Ok(NewReceipt { s: r.shell()?, form, contract, settlement })
    }

    fn ways(&self) -> Vec<(&'static str, &'static str)> {
        ReceiptWay::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }
}

fn opened(r: &mut Reading, number: &str) -> Result<(Contract, Settlement)> {
    let me = r.me.clone();
    let (contract, project) = queries::find(r, &me, number)?;
    may(r, &project, Deed::Settle)?;
    let terms = queries::terms(r, &contract.id)?;
    let settlement = contract.settlement(&terms);
    Ok((contract, settlement))
}

/// A form with today's date and an amount to begin with.
fn begun(day: &str, today: chrono::NaiveDate, fen: i64) -> Form {
    let amount = if fen > 0 { plain(fen) } else { String::new() };
    Form { fields: Fields::default().with(day, today.to_string()).with("amount", amount), ..Form::blank() }
}
