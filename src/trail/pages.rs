//! The page of the trail.

use std::collections::BTreeMap;

use askama::Template;
use diesel::prelude::*;
use serde_json::Value;

use super::records::{RECORDS, known};
use super::rows::{self, Changed};
use crate::error::Result;
use crate::history::fields::{Telling, field, told};
use crate::history::telling::{object, recorded, text_of};
use crate::lang::Lang;
use crate::policy::Deed;
use crate::projects::steps::Step;
use crate::store::office::Setting;
use crate::store::schema::{people, projects, trail};
use crate::store::trail::Entry;
use crate::web::list::link;
use crate::web::{Fields, Reading, Shell};

/// Rows on one page.
const PAGE: i64 = 50;
/// What stands for the program among people.
const PROGRAM: &str = "program";

/// What an administrator keeps; everything else is the department's business.
const OFFICE: [&str; 7] = ["metrics", "people", "person_roles", "links", "acting_periods", "settings", "special_days"];

/// The trail, newest first.
#[derive(Template)]
#[template(path = "trail/index.html")]
pub struct Index {
    s: Shell,
    query: Fields,
    rows: Vec<Entry>,
    /// Whether there are older ones.
    more: bool,
    /// Name by id.
    names: BTreeMap<String, String>,
    /// Account name and name.
    people: Vec<(String, String)>,
    /// Number by id.
    numbers: BTreeMap<String, String>,
    length: i64,
}

impl Index {
    /// Reads the rows before a number, of a kind and of a person where that is asked.
    pub fn of(r: &mut Reading, query: Fields) -> Result<Index> {
        r.may_see(Deed::SeeTrail)?;
        let everybody: Vec<(String, String, String)> = people::table
            .order((people::name, people::username))
            .select((people::id, people::username, people::name))
            .load(&mut **r)?;
        let mut wanted = trail::table.order(trail::seq.desc()).limit(PAGE + 1).select(Entry::as_select()).into_boxed();
        if let Ok(before) = query.get("before").parse::<i64>() {
            wanted = wanted.filter(trail::seq.lt(before));
        }
        if let Some(record) = known(query.get("kind")) {
            wanted = wanted.filter(trail::kind.eq(record.kind));
        }
        let whose = query.get("person");
        if let Some(id) =
            everybody.iter().find(|it| it.1 == whose).map(|it| it.0.as_str()).or((whose == PROGRAM).then_some(PROGRAM))
        {
            wanted = wanted.filter(trail::person_id.eq(id.to_owned()));
        }
        let mut rows: Vec<Entry> = wanted.load(&mut **r)?;
        let more = rows.len() as i64 > PAGE;
        rows.truncate(usize::try_from(PAGE).unwrap_or_default());
        let about: Vec<&str> = rows.iter().filter_map(|row| row.project_id.as_deref()).collect();
        let numbers: Vec<(String, String)> =
            projects::table.filter(projects::id.eq_any(about)).select((projects::id, projects::number)).load(&mut **r)?;
        let length = crate::store::trail::Head::read(r)?.seq;
        let names = everybody.iter().map(|(id, _, name)| (id.clone(), name.clone())).collect();
        let people = everybody.into_iter().map(|(_, username, name)| (username, name)).collect();
        Ok(Index { s: r.shell()?, query, rows, more, names, people, numbers: numbers.into_iter().collect(), length })
    }

    fn counted(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("共 {} 条，环环相扣，改动任何一条都会被发现", self.length),
            Lang::En => format!("{} rows, each chained to the one before: altering any is found", self.length),
        }
    }

    fn kinds(&self) -> Vec<(&'static str, &'static str)> {
        RECORDS.iter().map(|it| (it.kind, self.s.lang.say(it.name))).collect()
    }

    fn chose(&self, name: &str, value: &str) -> bool {
        self.query.get(name) == value
    }

    fn who(&self, row: &Entry) -> String {
        let name = |id: &str| self.names.get(id).cloned().unwrap_or_else(|| self.s.t("程序", "The program").to_owned());
        self.s.signed(&name(&row.person_id), row.acting_for_id.as_deref().map(name).as_deref())
    }

    fn deed(&self, row: &Entry) -> &'static str {
        self.s.lang.say(rows::deed(&row.deed))
    }

    fn kind<'a>(&self, row: &'a Entry) -> &'a str {
        rows::kind(row, self.s.lang)
    }

    /// Which setting a row is.
    fn key(&self, row: &Entry) -> Option<String> {
        let code = rows::key(row)?;
        let step = code.strip_prefix("days.").and_then(Step::from_code).map(Step::name);
        let name = step.or_else(|| Setting::from_code(code).map(Setting::name));
        Some(name.map_or_else(|| code.to_owned(), |it| self.s.say(it).to_owned()))
    }

    /// Whether what a row says is kept from the reader: who sees no projects reads in the trail that something was done, by whom
    /// and when, and not what it says.
    fn is_kept_from(&self, row: &Entry) -> bool {
        !self.opens_projects() && !OFFICE.contains(&row.kind.as_str())
    }

    fn changes(&self, row: &Entry) -> Vec<Changed> {
        let step = || text_of(&object(&row.after), "step").and_then(Step::from_code);
        let tell = |name: &str, value: Option<&Value>| {
            if row.kind == "step_records"
                && name == "content"
                && let (Some(step), Some(content)) = (step(), value.and_then(Value::as_str))
            {
                let said = recorded(step, content, &self.s);
                let said = said.into_iter().map(|(label, text)| format!("{label}{}{text}", self.s.t("：", ": ")));
                return said.collect::<Vec<_>>().join(self.s.t("；", "; "));
            }
            let telling = field(&row.kind, name).map_or(Telling::Plain, |it| it.telling);
            // What the program keeps as JSON says nothing to a reader.
            let written = value.and_then(Value::as_str).unwrap_or_default();
            if matches!(telling, Telling::Kept) && written.starts_with(['[', '{']) {
                return self.s.t("（从略）", "(left out)").to_owned();
            }
            told(value, telling, &self.s, |key| self.known(key))
        };
        let name = |name: &str| field(&row.kind, name).map_or_else(|| name.to_owned(), |it| self.s.say(it.name).to_owned());
        rows::changes(row, tell, name)
    }

    /// A person by name, another row's key by its end.
    fn known(&self, text: &str) -> Option<String> {
        let key = || {
            (text.len() == 36 && uuid::Uuid::try_parse(text).is_ok())
                .then(|| format!("…{}", text.get(28..).unwrap_or_default()))
        };
        self.names.get(text).cloned().or_else(key)
    }

    fn number(&self, row: &Entry) -> Option<&String> {
        row.project_id.as_ref().and_then(|id| self.numbers.get(id))
    }

    fn opens_projects(&self) -> bool {
        self.s.may(Deed::SeeProjects)
    }

    fn keeps_office(&self) -> bool {
        self.s.may(Deed::KeepOffice)
    }

    fn hash<'a>(&self, row: &'a Entry) -> &'a str {
        row.hash.get(..8).unwrap_or_default()
    }

    fn newest(&self) -> Option<String> {
        self.query.has("before").then(|| link("/admin/trail", &self.query.set("before", "")))
    }

    fn older(&self) -> Option<String> {
        let last = self.rows.last().filter(|_| self.more)?;
        Some(link("/admin/trail", &self.query.set("before", &last.seq.to_string())))
    }
}
