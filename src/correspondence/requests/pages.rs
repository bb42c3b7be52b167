//! The pages of requests.

use std::collections::BTreeMap;

use askama::Template;
use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{Advice, Request, RequestKind, RequestState};
use super::queries;
use crate::correspondence::answers::{self, Answered, COUNTED, LATELY, Times};
use crate::error::Result;
use crate::files;
use crate::files::model::{Attachment, SubjectKind};
use crate::lang::{Lang, Pair, working_days};
use crate::people;
use crate::policy::{Deed, Standing};
use crate::projects::authority::Matter;
use crate::projects::head::late_for;
use crate::projects::model::Project;
use crate::projects::queries::numbered;
use crate::store::Actor;
use crate::store::connection::Db;
use crate::store::office::Office;
use crate::store::schema::{people as people_table, projects, requests};
use crate::web::list::{PAGE, Pager, like, link};
use crate::web::workbook::{Sheet, Workbook};
use crate::web::{Fields, Form, Reading, Shell};

/// A line of the list: request, asker, project's number and name.
type Line = (Request, String, Option<(String, String)>);

/// All requests that the reader may see.
#[derive(Template)]
#[template(path = "requests/index.html")]
pub struct Index {
    s: Shell,
    lines: Vec<Line>,
    pager: Pager,
    query: Fields,
    /// How answers have come lately.
    clock: Answered,
}

/// How the answers of the last days came that the reader may see.
fn clock(r: &mut Reading) -> Result<Answered> {
    let (me, office) = (r.me.clone(), r.office.clone());
    let rows: Vec<Times> = requests::table
        .filter(queries::visible(&me))
        .filter(requests::answered_at.ge(r.now - chrono::Duration::days(LATELY)).assume_not_null())
        .order((requests::answered_at.desc(), requests::number))
        .limit(COUNTED)
        .select((requests::asked_at, requests::answered_at, requests::due_on))
        .load(&mut **r)?;
    Ok(Answered::of(&office, &rows))
}

/// The requests that an address asks for, as far as somebody may see them.
fn filtered(me: &Actor, query: &Fields) -> requests::BoxedQuery<'static, Db> {
    let mut rows = requests::table.filter(queries::visible(me)).into_boxed();
    if let Some(state) = RequestState::from_code(query.get("state")) {
        rows = rows.filter(requests::state.eq(state));
    }
    if let Some(kind) = RequestKind::from_code(query.get("kind")) {
        rows = rows.filter(requests::kind.eq(kind));
    }
    if query.get("mine") == "1" {
        rows = rows.filter(requests::asker_id.eq(me.id.clone()));
    }
    if !query.get("q").trim().is_empty() {
        let text = like(query.get("q"));
        let title = requests::title.like(text.clone()).escape('\\').or(requests::number.like(text).escape('\\'));
        let asker = requests::asker_id.eq_any(people::queries::named(query.get("q")));
        let project = requests::project_id.eq_any(numbered(query.get("q"))).assume_not_null();
        rows = rows.filter(title.or(asker).or(project));
    }
    rows
}

/// A page of them, what waits for an answer first, by its due date.
fn lines(r: &mut Reading, rows: requests::BoxedQuery<'static, Db>, from: i64, many: i64) -> Result<Vec<Line>> {
    Ok(rows
        .inner_join(people_table::table.on(people_table::id.eq(requests::asker_id)))
        .left_join(projects::table)
        .order((requests::answered_at.is_not_null(), requests::due_on, requests::number))
        .offset(from)
        .limit(many)
        .select((Request::as_select(), people_table::name, (projects::number, projects::name).nullable()))
        .load(&mut **r)?)
}

/// The most rows of a workbook.
const ROWS: i64 = 100_000;

/// `GET /requests.xlsx`: the same list, all of it, with what was answered.
pub fn workbook(r: &mut Reading, query: &Fields) -> Result<Workbook> {
    r.may_see(Deed::SeeProjects)?;
    let (me, office) = (r.me.clone(), r.office.clone());
    let lang = me.lang;
    let head = [
        ("编号", "Number"),
        ("请示事项", "Matter"),
        ("种类", "Kind"),
        ("紧急", "Urgent"),
        ("状态", "State"),
        ("请示人", "Asked by"),
        ("项目", "Project"),
        ("请示日期", "Asked on"),
        ("批示期限", "To be answered by"),
        ("批示日期", "Answered on"),
        ("用时（工作日）", "Working days taken"),
        ("请示什么", "What is asked"),
        ("我的建议", "What I propose"),
        ("批示", "Instruction"),
    ];
    let title = lang.of("请示", "Requests");
    let mut sheet = Sheet::new(title, &head.map(|(zh, en)| lang.of(zh, en)));
    for (it, asker, project) in lines(r, filtered(&me, query), 0, ROWS)? {
        let project = project.map_or(String::new(), |(number, name)| format!("{number} {name}"));
        sheet.row(vec![
            it.number.as_str().into(),
            it.title.as_str().into(),
            lang.say(it.kind.name()).into(),
            if it.urgent { lang.of("紧急", "Urgent") } else { "" }.into(),
            lang.say(it.state.name()).into(),
            asker.as_str().into(),
            project.as_str().into(),
            office.zone.day(it.asked_at).into(),
            it.due_on.into(),
            it.answered_at.map(|at| office.zone.day(at)).into(),
            took(&office, &it).into(),
            it.question.as_str().into(),
            it.proposal.as_str().into(),
            it.instruction.as_str().into(),
        ]);
    }
    Ok(Workbook::of(title, "requests", sheet))
}

impl Index {
    /// Reads one page of the list: what waits for an answer first, by its due date.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        r.may_see(Deed::SeeProjects)?;
        let me = r.me.clone();
        let total = filtered(&me, query).count().get_result(&mut **r)?;
        let pager = Pager::of("/requests", query, total);
        let lines = lines(r, filtered(&me, query), pager.offset(), PAGE)?;
        let clock = clock(r)?;
        Ok(Index { s: r.shell()?, lines, pager, query: query.clone(), clock })
    }

    /// The list as a workbook.
    fn export(&self) -> String {
        link("/requests.xlsx", &self.query.set("page", ""))
    }

    /// How fast answers have come lately; none where there was none.
    fn measured(&self) -> Option<String> {
        let Answered { count, late, .. } = self.clock;
        let mean = self.s.quantity(self.clock.mean()?);
        Some(match self.s.lang {
            Lang::Zh => format!("近 {LATELY} 天批示 {count} 件，平均用时 {mean} 个工作日，逾期 {late} 件"),
            Lang::En => format!("{count} answered in the last {LATELY} days, in {mean} working days on average, {late} late"),
        })
    }

    /// How many working days an answer took.
    fn took(&self, it: &Request) -> String {
        took(&self.s.office, it).map_or("—".to_owned(), |days| working_days(self.s.lang, days))
    }

    fn set(&self, name: &str, value: &str) -> String {
        link("/requests", &self.query.set(name, value).set("page", ""))
    }

    /// The states to choose from: address, name, whether it is the one chosen.
    fn states(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("state");
        let all = (self.set("state", ""), self.s.lang.say(Pair("全部", "All")), now.is_empty());
        let each =
            RequestState::ALL.iter().map(|it| (self.set("state", it.code()), self.s.lang.say(it.name()), now == it.code()));
        std::iter::once(all).chain(each).collect()
    }

    /// The kinds to choose from, each by itself.
    fn kinds(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("kind");
        let chip = |it: &RequestKind| {
            let on = now == it.code();
            (self.set("kind", if on { "" } else { it.code() }), self.s.lang.say(it.name()), on)
        };
        let mine = self.query.get("mine") == "1";
        let mine = (self.set("mine", if mine { "" } else { "1" }), self.s.lang.say(Pair("我的", "Mine")), mine);
        RequestKind::ALL.iter().map(chip).chain(std::iter::once(mine)).collect()
    }

    fn is_filtered(&self) -> bool {
        ["state", "kind", "mine", "q"].iter().any(|name| !self.query.get(name).trim().is_empty())
    }

    fn total(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("共 {} 件请示", self.pager.total),
            Lang::En => crate::lang::counted(self.pager.total, "request"),
        }
    }

    fn late(&self, it: &Request) -> Option<String> {
        late(&self.s, it)
    }

    fn tone(&self, it: &Request) -> &'static str {
        tone(it)
    }

    fn may_ask(&self) -> bool {
        self.s.may(Deed::AskRequest)
    }
}

fn tone(it: &Request) -> &'static str {
    match (it.state, it.granted) {
        (RequestState::Open, _) => "dawn",
        (RequestState::Withdrawn, _) => "",
        (_, Some(true)) => "good",
        _ => "late",
    }
}

/// How late its answer is; none where it is in time.
fn late(s: &Shell, it: &Request) -> Option<String> {
    let open = it.state == RequestState::Open && it.due_on < s.today;
    open.then(|| late_for(s, s.days_late(it.due_on)))
}

/// An amount of a matter as people read it.
fn amount(s: &Shell, matter: Matter, value: Option<i64>) -> String {
    match (matter, value) {
        (_, None) => "—".to_owned(),
        (Matter::Discount, Some(value)) => format!("{} %", s.quantity(value)),
        (_, Some(value)) => s.money(value),
    }
}

/// One request, on paper, with its instruction.
#[derive(Template)]
#[template(path = "requests/show.html")]
pub struct Show {
    s: Shell,
    it: Request,
    form: Form,
    project: Option<Project>,
    names: BTreeMap<String, String>,
    files: Vec<Attachment>,
    /// The contracts that were signed on its answer: number and title.
    contracts: Vec<(String, String)>,
    answers: bool,
    advice: Vec<Advice>,
    /// The advice as it is typed.
    advising: Form,
    /// The numbers of the meetings on whose agenda it stands or stood.
    agendas: Vec<String>,
}

impl Show {
    /// Reads a request that the reader may see; `form` is that of an answer that was refused.
    pub fn of(r: &mut Reading, number: &str, form: Option<Form>) -> Result<Show> {
        let me = r.me.clone();
        let it = queries::find(r, &me, number)?;
        let project = queries::project(r, &it)?;
        let answers = me.may(Deed::AnswerRequest, queries::standing(&me, &it, project.as_ref())).is_some();
        let advice = queries::advice_on(r, &it.id)?;
        let agendas = queries::agendas_of(r, &it.id)?;
        let (form, advising) = match form {
            Some(form) if form.fields.has("advice") => (None, form),
            form => (form, Form::blank()),
        };
        let version = advice.iter().find(|it| it.given_at.is_none()).map_or(0, |it| it.version);
        let advising = Form { version, ..advising };
        let fields = Fields::default().with("up_to", it.up_to.map_or(String::new(), plain));
        let theirs = Fields::default().with("instruction", &it.instruction);
        let form = match form {
            Some(form) => form.against(&theirs, it.version, &[("instruction", Pair("批示", "Instruction"))]),
            None => Form::showing(fields, it.version),
        };
        let files = files::queries::of(r, SubjectKind::Request, std::slice::from_ref(&it.id))?;
        let contracts = queries::contracts_on(r, &it.id)?;
        let (names, s) = (people::queries::names(r)?, r.shell()?);
        Ok(Show { names, s, answers, it, form, project, files, contracts, advice, advising, agendas })
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("—", String::as_str)
    }

    fn answered_by(&self) -> String {
        let person = self.it.answered_by.as_deref().map_or("—", |id| self.name(id));
        self.s.signed(person, self.it.acting_for_id.as_deref().map(|id| self.name(id)))
    }

    fn is_open(&self) -> bool {
        self.it.state == RequestState::Open
    }

    fn may_answer(&self) -> bool {
        self.answers && self.is_open()
    }

    /// Whether the commander may ask the planning assistants: one question at a time.
    fn may_pass_on(&self) -> bool {
        self.may_answer() && self.advice.iter().all(|it| it.given_at.is_some())
    }

    /// The advice that the reader is to give.
    fn to_give(&self) -> Option<&Advice> {
        let may = self.s.may(Deed::AdviseRequest) && !self.is_mine() && self.is_open();
        self.advice.iter().find(|it| may && it.given_at.is_none())
    }

    /// Whether the reader may put it on an agenda: the asker, or whoever arranges meetings.
    fn may_put(&self) -> bool {
        self.is_open() && (self.is_mine() || self.s.may(Deed::ArrangeMeeting))
    }

    fn asked_advice(&self, it: &Advice) -> String {
        self.s.signed(self.name(&it.asked_by), it.acting_for_id.as_deref().map(|id| self.name(id)))
    }

    fn given_by(&self, it: &Advice) -> &str {
        it.given_by.as_deref().map_or("—", |id| self.name(id))
    }

    fn is_mine(&self) -> bool {
        self.s.me.as_ref().is_some_and(|me| me.id == self.it.asker_id)
    }

    fn may_confirm(&self) -> bool {
        self.is_mine() && self.it.state == RequestState::Answered
    }

    fn may_withdraw(&self) -> bool {
        self.is_mine() && self.is_open()
    }

    /// What is asked before it is taken back.
    fn withdrawing(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("撤回请示 {} {}？", self.it.number, self.it.title),
            Lang::En => format!("Withdraw the request {} {}?", self.it.number, self.it.title),
        }
    }

    fn late(&self) -> Option<String> {
        late(&self.s, &self.it)
    }

    fn tone(&self) -> &'static str {
        tone(&self.it)
    }

    fn matter(&self) -> Option<&'static str> {
        self.it.matter().map(|it| self.s.lang.say(it.name()))
    }

    /// How far the answer reaches.
    fn scope(&self) -> &'static str {
        self.it.matter().map_or("", |it| self.s.lang.say(it.scope()))
    }

    fn limit(&self) -> String {
        let limit = self.it.matter().zip(self.project.as_ref()).and_then(|(matter, project)| matter.limit(project));
        self.it.matter().map_or(String::new(), |matter| amount(&self.s, matter, limit))
    }

    fn asked(&self) -> String {
        self.it.matter().map_or(String::new(), |matter| amount(&self.s, matter, self.it.up_to))
    }

    fn granted(&self) -> String {
        self.it.matter().map_or(String::new(), |matter| amount(&self.s, matter, self.it.granted_up_to))
    }

    fn unit(&self) -> &'static str {
        unit(&self.s, self.it.matter())
    }

    fn verdict(&self) -> &'static str {
        match self.it.granted {
            Some(true) => self.s.t("同意", "Granted"),
            _ => self.s.t("不同意", "Not granted"),
        }
    }

    fn verdicts(&self) -> Vec<(&'static str, &'static str)> {
        vec![("granted", self.s.t("同意", "Granted")), ("refused", self.s.t("不同意", "Not granted"))]
    }

    /// How many working days the answer took.
    fn took(&self) -> Option<String> {
        let days = working_days(self.s.lang, took(&self.s.office, &self.it)?);
        Some(match self.s.lang {
            Lang::Zh => format!("用时 {days}"),
            Lang::En => format!("took {days}"),
        })
    }
}

/// How many working days the answer to a request took; none while there is none. Answered on the day it was asked: 0.
fn took(office: &Office, it: &Request) -> Option<i64> {
    answers::took(office, it.asked_at, it.answered_at)
}

fn unit(s: &Shell, matter: Option<Matter>) -> &'static str {
    match matter {
        Some(Matter::Discount) => "%",
        _ => s.t("元", "yuan"),
    }
}

/// Hundredths as a form takes them: `1200.50`.
fn plain(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// The form of a new request.
#[derive(Template)]
#[template(path = "requests/edit.html")]
pub struct Edit {
    s: Shell,
    form: Form,
    projects: Vec<(String, String)>,
}

impl Edit {
    /// Begins a request, as a link to it says or as it was refused.
    pub fn of(r: &mut Reading, form: Form) -> Result<Edit> {
        r.may(Deed::AskRequest, Standing::NONE)?;
        let me = r.me.clone();
        let projects = queries::projects_of(r, &me)?;
        Ok(Edit { s: r.shell()?, projects, form })
    }

    fn kinds(&self) -> Vec<(&'static str, &'static str)> {
        RequestKind::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    fn matters(&self) -> Vec<(&'static str, &'static str)> {
        Matter::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    fn project_choices(&self) -> Vec<(String, String)> {
        self.projects.iter().map(|(number, name)| (number.clone(), format!("{number} {name}"))).collect()
    }

    /// The day until which an answer is due, ordinarily.
    fn due(&self) -> String {
        let days = u32::try_from(self.s.office.setting(crate::store::office::Setting::DaysRequest)).unwrap_or(0);
        let day: NaiveDate = self.s.office.calendar.add_working_days(self.s.today, days);
        self.s.day(day)
    }
}
