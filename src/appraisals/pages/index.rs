//! The members at a glance: probation, and the scores of the last months.

use std::collections::BTreeMap;

use askama::Template;
use chrono::NaiveDate;

use crate::appraisals::queries::{self, Member};
use crate::calendar::Month;
use crate::error::{OrNotFound, Result};
use crate::people::model::Person;
use crate::policy::{Deed, Standing};
use crate::projects::evaluation::sheet::points;
use crate::web::{Reading, Shell};

/// The most months that are shown.
const MONTHS: usize = 6;

/// A member's line.
struct Line {
    person: Person,
    /// The last day of their probation, while they are on it.
    due_on: Option<NaiveDate>,
    /// Whether the last month is to be evaluated.
    waits: bool,
    /// The score of each month in hundredths of a point, and whether it was restated.
    scores: Vec<Option<(i32, bool)>>,
}

/// The page.
#[derive(Template)]
#[template(path = "appraisals/index.html")]
pub struct Index {
    s: Shell,
    months: Vec<Month>,
    lines: Vec<Line>,
}

impl Index {
    /// Reads the members whose appraisals the reader may see.
    pub fn of(r: &mut Reading) -> Result<Index> {
        let sees = |standing| r.me.may(Deed::SeeAppraisals, standing);
        sees(Standing::NONE).or(sees(Standing::OWNER)).or_not_found()?;
        let (me, office, today) = (r.me.clone(), r.office.clone(), r.today);
        let members = queries::members(r, &me, &office, today)?;
        // None from before the first of them joined.
        let joined = members.iter().map(|it| Month::of(queries::joined(&it.person, office.zone))).min();
        let back = std::iter::successors(Some(Month::of(today)), |it| Some(it.previous()));
        let mut months: Vec<Month> = back.take(MONTHS).take_while(|it| Some(*it) >= joined).collect();
        months.reverse();
        let first = months.first().copied().unwrap_or(Month::of(today));
        let mut scores: BTreeMap<(String, String), (i32, bool)> = BTreeMap::new();
        for (person, month, edition, score) in queries::of_months(r, first)? {
            scores.insert((person, month), (score, edition > 1));
        }
        let line = |it: Member| {
            let score = |month: &Month| scores.get(&(it.person.id.clone(), month.to_string())).copied();
            Line { scores: months.iter().map(score).collect(), due_on: it.due_on, waits: it.waits, person: it.person }
        };
        let mut lines: Vec<Line> = members.into_iter().filter(|it| it.person.active).map(line).collect();
        // Whose probation ends first comes first.
        lines.sort_by_key(|it| (it.due_on.is_none(), it.due_on));
        Ok(Index { s: r.shell()?, months, lines })
    }

    fn is_late(&self, day: &NaiveDate) -> bool {
        *day < self.s.today
    }

    /// The cells of a member's months: month, its text, whether it is still to be evaluated.
    fn cells(&self, it: &Line) -> Vec<(Month, String, bool, bool)> {
        let last = Month::of(self.s.today).previous();
        let waits = |month: &Month| *month == last && it.waits;
        let cell = |(month, score): (&Month, &Option<(i32, bool)>)| {
            let text = score.map_or_else(|| "—".to_owned(), |(score, _)| points(score.into()));
            (*month, text, score.is_none() && waits(month), score.is_some_and(|it| it.1))
        };
        self.months.iter().zip(&it.scores).map(cell).collect()
    }
}
