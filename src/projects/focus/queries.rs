//! Reading focus and load.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::dsl::{case_when, count_star, exists, sum};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer};

use crate::calendar::Month;
use crate::clock::{Moment, Zone};
use crate::error::Result;
use crate::projects::model::{Focus, Project, Sort, Task, TaskState};
use crate::store::Conn;
use crate::store::connection::Db;
use crate::store::schema::{focuses, projects, tasks};

/// Whether a project is a focus of a month.
pub fn focus(conn: &mut Conn, project: &str, month: Month) -> Result<Option<Focus>> {
    Ok(focuses::table
        .filter(focuses::month.eq(month.to_string()))
        .filter(focuses::project_id.eq(project))
        .select(Focus::as_select())
        .first(conn)
        .optional()?)
}

/// Which projects a person has in a month: issued before its end and not ended before its beginning.
#[derive(Clone, Debug)]
pub struct Load {
    pub owner: String,
    pub month: Month,
    from: Moment,
    to: Moment,
}

type Condition = Box<dyn BoxableExpression<projects::table, Db, SqlType = Bool>>;

impl Load {
    /// The load of a person in a month of the office's calendar.
    pub fn of(owner: &str, month: Month, zone: Zone) -> Load {
        let start = |month: Month| zone.moment(month.first().and_time(chrono::NaiveTime::MIN));
        Load { owner: owner.to_owned(), month, from: start(month), to: start(month.next()) }
    }

    fn condition(&self) -> Condition {
        let running = projects::ended_at.is_null().or(projects::ended_at.ge(self.from).assume_not_null());
        Box::new(
            projects::owner_id
                .eq(self.owner.clone())
                .and(projects::issued_at.lt(self.to).assume_not_null())
                .and(running.assume_not_null()),
        )
    }

    fn is_focus(&self) -> Condition {
        Box::new(exists(
            focuses::table.filter(focuses::project_id.eq(projects::id)).filter(focuses::month.eq(self.month.to_string())),
        ))
    }
}

/// How many projects somebody has in a month, and what sort of burden they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub all: i64,
    pub focus: i64,
    pub late: i64,
    /// Due for the next thing in this month.
    pub due: i64,
    pub division: i64,
}

/// Counts the load.
pub fn counts(conn: &mut Conn, load: &Load, today: NaiveDate) -> Result<Counts> {
    let running = || projects::ended_at.is_null();
    let due = running().and(projects::due_on.between(load.month.first(), load.month.last()));
    let late = case_when::<_, _, Integer>(running().and(projects::due_on.lt(today)), 1).otherwise(0);
    let due = case_when::<_, _, Integer>(due, 1).otherwise(0);
    let division = case_when::<_, _, Integer>(projects::sort.eq(Sort::Division), 1).otherwise(0);
    let (all, late, due, division): (i64, Option<i64>, Option<i64>, Option<i64>) =
        projects::table.filter(load.condition()).select((count_star(), sum(late), sum(due), sum(division))).first(conn)?;
    let focus = projects::table.filter(load.condition()).filter(load.is_focus()).count().get_result(conn)?;
    Ok(Counts { all, focus, late: late.unwrap_or(0), due: due.unwrap_or(0), division: division.unwrap_or(0) })
}

/// Part of the load: the focus or what runs alongside; what is due first comes first.
pub fn projects(conn: &mut Conn, load: &Load, focus: bool, offset: i64, limit: i64) -> Result<Vec<Project>> {
    let mut rows = projects::table.filter(load.condition()).into_boxed::<Db>();
    rows = match focus {
        true => rows.filter(load.is_focus()),
        false => rows.filter(diesel::dsl::not(load.is_focus())),
    };
    Ok(rows
        .order((projects::ended_at.is_not_null(), projects::due_on.is_null(), projects::due_on, projects::number))
        .offset(offset)
        .limit(limit)
        .select(Project::as_select())
        .load(conn)?)
}

/// The next thing that somebody has to do in each of some projects: their open task that is due first.
pub fn next_steps(conn: &mut Conn, person: &str, ids: &[String]) -> Result<BTreeMap<String, Task>> {
    let open: Vec<Task> = tasks::table
        .filter(tasks::state.eq(TaskState::Open))
        .filter(tasks::person_id.eq(person))
        .filter(tasks::project_id.eq_any(ids))
        .order((tasks::due_on.is_null(), tasks::due_on, tasks::step, tasks::id))
        .select(Task::as_select())
        .load(conn)?;
    let mut next = BTreeMap::new();
    for task in open {
        next.entry(task.project_id.clone()).or_insert(task);
    }
    Ok(next)
}
