//! The sheet (移交清单): on the screen, and on A4 with the signatures of both.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use diesel::prelude::*;

use super::content::{Besides, Content, OpenTask};
use super::model::{Handover, HandoverState};
use super::{list, queries};
use crate::contracts::orders::progress::OrderState;
use crate::contracts::road::ContractState;
use crate::correspondence::requests;
use crate::correspondence::requests::model::RequestState;
use crate::customers::model::{EditionState, Grade, ObjectionKind, ObjectionState, TargetStep, Weight};
use crate::error::Result;
use crate::files::model::SubjectKind;
use crate::lang::Pair;
use crate::money::Money;
use crate::people;
use crate::projects::alerts::rules::Rule;
use crate::projects::head::late_for;
use crate::projects::pipeline::State;
use crate::projects::tasks;
use crate::store::schema::requests as requests_table;
use crate::web::shell::Given;
use crate::web::{Reading, Shell};

/// The page.
#[derive(Template)]
#[template(path = "handovers/show.html")]
pub struct Show {
    s: Shell,
    it: Handover,
    projects: Vec<Content>,
    besides: Besides,
    names: BTreeMap<String, (String, String)>,
    /// Whether it reads as it was written down.
    whole: bool,
}

impl Show {
    /// Reads a hand-over; of its projects those that the reader may see, of their requests likewise.
    pub fn of(r: &mut Reading, number: &str) -> Result<Show> {
        let me = r.me.clone();
        let it = queries::find(r, &me, number)?;
        let rows = queries::items(r, &me, &it.id)?;
        let mut projects = rows.iter().map(|row| Content::read(&row.content)).collect::<Result<Vec<_>>>()?;
        let asked: Vec<String> = projects.iter().flat_map(|it| &it.requests).map(|it| it.number.clone()).collect();
        if !asked.is_empty() {
            let seen: BTreeSet<String> = requests_table::table
                .filter(requests_table::number.eq_any(asked))
                .filter(requests::queries::visible(&me))
                .order(requests_table::number)
                .select(requests_table::number)
                .load::<String>(&mut **r)?
                .into_iter()
                .collect();
            projects.iter_mut().for_each(|it| it.requests.retain(|it| seen.contains(&it.number)));
        }
        let whole = queries::is_whole(r, &it)?;
        let besides = Besides::read(&it.content)?;
        Ok(Show { names: people::queries::everybody(r)?, s: r.shell()?, it, projects, besides, whole })
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("—", |(_, name)| name)
    }

    fn username(&self, id: &str) -> &str {
        self.names.get(id).map_or("", |(username, _)| username)
    }

    fn decided_by(&self) -> String {
        self.s.signed(self.name(&self.it.decided_by), self.it.acting_for_id.as_deref().map(|id| self.name(id)))
    }

    fn what(&self) -> String {
        list::what(self.s.lang, &self.it)
    }

    /// What of it was overdue, in fen.
    fn overdue(&self) -> i64 {
        self.projects.iter().map(Content::overdue).sum()
    }

    fn daxie(&self, fen: impl Given<i64>) -> String {
        Money(fen.given()).daxie()
    }

    fn seal(&self) -> &str {
        self.it.seal.get(..8).unwrap_or_default()
    }

    fn is_open(&self) -> bool {
        self.it.state() == HandoverState::Announced
    }

    fn is_taker(&self) -> bool {
        self.s.me.as_ref().is_some_and(|me| me.id == self.it.taker_id)
    }

    fn may_confirm(&self) -> bool {
        self.s.me.as_ref().is_some_and(|me| self.it.waits_for(&me.id))
    }

    fn late(&self) -> Option<String> {
        let late = self.is_open() && self.it.due_on < self.s.today;
        late.then(|| late_for(&self.s, self.s.days_late(self.it.due_on)))
    }

    fn word(&self, name: Option<Pair>) -> &'static str {
        name.map_or("—", |it| self.s.lang.say(it))
    }

    fn stage(&self, code: &str) -> &'static str {
        self.word(State::from_code(code).map(State::name))
    }

    fn step(&self, code: &str) -> &'static str {
        self.word(TargetStep::from_code(code).map(TargetStep::name))
    }

    fn contract_state(&self, code: &str) -> &'static str {
        self.word(ContractState::from_code(code).map(ContractState::name))
    }

    fn order_state(&self, code: &str) -> &'static str {
        self.word(OrderState::from_code(code).map(OrderState::name))
    }

    fn objection(&self, kind: &str, weight: &str, state: &str) -> String {
        let words = [
            self.word(ObjectionKind::from_code(kind).map(ObjectionKind::name)),
            self.word(Weight::from_code(weight).map(Weight::name)),
            self.word(ObjectionState::from_code(state).map(ObjectionState::name)),
        ];
        words.join(self.s.t("，", ", "))
    }

    fn edition_state(&self, code: &str) -> &'static str {
        self.word(EditionState::from_code(code).map(EditionState::name))
    }

    fn request_state(&self, code: &str) -> &'static str {
        self.word(RequestState::from_code(code).map(RequestState::name))
    }

    fn rule(&self, code: &str) -> &'static str {
        self.word(Rule::from_code(code).map(Rule::name))
    }

    fn grade(&self, code: &str) -> &'static str {
        self.word(Grade::from_code(code).map(Grade::name))
    }

    fn subject(&self, code: &str) -> &'static str {
        self.word(SubjectKind::from_code(code).map(SubjectKind::name))
    }

    fn task(&self, it: &OpenTask) -> String {
        let name = self.s.lang.say(tasks::called(&it.step));
        if it.what.is_empty() { name.to_owned() } else { format!("{name} · {}", it.what) }
    }

    /// Whether nothing of a project was open.
    fn is_bare(&self, it: &Content) -> bool {
        it.tasks.is_empty()
            && it.customers.is_empty()
            && it.contracts.is_empty()
            && it.objections.is_empty()
            && it.solutions.is_empty()
            && it.requests.is_empty()
            && it.alerts.is_empty()
            && it.files.is_empty()
    }
}
