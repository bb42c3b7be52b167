//! The only place that asks for the time: the wall, or a hand that tests and the demonstration move.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, SubsecRound, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// A point in time, UTC, to the millisecond.
pub type Moment = NaiveDateTime;

/// Where the time comes from; cheap to clone, all clones show the same.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    Wall,
    /// A hand that stands still until somebody moves it.
    Hand(Arc<AtomicI64>),
    /// The machine's clock, ahead by so many milliseconds: a demonstration that starts on a chosen day and goes on from there.
    Ahead(i64),
}

impl Clock {
    /// A hand that points to this moment.
    pub fn hand(at: Moment) -> Clock {
        Clock::Hand(Arc::new(AtomicI64::new(at.and_utc().timestamp_millis())))
    }

    /// A clock that goes on from this moment.
    pub fn from(at: Moment) -> Clock {
        Clock::Ahead((at - Clock::Wall.now()).num_milliseconds())
    }

    /// Moves the hand; a clock without one stays as it is.
    pub fn set(&self, at: Moment) {
        if let Clock::Hand(hand) = self {
            hand.store(at.and_utc().timestamp_millis(), Ordering::SeqCst);
        }
    }

    /// The time, UTC.
    pub fn now(&self) -> Moment {
        let wall = || Utc::now().naive_utc().trunc_subsecs(3);
        match self {
            Clock::Wall => wall(),
            Clock::Hand(hand) => DateTime::from_timestamp_millis(hand.load(Ordering::SeqCst)).unwrap_or_default().naive_utc(),
            Clock::Ahead(by) => wall().checked_add_signed(chrono::Duration::milliseconds(*by)).unwrap_or_else(wall),
        }
    }
}

/// The office's time zone: which day it is there, what its clock on the wall shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(pub Tz);

impl Zone {
    /// Asia/Shanghai, the default.
    pub const SHANGHAI: Zone = Zone(Tz::Asia__Shanghai);

    /// What the office's clock shows at this moment.
    pub fn local(self, at: Moment) -> NaiveDateTime {
        self.0.from_utc_datetime(&at).naive_local()
    }

    /// The office's day at this moment.
    pub fn day(self, at: Moment) -> NaiveDate {
        self.local(at).date()
    }

    /// The moment at which the office's clock shows this; in a gap of the zone the reading is taken as UTC.
    pub fn moment(self, local: NaiveDateTime) -> Moment {
        self.0.from_local_datetime(&local).earliest().map_or(local, |it| it.naive_utc())
    }
}

/// `2026-11-23 09:05`, as pages show a moment of the office.
pub fn minute(local: NaiveDateTime) -> String {
    format!("{:04}-{:02}-{:02} {:02}:{:02}", local.year(), local.month(), local.day(), local.hour(), local.minute())
}

/// Measures how long something took; used for the Server-Timing header and time limits, never for business.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// Starts now.
    pub fn start() -> Self {
        Stopwatch(std::time::Instant::now())
    }

    /// Microseconds since the start.
    pub fn micros(self) -> u64 {
        u64::try_from(self.0.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_office_s_day_begins_at_its_own_midnight() {
        let at = |text| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        assert_eq!(Zone::SHANGHAI.day(at("2026-11-22 15:59")), at("2026-11-22 00:00").date());
        assert_eq!(Zone::SHANGHAI.day(at("2026-11-22 16:00")), at("2026-11-23 00:00").date());
        assert_eq!(Zone::SHANGHAI.moment(at("2026-11-23 09:00")), at("2026-11-23 01:00"));
        assert_eq!(minute(at("2026-11-23 09:05")), "2026-11-23 09:05");
    }

    #[test]
    fn a_hand_stands_still_until_it_is_moved() {
        let noon = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(12, 0, 0).unwrap();
        let clock = Clock::hand(noon);
        let other = clock.clone();
        clock.set(noon + chrono::Duration::hours(1));
        assert_eq!(other.now(), noon + chrono::Duration::hours(1));
    }
}
