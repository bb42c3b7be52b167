//! A form on a page: what stands in its fields, what is wrong with them, and what another has written meanwhile.
//!
//! A form of an editable row carries the row's version and, in one hidden field, the values it was opened with; so the page
//! for a late writer can show the original, theirs and mine without asking anybody.

use chrono::{Datelike, Months, NaiveDate, NaiveTime};

use super::fields::Fields;
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::{Lang, Pair};
use crate::money::Money;
use crate::quantity::Quantity;

/// The most rows of a table in a form.
pub const ROWS: usize = 60;
/// The largest version and the like.
const VERSION: &str = "version";
const WAS: &str = "was";
/// What is said of a day that nothing here can be about.
const FAR: Pair = Pair("请填写 2000 年至 2099 年之间的日期。", "Please type a date from 2000 to 2099.");
/// So many months ahead a task is due at the latest: what lies further is a slip of the year, and nobody would ever be reminded of it.
const AHEAD: Months = Months::new(60);

/// What is wrong with the day by which somebody is to do something, where it lies too far ahead.
pub fn too_far(due: NaiveDate, today: NaiveDate) -> Option<Complaint> {
    let said = Pair("期限最远为五年之内，请核对年份。", "It is due within five years at the latest; please check the year.");
    today.checked_add_months(AHEAD).is_some_and(|last| due > last).then_some(Complaint::Said(said))
}

/// One field in which a late writer's form differs from what is there now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    pub name: String,
    pub label: Pair,
    pub original: String,
    pub theirs: String,
    pub mine: String,
}

/// A form and what is to be said about it.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub fields: Fields,
    pub complaints: Vec<(String, Complaint)>,
    /// The version of the row it is about.
    pub version: i32,
    /// The values it was opened with, as `name=value&…`.
    pub was: String,
    /// Somebody else was faster.
    pub late: bool,
    pub clashes: Vec<Clash>,
}

/// One row of a table in a form: the values of its columns, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub values: Vec<String>,
}

impl Row {
    /// The value of a column, counted from 0.
    pub fn at(&self, column: usize) -> &str {
        self.values.get(column).map_or("", String::as_str)
    }

    /// The value of a column by which a row is looked up, as [`Form::key`].
    pub fn key(&self, column: usize) -> String {
        without_nul(self.at(column).trim())
    }

    fn is_blank(&self) -> bool {
        self.values.iter().all(|value| trim(value).is_empty())
    }
}

impl Form {
    /// What somebody sent.
    pub fn typed(fields: Fields) -> Form {
        let version = fields.get(VERSION).parse().unwrap_or(0);
        let was = fields.get(WAS).to_owned();
        Form { fields, version, was, ..Form::default() }
    }

    /// A new, empty form.
    pub fn blank() -> Form {
        Form::default()
    }

    /// A form that shows a row as it is.
    pub fn showing(fields: Fields, version: i32) -> Form {
        let was = Fields(fields.0.clone()).to_query();
        Form { fields, version, was, ..Form::default() }
    }

    /// For the page of a form that was refused: beside a row that somebody changed meanwhile it shows the original, theirs
    /// and mine field by field, and is ready to be sent again over the newest version.
    pub fn against(mut self, theirs: &Fields, version: i32, labels: &[(&str, Pair)]) -> Form {
        if self.late {
            let original = Fields::parse(self.was.as_bytes());
            let joined =
                |fields: &Fields, name: &str| fields.all(name).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n");
            self.clashes = labels
                .iter()
                .map(|(name, label)| Clash {
                    name: (*name).to_owned(),
                    label: *label,
                    original: joined(&original, name),
                    theirs: joined(theirs, name),
                    mine: joined(&self.fields, name),
                })
                .filter(|it| trim(&it.theirs) != trim(&it.mine))
                .collect();
            self.version = version;
            self.was = theirs.to_query();
        }
        self
    }

    /// The same with what the versions differ in as people say it: `spoken` has the words for a value of a field.
    pub fn in_words(mut self, spoken: impl Fn(&str, &str) -> String) -> Form {
        for clash in &mut self.clashes {
            for text in [&mut clash.original, &mut clash.theirs, &mut clash.mine] {
                *text = spoken(&clash.name, text);
            }
        }
        self
    }

    // What templates ask -----------------------------------------------------------------------------------------------

    /// What stands in a field.
    pub fn value(&self, name: &str) -> &str {
        self.fields.get(name)
    }

    /// What a row is looked up by. No number of ours has a NUL in it, and PostgreSQL cannot even be asked about one.
    pub fn key(&self, name: &str) -> String {
        without_nul(self.value(name).trim())
    }

    /// Several rows that were chosen, each looked up as by [`Form::key`]; every one once, in their order.
    pub fn keys(&self, name: &str) -> Vec<String> {
        let mut keys: Vec<String> = self.fields.all(name).map(|it| without_nul(it.trim())).collect();
        keys.retain(|it| !it.is_empty());
        keys.sort();
        keys.dedup();
        keys
    }

    /// What is wrong with a field; empty if nothing is.
    pub fn complaint(&self, name: &str, lang: &Lang) -> String {
        self.complaints.iter().find(|(field, _)| field == name).map_or(String::new(), |(_, it)| it.text(*lang))
    }

    /// Whether something is wrong with a field.
    pub fn is_wrong(&self, name: &str) -> bool {
        self.complaints.iter().any(|(field, _)| field == name)
    }

    /// Every complaint: its field and its sentence.
    pub fn all_complaints(&self, lang: &Lang) -> Vec<(&str, String)> {
        self.complaints.iter().map(|(field, it)| (field.as_str(), it.text(*lang))).collect()
    }

    /// Whether a choice is the one made.
    pub fn chose(&self, name: &str, value: &str) -> bool {
        self.fields.all(name).any(|it| it == value)
    }

    /// The rows of a table as they stand in the form, with blank ones at the end to write in.
    pub fn rows(&self, columns: &[&str], blank: usize) -> Vec<Row> {
        let mut rows = self.table(columns);
        rows.resize(rows.len() + blank, Row { values: vec![String::new(); columns.len()] });
        rows
    }

    fn table(&self, columns: &[&str]) -> Vec<Row> {
        let columns: Vec<Vec<&str>> = columns.iter().map(|name| self.fields.all(name).collect()).collect();
        let count = columns.iter().map(Vec::len).max().unwrap_or(0).min(ROWS);
        (0..count)
            .map(|row| Row {
                values: columns.iter().map(|it| it.get(row).map_or(String::new(), |it| (*it).to_owned())).collect(),
            })
            .filter(|row| !row.is_blank())
            .collect()
    }

    // What forms.rs reads ------------------------------------------------------------------------------------------------

    /// Notes a complaint about a field; only the first about each is kept.
    pub fn complain(&mut self, name: &str, complaint: Complaint) {
        if !self.is_wrong(name) {
            self.complaints.push((name.to_owned(), complaint));
        }
    }

    /// Goes on only if nothing is wrong.
    pub fn check(&self) -> Result<()> {
        if self.complaints.is_empty() { Ok(()) } else { Err(Error::new(Kind::Invalid(self.complaints.clone()))) }
    }

    /// A text of one line that must be there; at most `max` characters.
    pub fn line(&mut self, name: &str, max: usize) -> String {
        let text = self.optional_line(name, max);
        self.need(name, &text);
        text
    }

    /// A text of one line that may be empty.
    pub fn optional_line(&mut self, name: &str, max: usize) -> String {
        let value = self.value(name).to_owned();
        self.checked(name, &value, max, false)
    }

    /// A text of any number of lines that must be there; at most `max` characters.
    pub fn text(&mut self, name: &str, max: usize) -> String {
        let text = self.optional_text(name, max);
        self.need(name, &text);
        text
    }

    /// A text of any number of lines that may be empty.
    pub fn optional_text(&mut self, name: &str, max: usize) -> String {
        let value = self.value(name).to_owned();
        self.checked(name, &value, max, true)
    }

    /// A day that must be there.
    pub fn date(&mut self, name: &str) -> NaiveDate {
        let value = self.value(name).to_owned();
        self.date_in(name, &value)
    }

    /// A time of day that must be there: 14:00.
    pub fn time(&mut self, name: &str) -> NaiveTime {
        let value = trim(self.value(name)).to_owned();
        let digits: String = value.chars().map(|it| if it == '：' { ':' } else { it }).collect();
        match (value.is_empty(), NaiveTime::parse_from_str(&digits, "%H:%M")) {
            (true, _) => self.complain(name, Complaint::Required),
            (_, Ok(time)) => return time,
            (_, Err(_)) => {
                self.complain(name, Complaint::Said(Pair("请填写时间，例如 14:00。", "Please type a time, such as 14:00.")));
            }
        }
        NaiveTime::default()
    }

    /// A value out of a row, checked as [`Form::line`] is and complained of at `name`.
    pub fn line_in(&mut self, name: &str, value: &str, max: usize) -> String {
        let text = self.checked(name, value, max, false);
        self.need(name, &text);
        text
    }

    /// A value out of a row that may be empty.
    pub fn text_in(&mut self, name: &str, value: &str, max: usize) -> String {
        self.checked(name, value, max, true)
    }

    /// A day out of a row.
    pub fn date_in(&mut self, name: &str, value: &str) -> NaiveDate {
        match (trim(value), NaiveDate::parse_from_str(trim(value), "%Y-%m-%d")) {
            ("", _) => self.complain(name, Complaint::Required),
            (_, Ok(day)) if (2000..2100).contains(&day.year()) => return day,
            (_, Ok(_)) => {
                self.complain(name, Complaint::Said(FAR));
            }
            (_, Err(_)) => self.complain(name, Complaint::NotADate),
        }
        NaiveDate::default()
    }

    /// An amount of money that must be there; not negative.
    pub fn money(&mut self, name: &str) -> Money {
        let value = self.value(name).to_owned();
        self.money_in(name, &value)
    }

    /// An amount of money out of a row.
    pub fn money_in(&mut self, name: &str, value: &str) -> Money {
        self.number(name, Money::parse(value)).unwrap_or(Money(0))
    }

    /// A number with up to two decimals that must be there; not negative.
    pub fn quantity(&mut self, name: &str) -> Quantity {
        let value = self.value(name).to_owned();
        self.quantity_in(name, &value)
    }

    /// A number out of a row.
    pub fn quantity_in(&mut self, name: &str, value: &str) -> Quantity {
        self.number(name, Quantity::parse(value)).unwrap_or(Quantity(0))
    }

    /// A number that may be negative, as a correction is.
    pub fn signed_quantity(&mut self, name: &str) -> Quantity {
        let value = self.value(name).to_owned();
        self.number(name, Quantity::parse_signed(&value)).unwrap_or(Quantity(0))
    }

    /// A whole number within bounds.
    pub fn whole(&mut self, name: &str, low: i64, high: i64) -> i64 {
        let value = trim(self.value(name)).to_owned();
        if value.is_empty() {
            self.complain(name, Complaint::Required);
            return low;
        }
        match crate::money::digits::plain(&value).unwrap_or_default().replace(',', "").parse() {
            Ok(number) if (low..=high).contains(&number) => number,
            Ok(_) => {
                self.complain(name, Complaint::OutOfRange(low.to_string(), high.to_string()));
                low
            }
            Err(_) => {
                self.complain(name, Complaint::Said(Pair("请填写整数。", "Please type a whole number.")));
                low
            }
        }
    }

    /// One of some choices that must be made; `find` knows a choice by its code.
    pub fn choice<T>(&mut self, name: &str, find: impl Fn(&str) -> Option<T>) -> Option<T> {
        let value = self.value(name);
        let complaint = if value.is_empty() { Complaint::Required } else { Complaint::NotAChoice };
        let found = find(value);
        if found.is_none() {
            self.complain(name, complaint);
        }
        found
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !matches!(self.value(name), "" | "0" | "false" | "off")
    }

    /// The rows of a table that are not blank.
    pub fn filled_rows(&self, columns: &[&str]) -> Vec<Row> {
        self.table(columns)
    }

    fn number<T>(&mut self, name: &str, parsed: std::result::Result<T, crate::money::Mistyped>) -> Option<T> {
        use crate::money::Mistyped;
        let complaint = match parsed {
            Ok(number) => return Some(number),
            Err(Mistyped::Empty) => Complaint::Required,
            Err(Mistyped::NotANumber) => Complaint::NotANumber,
            Err(Mistyped::TooManyDecimals) => Complaint::TooManyDecimals,
            Err(Mistyped::TooLarge) => Complaint::Said(Pair("数字太大。", "The number is too large.")),
            Err(Mistyped::Negative) => Complaint::Said(Pair("不能为负数。", "Must not be negative.")),
        };
        self.complain(name, complaint);
        None
    }

    fn need(&mut self, name: &str, text: &str) {
        if text.is_empty() {
            self.complain(name, Complaint::Required);
        }
    }

    fn checked(&mut self, name: &str, value: &str, max: usize, lines: bool) -> String {
        let text = trim(&value.replace("\r\n", "\n").replace('\r', "\n")).to_owned();
        if text.chars().any(|it| is_odd(it, lines)) {
            self.complain(name, Complaint::OddCharacters);
        }
        if text.chars().count() > max {
            self.complain(name, Complaint::TooLong(max));
        }
        // Refused as it is, it may still be looked for before the form is.
        without_nul(&text)
    }
}

fn without_nul(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// Without white space at its ends, the invisible kinds included: what only looks filled in is empty.
fn trim(text: &str) -> &str {
    text.trim_matches(|it: char| it.is_whitespace() || matches!(it, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'))
}

/// Characters that cannot be stored or would mislead a reader about the order of the text.
fn is_odd(it: char, lines: bool) -> bool {
    match it {
        '\n' | '\t' => !lines,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        it => it.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> Form {
        Form::typed(Fields::parse(text.as_bytes()))
    }

    #[test]
    fn a_line_is_trimmed_limited_and_free_of_odd_characters() {
        for (typed, kept, complaint) in [
            ("name=+%E6%9B%99%E5%85%89+", "曙光", None),
            ("name=%E2%80%8B+", "", Some(Complaint::Required)),
            ("", "", Some(Complaint::Required)),
            ("name=12345678901", "12345678901", Some(Complaint::TooLong(10))),
            ("name=a%00b", "a\u{fffd}b", Some(Complaint::OddCharacters)),
            ("name=a%E2%80%AEb", "a\u{202e}b", Some(Complaint::OddCharacters)),
            ("name=a%0Ab", "a\nb", Some(Complaint::OddCharacters)),
            ("name=%F0%9F%98%80", "😀", None),
        ] {
            let mut form = form(typed);
            assert_eq!(form.line("name", 10), kept, "{typed}");
            assert_eq!(form.complaints.first().map(|(_, it)| it.clone()), complaint, "{typed}");
        }
    }

    #[test]
    fn a_time_is_an_hour_and_a_minute() {
        for (typed, kept, wrong) in [
            ("t=14:00", "14:00", false),
            ("t=9%3A05", "09:05", false),
            ("t=14%EF%BC%9A30", "14:30", false),
            ("t=24:00", "00:00", true),
            ("t=14", "00:00", true),
            ("t=14:00:30", "00:00", true),
            ("", "00:00", true),
        ] {
            let mut form = form(typed);
            assert_eq!(form.time("t").format("%H:%M").to_string(), kept, "{typed}");
            assert_eq!(form.is_wrong("t"), wrong, "{typed}");
        }
    }

    #[test]
    fn a_date_is_a_day_of_this_century() {
        for (typed, complaint) in [
            ("d=2026-11-23", None),
            ("d=2026-02-30", Some(Complaint::NotADate)),
            ("d=262143-01-01", Some(Complaint::NotADate)),
            ("d=-5", Some(Complaint::NotADate)),
            ("d=2126-11-20", Some(Complaint::Said(FAR))),
            ("d=1999-12-31", Some(Complaint::Said(FAR))),
            ("d=", Some(Complaint::Required)),
        ] {
            let mut form = form(typed);
            form.date("d");
            assert_eq!(form.complaints.first().map(|(_, it)| it.clone()), complaint, "{typed}");
        }
    }

    #[test]
    fn a_task_is_due_within_five_years() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (due, today, refused) in [
            ("2031-11-23", "2026-11-23", false),
            ("2031-11-24", "2026-11-23", true),
            ("2062-12-05", "2026-11-23", true),
            ("2026-01-01", "2026-11-23", false),
            ("2033-02-28", "2028-02-29", false),
            ("2033-03-01", "2028-02-29", true),
        ] {
            assert_eq!(too_far(day(due), day(today)).is_some(), refused, "{due}");
        }
    }

    #[test]
    fn what_was_chosen_is_looked_up_once_each_and_without_a_nul() {
        assert_eq!(form("c=KH-2&c=+KH-1+&c=&c=KH-2&c=K%00H").keys("c"), ["KH-1", "KH-2", "K\u{fffd}H"]);
    }

    #[test]
    fn rows_survive_missing_and_surplus_columns() {
        let form = form("a=1&b=2&a=3&a=&b=&b=9");
        let rows = form.filled_rows(&["a", "b"]);
        assert_eq!(rows.iter().map(|row| (row.at(0), row.at(1))).collect::<Vec<_>>(), [("1", "2"), ("3", ""), ("", "9")]);
    }

    #[test]
    fn a_late_writer_sees_the_original_theirs_and_mine() {
        let mut form = form("version=1&was=name%3Dold%26note%3Dsame&name=mine&note=same");
        form.late = true;
        let theirs = Fields::default().with("name", "theirs").with("note", "same");
        let form = form.against(&theirs, 2, &[("name", Pair("名称", "Name")), ("note", Pair("备注", "Note"))]);
        assert_eq!(form.version, 2);
        assert_eq!(form.clashes.len(), 1);
        let clash = &form.clashes[0];
        assert_eq!((clash.original.as_str(), clash.theirs.as_str(), clash.mine.as_str()), ("old", "theirs", "mine"));
        assert_eq!(form.value("name"), "mine");
        let told = form.in_words(|field, value| format!("{field}: {value}"));
        assert_eq!((told.clashes[0].theirs.as_str(), told.value("name")), ("name: theirs", "mine"));
    }
}
