//! Reading meetings. A special one is there for those who are due at it, and for those who arrange meetings.

use std::collections::BTreeMap;

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::{AgendaItem, Attendance, Meeting, MeetingKind, PackRow, Resolution};
use crate::error::Result;
use crate::policy::{Deed, Standing};
use crate::projects;
use crate::projects::model::Project;
use crate::proposals;
use crate::proposals::model::Proposal;
use crate::store::connection::Db;
use crate::store::schema::{agenda_items, attendances, meetings, packs, people, person_roles, resolutions};
use crate::store::{Actor, Conn};
use crate::words::Role;

/// A condition over the meetings' table.
pub type Visible = Box<dyn BoxableExpression<meetings::table, Db, SqlType = Bool>>;

/// Whether somebody is of those who meet every week.
pub fn sees_regular(me: &Actor) -> bool {
    me.may(Deed::SeeMeetings, Standing::OWNER).is_some()
}

/// The meetings that somebody may see: the regular ones, and of the special ones those that they are due at or convened; all for
/// whoever arranges meetings.
pub fn visible(me: &Actor) -> Visible {
    if me.may(Deed::SeeMeetings, Standing::NONE).is_some() {
        return Box::new(meetings::version.ge(0));
    }
    if !sees_regular(me) {
        return Box::new(meetings::version.lt(0));
    }
    let due =
        attendances::table.filter(attendances::meeting_id.eq(meetings::id)).filter(attendances::person_id.eq(me.id.clone()));
    Box::new(meetings::kind.ne(MeetingKind::Special).or(exists(due)))
}

/// What a special meeting is about.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    pub project: Option<Project>,
    pub proposal: Option<Proposal>,
}

impl Subject {
    /// Reads the project and the proposal of these numbers; an empty one is none, and what the person may not see is not there.
    pub fn of(conn: &mut Conn, me: &Actor, project: &str, proposal: &str) -> Result<Subject> {
        let named = |text: &str| Some(text.trim().to_uppercase()).filter(|it| !it.is_empty());
        let project = named(project).map(|it| projects::queries::find(conn, me, &it)).transpose()?;
        let proposal = named(proposal).map(|it| proposals::queries::find(conn, me, &it)).transpose()?;
        Ok(Subject { project, proposal })
    }
}

/// How somebody stands to a meeting: whose it is, convened it.
pub fn standing(me: &Actor, meeting: &Meeting) -> Standing {
    Standing { owns: meeting.convened_by.as_ref() == Some(&me.id), ..Standing::NONE }
}

/// Who is due at a meeting and how they came, by name.
pub fn attendances(conn: &mut Conn, meeting: &str) -> Result<Vec<(Attendance, String)>> {
    Ok(attendances::table
        .inner_join(people::table)
        .filter(attendances::meeting_id.eq(meeting))
        .order((people::name, people::id))
        .select((Attendance::as_select(), people::name))
        .load(conn)?)
}

/// The number of the meeting on whose agenda a request stands that is not over; what a meeting that was not held left waits elsewhere.
pub fn on_agenda(conn: &mut Conn, request: &str) -> Result<Option<String>> {
    use super::model::MeetingState::{Called, InSession, Planned};
    Ok(agenda_items::table
        .inner_join(meetings::table)
        .filter(agenda_items::request_id.eq(request))
        .filter(meetings::state.eq_any([Planned, Called, InSession]))
        .order(meetings::number)
        .select(meetings::number)
        .first(conn)
        .optional()?)
}

/// The agenda of a meeting, in its order.
pub fn items(conn: &mut Conn, meeting: &str) -> Result<Vec<AgendaItem>> {
    Ok(agenda_items::table
        .filter(agenda_items::meeting_id.eq(meeting))
        .order((agenda_items::position, agenda_items::id))
        .select(AgendaItem::as_select())
        .load(conn)?)
}

/// What was laid before a meeting; none before it is called.
pub fn pack(conn: &mut Conn, meeting: &str) -> Result<Option<PackRow>> {
    let row = packs::table.filter(packs::meeting_id.eq(meeting));
    Ok(row.select(PackRow::as_select()).first(conn).optional()?)
}

/// A part of a meeting's agenda.
pub fn item(conn: &mut Conn, meeting: &Meeting, id: &str) -> Result<Option<AgendaItem>> {
    let row = agenda_items::table.filter(agenda_items::id.eq(id)).filter(agenda_items::meeting_id.eq(&meeting.id));
    Ok(row.select(AgendaItem::as_select()).first(conn).optional()?)
}

/// The resolutions of a meeting, in their order.
pub fn resolutions(conn: &mut Conn, meeting: &str) -> Result<Vec<Resolution>> {
    Ok(resolutions::table
        .filter(resolutions::meeting_id.eq(meeting))
        .order((resolutions::position, resolutions::id))
        .select(Resolution::as_select())
        .load(conn)?)
}

/// Everybody of the business who is there now, by name: id, account name, name. They are due at the regular meetings.
pub fn everybody(conn: &mut Conn) -> Result<Vec<(String, String, String)>> {
    let of_the_business =
        person_roles::table.filter(person_roles::person_id.eq(people::id)).filter(person_roles::role.ne(Role::Admin));
    Ok(people::table
        .filter(people::active.eq(true))
        .filter(exists(of_the_business))
        .order((people::name, people::id))
        .select((people::id, people::username, people::name))
        .load(conn)?)
}

/// How many came to each of some meetings, out of how many who were due: by meeting.
pub fn came(conn: &mut Conn, ids: &[&str]) -> Result<BTreeMap<String, (i64, i64)>> {
    use super::model::Presence;
    let rows: Vec<(String, Presence)> = attendances::table
        .filter(attendances::meeting_id.eq_any(ids))
        .order((attendances::meeting_id, attendances::person_id))
        .select((attendances::meeting_id, attendances::state))
        .load(conn)?;
    let mut all: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for (meeting, state) in rows {
        let counts = all.entry(meeting).or_default();
        counts.0 += i64::from(matches!(state, Presence::Present | Presence::Late));
        counts.1 += 1;
    }
    Ok(all)
}
