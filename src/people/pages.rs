//! The pages of people and of the door.

use askama::Template;
use chrono::NaiveDate;
use diesel::prelude::*;

use super::forms;
use super::model::{ActingPeriod, Person};
use super::queries::{self, Duties, Listed, SignedIn};
use super::secrets;
use crate::clock::Moment;
use crate::error::Result;
use crate::lang::{Lang, Pair};
use crate::policy::{Deed, Standing};
use crate::store::schema::{packages, project_owners, projects};
use crate::web::{Ctx, Fields, Form, Reading, Shell};
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

impl Welcome {
    fn greeting(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("{}，您好。请设定您的密码。", self.name),
            Lang::En => format!("Welcome, {}. Please choose your password.", self.name),
        }
    }
}

/// Who decides in the commander's place today, and until when.
pub struct ActingToday {
    commander: String,
    acting: String,
    until: NaiveDate,
}

impl ActingToday {
    /// Reads it; nothing on most days.
    pub fn of(r: &mut Reading) -> Result<Option<ActingToday>> {
        let today = r.today;
        let found = queries::acting_names(r, today)?;
        Ok(found.map(|(commander, acting, until)| ActingToday { commander, acting, until }))
    }

    /// Who acts for whom, and until when.
    pub fn sentence(&self, s: &Shell) -> String {
        let (commander, acting, until) = (&self.commander, &self.acting, s.day(self.until));
        match s.lang {
            Lang::Zh => format!("今天由 {acting} 代理总指挥：{commander} 不在，至 {until}。"),
            Lang::En => format!("{acting} acts as commander today: {commander} is away until {until}."),
        }
    }
}

/// The roles of somebody in words.
fn in_words(s: &Shell, roles: &[Role]) -> String {
    roles.iter().map(|role| s.lang.say(role.name())).collect::<Vec<_>>().join(s.t("、", ", "))
}

/// Everybody.
#[derive(Template)]
#[template(path = "people/index.html")]
pub struct Index {
    s: Shell,
    listed: Vec<Listed>,
    acting: Option<ActingToday>,
}

impl Index {
    /// Reads everybody.
    pub fn of(r: &mut Reading) -> Result<Index> {
        Ok(Index { listed: queries::list(r)?, acting: ActingToday::of(r)?, s: r.shell()? })
    }

    fn keeps(&self) -> bool {
        self.s.may(Deed::KeepPeople)
    }

    /// The commander arranges absences, and may take the powers back while away.
    fn arranges(&self) -> bool {
        self.s.may(Deed::AppointActing) || self.s.me.as_ref().is_some_and(|me| me.resting.is_some())
    }

    fn acting_sentence(&self, acting: &ActingToday) -> String {
        acting.sentence(&self.s)
    }

    fn counted(&self) -> String {
        let active = self.listed.iter().filter(|it| it.person.active);
        let probation = active.clone().filter(|it| it.person.probation).count();
        let (active, all) = (active.count(), self.listed.len());
        match self.s.lang {
            Lang::Zh => format!("在职 {active} 人，其中试用 {probation} 人；已停用 {} 人", all - active),
            Lang::En => format!("{active} active, {probation} of them on probation; {} inactive", all - active),
        }
    }

    fn roles_of(&self, it: &Listed) -> String {
        in_words(&self.s, &it.roles)
    }
}

/// A one-time link that can still be used.
pub struct OpenLink {
    address: String,
    expires_at: Moment,
}

/// One person.
#[derive(Template)]
#[template(path = "people/show.html")]
pub struct Show {
    s: Shell,
    person: Person,
    roles: Vec<Role>,
    mine: bool,
    keeps: bool,
    sees_projects: bool,
    sees_appraisals: bool,
    acting: Option<ActingToday>,
    sessions: Vec<SignedIn>,
    /// Only an administrator sees it.
    link: Option<OpenLink>,
    /// Number and name.
    projects: Vec<(String, String)>,
    packages: Vec<(String, String)>,
    form: Form,
}

impl Show {
    /// Reads one person; with the form of their address, if it was refused.
    pub fn of(r: &mut Reading, username: &str, secret: &str, base: &str, typed: Option<Form>) -> Result<Show> {
        let person = queries::find(r, username)?;
        let roles = queries::roles(r, &person.id)?;
        let mine = person.id == r.me.id;
        let keeps = r.me.may(Deed::KeepPeople, Standing::NONE).is_some();
        let now = r.now;
        let link = match queries::link_of(r, &person.id, now)? {
            Some(link) if keeps && person.active => Some(OpenLink {
                address: format!("{base}/welcome/{}", secrets::token(secret, &link.id)?),
                expires_at: link.expires_at,
            }),
            _ => None,
        };
        let sessions = if mine || keeps { queries::sessions(r, &person.id, now)? } else { Vec::new() };
        let sees_projects = r.me.may(Deed::SeeProjects, Standing::NONE).is_some();
        let standing = Standing { owns: mine, ..Standing::NONE };
        // Also of one who has left: what they reached is theirs, and their last month is evaluated afterwards.
        let may_see = r.me.may(Deed::SeeAppraisals, standing).is_some();
        let sees_appraisals = may_see && (roles.contains(&Role::Sales) || has_sold(r, &person.id)?);
        let (projects, packages) = if sees_projects {
            (running_projects(r, &person.id)?, open_packages(r, &person.id)?)
        } else {
            (Vec::new(), Vec::new())
        };
        let acting = ActingToday::of(r)?.filter(|it| it.acting == person.name || it.commander == person.name);
        let shown = || Form::showing(Fields::default().with("email", person.email.clone().unwrap_or_default()), person.version);
        Ok(Show {
            s: r.shell()?,
            form: typed.unwrap_or_else(shown),
            person,
            roles,
            mine,
            keeps,
            sees_projects,
            sees_appraisals,
            acting,
            sessions,
            link,
            projects,
            packages,
        })
    }

    fn role_names(&self) -> String {
        in_words(&self.s, &self.roles)
    }

    /// Whether the reader can hand the command over to this person.
    fn can_take_command(&self) -> bool {
        self.keeps && self.person.active && !self.roles.iter().any(|role| matches!(role, Role::Commander | Role::Admin))
    }

    fn taking_command(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!(
                "由 {} 接任总指挥？原总指挥随即卸任并退出，其代理安排同时结束；{} 的其他角色取消。",
                self.person.name, self.person.name
            ),
            Lang::En => format!(
                "Make {} the commander? The predecessor leaves the command at once and is signed out, an acting period of theirs ends; other roles of {} end.",
                self.person.name, self.person.name
            ),
        }
    }

    /// Whether the reader can hand this person's work over to another.
    fn can_hand_over(&self) -> bool {
        let stand_in = self.s.me.as_ref().and_then(|me| me.resting.as_deref());
        let standing = Standing { owns: self.mine, coordinates: false, left: stand_in == Some(self.person.id.as_str()) };
        let works = self.roles.contains(&Role::Sales) || !self.projects.is_empty();
        works && self.s.me.as_ref().is_some_and(|me| me.may(Deed::HandOver, standing).is_some())
    }

    fn link_label(&self, link: &OpenLink) -> String {
        let until = self.s.minute(link.expires_at);
        match self.s.lang {
            Lang::Zh => format!("有效至 {until}"),
            Lang::En => format!("Valid until {until}"),
        }
    }

    fn since(&self, it: &SignedIn) -> String {
        let (from, to) = (self.s.minute(it.created_at), self.s.minute(it.expires_at));
        match self.s.lang {
            Lang::Zh => format!("{from} 登录，{to} 到期"),
            Lang::En => format!("since {from}, until {to}"),
        }
    }

    fn ending(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("让 {} 在所有浏览器退出？", self.person.name),
            Lang::En => format!("Sign {} out of every browser?", self.person.name),
        }
    }

    /// Code, name in itself, and whether it is the reader's.
    fn languages(&self) -> [(&'static str, &'static str, bool); 2] {
        [("zh", "中文", self.s.lang == Lang::Zh), ("en", "English", self.s.lang == Lang::En)]
    }
}

/// Whether a project was ever somebody's.
fn has_sold(r: &mut Reading, person: &str) -> Result<bool> {
    let theirs = project_owners::table.filter(project_owners::owner_id.eq(person));
    Ok(diesel::select(diesel::dsl::exists(theirs)).get_result(&mut **r)?)
}

fn running_projects(r: &mut Reading, owner: &str) -> Result<Vec<(String, String)>> {
    Ok(projects::table
        .filter(projects::owner_id.eq(owner))
        .filter(projects::ended_at.is_null())
        .filter(projects::stage.ne("directive_draft"))
        .order(projects::number)
        .limit(100)
        .select((projects::number, projects::name))
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
    /// What keeps them from leaving, where that was refused.
    duties: Option<Duties>,
}

impl Edit {
    /// A form for a new person, who begins on probation.
    pub fn blank(r: &mut Reading) -> Result<Edit> {
        let fields = Fields::default().with("probation", "1");
        Edit::new(r, Form { fields, ..Form::blank() })
    }

    /// A form for a new person with what was typed.
    pub fn new(r: &mut Reading, form: Form) -> Result<Edit> {
        r.may(Deed::KeepPeople, Standing::NONE)?;
        Ok(Edit { s: r.shell()?, form, person: None, duties: None })
    }

    /// The form of an account; with what was typed, if it was refused.
    pub fn of(r: &mut Reading, username: &str, typed: Option<Form>) -> Result<Edit> {
        r.may(Deed::KeepPeople, Standing::NONE)?;
        let person = queries::find(r, username)?;
        let filled = forms::filled(&person, &queries::roles(r, &person.id)?);
        let mut form = match typed {
            Some(form) => form.against(&filled, person.version, forms::ACCOUNT),
            None => Form::showing(filled, person.version),
        };
        for clash in &mut form.clashes {
            for text in [&mut clash.original, &mut clash.theirs, &mut clash.mine] {
                *text = spoken(&clash.name, text, r.me.lang);
            }
        }
        let refused = form.is_wrong("active");
        let duties = if refused { Some(queries::duties(r, &person.id)?) } else { None };
        Ok(Edit { s: r.shell()?, form, person: Some(person), duties })
    }

    fn title(&self) -> &'static str {
        match self.person {
            Some(_) => self.s.t("编辑账号", "Edit the account"),
            None => self.s.t("添加成员", "Add a member"),
        }
    }

    fn back(&self) -> String {
        self.person.as_ref().map_or_else(|| "/people".to_owned(), |it| format!("/people/{}", it.username))
    }

    fn action(&self) -> String {
        self.person.as_ref().map_or_else(|| "/people".to_owned(), |it| format!("/people/{}/account", it.username))
    }

    /// What is still theirs: `2 个项目 · 5 家客户`.
    fn theirs(&self, duties: &Duties) -> String {
        let lang = self.s.lang;
        let parts = [
            (duties.projects, lang.of("个项目", "projects")),
            (duties.customers, lang.of("家客户", "customers")),
            (duties.tasks, lang.of("项任务", "tasks")),
            (duties.packages, lang.of("个项目包", "packages")),
            (duties.resolutions, lang.of("项会议决议", "resolutions")),
        ];
        let some = parts.into_iter().filter(|it| it.0 > 0).map(|(count, unit)| format!("{count} {unit}"));
        some.collect::<Vec<_>>().join(" · ")
    }

    /// Code, name, and what somebody in this role does.
    fn role_choices(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        Role::ALL.iter().map(|role| (role.code(), self.s.lang.say(role.name()), self.s.lang.say(duty(*role)))).collect()
    }
}

/// The value of a field of an account as people say it.
fn spoken(field: &str, value: &str, lang: Lang) -> String {
    match field {
        "roles" => {
            let roles = value.lines().filter_map(Role::from_code).map(|role| lang.say(role.name()));
            roles.collect::<Vec<_>>().join(lang.of("、", ", "))
        }
        "active" => if value == "1" { lang.of("是", "Yes") } else { lang.of("否", "No") }.to_owned(),
        _ => value.to_owned(),
    }
}

/// What somebody in this role does, in a line.
fn duty(role: Role) -> Pair {
    match role {
        Role::Commander => Pair("直接领导每个成员，独自作出各项决定", "Leads every member directly and takes every decision"),
        Role::Planner => {
            Pair("提供信息与建议，组织论证，不作决定", "Informs, advises, organises deliberation; decides nothing")
        }
        Role::Coordinator => {
            Pair("照管项目包，召集起草，监督检查执行", "Looks after packages, convenes drafting, checks execution")
        }
        Role::Sales => Pair("负责项目：拟订计划、执行、报告", "Owns projects: plans them, carries them out, reports"),
        Role::Specialist => {
            Pair("参加论证，为重大异议设计方案", "Is consulted in deliberations, designs solutions to serious objections")
        }
        Role::Admin => {
            Pair("管理账号、设置和日历，不作业务决定", "Keeps accounts, settings and calendar; no business decision")
        }
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
    /// The form; what was typed is not sent back.
    pub fn of(r: &mut Reading, form: Form) -> Result<Password> {
        Ok(Password { s: r.shell()?, form: Form { fields: Fields::default(), ..form } })
    }

    fn back(&self) -> String {
        format!("/people/{}", self.s.my_username())
    }
}

/// The commander's absences.
#[derive(Template)]
#[template(path = "people/acting.html")]
pub struct Acting {
    s: Shell,
    form: Form,
    acting: Option<ActingToday>,
    /// The period, the commander's name, the other's name.
    periods: Vec<(ActingPeriod, String, String)>,
    /// Account name and name.
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
            .filter(|it| it.person.active && it.roles.iter().all(|role| role.may_act()))
            .map(|it| (it.person.username, it.person.name))
            .collect();
        let acting = ActingToday::of(r)?;
        Ok(Acting { s: r.shell()?, form, acting, periods, candidates, me: r.me.id.clone() })
    }

    fn is_on(&self, period: &ActingPeriod) -> bool {
        period.ended_at.is_none() && (period.starts_on..=period.ends_on).contains(&self.s.today)
    }

    fn state(&self, period: &ActingPeriod) -> &'static str {
        if period.ended_at.is_some() {
            self.s.t("已提前结束", "Ended early")
        } else if period.ends_on < self.s.today {
            self.s.t("已结束", "Ended")
        } else if period.starts_on > self.s.today {
            self.s.t("未开始", "To come")
        } else {
            self.s.t("代理中", "Acting")
        }
    }

    fn may_end(&self, period: &ActingPeriod) -> bool {
        period.commander_id == self.me && period.ended_at.is_none() && period.ends_on >= self.s.today
    }

    fn ending(&self, name: &str) -> String {
        match self.s.lang {
            Lang::Zh => format!("从 {name} 收回代理的权力？"),
            Lang::En => format!("Take the powers back from {name}?"),
        }
    }

    fn appoints(&self) -> bool {
        self.s.may(Deed::AppointActing) && self.s.me.as_ref().is_some_and(|me| me.acting_for.is_none())
    }
}

/// The page of the door, for [`Ctx`]s without a person.
pub fn login(ctx: &Ctx, form: Form, next: String, trouble: Option<String>) -> Result<Login> {
    Ok(Login { s: ctx.outside()?, form, next, trouble })
}
