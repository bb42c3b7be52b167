//! Reading objections. Like activities they belong to issued projects only, which everybody of the department sees.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::calendar::Calendar;
use crate::customers::meant::Meant;
use crate::customers::model::{Objection, ObjectionKind, ObjectionState, Weight};
use crate::error::{OrNotFound, Result};
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
    /// What is looked for in what was said, and the customers that it means.
    pub question: Option<(String, Meant)>,
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

impl Filter {
    fn rows(&self, late: NaiveDate) -> objections::BoxedQuery<'static, Db> {
        let mut rows = objections::table.into_boxed();
        let open = [ObjectionState::Open, ObjectionState::Passed, ObjectionState::Designed];
        // What a project left open when it ended waits for nobody.
        let running = projects::table.filter(projects::ended_at.is_null()).select(projects::id);
        rows = match self.part {
            Part::Open => rows.filter(objections::state.eq_any(open)).filter(objections::project_id.eq_any(running)),
            Part::Late => rows
                .filter(objections::state.eq_any(open))
                .filter(objections::raised_on.le(late))
                .filter(objections::project_id.eq_any(running)),
            Part::At(ObjectionState::Settled) => rows.filter(objections::state.eq(ObjectionState::Settled)),
            Part::At(state) => rows.filter(objections::state.eq(state)).filter(objections::project_id.eq_any(running)),
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
        if let Some((question, meant)) = &self.question {
            let said = objections::said.like(like(question)).escape('\\');
            rows = rows.filter(objections::customer_id.eq_any(meant.ids()).or(said));
        }
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
        let ids = self.rows(late).select(objections::id).offset(offset).limit(limit);
        let ids = match newest {
            true => ids.order((objections::raised_on.desc(), objections::id.desc())),
            false => ids.order((objections::raised_on, objections::id)),
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

/// How many objections of running projects stand at each state (of those settled, all), and how many open ones are late.
pub fn counted(conn: &mut Conn, late: NaiveDate) -> Result<(BTreeMap<ObjectionState, i64>, i64)> {
    let running = projects::table.filter(projects::ended_at.is_null()).select(projects::id);
    let counted = objections::table
        .filter(objections::state.eq(ObjectionState::Settled).or(objections::project_id.eq_any(running)))
        .group_by(objections::state)
        .select((objections::state, count_star()))
        .load::<(ObjectionState, i64)>(conn)?
        .into_iter()
        .collect();
    Ok((counted, Filter { part: Part::Late, ..Filter::default() }.count(conn, late)?))
}
