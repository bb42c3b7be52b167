//! Reading expenses.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::model::Expense;
use crate::error::{OrNotFound, Result};
use crate::projects::model::Project;
use crate::projects::planning;
use crate::projects::planning::model::BudgetLine;
use crate::store::Conn;
use crate::store::connection::Db;
use crate::store::schema::expenses;

/// Money that counts as spent: it was not taken back.
pub fn counts_as_spent() -> Box<dyn BoxableExpression<expenses::table, Db, SqlType = Bool>> {
    Box::new(expenses::voided_at.is_null())
}

/// What was spent in a project, in fen.
pub fn spent(conn: &mut Conn, project: &str) -> Result<i64> {
    Ok(expenses::table
        .filter(expenses::project_id.eq(project))
        .filter(counts_as_spent())
        .select(sql::<BigInt>("cast(coalesce(sum(expenses.fen), 0) as bigint)"))
        .first(conn)?)
}

/// What was spent in a project by the titles of budget lines, in fen.
pub fn by_title(conn: &mut Conn, project: &str) -> Result<Vec<(String, i64)>> {
    Ok(expenses::table
        .filter(expenses::project_id.eq(project))
        .filter(counts_as_spent())
        .group_by(expenses::title)
        .order(expenses::title)
        .select((expenses::title, sql::<BigInt>("cast(coalesce(sum(expenses.fen), 0) as bigint)")))
        .load(conn)?)
}

/// The budget of the plan that is carried out; none before one is approved.
pub fn budget(conn: &mut Conn, project: &Project) -> Result<Vec<BudgetLine>> {
    match &project.approved_id {
        Some(approved) => planning::queries::budget(conn, approved),
        None => Ok(Vec::new()),
    }
}

/// One expense of a project.
pub fn expense(conn: &mut Conn, project: &str, id: &str) -> Result<Expense> {
    let row = expenses::table.filter(expenses::project_id.eq(project)).filter(expenses::id.eq(id));
    row.select(Expense::as_select()).first(conn).optional()?.or_not_found()
}

/// What was recorded last in a project.
pub fn newest(conn: &mut Conn, project: &str) -> Result<Option<Expense>> {
    Ok(expenses::table
        .filter(expenses::project_id.eq(project))
        .order((expenses::recorded_at.desc(), expenses::id.desc()))
        .select(Expense::as_select())
        .first(conn)
        .optional()?)
}
