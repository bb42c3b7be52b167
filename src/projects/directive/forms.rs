//! A directive as typed, and as its form shows it.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::changes::Directive;
use super::queries::Figure;
use crate::error::{Complaint, Result};
use crate::lang::Pair;
use crate::money::Money;
use crate::people;
use crate::projects::model::{Project, Sort};
use crate::quantity::Quantity;
use crate::store::Conn;
use crate::store::schema::{metrics, packages, people as people_table};
use crate::web::{Fields, Form};
use crate::words::Role;

/// The columns of the table of indicators.
pub const INDICATORS: &[&str] = &["indicator_metric", "indicator_value", "indicator_due"];

/// What the fields are called, for the page of a late writer.
pub const LABELS: &[(&str, Pair)] = &[
    ("package", Pair("项目包", "Package")),
    ("name", Pair("项目名称", "Project name")),
    ("sort", Pair("类别", "Sort")),
    ("owner", Pair("项目负责人", "Project owner")),
    ("task", Pair("任务", "Task")),
    ("arrangements", Pair("协调与沟通安排", "Arrangements for coordination and communication")),
    ("starts_on", Pair("开始日期", "First day")),
    ("ends_on", Pair("结束日期", "Last day")),
    ("limit_discount", Pair("折扣限额", "Discount limit")),
    ("limit_budget", Pair("预算限额", "Budget limit")),
    ("limit_contract", Pair("合同额限额", "Contract limit")),
    ("indicator_metric", Pair("指标", "Indicators")),
    ("indicator_value", Pair("目标值", "Target")),
    ("indicator_due", Pair("完成日期", "Due date")),
];

/// A metric to choose from: id, code, name, English name, unit, English unit.
pub type Metric = (String, String, String, String, String, String);

/// The metrics that indicators can have.
pub fn metrics(conn: &mut Conn) -> Result<Vec<Metric>> {
    Ok(metrics::table
        .filter(metrics::active.eq(true))
        .order(metrics::code)
        .select((metrics::id, metrics::code, metrics::name, metrics::name_en, metrics::unit, metrics::unit_en))
        .load(conn)?)
}

/// Reads a directive. Only package, name, sort and owner must be there while it is drafted; the gate asks for the rest.
/// An amended directive keeps the package and owner it has, so these are not asked for: `kept`.
pub fn directive(form: &mut Form, conn: &mut Conn, kept: Option<&Project>) -> Result<Directive> {
    let (package_id, owner_id) = match kept {
        Some(project) => (project.package_id.clone(), project.owner_id.clone()),
        None => (package(form, conn)?, owner(form, conn)?),
    };
    let sort = form.choice("sort", Sort::from_code).unwrap_or(Sort::Division);
    let name = form.line("name", 80);
    let task = form.optional_text("task", 4000);
    let arrangements = form.optional_text("arrangements", 4000);
    let starts_on = optional_date(form, "starts_on");
    let ends_on = optional_date(form, "ends_on");
    let limit_discount = discount(form);
    let limit_budget = optional_money(form, "limit_budget");
    let limit_contract = optional_money(form, "limit_contract");
    let indicators = indicators(form, conn)?;
    Ok(Directive {
        package_id,
        name,
        sort,
        owner_id,
        task,
        arrangements,
        starts_on,
        ends_on,
        limit_discount,
        limit_budget,
        limit_contract,
        indicators,
    })
}

fn package(form: &mut Form, conn: &mut Conn) -> Result<String> {
    let number = form.line("package", 30);
    let found: Option<String> =
        packages::table.filter(packages::number.eq(&number)).select(packages::id).first(conn).optional()?;
    if found.is_none() {
        form.complain("package", Complaint::NotAChoice);
    }
    Ok(found.unwrap_or_default())
}

fn owner(form: &mut Form, conn: &mut Conn) -> Result<String> {
    let username = form.line("owner", 30);
    let found = people::queries::one_with_role(conn, &username, Role::Sales)?;
    if found.is_none() {
        form.complain("owner", Complaint::NotAChoice);
    }
    Ok(found.map(|it| it.id).unwrap_or_default())
}

fn optional_date(form: &mut Form, name: &str) -> Option<NaiveDate> {
    (!form.value(name).trim().is_empty()).then(|| form.date(name))
}

fn optional_money(form: &mut Form, name: &str) -> Option<i64> {
    (!form.value(name).trim().is_empty()).then(|| form.money(name).0)
}

/// A discount in percent; at most 100.
fn discount(form: &mut Form) -> Option<i64> {
    if form.value("limit_discount").trim().is_empty() {
        return None;
    }
    let percent = form.quantity("limit_discount");
    if percent.0 > 10_000 {
        form.complain("limit_discount", Complaint::OutOfRange("0".into(), "100".into()));
    }
    Some(percent.0)
}

fn indicators(form: &mut Form, conn: &mut Conn) -> Result<Vec<(String, i64, NaiveDate)>> {
    let known = metrics(conn)?;
    let mut wanted: Vec<(String, i64, NaiveDate)> = Vec::new();
    for row in form.filled_rows(INDICATORS) {
        if row.at(1).trim().is_empty() && row.at(2).trim().is_empty() {
            continue;
        }
        let value = form.quantity_in("indicators", row.at(1)).0;
        let due_on = form.date_in("indicators", row.at(2));
        match known.iter().find(|it| it.1 == row.at(0)) {
            None => form.complain("indicators", Complaint::NotAChoice),
            Some(metric) if wanted.iter().any(|it| it.0 == metric.0) => {
                form.complain("indicators", Complaint::Said(Pair("同一指标只填一行。", "One line for each metric.")));
            }
            Some(_) if value == 0 => {
                form.complain("indicators", Complaint::Said(Pair("指标的目标值要大于零。", "A target is more than zero.")));
            }
            Some(metric) => wanted.push((metric.0.clone(), value, due_on)),
        }
    }
    Ok(wanted)
}

/// A directive as its form shows it.
pub fn filled(conn: &mut Conn, project: &Project, figures: &[Figure]) -> Result<Fields> {
    let package: String = packages::table.find(&project.package_id).select(packages::number).first(conn)?;
    let owner: String = people_table::table.find(&project.owner_id).select(people_table::username).first(conn)?;
    let day = |day: Option<NaiveDate>| day.map(|it| it.to_string()).unwrap_or_default();
    let money = |fen: Option<i64>| fen.map(|it| Money(it).yuan().replace(',', "")).unwrap_or_default();
    let mut fields = Fields::default()
        .with("package", package)
        .with("name", &project.name)
        .with("sort", project.sort.code())
        .with("owner", owner)
        .with("task", &project.task)
        .with("arrangements", &project.arrangements)
        .with("starts_on", day(project.starts_on))
        .with("ends_on", day(project.ends_on))
        .with("limit_discount", project.limit_discount.map(|it| Quantity(it).to_string()).unwrap_or_default())
        .with("limit_budget", money(project.limit_budget))
        .with("limit_contract", money(project.limit_contract));
    for figure in figures {
        fields = fields
            .with("indicator_metric", &figure.code)
            .with("indicator_value", Quantity(figure.indicator.value).to_string())
            .with("indicator_due", figure.indicator.due_on.to_string());
    }
    Ok(fields)
}
