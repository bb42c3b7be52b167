//! Reading activities. An activity belongs to a project whose plan was approved, and so to one that was issued: whoever may see
//! issued projects sees all of them, and whoever may not sees none.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::periods::Period;
use crate::clock::Moment;
use crate::customers::meant::Meant;
use crate::customers::model::{Activity, ActivityKind, Outcome};
use crate::error::{OrNotFound, Result};
use crate::policy::{Deed, Standing};
use crate::store::connection::Db;
use crate::store::schema::{activities, contacts, customers, people, projects, trail};
use crate::store::{Actor, Conn};

/// Rows that are counted one by one; of more a list says "over so many".
pub const COUNTED: i64 = 2_000;

/// The activity with this id, if the person may see it.
pub fn find(conn: &mut Conn, me: &Actor, id: &str) -> Result<Activity> {
    sees(me).or_not_found()?;
    activities::table.find(id).select(Activity::as_select()).first(conn).optional()?.or_not_found()
}

/// Whether somebody sees activities at all.
pub fn sees(me: &Actor) -> Option<()> {
    let may = |deed| me.may(deed, Standing::NONE).map(|_| ());
    may(Deed::SeeProjects).and(may(Deed::SeeCustomers))
}

/// The activities of a target, the newest first.
pub fn of_target(conn: &mut Conn, target: &str, limit: i64) -> Result<Vec<Activity>> {
    Ok(activities::table
        .filter(activities::target_id.eq(target))
        .order((activities::on_day.desc(), activities::id.desc()))
        .limit(limit)
        .select(Activity::as_select())
        .load(conn)?)
}

/// What somebody recorded of a target after this moment, in the order in which it was.
pub fn recorded_since(conn: &mut Conn, target: &str, person: &str, since: Moment) -> Result<Vec<Activity>> {
    Ok(activities::table
        .filter(activities::target_id.eq(target))
        .filter(activities::person_id.eq(person))
        .filter(activities::recorded_at.gt(since))
        .order(activities::id)
        .select(Activity::as_select())
        .load(conn)?)
}

/// What the trail calls a correction.
pub const CORRECT: &str = "correct_activity";

/// The ids of those activities that were corrected. A version says no more than that something of a row has changed: one that
/// came over to another customer has a higher one as well.
pub fn corrected(conn: &mut Conn, all: &[Activity]) -> Result<BTreeSet<String>> {
    let changed: Vec<&str> = all.iter().filter(|it| it.version > 1).map(|it| it.id.as_str()).collect();
    if changed.is_empty() {
        return Ok(BTreeSet::new());
    }
    let rows: Vec<String> = trail::table
        .filter(trail::kind.eq("activities"))
        .filter(trail::subject_id.eq_any(changed))
        .filter(trail::deed.eq(CORRECT))
        .order(trail::seq)
        .select(trail::subject_id)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// What a list is limited to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Ids.
    pub person: Option<String>,
    pub project: Option<String>,
    pub customer: Option<String>,
    pub kind: Option<ActivityKind>,
    pub result: Option<Outcome>,
    /// Whom a question means.
    pub meant: Option<Meant>,
}

impl Filter {
    /// A filter over a period only.
    pub fn over(period: Period, today: NaiveDate) -> Filter {
        Filter { days: period.days(today), ..Filter::default() }
    }

    fn condition(&self) -> Condition {
        let mut all: Vec<Condition> = Vec::new();
        if let Some((from, to)) = self.days {
            all.push(Box::new(activities::on_day.ge(from).and(activities::on_day.le(to))));
        }
        if let Some(person) = &self.person {
            all.push(Box::new(activities::person_id.eq(person.clone())));
        }
        if let Some(project) = &self.project {
            all.push(Box::new(activities::project_id.eq(project.clone())));
        }
        if let Some(customer) = &self.customer {
            all.push(Box::new(activities::customer_id.eq(customer.clone())));
        }
        if let Some(kind) = self.kind {
            all.push(Box::new(activities::kind.eq(kind)));
        }
        if let Some(result) = self.result {
            all.push(Box::new(activities::result.eq(result)));
        }
        if let Some(meant) = &self.meant {
            all.push(Box::new(activities::customer_id.eq_any(meant.ids())));
        }
        let everything = || -> Condition { Box::new(activities::on_day.is_not_null()) };
        all.into_iter().reduce(|all, one| Box::new(all.and(one))).unwrap_or_else(everything)
    }

    fn rows(&self) -> activities::BoxedQuery<'static, Db> {
        activities::table.filter(self.condition()).into_boxed()
    }
}

/// A condition over the activities' table.
type Condition = Box<dyn BoxableExpression<activities::table, Db, SqlType = diesel::sql_types::Bool>>;

/// A line of the list.
#[derive(Clone, Debug, Queryable)]
pub struct Line {
    pub activity: Activity,
    pub customer: String,
    pub customer_name: String,
    pub project: String,
    pub project_name: String,
    pub person: String,
    pub contact: Option<String>,
}

/// A part of a list, the newest day first, or the oldest. Which they are is found first, so that nothing is read beside those
/// that are passed over.
pub fn list(conn: &mut Conn, filter: &Filter, oldest: bool, offset: i64, limit: i64) -> Result<Vec<Line>> {
    let ids = filter.rows().select(activities::id).offset(offset).limit(limit);
    let ids = match oldest {
        true => ids.order((activities::on_day, activities::id)),
        false => ids.order((activities::on_day.desc(), activities::id.desc())),
    };
    let rows = activities::table
        .into_boxed()
        .filter(activities::id.eq_any(ids))
        .inner_join(customers::table)
        .inner_join(projects::table)
        .inner_join(people::table.on(people::id.eq(activities::person_id)))
        .left_join(contacts::table);
    let rows = match oldest {
        true => rows.order((activities::on_day, activities::id)),
        false => rows.order((activities::on_day.desc(), activities::id.desc())),
    };
    Ok(rows
        .select((
            Activity::as_select(),
            customers::number,
            customers::name,
            projects::number,
            projects::name,
            people::name,
            contacts::name.nullable(),
        ))
        .load(conn)?)
}

/// How many there are: by kind where the period has an end, else as a whole and only up to [`COUNTED`].
pub fn totals(conn: &mut Conn, filter: &Filter) -> Result<(BTreeMap<ActivityKind, i64>, i64)> {
    if filter.days.is_none() {
        // One reading tells both: whether there are more, and if not, how many of each kind.
        let some = filter.rows().order((activities::on_day.desc(), activities::id.desc())).limit(COUNTED + 1);
        let some: Vec<ActivityKind> = some.select(activities::kind).load(conn)?;
        let all = i64::try_from(some.len()).unwrap_or(i64::MAX);
        let mut counted = BTreeMap::new();
        if all <= COUNTED {
            some.into_iter().for_each(|kind| *counted.entry(kind).or_insert(0) += 1);
        }
        return Ok((counted, all));
    }
    let counted: BTreeMap<ActivityKind, i64> = activities::table
        .filter(filter.condition())
        .group_by(activities::kind)
        .select((activities::kind, count_star()))
        .load::<(ActivityKind, i64)>(conn)?
        .into_iter()
        .collect();
    let all = counted.values().sum();
    Ok((counted, all))
}
