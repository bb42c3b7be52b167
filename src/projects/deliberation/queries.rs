//! Reading deliberations.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Date, Integer, Nullable};

use super::model::{ControlMethod, Opinion, Standard};
use crate::clock::Moment;
use crate::error::Result;
use crate::policy::{Deed, Standing};
use crate::projects::model::Project;
use crate::projects::planning;
use crate::projects::planning::model::PlanVersion;
use crate::store::schema::{agenda_items, attendances, control_methods, meetings, opinions, people, standards};
use crate::store::trail::sha256;
use crate::store::{Actor, Conn};

/// Every opinion on a project's plans, dissent first within a version, the newest version first.
pub fn opinions(conn: &mut Conn, project: &str) -> Result<Vec<Opinion>> {
    let mut all: Vec<Opinion> = opinions::table
        .filter(opinions::project_id.eq(project))
        .order((opinions::round.desc(), opinions::given_at, opinions::id))
        .select(Opinion::as_select())
        .load(conn)?;
    all.sort_by_key(|it| (std::cmp::Reverse(it.round), it.stance));
    Ok(all)
}

/// The performance standards of a plan version.
pub fn standards(conn: &mut Conn, plan_version: &str) -> Result<Vec<Standard>> {
    Ok(standards::table
        .filter(standards::plan_version_id.eq(plan_version))
        .order((standards::position, standards::id))
        .select(Standard::as_select())
        .load(conn)?)
}

/// The control methods of a plan version.
pub fn control_methods(conn: &mut Conn, plan_version: &str) -> Result<Vec<ControlMethod>> {
    Ok(control_methods::table
        .filter(control_methods::plan_version_id.eq(plan_version))
        .order((control_methods::position, control_methods::id))
        .select(ControlMethod::as_select())
        .load(conn)?)
}

/// What a writer of standards and control methods has seen: changes with each of them and with the version of the plan.
pub fn fingerprint(plan: &PlanVersion, standards: &[Standard], methods: &[ControlMethod]) -> String {
    let standards: Vec<_> = standards.iter().map(|it| (&it.title, &it.measure, &it.tolerance, it.due_on)).collect();
    let methods: Vec<_> = methods.iter().map(|it| (&it.title, &it.frequency, &it.who)).collect();
    sha256(&serde_json::json!([plan.id, standards, methods]).to_string())
}

/// Both at once, for a page that shows them beside much else.
pub fn fixed(conn: &mut Conn, plan_version: &str) -> Result<(Vec<Standard>, Vec<ControlMethod>)> {
    type Row = (bool, String, i32, String, String, String, Option<NaiveDate>, i32);
    let rows: Vec<Row> = standards::table
        .filter(standards::plan_version_id.eq(plan_version))
        .select((
            true.into_sql::<Bool>(),
            standards::id,
            standards::position,
            standards::title,
            standards::measure,
            standards::tolerance,
            standards::due_on.nullable(),
            standards::version,
        ))
        .union_all(control_methods::table.filter(control_methods::plan_version_id.eq(plan_version)).select((
            false.into_sql::<Bool>(),
            control_methods::id,
            control_methods::position,
            control_methods::title,
            control_methods::frequency,
            control_methods::who,
            sql::<Nullable<Date>>("null"),
            control_methods::version,
        )))
        .load(conn)?;
    let (mut fixed, mut methods) = (Vec::new(), Vec::new());
    for (is_standard, id, position, title, first, second, due_on, version) in rows {
        let plan_version_id = plan_version.to_owned();
        match due_on.filter(|_| is_standard) {
            Some(due_on) => {
                fixed.push(Standard {
                    id,
                    plan_version_id,
                    position,
                    title,
                    measure: first,
                    tolerance: second,
                    due_on,
                    version,
                });
            }
            None => {
                methods.push(ControlMethod { id, plan_version_id, position, title, frequency: first, who: second, version })
            }
        }
    }
    fixed.sort_by(|a, b| (a.position, &a.id).cmp(&(b.position, &b.id)));
    methods.sort_by(|a, b| (a.position, &a.id).cmp(&(b.position, &b.id)));
    Ok((fixed, methods))
}

/// A special meeting at which a project's plan is heard (3.4).
#[derive(Clone, Debug)]
pub struct Hearing {
    id: String,
    /// `HY-2026-003`.
    pub number: String,
    pub starts_at: Moment,
    called_at: Option<Moment>,
    opened_at: Option<Moment>,
    closed_at: Option<Moment>,
    /// Its state's code.
    pub state: String,
    pub place: String,
}

/// The codes of the states in which a hearing is ahead or going on.
const AHEAD: [&str; 3] = ["planned", "called", "in_session"];

/// The codes of the states of one that was held: there is something to be put down of it.
const OVER: [&str; 2] = ["minutes", "published"];

impl Hearing {
    /// Whether it was held.
    pub fn is_over(&self) -> bool {
        OVER.contains(&self.state.as_str())
    }

    /// Whether it is ahead or going on.
    pub fn is_open(&self) -> bool {
        AHEAD.contains(&self.state.as_str())
    }

    /// Whether it was closed when something was said.
    pub fn was_over(&self, at: Moment) -> bool {
        self.closed_at.is_some_and(|closed| closed < at)
    }

    /// Whether it heard what was submitted then: the version sealed, the project in this deliberation.
    pub fn heard(&self, since: Option<Moment>) -> bool {
        let later = |at: Option<Moment>| at.zip(since).is_some_and(|(at, since)| at >= since);
        self.is_over() && later(self.called_at) && later(self.opened_at)
    }
}

/// The number of the meeting that is to hear a project's plan, if one is arranged or going on.
pub fn hearing_ahead(conn: &mut Conn, project: &str) -> Result<Option<String>> {
    Ok(ahead(conn, project)?.map(|it| it.0))
}

/// The same with its state's code and who convened it.
pub fn ahead(conn: &mut Conn, project: &str) -> Result<Option<(String, String, Option<String>)>> {
    Ok(meetings::table
        .filter(meetings::project_id.eq(project))
        .filter(meetings::matter.eq("plan"))
        .filter(meetings::state.eq_any(AHEAD))
        .order(meetings::number)
        .select((meetings::number, meetings::state, meetings::convened_by))
        .first(conn)
        .optional()?)
}

/// Whether the newest sealed version of a deliberated project's plan was heard at a meeting that is over, called and opened since the
/// project came here: what is called has its pack, and that of an earlier round is of other opinions.
pub fn was_heard(conn: &mut Conn, project: &Project) -> Result<bool> {
    let Some(sealed) = planning::queries::sealed(conn, &project.id)?.and_then(|it| it.sealed_at) else { return Ok(false) };
    let since = sealed.max(project.entered_at);
    let held = meetings::table
        .filter(meetings::project_id.eq(&project.id))
        .filter(meetings::matter.eq("plan"))
        .filter(meetings::state.eq_any(OVER))
        .filter(meetings::called_at.ge(since))
        .filter(meetings::opened_at.ge(since));
    Ok(diesel::select(diesel::dsl::exists(held)).get_result(conn)?)
}

/// The meetings that hear a project's plan: those to come, and those opened since a moment, as far as the person may see them; the
/// newest first.
pub fn hearings(conn: &mut Conn, me: &Actor, project: &str, since: Moment) -> Result<Vec<Hearing>> {
    let mut rows = meetings::table
        .filter(meetings::project_id.eq(project))
        .filter(meetings::matter.eq("plan"))
        .filter(meetings::state.ne("cancelled"))
        .filter(meetings::opened_at.is_null().or(meetings::opened_at.ge(since).assume_not_null()))
        .into_boxed();
    if me.may(Deed::SeeMeetings, Standing::NONE).is_none() {
        let due = attendances::table.filter(attendances::person_id.eq(me.id.clone())).select(attendances::meeting_id);
        rows = rows.filter(meetings::id.eq_any(due));
    }
    type Row = (String, String, Option<Moment>, Option<Moment>, Option<Moment>, Option<Moment>, String, String);
    let rows: Vec<Row> = rows
        .order((meetings::starts_at.desc(), meetings::number.desc()))
        .select((
            meetings::id,
            meetings::number,
            meetings::starts_at,
            meetings::called_at,
            meetings::opened_at,
            meetings::closed_at,
            meetings::state,
            meetings::place,
        ))
        .load(conn)?;
    let one = |(id, number, starts_at, called_at, opened_at, closed_at, state, place): Row| {
        Some(Hearing { id, number, starts_at: starts_at?, called_at, opened_at, closed_at, state, place })
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

/// What the minutes of a hearing say: who was there, and what was said about its subject.
pub fn heard(conn: &mut Conn, hearing: &Hearing) -> Result<(Vec<String>, Vec<String>)> {
    let present = attendances::table
        .inner_join(people::table)
        .filter(attendances::meeting_id.eq(&hearing.id))
        .filter(attendances::state.eq_any(["present", "late"]))
        .select((sql::<Integer>("-1"), people::name));
    let notes = agenda_items::table
        .filter(agenda_items::meeting_id.eq(&hearing.id))
        .filter(agenda_items::notes.ne(""))
        .select((agenda_items::position, agenda_items::notes));
    let mut rows: Vec<(i32, String)> = present.union_all(notes).load(conn)?;
    rows.sort();
    let (present, notes): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(position, _)| *position < 0);
    let texts = |rows: Vec<(i32, String)>| rows.into_iter().map(|it| it.1).collect();
    Ok((texts(present), texts(notes)))
}
