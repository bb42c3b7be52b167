//! A project's history as sentences: who did what, when, and what changed, out of the trail. Changes made by one person in one
//! act (same moment, same deed) are one sentence.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use askama::Template;
use diesel::prelude::*;
use serde_json::{Map, Value};

use super::head::{Head, Tab};
use super::pipeline::{Move, State};
use super::steps::Step;
use crate::clock::Moment;
use crate::error::Result;
use crate::lang::Pair;
use crate::policy::Deed;
use crate::store::Conn;
use crate::store::schema::trail;
use crate::store::trail::Entry;
use crate::web::list::Pager;
use crate::web::{Ctx, Reading, Shell};

/// One act.
#[derive(Clone, Debug)]
pub struct Sentence {
    pub at: Moment,
    pub person: String,
    /// The commander for whom it was decided.
    pub acting_for: Option<String>,
    pub what: Pair,
    /// What it was about, in the words of those who wrote it.
    pub about: Vec<String>,
    /// The stage that a move led to.
    pub to: Option<State>,
    /// The trail's short hash.
    pub hash: String,
}

impl Sentence {
    /// Whether a stage was changed.
    pub fn is_move(&self) -> bool {
        self.to.is_some()
    }

    /// `代 周立明`.
    pub fn signed(&self, s: &Shell) -> String {
        match &self.acting_for {
            None => self.person.clone(),
            Some(commander) => match s.lang {
                crate::lang::Lang::Zh => format!("{}（代 {commander}）", self.person),
                crate::lang::Lang::En => format!("{} (for {commander})", self.person),
            },
        }
    }

    /// Where a move led.
    pub fn leads_to(&self, s: &Shell) -> String {
        self.to.map_or(String::new(), |state| s.lang.say(state.name()).to_owned())
    }
}

/// Rows that only keep a figure or open and close tasks are not told: they follow from the act beside them.
const UNTOLD: &[&str] =
    &["hold", "keep_actual", "open_task", "drop_task", "finish_task", "reopen_task", "own", "hand_over", "open_acceptance"];

/// The newest acts of a project.
pub fn recent(conn: &mut Conn, project: &str, names: &BTreeMap<String, String>, limit: usize) -> Result<Vec<Sentence>> {
    let rows = told(project).order(trail::seq.desc()).limit(60).select(Entry::as_select()).load(conn)?;
    let mut sentences = sentences(rows, names);
    sentences.truncate(limit);
    Ok(sentences)
}

fn told(project: &str) -> trail::BoxedQuery<'_, crate::store::connection::Db> {
    trail::table.filter(trail::project_id.eq(project)).filter(trail::deed.ne_all(UNTOLD.to_vec())).into_boxed()
}

/// Rows, the newest first, as sentences, the newest first.
fn sentences(rows: Vec<Entry>, names: &BTreeMap<String, String>) -> Vec<Sentence> {
    let mut all: Vec<(String, Sentence)> = Vec::new();
    for row in rows {
        let act = format!("{}{}{}", row.at, row.deed, row.person_id);
        let about = about(&row);
        let to = (row.kind == "moves").then(|| field(&row, "to_stage")).flatten().and_then(|it| State::from_code(&it));
        match all.last_mut().filter(|(last, _)| *last == act) {
            Some((_, sentence)) => {
                sentence.about.extend(about);
                sentence.to = sentence.to.or(to);
            }
            None => {
                let name = |id: &str| names.get(id).cloned().unwrap_or_else(|| "曙光".to_owned());
                let sentence = Sentence {
                    at: row.at,
                    person: name(&row.person_id),
                    acting_for: row.acting_for_id.as_deref().map(name),
                    what: what(&row.deed),
                    about,
                    to,
                    hash: row.hash.chars().take(8).collect(),
                };
                all.push((act, sentence));
            }
        }
    }
    for (_, sentence) in &mut all {
        sentence.about.dedup();
        sentence.about.truncate(4);
    }
    all.into_iter().map(|(_, sentence)| sentence).collect()
}

/// What a deed is called; every deed of the powers has its name there.
pub fn what(deed: &str) -> Pair {
    if let Some(code) = Move::from_code(deed) {
        return code.deed().name();
    }
    if let Some(deed) = Deed::from_code(deed) {
        return deed.name();
    }
    match deed {
        "amend" => Pair("修订指令", "Amend the directive"),
        "seal_plan" => Pair("封存计划版本", "Seal the plan's version"),
        "resolve" => Pair("下达改进措施", "Resolve a measure"),
        "finish_measure" => Pair("记录措施结果", "Record a measure's result"),
        "pay_reward" => Pair("兑付奖励", "Pay the reward"),
        "submit_proposal" => Pair("报送提案", "Submit a proposal"),
        "propose_nothing" => Pair("本轮不提新提案", "No new proposal this round"),
        "hand_over_task" => Pair("移交任务", "Hand tasks over"),
        _ => Pair("更改", "Change"),
    }
}

fn object(text: &Option<String>) -> Map<String, Value> {
    text.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

fn field(row: &Entry, name: &str) -> Option<String> {
    object(&row.after).get(name).and_then(Value::as_str).filter(|it| !it.is_empty()).map(str::to_owned)
}

/// The words in a row that tell what it is about.
fn about(row: &Entry) -> Vec<String> {
    if row.kind == "step_records" {
        let step = field(row, "step").and_then(|code| Step::from_code(&code));
        let content = field(row, "content").and_then(|text| serde_json::from_str::<Map<String, Value>>(&text).ok());
        let first =
            content.and_then(|map| map.values().filter_map(Value::as_str).find(|it| it.chars().count() > 3).map(str::to_owned));
        return step.map(|step| step.name().0.to_owned()).into_iter().chain(first).collect();
    }
    let telling = [
        "reason",
        "statement",
        "title",
        "question",
        "answer",
        "note",
        "what",
        "result",
        "text",
        "finding",
        "defence",
        "comment",
    ];
    telling.iter().filter_map(|name| field(row, name)).collect()
}

/// The whole history.
#[derive(Template)]
#[template(path = "projects/history.html")]
pub struct History {
    s: Shell,
    h: Head,
    sentences: Vec<Sentence>,
    pager: Pager,
}

impl History {
    /// Reads one page of a project's history, the newest first.
    pub fn of(r: &mut Reading, number: &str, query: &crate::web::Fields) -> Result<History> {
        let h = Head::of(r, number, Tab::History)?;
        let total: i64 = told(&h.project.id).count().get_result(&mut **r)?;
        let pager = Pager::of(&h.at("history"), query, total);
        let rows = told(&h.project.id)
            .order(trail::seq.desc())
            .offset(pager.offset())
            .limit(crate::web::list::PAGE)
            .select(Entry::as_select())
            .load(&mut **r)?;
        Ok(History { sentences: sentences(rows, h.names()), s: r.shell()?, h, pager })
    }
}

/// `GET /projects/{number}/history`.
pub async fn show(ctx: Ctx, number: web::Path<String>) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| History::of(r, &number, &query)).await
}
