//! A week: everybody's reports on it on one page, and the form of one's own.

use askama::Template;
use chrono::NaiveDateTime;

use super::edit::{is_split, request_kinds};
use crate::calendar::{ReportedWeek, Week};
use crate::error::{Error, Kind, OrNotFound, Result};
use crate::policy::{Deed, Standing};
use crate::reports::model::{Report, ReportKind};
use crate::reports::queries::{self, Reporter};
use crate::reports::week::content::Member;
use crate::reports::week::drafting::draft;
use crate::reports::week::lines::Lines;
use crate::reports::{changes, forms};
use crate::web::{Form, Reading, Shell};

/// How many lines of each kind stand beside the form.
const FEW: usize = 8;
/// And how many in a page of everybody's.
const FEWER: usize = 4;

/// Everybody's reports on a week.
#[derive(Template)]
#[template(path = "reports/week.html")]
pub struct Together {
    s: Shell,
    week: Week,
    reported: Option<ReportedWeek>,
    /// What was sent, with the author's name and the week as it was recorded.
    sent: Vec<(Report, String, Member)>,
    /// Who has not reported.
    owing: Vec<Reporter>,
    /// Whether anybody was there the week before.
    has_before: bool,
}

impl Together {
    /// Reads a week's reports.
    pub fn of(r: &mut Reading, week: &str) -> Result<Together> {
        r.may_see(Deed::SeeWeeklyReports)?;
        let week: Week = week.parse().ok().or_not_found()?;
        let (me, office, today) = (r.me.clone(), r.office.clone(), r.today);
        queries::lived_through(&office, today, week)?;
        let mut sent = Vec::new();
        for (it, name) in queries::of_week(r, &me, week)? {
            let drawn = it.drawn()?;
            sent.push((it, name, drawn));
        }
        let reported = office.calendar.reported(week).filter(|it| it.from <= r.today);
        let has = |who: &Reporter| sent.iter().any(|it| it.0.author_id == who.id);
        let there = queries::reporters(r)?;
        let has_before = there.iter().any(|who| who.was_there(&office, week.previous()));
        let owing = there.into_iter().filter(|who| reported.is_some() && who.was_there(&office, week) && !has(who)).collect();
        Ok(Together { s: r.shell()?, week, reported, sent, owing, has_before })
    }

    fn href(&self) -> String {
        format!("/reports/weekly/{}", self.week)
    }

    fn before(&self) -> Option<String> {
        self.has_before.then(|| format!("/reports/weekly/{}", self.week.previous()))
    }

    fn after(&self) -> Option<String> {
        (self.week.next().monday() <= self.s.today).then(|| format!("/reports/weekly/{}", self.week.next()))
    }

    fn days(&self) -> String {
        days(&self.s, self.week)
    }

    fn due(&self) -> Option<String> {
        self.reported.map(|it| it.due.format("%Y-%m-%d %H:%M").to_string())
    }

    fn is_due(&self) -> bool {
        self.reported.is_some_and(|it| self.s.today > it.due.date())
    }

    fn lines(&self) -> Lines<'_> {
        Lines { s: &self.s, few: FEWER }
    }

    fn part(&self, index: usize) -> &'static str {
        part(&self.s, index)
    }

    /// The numbers of those that the reader has still to read as the commander.
    fn unread(&self) -> Vec<&str> {
        let reads = |it: &Report| self.s.me.as_ref().is_some_and(|me| queries::reads(me, it));
        self.sent.iter().filter(|it| reads(&it.0)).map(|it| it.0.number.as_str()).collect()
    }

    /// Whether the reader may report on it now.
    fn may_report(&self) -> bool {
        self.s.me.as_ref().is_some_and(|me| self.owing.iter().any(|it| it.id == me.id))
    }
}

/// `11-23 至 11-29`.
fn days(s: &Shell, week: Week) -> String {
    let (from, to) = (week.monday().format("%Y-%m-%d"), week.sunday().format("%m-%d"));
    format!("{from} {} {to}", s.t("至", "to"))
}

fn part(s: &Shell, index: usize) -> &'static str {
    ReportKind::Weekly.parts().get(index).map_or("", |it| s.lang.say(*it))
}

/// The form of one's own report on a week.
#[derive(Template)]
#[template(path = "reports/mine.html")]
pub struct Mine {
    s: Shell,
    form: Form,
    week: Week,
    /// Until when it is due; none for a reader who owes no weekly report.
    due: Option<NaiveDateTime>,
    drawn: Member,
    /// What was sent already: its address.
    sent: Option<String>,
}

impl Mine {
    /// Begins a report on a week, drafted from its records, or shows it as it was refused.
    pub fn of(r: &mut Reading, week: &str, form: Form) -> Result<Mine> {
        let week: Week = week.parse().ok().or_not_found()?;
        let (me, office, now, today) = (r.me.clone(), r.office.clone(), r.now, r.today);
        let owes = me.may(Deed::ReportWeekly, Standing::NONE).is_some();
        if !owes {
            // Whoever reports, but not on weeks, is told so.
            r.may(Deed::Report, Standing::NONE).map_err(|_| Error::new(Kind::Forbidden(Deed::ReportWeekly.name())))?;
        }
        queries::lived_through(&office, today, week)?;
        if !owes {
            let (drawn, s) = (Member::default(), r.shell()?);
            return Ok(Mine { s, form, week, due: None, drawn, sent: None });
        }
        let it = changes::reportable(&office, today, week)?;
        let sent = queries::weekly_of(r, &me.id, week)?.map(|it| it.href());
        let drawn = Member { username: me.username.clone(), ..changes::draw(r, &office, now, &me.id, week)? };
        let s = r.shell()?;
        let form = match form.fields.has("content") {
            true => forms::split(form),
            false => {
                let begun = draft(r, &s, &me.id, week, &drawn)?;
                let fields = form.fields.with("content", begun.content).with("handled", begun.handled);
                Form { fields: fields.with("next_steps", begun.next_steps), ..form }
            }
        };
        Ok(Mine { s, form, week, due: Some(it.due), drawn, sent })
    }

    fn days(&self) -> String {
        days(&self.s, self.week)
    }

    fn due(&self) -> Option<String> {
        self.due.map(|it| it.format("%Y-%m-%d %H:%M").to_string())
    }

    fn lines(&self) -> Lines<'_> {
        Lines { s: &self.s, few: FEW }
    }

    fn part(&self, index: usize) -> &'static str {
        part(&self.s, index)
    }

    fn limit(&self, index: usize) -> i32 {
        ReportKind::Weekly.limits().get(index).and_then(|it| i32::try_from(*it).ok()).unwrap_or(0)
    }

    fn request_kinds(&self) -> Vec<(&'static str, &'static str)> {
        request_kinds(&self.s)
    }

    fn is_split(&self) -> bool {
        is_split(&self.form)
    }
}
