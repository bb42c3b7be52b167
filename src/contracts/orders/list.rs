//! The department's orders in a list: what is to be delivered first comes first.

use askama::Template;
use chrono::NaiveDate;
use diesel::dsl::{count, count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::model::Order;
use super::pages::tone;
use super::progress::OrderState;
use crate::contracts::list::queries::Titled;
use crate::customers::meant::{Meant, Sought};
use crate::error::Result;
use crate::lang::Pair;
use crate::people;
use crate::policy::Deed;
use crate::projects::head::late_for;
use crate::projects::queries::sees_issued;
use crate::remembered;
use crate::store::connection::Db;
use crate::store::schema::{contracts, customers, orders, people as people_table, projects};
use crate::store::{Actor, Conn};
use crate::web::list::{PAGE, Pager, like, link, sort_link, sorted};
use crate::web::workbook::{Cell, Sheet, Workbook};
use crate::web::{Fields, Reading, Shell};
use crate::words::Role;

/// The most rows of a workbook.
const ROWS: i64 = 100_000;

type Condition = Box<dyn BoxableExpression<orders::table, Db, SqlType = Bool>>;
type Rows = orders::BoxedQuery<'static, Db>;

/// A line of the list.
#[derive(Clone, Debug, Queryable)]
pub struct Line {
    pub order: Order,
    pub contract: String,
    pub title: String,
    pub customer: String,
    pub project: String,
    pub owner: String,
}

/// What is kept in memory of an order.
struct Numbered {
    /// Number and receiver, in small letters.
    text: Box<str>,
    contract_id: Box<str>,
}

remembered!(Numbered, orders, (number, receiver, contract_id) => |(number, receiver, contract_id)| {
    Numbered { text: format!("{number} {receiver}").to_lowercase().into(), contract_id: contract_id.into() }
});

/// The orders that a question means: by number or receiver, by the contract's number, by the customer.
fn found(r: &mut Reading, question: &str) -> Result<Option<Sought>> {
    let Some(meant) = Meant::if_asked(r, question)? else { return Ok(None) };
    let contracts = Sought::among(r, meant.clone(), |it: &Titled, _, customers| {
        customers.contains(&*it.customer_id) || *it.number == *meant.question()
    })?;
    let contracts = contracts.set();
    let found = Sought::among(r, meant.clone(), |it: &Numbered, text, _| {
        contracts.contains(&*it.contract_id) || text.find(it.text.as_bytes()).is_some()
    });
    Ok(Some(found?))
}

/// What an address asks for, and what the person may see: an order belongs to an issued project. `found`: the orders that its
/// question means.
fn filtered(me: &Actor, query: &Fields, found: Option<&Sought>, today: NaiveDate) -> Rows {
    let seen: Condition = match sees_issued(me) {
        true => Box::new(orders::state.is_not_null()),
        false => Box::new(orders::state.is_null()),
    };
    let mut all: Vec<Condition> = vec![seen];
    match (query.get("state"), OrderState::from_code(query.get("state"))) {
        // What is still to be delivered.
        ("", _) => all.push(Box::new(orders::due_on.is_not_null())),
        ("all", _) => {}
        (_, Some(state)) => all.push(Box::new(orders::state.eq(state))),
        (_, None) => all.push(Box::new(orders::number.eq(""))),
    }
    if query.get("late") == "1" {
        all.push(Box::new(orders::due_on.lt(today).assume_not_null()));
    }
    if query.get("mine") == "1" {
        let mine = projects::table.filter(projects::owner_id.eq(me.id.clone())).select(projects::id);
        all.push(Box::new(orders::project_id.eq_any(mine)));
    }
    if !query.get("owner").is_empty() {
        let owner = people_table::table.filter(people_table::username.eq(query.get("owner").to_owned()));
        let theirs = projects::table.filter(projects::owner_id.eq_any(owner.select(people_table::id)));
        all.push(Box::new(orders::project_id.eq_any(theirs.select(projects::id))));
    }
    if let Some(found) = found {
        match found.few() {
            Some(ids) => all.push(Box::new(orders::id.eq_any(ids))),
            None => {
                let text = like(found.meant.question());
                let contract = contracts::number.eq(found.meant.question().to_owned());
                let of = contracts::table.filter(contract.or(contracts::customer_id.eq_any(found.meant.ids())));
                let number = orders::number.like(text.clone()).escape('\\');
                let receiver = orders::receiver.like(text).escape('\\');
                all.push(Box::new(number.or(receiver).or(orders::contract_id.eq_any(of.select(contracts::id)))));
            }
        }
    }
    all.into_iter().fold(orders::table.into_boxed(), |rows, condition| rows.filter(condition))
}

fn ordered(rows: Rows, sort: &str) -> Rows {
    match sort {
        "number" => rows.order(orders::number),
        "-number" => rows.order(orders::number.desc()),
        "amount" => rows.order((orders::fen, orders::number)),
        "-amount" => rows.order((orders::fen.desc(), orders::number.desc())),
        "wanted" => rows.order((orders::wanted_on, orders::number)),
        "-wanted" => rows.order((orders::wanted_on.desc(), orders::number.desc())),
        _ => rows.order((orders::due_on.is_null(), orders::due_on, orders::number)),
    }
}

fn page(conn: &mut Conn, rows: Rows, sort: &str, offset: i64, limit: i64) -> Result<Vec<Line>> {
    // Which they are is found first, so that nothing is read beside those that are passed over.
    let ids = ordered(rows, sort).offset(offset).limit(limit).select(orders::id);
    let rows = orders::table.into_boxed().filter(orders::id.eq_any(ids));
    Ok(ordered(rows, sort)
        .inner_join(contracts::table.inner_join(customers::table))
        .inner_join(projects::table.inner_join(people_table::table))
        .select((
            Order::as_select(),
            contracts::number,
            contracts::title,
            customers::name,
            projects::number,
            people_table::name,
        ))
        .load(conn)?)
}

/// The list.
#[derive(Template)]
#[template(path = "orders/index.html")]
pub struct Index {
    s: Shell,
    lines: Vec<Line>,
    late: i64,
    /// Fen.
    sum: i64,
    pager: Pager,
    query: Fields,
    owners: Vec<(String, String)>,
}

impl Index {
    /// Reads one page of the list.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        r.may_see(Deed::SeeProjects)?;
        let (me, today) = (r.me.clone(), r.today);
        let found = found(r, query.get("q"))?;
        let sum = sql::<BigInt>("cast(coalesce(sum(orders.fen), 0) as bigint)");
        let late = count(orders::due_on).aggregate_filter(orders::due_on.lt(today).assume_not_null());
        let (total, late, sum): (i64, i64, i64) =
            filtered(&me, query, found.as_ref(), today).select((count_star(), late, sum)).first(&mut **r)?;
        let pager = Pager::of("/orders", query, total);
        let lines = page(r, filtered(&me, query, found.as_ref(), today), query.get("sort"), pager.offset(), PAGE)?;
        let owners = people::queries::with_role(r, Role::Sales)?;
        Ok(Index { s: r.shell()?, lines, late, sum, pager, query: query.clone(), owners })
    }

    fn set(&self, name: &str, value: &str) -> String {
        link("/orders", &self.query.set("page", "").set(name, value))
    }

    /// The chips of the states: address, name, whether it is the one chosen.
    fn states(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("state");
        let chip = |code: &str, name: Pair| (self.set("state", code), self.s.lang.say(name), now == code);
        let mut chips = vec![chip("", Pair("未交清", "Not delivered"))];
        chips.extend(OrderState::ALL.iter().map(|it| chip(it.code(), it.name())));
        chips.push(chip("all", Pair("全部", "All")));
        chips
    }

    /// The chips that can be set each by itself.
    fn switches(&self) -> Vec<(String, &'static str, bool)> {
        [("late", Pair("逾期", "Overdue")), ("mine", Pair("我的", "Mine"))]
            .iter()
            .map(|(name, pair)| {
                let on = self.query.get(name) == "1";
                (self.set(name, if on { "" } else { "1" }), self.s.lang.say(*pair), on)
            })
            .collect()
    }

    fn heading(&self, key: &str) -> (String, &'static str) {
        (sort_link("/orders", &self.query, key), sorted(&self.query, key))
    }

    fn kept(&self) -> Vec<(&str, &str)> {
        let names = ["state", "late", "mine", "sort"];
        names.iter().map(|name| (*name, self.query.get(name))).filter(|(_, value)| !value.is_empty()).collect()
    }

    fn workbook(&self) -> String {
        link("/orders.xlsx", &self.query.set("page", ""))
    }

    fn tone(&self, it: &Line) -> &'static str {
        tone(it.order.state)
    }

    fn late_of(&self, it: &Line) -> Option<String> {
        let due = it.order.due_on.filter(|due| *due < self.s.today)?;
        Some(late_for(&self.s, self.s.days_late(due)))
    }
}

/// `GET /orders.xlsx`: the same list, all of it.
pub fn workbook(r: &mut Reading, query: &Fields) -> Result<Workbook> {
    r.may_see(Deed::SeeProjects)?;
    let (me, today, lang) = (r.me.clone(), r.today, r.me.lang);
    let head = [
        lang.of("编号", "Number"),
        lang.of("合同", "Contract"),
        lang.of("客户", "Customer"),
        lang.of("项目", "Project"),
        lang.of("项目负责人", "Project owner"),
        lang.of("状态", "State"),
        lang.of("下单日期", "Ordered on"),
        lang.of("要求交货日期", "Wanted by"),
        lang.of("金额", "Amount"),
    ];
    let name = lang.of("订单", "Order");
    let mut sheet = Sheet::new(name, &head);
    let found = found(r, query.get("q"))?;
    for it in page(r, filtered(&me, query, found.as_ref(), today), query.get("sort"), 0, ROWS)? {
        sheet.row(vec![
            it.order.number.as_str().into(),
            it.contract.into(),
            it.customer.into(),
            it.project.into(),
            it.owner.into(),
            lang.say(it.order.state.name()).into(),
            it.order.ordered_on.into(),
            it.order.wanted_on.into(),
            Cell::Money(it.order.fen),
        ]);
    }
    Ok(Workbook::of(name, "orders", sheet))
}
