//! The list: what waits for an answer first, by its due date, then the newest.

use std::collections::BTreeMap;

use askama::Template;
use diesel::prelude::*;

use super::tone;
use crate::clock::Moment;
use crate::correspondence::answers::{self, Answered, COUNTED, LATELY, took};
use crate::correspondence::consultations::model::{Consultation, ConsultationState};
use crate::correspondence::consultations::queries;
use crate::error::Result;
use crate::lang::{Lang, Pair, counted, working_days};
use crate::people::queries::named;
use crate::policy::Deed;
use crate::projects::head::late_for;
use crate::projects::queries::numbered;
use crate::store::Actor;
use crate::store::connection::Db;
use crate::store::schema::{consultation_questions as asked, consultations, people, projects};
use crate::web::list::{PAGE, Pager, like, link};
use crate::web::{Fields, Reading, Shell};

/// A line of the list: consultation, asker, project's number and name.
pub type Line = (Consultation, String, Option<(String, String)>);

/// When a question was asked and answered.
type Times = (Moment, Option<Moment>);

/// All consultations that the reader may see.
#[derive(Template)]
#[template(path = "consultations/index.html")]
pub struct Index {
    s: Shell,
    lines: Vec<Line>,
    /// The questions of each, by its id.
    asked: BTreeMap<String, Vec<Times>>,
    pager: Pager,
    query: Fields,
    /// How answers have come lately.
    clock: Answered,
}

/// How the answers of the last days came that the reader may see.
fn clock(r: &mut Reading) -> Result<Answered> {
    let (me, office) = (r.me.clone(), r.office.clone());
    let rows: Vec<answers::Times> = consultations::table
        .into_boxed()
        .filter(queries::visible(&me))
        .inner_join(asked::table)
        .filter(asked::answered_at.ge(r.now - chrono::Duration::days(LATELY)).assume_not_null())
        .order((asked::answered_at.desc(), asked::id))
        .limit(COUNTED)
        .select((asked::asked_at, asked::answered_at, asked::due_on))
        .load(&mut **r)?;
    Ok(Answered::of(&office, &rows))
}

/// The consultations that an address asks for, as far as somebody may see them.
pub fn filtered(me: &Actor, query: &Fields) -> consultations::BoxedQuery<'static, Db> {
    let mut rows = consultations::table.filter(queries::visible(me)).into_boxed();
    if let Some(state) = ConsultationState::from_code(query.get("state")) {
        rows = rows.filter(consultations::state.eq(state));
    }
    if query.get("mine") == "1" {
        rows = rows.filter(consultations::asker_id.eq(me.id.clone()));
    }
    if !query.get("q").trim().is_empty() {
        let text = like(query.get("q"));
        let title = consultations::title.like(text.clone()).escape('\\').or(consultations::number.like(text).escape('\\'));
        let asker = consultations::asker_id.eq_any(named(query.get("q")));
        let project = consultations::project_id.eq_any(numbered(query.get("q"))).assume_not_null();
        rows = rows.filter(title.or(asker).or(project));
    }
    rows
}

/// A page of them.
pub fn lines(r: &mut Reading, rows: consultations::BoxedQuery<'static, Db>, from: i64, many: i64) -> Result<Vec<Line>> {
    Ok(rows
        .inner_join(people::table.on(people::id.eq(consultations::asker_id)))
        .left_join(projects::table)
        .order((consultations::due_on.is_null(), consultations::due_on, consultations::number.desc()))
        .offset(from)
        .limit(many)
        .select((Consultation::as_select(), people::name, (projects::number, projects::name).nullable()))
        .load(&mut **r)?)
}

/// The questions of the consultations on a page, by the consultation's id.
fn asked_in(r: &mut Reading, lines: &[Line]) -> Result<BTreeMap<String, Vec<Times>>> {
    let ids: Vec<&String> = lines.iter().map(|it| &it.0.id).collect();
    let rows: Vec<(String, Moment, Option<Moment>)> = asked::table
        .filter(asked::consultation_id.eq_any(ids))
        .order((asked::consultation_id, asked::asked_at, asked::id))
        .select((asked::consultation_id, asked::asked_at, asked::answered_at))
        .load(&mut **r)?;
    let mut all = BTreeMap::<String, Vec<Times>>::new();
    for (id, asked_at, answered_at) in rows {
        all.entry(id).or_default().push((asked_at, answered_at));
    }
    Ok(all)
}

impl Index {
    /// Reads one page of the list.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        let me = r.me.clone();
        queries::check_sees(&me)?;
        let total = filtered(&me, query).count().get_result(&mut **r)?;
        let pager = Pager::of("/consultations", query, total);
        let lines = lines(r, filtered(&me, query), pager.offset(), PAGE)?;
        let asked = asked_in(r, &lines)?;
        let clock = clock(r)?;
        Ok(Index { s: r.shell()?, lines, asked, pager, query: query.clone(), clock })
    }

    /// The list as a workbook.
    fn export(&self) -> String {
        link("/consultations.xlsx", &self.query.set("page", ""))
    }

    /// How fast answers have come lately; none where there was none.
    fn measured(&self) -> Option<String> {
        let Answered { count, late, .. } = self.clock;
        let mean = self.s.quantity(self.clock.mean()?);
        Some(match self.s.lang {
            Lang::Zh => format!("近 {LATELY} 天答复 {count} 问，平均用时 {mean} 个工作日，逾期 {late} 问"),
            Lang::En => {
                let answers = counted(count, "answer");
                format!("{answers} in the last {LATELY} days, in {mean} working days on average, {late} late")
            }
        })
    }

    /// How many questions were asked.
    fn questions(&self, it: &Consultation) -> usize {
        self.asked.get(&it.id).map_or(0, Vec::len)
    }

    /// How many working days the last answer took.
    fn took(&self, it: &Consultation) -> String {
        let answered = self.asked.get(&it.id).and_then(|all| all.iter().rev().find(|it| it.1.is_some()));
        let days = answered.and_then(|(asked_at, answered_at)| took(&self.s.office, *asked_at, *answered_at));
        days.map_or("—".to_owned(), |days| working_days(self.s.lang, days))
    }

    fn set(&self, name: &str, value: &str) -> String {
        link("/consultations", &self.query.set(name, value).set("page", ""))
    }

    /// The states to choose from: address, name, whether it is the one chosen.
    fn states(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("state");
        let all = (self.set("state", ""), self.s.lang.say(Pair("全部", "All")), now.is_empty());
        let each = ConsultationState::ALL
            .iter()
            .map(|it| (self.set("state", it.code()), self.s.lang.say(it.name()), now == it.code()));
        std::iter::once(all).chain(each).collect()
    }

    /// The chip of one's own: its address, and whether it is pressed.
    fn mine(&self) -> (String, bool) {
        let on = self.query.get("mine") == "1";
        (self.set("mine", if on { "" } else { "1" }), on)
    }

    fn is_filtered(&self) -> bool {
        ["state", "mine", "q"].iter().any(|name| !self.query.get(name).trim().is_empty())
    }

    fn total(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("共 {} 件咨询", self.pager.total),
            Lang::En => counted(self.pager.total, "consultation"),
        }
    }

    /// How late its answer is; none where it is in time, or nothing waits.
    fn late(&self, it: &Consultation) -> Option<String> {
        let due = it.due_on.filter(|due| *due < self.s.today)?;
        Some(late_for(&self.s, self.s.days_late(due)))
    }

    fn tone(&self, it: &Consultation) -> &'static str {
        tone(it.state)
    }

    fn may_ask(&self) -> bool {
        self.s.may(Deed::AskConsultation)
    }
}
