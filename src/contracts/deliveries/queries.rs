//! Reading deliveries.

use diesel::prelude::*;

use super::model::Delivery;
use crate::contracts::model::Contract;
use crate::contracts::notices::model::Notice;
use crate::contracts::orders::model::Order;
use crate::error::{OrNotFound, Result};
use crate::projects::model::Project;
use crate::projects::queries::sees_issued;
use crate::store::schema::{contracts, deliveries, delivery_lines, orders, projects, supply_notices};
use crate::store::{Actor, Conn};

/// A delivery with everything above it.
#[derive(Clone, Debug)]
pub struct Found {
    pub delivery: Delivery,
    pub notice: Notice,
    pub order: Order,
    pub contract: Contract,
    pub project: Project,
}

/// The delivery with this number, if the person may see its project.
pub fn find(conn: &mut Conn, me: &Actor, number: &str) -> Result<Found> {
    sees_issued(me).then_some(()).or_not_found()?;
    let (delivery, notice, order, contract, project) = deliveries::table
        .inner_join(supply_notices::table)
        .inner_join(orders::table.inner_join(contracts::table))
        .inner_join(projects::table)
        .filter(deliveries::number.eq(number))
        .select((Delivery::as_select(), Notice::as_select(), Order::as_select(), Contract::as_select(), Project::as_select()))
        .first(conn)
        .optional()?
        .or_not_found()?;
    Ok(Found { delivery, notice, order, contract, project })
}

/// The ids of the lines of a contract's deliveries that were counted more than once: a recount by the same person on the same
/// day changes them alone.
pub fn counted_twice(conn: &mut Conn, contract: &str) -> Result<Vec<String>> {
    Ok(deliveries::table
        .inner_join(orders::table)
        .inner_join(delivery_lines::table)
        .filter(orders::contract_id.eq(contract))
        .filter(delivery_lines::version.gt(2))
        .select(delivery_lines::id)
        .load(conn)?)
}
