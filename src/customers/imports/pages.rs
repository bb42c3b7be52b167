//! The pages of imports.

use std::path::Path;

use askama::Template;

use super::model::ImportBatch;
use super::pending;
use super::queries;
use super::rows::{Column, Looked, Mistake, look, ranges};
use super::tables;
use crate::error::{OrNotFound, Result};
use crate::lang::{Lang, Pair};
use crate::people::queries::names;
use crate::policy::{Deed, Standing};
use crate::web::workbook::{Cell, Sheet, Workbook};
use crate::web::{Form, Reading, Shell};

/// Mistakes on one page: nobody puts right more at once.
const SHOWN: usize = 500;
/// Customers in use that are named.
const NAMED: i64 = 50;

/// Whoever imports; there is nothing to see here for others.
fn may(r: &Reading) -> Result<()> {
    r.may_see(Deed::SeeCustomers)?;
    r.may(Deed::ImportCustomers, Standing::NONE)
}

/// Every import, and a file to send.
#[derive(Template)]
#[template(path = "customers/imports/index.html")]
pub struct Index {
    s: Shell,
    form: Form,
    /// The import and who did it.
    batches: Vec<(ImportBatch, String)>,
}

impl Index {
    /// Reads the imports.
    pub fn of(r: &mut Reading, form: Form) -> Result<Index> {
        may(r)?;
        let names = names(r)?;
        let batches = queries::list(r)?;
        let batches =
            batches.into_iter().map(|it| (it.clone(), names.get(&it.person_id).cloned().unwrap_or_default())).collect();
        Ok(Index { s: r.shell()?, form, batches })
    }
}

/// A file looked through.
#[derive(Template)]
#[template(path = "customers/imports/look.html")]
pub struct Look {
    s: Shell,
    form: Form,
    hash: String,
    file: String,
    looked: Looked,
    /// Why nothing could be looked through.
    unreadable: Option<Pair>,
    /// The import of this very file, and who did it.
    batch: Option<(ImportBatch, String)>,
}

impl Look {
    /// Looks a file through that waits.
    pub fn of(r: &mut Reading, files: &Path, hash: &str, form: Form) -> Result<Look> {
        may(r)?;
        let file = pending::get(files, hash)?.or_not_found()?;
        let page = |s: Shell| Look {
            s,
            form,
            hash: hash.to_owned(),
            file: file.name,
            looked: Looked::default(),
            unreadable: None,
            batch: None,
        };
        // Everybody in it is known by that import: row by row each would look like a mistake.
        if let Some(batch) = queries::of_file(r, hash)? {
            let person = names(r)?.remove(&batch.person_id).unwrap_or_default();
            return Ok(Look { batch: Some((batch, person)), ..page(r.shell()?) });
        }
        let me = r.me.id.clone();
        let known = queries::known(r, &me)?;
        let looked = tables::read(&file.bytes).and_then(|rows| look(&rows, &known));
        let page = page(r.shell()?);
        Ok(match looked {
            Ok(looked) => Look { looked, ..page },
            Err(said) => Look { unreadable: Some(said), ..page },
        })
    }

    /// What is to be said beside the file's name, where it was looked through.
    fn is_looked_through(&self) -> bool {
        self.batch.is_none() && self.unreadable.is_none()
    }

    /// `2026-11-23 09:05 由张敏导入 3 家，2 行没有导入。`
    fn imported(&self, batch: &ImportBatch, person: &str) -> String {
        let (at, added, skipped) = (self.s.minute(batch.imported_at), batch.added, batch.skipped);
        match (self.s.lang, skipped) {
            (Lang::Zh, 0) => format!("{at} 由{person}导入 {added} 家。"),
            (Lang::Zh, _) => format!("{at} 由{person}导入 {added} 家，{skipped} 行没有导入。"),
            (Lang::En, 0) => format!("{person} imported {added} customers at {at}."),
            (Lang::En, _) => format!("{person} imported {added} customers at {at}; {skipped} rows were left out."),
        }
    }

    fn counted(&self) -> String {
        let (rows, good, faulty) = (self.looked.rows, self.looked.good.len(), self.looked.faulty());
        match self.s.lang {
            Lang::Zh => format!("共 {rows} 行：{good} 行无误，{faulty} 行有误"),
            Lang::En => format!("{rows} rows: {good} faultless, {faulty} with mistakes"),
        }
    }

    fn mistakes(&self) -> &[Mistake] {
        self.looked.mistakes.get(..SHOWN).unwrap_or(&self.looked.mistakes)
    }

    fn is_cut(&self) -> bool {
        self.looked.mistakes.len() > SHOWN
    }

    fn what(&self, it: &Mistake) -> String {
        it.what.text(self.s.lang)
    }

    fn column(&self, it: &Mistake) -> &'static str {
        it.column.map_or(self.s.t("整行", "The whole row"), |column| self.s.lang.say(column.name()))
    }

    fn ignored(&self) -> String {
        self.looked.ignored.join(self.s.t("、", ", "))
    }

    fn twice(&self) -> String {
        self.looked.twice.join(self.s.t("、", ", "))
    }

    fn good_rows(&self) -> String {
        let all = ranges(self.looked.good.iter().map(|it| it.row), self.s.t("、", ", "));
        match self.s.lang {
            Lang::Zh => format!("将导入第 {all} 行。"),
            Lang::En => format!("Rows {all} will be imported."),
        }
    }

    fn pressing(&self) -> String {
        let good = self.looked.good.len();
        match (self.s.lang, self.looked.faulty()) {
            (Lang::Zh, 0) => format!("导入全部 {good} 家"),
            (Lang::En, 0) => format!("Import all {good}"),
            (Lang::Zh, _) => format!("只导入无误的 {good} 家"),
            (Lang::En, _) => format!("Import only the {good} faultless"),
        }
    }
}

/// One import.
#[derive(Template)]
#[template(path = "customers/imports/show.html")]
pub struct Show {
    s: Shell,
    batch: ImportBatch,
    person: String,
    undone_by: String,
    left: i64,
    in_use: Vec<(String, String)>,
}

impl Show {
    /// Reads one import.
    pub fn of(r: &mut Reading, number: &str) -> Result<Show> {
        may(r)?;
        let batch = queries::find(r, number)?;
        let names = names(r)?;
        let name = |id: &str| names.get(id).cloned().unwrap_or_default();
        let (person, undone_by) = (name(&batch.person_id), batch.undone_by.as_deref().map(name).unwrap_or_default());
        let left = queries::count(r, &batch.id)?;
        let in_use = queries::in_use(r, &batch.id, NAMED)?;
        Ok(Show { s: r.shell()?, batch, person, undone_by, left, in_use })
    }

    fn undoing(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("撤销导入，删去这批的 {} 家客户？", self.left),
            Lang::En => format!("Undo the import and remove its {} customers?", self.left),
        }
    }
}

/// An empty table to fill in, with an example and what each column takes.
pub fn template(r: &mut Reading) -> Result<Workbook> {
    may(r)?;
    let s = r.shell()?;
    let heads: Vec<&str> = Column::ALL.iter().map(|it| s.lang.say(it.name())).collect();
    let mut sheet = Sheet::new(s.t("客户", "Customers"), &heads);
    // Formatted as texts, so that long numbers stay whole.
    sheet.row(Vec::new());
    let mut help = Sheet::new(s.t("填写说明", "How to fill it in"), &[s.t("栏目", "Field"), s.t("说明", "Comment")]);
    for column in Column::ALL {
        help.row(vec![s.lang.say(column.name()).into(), Cell::Text(s.lang.say(hint(*column)).to_owned())]);
    }
    let name = s.t("客户导入模板", "Template for customers").to_owned();
    Ok(Workbook { name, ascii: "customers-template", sheets: vec![sheet, help] })
}

/// What a column takes.
fn hint(column: Column) -> Pair {
    match column {
        Column::Name => Pair("必填，营业执照上的全称。", "Required; in full, as in the licence."),
        Column::Code => Pair("18 位，可空；设为文本格式再填。", "18 characters, or empty; format the cells as text first."),
        Column::Region => Pair("省、自治区、直辖市，如：浙江。", "Province or city, as 浙江."),
        Column::Industry => Pair("如：展览展示。", "Such as exhibition displays (展览展示)."),
        Column::Source => Pair(
            "转介绍、展会、上门拜访、电话开发、网络、老客户、其他。",
            "Referral, Exhibition, Cold visit, Cold call, Online, Existing customer, Other.",
        ),
        Column::Grade => Pair("A、B、C、D；空为 C。", "A, B, C, D; empty means C."),
        Column::Phone | Column::PersonPhone => {
            Pair("手机 11 位；座机带区号，如 0571-86543210。", "Mobiles have 11 digits; others with area code.")
        }
        Column::Address => Pair("最多 200 字。", "At most 200 characters."),
        Column::Note => Pair("最多 500 字。", "At most 500 characters."),
        Column::Keeper => Pair("姓名或账号；空为导入的人。", "Name or account; empty means whoever imports."),
        Column::Person => Pair("一家一位；其他人以后再添加。", "One each; others are added later."),
        Column::PersonPart => {
            Pair("决策人、经办人、影响人、使用人；空为经办人。", "Decides, Handles it, Has influence, Uses the goods.")
        }
        Column::PersonPost | Column::Wechat => Pair("可空。", "May be empty."),
    }
}
