//! The pages of alerts: each with its figures and its rule.

use std::collections::BTreeMap;

use askama::Template;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::{Alert, Answer};
use super::queries;
use super::rules::Rule;
use crate::error::{OrNotFound, Result};
use crate::lang::{Lang, Pair, counted};
use crate::money::share;
use crate::people;
use crate::policy::Deed;
use crate::projects::head::{Head, Tab};
use crate::projects::pipeline::State;
use crate::quantity::Quantity;
use crate::store::connection::Db;
use crate::store::schema::{alerts, indicators, metrics, packages, people as people_table, projects};
use crate::web::list::{PAGE, Pager, link};
use crate::web::{Fields, Form, Reading, Shell};

/// Units of indicators, in both languages.
type Units = BTreeMap<String, (String, String)>;

/// An alert beside its project: number, name, owner.
pub type Line = (Alert, String, String, String);

/// Alerts that nobody has answered.
#[derive(Template)]
#[template(path = "alerts/index.html")]
pub struct Index {
    s: Shell,
    lines: Vec<Line>,
    units: Units,
    pager: Pager,
    query: Fields,
}

impl Index {
    /// Reads one page of the list, what has lain outside the tolerance longest first.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        r.may_see(Deed::SeeProjects)?;
        let (me, today) = (r.me.clone(), r.today);
        let which = query.get("state");
        let filtered = || {
            let mut rows = match which {
                "answered" | "past" => queries::told(&me, today),
                _ => queries::open(&me, today),
            };
            rows = match which {
                "answered" => rows.filter(alerts::answered_at.is_not_null()).filter(alerts::passed_on.is_null()),
                "past" => rows.filter(alerts::passed_on.is_not_null()),
                _ => rows,
            };
            if let Some(rule) = Rule::from_code(query.get("rule")) {
                rows = rows.filter(alerts::rule.eq(rule));
            }
            if query.get("mine") == "1" {
                rows = rows.filter(theirs(&me.id));
            }
            rows
        };
        let total = filtered().count().get_result(&mut **r)?;
        let pager = Pager::of("/alerts", query, total);
        let ordered = |rows: alerts::BoxedQuery<'static, Db>| match which {
            "answered" => rows.order((alerts::answered_at.desc(), alerts::id.desc())),
            "past" => rows.order((alerts::passed_on.desc(), alerts::id.desc())),
            _ => rows.order((alerts::fires_on, alerts::project_id, alerts::id)),
        };
        // The page first, from the index; only its rows are looked up with their projects.
        let page: Vec<String> = ordered(filtered()).offset(pager.offset()).limit(PAGE).select(alerts::id).load(&mut **r)?;
        let lines: Vec<Line> = match page.is_empty() {
            true => Vec::new(),
            false => lines(r, ordered(alerts::table.filter(alerts::id.eq_any(page)).into_boxed()))?,
        };
        Ok(Index { units: units(r, lines.iter().map(|(it, ..)| it))?, s: r.shell()?, lines, pager, query: query.clone() })
    }

    fn set(&self, name: &str, value: &str) -> String {
        link("/alerts", &self.query.set(name, value).set("page", ""))
    }

    /// The rules to choose from: address, name, whether it is the one chosen.
    fn rules(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("rule");
        let all = (self.set("rule", ""), self.s.lang.say(Pair("全部", "All")), now.is_empty());
        let each = Rule::ALL.iter().map(|it| (self.set("rule", it.code()), self.s.lang.say(it.name()), now == it.code()));
        std::iter::once(all).chain(each).collect()
    }

    /// Those that wait for an answer, those that have one, and those that are past: address, name, whether it is the one chosen.
    fn states(&self) -> Vec<(String, &'static str, bool)> {
        let now = match self.query.get("state") {
            it @ ("answered" | "past") => it,
            _ => "",
        };
        [("", Pair("待答复", "To be answered")), ("answered", Pair("已答复", "Answered")), ("past", Pair("已恢复正常", "Past"))]
            .into_iter()
            .map(|(code, name)| (self.set("state", code), self.s.lang.say(name), now == code))
            .collect()
    }

    /// What became of an alert; none while nobody has answered it.
    fn answer(&self, it: &Alert) -> Option<String> {
        let answer = it.answer().map(|answer| self.s.lang.say(answer.name()));
        let past = it.passed_on.map(|day| format!("{} {}", self.s.t("已恢复正常", "Past"), self.s.day(day)));
        let said: Vec<String> = answer.map(str::to_owned).into_iter().chain(past).collect();
        let reason = if it.reason.is_empty() { String::new() } else { format!("{}{}", self.s.t("：", ": "), it.reason) };
        (!said.is_empty()).then(|| format!("{}{reason}", said.join(self.s.t("，", ", "))))
    }

    fn mine(&self) -> (String, bool) {
        let on = self.query.get("mine") == "1";
        (self.set("mine", if on { "" } else { "1" }), on)
    }

    fn waits(&self) -> bool {
        !matches!(self.query.get("state"), "answered" | "past")
    }

    fn total(&self) -> String {
        match self.s.lang {
            Lang::Zh if self.waits() => format!("共 {} 条预警待答复", self.pager.total),
            Lang::Zh => format!("共 {} 条预警", self.pager.total),
            Lang::En if self.waits() => format!("{} to be answered", counted(self.pager.total, "alert")),
            Lang::En => counted(self.pager.total, "alert"),
        }
    }

    fn figures(&self, it: &Alert) -> String {
        figures(&self.s, it, self.units.get(&it.subject_id))
    }
}

/// Whether an alert is about a project of somebody: theirs, or one of a package that they look after.
fn theirs(id: &str) -> Box<dyn BoxableExpression<alerts::table, Db, SqlType = Bool>> {
    let packages = packages::table.filter(packages::coordinator_id.eq(id.to_owned())).select(packages::id);
    let own = projects::owner_id.eq(id.to_owned()).or(projects::package_id.eq_any(packages));
    Box::new(alerts::project_id.eq_any(projects::table.filter(own).select(projects::id)))
}

/// Alerts beside their projects, in the order that they come in.
fn lines(r: &mut Reading, rows: alerts::BoxedQuery<'static, Db>) -> Result<Vec<Line>> {
    Ok(rows
        .inner_join(projects::table.inner_join(people_table::table))
        .select((Alert::as_select(), projects::number, projects::name, people_table::name))
        .load(&mut **r)?)
}

/// The first few that wait for the reader's attention: all of them for the commander, otherwise those of their projects.
pub fn few(r: &mut Reading, all: bool, limit: i64) -> Result<Vec<Line>> {
    let (me, today) = (r.me.clone(), r.today);
    let rows = queries::open(&me, today);
    let rows = if all { rows } else { rows.filter(theirs(&me.id)) };
    lines(r, rows.order((alerts::fires_on, alerts::project_id, alerts::id)).limit(limit))
}

/// Units of the indicators that alerts are about.
fn units<'a>(r: &mut Reading, all: impl Iterator<Item = &'a Alert>) -> Result<Units> {
    let ids: Vec<String> = all.filter(|it| it.rule == Rule::Behind).map(|it| it.subject_id.clone()).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(String, String, String)> = indicators::table
        .inner_join(metrics::table)
        .filter(indicators::id.eq_any(ids))
        .order(indicators::id)
        .select((indicators::id, metrics::unit, metrics::unit_en))
        .load(&mut **r)?;
    Ok(rows.into_iter().map(|(id, zh, en)| (id, (zh, en))).collect())
}

/// What an alert says: its figures, as they are today; once it was answered or is past, as they were then.
pub fn figures(s: &Shell, it: &Alert, unit: Option<&(String, String)>) -> String {
    let watch = it.watch();
    let answered = it.answered_at.map(|at| s.office.zone.day(at));
    let day = answered.or(it.passed_on).unwrap_or(s.today);
    let days = s.office.calendar.working_days_between(it.from_on, day);
    let late = s.office.calendar.days_late(it.to_on, day);
    let (zh, en) = unit.map_or(("", ""), |(zh, en)| (zh.as_str(), en.as_str()));
    let [planned, found, wanted] = [watch.planned(day), it.found, it.wanted].map(|value| s.measured(value, zh, en));
    match (it.rule, s.lang) {
        (Rule::Behind, Lang::Zh) => {
            format!("{}：按计划应达 {planned}，实际 {found}，目标 {wanted}", it.title)
        }
        (Rule::Behind, Lang::En) => {
            format!("{}: planned by now {planned}, reached {found}, target {wanted}", it.title)
        }
        (Rule::Milestone, Lang::Zh) => format!("{}：应于 {} 完成，已逾期 {late} 个工作日", it.title, s.day(it.to_on)),
        (Rule::Milestone, Lang::En) => {
            format!("{}: due {}, {} overdue", it.title, s.day(it.to_on), counted(i64::from(late), "working day"))
        }
        (Rule::Payment, Lang::Zh) => {
            let (due, paid) = (s.money(it.wanted), s.money(it.found));
            format!("{}：{} 应回款 {due}，已回 {paid}，逾期 {late} 个工作日", it.title, s.day(it.to_on))
        }
        (Rule::Payment, Lang::En) => {
            let (due, paid) = (s.money(it.wanted), s.money(it.found));
            let late = counted(i64::from(late), "working day");
            format!("{}: {due} due {}, {paid} received, {late} overdue", it.title, s.day(it.to_on))
        }
        (Rule::Idle, Lang::Zh) => format!("最近的活动或进展记录在 {}，已 {days} 个工作日没有", s.day(it.from_on)),
        (Rule::Idle, Lang::En) => {
            let days = counted(i64::from(days), "working day");
            format!("last activity or note of progress on {}, nothing for {days}", s.day(it.from_on))
        }
        (Rule::Budget, lang) => {
            let (may, spent) = (s.money(it.wanted), s.money(it.found));
            let from = it.budget.and_then(|budget| Some((s.money(budget), Quantity(share(it.wanted, budget)?))));
            match (lang, from) {
                (Lang::Zh, Some((budget, done))) => {
                    format!("计划预算 {budget}，进度 {done} %：按进度应支出 {may}，实际支出 {spent}")
                }
                (Lang::Zh, None) => format!("按进度应支出 {may}，实际支出 {spent}"),
                (Lang::En, Some((budget, done))) => {
                    format!("planned budget {budget}, progress {done} %: {may} might be spent by now, spent {spent}")
                }
                (Lang::En, None) => format!("by the progress {may} might be spent, spent {spent}"),
            }
        }
    }
}

/// What a project's page shows of an alert: its address, rule and figures, how it was answered, whether it is past.
pub struct Told {
    pub href: String,
    pub rule: Pair,
    pub figures: String,
    pub since: Option<chrono::NaiveDate>,
    pub answer: Option<Pair>,
    pub passed_on: Option<chrono::NaiveDate>,
}

/// Every alert that there was in a project, the open ones first.
pub fn told(r: &mut Reading, h: &Head, s: &Shell) -> Result<Vec<Told>> {
    let today = r.today;
    let mut all = queries::of_project(r, &h.project.id)?;
    all.retain(|it| it.has_fired(today));
    all.sort_by_key(|it| (it.passed_on.is_some(), it.answered_at.is_some(), it.fires_on));
    let units = units(r, all.iter())?;
    let tell = |it: &Alert| Told {
        href: format!("{}/{}", h.at("alerts"), it.id),
        rule: it.rule.name(),
        figures: figures(s, it, units.get(&it.subject_id)),
        since: it.fires_on,
        answer: it.answer().map(Answer::name),
        passed_on: it.passed_on,
    };
    Ok(all.iter().map(tell).collect())
}

/// An alert of a project that the reader may see, in one sentence; none if there is no such alert.
pub fn sentence(r: &mut Reading, number: &str, id: &str) -> Result<Option<String>> {
    let (me, today) = (r.me.clone(), r.today);
    let project = crate::projects::queries::find(r, &me, number)?;
    let found = queries::of_project(r, &project.id)?.into_iter().find(|it| it.id == id && it.has_fired(today));
    let Some(it) = found else { return Ok(None) };
    let units = units(r, std::iter::once(&it))?;
    let s = r.shell()?;
    let told = figures(&s, &it, units.get(&it.subject_id));
    Ok(Some(format!("{}{}{told}", s.say(it.rule.name()), s.t("：", ": "))))
}

/// The rule that an alert was raised by.
pub fn rule(s: &Shell, it: &Alert) -> String {
    let within = it.tolerance;
    match (it.rule, s.lang) {
        (Rule::Behind, Lang::Zh) => format!("实际落后计划曲线超过目标的 {within} % 即预警"),
        (Rule::Behind, Lang::En) => format!("an alert when more than {within} % of the target behind the planned curve"),
        (Rule::Milestone | Rule::Payment, Lang::Zh) => format!("逾期超过 {within} 个工作日即预警"),
        (Rule::Milestone | Rule::Payment, Lang::En) => {
            format!("an alert when more than {} overdue", counted(within, "working day"))
        }
        (Rule::Idle, Lang::Zh) => format!("超过 {within} 个工作日没有客户活动或里程碑进展记录（从进入实施执行算起）即预警"),
        (Rule::Idle, Lang::En) => format!(
            "an alert when no activity or note of progress was recorded for more than {} (counted from the stage's beginning)",
            counted(within, "working day")
        ),
        (Rule::Budget, Lang::Zh) => format!("支出超出进度应支出额 {} 以上即预警", s.money(within)),
        (Rule::Budget, Lang::En) => format!("an alert when more than {} is spent beyond the progress", s.money(within)),
    }
}

/// One alert, and how it is answered.
#[derive(Template)]
#[template(path = "alerts/show.html")]
pub struct Show {
    s: Shell,
    h: Head,
    it: Alert,
    units: Units,
    names: BTreeMap<String, String>,
    form: Form,
    dismisses: bool,
    opens_control: bool,
    /// How many others of the project nobody has answered: opening control answers them as well.
    others: usize,
}

impl Show {
    /// Reads an alert of a project that the reader may see, once it has come outside the tolerance.
    pub fn of(r: &mut Reading, number: &str, id: &str, form: Form) -> Result<Show> {
        let h = Head::of(r, number, Tab::Control)?;
        let today = r.today;
        let found = queries::of_project(r, &h.project.id)?;
        let unanswered = |it: &&Alert| it.has_fired(today) && it.answered_at.is_none() && it.passed_on.is_none();
        let others = found.iter().filter(unanswered).filter(|it| it.id != id).count();
        let it = found.into_iter().find(|it| it.id == id && it.has_fired(today)).or_not_found()?;
        let units = units(r, std::iter::once(&it))?;
        let open = it.answered_at.is_none() && it.passed_on.is_none();
        Ok(Show {
            dismisses: open && r.me.may(Deed::DismissAlert, h.standing).is_some(),
            opens_control: open
                && h.project.stage == State::Implementation
                && r.me.may(Deed::OpenControl, h.standing).is_some(),
            names: people::queries::names(r)?,
            s: r.shell()?,
            h,
            it,
            units,
            form,
            others,
        })
    }

    fn figures(&self) -> String {
        figures(&self.s, &self.it, self.units.get(&self.it.subject_id))
    }

    fn rule(&self) -> String {
        rule(&self.s, &self.it)
    }

    fn answer(&self) -> Option<&'static str> {
        self.it.answer().map(|it| self.s.lang.say(it.name()))
    }

    fn was_dismissed(&self) -> bool {
        self.it.answer() == Some(Answer::Dismissed)
    }

    fn answered_by(&self) -> String {
        let name = |id: &str| self.names.get(id).map_or("—", String::as_str);
        let person = self.it.answered_by.as_deref().map_or("—", name);
        self.s.signed(person, self.it.acting_for_id.as_deref().map(name))
    }

    fn answers_others(&self) -> Option<String> {
        (self.others > 0).then(|| match self.s.lang {
            Lang::Zh => format!("本项目另有 {} 条未答复的预警，转入控制时一并答复。", self.others),
            Lang::En if self.others == 1 => {
                "One more alert of the project waits; opening control answers it as well.".to_owned()
            }
            Lang::En => format!("{} more alerts of the project wait; opening control answers them as well.", self.others),
        })
    }

    fn control(&self) -> String {
        format!("{}?move=open_control&alert={}", self.h.at("moves/new"), self.it.id)
    }
}
