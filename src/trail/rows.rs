//! What a row of the trail says: who did what to what, and which fields were what before.

use serde_json::{Map, Value};

use super::records::known;
use crate::lang::{Lang, Pair};
use crate::policy::Deed;
use crate::projects::pipeline::Move;
use crate::store::trail::Entry;

/// The most characters of a value on the page of the trail; the whole stands in the database.
const LONGEST: usize = 80;

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
    if let Some(code) = Move::from_code(code) {
        return code.deed().name();
    }
    if let Some(deed) = Deed::from_code(code) {
        return deed.name();
    }
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
        "amend" => Pair("修订指令", "Amend the directive"),
        "seal_plan" => Pair("封存计划版本", "Seal the plan's version"),
        "resolve" => Pair("下达改进措施", "Resolve a measure"),
        "hand_over_task" => Pair("移交任务", "Hand tasks over"),
        "open_task" => Pair("产生任务", "Open a task"),
        "finish_task" => Pair("完成任务", "Finish a task"),
        "drop_task" => Pair("撤下任务", "Drop a task"),
        "reopen_task" => Pair("重开任务", "Open a task again"),
        "own" | "hand_over" => Pair("确定负责人", "Name the owner"),
        _ => Pair("更改", "Change"),
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

/// Field by field, without its key and version.
pub fn changes(entry: &Entry) -> Vec<Changed> {
    let (before, after) = (object(&entry.before), object(&entry.after));
    let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
    names
        .filter(|name| !matches!(name.as_str(), "id" | "version"))
        .map(|name| Changed {
            field: name.clone(),
            was: entry.before.as_ref().map(|_| text(before.get(name))),
            is: entry.after.as_ref().map(|_| text(after.get(name))),
        })
        .filter(|it| it.was.is_some() || it.is.as_deref() != Some("—"))
        .collect()
}

fn object(json: &Option<String>) -> Map<String, Value> {
    json.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

fn text(value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => return "—".to_owned(),
        Some(Value::String(text)) if text.is_empty() => return "—".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    if text.chars().count() <= LONGEST {
        return text;
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let told = changes(&entry(Some(r#"{"name":"李","version":1}"#), Some(r#"{"name":"李伟","version":2}"#)));
        assert_eq!(told, [Changed { field: "name".into(), was: Some("李".into()), is: Some("李伟".into()) }]);
    }

    #[test]
    fn a_new_row_is_told_without_what_is_empty() {
        let told = changes(&entry(None, Some(r#"{"id":"1","name":"李伟","phone":"","left_at":null}"#)));
        assert_eq!(told, [Changed { field: "name".into(), was: None, is: Some("李伟".into()) }]);
    }

    #[test]
    fn what_is_no_json_is_no_trouble() {
        assert_eq!(changes(&entry(Some("nonsense"), Some("[1]"))), []);
    }
}
