//! Attaching files and taking them away again.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::{Attachment, SubjectKind};
use super::shelf::{Shelf, hash};
use super::sniff::{FileKind, sniff};
use crate::error::{Complaint, Error, Kind, OrNotFound, Result};
use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::execution::work::{self, Work};
use crate::projects::model::Project;
use crate::store::Tx;
use crate::store::schema::{attachments, consultations, projects, reports, requests};
use crate::web::Form;
use crate::web::upload::{File, LeftOut};

/// The most bytes of a file.
pub const LIMIT: usize = 20 * 1024 * 1024;

/// What a file is attached to.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub kind: SubjectKind,
    pub id: &'a str,
    pub project: Option<&'a str>,
}

/// Attaches the file that a form brought to what has more secrets than a project: it is not the project's, whose history is read by more
/// people.
pub fn attach_apart(tx: &mut Tx, shelf: &Shelf, kind: SubjectKind, id: &str, file: Option<&File>) -> Result<Attachment> {
    let file = file.ok_or_else(|| Error::invalid("file", Complaint::Required))?;
    attach(tx, shelf, Subject { kind, id, project: None }, &file.name, &file.bytes)
}

/// Complains of the files that came along with something written, where they cannot be kept, naming all with the first reason: nothing
/// is, until all of them can.
pub fn check_sent(form: &mut Form, files: &[File], left_out: &[(String, LeftOut)]) {
    let left_out = left_out.iter().map(|(name, why)| (left_out_for(*why), name.as_str()));
    let wrong = files.iter().filter_map(|it| Some((check(&it.bytes).err()?, it.name.as_str())));
    let all: Vec<(Pair, &str)> = left_out.chain(wrong).collect();
    if let Some((said, _)) = all.first() {
        // Those for which another reason holds are told of once these are gone.
        let names: Vec<&str> = all.iter().filter(|it| it.0.0 == said.0).map(|it| it.1).collect();
        form.complain("file", Complaint::Named(*said, names.join(", ")));
    }
}

/// Attaches the files that came along with a request or a report, once it is written down.
pub fn attach_sent(tx: &mut Tx, shelf: &Shelf, kind: SubjectKind, id: &str, files: &[File]) -> Result<()> {
    match kind {
        // What was written down before by the same form may have been decided on meanwhile.
        _ if files.is_empty() => return Ok(()),
        SubjectKind::Report => check_author(tx, id)?,
        _ => check_asker(tx, id)?,
    }
    for file in files {
        attach(tx, shelf, Subject { kind, id, project: None }, &file.name, &file.bytes)?;
    }
    Ok(())
}

fn left_out_for(why: LeftOut) -> Pair {
    match why {
        LeftOut::TooLarge => Pair("文件太大：{}。每个文件最多 20 MB。", "Too large: {}. A file has at most 20 MB."),
        LeftOut::TooMany => Pair("文件太多：{}。一次最多 10 个。", "Too many files: {}. At most 10 are sent at once."),
    }
}

/// What a file is, if it can be kept; else why not, of its name.
fn check(bytes: &[u8]) -> std::result::Result<FileKind, Pair> {
    if bytes.is_empty() {
        return Err(Pair("请选择文件；空文件不能上传：{}。", "Please choose a file; an empty one cannot be kept: {}."));
    }
    if bytes.len() > LIMIT {
        return Err(left_out_for(LeftOut::TooLarge));
    }
    sniff(bytes).ok_or(Pair(
        "这种文件不能上传：{}。可以上传 PDF、图片（JPEG、PNG、WebP）、Word、Excel、ZIP 和纯文本。",
        "This kind of file is not kept: {}. PDF, pictures (JPEG, PNG, WebP), Word, Excel, ZIP and plain text are.",
    ))
}

/// Attaches a file; whoever calls has asked whether the person may. The content reaches the folder before the row is written.
pub fn attach(tx: &mut Tx, shelf: &Shelf, subject: Subject<'_>, name: &str, bytes: &[u8]) -> Result<Attachment> {
    let kind = check(bytes).map_err(|said| Error::invalid("file", Complaint::Named(said, name.to_owned())))?;
    let sha256 = hash(bytes);
    let known: Option<Attachment> = attachments::table
        .filter(attachments::subject_kind.eq(subject.kind))
        .filter(attachments::subject_id.eq(subject.id))
        .filter(attachments::sha256.eq(&sha256))
        .filter(attachments::removed_at.is_null())
        .order(attachments::added_at)
        .select(Attachment::as_select())
        .first(&mut **tx)
        .optional()?;
    if let Some(known) = known {
        // The same file again, or a button pressed twice.
        return Ok(known);
    }
    shelf.put(bytes, tx.now)?;
    let name = kind.named(name);
    let row = Attachment {
        id: tx.new_id()?,
        subject_kind: subject.kind,
        subject_id: subject.id.to_owned(),
        project_id: subject.project.map(str::to_owned),
        name,
        kind,
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        sha256,
        person_id: tx.who.id.clone(),
        added_at: tx.now,
        removed_at: None,
        version: 1,
    };
    tx.add("attach", &row)?;
    Ok(row)
}

/// Takes a file away from what it belongs to: it is not shown any more; its content stays.
pub fn remove(tx: &mut Tx, row: &Attachment) -> Result<()> {
    match row.subject_kind {
        SubjectKind::Request => check_asker(tx, &row.subject_id)?,
        SubjectKind::Report => check_author(tx, &row.subject_id)?,
        SubjectKind::Consultation => check_consulting(tx, &row.subject_id)?,
        _ => check_settling(tx, row)?,
    }
    if row.removed_at.is_some() {
        return Ok(());
    }
    tx.change("detach", row, Attachment { removed_at: Some(tx.now), ..row.clone() }).map(|_| ())
}

/// A request's files are its asker's, until it is answered or withdrawn: what was decided on stays as it was.
pub fn check_asker(tx: &mut Tx, request: &str) -> Result<()> {
    let row = requests::table.find(request).select((requests::asker_id, sql::<Bool>("requests.state = 'open'")));
    let (asker, open): (String, bool) = row.first(&mut **tx).optional()?.or_not_found()?;
    if asker != tx.who.id {
        return Err(Error::new(Kind::Forbidden(Deed::AskRequest.name())));
    }
    match open {
        true => Ok(()),
        false => Err(Error::refused(
            "请示已经批示或撤回，附件不能再增减。",
            "The request is answered or withdrawn; its files stay as they are.",
        )),
    }
}

/// A report's files are its author's, until the commander has read it.
pub fn check_author(tx: &mut Tx, report: &str) -> Result<()> {
    let row = reports::table.find(report).select((reports::author_id, reports::read_at.is_null()));
    let (author, unread): (String, bool) = row.first(&mut **tx).optional()?.or_not_found()?;
    if author != tx.who.id {
        return Err(Error::new(Kind::Forbidden(Deed::Report.name())));
    }
    match unread {
        true => Ok(()),
        false => Err(Error::refused("汇报已经审阅，附件不能再增减。", "The report is read; its files stay as they are.")),
    }
}

/// A consultation's files are its asker's while a question waits: what was answered on stays as it was.
pub fn check_consulting(tx: &mut Tx, consultation: &str) -> Result<()> {
    let row = consultations::table.find(consultation);
    let row = row.select((consultations::asker_id, sql::<Bool>("consultations.state = 'open'")));
    let (asker, open): (String, bool) = row.first(&mut **tx).optional()?.or_not_found()?;
    if asker != tx.who.id {
        return Err(Error::new(Kind::Forbidden(Deed::AskConsultation.name())));
    }
    match open {
        true => Ok(()),
        false => Err(Error::refused(
            "没有待答复的问题，附件不能再增减；追问之后可以补充。",
            "No question waits, and its files stay as they are; ask further to add to them.",
        )),
    }
}

fn check_settling(tx: &mut Tx, row: &Attachment) -> Result<()> {
    let id = row.project_id.as_deref().or_not_found()?;
    let project: Project = projects::table.find(id).select(Project::as_select()).first(&mut **tx).optional()?.or_not_found()?;
    work::check(tx, &project, Deed::Settle, Work::Settle).map(|_| ())
}
