//! A solution with its editions, as it is offered and printed; and the form of an edition.

use askama::Template;

use super::discount::discount;
use super::queries::Parties;
use super::{forms, queries};
use crate::customers::model::{Customer, EditionState, Solution, SolutionEdition};
use crate::customers::objections;
use crate::customers::targets;
use crate::error::{OrNotFound, Result};
use crate::lang::Lang;
use crate::money::Money;
use crate::policy::{Deed, Standing};
use crate::projects::authority::{self, Limits, Matter};
use crate::projects::execution::work::Work;
use crate::projects::model::Project;
use crate::projects::queries::find as find_project;
use crate::web::{Form, Reading, Shell};

/// How a badge of an edition's state looks.
pub fn tone(state: EditionState) -> &'static str {
    match state {
        EditionState::Draft => "",
        EditionState::Offered => "dawn",
        EditionState::Accepted => "good",
        EditionState::Declined => "late",
    }
}

/// The discount of an edition that is not offered yet, where it goes beyond the directive's limit, which is what a request is
/// asked about.
fn over(project: &Project, it: &SolutionEdition) -> Option<i64> {
    let limit = project.limit_discount.unwrap_or(0);
    discount(it.list_fen, it.price_fen).filter(|discount| *discount > limit && it.state == EditionState::Draft)
}

/// What was typed into one of the forms and refused: about the draft, which is offered or dropped, or the customer's answer.
pub enum Typed {
    Nothing,
    Draft(Form),
    Answer(Form),
}

/// A solution.
#[derive(Template)]
#[template(path = "solutions/show.html")]
pub struct Show {
    s: Shell,
    solution: Solution,
    project: Project,
    customer: Customer,
    /// The newest first.
    editions: Vec<SolutionEdition>,
    /// The one that is shown.
    shown: SolutionEdition,
    /// As they stood when the edition shown was offered; of a draft as they stand now.
    parties: Parties,
    draft: Form,
    answer: Form,
    executes: bool,
    /// How far the project may go now; read where the edition shown goes beyond the directive's limit.
    limits: Limits,
}

impl Show {
    /// Reads a solution whose project the reader may see; of its editions the one asked for, else the newest.
    pub fn of(r: &mut Reading, number: &str, edition: Option<i32>, typed: Typed) -> Result<Show> {
        r.may_see(Deed::SeeCustomers)?;
        let me = r.me.clone();
        let (solution, project, customer) = queries::find(r, &me, number)?;
        let editions = queries::editions(r, &solution.id)?;
        let newest = editions.first().cloned().or_not_found()?;
        let shown = match edition {
            Some(edition) => editions.iter().find(|it| it.edition == edition).cloned().or_not_found()?,
            None => newest.clone(),
        };
        let now = queries::parties(r, &project, &solution)?;
        let parties = match &shown.offered_to {
            Some(to) => Parties {
                to: to.clone(),
                person: shown.offered_to_person.clone().unwrap_or_default(),
                by: shown.offered_by.clone().unwrap_or_default(),
            },
            None => now,
        };
        // What is sent again is sent about the edition as it is now.
        let (draft, answer) = match typed {
            Typed::Nothing => (Form::default(), Form::default()),
            Typed::Draft(form) => (form, Form::default()),
            Typed::Answer(form) => (Form::default(), form),
        };
        let offered = queries::offered(&editions).map_or(0, |it| it.version);
        let (draft, answer) = (Form { version: newest.version, ..draft }, Form { version: offered, ..answer });
        let standing = Standing { owns: project.owner_id == me.id, ..Standing::NONE };
        let executes = me.may(Deed::Execute, standing).is_some();
        let limits = match over(&project, &shown) {
            Some(_) => authority::limits(r, &me, &project)?,
            None => Limits::default(),
        };
        let s = r.shell()?;
        Ok(Show { s, solution, project, customer, editions, shown, parties, draft, answer, executes, limits })
    }

    fn newest(&self) -> &SolutionEdition {
        self.editions.first().unwrap_or(&self.shown)
    }

    fn is_newest(&self) -> bool {
        self.newest().id == self.shown.id
    }

    fn tone(&self, it: &SolutionEdition) -> &'static str {
        tone(it.state)
    }

    fn may_write(&self) -> bool {
        self.executes && Work::Undertake.is_on(&self.project)
    }

    fn may_offer(&self) -> bool {
        self.may_write() && self.newest().state == EditionState::Draft && self.is_newest()
    }

    /// Whether the draft shown can be dropped: it is that of a next edition.
    fn may_drop(&self) -> bool {
        let is_next = self.newest().state == EditionState::Draft && self.newest().edition > 1;
        self.executes && Work::Carry.is_on(&self.project) && is_next && self.is_newest()
    }

    /// The edition that waits for the customer's answer, on its own page and on that of the draft after it.
    fn answerable(&self) -> Option<&SolutionEdition> {
        let offered = queries::offered(&self.editions).filter(|it| it.state == EditionState::Offered)?;
        let here = self.shown.id == offered.id || self.is_newest();
        (self.executes && Work::Carry.is_on(&self.project) && here).then_some(offered)
    }

    /// What the customer has before them while a newer edition is drafted that is shown instead.
    fn before_them(&self) -> Option<&SolutionEdition> {
        let drafted = self.shown.state == EditionState::Draft;
        queries::offered(&self.editions).filter(|_| drafted)
    }

    fn dropping(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("放弃「{}」{}的草稿？", self.solution.title, self.edition(self.newest())),
            Lang::En => format!("Drop the draft of “{}”, {}?", self.solution.title, self.edition(self.newest()).to_lowercase()),
        }
    }

    /// Where the contract is drafted that grows out of the edition shown, once the customer accepted it.
    fn contract(&self) -> Option<String> {
        let accepted = self.may_write() && self.shown.state == EditionState::Accepted;
        accepted.then(|| self.project.at(&format!("contracts/new?edition={}", self.shown.id)))
    }

    /// What the button to write says: the draft goes on, or the next edition begins.
    fn writing(&self) -> &'static str {
        match self.newest().state {
            EditionState::Draft => self.s.t("修改草稿", "Change the draft"),
            _ => self.s.t("编写新版本", "Write a new edition"),
        }
    }

    fn edition(&self, it: &SolutionEdition) -> String {
        match self.s.lang {
            Lang::Zh => format!("第 {} 版", it.edition),
            Lang::En => format!("Edition {}", it.edition),
        }
    }

    fn discount(&self, it: &SolutionEdition) -> String {
        discount(it.list_fen, it.price_fen).map_or_else(|| "—".to_owned(), |it| format!("{} %", self.s.quantity(it)))
    }

    /// Whether an answered request allows the discount of the edition shown.
    fn covered(&self) -> bool {
        let allowed = self.limits.of(Matter::Discount).unwrap_or(0);
        over(&self.project, &self.shown).is_some_and(|discount| discount <= allowed)
    }

    /// Whether the discount goes beyond the directive's limit, and what that means.
    fn beyond(&self) -> Option<String> {
        over(&self.project, &self.shown)?;
        let (is, most) = (self.discount(&self.shown), self.limits.said(&self.s, Matter::Discount));
        Some(match (self.s.lang, self.covered()) {
            (Lang::Zh, false) => format!("折扣 {is}，超出授权限额 {most}：须先请示总指挥。"),
            (Lang::En, false) => format!("A discount of {is} is beyond the limit of {most}: ask the commander first."),
            (Lang::Zh, true) => format!("折扣 {is}，超出指令的限额；现在的限额为 {most}，可以提交客户。"),
            (Lang::En, true) => {
                format!("A discount of {is} is beyond the directive's limit; the limit is {most} now, so it may be offered.")
            }
        })
    }

    /// Where the discount is asked for, by whoever may offer it.
    fn asking(&self) -> Option<String> {
        let discount = over(&self.project, &self.shown).filter(|_| self.may_offer() && !self.covered())?;
        Some(authority::asking(&self.project, Matter::Discount, discount))
    }

    fn capitals(&self) -> String {
        format!("人民币{}", Money(self.shown.price_fen).daxie())
    }

    fn is_over(&self) -> bool {
        self.shown.state == EditionState::Offered && self.shown.valid_until < self.s.today
    }

    fn customer_page(&self) -> String {
        self.project.at(&format!("customers/{}", self.customer.number))
    }

    fn verdicts(&self) -> Vec<(&'static str, &'static str)> {
        vec![
            ("accepted", self.s.lang.say(EditionState::Accepted.name())),
            ("declined", self.s.lang.say(EditionState::Declined.name())),
        ]
    }

    fn offering(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("提交「{}」{}？提交之后这一版不再改动。", self.solution.title, self.edition(self.newest())),
            Lang::En => format!(
                "Offer “{}”, {}? It stays as it is from then on.",
                self.solution.title,
                self.edition(self.newest()).to_lowercase()
            ),
        }
    }
}

/// The form of an edition: of a new solution, of a draft, of the next edition.
#[derive(Template)]
#[template(path = "solutions/edit.html")]
pub struct Edit {
    s: Shell,
    project: Project,
    customer: Customer,
    /// None: a new solution.
    solution: Option<Solution>,
    edition: i32,
    form: Form,
    limits: Limits,
}

impl Edit {
    /// The form of a new solution; `objection` is the id of the one that it answers.
    pub fn begin(r: &mut Reading, number: &str, customer: &str, objection: &str, typed: Option<Form>) -> Result<Edit> {
        r.may_see(Deed::SeeCustomers)?;
        let me = r.me.clone();
        let project = find_project(r, &me, number)?;
        let (_, customer) = targets::queries::find(r, &project.id, customer)?;
        r.may(Deed::Execute, project.standing(&me, ""))?;
        let answered = match objection {
            "" => None,
            id => Some(objections::queries::find(r, &project.id, &id.replace('\0', ""))?),
        };
        let form = typed.unwrap_or_else(|| forms::begun(r.today, answered.as_ref()));
        let limits = authority::limits(r, &me, &project)?;
        Ok(Edit { s: r.shell()?, project, customer, solution: None, edition: 1, form, limits })
    }

    /// The form of a solution's draft, or of the edition after the one that was offered.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Edit> {
        r.may_see(Deed::SeeCustomers)?;
        let me = r.me.clone();
        let (solution, project, customer) = queries::find(r, &me, number)?;
        r.may(Deed::Execute, project.standing(&me, ""))?;
        let newest = queries::editions(r, &solution.id)?.into_iter().next().or_not_found()?;
        let filled = forms::filled(&newest);
        let (edition, version) = match newest.state {
            EditionState::Draft => (newest.edition, newest.version),
            _ => (newest.edition + 1, 0),
        };
        let form = match typed {
            Some(form) => form.against(&filled, version, forms::FIELDS),
            None => Form::showing(filled, version),
        };
        let limits = authority::limits(r, &me, &project)?;
        Ok(Edit { s: r.shell()?, project, customer, solution: Some(solution), edition, form, limits })
    }

    fn is_open(&self) -> bool {
        Work::Undertake.is_on(&self.project)
    }

    fn action(&self) -> String {
        match &self.solution {
            Some(solution) => format!("/solutions/{}/editions", solution.number),
            None => self.project.at(&format!("customers/{}/solutions", self.customer.number)),
        }
    }

    fn customer_page(&self) -> String {
        self.project.at(&format!("customers/{}", self.customer.number))
    }

    fn back(&self) -> String {
        match &self.solution {
            Some(solution) => format!("/solutions/{}", solution.number),
            None => self.customer_page(),
        }
    }

    fn title(&self) -> String {
        match (&self.solution, self.s.lang) {
            (None, lang) => lang.of("新方案", "A new solution").to_owned(),
            (Some(it), Lang::Zh) => format!("{}：第 {} 版", it.title, self.edition),
            (Some(it), Lang::En) => format!("{}: edition {}", it.title, self.edition),
        }
    }

    fn limit(&self) -> String {
        let limit = self.limits.said(&self.s, Matter::Discount);
        match self.s.lang {
            Lang::Zh => format!("折扣 ＝（目录价 − 报价）÷ 目录价；授权限额 {limit}，超出须先请示。"),
            Lang::En => format!("Discount = (list price − price) ÷ list price; beyond the limit of {limit} ask first."),
        }
    }
}
