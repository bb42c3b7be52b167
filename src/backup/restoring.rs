//! Putting a backup back: only where nothing is, and only after every hash was found right.

use std::fs;
use std::path::{Path, PathBuf};

use super::archive::Whole;
use super::beside::{Beside, is_taken};
use super::manifest::{DATABASE, Manifest};
use crate::clock::Moment;
use crate::error::{Error, Result};
use crate::files::shelf::Shelf;

/// Restores a backup to a database and a folder of files that are not there yet. Either both are there afterwards, or neither.
pub fn restore(from: &Path, database: &Path, files: &Path, now: Moment) -> Result<Manifest> {
    check_free(database, files)?;
    let mut whole = Whole::open(from).map_err(|error| Error::broken(format!("{}; nothing was restored", error.reason())))?;
    let manifest = whole.manifest.clone();
    let (new_database, new_files) = (Beside::of(database, "part", now)?, Beside::of(files, "part", now)?);
    let mut file = new_database.file()?;
    whole.unpack(DATABASE, &manifest.database, &mut file)?;
    file.sync_all()?;
    drop(file);
    fs::create_dir(&new_files.path)?;
    let shelf = Shelf::at(&new_files.path);
    for part in &manifest.files {
        let mut content = Vec::new();
        whole.unpack(&part.name(), part, &mut content)?;
        shelf.put(&content, now)?;
    }
    // The database comes last: where it is, everything is.
    new_files.take_folder()?;
    if let Err(error) = new_database.take_place() {
        new_files.give_back()?;
        return Err(error);
    }
    Ok(manifest)
}

/// Goes on only if neither the database nor a single file is there.
fn check_free(database: &Path, files: &Path) -> Result<()> {
    let beside = ["", "-wal", "-shm", "-journal"].map(|end| PathBuf::from(format!("{}{end}", database.display())));
    if let Some(there) = beside.iter().find(|it| is_taken(it)) {
        return Err(Error::broken(format!(
            "{} is there already, and nothing is ever restored over it; move it away, or name another by SHUGUANG_DATABASE",
            there.display()
        )));
    }
    let empty = match fs::read_dir(files) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => !is_taken(files),
    };
    match empty {
        true => Ok(()),
        false => Err(Error::broken(format!(
            "{} is not empty, and nothing is ever restored over it; move it away, or name another by SHUGUANG_FILES",
            files.display()
        ))),
    }
}
