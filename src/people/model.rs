//! Rows of people, roles, links and absences.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Serialize, Serializer};

use crate::clock::Moment;
use crate::recorded;
use crate::store::schema::{acting_periods, links, people, person_roles};
use crate::store::trail::sha256;
use crate::words::Role;

/// Somebody with an account.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = people, treat_none_as_null = true)]
pub struct Person {
    pub id: String,
    /// What they sign in with; part of their page's address.
    pub username: String,
    pub name: String,
    /// Argon2id; none until they have chosen a password. The trail sees only that it changed.
    #[serde(serialize_with = "fingerprint")]
    pub password_hash: Option<String>,
    pub lang: String,
    pub phone: String,
    /// 试用.
    pub probation: bool,
    pub active: bool,
    pub version: i32,
    pub created_at: Moment,
    pub left_at: Option<Moment>,
    /// Where they are written to; none: nowhere.
    pub email: Option<String>,
}
recorded!(Person, people, versioned: version);

fn fingerprint<S: Serializer>(hash: &Option<String>, to: S) -> Result<S::Ok, S::Error> {
    hash.as_deref().map(|hash| sha256(hash).chars().take(16).collect::<String>()).serialize(to)
}

/// A role that somebody has.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = person_roles)]
pub struct PersonRole {
    pub id: String,
    pub person_id: String,
    pub role: Role,
    pub since: Moment,
}
recorded!(PersonRole, person_roles);

/// A commander's absence and who decides in their place.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = acting_periods, treat_none_as_null = true)]
pub struct ActingPeriod {
    pub id: String,
    pub commander_id: String,
    pub acting_id: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub reason: String,
    /// When the commander took the powers back before the last day.
    pub ended_at: Option<Moment>,
    pub appointed_at: Moment,
}
recorded!(ActingPeriod, acting_periods);

/// A one-time link.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = links, treat_none_as_null = true)]
pub struct Link {
    pub id: String,
    /// `setup` (the first administrator and commander) or `password` (a person chooses theirs).
    pub purpose: String,
    pub person_id: Option<String>,
    pub expires_at: Moment,
    pub used_at: Option<Moment>,
    pub created_at: Moment,
}
recorded!(Link, links);
