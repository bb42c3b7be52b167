//! The list: what waits for an answer first, by its due date.

use askama::Template;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{late, tone, took};
use crate::correspondence::answers::{Answered, COUNTED, LATELY, Times};
use crate::correspondence::requests::model::{Request, RequestKind, RequestState};
use crate::correspondence::requests::queries;
use crate::error::Result;
use crate::lang::{Lang, Pair, working_days};
use crate::people;
use crate::policy::Deed;
use crate::projects::queries::numbered;
use crate::store::Actor;
use crate::store::connection::Db;
use crate::store::schema::{people as people_table, projects, requests};
use crate::web::list::{PAGE, Pager, like, link};
use crate::web::{Fields, Reading, Shell};

/// A line of the list: request, asker, project's number and name.
pub type Line = (Request, String, Option<(String, String)>);

/// All requests that the reader may see.
#[derive(Template)]
#[template(path = "requests/index.html")]
pub struct Index {
    s: Shell,
    lines: Vec<Line>,
    pager: Pager,
    query: Fields,
    /// How answers have come lately.
    clock: Answered,
}

/// How the answers of the last days came that the reader may see.
fn clock(r: &mut Reading) -> Result<Answered> {
    let (me, office) = (r.me.clone(), r.office.clone());
    let rows: Vec<Times> = requests::table
        .filter(queries::visible(&me))
        .filter(requests::answered_at.ge(r.now - chrono::Duration::days(LATELY)).assume_not_null())
        .order((requests::answered_at.desc(), requests::number))
        .limit(COUNTED)
        .select((requests::asked_at, requests::answered_at, requests::due_on))
        .load(&mut **r)?;
    Ok(Answered::of(&office, &rows))
}

/// The requests that an address asks for, as far as somebody may see them.
pub fn filtered(me: &Actor, query: &Fields) -> requests::BoxedQuery<'static, Db> {
    let mut rows = requests::table.filter(queries::visible(me)).into_boxed();
    if let Some(state) = RequestState::from_code(query.get("state")) {
        rows = rows.filter(requests::state.eq(state));
    }
    if let Some(kind) = RequestKind::from_code(query.get("kind")) {
        rows = rows.filter(requests::kind.eq(kind));
    }
    if query.get("mine") == "1" {
        rows = rows.filter(requests::asker_id.eq(me.id.clone()));
    }
    if !query.get("q").trim().is_empty() {
        let text = like(query.get("q"));
        let title = requests::title.like(text.clone()).escape('\\').or(requests::number.like(text).escape('\\'));
        let asker = requests::asker_id.eq_any(people::queries::named(query.get("q")));
        let project = requests::project_id.eq_any(numbered(query.get("q"))).assume_not_null();
        rows = rows.filter(title.or(asker).or(project));
    }
    rows
}

/// The order of the list, as an index has it: what waits for an answer first, and nothing that was withdrawn.
const TURN: &str = "requests.state <> 'open'";

/// A page of them, what waits for an answer first, by its due date.
pub fn lines(r: &mut Reading, rows: requests::BoxedQuery<'static, Db>, from: i64, many: i64) -> Result<Vec<Line>> {
    Ok(rows
        .inner_join(people_table::table.on(people_table::id.eq(requests::asker_id)))
        .left_join(projects::table)
        .order((sql::<Bool>(TURN), requests::due_on, requests::number))
        .offset(from)
        .limit(many)
        .select((Request::as_select(), people_table::name, (projects::number, projects::name).nullable()))
        .load(&mut **r)?)
}

impl Index {
    /// Reads one page of the list: what waits for an answer first, by its due date.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        r.may_see(Deed::SeeProjects)?;
        let me = r.me.clone();
        let total = filtered(&me, query).count().get_result(&mut **r)?;
        let pager = Pager::of("/requests", query, total);
        let lines = lines(r, filtered(&me, query), pager.offset(), PAGE)?;
        let clock = clock(r)?;
        Ok(Index { s: r.shell()?, lines, pager, query: query.clone(), clock })
    }

    /// The list as a workbook.
    fn export(&self) -> String {
        link("/requests.xlsx", &self.query.set("page", ""))
    }

    /// How fast answers have come lately; none where there was none.
    fn measured(&self) -> Option<String> {
        let Answered { count, late, .. } = self.clock;
        let mean = self.s.quantity(self.clock.mean()?);
        Some(match self.s.lang {
            Lang::Zh => format!("近 {LATELY} 天批示 {count} 件，平均用时 {mean} 个工作日，逾期 {late} 件"),
            Lang::En => format!("{count} answered in the last {LATELY} days, in {mean} working days on average, {late} late"),
        })
    }

    /// How many working days an answer took.
    fn took(&self, it: &Request) -> String {
        took(&self.s.office, it).map_or("—".to_owned(), |days| working_days(self.s.lang, days))
    }

    fn set(&self, name: &str, value: &str) -> String {
        link("/requests", &self.query.set(name, value).set("page", ""))
    }

    /// The states to choose from: address, name, whether it is the one chosen.
    fn states(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("state");
        let all = (self.set("state", ""), self.s.lang.say(Pair("全部", "All")), now.is_empty());
        let each =
            RequestState::ALL.iter().map(|it| (self.set("state", it.code()), self.s.lang.say(it.name()), now == it.code()));
        std::iter::once(all).chain(each).collect()
    }

    /// The kinds to choose from, each by itself.
    fn kinds(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("kind");
        let chip = |it: &RequestKind| {
            let on = now == it.code();
            (self.set("kind", if on { "" } else { it.code() }), self.s.lang.say(it.name()), on)
        };
        let mine = self.query.get("mine") == "1";
        let mine = (self.set("mine", if mine { "" } else { "1" }), self.s.lang.say(Pair("我的", "Mine")), mine);
        RequestKind::ALL.iter().map(chip).chain(std::iter::once(mine)).collect()
    }

    fn is_filtered(&self) -> bool {
        ["state", "kind", "mine", "q"].iter().any(|name| !self.query.get(name).trim().is_empty())
    }

    fn total(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("共 {} 件请示", self.pager.total),
            Lang::En => crate::lang::counted(self.pager.total, "request"),
        }
    }

    fn late(&self, it: &Request) -> Option<String> {
        late(&self.s, it)
    }

    fn tone(&self, it: &Request) -> &'static str {
        tone(it)
    }

    /// What its answer says.
    fn ruling(&self, it: &Request) -> Option<&'static str> {
        it.ruling().map(|it| self.s.lang.say(it.name()))
    }

    fn may_ask(&self) -> bool {
        self.s.may(Deed::AskRequest)
    }
}
