//! Writing people.

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;

use super::model::{ActingPeriod, Link, Person, PersonRole};
use super::queries;
use crate::error::{Complaint, Error, Kind, OrNotFound, Result};
use crate::lang::{Lang, Pair};
use crate::policy::{Deed, Standing};
use crate::store::schema::{acting_periods, person_roles, sessions};
use crate::store::{Conn, Tx};
use crate::words::Role;

/// How long a one-time link may be used.
const LINK_LIFE: Duration = Duration::days(7);

/// What an account is to be.
#[derive(Clone, Debug)]
pub struct Account {
    pub username: String,
    pub name: String,
    pub phone: String,
    pub roles: Vec<Role>,
    pub probation: bool,
    pub active: bool,
}

/// Adds a person; they choose their password by a one-time link. By an administrator, or by the program at the terminal.
pub fn add(tx: &mut Tx, account: &Account) -> Result<Person> {
    may_keep(tx)?;
    check_username(tx, &account.username)?;
    check_roles(tx, &account.roles, None)?;
    let person = Person {
        id: tx.new_id()?,
        username: account.username.clone(),
        name: account.name.clone(),
        password_hash: None,
        lang: Lang::Zh.code().into(),
        phone: account.phone.clone(),
        probation: account.probation,
        active: true,
        version: 1,
        created_at: tx.now,
        left_at: None,
        email: None,
    };
    tx.add("join", &person)?;
    set_roles(tx, &person, &account.roles)?;
    Ok(person)
}

/// Changes name, phone, roles, and whether somebody may still come in. How a probation ends is the commander's decision.
pub fn keep(tx: &mut Tx, before: &Person, version: i32, account: &Account) -> Result<Person> {
    may_keep(tx)?;
    if before.version != version {
        return Err(Error::new(Kind::Late));
    }
    if before.id == tx.who.id && (!account.active || !account.roles.contains(&Role::Admin)) {
        return Err(Error::invalid(
            "roles",
            Complaint::Said(Pair("不能停用自己或取消自己的管理员角色。", "You cannot take your own access away.")),
        ));
    }
    let commands = queries::roles(tx, &before.id)?.contains(&Role::Commander);
    if commands && !(account.active && account.roles.contains(&Role::Commander)) {
        return Err(Error::invalid("roles", Complaint::Said(VACANT)));
    }
    if account.active {
        check_roles(tx, &account.roles, Some(&before.id))?;
    } else if before.active {
        check_leaving(tx, before)?;
    }
    let roles = if account.active { account.roles.as_slice() } else { &[] };
    if account.active {
        check_duties(tx, before, roles)?;
    }
    if !account.active || !roles.iter().all(|role| role.may_act()) {
        // Whoever may not stand in for the commander does so no longer.
        for period in queries::open_stand_ins(tx, &before.id)? {
            end_early(tx, &period)?;
        }
    }
    let mut after = before.clone();
    // The roles are part of the account: who changes only them is seen by a late writer too.
    if !same_roles(&queries::roles(tx, &before.id)?, roles) {
        after.version += 1;
    }
    after.name = account.name.clone();
    after.phone = account.phone.clone();
    after.active = account.active;
    after.left_at = match (before.active, account.active) {
        (true, false) => Some(tx.now),
        (_, true) => None,
        (false, false) => before.left_at,
    };
    let after = tx.change(if account.active { "keep_people" } else { "leave" }, before, after)?;
    set_roles(tx, &after, roles)?;
    if !account.active {
        forget_sessions(tx, &after.id)?;
    }
    Ok(after)
}

/// A member's probation is over: confirmed or ended, by the commander's decision, which the caller has written down.
pub fn end_probation(tx: &mut Tx, before: &Person) -> Result<()> {
    tx.may(Deed::DecideProbation, Standing { owns: before.id == tx.who.id, ..Standing::NONE })?;
    tx.change(Deed::DecideProbation.code(), before, Person { probation: false, ..before.clone() })?;
    Ok(())
}

/// Somebody becomes the commander and their predecessor is it no more, in one act: there is one at any time. Whoever stood in for
/// the predecessor does so no longer.
pub fn take_command(tx: &mut Tx, successor: &Person) -> Result<()> {
    may_keep(tx)?;
    let held: Option<PersonRole> = person_roles::table
        .filter(person_roles::role.eq(Role::Commander))
        .select(PersonRole::as_select())
        .first(&mut **tx)
        .optional()?;
    if held.as_ref().is_some_and(|it| it.person_id == successor.id) {
        return Ok(());
    }
    if !successor.active {
        return Err(Error::refused("此人已停用，不能接任总指挥。", "This person is inactive and cannot take command."));
    }
    if successor.password_hash.is_none() {
        return Err(Error::refused(
            "此人还没有设定密码，不能登录；设定之后再接任。",
            "This person has no password yet and cannot come in; let them choose one first.",
        ));
    }
    if queries::roles(tx, &successor.id)?.contains(&Role::Admin) {
        return Err(Error::refused(
            "管理员不作业务决定，不能接任总指挥。",
            "An administrator decides nothing and cannot take command.",
        ));
    }
    if has_duties(tx, successor)? {
        return Err(Error::refused(
            "此人名下还有进行中的项目或项目包，先移交再接任。",
            "Running projects or packages are still theirs; hand them over first.",
        ));
    }
    if let Some(held) = held {
        for period in queries::open_periods(tx, &held.person_id)? {
            end_early(tx, &period)?;
        }
        tx.remove("lose_role", &held)?;
        forget_sessions(tx, &held.person_id)?;
    }
    set_roles(tx, successor, &[Role::Commander])
}

/// Somebody's new password, already judged strong enough; every browser they were signed in with is signed out.
pub fn set_password(tx: &mut Tx, before: &Person, hash: String) -> Result<()> {
    let mut after = before.clone();
    after.password_hash = Some(hash);
    tx.change("password", before, after)?;
    for link in queries::open_links(tx, Some(&before.id))? {
        let mut used = link.clone();
        used.used_at = Some(tx.now);
        tx.change("use_link", &link, used)?;
    }
    forget_sessions(tx, &before.id)
}

/// Goes on only if the person may say where this one is written to.
pub fn may_set_email(tx: &Tx, person: &Person) -> Result<()> {
    if person.id == tx.who.id { Ok(()) } else { may_keep(tx).map(|_| ()) }
}

/// Where somebody is written to: their own word, or an administrator's.
pub fn set_email(tx: &mut Tx, before: &Person, email: Option<String>) -> Result<()> {
    may_set_email(tx, before)?;
    tx.change("email", before, Person { email, ..before.clone() })?;
    Ok(())
}

/// The language in which somebody reads.
pub fn set_language(tx: &mut Tx, before: &Person, lang: Lang) -> Result<()> {
    let mut after = before.clone();
    after.lang = lang.code().into();
    tx.change("language", before, after)?;
    Ok(())
}

/// A new one-time link for somebody who forgot their password or never had one; older ones end.
pub fn new_link(tx: &mut Tx, person: &Person) -> Result<Link> {
    may_keep(tx)?;
    if !person.active {
        return Err(Error::refused("此人已停用，先启用账号再发链接。", "This person is inactive; activate the account first."));
    }
    for link in queries::open_links(tx, Some(&person.id))? {
        tx.remove("end_link", &link)?;
    }
    let link = Link {
        id: tx.new_id()?,
        purpose: "password".into(),
        person_id: Some(person.id.clone()),
        expires_at: tx.now + LINK_LIFE,
        used_at: None,
        created_at: tx.now,
    };
    tx.add("new_link", &link)?;
    Ok(link)
}

/// The link by which an empty installation gets its first administrator and commander.
pub fn setup_link(tx: &mut Tx) -> Result<Link> {
    for link in queries::open_links(tx, None)? {
        if link.expires_at > tx.now {
            return Ok(link);
        }
        tx.remove("end_link", &link)?;
    }
    let link = Link {
        id: tx.new_id()?,
        purpose: "setup".into(),
        person_id: None,
        expires_at: tx.now + LINK_LIFE,
        used_at: None,
        created_at: tx.now,
    };
    tx.add("new_link", &link)?;
    Ok(link)
}

/// The first two accounts: the administrator with a password, the commander with a link to choose one.
pub fn set_up(tx: &mut Tx, link: &str, admin: &Account, hash: String, commander: &Account) -> Result<Person> {
    let now = tx.now;
    let link = queries::open_link(tx, link, "setup", now)?.or_not_found()?;
    if !queries::nobody(tx)? {
        return Err(Error::refused("系统已经设置过。", "This has been set up before."));
    }
    if admin.username == commander.username {
        return Err(Error::invalid("commander_username", Complaint::Said(TAKEN)));
    }
    let admin = add(tx, admin)?;
    set_password(tx, &admin, hash)?;
    let commander = add(tx, commander)?;
    new_link(tx, &commander)?;
    let mut used = link.clone();
    used.used_at = Some(tx.now);
    tx.change("use_link", &link, used)?;
    queries::by_id(tx, &admin.id)
}

/// Ends every session of somebody: their own, or by an administrator anybody's.
pub fn end_sessions(tx: &mut Tx, person: &Person) -> Result<()> {
    if person.id != tx.who.id {
        may_keep(tx)?;
    }
    forget_sessions(tx, &person.id)
}

/// Appoints who decides in the commander's place from one day to another.
pub fn appoint(tx: &mut Tx, acting: &Person, starts_on: NaiveDate, ends_on: NaiveDate, reason: String) -> Result<()> {
    tx.may(Deed::AppointActing, Standing::NONE)?;
    if tx.who.acting_for.is_some() {
        return Err(Error::refused("代理总指挥不能再指定代理。", "An acting commander cannot appoint another."));
    }
    if ends_on < starts_on || ends_on < tx.today() {
        return Err(Error::invalid(
            "ends_on",
            Complaint::Said(Pair(
                "结束日期不能早于开始日期或今天。",
                "The last day must not be before the first, or before today.",
            )),
        ));
    }
    if queries::overlapping(tx, starts_on, ends_on)? > 0 {
        return Err(Error::invalid(
            "starts_on",
            Complaint::Said(Pair("这段时间已有代理安排。", "Somebody is appointed for these days already.")),
        ));
    }
    let roles = queries::roles(tx, &acting.id)?;
    if !acting.active || !roles.iter().all(|role| role.may_act()) {
        return Err(Error::invalid(
            "acting",
            Complaint::Said(Pair(
                "此人不能代理总指挥：企划助理只提建议，管理员不作业务决定。",
                "This person cannot act: planning assistants advise, administrators decide nothing.",
            )),
        ));
    }
    let period = ActingPeriod {
        id: tx.new_id()?,
        commander_id: tx.who.id.clone(),
        acting_id: acting.id.clone(),
        starts_on,
        ends_on,
        reason,
        ended_at: None,
        appointed_at: tx.now,
    };
    tx.add("appoint_acting", &period)
}

/// The commander takes the powers back before the last day.
pub fn end_acting(tx: &mut Tx, id: &str) -> Result<()> {
    let period: ActingPeriod =
        acting_periods::table.find(id).select(ActingPeriod::as_select()).first(&mut **tx).optional()?.or_not_found()?;
    let today = tx.today();
    if period.commander_id != tx.who.id {
        return Err(Error::new(Kind::Forbidden(Deed::AppointActing.name())));
    }
    if period.ended_at.is_some() || period.ends_on < today {
        return Err(Error::refused("这段代理已经结束。", "This period has ended."));
    }
    end_early(tx, &period)
}

fn end_early(tx: &mut Tx, period: &ActingPeriod) -> Result<()> {
    let mut after = period.clone();
    after.ended_at = Some(tx.now);
    tx.change("end_acting", period, after)?;
    Ok(())
}

const VACANT: Pair = Pair(
    "总指挥不能空缺：请在接任者的页面办理「接任总指挥」，原总指挥随即卸任。",
    "The command is never vacant: use “Take command” on the successor's page; the predecessor leaves it with that.",
);

const TAKEN: Pair = Pair("这个账号名已有人使用。", "This account name is taken.");

fn may_keep(tx: &Tx) -> Result<()> {
    if tx.who.id == "program" {
        return Ok(());
    }
    tx.may(Deed::KeepPeople, Standing::NONE).map(|_| ())
}

fn check_username(tx: &mut Tx, username: &str) -> Result<()> {
    match queries::by_username(tx, username)? {
        Some(_) => Err(Error::invalid("username", Complaint::Said(TAKEN))),
        None => Ok(()),
    }
}

fn check_roles(tx: &mut Tx, roles: &[Role], whose: Option<&str>) -> Result<()> {
    if roles.is_empty() {
        return Err(Error::invalid("roles", Complaint::Required));
    }
    if roles.iter().any(|role| roles.iter().any(|other| !role.goes_with(*other))) {
        return Err(Error::invalid(
            "roles",
            Complaint::Said(Pair(
                "这些角色不能由同一人兼任：谁也不能评判自己的工作。",
                "One person cannot hold these roles together: nobody judges their own work.",
            )),
        ));
    }
    if roles.contains(&Role::Commander) {
        let holder: Option<String> = person_roles::table
            .filter(person_roles::role.eq(Role::Commander))
            .select(person_roles::person_id)
            .first(&mut **tx)
            .optional()?;
        if holder.is_some() && holder.as_deref() != whose {
            return Err(Error::invalid(
                "roles",
                Complaint::Said(Pair(
                    "已有一位总指挥在任。换任请在接任者的页面办理「接任总指挥」；短期离开请用代理。",
                    "There is a commander already. To change, use “Take command” on the successor's page; for an absence appoint an acting one.",
                )),
            ));
        }
    }
    Ok(())
}

/// Nobody loses the role by which something is theirs.
fn check_duties(tx: &mut Tx, person: &Person, roles: &[Role]) -> Result<()> {
    let had = queries::roles(tx, &person.id)?;
    let loses = |role: Role| had.contains(&role) && !roles.contains(&role);
    let duties = queries::duties(tx, &person.id)?;
    if (loses(Role::Sales) && duties.projects > 0) || (loses(Role::Coordinator) && duties.packages > 0) {
        return Err(Error::invalid(
            "roles",
            Complaint::Said(Pair(
                "此人名下还有进行中的项目或项目包，先移交再取消这个角色。",
                "Running projects or packages are still theirs; hand them over before the role is taken away.",
            )),
        ));
    }
    Ok(())
}

/// Whether a project or an open package is theirs.
fn has_duties(tx: &mut Tx, person: &Person) -> Result<bool> {
    let duties = queries::duties(tx, &person.id)?;
    Ok(duties.projects + duties.packages > 0)
}

/// Nobody leaves while something is theirs.
fn check_leaving(tx: &mut Tx, person: &Person) -> Result<()> {
    let duties = queries::duties(tx, &person.id)?;
    let said = if duties.to_hand_over() > 0 {
        Pair(
            "此人名下还有未移交的项目、客户或任务，先由总指挥办理移交再停用。",
            "Projects, customers or tasks are still theirs; the commander hands them over first.",
        )
    } else if duties.packages > 0 {
        Pair(
            "此人还照管着项目包，先为项目包换计调再停用。",
            "They still look after packages; another coordinator takes those first.",
        )
    } else if duties.resolutions > 0 {
        Pair(
            "此人还有未完成的会议决议，先在决议页换负责人再停用。",
            "They still answer for resolutions of meetings; on those pages somebody else takes them first.",
        )
    } else {
        return Ok(());
    };
    Err(Error::invalid("active", Complaint::Said(said)))
}

fn same_roles(one: &[Role], other: &[Role]) -> bool {
    Role::ALL.iter().all(|role| one.contains(role) == other.contains(role))
}

fn set_roles(tx: &mut Tx, person: &Person, roles: &[Role]) -> Result<()> {
    let now: Vec<PersonRole> = person_roles::table
        .filter(person_roles::person_id.eq(&person.id))
        .order(person_roles::role)
        .select(PersonRole::as_select())
        .load(&mut **tx)?;
    for row in now.iter().filter(|row| !roles.contains(&row.role)) {
        tx.remove("lose_role", row)?;
    }
    // A role may have been named twice; it is held once.
    for role in Role::ALL.iter().filter(|role| roles.contains(role) && !now.iter().any(|row| row.role == **role)) {
        let row = PersonRole { id: tx.new_id()?, person_id: person.id.clone(), role: *role, since: tx.now };
        tx.add("gain_role", &row)?;
    }
    Ok(())
}

fn forget_sessions(conn: &mut Conn, person: &str) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::person_id.eq(person))).execute(conn)?;
    Ok(())
}
