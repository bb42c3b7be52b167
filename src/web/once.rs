//! A form of a new entry is carried out once. It brings a word of its own, given when the page was shown; what comes again with the
//! same word and the same content is the same entry, however much later: the page gone back to, a request repeated. The same content
//! from a form that was opened anew is another entry.

use super::ctx::Done;
use super::fields::Fields;
use crate::error::Result;
use crate::lang::Pair;
use crate::store::Tx;
use crate::store::trail::sha256;

/// The field that brings the form's own word.
pub const FIELD: &str = "once";

/// A hash of what was sent with the form's own word; none of a form that has none.
pub fn hash(fields: &Fields) -> Option<String> {
    (!fields.get(FIELD).is_empty()).then(|| sha256(&fields.to_query()))
}

/// Carries a form out, or leads where it led when it came first.
pub fn carry_out(tx: &mut Tx, hash: Option<String>, change: impl FnOnce(&mut Tx) -> Result<Done>) -> Result<Done> {
    let Some(hash) = hash else { return change(tx) };
    // Somebody else's form is not known to this person.
    let hash = sha256(&format!("{hash} {}", tx.who.id));
    if let Some(to) = tx.led(&hash)? {
        let said = Pair("这张表单已经提交过，没有重复登记。", "This form was sent before; nothing was entered twice.");
        return Ok(Done { to, said: Some(said) });
    }
    tx.is_meant = true;
    let done = change(tx)?;
    tx.remember(&hash, &done.to)?;
    Ok(done)
}
