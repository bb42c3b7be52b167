//! The form of a draft.

use askama::Template;

use crate::contracts::changes::fixed;
use crate::contracts::forms::{self, PAYMENTS};
use crate::contracts::model::Contract;
use crate::contracts::queries::{self, Accepted, Partner};
use crate::contracts::road::ContractState;
use crate::error::Result;
use crate::policy::Deed;
use crate::projects;
use crate::projects::authority::{Limits, Matter, limits};
use crate::projects::model::Project;
use crate::projects::planning::forms::{Line, lines_to_write};
use crate::web::{Form, Reading, Shell};

/// The form of a draft.
#[derive(Template)]
#[template(path = "contracts/edit.html")]
pub struct Edit {
    s: Shell,
    form: Form,
    project: Project,
    contract: Option<Contract>,
    partners: Vec<Partner>,
    accepted: Vec<Accepted>,
    limits: Limits,
}

impl Edit {
    /// For a new contract of a project; `form` has what was typed, or which customer and edition it begins with.
    pub fn new(r: &mut Reading, number: &str, form: Form) -> Result<Edit> {
        let me = r.me.clone();
        let project = projects::queries::find(r, &me, number)?;
        r.may(Deed::Execute, project.standing(&me, ""))?;
        let partners = queries::partners(r, &project.id)?;
        let accepted = queries::accepted(r, &project.id)?;
        let form = match form.fields.has("title") {
            true => form,
            false => begun(r, form, &partners, &accepted)?,
        };
        let limits = limits(r, &me, &project)?;
        Ok(Edit { s: r.shell()?, form, project, contract: None, partners, accepted, limits })
    }

    /// For a draft; `typed` has what was typed.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Edit> {
        let me = r.me.clone();
        let (contract, project) = queries::find(r, &me, number)?;
        r.may(Deed::Execute, project.standing(&me, ""))?;
        if contract.state != ContractState::Draft {
            return Err(fixed());
        }
        let fields = forms::filled(&contract, &queries::terms(r, &contract.id)?);
        let form = match typed {
            Some(form) => form.against(&fields, contract.version, forms::LABELS),
            None => Form::showing(fields, contract.version),
        };
        let partners = queries::partners(r, &project.id)?;
        let accepted = queries::accepted(r, &project.id)?;
        let limits = limits(r, &me, &project)?;
        Ok(Edit { s: r.shell()?, form, project, contract: Some(contract), partners, accepted, limits })
    }

    fn action(&self) -> String {
        self.contract.as_ref().map_or_else(|| self.project.at("contracts"), Contract::href)
    }

    fn title(&self) -> &'static str {
        match self.contract {
            Some(_) => self.s.t("修改合同草稿", "Amend a contract's draft"),
            None => self.s.t("起草合同", "Draft a contract"),
        }
    }

    fn customers(&self) -> Vec<(String, String)> {
        self.partners
            .iter()
            .map(|it| (it.target_id.clone(), format!("{} · {}", it.name, self.s.lang.say(it.step.name()))))
            .collect()
    }

    fn editions(&self) -> Vec<(String, String)> {
        let name = |it: &Accepted| format!("{} · {} · {}", it.number, it.title, self.s.money(it.price_fen));
        self.accepted.iter().map(|it| (it.id.clone(), name(it))).collect()
    }

    fn customer(&self) -> &str {
        let target = self.contract.as_ref().map_or("", |it| it.target_id.as_str());
        self.partners.iter().find(|it| it.target_id == target).map_or("", |it| it.name.as_str())
    }

    fn payments(&self) -> Vec<Line> {
        lines_to_write(&self.form, &PAYMENTS)
    }

    fn complaint(&self, at: &usize) -> String {
        self.form.complaint(&format!("payment-{at}"), &self.s.lang)
    }

    fn limit(&self, matter: &str) -> String {
        match matter {
            "contract" => self.limits.said(&self.s, Matter::Contract),
            _ => self.limits.said(&self.s, Matter::Discount),
        }
    }
}

/// A new draft as it is opened: what is known already is filled in.
fn begun(r: &mut Reading, form: Form, partners: &[Partner], accepted: &[Accepted]) -> Result<Form> {
    let edition = accepted.iter().find(|it| it.id == form.value("edition"));
    let target = edition.map_or(form.value("target"), |it| it.target_id.as_str());
    let partner = partners.iter().find(|it| it.target_id == target);
    let mut fields = form
        .fields
        .clone()
        .set("target", target)
        .with("seller", queries::usual_seller(r)?)
        .with("buyer", partner.map_or("", |it| it.name.as_str()))
        .with("starts_on", r.today.to_string());
    if let Some(it) = edition {
        fields = fields
            .with("title", it.title.as_str())
            .with("list", forms::plain(it.list_fen))
            .with("amount", forms::plain(it.price_fen));
    }
    Ok(Form { fields, ..form })
}
