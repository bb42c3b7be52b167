//! A customer's history as sentences: its own, that of its people, and that of those it was merged with.

use askama::Template;
use diesel::prelude::*;

use super::acts;
use super::telling::{Names, Sentence, sentence};
use crate::customers::model::Customer;
use crate::customers::queries;
use crate::error::Result;
use crate::lang::Lang;
use crate::people::queries::everybody;
use crate::store::schema::{contacts, trail};
use crate::store::trail::Entry;
use crate::web::list::{PAGE, Pager};
use crate::web::{Fields, Reading, Shell};

/// Rows that only keep up what follows from another act: by what it is found, and its days in projects.
const UNTOLD: [&str; 2] = ["keep_search", "keep_customer"];

/// A customer's history, and that of those it was merged with.
#[derive(Template)]
#[template(path = "customers/history.html")]
pub struct History {
    s: Shell,
    customer: Customer,
    /// Those that became this one.
    merged: Vec<Customer>,
    sentences: Vec<Sentence>,
    pager: Pager,
}

impl History {
    /// Reads one page, the newest first.
    pub fn of(r: &mut Reading, number: &str, query: &Fields) -> Result<History> {
        let me = r.me.clone();
        let customer = queries::find(r, &me, number)?;
        let all = queries::all_of(r, &customer)?;
        let ids: Vec<String> = all.iter().map(|it| it.id.clone()).collect();
        let people: Vec<(String, String)> = contacts::table
            .filter(contacts::customer_id.eq_any(&ids))
            .order(contacts::id)
            .select((contacts::id, contacts::name))
            .load(&mut **r)?;
        // One condition for both: where a customer has no people, the second of two would be looked for in all of theirs.
        let subjects: Vec<&String> = ids.iter().chain(people.iter().map(|it| &it.0)).collect();
        let about = || {
            trail::table
                .filter(trail::kind.eq("customers").or(trail::kind.eq("contacts")))
                .filter(trail::subject_id.eq_any(subjects.clone()))
                .filter(trail::deed.ne_all(UNTOLD))
        };
        let pager = Pager::of(&format!("{}/history", customer.href()), query, about().count().get_result(&mut **r)?);
        let rows = about().order(trail::seq.desc()).offset(pager.offset()).limit(PAGE);
        let rows: Vec<Entry> = rows.select(Entry::as_select()).load(&mut **r)?;
        let mut names = Names::default();
        for (id, (_, name)) in everybody(r)? {
            names.people.insert(id, name);
        }
        for it in &all {
            let called = format!("{} {}", it.number, it.name);
            names.things.insert(it.id.clone(), (called.clone(), called));
        }
        for (id, name) in people {
            names.things.insert(id, (name.clone(), name));
        }
        let s = r.shell()?;
        let sentences = acts(&rows).iter().filter_map(|act| sentence(act, &names, &s)).collect();
        let merged = all.into_iter().skip(1).collect();
        Ok(History { s, customer, merged, sentences, pager })
    }

    fn told_too(&self) -> String {
        let all: Vec<String> = self.merged.iter().map(|it| format!("{} {}", it.number, it.name)).collect();
        let all = all.join(self.s.t("、", ", "));
        match self.s.lang {
            Lang::Zh => format!("{all} 已并入，它的经过也在下面。"),
            Lang::En => format!("{all} became part of it; its history is told here too."),
        }
    }
}
