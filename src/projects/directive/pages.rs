//! The pages of directives.

use askama::Template;
use diesel::prelude::*;

use super::forms::{self, Metric};
use super::queries::{self, Figure};
use crate::error::{OrNotFound, Result};
use crate::lang::Lang;
use crate::people;
use crate::policy::{Deed, Standing};
use crate::projects::head::{Head, Tab};
use crate::projects::model::{Clarification, Ownership, Project};
use crate::projects::pipeline::{Move, State};
use crate::store::schema::{packages, proposals};
use crate::web::form::Row;
use crate::web::{Fields, Form, Reading, Shell};
use crate::words::Role;

/// A new directive, or one that is amended.
#[derive(Template)]
#[template(path = "projects/directive/edit.html")]
pub struct Edit {
    s: Shell,
    form: Form,
    /// None: a new one.
    project: Option<Project>,
    packages: Vec<(String, String)>,
    owners: Vec<(String, String)>,
    metrics: Vec<Metric>,
    /// The proposal that it grows out of: number, title, content.
    proposal: Option<(String, String, String)>,
}

impl Edit {
    /// The form of a new directive; the address may name a package and an accepted proposal.
    pub fn new(r: &mut Reading, form: Form) -> Result<Edit> {
        r.may(Deed::DraftDirective, Standing::NONE)?;
        let proposal = accepted(r, &form.key("proposal"))?;
        Edit::with(r, form, None, proposal)
    }

    /// The form of a directive that is amended; with what was typed, if it was refused.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Edit> {
        let me = r.me.clone();
        let project = crate::projects::queries::find(r, &me, number)?;
        r.may(Deed::DraftDirective, Standing::NONE)?;
        let figures = queries::figures(r, &project.id)?;
        let filled = forms::filled(r, &project, &figures)?;
        let form = match typed {
            Some(form) => form.against(&filled, project.version, forms::LABELS),
            None => Form::showing(filled, project.version),
        };
        Edit::with(r, form, Some(project), None)
    }

    fn with(r: &mut Reading, form: Form, project: Option<Project>, proposal: Option<(String, String, String)>) -> Result<Edit> {
        let packages = packages::table
            .filter(packages::closed.eq(false))
            .order(packages::number)
            .select((packages::number, packages::name))
            .load(&mut **r)?;
        let owners = people::queries::with_role(r, Role::Sales)?;
        Ok(Edit { metrics: forms::metrics(r)?, packages, owners, s: r.shell()?, form, project, proposal })
    }

    /// Whether package and owner can be chosen: they are settled once a directive was issued.
    fn is_open(&self) -> bool {
        self.project.as_ref().is_none_or(|it| it.stage == State::DirectiveDraft)
    }

    fn action(&self) -> String {
        self.project.as_ref().map_or("/projects".to_owned(), |it| it.at("directive"))
    }

    fn back(&self) -> String {
        self.project.as_ref().map_or("/projects".to_owned(), |it| it.at("directive"))
    }

    fn sorts(&self) -> Vec<(&'static str, &'static str)> {
        use crate::projects::model::Sort;
        Sort::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    fn rows(&self) -> Vec<Row> {
        self.form.rows(forms::INDICATORS, 2)
    }

    fn metric_choices(&self) -> Vec<(String, String)> {
        self.metrics
            .iter()
            .map(|(_, code, name, name_en, unit, unit_en)| {
                let text = match self.s.lang {
                    Lang::Zh => format!("{name}（{unit}）"),
                    Lang::En => format!("{name_en} ({unit_en})"),
                };
                (code.clone(), text)
            })
            .collect()
    }
}

/// Number, title and content of a proposal that was accepted.
fn accepted(r: &mut Reading, number: &str) -> Result<Option<(String, String, String)>> {
    if number.is_empty() {
        return Ok(None);
    }
    let found = proposals::table
        .filter(proposals::number.eq(number))
        .filter(proposals::state.eq("accepted"))
        .select((proposals::number, proposals::title, proposals::content))
        .first(&mut **r)
        .optional()?;
    Ok(Some(found.or_not_found()?))
}

/// What the form of a new directive shows at first: the package and proposal that the address names.
pub fn begun(query: &Fields) -> Form {
    let mut fields = Fields::default().with("sort", "division");
    for name in ["package", "proposal", "name"] {
        if !query.get(name).is_empty() {
            fields = fields.with(name, query.get(name));
        }
    }
    Form { fields, ..Form::blank() }
}

/// A directive as paper, with what was asked about it.
#[derive(Template)]
#[template(path = "projects/directive/show.html")]
pub struct Show {
    s: Shell,
    h: Head,
    figures: Vec<Figure>,
    clarifications: Vec<Clarification>,
    owners: Vec<Ownership>,
    form: Form,
}

impl Show {
    /// Reads a directive; `form` is that of a question or an answer that was refused.
    pub fn of(r: &mut Reading, number: &str, form: Form) -> Result<Show> {
        let h = Head::of(r, number, Tab::Directive)?;
        Ok(Show {
            figures: queries::figures(r, &h.project.id)?,
            clarifications: queries::clarifications(r, &h.project.id)?,
            owners: crate::projects::queries::owners(r, &h.project.id)?,
            s: r.shell()?,
            h,
            form,
        })
    }

    fn name(&self, id: &str) -> &str {
        match self.h.name(id) {
            "" => "—",
            name => name,
        }
    }

    fn some_name(&self, id: &Option<String>) -> &str {
        id.as_deref().map_or("—", |id| self.name(id))
    }

    fn may(&self, deed: Deed) -> bool {
        self.s.me.as_ref().is_some_and(|me| me.may(deed, self.h.standing).is_some())
    }

    fn may_amend(&self) -> bool {
        matches!(self.h.project.stage, State::DirectiveDraft | State::StopRequested) && self.may(Deed::DraftDirective)
    }

    fn may_ask(&self) -> bool {
        self.h.project.stage == State::DirectiveIssued && self.may(Deed::Clarify)
    }

    fn may_answer(&self, question: &Clarification) -> bool {
        question.answered_at.is_none() && self.may(Deed::AnswerClarification)
    }

    fn issuer(&self) -> String {
        let issued = self.h.moves.iter().rev().find(|it| matches!(it.code, Move::Issue | Move::Reissue));
        issued.map_or_else(|| "—".to_owned(), |it| self.h.signed(it, &self.s))
    }

    fn is_said(&self, text: &str) -> bool {
        !text.is_empty()
    }
}
