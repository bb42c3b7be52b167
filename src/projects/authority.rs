//! Authority (权限): a directive states limits of discount, contract amount and budget. What goes beyond them is not possible
//! without an answered request (请示) that allows it, which is then attached.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::Project;
use super::queries::{coordinated_by, owned_by};
use crate::error::{Error, Kind, Missing, Result};
use crate::lang::{Lang, Pair};
use crate::policy::{Deed, Standing};
use crate::store::connection::Db;
use crate::store::schema::{contracts, requests};
use crate::store::{Actor, Conn};
use crate::stored;
use crate::web::Shell;
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
    let about = requests::project_id.eq_any(owned_by(me)).or(requests::project_id.eq_any(coordinated_by(me)));
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

/// How far a project may go now, matter by matter: the directive's limit, and the answered request that allows more than it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    directive: [Option<i64>; Matter::ALL.len()],
    granted: [Option<(i64, Option<String>)>; Matter::ALL.len()],
}

/// Reads how far a project may go now. A request about a contract's amount counts until a contract is signed on it; its number is
/// told to those who may see it.
pub fn limits(conn: &mut Conn, me: &Actor, project: &Project) -> Result<Limits> {
    let signed =
        contracts::table.filter(contracts::request_id.eq(requests::id.nullable())).filter(contracts::state.ne("cancelled"));
    let rows: Vec<(String, Option<i64>, String, bool, bool)> = requests::table
        .filter(requests::project_id.eq(&project.id))
        .filter(requests::granted.eq(true))
        .filter(requests::granted_up_to.is_not_null())
        .order((requests::granted_up_to.desc(), requests::number))
        .select((requests::matter, requests::granted_up_to, requests::number, exists(signed), seen(me)))
        .load(conn)?;
    let directive = |matter: &Matter| matter.limit(project);
    let granted = |matter: &Matter| {
        let (_, up_to, number, _, seen) =
            rows.iter().find(|it| it.0 == matter.code() && !(*matter == Matter::Contract && it.3))?;
        let beyond = matter.limit(project).is_none_or(|limit| up_to.is_some_and(|up_to| up_to > limit));
        beyond.then(|| Some(((*up_to)?, seen.then(|| number.clone()))))?
    };
    Ok(Limits {
        directive: std::array::from_fn(|at| directive(&Matter::ALL[at])),
        granted: std::array::from_fn(|at| granted(&Matter::ALL[at])),
    })
}

impl Limits {
    /// The limit in force: hundredths of a percent for the discount, fen otherwise; none where the directive states none.
    pub fn of(&self, matter: Matter) -> Option<i64> {
        self.granted(matter).map(|it| it.0).or(self.directive(matter))
    }

    fn directive(&self, matter: Matter) -> Option<i64> {
        Matter::ALL.iter().position(|it| *it == matter).and_then(|at| self.directive[at])
    }

    fn granted(&self, matter: Matter) -> Option<&(i64, Option<String>)> {
        Matter::ALL.iter().position(|it| *it == matter).and_then(|at| self.granted[at].as_ref())
    }

    /// The limit in force in words, and where it does not come from the directive, which request allowed it.
    pub fn said(&self, s: &Shell, matter: Matter) -> String {
        let (limit, why) = self.parts(s, matter);
        limit + &why
    }

    /// The same in two parts: the limit, and what is said of it.
    pub fn parts(&self, s: &Shell, matter: Matter) -> (String, String) {
        let amount = |value: i64| match matter {
            Matter::Discount => format!("{} %", s.quantity(value)),
            _ => s.money(value),
        };
        let directive = self.directive(matter).map_or("—".to_owned(), amount);
        let Some((up_to, number)) = self.granted(matter) else { return (directive, String::new()) };
        let why = match (number, s.lang) {
            (Some(number), Lang::Zh) => format!("（{number} 放宽，指令 {directive}）"),
            (Some(number), Lang::En) => format!(" (by {number}; the directive says {directive})"),
            (None, Lang::Zh) => format!("（已放宽，指令 {directive}）"),
            (None, Lang::En) => format!(" (widened; the directive says {directive})"),
        };
        (amount(*up_to), why)
    }
}

/// Hundredths as a form takes them: `1200.50`.
fn plain(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
