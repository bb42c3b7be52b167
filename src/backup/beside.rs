//! A file or a folder in the making: it lies beside its place under a name that says so, is gone if it is not finished, and
//! never takes a place that something else has.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::clock::Moment;
use crate::error::{Error, Result};
use crate::store::tx::new_id;

/// Something in the making.
#[derive(Debug)]
pub struct Beside {
    /// Where it lies until it is finished.
    pub path: PathBuf,
    place: PathBuf,
}

/// The folder that a path lies in.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether something has this name, be it a link that leads nowhere.
pub fn is_taken(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

impl Beside {
    /// For this place; `what` tells several in the making apart. The folder of the place is made where it is missing.
    pub fn of(place: &Path, what: &str, now: Moment) -> Result<Beside> {
        let Some(name) = place.file_name() else {
            return Err(Error::broken(format!("{} is no name for a file", place.display())));
        };
        let cannot = |cause| Error::broken(format!("cannot make the folder of {}: {cause}", place.display()));
        fs::create_dir_all(folder(place)).map_err(cannot)?;
        let name = format!(".{}.{}.{what}", name.to_string_lossy(), new_id(now)?);
        Ok(Beside { path: folder(place).join(name), place: place.to_path_buf() })
    }

    /// A new file there, readable by its owner only.
    pub fn file(&self) -> Result<File> {
        let mut options = fs::OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.path).map_err(|cause| Error::broken(format!("cannot write {}: {cause}", self.path.display())))
    }

    /// The finished file takes its place, if the place is free still.
    pub fn take_place(self) -> Result<()> {
        let taken = || Error::broken(format!("{} is there already; nothing was written over", self.place.display()));
        match fs::hard_link(&self.path, &self.place) {
            Ok(()) => fs::remove_file(&self.path)?,
            Err(cause) if cause.kind() == ErrorKind::AlreadyExists => return Err(taken()),
            Err(_) if is_taken(&self.place) => return Err(taken()),
            // Not every file system gives a file two names.
            Err(_) => fs::rename(&self.path, &self.place)?,
        }
        self.sync()
    }

    /// The finished folder takes its place, which may be an empty folder.
    pub fn take_folder(&self) -> Result<()> {
        if is_taken(&self.place) {
            // Only an empty one can be removed so.
            fs::remove_dir(&self.place)
                .map_err(|cause| Error::broken(format!("{} is there already: {cause}", self.place.display())))?;
        }
        fs::rename(&self.path, &self.place)?;
        self.sync()
    }

    /// Leaves the place again.
    pub fn give_back(&self) -> Result<()> {
        Ok(fs::rename(&self.place, &self.path)?)
    }

    /// The names are on the disk too.
    fn sync(&self) -> Result<()> {
        Ok(File::open(folder(&self.place))?.sync_all()?)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = match self.path.is_dir() {
            true => fs::remove_dir_all(&self.path),
            false => fs::remove_file(&self.path),
        };
    }
}
