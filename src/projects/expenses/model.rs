//! Rows of expenses, and what was spent of each line of a budget.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::projects::planning::model::BudgetLine;
use crate::recorded;
use crate::store::schema::expenses;
use crate::web::Shell;

/// Money that was spent in a project.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = expenses, treat_none_as_null = true)]
pub struct Expense {
    pub id: String,
    pub project_id: String,
    /// The line of the budget, by its title; empty for whatever is on no line.
    pub title: String,
    pub on_day: NaiveDate,
    pub fen: i64,
    /// What it was spent on.
    pub note: String,
    /// The answered request that covers what goes beyond the directive's budget.
    pub request_id: Option<String>,
    pub person_id: String,
    pub recorded_at: Moment,
    pub voided_at: Option<Moment>,
    /// Why it does not count.
    pub reason: String,
    pub version: i32,
}
recorded!(Expense, expenses, project: |row| Some(&row.project_id), versioned: version);

/// What a line of the budget is called; what is on no line is other.
pub fn called<'a>(title: &'a str, s: &Shell) -> &'a str {
    if title.is_empty() { s.t("其他", "Other") } else { title }
}

/// What was planned for a line of the budget, and what was spent of it, in fen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Empty for whatever is on no line.
    pub title: String,
    pub planned: i64,
    pub spent: i64,
}

impl Line {
    /// What is left, in fen; negative where more was spent than planned.
    pub fn left(&self) -> i64 {
        self.planned - self.spent
    }
}

/// The lines of a budget in its order, each title once, then what was spent on lines of earlier budgets, then whatever is on
/// no line. `spent` is by title.
pub fn lines(budget: &[BudgetLine], spent: &[(String, i64)]) -> Vec<Line> {
    let mut all: Vec<Line> = Vec::new();
    for it in budget {
        match all.iter_mut().find(|line| line.title == it.title) {
            Some(line) => line.planned = line.planned.saturating_add(it.fen),
            None => all.push(Line { title: it.title.clone(), planned: it.fen, spent: 0 }),
        }
    }
    let mut rest: Vec<Line> = Vec::new();
    for (title, fen) in spent {
        match all.iter_mut().find(|line| line.title == *title) {
            Some(line) => line.spent = *fen,
            None => rest.push(Line { title: title.clone(), planned: 0, spent: *fen }),
        }
    }
    rest.sort_by_key(|it| (it.title.is_empty(), it.title.clone()));
    all.extend(rest);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(lines: &[(&str, i64)]) -> Vec<BudgetLine> {
        let line = |(title, fen): &(&str, i64)| BudgetLine {
            id: String::new(),
            plan_version_id: String::new(),
            position: 1,
            title: (*title).into(),
            fen: *fen,
        };
        lines.iter().map(line).collect()
    }

    #[test]
    fn every_fen_spent_stands_on_one_line_and_every_title_once() {
        let spent = [("差旅".into(), 700), (String::new(), 5), ("印刷".into(), 20)];
        let all = lines(&budget(&[("样品", 300), ("差旅", 500), ("差旅", 100)]), &spent);
        let told: Vec<_> = all.iter().map(|it| (it.title.as_str(), it.planned, it.spent, it.left())).collect();
        assert_eq!(told, [("样品", 300, 0, 300), ("差旅", 600, 700, -100), ("印刷", 0, 20, -20), ("", 0, 5, -5)]);
        assert_eq!(all.iter().map(|it| it.spent).sum::<i64>(), 725);
    }

    #[test]
    fn without_a_budget_there_is_only_what_was_spent() {
        assert!(lines(&[], &[]).is_empty());
        assert_eq!(lines(&[], &[(String::new(), 5)]).len(), 1);
    }
}
