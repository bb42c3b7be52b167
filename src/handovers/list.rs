//! The list, what waits for its taker first; and the same as a workbook.

use askama::Template;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::{Handover, HandoverState};
use crate::error::Result;
use crate::lang::{Lang, Pair};
use crate::people::queries::named;
use crate::policy::Deed;
use crate::projects::head::late_for;
use crate::store::connection::Db;
use crate::store::schema::{handovers, people};
use crate::store::{Actor, Conn};
use crate::web::list::{PAGE, Pager, like, link, sort_link, sorted};
use crate::web::workbook::{Cell, Sheet, Workbook};
use crate::web::{Fields, Reading, Shell};

/// The most rows of a workbook.
const ROWS: i64 = 100_000;

type Rows = handovers::BoxedQuery<'static, Db>;
type Condition = Box<dyn BoxableExpression<handovers::table, Db, SqlType = Bool>>;
/// A line: the hand-over, giver, taker.
type Line = (Handover, String, String);

/// What an address asks for.
fn filtered(me: &Actor, query: &Fields) -> Rows {
    let mut all: Vec<Condition> = Vec::new();
    match (query.get("state"), HandoverState::from_code(query.get("state"))) {
        ("", _) => {}
        (_, Some(HandoverState::Announced)) => all.push(Box::new(handovers::taker_confirmed_at.is_null())),
        (_, Some(HandoverState::Received)) => all.push(Box::new(handovers::taker_confirmed_at.is_not_null())),
        (_, None) => all.push(Box::new(handovers::number.eq(""))),
    }
    if query.get("mine") == "1" {
        all.push(Box::new(handovers::giver_id.eq(me.id.clone()).or(handovers::taker_id.eq(me.id.clone()))));
    }
    let person = query.get("person").replace('\0', "");
    if !person.is_empty() {
        let who = || people::table.filter(people::username.eq(person.clone())).select(people::id);
        all.push(Box::new(handovers::giver_id.eq_any(who()).or(handovers::taker_id.eq_any(who()))));
    }
    if !query.get("q").trim().is_empty() {
        let text = like(query.get("q"));
        let those = || named(query.get("q"));
        let number = handovers::number.like(text.clone()).escape('\\');
        let reason = handovers::reason.like(text.clone()).escape('\\');
        all.push(Box::new(number.or(reason).or(handovers::giver_id.eq_any(those())).or(handovers::taker_id.eq_any(those()))));
    }
    all.into_iter().fold(handovers::table.into_boxed(), |rows, condition| rows.filter(condition))
}

fn page(conn: &mut Conn, rows: Rows, sort: &str, offset: i64, limit: i64) -> Result<Vec<Line>> {
    let rows = match sort {
        "number" => rows.order((handovers::at, handovers::number)),
        "-number" => rows.order((handovers::at.desc(), handovers::number.desc())),
        "outstanding" => rows.order((handovers::outstanding, handovers::number)),
        "-outstanding" => rows.order((handovers::outstanding.desc(), handovers::number.desc())),
        _ => rows.order((handovers::taker_confirmed_at.is_not_null(), handovers::due_on, handovers::number)),
    };
    let (giver, taker) = diesel::alias!(people as giver, people as taker);
    Ok(rows
        .inner_join(giver.on(giver.field(people::id).eq(handovers::giver_id)))
        .inner_join(taker.on(taker.field(people::id).eq(handovers::taker_id)))
        .offset(offset)
        .limit(limit)
        .select((Handover::as_select(), giver.field(people::name), taker.field(people::name)))
        .load(conn)?)
}

/// The list.
#[derive(Template)]
#[template(path = "handovers/index.html")]
pub struct Index {
    s: Shell,
    lines: Vec<Line>,
    pager: Pager,
    query: Fields,
}

impl Index {
    /// Reads one page of the list.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        r.may_see(Deed::SeeProjects)?;
        let me = r.me.clone();
        let total = filtered(&me, query).count().get_result(&mut **r)?;
        let pager = Pager::of("/handovers", query, total);
        let lines = page(r, filtered(&me, query), query.get("sort"), pager.offset(), PAGE)?;
        Ok(Index { s: r.shell()?, lines, pager, query: query.clone() })
    }

    fn set(&self, name: &str, value: &str) -> String {
        link("/handovers", &self.query.set("page", "").set(name, value))
    }

    fn states(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("state");
        let chip = |code: &str, name: Pair| (self.set("state", code), self.s.lang.say(name), now == code);
        let each = HandoverState::ALL.iter().map(|it| chip(it.code(), it.name()));
        std::iter::once(chip("", Pair("全部", "All"))).chain(each).collect()
    }

    fn mine(&self) -> (String, bool) {
        let on = self.query.get("mine") == "1";
        (self.set("mine", if on { "" } else { "1" }), on)
    }

    fn heading(&self, key: &str) -> (String, &'static str) {
        (sort_link("/handovers", &self.query, key), sorted(&self.query, key))
    }

    fn kept(&self) -> Vec<(&str, &str)> {
        let names = ["state", "mine", "person", "sort"];
        names.iter().map(|name| (*name, self.query.get(name))).filter(|(_, value)| !value.is_empty()).collect()
    }

    fn is_filtered(&self) -> bool {
        ["state", "mine", "person", "q"].iter().any(|name| !self.query.get(name).trim().is_empty())
    }

    fn workbook(&self) -> String {
        link("/handovers.xlsx", &self.query.set("page", ""))
    }

    fn total(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("共 {} 份移交单", self.pager.total),
            Lang::En => crate::lang::counted(self.pager.total, "hand-over"),
        }
    }

    fn what(&self, it: &Handover) -> String {
        what(self.s.lang, it)
    }

    fn late(&self, it: &Handover) -> Option<String> {
        let open = it.state() == HandoverState::Announced && it.due_on < self.s.today;
        open.then(|| late_for(&self.s, self.s.days_late(it.due_on)))
    }

    fn begins(&self) -> bool {
        self.s.may(Deed::HandOver)
    }
}

/// `2 个项目 · 5 家客户`.
pub fn what(lang: Lang, it: &Handover) -> String {
    let parts = [
        counted(lang, it.projects.into(), "个项目", "project"),
        counted(lang, it.customers.into(), "家客户", "customer"),
        counted(lang, it.tasks.into(), "项任务", "task"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// `2 个项目`, `1 project`, `2 projects`; nothing of none.
pub fn counted(lang: Lang, count: i64, zh: &str, en: &str) -> Option<String> {
    match (lang, count) {
        (_, ..=0) => None,
        (Lang::Zh, _) => Some(format!("{count} {zh}")),
        (Lang::En, 1) => Some(format!("1 {en}")),
        (Lang::En, _) => Some(format!("{count} {en}s")),
    }
}

/// `GET /handovers.xlsx`: the same list, all of it.
pub fn workbook(r: &mut Reading, query: &Fields) -> Result<Workbook> {
    r.may_see(Deed::SeeProjects)?;
    let (me, lang, zone) = (r.me.clone(), r.me.lang, r.office.zone);
    let lines = page(r, filtered(&me, query), query.get("sort"), 0, ROWS)?;
    let head = [
        lang.of("编号", "Number"),
        lang.of("移交人", "Handed over by"),
        lang.of("接收人", "Taken over by"),
        lang.of("理由", "Reason"),
        lang.of("项目", "Project"),
        lang.of("客户", "Customer"),
        lang.of("任务", "Task"),
        lang.of("未回款", "Outstanding"),
        lang.of("生效日期", "Effective on"),
        lang.of("状态", "State"),
        lang.of("接收日期", "Received on"),
    ];
    let name = lang.of("移交单", "Hand-overs");
    let mut sheet = Sheet::new(name, &head);
    for (it, giver, taker) in &lines {
        sheet.row(vec![
            it.number.as_str().into(),
            giver.as_str().into(),
            taker.as_str().into(),
            it.reason.as_str().into(),
            i64::from(it.projects).into(),
            i64::from(it.customers).into(),
            i64::from(it.tasks).into(),
            Cell::Money(it.outstanding),
            zone.day(it.at).into(),
            lang.say(it.state().name()).into(),
            it.taker_confirmed_at.map(|at| zone.day(at)).into(),
        ]);
    }
    Ok(Workbook::of(name, "handovers", sheet))
}
