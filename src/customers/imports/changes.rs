//! Writing imports: all faultless rows of a file at once or none, and an import undone.

use diesel::prelude::*;

use super::model::ImportBatch;
use super::pending::Pending;
use super::queries::{in_use, known, of_file};
use super::rows::look;
use super::tables;
use crate::customers::changes::enter;
use crate::customers::model::{Contact, Customer};
use crate::error::{Complaint, Error, Result};
use crate::lang::Pair;
use crate::policy::{Deed, Standing};
use crate::store::Tx;
use crate::store::schema::{contacts, customers};

/// Enters the customers of a file. Rows with mistakes are left out only where that was said; a file that was imported already
/// answers with that import.
pub fn import(tx: &mut Tx, file: &Pending, only_faultless: bool) -> Result<ImportBatch> {
    tx.may(Deed::ImportCustomers, Standing::NONE)?;
    if let Some(batch) = of_file(tx, &file.hash)? {
        return Ok(batch);
    }
    let told = |pair: Pair| Error::invalid("file", Complaint::Said(pair));
    let rows = tables::read(&file.bytes).map_err(told)?;
    let me = tx.who.id.clone();
    let looked = look(&rows, &known(tx, &me)?).map_err(told)?;
    if looked.good.is_empty() {
        return Err(told(Pair("没有可以导入的行。", "There is no row to import.")));
    }
    if looked.faulty() > 0 && !only_faultless {
        let said = Pair(
            "还有 {} 行有误，什么也没有导入。改正后重新上传，或只导入无误的行。",
            "{} rows have mistakes; nothing was imported. Put them right and send the file again, or import only the faultless.",
        );
        return Err(Error::invalid("file", Complaint::Named(said, looked.faulty().to_string())));
    }
    let count = |it: usize| i32::try_from(it).unwrap_or(i32::MAX);
    let batch = ImportBatch {
        id: tx.new_id()?,
        number: tx.next_number("DR")?,
        file_name: file.name.clone(),
        sha256: file.hash.clone(),
        added: count(looked.good.len()),
        skipped: count(looked.faulty()),
        person_id: me,
        imported_at: tx.now,
        undone_at: None,
        undone_by: None,
        version: 1,
    };
    tx.add(Deed::ImportCustomers.code(), &batch)?;
    for it in &looked.good {
        enter(tx, Deed::ImportCustomers.code(), &it.facts, &it.keeper, it.person.as_ref(), Some(&batch.id))?;
    }
    Ok(batch)
}

/// Takes back what was entered from a file, as long as nothing hangs on it.
pub fn undo(tx: &mut Tx, batch: &ImportBatch) -> Result<()> {
    const DEED: &str = "undo_import";
    tx.may(Deed::ImportCustomers, Standing::NONE)?;
    if batch.undone_at.is_some() {
        return Ok(());
    }
    if !in_use(tx, &batch.id, 1)?.is_empty() {
        return Err(Error::refused(
            "这批客户中有的已经在用，不能撤销；导入页列出了是哪几家。",
            "Some of these customers are in use, so the import stays; its page lists them.",
        ));
    }
    let rows = customers::table.filter(customers::batch_id.eq(&batch.id)).order(customers::id);
    let all: Vec<Customer> = rows.select(Customer::as_select()).load(&mut **tx)?;
    for customer in &all {
        let people = contacts::table.filter(contacts::customer_id.eq(&customer.id)).order(contacts::id);
        for person in people.select(Contact::as_select()).load::<Contact>(&mut **tx)? {
            tx.remove(DEED, &person)?;
        }
        tx.remove(DEED, customer)?;
    }
    let after = ImportBatch { undone_at: Some(tx.now), undone_by: Some(tx.who.id.clone()), ..batch.clone() };
    tx.change(DEED, batch, after).map(|_| ())
}
