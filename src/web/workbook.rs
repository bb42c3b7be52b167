//! Lists as workbooks (.xlsx): typed cells, a head that stays in sight, a filter on every column. A list's address with
//! `.xlsx` behind it answers with one, made of the same rows that the page shows to the same reader.

use actix_web::HttpResponse;
use actix_web::http::header;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use rust_xlsxwriter as xlsx;

use super::Reading;
use super::ctx::Ctx;
use crate::error::Result;

/// What a workbook calls itself to browsers.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The most characters of one cell, by Excel's own limit.
const CELL: usize = 32_767;
/// The most rows of a sheet below its head, by Excel's own limit.
const ROWS: usize = 1_048_575;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    /// Stays a text whatever it looks like: one that begins with `=` is no formula.
    Text(String),
    Whole(i64),
    /// In hundredths.
    Quantity(i64),
    /// In fen; shown in 元.
    Money(i64),
    Day(NaiveDate),
    /// By the office's clock, to the minute.
    Minute(NaiveDateTime),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }
}

impl From<NaiveDate> for Cell {
    fn from(day: NaiveDate) -> Cell {
        Cell::Day(day)
    }
}

impl From<NaiveDateTime> for Cell {
    fn from(at: NaiveDateTime) -> Cell {
        Cell::Minute(at)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Cell {
        Cell::Whole(number)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(some: Option<T>) -> Cell {
        some.map_or(Cell::Empty, Into::into)
    }
}

impl Cell {
    /// How wide it is: a Chinese character takes two places.
    fn width(&self) -> usize {
        match self {
            Cell::Empty => 0,
            Cell::Text(text) => text.lines().map(wide).max().unwrap_or(0),
            Cell::Whole(number) => number.to_string().len(),
            Cell::Quantity(number) => number.to_string().len() + 1,
            Cell::Money(fen) => fen.to_string().len() * 4 / 3 + 1,
            Cell::Day(_) => 10,
            Cell::Minute(_) => 16,
        }
    }
}

/// Places that a text takes.
fn wide(text: &str) -> usize {
    text.chars().map(|it| if it.is_ascii() { 1 } else { 2 }).sum()
}

/// One sheet: a head and its rows.
#[derive(Clone, Debug)]
pub struct Sheet {
    name: String,
    head: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// A sheet with this name and these headings.
    pub fn new(name: &str, head: &[&str]) -> Sheet {
        Sheet { name: name.to_owned(), head: head.iter().map(|it| (*it).to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// The sheet's name as Excel takes it: at most 31 characters, none of `[]:*?/\`.
    fn title(&self) -> String {
        let name: String = self.name.chars().filter(|it| !"[]:*?/\\".contains(*it) && !it.is_control()).take(31).collect();
        match name.trim().trim_matches('\'') {
            "" => "Sheet1".to_owned(),
            name => name.to_owned(),
        }
    }

    fn write(&self, sheet: &mut xlsx::Worksheet) -> Result<()> {
        let bold = xlsx::Format::new().set_bold().set_text_wrap().set_align(xlsx::FormatAlign::VerticalCenter);
        let formats = Formats::default();
        sheet.set_name(self.title())?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, title) in (0..).zip(&self.head) {
            sheet.write_string_with_format(0, column, title, &bold)?;
            let cells = self.rows.iter().take(500).filter_map(|row| row.get(usize::from(column))).map(Cell::width);
            // Room for the filter's arrow beside the heading.
            let width = cells.max().unwrap_or(0).max(wide(title) + 3).clamp(8, 60);
            sheet.set_column_width(column, width as u32)?;
        }
        for (at, row) in (1..).zip(self.rows.iter().take(ROWS)) {
            for (column, cell) in (0..).zip(row) {
                put(sheet, at, column, cell, &formats)?;
            }
        }
        if let (Ok(rows), Some(last)) = (u32::try_from(self.rows.len().min(ROWS)), last(self.head.len())) {
            sheet.autofilter(0, 0, rows, last)?;
        }
        Ok(())
    }
}

/// How each kind of number looks.
struct Formats {
    whole: xlsx::Format,
    quantity: xlsx::Format,
    money: xlsx::Format,
    day: xlsx::Format,
    minute: xlsx::Format,
}

impl Default for Formats {
    fn default() -> Formats {
        let of = |pattern| xlsx::Format::new().set_num_format(pattern);
        Formats {
            whole: of("#,##0"),
            quantity: of("#,##0.##"),
            money: of("#,##0.00"),
            day: of("yyyy-mm-dd"),
            minute: of("yyyy-mm-dd hh:mm"),
        }
    }
}

fn put(sheet: &mut xlsx::Worksheet, row: u32, column: u16, cell: &Cell, formats: &Formats) -> Result<()> {
    match cell {
        Cell::Empty => sheet,
        Cell::Text(text) => {
            let text: String = text.chars().filter(|it| !it.is_control() || *it == '\n').take(CELL).collect();
            sheet.write_string(row, column, text)?
        }
        Cell::Whole(number) => sheet.write_number_with_format(row, column, *number as f64, &formats.whole)?,
        Cell::Quantity(number) => sheet.write_number_with_format(row, column, hundredths(*number), &formats.quantity)?,
        Cell::Money(fen) => sheet.write_number_with_format(row, column, hundredths(*fen), &formats.money)?,
        Cell::Day(day) => sheet.write_datetime_with_format(row, column, &date(*day)?, &formats.day)?,
        Cell::Minute(at) => {
            let (hour, minute) = (at.hour() as u16, at.minute() as u8);
            sheet.write_datetime_with_format(row, column, &date(at.date())?.and_hms(hour, minute, 0)?, &formats.minute)?
        }
    };
    Ok(())
}

fn last(columns: usize) -> Option<u16> {
    u16::try_from(columns).ok()?.checked_sub(1)
}

/// The nearest number that a workbook can hold; exact to the hundredth for every amount that can be typed.
fn hundredths(number: i64) -> f64 {
    number as f64 / 100.0
}

fn date(day: NaiveDate) -> Result<xlsx::ExcelDateTime> {
    let year = u16::try_from(day.year()).unwrap_or(9999);
    Ok(xlsx::ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8)?)
}

/// A file of sheets.
#[derive(Clone, Debug)]
pub struct Workbook {
    /// What the file is called, in the reader's language, without ending.
    pub name: String,
    /// The same in ASCII, for programs that know nothing else.
    pub ascii: &'static str,
    pub sheets: Vec<Sheet>,
}

impl Workbook {
    /// A workbook of one sheet, both named so.
    pub fn of(name: &str, ascii: &'static str, sheet: Sheet) -> Workbook {
        Workbook { name: name.to_owned(), ascii, sheets: vec![sheet] }
    }

    /// The file's bytes. It says of itself that it was made on that day.
    pub fn bytes(&self, made: NaiveDate) -> Result<Vec<u8>> {
        let mut book = xlsx::Workbook::new();
        book.set_properties(&xlsx::DocProperties::new().set_creation_datetime(&date(made)?));
        for sheet in &self.sheets {
            sheet.write(book.add_worksheet())?;
        }
        Ok(book.save_to_buffer()?)
    }
}

/// `Content-Disposition` of a file to be saved: its whole name, Chinese characters and all, for browsers, and one in ASCII for
/// the rest.
pub fn saved_as(name: &str, ascii: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    let name = name.bytes().fold(String::new(), |mut text, byte| {
        match byte {
            byte if plain(byte) => text.push(char::from(byte)),
            byte => text.push_str(&format!("%{byte:02X}")),
        }
        text
    });
    let ascii: String = ascii.chars().map(|it| if it.is_ascii() && plain(it as u8) { it } else { '_' }).collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{name}")
}

impl Ctx {
    /// Answers with the workbook that `what` makes.
    pub async fn workbook(&self, what: impl FnOnce(&mut Reading) -> Result<Workbook> + Send + 'static) -> Result<HttpResponse> {
        let make = move |r: &mut Reading| {
            let book = what(r)?;
            let named = saved_as(&format!("{}.xlsx", book.name), &format!("{}.xlsx", book.ascii));
            Ok((named, book.bytes(r.today)?))
        };
        let (named, bytes) = self.read(make).await?;
        let mut answer = HttpResponse::Ok();
        answer.insert_header((header::CONTENT_TYPE, XLSX));
        answer.insert_header((header::CONTENT_DISPOSITION, named));
        answer.insert_header((header::CACHE_CONTROL, "no-store"));
        Ok(answer.body(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};

    fn read(sheet: Sheet) -> calamine::Range<Data> {
        let bytes = Workbook::of("客户", "customers", sheet).bytes(NaiveDate::default()).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        let name = book.sheet_names().first().unwrap().clone();
        book.worksheet_range(&name).unwrap()
    }

    #[test]
    fn each_cell_keeps_its_kind_and_a_formula_is_only_a_text() {
        let mut sheet = Sheet::new("客户[1]/2", &["名称", "件数", "比例", "金额（元）", "日期", "时间"]);
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        for text in ["=1+1", "+86", "-1", "@SUM(A1)", "云岭展览\n二楼"] {
            sheet.row(vec![
                text.into(),
                Cell::Whole(3),
                Cell::Quantity(1250),
                Cell::Money(12_345_678_901),
                day.into(),
                day.and_hms_opt(18, 0, 30).unwrap().into(),
            ]);
        }
        let range = read(sheet);
        for (row, text) in [(1, "=1+1"), (2, "+86"), (3, "-1"), (4, "@SUM(A1)"), (5, "云岭展览\n二楼")] {
            assert_eq!(range.get_value((row, 0)), Some(&Data::String(text.to_owned())));
            assert_eq!(range.get_value((row, 2)), Some(&Data::Float(12.5)));
            assert_eq!(range.get_value((row, 3)), Some(&Data::Float(123_456_789.01)));
            assert!(matches!(range.get_value((row, 4)), Some(Data::DateTime(at)) if at.to_string().starts_with("46350")));
            assert!(matches!(range.get_value((row, 5)), Some(Data::DateTime(at)) if at.to_string().starts_with("46350.75")));
        }
    }

    #[test]
    fn odd_names_and_long_texts_make_no_broken_file() {
        for name in ["", "'", "a[]:*?/\\b", "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五"]
        {
            let mut sheet = Sheet::new(name, &["甲"]);
            sheet.row(vec![Cell::Text("长".repeat(40_000)), "多出的一格".into()]);
            sheet.row(Vec::new());
            assert_eq!(read(sheet).height(), 2, "{name}");
        }
        assert_eq!(read(Sheet::new("空", &[])).height(), 0);
    }

    #[test]
    fn the_file_s_name_is_told_whole_and_in_ascii() {
        assert_eq!(
            saved_as("客户 1\".xlsx", "cust\"omers é.xlsx"),
            "attachment; filename=\"cust_omers__.xlsx\"; filename*=UTF-8''%E5%AE%A2%E6%88%B7%201%22.xlsx"
        );
    }
}
