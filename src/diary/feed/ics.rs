//! The text of an iCalendar file (RFC 5545): events in order, each line folded and each text escaped as it says. The same events give
//! the same bytes.

use chrono::{Days, NaiveDate};

use crate::clock::Moment;

/// The most octets of a line, without its end.
const LINE: usize = 75;

/// When an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// From one moment to another.
    From(Moment, Moment),
    /// The whole of a day, which stays free.
    All(NaiveDate),
}

/// How sure an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Tentative,
    Confirmed,
    Cancelled,
}

impl Status {
    fn word(self) -> &'static str {
        match self {
            Status::Tentative => "TENTATIVE",
            Status::Confirmed => "CONFIRMED",
            Status::Cancelled => "CANCELLED",
        }
    }
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The same in every file for the same thing.
    pub uid: String,
    /// Goes up when the event is moved or cancelled, and never down.
    pub sequence: i64,
    /// When it was changed last.
    pub stamp: Moment,
    pub when: When,
    pub summary: String,
    pub description: String,
    pub location: String,
    /// Of the page that it is about; empty where the program does not know under which address people reach it.
    pub url: String,
    pub status: Status,
    /// Whether its time is taken.
    pub is_busy: bool,
}

/// A calendar of this name in a time zone; its moments are written in UTC. It says that it wants to be read again every hour.
pub fn write(name: &str, zone: &str, events: &[Event]) -> String {
    let mut to = String::new();
    for text in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Shuguang//Calendar//ZH", "CALSCALE:GREGORIAN"] {
        line(&mut to, text);
    }
    line(&mut to, &format!("NAME:{}", escaped(name)));
    line(&mut to, &format!("X-WR-CALNAME:{}", escaped(name)));
    line(&mut to, &format!("X-WR-TIMEZONE:{zone}"));
    line(&mut to, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    line(&mut to, "X-PUBLISHED-TTL:PT1H");
    events.iter().for_each(|it| event(&mut to, it));
    line(&mut to, "END:VCALENDAR");
    to
}

fn event(to: &mut String, it: &Event) {
    line(to, "BEGIN:VEVENT");
    line(to, &format!("UID:{}", escaped(&it.uid)));
    line(to, &format!("DTSTAMP:{}", moment(it.stamp)));
    line(to, &format!("LAST-MODIFIED:{}", moment(it.stamp)));
    line(to, &format!("SEQUENCE:{}", it.sequence));
    match it.when {
        When::From(start, end) => {
            line(to, &format!("DTSTART:{}", moment(start)));
            line(to, &format!("DTEND:{}", moment(end)));
        }
        When::All(day) => {
            let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
            line(to, &format!("DTSTART;VALUE=DATE:{}", day.format("%Y%m%d")));
            line(to, &format!("DTEND;VALUE=DATE:{}", next.format("%Y%m%d")));
        }
    }
    line(to, &format!("SUMMARY:{}", escaped(&it.summary)));
    for (name, text) in [("LOCATION", &it.location), ("DESCRIPTION", &it.description)] {
        if !text.is_empty() {
            line(to, &format!("{name}:{}", escaped(text)));
        }
    }
    if !it.url.is_empty() {
        line(to, &format!("URL:{}", it.url));
    }
    line(to, &format!("STATUS:{}", it.status.word()));
    line(to, if it.is_busy { "TRANSP:OPAQUE" } else { "TRANSP:TRANSPARENT" });
    line(to, "END:VEVENT");
}

fn moment(at: Moment) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text as a value: what divides values is escaped, a new line is two characters, other control characters are left out.
fn escaped(text: &str) -> String {
    let mut to = String::with_capacity(text.len());
    for it in text.replace("\r\n", "\n").chars() {
        match it {
            '\\' | ';' | ',' => to.extend(['\\', it]),
            '\n' | '\r' => to.push_str("\\n"),
            '\t' => to.push('\t'),
            it if it.is_control() => {}
            it => to.push(it),
        }
    }
    to
}

/// One line, folded between characters where it is too long: what follows begins with a space.
fn line(to: &mut String, text: &str) {
    let mut room = LINE;
    for it in text.chars() {
        if it.len_utf8() > room {
            to.push_str("\r\n ");
            room = LINE - 1;
        }
        room -= it.len_utf8();
        to.push(it);
    }
    to.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_longer_than_75_octets_and_no_character_is_cut() {
        let mut to = String::new();
        line(&mut to, &format!("SUMMARY:{}", "会".repeat(60)));
        let lines: Vec<&str> = to.strip_suffix("\r\n").unwrap().split("\r\n").collect();
        assert_eq!(lines.iter().map(|it| it.len()).collect::<Vec<_>>(), [74, 73, 43]);
        assert!(lines[1..].iter().all(|it| it.starts_with(' ')));
        let mut plain = String::new();
        line(&mut plain, &"x".repeat(75));
        assert_eq!(plain, format!("{}\r\n", "x".repeat(75)));
    }

    #[test]
    fn what_divides_values_is_escaped() {
        assert_eq!(escaped("一，二,三;四\\五\r\n六\u{7}\n"), "一，二\\,三\\;四\\\\五\\n六\\n");
    }
}
