//! What a week left, member by member, with what each reported of it.

use super::content::{Member, Pack};
use crate::clock::Moment;
use crate::error::Result;
use crate::meetings::queries::everybody;
use crate::reports;
use crate::reports::week::drawing::{Period, told};
use crate::store::Conn;
use crate::store::office::Office;

/// Writes what is told of each member into a pack, by name; those of whom there is nothing to tell, and those who owe a report.
pub fn tell(conn: &mut Conn, office: &Office, now: Moment, pack: &mut Pack) -> Result<()> {
    // The meeting hears of what deviates on its day.
    let deviating = office.zone.day(now);
    let period = Period { from: pack.from, to: pack.to, today: pack.today, until: pack.until, deviating };
    let everybody = everybody(conn)?;
    let mut all = told(conn, office, period, None)?;
    let mut reported = reports::queries::of_days(conn, pack.from, pack.to)?;
    let owing = reports::queries::owing(conn, office, pack.from, pack.to)?;
    for (id, username, name) in everybody {
        let report = reported.remove(&id);
        // Not before the days are over that it reports on.
        if report.is_none() && pack.today > pack.to && owing.contains(&id) {
            pack.unreported.push(name.clone());
        }
        match (all.remove(&id), report) {
            (None, None) => pack.silent.push(name),
            (it, report) => pack.members.push(Member { username, name, report, ..it.unwrap_or_default() }),
        }
    }
    Ok(())
}
