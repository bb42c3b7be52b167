//! Reading invoices and receipts.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::model::{Invoice, Receipt};
use crate::error::{OrNotFound, Result};
use crate::projects::execution::actuals::counts_as_received;
use crate::store::Conn;
use crate::store::schema::{invoices, receipts};

/// The invoices of a contract, voided ones included, the newest first.
pub fn invoices(conn: &mut Conn, contract: &str) -> Result<Vec<Invoice>> {
    Ok(invoices::table
        .filter(invoices::contract_id.eq(contract))
        .order((invoices::invoiced_on.desc(), invoices::id.desc()))
        .select(Invoice::as_select())
        .load(conn)?)
}

/// The receipts of a contract, voided ones included, the newest first.
pub fn receipts(conn: &mut Conn, contract: &str) -> Result<Vec<Receipt>> {
    Ok(receipts::table
        .filter(receipts::contract_id.eq(contract))
        .order((receipts::received_on.desc(), receipts::id.desc()))
        .select(Receipt::as_select())
        .load(conn)?)
}

/// One invoice of a contract.
pub fn invoice(conn: &mut Conn, contract: &str, id: &str) -> Result<Invoice> {
    let row = invoices::table.filter(invoices::contract_id.eq(contract)).filter(invoices::id.eq(id));
    row.select(Invoice::as_select()).first(conn).optional()?.or_not_found()
}

/// One receipt of a contract.
pub fn receipt(conn: &mut Conn, contract: &str, id: &str) -> Result<Receipt> {
    let row = receipts::table.filter(receipts::contract_id.eq(contract)).filter(receipts::id.eq(id));
    row.select(Receipt::as_select()).first(conn).optional()?.or_not_found()
}

/// An invoice of this number that counts, whosever contract it is for.
pub fn invoice_of_number(conn: &mut Conn, number: &str) -> Result<Option<Invoice>> {
    Ok(invoices::table
        .filter(invoices::number.eq(number))
        .filter(invoices::voided_at.is_null())
        .select(Invoice::as_select())
        .first(conn)
        .optional()?)
}

/// What is invoiced and what is received of a contract, in fen.
pub fn sums(conn: &mut Conn, contract: &str) -> Result<(i64, i64)> {
    let invoiced = invoices::table
        .filter(invoices::contract_id.eq(contract))
        .filter(invoices::voided_at.is_null())
        .select(sql::<BigInt>("cast(coalesce(sum(invoices.fen), 0) as bigint)"))
        .first(conn)?;
    let received = receipts::table
        .filter(receipts::contract_id.eq(contract))
        .filter(counts_as_received())
        .select(sql::<BigInt>("cast(coalesce(sum(receipts.fen), 0) as bigint)"))
        .first(conn)?;
    Ok((invoiced, received))
}
