//! Writing metrics.

use crate::error::{Complaint, Error, Result};
use crate::lang::Pair;
use crate::plans::model::Metric;
use crate::plans::queries;
use crate::policy::{Deed, Standing};
use crate::store::Tx;

/// What a metric of the department's own is called and counted in.
#[derive(Clone, Debug)]
pub struct Defined {
    pub name: String,
    pub name_en: String,
    pub unit: String,
    pub unit_en: String,
}

/// Adds a metric of the department's own; its code is made from a number.
pub fn define(tx: &mut Tx, it: &Defined) -> Result<Metric> {
    tx.may(Deed::KeepPlans, Standing::NONE)?;
    let same = |metric: &Metric| metric.name == it.name || metric.name_en.eq_ignore_ascii_case(&it.name_en);
    if let Some(metric) = queries::metrics(tx)?.into_iter().find(same) {
        let field = if metric.name == it.name { "name" } else { "name_en" };
        let said = match metric.active {
            true => Pair("已有同名的指标。", "There is a metric of this name."),
            false => {
                Pair("已有同名的停用指标，恢复使用即可。", "There is an inactive metric of this name; use that one again.")
            }
        };
        return Err(Error::invalid(field, Complaint::Said(said)));
    }
    let metric = Metric {
        id: tx.new_id()?,
        code: tx.next_number("MT")?,
        name: it.name.clone(),
        name_en: it.name_en.clone(),
        unit: it.unit.clone(),
        unit_en: it.unit_en.clone(),
        active: true,
        version: 1,
    };
    tx.add(Deed::KeepPlans.code(), &metric)?;
    Ok(metric)
}

/// Offers a metric where targets are set, or no longer; where it is used it stays.
pub fn offer(tx: &mut Tx, before: &Metric, active: bool) -> Result<Metric> {
    tx.may(Deed::KeepPlans, Standing::NONE)?;
    tx.change(Deed::KeepPlans.code(), before, Metric { active, ..before.clone() })
}
