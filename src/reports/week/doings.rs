//! What members did besides their own projects, and what they owe: steps of any project, advice, information, minutes, resolutions,
//! reminders. One question for what was done and one for what is owed, whoever's it is.

use chrono::{Days, NaiveDate, NaiveTime};
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::content::{Did, Member, Named, Resolved, Step};
use crate::clock::Moment;
use crate::error::Result;
use crate::projects::model::TaskState;
use crate::store::Conn;
use crate::store::connection::Db;
use crate::store::office::Office;
use crate::store::schema::{
    advice, consultation_questions as questions, meetings, people, projects, reminders, requests, resolutions, tasks,
};
use crate::words;

/// The first moment of a day, and the first after another.
pub fn span(office: &Office, from: NaiveDate, to: NaiveDate) -> (Moment, Moment) {
    let start = |day: NaiveDate| office.zone.moment(day.and_time(NaiveTime::MIN));
    (start(from), start(to.checked_add_days(Days::new(1)).unwrap_or(to)))
}

words! {
    /// What somebody does for others.
    pub enum Service {
        Advice = "advice", "提供参考意见", "Give advice";
        Consultation = "consultation", "答复咨询", "Answer a consultation";
        Minutes = "minutes", "发布会议纪要", "Publish the minutes";
        Resolution = "resolution", "落实决议", "Carry a resolution out";
        Reminder = "reminder", "催办", "Remind";
    }
}

/// Something that somebody did: the word of a service or the code of a step, and of a step the project.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Done {
    word: String,
    project: Named,
}

impl Done {
    /// Tells of it among what is told of whoever did it.
    pub fn told(&self, member: &mut Member) {
        if Service::from_code(&self.word).is_none() {
            return member.done.push(Did { project: self.project.clone(), step: self.word.clone() });
        }
        match member.served.iter_mut().find(|it| it.0 == self.word) {
            Some((_, count)) => *count += 1,
            None => member.served.push((self.word.clone(), 1)),
        }
    }
}

/// What each did on some days, in order.
pub fn done(
    conn: &mut Conn,
    office: &Office,
    from: NaiveDate,
    to: NaiveDate,
    only: Option<&str>,
) -> Result<Vec<(String, Done)>> {
    let (start, end) = span(office, from, to);
    let word = |it: Service| it.code().into_sql::<Text>();
    let none = || "".into_sql::<Text>();
    let select = (tasks::done_by.assume_not_null(), tasks::step, projects::number, projects::name);
    let rows: Vec<(String, String, String, String)> = steps(start, end, only)
        .inner_join(projects::table)
        .select(select)
        .union_all(advised(start, end, only).select((
            advice::given_by.assume_not_null(),
            word(Service::Advice),
            none(),
            none(),
        )))
        .union_all(informed(start, end, only).select((
            questions::answered_by.assume_not_null(),
            word(Service::Consultation),
            none(),
            none(),
        )))
        .union_all(published(start, end, only).select((
            meetings::published_by.assume_not_null(),
            word(Service::Minutes),
            none(),
            none(),
        )))
        .union_all(carried_out(start, end, only).select((
            resolutions::holder_id.assume_not_null(),
            word(Service::Resolution),
            none(),
            none(),
        )))
        .union_all(reminded(start, end, only).select((reminders::by_id, word(Service::Reminder), none(), none())))
        .load(conn)?;
    let one = |(person, word, number, name)| (person, Done { word, project: Named { number, name } });
    let mut rows: Vec<(String, Done)> = rows.into_iter().map(one).collect();
    rows.sort();
    Ok(rows)
}

/// Steps of projects that were done: whoever did them.
fn steps(start: Moment, end: Moment, only: Option<&str>) -> tasks::BoxedQuery<'static, Db> {
    let rows = tasks::table
        .filter(tasks::done_at.ge(start).assume_not_null())
        .filter(tasks::done_at.lt(end).assume_not_null())
        // Said so that the day finds them: there are many that are done.
        .filter(tasks::state.ne(TaskState::Open).and(tasks::state.ne(TaskState::Dropped)))
        .into_boxed();
    match only {
        Some(only) => rows.filter(tasks::done_by.eq(only.to_owned())),
        None => rows.filter(tasks::done_by.eq_any(people::table.select(people::id.nullable()))),
    }
}

/// Advice that was given. It is given before the request is answered, so that older answers need not be looked through.
fn advised(start: Moment, end: Moment, only: Option<&str>) -> advice::BoxedQuery<'static, Db> {
    let then = requests::answered_at.is_null().or(requests::answered_at.ge(start).assume_not_null());
    let rows = advice::table
        .filter(advice::request_id.eq_any(requests::table.filter(then).select(requests::id)))
        .filter(advice::given_at.ge(start).assume_not_null())
        .filter(advice::given_at.lt(end).assume_not_null())
        .into_boxed();
    match only {
        Some(only) => rows.filter(advice::given_by.eq(only.to_owned())),
        None => rows.filter(advice::given_by.is_not_null()),
    }
}

/// Questions of consultations that were answered.
fn informed(start: Moment, end: Moment, only: Option<&str>) -> questions::BoxedQuery<'static, Db> {
    let rows = questions::table
        .filter(questions::answered_at.ge(start).assume_not_null())
        .filter(questions::answered_at.lt(end).assume_not_null())
        .into_boxed();
    match only {
        Some(only) => rows.filter(questions::answered_by.eq(only.to_owned())),
        None => rows.filter(questions::answered_by.is_not_null()),
    }
}

/// Meetings whose minutes were published.
fn published(start: Moment, end: Moment, only: Option<&str>) -> meetings::BoxedQuery<'static, Db> {
    let rows = meetings::table
        .filter(meetings::state.eq("published"))
        .filter(meetings::published_at.ge(start).assume_not_null())
        .filter(meetings::published_at.lt(end).assume_not_null())
        .into_boxed();
    match only {
        Some(only) => rows.filter(meetings::published_by.eq(only.to_owned())),
        None => rows.filter(meetings::published_by.is_not_null()),
    }
}

/// Resolutions that were carried out, by whoever answered for them.
fn carried_out(start: Moment, end: Moment, only: Option<&str>) -> resolutions::BoxedQuery<'static, Db> {
    let rows = resolutions::table
        .filter(resolutions::state.eq("done"))
        .filter(resolutions::closed_at.ge(start).assume_not_null())
        .filter(resolutions::closed_at.lt(end).assume_not_null())
        .into_boxed();
    match only {
        Some(only) => rows.filter(resolutions::holder_id.eq(only.to_owned())),
        None => rows.filter(resolutions::holder_id.is_not_null()),
    }
}

/// Reminders that were sent.
fn reminded(start: Moment, end: Moment, only: Option<&str>) -> reminders::BoxedQuery<'static, Db> {
    let rows = reminders::table.filter(reminders::at.ge(start)).filter(reminders::at.lt(end)).into_boxed();
    match only {
        Some(only) => rows.filter(reminders::by_id.eq(only.to_owned())),
        None => rows,
    }
}

/// Something that waits for somebody by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owed {
    due_on: NaiveDate,
    /// The code of a step, or the word of another task; of what is no task, which it is.
    word: String,
    number: String,
    name: String,
    what: String,
}

/// What is no task.
const RESOLUTION: &str = "resolution";
const CONFIRMATION: &str = "confirmation";

impl Owed {
    /// Tells of it among what is told of whom it waits for.
    pub fn told(&self, today: NaiveDate, member: &mut Member) {
        let due_on = self.due_on;
        match self.word.as_str() {
            RESOLUTION => {
                member.resolutions.push(Resolved { due_on, number: self.number.clone(), content: self.what.clone() });
            }
            CONFIRMATION => member.unconfirmed.push(due_on),
            step => {
                let project = Named { number: self.number.clone(), name: self.name.clone() };
                let step = Step { due_on, project, step: step.to_owned(), what: self.what.clone() };
                if due_on < today { member.late.push(step) } else { member.due.push(step) }
            }
        }
    }
}

/// Open tasks that wait for somebody by name and are due up to a day; resolutions that were due before today, and answers that had
/// to be confirmed by then. First due first.
pub fn owed(conn: &mut Conn, today: NaiveDate, until: NaiveDate, only: Option<&str>) -> Result<Vec<(String, Owed)>> {
    let word = |it: &'static str| it.into_sql::<Text>();
    let select = (
        tasks::person_id.assume_not_null(),
        tasks::due_on.assume_not_null(),
        tasks::step,
        projects::number,
        projects::name,
        tasks::what,
    );
    let rows: Vec<(String, NaiveDate, String, String, String, String)> = open(until, only)
        .inner_join(projects::table)
        .select(select)
        .union_all(late_resolutions(today, only).select((
            resolutions::holder_id.assume_not_null(),
            resolutions::due_on.assume_not_null(),
            word(RESOLUTION),
            resolutions::number,
            word(""),
            resolutions::content,
        )))
        .union_all(unconfirmed(today, only).select((
            requests::asker_id,
            requests::confirm_by.assume_not_null(),
            word(CONFIRMATION),
            word(""),
            word(""),
            word(""),
        )))
        .load(conn)?;
    let one = |(person, due_on, word, number, name, what)| (person, Owed { due_on, word, number, name, what });
    let mut rows: Vec<(String, Owed)> = rows.into_iter().map(one).collect();
    rows.sort();
    Ok(rows)
}

fn open(until: NaiveDate, only: Option<&str>) -> tasks::BoxedQuery<'static, Db> {
    let rows = tasks::table.filter(tasks::state.eq(TaskState::Open)).filter(tasks::due_on.le(until)).into_boxed();
    match only {
        Some(only) => rows.filter(tasks::person_id.eq(only.to_owned())),
        None => rows.filter(tasks::person_id.eq_any(people::table.select(people::id.nullable()))),
    }
}

/// Of meetings whose minutes are published, as in the inbox.
fn late_resolutions(today: NaiveDate, only: Option<&str>) -> resolutions::BoxedQuery<'static, Db> {
    let published = meetings::table.filter(meetings::id.eq(resolutions::meeting_id)).filter(meetings::state.eq("published"));
    let rows = resolutions::table
        .filter(resolutions::state.eq("open"))
        .filter(resolutions::due_on.lt(today).assume_not_null())
        .filter(resolutions::kind.ne("information").assume_not_null())
        .filter(diesel::dsl::exists(published))
        .into_boxed();
    match only {
        Some(only) => rows.filter(resolutions::holder_id.eq(only.to_owned())),
        None => rows.filter(resolutions::holder_id.is_not_null()),
    }
}

/// Requests whose answer their asker has not confirmed in time.
fn unconfirmed(today: NaiveDate, only: Option<&str>) -> requests::BoxedQuery<'static, Db> {
    let rows = requests::table
        .filter(requests::state.eq("answered"))
        .filter(requests::confirm_by.lt(today).assume_not_null())
        .into_boxed();
    match only {
        Some(only) => rows.filter(requests::asker_id.eq(only.to_owned())),
        None => rows,
    }
}
