//! Reading hand-overs, and what somebody has that could be handed over.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::model::{Handover, HandoverItem};
use crate::clock::Moment;
use crate::error::{OrNotFound, Result};
use crate::people::model::Person;
use crate::people::queries::{BY_NAME, looked_after};
use crate::policy::{Deed, Standing};
use crate::projects::model::{Project, Task};
use crate::projects::queries::visible;
use crate::store::schema::{
    alerts, contracts, customers, handover_items, handovers, projects, requests, target_customers, tasks,
};
use crate::store::{Actor, Conn, Tx};
use crate::web::form::ROWS;

/// How somebody stands to handing over what this person has: nobody decides on their own work; that of whoever acts for the
/// commander is left to the commander.
pub fn standing(me: &Actor, giver: &str) -> Standing {
    Standing { owns: me.id == giver, coordinates: false, left: me.resting.as_deref() == Some(giver) }
}

/// The hand-over with this number; whoever sees projects sees hand-overs.
pub fn find(conn: &mut Conn, me: &Actor, number: &str) -> Result<Handover> {
    me.may(Deed::SeeProjects, Standing::NONE).or_not_found()?;
    handovers::table.filter(handovers::number.eq(number)).select(Handover::as_select()).first(conn).optional()?.or_not_found()
}

/// The projects of a hand-over that the person may see, in their order.
pub fn items(conn: &mut Conn, me: &Actor, handover: &str) -> Result<Vec<HandoverItem>> {
    Ok(projects::table
        .into_boxed()
        .filter(visible(me))
        .inner_join(handover_items::table)
        .filter(handover_items::handover_id.eq(handover.to_owned()))
        .order(handover_items::position)
        .select(HandoverItem::as_select())
        .load(conn)?)
}

/// Whether what stands on a sheet is what was written down.
pub fn is_whole(conn: &mut Conn, it: &Handover) -> Result<bool> {
    let all: Vec<String> = handover_items::table
        .filter(handover_items::handover_id.eq(&it.id))
        .order(handover_items::position)
        .select(handover_items::content)
        .load(conn)?;
    Ok(super::content::seal(&it.number, &it.content, all.iter().map(String::as_str)) == it.seal)
}

/// The projects of somebody that another could take, as far as the person may see them: the first ones of many.
pub fn owned(conn: &mut Conn, me: &Actor, owner: &str) -> Result<Vec<Project>> {
    Ok(projects::table
        .into_boxed()
        .filter(visible(me))
        .filter(projects::owner_id.eq(owner.to_owned()))
        .filter(looked_after())
        .order((projects::ended_at.is_not_null(), projects::number))
        .limit(i64::try_from(ROWS).unwrap_or(60))
        .select(Project::as_select())
        .load(conn)?)
}

/// Whether somebody has to look after a project.
pub fn is_looked_after(conn: &mut Conn, project: &str) -> Result<bool> {
    let found = projects::table.into_boxed().filter(projects::id.eq(project.to_owned())).filter(looked_after());
    Ok(found.count().get_result::<i64>(conn)? > 0)
}

/// Open tasks that are somebody's by name in projects of others, with the project's number and name.
pub fn named_tasks(conn: &mut Conn, person: &str) -> Result<Vec<(Task, String, String)>> {
    Ok(tasks::table
        .inner_join(projects::table)
        .filter(tasks::person_id.eq(person))
        .filter(tasks::state.eq("open"))
        .filter(tasks::role.eq(BY_NAME))
        .filter(projects::owner_id.ne(person))
        .order((tasks::due_on, tasks::id))
        .limit(i64::try_from(ROWS).unwrap_or(60))
        .select((Task::as_select(), projects::number, projects::name))
        .load(conn)?)
}

/// How many customers somebody looks after.
pub fn kept(conn: &mut Conn, person: &str) -> Result<i64> {
    let rows = customers::table.filter(customers::keeper_id.eq(person)).filter(customers::merged_into.is_null());
    Ok(rows.count().get_result(conn)?)
}

/// What hangs on a project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    pub tasks: i64,
    pub customers: i64,
    pub contracts: i64,
    /// Fen.
    pub outstanding: i64,
    /// Contracts of which something is overdue.
    pub overdue: i64,
    pub requests: i64,
    pub alerts: i64,
}

/// What hangs on each of these projects, by id.
pub fn loads(conn: &mut Conn, ids: &[String], owner: &str, today: NaiveDate) -> Result<BTreeMap<String, Load>> {
    let mut all: BTreeMap<String, Load> = ids.iter().map(|id| (id.clone(), Load::default())).collect();
    if ids.is_empty() {
        return Ok(all);
    }
    let mut set = |rows: Vec<(String, i64)>, field: fn(&mut Load) -> &mut i64| {
        for (id, count) in rows {
            if let Some(load) = all.get_mut(&id) {
                *field(load) = count;
            }
        }
    };
    let open = tasks::table.filter(tasks::project_id.eq_any(ids)).filter(tasks::state.eq("open"));
    let open = open.filter(tasks::person_id.eq(owner)).group_by(tasks::project_id);
    set(open.select((tasks::project_id, count_star())).load(conn)?, |it| &mut it.tasks);
    let targets = target_customers::table.filter(target_customers::project_id.eq_any(ids));
    let targets = targets.filter(target_customers::step.ne("dropped")).group_by(target_customers::project_id);
    set(targets.select((target_customers::project_id, count_star())).load(conn)?, |it| &mut it.customers);
    let waiting = requests::table.filter(requests::project_id.eq_any(ids).assume_not_null());
    let waiting = waiting.filter(requests::state.eq_any(["open", "answered"])).group_by(requests::project_id);
    let waiting: Vec<(Option<String>, i64)> = waiting.select((requests::project_id, count_star())).load(conn)?;
    set(waiting.into_iter().filter_map(|(id, count)| Some((id?, count))).collect(), |it| &mut it.requests);
    let fired = alerts::table.filter(alerts::project_id.eq_any(ids)).filter(alerts::answered_at.is_null());
    let fired = fired.filter(alerts::passed_on.is_null()).filter(alerts::fires_on.le(today)).group_by(alerts::project_id);
    set(fired.select((alerts::project_id, count_star())).load(conn)?, |it| &mut it.alerts);
    let sums: Vec<(String, i64, i64, i64)> = contracts::table
        .filter(contracts::project_id.eq_any(ids))
        .filter(contracts::state.ne("cancelled"))
        .group_by(contracts::project_id)
        .select((
            contracts::project_id,
            count_star(),
            sql::<BigInt>("cast(coalesce(sum(contracts.outstanding), 0) as bigint)"),
            sql::<BigInt>("cast(coalesce(sum(case when contracts.overdue_on <= ")
                .bind::<diesel::sql_types::Date, _>(today)
                .sql(" then 1 else 0 end), 0) as bigint)"),
        ))
        .load(conn)?;
    for (id, count, outstanding, overdue) in sums {
        if let Some(load) = all.get_mut(&id) {
            (load.contracts, load.outstanding, load.overdue) = (count, outstanding, overdue);
        }
    }
    Ok(all)
}

/// The hand-over that the same form sent twice has made already: from and to the same, by the same person for the same reason
/// today, of the same projects.
pub fn same(tx: &mut Tx, giver: &str, taker: &str, reason: &str, since: Moment, ids: &[String]) -> Result<Option<Handover>> {
    let me = tx.who.id.clone();
    let found: Vec<Handover> = handovers::table
        .filter(handovers::giver_id.eq(giver))
        .filter(handovers::taker_id.eq(taker))
        .filter(handovers::decided_by.eq(me))
        .filter(handovers::reason.eq(reason))
        .filter(handovers::at.ge(since))
        .order(handovers::number.desc())
        .limit(20)
        .select(Handover::as_select())
        .load(&mut **tx)?;
    let mut wanted = ids.to_vec();
    wanted.sort();
    for it in found {
        let mut had: Vec<String> = handover_items::table
            .filter(handover_items::handover_id.eq(&it.id))
            .order(handover_items::position)
            .select(handover_items::project_id)
            .load(&mut **tx)?;
        had.sort();
        if had == wanted {
            return Ok(Some(it));
        }
    }
    Ok(None)
}

/// The person of whom something is to be handed over: named by account, or by a project of theirs.
pub fn giver(conn: &mut Conn, me: &Actor, person: &str, project: &str) -> Result<Option<Person>> {
    if project.is_empty() {
        return crate::people::queries::by_username(conn, person);
    }
    let project = crate::projects::queries::find(conn, me, project)?;
    crate::people::queries::by_id(conn, &project.owner_id).map(Some)
}
