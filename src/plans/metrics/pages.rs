//! The page of metrics.

use askama::Template;
use diesel::dsl::count_star;
use diesel::prelude::*;

use std::collections::BTreeMap;

use crate::error::Result;
use crate::lang::Lang;
use crate::plans::model::Metric;
use crate::plans::queries;
use crate::policy::Deed;
use crate::store::schema::targets;
use crate::web::{Form, Reading, Shell};

/// Every metric, and a form for one more.
#[derive(Template)]
#[template(path = "plans/metrics.html")]
pub struct Metrics {
    s: Shell,
    form: Form,
    metrics: Vec<Metric>,
    used: BTreeMap<String, i64>,
}

impl Metrics {
    /// Reads the metrics.
    pub fn of(r: &mut Reading, form: Form) -> Result<Metrics> {
        queries::seen(&r.me)?;
        let metrics = queries::metrics(r)?;
        let used: Vec<(String, i64)> = targets::table
            .group_by(targets::metric_id)
            .order(targets::metric_id)
            .select((targets::metric_id, count_star()))
            .load(&mut **r)?;
        Ok(Metrics { s: r.shell()?, form, metrics, used: used.into_iter().collect() })
    }

    fn keeps(&self) -> bool {
        self.s.may(Deed::KeepPlans)
    }

    fn uses(&self, metric: &Metric) -> String {
        let count = self.used.get(&metric.id).copied().unwrap_or(0);
        match (self.s.lang, count) {
            (_, 0) => "—".to_owned(),
            (Lang::Zh, count) => format!("{count} 个目标"),
            (Lang::En, 1) => "1 target".to_owned(),
            (Lang::En, count) => format!("{count} targets"),
        }
    }
}
