//! Rows of attached files.

use diesel::prelude::*;
use serde::Serialize;

use super::sniff::FileKind;
use crate::clock::Moment;
use crate::recorded;
use crate::store::schema::attachments;
use crate::stored;
use crate::words;

words! {
    /// What a file belongs to.
    pub enum SubjectKind {
        Contract = "contract", "合同", "Contract";
        Notice = "notice", "供应通知", "Supply notice";
        Delivery = "delivery", "交货", "Delivery";
        Invoice = "invoice", "发票", "Invoice";
        Request = "request", "请示", "Request";
        Report = "report", "汇报", "Report";
        Consultation = "consultation", "咨询", "Consultation";
    }
}
stored!(SubjectKind);

/// A file that belongs to something.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = attachments, treat_none_as_null = true)]
pub struct Attachment {
    pub id: String,
    pub subject_kind: SubjectKind,
    pub subject_id: String,
    pub project_id: Option<String>,
    /// As its owner calls it.
    pub name: String,
    /// What is in it.
    pub kind: FileKind,
    /// Bytes.
    pub size: i64,
    pub sha256: String,
    pub person_id: String,
    pub added_at: Moment,
    /// Taken away; the content stays.
    pub removed_at: Option<Moment>,
    pub version: i32,
}
recorded!(Attachment, attachments, project: |row| row.project_id.as_deref(), versioned: version);

impl Attachment {
    /// Where it can be fetched.
    pub fn href(&self) -> String {
        format!("/files/{}", self.id)
    }

    /// `1.2 MB`, `340 kB`: as people say sizes.
    pub fn size(&self) -> String {
        match self.size {
            ..=999 => format!("{} B", self.size),
            1_000..=999_999 => format!("{} kB", self.size / 1_000),
            size => format!("{}.{} MB", size / 1_000_000, size % 1_000_000 / 100_000),
        }
    }
}
