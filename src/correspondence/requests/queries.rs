//! Reading requests. What somebody may not see is not there.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{Advice, AgendaPlace, Request, RequestState};
use crate::clock::Moment;
use crate::error::{OrNotFound, Result};
use crate::policy::Standing;
pub use crate::projects::authority::{Seen as Visible, seen as visible};
use crate::projects::model::Project;
use crate::store::schema::{advice, agenda_items, meetings, packages, projects, reminders, requests};
use crate::store::{Actor, Conn};

/// The request with this number, if the person may see it.
pub fn find(conn: &mut Conn, me: &Actor, number: &str) -> Result<Request> {
    requests::table
        .filter(requests::number.eq(number))
        .filter(visible(me))
        .select(Request::as_select())
        .first(conn)
        .optional()?
        .or_not_found()
}

/// The project that a request is about.
pub fn project(conn: &mut Conn, request: &Request) -> Result<Option<Project>> {
    match &request.project_id {
        Some(id) => Ok(projects::table.find(id).select(Project::as_select()).first(conn).optional()?),
        None => Ok(None),
    }
}

/// How somebody stands to a request as one who may answer it: whoever asked, or owns the project, does not decide on it.
pub fn standing(me: &Actor, request: &Request, project: Option<&Project>) -> Standing {
    let owner = project.map(|it| it.owner_id.as_str());
    let is = |id: &str| request.asker_id == id || owner == Some(id);
    Standing { owns: is(&me.id), coordinates: false, left: me.resting.as_deref().is_some_and(is) }
}

/// The contracts that were signed on an answer: number and title.
pub fn contracts_on(conn: &mut Conn, request: &str) -> Result<Vec<(String, String)>> {
    use crate::store::schema::contracts;
    let rests = contracts::request_id.eq(request).or(contracts::discount_request_id.eq(request));
    Ok(contracts::table
        .filter(rests.assume_not_null())
        .order(contracts::number)
        .select((contracts::number, contracts::title))
        .load(conn)?)
}

/// The projects that somebody can put a request about: their own first, the running ones.
pub fn projects_of(conn: &mut Conn, me: &Actor) -> Result<Vec<(String, String)>> {
    let packages = packages::table.filter(packages::coordinator_id.eq(me.id.clone())).select(packages::id);
    Ok(projects::table
        .filter(crate::projects::queries::visible(me))
        .filter(projects::ended_at.is_null())
        .filter(projects::owner_id.eq(&me.id).or(projects::package_id.eq_any(packages)))
        .order(projects::number.desc())
        .limit(200)
        .select((projects::number, projects::name))
        .load(conn)?)
}

/// Requests of somebody with this title that are still open: the same form sent twice.
pub fn open_of(conn: &mut Conn, asker: &str, title: &str) -> Result<Vec<Request>> {
    Ok(requests::table
        .filter(requests::asker_id.eq(asker))
        .filter(requests::state.eq(RequestState::Open))
        .filter(requests::title.eq(title))
        .order(requests::number)
        .select(Request::as_select())
        .load(conn)?)
}

/// The advice that was asked for on a request, in its order.
pub fn advice_on(conn: &mut Conn, request: &str) -> Result<Vec<Advice>> {
    Ok(advice::table
        .filter(advice::request_id.eq(request))
        .order((advice::asked_at, advice::id))
        .select(Advice::as_select())
        .load(conn)?)
}

/// The numbers of the meetings on whose agenda a request stands or stood, the newest first.
pub fn agendas_of(conn: &mut Conn, request: &str) -> Result<Vec<String>> {
    Ok(agenda_items::table
        .inner_join(meetings::table)
        .filter(agenda_items::request_id.eq(request))
        .filter(meetings::state.ne("cancelled"))
        .order((agenda_items::added_at.desc(), agenda_items::id.desc()))
        .select(meetings::number)
        .load(conn)?)
}

/// The places of a request on the agendas of meetings that nobody has called yet.
pub fn places_ahead(conn: &mut Conn, request: &str) -> Result<Vec<AgendaPlace>> {
    let ahead = meetings::table.filter(meetings::state.eq("planned")).select(meetings::id);
    Ok(agenda_items::table
        .filter(agenda_items::request_id.eq(request))
        .filter(agenda_items::meeting_id.eq_any(ahead))
        .order(agenda_items::id)
        .select(AgendaPlace::as_select())
        .load(conn)?)
}

/// The number of a request.
pub fn number_of(conn: &mut Conn, request: &str) -> Result<String> {
    Ok(requests::table.find(request).select(requests::number).first(conn)?)
}

/// When the commander was reminded of a request by hand, and on which day; the newest first.
pub fn reminders_of(conn: &mut Conn, request: &Request) -> Result<Vec<(Moment, NaiveDate)>> {
    Ok(reminders::table
        .filter(reminders::duty.eq(request.duty()))
        .order((reminders::at.desc(), reminders::id.desc()))
        .select((reminders::at, reminders::on_day))
        .load(conn)?)
}

/// The request of somebody's with this number, which they ask again.
pub fn own(conn: &mut Conn, me: &Actor, number: &str) -> Result<Request> {
    let it = find(conn, me, number)?;
    Some(it).filter(|it| it.asker_id == me.id).or_not_found()
}

/// The projects that a form offers: those of [`projects_of`], and the one from whose page, or with which, somebody comes.
pub fn choices(conn: &mut Conn, me: &Actor, named: &str) -> Result<Vec<(String, String)>> {
    let mut all = projects_of(conn, me)?;
    if !named.is_empty()
        && all.iter().all(|it| it.0 != named)
        && let Ok(it) = crate::projects::queries::find(conn, me, named)
    {
        all.insert(0, (it.number, it.name));
    }
    Ok(all)
}

/// Whether this is an open request of somebody's.
pub fn is_open_of(conn: &mut Conn, asker: &str, number: &str) -> Result<bool> {
    let open = requests::table
        .filter(requests::number.eq(number))
        .filter(requests::asker_id.eq(asker))
        .filter(requests::state.eq(RequestState::Open));
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(conn)?)
}
