//! Rows of contracts and of how they are paid.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::road::ContractState;
use crate::clock::Moment;
use crate::money::settlement::{Part, Settlement};
use crate::recorded;
use crate::store::schema::{contracts, payment_terms};

/// A contract with a customer.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = contracts, treat_none_as_null = true)]
pub struct Contract {
    pub id: String,
    /// `HT-2026-017`.
    pub number: String,
    pub project_id: String,
    pub customer_id: String,
    pub target_id: String,
    /// The accepted edition of the solution that it grew out of.
    pub solution_edition_id: Option<String>,
    pub title: String,
    /// The parties as they stand in the contract.
    pub buyer: String,
    pub seller: String,
    /// By the list, in fen.
    pub list_fen: i64,
    /// As agreed, in fen.
    pub fen: i64,
    pub terms: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub state: ContractState,
    pub signed_on: Option<NaiveDate>,
    pub state_since: Moment,
    /// Why it was cancelled.
    pub reason: String,
    /// The answered request that covers an amount beyond the directive's limit,
    pub request_id: Option<String>,
    /// and the one that covers a discount beyond it.
    pub discount_request_id: Option<String>,
    pub drafted_by: String,
    pub drafted_at: Moment,
    /// Kept by the formula of settlement, in fen.
    pub invoiced: i64,
    pub received: i64,
    /// Nothing is owed while the contract is not in force.
    pub outstanding: i64,
    /// The first day on which something is overdue if nothing more is received.
    pub overdue_on: Option<NaiveDate>,
    /// When to ask how the goods are used next.
    pub care_on: Option<NaiveDate>,
    pub version: i32,
}
recorded!(Contract, contracts, project: |row| Some(&row.project_id), versioned: version);

impl Contract {
    /// Its address.
    pub fn href(&self) -> String {
        format!("/contracts/{}", self.number)
    }

    /// An address below its own.
    pub fn at(&self, place: &str) -> String {
        format!("/contracts/{}/{place}", self.number)
    }

    /// The discount on the list, in hundredths of a percent.
    pub fn discount(&self) -> i64 {
        discount(self.list_fen, self.fen)
    }

    /// How it stands by the formula, given how it is to be paid.
    pub fn settlement(&self, terms: &[PaymentTerm]) -> Settlement {
        let parts = terms.iter().map(|it| Part { due_on: it.due_on, fen: it.fen }).collect();
        Settlement::new(self.fen, self.invoiced, self.received, parts)
    }
}

/// The discount of a price on the list's, in hundredths of a percent, rounded up so that a limit is never passed unseen; none
/// where nothing stands on the list, or more is paid than that.
pub fn discount(list: i64, price: i64) -> i64 {
    let (list, off) = (i128::from(list), i128::from(list) - i128::from(price));
    if list <= 0 || off <= 0 {
        return 0;
    }
    i64::try_from((off * 10_000 + list - 1) / list).unwrap_or(10_000)
}

/// A part of the amount and until when it is to be paid.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = payment_terms)]
pub struct PaymentTerm {
    pub id: String,
    pub contract_id: String,
    pub position: i32,
    pub title: String,
    pub due_on: NaiveDate,
    pub fen: i64,
    pub version: i32,
}
recorded!(PaymentTerm, payment_terms, versioned: version);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_discount_is_a_share_of_the_list_rounded_up() {
        for (list, price, share) in
            [(10_000, 9_500, 500), (10_000, 10_000, 0), (30_000, 20_000, 3_334), (0, 500, 0), (100, 200, 0), (100, 0, 10_000)]
        {
            assert_eq!(discount(list, price), share, "{price} for {list}");
        }
    }
}
