//! The page of a step: what is to be done, by whom and until when, what has been recorded, the form.

use std::collections::BTreeMap;

use askama::Template;
use chrono::NaiveDate;

use super::fields::{Field, Kind, Per, Reached, doers, fields, per};
use super::forms::filled;
use super::model::StepRecord;
use super::queries::{self, Line, Subject, SubjectName};
use crate::error::{OrNotFound, Result};
use crate::lang::{Lang, Pair};
use crate::policy::Deed;
use crate::projects::deliberation::queries::hearing_ahead;
use crate::projects::head::{Head, Tab};
use crate::projects::model::{Project, Task, TaskState};
use crate::projects::planning;
use crate::projects::planning::model::Section;
use crate::projects::steps::{Responsible, Step};
use crate::store::Conn;
use crate::web::{Fields, Form, Reading, Shell};

/// A field of a step's form, ready to be shown.
#[derive(Clone, Debug)]
pub struct Input {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    /// `line`, `text`, `date` or `choice`.
    pub kind: &'static str,
    pub needed: bool,
    pub max: i32,
    pub choices: Vec<(&'static str, &'static str)>,
}

/// The fields of a step's form for a reader.
pub fn inputs(step: Step, lang: Lang) -> Vec<Input> {
    let input = |field: &super::fields::Field| {
        let (kind, max, choices) = match field.kind {
            Kind::Line(max) => ("line", max, Vec::new()),
            Kind::Text(max) => ("text", max, Vec::new()),
            Kind::Date => ("date", 0, Vec::new()),
            Kind::Choice(choices) => ("choice", 0, choices().into_iter().map(|(code, name)| (code, lang.say(name))).collect()),
        };
        Input {
            name: field.name,
            label: lang.say(field.label),
            hint: lang.say(field.hint),
            kind,
            needed: field.needed,
            max: i32::try_from(max).unwrap_or(i32::MAX),
            choices,
        }
    };
    fields(step).iter().map(input).collect()
}

/// One record, ready to be shown.
#[derive(Clone, Debug)]
pub struct Entry {
    pub record: StepRecord,
    pub person: String,
    /// Label and text of each field that says something.
    pub said: Vec<(Pair, Said)>,
}

/// A value: a choice by its name, a day, or what somebody typed.
#[derive(Clone, Debug)]
pub enum Said {
    Ours(Pair),
    Day(NaiveDate),
    Typed(String),
}

impl Said {
    /// As the reader reads it.
    pub fn text(&self, s: &Shell) -> String {
        match self {
            Said::Ours(pair) => s.lang.say(*pair).to_owned(),
            Said::Day(day) => s.day(day),
            Said::Typed(text) => text.clone(),
        }
    }

    fn of(field: &Field, value: &str) -> Said {
        let day = || value.parse().ok().filter(|_| matches!(field.kind, Kind::Date)).map(Said::Day);
        field.said(value).map(Said::Ours).or_else(day).unwrap_or_else(|| Said::Typed(value.to_owned()))
    }
}

impl Entry {
    /// A record with the names of its person and of its choices.
    pub fn of(record: StepRecord, step: Step, names: &BTreeMap<String, String>) -> Entry {
        let values = record.values();
        let said = fields(step)
            .iter()
            .filter_map(|field| {
                let value = values.get(field.name).and_then(serde_json::Value::as_str).filter(|it| !it.is_empty())?;
                Some((field.label, Said::of(field, value)))
            })
            .collect();
        let person = names.get(&record.person_id).cloned().unwrap_or_default();
        Entry { record, person, said }
    }

    /// What a field says; empty if nothing.
    pub fn value(&self, s: &Shell, label: &Pair) -> String {
        self.said.iter().find(|(it, _)| it == label).map_or(String::new(), |(_, said)| said.text(s))
    }
}

impl StepRecord {
    /// What it says of a standard or a milestone.
    pub fn reached(&self, s: &Shell) -> &'static str {
        Reached::from_code(&self.value("reached")).map_or("", |it| s.lang.say(it.name()))
    }

    /// The tone of that.
    pub fn tone(&self) -> &'static str {
        match Reached::from_code(&self.value("reached")) {
            Some(Reached::Yes) => "good",
            Some(Reached::Partly) => "dawn",
            _ => "late",
        }
    }
}

impl Line {
    /// Where it is done.
    pub fn href(&self, h: &Head) -> String {
        h.at(&self.step.place())
    }

    /// Who answers for it.
    pub fn who(&self, s: &Shell, h: &Head) -> String {
        let role = self.task.as_ref().map_or(self.step.rule().0, |task| task.role);
        let name = match role {
            Responsible::Owner => h.owner.as_str(),
            Responsible::Coordinator => h.coordinator.as_str(),
            _ => "",
        };
        format!("{} {name}", s.lang.say(role.name())).trim_end().to_owned()
    }

    /// Whether it should have been done by now.
    pub fn is_late(&self, s: &Shell) -> bool {
        self.is_open() && self.task.as_ref().and_then(|task| task.due_on).is_some_and(|due| due < s.today)
    }

    /// Until when it should be done, or what became of it.
    pub fn due(&self, s: &Shell) -> String {
        let Some(task) = &self.task else { return s.t("尚未开始", "Not begun").to_owned() };
        match (task.state, task.due_on) {
            (TaskState::Open, Some(due)) if self.is_late(s) => format!("{} {}", s.t("已逾期", "Overdue since"), s.day(due)),
            (TaskState::Open, Some(due)) => format!("{} {}", s.t("期限", "Due"), s.day(due)),
            (state, _) => s.lang.say(state.name()).to_owned(),
        }
    }

    /// Whether the reader can record it now.
    fn is_mine(&self, s: &Shell, h: &Head) -> bool {
        self.is_open()
            && queries::is_turn(&h.project, self.step)
            && s.me.as_ref().is_some_and(|me| me.may(self.step.deed(), h.standing).is_some())
    }

    /// What the button to its page says.
    pub fn button(&self, s: &Shell, h: &Head) -> &'static str {
        if self.is_mine(s, h) { s.lang.of("去记录", "Record it") } else { s.lang.of("查看", "View") }
    }

    /// The same for somebody who does not see the line.
    pub fn button_label(&self, s: &Shell, h: &Head) -> String {
        format!("{} {}", self.button(s, h), s.lang.say(self.step.name()))
    }
}

/// Something that the step is recorded for, and what was.
pub struct About {
    pub key: String,
    pub name: SubjectName,
    pub detail: String,
    /// Recorded in the round the project is in.
    pub recorded: bool,
    /// Whether it can still be recorded: it is no subject of an earlier version.
    pub current: bool,
    pub entries: Vec<Entry>,
}

impl About {
    /// The record that counts.
    pub fn newest(&self) -> Option<&Entry> {
        self.entries.first()
    }

    /// Those that it overtook.
    pub fn earlier(&self) -> &[Entry] {
        self.entries.get(1..).unwrap_or_default()
    }
}

/// The page of a step.
#[derive(Template)]
#[template(path = "projects/steps/show.html")]
pub struct Show {
    s: Shell,
    h: Head,
    step: Step,
    task: Option<Task>,
    abouts: Vec<About>,
    /// The one whose form is open.
    chosen: Option<usize>,
    /// Records of a step that is not done thing by thing.
    entries: Vec<Entry>,
    /// None: not the reader's to record, or not now.
    form: Option<Form>,
    /// The round of the record that the form was filled in with.
    filled_from: Option<i32>,
    /// What else the step waits for.
    wants: Vec<Pair>,
    /// Sections of the plan that are still empty, for 2.3.
    empty_sections: Vec<Section>,
    stage_lines: Vec<Line>,
}

impl Show {
    /// Reads a step of a project; `subject` is the one to record, `form` what was typed and refused.
    pub fn of(r: &mut Reading, number: &str, step: Step, subject: &str, form: Option<Form>) -> Result<Show> {
        let h = Head::of(r, number, tab(step))?;
        if per(step) == Per::Elsewhere {
            return None.or_not_found();
        }
        let tasks = h.tasks.iter().filter(|task| task.step == step.code());
        let task = tasks.max_by_key(|task| (task.state == TaskState::Open, task.opened_at)).cloned();
        let records = queries::of_step(r, &h.project.id, step)?;
        let thing_by_thing = !matches!(per(step), Per::Once | Per::Many);
        let abouts = if thing_by_thing { abouts(r, &h.project, step, records.clone(), h.names())? } else { Vec::new() };
        let may = r.me.may(step.deed(), h.standing).is_some() && queries::is_turn(&h.project, step);
        let chosen = choose(&abouts, subject, form.is_some());
        let newest = match (per(step), chosen) {
            (Per::Once, _) => records.first(),
            (Per::Many, _) => None,
            (_, Some(at)) => abouts.get(at).and_then(About::newest).map(|it| &it.record),
            (_, None) => None,
        };
        let filled_from = newest.map(|it| it.round).filter(|_| form.is_none());
        let can = may && (!thing_by_thing || chosen.is_some());
        let wants = if may { wants(r, &h.project, step, &abouts)? } else { Vec::new() };
        let blank = || match newest {
            Some(record) => Form::showing(filled(record, step), 0),
            None if per(step) == Per::Many => Form::showing(Fields::default().with("on", r.today.to_string()), 0),
            None => Form::blank(),
        };
        // What cannot be put down yet is not asked for; what somebody typed all the same is not lost.
        let form = (can && (form.is_some() || !waits(step, &wants))).then(|| form.unwrap_or_else(blank));
        let empty_sections = match step {
            Step::S2_3 => empty_sections(r, &h.project.id)?,
            _ => Vec::new(),
        };
        let (state, round) = (h.project.stage, h.project.round);
        let stage_lines = if queries::is_turn(&h.project, step) { queries::lines(&h.tasks, state, round) } else { Vec::new() };
        let entries = match thing_by_thing {
            true => Vec::new(),
            false => records.into_iter().map(|it| Entry::of(it, step, h.names())).collect(),
        };
        Ok(Show {
            s: r.shell()?,
            h,
            step,
            task,
            abouts,
            chosen,
            entries,
            form,
            filled_from,
            wants,
            empty_sections,
            stage_lines,
        })
    }

    fn inputs(&self) -> Vec<Input> {
        inputs(self.step, self.s.lang)
    }

    fn is_many(&self) -> bool {
        per(self.step) == Per::Many
    }

    fn is_thing_by_thing(&self) -> bool {
        !matches!(per(self.step), Per::Once | Per::Many)
    }

    fn action(&self) -> String {
        self.h.at(&format!("steps/{}", self.step.code()))
    }

    fn choose(&self, key: &str) -> String {
        let key: String = form_urlencoded::byte_serialize(key.as_bytes()).collect();
        format!("{}?subject={key}#record", self.action())
    }

    /// What the thing is called.
    fn title(&self, about: &About) -> String {
        let name = match &about.name {
            SubjectName::Typed(text) => text.as_str(),
            SubjectName::Ours(pair) => self.s.lang.say(*pair),
        };
        if per(self.step) != Per::Version {
            return name.to_owned();
        }
        let number = if about.current { &about.detail } else { name };
        match self.s.lang {
            Lang::Zh => format!("计划第 {number} 版"),
            Lang::En => format!("Plan version {number}"),
        }
    }

    fn has_detail(&self, about: &About) -> bool {
        per(self.step) != Per::Version && !about.detail.is_empty()
    }

    fn about(&self) -> Option<&About> {
        self.chosen.and_then(|at| self.abouts.get(at))
    }

    fn is_chosen(&self, at: &usize) -> bool {
        self.chosen == Some(*at) && self.form.is_some()
    }

    fn may_record(&self) -> bool {
        self.s.me.as_ref().is_some_and(|me| me.may(self.step.deed(), self.h.standing).is_some()) && self.is_turn()
    }

    fn is_turn(&self) -> bool {
        queries::is_turn(&self.h.project, self.step)
    }

    /// Recorded in this round already: to record it again is possible, but not what the page is for.
    fn is_recorded(&self) -> bool {
        match self.about() {
            Some(about) => about.recorded,
            None => !self.is_many() && self.entries.first().is_some_and(|it| it.record.round == self.h.project.round),
        }
    }

    /// Whether the form stands open.
    fn is_unfolded(&self) -> bool {
        !self.is_recorded() || self.form.as_ref().is_some_and(|it| !it.complaints.is_empty() || it.late)
    }

    fn recorded_count(&self) -> String {
        let all = self.abouts.iter().filter(|it| it.current).count();
        let done = self.abouts.iter().filter(|it| it.current && it.recorded).count();
        match self.s.lang {
            Lang::Zh => format!("本轮已记录 {done} 项，共 {all} 项"),
            Lang::En => format!("{done} of {all} recorded in this round"),
        }
    }

    fn doers(&self) -> String {
        doers(self.step).into_iter().map(|it| self.s.lang.say(it)).collect::<Vec<_>>().join(self.s.t("、", ", "))
    }

    /// Whether something is to be done first, on the page of the deliberation.
    fn waits(&self) -> bool {
        waits(self.step, &self.wants)
    }

    /// Why there is no form.
    fn why_not(&self) -> String {
        match (self.is_turn(), self.s.lang) {
            (false, Lang::Zh) if self.step == Step::S1_1 => "只有源自提案的指令，在草拟期间才作研判。".to_owned(),
            (false, Lang::En) if self.step == Step::S1_1 => {
                "Only a directive that grew out of a proposal is appraised, while it is being drafted.".to_owned()
            }
            (false, Lang::Zh) => "项目现在不在这一步所属的阶段，记录只供查阅。".to_owned(),
            (false, Lang::En) => "The project is not in this step's stage now; the records are for reading.".to_owned(),
            (true, Lang::Zh) => format!("这一步由{}记录。", self.doers()),
            (true, Lang::En) => format!("This step is recorded by: {}.", self.doers()),
        }
    }

    fn filled_note(&self) -> Option<String> {
        let round = self.filled_from?;
        Some(match (round == self.h.project.round, self.s.lang) {
            (true, Lang::Zh) => "已填入上次的记录；再次记录后以新的为准，原记录保留。".to_owned(),
            (true, Lang::En) => "Filled in with what was recorded last; the newer record counts, the older stays.".to_owned(),
            (false, Lang::Zh) => format!("已填入第 {round} 轮的记录，核对后可直接确认，也可修改。"),
            (false, Lang::En) => format!("Filled in with the record of round {round}: check it, then confirm or change it."),
        })
    }

    fn button(&self) -> &'static str {
        match self.filled_from {
            Some(round) if round != self.h.project.round => self.s.lang.of("确认并记录", "Confirm and record"),
            Some(_) => self.s.lang.of("重新记录", "Record again"),
            None => self.s.lang.of("记录", "Record"),
        }
    }

    fn drafts_plan(&self) -> bool {
        self.step == Step::S2_3
            && self.is_turn()
            && self.s.me.as_ref().is_some_and(|me| me.may(Deed::DraftPlan, self.h.standing).is_some())
    }

    fn can_conclude(&self) -> bool {
        let concludes = self.step != Step::S2_1 || self.h.standing.owns;
        concludes && self.is_many() && self.may_record() && self.is_task_open() && !self.entries.is_empty()
    }

    fn is_task_open(&self) -> bool {
        self.task.as_ref().is_some_and(|task| task.state == TaskState::Open)
    }

    fn is_late(&self) -> bool {
        self.is_task_open() && self.task.as_ref().and_then(|task| task.due_on).is_some_and(|due| due < self.s.today)
    }

    /// Who answers for it by name; empty where everybody with the role does.
    fn task_person(&self) -> &str {
        self.task.as_ref().map_or("", |task| self.h.some_name(&task.person_id))
    }

    fn done_by(&self) -> String {
        self.h.some_name(&self.task.as_ref().and_then(|task| task.done_by.clone())).to_owned()
    }

    /// Where the stage that the step belongs to is shown as a whole.
    fn stage_page(&self) -> (String, &'static str) {
        let tab = tab(self.step);
        (self.h.at(tab.place()), self.s.lang.say(tab.name()))
    }

    fn conclude_confirm(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("「{}」已记录 {} 条，确认完成这一步？", self.step.name().0, self.entries.len()),
            Lang::En => format!("{} entries in “{}”: is the step done?", self.entries.len(), self.step.name().1),
        }
    }

    fn sections(&self) -> String {
        self.empty_sections.iter().map(|it| self.s.lang.say(it.name())).collect::<Vec<_>>().join(self.s.t("、", ", "))
    }
}

/// Whether a step is not put down before what it wants is there: a hearing is closed whole.
fn waits(step: Step, wants: &[Pair]) -> bool {
    per(step) == Per::Version && !wants.is_empty()
}

/// The sections that the newest version of a plan still lacks; all of them if there is none.
fn empty_sections(conn: &mut Conn, project: &str) -> Result<Vec<Section>> {
    Ok(planning::queries::outline(conn, project)?.map_or(Section::ALL.to_vec(), |outline| outline.missing))
}

/// The tab under which a step's page stands.
const fn tab(step: Step) -> Tab {
    use Step::*;
    match step {
        S1_1 | S1_2 => Tab::Directive,
        S2_1 | S2_2 | S2_3 => Tab::Plan,
        S3_1 | S3_2 | S3_3 | S3_4 | S3_5 => Tab::Deliberation,
        S4_1 | S4_2 | S4_3 | S4_4 => Tab::Execution,
        S5_1 | S5_2 | S5_3 | S5_4 => Tab::Control,
        S6_1 | S6_2 | S6_3 => Tab::Monitoring,
        S7_1 | S7_2 | S7_3 => Tab::Proposals,
    }
}

/// The one asked for, else the first not recorded in this round.
fn choose(abouts: &[About], subject: &str, typed: bool) -> Option<usize> {
    let current = |about: &About| about.current;
    let asked = abouts.iter().position(|it| it.key == subject && current(it)).filter(|_| !subject.is_empty());
    let next = || abouts.iter().position(|it| current(it) && !it.recorded);
    match typed {
        true => asked,
        false => asked.or_else(next),
    }
}

/// What the step is recorded for, with what was; things of an earlier version come last.
fn abouts(
    conn: &mut Conn,
    project: &Project,
    step: Step,
    records: Vec<StepRecord>,
    names: &BTreeMap<String, String>,
) -> Result<Vec<About>> {
    let subjects = queries::subjects(conn, project, step)?;
    let mut keys: Vec<String> = records.iter().map(|it| it.subject.clone()).collect();
    keys.sort();
    keys.dedup();
    keys.retain(|key| subjects.iter().all(|it| it.key != *key));
    let earlier = queries::earlier_names(conn, step, &keys)?;
    let mut all: Vec<About> = subjects
        .into_iter()
        .map(|Subject { key, name, detail }| About { key, name, detail, recorded: false, current: true, entries: Vec::new() })
        .collect();
    all.extend(keys.into_iter().map(|key| {
        let name = SubjectName::Typed(earlier.get(&key).cloned().unwrap_or_default());
        About { key, name, detail: String::new(), recorded: false, current: false, entries: Vec::new() }
    }));
    for record in records {
        if let Some(about) = all.iter_mut().find(|it| it.key == record.subject) {
            about.recorded |= record.round == project.round;
            about.entries.push(Entry::of(record, step, names));
        }
    }
    Ok(all)
}

/// What has to be there before the step can be recorded.
fn wants(conn: &mut Conn, project: &Project, step: Step, abouts: &[About]) -> Result<Vec<Pair>> {
    let none = !abouts.iter().any(|it| it.current);
    Ok(match per(step) {
        Per::Source if none => vec![Pair(
            "还没有信息来源：请先由负责人或企划助理在 2.1 记录信息来源。",
            "There are no sources yet: the owner or the planning assistant records them in 2.1 first.",
        )],
        Per::Version => match abouts.iter().find(|it| it.current) {
            Some(_) if hearing_ahead(conn, &project.id)?.is_some() => vec![Pair(
                "论证会还没有开完：散会以后，再结束论证。",
                "Its meeting is not over: the hearing is closed once it is.",
            )],
            Some(version) => queries::hearing_wants(conn, project, &version.key)?.into_iter().collect(),
            None => vec![Pair("还没有报送论证的计划。", "No plan has been submitted for deliberation.")],
        },
        Per::Standard if none => {
            vec![Pair("批准的计划没有业绩标准。", "The approved plan has no performance standards.")]
        }
        Per::Milestone if none => vec![Pair("批准的计划没有里程碑。", "The approved plan has no milestones.")],
        _ => Vec::new(),
    })
}
