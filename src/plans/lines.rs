//! One line a metric: what is to be reached, what was divided and handed down, what was reached, and in words what lies
//! between them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::model::{Metric, Target};
use super::sums::{Sum, Sums};
use crate::lang::Lang;
use crate::money::share;
use crate::web::Shell;

/// The line of a metric of a plan or package.
#[derive(Clone, Debug)]
pub struct Line {
    pub metric: Metric,
    /// What is to be reached, and by when; none: handed down although no target was set.
    pub target: Option<(i64, NaiveDate)>,
    /// What is divided among packages; none: a package's own line.
    pub divided: Option<i64>,
    pub sum: Sum,
}

/// What lies between two figures, in words; `matters` where it is to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub text: String,
    pub matters: bool,
}

/// The lines of a plan: every metric that is aimed at, divided or handed down.
pub fn of_plan(metrics: &[Metric], targets: &[Target], sums: &Sums) -> Vec<Line> {
    let mut divided: BTreeMap<&str, i64> = BTreeMap::new();
    for target in targets.iter().filter(|it| it.package_id.is_some()) {
        let all = divided.entry(&target.metric_id).or_default();
        *all = all.saturating_add(target.value);
    }
    let mut summed: BTreeMap<&str, Sum> = BTreeMap::new();
    for ((_, metric), sum) in sums {
        *summed.entry(metric).or_default() += *sum;
    }
    let own = targets.iter().filter(|it| it.package_id.is_none());
    lines(metrics, own, |metric| Some(divided.get(metric).copied().unwrap_or(0)), |metric| summed.get(metric).copied())
}

/// The lines of one of several plans on a list, from sums by plan.
pub fn of_listed_plan(plan: &str, metrics: &[Metric], targets: &[Target], sums: &Sums) -> Vec<Line> {
    let own = targets.iter().filter(|it| it.plan_id == plan && it.package_id.is_none());
    let sum = |metric: &str| sums.get(&(plan.to_owned(), metric.to_owned())).copied();
    lines(metrics, own, |_| None, sum)
}

/// The lines of a package, from sums by package.
pub fn of_package(package: &str, metrics: &[Metric], targets: &[Target], sums: &Sums) -> Vec<Line> {
    let own = targets.iter().filter(|it| it.package_id.as_deref() == Some(package));
    let sum = |metric: &str| sums.get(&(package.to_owned(), metric.to_owned())).copied();
    lines(metrics, own, |_| None, sum)
}

fn lines<'t>(
    metrics: &[Metric],
    own: impl Iterator<Item = &'t Target> + Clone,
    divided: impl Fn(&str) -> Option<i64>,
    sum: impl Fn(&str) -> Option<Sum>,
) -> Vec<Line> {
    let line = |metric: &Metric| {
        let target = own.clone().find(|it| it.metric_id == metric.id).map(|it| (it.value, it.due_on));
        let (divided, sum) = (divided(&metric.id), sum(&metric.id));
        let empty = target.is_none() && divided.unwrap_or(0) == 0 && sum.is_none_or(|it| it == Sum::default());
        (!empty).then(|| Line { metric: metric.clone(), target, divided, sum: sum.unwrap_or_default() })
    };
    metrics.iter().filter_map(line).collect()
}

impl Line {
    /// What is to be reached, or a dash.
    pub fn to_reach(&self, s: &Shell) -> String {
        self.target.map_or_else(|| "—".to_owned(), |(value, _)| self.metric.amount(s, value))
    }

    /// By when, or nothing.
    pub fn due(&self, s: &Shell) -> String {
        self.target.map_or_else(String::new, |(_, due)| s.day(due))
    }

    /// What is divided among packages.
    pub fn in_packages(&self, s: &Shell) -> String {
        self.metric.amount(s, self.divided.unwrap_or(0))
    }

    /// What projects were given.
    pub fn handed(&self, s: &Shell) -> String {
        self.metric.amount(s, self.sum.handed)
    }

    /// What was reached.
    pub fn actual(&self, s: &Shell) -> String {
        self.metric.amount(s, self.sum.actual)
    }

    /// Attainment in whole percent, rounded down; none without a target.
    pub fn percent(&self) -> Option<i64> {
        self.target.and_then(|(value, _)| share(self.sum.actual, value)).map(|points| points.div_euclid(100))
    }

    /// The same within a bar.
    pub fn bar(&self) -> i64 {
        self.percent().unwrap_or(0).clamp(0, 100)
    }

    /// Whether all of it was reached.
    pub fn is_reached(&self) -> bool {
        self.target.is_some_and(|(value, _)| self.sum.actual >= value)
    }

    /// Whether its day has passed and it was not reached.
    pub fn is_late(&self, s: &Shell) -> bool {
        self.target.is_some_and(|(_, due)| due < s.today) && !self.is_reached()
    }

    /// The bar's tone; words stand beside it.
    pub fn tone(&self, s: &Shell) -> &'static str {
        match (self.is_reached(), self.is_late(s)) {
            (true, _) => "good",
            (_, true) => "late",
            _ => "",
        }
    }

    /// What of the plan's target is not divided among packages, or too much.
    pub fn dividing(&self, s: &Shell) -> Option<Gap> {
        let divided = self.divided?;
        let Some((target, _)) = self.target else {
            let text = s.t("计划没有设这项目标", "The plan has no target of this").to_owned();
            return (divided != 0).then_some(Gap { text, matters: true });
        };
        Some(self.between(
            s,
            target - divided,
            ["还有 {}未划分", "{} not divided yet"],
            ["比计划目标多 {}", "{} above the plan's target"],
            ["已全部划分", "All divided"],
        ))
    }

    /// What of the target (a plan's: of what is divided) projects were not given yet, or too much.
    pub fn handing(&self, s: &Shell) -> Option<Gap> {
        let base = match (self.divided, self.target) {
            (Some(divided), _) => divided,
            (None, Some((target, _))) => target,
            (None, None) => {
                let text = s.t("项目包没有设这项目标", "The package has no target of this").to_owned();
                return Some(Gap { text, matters: true });
            }
        };
        if base == 0 && self.sum.handed == 0 {
            return None;
        }
        Some(self.between(
            s,
            base.saturating_sub(self.sum.handed),
            ["还有 {}未下达", "{} not handed down yet"],
            match self.divided {
                Some(_) => ["比划分的多 {}", "{} above what is divided"],
                None => ["比项目包目标多 {}", "{} above the package's target"],
            },
            ["已全部下达", "All handed down"],
        ))
    }

    /// What of the target was not reached yet, or more than it.
    pub fn reaching(&self, s: &Shell) -> Option<Gap> {
        let (target, _) = self.target?;
        let to_go = match self.is_late(s) {
            true => ["逾期，还差 {}", "Overdue, {} to go"],
            false => ["还差 {}", "{} to go"],
        };
        let gap = self.between(
            s,
            target.saturating_sub(self.sum.actual),
            to_go,
            ["超额 {}", "{} above target"],
            ["已达成", "Reached"],
        );
        Some(Gap { matters: self.is_late(s), ..gap })
    }

    fn between(&self, s: &Shell, gap: i64, short: [&str; 2], over: [&str; 2], even: [&str; 2]) -> Gap {
        let words = match gap {
            1.. => short,
            0 => even,
            _ => over,
        };
        let words = match s.lang {
            Lang::Zh => words[0],
            Lang::En => words[1],
        };
        Gap { text: words.replace("{}", &self.metric.amount(s, gap.saturating_abs())), matters: gap != 0 }
    }
}
