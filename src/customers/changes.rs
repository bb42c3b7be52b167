//! Writing customers and their people.

use diesel::prelude::*;

use super::model::{Contact, Customer, Grade, Part, Source};
use super::queries::{Alike, Twin, all_of, people_of, reached_by, twins};
use super::search::{likeness, names, searched};
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::policy::{Deed, Standing};
use crate::store::Tx;
use crate::store::schema::customers;

/// What is known of a customer, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub name: String,
    pub credit_code: Option<String>,
    pub region: String,
    pub industry: String,
    pub source: Source,
    pub grade: Grade,
    pub phone: String,
    pub address: String,
    pub note: String,
}

impl Facts {
    /// Of a customer as it is.
    pub fn of(it: &Customer) -> Facts {
        Facts {
            name: it.name.clone(),
            credit_code: it.credit_code.clone(),
            region: it.region.clone(),
            industry: it.industry.clone(),
            source: it.source,
            grade: it.grade,
            phone: it.phone.clone(),
            address: it.address.clone(),
            note: it.note.clone(),
        }
    }
}

/// What is known of somebody on a customer's side, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonFacts {
    pub name: String,
    pub part: Part,
    pub post: String,
    pub phone: String,
    pub wechat: String,
    pub note: String,
}

impl PersonFacts {
    /// Of somebody as they are.
    fn of(it: &Contact) -> PersonFacts {
        PersonFacts {
            name: it.name.clone(),
            part: it.part,
            post: it.post.clone(),
            phone: it.phone.clone(),
            wechat: it.wechat.clone(),
            note: it.note.clone(),
        }
    }
}

/// What is known of others while somebody is entered or changed who may be one of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Others<'a> {
    /// It was said that it is another one, whatever is the same.
    pub another: bool,
    /// Those whose company has one of the phones, as [`super::queries::holders`] found them before: a change cannot look through
    /// what is kept in memory. Whoever was entered in between is told on the page of mergers.
    pub holders: &'a [String],
}

/// Enters a customer as [`add_among`] does, where nobody has looked for the holders of its phones.
pub fn add(tx: &mut Tx, facts: &Facts, keeper: &str, person: Option<&PersonFacts>, another: bool) -> Result<Customer> {
    add_among(tx, Others { another, holders: &[] }, facts, keeper, person)
}

/// Enters a customer. It is refused where somebody has the same credit code, and unless it is another one where somebody has the
/// same name, or is reached by its phone or by that of its first person. Whoever may not assign keepers looks after it themselves.
pub fn add_among(
    tx: &mut Tx,
    others: Others<'_>,
    facts: &Facts,
    keeper: &str,
    person: Option<&PersonFacts>,
) -> Result<Customer> {
    tx.may(Deed::AddCustomer, Standing::NONE)?;
    if keeper != tx.who.id {
        tx.may(Deed::AssignKeeper, Standing::NONE)?;
    }
    if let Some(known) = just_entered(tx, facts, keeper, person)? {
        return Ok(known);
    }
    once(tx, facts, "", others.another)?;
    let phones: Vec<String> = std::iter::once(&facts.phone).chain(person.map(|it| &it.phone)).cloned().collect();
    reached_once(tx, &phones, others, "")?;
    enter(tx, Deed::AddCustomer.code(), facts, keeper, person, None)
}

/// What the same person entered a moment ago and is the same in everything: the button was pressed twice.
fn just_entered(tx: &mut Tx, facts: &Facts, keeper: &str, person: Option<&PersonFacts>) -> Result<Option<Customer>> {
    let (me, since) = (tx.who.id.clone(), tx.a_moment_ago());
    let rows = customers::table
        .filter(customers::likeness.eq(likeness(&facts.name)))
        .filter(customers::merged_into.is_null())
        .filter(customers::added_by.eq(me))
        .filter(customers::keeper_id.eq(keeper))
        .filter(customers::added_at.gt(since))
        .order(customers::number);
    for known in rows.select(Customer::as_select()).load::<Customer>(&mut **tx)? {
        let people: Vec<PersonFacts> = people_of(tx, &known.id)?.iter().map(PersonFacts::of).collect();
        if Facts::of(&known) == *facts && people.as_slice() == person.cloned().as_slice() {
            return Ok(Some(known));
        }
    }
    Ok(None)
}

/// Goes on only if no other customer is reached by one of these phones, or it really is another; `except` is the customer that
/// it is about.
fn reached_once(tx: &mut Tx, phones: &[String], others: Others<'_>, except: &str) -> Result<()> {
    const OWN: Pair = Pair(
        "{} 登记的是同一个电话，可能是同一家。如果确是另一家，请勾选「确是另一家」。",
        "{} has the same phone: perhaps it is the same. If it really is another, tick “It is another one”.",
    );
    const PERSONS: Pair = Pair(
        "{} 有联系人用同一个电话，可能是同一家。如果确是另一家，请勾选「确是另一家」。",
        "Somebody at {} has the same phone: perhaps it is the same. If it really is another, tick “It is another one”.",
    );
    match reached_by(tx, phones, others.holders, except)?.first() {
        Some(it) if !others.another => {
            let said = if it.why == Alike::Person { PERSONS } else { OWN };
            Err(Error::invalid("another", Complaint::Named(said, format!("{} {}", it.number, it.name))))
        }
        _ => Ok(()),
    }
}

/// Writes a new customer and its first person; whether it may be is asked before.
pub(super) fn enter(
    tx: &mut Tx,
    deed: &str,
    facts: &Facts,
    keeper: &str,
    person: Option<&PersonFacts>,
    batch: Option<&str>,
) -> Result<Customer> {
    let number = tx.next_number("KH")?;
    let mut customer = Customer {
        id: tx.new_id()?,
        number,
        name: String::new(),
        likeness: String::new(),
        credit_code: None,
        region: String::new(),
        industry: String::new(),
        source: facts.source,
        grade: facts.grade,
        phone: String::new(),
        address: String::new(),
        note: String::new(),
        keeper_id: keeper.to_owned(),
        search: String::new(),
        names: String::new(),
        batch_id: batch.map(str::to_owned),
        merged_into: None,
        added_by: tx.who.id.clone(),
        added_at: tx.now,
        attend_on: None,
        next_on: None,
        last_on: None,
        version: 1,
    };
    let person = person.map(|it| new_person(tx, &customer.id, it)).transpose()?;
    customer = with(customer, facts, person.as_slice(), &[]);
    tx.add(deed, &customer)?;
    if let Some(person) = &person {
        tx.add(deed, person)?;
    }
    Ok(customer)
}

/// The customer with these facts, and with what it is found by; `became` are those that became it.
fn with(customer: Customer, facts: &Facts, people: &[Contact], became: &[Customer]) -> Customer {
    let facts = facts.clone();
    let customer = Customer {
        likeness: likeness(&facts.name),
        name: facts.name,
        credit_code: facts.credit_code,
        region: facts.region,
        industry: facts.industry,
        source: facts.source,
        grade: facts.grade,
        phone: facts.phone,
        address: facts.address,
        note: facts.note,
        ..customer
    };
    found_by(customer, people, became)
}

/// The customer with what it is found by: its own, its people's, and what those were called that became it. Whoever knows the
/// one that is gone by its name or its code finds the one that stayed.
fn found_by(customer: Customer, people: &[Contact], became: &[Customer]) -> Customer {
    let there = || people.iter().filter(|it| it.left_at.is_none());
    let phones = std::iter::once(customer.phone.as_str()).chain(there().map(|it| it.phone.as_str()));
    let code = customer.credit_code.as_deref();
    let earlier = || became.iter().map(|it| it.name.as_str());
    let codes = became.iter().filter_map(|it| it.credit_code.as_deref());
    let named = || earlier().chain(there().map(|it| it.name.as_str()));
    let search = searched(&customer.number, &customer.name, code, phones, named().chain(codes));
    let names = names(&customer.name, named());
    Customer { search, names, ..customer }
}

/// Goes on only if nobody else is this customer.
fn once(tx: &mut Tx, facts: &Facts, except: &str, another: bool) -> Result<()> {
    let found = twins(tx, &facts.name, facts.credit_code.as_deref(), except)?;
    let called = |it: &Twin| format!("{} {}", it.number, it.name);
    if let Some(it) = found.iter().find(|it| it.why == Alike::Code) {
        let said = Pair("{} 已登记这个统一社会信用代码，是同一家客户。", "{} has this credit code: it is the same customer.");
        return Err(Error::invalid("credit_code", Complaint::Named(said, called(it))));
    }
    match found.iter().find(|it| it.why == Alike::Name) {
        Some(it) if !another => {
            let said = Pair(
                "{} 与它同名。如果确是另一家，请勾选「确是另一家」。",
                "{} has the same name. If it really is another, tick “It is another one”.",
            );
            Err(Error::invalid("another", Complaint::Named(said, called(it))))
        }
        _ => Ok(()),
    }
}

/// Changes what is known of a customer. Another name or another phone may make it one who is known already.
pub fn keep(tx: &mut Tx, before: &Customer, version: i32, facts: &Facts, others: Others<'_>) -> Result<Customer> {
    tx.may(Deed::ChangeCustomer, before.standing(&tx.who))?;
    // Pressed twice, or nothing was changed.
    if Facts::of(before) == *facts {
        return Ok(before.clone());
    }
    if version != before.version {
        return Err(Error::new(Kind::Late));
    }
    let renamed = likeness(&facts.name) != before.likeness;
    once(tx, facts, &before.id, others.another || !renamed)?;
    if facts.phone != before.phone {
        reached_once(tx, std::slice::from_ref(&facts.phone), others, &before.id)?;
    }
    let people = people_of(tx, &before.id)?;
    let became = became(tx, before)?;
    tx.change(Deed::ChangeCustomer.code(), before, with(before.clone(), facts, &people, &became))
}

/// Another looks after these customers from now on.
pub fn assign(tx: &mut Tx, customers: &[Customer], keeper: &str) -> Result<usize> {
    tx.may(Deed::AssignKeeper, Standing::NONE)?;
    let mut changed = 0;
    for before in customers.iter().filter(|it| it.keeper_id != keeper) {
        tx.change(Deed::AssignKeeper.code(), before, Customer { keeper_id: keeper.to_owned(), ..before.clone() })?;
        changed += 1;
    }
    Ok(changed)
}

/// Another looks after these customers from now on, by a hand-over of whose looked after them so far.
pub fn hand_over(tx: &mut Tx, customers: &[Customer], keeper: &str, standing: Standing) -> Result<()> {
    tx.may(Deed::HandOver, standing)?;
    for before in customers {
        tx.change(Deed::HandOver.code(), before, Customer { keeper_id: keeper.to_owned(), ..before.clone() })?;
    }
    Ok(())
}

fn new_person(tx: &Tx, customer: &str, facts: &PersonFacts) -> Result<Contact> {
    let it = facts.clone();
    Ok(Contact {
        id: tx.new_id()?,
        customer_id: customer.to_owned(),
        name: it.name,
        part: it.part,
        post: it.post,
        phone: it.phone,
        wechat: it.wechat,
        note: it.note,
        left_at: None,
        version: 1,
    })
}

/// Enters somebody on a customer's side, whoever else has their phone.
pub fn add_person(tx: &mut Tx, customer: &Customer, facts: &PersonFacts) -> Result<Contact> {
    add_person_among(tx, Others { another: true, holders: &[] }, customer, facts)
}

/// Enters somebody on a customer's side.
pub fn add_person_among(tx: &mut Tx, others: Others<'_>, customer: &Customer, facts: &PersonFacts) -> Result<Contact> {
    tx.may(Deed::ChangeCustomer, customer.standing(&tx.who))?;
    // Somebody who is the same in everything is entered already: the button was pressed twice.
    let there = people_of(tx, &customer.id)?;
    if let Some(known) = there.into_iter().find(|it| it.left_at.is_none() && PersonFacts::of(it) == *facts) {
        return Ok(known);
    }
    reached_once(tx, std::slice::from_ref(&facts.phone), others, &customer.id)?;
    let person = new_person(tx, &customer.id, facts)?;
    tx.add("add_person", &person)?;
    find_by(tx, customer)?;
    Ok(person)
}

/// Changes what is known of somebody on a customer's side.
pub fn keep_person(
    tx: &mut Tx,
    others: Others<'_>,
    customer: &Customer,
    before: &Contact,
    version: i32,
    facts: &PersonFacts,
) -> Result<()> {
    tx.may(Deed::ChangeCustomer, customer.standing(&tx.who))?;
    if PersonFacts::of(before) == *facts {
        return Ok(());
    }
    if version != before.version {
        return Err(Error::new(Kind::Late));
    }
    if facts.phone != before.phone {
        reached_once(tx, std::slice::from_ref(&facts.phone), others, &customer.id)?;
    }
    let it = facts.clone();
    let after = Contact {
        name: it.name,
        part: it.part,
        post: it.post,
        phone: it.phone,
        wechat: it.wechat,
        note: it.note,
        ..before.clone()
    };
    tx.change("change_person", before, after)?;
    find_by(tx, customer)
}

/// Somebody is no longer there, or is back.
pub fn leave(tx: &mut Tx, customer: &Customer, before: &Contact, left: bool) -> Result<()> {
    tx.may(Deed::ChangeCustomer, customer.standing(&tx.who))?;
    if before.left_at.is_some() == left {
        return Ok(());
    }
    let left_at = left.then_some(tx.now);
    tx.change(if left { "person_left" } else { "person_back" }, before, Contact { left_at, ..before.clone() })?;
    find_by(tx, customer)
}

/// Brings what a customer is found by up to date with its people.
pub(super) fn find_by(tx: &mut Tx, customer: &Customer) -> Result<()> {
    let before: Customer = customers::table.find(&customer.id).select(Customer::as_select()).first(&mut **tx)?;
    let people = people_of(tx, &before.id)?;
    let became = became(tx, &before)?;
    tx.change("keep_search", &before, found_by(before.clone(), &people, &became)).map(|_| ())
}

/// Those that became a customer.
fn became(tx: &mut Tx, customer: &Customer) -> Result<Vec<Customer>> {
    Ok(all_of(tx, customer)?.into_iter().skip(1).collect())
}
