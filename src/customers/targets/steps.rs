//! The auxiliary steps 4.1–4.4 are done by the work itself: by targets, activities and objections, contracts, deliveries.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::select;

use crate::customers::model::{ActivityKind, TargetStep};
use crate::error::Result;
use crate::projects::model::Project;
use crate::projects::steps::Step;
use crate::projects::tasks;
use crate::store::schema::{activities, cares, contracts, objections, orders, target_customers};
use crate::store::{Conn, Tx};

/// The steps that the work with customers finishes.
pub const STEPS: [Step; 4] = [Step::S4_1, Step::S4_2, Step::S4_3, Step::S4_4];

/// Closes the tasks of those steps whose work has been recorded. To be called after whatever is recorded of a customer in a
/// project: a target, an activity, an objection, a signed contract, an order, a delivery, a care.
pub fn keep(tx: &mut Tx, project: &Project) -> Result<()> {
    for task in tasks::open_of(tx, &project.id)? {
        let step = STEPS.into_iter().find(|step| step.code() == task.step);
        if let Some(step) = step
            && is_done(tx, step, &project.id)?
        {
            tasks::finish(tx, project, step.code(), None)?;
        }
    }
    Ok(())
}

/// Whether what a step's name says has been recorded in a project.
fn is_done(conn: &mut Conn, step: Step, project: &str) -> Result<bool> {
    const TALKS: [ActivityKind; 3] = [ActivityKind::Invitation, ActivityKind::Demonstration, ActivityKind::Visit];
    Ok(match step {
        // A customer was chosen, and the person in charge there is known.
        Step::S4_1 => select(exists(
            target_customers::table
                .filter(target_customers::project_id.eq(project))
                .filter(target_customers::step.ne(TargetStep::Dropped))
                .filter(target_customers::contact_id.is_not_null()),
        ))
        .get_result(conn)?,
        // Somebody was invited, visited or shown the products, or objected.
        Step::S4_2 => {
            let talked = activities::table.filter(activities::project_id.eq(project)).filter(activities::kind.eq_any(TALKS));
            select(exists(talked)).get_result::<bool>(conn)?
                || select(exists(objections::table.filter(objections::project_id.eq(project)))).get_result(conn)?
        }
        Step::S4_3 => select(exists(
            contracts::table
                .filter(contracts::project_id.eq(project))
                .filter(contracts::signed_on.is_not_null())
                .filter(contracts::state.ne("cancelled")),
        ))
        .get_result(conn)?,
        // Nothing is delivered without an order.
        Step::S4_4 => {
            select(exists(orders::table.filter(orders::project_id.eq(project)))).get_result::<bool>(conn)?
                || select(exists(cares::table.filter(cares::project_id.eq(project)))).get_result(conn)?
        }
        _ => false,
    })
}
