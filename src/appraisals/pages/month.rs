//! One month of a member: the figures, the sheet of the formula, the commander's evaluation.

use askama::Template;

use crate::appraisals::months::{self, Figures, figures};
use crate::appraisals::queries;
use crate::calendar::Month as OfYear;
use crate::error::{OrNotFound, Result};
use crate::people::model::Person;
use crate::policy::Deed;
use crate::projects::evaluation::forms;
use crate::projects::evaluation::formula::OF_MONTHS;
use crate::projects::evaluation::model::{seal, weights_now};
use crate::projects::evaluation::queries::{Edition, Of, editions};
use crate::projects::evaluation::sheet::Sheet;
use crate::projects::focus;
use crate::projects::model::Project;
use crate::web::workbook::Workbook;
use crate::web::{Fields, Form, Reading, Shell};

/// The page.
#[derive(Template)]
#[template(path = "appraisals/month.html")]
pub struct Month {
    s: Shell,
    person: Person,
    month: OfYear,
    figures: Figures,
    projects: Vec<Project>,
    /// By the records of now.
    today: Sheet,
    evaluation: Option<Edition>,
    frozen: Option<Sheet>,
    earlier: Vec<Edition>,
    may: bool,
    form: Form,
    /// What was typed with a form that is open no more.
    kept: Vec<String>,
    seal: String,
}

/// The month of an address, from the one in which the member joined to this one.
fn month_of(r: &Reading, person: &Person, text: &str) -> Result<OfYear> {
    let month = focus::pages::month(text).or_not_found()?;
    let joined = OfYear::of(queries::joined(person, r.office.zone));
    (joined <= month && month <= OfYear::of(r.today)).then_some(month).or_not_found()
}

struct Found {
    person: Person,
    month: OfYear,
    projects: Vec<Project>,
    today: Sheet,
    evaluation: Option<Edition>,
    frozen: Option<Sheet>,
    earlier: Vec<Edition>,
}

fn found(r: &mut Reading, username: &str, month: &str) -> Result<Found> {
    let (me, today, office) = (r.me.clone(), r.today, r.office.clone());
    let person = queries::member(r, &me, username)?;
    let month = month_of(r, &person, month)?;
    let mut editions = editions(r, Of::Month(&person.id, month))?;
    let evaluation = (!editions.is_empty()).then(|| editions.remove(0));
    let owned = queries::owned(r, &me, &person.id, month, month.last().min(today), office.zone)?;
    let formula = evaluation.as_ref().map_or(OF_MONTHS, |it| it.formula);
    let (projects, lines) = months::lines(r, &office, &owned, &person.id, month, today, formula)?;
    let frozen = match &evaluation {
        Some(it) => Some(Sheet::frozen(it.lines()?, it.weights(), lines.clone()).of_month(formula)),
        None => None,
    };
    let weights = evaluation.as_ref().map_or_else(|| weights_now(&office), |it| it.weights());
    let today = Sheet::new(lines, weights).of_month(formula);
    Ok(Found { person, month, projects, today, evaluation, frozen, earlier: editions })
}

impl Month {
    /// Reads a month of a member whose appraisals the reader may see; `typed` is a form that was refused.
    pub fn of(r: &mut Reading, username: &str, month: &str, typed: Option<Form>) -> Result<Month> {
        let Found { person, month, projects, today, evaluation, frozen, earlier } = found(r, username, month)?;
        let (me, zone) = (r.me.clone(), r.office.zone);
        let until = month.last().min(r.today);
        let evaluated = evaluation.iter().map(|it| (month, it.evaluated_at)).collect();
        let figures = figures(r, zone, &person.id, (month.first(), until), &evaluated)?.remove(&month).unwrap_or_default();
        let over = month.last() < r.today;
        let evaluates = me.may(Deed::EvaluateMonth, queries::standing(&me, &person.id)).is_some();
        let open = frozen.as_ref().is_none_or(Sheet::is_restated) && !projects.is_empty();
        let may = evaluates && over && open;
        let kept = typed.as_ref().filter(|_| !may).map_or_else(Vec::new, |it| it.fields.written());
        let form = match (typed, &evaluation) {
            (Some(form), Some(row)) => form.against(&forms::evaluated(row), row.edition, forms::EVALUATION),
            (Some(form), None) => form,
            (None, Some(row)) => Form::showing(forms::evaluated(row).set("reason", ""), row.edition),
            (None, None) => Form::showing(Fields::default(), 0),
        };
        let seal = seal(today.lines())?;
        Ok(Month { s: r.shell()?, person, month, figures, projects, today, evaluation, frozen, earlier, may, form, kept, seal })
    }

    fn at(&self, month: OfYear) -> String {
        format!("/people/{}/months/{month}", self.person.username)
    }

    fn months_href(&self) -> String {
        format!("/people/{}/months", self.person.username)
    }

    fn month_name(&self) -> String {
        self.month.to_string()
    }

    fn here(&self) -> String {
        self.at(self.month)
    }

    fn previous(&self) -> Option<String> {
        let joined = OfYear::of(queries::joined(&self.person, self.s.office.zone));
        (joined < self.month).then(|| self.at(self.month.previous()))
    }

    fn next(&self) -> Option<String> {
        (self.month < OfYear::of(self.s.today)).then(|| self.at(self.month.next()))
    }

    fn is_over(&self) -> bool {
        self.month.last() < self.s.today
    }

    fn shown(&self) -> &Sheet {
        self.frozen.as_ref().unwrap_or(&self.today)
    }

    fn restated(&self, sheet: &Sheet) -> String {
        sheet.restatement(&self.s)
    }
}

/// `GET /people/{username}/months/{month}/evaluation.xlsx`.
pub fn workbook(r: &mut Reading, username: &str, month: &str) -> Result<Workbook> {
    let found = found(r, username, month)?;
    let lang = r.me.lang;
    let name = format!("{} {} {}", lang.of("业绩评估结果", "Evaluation"), found.person.name, found.month);
    Ok(found.frozen.unwrap_or(found.today).workbook(&name, lang))
}
