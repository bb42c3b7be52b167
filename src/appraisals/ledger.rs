//! The ledger of rewards: promised, decided, paid.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::clock::Moment;
use crate::error::Result;
use crate::projects::pipeline::State;
use crate::projects::queries::{sees_issued, visible};
use crate::store::connection::Db;
use crate::store::schema::{people, projects, promises, rewards};
use crate::store::{Actor, Conn};
use crate::web::Fields;

/// A promise that nothing is decided about yet.
#[derive(Clone, Debug, Queryable)]
pub struct Promised {
    pub number: String,
    pub name: String,
    pub stage: State,
    pub owner: String,
    pub fen: i64,
    pub terms: String,
    pub promised_at: Moment,
}

/// A reward that was decided.
#[derive(Clone, Debug, Queryable)]
pub struct Decided {
    pub number: String,
    pub name: String,
    pub person: String,
    /// What was promised, in fen; none where nothing was.
    pub promised: Option<i64>,
    pub fen: i64,
    pub reason: String,
    pub decided_at: Moment,
    pub paid_on: Option<NaiveDate>,
}

/// The state of the ledger's list that is of promises, in an address.
pub const PROMISED: &str = "promised";

/// The promises that an address asks for, out of those the person may see: in running projects, nothing decided about them yet.
macro_rules! open_promises {
    ($me:expr, $query:expr) => {{
        let mut rows = projects::table
            .into_boxed()
            .filter(visible($me))
            .filter(projects::ended_at.is_null())
            .inner_join(promises::table)
            .inner_join(people::table)
            .left_join(rewards::table)
            .filter(rewards::id.is_null())
            .filter(promises::fen.gt(0));
        if !$query.get("person").is_empty() {
            rows = rows.filter(people::username.eq($query.get("person").to_owned()));
        }
        rows
    }};
}

/// How many promises nothing is decided about yet, and how much of it in fen.
pub fn promised_totals(conn: &mut Conn, me: &Actor, query: &Fields) -> Result<(i64, i64)> {
    let sums = (sql::<BigInt>("count(*)"), sql::<BigInt>("cast(coalesce(sum(promises.fen), 0) as bigint)"));
    Ok(open_promises!(me, query).select(sums).first(conn)?)
}

/// One part of the promises that nothing is decided about yet; the oldest first.
pub fn promised(conn: &mut Conn, me: &Actor, query: &Fields, offset: i64, limit: i64) -> Result<Vec<Promised>> {
    Ok(open_promises!(me, query)
        .order((promises::promised_at, projects::number))
        .offset(offset)
        .limit(limit)
        .select((
            projects::number,
            projects::name,
            projects::stage,
            people::name,
            promises::fen,
            promises::terms,
            promises::promised_at,
        ))
        .load(conn)?)
}

type Rows = rewards::BoxedQuery<'static, Db>;

/// The decided rewards that an address asks for, out of those the person may see: they are decided in issued projects only.
fn filtered(me: &Actor, query: &Fields) -> Rows {
    let mut rows = rewards::table.into_boxed();
    if !sees_issued(me) {
        rows = rows.filter(rewards::id.eq(""));
    }
    rows = match query.get("state") {
        "" => rows,
        "open" => rows.filter(rewards::paid_on.is_null()).filter(rewards::fen.gt(0)),
        "paid" => rows.filter(rewards::paid_on.is_not_null()),
        "none" => rows.filter(rewards::fen.eq(0)),
        _ => rows.filter(rewards::id.eq("")),
    };
    if !query.get("person").is_empty() {
        let person = people::table.filter(people::username.eq(query.get("person").to_owned())).select(people::id);
        rows = rows.filter(rewards::person_id.eq_any(person));
    }
    rows
}

/// How many, and how much of it: decided, and of that paid, in fen.
pub fn totals(conn: &mut Conn, me: &Actor, query: &Fields) -> Result<(i64, i64, i64)> {
    Ok(filtered(me, query)
        .select((
            sql::<BigInt>("count(*)"),
            sql::<BigInt>("cast(coalesce(sum(rewards.fen), 0) as bigint)"),
            sql::<BigInt>(
                "cast(coalesce(sum(case when rewards.paid_on is not null then rewards.fen else 0 end), 0) as bigint)",
            ),
        ))
        .first(conn)?)
}

/// One part of the list: what is still to be paid first, the oldest first.
pub fn page(conn: &mut Conn, me: &Actor, query: &Fields, offset: i64, limit: i64) -> Result<Vec<Decided>> {
    // Which they are is found first, so that nothing is read beside those that are passed over.
    let turn = (rewards::paid_on.is_not_null(), rewards::decided_at, rewards::id);
    let ids = filtered(me, query).order(turn).offset(offset).limit(limit).select(rewards::id);
    Ok(rewards::table
        .into_boxed()
        .filter(rewards::id.eq_any(ids))
        .order(turn)
        .inner_join(projects::table)
        .inner_join(people::table)
        .left_join(promises::table.on(promises::project_id.eq(rewards::project_id)))
        .select((
            projects::number,
            projects::name,
            people::name,
            promises::fen.nullable(),
            rewards::fen,
            rewards::reason,
            rewards::decided_at,
            rewards::paid_on,
        ))
        .load(conn)?)
}
