//! One report, on paper, with what was asked along with it and what the commander noted.

use std::collections::BTreeMap;

use askama::Template;
use diesel::prelude::*;

use crate::error::Result;
use crate::files;
use crate::files::model::{Attachment, SubjectKind};
use crate::lang::{Lang, Pair, counted};
use crate::people;
use crate::policy::Deed;
use crate::projects::model::Project;
use crate::reports::model::{Report, ReportKind};
use crate::reports::queries;
use crate::reports::week::content::Member;
use crate::reports::week::lines::Lines;
use crate::store::schema::{projects, requests};
use crate::web::{Form, Reading, Shell};

/// How many lines of each kind a weekly report has: it stays on one page.
const FEW: usize = 8;

/// The page.
#[derive(Template)]
#[template(path = "reports/show.html")]
pub struct Show {
    s: Shell,
    it: Report,
    form: Form,
    project: Option<Project>,
    names: BTreeMap<String, String>,
    files: Vec<Attachment>,
    /// What was asked along with it, as far as the reader may see it: number and title.
    request: Option<(String, String)>,
    followed: Option<(String, String)>,
    following: Vec<(String, String)>,
    drawn: Member,
    reads: bool,
}

impl Show {
    /// Reads a report that the reader may see; `form` is that of a reading that was refused.
    pub fn of(r: &mut Reading, number: &str, form: Option<Form>) -> Result<Show> {
        let me = r.me.clone();
        let it = queries::find(r, &me, number)?;
        let project = match &it.project_id {
            Some(id) => projects::table.find(id).select(Project::as_select()).first(&mut **r).optional()?,
            None => None,
        };
        let request = match &it.request_id {
            Some(id) => requests::table
                .filter(requests::id.eq(id))
                .filter(crate::correspondence::requests::queries::visible(&me))
                .select((requests::number, requests::title))
                .first(&mut **r)
                .optional()?,
            None => None,
        };
        let followed = match &it.follows_id {
            Some(id) => queries::followed(r, &me, id)?,
            None => None,
        };
        let following = queries::following(r, &me, &it.id)?;
        let files = files::queries::of(r, SubjectKind::Report, std::slice::from_ref(&it.id))?;
        let reads = me.may(Deed::ReadReport, queries::standing(&me, &it)).is_some();
        let form = Form { version: it.version, ..form.unwrap_or_default() };
        let (drawn, names) = (it.drawn()?, people::queries::names(r)?);
        Ok(Show { s: r.shell()?, it, form, project, names, files, request, followed, following, drawn, reads })
    }

    /// Which files lie before the reader.
    fn seen(&self) -> String {
        files::queries::as_seen(&self.files)
    }

    fn title(&self) -> String {
        self.it.name(&self.s.lang)
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("—", String::as_str)
    }

    fn read_by(&self) -> String {
        let person = self.it.reader_id.as_deref().map_or("—", |id| self.name(id));
        self.s.signed(person, self.it.acting_for_id.as_deref().map(|id| self.name(id)))
    }

    fn part(&self, index: usize) -> &'static str {
        self.it.kind.parts().get(index).map_or("", |it| self.s.lang.say(*it))
    }

    fn tone(&self) -> &'static str {
        tone(&self.it)
    }

    fn is_weekly(&self) -> bool {
        self.it.kind == ReportKind::Weekly
    }

    fn lines(&self) -> Lines<'_> {
        Lines { s: &self.s, few: FEW }
    }

    fn is_mine(&self) -> bool {
        self.s.me.as_ref().is_some_and(|me| me.id == self.it.author_id)
    }

    fn may_read(&self) -> bool {
        self.reads && self.it.read_at.is_none()
    }

    /// Whether the author may still add files.
    fn may_attach(&self) -> bool {
        self.is_mine() && self.it.read_at.is_none()
    }

    /// Whether the reader may go on with it: what cannot wait is often told in parts.
    fn may_follow(&self) -> bool {
        self.it.kind.is_at_once() && self.s.may(Deed::Report)
    }

    /// By when it was due.
    fn due(&self) -> Option<String> {
        self.it.due(self.s.office.zone)
    }

    /// How long it took from what happened to the report.
    fn after(&self) -> Option<String> {
        let minutes = (self.it.reported_at - self.it.happened_at?).num_minutes();
        let (hours, days) = (minutes / 60, minutes / (24 * 60));
        Some(match (self.s.lang, minutes) {
            (Lang::Zh, ..60) => format!("发生后 {minutes} 分钟汇报"),
            (Lang::En, ..60) => format!("reported after {}", counted(minutes, "minute")),
            (Lang::Zh, ..2880) => format!("发生后 {hours} 小时汇报"),
            (Lang::En, ..2880) => format!("reported after {}", counted(hours, "hour")),
            (Lang::Zh, _) => format!("发生后 {days} 天汇报"),
            (Lang::En, _) => format!("reported after {}", counted(days, "day")),
        })
    }

    fn is_late_to_read(&self) -> bool {
        self.it.read_at.is_none() && self.it.read_by.is_some_and(|day| day < self.s.today)
    }

    fn state(&self) -> &'static str {
        self.s.lang.say(state(&self.it))
    }
}

/// Whether the commander has read it.
pub fn state(it: &Report) -> Pair {
    match it.read_at {
        Some(_) => Pair("已审阅", "Read by the commander"),
        None => Pair("未审阅", "Not yet read"),
    }
}

fn tone(it: &Report) -> &'static str {
    if it.read_at.is_some() { "good" } else { "dawn" }
}
