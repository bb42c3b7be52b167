//! What was typed about resolutions, checked.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::changes::{New, wrong_day};
use super::line;
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::meetings::model::{Resolution, ResolutionKind};
use crate::meetings::queries::everybody;
use crate::people;
use crate::projects;
use crate::projects::model::Project;
use crate::store::schema::projects as projects_table;
use crate::store::{Actor, Conn, Tx};
use crate::web::{Fields, Form};

/// How long a resolution may be.
pub const MOST: usize = 300;

/// What the fields of a resolution are called.
pub const FIELDS: &[(&str, Pair)] = &[
    ("content", Pair("决议", "Resolution")),
    ("kind", Pair("类别", "Sort")),
    ("person", Pair("负责人", "Who answers for it")),
    ("due_on", Pair("期限", "Due")),
    ("project", Pair("项目", "Project")),
];

/// A resolution typed in one line; none where nothing is.
pub fn quick(tx: &mut Tx, form: &mut Form) -> Result<Option<New>> {
    let typed = form.optional_line("resolution", MOST);
    if typed.is_empty() {
        return Ok(None);
    }
    let people = everybody(tx)?;
    let found = line::read(&typed, &people, tx.today());
    if !line::says_something(&found, tx.today()) {
        let said = Pair("请写明决议的内容。", "Please say what was resolved.");
        form.complain("resolution", Complaint::Said(said));
    }
    let project = project(tx, form, "resolution", &found.project.unwrap_or_default())?.map(|it| it.id);
    Ok(Some(New { content: found.content, kind: found.kind, person: found.person, due_on: found.due_on, project }))
}

/// Until when a resolution is due that is opened again.
pub fn due_again(form: &mut Form, today: NaiveDate) -> NaiveDate {
    let due_on: NaiveDate = form.date("due_on");
    if !form.is_wrong("due_on")
        && let Some(complaint) = wrong_day(due_on, today)
    {
        form.complain("due_on", complaint);
    }
    due_on
}

/// The project that a field names by number, if anything stands there; one that the person does not see is complained of.
pub fn project(tx: &mut Tx, form: &mut Form, field: &str, number: &str) -> Result<Option<Project>> {
    if number.is_empty() {
        return Ok(None);
    }
    let who = tx.who.clone();
    match projects::queries::find(tx, &who, &number.to_uppercase()) {
        Ok(project) => Ok(Some(project)),
        Err(Error { kind: Kind::NotFound, .. }) => {
            let said = Pair("没有这个编号的项目。", "There is no project with this number.");
            form.complain(field, Complaint::Said(said));
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// The id of whoever a field names, if anything stands there: somebody of the business who is there.
pub fn person(tx: &mut Tx, form: &mut Form, field: &str) -> Result<Option<String>> {
    let name = form.key(field);
    if name.is_empty() {
        return Ok(None);
    }
    let found = everybody(tx)?.into_iter().find(|it| it.1 == name || it.2 == name).map(|it| it.0);
    if found.is_none() {
        form.complain(field, Complaint::NotAChoice);
    }
    Ok(found)
}

/// A resolution as its form has it.
pub fn whole(tx: &mut Tx, form: &mut Form) -> Result<New> {
    let content = form.line("content", MOST);
    let kind = match form.key("kind").as_str() {
        "" => None,
        _ => form.choice("kind", ResolutionKind::from_code),
    };
    let person = person(tx, form, "person")?;
    let due_on = if form.key("due_on").is_empty() { None } else { Some(form.date("due_on")) };
    let number = form.key("project");
    let project = project(tx, form, "project", &number)?.map(|it| it.id);
    Ok(New { content, kind, person, due_on, project })
}

/// A resolution as its form shows it.
pub fn filled(conn: &mut Conn, me: &Actor, it: &Resolution) -> Result<Fields> {
    let person = match &it.person_id {
        Some(id) => people::queries::by_id(conn, id)?.username,
        None => String::new(),
    };
    let project: Option<String> = match &it.project_id {
        Some(id) => projects_table::table
            .filter(projects_table::id.eq(id))
            .filter(projects::queries::visible(me))
            .select(projects_table::number)
            .first(conn)
            .optional()?,
        None => None,
    };
    Ok(Fields::default()
        .with("content", &it.content)
        .with("kind", it.kind.map_or("", ResolutionKind::code))
        .with("person", person)
        .with("due_on", it.due_on.map(|it| it.to_string()).unwrap_or_default())
        .with("project", project.unwrap_or_default()))
}

/// The id of whoever answers for a resolution from now on.
pub fn holder(tx: &mut Tx, form: &mut Form) -> Result<String> {
    let found = person(tx, form, "holder")?;
    if found.is_none() && !form.is_wrong("holder") {
        form.complain("holder", Complaint::Required);
    }
    Ok(found.unwrap_or_default())
}
