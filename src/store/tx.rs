//! A transaction that knows who acts and when; the only way to change a recorded row.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use chrono::{Datelike, Duration, NaiveDate};
use diesel::prelude::*;

use super::office::Office;
use super::schema::{numbers, sent_forms};
use super::trail::{Head, Note, Recorded, difference, object};
use super::{Actor, Conn};
use crate::clock::Moment;
use crate::error::{Error, Kind, Result};
use crate::policy::{Deed, Standing};
use crate::words::Role;

/// The same again within this time is a button pressed twice: it counts once.
const PRESSED_TWICE: Duration = Duration::seconds(5);

/// One change in the making. Derefs to the connection for reading.
pub struct Tx<'c> {
    conn: &'c mut Conn,
    pub who: Actor,
    pub now: Moment,
    pub office: Arc<Office>,
    /// Whether the form that is carried out came with a word of its own: the same content in another form is another entry.
    pub is_meant: bool,
    head: Head,
    start: i64,
    office_changed: bool,
    project: Option<String>,
    quiet: bool,
}

impl Deref for Tx<'_> {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        self.conn
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Conn {
        self.conn
    }
}

impl<'c> Tx<'c> {
    pub(super) fn new(conn: &'c mut Conn, who: Actor, now: Moment, office: Arc<Office>, head: Head, quiet: bool) -> Self {
        let start = head.seq;
        Tx { conn, who, now, office, is_meant: false, head, start, office_changed: false, project: None, quiet }
    }

    pub(super) fn finish(self) -> Result<bool> {
        if self.head.seq != self.start {
            self.head.keep(self.conn)?;
        }
        Ok(self.office_changed)
    }

    /// The same again that was entered after this moment is a button pressed twice. Nothing is for a form that came with a word
    /// of its own: what is the same there is meant.
    pub fn a_moment_ago(&self) -> Moment {
        if self.is_meant { self.now } else { self.now - PRESSED_TWICE }
    }

    /// Whether the same again, entered at that moment before, is a button pressed twice.
    pub fn pressed_twice(&self, before: Moment) -> bool {
        !self.is_meant && before > self.a_moment_ago()
    }

    /// Where a form led that was sent before, by a hash of what was sent; none of one that comes for the first time.
    pub fn led(&mut self, hash: &str) -> Result<Option<String>> {
        Ok(sent_forms::table.find(hash).select(sent_forms::href).first(self.conn).optional()?)
    }

    /// Remembers for a month where a form led, and forgets what is older. No part of the trail: nothing follows from it.
    pub fn remember(&mut self, hash: &str, href: &str) -> Result<()> {
        let long_ago = self.now - Duration::days(30);
        diesel::delete(sent_forms::table.filter(sent_forms::sent_at.lt(long_ago))).execute(self.conn)?;
        let row = (sent_forms::hash.eq(hash), sent_forms::href.eq(href), sent_forms::sent_at.eq(self.now));
        diesel::insert_into(sent_forms::table).values(row).execute(self.conn)?;
        Ok(())
    }

    /// Whether nobody is told of what is done: a department that is made up for measuring.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// The office's day.
    pub fn today(&self) -> NaiveDate {
        self.office.zone.day(self.now)
    }

    /// A new id: a UUIDv7 of this transaction's time.
    pub fn new_id(&self) -> Result<String> {
        new_id(self.now)
    }

    /// The role by which the person may do this; otherwise forbidden.
    #[track_caller]
    pub fn may(&self, deed: Deed, standing: Standing) -> Result<Role> {
        match self.who.may(deed, standing) {
            Some(role) => Ok(role),
            None => Err(Error::new(Kind::Forbidden(deed.name()))),
        }
    }

    /// From here on somebody else acts, at another time: a story told in one transaction (demonstration, seed).
    pub fn turn(&mut self, who: Actor, now: Moment) {
        self.who = who;
        self.now = now;
    }

    /// Rows that do not know their project, such as the lines of a plan, stand in this one's history from here on.
    pub fn belongs_to(&mut self, project: &str) {
        self.project = Some(project.to_owned());
    }

    /// Writes a new row.
    pub fn add<R: Recorded>(&mut self, deed: &str, row: &R) -> Result<()> {
        row.insert(self.conn)?;
        let after = Some(object(row)?);
        self.note(deed, row, None, after)
    }

    /// Writes a changed row and answers it with its new version. Nothing is written where nothing changed; a row that
    /// somebody else changed since it was read is [`Kind::Late`].
    pub fn change<R: Recorded>(&mut self, deed: &str, before: &R, mut after: R) -> Result<R> {
        let was = object(before)?;
        if was == object(&after)? {
            return Ok(after);
        }
        after.bump();
        if after.update(before, self.conn)? != 1 {
            return Err(Error::new(Kind::Late));
        }
        let (old, new) = difference(was, object(&after)?);
        self.note(deed, &after, Some(old), Some(new))?;
        Ok(after)
    }

    /// Removes a row.
    pub fn remove<R: Recorded>(&mut self, deed: &str, row: &R) -> Result<()> {
        if row.delete(self.conn)? != 1 {
            return Err(Error::new(Kind::Late));
        }
        let before = Some(object(row)?);
        self.note(deed, row, before, None)
    }

    fn note<R: Recorded>(
        &mut self,
        deed: &str,
        row: &R,
        before: Option<serde_json::Map<String, serde_json::Value>>,
        after: Option<serde_json::Map<String, serde_json::Value>>,
    ) -> Result<()> {
        let founds = R::KIND == "people" && self.office.founded.is_none();
        self.office_changed |= founds || matches!(R::KIND, "settings" | "special_days" | "metrics");
        let project = row.project().or(self.project.as_deref());
        let note = Note { project, kind: R::KIND, subject: row.key(), deed, before, after };
        self.head.append(self.conn, &self.who, self.now, note)
    }

    /// The next number of a series, as people say it: `SG-2026-017`.
    pub fn next_number(&mut self, series: &str) -> Result<String> {
        let year = self.today().year();
        let row = numbers::table.find((series, year));
        let last: i32 = row.select(numbers::last).first(self.conn).optional()?.unwrap_or(0);
        if last == 0 {
            let first = (numbers::series.eq(series), numbers::year.eq(year), numbers::last.eq(1));
            diesel::insert_into(numbers::table).values(first).execute(self.conn)?;
        } else {
            diesel::update(row).set(numbers::last.eq(last + 1)).execute(self.conn)?;
        }
        Ok(format!("{series}-{year}-{:03}", last + 1))
    }
}

/// A UUIDv7 of this time.
pub fn new_id(now: Moment) -> Result<String> {
    let mut random = [0; 10];
    getrandom::fill(&mut random).map_err(|cause| Error::broken(format!("no random numbers: {cause}")))?;
    let millis = u64::try_from(now.and_utc().timestamp_millis()).unwrap_or(0);
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().to_string())
}
