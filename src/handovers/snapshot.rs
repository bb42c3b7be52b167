//! Reads how a project stands, to write it down on the sheet.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::content::{Asked, Content, Due, Fired, Held, Kept, Offered, Open, OpenTask, ToDeliver};
use crate::contracts;
use crate::contracts::road::ContractState;
use crate::correspondence::requests::model::{Request, RequestState};
use crate::customers::model::{EditionState, Objection, ObjectionState, Solution, SolutionEdition, TargetCustomer, TargetStep};
use crate::error::Result;
use crate::files::model::{Attachment, SubjectKind};
use crate::projects::alerts;
use crate::projects::model::{Project, Task};
use crate::projects::tasks;
use crate::store::Conn;
use crate::store::schema::{
    attachments, contacts, contracts as contracts_table, customers, objections, orders, people, requests, solution_editions,
    solutions, target_customers,
};

/// What of a project somebody else takes from `giver`, as it stands on this day.
pub fn of_project(conn: &mut Conn, handover: &str, project: &Project, giver: &str, today: NaiveDate) -> Result<Content> {
    let id = project.id.as_str();
    let open = tasks::open_of(conn, id)?;
    let tasks = open.iter().filter(|it| it.person_id.as_deref() == Some(giver)).map(|it| task(it, None)).collect();
    let alerts = alerts::queries::watched(conn, id)?;
    let alerts = alerts
        .iter()
        .filter(|it| it.has_fired(today) && it.answered_at.is_none())
        .filter_map(|it| Some(Fired { rule: it.rule.code().to_owned(), title: it.title.clone(), fires_on: it.fires_on? }));
    Ok(Content {
        handover: handover.to_owned(),
        number: project.number.clone(),
        name: project.name.clone(),
        stage: project.stage.code().to_owned(),
        round: project.round,
        tasks,
        customers: held(conn, id)?,
        contracts: due(conn, id, today)?,
        orders: to_deliver(conn, id)?,
        objections: objected(conn, id)?,
        solutions: offered(conn, id)?,
        requests: asked(conn, id)?,
        alerts: alerts.collect(),
        files: files(conn, id)?,
    })
}

/// A task as it is written down.
pub fn task(it: &Task, project: Option<(String, String)>) -> OpenTask {
    OpenTask { step: it.step.clone(), what: it.what.clone(), due_on: it.due_on, project }
}

fn held(conn: &mut Conn, project: &str) -> Result<Vec<Held>> {
    type Row = (TargetCustomer, String, String, Option<(String, String)>);
    let rows: Vec<Row> = target_customers::table
        .inner_join(customers::table)
        .left_join(contacts::table)
        .filter(target_customers::project_id.eq(project))
        .filter(target_customers::step.ne(TargetStep::Dropped))
        .order((target_customers::step, customers::number))
        .select((TargetCustomer::as_select(), customers::number, customers::name, (contacts::name, contacts::phone).nullable()))
        .load(conn)?;
    let one = |(it, number, name, contact): Row| Held {
        number,
        name,
        step: it.step.code().to_owned(),
        contact,
        last_on: it.last_on,
        next_step: it.next_step,
        next_on: it.next_on,
    };
    Ok(rows.into_iter().map(one).collect())
}

fn due(conn: &mut Conn, project: &str, today: NaiveDate) -> Result<Vec<Due>> {
    let rows = contracts::queries::of_project(conn, project)?;
    let terms = contracts::queries::terms_of_project(conn, project)?;
    let one = |(it, customer, _): (contracts::model::Contract, String, String)| {
        let theirs: Vec<_> = terms.iter().filter(|term| term.contract_id == it.id).cloned().collect();
        let settlement = it.settlement(&theirs);
        // Nothing is owed while the contract is not in force.
        let owes = it.state.in_force();
        Due {
            overdue: if owes { settlement.overdue(today) } else { 0 },
            next_due: settlement.next_due().filter(|_| owes).map(|it| it.part.due_on),
            number: it.number,
            title: it.title,
            customer,
            state: it.state.code().to_owned(),
            fen: it.fen,
            invoiced: it.invoiced,
            received: it.received,
            outstanding: it.outstanding,
            care_on: it.care_on,
        }
    };
    Ok(rows.into_iter().filter(|(it, ..)| it.state != ContractState::Cancelled).map(one).collect())
}

fn to_deliver(conn: &mut Conn, project: &str) -> Result<Vec<ToDeliver>> {
    let rows: Vec<(contracts::orders::model::Order, String)> = orders::table
        .inner_join(contracts_table::table)
        .filter(orders::project_id.eq(project))
        .filter(orders::due_on.is_not_null())
        .order(orders::number)
        .select((contracts::orders::model::Order::as_select(), contracts_table::number))
        .load(conn)?;
    let one = |(it, contract): (contracts::orders::model::Order, String)| ToDeliver {
        number: it.number,
        contract,
        state: it.state.code().to_owned(),
        fen: it.fen,
        wanted_on: it.wanted_on,
    };
    Ok(rows.into_iter().map(one).collect())
}

fn objected(conn: &mut Conn, project: &str) -> Result<Vec<Open>> {
    let rows: Vec<(Objection, String)> = objections::table
        .inner_join(customers::table)
        .filter(objections::project_id.eq(project))
        .filter(objections::state.ne(ObjectionState::Settled))
        .order((objections::raised_on, objections::id))
        .select((Objection::as_select(), customers::name))
        .load(conn)?;
    let one = |(it, customer): (Objection, String)| Open {
        customer,
        kind: it.kind.code().to_owned(),
        weight: it.weight.code().to_owned(),
        state: it.state.code().to_owned(),
        said: it.said,
        raised_on: it.raised_on,
    };
    Ok(rows.into_iter().map(one).collect())
}

fn offered(conn: &mut Conn, project: &str) -> Result<Vec<Offered>> {
    let rows: Vec<(Solution, SolutionEdition, String)> = solutions::table
        .inner_join(solution_editions::table)
        .inner_join(customers::table)
        .filter(solutions::project_id.eq(project))
        .order((solutions::number, solution_editions::edition))
        .select((Solution::as_select(), SolutionEdition::as_select(), customers::name))
        .load(conn)?;
    // The last edition of each stands.
    let newest: BTreeMap<String, _> = rows.into_iter().map(|row| (row.0.number.clone(), row)).collect();
    let waits = |it: &SolutionEdition| matches!(it.state, EditionState::Draft | EditionState::Offered);
    Ok(newest
        .into_values()
        .filter(|(_, edition, _)| waits(edition))
        .map(|(it, edition, customer)| Offered {
            number: it.number,
            title: it.title,
            customer,
            edition: edition.edition,
            state: edition.state.code().to_owned(),
            price_fen: edition.price_fen,
            valid_until: edition.valid_until,
        })
        .collect())
}

fn asked(conn: &mut Conn, project: &str) -> Result<Vec<Asked>> {
    let rows: Vec<(Request, String)> = requests::table
        .inner_join(people::table)
        .filter(requests::project_id.eq(project))
        .filter(requests::state.eq_any([RequestState::Open, RequestState::Answered]))
        .order(requests::number)
        .select((Request::as_select(), people::name))
        .load(conn)?;
    let one = |(it, asker): (Request, String)| Asked {
        number: it.number,
        title: it.title,
        state: it.state.code().to_owned(),
        asker,
        due_on: it.due_on,
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Not those of requests: who sees a request is a rule of its own.
fn files(conn: &mut Conn, project: &str) -> Result<Vec<Kept>> {
    let rows: Vec<Attachment> = attachments::table
        .filter(attachments::project_id.eq(project))
        .filter(attachments::subject_kind.ne(SubjectKind::Request))
        .filter(attachments::subject_kind.ne(SubjectKind::Report))
        .filter(attachments::subject_kind.ne(SubjectKind::Consultation))
        .filter(attachments::removed_at.is_null())
        .order((attachments::added_at, attachments::id))
        .select(Attachment::as_select())
        .load(conn)?;
    let one = |it: Attachment| Kept { subject: it.subject_kind.code().to_owned(), size: it.size, name: it.name };
    Ok(rows.into_iter().map(one).collect())
}
