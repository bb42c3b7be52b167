//! What was typed.

use super::changes::Plan;
use crate::error::{Complaint, Result};
use crate::people::queries::one_with_role;
use crate::store::Tx;
use crate::web::Form;
use crate::words::Role;

/// The columns of the form's tables.
pub const PROJECTS: &[&str] = &["project", "taker"];
pub const TASKS: &[&str] = &["task", "task_taker"];
/// What stays where it is.
pub const STAYS: &str = "-";

/// Who takes what. A row that names nobody goes to whoever takes everything (`to`).
pub fn plan(tx: &mut Tx, form: &mut Form) -> Result<Plan> {
    let to = form.key("to");
    let all = taker(tx, form, "to", &to, "")?;
    let mut plan = Plan { along: form.ticked("along"), ..Plan::default() };
    for row in form.filled_rows(PROJECTS) {
        if let Some(taker) = taker(tx, form, "projects", &row.key(1), &to)? {
            plan.projects.push((row.key(0), taker));
        }
    }
    for row in form.filled_rows(TASKS) {
        if let Some(taker) = taker(tx, form, "tasks", &row.key(1), &to)? {
            plan.tasks.push((row.key(0), taker));
        }
    }
    if form.fields.has("customers") {
        let typed = form.key("customers");
        plan.customers = match typed.as_str() {
            "" => all,
            typed => taker(tx, form, "customers", typed, "")?,
        };
    }
    plan.reason = form.text("reason", 500);
    plan.note = form.optional_text("note", 1000);
    Ok(plan)
}

/// The id of whoever is named, of `all` where nobody is; none for what stays.
fn taker(tx: &mut Tx, form: &mut Form, field: &str, typed: &str, all: &str) -> Result<Option<String>> {
    let name = if typed.is_empty() { all } else { typed };
    if name == STAYS {
        return Ok(None);
    }
    if name.is_empty() {
        if field != "to" {
            form.complain("to", Complaint::Required);
        }
        return Ok(None);
    }
    let found = one_with_role(tx, name, Role::Sales)?;
    if found.is_none() {
        form.complain(field, Complaint::NotAChoice);
    }
    Ok(found.map(|it| it.id))
}
