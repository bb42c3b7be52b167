//! The pages of a plan: the newest version on paper, its draft, each version, what changed between two.

use askama::Template;
use chrono::NaiveDate;

use super::changes::Draft;
use super::differences::{Change, Mark, Piece, SectionChanges, between};
use super::forms::{self, ACTIONS, BUDGET, Line, STEPS};
use super::model::{Plan, PlanVersion, Section};
use super::queries;
use crate::error::{Error, OrNotFound, Result};
use crate::lang::{Lang, Pair};
use crate::money::Money;
use crate::policy::Deed;
use crate::projects::alerts;
use crate::projects::alerts::model::PlanTerms;
use crate::projects::facts;
use crate::projects::head::{Head, Tab};
use crate::projects::moves::gates::{self, Gate};
use crate::projects::pipeline::State;
use crate::projects::records;
use crate::projects::terms::told::{Told, told};
use crate::web::{Form, Reading, Shell};

/// A section's heading with its number: `一、目标`.
pub fn heading(section: Section, lang: Lang) -> String {
    const NUMERALS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "七"];
    let at = section as usize;
    match lang {
        Lang::Zh => format!("{}、{}", NUMERALS.get(at).unwrap_or(&""), section.name().0),
        Lang::En => format!("{}. {}", at + 1, section.name().1),
    }
}

/// What a version of a plan is called: `第 2 版`.
pub fn version_name(number: i32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("第 {number} 版"),
        Lang::En => format!("Version {number}"),
    }
}

/// What is to be said about a plan whose budget, in fen, is above the directive's limit; none within it.
pub fn over_limit(s: &Shell, budget: i64, limit: Option<i64>) -> Option<String> {
    let limit = limit.filter(|limit| budget > *limit)?;
    let (budget, limit) = (s.money(budget), s.money(limit));
    Some(match s.lang {
        Lang::Zh => format!("预算 {budget}，超出指令授权的预算限额 {limit}。"),
        Lang::En => format!("The budget of {budget} is above the directive's limit of {limit}."),
    })
}

/// A version as a document.
pub struct Sheet {
    pub plan: Plan,
    pub author: String,
    /// What it is measured by, once that stands with it.
    pub terms: Option<PlanTerms>,
    approved: bool,
}

impl Sheet {
    fn of(r: &mut Reading, version: PlanVersion, h: &Head) -> Result<Sheet> {
        let author = h.name(&version.author_id).to_owned();
        let terms = match version.sealed_at {
            Some(_) => alerts::queries::terms(r, &version.id)?,
            None => None,
        };
        let approved = h.project.approved_id.as_ref() == Some(&version.id);
        Ok(Sheet { plan: queries::plan(r, version)?, author, terms, approved })
    }

    /// What it is measured by, as it is told.
    pub fn told_terms(&self, s: &Shell) -> Option<Told> {
        self.terms.as_ref().map(|it| told(it, self.approved, s))
    }

    /// Its number in words.
    pub fn name(&self, s: &Shell) -> String {
        version_name(self.plan.version.number, s.lang)
    }

    /// The sections in their order: heading, text where it is one.
    pub fn sections(&self, s: &Shell) -> Vec<(&'static str, String, &str)> {
        let version = &self.plan.version;
        let text = |section: &Section| match section {
            Section::Goal => version.goal.as_str(),
            Section::Strategy => version.strategy.as_str(),
            Section::Division => version.division.as_str(),
            Section::Focus => version.focus.as_str(),
            Section::Actions | Section::Steps | Section::Budget => "",
        };
        Section::ALL.iter().map(|it| (it.code(), heading(*it, s.lang), text(it))).collect()
    }

    /// Whether a section has something in it.
    pub fn has(&self, code: &str) -> bool {
        Section::from_code(code).is_some_and(|section| self.plan.has(section))
    }

    /// The first twelve signs of the seal.
    pub fn seal(&self) -> Option<&str> {
        self.plan.version.seal.as_deref().and_then(|seal| seal.get(..12))
    }

    /// The first and the last day of its steps.
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.plan.span()
    }
}

/// The plan of a project.
#[derive(Template)]
#[template(path = "projects/planning/index.html")]
pub struct Index {
    s: Shell,
    h: Head,
    sheet: Option<Sheet>,
    versions: Vec<PlanVersion>,
    lines: Vec<records::queries::Line>,
    gates: Vec<Gate>,
}

impl Index {
    /// Reads the newest version and the list of all.
    pub fn of(r: &mut Reading, number: &str) -> Result<Index> {
        let h = Head::of(r, number, Tab::Plan)?;
        let versions = queries::versions(r, &h.project.id)?;
        let sheet = match versions.first() {
            Some(newest) => Some(Sheet::of(r, newest.clone(), &h)?),
            None => None,
        };
        let planning = h.project.stage == State::Planning;
        let lines = match planning {
            true => records::queries::lines(&h.tasks, State::Planning, h.project.round),
            false => Vec::new(),
        };
        let outline = sheet.as_ref().map(|it: &Sheet| it.plan.outline());
        let facts = facts::of_plan(&h.project, &h.tasks, outline.as_ref());
        let gates = if planning { gates::given(r, &h, &facts) } else { Vec::new() };
        Ok(Index { s: r.shell()?, h, sheet, versions, lines, gates })
    }

    fn drafts(&self) -> bool {
        matches!(self.h.project.stage, State::Planning | State::Deliberation)
            && self.s.me.as_ref().is_some_and(|me| me.may(Deed::DraftPlan, self.h.standing).is_some())
    }

    fn is_planning(&self) -> bool {
        self.h.project.stage == State::Planning
    }

    fn open(&self) -> Option<&PlanVersion> {
        self.versions.first().filter(|it| it.sealed_at.is_none())
    }

    fn draft_button(&self) -> &'static str {
        let s = &self.s;
        match (self.versions.is_empty(), self.open().is_some()) {
            (true, _) => s.lang.of("起草计划", "Draft the plan"),
            (_, true) => s.lang.of("继续起草", "Go on drafting"),
            _ => s.lang.of("修订计划", "Revise the plan"),
        }
    }

    /// What to do where there is no plan yet.
    fn empty(&self) -> &'static str {
        let s = &self.s;
        match self.h.project.stage {
            State::DirectiveDraft | State::DirectiveIssued => s.lang.of(
                "负责人领受指令之后，在这里起草计划。",
                "Once the directive is acknowledged, the owner drafts the plan here.",
            ),
            State::Planning if self.drafts() => s.lang.of(
                "研究指令和周边情况，写齐目标、策略、行动、分工、步骤、重点、预算七项，然后报送论证。",
                "Study directive and surroundings, write the seven sections, then submit them for deliberation.",
            ),
            State::Planning => s.lang.of("负责人正在准备计划。", "The owner is preparing the plan."),
            _ => s.lang.of("这个项目没有写过计划。", "No plan was written for this project."),
        }
    }

    fn name(&self, number: &i32) -> String {
        version_name(*number, self.s.lang)
    }

    fn author(&self, version: &PlanVersion) -> &str {
        self.h.name(&version.author_id)
    }

    fn is_approved(&self, version: &PlanVersion) -> bool {
        self.h.project.approved_id.as_ref() == Some(&version.id)
    }

    fn state(&self, version: &PlanVersion) -> &'static str {
        let s = &self.s;
        match (self.is_approved(version), version.sealed_at.is_some()) {
            (true, _) => s.lang.of("已批准", "Approved"),
            (_, true) => s.lang.of("已定稿", "Sealed"),
            _ => s.lang.of("草稿", "Draft"),
        }
    }

    fn changes_href(&self, number: &i32) -> String {
        format!("{}?from={}&to={number}", self.h.at("plan/changes"), number - 1)
    }

    fn version_href(&self, number: &i32) -> String {
        format!("{}/{number}", self.h.at("plan/versions"))
    }

    fn discard_confirm(&self) -> String {
        let number = self.open().map_or(0, |it| it.number);
        match self.s.lang {
            Lang::Zh => format!("放弃计划第 {number} 版修订稿？此举不能收回。"),
            Lang::En => format!("Drop the revision, version {number}? This cannot be taken back."),
        }
    }

    fn seal_confirm(&self) -> String {
        let number = self.open().map_or(0, |it| it.number);
        match self.s.lang {
            Lang::Zh => format!("计划第 {number} 版定稿后不能再改，并须重新论证。"),
            Lang::En => format!("Once sealed, version {number} stays as it is, and has to be heard again."),
        }
    }

    /// What is to be said where the plan costs more than the directive allows.
    fn over_limit(&self) -> Option<String> {
        over_limit(&self.s, self.sheet.as_ref()?.plan.total(), self.h.project.limit_budget)
    }

    /// What the open draft lacks to be deliberated.
    fn lacks(&self) -> Vec<Pair> {
        match (&self.sheet, self.open(), self.drafts()) {
            (Some(sheet), Some(_), true) => {
                let project = &self.h.project;
                sheet.plan.outline().lacks(project.starts_on, project.ends_on).into_iter().map(|it| it.name()).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// One version on paper.
#[derive(Template)]
#[template(path = "projects/planning/version.html")]
pub struct Version {
    s: Shell,
    h: Head,
    sheet: Sheet,
    newest: i32,
}

impl Version {
    /// Reads a version by its number.
    pub fn of(r: &mut Reading, number: &str, version: i32) -> Result<Version> {
        let h = Head::of(r, number, Tab::Plan)?;
        let versions = queries::versions(r, &h.project.id)?;
        let newest = versions.first().map_or(0, |it| it.number);
        let version = versions.into_iter().find(|it| it.number == version).or_not_found()?;
        Ok(Version { sheet: Sheet::of(r, version, &h)?, s: r.shell()?, h, newest })
    }

    fn number(&self) -> i32 {
        self.sheet.plan.version.number
    }

    fn earlier(&self) -> Option<i32> {
        (self.number() > 1).then(|| self.number() - 1)
    }

    fn later(&self) -> Option<i32> {
        (self.number() < self.newest).then(|| self.number() + 1)
    }

    fn name(&self, number: &i32) -> String {
        version_name(*number, self.s.lang)
    }
}

/// The draft of a plan.
#[derive(Template)]
#[template(path = "projects/planning/edit.html")]
pub struct Edit {
    s: Shell,
    h: Head,
    form: Form,
    number: i32,
}

impl Edit {
    /// The form of the draft, or of a revision that begins with the newest version; `form` is one that was refused.
    pub fn of(r: &mut Reading, number: &str, form: Option<Form>) -> Result<Edit> {
        let h = Head::of(r, number, Tab::Plan)?;
        r.may(Deed::DraftPlan, h.standing)?;
        if !matches!(h.project.stage, State::Planning | State::Deliberation) {
            return Err(Error::refused(
                "计划只在计划草拟和论证期间可以修改。",
                "A plan can be written only while it is drafted or deliberated.",
            ));
        }
        let newest = queries::newest(r, &h.project.id)?;
        let (number, version) = match &newest {
            Some(open) if open.sealed_at.is_none() => (open.number, open.version),
            Some(sealed) => (sealed.number + 1, 0),
            None => (1, 0),
        };
        let draft = match newest {
            Some(newest) => Draft::of(&queries::plan(r, newest)?),
            None => Draft::default(),
        };
        let form = match form {
            Some(form) => forms::against(form, &draft, version),
            None => forms::showing(&draft, version),
        };
        Ok(Edit { s: r.shell()?, h, form, number })
    }

    fn is_planning(&self) -> bool {
        self.h.project.stage == State::Planning
    }

    fn draft_key(&self) -> String {
        format!("plan-{}-{}", self.h.project.number, self.s.my_username())
    }

    fn title(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("计划第 {} 版草稿", self.number),
            Lang::En => format!("Plan, draft of version {}", self.number),
        }
    }

    fn heading(&self, code: &str) -> String {
        Section::from_code(code).map_or(String::new(), |section| heading(section, self.s.lang))
    }

    /// The outline: anchor, heading, and how far each section is: `wrong`, `filled` or `empty`.
    fn outline(&self) -> Vec<(&'static str, String, &'static str)> {
        let wrong = |name: &str| self.form.complaints.iter().any(|(field, _)| field.starts_with(name));
        let has = |section: &Section| match section {
            Section::Actions => !self.actions_typed().is_empty(),
            Section::Steps => !forms::lines(&self.form, &STEPS).is_empty(),
            Section::Budget => self.form.ticked("zero_budget") || !forms::lines(&self.form, &BUDGET).is_empty(),
            text => !self.form.value(text.code()).trim().is_empty(),
        };
        let state = |section: &Section| {
            let field = match section {
                Section::Actions => "action-",
                Section::Steps => "step-",
                Section::Budget if wrong("zero_budget") => "zero_budget",
                Section::Budget => "budget-",
                text => text.code(),
            };
            match (wrong(field), has(section)) {
                (true, _) => "wrong",
                (_, true) => "filled",
                _ => "empty",
            }
        };
        Section::ALL.iter().map(|it| (it.code(), heading(*it, self.s.lang), state(it))).collect()
    }

    fn actions_typed(&self) -> Vec<Line> {
        forms::lines(&self.form, &ACTIONS)
    }

    fn actions(&self) -> Vec<Line> {
        forms::lines_to_write(&self.form, &ACTIONS)
    }

    fn steps(&self) -> Vec<Line> {
        forms::lines_to_write(&self.form, &STEPS)
    }

    fn budget(&self) -> Vec<Line> {
        forms::lines_to_write(&self.form, &BUDGET)
    }

    fn complaint(&self, table: &str, at: &usize) -> String {
        self.form.complaint(&format!("{table}-{at}"), &self.s.lang)
    }

    /// What is to be said about a step's days, though it can be kept.
    fn warning(&self, line: &Line) -> Option<String> {
        let day = |column: usize| NaiveDate::parse_from_str(line.at(column).trim(), "%Y-%m-%d").ok();
        let (from, to) = (self.h.project.starts_on?, self.h.project.ends_on?);
        let inside = from <= day(1)? && day(2)? <= to;
        (!inside).then(|| match self.s.lang {
            Lang::Zh => format!("日期在指令期限（{from} 至 {to}）之外，报送论证前须改正。"),
            Lang::En => format!("Outside the directive's period ({from} to {to}); to be put right before it is submitted."),
        })
    }

    /// The sum of the amounts that can be read.
    fn total(&self) -> i64 {
        let kept = forms::lines(&self.form, &BUDGET).into_iter().filter(|it| !it.dropped);
        kept.filter_map(|it| Money::parse(it.at(1)).ok()).fold(0, |sum, it| sum.saturating_add(it.0))
    }

    fn is_over(&self) -> bool {
        self.h.project.limit_budget.is_some_and(|limit| self.total() > limit)
    }
}

/// What changed between two versions.
#[derive(Template)]
#[template(path = "projects/planning/changes.html")]
pub struct Changes {
    s: Shell,
    h: Head,
    before: Sheet,
    after: Sheet,
    changed: Vec<SectionChanges>,
    versions: Vec<PlanVersion>,
}

impl Changes {
    /// Reads two versions; none said: the newest and the one before it.
    pub fn of(r: &mut Reading, number: &str, from: Option<i32>, to: Option<i32>) -> Result<Changes> {
        let h = Head::of(r, number, Tab::Plan)?;
        let versions = queries::versions(r, &h.project.id)?;
        let to = to.or(versions.first().map(|it| it.number)).or_not_found()?;
        let from = from.unwrap_or(to - 1);
        let find = |number: i32| versions.iter().find(|it| it.number == number).cloned().or_not_found();
        let (before, after) = (find(from.min(to))?, find(from.max(to))?);
        let plans = queries::plans(r, vec![before, after])?;
        let mut sheets = plans.into_iter().map(|plan| {
            let author = h.name(&plan.version.author_id).to_owned();
            Sheet { author, plan, terms: None, approved: false }
        });
        let (before, after) = (sheets.next().or_not_found()?, sheets.next().or_not_found()?);
        let changed = between(&before.plan, &after.plan);
        Ok(Changes { s: r.shell()?, h, before, after, changed, versions })
    }

    fn heading(&self, it: &SectionChanges) -> String {
        heading(it.section, self.s.lang)
    }

    fn title(&self) -> String {
        let (before, after) = (self.before.plan.version.number, self.after.plan.version.number);
        match self.s.lang {
            Lang::Zh => format!("计划第 {before} 版与第 {after} 版"),
            Lang::En => format!("Plan: version {before} and version {after}"),
        }
    }

    fn counted(&self) -> String {
        let count = |mark| self.changed.iter().flat_map(|it| &it.changes).filter(|it| it.mark == mark).count();
        let (added, removed, changed) = (count(Mark::Added), count(Mark::Removed), count(Mark::Changed));
        match self.s.lang {
            Lang::Zh => format!("新增 {added} · 删去 {removed} · 改动 {changed}"),
            Lang::En => format!("{added} added · {removed} removed · {changed} changed"),
        }
    }

    fn mark(&self, change: &Change) -> (&'static str, &'static str) {
        let s = &self.s;
        match change.mark {
            Mark::Added => ("good", s.lang.of("＋ 新增", "+ Added")),
            Mark::Removed => ("late", s.lang.of("－ 删去", "− Removed")),
            Mark::Changed => ("dawn", s.lang.of("～ 改动", "~ Changed")),
        }
    }

    /// Tag and text of each piece.
    fn pieces<'a>(&self, change: &'a Change) -> Vec<(&'static str, &'a str)> {
        let piece = |it: &'a Piece| match it {
            Piece::Same(text) => ("", text.as_str()),
            Piece::Removed(text) => ("del", text.as_str()),
            Piece::Added(text) => ("ins", text.as_str()),
        };
        change.pieces.iter().map(piece).collect()
    }

    fn unchanged(&self) -> String {
        let same = Section::ALL.iter().filter(|section| !self.changed.iter().any(|it| it.section == **section));
        same.map(|it| self.s.lang.say(it.name())).collect::<Vec<_>>().join(self.s.t("、", ", "))
    }

    /// Other neighbours to compare: address and name.
    fn others(&self) -> Vec<(String, String)> {
        let here = self.after.plan.version.number;
        let pairs = self.versions.iter().map(|it| it.number).filter(|number| *number > 1 && *number != here);
        pairs
            .map(|to| {
                let href = format!("{}?from={}&to={to}", self.h.at("plan/changes"), to - 1);
                let name = format!("{} → {}", version_name(to - 1, self.s.lang), version_name(to, self.s.lang));
                (href, name)
            })
            .collect()
    }
}
