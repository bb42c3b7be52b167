//! The pages of proposals and lessons.

use std::collections::BTreeMap;

use askama::Template;
use diesel::prelude::*;

use super::model::{Idea, Lesson, LessonKind, Proposal, ProposalState};
use super::queries;
use crate::error::{OrNotFound, Result};
use crate::lang::{Lang, Pair};
use crate::people;
use crate::policy::{Deed, Standing};
use crate::projects::head::{Head, Tab};
use crate::projects::model::Project;
use crate::projects::moves::gates::{self, Gate};
use crate::projects::pipeline::State;
use crate::projects::records;
use crate::projects::records::pages::Entry;
use crate::projects::steps::Step;
use crate::projects::tasks;
use crate::store::schema::{lessons, people as people_table, projects, proposals};
use crate::web::list::{PAGE, Pager, like, link};
use crate::web::{Fields, Form, Reading, Shell};

/// The parts of a proposal, in their order; all but the last must be there when it is submitted.
pub const PARTS: &[(&str, Pair)] = &[
    ("title", Pair("提案名称", "Title")),
    ("background", Pair("背景", "Background")),
    ("content", Pair("内容", "Content")),
    ("effect", Pair("预期效果", "Expected effect")),
    ("needs", Pair("所需条件", "What it needs")),
];

/// A line of the list: proposal, author, project number.
type Line = (Proposal, String, Option<String>);

/// All proposals.
#[derive(Template)]
#[template(path = "proposals/index.html")]
pub struct Index {
    s: Shell,
    lines: Vec<Line>,
    counted: Vec<(ProposalState, i64)>,
    pager: Pager,
    query: Fields,
}

impl Index {
    /// Reads one page of the list, those that wait for a decision first.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        r.may_see(Deed::SeeProjects)?;
        let me = r.me.id.clone();
        let filtered = || {
            let seen = proposals::state.ne(ProposalState::Draft).or(proposals::author_id.eq(me.clone()));
            let mut rows = proposals::table.filter(seen).into_boxed();
            if let Some(state) = ProposalState::from_code(query.get("state")) {
                rows = rows.filter(proposals::state.eq(state));
            }
            if !query.get("q").trim().is_empty() {
                let text = like(query.get("q"));
                rows = rows.filter(
                    proposals::title
                        .like(text.clone())
                        .escape('\\')
                        .or(proposals::number.like(text).escape('\\'))
                        .or(proposals::author_id.eq_any(people::queries::named(query.get("q")))),
                );
            }
            rows
        };
        let total = filtered().count().get_result(&mut **r)?;
        let pager = Pager::of("/proposals", query, total);
        let lines = filtered()
            .inner_join(people_table::table.on(people_table::id.eq(proposals::author_id)))
            .left_join(projects::table)
            // Databases differ in where they put what is empty; so drafts are told apart by name.
            .order((
                proposals::decided_at.is_not_null(),
                proposals::submitted_at.is_not_null(),
                proposals::submitted_at.desc(),
                proposals::number.desc(),
            ))
            .offset(pager.offset())
            .limit(PAGE)
            .select((Proposal::as_select(), people_table::name, projects::number.nullable()))
            .load(&mut **r)?;
        let me = r.me.clone();
        Ok(Index { counted: queries::counted(r, &me)?, s: r.shell()?, lines, pager, query: query.clone() })
    }

    /// The states to choose from: address, name, how many, whether it is the one chosen.
    fn chips(&self) -> Vec<(String, &'static str, i64, bool)> {
        let now = self.query.get("state");
        let count = |state: Option<ProposalState>| {
            let counted = self.counted.iter().filter(|(it, _)| state.is_none_or(|state| state == *it));
            counted.map(|(_, count)| count).sum()
        };
        let href = |code: &str| link("/proposals", &self.query.set("state", code).set("page", ""));
        let all = (href(""), self.s.lang.say(Pair("全部", "All")), count(None), now.is_empty());
        let each = ProposalState::ALL
            .iter()
            .map(|state| (href(state.code()), self.s.lang.say(state.name()), count(Some(*state)), now == state.code()));
        std::iter::once(all).chain(each).collect()
    }

    fn is_filtered(&self) -> bool {
        !self.query.get("state").is_empty() || !self.query.get("q").trim().is_empty()
    }

    fn total(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("共 {} 份提案", self.pager.total),
            Lang::En => crate::lang::counted(self.pager.total, "proposal"),
        }
    }

    fn tone(&self, state: &ProposalState) -> &'static str {
        tone(*state)
    }
}

fn tone(state: ProposalState) -> &'static str {
    match state {
        ProposalState::Submitted => "dawn",
        ProposalState::Accepted => "good",
        ProposalState::Declined => "late",
        ProposalState::Draft | ProposalState::HandedOn => "",
    }
}

/// One proposal.
#[derive(Template)]
#[template(path = "proposals/show.html")]
pub struct Show {
    s: Shell,
    form: Form,
    proposal: Proposal,
    names: BTreeMap<String, String>,
    from: Option<(String, String)>,
    grown: Vec<(String, String)>,
}

impl Show {
    /// Reads a proposal that the reader may see; `form` is that of a decision that was refused.
    pub fn of(r: &mut Reading, number: &str, form: Form) -> Result<Show> {
        r.may_see(Deed::SeeProjects)?;
        let me = r.me.clone();
        let proposal = queries::find(r, &me, number)?;
        let from = match &proposal.project_id {
            Some(id) => projects::table.find(id).select((projects::number, projects::name)).first(&mut **r).optional()?,
            None => None,
        };
        let grown = projects::table
            .filter(projects::proposal_id.eq(&proposal.id))
            .filter(crate::projects::queries::visible(&me))
            .order(projects::number)
            .select((projects::number, projects::name))
            .load(&mut **r)?;
        Ok(Show { names: people::queries::names(r)?, s: r.shell()?, form, proposal, from, grown })
    }

    /// Whether the reader may convene a meeting on it, while it waits for its decision.
    fn may_meet(&self) -> bool {
        self.proposal.state == ProposalState::Submitted && self.s.may(Deed::ConveneMeeting)
    }

    fn parts(&self) -> Vec<(&'static str, &str)> {
        let it = &self.proposal;
        let texts = [&it.background, &it.content, &it.effect, &it.needs];
        PARTS.iter().skip(1).zip(texts).map(|((_, name), text)| (self.s.lang.say(*name), text.as_str())).collect()
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("—", String::as_str)
    }

    /// Who decided, and for whom.
    fn decided_by(&self) -> String {
        let it = &self.proposal;
        let person = it.decided_by.as_deref().map_or("—", |id| self.name(id));
        self.s.signed(person, it.acting_for_id.as_deref().map(|id| self.name(id)))
    }

    fn is_mine(&self) -> bool {
        self.s.me.as_ref().is_some_and(|me| me.id == self.proposal.author_id)
    }

    fn may_write(&self) -> bool {
        self.is_mine() && self.proposal.state == ProposalState::Draft
    }

    /// What is asked before a draft is thrown away.
    fn discarding(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("删除提案草稿 {} {}？此举不能收回。", self.proposal.number, self.proposal.title),
            Lang::En => {
                format!("Delete the draft {} {}? This cannot be taken back.", self.proposal.number, self.proposal.title)
            }
        }
    }

    fn may_decide(&self) -> bool {
        self.proposal.state == ProposalState::Submitted
            && self.s.me.as_ref().is_some_and(|me| me.may(Deed::DecideProposal, self.proposal.standing(me)).is_some())
    }

    fn may_draft(&self) -> bool {
        self.proposal.state == ProposalState::Accepted && self.grown.is_empty() && self.s.may(Deed::DraftDirective)
    }

    fn tone(&self) -> &'static str {
        tone(self.proposal.state)
    }

    fn verdicts(&self) -> Vec<(&'static str, &'static str)> {
        [
            ("accept", Pair("采纳，作为新的指令", "Accept; it becomes a directive")),
            ("decline", Pair("不采纳", "Decline")),
            ("hand_on", Pair("移交其他部门", "Hand on to others")),
        ]
        .iter()
        .map(|(code, name)| (*code, self.s.lang.say(*name)))
        .collect()
    }
}

/// Writing a proposal.
#[derive(Template)]
#[template(path = "proposals/edit.html")]
pub struct Edit {
    s: Shell,
    form: Form,
    proposal: Option<Proposal>,
    project: Option<(String, String)>,
}

impl Edit {
    /// A new one; the form may name a project.
    pub fn new(r: &mut Reading, form: Form) -> Result<Edit> {
        r.may(Deed::DraftProposal, Standing::OWNER)?;
        let me = r.me.clone();
        let project = match form.key("project").as_str() {
            "" => None,
            number => {
                let found: Project = crate::projects::queries::find(r, &me, number)?;
                Some((found.number, found.name))
            }
        };
        Ok(Edit { s: r.shell()?, form, proposal: None, project })
    }

    /// One that is written on; with what was typed, if it was refused.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Edit> {
        let me = r.me.clone();
        let proposal = queries::find(r, &me, number)?;
        (proposal.author_id == me.id).then_some(()).or_not_found()?;
        let filled = Fields::default()
            .with("title", &proposal.title)
            .with("background", &proposal.background)
            .with("content", &proposal.content)
            .with("effect", &proposal.effect)
            .with("needs", &proposal.needs);
        let form = match typed {
            Some(form) => form.against(&filled, proposal.version, PARTS),
            None => Form::showing(filled, proposal.version),
        };
        Ok(Edit { s: r.shell()?, form, proposal: Some(proposal), project: None })
    }

    fn action(&self) -> String {
        self.proposal.as_ref().map_or("/proposals".to_owned(), |it| format!("/proposals/{}", it.number))
    }

    fn areas(&self) -> Vec<(&'static str, &'static str)> {
        PARTS.iter().skip(1).map(|(field, name)| (*field, self.s.lang.say(*name))).collect()
    }
}

/// What a project's last stage leaves.
#[derive(Template)]
#[template(path = "projects/proposals/show.html")]
pub struct OfProject {
    s: Shell,
    h: Head,
    form: Form,
    gates: Vec<Gate>,
    lessons: Vec<Lesson>,
    ideas: Vec<Idea>,
    proposals: Vec<Proposal>,
    done: Vec<Step>,
    /// The newest record of 7.1.
    analysed: Option<Entry>,
    nothing: Option<String>,
}

impl OfProject {
    /// Reads it; `form` is one that was refused.
    pub fn of(r: &mut Reading, number: &str, form: Form) -> Result<OfProject> {
        let h = Head::of(r, number, Tab::Proposals)?;
        let me = r.me.clone();
        let records = records::queries::of_steps(r, &h.project.id, &[Step::S7_1, Step::S7_3])?;
        let newest = |step: Step| records.iter().find(|it| it.step == step.code());
        Ok(OfProject {
            gates: match h.project.stage {
                State::Proposal => gates::all(r, &h)?,
                _ => Vec::new(),
            },
            lessons: queries::lessons_of(r, &h.project.id)?,
            ideas: queries::ideas_of(r, &h.project.id)?,
            proposals: queries::of_project(r, &me, &h.project.id)?,
            done: tasks::done(&h.tasks, h.project.round),
            analysed: newest(Step::S7_1).map(|it| Entry::of(it.clone(), Step::S7_1, h.names())),
            nothing: newest(Step::S7_3).map(|it| it.value("reason")),
            s: r.shell()?,
            h,
            form,
        })
    }

    fn is_open(&self) -> bool {
        self.h.project.stage == State::Proposal
    }

    fn may(&self, deed: Deed) -> bool {
        self.is_open() && self.s.me.as_ref().is_some_and(|me| me.may(deed, self.h.standing).is_some())
    }

    fn may_teach(&self) -> bool {
        self.may(Deed::RecordLesson)
    }

    fn may_give(&self) -> bool {
        self.may(Deed::GiveIdea) && !self.done.contains(&Step::S7_2)
    }

    fn is_owner(&self) -> bool {
        self.is_open() && self.h.standing.owns
    }

    /// Whether it can still be said that nothing is proposed in this round.
    fn may_pass(&self) -> bool {
        self.is_owner() && !self.done.contains(&Step::S7_3)
    }

    fn may_analyse(&self) -> bool {
        self.may(Deed::AnalyseRound)
    }

    fn tone(&self, state: &ProposalState) -> &'static str {
        tone(*state)
    }

    /// Why nothing but reading is possible, outside the stage.
    fn why_not(&self) -> Option<&'static str> {
        (!self.is_open()).then(|| {
            self.s.t(
                "项目现在不在提案申报阶段，这里只能查看。",
                "The project is not in its proposal stage; here it can only be read.",
            )
        })
    }

    fn name(&self, id: &str) -> &str {
        match self.h.name(id) {
            "" => "—",
            name => name,
        }
    }

    fn kinds(&self) -> Vec<(&'static str, &'static str)> {
        LessonKind::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    fn is_done(&self, step: &str) -> bool {
        self.done.iter().any(|it| it.code() == step)
    }
}

/// The department's lessons.
#[derive(Template)]
#[template(path = "lessons/index.html")]
pub struct Lessons {
    s: Shell,
    /// Lesson, person, the project's number and name.
    lines: Vec<(Lesson, String, String, String)>,
    pager: Pager,
    query: Fields,
}

impl Lessons {
    /// Reads one page of them, the newest first.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Lessons> {
        r.may_see(Deed::SeeProjects)?;
        let filtered = || {
            let mut rows = lessons::table.into_boxed();
            if let Some(kind) = LessonKind::from_code(query.get("kind")) {
                rows = rows.filter(lessons::kind.eq(kind));
            }
            if !query.get("q").trim().is_empty() {
                let text = like(query.get("q"));
                let number = projects::number.like(text.clone()).escape('\\');
                let of = projects::table.filter(number.or(projects::name.like(text.clone()).escape('\\')));
                rows = rows.filter(
                    lessons::title
                        .like(text.clone())
                        .escape('\\')
                        .or(lessons::content.like(text.clone()).escape('\\'))
                        .or(lessons::advice.like(text.clone()).escape('\\'))
                        .or(lessons::number.like(text).escape('\\'))
                        .or(lessons::project_id.eq_any(of.select(projects::id)))
                        .or(lessons::person_id.eq_any(people::queries::named(query.get("q")))),
                );
            }
            rows
        };
        let total = filtered().count().get_result(&mut **r)?;
        let pager = Pager::of("/lessons", query, total);
        let lines = filtered()
            .inner_join(people_table::table)
            .inner_join(projects::table)
            .order((lessons::recorded_at.desc(), lessons::id.desc()))
            .offset(pager.offset())
            .limit(PAGE)
            .select((Lesson::as_select(), people_table::name, projects::number, projects::name))
            .load(&mut **r)?;
        Ok(Lessons { s: r.shell()?, lines, pager, query: query.clone() })
    }

    fn is_filtered(&self) -> bool {
        !self.query.get("kind").is_empty() || !self.query.get("q").trim().is_empty()
    }

    fn total(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("共 {} 条", self.pager.total),
            Lang::En => format!("{} in all", self.pager.total),
        }
    }

    fn chips(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("kind");
        let all = (
            link("/lessons", &self.query.set("kind", "").set("page", "")),
            self.s.lang.say(Pair("全部", "All")),
            now.is_empty(),
        );
        let each = LessonKind::ALL.iter().map(|kind| {
            let href = link("/lessons", &self.query.set("kind", kind.code()).set("page", ""));
            (href, self.s.lang.say(kind.name()), now == kind.code())
        });
        std::iter::once(all).chain(each).collect()
    }
}
