//! Reading supply notices.

use diesel::prelude::*;

use super::model::Notice;
use crate::contracts::deliveries::model::Delivery;
use crate::contracts::model::Contract;
use crate::contracts::orders::model::Order;
use crate::error::{OrNotFound, Result};
use crate::projects::model::Project;
use crate::projects::queries::sees_issued;
use crate::store::schema::{contracts, deliveries, orders, projects, supply_notices};
use crate::store::{Actor, Conn};

/// The notice with this number with its order, contract and project, if the person may see the project.
pub fn find(conn: &mut Conn, me: &Actor, number: &str) -> Result<(Notice, Order, Contract, Project)> {
    sees_issued(me).then_some(()).or_not_found()?;
    supply_notices::table
        .inner_join(orders::table.inner_join(contracts::table))
        .inner_join(projects::table)
        .filter(supply_notices::number.eq(number))
        .select((Notice::as_select(), Order::as_select(), Contract::as_select(), Project::as_select()))
        .first(conn)
        .optional()?
        .or_not_found()
}

/// The notices of a contract's orders, each with its deliveries, withdrawn and voided ones included.
pub fn of_contract(conn: &mut Conn, contract: &str) -> Result<Vec<(Notice, Option<Delivery>)>> {
    Ok(supply_notices::table
        .inner_join(orders::table)
        .left_join(deliveries::table)
        .filter(orders::contract_id.eq(contract))
        .order((supply_notices::number, deliveries::number))
        .select((Notice::as_select(), Option::<Delivery>::as_select()))
        .load(conn)?)
}
