//! The ledger of rewards, and the same as a workbook.

use askama::Template;

use crate::appraisals::ledger::{self, Decided, Promised};
use crate::error::Result;
use crate::lang::Pair;
use crate::people;
use crate::policy::Deed;
use crate::web::list::{PAGE, Pager, link};
use crate::web::workbook::{Cell, Sheet, Workbook};
use crate::web::{Fields, Reading, Shell};
use crate::words::Role;

/// The most rows of a workbook.
const ROWS: i64 = 100_000;

/// The page.
#[derive(Template)]
#[template(path = "appraisals/rewards.html")]
pub struct Ledger {
    s: Shell,
    promised: Vec<Promised>,
    decided: Vec<Decided>,
    /// Of all that the address asks for, in fen.
    all: i64,
    paid: i64,
    pager: Pager,
    query: Fields,
    members: Vec<(String, String)>,
}

impl Ledger {
    /// Reads one page of it.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Ledger> {
        r.may_see(Deed::SeeProjects)?;
        let me = r.me.clone();
        let promised = if query.get("state").is_empty() { ledger::promised(r, &me, query)? } else { Vec::new() };
        let (count, all, paid) = ledger::totals(r, &me, query)?;
        let pager = Pager::of("/rewards", query, count);
        let decided = ledger::page(r, &me, query, pager.offset(), PAGE)?;
        let members = people::queries::with_role(r, Role::Sales)?;
        Ok(Ledger { s: r.shell()?, promised, decided, all, paid, pager, query: query.clone(), members })
    }

    /// The chips of the states: address, name, whether it is the one chosen.
    fn states(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("state");
        [
            ("", Pair("全部", "All")),
            ("open", Pair("未兑付", "Not paid yet")),
            ("paid", Pair("已兑付", "Paid out")),
            ("none", Pair("零奖励", "Zero")),
        ]
        .iter()
        .map(|(code, name)| {
            (link("/rewards", &self.query.set("page", "").set("state", code)), self.s.lang.say(*name), now == *code)
        })
        .collect()
    }

    fn promised_sum(&self) -> i64 {
        self.promised.iter().map(|it| it.fen).sum()
    }

    fn open(&self) -> i64 {
        self.all - self.paid
    }

    fn workbook(&self) -> String {
        link("/rewards.xlsx", &self.query.set("page", ""))
    }
}

/// `GET /rewards.xlsx`: the same, all of it.
pub fn workbook(r: &mut Reading, query: &Fields) -> Result<Workbook> {
    r.may_see(Deed::SeeProjects)?;
    let (me, lang, zone) = (r.me.clone(), r.me.lang, r.office.zone);
    let promised = if query.get("state").is_empty() { ledger::promised(r, &me, query)? } else { Vec::new() };
    let decided = ledger::page(r, &me, query, 0, ROWS)?;
    let head = [
        lang.of("项目", "Projects"),
        lang.of("名称", "Name"),
        lang.of("得奖人", "To whom"),
        lang.of("承诺金额", "Amount promised"),
        lang.of("奖励金额", "Amount of the reward"),
        lang.of("决定日期", "Decided on"),
        lang.of("兑付日期", "Day of payment"),
        lang.of("理由", "Reason"),
    ];
    let name = lang.of("奖励台账", "Ledger of rewards");
    let mut sheet = Sheet::new(name, &head);
    for it in promised {
        let promised = Cell::Money(it.fen);
        let cells = vec![it.number.into(), it.name.into(), it.owner.into(), promised, Cell::Empty, Cell::Empty, Cell::Empty];
        sheet.row([cells, vec![it.terms.into()]].concat());
    }
    for it in decided {
        sheet.row(vec![
            it.number.into(),
            it.name.into(),
            it.person.into(),
            it.promised.map_or(Cell::Empty, Cell::Money),
            Cell::Money(it.fen),
            zone.day(it.decided_at).into(),
            it.paid_on.into(),
            it.reason.into(),
        ]);
    }
    Ok(Workbook::of(name, "rewards", sheet))
}
