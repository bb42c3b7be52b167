//! Making and ending the address of one's own calendar.

use super::model::Feed;
use super::queries::of_person;
use crate::error::{Error, Result};
use crate::store::Tx;
use crate::store::trail::{hex, sha256};

/// Random bytes of a key.
const BYTES: usize = 24;

/// A new address for one's own calendar; the one before has ended. Gives the key, which is kept nowhere.
pub fn make(tx: &mut Tx) -> Result<String> {
    let mut random = [0; BYTES];
    getrandom::fill(&mut random).map_err(|cause| Error::broken(format!("no random numbers: {cause}")))?;
    let key = hex(&random);
    let me = tx.who.id.clone();
    match of_person(tx, &me)? {
        Some(before) => {
            let after = Feed { key_hash: sha256(&key), made_at: tx.now, ..before.clone() };
            tx.change("make_feed", &before, after)?;
        }
        None => {
            let row = Feed { id: tx.new_id()?, person_id: me, key_hash: sha256(&key), made_at: tx.now, version: 1 };
            tx.add("make_feed", &row)?;
        }
    }
    Ok(key)
}

/// The address ends; where there is none nothing happens.
pub fn end(tx: &mut Tx) -> Result<()> {
    let me = tx.who.id.clone();
    match of_person(tx, &me)? {
        Some(row) => tx.remove("end_feed", &row),
        None => Ok(()),
    }
}
