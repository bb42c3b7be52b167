//! A contract's history: what happened to it and to everything that hangs on it.

use askama::Template;
use diesel::prelude::*;

use super::{Sentence, UNTOLD, told_of};
use crate::contracts::model::Contract;
use crate::contracts::{cares, deliveries, money, notices, orders, queries};
use crate::error::Result;
use crate::files;
use crate::files::model::SubjectKind;
use crate::people;
use crate::projects::model::Project;
use crate::store::schema::trail;
use crate::store::trail::Entry;
use crate::web::{Reading, Shell};

/// The kinds of rows that hang on a contract.
const KINDS: [&str; 9] =
    ["contracts", "orders", "supply_notices", "deliveries", "delivery_lines", "invoices", "receipts", "cares", "attachments"];
/// The most rows that are told: as many as a contract ever has.
const ROWS: i64 = 500;

/// The page.
#[derive(Template)]
#[template(path = "contracts/history.html")]
pub struct OfContract {
    s: Shell,
    contract: Contract,
    project: Project,
    sentences: Vec<Sentence>,
}

impl OfContract {
    /// Reads the history of a contract that the reader may see, the newest first.
    pub fn of(r: &mut Reading, number: &str) -> Result<OfContract> {
        let me = r.me.clone();
        let (contract, project) = queries::find(r, &me, number)?;
        let id = contract.id.as_str();
        let mut ids = vec![contract.id.clone()];
        ids.extend(orders::queries::of_contract(r, id)?.into_iter().map(|it| it.id));
        for (notice, _, delivery) in notices::queries::of_contract(r, id)? {
            ids.extend([Some(notice.id), delivery.map(|it| it.id)].into_iter().flatten());
        }
        ids.extend(deliveries::queries::counted_twice(r, id)?);
        let invoices: Vec<String> = money::queries::invoices(r, id)?.into_iter().map(|it| it.id).collect();
        ids.extend(invoices.iter().cloned());
        ids.extend(money::queries::receipts(r, id)?.into_iter().map(|it| it.id));
        ids.extend(cares::queries::of_contract(r, id)?.into_iter().map(|it| it.id));
        let files = files::queries::of_both(r, (SubjectKind::Contract, id), (SubjectKind::Invoice, invoices))?;
        ids.extend(files.into_iter().map(|it| it.id));
        let rows: Vec<Entry> = trail::table
            .filter(trail::kind.eq_any(KINDS))
            .filter(trail::subject_id.eq_any(ids))
            .filter(trail::deed.ne_all(UNTOLD.to_vec()))
            .order(trail::seq.desc())
            .limit(ROWS)
            .select(Entry::as_select())
            .load(&mut **r)?;
        let names = people::queries::names(r)?;
        let s = r.shell()?;
        Ok(OfContract { sentences: told_of(&rows, names, &s), s, contract, project })
    }
}
