//! The page of what is found.

use actix_web::HttpResponse;
use askama::Template;

use super::queries::{self, Customer, MOST, Project, Said};
use super::told::{self, Found, MANY, Sort};
use crate::contracts::list::queries::Line;
use crate::customers::meant::Meant;
use crate::error::Result;
use crate::policy::Deed;
use crate::web::list::link;
use crate::web::{Ctx, Fields, Reading, Shell};

/// What is found.
#[derive(Template)]
#[template(path = "search/index.html")]
pub struct Index {
    s: Shell,
    asked: String,
    projects: Vec<Project>,
    customers: Vec<Customer>,
    contracts: Vec<Line>,
    said: Vec<Said>,
    told: Vec<(Sort, Vec<Found>)>,
    words: Vec<String>,
    /// Whether so much says it that only the newest was read.
    is_common: bool,
    /// The only sort that is asked for.
    only: Option<Sort>,
}

impl Index {
    /// Looks for what the address asks for, within what the reader may see.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        r.may_see(Deed::SeeProjects)?;
        let asked: String = query.get("q").trim().chars().take(60).collect();
        let only = Sort::from_code(query.get("only"));
        let mut found = Index {
            s: r.shell()?,
            projects: Vec::new(),
            customers: Vec::new(),
            contracts: Vec::new(),
            said: Vec::new(),
            told: Vec::new(),
            is_common: false,
            words: told::words_of(&asked),
            asked,
            only,
        };
        if !found.asked.is_empty() && only.is_none() {
            found.projects = queries::projects(r, &found.asked)?;
            let meant = Meant::by(r, &found.asked)?;
            found.customers = queries::customers(r, &found.asked, &meant)?;
            found.contracts = queries::contracts(r, &found.asked, meant)?;
            found.said = queries::said(r, &found.asked)?;
        }
        if !found.asked.is_empty() {
            let (told, is_common) = told::found(r, &found.asked, only)?;
            found.is_common = is_common;
            let of = |sort: Sort| told.iter().filter(|it| it.sort == sort).cloned().collect::<Vec<_>>();
            found.told = Sort::ALL.iter().map(|sort| (*sort, of(*sort))).filter(|it| !it.1.is_empty()).collect();
        }
        Ok(found)
    }

    fn is_nothing(&self) -> bool {
        let none = self.projects.is_empty() && self.customers.is_empty() && self.contracts.is_empty();
        none && self.said.is_empty() && self.told.is_empty()
    }

    /// What is shown of one kind, and whether there is more.
    fn some<'a, T>(&self, all: &'a [T]) -> (&'a [T], bool) {
        let most = usize::try_from(if self.only.is_some() { MANY } else { MOST }).unwrap_or(0);
        (all.get(..all.len().min(most)).unwrap_or(all), all.len() > most)
    }

    /// The list that has all of it.
    fn all(&self, path: &str) -> String {
        let query = Fields::default().with("q", self.asked.as_str());
        link(path, &if path == "/projects" { query.with("stage", "all") } else { query })
    }

    /// More of one sort.
    fn more(&self, sort: &Sort) -> String {
        link("/search", &Fields::default().with("q", self.asked.as_str()).with("only", sort.code()))
    }

    /// Everything again.
    fn whole(&self) -> String {
        link("/search", &Fields::default().with("q", self.asked.as_str()))
    }
}

/// `GET /search`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| Index::of(r, &query)).await
}
