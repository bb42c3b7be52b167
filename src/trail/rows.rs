//! What a row of the trail says: who did what to what, and which fields were what before.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use super::records::known;
use crate::history;
use crate::history::fields::is_blank;
use crate::lang::{Lang, Pair};
use crate::store::trail::Entry;

/// The most characters of a value on the page of the trail; the whole stands in the database.
const LONGEST: usize = 80;

/// How long a written value may be, in bytes, to be read as a whole: longer than anything that is typed. The lines of an evaluation
/// are longer, and to read them all out for the page's few words of each took longer than the page.
const WHOLE: usize = 16_384;
/// How much of a longer one is read, in bytes.
const BEGINNING: usize = 1_024;

/// One field that a change was about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub field: String,
    /// None: the row is new.
    pub was: Option<String>,
    /// None: the row was removed.
    pub is: Option<String>,
}

/// What was done.
pub fn deed(code: &str) -> Pair {
    match code {
        "join" => Pair("加入", "Joined"),
        "leave" => Pair("停用账号", "Deactivate the account"),
        "password" => Pair("设定密码", "Choose a password"),
        "language" => Pair("选择语言", "Choose a language"),
        "gain_role" => Pair("授予角色", "Give a role"),
        "lose_role" => Pair("取消角色", "Take a role away"),
        "new_link" => Pair("新的一次性链接", "New one-time link"),
        "use_link" => Pair("使用一次性链接", "Use a one-time link"),
        "end_link" => Pair("作废一次性链接", "End a one-time link"),
        "end_acting" => Pair("提前收回权力", "Take the powers back"),
        "hold" => Pair("等待办理的人", "Who has to act"),
        "keep_actual" => Pair("累计实际值", "Add up the actual figures"),
        "open_acceptance" => Pair("列出验收要点", "List the acceptance points"),
        "open_task" => Pair("产生任务", "Open a task"),
        "finish_task" => Pair("完成任务", "Finish a task"),
        "drop_task" => Pair("撤下任务", "Drop a task"),
        "reopen_task" => Pair("重开任务", "Open a task again"),
        "keep_search" => Pair("更新检索文字", "Update what it is found by"),
        "own" | "hand_over" => Pair("确定负责人", "Name the owner"),
        _ => history::what(code),
    }
}

/// What the row is about; its table where the program knows no name for it.
pub fn kind(entry: &Entry, lang: Lang) -> &str {
    known(&entry.kind).map_or(&entry.kind, |it| lang.say(it.name))
}

/// The key of the row where people know it by that.
pub fn key(entry: &Entry) -> Option<&str> {
    (entry.kind == "settings").then_some(entry.subject_id.as_str())
}

/// Field by field, without its key and version; `tell` says what a field is called and what a value of it says.
pub fn changes(entry: &Entry, tell: impl Fn(&str, Option<&Value>) -> String, name: impl Fn(&str) -> String) -> Vec<Changed> {
    let (before, after) = (fields(&entry.before), fields(&entry.after));
    let names = before.keys().copied().chain(after.keys().copied().filter(|name| !before.contains_key(name)));
    names
        .filter(|name| !matches!(*name, "id" | "version"))
        .filter(|name| entry.before.is_some() || !is_blank(after.get(name)))
        .map(|field| Changed {
            field: name(field),
            was: entry.before.as_ref().map(|_| short(tell(field, before.get(field)))),
            is: entry.after.as_ref().map(|_| short(tell(field, after.get(field)))),
        })
        .collect()
}

fn short(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

/// The fields of a written row, of the longest texts their beginning.
fn fields(row: &Option<String>) -> BTreeMap<&str, Value> {
    let written: BTreeMap<&str, &RawValue> = row.as_deref().and_then(|it| serde_json::from_str(it).ok()).unwrap_or_default();
    let read = |value: &str| beginning(value).or_else(|| serde_json::from_str(value).ok());
    written.into_iter().filter_map(|(name, value)| Some((name, read(value.get())?))).collect()
}

/// The beginning of a text as it is written, where it is too long to be read as a whole.
fn beginning(written: &str) -> Option<Value> {
    if written.len() <= WHOLE || !written.starts_with('"') {
        return None;
    }
    let bytes = written.as_bytes();
    let mut end = 1;
    while end < BEGINNING {
        // An escape is not cut: `\n`, `\u4e2d`.
        end += match (bytes.get(end), bytes.get(end + 1)) {
            (Some(b'\\'), Some(b'u')) => 6,
            (Some(b'\\'), _) => 2,
            _ => 1,
        };
    }
    while !written.is_char_boundary(end) {
        end += 1;
    }
    serde_json::from_str(&format!("{}\"", written.get(..end)?)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(entry: &Entry) -> Vec<Changed> {
        let tell = |_: &str, value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
        changes(entry, tell, str::to_owned)
    }

    fn entry(before: Option<&str>, after: Option<&str>) -> Entry {
        Entry {
            seq: 1,
            at: Default::default(),
            person_id: String::new(),
            acting_for_id: None,
            project_id: None,
            kind: "people".into(),
            subject_id: "1".into(),
            deed: "join".into(),
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
            prev: String::new(),
            hash: String::new(),
        }
    }

    #[test]
    fn a_change_is_told_field_by_field() {
        let told = told(&entry(Some(r#"{"name":"李","version":1}"#), Some(r#"{"name":"李伟","version":2}"#)));
        assert_eq!(told, [Changed { field: "name".into(), was: Some("李".into()), is: Some("李伟".into()) }]);
    }

    #[test]
    fn a_new_row_is_told_without_what_is_empty() {
        let told = told(&entry(None, Some(r#"{"id":"1","name":"李伟","phone":"","left_at":null}"#)));
        assert_eq!(told, [Changed { field: "name".into(), was: None, is: Some("李伟".into()) }]);
    }

    #[test]
    fn of_a_text_longer_than_anything_typed_the_beginning_is_read_wherever_it_is_cut() {
        // Escapes of two and six characters, letters of one to four bytes, and two that only together are a letter.
        for repeated in ["a", "\n", "中", "😀", "\u{1}", "\"\\", "é\u{1f}中"] {
            for before in 0..8 {
                let text = format!("{}{}", "x".repeat(before), repeated.repeat(WHOLE));
                let written = serde_json::to_string(&[("lines", &text)].into_iter().collect::<BTreeMap<_, _>>()).expect("JSON");
                let [Changed { is: Some(is), .. }] = &*told(&entry(None, Some(&written))) else { panic!("{repeated}") };
                assert_eq!(is.trim_end_matches('…'), text.chars().take(LONGEST).collect::<String>(), "{repeated}");
            }
        }
        let pairs = format!("{{\"lines\":\"x{}\"}}", "\\ud83d\\ude00".repeat(WHOLE / 12 + 1));
        assert!(told(&entry(None, Some(&pairs)))[0].is.as_ref().is_some_and(|it| it.starts_with("x😀😀")));
    }

    #[test]
    fn what_is_no_json_is_no_trouble() {
        assert_eq!(told(&entry(Some("nonsense"), Some("[1]"))), []);
    }
}
