//! What was recorded in projects, as the formula asks for it: five queries for however many projects.

use std::collections::BTreeMap;

use chrono::{Days, Duration, NaiveDate, NaiveTime};
use diesel::dsl::min;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text, Timestamp};

use super::formula::{Dated, Facts, Noted, Reached, Row, RowKind, Signed, Source, Whose};
use crate::clock::{Moment, Zone};
use crate::error::Result;
use crate::projects::execution::actuals::{Computed, counts_as_received, counts_as_signed, is_first};
use crate::projects::model::{Project, Task};
use crate::projects::pipeline::State;
use crate::projects::steps::{Responsible, Step};
use crate::projects::tasks::{MEASURE, REPORT};
use crate::store::Conn;
use crate::store::connection::Db;
use crate::store::schema::{
    activities, actuals, attachments, contracts, customers, indicators, metrics, plan_steps, plan_versions, progress_notes,
    receipts, tasks,
};

/// Some days of a month, and whose in it is what was done on the day of a hand-over.
#[derive(Clone, Copy, Debug)]
pub struct InMonth {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub whose: Whose,
}

/// The facts of each of these projects, in their order, from the beginning; for a month with the activities of its days, unless
/// they are whoever's who recorded them: [`noted_by`] finds those. `person` is whose work it is: measures that others took on are
/// theirs.
pub fn gather(conn: &mut Conn, zone: Zone, projects: &[Project], person: &str, month: Option<InMonth>) -> Result<Vec<Facts>> {
    if projects.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<&str> = projects.iter().map(|it| it.id.as_str()).collect();
    let tasks = tasks::table
        .filter(tasks::project_id.eq_any(&ids))
        .filter(tasks::due_on.is_not_null())
        .filter(tasks::role.eq(Responsible::Owner).or(tasks::step.eq(MEASURE)))
        .select(Task::as_select())
        .load(conn)?;
    found(conn, zone, projects, person, &tasks, month)
}

/// The same from the beginning, where the tasks of the projects are at hand.
pub fn gather_with(conn: &mut Conn, zone: Zone, projects: &[Project], person: &str, tasks: &[Task]) -> Result<Vec<Facts>> {
    found(conn, zone, projects, person, tasks, None)
}

fn found(
    conn: &mut Conn,
    zone: Zone,
    projects: &[Project],
    person: &str,
    tasks: &[Task],
    month: Option<InMonth>,
) -> Result<Vec<Facts>> {
    let whose = month.map_or(Whose::Doers, |it| it.whose);
    let mut all = Gathered { zone, whose, of: BTreeMap::new(), counted: BTreeMap::new() };
    let ids: Vec<&str> = projects.iter().map(|it| it.id.as_str()).collect();
    all.money(conn, &ids)?;
    all.indicators(conn, projects, &ids)?;
    all.milestones(conn, projects)?;
    // A project is evaluated before its proposal is drafted: what that asks for is no part of it, otherwise it would be restated as
    // soon as the project goes on.
    let after_it =
        |it: &Task| month.is_none() && Step::from_code(&it.step).is_some_and(|step| Step::of(State::Proposal).contains(&step));
    all.tasks(tasks.iter().filter(|it| !after_it(it)), person);
    if month.is_none_or(|it| it.whose == Whose::AtDaysEnd) {
        all.activities(conn, &ids, month)?;
    }
    let one = |it: &Project| Facts { project: it.number.clone(), ..all.of.remove(&it.id).unwrap_or_default() };
    Ok(projects.iter().map(one).collect())
}

/// When the first scan of a contract was attached.
fn scanned() -> Box<dyn BoxableExpression<contracts::table, Db, SqlType = Nullable<Timestamp>>> {
    Box::new(
        attachments::table
            .filter(attachments::subject_kind.eq("contract"))
            .filter(attachments::subject_id.eq(contracts::id))
            .filter(attachments::removed_at.is_null())
            .select(min(attachments::added_at))
            .single_value(),
    )
}

/// The number of a receipt's contract.
fn number() -> Box<dyn BoxableExpression<receipts::table, Db, SqlType = Text>> {
    let contract = contracts::table.filter(contracts::id.eq(receipts::contract_id));
    Box::new(contract.select(contracts::number).single_value().assume_not_null())
}

/// The last moment of a day.
pub fn last_of(day: NaiveDate, zone: Zone) -> Moment {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    zone.moment(next.and_time(NaiveTime::MIN)) - Duration::milliseconds(1)
}

/// What an activity is for the formula: project, activity, customer, day, when it was recorded, result, next step.
type Activity = (String, String, String, NaiveDate, Moment, String, String);

/// What is read of an activity, beside its customer.
macro_rules! activity {
    () => {
        (
            activities::project_id,
            activities::id,
            customers::name,
            activities::on_day,
            activities::recorded_at,
            activities::result,
            activities::next_step,
        )
    };
}

fn noted(zone: Zone, (_, id, name, on, at, result, next_step): Activity) -> Noted {
    let next_step = (result != "refused").then_some(!next_step.is_empty());
    Noted { name, href: format!("/activities/{id}"), on, recorded_on: zone.day(at), next_step }
}

/// The activities of some days that somebody recorded, in whatever project: a member's pages count the same.
pub fn noted_by(conn: &mut Conn, zone: Zone, person: &str, (from, to): (NaiveDate, NaiveDate)) -> Result<Vec<Noted>> {
    let found: Vec<Activity> = activities::table
        .inner_join(customers::table)
        .filter(activities::person_id.eq(person))
        .filter(activities::on_day.between(from, to))
        .order((activities::on_day, activities::id))
        .select(activity!())
        .load(conn)?;
    Ok(found.into_iter().map(|it| noted(zone, it)).collect())
}

/// By project.
struct Gathered {
    zone: Zone,
    whose: Whose,
    of: BTreeMap<String, Facts>,
    /// What the computed metrics count.
    counted: BTreeMap<(String, Computed), Vec<Row>>,
}

impl Gathered {
    fn facts(&mut self, project: &str) -> &mut Facts {
        self.of.entry(project.to_owned()).or_default()
    }

    fn count(&mut self, project: &str, metric: Computed, row: &Row, value: i64) {
        let rows = self.counted.entry((project.to_owned(), metric)).or_default();
        rows.push(Row { value, ..row.clone() });
    }

    /// When something was done that became known at this moment: then, unless it was done on an earlier day.
    fn at(&self, day: NaiveDate, known: Moment) -> Moment {
        if self.whose == Whose::Doers && self.zone.day(known) == day { known } else { last_of(day, self.zone) }
    }

    /// Signed contracts with their scans, and receipts: one query, contracts first.
    fn money(&mut self, conn: &mut Conn, ids: &[&str]) -> Result<()> {
        type Found = (String, String, NaiveDate, i64, Option<bool>, Option<Moment>);
        let signed = contracts::table.filter(contracts::project_id.eq_any(ids)).filter(counts_as_signed()).select((
            contracts::project_id,
            contracts::number,
            contracts::signed_on.assume_not_null(),
            contracts::fen,
            is_first().nullable(),
            scanned(),
        ));
        let received = receipts::table.filter(receipts::project_id.eq_any(ids)).filter(counts_as_received()).select((
            receipts::project_id,
            number(),
            receipts::received_on,
            receipts::fen,
            None::<bool>.into_sql::<Nullable<Bool>>(),
            None::<Moment>.into_sql::<Nullable<Timestamp>>(),
        ));
        let mut found: Vec<Found> = signed.union_all(received).load(conn)?;
        found.sort_by(|a, b| (a.2, &a.1, a.3).cmp(&(b.2, &b.1, b.3)));
        for (project, number, on, fen, first, scanned_at) in found {
            let href = format!("/contracts/{number}");
            let kind = if first.is_some() { RowKind::Contract } else { RowKind::Receipt };
            let row = Row { kind, name: number.clone(), href: href.clone(), on, recorded_on: None, value: 0 };
            let Some(first) = first else {
                self.count(&project, Computed::MoneyReceived, &row, fen);
                continue;
            };
            self.count(&project, Computed::SignedAmount, &row, fen);
            self.count(&project, Computed::Contracts, &row, 100);
            if first {
                self.count(&project, Computed::NewCustomers, &row, 100);
            }
            let signed = Signed { number, href, on, scanned_on: scanned_at.map(|at| self.zone.day(at)) };
            self.facts(&project).signed.push(signed);
        }
        Ok(())
    }

    /// After contracts and receipts, which computed indicators consist of.
    fn indicators(&mut self, conn: &mut Conn, projects: &[Project], ids: &[&str]) -> Result<()> {
        type Metric = (String, (String, String), (String, String));
        type Found = (String, String, i64, NaiveDate, Metric, Option<(NaiveDate, i64)>);
        let found: Vec<Found> = indicators::table
            .inner_join(metrics::table)
            .left_join(actuals::table)
            .filter(indicators::project_id.eq_any(ids))
            .order((indicators::project_id, indicators::position, indicators::id, actuals::on_day, actuals::id))
            .select((
                indicators::project_id,
                indicators::id,
                indicators::value,
                indicators::due_on,
                (metrics::code, (metrics::name, metrics::name_en), (metrics::unit, metrics::unit_en)),
                (actuals::on_day, actuals::value).nullable(),
            ))
            .load(conn)?;
        for (project, id, value, due_on, (code, title, unit), actual) in found {
            let Some(about) = projects.iter().find(|it| it.id == project) else { continue };
            let known = self.facts(&project).reached.last().is_some_and(|it| it.id == id);
            if !known {
                let computed = Computed::from_code(&code);
                let rows = computed.map(|it| self.counted.remove(&(project.clone(), it)).unwrap_or_default());
                let from_on = about.starts_on.unwrap_or_else(|| self.zone.day(about.entered_at)).min(due_on);
                let rows = rows.unwrap_or_default();
                self.facts(&project).reached.push(Reached { id, title, unit, value, from_on, due_on, rows });
            }
            if let (Some((on, value)), None) = (actual, Computed::from_code(&code)) {
                let href = about.at("execution");
                let row = Row { kind: RowKind::Actual, name: String::new(), href, on, recorded_on: None, value };
                if let Some(it) = self.facts(&project).reached.last_mut() {
                    it.rows.push(row);
                }
            }
        }
        Ok(())
    }

    /// The newest note says how a milestone stands.
    fn milestones(&mut self, conn: &mut Conn, projects: &[Project]) -> Result<()> {
        let approved: Vec<&str> = projects.iter().filter_map(|it| it.approved_id.as_deref()).collect();
        let about =
            progress_notes::line_id.eq(plan_steps::line_id).and(progress_notes::project_id.eq(plan_versions::project_id));
        type Found = (String, String, String, NaiveDate, Option<(i32, Option<NaiveDate>, Moment)>);
        let found: Vec<Found> = plan_steps::table
            .inner_join(plan_versions::table)
            .left_join(progress_notes::table.on(about))
            .filter(plan_steps::plan_version_id.eq_any(approved))
            .order((plan_versions::project_id, plan_steps::position, plan_steps::line_id, progress_notes::noted_at))
            .select((
                plan_versions::project_id,
                plan_steps::line_id,
                plan_steps::title,
                plan_steps::ends_on,
                (progress_notes::percent, progress_notes::done_on, progress_notes::noted_at).nullable(),
            ))
            .load(conn)?;
        for (project, line, title, due, note) in found {
            let done = note.and_then(|(percent, on, at)| (percent == 100).then(|| (on.unwrap_or(self.zone.day(at)), at)));
            let (done, at) = (done.map(|it| it.0), done.map(|(day, known)| self.at(day, known)));
            let all = &mut self.facts(&project).dated;
            match all.last_mut().filter(|it| it.source == Source::Milestone && it.id == line) {
                Some(it) => (it.done, it.at) = (done, at),
                None => {
                    let title = (title.clone(), title);
                    all.push(Dated { source: Source::Milestone, id: line, title, due, done, dropped: None, at });
                }
            }
        }
        Ok(())
    }

    /// Dated tasks of the owner, and measures that the person took on.
    fn tasks<'t>(&mut self, tasks: impl Iterator<Item = &'t Task>, person: &str) {
        let mut tasks: Vec<&Task> = tasks.collect();
        tasks.sort_by_key(|it| (it.due_on, &it.step, &it.id));
        for it in tasks {
            let theirs = it.role == Responsible::Owner || (it.step == MEASURE && it.person_id.as_deref() == Some(person));
            // What is told of the work is no part of it.
            let told = it.step.starts_with(REPORT);
            let Some(due) = it.due_on.filter(|_| theirs && !told) else { continue };
            let (source, title) = match Step::from_code(&it.step) {
                Some(step) => (Source::Task, (step.name().0.to_owned(), step.name().1.to_owned())),
                None => (Source::Measure, (it.what.clone(), it.what.clone())),
            };
            let day = |at: Option<Moment>| at.map(|at| self.zone.day(at));
            let (done, dropped) = (day(it.done_at), day(it.dropped_at));
            let at = it.done_at.or(it.dropped_at).map(|at| self.at(self.zone.day(at), at));
            let dated = Dated { source, id: it.id.clone(), title, due, done, dropped, at };
            self.facts(&it.project_id).dated.push(dated);
        }
    }

    fn activities(&mut self, conn: &mut Conn, ids: &[&str], month: Option<InMonth>) -> Result<()> {
        let mut rows = activities::table.inner_join(customers::table).filter(activities::project_id.eq_any(ids)).into_boxed();
        if let Some(month) = month {
            rows = rows.filter(activities::on_day.between(month.from, month.to));
        }
        let found: Vec<Activity> =
            rows.order((activities::project_id, activities::on_day, activities::id)).select(activity!()).load(conn)?;
        for it in found {
            let (project, it) = (it.0.clone(), noted(self.zone, it));
            self.facts(&project).noted.push(it);
        }
        Ok(())
    }
}
