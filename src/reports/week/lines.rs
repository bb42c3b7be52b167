//! A member's week in lines, each with the page that it leads to: for the weekly report and for what is laid before the meeting.

use super::content::{Fired, Member, Moved, Named, Resolved, Signed, Step};
use super::doings::Service;
use crate::customers::model::ActivityKind;
use crate::lang::{Lang, Pair, counted};
use crate::projects::alerts::rules::Rule;
use crate::projects::pipeline::{Move, State};
use crate::projects::tasks;
use crate::web::Shell;

/// How many characters of a task's words and of a customer's name: all of it stands on the page that the line leads to.
const SHORT: usize = 14;

/// A line: what is said, and the page that it leads to.
pub type Line = (String, String);

/// Tells a reader, of each kind at most so many.
#[derive(Clone, Copy)]
pub struct Lines<'a> {
    pub s: &'a Shell,
    pub few: usize,
}

impl Lines<'_> {
    /// At most so many lines, and how many more there are.
    pub fn few(&self, all: impl ExactSizeIterator<Item = Line>) -> Vec<Line> {
        let more = all.len().saturating_sub(self.few);
        all.take(self.few).chain(self.more(more)).collect()
    }

    /// At most so many things, those of a project in one line each, where its first one stands; and how many more there are.
    fn few_by_project<T>(&self, all: &[T], of: fn(&T) -> &Named, say: impl Fn(&T) -> String) -> Vec<Line> {
        let mut lines: Vec<(&Named, Vec<String>)> = Vec::new();
        for it in all.iter().take(self.few) {
            let project = of(it);
            match lines.iter_mut().find(|it| it.0 == project) {
                Some((_, said)) => said.push(say(it)),
                None => lines.push((project, vec![say(it)])),
            }
        }
        let and = self.s.t("、", ", ");
        let one =
            |(of, said): (&Named, Vec<String>)| (project(of), format!("{}{}{}", of.name, self.s.t("：", ": "), said.join(and)));
        lines.into_iter().map(one).chain(self.more(all.len().saturating_sub(self.few))).collect()
    }

    fn more(&self, count: usize) -> Option<Line> {
        let text = match self.s.lang {
            Lang::Zh => format!("另有 {count} 项"),
            Lang::En => format!("and {count} more"),
        };
        (count > 0).then(|| (String::new(), text))
    }

    fn word(&self, name: Option<Pair>) -> &'static str {
        name.map_or("—", |it| self.s.lang.say(it))
    }

    /// A move of a project.
    pub fn moved(&self, it: &Moved) -> Line {
        let to = self.word(State::from_code(&it.to).map(State::name));
        let done = self.word(Move::from_code(&it.code).map(|it| it.deed().name()));
        let text = match self.s.lang {
            Lang::Zh => format!("{} {done} → {to}（{}）", it.project.name, it.on.format("%m-%d")),
            Lang::En => format!("{} {done} → {to} ({})", it.project.name, it.on.format("%m-%d")),
        };
        (project(&it.project), text)
    }

    /// Where projects have come to: each once, by its last move.
    fn came_to(&self, all: &[Moved]) -> Vec<Line> {
        let is_last = |(at, it): &(usize, &Moved)| all.iter().skip(at + 1).all(|later| later.project != it.project);
        let last: Vec<&Moved> = all.iter().enumerate().filter(is_last).map(|(_, it)| it).collect();
        let one = |it: &&Moved| {
            let to = self.word(State::from_code(&it.to).map(State::name));
            let text = match self.s.lang {
                Lang::Zh => format!("{} → {to}（{}）", it.project.name, it.on.format("%m-%d")),
                Lang::En => format!("{} → {to} ({})", it.project.name, it.on.format("%m-%d")),
            };
            (project(&it.project), text)
        };
        self.few(last.iter().map(one))
    }

    fn signed(&self, it: &Signed) -> Line {
        let (signed, customer) = (self.s.t("签约", "Signed"), short(&it.customer));
        let text = format!("{signed} {} {customer} {}", it.number, self.s.money(it.fen));
        (format!("/contracts/{}", it.number), text)
    }

    fn step(&self, it: &Step) -> String {
        let name = self.s.lang.say(tasks::called(&it.step));
        let what = if it.what.is_empty() { name.to_owned() } else { format!("{name} · {}", short(&it.what)) };
        format!("{} {what}", it.due_on.format("%m-%d"))
    }

    /// A deviation, with the project that deviates.
    pub fn alert(&self, it: &Fired) -> Line {
        (project(&it.project), format!("{} {}", it.project.name, self.fired(it)))
    }

    fn fired(&self, it: &Fired) -> String {
        let rule = self.word(Rule::from_code(&it.rule).map(Rule::name));
        let about = if it.title.is_empty() { String::new() } else { format!(" · {}", it.title) };
        let since = it.since.format("%m-%d");
        match self.s.lang {
            Lang::Zh => format!("{rule}{about}（{since} 起）"),
            Lang::En => format!("{rule}{about} (since {since})"),
        }
    }

    /// The steps of projects that a member did: each once, with how often.
    fn done(&self, it: &Member) -> Option<Line> {
        let mut steps: Vec<(&str, i64)> = Vec::new();
        for did in &it.done {
            match steps.iter_mut().find(|step| step.0 == did.step) {
                Some((_, count)) => *count += 1,
                None => steps.push((&did.step, 1)),
            }
        }
        steps.sort();
        let each = |(step, count): &(&str, i64)| {
            let name = self.s.lang.say(tasks::called(step));
            if *count == 1 { name.to_owned() } else { format!("{name} ×{count}") }
        };
        let more = steps.len().saturating_sub(self.few);
        let named = steps.iter().take(self.few).map(each).chain(self.more(more).map(|it| it.1));
        let named = named.collect::<Vec<_>>().join(self.s.t("、", ", "));
        let text = match self.s.lang {
            Lang::Zh => format!("完成步骤：{named}"),
            Lang::En => format!("Steps done: {named}"),
        };
        (!steps.is_empty()).then_some((String::new(), text))
    }

    /// What a member did for others, in one line.
    pub fn served(&self, it: &Member) -> Option<String> {
        let each = |(code, count): &(String, i64)| {
            let service = Service::from_code(code)?;
            Some(match (self.s.lang, service) {
                (Lang::Zh, Service::Advice) => format!("提供参考意见 {count} 件"),
                (Lang::Zh, Service::Consultation) => format!("答复咨询 {count} 件"),
                (Lang::Zh, Service::Minutes) => format!("发布会议纪要 {count} 份"),
                (Lang::Zh, Service::Resolution) => format!("落实决议 {count} 项"),
                (Lang::Zh, Service::Reminder) => format!("催办 {count} 次"),
                (Lang::En, Service::Advice) => format!("advice on {}", counted(*count, "request")),
                (Lang::En, Service::Consultation) => format!("{} answered", counted(*count, "consultation")),
                (Lang::En, Service::Minutes) => format!("minutes of {} published", counted(*count, "meeting")),
                (Lang::En, Service::Resolution) => format!("{} carried out", counted(*count, "resolution")),
                (Lang::En, Service::Reminder) => format!("{} sent", counted(*count, "reminder")),
            })
        };
        let all: Vec<String> = it.served.iter().filter_map(each).collect();
        (!all.is_empty()).then(|| all.join(self.s.t("、", ", ")))
    }

    fn resolved(&self, it: &Resolved) -> Line {
        let text = match self.s.lang {
            Lang::Zh => format!("{} 决议：{}", it.due_on.format("%m-%d"), short(&it.content)),
            Lang::En => format!("{} resolution: {}", it.due_on.format("%m-%d"), short(&it.content)),
        };
        (format!("/resolutions/{}", it.number), text)
    }

    /// How many answers to their requests a member has not confirmed in time, and since when.
    fn unconfirmed(&self, it: &Member) -> Option<Line> {
        let (first, count) = (it.unconfirmed.iter().min()?.format("%m-%d"), it.unconfirmed.len());
        let text = match self.s.lang {
            Lang::Zh => format!("{first} 批示待确认 {count} 件"),
            Lang::En => format!("{first} {} to confirm", counted(i64::try_from(count).unwrap_or(0), "answer")),
        };
        Some((String::new(), text))
    }

    /// What a member did.
    pub fn did(&self, it: &Member) -> Vec<Line> {
        let mut lines = self.came_to(&it.moves);
        let count: i64 = it.activities.iter().map(|it| it.1).sum();
        if count > 0 {
            let each = |(code, count): &(String, i64)| {
                format!("{} {count}", self.word(ActivityKind::from_code(code).map(ActivityKind::name)))
            };
            let kinds = it.activities.iter().map(each).collect::<Vec<_>>().join(self.s.t("、", ", "));
            let text = match self.s.lang {
                Lang::Zh => format!("客户活动 {count} 次（{kinds}），客户 {} 家", it.customers),
                Lang::En => {
                    format!("{} ({kinds}) with {}", counted(count, "activity"), counted(it.customers, "customer"))
                }
            };
            lines.push((format!("/activities?person={}", it.username), text));
        }
        lines.extend(self.few(it.contracts.iter().map(|it| self.signed(it))));
        if it.received > 0 {
            lines.push((String::new(), format!("{} {}", self.s.t("已回款", "Received"), self.s.money(it.received))));
        }
        lines.extend(self.done(it));
        lines.extend(self.served(it).map(|text| (String::new(), text)));
        lines
    }

    /// What of theirs is late.
    pub fn late(&self, it: &Member) -> Vec<Line> {
        let mut lines = self.few_by_project(&it.late, |it| &it.project, |it| self.step(it));
        lines.extend(self.few(it.resolutions.iter().map(|it| self.resolved(it))));
        lines.extend(self.unconfirmed(it));
        lines
    }

    /// What of theirs becomes due.
    pub fn due(&self, it: &Member) -> Vec<Line> {
        self.few_by_project(&it.due, |it| &it.project, |it| self.step(it))
    }

    /// What deviates in their projects.
    pub fn alerts(&self, it: &Member) -> Vec<Line> {
        self.few_by_project(&it.alerts, |it| &it.project, |it| self.fired(it))
    }
}

fn project(of: &Named) -> String {
    format!("/projects/{}", of.number)
}

/// The beginning of a text.
fn short(text: &str) -> String {
    begins(text, SHORT)
}

/// The first so many characters of a text, on one line.
pub fn begins(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
