//! The page of notices, and the same as a workbook.

use askama::Template;

use super::model::Notice;
use super::queries::{self, Told};
use crate::clock::Moment;
use crate::error::Result;
use crate::lang::{Lang, Pair, counted};
use crate::policy::Deed;
use crate::web::list::{PAGE, Pager, link};
use crate::web::workbook::{Sheet, Workbook};
use crate::web::{Fields, Reading, Shell};

/// The most rows of a workbook.
const ROWS: i64 = 100_000;
/// How a moment is written in a hidden field.
const STAMP: &str = "%Y-%m-%dT%H:%M:%S%.3f";

/// The moment that a hidden field names.
pub fn moment(text: &str) -> Option<Moment> {
    Moment::parse_from_str(text, STAMP).ok()
}

/// Whether an address asks for what was read as well.
fn unread(query: &Fields) -> bool {
    query.get("show") != "all"
}

/// The list.
#[derive(Template)]
#[template(path = "notices/index.html")]
pub struct Index {
    s: Shell,
    told: Vec<Told>,
    pager: Pager,
    query: Fields,
    now: Moment,
}

impl Index {
    /// Reads one page of the reader's notices.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        r.may_see(Deed::SeeProjects)?;
        let (me, now) = (r.me.clone(), r.now);
        let total = queries::count(r, &me, unread(query))?;
        let pager = Pager::of("/notices", query, total);
        let told = queries::list(r, &me, unread(query), pager.offset(), PAGE)?;
        Ok(Index { s: r.shell()?, told, pager, query: query.clone(), now })
    }

    fn chips(&self) -> Vec<(String, &'static str, bool)> {
        [("", Pair("未读", "Unread")), ("all", Pair("全部", "All"))]
            .iter()
            .map(|(code, name)| {
                let href = link("/notices", &self.query.set("page", "").set("show", code));
                (href, self.s.lang.say(*name), unread(&self.query) == code.is_empty())
            })
            .collect()
    }

    fn only_unread(&self) -> bool {
        unread(&self.query)
    }

    fn workbook(&self) -> String {
        link("/notices.xlsx", &self.query.set("page", ""))
    }

    fn total(&self) -> String {
        match (self.s.lang, self.only_unread()) {
            (Lang::Zh, true) => format!("{} 条未读", self.pager.total),
            (Lang::Zh, false) => format!("共 {} 条通知，{} 条未读", self.pager.total, self.s.unread),
            (Lang::En, true) => format!("{} unread", self.pager.total),
            (Lang::En, false) => format!("{}, {} unread", counted(self.pager.total, "notice"), self.s.unread),
        }
    }

    fn until(&self) -> String {
        self.now.format(STAMP).to_string()
    }

    fn what(&self, it: &Notice) -> String {
        it.line(self.s.lang)
    }

    fn by(&self, told: &Told) -> String {
        match &told.1 {
            Some(name) => self.s.signed(name, told.2.as_deref()),
            None => self.s.t("曙光", "Shuguang").to_owned(),
        }
    }

    /// Why the reader is told, by whose deed.
    fn parts(&self, told: &Told) -> [String; 2] {
        [self.s.say(told.0.reason.name()).to_owned(), self.by(told)]
    }

    fn unread_mark(&self, it: &Notice) -> bool {
        it.read_at.is_none()
    }
}

/// `GET /notices.xlsx`: the same list, all of it.
pub fn workbook(r: &mut Reading, query: &Fields) -> Result<Workbook> {
    r.may_see(Deed::SeeProjects)?;
    let (me, lang, office) = (r.me.clone(), r.me.lang, r.office.clone());
    let shown = |at: Moment| office.zone.local(at);
    let head = [
        lang.of("时间", "Time"),
        lang.of("事项", "What"),
        lang.of("关于", "About"),
        lang.of("编号", "Number"),
        lang.of("理由", "Reason"),
        lang.of("谁办的", "Whose deed"),
        lang.of("已读时间", "Read at"),
    ];
    let name = lang.of("通知", "Notices");
    let mut sheet = Sheet::new(name, &head);
    for (it, by, _) in queries::list(r, &me, unread(query), 0, ROWS)? {
        sheet.row(vec![
            shown(it.at).into(),
            it.what(lang).into(),
            it.about(lang).into(),
            it.shown_number().into(),
            lang.say(it.reason.name()).into(),
            by.unwrap_or_default().into(),
            it.read_at.map(shown).into(),
        ]);
    }
    Ok(Workbook::of(name, "notices", sheet))
}
