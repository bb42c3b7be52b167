//! Who owes what now: out of tasks, projects, requests, reports, resolutions, minutes and hand-overs in one question; weeks that were
//! not reported on are asked of those who were there, meetings that nobody has called are computed.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use diesel::dsl::case_when;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::{Duty, DutyKind, Reminder, Who, ladder};
use super::rules::Level;
use crate::calendar::ReportedWeek;
use crate::correspondence::consultations;
use crate::correspondence::requests;
use crate::error::{OrNotFound, Result};
use crate::policy::{Deed, Standing};
use crate::reports;
use crate::store::office::Office;
use crate::store::schema::{
    consultations as consultations_table, reminders, reports as reports_table, requests as requests_table,
};
use crate::store::{Actor, Conn};

/// The question.
mod rows;

/// What a row is told as.
mod duty;

/// Meetings that nobody has called.
mod to_call;

pub use to_call::to_call;

/// A day that nothing is due after.
pub const FAR: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// Who looks: somebody, who sees what they may see; or the program, which reminds.
#[derive(Clone, Copy, Debug)]
pub enum Looks<'a> {
    Person(&'a Actor),
    Program,
}

impl Looks<'_> {
    fn drafts(self) -> bool {
        match self {
            Looks::Person(me) => me.may(Deed::SeeDrafts, Standing::NONE).is_some(),
            Looks::Program => true,
        }
    }

    /// What is asked of things that are seen by this power: those that are open to whoever looks; and, where they supervise and do not
    /// see all of them, the closed ones. Of these they learn that something is owed, by whom, since when and until when, and no more.
    fn shares(self, sees: Deed) -> &'static [bool] {
        match self {
            Looks::Person(me)
                if me.may(Deed::Supervise, Standing::NONE).is_some() && me.may(sees, Standing::NONE).is_none() =>
            {
                &[false, true]
            }
            _ => &[false],
        }
    }

    // Closed are those that are not seen, also where it cannot be told: of no project, it cannot tell whose project it is.

    fn requests(self, closed: bool) -> requests::queries::Visible {
        match self {
            Looks::Person(me) if closed => {
                Box::new(case_when::<_, _, Bool>(requests::queries::visible(me), false).otherwise(true))
            }
            Looks::Person(me) => requests::queries::visible(me),
            Looks::Program => Box::new(requests_table::number.is_not_null()),
        }
    }

    fn consultations(self, closed: bool) -> consultations::queries::Visible {
        match self {
            Looks::Person(me) if closed => {
                Box::new(case_when::<_, _, Bool>(consultations::queries::visible(me), false).otherwise(true))
            }
            Looks::Person(me) => consultations::queries::visible(me),
            Looks::Program => Box::new(consultations_table::number.is_not_null()),
        }
    }

    fn reports(self, closed: bool) -> reports::queries::Visible {
        match self {
            Looks::Person(me) if closed => {
                Box::new(case_when::<_, _, Bool>(reports::queries::visible(me), false).otherwise(true))
            }
            Looks::Person(me) => reports::queries::visible(me),
            Looks::Program => Box::new(reports_table::number.is_not_null()),
        }
    }
}

/// Whose duties are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    Everybody,
    /// Somebody's by name, those of everybody with a role, or both.
    Of(Option<String>, Option<&'static str>),
    /// Those that are not this person's, neither by name nor by one of these roles.
    NotOf(String, Vec<&'static str>),
}

impl Whose {
    /// What is none of this person's.
    pub fn not_of(me: &Actor) -> Whose {
        Whose::NotOf(me.id.clone(), me.roles.iter().map(|role| role.code()).collect())
    }

    /// Whether what this one owes is asked for.
    pub fn holds(&self, who: &Who) -> bool {
        match (self, who) {
            (Whose::Everybody, _) => true,
            (Whose::Of(person, _), Who::Person(id)) => person.as_ref() == Some(id),
            (Whose::Of(_, role), Who::Role(it)) => *role == Some(it.code()),
            (Whose::NotOf(person, _), Who::Person(id)) => person != id,
            (Whose::NotOf(_, roles), Who::Role(it)) => !roles.contains(&it.code()),
        }
    }
}

/// What is asked: what somebody may see of what is due up to a day, of one kind or of all, of whom.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    pub looks: Looks<'a>,
    pub office: &'a Office,
    /// By the office's clock.
    pub now: NaiveDateTime,
    pub until: NaiveDate,
    pub kind: Option<DutyKind>,
    pub whose: Whose,
}

impl<'a> Asked<'a> {
    /// All that is due up to a day.
    pub fn until(looks: Looks<'a>, office: &'a Office, now: NaiveDateTime, until: NaiveDate) -> Asked<'a> {
        Asked { looks, office, now, until, kind: None, whose: Whose::Everybody }
    }

    /// Whether duties of this kind are asked for.
    fn wants(&self, kind: DutyKind) -> bool {
        self.kind.is_none_or(|it| it == kind)
    }

    /// Whether a report on a week is due by then: up to a day; and among what is late once its hour has passed.
    fn is_until(&self, it: &ReportedWeek) -> bool {
        it.due.date() <= self.until || (self.until.succ_opt() == Some(self.now.date()) && it.due < self.now)
    }
}

/// The longest overdue first.
fn order(it: &Duty) -> (NaiveDate, DutyKind, &str, &str) {
    (it.due_on, it.kind, &it.number, &it.key)
}

/// Duties that are asked for, the longest overdue first; also those that are computed.
pub fn owed(conn: &mut Conn, asked: &Asked<'_>) -> Result<Vec<Duty>> {
    let called = to_call(conn, asked)?;
    part(conn, asked, called, 0, i64::from(i32::MAX))
}

/// So many of the duties that are asked for, from one on in their order; among them those that are computed.
pub fn part(conn: &mut Conn, asked: &Asked<'_>, computed: Vec<Duty>, from: i64, many: i64) -> Result<Vec<Duty>> {
    let mut all: Vec<Duty> = rows::first(conn, asked, from + many)?.into_iter().filter_map(duty::duty).collect();
    all.extend(computed);
    all.sort_by(|a, b| order(a).cmp(&order(b)));
    let size = |count: i64| usize::try_from(count).unwrap_or(usize::MAX);
    Ok(all.into_iter().skip(size(from)).take(size(many)).collect())
}

/// How much somebody owes, and how much of it is late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub count: i64,
    pub late: i64,
}

impl Sum {
    /// One duty more.
    pub fn add(&mut self, is_late: bool) {
        *self = self.and(Sum { count: 1, late: i64::from(is_late) });
    }

    /// Both together.
    pub fn and(self, other: Sum) -> Sum {
        Sum { count: self.count + other.count, late: self.late + other.late }
    }
}

/// Who owes how much of what is asked for, without what is computed.
pub fn sums(conn: &mut Conn, asked: &Asked<'_>) -> Result<BTreeMap<Who, Sum>> {
    let mut sums: BTreeMap<Who, Sum> = BTreeMap::new();
    for (person, role, is_late) in rows::owing(conn, asked)? {
        sums.entry(Who::of(person, &role)).or_default().add(is_late.unwrap_or_default());
    }
    Ok(sums)
}

/// How many days back it is looked for what has gone up: no office lets so much time pass.
const YEARS: u16 = 3_660;

/// The last day on which something was due that has gone up so far by now.
pub fn gone_up_until(office: &Office, today: NaiveDate, level: Level) -> NaiveDate {
    let ladder = ladder(office);
    let mut days = today.iter_days().rev().take(YEARS.into());
    let found = days.find(|day| ladder.level(office.calendar.days_late(*day, today)) >= level);
    found.unwrap_or(today - Days::new(YEARS.into()))
}

/// What others owe and has gone up so far, the longest overdue first: so many of it.
pub fn gone_up(conn: &mut Conn, me: &Actor, office: &Office, today: NaiveDate, level: Level, many: i64) -> Result<Vec<Duty>> {
    let until = gone_up_until(office, today, level);
    let all = Asked::until(Looks::Person(me), office, today.and_time(NaiveTime::MIN), until);
    part(conn, &Asked { whose: Whose::not_of(me), ..all }, Vec::new(), 0, many)
}

/// One duty that whoever looks may see: the one that is meant.
pub fn find(
    conn: &mut Conn,
    looks: Looks<'_>,
    office: &Office,
    today: NaiveDate,
    is_meant: impl Fn(&Duty) -> bool,
) -> Result<Duty> {
    let all = owed(conn, &Asked::until(looks, office, today.and_time(NaiveTime::MIN), FAR))?;
    all.into_iter().find(is_meant).or_not_found()
}

/// So many keys are looked up at once: a statement has no room for more.
const AT_ONCE: usize = 10_000;

/// The reminders of some duties, the newest first.
pub fn reminders_of(conn: &mut Conn, keys: &[&str]) -> Result<BTreeMap<String, Vec<Reminder>>> {
    let mut all: BTreeMap<String, Vec<Reminder>> = BTreeMap::new();
    for keys in keys.chunks(AT_ONCE) {
        let rows: Vec<Reminder> = reminders::table
            .filter(reminders::duty.eq_any(keys))
            .order((reminders::at.desc(), reminders::id.desc()))
            .select(Reminder::as_select())
            .load(conn)?;
        for it in rows {
            all.entry(it.duty.clone()).or_default().push(it);
        }
    }
    Ok(all)
}

/// How often somebody was reminded of a duty on a day.
pub fn reminded_on(conn: &mut Conn, key: &str, day: NaiveDate) -> Result<Vec<Reminder>> {
    Ok(reminders::table
        .filter(reminders::duty.eq(key))
        .filter(reminders::on_day.eq(day))
        .order(reminders::nth)
        .select(Reminder::as_select())
        .load(conn)?)
}
