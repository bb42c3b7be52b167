//! Reading packages for their list.

use diesel::prelude::*;

use crate::error::Result;
use crate::plans::model::Package;
use crate::store::Conn;
use crate::store::schema::{packages, people, plans};

/// Which packages are listed.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// A plan's number; empty: all.
    pub plan: String,
    /// A coordinator's account name; empty: all.
    pub coordinator: String,
    /// `open`, `closed`; anything else: all.
    pub state: String,
}

/// A package with the number and name of its plan, and the account name and name of its coordinator.
pub type Row = (Package, String, String, String, String);

macro_rules! filtered {
    ($rows:expr, $filter:expr) => {{
        let mut rows = $rows;
        if !$filter.plan.is_empty() {
            rows = rows.filter(plans::number.eq($filter.plan.clone()));
        }
        if !$filter.coordinator.is_empty() {
            rows = rows.filter(people::username.eq($filter.coordinator.clone()));
        }
        match $filter.state.as_str() {
            "open" => rows = rows.filter(packages::closed.eq(false)),
            "closed" => rows = rows.filter(packages::closed.eq(true)),
            _ => {}
        }
        rows
    }};
}

/// How many packages there are.
pub fn count(conn: &mut Conn, filter: &Filter) -> Result<i64> {
    let all = packages::table.inner_join(plans::table).inner_join(people::table);
    Ok(filtered!(all.select(diesel::dsl::count_star()).into_boxed(), filter).first(conn)?)
}

/// One page of packages: the open ones first, then the newest.
pub fn list(conn: &mut Conn, filter: &Filter, offset: i64, limit: i64) -> Result<Vec<Row>> {
    let all = packages::table
        .inner_join(plans::table)
        .inner_join(people::table)
        .order((packages::closed, packages::number.desc()))
        .select((Package::as_select(), plans::number, plans::name, people::username, people::name));
    Ok(filtered!(all.into_boxed(), filter).offset(offset).limit(limit).load(conn)?)
}

/// A code and what it is called.
pub type Choice = (String, String);

/// What packages can be filtered by: the plans that have some, the newest first, and everybody who looks after one.
pub fn choices(conn: &mut Conn) -> Result<(Vec<Choice>, Vec<Choice>)> {
    let pairs: Vec<(String, String, String, String)> = packages::table
        .inner_join(plans::table)
        .inner_join(people::table)
        .order((plans::number.desc(), people::name, people::username))
        .select((plans::number, plans::name, people::username, people::name))
        .distinct()
        .load(conn)?;
    let (mut plans, mut coordinators) = (Vec::new(), Vec::new());
    for (number, name, username, coordinator) in pairs {
        plans.push((number, name));
        coordinators.push((coordinator, username));
    }
    plans.dedup();
    coordinators.sort();
    coordinators.dedup();
    Ok((plans, coordinators.into_iter().map(|(name, username)| (username, name)).collect()))
}
