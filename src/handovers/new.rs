//! The form: whose work, what of it, and who takes it.

use std::collections::BTreeMap;

use askama::Template;

use super::forms::{PROJECTS, STAYS, TASKS};
use super::list::counted;
use super::queries::{self, Load};
use crate::error::{OrNotFound, Result};
use crate::lang::Lang;
use crate::people;
use crate::people::model::Person;
use crate::policy::{Deed, Standing};
use crate::projects::model::{Project, Task};
use crate::projects::tasks;
use crate::web::{Fields, Form, Reading, Shell};
use crate::words::Role;

/// The form; without somebody whose work is handed over, the question who that is.
#[derive(Template)]
#[template(path = "handovers/new.html")]
pub struct New {
    s: Shell,
    form: Form,
    giver: Option<Person>,
    /// Only one project, by its number.
    only: String,
    projects: Vec<Project>,
    loads: BTreeMap<String, Load>,
    tasks: Vec<(Task, String, String)>,
    kept: i64,
    takers: Vec<(String, String)>,
}

impl New {
    /// An empty form about the person or the project of an address.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<New> {
        let fields = Fields::default().with("along", "1").with("only", query.get("project"));
        let form = Form { fields: fields.with("person", query.get("person")), ..Form::blank() };
        let asked = !(form.key("person").is_empty() && form.key("only").is_empty());
        let new = New::refused(r, form)?;
        // An address that names nobody there is no address.
        (!asked || new.giver.is_some()).then_some(new).or_not_found()
    }

    /// A form with what was typed.
    pub fn refused(r: &mut Reading, form: Form) -> Result<New> {
        let (me, today) = (r.me.clone(), r.today);
        let (person, only) = (form.key("person"), form.key("only"));
        // What the reader may not see is not there, before anything is said of their powers.
        let named = if person.is_empty() { only.as_str() } else { "" };
        let giver = queries::giver(r, &me, &person, named)?;
        let standing = giver.as_ref().map_or(Standing::NONE, |it| queries::standing(&me, &it.id));
        r.may(Deed::HandOver, standing)?;
        let takers = people::queries::with_role(r, Role::Sales)?;
        let mut new = New {
            s: r.shell()?,
            form,
            giver,
            only,
            projects: Vec::new(),
            loads: BTreeMap::new(),
            tasks: Vec::new(),
            kept: 0,
            takers,
        };
        let Some(giver) = new.giver.clone() else { return Ok(new) };
        new.projects = queries::owned(r, &me, &giver.id)?;
        if !new.only.is_empty() {
            new.projects.retain(|it| it.number == new.only);
        } else {
            new.tasks = queries::named_tasks(r, &giver.id)?;
        }
        new.kept = queries::kept(r, &giver.id)?;
        let ids: Vec<String> = new.projects.iter().map(|it| it.id.clone()).collect();
        new.loads = queries::loads(r, &ids, &giver.id, today)?;
        new.takers.retain(|(username, _)| *username != giver.username && *username != me.username);
        Ok(new)
    }

    fn title(&self) -> String {
        match (&self.giver, self.s.lang) {
            (None, _) => self.s.t("办理移交", "Hand work over").to_owned(),
            (Some(giver), Lang::Zh) => format!("移交{}的工作", giver.name),
            (Some(giver), Lang::En) => format!("Hand over the work of {}", giver.name),
        }
    }

    fn is_empty(&self) -> bool {
        self.projects.is_empty() && self.tasks.is_empty() && (self.kept == 0 || !self.only.is_empty())
    }

    /// What was typed, where no form is left to keep it: everything has been handed over meanwhile, or the person is not there.
    fn written(&self) -> Vec<String> {
        // The tick is there before anybody sets it.
        let typed = self.form.fields.set("along", "");
        let texts = if self.giver.is_none() || self.is_empty() { typed.written() } else { Vec::new() };
        let known = [self.form.value("person"), self.form.value("only")];
        texts.into_iter().filter(|it| !known.contains(&it.as_str())).collect()
    }

    fn back(&self) -> String {
        match (&self.giver, self.projects.first()) {
            (Some(_), Some(project)) if !self.only.is_empty() => project.href(),
            (Some(giver), _) => format!("/people/{}", giver.username),
            _ => "/handovers".to_owned(),
        }
    }

    fn load(&self, it: &Project) -> Load {
        self.loads.get(&it.id).copied().unwrap_or_default()
    }

    /// Where a project stands and what hangs on it: `实施执行 · 2 项待办 · 5 家客户`.
    fn hangs(&self, it: &Project) -> String {
        let load = self.load(it);
        let said = |count, zh, en| counted(self.s.lang, count, zh, en);
        let parts = [
            said(load.tasks, "项待办", "open task"),
            said(load.customers, "家客户", "customer"),
            said(load.contracts, "份合同", "contract"),
            said(load.requests, "件请示", "request"),
            said(load.alerts, "项预警", "alert"),
        ];
        let stage = self.s.lang.say(it.stage.name()).to_owned();
        std::iter::once(stage).chain(parts.into_iter().flatten()).collect::<Vec<_>>().join(" · ")
    }

    /// What stands in a row of a table whose first column is this.
    fn chosen(&self, columns: &[&str], key: &str) -> String {
        let rows = self.form.filled_rows(columns);
        rows.iter().find(|row| row.at(0) == key).map_or(String::new(), |row| row.at(1).to_owned())
    }

    fn chose(&self, it: &Project, code: &str) -> bool {
        self.chosen(PROJECTS, &it.number) == code
    }

    fn chose_for_task(&self, it: &Task, code: &str) -> bool {
        self.chosen(TASKS, &it.id) == code
    }

    fn stays(&self) -> &'static str {
        STAYS
    }

    fn task_name(&self, it: &Task) -> String {
        let name = self.s.lang.say(tasks::called(&it.step));
        if it.what.is_empty() { name.to_owned() } else { format!("{name} · {}", it.what) }
    }

    /// `共 12 家，不在以上项目中的交给`.
    fn kept_in_words(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("名下共维护 {} 家客户。", self.kept),
            Lang::En => format!("They look after {} customers.", self.kept),
        }
    }

    fn confirming(&self) -> String {
        let name = self.giver.as_ref().map_or("", |it| &it.name);
        match self.s.lang {
            Lang::Zh => format!("移交后立即生效：从现在起由接收人负责。确定移交{name}的工作？"),
            Lang::En => format!("It takes effect at once: the taker answers for it from now on. Hand over the work of {name}?"),
        }
    }
}
