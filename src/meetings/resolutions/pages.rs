//! The pages of resolutions.

use std::collections::BTreeMap;

use askama::Template;
use diesel::prelude::*;

use super::{forms, queries};
use crate::error::{Error, Result};
use crate::lang::{Lang, Pair};
use crate::meetings::model::{AgendaItem, Meeting, Resolution, ResolutionKind, ResolutionState};
use crate::meetings::pages::part;
use crate::meetings::queries::{everybody, sees_regular};
use crate::people;
use crate::policy::{Deed, Standing};
use crate::projects;
use crate::projects::head::late_for;
use crate::projects::model::Project;
use crate::store::connection::Db;
use crate::store::schema::{meetings, people as people_table, projects as projects_table, resolutions};
use crate::store::{Actor, Conn};
use crate::web::list::{PAGE, Pager, like, link};
use crate::web::workbook::{Sheet, Workbook};
use crate::web::{Fields, Form, Reading, Shell};

/// The most rows of a workbook.
const ROWS: i64 = 100_000;

type Rows = resolutions::BoxedQuery<'static, Db>;

/// A line of the list: the resolution, its meeting, who answers for it.
type Line = (Resolution, Meeting, Option<String>);

/// The list.
#[derive(Template)]
#[template(path = "meetings/resolutions/index.html")]
pub struct Index {
    s: Shell,
    lines: Vec<Line>,
    pager: Pager,
    query: Fields,
}

/// What an address asks for of those that bind: those that are open unless it says otherwise.
fn asked(me: &Actor, query: &Fields) -> Rows {
    let mut rows = resolutions::table.into_boxed().filter(queries::visible(me)).filter(queries::binding());
    rows = match query.get("state") {
        "all" => rows,
        "" => rows.filter(resolutions::state.eq(ResolutionState::Open)),
        code => match ResolutionState::from_code(code) {
            Some(state) => rows.filter(resolutions::state.eq(state)),
            None => rows.filter(resolutions::state.eq(ResolutionState::Open)),
        },
    };
    if let Some(kind) = ResolutionKind::from_code(query.get("kind")) {
        rows = rows.filter(resolutions::kind.eq(kind));
    }
    if query.get("mine") == "1" {
        rows = rows.filter(resolutions::holder_id.eq(me.id.clone()));
    }
    if !query.get("q").trim().is_empty() {
        let text = like(query.get("q"));
        let content = resolutions::content.like(text.clone()).escape('\\');
        rows = rows.filter(content.or(resolutions::number.like(text).escape('\\')));
    }
    rows
}

fn page(conn: &mut Conn, rows: Rows, offset: i64, limit: i64) -> Result<Vec<Line>> {
    Ok(rows
        .inner_join(meetings::table)
        .left_join(people_table::table.on(resolutions::holder_id.eq(people_table::id.nullable())))
        .order((resolutions::due_on, resolutions::number))
        .offset(offset)
        .limit(limit)
        .select((Resolution::as_select(), Meeting::as_select(), people_table::name.nullable()))
        .load(conn)?)
}

impl Index {
    /// Reads one page of the list, the first due first.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        let me = r.me.clone();
        if !sees_regular(&me) {
            return Err(Error::not_found());
        }
        let total = asked(&me, query).count().get_result(&mut **r)?;
        let pager = Pager::of("/resolutions", query, total);
        let lines = page(r, asked(&me, query), pager.offset(), PAGE)?;
        Ok(Index { s: r.shell()?, lines, pager, query: query.clone() })
    }

    fn set(&self, name: &str, value: &str) -> String {
        link("/resolutions", &self.query.set("page", "").set(name, value))
    }

    /// The states to choose from: address, name, whether it is the one chosen.
    fn states(&self) -> Vec<(String, &'static str, bool)> {
        let now = match self.query.get("state") {
            "" => ResolutionState::Open.code(),
            state => state,
        };
        let each = ResolutionState::ALL.iter().map(|it| {
            let value = if *it == ResolutionState::Open { "" } else { it.code() };
            (self.set("state", value), self.s.lang.say(it.name()), now == it.code())
        });
        each.chain(std::iter::once((self.set("state", "all"), self.s.t("全部", "All"), now == "all"))).collect()
    }

    /// The kinds to choose from, and one's own.
    fn kinds(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("kind");
        let chip = |it: &ResolutionKind| {
            let on = now == it.code();
            (self.set("kind", if on { "" } else { it.code() }), self.s.lang.say(it.name()), on)
        };
        let mine = self.query.get("mine") == "1";
        let mine = (self.set("mine", if mine { "" } else { "1" }), self.s.lang.say(Pair("我的", "Mine")), mine);
        ResolutionKind::ALL.iter().map(chip).chain(std::iter::once(mine)).collect()
    }

    fn is_filtered(&self) -> bool {
        ["state", "kind", "mine", "q"].iter().any(|name| !self.query.get(name).trim().is_empty())
    }

    fn workbook(&self) -> String {
        link("/resolutions.xlsx", &self.query.set("page", ""))
    }

    fn total(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("共 {} 条决议", self.pager.total),
            Lang::En => crate::lang::counted(self.pager.total, "resolution"),
        }
    }

    fn kind(&self, it: &Resolution) -> &'static str {
        kind(&self.s, it)
    }

    fn meeting(&self, it: &Meeting) -> String {
        it.name(self.s.lang)
    }

    fn late(&self, it: &Resolution) -> Option<String> {
        late(&self.s, it)
    }

    fn tone(&self, it: &Resolution) -> &'static str {
        tone(it)
    }
}

/// What a resolution is, in words.
pub fn kind(s: &Shell, it: &Resolution) -> &'static str {
    it.kind.map_or(s.t("未归类", "not typed"), |kind| s.say(kind.name()))
}

/// The tone of a resolution's state.
pub fn tone(it: &Resolution) -> &'static str {
    match it.state {
        ResolutionState::Open => "dawn",
        ResolutionState::Done => "good",
        ResolutionState::Dropped => "",
    }
}

/// How late it is; none where it is in time or closed.
pub fn late(s: &Shell, it: &Resolution) -> Option<String> {
    let due = it.due_on.filter(|due| it.state == ResolutionState::Open && *due < s.today)?;
    Some(late_for(s, s.days_late(due)))
}

/// `GET /resolutions.xlsx`: the same list, all of it.
pub fn workbook(r: &mut Reading, query: &Fields) -> Result<Workbook> {
    let (me, lang) = (r.me.clone(), r.me.lang);
    if !sees_regular(&me) {
        return Err(Error::not_found());
    }
    let head = [
        lang.of("编号", "Number"),
        lang.of("决议", "Resolution"),
        lang.of("类别", "Sort"),
        lang.of("负责人", "Who answers for it"),
        lang.of("期限", "Due"),
        lang.of("状态", "State"),
        lang.of("会议", "Meetings"),
        lang.of("落实情况", "What came of it"),
    ];
    let title = lang.of("决议", "Resolutions");
    let mut sheet = Sheet::new(title, &head);
    for (it, meeting, person) in page(r, asked(&me, query), 0, ROWS)? {
        sheet.row(vec![
            it.number.as_str().into(),
            it.content.as_str().into(),
            it.kind.map_or("", |kind| lang.say(kind.name())).into(),
            person.unwrap_or_default().as_str().into(),
            it.due_on.into(),
            lang.say(it.state.name()).into(),
            meeting.name(lang).as_str().into(),
            if it.state == ResolutionState::Open { "" } else { it.outcome.as_str() }.into(),
        ]);
    }
    Ok(Workbook::of(title, "resolutions", sheet))
}

/// One resolution, with the sentence that caused it in its place.
#[derive(Template)]
#[template(path = "meetings/resolutions/show.html")]
pub struct Show {
    s: Shell,
    it: Resolution,
    meeting: Meeting,
    item: AgendaItem,
    project: Option<Project>,
    names: BTreeMap<String, String>,
    /// How often it was carried over.
    times: i32,
    /// Whether the reader sees the meeting as well.
    sees_meeting: bool,
    /// Who can answer for it instead, for whoever may say so: account name and name.
    people: Vec<(String, String)>,
    form: Form,
}

impl Show {
    /// Reads a resolution that the reader may see; `typed` is a form that was refused.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Show> {
        let me = r.me.clone();
        let (it, meeting, item) = queries::find(r, &me, number)?;
        let version = it.version;
        let held = queries::held_since(r, meeting.opened_at)?;
        let project = match &it.project_id {
            Some(id) => projects_table::table
                .filter(projects_table::id.eq(id))
                .filter(projects::queries::visible(&me))
                .select(Project::as_select())
                .first(&mut **r)
                .optional()?,
            None => None,
        };
        let seen: Option<String> = meetings::table
            .filter(meetings::id.eq(&meeting.id))
            .filter(crate::meetings::queries::visible(&me))
            .select(meetings::id)
            .first(&mut **r)
            .optional()?;
        let people = match me.may(Deed::ArrangeMeeting, Standing::NONE).is_some() && it.state == ResolutionState::Open {
            true => everybody(r)?.into_iter().map(|(_, username, name)| (username, name)).collect(),
            false => Vec::new(),
        };
        Ok(Show {
            people,
            times: queries::times(&held, &meeting, &it),
            names: people::queries::names(r)?,
            s: r.shell()?,
            it,
            meeting,
            item,
            project,
            sees_meeting: seen.is_some(),
            form: Form { version, ..typed.unwrap_or_else(Form::blank) },
        })
    }

    fn name(&self, id: &Option<String>) -> &str {
        id.as_ref().and_then(|id| self.names.get(id)).map_or("—", String::as_str)
    }

    fn written_by(&self) -> &str {
        self.names.get(&self.it.written_by).map_or("—", String::as_str)
    }

    fn kind(&self) -> &'static str {
        kind(&self.s, &self.it)
    }

    fn tone(&self) -> &'static str {
        tone(&self.it)
    }

    fn late(&self) -> Option<String> {
        late(&self.s, &self.it)
    }

    fn meeting(&self) -> String {
        self.meeting.name(self.s.lang)
    }

    /// The part of the agenda under which it stands.
    fn part(&self) -> String {
        part(&self.s, &self.names, &self.item)
    }

    /// Where the sentence stands: in the minutes, or while they are written on the page of who keeps them.
    fn place(&self) -> String {
        format!("{}/minutes#{}", self.meeting.href(), self.it.number)
    }

    fn times(&self) -> String {
        match (self.times, self.s.lang) {
            (0, _) => "—".to_owned(),
            (times, Lang::Zh) => format!("{times} 次"),
            (1, Lang::En) => "once".to_owned(),
            (times, Lang::En) => format!("{times} times"),
        }
    }

    fn is_open(&self) -> bool {
        self.it.state == ResolutionState::Open
            && self.meeting.state.binds()
            && self.it.kind.is_some_and(ResolutionKind::needs_somebody)
    }

    fn finishes(&self) -> bool {
        let me = self.s.me.as_ref();
        self.is_open() && me.is_some_and(|me| me.may(Deed::CloseResolution, queries::standing(me, &self.it)).is_some())
    }

    fn drops(&self) -> bool {
        self.is_open() && self.s.me.as_ref().is_some_and(|me| me.may(Deed::CloseResolution, Standing::NONE).is_some())
    }

    /// Whether the reader can open it again; what they typed stays where somebody else was faster.
    fn reopens(&self) -> bool {
        let was_settled = self.it.state != ResolutionState::Open
            || self.form.is_wrong("reason")
            || self.form.is_wrong("due_on")
            || self.form.late;
        let settled = was_settled && self.it.kind.is_some_and(ResolutionKind::needs_somebody);
        settled && self.s.me.as_ref().is_some_and(|me| me.may(Deed::CloseResolution, Standing::NONE).is_some())
    }

    /// Whether it was settled once and is open again.
    fn was_reopened(&self) -> bool {
        self.it.state == ResolutionState::Open && (self.it.reopened_at.is_some() || !self.it.outcome.is_empty())
    }

    /// Why it was opened again. Before there was a place for that it stood where the outcome does.
    fn why(&self) -> &str {
        if self.it.reopened_at.is_some() { &self.it.reopened_why } else { &self.it.outcome }
    }

    /// What was said to have come of it before it was opened again.
    fn was_said(&self) -> &str {
        if self.it.reopened_at.is_some() { &self.it.outcome } else { "" }
    }

    fn assigns(&self) -> bool {
        self.is_open() && !self.people.is_empty()
    }

    fn was_handed_over(&self) -> bool {
        self.it.holder_id != self.it.person_id
    }
}

/// The form of a resolution, while the minutes are written.
#[derive(Template)]
#[template(path = "meetings/resolutions/edit.html")]
pub struct Edit {
    s: Shell,
    it: Resolution,
    meeting: Meeting,
    form: Form,
    people: Vec<(String, String)>,
}

impl Edit {
    /// Reads a resolution that the reader may still write; `typed` is a form that was refused.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Edit> {
        let me = r.me.clone();
        let (it, meeting, _) = queries::find(r, &me, number)?;
        r.may(Deed::KeepMinutes, crate::meetings::queries::standing(&me, &meeting))?;
        crate::meetings::session::changes::is_written(&meeting)?;
        let fields = forms::filled(r, &me, &it)?;
        let people: Vec<(String, String)> = everybody(r)?.into_iter().map(|(_, username, name)| (username, name)).collect();
        let spoken = |field: &str, value: &str| match field {
            "kind" => ResolutionKind::from_code(value).map_or(String::new(), |it| me.lang.say(it.name()).to_owned()),
            "person" => people.iter().find(|it| it.0 == value).map_or_else(|| value.to_owned(), |it| it.1.clone()),
            _ => value.to_owned(),
        };
        let form = match typed {
            Some(form) => form.against(&fields, it.version, forms::FIELDS).in_words(spoken),
            None => Form::showing(fields, it.version),
        };
        Ok(Edit { s: r.shell()?, it, meeting, form, people })
    }

    fn kinds(&self) -> Vec<(&'static str, &'static str)> {
        ResolutionKind::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    fn meeting(&self) -> String {
        self.meeting.name(self.s.lang)
    }

    fn back(&self) -> String {
        format!("{}/session#{}", self.meeting.href(), self.it.number)
    }
}
