//! Reading step records, and what a step is to be recorded for.

use diesel::prelude::*;

use super::fields::{Part, Per, per};
use super::model::StepRecord;
use crate::error::Result;
use crate::lang::Pair;
use crate::projects::model::Project;
use crate::projects::planning;
use crate::projects::steps::Step;
use crate::store::Conn;
use crate::store::schema::{standards, step_records};

/// Something that a step is recorded for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// What records name it by.
    pub key: String,
    /// What people call it.
    pub name: SubjectName,
    /// More about it.
    pub detail: String,
}

/// A name out of the source, or one that somebody typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubjectName {
    Ours(Pair),
    Typed(String),
}

/// Every record of a step of a project, the newest first.
pub fn of_step(conn: &mut Conn, project: &str, step: Step) -> Result<Vec<StepRecord>> {
    Ok(step_records::table
        .filter(step_records::project_id.eq(project))
        .filter(step_records::step.eq(step.code()))
        .order((step_records::recorded_at.desc(), step_records::id.desc()))
        .select(StepRecord::as_select())
        .load(conn)?)
}

/// Every record of a project, the oldest first.
pub fn all(conn: &mut Conn, project: &str) -> Result<Vec<StepRecord>> {
    Ok(step_records::table
        .filter(step_records::project_id.eq(project))
        .order((step_records::step, step_records::round, step_records::recorded_at, step_records::id))
        .select(StepRecord::as_select())
        .load(conn)?)
}

/// What a step of this project is to be recorded for; none where one record, or any number, does.
pub fn subjects(conn: &mut Conn, project: &Project, step: Step) -> Result<Vec<Subject>> {
    Ok(match per(step) {
        Per::Part => Part::ALL
            .iter()
            .map(|part| Subject { key: part.code().into(), name: SubjectName::Ours(part.name()), detail: String::new() })
            .collect(),
        Per::Source => of_step(conn, &project.id, Step::S2_1)?
            .into_iter()
            .rev()
            .map(|it| Subject { name: SubjectName::Typed(it.value("source")), detail: it.value("finding"), key: it.id })
            .collect(),
        Per::Standard => match &project.approved_id {
            None => Vec::new(),
            Some(approved) => standards::table
                .filter(standards::plan_version_id.eq(approved))
                .order((standards::position, standards::id))
                .select((standards::id, standards::title, standards::measure))
                .load::<(String, String, String)>(conn)?
                .into_iter()
                .map(|(key, title, detail)| Subject { key, name: SubjectName::Typed(title), detail })
                .collect(),
        },
        Per::Milestone => match &project.approved_id {
            None => Vec::new(),
            Some(approved) => planning::queries::steps(conn, approved)?
                .into_iter()
                .map(|it| Subject {
                    key: it.line_id,
                    name: SubjectName::Typed(it.title),
                    detail: format!("{} – {}", it.starts_on, it.ends_on),
                })
                .collect(),
        },
        Per::Version => planning::queries::sealed(conn, &project.id)?
            .into_iter()
            .map(|it| Subject {
                key: it.id,
                name: SubjectName::Ours(Pair("计划版本", "Plan version")),
                detail: it.number.to_string(),
            })
            .collect(),
        Per::Once | Per::Many | Per::Elsewhere => Vec::new(),
    })
}
