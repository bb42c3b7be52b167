//! Actual figures that are computed from what was recorded: signed amount, money received, contracts, new customers. One
//! definition of each, used by every page, sum and print; whoever changes such a record calls [`keep`].

use chrono::NaiveDate;
use diesel::dsl::{exists, not, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use crate::error::Result;
pub use crate::plans::model::Computed;
use crate::projects::model::{Indicator, Project};
use crate::store::connection::Db;
use crate::store::schema::{contracts, customers, indicators, metrics, receipts};
use crate::store::{Conn, Tx};

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

    /// The very rows that the figure of one project is the sum of, the oldest first.
    pub fn rows(self, conn: &mut Conn, project: &str) -> Result<Vec<Row>> {
        if self == Computed::MoneyReceived {
            return Ok(receipts::table
                .into_boxed()
                .filter(receipts::project_id.eq(project.to_owned()))
                .filter(counts_as_received())
                .inner_join(contracts::table.inner_join(customers::table))
                .order((receipts::received_on, receipts::id))
                .select((receipts::received_on, contracts::number, contracts::title, customers::name, receipts::fen))
                .load(conn)?);
        }
        let mut signed =
            contracts::table.into_boxed().filter(contracts::project_id.eq(project.to_owned())).filter(counts_as_signed());
        if self == Computed::NewCustomers {
            signed = signed.filter(is_first());
        }
        let rows: Vec<Row> = signed
            .inner_join(customers::table)
            .order((contracts::signed_on, contracts::number))
            .select((
                contracts::signed_on.assume_not_null(),
                contracts::number,
                contracts::title,
                customers::name,
                contracts::fen,
            ))
            .load(conn)?;
        let one = |row: Row| if self == Computed::SignedAmount { row } else { Row { value: 100, ..row } };
        Ok(rows.into_iter().map(one).collect())
    }
}

/// A contract or a receipt that a figure is made of.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Row {
    pub day: NaiveDate,
    pub contract: String,
    pub title: String,
    pub customer: String,
    /// Hundredths of the metric's unit.
    pub value: i64,
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
