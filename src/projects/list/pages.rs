//! The pages of the list and the board.

use actix_web::HttpResponse;
use askama::Template;
use diesel::prelude::*;

use super::queries::{Asked, Line, by_state, filtered, page, totals};
use crate::error::Result;
use crate::lang::Pair;
use crate::people;
use crate::policy::Deed;
use crate::projects::head::late_for;
use crate::projects::pipeline::{Stage, State};
use crate::store::schema::packages;
use crate::web::list::{PAGE, Pager, link, sort_link, sorted};
use crate::web::{Ctx, Fields, Reading, Shell};
use crate::words::Role;

/// The most cards of one column of the board.
const CARDS: i64 = 20;

/// The list.
#[derive(Template)]
#[template(path = "projects/list/index.html")]
pub struct Index {
    s: Shell,
    lines: Vec<Line>,
    late: i64,
    pager: Pager,
    query: Fields,
    owners: Vec<(String, String)>,
    packages: Vec<(String, String)>,
}

impl Index {
    /// Reads one page of the list.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        r.may_see(Deed::SeeProjects)?;
        let (me, today) = (r.me.clone(), r.today);
        let asked = Asked::of(r, query)?;
        let (total, late) = totals(r, &me, &asked, today)?;
        let pager = Pager::of("/projects", query, total);
        let lines = page(r, filtered(&me, &asked, today), query.get("sort"), pager.offset(), PAGE)?;
        let (owners, packages) = choices(r)?;
        Ok(Index { s: r.shell()?, lines, late, pager, query: query.clone(), owners, packages })
    }

    fn set(&self, name: &str, value: &str) -> String {
        link("/projects", &self.query.set("page", "").set(name, value))
    }

    /// The chips of the stages: address, name, whether it is the one chosen.
    fn stages(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("stage");
        let chip = |code: &str, name: Pair| (self.set("stage", code), self.s.lang.say(name), now == code);
        let mut chips = vec![chip("", Pair("进行中", "Running"))];
        chips.extend(Stage::ALL.iter().map(|it| chip(it.code(), it.name())));
        chips.push(chip("ended", Pair("已结束", "Ended")));
        chips.extend(State::ALL.iter().filter(|it| it.ended()).map(|it| chip(it.code(), it.name())));
        chips.push(chip("all", Pair("全部", "All")));
        chips
    }

    /// The chips that can be set each by itself.
    fn switches(&self) -> Vec<(String, &'static str, bool)> {
        [("late", Pair("逾期", "Overdue")), ("mine", Pair("我的", "Mine")), ("focus", Pair("本月重点", "This month's focus"))]
            .iter()
            .map(|(name, pair)| {
                let on = self.query.get(name) == "1";
                (self.set(name, if on { "" } else { "1" }), self.s.lang.say(*pair), on)
            })
            .collect()
    }

    fn heading(&self, key: &str) -> (String, &'static str) {
        (sort_link("/projects", &self.query, key), sorted(&self.query, key))
    }

    /// What the fields beside the search keep of the address.
    fn kept(&self) -> Vec<(&str, &str)> {
        let names = ["stage", "late", "mine", "focus", "sort"];
        names.iter().map(|name| (*name, self.query.get(name))).filter(|(_, value)| !value.is_empty()).collect()
    }

    fn late_of(&self, line: &Line) -> Option<String> {
        late_of(&self.s, line)
    }
}

fn late_of(s: &Shell, line: &Line) -> Option<String> {
    let due = line.due_on.filter(|due| *due < s.today && !line.stage.ended())?;
    Some(late_for(s, s.days_late(due)))
}

type Choices = Vec<(String, String)>;

/// Owners and packages to choose from: account name or number, and name.
fn choices(r: &mut Reading) -> Result<(Choices, Choices)> {
    let owners = people::queries::with_role(r, Role::Sales)?;
    let all = packages::table.order(packages::number).select((packages::number, packages::name)).load(&mut **r)?;
    Ok((owners, all))
}

/// A column of the board.
pub struct Column {
    pub stage: Stage,
    pub count: i64,
    pub cards: Vec<Line>,
    pub href: String,
}

/// The board.
#[derive(Template)]
#[template(path = "projects/list/board.html")]
pub struct Board {
    s: Shell,
    columns: Vec<Column>,
    query: Fields,
    owners: Vec<(String, String)>,
    packages: Vec<(String, String)>,
}

impl Board {
    /// Reads the seven columns, the most urgent cards of each.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Board> {
        r.may_see(Deed::SeeProjects)?;
        let (me, today) = (r.me.clone(), r.today);
        let sifted = Fields::default().with("owner", query.get("owner")).with("package", query.get("package"));
        let asked = Asked::of(r, &sifted)?;
        let counted = by_state(r, &me, &asked, today)?;
        let mut columns = Vec::new();
        for stage in Stage::ALL {
            let query = sifted.set("stage", stage.code());
            let asked = Asked::of(r, &query)?;
            let cards = page(r, filtered(&me, &asked, today), "", 0, CARDS)?;
            let count = counted.iter().filter(|(state, _)| state.stage() == *stage).map(|(_, count)| count).sum();
            columns.push(Column { stage: *stage, count, cards, href: link("/projects", &query) });
        }
        let (owners, packages) = choices(r)?;
        Ok(Board { s: r.shell()?, columns, query: query.clone(), owners, packages })
    }

    fn late_of(&self, line: &Line) -> Option<String> {
        late_of(&self.s, line)
    }

    fn has_more(&self, column: &Column) -> bool {
        column.count > CARDS
    }
}

/// `GET /projects`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| Index::of(r, &query)).await
}

/// `GET /board`.
pub async fn board(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| Board::of(r, &query)).await
}
