//! The proof that everything recorded is true: the database is whole, no row of the trail was altered, removed, inserted or
//! swapped, the trail played forward gives exactly what the tables hold, and every project stands where its moves led.

/// The chain of hashes, row by row.
mod chain;

/// The trail played forward against the tables.
mod replay;

/// Every project's moves against its stage.
mod road;

use crate::error::Result;
use crate::files;
use crate::files::shelf::Shelf;
use crate::lang::Pair;
use crate::store::health;
use crate::store::{Conn, Store};

/// Rows that are held in memory at once.
const BATCH: i64 = 1000;

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which row.
    pub at: String,
    pub said: Pair,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} / {}", self.at, self.said.0, self.said.1)
    }
}

/// What was checked and what was found.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    pub findings: Vec<Finding>,
    /// Rows of the trail.
    pub rows: i64,
    /// Recorded rows in the tables.
    pub records: usize,
}

impl Proof {
    fn find(&mut self, at: impl Into<String>, zh: &'static str, en: &'static str) {
        self.findings.push(Finding { at: at.into(), said: Pair(zh, en) });
    }
}

type Check = fn(&mut Conn, &mut Proof) -> Result<()>;

/// Checks everything, in one snapshot, while the program may go on serving.
pub fn verify(store: &Store) -> Result<Proof> {
    store.read(|conn| {
        health::steady(conn)?;
        let mut proof = Proof::default();
        let checks: [(&str, Check); 4] =
            [("database", database), ("trail", chain::check), ("records", replay::check), ("projects", road::check)];
        for (what, check) in checks {
            // What cannot even be read was damaged as well.
            if let Err(error) = check(conn, &mut proof) {
                proof.find(format!("{what}: {}", error.account()), "无法读取", "cannot be read");
            }
        }
        Ok(proof)
    })
}

/// Checks every attached file against its hash.
pub fn attachments(store: &Store, shelf: &Shelf, proof: &mut Proof) -> Result<()> {
    for (at, said) in store.read(|conn| files::verify::check(conn, shelf))? {
        proof.findings.push(Finding { at, said });
    }
    Ok(())
}

fn database(conn: &mut Conn, proof: &mut Proof) -> Result<()> {
    for found in health::integrity(conn)? {
        proof.find(found, "数据库自检未通过", "the database's own check failed");
    }
    Ok(())
}
