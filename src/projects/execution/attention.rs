//! Since when a customer wants somebody's attention: the day of its next step in a project that runs, or, where nothing is planned
//! there, the last day on which somebody dealt with it. Kept on the customer's row, with the nearest next step and the last day
//! in whichever project, so that lists show first whom nobody looks after. Whoever changes a target calls [`keep`]; when a
//! project ends, nothing is expected of its customers any more.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::error::Result;
use crate::projects::model::Project;
use crate::recorded;
use crate::store::Tx;
use crate::store::schema::{customers, projects, target_customers};

/// What of a customer's row follows from the projects; the rest of it is the business of customers.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = customers, treat_none_as_null = true)]
struct Attention {
    id: String,
    attend_on: Option<NaiveDate>,
    next_on: Option<NaiveDate>,
    last_on: Option<NaiveDate>,
}
recorded!(Attention, customers);

/// One target: whether it is pursued, since when its project has ended, next step, last activity, when it was chosen.
type Pursued = (bool, Option<Moment>, Option<NaiveDate>, Option<NaiveDate>, Moment);

/// Brings the days up to date after a target of the customer's has changed.
pub fn keep(tx: &mut Tx, customer: &str) -> Result<()> {
    let targets: Vec<Pursued> = target_customers::table
        .inner_join(projects::table)
        .filter(target_customers::customer_id.eq(customer))
        .order(target_customers::id)
        .select((
            target_customers::step.ne("dropped"),
            projects::ended_at,
            target_customers::next_on,
            target_customers::last_on,
            target_customers::chosen_at,
        ))
        .load(&mut **tx)?;
    let zone = tx.office.zone;
    let before: Attention = customers::table.find(customer).select(Attention::as_select()).first(&mut **tx)?;
    let mut after = Attention { attend_on: None, next_on: None, last_on: None, ..before.clone() };
    for (pursued, ended, next, last, chosen) in targets {
        after.last_on = after.last_on.max(last);
        if pursued && ended.is_none() {
            let since = next.or(last).unwrap_or_else(|| zone.day(chosen));
            after.attend_on = Some(after.attend_on.map_or(since, |it| it.min(since)));
            after.next_on = after.next_on.into_iter().chain(next).min();
        }
    }
    tx.change("keep_customer", &before, after).map(|_| ())
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
