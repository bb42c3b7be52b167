//! Writing plans and the targets of plans and packages.

use chrono::NaiveDate;

use super::model::{ActionPlan, Metric, Target};
use super::queries;
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::policy::{Deed, Standing};
use crate::store::Tx;

/// What a plan is to be.
#[derive(Clone, Debug)]
pub struct Draft {
    pub name: String,
    pub purpose: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub targets: Vec<Wanted>,
    pub closed: bool,
}

/// A target that is wanted: a metric once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub metric_id: String,
    /// Hundredths of the metric's unit.
    pub value: i64,
    /// None: the plan's last day.
    pub due_on: Option<NaiveDate>,
}

/// The metrics that every department begins with, where there are none yet.
pub fn default_metrics(tx: &mut Tx) -> Result<()> {
    const FIRST: [(&str, &str, &str, &str, &str); 4] = [
        ("signed_amount", "签约额", "Signed amount", "元", "yuan"),
        ("money_received", "回款额", "Money received", "元", "yuan"),
        ("contracts", "签约数", "Contracts", "份", "contracts"),
        ("new_customers", "新客户数", "New customers", "家", "customers"),
    ];
    if !queries::metrics(tx)?.is_empty() {
        return Ok(());
    }
    // Metrics are listed by id, that is in the order in which they came; these come in one moment.
    let mut ids = FIRST.iter().map(|_| tx.new_id()).collect::<Result<Vec<_>>>()?;
    ids.sort();
    for (id, (code, name, name_en, unit, unit_en)) in ids.into_iter().zip(FIRST) {
        let metric = Metric {
            id,
            code: code.into(),
            name: name.into(),
            name_en: name_en.into(),
            unit: unit.into(),
            unit_en: unit_en.into(),
            active: true,
            version: 1,
        };
        tx.add(Deed::KeepPlans.code(), &metric)?;
    }
    Ok(())
}

/// A new action plan.
pub fn draw_up(tx: &mut Tx, draft: &Draft) -> Result<ActionPlan> {
    tx.may(Deed::KeepPlans, Standing::NONE)?;
    check_period(tx, None, draft)?;
    let plan = ActionPlan {
        id: tx.new_id()?,
        number: tx.next_number("AP")?,
        name: draft.name.clone(),
        purpose: draft.purpose.clone(),
        starts_on: draft.starts_on,
        ends_on: draft.ends_on,
        closed: false,
        version: 1,
        created_at: tx.now,
    };
    tx.add(Deed::KeepPlans.code(), &plan)?;
    set_targets(tx, &plan, None, &[], &draft.targets)?;
    Ok(plan)
}

/// Changes a plan and its targets, closes it or opens it again; `version` is that of the row the writer saw.
pub fn keep(tx: &mut Tx, before: &ActionPlan, version: i32, draft: &Draft) -> Result<ActionPlan> {
    tx.may(Deed::KeepPlans, Standing::NONE)?;
    if before.version != version {
        return Err(Error::new(Kind::Late));
    }
    check_period(tx, Some(before), draft)?;
    if draft.closed && queries::open_packages(tx, &before.id)? > 0 {
        return Err(Error::invalid(
            "closed",
            Complaint::Said(Pair(
                "还有项目包没有关闭；先关闭全部项目包，再关闭行动计划。",
                "Some packages are still open; close them all first, then the plan.",
            )),
        ));
    }
    let present = queries::own_targets(tx, &before.id)?;
    let mut after = before.clone();
    after.name = draft.name.clone();
    after.purpose = draft.purpose.clone();
    after.starts_on = draft.starts_on;
    after.ends_on = draft.ends_on;
    after.closed = draft.closed;
    if differ(&after, &present, &draft.targets) {
        // The targets are part of the plan: who changes only them is seen by a late writer too.
        after.version += 1;
    }
    let after = tx.change(Deed::KeepPlans.code(), before, after)?;
    set_targets(tx, &after, None, &present, &draft.targets)?;
    Ok(after)
}

/// Whether targets are to be other than they are.
pub fn differ(plan: &ActionPlan, present: &[Target], wanted: &[Wanted]) -> bool {
    let stands = |it: &Wanted| {
        present.iter().any(|target| {
            target.metric_id == it.metric_id && target.value == it.value && target.due_on == it.due_on.unwrap_or(plan.ends_on)
        })
    };
    present.len() != wanted.len() || !wanted.iter().all(stands)
}

/// Brings the targets of a plan (`package` none) or package to what is wanted: a metric once, each due in the plan's period.
pub fn set_targets(tx: &mut Tx, plan: &ActionPlan, package: Option<&str>, present: &[Target], wanted: &[Wanted]) -> Result<()> {
    let metrics = queries::offered(tx, present)?;
    let mut seen: Vec<&str> = Vec::new();
    for it in wanted {
        let Some(metric) = metrics.iter().find(|metric| metric.id == it.metric_id) else {
            return Err(Error::invalid("targets", Complaint::NotAChoice));
        };
        if seen.contains(&it.metric_id.as_str()) {
            return Err(Error::invalid("targets", Complaint::Said(Pair("同一指标只填一行。", "One line for each metric."))));
        }
        seen.push(&it.metric_id);
        if !(plan.starts_on..=plan.ends_on).contains(&it.due_on.unwrap_or(plan.ends_on)) {
            let period = Complaint::OutOfRange(plan.starts_on.to_string(), plan.ends_on.to_string());
            return Err(Error::invalid(&format!("due-{}", metric.code), period));
        }
    }
    for gone in present.iter().filter(|it| !seen.contains(&it.metric_id.as_str())) {
        tx.remove(Deed::KeepPlans.code(), gone)?;
    }
    for it in wanted {
        let due_on = it.due_on.unwrap_or(plan.ends_on);
        match present.iter().find(|target| target.metric_id == it.metric_id) {
            Some(before) => {
                tx.change(Deed::KeepPlans.code(), before, Target { value: it.value, due_on, ..before.clone() })?;
            }
            None => {
                let row = Target {
                    id: tx.new_id()?,
                    plan_id: plan.id.clone(),
                    package_id: package.map(str::to_owned),
                    metric_id: it.metric_id.clone(),
                    value: it.value,
                    due_on,
                    version: 1,
                };
                tx.add(Deed::KeepPlans.code(), &row)?;
            }
        }
    }
    Ok(())
}

/// A period runs forward, and takes in every target that packages have in it already.
fn check_period(tx: &mut Tx, before: Option<&ActionPlan>, draft: &Draft) -> Result<()> {
    if draft.ends_on < draft.starts_on {
        return Err(Error::invalid(
            "ends_on",
            Complaint::Said(Pair("结束日期不能早于开始日期。", "The last day must not be before the first.")),
        ));
    }
    let Some(plan) = before else { return Ok(()) };
    let outside = queries::targets_of_plan(tx, &plan.id)?
        .into_iter()
        .filter(|it| it.package_id.is_some())
        .find(|it| it.due_on < draft.starts_on || it.due_on > draft.ends_on);
    match outside {
        None => Ok(()),
        Some(target) => {
            let field = if target.due_on < draft.starts_on { "starts_on" } else { "ends_on" };
            let said = Pair(
                "项目包的指标有期限在 {}，计划期间须把它包括在内。",
                "A package has a target due on {}; the period must take it in.",
            );
            Err(Error::invalid(field, Complaint::Named(said, target.due_on.to_string())))
        }
    }
}
