//! What was signed and received in a month as it stood when the month was evaluated. Of all that an evaluation rests on these are
//! looked at for a whole list too; the rest would have to be computed anew month by month, as the month's own page does.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::dsl::{auto_type, case_when};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::queries::is_within;
use crate::calendar::Month;
use crate::clock::{Moment, Zone};
use crate::error::Result;
use crate::projects::evaluation::facts::last_of;
use crate::store::Conn;
use crate::store::connection::Db;
use crate::store::schema::{contracts, project_owners, receipts};

/// Months of people: whose, which, and when it was evaluated.
pub type Evaluated = BTreeMap<(String, Month), Moment>;

/// How long a contract or a receipt counts: since when, and until when it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub since: Moment,
    /// When it was cancelled or voided.
    pub until: Option<Moment>,
}

impl Counted {
    /// Whether it counts now.
    pub fn now(self) -> bool {
        self.until.is_none()
    }

    /// Whether it counted at a moment.
    pub fn at(self, moment: Moment) -> bool {
        is_within(self.since, self.until, moment)
    }

    /// Whether it counted at a moment and does no more, or the other way round.
    pub fn changed_since(self, moment: Moment) -> bool {
        self.at(moment) != self.now()
    }
}

/// Since when a signed contract counts, as far as its row says so: it keeps only when it came into its present state. One that was
/// drafted before and goes on to run after it was signed with an earlier day counts since its draft.
#[auto_type]
pub fn signed_since() -> _ {
    case_when(contracts::state.eq("signed"), contracts::state_since).otherwise(contracts::drafted_at)
}

/// When a contract was cancelled.
#[auto_type]
pub fn cancelled_at() -> _ {
    case_when(contracts::state.eq("cancelled"), contracts::state_since)
}

/// Conditions over the tables of receipts and of contracts.
type OnReceipts = Box<dyn BoxableExpression<receipts::table, Db, SqlType = Bool>>;
type OnContracts = Box<dyn BoxableExpression<contracts::table, Db, SqlType = Bool>>;

/// Those of the evaluated months of which a contract was signed or cancelled since, or a receipt recorded or voided, in a project
/// that was the person's on the day.
pub fn changed(conn: &mut Conn, zone: Zone, evaluated: &Evaluated) -> Result<BTreeSet<(String, Month)>> {
    let mut first: BTreeMap<Month, Moment> = BTreeMap::new();
    for ((_, month), at) in evaluated {
        let first = first.entry(*month).or_insert(*at);
        *first = (*first).min(*at);
    }
    let received = first.iter().map(|(month, at)| -> OnReceipts {
        let later = receipts::recorded_at.gt(*at).or(receipts::voided_at.gt(*at).assume_not_null());
        Box::new(receipts::received_on.between(month.first(), month.last()).and(later))
    });
    let signed = first.iter().map(|(month, at)| -> OnContracts {
        let later = signed_since().gt(*at).or(cancelled_at().gt(*at).assume_not_null());
        Box::new(contracts::signed_on.between(month.first(), month.last()).assume_not_null().and(later))
    });
    let received = received.reduce(|one, other| Box::new(one.or(other)));
    let Some((received, signed)) = received.zip(signed.reduce(|one, other| Box::new(one.or(other)))) else {
        return Ok(BTreeSet::new());
    };
    let people: BTreeSet<&str> = evaluated.keys().map(|(person, _)| person.as_str()).collect();
    // Whose the project was from when to when; the day; since when it counts, until when it did.
    type Found = ((String, Moment, Option<Moment>), NaiveDate, Moment, Option<Moment>);
    let whose = (project_owners::owner_id, project_owners::since, project_owners::until);
    let receipts = receipts::table
        .into_boxed()
        .filter(received)
        .inner_join(project_owners::table.on(project_owners::project_id.eq(receipts::project_id)))
        .filter(project_owners::owner_id.eq_any(people.clone()))
        .select((whose, receipts::received_on, receipts::recorded_at, receipts::voided_at));
    let contracts = contracts::table
        .into_boxed()
        .filter(signed)
        .inner_join(project_owners::table.on(project_owners::project_id.eq(contracts::project_id)))
        .filter(project_owners::owner_id.eq_any(people))
        .select((whose, contracts::signed_on.assume_not_null(), signed_since(), cancelled_at()));
    let found: Vec<Found> = receipts.union_all(contracts).load(conn)?;
    let changed = |((owner, from, to), on, since, until): Found| {
        let month = (owner, Month::of(on));
        let at = *evaluated.get(&month).filter(|_| is_within(from, to, last_of(on, zone)))?;
        Counted { since, until }.changed_since(at).then_some(month)
    };
    Ok(found.into_iter().filter_map(changed).collect())
}
