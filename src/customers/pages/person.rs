//! Somebody on a customer's side.

use askama::Template;

use super::parts;
use crate::customers::model::{Contact, Customer};
use crate::customers::queries::{self, Twin};
use crate::customers::{codes, forms};
use crate::error::Result;
use crate::policy::Deed;
use crate::web::{Fields, Form, Reading, Shell};

/// Somebody on a customer's side: new, or changed.
#[derive(Template)]
#[template(path = "customers/person.html")]
pub struct PersonPage {
    s: Shell,
    form: Form,
    customer: Customer,
    /// None: somebody new.
    person: Option<Contact>,
    /// Customers at which somebody has the phone that was typed.
    twins: Vec<Twin>,
}

impl PersonPage {
    /// The form; with what was typed, if it was refused.
    pub fn of(r: &mut Reading, number: &str, id: Option<&str>, typed: Option<Form>) -> Result<PersonPage> {
        let me = r.me.clone();
        let customer = queries::find(r, &me, number)?;
        r.may(Deed::ChangeCustomer, customer.standing(&me))?;
        let person = id.map(|id| queries::person(r, &customer.id, id)).transpose()?;
        let form = match (&person, typed) {
            (Some(it), Some(form)) => {
                let form = form.against(&forms::filled_person(it), it.version, forms::PERSON);
                form.in_words(|field, value| forms::spoken(me.lang, field, value))
            }
            (Some(it), None) => Form::showing(forms::filled_person(it), it.version),
            (None, Some(form)) => form,
            (None, None) => Form { fields: Fields::default().with("part", "handles"), ..Form::blank() },
        };
        let phone = codes::phone(&form.key("phone")).unwrap_or_default();
        // Whose it was so far was looked at when it was entered.
        let twins = match person.as_ref().is_some_and(|it| it.phone == phone) {
            true => Vec::new(),
            false => queries::reached(r, &[phone], &customer.id)?,
        };
        Ok(PersonPage { s: r.shell()?, form, customer, person, twins })
    }

    fn title(&self) -> &'static str {
        match self.person {
            Some(_) => self.s.t("修改联系人", "Change a person there"),
            None => self.s.t("添加联系人", "Add a person there"),
        }
    }

    fn action(&self) -> String {
        match &self.person {
            Some(it) => format!("{}/people/{}", self.customer.href(), it.id),
            None => format!("{}/people", self.customer.href()),
        }
    }

    fn parts(&self) -> Vec<(&'static str, &'static str)> {
        parts(&self.s)
    }
}
