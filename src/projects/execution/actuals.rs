//! Actual figures that are computed from what was recorded: signed amount, money received, contracts, new customers. One
//! definition of each, used by every page, sum and print; whoever changes such a record calls [`keep`].

use diesel::dsl::{exists, not, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use crate::error::Result;
use crate::projects::model::{Indicator, Project};
use crate::store::connection::Db;
use crate::store::schema::{contracts, indicators, metrics, receipts};
use crate::store::{Conn, Tx};
use crate::words;

words! {
    /// A metric whose actual figure follows from records; every other is typed in (自报).
    pub enum Computed {
        SignedAmount = "signed_amount", "签约额", "Signed amount";
        MoneyReceived = "money_received", "回款额", "Money received";
        Contracts = "contracts", "签约数", "Contracts";
        NewCustomers = "new_customers", "新客户数", "New customers";
    }
}

/// A contract that counts: it was signed and is not cancelled.
pub fn counts_as_signed() -> Box<dyn BoxableExpression<contracts::table, Db, SqlType = Bool>> {
    Box::new(contracts::signed_on.is_not_null().and(contracts::state.ne("cancelled")))
}

/// Money that counts as received: its receipt was not taken back.
pub fn counts_as_received() -> Box<dyn BoxableExpression<receipts::table, Db, SqlType = Bool>> {
    Box::new(receipts::voided_at.is_null())
}

/// The first contract that a customer signed with the department: none before it counts.
pub fn is_first() -> Box<dyn BoxableExpression<contracts::table, Db, SqlType = Bool>> {
    let earlier = diesel::alias!(contracts as earlier);
    let before = earlier.field(contracts::signed_on).lt(contracts::signed_on).or(earlier
        .field(contracts::signed_on)
        .eq(contracts::signed_on)
        .and(earlier.field(contracts::number).lt(contracts::number)));
    let any = earlier
        .filter(earlier.field(contracts::customer_id).eq(contracts::customer_id))
        .filter(earlier.field(contracts::signed_on).is_not_null())
        .filter(earlier.field(contracts::state).ne("cancelled"))
        .filter(before.assume_not_null());
    Box::new(not(exists(any)))
}

impl Computed {
    /// The figure of one project now, in hundredths of the metric's unit (fen for money).
    pub fn of(self, conn: &mut Conn, project: &str) -> Result<i64> {
        let signed = || contracts::table.filter(contracts::project_id.eq(project)).filter(counts_as_signed());
        let count = |found: i64| found.saturating_mul(100);
        Ok(match self {
            Computed::SignedAmount => {
                signed().select(sql::<BigInt>("cast(coalesce(sum(contracts.fen), 0) as bigint)")).first(conn)?
            }
            Computed::Contracts => count(signed().count().get_result(conn)?),
            Computed::NewCustomers => count(signed().filter(is_first()).count().get_result(conn)?),
            Computed::MoneyReceived => receipts::table
                .filter(receipts::project_id.eq(project))
                .filter(counts_as_received())
                .select(sql::<BigInt>("cast(coalesce(sum(receipts.fen), 0) as bigint)"))
                .first(conn)?,
        })
    }
}

/// Brings the kept actual figures of a project up to date with its contracts and receipts.
pub fn keep(tx: &mut Tx, project: &Project) -> Result<()> {
    let rows: Vec<(Indicator, String)> = indicators::table
        .inner_join(metrics::table)
        .filter(indicators::project_id.eq(&project.id))
        .order(indicators::position)
        .select((Indicator::as_select(), metrics::code))
        .load(&mut **tx)?;
    for (before, code) in rows {
        if let Some(computed) = Computed::from_code(&code) {
            let after = Indicator { actual: computed.of(tx, &project.id)?, ..before.clone() };
            tx.change("keep_actual", &before, after)?;
        }
    }
    Ok(())
}
