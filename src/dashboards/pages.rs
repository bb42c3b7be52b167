//! The desk of whoever is signed in: the panels of all their roles.

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDate;

use super::panels::{Card, DESKS, Kind, Panel, first, proposals_waiting, read};
use crate::error::Result;
use crate::lang::Lang;
use crate::people::pages::ActingToday;
use crate::projects::head::late_for;
use crate::tasks::pages as inbox;
use crate::tasks::queries::Waiting;
use crate::web::{Ctx, Reading, Shell};
use crate::words::Role;

/// The page.
#[derive(Template)]
#[template(path = "dashboards/desk.html")]
pub struct Desk {
    s: Shell,
    panels: Vec<Panel>,
    proposals: Vec<(String, String)>,
    /// Who stands in for the commander today, where the reader is one of the two.
    acting: Option<ActingToday>,
}

impl Desk {
    /// Reads the panels of the reader's roles, each once.
    pub fn of(r: &mut Reading) -> Result<Desk> {
        let mut kinds: Vec<Kind> = Vec::new();
        for (role, panels) in DESKS {
            // Who rests still sees how things stand.
            if r.me.is(role) || (role == Role::Commander && r.me.resting.is_some()) {
                kinds.extend(panels.iter().filter(|kind| !kinds.contains(kind)).copied().collect::<Vec<_>>());
            }
        }
        let mut panels: Vec<Panel> = Vec::new();
        for kind in kinds {
            panels.push(read(r, kind)?);
        }
        if let Some(first) = first(r, &panels)? {
            panels.insert(0, first);
        }
        let proposals = if r.me.is(Role::Commander) { proposals_waiting(r)? } else { Vec::new() };
        let away = r.me.resting.is_some() || r.me.acting_for.is_some();
        let acting = if away { ActingToday::of(r)? } else { None };
        Ok(Desk { s: r.shell()?, panels, proposals, acting })
    }

    /// Good morning, by name and day.
    fn greeting(&self) -> String {
        let name = self.s.my_name();
        match self.s.lang {
            Lang::Zh => format!("{name}，今天是 {}", self.s.day(self.s.today)),
            Lang::En => format!("{name}, today is {}", self.s.day(self.s.today)),
        }
    }

    fn is_commander(&self) -> bool {
        self.s.me.as_ref().is_some_and(|me| me.is(Role::Commander))
    }

    /// How wide the first panel is: sales staff have their projects beside it.
    fn span(&self) -> u8 {
        let wide = self.panels.iter().any(|it| matches!(it, Panel::Stages(_) | Panel::Packages(_) | Panel::Opinions(_)));
        if wide { 8 } else { 7 }
    }

    /// How wide the alerts are: the whole width for the commander, whose desk has the late projects below them.
    fn alerts_span(&self) -> &'static str {
        if self.panels.iter().any(|it| matches!(it, Panel::Stages(_) | Panel::Packages(_))) { "" } else { "7" }
    }

    fn is_late(&self, it: &Waiting) -> bool {
        inbox::is_late(&self.s, it)
    }

    fn late(&self, it: &Waiting) -> String {
        inbox::late(&self.s, it)
    }

    fn why(&self, it: &Waiting) -> Vec<String> {
        inbox::why(&self.s, it)
    }

    /// How late something of this day is; none where it is not.
    fn late_day(&self, day: &Option<NaiveDate>) -> Option<String> {
        let day = day.filter(|day| *day < self.s.today)?;
        Some(late_for(&self.s, self.s.days_late(day)))
    }

    fn late_on(&self, day: &NaiveDate) -> String {
        late_for(&self.s, self.s.days_late(*day))
    }

    fn late_of(&self, card: &Card) -> Option<String> {
        let due = card.due_on.filter(|due| *due < self.s.today)?;
        Some(late_for(&self.s, self.s.days_late(due)))
    }

    /// A number's share of the largest, for its bar.
    fn share(&self, count: &i64, all: &[(crate::projects::pipeline::Stage, i64)]) -> i64 {
        let most = all.iter().map(|it| it.1).max().unwrap_or(0).max(1);
        count * 100 / most
    }

    /// Until when information is asked for.
    fn until(&self, due_on: &Option<NaiveDate>) -> String {
        match due_on {
            Some(due) if *due < self.s.today => late_for(&self.s, self.s.days_late(due)),
            due => format!("{} {}", self.s.t("期限", "Due"), self.s.some_day(due)),
        }
    }

    fn whole(&self, count: &usize) -> i64 {
        i64::try_from(*count).unwrap_or(i64::MAX)
    }

    /// The name of a step of the auxiliary channel.
    fn step(&self, code: &str) -> &'static str {
        crate::projects::steps::Step::from_code(code).map_or("", |it| self.s.lang.say(it.name()))
    }
}

/// `GET /`.
pub async fn desk(ctx: Ctx) -> Result<HttpResponse> {
    ctx.page(Desk::of).await
}
