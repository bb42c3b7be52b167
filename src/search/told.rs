//! What is told in meetings, requests, reports and the like, and who the people are: kept in memory together, looked through whole,
//! and read with one question, by the conditions of the lists.

use std::sync::Arc;

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text, Timestamp};
use memchr::memmem::Finder;

use super::queries::MOST;
use crate::calendar::Regular;
use crate::clock::Moment;
use crate::correspondence::{consultations, requests};
use crate::customers::search::searched;
use crate::error::{Error, Kind, Result};
use crate::lang::Lang;
use crate::meetings;
use crate::meetings::model::{Meeting, MeetingKind, MeetingState, ResolutionState};
use crate::meetings::{resolutions, schedule};
use crate::proposals;
use crate::proposals::model::{LessonKind, ProposalState};
use crate::reports;
use crate::reports::model::{ReportKind, called};
use crate::store::compound::{Compound, fixed};
use crate::store::connection::Db;
use crate::store::memory::Remembered;
use crate::store::schema::{
    agenda_items, consultations as consultations_table, lessons, meetings as meetings_table, people,
    proposals as proposals_table, reports as reports_table, requests as requests_table, resolutions as resolutions_table,
};
use crate::store::{Actor, Conn};
use crate::web::Reading;
use crate::words;

words! {
    /// What is found beside projects, customers, contracts and activities.
    pub enum Sort {
        Meeting = "meetings", "会议", "Meetings";
        Item = "agenda_items", "会议记录", "Notes";
        Resolution = "resolutions", "会议决议", "Resolutions of meetings";
        Request = "requests", "请示", "Requests";
        Report = "reports", "汇报", "Reports";
        Consultation = "consultations", "咨询", "Consultations";
        Proposal = "proposals", "提案", "Proposals";
        Lesson = "lessons", "经验教训", "Lessons";
        Person = "people", "人员", "People";
    }
}

/// The most rows of a sort that are read, the newest of those that say what was asked for.
pub const LATELY: usize = 1_000;
/// The most rows of a sort where it is the only one that is asked for.
pub const MANY: i64 = 100;
/// The most words of a question.
const WORDS: usize = 5;
/// How many characters of a text are shown before and after what was asked for.
const BEFORE: usize = 16;
const AFTER: usize = 48;

/// What is kept of a row.
pub struct Kept {
    sort: Sort,
    text: Box<str>,
}

/// What the rows of a sort say, as it is looked for and as its place is shown.
const ITEM_SAYS: &str = "agenda_items.title || ' ' || agenda_items.notes";
const RESOLUTION_SAYS: &str = "case resolutions.state when 'open' then resolutions.reopened_why else resolutions.outcome end";
const REQUEST_SAYS: &str = "requests.question || ' ' || requests.proposal || ' ' || requests.instruction";
const REPORT_OF: &str = "coalesce(reports.week, reports.stage)";
const REPORT_SAYS: &str = "reports.content || ' ' || reports.handled || ' ' || reports.next_steps || ' ' || reports.remark";
const CONSULTATION_SAYS: &str = "consultations.background || ' ' || consultations.decision";
const PROPOSAL_SAYS: &str = "proposals.background || ' ' || proposals.content || ' ' || proposals.effect";
const LESSON_SAYS: &str = "lessons.content || ' ' || lessons.advice";

/// Every row of a table: its id, its sort, and all of its texts in one.
macro_rules! texts {
    ($all:ident, $only:ident, $table:ident, $sort:literal, $($word:expr),+) => {{
        let mut rows = $table::table.select(($table::id, fixed::<Text>(&[$sort]), fixed::<Text>(&[$($word),+]))).into_boxed::<Db>();
        if let Some(ids) = $only {
            rows = rows.filter($table::id.eq_any(ids.to_vec()));
        }
        $all.add(rows);
    }};
}

impl Remembered for Kept {
    const KINDS: &'static [&'static str] =
        &["meetings", "agenda_items", "resolutions", "requests", "reports", "consultations", "proposals", "lessons", "people"];

    fn read(conn: &mut Conn, only: Option<&[String]>) -> Result<Vec<(String, Kept)>> {
        let mut all: Compound<(Text, Text, Text)> = Compound::default();
        texts!(
            all,
            only,
            meetings_table,
            "'meetings'",
            "meetings.kind || ' ' || meetings.number || ' ' || meetings.title || ' ' || meetings.place"
        );
        texts!(all, only, agenda_items, "'agenda_items'", ITEM_SAYS);
        texts!(
            all,
            only,
            resolutions_table,
            "'resolutions'",
            "resolutions.number || ' ' || resolutions.content || ' ' || ",
            RESOLUTION_SAYS
        );
        texts!(all, only, requests_table, "'requests'", "requests.number || ' ' || requests.title || ' ' || ", REQUEST_SAYS);
        texts!(
            all,
            only,
            reports_table,
            "'reports'",
            "reports.kind || ' ' || ",
            REPORT_OF,
            " || ' ' || reports.number || ' ' || reports.title || ' ' || ",
            REPORT_SAYS
        );
        texts!(
            all,
            only,
            consultations_table,
            "'consultations'",
            "consultations.number || ' ' || consultations.title || ' ' || ",
            CONSULTATION_SAYS
        );
        texts!(
            all,
            only,
            proposals_table,
            "'proposals'",
            "proposals.number || ' ' || proposals.title || ' ' || ",
            PROPOSAL_SAYS
        );
        texts!(all, only, lessons, "'lessons'", "lessons.number || ' ' || lessons.title || ' ' || ", LESSON_SAYS);
        texts!(all, only, people, "'people'", "people.name || ' ' || people.username");
        let rows: Vec<(String, String, String)> = all.rows(conn)?;
        let kept = |(id, sort, text): (String, String, String)| {
            let sort = Sort::from_code(&sort)?;
            let called = called_by(sort, &text);
            Some((id, Kept { sort, text: format!("{text} {called}").to_lowercase().into() }))
        };
        Ok(rows.into_iter().filter_map(kept).collect())
    }
}

/// By what else a row is looked for than by its text: the names that pages make of it, in both languages; of people pinyin and initials.
fn called_by(sort: Sort, text: &str) -> String {
    let mut words = text.splitn(3, ' ');
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let both = |name: &dyn Fn(Lang) -> String| format!("{} {}", name(Lang::Zh), name(Lang::En));
    match sort {
        Sort::Person => searched("", first, None, std::iter::empty(), std::iter::empty()),
        Sort::Meeting => both(&|lang| met(first, second, "", lang)),
        Sort::Report => both(&|lang| reported(first, second, "", lang)),
        _ => String::new(),
    }
}

/// What a meeting of this kind, number and title is called.
fn met(kind: &str, number: &str, title: &str, lang: Lang) -> String {
    let kind = MeetingKind::from_code(kind).unwrap_or(MeetingKind::Special);
    Meeting { kind, number: number.to_owned(), title: title.to_owned(), ..schedule::unwritten() }.name(lang)
}

/// What a report of this kind is called; `of` is its week or the code of its stage.
fn reported(kind: &str, of: &str, title: &str, lang: Lang) -> String {
    ReportKind::from_code(kind).map_or(String::new(), |kind| called(kind, Some(of), of, title, lang))
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub sort: Sort,
    pub number: String,
    title: String,
    /// Of a meeting its kind, of a report its week or the code of its stage.
    of: String,
    /// What it says.
    text: String,
    pub at: Option<Moment>,
    /// The code of its state or kind.
    code: String,
    /// Whose it is.
    pub who: String,
}

type Row = (String, String, String, String, String, Option<Moment>, String, String);
type Rows = Compound<(Text, Text, Text, Text, Text, Nullable<Timestamp>, Text, Text)>;

/// The words of a question.
pub fn words_of(asked: &str) -> Vec<String> {
    asked.to_lowercase().split_whitespace().take(WORDS).map(str::to_owned).collect()
}

/// What says every word of a question, of each sort the newest, or more of the only one that is asked for, as far as the reader may see
/// it; and whether so much of a sort says it that only the newest [`LATELY`] were read.
pub fn found(r: &mut Reading, asked: &str, only: Option<Sort>) -> Result<(Vec<Found>, bool)> {
    let words = words_of(asked);
    if words.is_empty() {
        return Ok((Vec::new(), false));
    }
    let finders: Vec<Finder> = words.iter().map(Finder::new).collect();
    let mut told: Vec<(Sort, Arc<str>)> = r.look(|rows: &[(Arc<str>, Kept)]| {
        let says = |it: &&(Arc<str>, Kept)| finders.iter().all(|word| word.find(it.1.text.as_bytes()).is_some());
        rows.iter().filter(says).map(|(id, it)| (it.sort, id.clone())).collect()
    })?;
    // An id begins with the time of its row.
    told.sort_by(|a, b| b.1.cmp(&a.1));
    let me = r.me.clone();
    let (mut all, mut is_common) = (Rows::default(), false);
    let many = 1 + if only.is_some() { MANY } else { MOST };
    for sort in Sort::ALL.iter().filter(|it| only.is_none_or(|only| only == **it)) {
        let mut ids: Vec<String> = told.iter().filter(|it| it.0 == *sort).map(|it| it.1.to_string()).collect();
        is_common |= ids.len() > LATELY;
        ids.truncate(LATELY);
        if !ids.is_empty() {
            add(&mut all, &me, *sort, ids, many);
        }
    }
    let one = |(sort, number, title, of, text, at, code, who): Row| {
        Some(Found { sort: Sort::from_code(&sort)?, number, title, of, text, at, code, who })
    };
    let mut found: Vec<Found> = all.rows::<Row>(r)?.into_iter().filter_map(one).collect();
    if only.is_none_or(|it| it == Sort::Meeting) {
        found.extend(untouched(r, asked.trim(), &found)?);
    }
    // The newest first; people, who have no time, by their names.
    found.sort_by(|a, b| (a.sort, b.at, &a.title, &a.number).cmp(&(b.sort, a.at, &b.title, &b.number)));
    Ok((found, is_common))
}

/// The regular meeting of this number, which follows from the calendar alone as long as nobody touched it.
fn untouched(r: &mut Reading, number: &str, found: &[Found]) -> Result<Option<Found>> {
    let number = number.to_uppercase();
    if number.parse::<Regular>().is_err() || found.iter().any(|it| it.sort == Sort::Meeting && it.number == number) {
        return Ok(None);
    }
    let (me, office, today) = (r.me.clone(), r.office.clone(), r.today);
    match schedule::find(r, &me, &office, today, &number) {
        Ok(it) => Ok(Some(Found {
            sort: Sort::Meeting,
            number,
            title: String::new(),
            of: it.meeting.kind.code().to_owned(),
            text: it.meeting.place.clone(),
            at: Some(it.starts_at),
            code: it.meeting.state.code().to_owned(),
            who: String::new(),
        })),
        Err(Error { kind: Kind::NotFound, .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The newest rows of one sort, at most so many.
fn add(all: &mut Rows, me: &Actor, sort: Sort, ids: Vec<String>, many: i64) {
    let (word, nothing) = (fixed::<Text>(&["'", sort.code(), "'"]), fixed::<Text>(&["''"]));
    match sort {
        Sort::Meeting => all.add(
            meetings_table::table
                .filter(meetings_table::id.eq_any(ids))
                .filter(meetings::queries::visible(me))
                .order(meetings_table::id.desc())
                .limit(many)
                .select((
                    word,
                    meetings_table::number,
                    meetings_table::title,
                    meetings_table::kind,
                    meetings_table::place,
                    meetings_table::starts_at,
                    meetings_table::state,
                    nothing,
                )),
        ),
        // What is written down of a meeting that goes on may still change.
        Sort::Item => all.add(
            meetings_table::table
                .into_boxed::<Db>()
                .filter(meetings::queries::visible(me))
                .filter(meetings_table::state.eq(MeetingState::Published))
                .inner_join(agenda_items::table)
                .filter(agenda_items::id.eq_any(ids))
                .order(agenda_items::id.desc())
                .limit(many)
                .select((
                    word,
                    meetings_table::number,
                    meetings_table::title,
                    meetings_table::kind,
                    fixed::<Text>(&[ITEM_SAYS]),
                    meetings_table::starts_at,
                    meetings_table::state,
                    nothing,
                )),
        ),
        Sort::Resolution => all.add(
            resolutions_table::table
                .filter(resolutions_table::id.eq_any(ids))
                .filter(resolutions::queries::visible(me))
                .filter(resolutions::queries::binding())
                .order(resolutions_table::id.desc())
                .limit(many)
                .select((
                    word,
                    resolutions_table::number,
                    resolutions_table::content,
                    nothing.clone(),
                    fixed::<Text>(&[RESOLUTION_SAYS]),
                    resolutions_table::written_at.nullable(),
                    resolutions_table::state,
                    nothing,
                )),
        ),
        Sort::Request => all.add(
            requests_table::table
                .into_boxed::<Db>()
                .filter(requests_table::id.eq_any(ids))
                .filter(requests::queries::visible(me))
                .inner_join(people::table.on(people::id.eq(requests_table::asker_id)))
                .order(requests_table::id.desc())
                .limit(many)
                .select((
                    word,
                    requests_table::number,
                    requests_table::title,
                    nothing,
                    fixed::<Text>(&[REQUEST_SAYS]),
                    requests_table::asked_at.nullable(),
                    requests_table::state,
                    people::name,
                )),
        ),
        Sort::Report => all.add(
            reports_table::table
                .into_boxed::<Db>()
                .filter(reports_table::id.eq_any(ids))
                .filter(reports::queries::visible(me))
                .inner_join(people::table.on(people::id.eq(reports_table::author_id)))
                .order(reports_table::id.desc())
                .limit(many)
                .select((
                    word,
                    reports_table::number,
                    reports_table::title,
                    fixed::<Text>(&[REPORT_OF]),
                    fixed::<Text>(&[REPORT_SAYS]),
                    reports_table::reported_at.nullable(),
                    reports_table::kind,
                    people::name,
                )),
        ),
        Sort::Consultation => all.add(
            consultations_table::table
                .into_boxed::<Db>()
                .filter(consultations_table::id.eq_any(ids))
                .filter(consultations::queries::visible(me))
                .inner_join(people::table.on(people::id.eq(consultations_table::asker_id)))
                .order(consultations_table::id.desc())
                .limit(many)
                .select((
                    word,
                    consultations_table::number,
                    consultations_table::title,
                    nothing,
                    fixed::<Text>(&[CONSULTATION_SAYS]),
                    consultations_table::opened_at.nullable(),
                    consultations_table::state,
                    people::name,
                )),
        ),
        Sort::Proposal => all.add(
            proposals_table::table
                .into_boxed::<Db>()
                .filter(proposals_table::id.eq_any(ids))
                .filter(proposals::queries::visible(me))
                .inner_join(people::table.on(people::id.eq(proposals_table::author_id)))
                .order(proposals_table::id.desc())
                .limit(many)
                .select((
                    word,
                    proposals_table::number,
                    proposals_table::title,
                    nothing,
                    fixed::<Text>(&[PROPOSAL_SAYS]),
                    proposals_table::created_at.nullable(),
                    proposals_table::state,
                    people::name,
                )),
        ),
        // Lessons are everybody's who sees projects, and nobody else searches.
        Sort::Lesson => all.add(
            lessons::table
                .into_boxed::<Db>()
                .filter(lessons::id.eq_any(ids))
                .inner_join(people::table.on(people::id.eq(lessons::person_id)))
                .order(lessons::id.desc())
                .limit(many)
                .select((
                    word,
                    lessons::number,
                    lessons::title,
                    nothing,
                    fixed::<Text>(&[LESSON_SAYS]),
                    lessons::recorded_at.nullable(),
                    lessons::kind,
                    people::name,
                )),
        ),
        Sort::Person => all.add(
            people::table
                .filter(people::id.eq_any(ids))
                .filter(people::active.eq(true))
                .order(people::name)
                .limit(many)
                .select((
                    word,
                    people::username,
                    people::name,
                    nothing.clone(),
                    nothing.clone(),
                    fixed::<Nullable<Timestamp>>(&["null"]),
                    nothing.clone(),
                    people::phone,
                )),
        ),
    }
}

impl Found {
    /// Where it is read.
    pub fn href(&self) -> String {
        match self.sort {
            Sort::Item => format!("/meetings/{}/minutes", self.number),
            Sort::Lesson => format!("/lessons?q={}", self.number),
            sort => format!("/{}/{}", sort.code(), self.number),
        }
    }

    /// What it is called.
    pub fn name(&self, lang: &Lang) -> String {
        match self.sort {
            Sort::Meeting | Sort::Item => met(&self.of, &self.number, &self.title, *lang),
            Sort::Report => reported(&self.code, &self.of, &self.title, *lang),
            _ => self.title.clone(),
        }
    }

    /// Whose it is; of a meeting where.
    pub fn whose(&self) -> &str {
        match self.sort {
            Sort::Meeting => &self.text,
            Sort::Item | Sort::Resolution => "",
            _ => &self.who,
        }
    }

    /// How it stands, or what kind it is.
    pub fn state(&self, lang: &Lang) -> &'static str {
        let code = self.code.as_str();
        let name = match self.sort {
            Sort::Meeting | Sort::Item => MeetingState::from_code(code).map(MeetingState::name),
            Sort::Resolution => ResolutionState::from_code(code).map(ResolutionState::name),
            Sort::Request => requests::model::RequestState::from_code(code).map(requests::model::RequestState::name),
            // A weekly report says so by its name.
            Sort::Report => ReportKind::from_code(code).filter(|it| *it != ReportKind::Weekly).map(ReportKind::name),
            Sort::Consultation => {
                consultations::model::ConsultationState::from_code(code).map(consultations::model::ConsultationState::name)
            }
            Sort::Proposal => ProposalState::from_code(code).map(ProposalState::name),
            Sort::Lesson => LessonKind::from_code(code).map(LessonKind::name),
            Sort::Person => None,
        };
        name.map_or("", |name| lang.say(name))
    }

    /// The place where it says a word of the question: what stands before it, the word, what follows. None where only its name or its
    /// number does.
    pub fn place(&self, words: &[String]) -> Option<(String, String, String)> {
        if matches!(self.sort, Sort::Meeting | Sort::Person) {
            return None;
        }
        let text: Vec<char> = self.text.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
        let small: Vec<char> = text.iter().map(|it| it.to_lowercase().next().unwrap_or(*it)).collect();
        let (from, long) = words.iter().find_map(|word| {
            let word: Vec<char> = word.chars().collect();
            let at = small.windows(word.len().max(1)).position(|it| it == word)?;
            Some((at, word.len()))
        })?;
        let piece = |from: usize, to: usize| text.get(from..to).unwrap_or_default().iter().collect::<String>();
        let (start, end) = (from.saturating_sub(BEFORE), (from + long + AFTER).min(text.len()));
        let (cut, more) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
        Some((format!("{cut}{}", piece(start, from)), piece(from, from + long), format!("{}{more}", piece(from + long, end))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Found {
        Found {
            sort: Sort::Request,
            number: "QS-2026-001".into(),
            title: "订金比例".into(),
            of: String::new(),
            text: text.into(),
            at: None,
            code: "open".into(),
            who: "李伟".into(),
        }
    }

    #[test]
    fn the_place_of_a_word_is_shown_with_what_stands_around_it() {
        let long = format!("{}Deposit 三成{}", "前".repeat(30), "后".repeat(60));
        for (text, asked, place) in [
            ("客户要求再让两个点", "让两", Some(("客户要求再".to_owned(), "让两", "个点".to_owned()))),
            (&long, "deposit", Some((format!("…{}", "前".repeat(16)), "Deposit", format!(" 三成{}…", "后".repeat(45))))),
            ("客户要求再让两个点", "订金", None),
            ("", "订金", None),
        ] {
            let place = place.map(|(before, word, after)| (before, word.to_owned(), after));
            assert_eq!(told(text).place(&words_of(asked)), place, "{text} {asked}");
        }
    }

    #[test]
    fn every_sort_is_kept_under_the_name_of_its_table() {
        let sorts: Vec<&str> = Sort::ALL.iter().map(|it| it.code()).collect();
        assert_eq!(sorts, Kept::KINDS);
    }
}
