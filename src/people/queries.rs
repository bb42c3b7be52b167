//! Reading people.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{ActingPeriod, Link, Person};
use crate::clock::Moment;
use crate::error::{OrNotFound, Result};
use crate::lang::{Lang, Pair};
use crate::store::Conn;
use crate::store::connection::Db;
use crate::store::schema::{
    acting_periods, contracts, customers, links, packages, people, person_roles, projects, resolutions, sessions, tasks,
};
use crate::web::list::like;
use crate::words::Role;

/// The person with this account name.
pub fn find(conn: &mut Conn, username: &str) -> Result<Person> {
    by_username(conn, username)?.or_not_found()
}

/// The person with this account name, if there is one.
pub fn by_username(conn: &mut Conn, username: &str) -> Result<Option<Person>> {
    Ok(people::table.filter(people::username.eq(username)).select(Person::as_select()).first(conn).optional()?)
}

/// Those whose names have a text in them, by their ids, for lists that are searched.
pub fn named(text: &str) -> people::BoxedQuery<'static, Db, diesel::sql_types::Text> {
    people::table.filter(people::name.like(like(text)).escape('\\')).select(people::id).into_boxed()
}

/// The person with this id.
pub fn by_id(conn: &mut Conn, id: &str) -> Result<Person> {
    people::table.find(id).select(Person::as_select()).first(conn).optional()?.or_not_found()
}

/// The person with this account name or, failing that, the only one with this name.
pub fn by_any_name(conn: &mut Conn, name: &str) -> Result<Option<Person>> {
    if let Some(person) = by_username(conn, name)? {
        return Ok(Some(person));
    }
    let mut named: Vec<Person> = people::table.filter(people::name.eq(name)).select(Person::as_select()).limit(2).load(conn)?;
    Ok(if named.len() == 1 { named.pop() } else { None })
}

/// Whether there is nobody yet.
pub fn nobody(conn: &mut Conn) -> Result<bool> {
    Ok(people::table.count().get_result::<i64>(conn)? == 0)
}

/// The roles of somebody, in the order of [`Role::ALL`].
pub fn roles(conn: &mut Conn, person: &str) -> Result<Vec<Role>> {
    let mut roles: Vec<Role> =
        person_roles::table.filter(person_roles::person_id.eq(person)).select(person_roles::role).load(conn)?;
    roles.sort();
    Ok(roles)
}

/// A line of the list of people.
#[derive(Clone, Debug)]
pub struct Listed {
    pub person: Person,
    pub roles: Vec<Role>,
}

/// Everybody, those who are active first, with their roles.
pub fn list(conn: &mut Conn) -> Result<Vec<Listed>> {
    let everybody: Vec<Person> =
        people::table.order((people::active.desc(), people::name, people::id)).select(Person::as_select()).load(conn)?;
    let mut roles: BTreeMap<String, Vec<Role>> = BTreeMap::new();
    for (person, role) in person_roles::table
        .select((person_roles::person_id, person_roles::role))
        .order(person_roles::role)
        .load::<(String, Role)>(conn)?
    {
        roles.entry(person).or_default().push(role);
    }
    Ok(everybody
        .into_iter()
        .map(|person| {
            let mut roles = roles.remove(&person.id).unwrap_or_default();
            roles.sort();
            Listed { person, roles }
        })
        .collect())
}

/// Active people with a role, for a choice in a form: account name and name.
pub fn with_role(conn: &mut Conn, role: Role) -> Result<Vec<(String, String)>> {
    Ok(people::table
        .inner_join(person_roles::table)
        .filter(person_roles::role.eq(role))
        .filter(people::active.eq(true))
        .order((people::name, people::username))
        .select((people::username, people::name))
        .load(conn)?)
}

/// The active person with this account name if they have the role.
pub fn one_with_role(conn: &mut Conn, username: &str, role: Role) -> Result<Option<Person>> {
    Ok(people::table
        .inner_join(person_roles::table)
        .filter(person_roles::role.eq(role))
        .filter(people::active.eq(true))
        .filter(people::username.eq(username))
        .select(Person::as_select())
        .first(conn)
        .optional()?)
}

/// The ids of active people with a role.
pub fn ids_with_role(conn: &mut Conn, role: Role) -> Result<Vec<String>> {
    Ok(people::table
        .inner_join(person_roles::table)
        .filter(person_roles::role.eq(role))
        .filter(people::active.eq(true))
        .order(people::id)
        .select(people::id)
        .load(conn)?)
}

/// Who commands on this day, by right or in the commander's place: ids.
pub fn commanding(conn: &mut Conn, today: NaiveDate) -> Result<Vec<String>> {
    let mut ids = ids_with_role(conn, Role::Commander)?;
    let acting: Vec<String> = acting_periods::table
        .filter(acting_periods::starts_on.le(today))
        .filter(acting_periods::ends_on.ge(today))
        .filter(acting_periods::ended_at.is_null())
        .order(acting_periods::acting_id)
        .select(acting_periods::acting_id)
        .load(conn)?;
    ids.extend(acting);
    Ok(ids)
}

/// Every name by id; a department is small enough to have them all at hand.
pub fn names(conn: &mut Conn) -> Result<BTreeMap<String, String>> {
    Ok(people::table.select((people::id, people::name)).load::<(String, String)>(conn)?.into_iter().collect())
}

/// Account name and name of everybody by id, for links to their pages.
pub fn everybody(conn: &mut Conn) -> Result<BTreeMap<String, (String, String)>> {
    let rows = people::table.select((people::id, people::username, people::name)).order(people::id);
    let rows = rows.load::<(String, String, String)>(conn)?;
    Ok(rows.into_iter().map(|(id, username, name)| (id, (username, name))).collect())
}

/// The commander's absences, the newest first.
pub fn acting_periods(conn: &mut Conn) -> Result<Vec<ActingPeriod>> {
    Ok(acting_periods::table
        .order((acting_periods::starts_on.desc(), acting_periods::id.desc()))
        .limit(50)
        .select(ActingPeriod::as_select())
        .load(conn)?)
}

/// If the commander is away on this day: the commander's name, that of who stands in, and until when.
pub fn acting_names(conn: &mut Conn, today: NaiveDate) -> Result<Option<(String, String, NaiveDate)>> {
    let (commander, acting) = diesel::alias!(people as commander, people as acting);
    Ok(acting_periods::table
        .inner_join(commander.on(commander.field(people::id).eq(acting_periods::commander_id)))
        .inner_join(acting.on(acting.field(people::id).eq(acting_periods::acting_id)))
        .filter(acting_periods::ends_on.ge(today))
        .filter(acting_periods::starts_on.le(today))
        .filter(acting_periods::ended_at.is_null())
        .order(acting_periods::appointed_at.desc())
        .select((commander.field(people::name), acting.field(people::name), acting_periods::ends_on))
        .first(conn)
        .optional()?)
}

/// Absences that touch these days and were not ended early.
pub fn overlapping(conn: &mut Conn, from: NaiveDate, to: NaiveDate) -> Result<i64> {
    Ok(acting_periods::table
        .filter(acting_periods::ended_at.is_null())
        .filter(acting_periods::starts_on.le(to))
        .filter(acting_periods::ends_on.ge(from))
        .count()
        .get_result(conn)?)
}

/// The absences of a commander that were not ended early.
pub fn open_periods(conn: &mut Conn, commander: &str) -> Result<Vec<ActingPeriod>> {
    Ok(acting_periods::table
        .filter(acting_periods::commander_id.eq(commander))
        .filter(acting_periods::ended_at.is_null())
        .order((acting_periods::starts_on, acting_periods::id))
        .select(ActingPeriod::as_select())
        .load(conn)?)
}

/// The absences in which somebody stands in, that were not ended early.
pub fn open_stand_ins(conn: &mut Conn, acting: &str) -> Result<Vec<ActingPeriod>> {
    Ok(acting_periods::table
        .filter(acting_periods::acting_id.eq(acting))
        .filter(acting_periods::ended_at.is_null())
        .order((acting_periods::starts_on, acting_periods::id))
        .select(ActingPeriod::as_select())
        .load(conn)?)
}

/// The link with this id if it can still be used.
pub fn open_link(conn: &mut Conn, id: &str, purpose: &str, now: Moment) -> Result<Option<Link>> {
    Ok(links::table
        .find(id)
        .filter(links::purpose.eq(purpose))
        .filter(links::used_at.is_null())
        .filter(links::expires_at.gt(now))
        .select(Link::as_select())
        .first(conn)
        .optional()?)
}

/// Somebody's newest link that can still be used.
pub fn link_of(conn: &mut Conn, person: &str, now: Moment) -> Result<Option<Link>> {
    Ok(links::table
        .filter(links::person_id.eq(person))
        .filter(links::used_at.is_null())
        .filter(links::expires_at.gt(now))
        .order(links::created_at.desc())
        .select(Link::as_select())
        .first(conn)
        .optional()?)
}

/// Every link of somebody that can still be used.
pub fn open_links(conn: &mut Conn, person: Option<&str>) -> Result<Vec<Link>> {
    let mut rows = links::table.filter(links::used_at.is_null()).select(Link::as_select()).order(links::id).into_boxed();
    rows = match person {
        Some(person) => rows.filter(links::person_id.eq(person.to_owned())),
        None => rows.filter(links::person_id.is_null()),
    };
    Ok(rows.load(conn)?)
}

/// A browser that somebody is signed in with.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct SignedIn {
    pub agent: String,
    pub created_at: Moment,
    pub expires_at: Moment,
}

impl SignedIn {
    /// The browser and its machine as people call them.
    pub fn browser(&self, lang: &Lang) -> String {
        const BROWSERS: [(&str, Pair); 6] = [
            ("MicroMessenger", Pair("微信", "WeChat")),
            ("Edg", Pair("Edge", "Edge")),
            ("Firefox", Pair("Firefox", "Firefox")),
            ("OPR", Pair("Opera", "Opera")),
            ("Chrome", Pair("Chrome", "Chrome")),
            ("Safari", Pair("Safari", "Safari")),
        ];
        const MACHINES: [&str; 6] = ["Windows", "Android", "iPhone", "iPad", "Mac", "Linux"];
        let known = BROWSERS.iter().find(|(sign, _)| self.agent.contains(sign)).map(|(_, name)| lang.say(*name));
        let browser = known.unwrap_or(lang.of("其他浏览器", "Another browser"));
        match MACHINES.iter().find(|machine| self.agent.contains(*machine)) {
            Some(machine) => format!("{browser} · {machine}"),
            None => browser.to_owned(),
        }
    }
}

/// The browsers that somebody is signed in with.
pub fn sessions(conn: &mut Conn, person: &str, now: Moment) -> Result<Vec<SignedIn>> {
    Ok(sessions::table
        .filter(sessions::person_id.eq(person))
        .filter(sessions::expires_at.gt(now))
        .order(sessions::created_at.desc())
        .limit(50)
        .select(SignedIn::as_select())
        .load(conn)?)
}

/// What is somebody's and cannot be left lying.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Duties {
    /// Running ones, and ended ones that somebody still has to look after.
    pub projects: i64,
    pub packages: i64,
    /// Customers they look after.
    pub customers: i64,
    /// Tasks that are theirs by name in projects of others.
    pub tasks: i64,
    /// Open resolutions of meetings that they answer for.
    pub resolutions: i64,
}

impl Duties {
    /// How much of it can be handed over in the one form.
    pub fn to_hand_over(&self) -> i64 {
        self.projects + self.customers + self.tasks
    }
}

/// A condition over the table of projects.
pub type OnProjects = Box<dyn BoxableExpression<projects::table, Db, SqlType = diesel::sql_types::Bool>>;

/// Projects that somebody still has to look after: until they end, and after that as long as a contract of theirs is not
/// finished, not paid, or to be followed up.
pub fn looked_after() -> OnProjects {
    let lives = contracts::state.eq_any(["signed", "running"]).or(contracts::outstanding.gt(0));
    let lives = lives.or(contracts::care_on.is_not_null());
    let living = contracts::table.filter(contracts::project_id.eq(projects::id)).filter(lives);
    Box::new(projects::ended_at.is_null().or(diesel::dsl::exists(living)))
}

/// The code of the responsibility of a task that somebody has by name, not by owning the project or looking after its package.
pub const BY_NAME: &str = "all";

/// What somebody would leave behind.
pub fn duties(conn: &mut Conn, person: &str) -> Result<Duties> {
    Ok(Duties {
        projects: projects::table.filter(projects::owner_id.eq(person)).filter(looked_after()).count().get_result(conn)?,
        packages: packages::table
            .filter(packages::coordinator_id.eq(person))
            .filter(packages::closed.eq(false))
            .count()
            .get_result(conn)?,
        customers: customers::table
            .filter(customers::keeper_id.eq(person))
            .filter(customers::merged_into.is_null())
            .count()
            .get_result(conn)?,
        tasks: tasks::table
            .filter(tasks::person_id.eq(person))
            .filter(tasks::state.eq("open"))
            .filter(tasks::role.eq(BY_NAME))
            .count()
            .get_result(conn)?,
        resolutions: resolutions::table
            .filter(resolutions::holder_id.eq(person))
            .filter(resolutions::state.eq("open"))
            .filter(resolutions::kind.ne("information").assume_not_null())
            .count()
            .get_result(conn)?,
    })
}
