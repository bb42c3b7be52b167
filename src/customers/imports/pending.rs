//! Files between being looked through and being imported. A file lies in the files' folder under the hash of its bytes, whole or
//! not at all; whoever imports it gets the very bytes that were looked through, and nothing that a browser says is believed.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::Result;
use crate::store::trail::hex;

/// How many wait at most; the oldest make room.
const KEPT: usize = 50;

/// A file that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// SHA-256 of its bytes.
    pub hash: String,
    /// What its owner calls it.
    pub name: String,
    pub bytes: Vec<u8>,
}

fn place(files: &Path, hash: &str) -> Option<PathBuf> {
    let is_hash = hash.len() == 64 && hash.bytes().all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(&it));
    is_hash.then(|| files.join("imports").join(hash))
}

/// Keeps a file; answers its hash.
pub fn put(files: &Path, name: &str, bytes: &[u8]) -> Result<String> {
    let hash = hex(&Sha256::digest(bytes));
    let folder = files.join("imports");
    fs::create_dir_all(&folder)?;
    make_room(&folder)?;
    let part = folder.join(format!("{}.part", hex(&random()?)));
    let mut file = fs::File::create(&part)?;
    // The first line is its name.
    file.write_all(name.replace(['\n', '\r'], " ").as_bytes())?;
    file.write_all(b"\n")?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&part, folder.join(&hash))?;
    Ok(hash)
}

fn random() -> Result<[u8; 16]> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|cause| crate::error::Error::broken(format!("no random numbers: {cause}")))?;
    Ok(random)
}

/// The oldest go, and what an interrupted writing left.
fn make_room(folder: &Path) -> Result<()> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        all.push((entry.metadata().and_then(|it| it.modified()).ok(), entry.path()));
    }
    all.sort();
    for (_, path) in all.iter().rev().skip(KEPT) {
        // Another may have been faster.
        let _ = fs::remove_file(path);
    }
    Ok(())
}

/// The file with this hash, if it waits and is whole.
pub fn get(files: &Path, hash: &str) -> Result<Option<Pending>> {
    let Some(place) = place(files, hash) else { return Ok(None) };
    let whole = match fs::read(place) {
        Ok(whole) => whole,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(cause.into()),
    };
    let Some(end) = whole.iter().position(|it| *it == b'\n') else { return Ok(None) };
    let (name, bytes) = whole.split_at(end);
    let bytes = bytes.get(1..).unwrap_or_default().to_vec();
    if hex(&Sha256::digest(&bytes)) != hash {
        return Ok(None);
    }
    Ok(Some(Pending { hash: hash.to_owned(), name: String::from_utf8_lossy(name).into_owned(), bytes }))
}

/// The file was imported.
pub fn remove(files: &Path, hash: &str) {
    if let Some(place) = place(files, hash) {
        // It may be gone already; what stays makes room one day.
        let _ = fs::remove_file(place);
    }
}
