//! A project's target customers, and the page to choose them.

use std::collections::BTreeMap;

use askama::Template;
use chrono::{Days, NaiveDate};

use super::forms;
use super::queries::{self, Choices, Listed, Taken, is_running};
use crate::calendar::monday_of;
use crate::customers::model::{ActivityKind, EditionState, TargetStep};
use crate::error::Result;
use crate::lang::{Lang, Pair};
use crate::policy::Deed;
use crate::projects::execution::work::Work;
use crate::projects::head::{Head, Tab, late_for};
use crate::web::list::link;
use crate::web::{Fields, Form, Reading, Shell};

/// The targets of a project, by step.
#[derive(Template)]
#[template(path = "projects/customers/index.html")]
pub struct Index {
    s: Shell,
    h: Head,
    all: Vec<Listed>,
    reached: BTreeMap<ActivityKind, i64>,
    part: Part,
    path: String,
    executes: bool,
}

/// Which targets are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    All,
    At(TargetStep),
    Late,
    NoNext,
    Objecting,
}

impl Part {
    fn of(query: &Fields) -> Part {
        match query.get("show") {
            "late" => Part::Late,
            "no_next" => Part::NoNext,
            "objections" => Part::Objecting,
            code => TargetStep::from_code(code).map_or(Part::All, Part::At),
        }
    }

    fn code(self) -> &'static str {
        match self {
            Part::All => "",
            Part::At(step) => step.code(),
            Part::Late => "late",
            Part::NoNext => "no_next",
            Part::Objecting => "objections",
        }
    }

    fn name(self) -> Pair {
        match self {
            Part::All => Pair("全部", "All"),
            Part::At(step) => step.name(),
            Part::Late => Pair("逾期", "Overdue"),
            Part::NoNext => Pair("没有下一步", "No next step"),
            Part::Objecting => Pair("有异议", "With objections"),
        }
    }
}

impl Index {
    /// Reads the targets of a project that the reader may see.
    pub fn of(r: &mut Reading, number: &str, query: &Fields) -> Result<Index> {
        r.may_see(Deed::SeeCustomers)?;
        let h = Head::of(r, number, Tab::Customers)?;
        let today = r.today;
        Ok(Index {
            all: queries::of_project(r, &h.project.id, today)?,
            reached: queries::reached(r, &h.project.id)?,
            part: Part::of(query),
            path: h.at("customers"),
            executes: r.me.may(Deed::Execute, h.standing).is_some(),
            s: r.shell()?,
            h,
        })
    }

    fn belongs(&self, it: &Listed, part: Part) -> bool {
        match part {
            Part::All => true,
            Part::At(step) => it.target.step == step,
            Part::Late => it.is_late(self.s.today),
            Part::NoNext => it.lacks_next(),
            Part::Objecting => it.objections > 0,
        }
    }

    /// The filters: address, name, how many, whether it is the one chosen.
    fn chips(&self) -> Vec<(String, &'static str, usize, bool)> {
        let steps = TargetStep::ALL.iter().map(|step| Part::At(*step));
        let parts = std::iter::once(Part::All).chain(steps).chain([Part::Late, Part::NoNext, Part::Objecting]);
        let chip = |part: Part| {
            let count = self.all.iter().filter(|it| self.belongs(it, part)).count();
            let href = link(&self.path, &Fields::default().set("show", part.code()));
            (href, self.s.lang.say(part.name()), count, part == self.part)
        };
        parts.map(chip).collect()
    }

    /// The steps that have something to show, each with its targets; what was dropped comes last.
    fn groups(&self) -> Vec<(TargetStep, Vec<&Listed>)> {
        let of =
            |step: TargetStep| self.all.iter().filter(|it| it.target.step == step && self.belongs(it, self.part)).collect();
        let groups = TargetStep::ALL.iter().map(|step| (*step, of(*step)));
        groups.filter(|(_, all): &(TargetStep, Vec<&Listed>)| !all.is_empty()).collect()
    }

    fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    fn may_choose(&self) -> bool {
        self.executes && Work::Undertake.is_on(&self.h.project)
    }

    fn may_record(&self, it: &Listed) -> bool {
        self.executes && Work::Carry.is_on(&self.h.project) && is_running(it.target.step)
    }

    /// Why nothing can be chosen; none where it can.
    fn why_not(&self) -> Option<&'static str> {
        let s = &self.s;
        match (self.h.project.approved_id.is_some(), Work::Undertake.is_on(&self.h.project), self.executes) {
            (false, ..) => {
                Some(s.t("计划批准实施之后，才选择目标客户。", "Target customers are chosen once the plan is approved."))
            }
            (_, false, true) => Some(s.t(
                "项目现在不在实施执行，不能选择新的目标客户。",
                "The project is not being carried out; no new target customers can be chosen.",
            )),
            (.., false) => {
                Some(s.t("由项目负责人选择和记录，其他人只能查看。", "The project owner chooses and records; others read."))
            }
            _ => None,
        }
    }

    fn late(&self, it: &Listed) -> Option<String> {
        let day = it.target.next_on.filter(|_| it.is_late(self.s.today))?;
        Some(late_for(&self.s, self.s.days_late(day)))
    }

    fn solution_tone(&self, state: &EditionState) -> &'static str {
        match state {
            EditionState::Accepted => "good",
            EditionState::Offered => "dawn",
            EditionState::Draft | EditionState::Declined => "",
        }
    }

    /// Invited, came, were shown the products, were visited: each customer counts once.
    fn reach(&self) -> Vec<(&'static str, i64)> {
        let count = |kind: ActivityKind| self.reached.get(&kind).copied().unwrap_or(0);
        let s = &self.s;
        vec![
            (s.t("已邀请", "Invited"), count(ActivityKind::Invitation)),
            (s.t("已到场", "Came"), count(ActivityKind::Exhibition)),
            (s.t("已演示", "Shown the products"), count(ActivityKind::Demonstration)),
            (s.t("已拜访", "Visited"), count(ActivityKind::Visit)),
        ]
    }

    fn customers(&self, count: &i64) -> String {
        match self.s.lang {
            Lang::Zh => format!("{count} 家"),
            Lang::En => count.to_string(),
        }
    }
}

/// The page to choose customers.
#[derive(Template)]
#[template(path = "projects/customers/new.html")]
pub struct Choose {
    s: Shell,
    h: Head,
    form: Form,
    question: String,
    choices: Choices,
}

impl Choose {
    /// Reads the customers that may be chosen; `form` is what was chosen before, or typed and refused.
    pub fn of(r: &mut Reading, number: &str, question: &str, form: Form) -> Result<Choose> {
        r.may_see(Deed::SeeCustomers)?;
        let h = Head::of(r, number, Tab::Customers)?;
        r.may(Deed::Execute, h.standing)?;
        Ok(Choose {
            choices: queries::choices(r, &h.project.id, question, &forms::ticked(&form))?,
            s: r.shell()?,
            h,
            form,
            question: question.to_owned(),
        })
    }

    fn is_open(&self) -> bool {
        Work::Undertake.is_on(&self.h.project)
    }

    fn found(&self) -> String {
        let Choices { chosen, others, .. } = &self.choices;
        match (self.s.lang, others.len(), chosen.len()) {
            (Lang::Zh, 40.., _) => "最近登记的 40 家；更多请查找".to_owned(),
            (Lang::En, 40.., _) => "The 40 added last; search for others".to_owned(),
            (Lang::Zh, count, 0) => format!("{count} 家可选"),
            (Lang::En, count, 0) => format!("{count} to choose from"),
            (Lang::Zh, count, chosen) => format!("已勾选 {chosen} 家，另有 {count} 家可选"),
            (Lang::En, count, chosen) => format!("{chosen} ticked, {count} more to choose from"),
        }
    }

    /// Whether nobody was found whom the project could still choose.
    fn is_nobody_free(&self) -> bool {
        self.choices.others.is_empty() && self.choices.chosen.is_empty()
    }

    fn taken_page(&self, it: &Taken) -> String {
        self.h.at(&format!("customers/{}", it.number))
    }

    fn is_dropped(&self, it: &Taken) -> bool {
        it.step == TargetStep::Dropped
    }
}

/// Tomorrow, in three days, next Monday; on a day off the next working day.
pub fn quick_days(s: &Shell) -> Vec<(&'static str, NaiveDate)> {
    let after = |day: NaiveDate, days: u64| day.checked_add_days(Days::new(days)).unwrap_or(day);
    let working = |day: NaiveDate| s.office.calendar.next_working(day);
    vec![
        (s.t("明天", "Tomorrow"), working(after(s.today, 1))),
        (s.t("3 天后", "In 3 days"), working(after(s.today, 3))),
        (s.t("下周一", "Next Monday"), working(after(monday_of(s.today), 7))),
    ]
}
