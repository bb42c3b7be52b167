//! Since when a customer wants somebody's attention: the day of its next step in a project that runs, or, where nothing is planned
//! there, the last day on which somebody dealt with it. Kept on the customer's row, so that lists show first whom nobody looks
//! after. Whoever changes a target calls [`keep`]; when a project ends, nothing is expected of its customers any more.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde::Serialize;

use crate::clock::Moment;
use crate::error::Result;
use crate::projects::model::Project;
use crate::recorded;
use crate::store::Tx;
use crate::store::schema::{customers, projects, target_customers};

/// The one column of a customer's row that follows from the projects; the rest of it is the business of customers.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = customers, treat_none_as_null = true)]
struct Attention {
    id: String,
    attend_on: Option<NaiveDate>,
}
recorded!(Attention, customers);

/// What is kept of one target: next step, last activity, when it was chosen.
type Dates = (Option<NaiveDate>, Option<NaiveDate>, Moment);

/// Brings the day up to date after a target of the customer's has changed.
pub fn keep(tx: &mut Tx, customer: &str) -> Result<()> {
    // As it stands in the indexes: of a bound value SQLite would think anew each time.
    let pursued = sql::<Bool>("target_customers.step <> 'dropped'");
    let running: Vec<Dates> = target_customers::table
        .inner_join(projects::table)
        .filter(target_customers::customer_id.eq(customer))
        .filter(pursued)
        .filter(projects::ended_at.is_null())
        .order(target_customers::id)
        .select((target_customers::next_on, target_customers::last_on, target_customers::chosen_at))
        .load(&mut **tx)?;
    let zone = tx.office.zone;
    let since = |(next, last, chosen): Dates| next.or(last).unwrap_or_else(|| zone.day(chosen));
    let attend_on = running.into_iter().map(since).min();
    let before: Attention = customers::table.find(customer).select(Attention::as_select()).first(&mut **tx)?;
    tx.change("keep_customer", &before, Attention { attend_on, ..before.clone() }).map(|_| ())
}

/// The project has ended.
pub fn end(tx: &mut Tx, project: &Project) -> Result<()> {
    let theirs: Vec<String> = target_customers::table
        .filter(target_customers::project_id.eq(&project.id))
        .order(target_customers::customer_id)
        .select(target_customers::customer_id)
        .load(&mut **tx)?;
    theirs.iter().try_for_each(|customer| keep(tx, customer))
}
