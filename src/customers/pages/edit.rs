//! A new customer, or one that is changed.

use askama::Template;

use super::{INDUSTRIES, People, REGIONS, grades, name_of, parts, sources};
use crate::customers::model::Customer;
use crate::customers::queries::{self, Alike, Twin};
use crate::customers::targets::forms::carried;
use crate::customers::targets::queries::chooser;
use crate::customers::{codes, forms};
use crate::error::Result;
use crate::people::queries::everybody;
use crate::policy::{Deed, Standing};
use crate::projects::model::Project;
use crate::web::list::link;
use crate::web::{Fields, Form, Reading, Shell};

/// A new customer, or one that is changed.
#[derive(Template)]
#[template(path = "customers/edit.html")]
pub struct Edit {
    s: Shell,
    form: Form,
    /// None: a new one.
    customer: Option<Customer>,
    twins: Vec<Twin>,
    people: People,
    keepers: Vec<(String, String)>,
    /// Whether it was asked who may be the same.
    asked: bool,
    /// The project for which customers are being chosen, where one comes from there.
    project: Option<Project>,
}

impl Edit {
    /// A form for a new customer, with what was typed and who may be the same.
    pub fn new(r: &mut Reading, form: Form) -> Result<Edit> {
        r.may_see(Deed::SeeCustomers)?;
        r.may(Deed::AddCustomer, Standing::NONE)?;
        let assigns = r.me.may(Deed::AssignKeeper, Standing::NONE).is_some();
        let keepers = if assigns { queries::keepers(r)? } else { Vec::new() };
        let me = r.me.clone();
        let project = chooser(r, &me, &form.key("project"))?;
        Ok(Edit { project, ..Edit::with(r, form, None, keepers)? })
    }

    /// An empty form, or one filled in by an address.
    pub fn blank(r: &mut Reading, query: &Fields) -> Result<Edit> {
        let mut fields = query.clone();
        for (name, value) in
            [("grade", "c"), ("source", "visit"), ("person_part", "handles"), ("keeper", r.me.username.as_str())]
        {
            if !fields.has(name) {
                fields = fields.with(name, value);
            }
        }
        Edit::new(r, Form { fields, ..Form::blank() })
    }

    /// The form of a customer; with what was typed, if it was refused.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Edit> {
        let me = r.me.clone();
        let customer = queries::find(r, &me, number)?;
        r.may(Deed::ChangeCustomer, customer.standing(&me))?;
        let filled = forms::filled(&customer);
        let form = match typed {
            Some(form) => {
                let lang = me.lang;
                let form = form.against(&filled, customer.version, forms::FACTS);
                form.in_words(|field, value| forms::spoken(lang, field, value))
            }
            None => Form::showing(filled, customer.version),
        };
        Edit::with(r, form, Some(customer), Vec::new())
    }

    fn with(r: &mut Reading, form: Form, customer: Option<Customer>, keepers: Vec<(String, String)>) -> Result<Edit> {
        let typed = form.key("name");
        let code = codes::credit_code(&form.key("credit_code")).unwrap_or_default();
        let except = customer.as_ref().map_or("", |it| it.id.as_str());
        let asked = !typed.is_empty() && typed.chars().count() <= forms::NAME;
        let renamed = customer.as_ref().is_none_or(|it| it.name != typed || it.credit_code != code);
        let mut twins = match asked && renamed {
            true => queries::likely(r, &typed, code.as_deref(), except)?,
            false => Vec::new(),
        };
        let phone = |field: &str| codes::phone(&form.key(field)).unwrap_or_default();
        let phones = match &customer {
            None => vec![phone("phone"), phone("person_phone")],
            // Whose it was so far was looked at when it was entered.
            Some(it) => Some(phone("phone")).filter(|phone| *phone != it.phone).into_iter().collect(),
        };
        twins = queries::joined(twins, queries::reached(r, &phones, except)?);
        let people = everybody(r)?;
        Ok(Edit { s: r.shell()?, form, customer, twins, people, keepers, asked, project: None })
    }

    fn title(&self) -> &'static str {
        match self.customer {
            Some(_) => self.s.t("修改客户资料", "Change a customer"),
            None => self.s.t("登记客户", "Add a customer"),
        }
    }

    /// Where the form is sent, and where the list or the customer stands.
    fn at(&self) -> String {
        self.customer.as_ref().map_or_else(|| "/customers".to_owned(), Customer::href)
    }

    /// Where one goes without saving.
    fn back(&self) -> String {
        match &self.project {
            Some(it) => link(&it.at("customers/new"), &carried(&self.form).with("q", self.form.value("q"))),
            None => self.at(),
        }
    }

    /// Where a customer that is known already is chosen instead, for the project that one comes from.
    fn choosing(&self, twin: &Twin) -> Option<String> {
        let project = self.project.as_ref()?;
        let chosen = carried(&self.form).with("customer", &twin.number).with("q", &twin.number);
        Some(link(&project.at("customers/new"), &chosen))
    }

    /// What goes along unseen to the page to which one comes back: the project, what was looked for, what was chosen and why.
    fn along(&self) -> Vec<(String, String)> {
        let Some(project) = &self.project else { return Vec::new() };
        let fields = carried(&self.form).with("project", &project.number).with("q", self.form.value("q"));
        fields.0.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    fn keeper(&self, twin: &Twin) -> &str {
        name_of(&self.people, &twin.keeper_id)
    }

    fn why(&self, twin: &Twin) -> &'static str {
        match twin.why {
            Alike::Code => self.s.t("代码相同", "Same code"),
            Alike::Name => self.s.t("同名", "Same name"),
            Alike::Phone => self.s.t("电话相同", "Same phone"),
            Alike::Person => self.s.t("联系人电话相同", "Same phone of somebody there"),
            Alike::Near => self.s.t("名称相近", "Similar name"),
        }
    }

    /// Whoever enters it is none of those who usually look after customers.
    fn keeps_none(&self) -> bool {
        !self.keepers.iter().any(|(username, _)| username == self.s.my_username())
    }

    /// Whether it has to be said that it is another one.
    fn has_namesake(&self) -> bool {
        self.twins.iter().any(|it| matches!(it.why, Alike::Name | Alike::Phone | Alike::Person))
    }

    fn grades(&self) -> Vec<(&'static str, &'static str)> {
        grades(&self.s)
    }

    fn sources(&self) -> Vec<(&'static str, &'static str)> {
        sources(&self.s)
    }

    fn parts(&self) -> Vec<(&'static str, &'static str)> {
        parts(&self.s)
    }

    fn regions(&self) -> &'static [&'static str] {
        &REGIONS
    }

    fn industries(&self) -> &'static [&'static str] {
        &INDUSTRIES
    }
}
