//! Tolerances and weights as pages and the printed plan tell them.

use crate::error::Result;
use crate::lang::{Lang, counted};
use crate::projects::alerts;
use crate::projects::alerts::model::PlanTerms;
use crate::projects::alerts::rules::Rule;
use crate::projects::evaluation::formula::Part;
use crate::store::Conn;
use crate::store::office::Office;
use crate::web::Shell;

/// The terms of a version, each line with what it is called.
#[derive(Clone, Debug)]
pub struct Told {
    pub tolerances: Vec<(&'static str, String)>,
    pub weights: Vec<(&'static str, String)>,
    /// Where they come from, and whether they can still change.
    pub state: &'static str,
}

/// What a version is measured by: its own terms, or those of the settings as long as there are none.
pub fn of_version(conn: &mut Conn, office: &Office, version: &str) -> Result<PlanTerms> {
    Ok(alerts::queries::terms(conn, version)?.unwrap_or_else(|| PlanTerms::by_settings(office, version)))
}

/// Tells them; `approved` says whether the version was approved with them.
pub fn told(terms: &PlanTerms, approved: bool, s: &Shell) -> Told {
    let days = |days: i32| match s.lang {
        Lang::Zh => format!("逾期不超过 {days} 个工作日"),
        Lang::En => format!("at most {} overdue", counted(i64::from(days), "working day")),
    };
    let percent = |percent: i32, zh: &str, en: &str| match s.lang {
        Lang::Zh => format!("不超过{zh}的 {percent} %"),
        Lang::En => format!("by at most {percent} % of the {en}"),
    };
    let idle = match s.lang {
        Lang::Zh => format!("不超过 {} 个工作日", terms.idle_days),
        Lang::En => format!("for at most {}", counted(i64::from(terms.idle_days), "working day")),
    };
    let name = |rule: Rule| s.lang.say(rule.name());
    let weight = |part: Part, weight: i32| (s.lang.say(part.name()), format!("{weight} %"));
    Told {
        tolerances: vec![
            (name(Rule::Behind), percent(terms.behind_percent, "目标", "target")),
            (name(Rule::Milestone), days(terms.milestone_days)),
            (name(Rule::Payment), days(terms.payment_days)),
            (name(Rule::Idle), idle),
            (name(Rule::Budget), percent(terms.budget_percent, "预算", "budget")),
        ],
        weights: vec![
            weight(Part::Attainment, terms.weight_attainment),
            weight(Part::Timeliness, terms.weight_timeliness),
            weight(Part::Records, terms.weight_records),
            weight(Part::Cooperation, terms.weight_cooperation),
        ],
        state: match (approved, terms.version) {
            (true, _) => s.t("随计划批准冻结，不再更改。", "Frozen with the approved plan; they do not change any more."),
            (_, 0) => s.t("按部门现行设置；批准时冻结。", "As in the department's settings now; the approval freezes them."),
            _ => s.t("为本计划拟定；批准时冻结。", "Proposed for this plan; the approval freezes them."),
        },
    }
}
