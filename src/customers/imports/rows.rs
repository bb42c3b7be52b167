//! From the cells of a row to a customer, or to everything that is wrong with it. Pure: what is known already is handed in.

use std::collections::{BTreeMap, BTreeSet};

use super::tables::{Row, Shape};
use crate::customers::changes::{Facts, PersonFacts};
use crate::customers::codes;
use crate::customers::forms::{ADDRESS, NAME, NAMELESS, NOTE, SHORT, complaint};
use crate::customers::model::{Grade, Part, Source};
use crate::customers::search::{likeness, says_which};
use crate::error::Complaint;
use crate::lang::{Pair, narrow};
use crate::words;

words! {
    /// A column of the table.
    pub enum Column {
        Name = "name", "客户名称", "Customer's name";
        Code = "credit_code", "统一社会信用代码", "Credit code";
        Region = "region", "地区", "Region";
        Industry = "industry", "行业", "Industry";
        Source = "source", "来源", "Source";
        Grade = "grade", "等级", "Grade";
        Phone = "phone", "电话", "Phone";
        Address = "address", "地址", "Address";
        Note = "note", "备注", "Note";
        Keeper = "keeper", "维护人", "Looked after by";
        Person = "person", "联系人", "Person there";
        PersonPart = "person_part", "作用", "Part played";
        PersonPost = "person_post", "职务", "Post";
        PersonPhone = "person_phone", "联系人电话", "Their phone";
        Wechat = "wechat", "微信", "WeChat";
    }
}

/// What else a column may be called, narrow and small and without spaces.
const ALSO: &[(&str, Column)] = &[
    ("名称", Column::Name),
    ("客户", Column::Name),
    ("公司名称", Column::Name),
    ("单位名称", Column::Name),
    ("企业名称", Column::Name),
    ("公司", Column::Name),
    ("name", Column::Name),
    ("customer", Column::Name),
    ("company", Column::Name),
    ("信用代码", Column::Code),
    ("社会信用代码", Column::Code),
    ("税号", Column::Code),
    ("creditcode", Column::Code),
    ("省份", Column::Region),
    ("区域", Column::Region),
    ("所属行业", Column::Industry),
    ("客户来源", Column::Source),
    ("级别", Column::Grade),
    ("客户等级", Column::Grade),
    ("座机", Column::Phone),
    ("公司电话", Column::Phone),
    ("联系电话", Column::Phone),
    ("telephone", Column::Phone),
    ("详细地址", Column::Address),
    ("说明", Column::Note),
    ("note", Column::Note),
    ("notes", Column::Note),
    ("负责人", Column::Keeper),
    ("业务员", Column::Keeper),
    ("跟进人", Column::Keeper),
    ("keeper", Column::Keeper),
    ("姓名", Column::Person),
    ("联系人姓名", Column::Person),
    ("contact", Column::Person),
    ("角色", Column::PersonPart),
    ("职位", Column::PersonPost),
    ("手机", Column::PersonPhone),
    ("手机号", Column::PersonPhone),
    ("联系人手机", Column::PersonPhone),
    ("mobile", Column::PersonPhone),
    ("微信号", Column::Wechat),
];

/// As headings and words are compared.
fn bare(text: &str) -> String {
    let keep = |it: &char| it.is_alphanumeric();
    text.chars().map(narrow).flat_map(char::to_lowercase).filter(keep).collect()
}

impl Column {
    /// The column of a heading, in either language; what stands in brackets behind it says more, if it says anything.
    pub fn of(heading: &str) -> Option<Column> {
        let before = heading.split(['(', '（', '[', '【']).next().unwrap_or_default();
        Column::called(heading).or_else(|| Column::called(before))
    }

    fn called(heading: &str) -> Option<Column> {
        let heading = bare(heading);
        let own = Column::ALL.iter().copied().find(|it| {
            let name = it.name();
            [name.0, name.1, it.code()].iter().any(|it| bare(it) == heading)
        });
        own.or_else(|| ALSO.iter().find(|(name, _)| *name == heading).map(|(_, column)| *column))
    }
}

/// A mistake: in which row and column, what stands there, what is wrong and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub row: usize,
    /// None: it is in no column of the headings.
    pub column: Option<Column>,
    pub typed: String,
    pub what: Complaint,
}

/// A faultless row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Good {
    pub row: usize,
    pub facts: Facts,
    pub person: Option<PersonFacts>,
    /// Whose it will be, by id.
    pub keeper: String,
}

/// What the department knows already.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Number and name of a customer, by likeness.
    pub names: BTreeMap<String, String>,
    /// The same by credit code.
    pub codes: BTreeMap<String, String>,
    /// Ids of those who may look after customers, by name and by account name; none where two have the same name.
    pub keepers: BTreeMap<String, Option<String>>,
    /// Who imports.
    pub me: String,
}

/// A file looked through.
#[derive(Clone, Debug, Default)]
pub struct Looked {
    pub good: Vec<Good>,
    pub mistakes: Vec<Mistake>,
    /// Headings that say nothing to the program.
    pub ignored: Vec<String>,
    /// Headings of what another column to the left has already.
    pub twice: Vec<String>,
    /// Rows below the heading.
    pub rows: usize,
}

impl Looked {
    /// How many rows have mistakes.
    pub fn faulty(&self) -> usize {
        self.rows - self.good.len()
    }
}

/// One of these words by its code or its name in either language; the first letter is enough for a grade.
fn one_of<T: Copy>(typed: &str, all: &[T], code: fn(T) -> &'static str, name: fn(T) -> Pair) -> Option<T> {
    let typed = bare(typed);
    all.iter().copied().find(|it| {
        let name = name(*it);
        [bare(code(*it)), bare(name.0), bare(name.1)].contains(&typed)
    })
}

fn listed<T: Copy>(all: &[T], name: fn(T) -> Pair) -> String {
    all.iter().map(|it| name(*it).0).collect::<Vec<_>>().join("、")
}

/// One row in the making.
struct Reader<'a> {
    row: usize,
    cells: BTreeMap<Column, &'a str>,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    fn at(&self, column: Column) -> String {
        self.cells.get(&column).map_or(String::new(), |it| it.trim().to_owned())
    }

    fn wrong(&mut self, column: Column, what: Complaint) {
        let typed = self.at(column).chars().take(60).collect();
        self.mistakes.push(Mistake { row: self.row, column: Some(column), typed, what });
    }

    /// What is wrong with the row as a whole, of which only so many columns have headings.
    fn whole(&mut self, row: &Row, headings: usize) {
        let beyond = row.cells.iter().skip(headings).map(|it| it.trim()).find(|it| !it.is_empty());
        let what = match (row.shape, beyond) {
            (Shape::Unpaired, _) => Pair(
                "引号没有成对，后面的行可能并进了这一行。",
                "The quotes do not go in pairs; rows below may have become part of this one.",
            ),
            (Shape::Separated, Some(_)) => Pair(
                "这一行的栏数多于表头，各栏可能错了位。",
                "The row has more columns than the headings; they may stand in the wrong places.",
            ),
            _ => return,
        };
        let typed = beyond.unwrap_or_default().chars().take(60).collect();
        self.mistakes.push(Mistake { row: self.row, column: None, typed, what: Complaint::Said(what) });
    }

    fn text(&mut self, column: Column, max: usize) -> String {
        let text = self.at(column).replace(['\r', '\n', '\t'], " ");
        if text.chars().count() > max {
            self.wrong(column, Complaint::TooLong(max));
        }
        if text.chars().any(|it| it.is_control() || matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')) {
            self.wrong(column, Complaint::OddCharacters);
        }
        text
    }

    fn phone(&mut self, column: Column) -> String {
        codes::phone(&self.at(column)).unwrap_or_else(|wrong| {
            self.wrong(column, complaint(wrong));
            String::new()
        })
    }

    fn word<T: Copy>(
        &mut self,
        column: Column,
        otherwise: T,
        all: &[T],
        code: fn(T) -> &'static str,
        name: fn(T) -> Pair,
    ) -> T {
        let typed = self.at(column);
        if typed.is_empty() {
            return otherwise;
        }
        one_of(&typed, all, code, name).unwrap_or_else(|| {
            let said = Pair("没有这一项，应是其中之一：{}。", "There is no such word; it is one of: {}.");
            self.wrong(column, Complaint::Named(said, listed(all, name)));
            otherwise
        })
    }

    fn keeper(&mut self, known: &Known) -> String {
        let typed = self.at(Column::Keeper);
        match known.keepers.get(&typed) {
            _ if typed.is_empty() => return known.me.clone(),
            Some(Some(id)) => return id.clone(),
            Some(None) => {
                let said = Pair("有几位同名，请写账号。", "Several have this name; write the account name.");
                self.wrong(Column::Keeper, Complaint::Said(said));
            }
            None => {
                let said = Pair("没有这位在职的销售人员或计调。", "No active sales staff or coordinator is called so.");
                self.wrong(Column::Keeper, Complaint::Said(said));
            }
        }
        String::new()
    }

    fn facts(&mut self) -> Facts {
        let name = self.text(Column::Name, NAME);
        if likeness(&name).is_empty() {
            self.wrong(Column::Name, Complaint::Required);
        } else if !says_which(&name) {
            self.wrong(Column::Name, Complaint::Said(NAMELESS));
        }
        let credit_code = codes::credit_code(&self.at(Column::Code)).unwrap_or_else(|wrong| {
            self.wrong(Column::Code, complaint(wrong));
            None
        });
        Facts {
            name,
            credit_code,
            region: self.text(Column::Region, SHORT),
            industry: self.text(Column::Industry, SHORT),
            source: self.word(Column::Source, Source::Other, Source::ALL, Source::code, Source::name),
            grade: self.grade(),
            phone: self.phone(Column::Phone),
            address: self.text(Column::Address, ADDRESS),
            note: self.text(Column::Note, NOTE),
        }
    }

    fn grade(&mut self) -> Grade {
        let letter = bare(&self.at(Column::Grade)).trim_end_matches('级').to_owned();
        match Grade::from_code(&letter) {
            Some(grade) => grade,
            None => self.word(Column::Grade, Grade::C, Grade::ALL, Grade::code, Grade::name),
        }
    }

    fn person(&mut self) -> Option<PersonFacts> {
        let told = [Column::Person, Column::PersonPost, Column::PersonPhone, Column::Wechat, Column::PersonPart];
        if told.iter().all(|it| self.at(*it).is_empty()) {
            return None;
        }
        let name = self.text(Column::Person, SHORT);
        if name.is_empty() {
            let said = Pair("有联系人的电话或职务，却没有姓名。", "There is a person's phone or post, and no name.");
            self.wrong(Column::Person, Complaint::Said(said));
        }
        Some(PersonFacts {
            name,
            part: self.word(Column::PersonPart, Part::Handles, Part::ALL, Part::code, Part::name),
            post: self.text(Column::PersonPost, SHORT),
            phone: self.phone(Column::PersonPhone),
            wechat: self.text(Column::Wechat, SHORT),
            note: String::new(),
        })
    }
}

/// How many of the first rows are searched for the headings: a title, who made the table, when.
const TITLES: usize = 10;

/// Where the headings stand: the row among the first that names most columns, the customer's name among them.
fn headed(rows: &[Row]) -> usize {
    let named = |row: &Row| {
        let columns: BTreeSet<Column> = row.cells.iter().filter_map(|it| Column::of(it)).collect();
        if columns.contains(&Column::Name) { columns.len() } else { 0 }
    };
    // The first of several that name as many.
    let all = rows.iter().take(TITLES).map(named).enumerate();
    all.fold((0, 0), |best, (at, count)| if count > best.1 { (at, count) } else { best }).0
}

/// Looks a table through.
pub fn look(rows: &[Row], known: &Known) -> Result<Looked, Pair> {
    const NO_NAMES: Pair = Pair(
        "表里没有「客户名称」这一栏。请用模板，或在表头写上各栏的名称。",
        "The table has no column “Customer's name”. Use the template, or name the columns above the rows.",
    );
    let Some((heading, below)) = rows.get(headed(rows)..).and_then(<[Row]>::split_first) else {
        return Err(Pair("表里没有内容。", "There is nothing in the table."));
    };
    let mut columns: BTreeMap<usize, Column> = BTreeMap::new();
    let mut looked = Looked { rows: below.len(), ..Looked::default() };
    for (at, title) in heading.cells.iter().enumerate().filter(|(_, it)| !it.trim().is_empty()) {
        let called = || title.trim().chars().take(40).collect();
        match Column::of(title) {
            Some(column) if columns.values().any(|it| *it == column) => looked.twice.push(called()),
            Some(column) => drop(columns.insert(at, column)),
            None => looked.ignored.push(called()),
        }
    }
    if !columns.values().any(|it| *it == Column::Name) {
        return Err(NO_NAMES);
    }
    if below.is_empty() {
        return Err(Pair("表里只有各栏的名称，没有客户。", "The table has headings and no customers."));
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for row in below {
        let cells = columns.iter().filter_map(|(at, column)| Some((*column, row.cells.get(*at)?.as_str()))).collect();
        let mut reader = Reader { row: row.number, cells, mistakes: Vec::new() };
        reader.whole(row, heading.cells.len());
        let (facts, keeper) = (reader.facts(), reader.keeper(known));
        let person = reader.person();
        once(&mut reader, &facts, known, &mut seen);
        if reader.mistakes.is_empty() {
            looked.good.push(Good { row: row.number, facts, person, keeper });
        }
        looked.mistakes.append(&mut reader.mistakes);
    }
    Ok(looked)
}

/// Nobody is entered twice: neither within the file nor beside those who are known.
fn once(reader: &mut Reader<'_>, facts: &Facts, known: &Known, seen: &mut BTreeMap<String, usize>) {
    const TWICE: Pair = Pair("与第 {} 行是同一家。", "The same as in row {}.");
    const THERE: Pair = Pair("已登记：{}。", "It is known already: {}.");
    let row = reader.row;
    let alike = likeness(&facts.name);
    let mut check = |column: Column, key: &str, there: Option<&String>| {
        let before = *seen.entry(format!("{} {key}", column.code())).or_insert(row);
        match (there, before != row) {
            (Some(it), _) => reader.wrong(column, Complaint::Named(THERE, it.clone())),
            (None, true) => reader.wrong(column, Complaint::Named(TWICE, before.to_string())),
            (None, false) => {}
        }
    };
    if !alike.is_empty() {
        check(Column::Name, &alike, known.names.get(&alike));
    }
    if let Some(code) = &facts.credit_code {
        check(Column::Code, code, known.codes.get(code));
    }
}

/// Numbers of rows as people write them: `2–15、17–40`.
pub fn ranges(rows: impl Iterator<Item = usize>, between: &str) -> String {
    let mut all: Vec<(usize, usize)> = Vec::new();
    for row in rows {
        match all.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => all.push((row, row)),
        }
    }
    let one = |(from, to): &(usize, usize)| if from == to { from.to_string() } else { format!("{from}–{to}") };
    all.iter().map(one).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Vec<Row> {
        let rows = rows.iter().zip(1..);
        let cells = |row: &[&str]| row.iter().map(|it| (*it).to_owned()).collect();
        rows.map(|(row, number)| Row { number, cells: cells(row), shape: Shape::Separated }).collect()
    }

    fn known() -> Known {
        Known {
            names: [("云岭展览".to_owned(), "KH-2026-001 云岭展览有限公司".to_owned())].into(),
            codes: [("91330100799655058B".to_owned(), "KH-2026-002 某公司".to_owned())].into(),
            keepers: [("李伟".to_owned(), Some("1".to_owned())), ("王芳".to_owned(), None)].into(),
            me: "me".to_owned(),
        }
    }

    #[test]
    fn columns_are_known_in_any_order_and_in_both_languages() {
        let rows = table(&[
            &["Phone", "天气", "Customer's name", "等级", "维护人"],
            &["0571-86543210", "晴", "瓯越商贸", "a级", "李伟"],
        ]);
        let looked = look(&rows, &known()).unwrap();
        assert_eq!((looked.mistakes.len(), looked.ignored), (0, vec!["天气".to_owned()]));
        let good = &looked.good[0];
        assert_eq!((good.facts.name.as_str(), good.facts.grade, good.keeper.as_str()), ("瓯越商贸", Grade::A, "1"));
    }

    #[test]
    fn each_mistake_is_named_with_its_row_and_column() {
        let heading: &[&str] = &["客户名称", "信用代码", "电话", "等级", "来源", "维护人", "手机", "联系人"];
        for (row, column) in [
            (["", "", "", "", "", "", "", ""], Column::Name),
            (["有限公司甲", "91350100M000100Y44", "", "", "", "", "", ""], Column::Code),
            (["甲乙", "123", "", "", "", "", "", ""], Column::Code),
            (["甲乙", "91330100799655058b", "", "", "", "", "", ""], Column::Code),
            (["甲乙", "", "23456", "", "", "", "", ""], Column::Phone),
            (["甲乙", "", "", "E", "", "", "", ""], Column::Grade),
            (["甲乙", "", "", "", "天上", "", "", ""], Column::Source),
            (["甲乙", "", "", "", "", "张三", "", ""], Column::Keeper),
            (["甲乙", "", "", "", "", "王芳", "", ""], Column::Keeper),
            (["云岭 展览（有限公司）", "", "", "", "", "", "", ""], Column::Name),
            (["有限公司", "", "", "", "", "", "", ""], Column::Name),
            (["123", "", "", "", "", "", "", ""], Column::Name),
            (["甲乙", "", "", "", "", "", "1380013800", "李雷"], Column::PersonPhone),
            (["甲乙", "", "", "", "", "", "13800138000", ""], Column::Person),
        ] {
            let looked = look(&table(&[heading, &row]), &known()).unwrap();
            let told: Vec<(usize, Option<Column>)> = looked.mistakes.iter().map(|it| (it.row, it.column)).collect();
            assert_eq!(told, [(2, Some(column))], "{row:?}");
            assert!(looked.good.is_empty());
        }
        let long = "长".repeat(NAME + 1);
        assert_eq!(look(&table(&[heading, &[&long]]), &known()).unwrap().mistakes[0].what, Complaint::TooLong(NAME));
    }

    #[test]
    fn a_heading_that_stands_twice_is_told_from_one_that_is_not_known() {
        let rows = table(&[&["客户名称", "电话", "天气", "联系电话"], &["甲乙", "0571-86543210", "晴", "0571-86543211"]]);
        let looked = look(&rows, &known()).unwrap();
        assert_eq!((looked.twice, looked.ignored), (vec!["联系电话".to_owned()], vec!["天气".to_owned()]));
        assert_eq!(looked.good[0].facts.phone, "0571-86543210");
    }

    #[test]
    fn more_columns_than_headings_are_a_mistake_where_signs_tell_them_apart() {
        let mut rows = table(&[&["客户名称", "地址"], &["甲乙", "西湖", "区 1 号"], &["丙丁", "城东", ""]]);
        let looked = look(&rows, &known()).unwrap();
        let told: Vec<(usize, Option<Column>, &str)> =
            looked.mistakes.iter().map(|it| (it.row, it.column, it.typed.as_str())).collect();
        assert_eq!((told, looked.good.len()), (vec![(2, None, "区 1 号")], 1));
        // In a workbook a note beside the table moves nothing.
        rows[1].shape = Shape::Placed;
        assert_eq!(look(&rows, &known()).unwrap().good.len(), 2);
        rows[2].shape = Shape::Unpaired;
        assert_eq!(look(&rows, &known()).unwrap().faulty(), 1);
    }

    #[test]
    fn the_same_twice_in_a_file_is_a_mistake_of_the_second() {
        let rows = table(&[&["客户名称"], &["甲乙公司"], &["丙丁"], &["甲乙 有限公司"]]);
        let looked = look(&rows, &known()).unwrap();
        assert_eq!(looked.mistakes.iter().map(|it| it.row).collect::<Vec<_>>(), [4]);
        assert_eq!(ranges([2, 3, 4, 7, 9, 10].into_iter(), "、"), "2–4、7、9–10");
    }

    #[test]
    fn a_title_above_the_headings_is_no_heading() {
        let rows = table(&[
            &["客户"],
            &["制表：张敏", "", "2026-11-23"],
            &["序号", "单位名称（必填）", "电话【座机】", "联系人（手机）", "姓 名"],
            &["1", "瓯越商贸", "0571-86543210", "13800138000", "李雷"],
        ]);
        let looked = look(&rows, &known()).unwrap();
        assert_eq!((looked.rows, looked.mistakes.len(), looked.good.len()), (1, 0, 1), "{:?}", looked.mistakes);
        let good = &looked.good[0];
        assert_eq!((good.row, good.facts.name.as_str(), good.facts.phone.as_str()), (4, "瓯越商贸", "0571-86543210"));
        assert_eq!(good.person.as_ref().map(|it| (it.name.as_str(), it.phone.as_str())), Some(("李雷", "13800138000")));
        assert_eq!(looked.ignored, ["序号"]);
    }

    #[test]
    fn a_table_without_names_says_so() {
        assert!(look(&[], &known()).is_err());
        assert!(look(&table(&[&["电话"], &["1"]]), &known()).is_err());
        assert!(look(&table(&[&["客户名称"]]), &known()).is_err());
    }
}
