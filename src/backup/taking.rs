//! Making a backup: the database is copied in one reading while the program goes on serving; then every attached file that this
//! copy knows, which is never changed or removed any more. What was written is read back before it gets its name.

use std::fs::File;
use std::path::Path;

use diesel::prelude::*;

use super::archive::{Whole, Writing};
use super::beside::{Beside, is_taken};
use super::manifest::{DATABASE, FORMAT, Manifest, Part};
use crate::clock::Moment;
use crate::error::{Error, Result};
use crate::files::shelf::{Lies, Shelf};
use crate::store::schema::attachments;
use crate::store::trail::Head;
use crate::store::{Conn, connection, health};

/// Writes the database at this address and the files of this shelf into a new file. Attached files that are missing or damaged do
/// not keep the rest from being saved; the manifest names them.
pub fn back_up(database: &str, shelf: &Shelf, to: &Path, now: Moment) -> Result<Manifest> {
    if is_taken(to) {
        return Err(Error::broken(format!("{} is there already; a backup is a file of its own", to.display())));
    }
    let copy = Beside::of(to, "copy", now)?;
    drop(copy.file()?);
    connection::copy(database, &copy.path)?;
    let mut manifest = look(&copy.path, now)?;
    let part = Beside::of(to, "part", now)?;
    let mut writing = Writing::into(part.file()?);
    manifest.database = writing.add(DATABASE, false, &mut File::open(&copy.path)?)?;
    drop(copy);
    let (files, mut lacking) = (std::mem::take(&mut manifest.files), Vec::new());
    for file in files {
        // Looked at first: what was begun cannot be taken out of an archive again.
        match shelf.look(&file.sha256)? {
            Lies::Whole => {
                let content = shelf.get(&file.sha256)?;
                manifest.files.push(writing.add(&file.name(), true, &mut content.as_slice())?);
            }
            Lies::Missing | Lies::Damaged => lacking.push(file.sha256),
        }
    }
    manifest.lacking = lacking;
    writing.finish(&manifest)?;
    Whole::open(&part.path)?;
    part.take_place()?;
    Ok(manifest)
}

/// What a copy of a database says of itself, and the attached files that it knows.
fn look(copy: &Path, now: Moment) -> Result<Manifest> {
    let mut conn = Conn::establish(&copy.display().to_string())?;
    if let Some(found) = health::integrity(&mut conn)?.first() {
        return Err(Error::broken(format!("the database is damaged, and no backup was made of it: {found}")));
    }
    let head = Head::read(&mut conn)?;
    let known = attachments::table.select(attachments::sha256).distinct().order(attachments::sha256);
    let files: Vec<String> = known.load(&mut conn)?;
    Ok(Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        at: now,
        schema: health::engine(&mut conn)?.schema,
        rows: head.seq,
        head: head.hash,
        database: Part { sha256: String::new(), size: 0 },
        files: files.into_iter().map(|sha256| Part { sha256, size: 0 }).collect(),
        lacking: Vec::new(),
    })
}
