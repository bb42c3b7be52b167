//! The members at a glance: probation, and the scores of the last months.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use chrono::NaiveDate;

use crate::appraisals::queries::{self, Member, OfMonth};
use crate::appraisals::since::{self, Evaluated};
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
    /// The month that is to be evaluated, if there is one.
    waits: Option<Month>,
    /// Rewards that were decided and not paid: how many, and how much in fen.
    unpaid: (i64, i64),
    /// Of each month that is shown.
    cells: Vec<Cell>,
}

/// A month of a member's.
struct Cell {
    month: Month,
    /// The score as a text; none while it is not evaluated.
    score: Option<String>,
    /// Whether it was evaluated more than once.
    restated: bool,
    /// Whether what was signed or received in it has changed since.
    changed: bool,
    waits: bool,
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
        let people: Vec<&str> = members.iter().map(|it| it.person.id.as_str()).collect();
        let scores: BTreeMap<(String, Month), OfMonth> = queries::of_months(r, office.zone, &people, first)?
            .into_iter()
            .map(|it| ((it.person.clone(), it.month), it))
            .collect();
        let evaluated: Evaluated = scores.iter().map(|(of, it)| (of.clone(), it.evaluated_at)).collect();
        let changed = since::changed(r, office.zone, &evaluated)?;
        let mut lines: Vec<Line> = members.into_iter().map(|it| line(it, &months, &scores, &changed)).collect();
        // Whose probation ends first comes first, who has left last.
        lines.sort_by_key(|it| (!it.person.active, it.due_on.is_none(), it.due_on));
        Ok(Index { s: r.shell()?, months, lines })
    }

    fn is_late(&self, day: &NaiveDate) -> bool {
        *day < self.s.today
    }

    /// The month that is to be evaluated, where it lies before those that are shown.
    fn earlier(&self, it: &Line) -> Option<Month> {
        it.waits.filter(|month| !self.months.contains(month))
    }
}

fn line(
    it: Member,
    months: &[Month],
    scores: &BTreeMap<(String, Month), OfMonth>,
    changed: &BTreeSet<(String, Month)>,
) -> Line {
    let cell = |month: &Month| {
        let of = (it.person.id.clone(), *month);
        let found = scores.get(&of);
        Cell {
            month: *month,
            score: found.map(|it| points(it.score.into())),
            restated: found.is_some_and(|it| it.edition > 1),
            changed: changed.contains(&of),
            waits: found.is_none() && it.waits == Some(*month),
        }
    };
    let cells = months.iter().map(cell).collect();
    Line { cells, due_on: it.due_on, waits: it.waits, unpaid: it.unpaid, person: it.person }
}
