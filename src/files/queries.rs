//! Reading attached files: whoever sees what a file belongs to sees the file.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::{Attachment, SubjectKind};
use crate::error::{Error, Kind, OrNotFound, Result};
use crate::projects::authority::seen;
use crate::projects::consulting;
use crate::projects::queries::sees_issued;
use crate::projects::reporting;
use crate::store::connection::Db;
use crate::store::schema::{attachments, consultations, contracts, deliveries, invoices, reports, requests, supply_notices};
use crate::store::trail::sha256;
use crate::store::{Actor, Conn};

/// The file of this id, if the person may see what it belongs to.
pub fn find(conn: &mut Conn, me: &Actor, id: &str) -> Result<Attachment> {
    find_any(conn, me, id).and_then(|row| Some(row).filter(|it| it.removed_at.is_none()).or_not_found())
}

/// The same, be it taken away already. What hangs on a contract is in an issued project; who sees a request is a rule of its own.
pub fn find_any(conn: &mut Conn, me: &Actor, id: &str) -> Result<Attachment> {
    let row = attachments::table.filter(attachments::id.eq(id)).select(Attachment::as_select());
    let row: Attachment = row.first(conn).optional()?.or_not_found()?;
    let sees = match row.subject_kind {
        SubjectKind::Request => {
            let request = requests::table.into_boxed().filter(requests::id.eq(&row.subject_id)).filter(seen(me));
            request.select(requests::id).first::<String>(conn).optional()?.is_some()
        }
        SubjectKind::Report => {
            let report = reports::table.into_boxed().filter(reports::id.eq(&row.subject_id)).filter(reporting::seen(me));
            report.select(reports::id).first::<String>(conn).optional()?.is_some()
        }
        SubjectKind::Consultation => {
            let it =
                consultations::table.into_boxed().filter(consultations::id.eq(&row.subject_id)).filter(consulting::seen(me));
            it.select(consultations::id).first::<String>(conn).optional()?.is_some()
        }
        _ => sees_issued(me),
    };
    Some(row).filter(|_| sees).or_not_found()
}

/// The files of some things of one kind that were not taken away, the oldest first; what came at once by its name.
pub fn of(conn: &mut Conn, kind: SubjectKind, subjects: &[String]) -> Result<Vec<Attachment>> {
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    Ok(attachments::table
        .filter(attachments::subject_kind.eq(kind))
        .filter(attachments::subject_id.eq_any(subjects.to_vec()))
        .filter(attachments::removed_at.is_null())
        .order((attachments::added_at, attachments::name, attachments::id))
        .select(Attachment::as_select())
        .load(conn)?)
}

/// A condition over the files' table.
pub type Chosen = Box<dyn BoxableExpression<attachments::table, Db, SqlType = Bool>>;

/// The names of the files of one kind of things, of those for which a condition holds, by what they belong to.
pub fn names(conn: &mut Conn, kind: SubjectKind, of: Chosen, between: &str) -> Result<BTreeMap<String, String>> {
    let rows: Vec<(String, String)> = attachments::table
        .filter(attachments::subject_kind.eq(kind))
        .filter(of)
        .filter(attachments::removed_at.is_null())
        .order((attachments::subject_id, attachments::added_at, attachments::name, attachments::id))
        .select((attachments::subject_id, attachments::name))
        .load(conn)?;
    Ok(rows.into_iter().fold(BTreeMap::new(), |mut all: BTreeMap<String, String>, (subject, name)| {
        let names = all.entry(subject).or_default();
        if !names.is_empty() {
            names.push_str(between);
        }
        names.push_str(&name);
        all
    }))
}

/// Which files these are, as one word; empty where there are none. A decision names what lay before whoever took it.
pub fn as_seen(files: &[Attachment]) -> String {
    let ids: Vec<&str> = files.iter().map(|it| it.id.as_str()).collect();
    if ids.is_empty() { String::new() } else { sha256(&ids.join(" ")).chars().take(16).collect() }
}

/// Goes on only if the files of something are those that the reader of its page saw.
pub fn same(conn: &mut Conn, kind: SubjectKind, subject: &str, saw: &str) -> Result<()> {
    let now = of(conn, kind, &[subject.to_owned()])?;
    if as_seen(&now) == saw { Ok(()) } else { Err(Error::new(Kind::Late)) }
}

/// The files of one thing of one kind and of some of another, in one question.
pub fn of_both(
    conn: &mut Conn,
    (kind, subject): (SubjectKind, &str),
    (other, subjects): (SubjectKind, Vec<String>),
) -> Result<Vec<Attachment>> {
    let first = attachments::subject_kind.eq(kind).and(attachments::subject_id.eq(subject.to_owned()));
    let second = attachments::subject_kind.eq(other).and(attachments::subject_id.eq_any(subjects));
    Ok(attachments::table
        .filter(first.or(second))
        .filter(attachments::removed_at.is_null())
        .order((attachments::added_at, attachments::name, attachments::id))
        .select(Attachment::as_select())
        .load(conn)?)
}

/// The page of what a file belongs to.
pub fn home(conn: &mut Conn, row: &Attachment) -> Result<String> {
    let id = row.subject_id.as_str();
    let (place, number): (&str, Option<String>) = match row.subject_kind {
        SubjectKind::Contract => ("contracts", contracts::table.find(id).select(contracts::number).first(conn).optional()?),
        SubjectKind::Notice => {
            ("notices", supply_notices::table.find(id).select(supply_notices::number).first(conn).optional()?)
        }
        SubjectKind::Delivery => ("deliveries", deliveries::table.find(id).select(deliveries::number).first(conn).optional()?),
        SubjectKind::Invoice => {
            let contract = invoices::table.inner_join(contracts::table).filter(invoices::id.eq(id));
            ("contracts", contract.select(contracts::number).first(conn).optional()?)
        }
        SubjectKind::Request => ("requests", requests::table.find(id).select(requests::number).first(conn).optional()?),
        SubjectKind::Consultation => {
            ("consultations", consultations::table.find(id).select(consultations::number).first(conn).optional()?)
        }
        SubjectKind::Report => ("reports", reports::table.find(id).select(reports::number).first(conn).optional()?),
    };
    Ok(format!("/{place}/{}", number.or_not_found()?))
}
