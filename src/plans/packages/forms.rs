//! Packages as typed, and as their form shows them.

use super::changes::Share;
use crate::error::{Complaint, Result};
use crate::lang::Pair;
use crate::people;
use crate::plans::forms::{targets, with_targets};
use crate::plans::model::{Metric, Package, Target};
use crate::store::Conn;
use crate::web::{Fields, Form};

/// What the fields are called, for the page of a late writer; the targets come as one more.
pub const PACKAGE: &[(&str, Pair)] = &[
    ("name", Pair("名称", "Name")),
    ("scope", Pair("范围", "Scope")),
    ("coordinator", Pair("销售计调", "Coordinator")),
    ("closed", Pair("关闭", "Closed")),
];

/// Reads a package.
pub fn package(form: &mut Form, conn: &mut Conn, metrics: &[Metric]) -> Result<Share> {
    let name = form.line("name", 80);
    let scope = form.text("scope", 2000);
    let username = form.line("coordinator", 30);
    let coordinator = people::queries::by_username(conn, &username)?;
    if coordinator.is_none() {
        form.complain("coordinator", Complaint::NotAChoice);
    }
    Ok(Share {
        name,
        scope,
        coordinator_id: coordinator.map(|it| it.id).unwrap_or_default(),
        targets: targets(form, metrics),
        closed: form.ticked("closed"),
    })
}

/// A package as its form shows it.
pub fn filled(package: &Package, coordinator: &str, targets: &[Target], metrics: &[Metric]) -> Fields {
    let fields = Fields::default()
        .with("name", &package.name)
        .with("scope", &package.scope)
        .with("coordinator", coordinator)
        .with("closed", if package.closed { "1" } else { "" });
    with_targets(fields, targets, metrics)
}
