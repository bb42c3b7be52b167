//! The list: meetings that are ahead or not finished first, by time; then those that were held. The same as a workbook.

use std::collections::BTreeMap;

use askama::Template;
use chrono::{Days, NaiveTime};
use diesel::dsl::exists;
use diesel::prelude::*;

use super::{moved, time, tone};
use crate::correspondence::requests::model::RequestState;
use crate::error::Result;
use crate::lang::{Lang, Pair};
use crate::meetings::model::{ItemKind, Meeting, MeetingKind, MeetingState};
use crate::meetings::schedule::{self, Occasion};
use crate::meetings::{agenda, queries};
use crate::policy::Deed;
use crate::store::Conn;
use crate::store::connection::Db;
use crate::store::schema::{agenda_items, meetings, requests};
use crate::web::list::{PAGE, Pager, like, link};
use crate::web::workbook::{Sheet, Workbook};
use crate::web::{Fields, Reading, Shell};

/// For how many days ahead meetings are listed.
const AHEAD: u64 = 35;
/// The most rows of a workbook.
const ROWS: i64 = 100_000;

/// The list.
#[derive(Template)]
#[template(path = "meetings/index.html")]
pub struct Index {
    s: Shell,
    ahead: Vec<Occasion>,
    past: Vec<Occasion>,
    /// Of each that was held: how many came, out of how many who were due.
    came: BTreeMap<String, (i64, i64)>,
    /// How many matters are on an agenda already.
    matters: BTreeMap<String, i64>,
    pager: Pager,
    query: Fields,
}

type Rows = meetings::BoxedQuery<'static, Db>;

/// Those that are over, as an address asks for them; one that was cancelled is when its day has passed.
fn over(r: &Reading, query: &Fields) -> Rows {
    let today = r.office.zone.moment(r.today.and_time(NaiveTime::MIN));
    let gone = meetings::state.eq(MeetingState::Cancelled).and(meetings::starts_at.lt(today).assume_not_null());
    let mut rows = meetings::table
        .into_boxed()
        .filter(queries::visible(&r.me))
        .filter(meetings::state.eq(MeetingState::Published).or(gone));
    if let Some(kind) = MeetingKind::from_code(query.get("kind")) {
        rows = rows.filter(meetings::kind.eq(kind));
    }
    if !query.get("q").trim().is_empty() {
        let text = like(query.get("q"));
        let title = meetings::title.like(text.clone()).escape('\\');
        rows = rows.filter(title.or(meetings::number.like(text).escape('\\')));
    }
    rows
}

/// Those that are not over, as an address asks for them.
fn ahead(r: &mut Reading, query: &Fields) -> Result<Vec<Occasion>> {
    let (me, today, office) = (r.me.clone(), r.today, r.office.clone());
    let until = today.checked_add_days(Days::new(AHEAD)).unwrap_or(today);
    let kind = MeetingKind::from_code(query.get("kind"));
    let text = query.get("q").trim().to_lowercase();
    let asked = |it: &Occasion| {
        let called = format!("{} {}", it.meeting.title, it.meeting.number).to_lowercase();
        kind.is_none_or(|kind| it.meeting.kind == kind) && (text.is_empty() || called.contains(&text))
    };
    let all = schedule::open(r, &me, &office, today, until)?;
    Ok(all.into_iter().filter(asked).collect())
}

fn page(conn: &mut Conn, rows: Rows, offset: i64, limit: i64) -> Result<Vec<Meeting>> {
    let rows = rows.order((meetings::starts_at.desc(), meetings::number.desc())).offset(offset).limit(limit);
    Ok(rows.select(Meeting::as_select()).load(conn)?)
}

impl Index {
    /// Reads what is ahead, and one page of what was held.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        let (me, office) = (r.me.clone(), r.office.clone());
        if !queries::sees_regular(&me) {
            return Err(crate::error::Error::not_found());
        }
        let ahead = ahead(r, query)?;
        let total = over(r, query).count().get_result(&mut **r)?;
        let pager = Pager::of("/meetings", query, total);
        let rows = over(r, query);
        let past: Vec<Occasion> =
            page(r, rows, pager.offset(), PAGE)?.into_iter().map(|it| schedule::occasion(&office, it)).collect();
        let ids: Vec<&str> = past.iter().chain(&ahead).map(|it| it.meeting.id.as_str()).filter(|it| !it.is_empty()).collect();
        let came = queries::came(r, &ids)?;
        let waits = requests::table
            .filter(requests::id.nullable().eq(agenda_items::request_id))
            .filter(requests::state.eq(RequestState::Open));
        let matters: Vec<(String, i64)> = agenda_items::table
            .filter(agenda_items::meeting_id.eq_any(&ids))
            .filter(agenda_items::kind.eq(ItemKind::Matter).or(exists(waits)))
            .group_by(agenda_items::meeting_id)
            .order(agenda_items::meeting_id)
            .select((agenda_items::meeting_id, diesel::dsl::count_star()))
            .load(&mut **r)?;
        Ok(Index { s: r.shell()?, ahead, past, came, matters: matters.into_iter().collect(), pager, query: query.clone() })
    }

    fn set(&self, name: &str, value: &str) -> String {
        link("/meetings", &self.query.set("page", "").set(name, value))
    }

    /// The kinds to choose from: address, name, whether it is the one chosen.
    fn kinds(&self) -> Vec<(String, &'static str, bool)> {
        let now = self.query.get("kind");
        let chip = |code: &str, name: Pair| (self.set("kind", code), self.s.lang.say(name), now == code);
        let each = MeetingKind::ALL.iter().map(|it| chip(it.code(), it.name()));
        std::iter::once(chip("", Pair("全部", "All"))).chain(each).collect()
    }

    fn is_filtered(&self) -> bool {
        ["kind", "q"].iter().any(|name| !self.query.get(name).trim().is_empty())
    }

    fn workbook(&self) -> String {
        link("/meetings.xlsx", &self.query.set("page", ""))
    }

    fn total(&self) -> String {
        match self.s.lang {
            Lang::Zh => format!("共 {} 次会议", self.pager.total),
            Lang::En => crate::lang::counted(self.pager.total, "meeting"),
        }
    }

    fn name(&self, it: &Occasion) -> String {
        it.meeting.name(self.s.lang)
    }

    fn time(&self, it: &Occasion) -> String {
        time(&self.s, it)
    }

    fn moved(&self, it: &Occasion) -> String {
        moved(&self.s, it)
    }

    fn tone(&self, it: &Occasion) -> &'static str {
        tone(&it.meeting)
    }

    fn is_next(&self, it: &Occasion) -> bool {
        let held = |it: &&Occasion| it.meeting.state != MeetingState::Cancelled;
        self.ahead.iter().find(held).is_some_and(|first| first.meeting.number == it.meeting.number)
    }

    fn matters(&self, it: &Occasion) -> String {
        let count = self.matters.get(&it.meeting.id).copied().unwrap_or(0);
        match (count, self.s.lang) {
            (0, _) => "—".to_owned(),
            (count, Lang::Zh) => format!("{count} 项"),
            (count, Lang::En) => crate::lang::counted(count, "item"),
        }
    }

    fn came(&self, it: &Occasion) -> String {
        match self.came.get(&it.meeting.id).filter(|_| it.meeting.state != MeetingState::Cancelled) {
            Some((came, due)) => format!("{came} / {due}"),
            None => "—".to_owned(),
        }
    }

    fn convenes(&self) -> bool {
        self.s.may(Deed::ConveneMeeting)
    }
}

/// `GET /meetings.xlsx`: the same list, all of it.
pub fn workbook(r: &mut Reading, query: &Fields) -> Result<Workbook> {
    let (me, office, lang) = (r.me.clone(), r.office.clone(), r.me.lang);
    if !queries::sees_regular(&me) {
        return Err(crate::error::Error::not_found());
    }
    let mut all = ahead(r, query)?;
    let rows = over(r, query);
    all.extend(page(r, rows, 0, ROWS)?.into_iter().map(|it| schedule::occasion(&office, it)));
    let ids: Vec<String> = all.iter().map(|it| it.meeting.id.clone()).filter(|it| !it.is_empty()).collect();
    let mut came = BTreeMap::new();
    // A question may name only so many.
    for ids in ids.chunks(500) {
        came.extend(queries::came(r, &ids.iter().map(String::as_str).collect::<Vec<_>>())?);
    }
    let head = [
        lang.of("编号", "Number"),
        lang.of("会议", "Meetings"),
        lang.of("种类", "Kind"),
        lang.of("日期", "Date"),
        lang.of("时间", "Time"),
        lang.of("地点", "Place"),
        lang.of("状态", "State"),
        lang.of("出席", "Present"),
        lang.of("应到", "Due"),
    ];
    let title = lang.of("会议", "Meetings");
    let mut sheet = Sheet::new(title, &head);
    for it in &all {
        let counts = came.get(&it.meeting.id);
        sheet.row(vec![
            it.meeting.number.as_str().into(),
            it.meeting.name(lang).as_str().into(),
            lang.say(it.meeting.kind.name()).into(),
            office.zone.day(it.starts_at).into(),
            office.zone.local(it.starts_at).format("%H:%M").to_string().as_str().into(),
            it.meeting.place.as_str().into(),
            lang.say(it.meeting.state.name()).into(),
            counts.map_or(0, |it| it.0).into(),
            counts.map_or(0, |it| it.1).into(),
        ]);
    }
    Ok(Workbook::of(title, "meetings", sheet))
}

/// How long an agenda takes, against the meeting's length: what is said of it, and whether it is too long.
pub fn length(s: &Shell, items: &[crate::meetings::model::AgendaItem], meeting: &Meeting) -> (String, bool) {
    let sum = agenda::minutes(items);
    let said = match s.lang {
        Lang::Zh => format!("合计 {sum} 分钟，会议 {} 分钟", meeting.minutes),
        Lang::En => format!("{sum} minutes in all, {} planned", meeting.minutes),
    };
    (said, sum > meeting.minutes)
}
