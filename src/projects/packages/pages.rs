//! The page of a package.

use std::collections::BTreeMap;

use askama::Template;

use super::queries::{self, Counts, Listed};
use crate::error::Result;
use crate::lang::Lang;
use crate::people;
use crate::plans::lines::{self, Line};
use crate::plans::model::{ActionPlan, Package};
use crate::plans::queries as plans;
use crate::plans::sums;
use crate::policy::{Deed, Standing};
use crate::projects::head::late_for;
use crate::projects::model::Holder;
use crate::web::list::{PAGE, Pager};
use crate::web::{Fields, Reading, Shell};

/// A package: its share of the targets, what its projects were given and have reached, its projects.
#[derive(Template)]
#[template(path = "packages/show.html")]
pub struct Show {
    s: Shell,
    package: Package,
    plan: ActionPlan,
    /// Everybody by id: account name and name.
    people: BTreeMap<String, (String, String)>,
    lines: Vec<Line>,
    counts: Counts,
    projects: Vec<Listed>,
    pager: Pager,
    drafts: bool,
}

impl Show {
    /// Reads a package.
    pub fn of(r: &mut Reading, number: &str, query: &Fields) -> Result<Show> {
        let (me, today) = (r.me.clone(), r.today);
        let package = plans::find_package(r, &me, number)?;
        let plan = plans::by_id(r, &package.plan_id)?;
        let people = people::queries::everybody(r)?;
        let ids = std::slice::from_ref(&package.id);
        let metrics = plans::metrics(r)?;
        let targets = plans::targets_of_packages(r, ids)?;
        let lines = lines::of_package(&package.id, &metrics, &targets, &sums::of_packages(r, ids)?);
        let counts = queries::counts(r, &me, &package.id, today)?;
        let pager = Pager::of(&package.href(), query, counts.all);
        let projects = queries::projects(r, &me, &package.id, pager.offset(), PAGE)?;
        let drafts = me.may(Deed::DraftDirective, Standing::NONE).is_some() && !package.closed;
        Ok(Show { s: r.shell()?, package, plan, people, lines, counts, projects, pager, drafts })
    }

    fn keeps(&self) -> bool {
        self.s.may(Deed::KeepPlans)
    }

    fn username(&self, id: &str) -> &str {
        self.people.get(id).map_or("", |(username, _)| username)
    }

    fn name(&self, id: &str) -> &str {
        self.people.get(id).map_or("—", |(_, name)| name)
    }

    fn counted(&self) -> String {
        let Counts { all, running, .. } = self.counts;
        match self.s.lang {
            Lang::Zh => format!("共 {all} 个项目，进行中 {running} 个"),
            Lang::En => format!("{all} projects, {running} running"),
        }
    }

    fn late(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("逾期 {} 个", self.counts.late),
            Lang::En => format!("{} overdue", self.counts.late),
        }
    }

    fn is_late(&self, it: &Listed) -> bool {
        it.due_on.is_some_and(|due| due < self.s.today)
    }

    fn late_for(&self, it: &Listed) -> String {
        late_for(&self.s, it.due_on.map_or(0, |due| self.s.days_late(due)))
    }

    fn is_held(&self, it: &Listed) -> bool {
        it.holder != Holder::Nobody
    }

    /// Where the bars say that the package should be by now.
    fn should(&self) -> i64 {
        self.plan.elapsed(self.s.today)
    }
}
