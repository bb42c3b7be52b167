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
/// The most promises before the rewards that were decided; the rest has a page of its own.
const FIRST: i64 = 10;

/// What an address wants to know of promises that nothing is decided about yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Promises {
    /// The first of them, before everything that was decided.
    First,
    /// Nothing but them.
    Alone,
    /// Nothing: the address asks for decided rewards of one state.
    None,
}

impl Promises {
    fn of(query: &Fields) -> Promises {
        match query.get("state") {
            "" => Promises::First,
            ledger::PROMISED => Promises::Alone,
            _ => Promises::None,
        }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "appraisals/rewards.html")]
pub struct Ledger {
    s: Shell,
    /// Those on this page, out of how many and how much in fen.
    promised: Vec<Promised>,
    promises: (i64, i64),
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
        let shown = Promises::of(query);
        let promises = if shown == Promises::None { (0, 0) } else { ledger::promised_totals(r, &me, query)? };
        let (count, all, paid) = if shown == Promises::Alone { (promises.0, 0, 0) } else { ledger::totals(r, &me, query)? };
        let pager = Pager::of("/rewards", query, count);
        let promised = match shown {
            Promises::Alone => ledger::promised(r, &me, query, pager.offset(), PAGE)?,
            Promises::First if pager.page == 1 => ledger::promised(r, &me, query, 0, FIRST)?,
            _ => Vec::new(),
        };
        let decided = if shown == Promises::Alone { Vec::new() } else { ledger::page(r, &me, query, pager.offset(), PAGE)? };
        let members = people::queries::with_role(r, Role::Sales)?;
        Ok(Ledger { s: r.shell()?, promised, promises, decided, all, paid, pager, query: query.clone(), members })
    }

    /// Whether the page is of promises alone.
    fn of_promises(&self) -> bool {
        Promises::of(&self.query) == Promises::Alone
    }

    /// The address of all promises, where not all of them are here.
    fn more(&self) -> Option<String> {
        let here = i64::try_from(self.promised.len()).unwrap_or(i64::MAX);
        let some = !self.of_promises() && here < self.promises.0;
        some.then(|| link("/rewards", &self.query.set("page", "").set("state", ledger::PROMISED)))
    }

    /// The chips of the states: address, name, whether it is the one chosen.
    fn states(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("state");
        [
            ("", Pair("全部", "All")),
            (ledger::PROMISED, Pair("已承诺", "Promised")),
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
    let shown = Promises::of(query);
    let promised = if shown == Promises::None { Vec::new() } else { ledger::promised(r, &me, query, 0, ROWS)? };
    let decided = if shown == Promises::Alone { Vec::new() } else { ledger::page(r, &me, query, 0, ROWS)? };
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
