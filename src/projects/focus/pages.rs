//! A person's load in a month.

use std::collections::BTreeMap;

use askama::Template;

use super::queries::{self, Counts};
use crate::calendar::Month;
use crate::error::Result;
use crate::lang::Lang;
use crate::people;
use crate::people::model::Person;
use crate::policy::{Deed, Standing};
use crate::projects::head::late_for;
use crate::projects::model::{Holder, Project, Task};
use crate::projects::pipeline::{Move, State};
use crate::projects::steps::Step;
use crate::web::list::{PAGE, Pager};
use crate::web::{Fields, Reading, Shell};

/// The month of an address or form, within the years that dates can have.
pub fn month(text: &str) -> Option<Month> {
    text.parse().ok().filter(|month: &Month| (2000..=2099).contains(&month.year()))
}

/// What somebody has on their hands in a month: the focus, and what runs alongside.
#[derive(Template)]
#[template(path = "people/projects.html")]
pub struct Load {
    s: Shell,
    person: Person,
    month: Month,
    counts: Counts,
    focus: Vec<Project>,
    alongside: Vec<Project>,
    next: BTreeMap<String, Task>,
    pager: Pager,
    sets: bool,
}

impl Load {
    /// Reads the load of the month in the address, this month without one.
    pub fn of(r: &mut Reading, username: &str, query: &Fields) -> Result<Load> {
        r.may_see(Deed::SeeProjects)?;
        let person = people::queries::find(r, username)?;
        let (today, zone) = (r.today, r.office.zone);
        let month = month(query.get("month")).unwrap_or(Month::of(today));
        let load = queries::Load::of(&person.id, month, zone);
        let counts = queries::counts(r, &load, today)?;
        let pager = Pager::of(&format!("/people/{}/projects", person.username), query, counts.all - counts.focus);
        let focus = queries::projects(r, &load, true, 0, PAGE)?;
        let alongside = queries::projects(r, &load, false, pager.offset(), PAGE)?;
        let ids: Vec<String> = focus.iter().chain(&alongside).map(|it| it.id.clone()).collect();
        let next = queries::next_steps(r, &person.id, &ids)?;
        let standing = Standing { owns: person.id == r.me.id, ..Standing::NONE };
        let sets = r.me.may(Deed::SetFocus, standing).is_some();
        Ok(Load { s: r.shell()?, person, month, counts, focus, alongside, next, pager, sets })
    }

    fn at(&self, month: Month) -> String {
        format!("/people/{}/projects?month={month}", self.person.username)
    }

    fn previous(&self) -> String {
        self.at(self.month.previous())
    }

    fn following(&self) -> String {
        self.at(self.month.next())
    }

    fn now(&self) -> String {
        self.at(Month::of(self.s.today))
    }

    fn is_now(&self) -> bool {
        self.month == Month::of(self.s.today)
    }

    /// `2026年11月`.
    fn title(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("{}年{}月", self.month.year(), self.month.month()),
            Lang::En => self.month.first().format("%B %Y").to_string(),
        }
    }

    fn beside(&self) -> i64 {
        self.counts.all - self.counts.focus
    }

    fn line(&self) -> i64 {
        self.counts.all - self.counts.division
    }

    fn is_late(&self, it: &Project) -> bool {
        it.ended_at.is_none() && it.due_on.is_some_and(|due| due < self.s.today)
    }

    fn late_for(&self, it: &Project) -> String {
        late_for(&self.s, it.due_on.map_or(0, |due| self.s.days_late(due)))
    }

    /// What the person has to do next in it; a dash where it is not their turn.
    fn next_step(&self, it: &Project) -> String {
        match self.next.get(&it.id) {
            Some(task) if it.ended_at.is_none() => {
                let step = Step::from_code(&task.step).map(|step| self.s.lang.say(step.name()));
                [step.unwrap_or_default(), task.what.as_str()].join(" ").trim().to_owned()
            }
            _ => self.next_move(it).map_or("—", |code| self.s.lang.say(code.name())).to_owned(),
        }
    }

    /// What the owner has to do where no step waits for them.
    fn next_move(&self, it: &Project) -> Option<Move> {
        match (it.holder, it.stage) {
            (Holder::Owner, State::DirectiveIssued) => Some(Move::Acknowledge),
            (Holder::Owner, State::Planning) => Some(Move::Submit),
            _ => None,
        }
    }

    /// Whether somebody else has to act first.
    fn waits(&self, it: &Project) -> bool {
        !matches!(it.holder, Holder::Owner | Holder::Nobody)
    }

    fn next_due(&self, it: &Project) -> String {
        match self.next.get(&it.id).and_then(|task| task.due_on) {
            Some(due) if it.ended_at.is_none() => self.s.day(due),
            _ => String::new(),
        }
    }
}
