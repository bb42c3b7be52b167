//! The pack on the screen and on A4.

use askama::Template;

use super::content::{Carried, Fired, Member, Moved, Pack, Sums, seal};
use super::fitting::{self, FEW, across};
use crate::clock::Moment;
use crate::error::Result;
use crate::lang::{Lang, Pair};
use crate::meetings::model::{Meeting, MeetingKind, ResolutionKind};
use crate::meetings::pages::time;
use crate::meetings::queries;
use crate::meetings::schedule::{self, Occasion};
use crate::projects::pipeline::State;
use crate::projects::records::fields::Grade;
use crate::reports::week::lines::{Line, Lines, begins};
use crate::web::shell::Given;
use crate::web::{Reading, Shell};

/// How many characters are told of a resolution, of what a member reports of the week and of what hinders them: all of it stands on
/// its own page.
#[derive(Clone, Copy)]
struct Room {
    resolution: usize,
    summary: usize,
    problems: usize,
}

/// Resolutions whole; if not everything fits, two lines of each; if it still does not, one; at last less of what was reported.
const ROOMS: [Room; 4] = [
    Room { resolution: usize::MAX, summary: 60, problems: 40 },
    Room { resolution: 48, summary: 60, problems: 40 },
    Room { resolution: 22, summary: 60, problems: 40 },
    Room { resolution: 22, summary: 24, problems: 12 },
];
/// How many lines the title and the headings of a weekly pack take.
const HEADS: usize = 14;
/// How many moves and deviations of a month at most and at least, in two columns;
const SOME: usize = 24;
const FEWEST: usize = 8;
/// how many lines of resolutions leave room for that many, and how many at most are taken by them.
const RESOLVED: usize = 8;
const MOST_RESOLVED: usize = 18;

/// The page.
#[derive(Template)]
#[template(path = "meetings/pack.html")]
pub struct Sheet {
    s: Shell,
    it: Occasion,
    pack: Pack,
    /// When it was written down and its seal; none while it is live.
    frozen: Option<(Moment, String)>,
    /// Whether it reads as it was written down.
    whole: bool,
    /// How many of a kind are told of a member,
    few: usize,
    /// of moves and deviations of a month,
    some: usize,
    /// and how much of a text.
    room: Room,
}

impl Sheet {
    /// Reads the pack of a meeting that the reader may see.
    pub fn of(r: &mut Reading, number: &str) -> Result<Sheet> {
        let (me, office, today, now) = (r.me.clone(), r.office.clone(), r.today, r.now);
        let it = schedule::find(r, &me, &office, today, number)?;
        let written = queries::pack(r, &it.meeting.id)?;
        let whole = written.as_ref().is_none_or(|row| row.seal == seal(&row.content));
        let pack = match &written {
            Some(row) => Pack::read(&row.content)?,
            None => super::draw(r, &me, &office, now, &it)?,
        };
        let frozen = written.map(|row| (row.drawn_at, row.seal));
        let mut sheet = Sheet { s: r.shell()?, it, pack, frozen, whole, few: FEW, some: SOME, room: ROOMS[0] };
        match sheet.it.meeting.kind {
            MeetingKind::Weekly => (sheet.few, sheet.room) = sheet.fitting(),
            MeetingKind::Monthly => (sheet.some, sheet.room) = sheet.fitting_month(),
            MeetingKind::Special => {}
        }
        Ok(sheet)
    }

    /// How much is told of each member, and how much of each text, so that a weekly pack stays on two sheets.
    fn fitting(&self) -> (usize, Room) {
        let pack = &self.pack;
        let requests = pack.requests.iter().map(|it| 1 + across(&it.question) + across(&it.proposal));
        let matters = pack.matters.iter().map(|it| 1 + across(&it.about));
        let names = across(&self.silent()) + across(&self.unreported());
        let others = HEADS + requests.chain(matters).sum::<usize>() + names;
        let told = |room: Room| {
            let reported = |it: &Member| self.told_by(it, room).map_or(String::new(), |it| it.1);
            let resolutions = fitting::resolutions(pack.resolutions.iter().map(|it| begins(&it.content, room.resolution)));
            Some((fitting::few(self.lines(), &pack.members, reported, others + resolutions)?, room))
        };
        ROOMS.into_iter().find_map(told).unwrap_or((1, ROOMS[3]))
    }

    /// How many moves and deviations of a month are told, and how much of each resolution, so that a monthly pack stays on two sheets.
    fn fitting_month(&self) -> (usize, Room) {
        let lines =
            |room: &Room| fitting::resolutions(self.pack.resolutions.iter().map(|it| begins(&it.content, room.resolution)));
        let room = ROOMS[..3].iter().find(|room| lines(room) <= MOST_RESOLVED).unwrap_or(&ROOMS[2]);
        (SOME.saturating_sub(2 * lines(room).saturating_sub(RESOLVED)).max(FEWEST), *room)
    }

    /// What a resolution says, as far as there is room for it.
    fn content(&self, it: &Carried) -> String {
        begins(&it.content, self.room.resolution)
    }

    fn title(&self) -> String {
        self.it.meeting.name(self.s.lang)
    }

    fn href(&self) -> String {
        self.it.meeting.href()
    }

    /// The meeting as it was called, or as it is to be.
    fn occasion(&self) -> Occasion {
        let (pack, it) = (&self.pack, &self.it);
        let Some(starts_at) = pack.starts_at else { return it.clone() };
        let meeting = Meeting { minutes: pack.minutes, place: pack.place.clone(), ..it.meeting.clone() };
        Occasion { meeting, starts_at, moved: it.moved }
    }

    fn time(&self) -> String {
        time(&self.s, &self.occasion())
    }

    /// When it is now, if it was moved after the pack was written down.
    fn moved_to(&self) -> Option<String> {
        self.pack.starts_at.filter(|at| *at != self.it.starts_at).map(|_| time(&self.s, &self.it))
    }

    fn place(&self) -> String {
        self.occasion().meeting.place
    }

    fn is_frozen(&self) -> bool {
        self.frozen.is_some()
    }

    fn drawn_at(&self) -> String {
        self.frozen.as_ref().map(|it| self.s.minute(it.0)).unwrap_or_default()
    }

    fn seal(&self) -> &str {
        self.frozen.as_ref().and_then(|it| it.1.get(..8)).unwrap_or_default()
    }

    fn is_weekly(&self) -> bool {
        self.it.meeting.kind == MeetingKind::Weekly
    }

    fn is_special(&self) -> bool {
        self.it.meeting.kind == MeetingKind::Special
    }

    /// `11-23 至 11-29`.
    fn period(&self) -> String {
        let (from, to) = (self.pack.from.format("%Y-%m-%d"), self.pack.to.format("%m-%d"));
        match self.s.lang {
            Lang::Zh => format!("{from} 至 {to}"),
            Lang::En => format!("{from} to {to}"),
        }
    }

    fn word(&self, name: Option<Pair>) -> &'static str {
        name.map_or("—", |it| self.s.lang.say(it))
    }

    fn kind(&self, it: &Carried) -> &'static str {
        match ResolutionKind::from_code(&it.kind) {
            Some(kind) => self.s.lang.say(kind.name()),
            None => self.s.t("未归类", "not typed"),
        }
    }

    fn times(&self, it: &Carried) -> String {
        match (it.times, self.s.lang) {
            (0, _) => "—".to_owned(),
            (times, Lang::Zh) => format!("{times} 次"),
            (1, Lang::En) => "once".to_owned(),
            (times, Lang::En) => format!("{times} times"),
        }
    }

    fn is_late(&self, it: &Carried) -> bool {
        it.due_on.is_some_and(|due| due < self.pack.today)
    }

    fn lines(&self) -> Lines<'_> {
        Lines { s: &self.s, few: self.few }
    }

    /// What a member reported of the week, in short; none if they have not.
    fn reported(&self, it: &Member) -> Option<(String, String)> {
        self.told_by(it, self.room)
    }

    fn told_by(&self, it: &Member, room: Room) -> Option<(String, String)> {
        let told = it.report.as_ref()?;
        let problems = begins(&told.problems, room.problems);
        let hinders =
            if problems.is_empty() { problems } else { format!("{}{problems}", self.s.t("；困难：", "; hindered: ")) };
        let did = begins(&told.summary, room.summary);
        let did = if hinders.is_empty() { did.as_str() } else { did.trim_end_matches(['。', '.']) };
        Some((format!("/reports/{}", told.number), format!("{did}{hinders}")))
    }

    fn silent(&self) -> String {
        self.pack.silent.join(self.s.t("、", ", "))
    }

    fn unreported(&self) -> String {
        self.pack.unreported.join(self.s.t("、", ", "))
    }

    fn grade(&self, code: &str) -> &'static str {
        self.word(Grade::from_code(code).map(Grade::name))
    }

    fn stage(&self, code: &str) -> &'static str {
        self.word(State::from_code(code).map(State::name))
    }

    fn moves_of_month(&self, all: &[Moved]) -> Vec<Line> {
        let lines = Lines { few: self.some, ..self.lines() };
        // The newest first: if not all are told, those that are left out are the oldest.
        lines.few(all.iter().rev().map(|it| lines.moved(it)))
    }

    fn alerts_of_month(&self, all: &[Fired]) -> Vec<Line> {
        let lines = Lines { few: self.some, ..self.lines() };
        lines.few(all.iter().map(|it| lines.alert(it)))
    }

    /// The figures of a month beside those of the one before: name, this, last.
    fn sums(&self, this: &Sums, last: &Sums) -> Vec<(&'static str, String, String)> {
        let money = |name, of: fn(&Sums) -> i64| (name, self.s.money(of(this)), self.s.money(of(last)));
        let count = |name, of: fn(&Sums) -> i64| (name, of(this).to_string(), of(last).to_string());
        vec![
            money(self.s.t("签约额", "Signed amount"), |it| it.signed),
            count(self.s.t("签约合同", "Contracts signed"), |it| it.contracts),
            money(self.s.t("已回款", "Received"), |it| it.received),
            count(self.s.t("客户活动", "Activities"), |it| it.activities),
            count(self.s.t("阶段流转", "Stage moves"), |it| it.moves),
        ]
    }

    /// A number of the month's meeting by the meeting's name.
    fn meeting(&self, number: &str) -> String {
        let kind = if number.contains("-W") { MeetingKind::Weekly } else { MeetingKind::Monthly };
        Meeting { number: number.to_owned(), kind, ..schedule::unwritten() }.name(self.s.lang)
    }

    fn budget(&self, lines: &[(String, i64)]) -> i64 {
        lines.iter().map(|it| it.1).sum()
    }

    fn measured(&self, value: impl Given<i64>, unit: &(String, String)) -> String {
        self.s.measured(value.given(), &unit.0, &unit.1)
    }
}
