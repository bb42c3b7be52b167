//! The pack on the screen and on A4.

use askama::Template;

use super::content::{Carried, Fired, Member, Moved, Named, Pack, Signed, Step, Sums, seal};
use crate::clock::Moment;
use crate::customers::model::ActivityKind;
use crate::error::Result;
use crate::lang::{Lang, Pair};
use crate::meetings::model::{Meeting, MeetingKind, ResolutionKind};
use crate::meetings::pages::time;
use crate::meetings::queries;
use crate::meetings::schedule::{self, Occasion};
use crate::projects::alerts::rules::Rule;
use crate::projects::pipeline::{Move, State};
use crate::projects::records::fields::Grade;
use crate::projects::tasks;
use crate::web::shell::Given;
use crate::web::{Reading, Shell};

/// How many of a kind are told of a member; how many others there are is said.
const FEW: usize = 4;
/// How many characters of a task's words and of a customer's name: all of it stands on the page that the line leads to.
const SHORT: usize = 14;
/// How many moves and deviations of a month.
const SOME: usize = 24;

/// A line: what is said, and the page that it leads to.
pub type Line = (String, String);

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
        Ok(Sheet { s: r.shell()?, it, pack, frozen, whole })
    }

    fn title(&self) -> String {
        self.it.meeting.name(self.s.lang)
    }

    fn href(&self) -> String {
        self.it.meeting.href()
    }

    fn time(&self) -> String {
        time(&self.s, &self.it)
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

    /// At most so many lines, and how many more there are.
    fn few(&self, all: impl ExactSizeIterator<Item = Line>, most: usize) -> Vec<Line> {
        let more = all.len().saturating_sub(most);
        let mut lines: Vec<Line> = all.take(most).collect();
        if more > 0 {
            lines.push((
                String::new(),
                match self.s.lang {
                    Lang::Zh => format!("另有 {more} 项"),
                    Lang::En => format!("and {more} more"),
                },
            ));
        }
        lines
    }

    fn project(of: &Named) -> String {
        format!("/projects/{}", of.number)
    }

    fn moved(&self, it: &Moved) -> Line {
        let to = self.word(State::from_code(&it.to).map(State::name));
        let done = self.word(Move::from_code(&it.code).map(|it| it.deed().name()));
        let text = match self.s.lang {
            Lang::Zh => format!("{} {done} → {to}（{}）", it.project.name, it.on.format("%m-%d")),
            Lang::En => format!("{} {done} → {to} ({})", it.project.name, it.on.format("%m-%d")),
        };
        (Self::project(&it.project), text)
    }

    /// Where a project has come to: each once, by its last move.
    fn came_to(&self, all: &[Moved]) -> Vec<Line> {
        let is_last = |(at, it): &(usize, &Moved)| all.iter().skip(at + 1).all(|later| later.project != it.project);
        let last: Vec<&Moved> = all.iter().enumerate().filter(is_last).map(|(_, it)| it).collect();
        let one = |it: &&Moved| {
            let to = self.word(State::from_code(&it.to).map(State::name));
            let text = match self.s.lang {
                Lang::Zh => format!("{} → {to}（{}）", it.project.name, it.on.format("%m-%d")),
                Lang::En => format!("{} → {to} ({})", it.project.name, it.on.format("%m-%d")),
            };
            (Self::project(&it.project), text)
        };
        self.few(last.iter().map(one), FEW)
    }

    fn signed(&self, it: &Signed) -> Line {
        let (signed, customer) = (self.s.t("签约", "Signed"), short(&it.customer));
        let text = format!("{signed} {} {customer} {}", it.number, self.s.money(it.fen));
        (format!("/contracts/{}", it.number), text)
    }

    fn step(&self, it: &Step) -> Line {
        let name = self.s.lang.say(tasks::called(&it.step));
        let what = if it.what.is_empty() { name.to_owned() } else { format!("{name} · {}", short(&it.what)) };
        (Self::project(&it.project), format!("{} {what} · {}", it.due_on.format("%m-%d"), it.project.name))
    }

    fn alert(&self, it: &Fired) -> Line {
        let rule = self.word(Rule::from_code(&it.rule).map(Rule::name));
        let about = if it.title.is_empty() { String::new() } else { format!(" · {}", it.title) };
        let since = it.since.format("%m-%d");
        let text = match self.s.lang {
            Lang::Zh => format!("{} {rule}{about}（{since} 起）", it.project.name),
            Lang::En => format!("{} {rule}{about} (since {since})", it.project.name),
        };
        (Self::project(&it.project), text)
    }

    /// What a member did.
    fn did(&self, it: &Member) -> Vec<Line> {
        let mut lines = self.came_to(&it.moves);
        let count: i64 = it.activities.iter().map(|it| it.1).sum();
        if count > 0 {
            let each = |(code, count): &(String, i64)| {
                format!("{} {count}", self.word(ActivityKind::from_code(code).map(ActivityKind::name)))
            };
            let kinds = it.activities.iter().map(each).collect::<Vec<_>>().join(self.s.t("、", ", "));
            let text = match self.s.lang {
                Lang::Zh => format!("客户活动 {count} 次（{kinds}），客户 {} 家", it.customers),
                Lang::En => format!(
                    "{} ({kinds}) with {}",
                    crate::lang::counted(count, "activity"),
                    crate::lang::counted(it.customers, "customer")
                ),
            };
            lines.push((format!("/activities?person={}", it.username), text));
        }
        lines.extend(self.few(it.contracts.iter().map(|it| self.signed(it)), FEW));
        if it.received > 0 {
            lines.push((String::new(), format!("{} {}", self.s.t("已回款", "Received"), self.s.money(it.received))));
        }
        lines
    }

    fn late(&self, it: &Member) -> Vec<Line> {
        self.few(it.late.iter().map(|it| self.step(it)), FEW)
    }

    fn due(&self, it: &Member) -> Vec<Line> {
        self.few(it.due.iter().map(|it| self.step(it)), FEW)
    }

    fn alerts(&self, it: &Member) -> Vec<Line> {
        self.few(it.alerts.iter().map(|it| self.alert(it)), FEW)
    }

    fn silent(&self) -> String {
        self.pack.silent.join(self.s.t("、", ", "))
    }

    fn grade(&self, code: &str) -> &'static str {
        self.word(Grade::from_code(code).map(Grade::name))
    }

    fn stage(&self, code: &str) -> &'static str {
        self.word(State::from_code(code).map(State::name))
    }

    fn moves_of_month(&self, all: &[Moved]) -> Vec<Line> {
        self.few(all.iter().map(|it| self.moved(it)), SOME)
    }

    fn alerts_of_month(&self, all: &[Fired]) -> Vec<Line> {
        self.few(all.iter().map(|it| self.alert(it)), SOME)
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

/// The beginning of a text.
fn short(text: &str) -> String {
    match text.char_indices().nth(SHORT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
