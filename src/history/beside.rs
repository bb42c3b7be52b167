//! What stands beside a project: who answered for it, and what was asked and told about it, straight to the commander: its latest
//! requests and reports, as far as the reader may see them.

use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::clock::Moment;
use crate::correspondence;
use crate::correspondence::requests::model::RequestState;
use crate::error::Result;
use crate::lang::Pair;
use crate::projects::pipeline::Stage;
use crate::projects::tasks::report_on;
use crate::reports;
use crate::reports::model::ReportKind;
use crate::store::schema::{project_owners as owners, reports as reports_table, requests};
use crate::store::{Actor, Conn};

/// How many of each.
const FEW: i64 = 5;

/// A request or a report.
#[derive(Clone, Debug)]
pub struct Line {
    pub href: String,
    pub title: String,
    /// Of a report.
    pub kind: Option<Pair>,
    pub state: Pair,
    /// Whether it waits for the commander, or for its asker.
    pub waits: bool,
    pub person: String,
    pub at: Moment,
}

/// Somebody who answered for it.
#[derive(Clone, Debug)]
pub struct Owner {
    pub id: String,
    pub since: Moment,
    pub until: Option<Moment>,
    pub reason: String,
}

/// Who answered for it, the newest first; the latest requests and the latest reports.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    pub owners: Vec<Owner>,
    pub requests: Vec<Line>,
    pub reports: Vec<Line>,
}

impl Beside {
    /// Whether nothing was asked or told.
    pub fn is_silent(&self) -> bool {
        self.requests.is_empty() && self.reports.is_empty()
    }
}

/// As the database gives one: which, number, title or reason, the word of its state or kind, the stage that ended, whose, since when,
/// until when or when it was read.
type Row = (String, String, String, String, String, String, Moment, Option<Moment>);

/// Reads them: one question for all.
pub fn of(conn: &mut Conn, me: &Actor, project: &str) -> Result<Beside> {
    let asked = requests::table
        .into_boxed()
        .filter(requests::project_id.eq(project.to_owned()))
        .filter(correspondence::requests::queries::visible(me))
        .order(requests::number.desc())
        .limit(FEW)
        .select(requests::id);
    let told = reports_table::table
        .into_boxed()
        .filter(reports_table::project_id.eq(project.to_owned()))
        .filter(reports::queries::visible(me))
        .order((reports_table::reported_at.desc(), reports_table::number.desc()))
        .limit(FEW)
        .select(reports_table::id);
    let word = |it: &'static str| it.into_sql::<Text>();
    let mut rows: Vec<Row> = requests::table
        .into_boxed()
        .filter(requests::id.eq_any(asked))
        .select((
            word("request"),
            requests::number,
            requests::title,
            requests::state,
            word(""),
            requests::asker_id,
            requests::asked_at,
            requests::answered_at,
        ))
        .union_all(reports_table::table.into_boxed().filter(reports_table::id.eq_any(told)).select((
            word("report"),
            reports_table::number,
            reports_table::title,
            reports_table::kind,
            reports_table::stage,
            reports_table::author_id,
            reports_table::reported_at,
            reports_table::read_at,
        )))
        .union_all(owners::table.into_boxed().filter(owners::project_id.eq(project.to_owned())).select((
            word("owner"),
            owners::id,
            owners::reason,
            word(""),
            word(""),
            owners::owner_id,
            owners::since,
            owners::until,
        )))
        .load(conn)?;
    rows.sort_by(|a, b| (b.6, &b.1).cmp(&(a.6, &a.1)));
    let mut all = Beside::default();
    for row in rows {
        match row.0.as_str() {
            "request" => all.requests.extend(request(row)),
            "report" => all.reports.extend(report(me, row)),
            _ => all.owners.push(Owner { id: row.5, since: row.6, until: row.7, reason: row.2 }),
        }
    }
    Ok(all)
}

fn request((_, number, title, state, _, person, at, _): Row) -> Option<Line> {
    let state = RequestState::from_code(&state)?;
    let waits = matches!(state, RequestState::Open | RequestState::Answered);
    Some(Line { href: format!("/requests/{number}"), title, kind: None, state: state.name(), waits, person, at })
}

fn report(me: &Actor, (_, number, title, kind, stage, person, at, read_at): Row) -> Option<Line> {
    let kind = ReportKind::from_code(&kind)?;
    let title = match Stage::from_code(&stage) {
        Some(stage) if title.is_empty() => me.lang.say(report_on(stage)).to_owned(),
        _ => title,
    };
    let waits = read_at.is_none();
    let state = if waits { Pair("未审阅", "Not yet read") } else { Pair("已审阅", "Read by the commander") };
    Some(Line { href: format!("/reports/{number}"), title, kind: Some(kind.name()), state, waits, person, at })
}
