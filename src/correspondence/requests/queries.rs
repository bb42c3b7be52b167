//! Reading requests. What somebody may not see is not there.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::{Advice, Request, RequestState};
use crate::clock::Moment;
use crate::error::{Complaint, Error, OrNotFound, Result};
use crate::policy::Standing;
pub use crate::projects::authority::{Seen as Visible, seen as visible};
use crate::projects::model::Project;
use crate::store::connection::Db;
use crate::store::schema::{advice, agenda_items, meetings, packages, projects, reminders, requests};
use crate::store::{Actor, Conn};
use crate::words::Role;

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

/// A condition over the projects' table.
type Nameable = Box<dyn BoxableExpression<projects::table, Db, SqlType = Bool>>;

/// The projects that somebody may name in a request or a report: running ones of their own and of the packages that they look after;
/// whoever supports everybody's projects, any running one. And what they go on with: the project with this id.
fn nameable(me: &Actor, goes_on: Option<&str>) -> Nameable {
    let packages = packages::table.filter(packages::coordinator_id.eq(me.id.clone())).select(packages::id);
    let theirs = projects::owner_id.eq(me.id.clone()).or(projects::package_id.eq_any(packages));
    let goes_on = projects::id.eq(goes_on.unwrap_or_default().to_owned());
    match me.is(Role::Planner) || me.is(Role::Specialist) {
        true => Box::new(projects::ended_at.is_null().or(goes_on)),
        false => Box::new(projects::ended_at.is_null().and(theirs).or(goes_on)),
    }
}

/// The projects that somebody can choose for a request or a report: number and name, the newest first, with the one that a link
/// names among them.
pub fn projects_of(conn: &mut Conn, me: &Actor, named: &str, goes_on: Option<&str>) -> Result<Vec<(String, String)>> {
    let mut all: Vec<(String, String)> = projects::table
        .filter(crate::projects::queries::visible(me))
        .filter(nameable(me, goes_on))
        .order(projects::number.desc())
        .limit(200)
        .select((projects::number, projects::name))
        .load(conn)?;
    if !named.is_empty()
        && all.iter().all(|it| it.0 != named)
        && let Ok(Some(it)) = to_name(conn, me, named, goes_on)
    {
        all.insert(0, (it.number, it.name));
    }
    Ok(all)
}

/// The project that a request or a report names, if they name one: one of those to choose from.
pub fn to_name(conn: &mut Conn, me: &Actor, number: &str, goes_on: Option<&str>) -> Result<Option<Project>> {
    if number.is_empty() {
        return Ok(None);
    }
    let project = projects::table
        .filter(crate::projects::queries::visible(me))
        .filter(nameable(me, goes_on))
        .filter(projects::number.eq(number))
        .select(Project::as_select())
        .first(conn)
        .optional()?;
    match project {
        Some(it) => Ok(Some(it)),
        None => Err(Error::invalid("project", Complaint::NotAChoice)),
    }
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

/// The numbers of the meetings on whose agenda a request stands or stood, the newest first: one that waits no more stands on none that is
/// not called yet.
pub fn agendas_of(conn: &mut Conn, request: &Request) -> Result<Vec<String>> {
    let ahead = if request.state == RequestState::Open { "" } else { "planned" };
    Ok(agenda_items::table
        .inner_join(meetings::table)
        .filter(agenda_items::request_id.eq(&request.id))
        .filter(meetings::state.ne("cancelled").and(meetings::state.ne(ahead)))
        .order((agenda_items::added_at.desc(), agenda_items::id.desc()))
        .select(meetings::number)
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

/// The request by which an earlier one is asked again and which waits for its answer.
pub fn open_again(conn: &mut Conn, earlier: &str) -> Result<Option<Request>> {
    let open = requests::table.filter(requests::again_id.eq(earlier)).filter(requests::state.eq(RequestState::Open));
    Ok(open.order(requests::number).select(Request::as_select()).first(conn).optional()?)
}

/// What a request asks again and by what it was asked again, as far as the person may see them, in the order of their numbers.
pub fn around(conn: &mut Conn, me: &Actor, it: &Request) -> Result<Vec<Request>> {
    let earlier = requests::id.nullable().eq(it.again_id.clone());
    Ok(requests::table
        .into_boxed()
        .filter(visible(me))
        .filter(requests::again_id.eq(it.id.clone()).or(earlier).assume_not_null())
        .order(requests::number)
        .select(Request::as_select())
        .load(conn)?)
}

/// Whether this is an open request of somebody's.
pub fn is_open_of(conn: &mut Conn, asker: &str, number: &str) -> Result<bool> {
    let open = requests::table
        .filter(requests::number.eq(number))
        .filter(requests::asker_id.eq(asker))
        .filter(requests::state.eq(RequestState::Open));
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(conn)?)
}
