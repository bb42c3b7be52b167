//! Every row of a file held against what lies in the folder.

use diesel::prelude::*;

use super::shelf::{Lies, Shelf};
use crate::error::Result;
use crate::lang::Pair;
use crate::store::Conn;
use crate::store::schema::attachments;

/// What is wrong: which file, and what; those taken away are checked too, their content stays.
pub fn check(conn: &mut Conn, shelf: &Shelf) -> Result<Vec<(String, Pair)>> {
    let mut findings = Vec::new();
    let rows: Vec<(String, String)> =
        attachments::table.order(attachments::id).select((attachments::id, attachments::sha256)).load(conn)?;
    for (id, sha256) in rows {
        let wrong = match shelf.look(&sha256) {
            Ok(Lies::Whole) => continue,
            Ok(Lies::Missing) => Pair("附件的文件不见了", "the attachment's file is missing"),
            Ok(Lies::Damaged) => Pair("附件的内容与指纹不符", "the attachment's content does not match its hash"),
            Err(_) => Pair("无法读取附件", "the attachment cannot be read"),
        };
        findings.push((format!("attachments/{id}"), wrong));
    }
    Ok(findings)
}
