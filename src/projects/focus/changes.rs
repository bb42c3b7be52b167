//! Writing focus.

use super::queries;
use crate::calendar::Month;
use crate::error::{Error, Result};
use crate::policy::Deed;
use crate::projects::model::{Focus, Project};
use crate::store::Tx;

/// Makes a running project a focus of a month, or no longer; twice is as good as once.
pub fn set(tx: &mut Tx, project: &Project, month: Month, on: bool) -> Result<()> {
    tx.may(Deed::SetFocus, project.standing(&tx.who, ""))?;
    match (queries::focus(tx, &project.id, month)?, on) {
        (Some(row), false) => tx.remove(Deed::SetFocus.code(), &row),
        (None, true) => {
            if project.ended_at.is_some() || project.issued_at.is_none() {
                return Err(Error::refused(
                    "只有已下达、尚未结束的项目可以定为重点。",
                    "Only a project that was issued and has not ended can be a focus.",
                ));
            }
            let row = Focus {
                id: tx.new_id()?,
                project_id: project.id.clone(),
                month: month.to_string(),
                set_by: tx.who.id.clone(),
                set_at: tx.now,
            };
            tx.add(Deed::SetFocus.code(), &row)
        }
        _ => Ok(()),
    }
}
