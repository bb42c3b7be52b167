//! Reading supply notices.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

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

/// Of a notice: whether something of it is still to arrive, which is where less was counted, or sent where nothing was counted yet,
/// than a line asks for.
const OPEN: &str = "exists (select 1 from notice_lines where notice_lines.notice_id = supply_notices.id and notice_lines.quantity > \
    (select coalesce(sum(coalesce(came.counted, came.sent)), 0) from delivery_lines came \
    join deliveries sent on sent.id = came.delivery_id \
    where sent.notice_id = supply_notices.id and sent.voided_at is null and came.order_line_id = notice_lines.order_line_id))";

/// The notices of a contract's orders, each with whether something of it is still to arrive, and with its deliveries; withdrawn
/// and voided ones included.
pub fn of_contract(conn: &mut Conn, contract: &str) -> Result<Vec<(Notice, bool, Option<Delivery>)>> {
    Ok(supply_notices::table
        .inner_join(orders::table)
        .left_join(deliveries::table)
        .filter(orders::contract_id.eq(contract))
        .order((supply_notices::number, deliveries::number))
        .select((Notice::as_select(), sql::<Bool>(OPEN), Option::<Delivery>::as_select()))
        .load(conn)?)
}
