//! One customer.

use askama::Template;

use super::{People, name_of};
use crate::clock::Moment;
use crate::customers::model::{Activity, Contact, Customer, Objection, TargetStep};
use crate::customers::queries::{self, ACTIVITIES, Account, InProject};
use crate::error::Result;
use crate::lang::Lang;
use crate::people::queries::everybody;
use crate::policy::{Deed, Standing};
use crate::web::{Fields, Reading, Shell};

/// One customer.
#[derive(Template)]
#[template(path = "customers/show.html")]
pub struct Show {
    s: Shell,
    customer: Customer,
    contacts: Vec<Contact>,
    targets: Vec<InProject>,
    activities: Vec<(Activity, String)>,
    objections: Vec<(Objection, String)>,
    account: Account,
    people: People,
    kept_since: Moment,
    keepers: Vec<(String, String)>,
    /// Which page of the activities.
    page: i64,
    more: bool,
    keeps: bool,
    assigns: bool,
    merges: bool,
}

impl Show {
    /// Reads what belongs to one customer.
    pub fn of(r: &mut Reading, customer: Customer, query: &Fields) -> Result<Show> {
        let me = r.me.clone();
        let page = query.get("page").parse::<i64>().unwrap_or(1).clamp(1, 10_000);
        let mut activities = queries::done_with(r, &me, &customer.id, (page - 1) * ACTIVITIES)?;
        let more = activities.len() as i64 > ACTIVITIES;
        activities.truncate(usize::try_from(ACTIVITIES).unwrap_or_default());
        let assigns = me.may(Deed::AssignKeeper, Standing::NONE).is_some();
        Ok(Show {
            contacts: queries::people_of(r, &customer.id)?,
            targets: queries::in_projects(r, &me, &customer.id)?,
            activities,
            objections: queries::objections_of(r, &me, &customer.id)?,
            account: queries::account(r, &me, &customer.id)?,
            people: everybody(r)?,
            kept_since: queries::kept_since(r, &customer)?,
            keepers: if assigns { queries::keepers(r)? } else { Vec::new() },
            page,
            more,
            keeps: me.may(Deed::ChangeCustomer, customer.standing(&me)).is_some(),
            assigns,
            merges: me.may(Deed::MergeCustomers, Standing::NONE).is_some(),
            s: r.shell()?,
            customer,
        })
    }

    fn name(&self, id: &str) -> &str {
        name_of(&self.people, id)
    }

    fn username(&self, id: &str) -> &str {
        self.people.get(id).map_or("", |(username, _)| username)
    }

    fn keeper(&self) -> &str {
        self.name(&self.customer.keeper_id)
    }

    fn kept_for(&self) -> String {
        let since = self.s.office.zone.day(self.kept_since);
        let days = (self.s.today - since).num_days().max(0);
        match self.s.lang {
            Lang::Zh => format!("自 {} 起，已 {days} 天", self.s.day(since)),
            Lang::En => format!("since {}, {days} days", self.s.day(since)),
        }
    }

    /// Who was there and has left comes last.
    fn has_left(&self, it: &Contact) -> bool {
        it.left_at.is_some()
    }

    /// The nearest next step: its day, what it is, the project's number.
    fn next(&self) -> Option<(chrono::NaiveDate, &str, &str)> {
        let open = self.targets.iter().filter(|it| it.0.step != TargetStep::Dropped);
        let all = open.filter_map(|(it, number, ..)| Some((it.next_on?, it.next_step.as_str(), number.as_str())));
        all.min_by_key(|(day, ..)| *day)
    }

    fn is_late(&self, day: &chrono::NaiveDate) -> bool {
        *day < self.s.today
    }

    fn who_spoke(&self, it: &Activity) -> String {
        let known = it.contact_id.as_ref().and_then(|id| self.contacts.iter().find(|it| it.id == *id));
        known.map_or_else(|| it.with_whom.clone(), |it| it.name.clone())
    }

    fn target_href(&self, number: &str) -> String {
        format!("/projects/{number}/customers/{}", self.customer.number)
    }

    fn newer(&self) -> Option<String> {
        (self.page > 1).then(|| format!("{}?page={}#activities", self.customer.href(), self.page - 1))
    }

    fn older(&self) -> Option<String> {
        self.more.then(|| format!("{}?page={}#activities", self.customer.href(), self.page + 1))
    }

    fn leaving(&self, it: &Contact) -> String {
        match self.s.lang {
            Lang::Zh => format!("{} 已离职？记录仍保留。", it.name),
            Lang::En => format!("Has {} left? The record stays.", it.name),
        }
    }
}
