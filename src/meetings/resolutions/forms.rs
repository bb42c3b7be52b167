//! What was typed about resolutions, checked.

use diesel::prelude::*;

use super::changes::New;
use super::line;
use crate::error::{Complaint, Result};
use crate::lang::Pair;
use crate::meetings::model::{Resolution, ResolutionKind};
use crate::meetings::queries::everybody;
use crate::people;
use crate::projects;
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
    if found.content.is_empty() {
        let said = Pair("请写明决议的内容。", "Please say what was resolved.");
        form.complain("resolution", Complaint::Said(said));
    }
    let project = match found.project {
        Some(number) => project(tx, form, "resolution", &number)?,
        None => None,
    };
    Ok(Some(New { content: found.content, kind: found.kind, person: found.person, due_on: found.due_on, project }))
}

/// The id of the project with this number.
fn project(tx: &mut Tx, form: &mut Form, field: &str, number: &str) -> Result<Option<String>> {
    let who = tx.who.clone();
    let found = projects_table::table
        .filter(projects_table::number.eq(number.to_uppercase()))
        .filter(projects::queries::visible(&who))
        .select(projects_table::id)
        .first(&mut **tx)
        .optional()?;
    if found.is_none() {
        let said = Pair("没有这个编号的项目。", "There is no project with this number.");
        form.complain(field, Complaint::Said(said));
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
    let person = match form.key("person").as_str() {
        "" => None,
        name => {
            let found = people::queries::by_any_name(tx, name)?.filter(|it| it.active).map(|it| it.id);
            if found.is_none() {
                form.complain("person", Complaint::NotAChoice);
            }
            found
        }
    };
    let due_on = if form.key("due_on").is_empty() { None } else { Some(form.date("due_on")) };
    let project = match form.key("project").as_str() {
        "" => None,
        number => project(tx, form, "project", number)?,
    };
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

/// The id of whoever answers for a resolution from now on: somebody of the business who is there.
pub fn holder(tx: &mut Tx, form: &mut Form) -> Result<String> {
    let name = form.key("holder");
    let found = everybody(tx)?.into_iter().find(|it| it.1 == name || it.2 == name).map(|it| it.0);
    if found.is_none() {
        form.complain("holder", if name.is_empty() { Complaint::Required } else { Complaint::NotAChoice });
    }
    Ok(found.unwrap_or_default())
}
