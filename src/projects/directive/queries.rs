//! Reading directives.

use diesel::prelude::*;

use crate::error::Result;
use crate::plans::model::Computed;
use crate::projects::model::{Clarification, Indicator};
use crate::store::Conn;
use crate::store::schema::{clarifications, indicators, metrics};

/// An indicator with its metric's words: code, name, English name, unit, English unit.
#[derive(Clone, Debug)]
pub struct Figure {
    pub indicator: Indicator,
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub unit: String,
    pub unit_en: String,
}

impl Figure {
    /// What its actual figure is computed from; none: it is typed in.
    pub fn computed(&self) -> Option<Computed> {
        Computed::from_code(&self.code)
    }

    /// Attainment in whole percent, rounded down; more than reached is more than 100.
    pub fn percent(&self) -> i64 {
        crate::money::share(self.indicator.actual, self.indicator.value).map_or(0, |points| points / 100)
    }

    /// The same within a bar.
    pub fn bar(&self) -> i64 {
        self.percent().clamp(0, 100)
    }
}

/// The indicators of a project with their metrics.
pub fn figures(conn: &mut Conn, project: &str) -> Result<Vec<Figure>> {
    type Row = (Indicator, String, String, String, String, String);
    let rows: Vec<Row> = indicators::table
        .inner_join(metrics::table)
        .filter(indicators::project_id.eq(project))
        .order((indicators::position, indicators::id))
        .select((Indicator::as_select(), metrics::code, metrics::name, metrics::name_en, metrics::unit, metrics::unit_en))
        .load(conn)?;
    let figure = |(indicator, code, name, name_en, unit, unit_en)| Figure { indicator, code, name, name_en, unit, unit_en };
    Ok(rows.into_iter().map(figure).collect())
}

/// What was asked about a project's directive, the newest first.
pub fn clarifications(conn: &mut Conn, project: &str) -> Result<Vec<Clarification>> {
    Ok(clarifications::table
        .filter(clarifications::project_id.eq(project))
        .order((clarifications::asked_at.desc(), clarifications::id.desc()))
        .select(Clarification::as_select())
        .load(conn)?)
}
