//! The row of a calendar's address.

use diesel::prelude::*;
use serde::Serialize;

use crate::clock::Moment;
use crate::recorded;
use crate::store::schema::calendar_feeds;

/// The secret address of somebody's calendar.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = calendar_feeds)]
pub struct Feed {
    pub id: String,
    /// Each person has one at most.
    pub person_id: String,
    /// SHA-256 of the key in the address; from it nobody learns the key.
    pub key_hash: String,
    pub made_at: Moment,
    pub version: i32,
}
recorded!(Feed, calendar_feeds, versioned: version);
