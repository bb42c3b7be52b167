//! Reading after-use care.

use diesel::prelude::*;

use super::model::Care;
use crate::error::Result;
use crate::store::Conn;
use crate::store::schema::cares;

/// What was asked about a contract's goods, the newest first.
pub fn of_contract(conn: &mut Conn, contract: &str) -> Result<Vec<Care>> {
    Ok(cares::table
        .filter(cares::contract_id.eq(contract))
        .order((cares::on_day.desc(), cares::id.desc()))
        .select(Care::as_select())
        .load(conn)?)
}
