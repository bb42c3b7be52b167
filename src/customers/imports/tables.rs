//! From a file's bytes to the cells of a table: workbooks (.xlsx) and texts (.csv) in UTF-8, UTF-16 or GB18030, told apart by
//! their bytes, never by their names. Whatever is broken or too large ends in a sentence.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use crate::lang::Pair;

/// The most rows of a table, its heading included.
pub const ROWS: usize = 20_001;
/// The most columns that are looked at.
const COLUMNS: usize = 60;
/// The most characters of one cell that are kept; no field takes as many.
const CELL: usize = 1_000;
/// The most bytes of a workbook unpacked: a file of a few kilobytes may hold gigabytes.
const UNPACKED: u64 = 150 * 1024 * 1024;
/// The most parts of a workbook.
const PARTS: usize = 2_000;

/// How the cells of a row were told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Each stands at a place of its own, as in a workbook.
    #[default]
    Placed,
    /// By signs between them: with one sign too many, all behind it stand in the wrong column.
    Separated,
    /// The same, and the quotes in it do not go in pairs: other rows may have become part of this one.
    Unpaired,
}

/// The cells of a row by column, and its number as a spreadsheet shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub number: usize,
    pub cells: Vec<String>,
    pub shape: Shape,
}

const BROKEN: Pair = Pair("文件打不开：不是完整的 .xlsx 工作簿。", "The file does not open: it is no whole .xlsx workbook.");
const TOO_LARGE: Pair =
    Pair("文件解开后太大。请只保留客户名单这一张表。", "The file unpacks to too much. Keep only the sheet of customers.");
const TOO_MANY: Pair =
    Pair("一次最多导入 20,000 行，请分成几个文件。", "At most 20,000 rows at once; please use several files.");

/// The rows of a file that are not blank.
pub fn read(bytes: &[u8]) -> Result<Vec<Row>, Pair> {
    match bytes {
        [] => Err(Pair("文件是空的。", "The file is empty.")),
        [b'P', b'K', ..] => workbook(bytes),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(Pair(
            "这是旧式 .xls 文件或加了密码的工作簿。请另存为不带密码的 .xlsx 再上传。",
            "This is an old .xls file or a workbook with a password. Save it as .xlsx without one.",
        )),
        _ => separated(&text(bytes)?),
    }
}

fn workbook(bytes: &[u8]) -> Result<Vec<Row>, Pair> {
    let unpacked = zip_size(bytes)?;
    if unpacked > UNPACKED {
        return Err(TOO_LARGE);
    }
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| BROKEN)?;
    let first = book.sheet_names().first().cloned().ok_or(BROKEN)?;
    // Cell by cell: a sheet with one cell in its last corner must not become a table of a million rows.
    let mut cells = book.worksheet_cells_reader(&first).map_err(|_| BROKEN)?;
    let mut rows: Vec<Row> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|_| BROKEN)? {
        let (row, column) = cell.get_position();
        let (number, column) = (row as usize + 1, column as usize);
        let text = shown(cell.get_value());
        if column >= COLUMNS || text.trim().is_empty() {
            continue;
        }
        if rows.last().is_none_or(|it| it.number != number) {
            if rows.len() >= ROWS {
                return Err(TOO_MANY);
            }
            rows.push(Row { number, ..Row::default() });
        }
        if let Some(row) = rows.last_mut() {
            row.cells.resize(row.cells.len().max(column + 1), String::new());
            if let Some(place) = row.cells.get_mut(column) {
                *place = text;
            }
        }
    }
    rows.sort_by_key(|it| it.number);
    Ok(rows)
}

/// How much a workbook unpacks to, counted by unpacking it, no further than the limit.
fn zip_size(bytes: &[u8]) -> Result<u64, Pair> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| BROKEN)?;
    if archive.len() > PARTS {
        return Err(TOO_LARGE);
    }
    let mut total = 0;
    for part in 0..archive.len() {
        let mut part = archive.by_index(part).map_err(|_| BROKEN)?.take(UNPACKED + 1 - total);
        total += std::io::copy(&mut part, &mut std::io::sink()).map_err(|_| BROKEN)?;
        if total > UNPACKED {
            break;
        }
    }
    Ok(total)
}

/// A cell as people see it: a phone that was typed as a number has no decimals, a day is one.
fn shown(value: &DataRef<'_>) -> String {
    let text = match value {
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(length) => length.as_f64().to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
    };
    text.chars().take(CELL).collect()
}

/// A text's characters, whichever way it was kept.
fn text(bytes: &[u8]) -> Result<String, Pair> {
    const UNREADABLE: Pair = Pair(
        "认不出文件的内容。请上传 .xlsx，或 UTF-8、GB18030 编码的 .csv。",
        "The file cannot be read. Please send .xlsx, or .csv in UTF-8 or GB18030.",
    );
    let decoded = |encoding: &'static encoding_rs::Encoding| {
        let (text, _, wrong) = encoding.decode(bytes);
        if wrong { Err(UNREADABLE) } else { Ok(text.into_owned()) }
    };
    let text = match bytes {
        [0xFF, 0xFE, ..] => decoded(UTF_16LE)?,
        [0xFE, 0xFF, ..] => decoded(UTF_16BE)?,
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
            Err(_) => decoded(GB18030)?,
        },
    };
    if text.chars().any(|it| it.is_control() && !matches!(it, '\n' | '\r' | '\t')) {
        return Err(UNREADABLE);
    }
    Ok(text)
}

/// The sign between cells: the one that the first line has most of.
fn separator(text: &str) -> char {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |sign: char| {
        let mut quoted = false;
        let outside = |it: &char| {
            quoted ^= *it == '"';
            !quoted && *it == sign
        };
        first.chars().filter(outside).count()
    };
    // The last of several that are equally many: the comma, where there is but one column.
    ['\t', ';', '，', ','].into_iter().max_by_key(|sign| count(*sign)).unwrap_or(',')
}

/// The rows of a text whose cells are separated; a cell in quotes may hold signs and lines, and `""` is a quote in it.
fn separated(text: &str) -> Result<Vec<Row>, Pair> {
    let separator = separator(text);
    let mut rows: Vec<Row> = Vec::new();
    let (mut cells, mut cell, mut quoted): (Vec<String>, String, bool) = (Vec::new(), String::new(), false);
    // Counted as a spreadsheet shows them: a blank row is one, the lines within a cell are none.
    let mut number = 1;
    // Whether a cell in quotes was just closed: nothing stands between its end and the next sign.
    let (mut closed, mut shape) = (false, Shape::Separated);
    let mut letters = text.chars().peekable();
    loop {
        let letter = letters.next();
        match letter {
            Some('"') if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            Some('"') if quoted => (quoted, closed) = (false, true),
            Some('"') if cell.trim().is_empty() && !closed => {
                cell.clear();
                quoted = true;
            }
            Some(sign) if sign == separator && !quoted => {
                closed = false;
                if cells.len() < COLUMNS {
                    cells.push(std::mem::take(&mut cell));
                }
                cell.clear();
            }
            Some('\r') if letters.peek() == Some(&'\n') => {}
            Some('\n' | '\r') | None if !quoted || letter.is_none() => {
                if quoted {
                    shape = Shape::Unpaired;
                }
                closed = false;
                cells.push(std::mem::take(&mut cell));
                if cells.iter().any(|it| !it.trim().is_empty()) {
                    if rows.len() >= ROWS {
                        return Err(TOO_MANY);
                    }
                    rows.push(Row { number, cells: std::mem::take(&mut cells), shape });
                }
                cells.clear();
                shape = Shape::Separated;
                number += 1;
                if letter.is_none() {
                    return Ok(rows);
                }
            }
            Some(letter) => {
                if closed && !letter.is_whitespace() {
                    shape = Shape::Unpaired;
                }
                if cell.len() < CELL * 4 {
                    cell.push(letter);
                }
            }
            None => return Ok(rows),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        read(bytes).unwrap().into_iter().map(|it| it.cells).collect()
    }

    #[test]
    fn a_text_is_read_in_whatever_way_it_was_kept() {
        let expected = [["客户名称", "电话"], ["云岭展览", "13800138000"]];
        for sign in [",", ";", "\t"] {
            for end in ["\n", "\r\n"] {
                let text = format!("客户名称{sign}电话{end}{end}\"云岭展览\"{sign}13800138000{end}");
                assert_eq!(cells(text.as_bytes()), expected);
                assert_eq!(cells(format!("\u{feff}{text}").as_bytes()), expected);
                assert_eq!(cells(&GB18030.encode(&text).0), expected);
                let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
                assert_eq!(cells(&wide), expected);
            }
        }
    }

    #[test]
    fn quotes_hold_signs_and_lines_and_rows_keep_their_numbers() {
        let shape = Shape::Separated;
        for end in ["\n", "\r\n", "\r"] {
            let text = "名称,备注|\"甲,\"\"乙\"\"|二行|三行\",x||丙,y|\"丁|\",z".replace('|', end);
            let rows = read(text.as_bytes()).unwrap();
            let name = "甲,\"乙\"|二行|三行".replace('|', if end == "\r" { "\r" } else { "\n" });
            assert_eq!(rows[1], Row { number: 2, cells: vec![name, "x".into()], shape }, "{end:?}");
            assert_eq!((rows[2].number, rows[2].shape), (4, shape), "{end:?}");
            assert_eq!((rows[3].number, rows[3].shape), (5, shape), "{end:?}");
        }
    }

    #[test]
    fn quotes_that_do_not_go_in_pairs_are_noticed() {
        for (text, wrong) in [
            ("名称,备注\n甲,\"一\n乙,二\n", 1),
            ("名称,备注\n\"甲\"有限,一\n乙,二", 1),
            ("名称,备注\n甲,\"一\n乙,\"二\"\n", 1),
            ("名称,备注\n\"甲\" ,5\" 屏\n乙,\"\"\"二\"\"\"\n", 0),
        ] {
            let rows = read(text.as_bytes()).unwrap();
            assert_eq!(rows.iter().filter(|it| it.shape == Shape::Unpaired).count(), wrong, "{text}: {rows:?}");
        }
    }

    #[test]
    fn whatever_is_no_table_ends_in_a_sentence() {
        for bytes in [
            &b""[..],
            b"PK",
            b"PK\x03\x04nothing",
            b"\xD0\xCF\x11\xE0\xA1\xB1",
            b"\x00\x01\x02",
            b"\xff\xfe\x00",
            b"\x89PNG\r\n\x1a\n\0\0",
        ] {
            assert!(read(bytes).is_err(), "{bytes:?}");
        }
        assert!(read("名称\n甲\n".repeat(ROWS).as_bytes()).is_err());
        let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
        bomb.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
        let zeros = vec![0; 1024 * 1024];
        for _ in 0..=UNPACKED / zeros.len() as u64 {
            std::io::Write::write_all(&mut bomb, &zeros).unwrap();
        }
        let bomb = bomb.finish().unwrap().into_inner();
        assert!(bomb.len() < 1024 * 1024);
        assert_eq!(read(&bomb), Err(TOO_LARGE));
    }
}
