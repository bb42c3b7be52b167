//! Writing hand-overs.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use diesel::prelude::*;

use super::content::{Besides, Content, Customer as Kept, OpenTask, seal};
use super::model::{Handover, HandoverItem};
use super::{queries, snapshot};
use crate::customers;
use crate::customers::model::Customer;
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::meetings::resolutions;
use crate::notices::changes::tell;
use crate::notices::model::{News, Reason};
use crate::people::model::Person;
use crate::policy::Deed;
use crate::projects::model::{Project, Task};
use crate::projects::owning;
use crate::projects::queries::find;
use crate::store::Tx;
use crate::store::office::Setting;
use crate::store::schema::{customers as customers_table, target_customers};

/// Who is to take what of one person's. Takers and tasks are named by id, projects by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub projects: Vec<(String, String)>,
    pub tasks: Vec<(String, String)>,
    /// Who looks after the customers that no project takes along; none: they stay.
    pub customers: Option<String>,
    /// Whether the giver's customers go with the projects in which they are worked on.
    pub along: bool,
    pub reason: String,
    pub note: String,
}

/// What one person takes.
#[derive(Default)]
struct Share {
    projects: Vec<Project>,
    customers: Vec<Customer>,
    tasks: Vec<(Task, String, String)>,
}

/// Hands over what a person has, to each taker by a sheet of their own; effective at once. Answers the sheets in the order of
/// the plan; those of the same form sent a moment ago if it was sent twice.
pub fn hand_over(tx: &mut Tx, giver: &Person, plan: &Plan) -> Result<Vec<Handover>> {
    let standing = queries::standing(&tx.who, &giver.id);
    tx.may(Deed::HandOver, standing)?;
    if let Some(made) = made_already(tx, giver, plan)? {
        return Ok(made);
    }
    let mut order: Vec<String> = Vec::new();
    let mut shares: BTreeMap<String, Share> = BTreeMap::new();
    for (number, taker) in &plan.projects {
        let taker = taker_of(tx, giver, taker)?;
        let project = free(tx, giver, number)?;
        share(&mut order, &mut shares, &taker).projects.push(project);
    }
    let named = queries::named_tasks(tx, &giver.id)?;
    for (id, taker) in &plan.tasks {
        let taker = taker_of(tx, giver, taker)?;
        let Some(task) = named.iter().find(|(task, ..)| task.id == *id) else {
            let said =
                Pair("有一项任务已经不在此人名下，请看看现状。", "A task is not theirs any more; see how it stands now.");
            return Err(Error::invalid("tasks", Complaint::Said(said)));
        };
        share(&mut order, &mut shares, &taker).tasks.push(task.clone());
    }
    for (customer, taker) in kept(tx, giver, plan, &order, &shares)? {
        share(&mut order, &mut shares, &taker).customers.push(customer);
    }
    if order.is_empty() {
        let said = Pair("没有选定要移交的项目、客户或任务。", "No project, customer or task was chosen to be handed over.");
        return Err(Error::invalid("to", Complaint::Said(said)));
    }
    let mut made = Vec::new();
    for taker in order {
        let share = shares.remove(&taker).unwrap_or_default();
        made.push(one(tx, giver, &taker, plan, share)?);
    }
    Ok(made)
}

fn share<'a>(order: &mut Vec<String>, shares: &'a mut BTreeMap<String, Share>, taker: &str) -> &'a mut Share {
    if !order.iter().any(|it| it == taker) {
        order.push(taker.to_owned());
    }
    shares.entry(taker.to_owned()).or_default()
}

/// Whoever takes it: active sales staff, not the giver, not the one who decides.
fn taker_of(tx: &mut Tx, giver: &Person, taker: &str) -> Result<String> {
    if taker == giver.id {
        let said = Pair("接收人就是移交人。", "Giver and taker are the same person.");
        return Err(Error::invalid("to", Complaint::Said(said)));
    }
    owning::new_owner(tx, taker, "to")
}

/// The project with this number, as whoever acts sees it.
fn seen(tx: &mut Tx, number: &str) -> Result<Project> {
    let who = tx.who.clone();
    find(tx, &who, number)
}

/// The project, if it is still the giver's and somebody has to look after it.
fn free(tx: &mut Tx, giver: &Person, number: &str) -> Result<Project> {
    let project = seen(tx, number)?;
    let called = format!("{} {}", project.number, project.name);
    let refuse = |said: Pair| Err(Error::invalid("projects", Complaint::Named(said, called.clone())));
    if project.owner_id != giver.id {
        return refuse(Pair(
            "{} 已经由别人负责，请看看现状再移交。",
            "{} is somebody else's by now; see how it stands before you hand over.",
        ));
    }
    if !queries::is_looked_after(tx, &project.id)? {
        return refuse(Pair(
            "{} 已经结束，也没有待收的款项或回访，不必移交。",
            "{} has ended, with nothing to be paid or followed up; it needs no other owner.",
        ));
    }
    Ok(project)
}

/// The giver's customers and who is to look after each: whoever takes the first project in which it is worked on, or whoever
/// takes the rest.
fn kept(
    tx: &mut Tx,
    giver: &Person,
    plan: &Plan,
    order: &[String],
    shares: &BTreeMap<String, Share>,
) -> Result<Vec<(Customer, String)>> {
    let rest = plan.customers.as_ref().map(|taker| taker_of(tx, giver, taker)).transpose()?;
    if rest.is_none() && !plan.along {
        return Ok(Vec::new());
    }
    let mut along: BTreeMap<String, String> = BTreeMap::new();
    if plan.along {
        for taker in order {
            for project in shares.get(taker).map_or(&[][..], |it| &it.projects) {
                let targets: Vec<String> = target_customers::table
                    .filter(target_customers::project_id.eq(&project.id))
                    .filter(target_customers::step.ne("dropped"))
                    .order(target_customers::customer_id)
                    .select(target_customers::customer_id)
                    .load(&mut **tx)?;
                for customer in targets {
                    along.entry(customer).or_insert_with(|| taker.clone());
                }
            }
        }
    }
    let all: Vec<Customer> = customers_table::table
        .filter(customers_table::keeper_id.eq(&giver.id))
        .filter(customers_table::merged_into.is_null())
        .order((customers_table::name, customers_table::number))
        .select(Customer::as_select())
        .load(&mut **tx)?;
    let taker = |it: &Customer| along.get(&it.id).cloned().or(rest.clone());
    Ok(all.into_iter().filter_map(|it| taker(&it).map(|taker| (it, taker))).collect())
}

/// Writes one sheet down as everything stands, and makes the taker answer for it.
fn one(tx: &mut Tx, giver: &Person, taker: &str, plan: &Plan, share: Share) -> Result<Handover> {
    let number = tx.next_number("YJ")?;
    let today = tx.today();
    let mut contents: Vec<Content> = Vec::new();
    for project in &share.projects {
        contents.push(snapshot::of_project(tx, &number, project, &giver.id, today)?);
    }
    let written = contents.iter().map(Content::written).collect::<Result<Vec<_>>>()?;
    let tasks: Vec<OpenTask> =
        share.tasks.iter().map(|(task, number, name)| snapshot::task(task, Some((number.clone(), name.clone())))).collect();
    let besides = Besides { customers: share.customers.iter().map(kept_as).collect(), tasks }.written()?;
    let count = |of: usize| i32::try_from(of).unwrap_or(i32::MAX);
    let days = u32::try_from(tx.office.setting(Setting::DaysIssued)).unwrap_or(0);
    let row = Handover {
        id: tx.new_id()?,
        seal: seal(&number, &besides, written.iter().map(String::as_str)),
        number,
        giver_id: giver.id.clone(),
        taker_id: taker.to_owned(),
        reason: plan.reason.clone(),
        note: plan.note.clone(),
        content: besides,
        projects: count(share.projects.len()),
        customers: count(share.customers.len()),
        tasks: count(share.tasks.len()),
        outstanding: contents.iter().map(Content::outstanding).sum(),
        decided_by: tx.who.id.clone(),
        acting_for_id: tx.who.acting_for.clone(),
        at: tx.now,
        due_on: tx.office.calendar.add_working_days(today, days),
        giver_confirmed_at: None,
        taker_confirmed_at: None,
        version: 1,
    };
    let deed = Deed::HandOver.code();
    tx.add(deed, &row)?;
    for (position, (project, (content, written))) in (1..).zip(share.projects.iter().zip(contents.iter().zip(written))) {
        let item = HandoverItem {
            id: tx.new_id()?,
            handover_id: row.id.clone(),
            project_id: project.id.clone(),
            position,
            content: written,
            outstanding: content.outstanding(),
        };
        tx.add(deed, &item)?;
        owning::change_owner(tx, deed, project, taker, &plan.reason)?;
        resolutions::changes::go_along(tx, &giver.id, &project.id, taker)?;
    }
    for (task, ..) in &share.tasks {
        owning::pass_on(tx, task, taker)?;
    }
    let standing = queries::standing(&tx.who, &giver.id);
    customers::changes::hand_over(tx, &share.customers, taker, standing)?;
    let news = |what| News::of(what, &row.number, &row.reason, row.href());
    tell(tx, taker, Reason::Taken, &news(Pair("有工作移交给您", "Work was handed over to you")))?;
    tell(tx, &giver.id, Reason::Given, &news(Pair("您的工作已移交", "Your work was handed over")))?;
    Ok(row)
}

fn kept_as(it: &Customer) -> Kept {
    Kept {
        number: it.number.clone(),
        name: it.name.clone(),
        grade: it.grade.code().to_owned(),
        region: it.region.clone(),
        phone: it.phone.clone(),
    }
}

/// The sheets that this form has made already: the button was pressed twice.
fn made_already(tx: &mut Tx, giver: &Person, plan: &Plan) -> Result<Option<Vec<Handover>>> {
    let mut by_taker: Vec<(String, Vec<String>)> = Vec::new();
    for (number, taker) in &plan.projects {
        let project = seen(tx, number)?;
        if project.owner_id != *taker {
            return Ok(None);
        }
        match by_taker.iter_mut().find(|(it, _)| it == taker) {
            Some((_, ids)) => ids.push(project.id),
            None => by_taker.push((taker.clone(), vec![project.id])),
        }
    }
    let since = tx.office.zone.moment(tx.today().and_time(NaiveTime::MIN));
    if plan.projects.is_empty() {
        // Customers and tasks alone: nothing of them is the giver's any more.
        let gone = queries::named_tasks(tx, &giver.id)?.iter().all(|(it, ..)| plan.tasks.iter().all(|(id, _)| *id != it.id));
        if gone && (plan.customers.is_none() || queries::kept(tx, &giver.id)? == 0) {
            let takers = plan.tasks.iter().map(|(_, taker)| taker).chain(&plan.customers);
            by_taker.extend(takers.map(|it| (it.clone(), Vec::new())));
            by_taker.dedup();
        }
    }
    let mut made = Vec::new();
    for (taker, ids) in by_taker {
        match queries::same(tx, &giver.id, &taker, &plan.reason, since, &ids)? {
            Some(it) => made.push(it),
            None => return Ok(None),
        }
    }
    Ok(Some(made).filter(|it| !it.is_empty()))
}

/// The taker confirms to have received what stands on the sheet, or the giver to have explained it.
pub fn confirm(tx: &mut Tx, before: &Handover) -> Result<()> {
    let mut after = before.clone();
    if before.taker_id == tx.who.id {
        after.taker_confirmed_at = before.taker_confirmed_at.or(Some(tx.now));
    } else if before.giver_id == tx.who.id {
        after.giver_confirmed_at = before.giver_confirmed_at.or(Some(tx.now));
    } else {
        return Err(Error::new(Kind::Forbidden(Pair("确认移交", "Confirm the hand-over"))));
    }
    tx.change("confirm_handover", before, after)?;
    Ok(())
}
