//! The pages of a deliberation: the version examined, opinions with dissent first, the hearing, what was found, standards and
//! control methods; for the commander the decision.

use askama::Template;

use super::forms;
use super::model::{ControlMethod, Opinion, Stance, Standard};
use super::queries;
use crate::clock::Moment;
use crate::error::{Error, OrNotFound, Result};
use crate::lang::{Lang, Pair};
use crate::policy::Deed;
use crate::projects::alerts::model::PlanTerms;
use crate::projects::facts::{self, Found};
use crate::projects::head::{Head, Tab};
use crate::projects::moves::gates::{self, Gate};
use crate::projects::pipeline::State;
use crate::projects::planning;
use crate::projects::planning::forms::{Line as Row, lines_to_write};
use crate::projects::planning::model::PlanVersion;
use crate::projects::planning::pages::version_name;
use crate::projects::records;
use crate::projects::records::fields::{Part, fields};
use crate::projects::records::model::StepRecord;
use crate::projects::records::pages::{Entry, Input, inputs};
use crate::projects::records::queries::Line;
use crate::projects::steps::Step;
use crate::projects::terms::told::{Told, of_version, told};
use crate::web::{Fields, Form, Reading, Shell};

/// A form that was refused.
pub enum Typed {
    Nothing,
    Opinion(Form),
    /// On the opinion with this id.
    Defence(String, Form),
    /// Nothing was refused: the hearing is put down as the minutes of the meeting with this number have it, not as the newest have.
    Minutes(String),
}

/// Opinions of an earlier round or version.
pub struct Past {
    pub round: i32,
    pub number: i32,
    pub opinions: Vec<Opinion>,
}

/// The page.
#[derive(Template)]
#[template(path = "projects/deliberation/show.html")]
pub struct Show {
    s: Shell,
    h: Head,
    /// The version examined.
    plan: Option<PlanVersion>,
    /// The number of the sealed version before it.
    before: Option<i32>,
    /// The number of a revision that is not sealed yet.
    revision: Option<i32>,
    round: i32,
    lines: Vec<Line>,
    gates: Vec<Gate>,
    opinions: Vec<Opinion>,
    past: Vec<Past>,
    standards: Vec<Standard>,
    methods: Vec<ControlMethod>,
    /// What the version is measured by.
    terms: Option<PlanTerms>,
    /// Source, grade and why (3.1).
    evidence: Vec<(String, Entry)>,
    position: Option<Entry>,
    /// Part and what was found (3.3).
    parts: Vec<(Pair, Option<Entry>)>,
    hearing: Option<Entry>,
    /// The meetings at which it is or was heard in this round, the newest first.
    meetings: Vec<queries::Hearing>,
    /// The number of the one by whose minutes the hearing is put down.
    minuted: Option<String>,
    revised: Option<Entry>,
    hearing_wants: Option<Pair>,
    opinion_form: Option<Form>,
    hearing_form: Form,
    refused: Option<(String, Form)>,
}

impl Show {
    /// Reads the last deliberation of a project.
    pub fn of(r: &mut Reading, number: &str, typed: Typed) -> Result<Show> {
        let h = Head::of(r, number, Tab::Deliberation)?;
        let id = h.project.id.clone();
        let visit = h.moves.iter().rev().find(|it| it.to_stage == State::Deliberation);
        let round = visit.map_or(h.project.round, |it| it.round);
        let versions = planning::queries::versions(r, &id)?;
        let sealed: Vec<&PlanVersion> = versions.iter().filter(|it| it.sealed_at.is_some()).collect();
        let plan = sealed.first().map(|it| (*it).clone());
        let (opinions, others): (Vec<_>, Vec<_>) = queries::opinions(r, &id)?
            .into_iter()
            .partition(|it| it.round == round && plan.as_ref().is_some_and(|plan| plan.id == it.plan_version_id));
        let (standards, methods) = match &plan {
            Some(plan) => queries::fixed(r, &plan.id)?,
            None => (Vec::new(), Vec::new()),
        };
        let office = r.office.clone();
        let terms = match &plan {
            Some(plan) => Some(of_version(r, &office, &plan.id)?),
            None => None,
        };
        let here = h.project.stage == State::Deliberation;
        let recorded = records::queries::all(r, &id)?;
        let newest = |step: Step, subject: &str| {
            let found = recorded.iter().rev().find(|it| it.step == step.code() && it.round == round && it.subject == subject);
            found.map(|it| Entry::of(it.clone(), step, h.names()))
        };
        let plan_id = plan.as_ref().map_or("", |plan| plan.id.as_str());
        let hearing_wants = match (here, &plan) {
            (true, Some(_)) => records::queries::wanted(opinions.iter().map(|it| (it.stance, it.defence.is_some()))),
            _ => None,
        };
        let hearing = newest(Step::S3_4, plan_id);
        let me = r.me.clone();
        let meetings = match visit.filter(|_| here) {
            Some(visit) => queries::hearings(r, &me, &id, visit.at)?,
            None => Vec::new(),
        };
        let entered_at = h.project.entered_at;
        let submitted = plan.as_ref().and_then(|plan| plan.sealed_at).map(|sealed| sealed.max(entered_at));
        // Only who is to put the hearing down needs its minutes.
        let puts_down = hearing.is_none() && hearing_wants.is_none() && me.may(Deed::ConveneHearing, h.standing).is_some();
        let chosen = |it: &queries::Hearing| !matches!(&typed, Typed::Minutes(number) if it.number != *number);
        let heard = |it: &&queries::Hearing| puts_down && it.heard(submitted);
        let held = meetings.iter().filter(heard).find(|it| chosen(it)).or_else(|| meetings.iter().find(heard));
        let minuted = held.map(|it| it.number.clone());
        let hearing_form = match held {
            Some(held) => noted(r, held)?,
            None => Fields::default(),
        };
        let found = Found {
            standard: !standards.is_empty(),
            control_method: !methods.is_empty(),
            newest_heard: hearing.is_some() && versions.first().is_some_and(|it| it.sealed_at.is_some()),
            ..Found::default()
        };
        let facts = facts::of(&h.project, &h.tasks, &found);
        let mut show = Show {
            before: sealed.get(1).map(|it| it.number),
            revision: versions.first().filter(|it| here && it.sealed_at.is_none()).map(|it| it.number),
            lines: if visit.is_some() { records::queries::lines(&h.tasks, State::Deliberation, round) } else { Vec::new() },
            gates: if here { gates::given(r, &h, &facts) } else { Vec::new() },
            past: past(others, &versions),
            evidence: sources(&recorded).filter_map(|(key, name)| Some((name, newest(Step::S3_1, &key)?))).collect(),
            position: newest(Step::S3_2, ""),
            parts: Part::ALL.iter().map(|part| (part.name(), newest(Step::S3_3, part.code()))).collect(),
            hearing,
            revised: newest(Step::S3_5, ""),
            hearing_form: Form::showing(hearing_form, 0),
            meetings,
            minuted,
            opinion_form: None,
            refused: None,
            s: r.shell()?,
            plan: plan.clone(),
            h,
            round,
            opinions,
            standards,
            methods,
            terms,
            hearing_wants,
        };
        show.fill(typed);
        Ok(show)
    }

    /// The reader's own forms, with what was typed into the one that was refused.
    fn fill(&mut self, typed: Typed) {
        let mine = self.mine().cloned();
        let (fields, version) = mine.map_or((Fields::default(), 0), |it| (forms::filled_opinion(&it), it.version));
        let blank = self.gives_opinion().then(|| Form::showing(fields.clone(), version));
        match typed {
            Typed::Nothing | Typed::Minutes(_) => self.opinion_form = blank,
            Typed::Opinion(form) => {
                let seen: i32 = form.value("plan").parse().unwrap_or(0);
                let mut form = form.against(&fields, version, forms::OPINION);
                if form.late && self.plan.as_ref().is_some_and(|plan| plan.number != seen) {
                    form.complain("stance", forms::REVISED);
                }
                self.opinion_form = Some(form);
            }
            Typed::Defence(id, form) => {
                self.opinion_form = blank;
                let version = self.opinions.iter().find(|it| it.id == id).map_or(form.version, |it| it.version);
                let version = if form.late { version } else { form.version };
                self.refused = Some((id, Form { version, ..form }));
            }
        }
    }

    fn may(&self, deed: Deed) -> bool {
        self.s.me.as_ref().is_some_and(|me| me.may(deed, self.h.standing).is_some())
    }

    fn is_here(&self) -> bool {
        self.h.project.stage == State::Deliberation
    }

    fn is_heard(&self) -> bool {
        self.lines.iter().any(|it| it.step == Step::S3_4 && it.is_done())
    }

    /// Whether opinions and defence are still taken.
    fn is_open(&self) -> bool {
        self.is_here() && self.plan.is_some() && !self.is_heard()
    }

    fn gives_opinion(&self) -> bool {
        self.is_open() && self.may(Deed::GiveOpinion)
    }

    fn defends(&self) -> bool {
        self.is_open() && self.may(Deed::Defend)
    }

    fn convenes(&self) -> bool {
        self.is_open() && self.may(Deed::ConveneHearing)
    }

    fn is_approved(&self) -> bool {
        self.plan.as_ref().is_some_and(|plan| self.h.project.approved_id.as_ref() == Some(&plan.id))
    }

    fn fixes_standards(&self) -> bool {
        self.is_here() && self.plan.is_some() && !self.is_approved() && self.may(Deed::FixStandards)
    }

    /// What the version is measured by; nothing where none was approved and none is deliberated any more.
    fn told_terms(&self) -> Option<Told> {
        let terms = self.terms.as_ref().filter(|it| it.version > 0 || self.is_here())?;
        Some(told(terms, self.is_approved(), &self.s))
    }

    fn revises(&self) -> bool {
        self.is_here() && self.may(Deed::DraftPlan)
    }

    /// The reader's own opinion.
    fn mine(&self) -> Option<&Opinion> {
        let me = self.s.me.as_ref()?;
        self.opinions.iter().find(|it| it.person_id == me.id)
    }

    fn ways(&self) -> Vec<&Gate> {
        self.gates.iter().filter(|it| it.mine).collect()
    }

    /// The gate of the approval.
    fn approval(&self) -> Option<&Gate> {
        self.gates.iter().find(|it| !it.conditions.is_empty())
    }

    fn name(&self, id: &str) -> &str {
        self.h.name(id)
    }

    fn some_name(&self, id: &Option<String>) -> &str {
        id.as_deref().map_or("", |id| self.name(id))
    }

    fn round_of(&self, past: &Past) -> String {
        format!("{} · {}", self.s.round(past.round), version_name(past.number, self.s.lang))
    }

    /// Tone and icon of a stance.
    fn look(&self, stance: &Stance) -> (&'static str, &'static str) {
        match stance {
            Stance::Against => ("late", "cross"),
            Stance::Conditional => ("dawn", "info"),
            Stance::For => ("good", "check"),
        }
    }

    fn counted(&self, opinions: &[Opinion]) -> String {
        let count = |stance: Stance| opinions.iter().filter(|it| it.stance == stance).count();
        let each = Stance::ALL.iter().map(|it| format!("{} {}", self.s.lang.say(it.name()), count(*it)));
        each.collect::<Vec<_>>().join(" · ")
    }

    fn stances(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        let what = |stance: &Stance| match stance {
            Stance::Against => self.s.t("按现在的写法不宜实施", "should not be carried out as it stands"),
            Stance::Conditional => self.s.t("满足所写条件即赞成", "for it, once the condition is met"),
            Stance::For => self.s.t("可以实施", "can be carried out"),
        };
        Stance::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()), what(it))).collect()
    }

    /// What stands in the form of a defence.
    fn defence_form(&self, opinion: &Opinion) -> Form {
        match &self.refused {
            Some((id, form)) if *id == opinion.id => form.clone(),
            _ => {
                let fields = Fields::default().with("defence", opinion.defence.as_deref().unwrap_or_default());
                Form::showing(fields, opinion.version)
            }
        }
    }

    /// Whether the owner still has to answer it before the hearing can be closed.
    fn waits_for_defence(&self, opinion: &Opinion) -> bool {
        opinion.defence.is_none() && opinion.stance != Stance::For
    }

    fn is_refused(&self, opinion: &Opinion) -> bool {
        self.refused.as_ref().is_some_and(|(id, _)| *id == opinion.id)
    }

    /// Whether the reader may convene a hearing now.
    fn may_meet(&self) -> bool {
        self.is_open()
            && self.may(Deed::ConveneHearing)
            && self.may(Deed::ConveneMeeting)
            && !self.meetings.iter().any(queries::Hearing::is_open)
    }

    /// Whether the hearing can be put down as the minutes of a meeting have it.
    fn takes_minutes(&self, it: &queries::Hearing) -> bool {
        let begins = self.minuted.as_ref() == Some(&it.number);
        !begins && it.heard(self.submitted()) && self.hearing.is_none() && self.convenes() && self.hearing_wants.is_none()
    }

    /// When what is deliberated was submitted: its version was sealed, and the project came here.
    fn submitted(&self) -> Option<Moment> {
        let sealed = self.plan.as_ref().and_then(|plan| plan.sealed_at)?;
        Some(sealed.max(self.h.project.entered_at))
    }

    /// Whether it was given, or was last changed, once the meetings that heard the version were closed.
    fn came_late(&self, opinion: &Opinion) -> bool {
        let submitted = self.submitted();
        let mut held = self.meetings.iter().filter(|it| it.heard(submitted)).peekable();
        opinion.round == self.round && held.peek().is_some() && held.all(|it| it.was_over(opinion.given_at))
    }

    /// Whether its meeting is still ahead or going on.
    fn sits(&self) -> bool {
        self.meetings.iter().any(queries::Hearing::is_open)
    }

    fn not_held(&self) -> Pair {
        records::queries::NOT_HELD
    }

    fn hearing_inputs(&self) -> Vec<Input> {
        inputs(Step::S3_4, self.s.lang)
    }

    fn has_findings(&self) -> bool {
        !self.evidence.is_empty() || self.position.is_some() || self.parts.iter().any(|(_, it)| it.is_some())
    }

    /// What one field of a record says; steps name their fields, not their places.
    fn said(&self, entry: &Entry, field: &str) -> String {
        let step = Step::from_code(&entry.record.step);
        let label = step.and_then(|step| fields(step).iter().find(|it| it.name == field)).map(|it| it.label);
        label.map_or(String::new(), |label| entry.value(&self.s, &label))
    }

    fn empty(&self) -> &'static str {
        let s = &self.s;
        match self.h.project.stage {
            State::DirectiveDraft | State::DirectiveIssued | State::Planning => s.lang.of(
                "负责人写齐计划并报送论证之后，专业人员在这里发表意见。",
                "Once the owner has submitted a complete plan, professionals give their opinions here.",
            ),
            _ => s.lang.of("这个项目没有报送过论证。", "Nothing of this project was submitted for deliberation."),
        }
    }

    /// Who has given no opinion yet is not asked by name: any specialist may.
    fn no_opinions(&self) -> &'static str {
        match self.is_open() {
            true => self.s.lang.of("还没有意见。由市场专业人员发表。", "No opinions yet; the specialists give them."),
            false => self.s.lang.of("没有意见。", "No opinions."),
        }
    }

    fn version_sentence(&self) -> String {
        let Some(plan) = &self.plan else { return String::new() };
        let by = self.name(&plan.author_id);
        match self.s.lang {
            Lang::Zh => format!("计划第 {} 版 · {by}", plan.number),
            Lang::En => format!("Plan version {} · {by}", plan.number),
        }
    }

    fn revision_sentence(&self) -> Option<String> {
        let number = self.revision?;
        Some(match self.s.lang {
            Lang::Zh => format!("负责人正在修订第 {number} 版，尚未定稿；定稿并重新论证之前不能批准。"),
            Lang::En => {
                format!("The owner is writing version {number}, not sealed yet; nothing can be approved before it is heard.")
            }
        })
    }
}

/// The sources of 2.1: id and name, the oldest first.
fn sources(records: &[StepRecord]) -> impl Iterator<Item = (String, String)> {
    let found = records.iter().filter(|it| it.step == Step::S2_1.code());
    found.map(|it| (it.id.clone(), it.value("source")))
}

/// Earlier opinions by round and version, the newest first.
fn past(opinions: Vec<Opinion>, versions: &[PlanVersion]) -> Vec<Past> {
    let number = |id: &str| versions.iter().find(|it| it.id == id).map_or(0, |it| it.number);
    let mut all: Vec<Past> = Vec::new();
    for opinion in opinions {
        let (round, number) = (opinion.round, number(&opinion.plan_version_id));
        match all.iter_mut().find(|it| it.round == round && it.number == number) {
            Some(past) => past.opinions.push(opinion),
            None => all.push(Past { round, number, opinions: vec![opinion] }),
        }
    }
    all.sort_by_key(|it| std::cmp::Reverse((it.round, it.number)));
    all
}

/// The form of standards and control methods.
#[derive(Template)]
#[template(path = "projects/deliberation/standards.html")]
pub struct Standards {
    s: Shell,
    h: Head,
    plan: PlanVersion,
    form: Form,
    terms: Told,
}

impl Standards {
    /// The form for the version that is deliberated; `form` is one that was refused.
    pub fn of(r: &mut Reading, number: &str, form: Option<Form>) -> Result<Standards> {
        let h = Head::of(r, number, Tab::Deliberation)?;
        r.may(Deed::FixStandards, h.standing)?;
        if h.project.stage != State::Deliberation {
            return Err(Error::refused(
                "业绩标准和控制办法只在论证期间拟定。",
                "Standards and control methods are set while a plan is deliberated.",
            ));
        }
        let plan = planning::queries::sealed(r, &h.project.id)?.or_not_found()?;
        let (standards, methods) = (queries::standards(r, &plan.id)?, queries::control_methods(r, &plan.id)?);
        let seen = queries::fingerprint(&plan, &standards, &methods);
        let form = match form {
            Some(form) => forms::against(form, &standards, &methods, &seen),
            None => forms::showing(&standards, &methods, &seen),
        };
        let office = r.office.clone();
        let terms = of_version(r, &office, &plan.id)?;
        let s = r.shell()?;
        let approved = h.project.approved_id.as_ref() == Some(&plan.id);
        Ok(Standards { terms: told(&terms, approved, &s), s, h, plan, form })
    }

    /// Whether other tolerances can be proposed: not for a version that was approved with its own.
    fn proposes_terms(&self) -> bool {
        self.h.project.approved_id.as_ref() != Some(&self.plan.id)
    }

    fn draft_key(&self) -> String {
        format!("standards-{}-{}", self.h.project.number, self.s.my_username())
    }

    fn version(&self) -> String {
        version_name(self.plan.number, self.s.lang)
    }

    fn standards(&self) -> Vec<Row> {
        lines_to_write(&self.form, &forms::STANDARDS)
    }

    fn methods(&self) -> Vec<Row> {
        lines_to_write(&self.form, &forms::METHODS)
    }

    fn complaint(&self, table: &str, at: &usize) -> String {
        self.form.complaint(&format!("{table}-{at}"), &self.s.lang)
    }
}

/// The record of a hearing as the minutes of its meeting have it: the planning assistant looks it over.
fn noted(r: &mut Reading, held: &queries::Hearing) -> Result<Fields> {
    let (present, notes) = queries::heard(r, held)?;
    let joined = present.join(r.me.lang.of("、", ", "));
    Ok(Fields::default()
        .with("held_on", r.office.zone.day(held.starts_at).to_string())
        .with("place", &held.place)
        .with("present", joined.chars().take(200).collect::<String>())
        .with("conclusion", notes.join("\n")))
}
