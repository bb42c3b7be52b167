//! What an office begins with: the public holidays that the program brings along, written once, into a table that is empty.

use diesel::prelude::*;

use crate::calendar;
use crate::error::Result;
use crate::policy::Deed;
use crate::store::Tx;
use crate::store::office::SpecialDayRow;
use crate::store::schema::special_days;

/// The public holidays and make-up days known when the program was written; on every later start it only looks.
pub fn public_holidays(tx: &mut Tx) -> Result<()> {
    if special_days::table.count().get_result::<i64>(&mut **tx)? > 0 {
        return Ok(());
    }
    for it in calendar::builtin() {
        let row = SpecialDayRow {
            id: tx.new_id()?,
            day: it.day,
            kind: it.kind,
            name: it.name.into_owned(),
            provisional: it.provisional,
            version: 1,
        };
        tx.add(Deed::KeepOffice.code(), &row)?;
    }
    Ok(())
}
