//! The folder of files: each lies under its hash, so the same content lies there once. It is written beside its place, reaches
//! the disk and is moved there before any row speaks of it: a crash leaves at most a file that nobody speaks of.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::store::trail::hex;
use crate::store::tx::new_id;

/// The folder.
#[derive(Clone, Debug)]
pub struct Shelf {
    root: PathBuf,
}

/// How a file lies in the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lies {
    Whole,
    Missing,
    Damaged,
}

/// SHA-256 of these bytes, in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

impl Shelf {
    /// The shelf in this folder; it is made with the first file.
    pub fn at(root: &Path) -> Shelf {
        Shelf { root: root.to_path_buf() }
    }

    /// Where the content of this hash lies: `ab/cd/abcd…`.
    fn place(&self, hash: &str) -> Result<PathBuf> {
        match (hash.get(0..2), hash.get(2..4)) {
            (Some(first), Some(second)) if hash.bytes().all(|it| it.is_ascii_hexdigit()) => {
                Ok(self.root.join(first).join(second).join(hash))
            }
            _ => Err(Error::broken(format!("{hash:?} is no hash"))),
        }
    }

    /// Puts the content into the folder and answers its hash.
    pub fn put(&self, bytes: &[u8], now: crate::clock::Moment) -> Result<String> {
        let hash = hash(bytes);
        let place = self.place(&hash)?;
        if self.look(&hash)? == Lies::Whole {
            return Ok(hash);
        }
        let folder = place.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)?;
        let beside = folder.join(format!(".{}", new_id(now)?));
        let written = write(&beside, bytes).and_then(|()| fs::rename(&beside, &place));
        if let Err(cause) = written {
            let _ = fs::remove_file(&beside);
            return Err(Error::broken(format!("cannot write {}: {cause}", place.display())));
        }
        // The names are on the disk too, up to the folder itself.
        for folder in [Some(folder), folder.parent(), Some(&self.root)].into_iter().flatten() {
            File::open(folder)?.sync_all()?;
        }
        Ok(hash)
    }

    /// The content of this hash.
    pub fn get(&self, hash: &str) -> Result<Vec<u8>> {
        let place = self.place(hash)?;
        fs::read(&place).map_err(|cause| Error::broken(format!("cannot read {}: {cause}", place.display())))
    }

    /// Whether the content of this hash lies there as it was put.
    pub fn look(&self, expected: &str) -> Result<Lies> {
        match fs::read(self.place(expected)?) {
            Ok(bytes) if hash(&bytes) == expected => Ok(Lies::Whole),
            Ok(_) => Ok(Lies::Damaged),
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(Lies::Missing),
            Err(cause) => Err(cause.into()),
        }
    }
}

fn write(place: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(place)?;
    file.write_all(bytes)?;
    file.sync_all()
}
