//! The short form of an expense, and the one by which it is taken back.

use askama::Template;
use chrono::NaiveDate;

use super::changes::OTHER;
use super::model::{Expense, Line, called, lines};
use super::queries;
use crate::error::Result;
use crate::lang::Lang;
use crate::policy::Deed;
use crate::projects::authority::{Limits, Matter, limits};
use crate::projects::head::{Head, Tab};
use crate::projects::planning::model::BudgetLine;
use crate::web::{Fields, Form, Reading, Shell};

/// A form with today's date; `?line=` is chosen already.
pub fn begun(query: &Fields, today: NaiveDate) -> Form {
    let fields = Fields::default().with("on_day", today.to_string()).with("line", query.get("line"));
    Form { fields, ..Form::default() }
}

/// An expense is recorded.
#[derive(Template)]
#[template(path = "projects/expenses/new.html")]
pub struct New {
    s: Shell,
    h: Head,
    form: Form,
    budget: Vec<BudgetLine>,
    lines: Vec<Line>,
    limits: Limits,
}

impl New {
    /// For the owner of a project.
    pub fn of(r: &mut Reading, number: &str, form: Form) -> Result<New> {
        let h = Head::of(r, number, Tab::Execution)?;
        r.may(Deed::Execute, h.standing)?;
        let budget = queries::budget(r, &h.project)?;
        let lines = lines(&budget, &queries::by_title(r, &h.project.id)?);
        let me = r.me.clone();
        let limits = limits(r, &me, &h.project)?;
        Ok(New { s: r.shell()?, h, form, budget, lines, limits })
    }

    fn spent(&self) -> i64 {
        self.lines.iter().map(|it| it.spent).sum()
    }

    /// The limit in force.
    fn limit(&self) -> String {
        self.limits.said(&self.s, Matter::Budget)
    }

    /// Whether nothing is left of what the limit in force allows.
    fn is_used_up(&self) -> bool {
        self.limits.of(Matter::Budget).is_some_and(|limit| limit <= self.spent())
    }

    /// The lines of the budget, each title once with what is left of it, and other.
    fn choices(&self) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = Vec::new();
        for line in self.lines.iter().filter(|line| !line.title.is_empty()) {
            if let Some(it) = self.budget.iter().find(|it| it.title == line.title) {
                let left = self.s.money(line.left());
                let text = match self.s.lang {
                    Lang::Zh => format!("{}（剩余 {left}）", line.title),
                    Lang::En => format!("{} ({left} remaining)", line.title),
                };
                all.push((it.id.clone(), text));
            }
        }
        // A budget may have a line of this name itself.
        let other = called("", &self.s);
        if !self.lines.iter().any(|it| it.title == other) {
            all.push((OTHER.to_owned(), other.to_owned()));
        }
        all
    }
}

/// An expense is taken back.
#[derive(Template)]
#[template(path = "projects/expenses/void.html")]
pub struct Voiding {
    s: Shell,
    h: Head,
    form: Form,
    it: Expense,
}

impl Voiding {
    /// For the owner of a project.
    pub fn of(r: &mut Reading, number: &str, id: &str, form: Form) -> Result<Voiding> {
        let h = Head::of(r, number, Tab::Execution)?;
        let it = queries::expense(r, &h.project.id, id)?;
        r.may(Deed::Execute, h.standing)?;
        Ok(Voiding { s: r.shell()?, h, form, it })
    }

    fn title(&self) -> &str {
        called(&self.it.title, &self.s)
    }
}
