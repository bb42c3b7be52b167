//! The list.

use askama::Template;
use diesel::prelude::*;

use super::{INDUSTRIES, People, REGIONS, grades, name_of, sources};
use crate::customers::meant::Meant;
use crate::customers::queries::{self, Line};
use crate::error::Result;
use crate::lang::{Lang, Pair};
use crate::people::queries::everybody;
use crate::policy::Deed;
use crate::web::list::{PAGE, Pager, link, sort_link, sorted};
use crate::web::{Fields, Form, Reading, Shell};

/// The list.
#[derive(Template)]
#[template(path = "customers/index.html")]
pub struct Index {
    s: Shell,
    lines: Vec<Line>,
    pager: Pager,
    query: Fields,
    people: People,
    keepers: Vec<(String, String)>,
    form: Form,
}

impl Index {
    /// Reads one page of the list. They are counted only where they fill more than a page.
    pub fn of(r: &mut Reading, query: &Fields, form: Form) -> Result<Index> {
        r.may_see(Deed::SeeCustomers)?;
        let (me, today, zone) = (r.me.clone(), r.today, r.office.zone);
        let meant = Meant::if_asked(r, query.get("q"))?;
        let asked = || queries::filtered(&me, query, meant.as_ref(), today, zone);
        let page = query.get("page").parse::<i64>().unwrap_or(1).clamp(1, 1_000_000);
        let read = |r: &mut Reading, page: i64| {
            queries::lines(r, queries::ordered(asked(), query.get("sort")).offset((page - 1) * PAGE).limit(PAGE))
        };
        let mut lines = read(r, page)?;
        let found = lines.len() as i64;
        let total = match &meant {
            _ if page == 1 && found < PAGE => found,
            Some(meant) if !is_sifted(query, &["q"]) => i64::try_from(meant.count()).unwrap_or(i64::MAX),
            _ => asked().count().get_result(&mut **r)?,
        };
        let pager = Pager::of("/customers", query, total);
        if pager.page != page {
            lines = read(r, pager.page)?;
        }
        let people = everybody(r)?;
        let keepers = queries::keepers(r)?;
        Ok(Index { s: r.shell()?, lines, pager, query: query.clone(), people, keepers, form })
    }

    fn set(&self, name: &str, value: &str) -> String {
        link("/customers", &self.query.set("page", "").set(name, value))
    }

    fn chips(&self, name: &str, all: &[(&'static str, &'static str)]) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get(name);
        let first = (self.set(name, ""), self.s.t("全部", "All"), now.is_empty());
        std::iter::once(first).chain(all.iter().map(|(code, text)| (self.set(name, code), *text, now == *code))).collect()
    }

    fn grade_chips(&self) -> Vec<(String, &'static str, bool)> {
        self.chips("grade", &grades(&self.s))
    }

    fn source_choices(&self) -> Vec<(&'static str, &'static str)> {
        sources(&self.s)
    }

    /// The chips that can be set each by itself.
    fn switches(&self) -> Vec<(String, &'static str, bool)> {
        let all = [
            ("mine", "1", Pair("我维护的", "Mine")),
            ("next", "late", Pair("下一步已逾期", "Next step overdue")),
            ("next", "none", Pair("没有下一步", "No next step")),
            ("idle", "30", Pair("30 天未联系", "Not contacted for 30 days")),
            ("idle", "60", Pair("60 天未联系", "Not contacted for 60 days")),
            ("idle", "90", Pair("90 天未联系", "Not contacted for 90 days")),
        ];
        let all = all.iter().map(|(name, value, pair)| {
            let on = self.query.get(name) == *value;
            (self.set(name, if on { "" } else { value }), self.s.lang.say(*pair), on)
        });
        all.collect()
    }

    fn asks(&self, name: &str, value: &str) -> bool {
        self.query.get(name) == value
    }

    fn heading(&self, key: &str) -> (String, &'static str) {
        (sort_link("/customers", &self.query, key), sorted(&self.query, key))
    }

    /// What the fields beside the search keep of the address.
    fn kept(&self) -> Vec<(&str, &str)> {
        let names = ["grade", "mine", "next", "idle", "sort"];
        names.iter().map(|name| (*name, self.query.get(name))).filter(|(_, value)| !value.is_empty()).collect()
    }

    fn total(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("共 {} 家客户", self.pager.total),
            Lang::En => format!("{} customers in all", self.pager.total),
        }
    }

    fn workbook(&self) -> String {
        link("/customers.xlsx", &self.query.set("page", ""))
    }

    fn is_sifted(&self) -> bool {
        is_sifted(&self.query, &[])
    }

    fn regions(&self) -> &'static [&'static str] {
        &REGIONS
    }

    fn industries(&self) -> &'static [&'static str] {
        &INDUSTRIES
    }

    fn keeper(&self, line: &Line) -> &str {
        name_of(&self.people, &line.customer.keeper_id)
    }

    fn is_late(&self, line: &Line) -> bool {
        line.next.as_ref().is_some_and(|(day, _)| *day < self.s.today)
    }

    fn assigns(&self) -> bool {
        self.s.may(Deed::AssignKeeper)
    }
}

/// Whether an address asks for more than an order and a page, beside these.
fn is_sifted(query: &Fields, beside: &[&str]) -> bool {
    let sifts = |name: &str| !matches!(name, "sort" | "page") && !beside.contains(&name);
    query.0.iter().any(|(name, value)| !value.is_empty() && sifts(name))
}
