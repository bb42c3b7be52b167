//! Backup and restore: one file with the database as it was at one moment, every attached file and a manifest of their hashes.
//! Whatever is written is written beside its place and gets its name when it is whole and on the disk.

/// What a backup says of itself.
pub mod manifest;

/// Writing beside a place, and taking the place only while it is free.
pub mod beside;

/// The file: written, read back, checked.
pub mod archive;

/// Making one while the program serves.
pub mod taking;

/// Putting one back where nothing is.
pub mod restoring;

pub use restoring::restore;
pub use taking::back_up;
