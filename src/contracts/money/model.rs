//! Rows of invoices and receipts.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::recorded;
use crate::store::schema::{invoices, receipts};
use crate::stored;
use crate::words;

words! {
    /// How money came in.
    pub enum ReceiptWay {
        Transfer = "transfer", "银行转账", "Bank transfer";
        Bill = "bill", "汇票", "Bill of exchange";
        Cheque = "cheque", "支票", "Cheque";
        Cash = "cash", "现金", "Cash";
        Other = "other", "其他", "Other";
    }
}
stored!(ReceiptWay);

/// An invoice to the customer; its number is the tax office's.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = invoices, treat_none_as_null = true)]
pub struct Invoice {
    pub id: String,
    pub number: String,
    pub contract_id: String,
    pub project_id: String,
    pub invoiced_on: NaiveDate,
    pub fen: i64,
    pub note: String,
    pub person_id: String,
    pub recorded_at: Moment,
    pub voided_at: Option<Moment>,
    /// Why it does not count.
    pub reason: String,
    pub version: i32,
}
recorded!(Invoice, invoices, project: |row| Some(&row.project_id), versioned: version);

/// Money received (回款) for a contract.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = receipts, treat_none_as_null = true)]
pub struct Receipt {
    pub id: String,
    pub contract_id: String,
    pub project_id: String,
    pub received_on: NaiveDate,
    pub fen: i64,
    pub way: ReceiptWay,
    pub note: String,
    pub person_id: String,
    pub recorded_at: Moment,
    pub voided_at: Option<Moment>,
    /// Why it does not count.
    pub reason: String,
    pub version: i32,
}
recorded!(Receipt, receipts, project: |row| Some(&row.project_id), versioned: version);
