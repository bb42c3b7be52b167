//! The page of one customer in one project.

use std::collections::BTreeSet;

use askama::Template;
use chrono::NaiveDate;

use crate::customers::activities;
use crate::customers::model::{
    Activity, ActivityKind, Contact, Customer, Objection, ObjectionState, Outcome, Solution, SolutionEdition, TargetCustomer,
    TargetStep,
};
use crate::customers::objections;
use crate::customers::queries::people_of;
use crate::customers::solutions;
use crate::customers::solutions::discount::discount;
use crate::customers::targets::pages::quick_days;
use crate::customers::targets::road::Doing;
use crate::customers::targets::{forms, queries};
use crate::error::Result;
use crate::lang::Lang;
use crate::policy::Deed;
use crate::projects::execution::work::Work;
use crate::projects::head::{Head, Tab, late_for};
use crate::web::{Form, Reading, Shell};

/// Activities shown; the rest stand in the department's list.
const SHOWN: i64 = 30;

/// What was typed into the page's forms and refused.
#[derive(Default)]
pub struct Forms {
    pub activity: Option<Form>,
    pub plan: Option<Form>,
    pub step: Option<Form>,
}

/// The page.
#[derive(Template)]
#[template(path = "projects/customers/show.html")]
pub struct Show {
    s: Shell,
    h: Head,
    target: TargetCustomer,
    customer: Customer,
    contacts: Vec<Contact>,
    activities: Vec<Activity>,
    /// The ids of those activities that were corrected.
    corrected: BTreeSet<String>,
    objections: Vec<Objection>,
    solutions: Vec<(Solution, SolutionEdition)>,
    activity: Form,
    plan: Form,
    step: Form,
    /// Whether the reader is the owner.
    executes: bool,
}

impl Show {
    /// Reads a target of a project that the reader may see.
    pub fn of(r: &mut Reading, number: &str, customer: &str, typed: Forms) -> Result<Show> {
        r.may_see(Deed::SeeCustomers)?;
        let h = Head::of(r, number, Tab::Customers)?;
        let (target, customer) = queries::find(r, &h.project.id, customer)?;
        let contacts = queries::contacts_of(r, &customer.id)?;
        let activities = activities::queries::of_target(r, &target.id, SHOWN + 1)?;
        let spoken = activities.iter().find_map(|it| it.contact_id.clone()).or(target.contact_id.clone());
        let known = spoken.filter(|id| contacts.iter().any(|it| it.id == *id));
        let filled = forms::filled(&target);
        Ok(Show {
            activity: typed.activity.unwrap_or_else(|| activities::forms::begun(r.today, known.as_deref())),
            plan: match typed.plan {
                Some(form) => {
                    let form = form.against(&filled, target.version, forms::PLAN);
                    let people = if form.late { people_of(r, &customer.id)? } else { Vec::new() };
                    form.in_words(|field, value| forms::spoken(&people, field, value))
                }
                None => Form::showing(filled, target.version),
            },
            step: typed.step.unwrap_or_default(),
            corrected: activities::queries::corrected(r, &activities)?,
            objections: objections::queries::of_target(r, &target.id)?,
            solutions: solutions::queries::of_target(r, &target.id)?,
            executes: r.me.may(Deed::Execute, h.standing).is_some(),
            s: r.shell()?,
            h,
            target,
            customer,
            contacts,
            activities,
        })
    }

    fn at(&self, place: &str) -> String {
        match place {
            "" => self.h.at(&format!("customers/{}", self.customer.number)),
            place => self.h.at(&format!("customers/{}/{place}", self.customer.number)),
        }
    }

    fn is_dropped(&self) -> bool {
        self.target.step == TargetStep::Dropped
    }

    /// Whether activities and objections can be recorded by this reader now.
    fn may_record(&self) -> bool {
        self.executes && Work::Carry.is_on(&self.h.project) && !self.is_dropped()
    }

    /// Whether solutions can be begun.
    fn may_offer(&self) -> bool {
        self.executes && Work::Undertake.is_on(&self.h.project) && !self.is_dropped()
    }

    /// Why nothing can be recorded; none where it can.
    fn why_not(&self) -> Option<&'static str> {
        let s = &self.s;
        match (Work::Carry.is_on(&self.h.project), self.executes) {
            (false, _) => Some(s.t(
                "项目已经结束，或计划尚未批准，这里只能查看。",
                "The project has ended, or its plan is not approved yet; here it can only be read.",
            )),
            (_, false) => Some(s.t("由项目负责人记录，其他人只能查看。", "The project owner records; others read.")),
            _ => None,
        }
    }

    fn is_late(&self) -> bool {
        !self.is_dropped() && self.target.next_on.is_some_and(|day| day < self.s.today)
    }

    fn late(&self) -> String {
        late_for(&self.s, self.target.next_on.map_or(0, |day| self.s.days_late(day)))
    }

    /// What the owner may do by hand: code, name.
    fn doings(&self) -> Vec<(&'static str, &'static str, bool)> {
        let on = |doing: &Doing| match doing {
            Doing::TakeUp => Work::Undertake.is_on(&self.h.project),
            _ => Work::Carry.is_on(&self.h.project),
        };
        let all = self.target.step.by_hand().filter(on);
        if !self.executes {
            return Vec::new();
        }
        all.map(|doing| (doing.code(), self.s.lang.say(doing.name()), doing.asks_why())).collect()
    }

    fn dropping(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("放弃目标客户「{}」？", self.customer.name),
            Lang::En => format!("Give up the target customer “{}”?", self.customer.name),
        }
    }

    fn why_label(&self) -> &'static str {
        match self.is_dropped() {
            true => self.s.t("重新列为目标的理由", "Why it is taken up again"),
            false => self.s.t("放弃的原因", "Why it is given up"),
        }
    }

    fn contact(&self, id: &Option<String>) -> Option<&Contact> {
        id.as_ref().and_then(|id| self.contacts.iter().find(|it| it.id == *id))
    }

    fn contact_choices(&self) -> Vec<(String, String)> {
        self.contacts.iter().map(|it| (it.id.clone(), format!("{}（{}）", it.name, self.s.lang.say(it.part.name())))).collect()
    }

    fn kinds(&self) -> Vec<(&'static str, &'static str)> {
        ActivityKind::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    fn results(&self) -> Vec<(&'static str, &'static str)> {
        Outcome::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    /// Days that fill the next step's date at a press.
    fn quick_days(&self) -> Vec<(&'static str, NaiveDate)> {
        quick_days(&self.s)
    }

    /// With whom an activity was.
    fn with(&self, it: &Activity) -> String {
        match self.contact(&it.contact_id) {
            Some(contact) if it.with_whom.is_empty() => contact.name.clone(),
            Some(contact) => format!("{}{}{}", contact.name, self.s.t("、", ", "), it.with_whom),
            None => it.with_whom.clone(),
        }
    }

    fn shown(&self) -> &[Activity] {
        let most = usize::try_from(SHOWN).unwrap_or(30);
        self.activities.get(..most).unwrap_or(&self.activities)
    }

    fn has_more(&self) -> bool {
        self.activities.len() > self.shown().len()
    }

    fn result_tone(&self, it: &Activity) -> &'static str {
        activities::pages::tone(it.result)
    }

    fn was_corrected(&self, it: &Activity) -> bool {
        self.corrected.contains(&it.id)
    }

    fn is_mine(&self, it: &Activity) -> bool {
        self.executes && self.s.me.as_ref().is_some_and(|me| me.id == it.person_id) && Work::Carry.is_on(&self.h.project)
    }

    fn open_objections(&self) -> usize {
        self.objections.iter().filter(|it| it.state != ObjectionState::Settled).count()
    }

    fn objection_tone(&self, it: &Objection) -> &'static str {
        objections::pages::tone(it)
    }

    fn edition_tone(&self, it: &SolutionEdition) -> &'static str {
        solutions::pages::tone(it.state)
    }

    fn discount(&self, it: &SolutionEdition) -> String {
        discount(it.list_fen, it.price_fen).map_or_else(|| "—".to_owned(), |it| format!("{} %", self.s.quantity(it)))
    }

    fn draft_key(&self) -> String {
        format!("activity-{}-{}-{}", self.h.project.number, self.customer.number, self.s.my_username())
    }
}
