//! The office's own rules: the settings an administrator may change, the special days, what metrics are called; read once and
//! kept at hand.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde::Serialize;

use super::Conn;
use super::schema::{metrics, people, settings, special_days};
use crate::calendar::{Calendar, SpecialDay};
use crate::clock::{Moment, Zone};
use crate::error::Result;
use crate::recorded;
use crate::words;
use crate::words::DayKind;

words! {
    /// A setting that is one whole number.
    pub enum Setting {
        WeightAttainment = "weight.attainment", "评估权重：目标达成（%）", "Weight of attainment (%)";
        WeightTimeliness = "weight.timeliness", "评估权重：及时性（%）", "Weight of timeliness (%)";
        WeightRecords = "weight.records", "评估权重：记录质量（%）", "Weight of records (%)";
        WeightCooperation = "weight.cooperation", "评估权重：协作（%）", "Weight of cooperation (%)";
        DaysIssued = "days.issued", "指令领受期限（工作日）", "Working days to acknowledge a directive";
        DaysDecision = "days.decision", "总指挥决定期限（工作日）", "Working days for a decision of the commander";
        WatchBehind = "watch.behind", "预警：落后计划进度（%）", "Alert: behind the planned curve (%)";
        WatchMilestone = "watch.milestone", "预警：里程碑逾期（工作日）", "Alert: milestone missed (working days)";
        WatchPayment = "watch.payment", "预警：回款逾期（工作日）", "Alert: payment overdue (working days)";
        WatchIdle = "watch.idle", "预警：没有活动（工作日）", "Alert: no activity (working days)";
        WatchBudget = "watch.budget", "预警：预算快于进度（%）", "Alert: budget ahead of progress (%)";
        DaysRequest = "days.request", "请示批示期限（工作日）", "Working days to answer a request";
        DaysConsultation = "days.consultation", "咨询答复期限（工作日）", "Working days to answer a consultation";
        DaysReport = "days.report", "阶段汇报期限（工作日）", "Working days to report on a stage that ended";
        DaysReading = "days.reading", "总指挥审阅汇报期限（工作日）", "Working days for the commander to read a report";
        EscalateCoordinator = "escalate.coordinator", "逾期几个工作日后报销售计调", "Working days late until the coordinator hears of it";
        EscalateCommander = "escalate.commander", "逾期几个工作日后报总指挥", "Working days late until the commander hears of it";
        ProbationMonths = "probation.months", "试用期（月）", "Probation (months)";
        WeeklyHour = "meeting.weekly_hour", "每周业务例会：开始（点）", "Weekly meeting: begins at (o'clock)";
        WeeklyMinutes = "meeting.weekly_minutes", "每周业务例会：时长（分钟）", "Weekly meeting: length (minutes)";
        MonthlyHour = "meeting.monthly_hour", "每月小结会议：开始（点）", "Monthly meeting: begins at (o'clock)";
        MonthlyMinutes = "meeting.monthly_minutes", "每月小结会议：时长（分钟）", "Monthly meeting: length (minutes)";
    }
}

impl Setting {
    /// What holds until somebody changes it.
    pub const fn default(self) -> i64 {
        match self {
            Setting::WeightAttainment => 50,
            Setting::WeightTimeliness => 20,
            Setting::WeightRecords => 15,
            Setting::WeightCooperation => 15,
            Setting::DaysIssued => 1,
            Setting::DaysDecision => 2,
            Setting::DaysRequest => 2,
            Setting::DaysConsultation => 2,
            Setting::DaysReport => 2,
            Setting::DaysReading => 2,
            Setting::EscalateCoordinator => 2,
            Setting::EscalateCommander => 5,
            Setting::ProbationMonths => 3,
            Setting::WatchBehind => 20,
            Setting::WatchMilestone => 1,
            Setting::WatchPayment => 3,
            Setting::WatchIdle => 7,
            Setting::WatchBudget => 20,
            Setting::WeeklyHour => 14,
            Setting::WeeklyMinutes => 90,
            Setting::MonthlyHour => 10,
            Setting::MonthlyMinutes => 120,
        }
    }
}

/// A setting that was changed.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = settings)]
pub struct SettingRow {
    /// The setting's code, or `days.` and a step's code.
    pub id: String,
    pub value: String,
    pub version: i32,
}
recorded!(SettingRow, settings, versioned: version);

/// A special day as it is kept.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = special_days)]
pub struct SpecialDayRow {
    pub id: String,
    pub day: chrono::NaiveDate,
    pub kind: DayKind,
    pub name: String,
    pub provisional: bool,
    pub version: i32,
}
recorded!(SpecialDayRow, special_days, versioned: version);

/// What holds in this office.
#[derive(Clone, Debug)]
pub struct Office {
    pub zone: Zone,
    pub calendar: Calendar,
    /// When the first account was made; none in an empty office.
    pub founded: Option<Moment>,
    changed: BTreeMap<String, i64>,
    metrics: BTreeMap<String, MetricWords>,
}

/// What a metric and its unit are called.
#[derive(Clone, Debug, Queryable)]
pub struct MetricWords {
    pub name: (String, String),
    pub unit: (String, String),
}

impl Office {
    /// Reads settings, special days, what metrics are called, and since when there is anybody.
    pub fn load(conn: &mut Conn, zone: Zone) -> Result<Office> {
        let days: Vec<SpecialDayRow> =
            special_days::table.select(SpecialDayRow::as_select()).order(special_days::day).load(conn)?;
        let days = days.into_iter().map(|row| SpecialDay {
            day: row.day,
            kind: row.kind,
            name: row.name.into(),
            provisional: row.provisional,
        });
        let changed: Vec<(String, String)> = settings::table.select((settings::id, settings::value)).load(conn)?;
        let changed = changed.into_iter().filter_map(|(id, value)| Some((id, value.parse().ok()?))).collect();
        let words = metrics::table
            .select((metrics::id, ((metrics::name, metrics::name_en), (metrics::unit, metrics::unit_en))))
            .order(metrics::id)
            .load::<(String, MetricWords)>(conn)?;
        let founded = people::table.select(diesel::dsl::min(people::created_at)).first(conn)?;
        Ok(Office { zone, calendar: Calendar::new(days), founded, changed, metrics: words.into_iter().collect() })
    }

    /// What a metric is called, by its id.
    pub fn metric(&self, id: &str) -> Option<&MetricWords> {
        self.metrics.get(id)
    }

    /// A setting's value.
    pub fn setting(&self, setting: Setting) -> i64 {
        self.changed.get(setting.code()).copied().unwrap_or(setting.default())
    }

    /// The working days of a step with this code, if an administrator changed them.
    pub fn step_days(&self, step: &str) -> Option<u32> {
        self.changed.get(&format!("days.{step}")).and_then(|days| u32::try_from(*days).ok())
    }
}
