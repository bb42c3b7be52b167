//! Reading objections. Like activities they belong to issued projects only, which everybody of the department sees.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use diesel::dsl::{count, count_star, exists};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::calendar::Calendar;
use crate::customers::meant::Sought;
use crate::customers::model::{Objection, ObjectionKind, ObjectionState, Weight};
use crate::error::{OrNotFound, Result};
use crate::remembered;
use crate::store::Conn;
use crate::store::connection::Db;
use crate::store::schema::{customers, objections, people, projects};
use crate::web::list::like;

/// Working days within which an objection should be settled.
pub const DAYS: u32 = 5;

/// The objection of a project with this id.
pub fn find(conn: &mut Conn, project: &str, id: &str) -> Result<Objection> {
    objections::table
        .find(id)
        .filter(objections::project_id.eq(project))
        .select(Objection::as_select())
        .first(conn)
        .optional()?
        .or_not_found()
}

/// The objections of a target, the newest first.
pub fn of_target(conn: &mut Conn, target: &str) -> Result<Vec<Objection>> {
    Ok(objections::table
        .filter(objections::target_id.eq(target))
        .order((objections::raised_on.desc(), objections::id.desc()))
        .limit(100)
        .select(Objection::as_select())
        .load(conn)?)
}

/// By when an objection should be settled.
pub fn due_on(calendar: &Calendar, it: &Objection) -> NaiveDate {
    calendar.add_working_days(it.raised_on, DAYS)
}

/// The last day of raising that is late today.
pub fn late_since(calendar: &Calendar, today: NaiveDate) -> NaiveDate {
    let mut day = today;
    while calendar.add_working_days(day, DAYS) >= today {
        let Some(before) = day.checked_sub_days(Days::new(1)) else { break };
        day = before;
    }
    day
}

/// Which part of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Not settled.
    #[default]
    Open,
    /// Not settled for more than [`DAYS`] working days.
    Late,
    /// At this state.
    At(ObjectionState),
    All,
}

/// What the list is limited to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub part: Part,
    pub weight: Option<Weight>,
    pub kind: Option<ObjectionKind>,
    /// The id of the projects' owner.
    pub owner: Option<String>,
    /// Those that a question means: by what was said, or by the customer.
    pub found: Option<Sought>,
}

/// A line of the list.
#[derive(Clone, Debug, Queryable)]
pub struct Line {
    pub objection: Objection,
    pub customer: String,
    pub customer_name: String,
    pub project: String,
    pub project_name: String,
    pub owner: String,
    /// Whether the project still runs.
    pub running: bool,
}

/// What is kept in memory of an objection.
pub struct Said {
    /// What was said, in small letters.
    pub text: Box<str>,
    pub customer_id: Box<str>,
}

remembered!(Said, objections, (said, customer_id) => |(said, customer_id)| {
    Said { text: said.to_lowercase().into(), customer_id: customer_id.into() }
});

impl Filter {
    fn rows(&self, late: NaiveDate) -> objections::BoxedQuery<'static, Db> {
        let mut rows = objections::table.into_boxed();
        let open = [ObjectionState::Open, ObjectionState::Passed, ObjectionState::Designed];
        // What a project left open when it ended waits for nobody.
        rows = match self.part {
            Part::Open => rows.filter(objections::state.eq_any(open)).filter(runs()),
            Part::Late => rows.filter(objections::state.eq_any(open)).filter(objections::raised_on.le(late)).filter(runs()),
            Part::At(ObjectionState::Settled) => rows.filter(objections::state.eq(ObjectionState::Settled)),
            Part::At(state) => rows.filter(objections::state.eq(state)).filter(runs()),
            Part::All => rows,
        };
        if let Some(weight) = self.weight {
            rows = rows.filter(objections::weight.eq(weight));
        }
        if let Some(kind) = self.kind {
            rows = rows.filter(objections::kind.eq(kind));
        }
        if let Some(owner) = &self.owner {
            let theirs = projects::table.filter(projects::owner_id.eq(owner.clone())).select(projects::id);
            rows = rows.filter(objections::project_id.eq_any(theirs));
        }
        rows = match self.found.as_ref().map(|found| (found.few(), found)) {
            None => rows,
            Some((Some(ids), _)) => rows.filter(objections::id.eq_any(ids)),
            Some((None, Sought { meant, .. })) => {
                let said = objections::said.like(like(meant.question())).escape('\\');
                rows.filter(objections::customer_id.eq_any(meant.ids()).or(said))
            }
        };
        rows
    }

    /// How many lines there are.
    pub fn count(&self, conn: &mut Conn, late: NaiveDate) -> Result<i64> {
        Ok(self.rows(late).count().get_result(conn)?)
    }

    /// A part of the list: the oldest open one first; of all, the newest.
    pub fn lines(&self, conn: &mut Conn, late: NaiveDate, offset: i64, limit: i64) -> Result<Vec<Line>> {
        // Which they are is found first, so that nothing is read beside those that are passed over.
        let newest = matches!(self.part, Part::All | Part::At(ObjectionState::Settled));
        let rows = self.rows(late);
        let ids: Vec<String> = match newest {
            true => rows
                .order((objections::raised_on.desc(), objections::id.desc()))
                .offset(offset)
                .limit(limit)
                .select(objections::id)
                .load(conn)?,
            // Few are open at any time: they are put in order here, for in the order of their days the database would look
            // through all that ever were.
            false => {
                let mut open: Vec<(NaiveDate, String)> =
                    rows.order(objections::state).select((objections::raised_on, objections::id)).load(conn)?;
                open.sort();
                let part = |count: i64| usize::try_from(count).unwrap_or(0);
                open.into_iter().skip(part(offset)).take(part(limit)).map(|it| it.1).collect()
            }
        };
        let rows = objections::table
            .into_boxed()
            .filter(objections::id.eq_any(ids))
            .inner_join(customers::table)
            .inner_join(projects::table)
            .inner_join(people::table.on(people::id.eq(projects::owner_id)));
        let rows = match newest {
            true => rows.order((objections::raised_on.desc(), objections::id.desc())),
            false => rows.order((objections::raised_on, objections::id)),
        };
        Ok(rows
            .select((
                Objection::as_select(),
                customers::number,
                customers::name,
                projects::number,
                projects::name,
                people::name,
                projects::ended_at.is_null(),
            ))
            .load(conn)?)
    }
}

/// Whether an objection's project still runs.
fn runs() -> Box<dyn BoxableExpression<objections::table, Db, SqlType = Bool>> {
    Box::new(exists(projects::table.filter(projects::id.eq(objections::project_id)).filter(projects::ended_at.is_null())))
}

/// How many objections there are.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// Of running projects at each state; of those settled, all.
    at: BTreeMap<ObjectionState, i64>,
    /// Of those not settled, how many are late.
    pub late: i64,
}

impl Counted {
    /// Counts them all in one reading.
    pub fn of(conn: &mut Conn, late: NaiveDate) -> Result<Counted> {
        let is_late = || count(objections::id).aggregate_filter(objections::raised_on.le(late));
        let counted = || objections::table.group_by(objections::state).select((objections::state, count_star(), is_late()));
        // Apart, so that only of the open ones it is asked whether their project runs.
        let settled = counted().filter(objections::state.eq(ObjectionState::Settled));
        let open = counted().filter(objections::state.ne(ObjectionState::Settled)).filter(runs());
        let rows: Vec<(ObjectionState, i64, i64)> = settled.union_all(open).load(conn)?;
        let late = rows.iter().filter(|it| it.0 != ObjectionState::Settled).map(|it| it.2).sum();
        Ok(Counted { at: rows.into_iter().map(|it| (it.0, it.1)).collect(), late })
    }

    /// How many are at a state.
    pub fn at(&self, state: ObjectionState) -> i64 {
        self.at.get(&state).copied().unwrap_or(0)
    }

    /// How many are not settled.
    pub fn open(&self) -> i64 {
        self.at.iter().filter(|it| *it.0 != ObjectionState::Settled).map(|it| it.1).sum()
    }

    /// How many lines a list has, where that is known without counting again.
    pub fn lines(&self, filter: &Filter) -> Option<i64> {
        let Filter { part: _, weight: None, kind: None, owner: None, found: None } = filter else { return None };
        match filter.part {
            Part::Open => Some(self.open()),
            Part::Late => Some(self.late),
            Part::At(state) => Some(self.at(state)),
            Part::All => None,
        }
    }
}
