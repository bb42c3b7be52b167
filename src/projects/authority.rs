//! Authority (权限): a directive states limits of discount, contract amount and budget. What goes beyond them is not possible
//! without an answered request (请示) that allows it, which is then attached.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::Project;
use crate::error::{Error, Kind, Missing, Result};
use crate::lang::Pair;
use crate::policy::{Deed, Standing};
use crate::store::connection::Db;
use crate::store::schema::{contracts, packages, projects, requests};
use crate::store::{Actor, Conn};
use crate::stored;
use crate::words;

words! {
    /// What a directive limits.
    pub enum Matter {
        Discount = "discount", "折扣", "Discount";
        Contract = "contract", "合同额", "Contract amount";
        Budget = "budget", "预算", "Budget";
    }
}
stored!(Matter);

impl Matter {
    /// The directive's limit: hundredths of a percent for the discount, fen otherwise; none before it is stated.
    pub fn limit(self, project: &Project) -> Option<i64> {
        match self {
            Matter::Discount => project.limit_discount,
            Matter::Contract => project.limit_contract,
            Matter::Budget => project.limit_budget,
        }
    }

    /// How far an answered request reaches.
    pub fn scope(self) -> Pair {
        match self {
            Matter::Discount => Pair(
                "同意后，本项目以后的报价和合同都可以到此折扣。",
                "Once granted, every later quotation and contract of the project may go as far.",
            ),
            Matter::Contract => Pair(
                "同意后可签一份合同；再签一份，须另行请示。",
                "One contract may be signed on it; the next needs a request of its own.",
            ),
            Matter::Budget => {
                Pair("同意后，本项目的支出合计可以到此额。", "Once granted, the project may spend as much altogether.")
            }
        }
    }

    fn beyond(self) -> Pair {
        match self {
            Matter::Discount => Pair(
                "折扣超出指令规定的限额。请先向总指挥请示，得到批示后再办。",
                "The discount goes beyond the directive's limit. Make a request first and act once it is answered.",
            ),
            Matter::Contract => Pair(
                "合同额超出指令规定的限额。请先向总指挥请示，得到批示后再办。",
                "The contract goes beyond the directive's limit. Make a request first and act once it is answered.",
            ),
            Matter::Budget => Pair(
                "支出超出指令规定的预算。请先向总指挥请示，得到批示后再办。",
                "The spending goes beyond the directive's budget. Make a request first and act once it is answered.",
            ),
        }
    }
}

/// A condition over the requests' table.
pub type Seen = Box<dyn BoxableExpression<requests::table, Db, SqlType = Bool>>;

/// The requests that somebody may see: all with that power; otherwise their own, those about a project that they own, and those
/// of a package that they look after.
pub fn seen(me: &Actor) -> Seen {
    if me.may(Deed::SeeRequests, Standing::NONE).is_some() {
        return Box::new(requests::number.is_not_null());
    }
    let mine = || requests::asker_id.eq(me.id.clone());
    if me.may(Deed::SeeRequests, Standing { coordinates: true, ..Standing::OWNER }).is_none() {
        return Box::new(mine().and(requests::number.is_null()));
    }
    let packages = packages::table.filter(packages::coordinator_id.eq(me.id.clone())).select(packages::id);
    let owned = projects::table.filter(projects::owner_id.eq(me.id.clone())).select(projects::id.nullable());
    let coordinated = projects::table.filter(projects::package_id.eq_any(packages)).select(projects::id.nullable());
    let about = requests::project_id.eq_any(owned).or(requests::project_id.eq_any(coordinated));
    Box::new(mine().or(about.assume_not_null()))
}

/// Goes on only if the value lies within the directive's limit, or an answered request covers it; answers that request's id.
/// Value in hundredths of a percent for the discount, in fen otherwise.
pub fn check(conn: &mut Conn, project: &Project, matter: Matter, value: i64) -> Result<Option<String>> {
    if matter.limit(project).is_some_and(|limit| value <= limit) {
        return Ok(None);
    }
    match covering(conn, project, matter, value)? {
        Some(request) => Ok(Some(request)),
        None => {
            let missing =
                Missing { what: Pair("有批示的请示", "An answered request"), href: asking(project, matter, value) };
            Err(Error::new(Kind::Refused(matter.beyond(), vec![missing])))
        }
    }
}

/// Where it is asked for as much: the form of a request with what it is about filled in.
pub fn asking(project: &Project, matter: Matter, value: i64) -> String {
    format!("/requests/new?project={}&matter={matter}&up_to={}", project.number, plain(value))
}

/// The request by which the commander allowed as much, the closest one. On one request about its amount one contract is signed.
pub fn covering(conn: &mut Conn, project: &Project, matter: Matter, value: i64) -> Result<Option<String>> {
    let mut rows = requests::table.into_boxed();
    if matter == Matter::Contract {
        let signed =
            contracts::table.filter(contracts::request_id.eq(requests::id.nullable())).filter(contracts::state.ne("cancelled"));
        rows = rows.filter(not(exists(signed)));
    }
    Ok(rows
        .filter(requests::project_id.eq(&project.id))
        .filter(requests::matter.eq(matter.code()))
        .filter(requests::granted.eq(true))
        .filter(requests::granted_up_to.ge(value))
        .order((requests::granted_up_to, requests::number))
        .select(requests::id)
        .first(conn)
        .optional()?)
}

/// Hundredths as a form takes them: `1200.50`.
fn plain(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
