//! Rows of plans, packages, targets and metrics.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::lang::Pair;
use crate::money::is_money;
use crate::recorded;
use crate::store::schema::{metrics, packages, plans, targets};
use crate::web::Shell;
use crate::web::shell::Given;
use crate::words;

words! {
    /// A metric whose actual figure follows from contracts and receipts; every other is typed in (自报).
    pub enum Computed {
        SignedAmount = "signed_amount", "签约额", "Signed amount";
        MoneyReceived = "money_received", "回款额", "Money received";
        Contracts = "contracts", "签约数", "Contracts";
        NewCustomers = "new_customers", "新客户数", "New customers";
    }
}

impl Computed {
    /// Where such a figure comes from.
    pub const ORIGIN: Pair = Pair("计算所得", "Computed");
    /// Where every other comes from.
    pub const OTHERWISE: Pair = Pair("自报", "Self-reported");
}

/// What can be aimed at and counted (指标). Its values are hundredths of its unit; of 元 that is fen.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = metrics)]
pub struct Metric {
    pub id: String,
    /// `signed_amount`, or a number for the department's own.
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub unit: String,
    pub unit_en: String,
    /// Offered where targets are set; one that is not stays where it is used.
    pub active: bool,
    pub version: i32,
}
recorded!(Metric, metrics, versioned: version);

impl Metric {
    /// What the reader calls it.
    pub fn called<'a>(&'a self, s: &Shell) -> &'a str {
        s.lang.of(&self.name, &self.name_en)
    }

    /// Its unit as the reader says it.
    pub fn counted_in<'a>(&'a self, s: &Shell) -> &'a str {
        s.lang.of(&self.unit, &self.unit_en)
    }

    /// Whether it is money: it can be typed and is shown in 万元 too.
    pub fn is_money(&self) -> bool {
        is_money(&self.unit)
    }

    /// What its figures are computed from; none: they are typed in.
    pub fn computed(&self) -> Option<Computed> {
        Computed::from_code(&self.code)
    }

    /// A value with its unit.
    pub fn amount(&self, s: &Shell, value: impl Given<i64>) -> String {
        match self.is_money() {
            true => s.money_short(value),
            false => format!("{} {}", s.quantity(value), self.counted_in(s)),
        }
    }
}

/// An action plan (行动计划).
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = plans)]
pub struct ActionPlan {
    pub id: String,
    /// `AP-2026-001`.
    pub number: String,
    pub name: String,
    pub purpose: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub closed: bool,
    pub version: i32,
    pub created_at: Moment,
}
recorded!(ActionPlan, plans, versioned: version);

impl ActionPlan {
    /// Its address.
    pub fn href(&self) -> String {
        format!("/plans/{}", self.number)
    }

    /// `2026-10-01 周四 至 2026-12-31 周四`.
    pub fn period(&self, s: &Shell) -> String {
        format!("{} {} {}", s.day(self.starts_on), s.t("至", "to"), s.day(self.ends_on))
    }

    /// How much of its period has passed, today included, in whole percent.
    pub fn elapsed(&self, today: NaiveDate) -> i64 {
        let all = (self.ends_on - self.starts_on).num_days() + 1;
        let passed = (today - self.starts_on).num_days() + 1;
        (passed.clamp(0, all.max(0)) * 100).checked_div(all).unwrap_or(100)
    }
}

/// A project package (项目包): a part of a plan that a coordinator looks after.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = packages)]
pub struct Package {
    pub id: String,
    /// `PK-2026-001`.
    pub number: String,
    pub plan_id: String,
    pub name: String,
    pub scope: String,
    pub coordinator_id: String,
    pub closed: bool,
    pub version: i32,
    pub created_at: Moment,
}
recorded!(Package, packages, versioned: version);

impl Package {
    /// Its address.
    pub fn href(&self) -> String {
        format!("/packages/{}", self.number)
    }
}

/// What a plan is to reach of a metric, or a package's share of it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = targets, treat_none_as_null = true)]
pub struct Target {
    pub id: String,
    pub plan_id: String,
    /// None: the plan's own.
    pub package_id: Option<String>,
    pub metric_id: String,
    /// Hundredths of the metric's unit.
    pub value: i64,
    pub due_on: NaiveDate,
    pub version: i32,
}
recorded!(Target, targets, versioned: version);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_elapsed_share_runs_from_nothing_to_all() {
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
        let plan = ActionPlan {
            id: String::new(),
            number: String::new(),
            name: String::new(),
            purpose: String::new(),
            starts_on: day("2026-11-01"),
            ends_on: day("2026-11-30"),
            closed: false,
            version: 1,
            created_at: Moment::default(),
        };
        for (today, percent) in
            [("2026-10-31", 0), ("2026-11-01", 3), ("2026-11-15", 50), ("2026-11-30", 100), ("2027-01-01", 100)]
        {
            assert_eq!(plan.elapsed(day(today)), percent, "{today}");
        }
    }
}
