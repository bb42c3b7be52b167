//! Reading lists of contracts: filters out of an address, the order by a heading, what is owed longest first.

use chrono::NaiveDate;
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Text};

use crate::contracts::model::{Contract, PaymentTerm};
use crate::contracts::queries::{Visible, visible};
use crate::contracts::road::ContractState;
use crate::customers::meant::{Meant, Sought};
use crate::error::Result;
use crate::remembered;
use crate::store::connection::Db;
use crate::store::schema::{contracts, customers, payment_terms, people, projects};
use crate::store::{Actor, Conn};
use crate::web::list::like;
use crate::web::{Fields, Reading};

/// A line of the list.
#[derive(Clone, Debug, Queryable)]
pub struct Line {
    pub contract: Contract,
    pub customer: String,
    pub project: String,
    pub project_name: String,
    pub owner: String,
}

type Rows = contracts::BoxedQuery<'static, Db>;

/// What is kept in memory of a contract.
pub struct Titled {
    /// Title, number and buyer, in small letters.
    text: Box<str>,
    pub number: Box<str>,
    pub customer_id: Box<str>,
}

remembered!(Titled, contracts, (title, number, buyer, customer_id) => |(title, number, buyer, customer_id)| {
    let text = format!("{title} {number} {buyer}").to_lowercase();
    Titled { text: text.into(), number: number.into(), customer_id: customer_id.into() }
});

/// What an address asks for, with the contracts that its question means: those of whose title, number or parties it tells.
pub struct Asked<'q> {
    query: &'q Fields,
    found: Option<Sought>,
}

impl Asked<'_> {
    /// What an address sifts by, without its question.
    pub fn sifted(query: &Fields) -> Asked<'_> {
        Asked { query, found: None }
    }

    /// Looks for what is asked.
    pub fn of<'q>(r: &mut Reading, query: &'q Fields) -> Result<Asked<'q>> {
        match Meant::if_asked(r, query.get("q"))? {
            None => Ok(Asked::sifted(query)),
            Some(meant) => Asked::meaning(r, query, meant),
        }
    }

    /// Looks for what is asked, where the customers that are meant are known already.
    pub fn meaning<'q>(r: &mut Reading, query: &'q Fields, meant: Meant) -> Result<Asked<'q>> {
        let found = Sought::among(r, meant, |it: &Titled, text, customers| {
            customers.contains(&*it.customer_id) || text.find(it.text.as_bytes()).is_some()
        });
        Ok(Asked { query, found: Some(found?) })
    }
}

/// What an address asks for, and what the person may see.
fn conditions(me: &Actor, asked: &Asked, today: NaiveDate) -> Vec<Visible> {
    let query = asked.query;
    let mut all: Vec<Visible> = vec![visible(me)];
    match (query.get("state"), ContractState::from_code(query.get("state"))) {
        ("", _) => {}
        (_, Some(state)) => all.push(Box::new(contracts::state.eq(state))),
        (_, None) => all.push(Box::new(contracts::number.eq(""))),
    }
    if query.get("overdue") == "1" {
        all.push(Box::new(contracts::overdue_on.le(today).assume_not_null()));
    }
    if query.get("care") == "1" {
        all.push(Box::new(contracts::care_on.le(today).assume_not_null()));
    }
    if query.get("mine") == "1" {
        let mine = projects::table.filter(projects::owner_id.eq(me.id.clone())).select(projects::id);
        all.push(Box::new(contracts::project_id.eq_any(mine)));
    }
    if !query.get("owner").is_empty() {
        let owner = people::table.filter(people::username.eq(query.get("owner").to_owned())).select(people::id);
        let theirs = projects::table.filter(projects::owner_id.eq_any(owner)).select(projects::id);
        all.push(Box::new(contracts::project_id.eq_any(theirs)));
    }
    if !query.get("project").trim().is_empty() {
        let project = projects::table.filter(projects::number.eq(query.get("project").trim().to_owned()));
        all.push(Box::new(contracts::project_id.eq_any(project.select(projects::id))));
    }
    if !query.get("customer").trim().is_empty() {
        let customer = customers::table.filter(customers::number.eq(query.get("customer").trim().to_owned()));
        all.push(Box::new(contracts::customer_id.eq_any(customer.select(customers::id))));
    }
    if let Some(from) = day(query.get("from")) {
        all.push(Box::new(contracts::signed_on.ge(from).assume_not_null()));
    }
    if let Some(to) = day(query.get("to")) {
        all.push(Box::new(contracts::signed_on.le(to).assume_not_null()));
    }
    if let Some(found) = &asked.found {
        match found.few() {
            Some(ids) => all.push(Box::new(contracts::id.eq_any(ids))),
            None => {
                // As it stands in the index.
                let text = sql::<Text>("(contracts.title || ' ' || contracts.number || ' ' || contracts.buyer)");
                let told = text.like(like(query.get("q"))).escape('\\');
                all.push(Box::new(told.or(contracts::customer_id.eq_any(found.meant.ids()))));
            }
        }
    }
    all
}

/// A day out of an address; anything else asks for nothing.
fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok().filter(|it| (2000..2100).contains(&chrono::Datelike::year(it)))
}

/// The contracts that an address asks for, out of those the person may see.
pub fn filtered(me: &Actor, asked: &Asked, today: NaiveDate) -> Rows {
    conditions(me, asked, today).into_iter().fold(contracts::table.into_boxed(), |rows, condition| rows.filter(condition))
}

/// In the order that an address asks for; otherwise what is owed longest first, and what owes nothing last.
fn ordered(rows: Rows, sort: &str) -> Rows {
    match sort {
        "number" => rows.order(contracts::number),
        "-number" => rows.order(contracts::number.desc()),
        "amount" => rows.order((contracts::fen, contracts::number)),
        "-amount" => rows.order((contracts::fen.desc(), contracts::number.desc())),
        "outstanding" => rows.order((contracts::outstanding, contracts::number)),
        "-outstanding" => rows.order((contracts::outstanding.desc(), contracts::number.desc())),
        "signed" => rows.order((contracts::signed_on.is_not_null().desc(), contracts::signed_on, contracts::number)),
        "-signed" => rows.order((contracts::signed_on.is_not_null(), contracts::signed_on.desc(), contracts::number.desc())),
        "-due" => rows.order((contracts::overdue_on.is_null().desc(), contracts::overdue_on.desc(), contracts::number.desc())),
        _ => rows.order((contracts::overdue_on.is_null(), contracts::overdue_on, contracts::number)),
    }
}

/// One part of the list.
pub fn page(conn: &mut Conn, rows: Rows, sort: &str, offset: i64, limit: i64) -> Result<Vec<Line>> {
    // Which they are is found first, so that nothing is read beside those that are passed over.
    let ids = ordered(rows, sort).offset(offset).limit(limit).select(contracts::id);
    let rows = contracts::table.into_boxed().filter(contracts::id.eq_any(ids));
    Ok(ordered(rows, sort)
        .inner_join(customers::table)
        .inner_join(projects::table.inner_join(people::table))
        .select((Contract::as_select(), customers::name, projects::number, projects::name, people::name))
        .load(conn)?)
}

/// How the contracts of a part of the list are to be paid: those of which something is overdue.
pub fn terms(conn: &mut Conn, lines: &[Line]) -> Result<Vec<PaymentTerm>> {
    let ids: Vec<String> = lines.iter().map(|it| it.contract.id.clone()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(payment_terms::table
        .filter(payment_terms::contract_id.eq_any(ids))
        .order((payment_terms::contract_id, payment_terms::due_on, payment_terms::position))
        .select(PaymentTerm::as_select())
        .load(conn)?)
}

/// How many, and the sums of those in force, in fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub count: i64,
    pub amount: i64,
    pub invoiced: i64,
    pub received: i64,
    pub outstanding: i64,
    /// Of how many something is overdue, and how much.
    pub late: i64,
    pub overdue: i64,
}

/// A state, how many contracts are in it, and their sums: amount, invoiced, received, outstanding.
type OfState = (ContractState, i64, i64, i64, i64, i64);

/// The sums over everything that an address asks for. What is overdue follows the formula of settlement, over many contracts at
/// once: what was due by yesterday, without what was received.
pub fn totals(conn: &mut Conn, me: &Actor, asked: &Asked, today: NaiveDate) -> Result<Totals> {
    let sum = |column: &str| sql::<BigInt>(&format!("cast(sum(contracts.{column}) as bigint)"));
    let by_state = contracts::table
        .group_by(contracts::state)
        .order(contracts::state)
        .select((contracts::state, count_star(), sum("fen"), sum("invoiced"), sum("received"), sum("outstanding")))
        .into_boxed();
    let asked_for = conditions(me, asked, today).into_iter().fold(by_state, |rows, condition| rows.filter(condition));
    let states: Vec<OfState> = asked_for.load(conn)?;
    let mut totals = Totals::default();
    for (state, count, amount, invoiced, received, outstanding) in states {
        totals.count += count;
        if state.in_force() {
            totals.amount += amount;
            totals.invoiced += invoiced;
            totals.received += received;
            totals.outstanding += outstanding;
        }
    }
    let due = sql::<BigInt>(
        "cast(coalesce(sum((select sum(payment_terms.fen) from payment_terms \
         where payment_terms.contract_id = contracts.id and payment_terms.due_on < ",
    )
    .bind::<Date, _>(today)
    .sql(")), 0) as bigint)");
    let received = sql::<BigInt>("cast(coalesce(sum(contracts.received), 0) as bigint)");
    let late = filtered(me, asked, today).filter(contracts::overdue_on.le(today).assume_not_null());
    let (count, due, received): (i64, i64, i64) = late.select((count_star(), due, received)).first(conn)?;
    Ok(Totals { late: count, overdue: due - received, ..totals })
}
