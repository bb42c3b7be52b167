//! The list of objections, a new one, and one with what became of it.

use std::collections::HashSet;

use askama::Template;
use diesel::prelude::*;
use memchr::memmem::Finder;

use super::forms;
use super::queries::{self, Counted, Filter, Line, Part, Said, late_since};
use crate::customers::activities;
use crate::customers::meant::{Meant, Sought};
use crate::customers::model::{Customer, Objection, ObjectionKind, ObjectionState, Weight};
use crate::customers::targets;
use crate::error::{OrNotFound, Result};
use crate::lang::{Lang, Pair};
use crate::policy::{Deed, Standing};
use crate::projects::execution::work::Work;
use crate::projects::head::{Head, Tab, late_for};
use crate::store::schema::customers;
use crate::web::list::{PAGE, Pager, link};
use crate::web::workbook::{Cell, Sheet, Workbook};
use crate::web::{Fields, Form, Reading, Shell};
use crate::words::Role;

/// How a badge of an objection's state looks.
pub fn tone(it: &Objection) -> &'static str {
    match (it.state, it.overcome) {
        (ObjectionState::Settled, Some(true)) => "good",
        (ObjectionState::Settled, _) => "late",
        _ => "dawn",
    }
}

/// How late an objection is, in words; none where it is not.
fn late(s: &Shell, it: &Objection) -> Option<String> {
    let days = s.days_late(queries::due_on(&s.office.calendar, it));
    (it.state != ObjectionState::Settled && days > 0).then(|| late_for(s, days))
}

/// What an address asks for.
fn sifted(r: &mut Reading, query: &Fields) -> Result<Filter> {
    r.may_see(Deed::SeeCustomers)?;
    let me = r.me.clone();
    activities::queries::sees(&me).or_not_found()?;
    let part = match query.get("show") {
        "late" => Part::Late,
        "all" => Part::All,
        code => ObjectionState::from_code(code).map_or(Part::Open, Part::At),
    };
    let meant = Meant::if_asked(r, query.get("q"))?;
    let tells = |it: &Said, text: &Finder, customers: &HashSet<&str>| {
        customers.contains(&*it.customer_id) || text.find(it.text.as_bytes()).is_some()
    };
    Ok(Filter {
        part,
        weight: Weight::from_code(query.get("weight")),
        kind: ObjectionKind::from_code(query.get("kind")),
        owner: (query.get("mine") == "1").then(|| me.id.clone()),
        found: meant.map(|meant| Sought::among(r, meant, tells)).transpose()?,
    })
}

/// The most rows of a workbook.
const MOST: i64 = 20_000;

/// The list as a workbook.
pub fn workbook(r: &mut Reading, query: &Fields) -> Result<Workbook> {
    let filter = sifted(r, query)?;
    let since = late_since(&r.office.calendar, r.today);
    let lines = filter.lines(r, since, 0, MOST)?;
    let lang = r.me.lang;
    let name = lang.of("客户异议", "Objections");
    let head = [
        lang.of("提出日期", "Raised on"),
        lang.of("客户", "Customers"),
        lang.of("项目", "Projects"),
        lang.of("项目编号", "Project number"),
        lang.of("种类", "Kind"),
        lang.of("轻重", "Weight"),
        lang.of("客户怎么说", "What the customer says"),
        lang.of("状态", "State"),
        lang.of("解决方案", "Solution"),
        lang.of("客户的答复", "The customer's answer"),
        lang.of("项目负责人", "Project owner"),
    ];
    let mut sheet = Sheet::new(name, &head);
    for Line { objection, customer_name, project, project_name, owner, .. } in lines {
        sheet.row(vec![
            Cell::from(objection.raised_on),
            Cell::from(customer_name),
            Cell::from(project_name),
            Cell::from(project),
            Cell::from(lang.say(objection.kind.name())),
            Cell::from(lang.say(objection.weight.name())),
            Cell::from(objection.said),
            Cell::from(lang.say(objection.state.name())),
            Cell::from(objection.design),
            Cell::from(objection.outcome),
            Cell::from(owner),
        ]);
    }
    Ok(Workbook::of(name, "objections", sheet))
}

/// The department's objections.
#[derive(Template)]
#[template(path = "objections/index.html")]
pub struct Index {
    s: Shell,
    lines: Vec<Line>,
    counted: Counted,
    pager: Pager,
    query: Fields,
}

impl Index {
    /// Reads one page of the list, the oldest open one first.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        let filter = sifted(r, query)?;
        let since = late_since(&r.office.calendar, r.today);
        let counted = Counted::of(r, since)?;
        let count = match counted.lines(&filter) {
            Some(count) => count,
            None => filter.count(r, since)?,
        };
        let pager = Pager::of("/objections", query, count);
        let lines = filter.lines(r, since, pager.offset(), PAGE)?;
        Ok(Index { s: r.shell()?, lines, counted, pager, query: query.clone() })
    }

    /// The parts of the list: address, name, how many, whether it is the one chosen.
    fn chips(&self) -> Vec<(String, &'static str, Option<i64>, bool)> {
        let now = self.query.get("show");
        let counted = &self.counted;
        let mut parts =
            vec![("", Pair("未了结", "Not settled"), counted.open()), ("late", Pair("逾期", "Overdue"), counted.late)];
        parts.extend(ObjectionState::ALL.iter().map(|it| (it.code(), it.name(), counted.at(*it))));
        // Those that a project left open when it ended are among all of them only.
        parts.push(("all", Pair("全部", "All"), -1));
        let chip = |(code, name, count): (&str, Pair, i64)| {
            let href = link("/objections", &self.query.set("show", code).set("page", ""));
            (href, self.s.lang.say(name), (count >= 0).then_some(count), now == code)
        };
        parts.into_iter().map(chip).collect()
    }

    fn kinds(&self) -> Vec<(&'static str, &'static str)> {
        ObjectionKind::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    fn weights(&self) -> Vec<(&'static str, &'static str)> {
        Weight::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    fn is_chosen(&self, name: &str, code: &str) -> bool {
        self.query.get(name) == code
    }

    fn xlsx(&self) -> String {
        link("/objections.xlsx", &self.query.set("page", ""))
    }

    fn is_filtered(&self) -> bool {
        ["weight", "kind", "mine", "q"].iter().any(|it| !self.query.get(it).is_empty())
    }

    fn is_sales(&self) -> bool {
        self.s.me.as_ref().is_some_and(|me| me.is(Role::Sales))
    }

    fn total(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("共 {} 条异议", self.pager.total),
            Lang::En => crate::lang::counted(self.pager.total, "objection"),
        }
    }

    fn late_of(&self, it: &Line) -> Option<String> {
        late(&self.s, &it.objection).filter(|_| it.running)
    }

    fn tone(&self, it: &Objection) -> &'static str {
        tone(it)
    }
}

/// A new objection.
#[derive(Template)]
#[template(path = "objections/new.html")]
pub struct New {
    s: Shell,
    h: Head,
    customer: Customer,
    form: Form,
}

impl New {
    /// The form; with what was heard in an activity, or with what was typed and refused.
    pub fn of(r: &mut Reading, number: &str, customer: &str, activity: &str, typed: Option<Form>) -> Result<New> {
        r.may_see(Deed::SeeCustomers)?;
        let h = Head::of(r, number, Tab::Customers)?;
        let (target, customer) = targets::queries::find(r, &h.project.id, customer)?;
        r.may(Deed::Execute, h.standing)?;
        let heard = match activity {
            "" => None,
            id => {
                let me = r.me.clone();
                Some(activities::queries::find(r, &me, &id.replace('\0', ""))?).filter(|it| it.target_id == target.id)
            }
        };
        let form = typed.unwrap_or_else(|| forms::begun(r.today, heard.as_ref()));
        Ok(New { s: r.shell()?, h, customer, form })
    }

    fn back(&self) -> String {
        self.h.at(&format!("customers/{}", self.customer.number))
    }

    fn is_open(&self) -> bool {
        Work::Carry.is_on(&self.h.project)
    }

    fn kinds(&self) -> Vec<(&'static str, &'static str)> {
        ObjectionKind::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    fn weights(&self) -> Vec<(&'static str, &'static str)> {
        Weight::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }
}

/// What was typed into one of the forms and refused.
pub enum Typed {
    Nothing,
    Question(Form),
    Design(Form),
    Outcome(Form),
}

/// One objection.
#[derive(Template)]
#[template(path = "objections/show.html")]
pub struct Show {
    s: Shell,
    h: Head,
    objection: Objection,
    customer: Customer,
    question: Form,
    design: Form,
    outcome: Form,
    executes: bool,
    designs: bool,
}

impl Show {
    /// Reads an objection of a project that the reader may see.
    pub fn of(r: &mut Reading, number: &str, id: &str, typed: Typed) -> Result<Show> {
        r.may_see(Deed::SeeCustomers)?;
        let h = Head::of(r, number, Tab::Customers)?;
        let objection = queries::find(r, &h.project.id, id)?;
        let customer: Customer = customers::table.find(&objection.customer_id).select(Customer::as_select()).first(&mut **r)?;
        let shown = || Form::showing(forms::filled(&objection), objection.version);
        let lang = r.me.lang;
        let against = |form: Form| {
            let form = form.against(&forms::filled(&objection), objection.version, forms::FIELDS);
            form.in_words(|field, value| forms::spoken(lang, field, value))
        };
        let (mut question, mut design, mut outcome) = (shown(), shown(), shown());
        match typed {
            Typed::Nothing => {}
            Typed::Question(form) => question = against(form),
            Typed::Design(form) => design = against(form),
            Typed::Outcome(form) => outcome = against(form),
        }
        Ok(Show {
            executes: r.me.may(Deed::Execute, h.standing).is_some(),
            designs: r.me.may(Deed::DesignSolution, Standing::NONE).is_some(),
            s: r.shell()?,
            h,
            objection,
            customer,
            question,
            design,
            outcome,
        })
    }

    fn customer_page(&self) -> String {
        self.h.at(&format!("customers/{}", self.customer.number))
    }

    fn tone(&self) -> &'static str {
        tone(&self.objection)
    }

    fn late(&self) -> Option<String> {
        late(&self.s, &self.objection).filter(|_| self.is_on())
    }

    fn due(&self) -> String {
        self.s.day(queries::due_on(&self.s.office.calendar, &self.objection))
    }

    fn is_settled(&self) -> bool {
        self.objection.state == ObjectionState::Settled
    }

    fn is_on(&self) -> bool {
        Work::Carry.is_on(&self.h.project)
    }

    fn may_pass(&self) -> bool {
        self.executes && self.is_on() && self.objection.state == ObjectionState::Open
    }

    fn may_design(&self) -> bool {
        self.designs && self.is_on() && self.objection.state == ObjectionState::Passed
    }

    fn may_settle(&self) -> bool {
        self.executes && self.is_on() && !self.is_settled()
    }

    /// Whether the solution that came back can be put into an offer.
    fn may_offer(&self) -> bool {
        self.executes && Work::Undertake.is_on(&self.h.project) && self.objection.state == ObjectionState::Designed
    }

    /// What happens now, in a sentence.
    fn now(&self) -> &'static str {
        let s = &self.s;
        match (self.objection.state, self.objection.weight) {
            (ObjectionState::Open, Weight::Serious) => s.t(
                "重大异议：请转专业人员设计方案，或由负责人直接答复了结。",
                "A serious objection: pass it to the specialists, or answer and settle it.",
            ),
            (ObjectionState::Open, Weight::Minor) => {
                s.t("由负责人答复客户，然后了结。", "The owner answers the customer, and settles it.")
            }
            (ObjectionState::Passed, _) => s.t("等待专业人员设计方案。", "The specialists are designing a solution."),
            (ObjectionState::Designed, _) => s.t(
                "方案已回：由负责人带回客户，记录客户的答复。",
                "The solution is back: the owner takes it to the customer and records the answer.",
            ),
            (ObjectionState::Settled, _) => s.t("异议已经了结。", "The objection has been settled."),
        }
    }

    fn verdicts(&self) -> Vec<(&'static str, &'static str)> {
        vec![("yes", self.s.t("已消除", "Overcome")), ("no", self.s.t("未消除", "Not overcome"))]
    }
}
