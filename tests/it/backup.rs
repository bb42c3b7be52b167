//! A backup is one file: taken while the program serves, restored only where nothing is, refused when a single byte of it is wrong.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use diesel::prelude::*;
use shuguang::backup::{back_up, restore};
use shuguang::clock::Zone;
use shuguang::demo::dealings::customer;
use shuguang::files::shelf::Shelf;
use shuguang::store::Store;
use shuguang::store::connection::Durability;
use shuguang::store::schema::{attachments, customers};
use shuguang::store::trail::Head;

use crate::office::Office;
use crate::prepared::Prepared;
use crate::terminal::says;

/// The program with this database and this folder of files.
fn program(database: &Path, files: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shuguang"));
    command.env_clear().env("SHUGUANG_LOG", "off").args(arguments);
    command.env("SHUGUANG_DATABASE", database).env("SHUGUANG_FILES", files);
    command
}

/// A department with a folder beside it for what a test makes.
struct Kept {
    it: Prepared,
    folder: PathBuf,
}

impl Kept {
    fn department() -> Kept {
        let it = Prepared::department();
        let folder = Path::new(it.office.database()).parent().expect("a folder").join("kept");
        fs::create_dir(&folder).expect("a folder");
        Kept { it, folder }
    }

    fn office(&self) -> &Office {
        &self.it.office
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Runs the program on the department.
    fn run(&self, arguments: &[&str]) -> Output {
        let database = PathBuf::from(self.office().database());
        program(&database, &self.office().files(), arguments).output().expect("the program runs")
    }

    /// A backup of this name.
    fn backup(&self, name: &str) -> PathBuf {
        let to = self.at(name);
        let shelf = Shelf::at(&self.office().files());
        let made = back_up(self.office().database(), &shelf, &to, self.office().clock().now());
        made.unwrap_or_else(|error| panic!("{}", error.account()));
        to
    }

    /// What a backup becomes in a folder of this name, or why it is refused.
    fn restored(&self, from: &Path, name: &str) -> Result<(PathBuf, PathBuf), String> {
        let (database, files) = (self.at(name).join("office.db"), self.at(name).join("files"));
        match restore(from, &database, &files, self.office().clock().now()) {
            Ok(_) => Ok((database, files)),
            Err(error) => Err(error.reason()),
        }
    }

    /// What lies in the folder of this name, hidden or not.
    fn lies_in(&self, name: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.at(name)) else { return Vec::new() };
        let mut names: Vec<String> =
            entries.map(|it| it.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// Every file below a folder, by its path within it.
fn all_files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(&inner).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let within = path.strip_prefix(folder).expect("within").to_path_buf();
                found.push((within, fs::read(&path).expect("a file")));
            }
        }
    }
    found.sort();
    found
}

/// How long the trail of a database is.
fn rows(database: &Path) -> i64 {
    let store = Store::open(&database.display().to_string(), Durability::Full, Zone::SHANGHAI, &shuguang::app::guards());
    let store = store.unwrap_or_else(|error| panic!("{}", error.account()));
    store.read(Head::read).unwrap_or_else(|error| panic!("{}", error.account())).seq
}

#[test]
fn a_backup_taken_while_the_program_serves_is_restored_whole() {
    let it = Kept::department();
    let (written, backup) = (it.it.written(), it.at("monday.zip"));
    let name = backup.display().to_string();
    says(&it.run(&["backup", &name]), 0, &["备份已写好", "backed up and read back", &format!("{written} rows"), "2 files"]);
    assert_eq!(it.lies_in(""), ["monday.zip"], "nothing else is left");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&backup).expect("the backup").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "whoever reads a backup reads everything");
    }
    let (database, files) = (it.at("new").join("office.db"), it.at("new").join("files"));
    let restored = program(&database, &files, &["restore", &name]).output().expect("the program runs");
    says(&restored, 0, &["已恢复", "restored"]);
    assert_eq!(it.lies_in("new"), ["files", "office.db"], "nothing else is left");
    // A file that is still being looked through is not the department's yet.
    let attached = |files: &Path| all_files(files).into_iter().filter(|it| !it.0.starts_with("imports")).collect::<Vec<_>>();
    assert_eq!(all_files(&files), attached(&it.office().files()));
    says(&program(&database, &files, &["verify"]).output().expect("the program runs"), 0, &["all checks passed"]);
    assert_eq!(rows(&database), written);
    assert_eq!(it.it.written(), written, "a backup writes nothing into the department");
    it.office().sign_in("李伟").get("/").is(200);
}

#[test]
fn what_is_written_during_a_backup_is_in_it_whole_or_not_at_all() {
    let it = Kept::department();
    let (office, over) = (it.office(), AtomicBool::new(false));
    let owner = office.sign_in("李伟");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0.. {
                if over.load(Ordering::SeqCst) {
                    return;
                }
                office.act(&owner, |tx| customer(tx, &format!("随写随存{number}号商行")).map(|_| ()));
            }
        });
        let mut last = 0;
        for round in 0..4 {
            let backup = it.backup(&format!("{round}.zip"));
            let (database, files) = it.restored(&backup, &round.to_string()).expect("it is whole");
            let checked = program(&database, &files, &["verify"]).output().expect("the program runs");
            says(&checked, 0, &["all checks passed"]);
            let rows = rows(&database);
            assert!(rows > last, "the program went on writing");
            last = rows;
        }
        over.store(true, Ordering::SeqCst);
    });
    it.it.is_true();
}

#[test]
fn a_backup_of_which_a_single_byte_is_wrong_is_refused_or_means_the_same() {
    let it = Kept::department();
    let good = fs::read(it.backup("good.zip")).expect("the backup");
    let (database, files) = it.restored(&it.at("good.zip"), "good").expect("it is whole");
    let (database, files) = (fs::read(database).expect("the database"), all_files(&files));
    let bad = it.at("bad.zip");
    let mut refused = 0;
    let places: Vec<usize> =
        (0..60).map(|at| at * 97 % 60 * (good.len() / 60) + at).chain(good.len() - 80..good.len()).collect();
    for at in &places {
        let mut bytes = good.clone();
        bytes[*at] ^= 0x10;
        fs::write(&bad, &bytes).expect("written");
        match it.restored(&bad, "bad") {
            Err(why) => {
                assert!(why.contains("is no whole backup") && why.contains("nothing was restored"), "{at}: {why}");
                assert!(it.lies_in("bad").is_empty(), "{at}: {:?}", it.lies_in("bad"));
                refused += 1;
            }
            // Some bytes of an archive say nothing: who may read a part of it, on which machine it was made.
            Ok((copy, folder)) => {
                assert!(fs::read(copy).expect("the database") == database, "{at}");
                assert_eq!(all_files(&folder), files, "{at}");
                fs::remove_dir_all(it.at("bad")).expect("removed");
            }
        }
    }
    assert!(refused * 10 > places.len() * 7, "only {refused} of {} were refused", places.len());
    for length in [0, 1, 100, good.len() / 2, good.len() - 1] {
        fs::write(&bad, &good[..length]).expect("written");
        let why = it.restored(&bad, "bad").expect_err("it is cut");
        assert!(why.contains("is no whole backup"), "{why}");
        assert!(it.lies_in("bad").is_empty());
    }
}

/// The same archive with its entries changed; checksums of the archive itself are right again.
fn rewritten(from: &Path, to: &Path, change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>, more: &[(&str, &[u8])]) {
    let mut old = zip::ZipArchive::new(fs::File::open(from).expect("the backup")).expect("an archive");
    let mut new = zip::ZipWriter::new(fs::File::create(to).expect("a file"));
    let options = zip::write::SimpleFileOptions::default();
    for at in 0..old.len() {
        let mut entry = old.by_index(at).expect("an entry");
        let (name, mut content) = (entry.name().expect("a name").to_string(), Vec::new());
        entry.read_to_end(&mut content).expect("its content");
        if let Some(content) = change(&name, content) {
            new.start_file(name, options).expect("an entry");
            new.write_all(&content).expect("written");
        }
    }
    for (name, content) in more {
        new.start_file(*name, options).expect("an entry");
        new.write_all(content).expect("written");
    }
    new.finish().expect("finished");
}

#[test]
fn a_backup_that_somebody_changed_is_refused_before_anything_is_touched() {
    let it = Kept::department();
    let (good, bad) = (it.backup("good.zip"), it.at("bad.zip"));
    let keeps = |_: &str, content: Vec<u8>| Some(content);
    type Change = Box<dyn Fn(&str, Vec<u8>) -> Option<Vec<u8>>>;
    let altered = |part: &'static str| -> Change {
        Box::new(move |name, mut content| {
            if name.starts_with(part) {
                content[70] ^= 1;
            }
            Some(content)
        })
    };
    let without =
        |part: &'static str| -> Change { Box::new(move |name, content| (!name.starts_with(part)).then_some(content)) };
    let layout: Change = Box::new(|name, content| match name {
        "manifest.json" => {
            Some(String::from_utf8(content).expect("text").replace("\"format\": 1", "\"format\": 2").into_bytes())
        }
        _ => Some(content),
    });
    for (change, why) in [
        (altered("files/"), "does not match its hash"),
        (altered("shuguang.db"), "does not match its hash"),
        (altered("manifest.json"), "is no whole backup"),
        (without("files/"), "files/"),
        (without("shuguang.db"), "shuguang.db"),
        (without("manifest.json"), "no manifest"),
        (layout, "layout 2, and this program knows layout 1"),
    ] {
        rewritten(&good, &bad, change, &[]);
        let said = it.restored(&bad, "bad").expect_err(why);
        assert!(said.contains(why) && said.contains("nothing was restored"), "{said}");
        assert!(it.lies_in("bad").is_empty());
    }
    rewritten(&good, &bad, keeps, &[("../../evil", b"evil")]);
    let said = it.restored(&bad, "bad").expect_err("it has too much in it");
    assert!(said.contains("not in its manifest"), "{said}");
    fs::write(&bad, "A letter.").expect("written");
    let name = bad.display().to_string();
    let (database, files) = (it.at("new").join("office.db"), it.at("new").join("files"));
    let command = |arguments: &[&str]| program(&database, &files, arguments).output().expect("the program runs");
    says(&command(&["restore", &name]), 1, &["is no whole backup", "nothing was restored"]);
    says(&command(&["restore", "nowhere.zip"]), 1, &["cannot read nowhere.zip"]);
    says(&command(&["backup", "new.zip"]), 1, &["there is no database at"]);
    assert!(!it.at("new").exists(), "nothing was touched");
}

#[test]
fn nothing_is_ever_written_over() {
    let it = Kept::department();
    let backup = it.backup("good.zip");
    let name = backup.display().to_string();
    let content = fs::read(&backup).expect("the backup");
    says(&it.run(&["backup", &name]), 1, &["good.zip is there already"]);
    assert!(fs::read(&backup).expect("the backup") == content);
    let before = fs::read(it.office().database()).expect("the database");
    says(&it.run(&["restore", &name]), 1, &["nothing is ever restored over it", "SHUGUANG_DATABASE"]);
    assert!(fs::read(it.office().database()).expect("the database") == before);
    for beside in ["office.db", "office.db-wal", "office.db-shm", "office.db-journal"] {
        fs::create_dir(it.at("used")).expect("a folder");
        fs::write(it.at("used").join(beside), "mine").expect("written");
        let said = it.restored(&backup, "used").expect_err("something is there");
        assert!(said.contains(&format!("{beside} is there already")), "{said}");
        assert_eq!(it.lies_in("used"), [beside]);
        assert_eq!(fs::read(it.at("used").join(beside)).expect("it is there"), b"mine");
        fs::remove_dir_all(it.at("used")).expect("removed");
    }
    fs::create_dir_all(it.at("used").join("files")).expect("a folder");
    fs::write(it.at("used").join("files").join("letter"), "mine").expect("written");
    let said = it.restored(&backup, "used").expect_err("something is there");
    assert!(said.contains("is not empty") && said.contains("SHUGUANG_FILES"), "{said}");
    assert_eq!(it.lies_in("used"), ["files"]);
    fs::remove_file(it.at("used").join("files").join("letter")).expect("removed");
    it.restored(&backup, "used").expect("an empty folder is no hindrance");
    assert_eq!(it.lies_in("used"), ["files", "office.db"]);
}

#[test]
fn a_kill_at_any_moment_leaves_nothing_half_done_under_its_name() {
    let it = Kept::department();
    let good = it.backup("good.zip");
    let (database, files) = (PathBuf::from(it.office().database()), it.office().files());
    let killed = |mut command: Command, after: u64| {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
        std::thread::sleep(Duration::from_millis(after));
        let _ = child.kill();
        child.wait().expect("it has ended");
    };
    for round in 0..24 {
        let after = round * 12;
        let to = it.at(&format!("{round}.zip"));
        killed(program(&database, &files, &["backup", &to.display().to_string()]), after);
        if to.exists() {
            it.restored(&to, &format!("of {round}")).unwrap_or_else(|why| panic!("after {after} ms: {why}"));
        }
        let name = format!("killed {round}");
        let (new, folder) = (it.at(&name).join("office.db"), it.at(&name).join("files"));
        killed(program(&new, &folder, &["restore", &good.display().to_string()]), after);
        if new.exists() {
            let checked = program(&new, &folder, &["verify"]).output().expect("the program runs");
            says(&checked, 0, &["all checks passed"]);
        }
    }
    assert!(it.it.written() > 0);
    it.it.is_true();
}

#[test]
fn an_attached_file_that_is_missing_is_told_and_the_rest_is_saved() {
    let it = Kept::department();
    let hashes: Vec<String> = it
        .office()
        .store()
        .read(|conn| Ok(attachments::table.select(attachments::sha256).order(attachments::id).load(conn)?))
        .unwrap_or_else(|error| panic!("{}", error.account()));
    let gone = &hashes[0];
    fs::remove_file(it.office().files().join(&gone[..2]).join(&gone[2..4]).join(gone)).expect("removed");
    let backup = it.at("most.zip");
    let name = backup.display().to_string();
    says(&it.run(&["backup", &name]), 1, &[gone, "附件缺失或已损坏", "1 attached files are not in the backup"]);
    let (database, files) = it.restored(&backup, "new").expect("the rest is whole");
    assert_eq!(all_files(&files).len(), hashes.len() - 1);
    let store = Store::open(&database.display().to_string(), Durability::Full, Zone::SHANGHAI, &shuguang::app::guards());
    let store = store.unwrap_or_else(|error| panic!("{}", error.account()));
    let known: i64 =
        store.read(|conn| Ok(customers::table.count().get_result(conn)?)).unwrap_or_else(|error| panic!("{}", error.account()));
    assert!(known > 0);
}
