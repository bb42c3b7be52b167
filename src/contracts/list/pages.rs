//! The list of contracts, and the same as a workbook.

use askama::Template;

use super::queries::{self, Asked, Line, Totals, filtered};
use crate::contracts::model::PaymentTerm;
use crate::contracts::pages::tone;
use crate::contracts::road::ContractState;
use crate::error::Result;
use crate::lang::Pair;
use crate::people;
use crate::policy::Deed;
use crate::projects::head::late_for;
use crate::web::list::{PAGE, Pager, link, sort_link, sorted};
use crate::web::workbook::{Cell, Sheet, Workbook};
use crate::web::{Fields, Reading, Shell};
use crate::words::Role;

/// The most rows of a workbook.
const ROWS: i64 = 100_000;

/// The list.
#[derive(Template)]
#[template(path = "contracts/index.html")]
pub struct Index {
    s: Shell,
    lines: Vec<Line>,
    terms: Vec<PaymentTerm>,
    totals: Totals,
    pager: Pager,
    query: Fields,
    owners: Vec<(String, String)>,
}

impl Index {
    /// Reads one page of the list.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        r.may_see(Deed::SeeProjects)?;
        let (me, today) = (r.me.clone(), r.today);
        let asked = Asked::of(r, query)?;
        let totals = queries::totals(r, &me, &asked, today)?;
        let pager = Pager::of("/contracts", query, totals.count);
        let lines = queries::page(r, filtered(&me, &asked, today), query.get("sort"), pager.offset(), PAGE)?;
        let terms = queries::terms(r, &lines)?;
        let owners = people::queries::with_role(r, Role::Sales)?;
        Ok(Index { s: r.shell()?, lines, terms, totals, pager, query: query.clone(), owners })
    }

    fn set(&self, name: &str, value: &str) -> String {
        link("/contracts", &self.query.set("page", "").set(name, value))
    }

    /// The chips of the states: address, name, whether it is the one chosen.
    fn states(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("state");
        let chip = |code: &str, name: Pair| (self.set("state", code), self.s.lang.say(name), now == code);
        let mut chips = vec![chip("", Pair("全部", "All"))];
        chips.extend(ContractState::ALL.iter().map(|it| chip(it.code(), it.name())));
        chips
    }

    /// The chips that can be set each by itself.
    fn switches(&self) -> Vec<(String, &'static str, bool)> {
        [("overdue", Pair("逾期", "Overdue")), ("care", Pair("待回访", "Follow-up due")), ("mine", Pair("我的", "Mine"))]
            .iter()
            .map(|(name, pair)| {
                let on = self.query.get(name) == "1";
                (self.set(name, if on { "" } else { "1" }), self.s.lang.say(*pair), on)
            })
            .collect()
    }

    /// What the address is limited to beside that, each with the address without it: a project, a customer.
    fn facets(&self) -> Vec<(String, String)> {
        let first = self.lines.first();
        let facet = |name: &str, pair: Pair, called: Option<&str>| {
            let asked = self.query.get(name).trim();
            let text = format!("{}{}{}", self.s.lang.say(pair), self.s.t("：", ": "), called.unwrap_or(asked));
            (!asked.is_empty()).then(|| (self.set(name, ""), text))
        };
        let project = facet("project", Pair("项目", "Projects"), first.map(|it| it.project_name.as_str()));
        let customer = facet("customer", Pair("客户", "Customer"), first.map(|it| it.customer.as_str()));
        project.into_iter().chain(customer).collect()
    }

    fn heading(&self, key: &str) -> (String, &'static str) {
        (sort_link("/contracts", &self.query, key), sorted(&self.query, key))
    }

    /// What the fields beside the search keep of the address.
    fn kept(&self) -> Vec<(&str, &str)> {
        let names = ["state", "overdue", "care", "mine", "project", "customer", "sort"];
        names.iter().map(|name| (*name, self.query.get(name))).filter(|(_, value)| !value.is_empty()).collect()
    }

    fn workbook(&self) -> String {
        link("/contracts.xlsx", &self.query.set("page", ""))
    }

    fn tone(&self, it: &Line) -> &'static str {
        tone(it.contract.state)
    }

    /// What is overdue of one contract, in fen.
    fn overdue_of(&self, it: &Line) -> i64 {
        overdue_of(it, &self.terms, self.s.today)
    }

    fn late(&self, it: &Line) -> String {
        let due = it.contract.overdue_on.and_then(|on| on.pred_opt());
        due.map_or(String::new(), |due| late_for(&self.s, self.s.days_late(due)))
    }

    fn next_due(&self, it: &Line) -> String {
        it.contract.overdue_on.and_then(|on| on.pred_opt()).map_or("—".into(), |due| self.s.day(due))
    }

    fn is_care_due(&self, it: &Line) -> bool {
        it.contract.state.in_force() && it.contract.care_on.is_some_and(|on| on <= self.s.today)
    }
}

fn overdue_of(it: &Line, terms: &[PaymentTerm], today: chrono::NaiveDate) -> i64 {
    if !it.contract.state.in_force() {
        return 0;
    }
    let terms: Vec<PaymentTerm> = terms.iter().filter(|term| term.contract_id == it.contract.id).cloned().collect();
    it.contract.settlement(&terms).overdue(today)
}

/// `GET /contracts.xlsx`: the same list, all of it.
pub fn workbook(r: &mut Reading, query: &Fields) -> Result<Workbook> {
    r.may_see(Deed::SeeProjects)?;
    let (me, today, lang) = (r.me.clone(), r.today, r.me.lang);
    let asked = Asked::of(r, query)?;
    let lines = queries::page(r, filtered(&me, &asked, today), query.get("sort"), 0, ROWS)?;
    let late: Vec<Line> = lines.iter().filter(|it| it.contract.overdue_on.is_some_and(|on| on <= today)).cloned().collect();
    let mut terms = Vec::new();
    for some in late.chunks(500) {
        terms.extend(queries::terms(r, some)?);
    }
    let head = [
        lang.of("编号", "Number"),
        lang.of("合同名称", "Title"),
        lang.of("客户", "Customer"),
        lang.of("项目", "Project"),
        lang.of("项目负责人", "Project owner"),
        lang.of("状态", "State"),
        lang.of("签署日期", "Signed on"),
        lang.of("合同金额", "Contract amount"),
        lang.of("已开票", "Invoiced"),
        lang.of("已回款", "Received"),
        lang.of("未回款", "Outstanding"),
        lang.of("逾期款", "Overdue amount"),
        lang.of("最近应付日期", "Next payment"),
    ];
    let name = lang.of("合同", "Contract");
    let mut sheet = Sheet::new(name, &head);
    for it in &lines {
        let c = &it.contract;
        let overdue = if c.overdue_on.is_some_and(|on| on <= today) { overdue_of(it, &terms, today) } else { 0 };
        sheet.row(vec![
            c.number.as_str().into(),
            c.title.as_str().into(),
            it.customer.as_str().into(),
            it.project.as_str().into(),
            it.owner.as_str().into(),
            lang.say(c.state.name()).into(),
            c.signed_on.into(),
            Cell::Money(c.fen),
            Cell::Money(c.invoiced),
            Cell::Money(c.received),
            Cell::Money(c.outstanding),
            Cell::Money(overdue),
            c.overdue_on.and_then(|on| on.pred_opt()).into(),
        ]);
    }
    Ok(Workbook::of(name, "contracts", sheet))
}
