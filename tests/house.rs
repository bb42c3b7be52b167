//! The rules of the house, read out of the source itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Every file below a folder with this ending, and its text.
fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let text = std::fs::read_to_string(&path).expect("a text");
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

/// The source without its tests and comments.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or(text);
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The modules in the order in which `lib.rs` declares them.
fn floors() -> Vec<String> {
    let lib = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("lib.rs");
    lib.lines().filter_map(|line| line.strip_prefix("pub mod ")).map(|name| name.trim_end_matches(';').to_owned()).collect()
}

#[test]
fn a_module_uses_only_what_is_declared_above_it() {
    let floors = floors();
    let floor = |name: &str| floors.iter().position(|it| it == name);
    let mut wrong = Vec::new();
    for (path, text) in files("src", ".rs") {
        let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("inside src");
        let first = inside.components().next().expect("a name").as_os_str().to_string_lossy().replace(".rs", "");
        let Some(here) = floor(&first) else { continue };
        for used in code(&text).split("crate::").skip(1) {
            let name: String = used.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect();
            if floor(&name).is_some_and(|there| there > here) {
                wrong.push(format!("{} looks up to {name}", inside.display()));
            }
        }
    }
    wrong.dedup();
    // lang's macro users name themselves by $crate; everything else has to go.
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_clock_asks_for_the_time() {
    for (path, text) in files("src", ".rs") {
        if !path.ends_with("clock.rs") {
            for asked in ["Utc::now(", "Local::now(", "Instant::now(", "SystemTime::now("] {
                assert!(!text.contains(asked), "{} asks for the time", path.display());
            }
        }
    }
}

#[test]
fn nothing_is_written_but_through_the_trail() {
    // Notices and what goes out are no part of the trail: nothing follows from them.
    let aside =
        ["store/", "web/session.rs", "people/secrets.rs", "people/changes.rs", "src/notices/changes.rs", "outbox/changes.rs"];
    for (path, text) in files("src", ".rs") {
        let name = path.to_string_lossy().replace('\\', "/");
        if !aside.iter().any(|it| name.contains(it)) {
            for write in ["insert_into(", "diesel::update(", "diesel::delete("] {
                assert!(!code(&text).contains(write), "{name} writes by itself");
            }
        }
    }
}

#[test]
fn nothing_panics_on_purpose() {
    for (path, text) in files("src", ".rs") {
        if path.ends_with("tests.rs") {
            continue;
        }
        for word in [".unwrap()", ".expect(\"", "panic!(", "todo!(", "unimplemented!(", "dbg!("] {
            assert!(!code(&text).contains(word), "{} has {word}", path.display());
        }
    }
}

#[test]
fn pages_escape_what_they_show_and_have_no_style_or_script_of_their_own() {
    for (path, text) in files("templates", ".html") {
        for word in ["|safe", "| safe", " style=\"", " onclick=", "<style", "javascript:"] {
            assert!(!text.contains(word), "{} has {word}", path.display());
        }
    }
}

#[test]
fn only_the_web_kit_and_handlers_know_actix() {
    for (path, text) in files("src", ".rs") {
        let name = path.to_string_lossy().replace('\\', "/");
        let may = ["/web/", "handlers.rs", "pages.rs", "people/door.rs", "app.rs", "main.rs", "trail/"];
        if !may.iter().any(|it| name.contains(it)) {
            assert!(!text.contains("actix_web"), "{name} knows actix");
        }
    }
}

#[test]
fn floor_0_knows_no_database() {
    for name in ["lang", "words", "clock", "calendar", "money", "quantity", "policy", "config"] {
        for (path, text) in files("src", ".rs") {
            let name_of = path.to_string_lossy().replace('\\', "/");
            if name_of.ends_with(&format!("src/{name}.rs")) || name_of.contains(&format!("src/{name}/")) {
                assert!(!text.contains("diesel"), "{name_of} knows diesel");
            }
        }
    }
}

/// Pairs of a Chinese and an English text beside each other: `t("中", "En")`, `Pair("中", "En")`, `of("中", "En")`.
fn pairs() -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for (path, text) in files("templates", ".html").into_iter().chain(files("src", ".rs")) {
        let text = code(&text);
        for opening in ["s.t(\"", "Pair(\"", ".of(\"", "self.s.t(\""] {
            for rest in text.split(opening).skip(1) {
                let Some((zh, rest)) = rest.split_once('"') else { continue };
                let rest = rest.trim_start_matches([',', ' ', '\n']);
                let Some(rest) = rest.strip_prefix('"') else { continue };
                let Some((en, _)) = rest.split_once('"') else { continue };
                found.push((zh.to_owned(), en.to_owned(), path.display().to_string()));
            }
        }
    }
    found
}

#[test]
fn every_text_has_both_languages() {
    let chinese = |text: &str| text.chars().any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it));
    for (zh, en, path) in pairs() {
        // A unit, a term in brackets or the other language's own name may stand in an English sentence; a sentence may not.
        let share = en.chars().filter(|it| chinese(&it.to_string())).count() * 4;
        assert!(share <= en.chars().count() || zh == "English", "{path}: the English of {zh:?} is Chinese");
    }
    for (path, text) in files("templates", ".html") {
        let mut rest = text.as_str();
        let mut outside = String::new();
        while let Some((before, after)) = rest.split_once(['{']) {
            outside.push_str(before);
            let end = if after.starts_with('{') {
                "}}"
            } else if after.starts_with('#') {
                "#}"
            } else {
                "%}"
            };
            rest = after.split_once(end).map_or("", |(_, after)| after);
        }
        outside.push_str(rest);
        assert!(!chinese(&outside), "{} has Chinese without English", path.display());
    }
}

/// Without capitals, full stops and the plural's s: Chinese has none of them.
fn bare(text: &str) -> String {
    let text = text.to_lowercase();
    let words = text.split_whitespace().map(|word| word.trim_end_matches(['.', '…']).trim_end_matches('s'));
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn one_chinese_word_has_one_english_word() {
    let mut known: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (zh, en, path) in pairs() {
        // Bits of sentences around a number or a name depend on what stands beside them.
        if zh.chars().count() < 2 || en.trim().is_empty() || en.ends_with(' ') || zh.starts_with(['：', '，', '、']) {
            continue;
        }
        match known.get(&zh) {
            Some((other, place)) if bare(other) != bare(&en) => {
                wrong.push(format!("{zh}: {other:?} in {place}, {en:?} in {path}"))
            }
            Some(_) => {}
            None => {
                known.insert(zh, (en, path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
