//! The form of a follow-up: short enough to be filled in on the telephone.

use askama::Template;

use super::model::Care;
use super::queries as care_queries;
use crate::contracts::model::Contract;
use crate::contracts::pages::{may, stars};
use crate::contracts::queries;
use crate::error::Result;
use crate::policy::Deed;
use crate::web::{Fields, Form, Reading, Shell};

/// After how many working days the next follow-up is proposed.
const NEXT: u32 = 20;

/// A follow-up is recorded.
#[derive(Template)]
#[template(path = "contracts/care.html")]
pub struct NewCare {
    s: Shell,
    form: Form,
    contract: Contract,
    last: Option<Care>,
}

impl NewCare {
    /// For a contract that the reader may settle.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<NewCare> {
        let me = r.me.clone();
        let (contract, project) = queries::find(r, &me, number)?;
        may(r, &project, Deed::Settle)?;
        let last = care_queries::of_contract(r, &contract.id)?.into_iter().next();
        let next = r.office.calendar.add_working_days(r.today, NEXT);
        let begun = Fields::default()
            .with("on_day", r.today.to_string())
            .with("with_whom", last.as_ref().map_or("", |it| it.with_whom.as_str()))
            .with("next_on", next.to_string());
        let form = typed.unwrap_or(Form { fields: begun, ..Form::blank() });
        Ok(NewCare { s: r.shell()?, form, contract, last })
    }

    fn scale(&self) -> Vec<(String, String)> {
        (1..=5).rev().map(|it: i32| (it.to_string(), stars(it))).collect()
    }

    fn stars(&self, satisfaction: &i32) -> String {
        stars(*satisfaction)
    }
}
