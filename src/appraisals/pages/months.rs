//! A member's months: what they reached in each, how it was evaluated, and the projects evaluated.

use askama::Template;
use chrono::NaiveDate;

use crate::appraisals::months::{Figures, figures};
use crate::appraisals::queries::{self, Scored};
use crate::calendar::Month;
use crate::error::Result;
use crate::people::model::Person;
use crate::projects::evaluation::sheet::points;
use crate::web::{Reading, Shell};

/// How many months are shown.
const MONTHS: usize = 12;

/// A month's line.
struct Line {
    month: Month,
    figures: Figures,
    /// The score in hundredths of a point and whether it was restated, once it is evaluated.
    score: Option<(i32, bool)>,
    /// Whether a project was theirs in it.
    projects: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "appraisals/months.html")]
pub struct Months {
    s: Shell,
    person: Person,
    lines: Vec<Line>,
    total: Figures,
    projects: Vec<Scored>,
}

impl Months {
    /// Reads the months of a member whose appraisals the reader may see, the newest first.
    pub fn of(r: &mut Reading, username: &str) -> Result<Months> {
        let (me, today, zone) = (r.me.clone(), r.today, r.office.zone);
        let person = queries::member(r, &me, username)?;
        let scored = queries::scored(r, &person.id)?;
        let first = Month::of(queries::joined(&person, zone));
        let mut months = vec![Month::of(today)];
        while let Some(last) = months.last().filter(|it| months.len() < MONTHS && **it > first) {
            months.push(last.previous());
        }
        let from: NaiveDate = months.last().map_or(today, |it| it.first());
        let of = |month: &Month| scored.iter().find(|it| it.month.as_deref() == Some(month.to_string().as_str()));
        let evaluated = months.iter().filter_map(|month| Some((*month, of(month)?.evaluated_at))).collect();
        let mut all = figures(r, zone, &person.id, (from, today), &evaluated)?;
        let with_projects = queries::with_projects(r, &person.id, zone, &months)?;
        let mut total = Figures::default();
        let line = |month: Month| {
            let figures = all.remove(&month).unwrap_or_default();
            total += &figures;
            let score = of(&month).map(|it| (it.score, it.edition > 1));
            Line { month, figures, score, projects: with_projects.contains(&month) }
        };
        let lines = months.into_iter().map(line).collect();
        let projects = scored.iter().filter(|it| it.project.is_some()).cloned().collect();
        Ok(Months { s: r.shell()?, person, lines, total, projects })
    }

    fn person_href(&self) -> String {
        format!("/people/{}", self.person.username)
    }

    fn href(&self, month: &Month) -> String {
        format!("/people/{}/months/{month}", self.person.username)
    }

    fn score(&self, score: &i32) -> String {
        points((*score).into())
    }

    /// What is to be said of a month without an evaluation.
    fn waits(&self, it: &Line) -> &'static str {
        match (it.month.last() < self.s.today, it.projects) {
            (false, _) => self.s.t("进行中", "Running"),
            (true, true) => self.s.t("待评估", "To be evaluated"),
            (true, false) => "—",
        }
    }
}
