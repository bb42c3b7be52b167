//! What was spent in a project: line by line of the budget, and one by one.

use askama::Template;
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::model::{Expense, Line, called, lines};
use super::queries;
use crate::error::Result;
use crate::lang::{Lang, Pair};
use crate::money::share;
use crate::policy::Deed;
use crate::projects::authority::{Limits, Matter, limits};
use crate::projects::execution::work::Work;
use crate::projects::head::{Head, Tab};
use crate::store::Conn;
use crate::store::connection::Db;
use crate::store::schema::{expenses, requests};
use crate::web::list::{PAGE, Pager, like, link, sort_link, sorted};
use crate::web::shell::Given;
use crate::web::workbook::{Cell, Sheet, Workbook};
use crate::web::{Fields, Reading, Shell};

/// The most rows of a workbook.
const ROWS: i64 = 100_000;

type Rows = expenses::BoxedQuery<'static, Db>;

/// An expense with the number of the request that covers it.
type Row = (Expense, Option<String>);

/// What an address asks for of a project's expenses.
fn filtered(project: &str, query: &Fields) -> Rows {
    let mut rows = expenses::table.into_boxed().filter(expenses::project_id.eq(project.to_owned()));
    match query.get("state") {
        "void" => rows = rows.filter(expenses::voided_at.is_not_null()),
        "all" => {}
        _ => rows = rows.filter(queries::counts_as_spent()),
    }
    match (query.get("line"), query.get("other")) {
        ("", "1") => rows = rows.filter(expenses::title.eq("")),
        ("", _) => {}
        (line, _) => rows = rows.filter(expenses::title.eq(line.to_owned())),
    }
    if !query.get("q").trim().is_empty() {
        rows = rows.filter(expenses::note.like(like(query.get("q"))).escape('\\'));
    }
    rows
}

fn page(conn: &mut Conn, rows: Rows, sort: &str, offset: i64, limit: i64) -> Result<Vec<Row>> {
    let rows = match sort {
        "amount" => rows.order((expenses::fen, expenses::on_day, expenses::id)),
        "-amount" => rows.order((expenses::fen.desc(), expenses::on_day.desc(), expenses::id.desc())),
        "day" => rows.order((expenses::on_day, expenses::id)),
        _ => rows.order((expenses::on_day.desc(), expenses::id.desc())),
    };
    Ok(rows
        .left_join(requests::table.on(expenses::request_id.eq(requests::id.nullable())))
        .offset(offset)
        .limit(limit)
        .select((Expense::as_select(), requests::number.nullable()))
        .load(conn)?)
}

/// The list.
#[derive(Template)]
#[template(path = "projects/expenses/index.html")]
pub struct Index {
    s: Shell,
    h: Head,
    lines: Vec<Line>,
    rows: Vec<Row>,
    /// Of the rows chosen, in fen.
    sum: i64,
    pager: Pager,
    query: Fields,
    executes: bool,
    limits: Limits,
}

impl Index {
    /// Reads one page of the list, and the sums, of a project that the reader may see.
    pub fn of(r: &mut Reading, number: &str, query: &Fields) -> Result<Index> {
        let h = Head::of(r, number, Tab::Execution)?;
        let id = h.project.id.clone();
        let budget = queries::budget(r, &h.project)?;
        let lines = lines(&budget, &queries::by_title(r, &id)?);
        let sum = sql::<BigInt>("cast(coalesce(sum(expenses.fen), 0) as bigint)");
        let (total, sum): (i64, i64) = filtered(&id, query).select((count_star(), sum)).first(&mut **r)?;
        let pager = Pager::of(&h.at("expenses"), query, total);
        let rows = page(r, filtered(&id, query), query.get("sort"), pager.offset(), PAGE)?;
        let executes = r.me.may(Deed::Execute, h.standing).is_some();
        let me = r.me.clone();
        let limits = limits(r, &me, &h.project)?;
        Ok(Index { s: r.shell()?, h, lines, rows, sum, pager, query: query.clone(), executes, limits })
    }

    fn may_record(&self) -> bool {
        self.executes && Work::Carry.is_on(&self.h.project)
    }

    /// Why nothing can be recorded here by this reader now; none where it can.
    fn why_not(&self) -> Option<&'static str> {
        let (s, project) = (&self.s, &self.h.project);
        match (project.approved_id.is_some(), Work::Carry.is_on(project), self.executes) {
            (false, ..) => {
                Some(s.t("计划批准实施之后，才在这里登记支出。", "Expenses are recorded here once the plan is approved."))
            }
            (_, false, _) => Some(s.t("项目已经结束，支出不再变动。", "The project has ended; its expenses stay as they are.")),
            (.., false) => Some(s.t("由项目负责人登记，其他人只能查看。", "The project owner records; others read.")),
            _ => None,
        }
    }

    fn planned(&self) -> i64 {
        self.lines.iter().map(|it| it.planned).sum()
    }

    fn spent(&self) -> i64 {
        self.lines.iter().map(|it| it.spent).sum()
    }

    /// What of the whole budget was spent, in whole percent.
    fn percent(&self) -> i64 {
        share(self.spent(), self.planned()).unwrap_or(0).div_euclid(100)
    }

    /// The limit in force.
    fn limit(&self) -> (String, String) {
        self.limits.parts(&self.s, Matter::Budget)
    }

    /// What the limit in force still allows, in fen; none where there is none.
    fn allowed(&self) -> Option<i64> {
        self.limits.of(Matter::Budget).map(|limit| limit - self.spent())
    }

    /// Whether more was spent than the limit allows.
    fn is_beyond(&self) -> bool {
        self.allowed().is_some_and(|left| left < 0)
    }

    fn share_of(&self, line: &Line) -> i64 {
        share(line.spent, line.planned).unwrap_or(0).div_euclid(100)
    }

    fn bar(&self, line: &Line) -> i64 {
        self.share_of(line).clamp(0, 100)
    }

    fn tone(&self, line: &Line) -> &'static str {
        if line.left() < 0 { "late" } else { "" }
    }

    fn called<'a>(&'a self, title: &'a str) -> &'a str {
        called(title, &self.s)
    }

    /// What is left, or how much was spent beyond.
    fn left(&self, fen: impl Given<i64>) -> String {
        let fen = fen.given();
        match (self.s.lang, fen < 0) {
            (_, false) => self.s.money(fen),
            (Lang::Zh, true) => format!("超出 {}", self.s.money(-fen)),
            (Lang::En, true) => format!("{} beyond", self.s.money(-fen)),
        }
    }

    fn set(&self, name: &str, value: &str) -> String {
        link(&self.h.at("expenses"), &self.query.set("page", "").set(name, value))
    }

    /// The lines to choose from: address, name, whether it is the one chosen.
    fn chips(&self) -> Vec<(String, String, bool)> {
        let (line, other) = (self.query.get("line"), self.query.get("other") == "1");
        let to = |line: &str, other: &str| {
            link(&self.h.at("expenses"), &self.query.set("page", "").set("line", line).set("other", other))
        };
        let all = (to("", ""), self.s.t("全部", "All").to_owned(), line.is_empty() && !other);
        let each = self.lines.iter().map(|it| {
            let blank = it.title.is_empty();
            let here = if blank { other && line.is_empty() } else { line == it.title };
            (to(&it.title, if blank { "1" } else { "" }), self.called(&it.title).to_owned(), here)
        });
        std::iter::once(all).chain(each).collect()
    }

    fn states(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("state");
        let states = [("", Pair("计入的", "Counted")), ("void", Pair("已作废", "Void")), ("all", Pair("全部", "All"))];
        states.iter().map(|(code, name)| (self.set("state", code), self.s.lang.say(*name), now == *code)).collect()
    }

    fn heading(&self, key: &str) -> (String, &'static str) {
        (sort_link(&self.h.at("expenses"), &self.query, key), sorted(&self.query, key))
    }

    fn kept(&self) -> Vec<(&str, &str)> {
        let names = ["state", "line", "other", "sort"];
        names.iter().map(|name| (*name, self.query.get(name))).filter(|(_, value)| !value.is_empty()).collect()
    }

    fn workbook(&self) -> String {
        link(&self.h.at("expenses.xlsx"), &self.query.set("page", ""))
    }
}

/// `GET /projects/{number}/expenses.xlsx`: the lines of the budget, and the same list, all of it.
pub fn workbook(r: &mut Reading, number: &str, query: &Fields) -> Result<Workbook> {
    let h = Head::of(r, number, Tab::Execution)?;
    let budget = queries::budget(r, &h.project)?;
    let lines = lines(&budget, &queries::by_title(r, &h.project.id)?);
    let rows = page(r, filtered(&h.project.id, query), query.get("sort"), 0, ROWS)?;
    let s = r.shell()?;
    let item = s.t("预算科目", "Budget item");
    let mut by_line =
        Sheet::new(item, &[item, s.t("计划预算", "Planned budget"), s.t("已支出", "Spent"), s.t("剩余", "Remaining")]);
    for it in &lines {
        let title = called(&it.title, &s);
        by_line.row(vec![title.into(), Cell::Money(it.planned), Cell::Money(it.spent), Cell::Money(it.left())]);
    }
    let name = s.t("费用", "Expenses");
    let head = [
        s.t("日期", "Date"),
        item,
        s.t("用途", "Purpose"),
        s.t("金额", "Amount"),
        s.t("登记人", "Recorded by"),
        s.t("依据批示", "By the answered request"),
        s.t("状态", "State"),
        s.t("理由", "Reason"),
    ];
    let mut one_by_one = Sheet::new(name, &head);
    for (it, request) in rows {
        let state = if it.voided_at.is_some() { s.t("已作废", "Void") } else { s.t("计入的", "Counted") };
        one_by_one.row(vec![
            it.on_day.into(),
            called(&it.title, &s).into(),
            it.note.as_str().into(),
            Cell::Money(it.fen),
            h.name(&it.person_id).into(),
            request.into(),
            state.into(),
            it.reason.as_str().into(),
        ]);
    }
    let name = format!("{} {name}", h.project.number);
    Ok(Workbook { name, ascii: "expenses", sheets: vec![one_by_one, by_line] })
}
