//! The file of a backup: a zip archive, so that any machine can look into it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::manifest::{FORMAT, MANIFEST, Manifest, Part};
use crate::error::{Error, Result};
use crate::store::trail::hex;

/// Bytes that are held at once.
const PIECE: usize = 1 << 16;

/// Copies everything and answers how much it was with its hash.
pub fn copy(from: &mut impl Read, to: &mut impl Write) -> std::io::Result<Part> {
    let mut digest = Sha256::new();
    let mut piece = vec![0; PIECE];
    let mut size = 0;
    loop {
        let read = from.read(&mut piece)?;
        let Some(bytes) = piece.get(..read).filter(|it| !it.is_empty()) else { break };
        digest.update(bytes);
        to.write_all(bytes)?;
        size += u64::try_from(read).unwrap_or(0);
    }
    Ok(Part { sha256: hex(&digest.finalize()), size })
}

/// A backup that is being written.
pub struct Writing(ZipWriter<BufWriter<File>>);

impl Writing {
    /// Into this empty file.
    pub fn into(file: File) -> Writing {
        Writing(ZipWriter::new(BufWriter::new(file)))
    }

    /// Adds a part. Attached files are packed already, mostly; a database is not.
    pub fn add(&mut self, name: &str, packed: bool, from: &mut impl Read) -> Result<Part> {
        let options = SimpleFileOptions::default().unix_permissions(0o600).large_file(true);
        let options = match packed {
            true => options.compression_method(CompressionMethod::Stored),
            false => options.compression_method(CompressionMethod::Deflated).compression_level(Some(1)),
        };
        self.0.start_file(name, options)?;
        Ok(copy(from, &mut self.0)?)
    }

    /// Writes the manifest, and everything to the disk.
    pub fn finish(mut self, manifest: &Manifest) -> Result<()> {
        self.add(MANIFEST, false, &mut serde_json::to_vec_pretty(manifest)?.as_slice())?;
        let file = self.0.finish()?.into_inner().map_err(|cause| cause.into_error())?;
        Ok(file.sync_all()?)
    }
}

/// A backup that was checked: every part is there as the manifest says, and nothing else.
pub struct Whole {
    archive: ZipArchive<BufReader<File>>,
    pub manifest: Manifest,
}

impl Whole {
    /// Opens a backup and checks every hash of it.
    pub fn open(path: &Path) -> Result<Whole> {
        let file = File::open(path).map_err(|cause| Error::broken(format!("cannot read {}: {cause}", path.display())))?;
        let damaged = |why: &dyn std::fmt::Display| Error::broken(format!("{} is no whole backup: {why}", path.display()));
        let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|cause| damaged(&cause))?;
        let mut text = Vec::new();
        archive
            .by_name(MANIFEST)
            .map_err(std::io::Error::other)
            .and_then(|mut it| it.read_to_end(&mut text))
            .map_err(|_| damaged(&"it has no manifest that can be read"))?;
        let manifest: Manifest = serde_json::from_slice(&text).map_err(|_| damaged(&"it has no manifest that can be read"))?;
        if manifest.format != FORMAT {
            return Err(damaged(&format!("it is of layout {}, and this program knows layout {FORMAT}", manifest.format)));
        }
        let mut whole = Whole { archive, manifest };
        whole.check().map_err(|why| damaged(&why))?;
        Ok(whole)
    }

    fn check(&mut self) -> std::result::Result<(), String> {
        let parts: Vec<(String, Part)> = self.manifest.parts().map(|(name, part)| (name, part.clone())).collect();
        let mut expected: BTreeSet<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
        expected.insert(MANIFEST);
        for name in self.archive.file_names() {
            let name = name.map_err(|cause| cause.to_string())?;
            if !expected.contains(name.as_ref()) {
                return Err(format!("{name:?} is in it and not in its manifest"));
            }
        }
        for (name, part) in &parts {
            self.unpack(name, part, &mut std::io::sink()).map_err(|cause| format!("{name}: {}", cause.reason()))?;
        }
        Ok(())
    }

    /// Unpacks a part, which must be what the manifest says.
    pub fn unpack(&mut self, name: &str, part: &Part, to: &mut impl Write) -> Result<()> {
        let entry = self.archive.by_name(name)?;
        let found = copy(&mut entry.take(part.size.saturating_add(1)), to)?;
        if found != *part {
            return Err(Error::broken("its content does not match its hash"));
        }
        Ok(())
    }
}
