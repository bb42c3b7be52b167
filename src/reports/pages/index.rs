//! The list of reports.

use askama::Template;
use diesel::prelude::*;

use crate::calendar::{ReportedWeek, Week};
use crate::error::Result;
use crate::files;
use crate::files::model::SubjectKind;
use crate::lang::{Lang, Pair, counted};
use crate::people::queries::named;
use crate::policy::Deed;
use crate::projects::model::TaskState;
use crate::projects::queries::numbered;
use crate::projects::tasks::{REPORT, called};
use crate::reports::model::{Report, ReportKind};
use crate::reports::queries;
use crate::store::Actor;
use crate::store::connection::Db;
use crate::store::office::Office;
use crate::store::schema::{attachments, people as people_table, projects, reports, tasks};
use crate::web::list::{PAGE, Pager, like, link};
use crate::web::workbook::{Cell, Sheet, Workbook};
use crate::web::{Fields, Reading, Shell};

/// A line of the list: report, author, project's number and name.
type Line = (Report, String, Option<(String, String)>);

/// The most rows of a workbook.
const ROWS: i64 = 100_000;

/// All reports that the reader may see.
#[derive(Template)]
#[template(path = "reports/index.html")]
pub struct Index {
    s: Shell,
    lines: Vec<Line>,
    pager: Pager,
    query: Fields,
    /// What the reader owes: weeks, and stages that ended.
    weeks: Vec<ReportedWeek>,
    stages: Vec<Owed>,
    /// The week before this one, if there is a page of it.
    last_week: Option<Week>,
}

/// A stage that the reader has to report on.
#[derive(Clone, Debug)]
struct Owed {
    step: String,
    move_id: String,
    due_on: Option<chrono::NaiveDate>,
    project: (String, String),
}

/// The reports that an address asks for, as far as somebody may see them.
fn filtered(me: &Actor, query: &Fields) -> reports::BoxedQuery<'static, Db> {
    let mut rows = reports::table.filter(queries::visible(me)).into_boxed();
    if let Some(kind) = ReportKind::from_code(query.get("kind")) {
        rows = rows.filter(reports::kind.eq(kind));
    }
    match query.get("state") {
        "unread" => rows = rows.filter(reports::read_at.is_null()),
        "read" => rows = rows.filter(reports::read_at.is_not_null()),
        "late" => rows = rows.filter(reports::late.eq(true)),
        _ => {}
    }
    if query.get("mine") == "1" {
        rows = rows.filter(reports::author_id.eq(me.id.clone()));
    }
    if !query.get("q").trim().is_empty() {
        let text = like(query.get("q"));
        let title = reports::title.like(text.clone()).escape('\\').or(reports::number.like(text).escape('\\'));
        let author = reports::author_id.eq_any(named(query.get("q")));
        let project = reports::project_id.eq_any(numbered(query.get("q"))).assume_not_null();
        rows = rows.filter(title.or(author).or(project));
    }
    rows
}

/// A page of them, the newest first.
fn lines(r: &mut Reading, rows: reports::BoxedQuery<'static, Db>, from: i64, many: i64) -> Result<Vec<Line>> {
    Ok(rows
        .inner_join(people_table::table)
        .left_join(projects::table)
        .order((reports::reported_at.desc(), reports::number.desc()))
        .offset(from)
        .limit(many)
        .select((Report::as_select(), people_table::name, (projects::number, projects::name).nullable()))
        .load(&mut **r)?)
}

/// The stages on which somebody has to report, the first due first.
fn owed(r: &mut Reading, me: &Actor) -> Result<Vec<Owed>> {
    type Row = (String, Option<String>, Option<chrono::NaiveDate>, (String, String));
    let rows: Vec<Row> = tasks::table
        .inner_join(projects::table)
        .filter(tasks::person_id.eq(&me.id))
        .filter(tasks::state.eq(TaskState::Open))
        .filter(tasks::step.like(format!("{REPORT}%")))
        .order((tasks::due_on, tasks::id))
        .limit(PAGE)
        .select((tasks::step, tasks::subject_id, tasks::due_on, (projects::number, projects::name)))
        .load(&mut **r)?;
    let one = |(step, row, due_on, project): Row| Owed { step, move_id: row.unwrap_or_default(), due_on, project };
    Ok(rows.into_iter().map(one).collect())
}

/// By when a report was due: a day where the whole day was left for it, else the minute.
fn due(it: &Report, office: &Office) -> Cell {
    match (it.due_at.map(|at| office.zone.local(at)), it.is_due_by_the_day()) {
        (None, _) => Cell::Empty,
        (Some(at), true) => at.date().pred_opt().unwrap_or(at.date()).into(),
        (Some(at), false) => at.into(),
    }
}

/// `GET /reports.xlsx`: the same list, all of it, with what was told.
pub fn workbook(r: &mut Reading, query: &Fields) -> Result<Workbook> {
    r.may_see(Deed::SeeProjects)?;
    let (me, office) = (r.me.clone(), r.office.clone());
    let lang = me.lang;
    let head = [
        ("编号", "Number"),
        ("汇报事项", "Subject"),
        ("种类", "Kind"),
        ("汇报人", "Reported by"),
        ("项目", "Project"),
        ("事发时间", "Happened at"),
        ("汇报时间", "Reported at"),
        ("汇报期限", "Due by"),
        ("是否逾期", "Late"),
        ("内容", "Content"),
        ("已采取的措施", "What was done"),
        ("后续安排", "What comes next"),
        ("审阅时间", "Read at"),
        ("批注", "Remark"),
        ("附件", "Files"),
    ];
    let title = lang.of("汇报", "Reports");
    let mut sheet = Sheet::new(title, &head.map(|(zh, en)| lang.of(zh, en)));
    let at = |at| Cell::from(office.zone.local(at));
    let of = attachments::subject_id.eq_any(filtered(&me, query).select(reports::id));
    let files = files::queries::names(r, SubjectKind::Report, Box::new(of), lang.of("、", ", "))?;
    for (it, author, project) in lines(r, filtered(&me, query), 0, ROWS)? {
        let project = project.map_or(String::new(), |(number, name)| format!("{number} {name}"));
        sheet.row(vec![
            it.number.as_str().into(),
            it.name(&lang).as_str().into(),
            lang.say(it.kind.name()).into(),
            author.as_str().into(),
            project.as_str().into(),
            it.happened_at.map_or(Cell::Empty, at),
            at(it.reported_at),
            due(&it, &office),
            if it.late { lang.of("逾期", "Overdue") } else { "" }.into(),
            it.content.as_str().into(),
            it.handled.as_str().into(),
            it.next_steps.as_str().into(),
            it.read_at.map_or(Cell::Empty, at),
            it.remark.as_str().into(),
            files.get(&it.id).map_or("", String::as_str).into(),
        ]);
    }
    Ok(Workbook::of(title, "reports", sheet))
}

impl Index {
    /// Reads one page of the list, and what the reader owes.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        r.may_see(Deed::SeeProjects)?;
        let (me, office, today) = (r.me.clone(), r.office.clone(), r.today);
        let total = filtered(&me, query).count().get_result(&mut **r)?;
        let pager = Pager::of("/reports", query, total);
        let lines = lines(r, filtered(&me, query), pager.offset(), PAGE)?;
        let (weeks, stages) = (queries::owed_by(r, &office, &me, today)?, owed(r, &me)?);
        let week = Week::of(today).previous();
        let last_week = queries::lived_through(&office, today, week).is_ok().then_some(week);
        Ok(Index { s: r.shell()?, lines, pager, query: query.clone(), weeks, stages, last_week })
    }

    /// The list as a workbook.
    fn export(&self) -> String {
        link("/reports.xlsx", &self.query.set("page", ""))
    }

    fn set(&self, name: &str, value: &str) -> String {
        link("/reports", &self.query.set(name, value).set("page", ""))
    }

    /// What to choose from: address, name, whether it is the one chosen.
    fn states(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("state");
        [
            ("", Pair("全部", "All")),
            ("unread", Pair("未审阅", "Not yet read")),
            ("read", Pair("已审阅", "Read by the commander")),
            ("late", Pair("逾期汇报", "Reported late")),
        ]
        .iter()
        .map(|(code, name)| (self.set("state", code), self.s.lang.say(*name), now == *code))
        .collect()
    }

    /// The kinds to choose from, each by itself.
    fn kinds(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("kind");
        let chip = |it: &ReportKind| {
            let on = now == it.code();
            (self.set("kind", if on { "" } else { it.code() }), self.s.lang.say(it.name()), on)
        };
        let mine = self.query.get("mine") == "1";
        let mine = (self.set("mine", if mine { "" } else { "1" }), self.s.lang.say(Pair("我的", "Mine")), mine);
        ReportKind::ALL.iter().map(chip).chain(std::iter::once(mine)).collect()
    }

    fn is_filtered(&self) -> bool {
        ["state", "kind", "mine", "q"].iter().any(|name| !self.query.get(name).trim().is_empty())
    }

    fn total(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("共 {} 份汇报", self.pager.total),
            Lang::En => counted(self.pager.total, "report"),
        }
    }

    fn may_report(&self) -> bool {
        self.s.may(Deed::Report)
    }

    /// The page of the week that was reported on last.
    fn last_week(&self) -> Option<String> {
        let week = self.last_week.filter(|_| self.s.may(Deed::SeeWeeklyReports))?;
        Some(format!("/reports/weekly/{week}"))
    }

    fn owes(&self) -> usize {
        self.weeks.len() + self.stages.len()
    }

    fn due(&self, it: &ReportedWeek) -> String {
        it.due.format("%m-%d %H:%M").to_string()
    }

    fn is_late(&self, it: &ReportedWeek) -> bool {
        it.due.date() < self.s.today
    }

    fn called(&self, it: &Owed) -> &'static str {
        self.s.lang.say(called(&it.step))
    }

    fn is_overdue(&self, it: &Owed) -> bool {
        it.due_on.is_some_and(|due| due < self.s.today)
    }
}
