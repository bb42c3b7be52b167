//! The pages of people and of the door.

use askama::Template;
use diesel::prelude::*;

use super::forms;
use super::model::{ActingPeriod, Person};
use super::queries::{self, Listed, SignedIn};
use super::secrets;
use crate::error::Result;
use crate::policy::{Deed, Standing};
use crate::store::schema::{packages, projects};
use crate::web::{Ctx, Form, Reading, Shell};
use crate::words::Role;

/// Signing in.
#[derive(Template)]
#[template(path = "people/login.html")]
pub struct Login {
    pub s: Shell,
    pub form: Form,
    pub next: String,
    /// Said above the form: wrong, or to wait.
    pub trouble: Option<String>,
}

/// The first set-up.
#[derive(Template)]
#[template(path = "people/setup.html")]
pub struct SetUp {
    pub s: Shell,
    pub form: Form,
    pub token: String,
}

/// Choosing a password by a one-time link.
#[derive(Template)]
#[template(path = "people/welcome.html")]
pub struct Welcome {
    pub s: Shell,
    pub form: Form,
    pub token: String,
    pub name: String,
    pub username: String,
}

/// Everybody.
#[derive(Template)]
#[template(path = "people/index.html")]
pub struct Index {
    s: Shell,
    listed: Vec<Listed>,
}

impl Index {
    /// Reads everybody.
    pub fn of(r: &mut Reading) -> Result<Index> {
        Ok(Index { listed: queries::list(r)?, s: r.shell()? })
    }

    fn active(&self) -> usize {
        self.listed.iter().filter(|it| it.person.active).count()
    }
}

/// One person.
#[derive(Template)]
#[template(path = "people/show.html")]
pub struct Show {
    s: Shell,
    person: Person,
    roles: Vec<Role>,
    mine: bool,
    sessions: Vec<SignedIn>,
    /// A one-time link that can still be used; only an administrator sees it.
    link: Option<String>,
    projects: Vec<(String, String, String)>,
    packages: Vec<(String, String)>,
}

impl Show {
    /// Reads one person.
    pub fn of(r: &mut Reading, username: &str, secret: &str, base: &str) -> Result<Show> {
        let person = queries::find(r, username)?;
        let roles = queries::roles(r, &person.id)?;
        let mine = person.id == r.me.id;
        let keeps = r.me.may(Deed::KeepPeople, Standing::NONE).is_some();
        let now = r.now;
        let link = match queries::link_of(r, &person.id, now)? {
            Some(link) if keeps && person.active => Some(format!("{base}/welcome/{}", secrets::token(secret, &link.id)?)),
            _ => None,
        };
        let sessions = if mine || keeps { queries::sessions(r, &person.id, now)? } else { Vec::new() };
        let (projects, packages) = if r.me.may(Deed::SeeProjects, Standing::NONE).is_some() {
            (running_projects(r, &person.id)?, open_packages(r, &person.id)?)
        } else {
            (Vec::new(), Vec::new())
        };
        Ok(Show { s: r.shell()?, person, roles, mine, sessions, link, projects, packages })
    }
}

fn running_projects(r: &mut Reading, owner: &str) -> Result<Vec<(String, String, String)>> {
    Ok(projects::table
        .filter(projects::owner_id.eq(owner))
        .filter(projects::ended_at.is_null())
        .filter(projects::stage.ne("directive_draft"))
        .order(projects::number)
        .limit(100)
        .select((projects::number, projects::name, projects::stage))
        .load(&mut **r)?)
}

fn open_packages(r: &mut Reading, coordinator: &str) -> Result<Vec<(String, String)>> {
    Ok(packages::table
        .filter(packages::coordinator_id.eq(coordinator))
        .filter(packages::closed.eq(false))
        .order(packages::number)
        .select((packages::number, packages::name))
        .load(&mut **r)?)
}

/// A new person, or an account that is kept.
#[derive(Template)]
#[template(path = "people/edit.html")]
pub struct Edit {
    s: Shell,
    form: Form,
    /// None: a new person.
    person: Option<Person>,
}

impl Edit {
    /// A form for a new person.
    pub fn new(r: &mut Reading, form: Form) -> Result<Edit> {
        r.may(Deed::KeepPeople, Standing::NONE)?;
        Ok(Edit { s: r.shell()?, form, person: None })
    }

    /// The form of an account; with what was typed, if it was refused.
    pub fn of(r: &mut Reading, username: &str, typed: Option<Form>) -> Result<Edit> {
        r.may(Deed::KeepPeople, Standing::NONE)?;
        let person = queries::find(r, username)?;
        let filled = forms::filled(&person, &queries::roles(r, &person.id)?);
        let form = match typed {
            Some(form) => form.against(&filled, person.version, forms::ACCOUNT),
            None => Form::showing(filled, person.version),
        };
        Ok(Edit { s: r.shell()?, form, person: Some(person) })
    }

    fn role_choices(&self) -> Vec<(&'static str, &'static str)> {
        Role::ALL.iter().map(|role| (role.code(), self.s.lang.say(role.name()))).collect()
    }
}

/// Changing one's own password.
#[derive(Template)]
#[template(path = "people/password.html")]
pub struct Password {
    s: Shell,
    form: Form,
}

impl Password {
    /// The form.
    pub fn of(r: &mut Reading, form: Form) -> Result<Password> {
        Ok(Password { s: r.shell()?, form })
    }
}

/// The commander's absences.
#[derive(Template)]
#[template(path = "people/acting.html")]
pub struct Acting {
    s: Shell,
    form: Form,
    periods: Vec<(ActingPeriod, String, String)>,
    candidates: Vec<(String, String)>,
    me: String,
}

impl Acting {
    /// Reads the absences and who could stand in.
    pub fn of(r: &mut Reading, form: Form) -> Result<Acting> {
        let names = queries::names(r)?;
        let name = |id: &str| names.get(id).cloned().unwrap_or_default();
        let periods = queries::acting_periods(r)?
            .into_iter()
            .map(|it| (it.clone(), name(&it.commander_id), name(&it.acting_id)))
            .collect();
        let candidates = queries::list(r)?
            .into_iter()
            .filter(|it| it.person.active && it.roles.iter().all(|role| super::changes::may_act(*role)))
            .map(|it| (it.person.username, it.person.name))
            .collect();
        Ok(Acting { s: r.shell()?, form, periods, candidates, me: r.me.id.clone() })
    }

    fn state(&self, period: &ActingPeriod) -> &'static str {
        if period.ended_at.is_some() || period.ends_on < self.s.today {
            self.s.t("已结束", "ended")
        } else if period.starts_on > self.s.today {
            self.s.t("未开始", "to come")
        } else {
            self.s.t("进行中", "now")
        }
    }

    fn may_end(&self, period: &ActingPeriod) -> bool {
        period.commander_id == self.me && period.ended_at.is_none() && period.ends_on >= self.s.today
    }

    fn appoints(&self) -> bool {
        self.s.may(Deed::AppointActing) && self.s.me.as_ref().is_some_and(|me| me.acting_for.is_none())
    }
}

/// The page of the door, for [`Ctx`]s without a person.
pub fn login(ctx: &Ctx, form: Form, next: String, trouble: Option<String>) -> Result<Login> {
    Ok(Login { s: ctx.outside()?, form, next, trouble })
}
