//! Two customers that are to become one.

use askama::Template;
use diesel::prelude::*;

use super::{People, name_of};
use crate::customers::forms;
use crate::customers::meant::Meant;
use crate::customers::model::Customer;
use crate::customers::queries::{self, Alike, Twin};
use crate::error::Result;
use crate::lang::Lang;
use crate::people::queries::everybody;
use crate::policy::{Deed, Standing};
use crate::web::{Fields, Form, Reading, Shell};

/// One field of two customers beside each other.
pub struct Beside {
    pub name: &'static str,
    pub label: &'static str,
    pub mine: String,
    pub theirs: String,
    /// Which one the form chose: `mine`, `theirs`, or not yet.
    pub chosen: String,
}

/// Two customers that are to become one.
#[derive(Template)]
#[template(path = "customers/merger.html")]
pub struct Merger {
    s: Shell,
    form: Form,
    customer: Customer,
    other: Option<Customer>,
    beside: Vec<Beside>,
    candidates: Vec<Twin>,
    people: People,
}

impl Merger {
    /// Which other one, or both side by side.
    pub fn of(r: &mut Reading, number: &str, form: Form) -> Result<Merger> {
        let me = r.me.clone();
        let customer = queries::find(r, &me, number)?;
        r.may(Deed::MergeCustomers, Standing::NONE)?;
        let wanted = form.key("other");
        let other = match queries::any(r, &me, wanted.trim()) {
            Ok(it) if it.id != customer.id && it.merged_into.is_none() => Some(it),
            _ => None,
        };
        let candidates = match &other {
            Some(_) => Vec::new(),
            None => candidates(r, &customer, &wanted)?,
        };
        let people = everybody(r)?;
        let s = r.shell()?;
        let beside = other.as_ref().map_or(Vec::new(), |other| beside(&s, &form, &customer, other));
        Ok(Merger { s, form, customer, other, beside, candidates, people })
    }

    fn keeper(&self, id: &str) -> &str {
        name_of(&self.people, id)
    }

    fn is_nobody(&self) -> bool {
        !self.form.value("other").trim().is_empty() && self.candidates.is_empty()
    }

    fn asking(&self, other: &Customer) -> String {
        match self.s.lang {
            Lang::Zh => format!("把 {} 并入 {}？合并后不能自动拆开。", other.name, self.customer.name),
            Lang::En => format!("Make {} a part of {}? It cannot be undone.", other.name, self.customer.name),
        }
    }
}

/// Those with a similar name, or reached by its phone or by that of one of its people; or whom a search finds.
fn candidates(r: &mut Reading, customer: &Customer, wanted: &str) -> Result<Vec<Twin>> {
    if wanted.trim().is_empty() {
        let alike = queries::likely(r, &customer.name, None, &customer.id)?;
        let people = queries::people_of(r, &customer.id)?;
        let there = people.into_iter().filter(|it| it.left_at.is_none()).map(|it| it.phone);
        let phones: Vec<String> = std::iter::once(customer.phone.clone()).chain(there).collect();
        return Ok(queries::joined(alike, queries::reached(r, &phones, &customer.id)?));
    }
    let (me, today, zone) = (r.me.clone(), r.today, r.office.zone);
    let meant = Meant::by(r, wanted)?;
    let asked = queries::filtered(&me, &Fields::default(), Some(&meant), today, zone);
    let found: Vec<Customer> = queries::ordered(asked, "name").limit(10).select(Customer::as_select()).load(&mut **r)?;
    let others = found.into_iter().filter(|it| it.id != customer.id);
    Ok(others.map(|it| Twin { number: it.number, name: it.name, keeper_id: it.keeper_id, why: Alike::Near }).collect())
}

/// The fields in which two customers differ; what is known of only one is chosen at once, different codes must be.
fn beside(s: &Shell, form: &Form, mine: &Customer, theirs: &Customer) -> Vec<Beside> {
    let (own, other) = (forms::filled(mine), forms::filled(theirs));
    let differing = forms::FACTS.iter().filter(|(name, _)| own.get(name) != other.get(name));
    differing
        .map(|(name, label)| {
            let typed = form.value(name);
            let chosen = match typed {
                "mine" | "theirs" => typed,
                _ if own.get(name).is_empty() => "theirs",
                _ if *name == "credit_code" && !other.get(name).is_empty() => "",
                _ => "mine",
            };
            Beside {
                name,
                label: s.lang.say(*label),
                mine: forms::spoken(s.lang, name, own.get(name)),
                theirs: forms::spoken(s.lang, name, other.get(name)),
                chosen: chosen.to_owned(),
            }
        })
        .collect()
}
