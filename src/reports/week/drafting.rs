//! A week in words, from what was recorded: the beginning of a weekly report, for its author to go on with.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::content::{Did, Member, Named};
use super::lines::Lines;
use crate::calendar::Week;
use crate::customers::model::ActivityKind;
use crate::error::Result;
use crate::lang::{Lang, counted};
use crate::projects::pipeline::State;
use crate::projects::tasks;
use crate::reports::model::ReportKind;
use crate::store::Conn;
use crate::store::schema::{activities, customers, projects};
use crate::web::Shell;

/// How many customers of a project are named; of others it is said how many there are.
const NAMED: usize = 3;

/// What somebody did in a project in a week.
#[derive(Clone, Debug, Default)]
struct Work {
    activities: Vec<(ActivityKind, usize)>,
    customers: Vec<String>,
    /// The steps of tasks that they did, each once.
    steps: Vec<String>,
    /// The code of the state to which it came.
    came_to: Option<String>,
}

/// The three parts of a weekly report as they begin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafted {
    pub content: String,
    pub handled: String,
    pub next_steps: String,
}

/// Drafts somebody's report on a week, in the reader's words; `drawn` is the week as it was drawn for them.
pub fn draft(conn: &mut Conn, s: &Shell, person: &str, week: Week, drawn: &Member) -> Result<Drafted> {
    let work = worked(conn, person, week, drawn)?;
    let mut content: Vec<String> = work.iter().map(|(project, work)| told(s.lang, project, work)).collect();
    content.extend(earned(s, drawn));
    let few = Lines { s, few: FEW };
    content.extend(few.served(drawn).map(|it| format!("{it}{}", s.t("。", "."))));
    let plain = |lines: Vec<(String, String)>| lines.into_iter().map(|it| it.1);
    let late = plain(few.late(drawn)).map(|it| format!("{} {it}", s.t("逾期", "Overdue")));
    let deviating = plain(few.alerts(drawn)).map(|it| format!("{} {it}", s.t("偏差", "Deviations")));
    let [content_limit, handled_limit, next_limit] = ReportKind::Weekly.limits();
    Ok(Drafted {
        content: within(content_limit, content.into_iter()),
        handled: within(handled_limit, late.chain(deviating)),
        next_steps: within(next_limit, plain(few.due(drawn))),
    })
}

/// How many lines of a kind a draft has.
const FEW: usize = 4;

/// As many whole lines as there is room for.
fn within(limit: usize, lines: impl Iterator<Item = String>) -> String {
    let mut text = String::new();
    let mut left = limit;
    for line in lines {
        let Some(rest) = left.checked_sub(line.chars().count() + 1) else { break };
        left = rest;
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&line);
    }
    text
}

/// What was done, project by project.
fn worked(conn: &mut Conn, person: &str, week: Week, drawn: &Member) -> Result<BTreeMap<Named, Work>> {
    let mut all: BTreeMap<Named, Work> = BTreeMap::new();
    let met: Vec<(String, String, ActivityKind, String)> = activities::table
        .inner_join(projects::table)
        .inner_join(customers::table)
        .filter(activities::person_id.eq(person))
        .filter(activities::on_day.between(week.monday(), week.sunday()))
        .order((activities::on_day, activities::id))
        .select((projects::number, projects::name, activities::kind, customers::name))
        .load(conn)?;
    for (number, name, kind, customer) in met {
        let work = all.entry(Named { number, name }).or_default();
        match work.activities.iter_mut().find(|it| it.0 == kind) {
            Some((_, count)) => *count += 1,
            None => work.activities.push((kind, 1)),
        }
        if !work.customers.contains(&customer) {
            work.customers.push(customer);
        }
    }
    for Did { project, step } in &drawn.done {
        let work = all.entry(project.clone()).or_default();
        if !work.steps.contains(step) {
            work.steps.push(step.clone());
        }
    }
    all.values_mut().for_each(|it| it.steps.sort());
    for it in &drawn.moves {
        all.entry(it.project.clone()).or_default().came_to = Some(it.to.clone());
    }
    Ok(all)
}

/// What was done in one project.
fn told(lang: Lang, project: &Named, work: &Work) -> String {
    let and = lang.of("、", ", ");
    let mut parts = Vec::new();
    if !work.activities.is_empty() {
        let each = |(kind, count): &(ActivityKind, usize)| format!("{} {count}{}", lang.say(kind.name()), lang.of(" 次", ""));
        let kinds = work.activities.iter().map(each).collect::<Vec<_>>().join(and);
        let named = work.customers.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(and);
        let count = work.customers.len();
        parts.push(match (lang, count > NAMED) {
            (Lang::Zh, false) => format!("{kinds}（{named}）"),
            (Lang::Zh, true) => format!("{kinds}（{named}等 {count} 家）"),
            (Lang::En, false) => format!("{kinds} ({named})"),
            (Lang::En, true) => format!("{kinds} ({named} and {} more)", count - NAMED),
        });
    }
    if !work.steps.is_empty() {
        let steps = work.steps.iter().map(|it| lang.say(tasks::called(it))).collect::<Vec<_>>().join(and);
        parts.push(format!("{}{steps}", lang.of("完成 ", "done: ")));
    }
    if let Some(state) = work.came_to.as_deref().and_then(State::from_code) {
        let state = lang.say(state.name());
        parts.push(match lang {
            Lang::Zh => format!("转入「{state}」"),
            Lang::En => format!("now in {state}"),
        });
    }
    match lang {
        Lang::Zh => format!("{}：{}。", project.name, parts.join("；")),
        Lang::En => format!("{}: {}.", project.name, parts.join("; ")),
    }
}

/// What came of it: contracts and money.
fn earned(s: &Shell, drawn: &Member) -> Option<String> {
    let count = i64::try_from(drawn.contracts.len()).unwrap_or(i64::MAX);
    let fen = drawn.contracts.iter().map(|it| it.fen).fold(0_i64, i64::saturating_add);
    let signed = (count > 0).then(|| match s.lang {
        Lang::Zh => format!("签约 {count} 份，合计 {}", s.money(fen)),
        Lang::En => format!("{} signed, {}", counted(count, "contract"), s.money(fen)),
    });
    let received = (drawn.received > 0).then(|| format!("{} {}", s.t("已回款", "Received"), s.money(drawn.received)));
    let parts: Vec<String> = signed.into_iter().chain(received).collect();
    (!parts.is_empty()).then(|| format!("{}{}", parts.join(s.t("；", "; ")), s.t("。", ".")))
}
