//! Reading customers: one, lists by an address, who may be the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::meant::{Condition, Known, Meant};
use super::model::{Activity, Contact, Customer, Grade, Objection, ObjectionState, Source, TargetCustomer};
use super::search::{is_near, likeness};
use crate::clock::{Moment, Zone};
use crate::error::{OrNotFound, Result};
use crate::policy::{Deed, Standing};
use crate::projects::execution::actuals::counts_as_signed;
use crate::projects::queries::visible;
use crate::store::connection::Db;
use crate::store::schema::{activities, contacts, contracts, customers, objections, people, projects, target_customers, trail};
use crate::store::{Actor, Conn};
use crate::web::{Fields, Reading};
use crate::words::Role;

/// Customers to be read.
pub type Rows = customers::BoxedQuery<'static, Db>;

/// The customer with this number, merged ones too.
pub fn any(conn: &mut Conn, me: &Actor, number: &str) -> Result<Customer> {
    if me.may(Deed::SeeCustomers, Standing::NONE).is_none() {
        return Err(crate::error::Error::not_found());
    }
    let row = customers::table.filter(customers::number.eq(number)).select(Customer::as_select());
    row.first(conn).optional()?.or_not_found()
}

/// The customer with this number, if there is one by itself still.
pub fn find(conn: &mut Conn, me: &Actor, number: &str) -> Result<Customer> {
    Some(any(conn, me, number)?).filter(|it| it.merged_into.is_none()).or_not_found()
}

/// What a customer has become: itself, or the last of those it was merged into, one after the other.
pub fn became(conn: &mut Conn, customer: Customer) -> Result<Customer> {
    let mut customer = customer;
    while let Some(id) = customer.merged_into.clone() {
        customer = customers::table.find(id).select(Customer::as_select()).first(conn)?;
    }
    Ok(customer)
}

/// Every customer that became this one, itself first.
pub fn all_of(conn: &mut Conn, customer: &Customer) -> Result<Vec<Customer>> {
    let mut all = vec![customer.clone()];
    let mut newest: Vec<String> = vec![customer.id.clone()];
    while !newest.is_empty() {
        let rows = customers::table.filter(customers::merged_into.eq_any(&newest)).order(customers::number);
        let found: Vec<Customer> = rows.select(Customer::as_select()).load(conn)?;
        newest = found.iter().map(|it| it.id.clone()).collect();
        all.extend(found);
    }
    Ok(all)
}

/// The people of a customer: those who are there first, the deciding and the handling before the others.
pub fn people_of(conn: &mut Conn, customer: &str) -> Result<Vec<Contact>> {
    let rows = contacts::table.filter(contacts::customer_id.eq(customer)).select(Contact::as_select());
    let mut all: Vec<Contact> = rows.order((contacts::part, contacts::name, contacts::id)).load(conn)?;
    all.sort_by_key(|it| (it.left_at.is_some(), it.part));
    Ok(all)
}

/// One person of a customer's.
pub fn person(conn: &mut Conn, customer: &str, id: &str) -> Result<Contact> {
    let row = contacts::table.filter(contacts::id.eq(id)).filter(contacts::customer_id.eq(customer));
    row.select(Contact::as_select()).first(conn).optional()?.or_not_found()
}

/// Who may look after customers: account name and name of active sales staff and coordinators.
pub fn keepers(conn: &mut Conn) -> Result<Vec<(String, String)>> {
    let rows = who_may_keep().select((people::username, people::name)).order((people::name, people::username));
    Ok(rows.load(conn)?)
}

/// The id of somebody with this account name who may look after customers.
pub fn keeper(conn: &mut Conn, username: &str) -> Result<Option<String>> {
    Ok(who_may_keep().filter(people::username.eq(username.to_owned())).select(people::id).first(conn).optional()?)
}

fn who_may_keep() -> people::BoxedQuery<'static, Db> {
    use crate::store::schema::person_roles;
    let roles =
        person_roles::table.filter(person_roles::role.eq_any([Role::Sales, Role::Coordinator])).select(person_roles::person_id);
    people::table.filter(people::active.eq(true)).filter(people::id.eq_any(roles)).into_boxed()
}

// Lists ------------------------------------------------------------------------------------------------------------------

/// For how many days nobody spoke with a customer, as lists can be sifted.
pub const IDLE: [u64; 3] = [30, 60, 90];

/// What an address asks for. Targets are chosen only in projects that everybody sees who sees customers, so that nothing
/// hidden shows in the days that are kept with a customer.
fn conditions(me: &Actor, query: &Fields, meant: Option<&Meant>, today: NaiveDate, zone: Zone) -> Vec<Condition> {
    let mut all: Vec<Condition> = vec![Box::new(customers::merged_into.is_null())];
    if me.may(Deed::SeeCustomers, Standing::NONE).is_none() {
        all.push(Box::new(customers::version.lt(0)));
    }
    all.extend(meant.into_iter().flat_map(Meant::conditions));
    if let Some(grade) = Grade::from_code(query.get("grade")) {
        all.push(Box::new(customers::grade.eq(grade)));
    }
    if let Some(source) = Source::from_code(query.get("source")) {
        all.push(Box::new(customers::source.eq(source)));
    }
    if !query.get("region").trim().is_empty() {
        all.push(Box::new(customers::region.eq(query.get("region").trim().to_owned())));
    }
    if !query.get("industry").trim().is_empty() {
        all.push(Box::new(customers::industry.eq(query.get("industry").trim().to_owned())));
    }
    if query.get("mine") == "1" {
        all.push(Box::new(customers::keeper_id.eq(me.id.clone())));
    } else if !query.get("keeper").is_empty() {
        let keeper = people::table.filter(people::username.eq(query.get("keeper").to_owned())).select(people::id);
        all.push(Box::new(customers::keeper_id.eq_any(keeper)));
    }
    if query.get("next") == "none" {
        all.push(Box::new(customers::id.eq_any(waiting())));
    }
    if query.get("next") == "late" {
        all.push(Box::new(customers::next_on.lt(today).assume_not_null()));
    }
    if let Some(days) = query.get("idle").parse().ok().filter(|days| IDLE.contains(days)) {
        let since = today.checked_sub_days(Days::new(days)).unwrap_or(today);
        all.push(Box::new(customers::last_on.is_null().or(customers::last_on.lt(since)).assume_not_null()));
        all.push(Box::new(customers::added_at.lt(zone.moment(since.and_time(chrono::NaiveTime::MIN)))));
    }
    all
}

/// The ids of customers that are in a running project without a next step there, as [`Line::waits_since`] says it of one. They are
/// few, and found by the index of attention whatever the list is ordered by.
fn waiting() -> diesel::dsl::Select<Rows, customers::id> {
    let unplanned = customers::next_on.is_null().or(customers::attend_on.lt(customers::next_on)).assume_not_null();
    let rows = customers::table.into_boxed().filter(customers::merged_into.is_null());
    rows.filter(customers::attend_on.is_null().eq(false)).filter(unplanned).select(customers::id)
}

/// The customers that an address asks for; `meant` are those that its question means.
pub fn filtered(me: &Actor, query: &Fields, meant: Option<&Meant>, today: NaiveDate, zone: Zone) -> Rows {
    conditions(me, query, meant, today, zone).into_iter().fold(customers::table.into_boxed(), |rows, it| rows.filter(it))
}

/// In the order that an address asks for; otherwise those first who want attention longest: the next step is overdue, or nothing
/// is planned, by the day that a line shows first. Last come those who are in no running project.
pub fn ordered(rows: Rows, sort: &str) -> Rows {
    match sort {
        "name" => rows.order((customers::name, customers::number)),
        "-name" => rows.order((customers::name.desc(), customers::number.desc())),
        "grade" => rows.order((customers::grade, customers::name, customers::number)),
        "-grade" => rows.order((customers::grade.desc(), customers::name.desc(), customers::number.desc())),
        "added" => rows.order((customers::added_at, customers::number)),
        "-added" => rows.order((customers::added_at.desc(), customers::number.desc())),
        "-next" => rows.order((customers::attend_on.is_null().desc(), customers::attend_on.desc(), customers::number.desc())),
        _ => rows.order((customers::attend_on.is_null(), customers::attend_on, customers::number)),
    }
}

/// A line of the list.
#[derive(Clone, Debug)]
pub struct Line {
    pub customer: Customer,
    /// Who decides there, or handles it.
    pub person: Option<Contact>,
    /// The next step with a day that is nearest.
    pub next: Option<(NaiveDate, String)>,
}

impl Line {
    /// Since when nothing is planned with it in a project that runs; none where something is, and where no project is about it.
    pub fn waits_since(&self) -> Option<NaiveDate> {
        let (since, next) = (self.customer.attend_on?, self.customer.next_on);
        next.is_none_or(|next| since < next).then_some(since)
    }
}

/// These customers with their first person and the next step.
pub fn lines(conn: &mut Conn, rows: Rows) -> Result<Vec<Line>> {
    let found: Vec<Customer> = rows.select(Customer::as_select()).load(conn)?;
    let mut lines: Vec<Line> = found.into_iter().map(|customer| Line { customer, person: None, next: None }).collect();
    // A workbook has thousands of lines; a question may name only so many.
    for part in lines.chunks_mut(500) {
        complete(conn, part)?;
    }
    Ok(lines)
}

fn complete(conn: &mut Conn, lines: &mut [Line]) -> Result<()> {
    let ids: Vec<String> = lines.iter().map(|it| it.customer.id.clone()).collect();
    let at: BTreeMap<String, usize> = ids.iter().cloned().zip(0..).collect();
    let there = contacts::table.filter(contacts::customer_id.eq_any(&ids)).filter(contacts::left_at.is_null());
    let there: Vec<Contact> = there.select(Contact::as_select()).order((contacts::name, contacts::id)).load(conn)?;
    for person in there {
        if let Some(line) = at.get(&person.customer_id).and_then(|at| lines.get_mut(*at))
            && line.person.as_ref().is_none_or(|it| person.part < it.part)
        {
            line.person = Some(person);
        }
    }
    let targets: Vec<(String, NaiveDate, String)> = target_customers::table
        .inner_join(projects::table)
        .filter(target_customers::customer_id.eq_any(&ids))
        .filter(target_customers::step.ne(super::model::TargetStep::Dropped))
        .filter(target_customers::next_on.is_not_null())
        .filter(projects::ended_at.is_null())
        .order((target_customers::customer_id, target_customers::next_on, target_customers::project_id))
        .select((target_customers::customer_id, target_customers::next_on.assume_not_null(), target_customers::next_step))
        .load(conn)?;
    for (customer, on, step) in targets {
        if let Some(line) = at.get(&customer).and_then(|at| lines.get_mut(*at)) {
            line.next.get_or_insert((on, step));
        }
    }
    Ok(())
}

// The same twice -----------------------------------------------------------------------------------------------------------

/// A customer that may be the one being entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twin {
    pub number: String,
    pub name: String,
    pub keeper_id: String,
    pub why: Alike,
}

/// In what two customers are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alike {
    Code,
    Name,
    /// The company's phone is one of those asked for.
    Phone,
    /// The phone of somebody there is.
    Person,
    /// One name contains the other.
    Near,
}

/// Number, name, keeper, code.
type Named = (String, String, String, Option<String>);
type Columns = (customers::number, customers::name, customers::keeper_id, customers::credit_code);
const COLUMNS: Columns = (customers::number, customers::name, customers::keeper_id, customers::credit_code);

/// Who is the same as somebody with this name and code, the surest first; `except` is the one being edited.
pub fn twins(conn: &mut Conn, name: &str, code: Option<&str>, except: &str) -> Result<Vec<Twin>> {
    let like_name = likeness(name);
    let mut rows: Vec<Named> = Vec::new();
    let others = || customers::table.filter(customers::merged_into.is_null()).filter(customers::id.ne(except.to_owned()));
    if let Some(code) = code {
        rows.extend(
            others().filter(customers::credit_code.eq(code)).order(customers::number).limit(5).select(COLUMNS).load(conn)?,
        );
    }
    if !like_name.is_empty() {
        let same = others().filter(customers::likeness.eq(&like_name)).order(customers::number).limit(5);
        rows.extend(same.select(COLUMNS).load::<Named>(conn)?);
    }
    // Whoever was merged into another is known as that one, by its earlier name and code too.
    let alike = customers::likeness.eq(&like_name).and(customers::likeness.ne(""));
    let gone: Vec<Customer> = customers::table
        .filter(customers::merged_into.is_not_null())
        .filter(alike.or(customers::credit_code.eq(code.unwrap_or("-")).assume_not_null()))
        .order(customers::number)
        .limit(5)
        .select(Customer::as_select())
        .load(conn)?;
    for it in gone {
        let of = it.credit_code.clone();
        let it = became(conn, it)?;
        if it.id != except {
            rows.push((it.number, it.name, it.keeper_id, of));
        }
    }
    let mut twins: Vec<Twin> = Vec::new();
    for (number, name, keeper_id, other_code) in rows {
        let why = if code.is_some() && other_code.as_deref() == code { Alike::Code } else { Alike::Name };
        if !twins.iter().any(|it| it.number == number) {
            twins.push(Twin { number, name, keeper_id, why });
        }
    }
    twins.sort_by_key(|it| it.why);
    Ok(twins)
}

/// The most customers of similar names that are told.
const NEAR: usize = 8;

/// Customers of whose names one contains the other, in the order of their names.
fn near(r: &mut Reading, name: &str, except: &str) -> Result<Vec<Twin>> {
    let name = likeness(name);
    let mut found: Vec<(String, String)> = r.look(|all: &[(Arc<str>, Known)]| {
        let near = all.iter().filter(|(id, it)| &**id != except && is_near(&it.likeness, &name));
        near.map(|(id, it)| (it.likeness.to_string(), id.to_string())).collect()
    })?;
    found.sort();
    let ids: Vec<String> = found.into_iter().take(NEAR).map(|it| it.1).collect();
    let rows = customers::table.filter(customers::id.eq_any(ids)).order((customers::likeness, customers::number));
    let rows: Vec<Named> = rows.select(COLUMNS).load(&mut **r)?;
    Ok(rows.into_iter().map(|(number, name, keeper_id, ..)| Twin { number, name, keeper_id, why: Alike::Near }).collect())
}

/// Who may be the same as somebody with this name and code: those who are, and those with a similar name.
pub fn likely(r: &mut Reading, name: &str, code: Option<&str>, except: &str) -> Result<Vec<Twin>> {
    let same = twins(r, name, code, except)?;
    Ok(joined(same, near(r, name, except)?))
}

/// The fewest digits of a phone by which two customers may be known as one: a shorter one is a service's.
const DIGITS: usize = 7;

/// The most customers with one phone that are looked at.
const HOLDERS: usize = 100;

/// Those among phones, as they are kept, by which a customer may be known.
fn telling(phones: &[String]) -> Vec<&String> {
    phones.iter().filter(|it| it.chars().filter(char::is_ascii_digit).count() >= DIGITS).collect()
}

/// The ids of customers whose company has one of these phones, as they are kept. They are looked for in memory: no index knows
/// them.
pub fn holders(r: &mut Reading, phones: &[String]) -> Result<Vec<String>> {
    let phones = telling(phones);
    if phones.is_empty() {
        return Ok(Vec::new());
    }
    let mut ids = r.find(|it: &Known| phones.iter().any(|phone| **phone == *it.phone))?;
    ids.sort();
    Ok(ids.into_iter().take(HOLDERS).map(|id| id.to_string()).collect())
}

/// Customers that are reached by one of these phones, the company itself or somebody there; `except` is the one that it is about.
pub fn reached(r: &mut Reading, phones: &[String], except: &str) -> Result<Vec<Twin>> {
    let holders = holders(r, phones)?;
    reached_by(r, phones, &holders, except)
}

/// The same where the `holders` of the phones have been looked for before.
pub fn reached_by(conn: &mut Conn, phones: &[String], holders: &[String], except: &str) -> Result<Vec<Twin>> {
    let phones = telling(phones);
    if phones.is_empty() {
        return Ok(Vec::new());
    }
    type Row = (String, String, String);
    let own: Vec<Row> = match holders {
        [] => Vec::new(),
        holders => customers::table
            .filter(customers::id.eq_any(holders))
            .filter(customers::phone.eq_any(&phones))
            .filter(customers::merged_into.is_null())
            .filter(customers::id.ne(except))
            .order(customers::number)
            .limit(10)
            .select((customers::number, customers::name, customers::keeper_id))
            .load(conn)?,
    };
    let mut theirs: Vec<Row> = contacts::table
        .inner_join(customers::table)
        .filter(contacts::phone.eq_any(phones))
        .filter(contacts::left_at.is_null())
        .filter(customers::merged_into.is_null())
        .filter(customers::id.ne(except))
        .order((customers::number, contacts::id))
        .limit(10)
        .select((customers::number, customers::name, customers::keeper_id))
        .load(conn)?;
    theirs.dedup();
    let twins = |rows: Vec<Row>, why: Alike| {
        rows.into_iter().map(|(number, name, keeper_id)| Twin { number, name, keeper_id, why }).collect::<Vec<_>>()
    };
    Ok(joined(twins(own, Alike::Phone), twins(theirs, Alike::Person)))
}

/// Twins, and those of others who are not among them yet; the surest first.
pub fn joined(mut twins: Vec<Twin>, others: Vec<Twin>) -> Vec<Twin> {
    for other in others {
        if !twins.iter().any(|it| it.number == other.number) {
            twins.push(other);
        }
    }
    twins.sort_by_key(|it| it.why);
    twins
}

// One customer's page --------------------------------------------------------------------------------------------------------

/// The ids of the projects that a customer is a target of and that somebody may see; everything done with it is in one of them.
fn seen(me: &Actor, customer: &str) -> diesel::dsl::Select<projects::BoxedQuery<'static, Db>, projects::id> {
    let theirs = target_customers::table.filter(target_customers::customer_id.eq(customer.to_owned()));
    let theirs = projects::id.eq_any(theirs.select(target_customers::project_id));
    projects::table.into_boxed().filter(visible(me)).filter(theirs).select(projects::id)
}

/// A customer in a project: the target, the project's number and name, its owner.
pub type InProject = (TargetCustomer, String, String, String);

/// The projects that a customer is a target of, as far as the person may see them; the running ones first.
pub fn in_projects(conn: &mut Conn, me: &Actor, customer: &str) -> Result<Vec<InProject>> {
    let mut all: Vec<InProject> = target_customers::table
        .inner_join(projects::table)
        .filter(target_customers::customer_id.eq(customer))
        .filter(target_customers::project_id.eq_any(seen(me, customer)))
        .order((target_customers::chosen_at.desc(), projects::number))
        .select((TargetCustomer::as_select(), projects::number, projects::name, projects::owner_id))
        .load(conn)?;
    all.sort_by_key(|(target, ..)| target.step == super::model::TargetStep::Dropped);
    Ok(all)
}

/// Activities on one page of a customer's.
pub const ACTIVITIES: i64 = 15;

/// What was done with a customer, the newest first, with the project's number; one more than a page, where there is more.
pub fn done_with(conn: &mut Conn, me: &Actor, customer: &str, offset: i64) -> Result<Vec<(Activity, String)>> {
    Ok(activities::table
        .inner_join(projects::table)
        .filter(activities::customer_id.eq(customer))
        .filter(activities::project_id.eq_any(seen(me, customer)))
        .order((activities::on_day.desc(), activities::id.desc()))
        .offset(offset)
        .limit(ACTIVITIES + 1)
        .select((Activity::as_select(), projects::number))
        .load(conn)?)
}

/// Objections of a customer that are not settled, with the project's number.
pub fn objections_of(conn: &mut Conn, me: &Actor, customer: &str) -> Result<Vec<(Objection, String)>> {
    Ok(objections::table
        .inner_join(projects::table)
        .filter(objections::customer_id.eq(customer))
        .filter(objections::state.ne(ObjectionState::Settled))
        .filter(objections::project_id.eq_any(seen(me, customer)))
        .order((objections::raised_on.desc(), objections::id.desc()))
        .limit(50)
        .select((Objection::as_select(), projects::number))
        .load(conn)?)
}

/// Contracts of a customer that count; amount, received and outstanding in fen, as their rows keep them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Queryable)]
pub struct Account {
    pub contracts: i64,
    pub signed: i64,
    pub received: i64,
    pub outstanding: i64,
}

/// A customer's contracts in figures, as far as the person may see their projects.
pub fn account(conn: &mut Conn, me: &Actor, customer: &str) -> Result<Account> {
    Ok(contracts::table
        .into_boxed()
        .filter(contracts::customer_id.eq(customer.to_owned()))
        .filter(counts_as_signed())
        .filter(contracts::project_id.eq_any(seen(me, customer)))
        .select((
            count_star(),
            sql::<BigInt>("cast(coalesce(sum(contracts.fen), 0) as bigint)"),
            sql::<BigInt>("cast(coalesce(sum(contracts.received), 0) as bigint)"),
            sql::<BigInt>("cast(coalesce(sum(contracts.outstanding), 0) as bigint)"),
        ))
        .first(conn)?)
}

/// Since when the one who looks after a customer does so: the trail knows.
pub fn kept_since(conn: &mut Conn, customer: &Customer) -> Result<Moment> {
    let since = trail::table
        .filter(trail::kind.eq("customers"))
        .filter(trail::subject_id.eq(&customer.id))
        .filter(trail::after.like("%\"keeper_id\"%"))
        .order(trail::seq.desc())
        .select(trail::at);
    Ok(since.first(conn).optional()?.unwrap_or(customer.added_at))
}
