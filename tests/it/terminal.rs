//! The command line: bad input gets a sentence that says what to do, and changes nothing.

use std::process::{Command, Output};

#[cfg(not(feature = "postgres"))]
use crate::office::Office;

/// Runs the program with these arguments and settings, and nothing else of the environment.
fn run(arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shuguang"));
    command.env_clear().env("SHUGUANG_LOG", "off").args(arguments).envs(settings.iter().copied());
    command.output().expect("the program runs")
}

/// The program ended with this code, and said these sentences.
#[track_caller]
pub fn says(output: &Output, code: i32, sentences: &[&str]) {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}{err}");
    for sentence in sentences {
        assert!(out.contains(sentence) || err.contains(sentence), "should say {sentence:?}:\n{out}{err}");
    }
    assert!(!err.contains("panicked") && err.lines().count() < 40, "{err}");
}

#[test]
fn wrong_arguments_are_told_and_nothing_begins() {
    for (arguments, sentence) in [
        (&["sing"][..], "unrecognized subcommand 'sing'"),
        (&["--loud"], "unexpected argument '--loud'"),
        (&["serve", "now"], "unexpected argument 'now'"),
        (&["verify", "everything"], "unexpected argument 'everything'"),
        (&["demo", "--now", "yesterday"], "a time is written like 2026-11-23T09:00"),
        (&["demo", "--now", "2026-02-30T09:00"], "a time is written like 2026-11-23T09:00"),
        (&["person"], "Usage: shuguang person <COMMAND>"),
        (&["person", "add"], "required"),
        (&["person", "add", "李伟"], "--role"),
        (&["person", "add", "李伟", "--role", "king"], "a role is one of commander, planner, coordinator"),
        (&["person", "add", "李伟", "--role"], "a value is required"),
        (&["person", "password"], "<NAME>"),
        (&["person", "dismiss", "李伟"], "unrecognized subcommand 'dismiss'"),
    ] {
        says(&run(arguments, &[]), 2, &[sentence]);
    }
    says(&run(&["--version"], &[]), 0, &["shuguang"]);
    says(&run(&["--help"], &[]), 0, &["serve", "demo", "person", "verify"]);
}

#[test]
fn all_wrong_settings_are_told_at_once_whatever_the_command() {
    let wrong = [
        ("SHUGUANG_LISTEN", "port eighty"),
        ("SHUGUANG_DATABASE", "mysql://here"),
        ("SHUGUANG_TIMEZONE", "Peking"),
        ("SHUGUANG_PUBLIC_URL", "intranet"),
        ("SHUGUANG_SECRET", "short"),
        ("SHUGUANG_TLS_CERT", "cert.pem"),
    ];
    let names = wrong.map(|(name, _)| name);
    for arguments in [&[][..], &["serve"], &["verify"], &["person", "list"], &["demo"]] {
        says(&run(arguments, &wrong), 2, &names);
    }
}

#[cfg(not(feature = "postgres"))]
#[test]
fn what_cannot_be_opened_is_told_with_its_place() {
    let office = Office::open();
    let folder = std::path::Path::new(office.database()).parent().expect("a folder").to_owned();
    let at = |name: &str| folder.join(name).display().to_string();
    let no_database = at("letter.txt");
    std::fs::write(&no_database, "This is a letter and no database, and long enough to be seen as such. ".repeat(200))
        .expect("a letter");
    std::fs::create_dir(at("folder.db")).expect("a folder");
    std::fs::create_dir(at("short")).expect("a folder");
    std::fs::write(at("short/secret"), "short").expect("a secret");
    let (below_a_file, missing) = (at("letter.txt/office.db"), at("nowhere/office.db"));
    let (is_folder, short) = (at("folder.db"), at("short/office.db"));
    for (arguments, database, sentences) in [
        (&["verify"][..], &missing, &["there is no database at", "SHUGUANG_DATABASE says where it is"][..]),
        (&["verify"], &no_database, &["cannot open the database", "letter.txt"]),
        (&["verify"], &is_folder, &["cannot open the database", "folder.db"]),
        (&["person", "list"], &is_folder, &["cannot open the database"]),
        (&["person", "list"], &below_a_file, &["there is no database at"]),
        (&["person", "add", "李伟", "--role", "sales"], &below_a_file, &["cannot"]),
        (&["person", "add", "李伟", "--role", "sales"], &short, &["is too short; remove it and a new one is made"]),
        (&["serve"], &no_database, &["cannot open the database"]),
    ] {
        let settings = [("SHUGUANG_DATABASE", database.as_str()), ("SHUGUANG_LISTEN", "127.0.0.1:0")];
        says(&run(arguments, &settings), 1, sentences);
    }
    assert!(!std::path::Path::new(&missing).exists(), "verify makes nothing");
    let taken = office.base().trim_start_matches("http://").to_owned();
    says(&run(&["serve"], &[("SHUGUANG_LISTEN", &taken), ("SHUGUANG_DATABASE", &at("new.db"))]), 1, &["cannot listen on"]);
}

#[cfg(not(feature = "postgres"))]
#[test]
fn people_are_kept_from_the_terminal_with_the_same_rules_as_on_pages() {
    let office = Office::open();
    let database = format!("{}.terminal", office.database());
    let settings = [("SHUGUANG_DATABASE", database.as_str()), ("SHUGUANG_SECRET", "a secret for tests, long enough to be one")];
    let person = |arguments: &[&str]| run(&[&["person"], arguments].concat(), &settings);
    says(&person(&["add", "陈系统", "--role", "admin"]), 0, &["陈系统 (陈系统) chooses a password here", "/welcome/"]);
    says(&person(&["add", "周立明", "--username", "zhoulm", "--role", "commander"]), 0, &["周立明 (zhoulm)"]);
    let long = "长".repeat(200);
    for (arguments, sentences) in [
        (&["add", "陈系统", "--role", "sales"][..], &["username"][..]),
        (&["add", "王芳", "--role", "commander"], &["There is a commander already"]),
        (&["add", "王芳", "--role", "planner", "--role", "sales"], &["One person cannot hold these roles together"]),
        (&["add", "", "--role", "sales"], &["name: Please fill this in.", "username: Please fill this in."]),
        (&["add", " \u{200b} ", "--role", "sales"], &["name: Please fill this in."]),
        (&["add", "\u{202e}李伟", "--role", "sales"], &["control characters"]),
        (&["add", &long, "--role", "sales"], &["Too long"]),
        (&["add", "李伟", "--username", "a/b", "--role", "sales"], &["username"]),
        (&["password", "NOBODY"], &["there is nobody called \"NOBODY\"", "`shuguang person list` shows everybody"]),
        (&["password", ""], &["there is nobody called"]),
        (&["password", "' OR 1=1 --"], &["there is nobody called"]),
    ] {
        says(&person(arguments), 1, sentences);
    }
    let list = person(&["list"]);
    says(&list, 0, &["陈系统  陈系统  admin", "zhoulm  周立明  commander"]);
    assert_eq!(String::from_utf8_lossy(&list.stdout).lines().count(), 2, "nobody else came in");
    says(&person(&["password", "周立明"]), 0, &["周立明 (zhoulm) chooses a password here"]);
    says(&run(&["verify"], &settings), 0, &["all checks passed"]);
}
