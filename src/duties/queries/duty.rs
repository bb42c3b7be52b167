//! What a row is told as: what is to be done, about what, whose it is, and where it is done.

use super::rows::Row;
use crate::calendar::NOON;
use crate::duties::model::{Duty, DutyKind, Who};
use crate::lang::{Lang, Pair};
use crate::meetings::model::{Meeting, MeetingKind, ResolutionKind};
use crate::meetings::schedule::unwritten;
use crate::policy::Deed;
use crate::projects::pipeline::{Stage, State};
use crate::projects::tasks::{REPORT, called, place, report_on};
use crate::tasks::queries::decision;

pub(super) fn pair(it: Pair) -> [String; 2] {
    [it.0.to_owned(), it.1.to_owned()]
}

pub(super) fn both(it: impl Fn(Lang) -> String) -> [String; 2] {
    [it(Lang::Zh), it(Lang::En)]
}

/// The duty that a row tells of; none where its word is none of ours.
#[allow(clippy::too_many_lines)] // What each part is called, and where it is done.
pub(super) fn duty(row: Row) -> Option<Duty> {
    let Row { which, number, id, about, word, subject, person, role, name, since, due, project, coordinator, is_closed } = row;
    let who = Who::of(person, &role);
    let closed = is_closed.then(|| format!("closed-{which}-{id}"));
    let is_urgent = matches!(which.as_str(), "request" | "advice" | "reading") && word == "urgent";
    let title = [about.clone(), about.clone()];
    let named = [project.clone(), project.clone()];
    let meeting = || {
        let kind = MeetingKind::from_code(&word)?;
        Some(Meeting { number: number.clone(), kind, title: about.clone(), ..unwritten() })
    };
    let (kind, key, what, about, href) = match which.as_str() {
        "task" => {
            let kind = if word.starts_with(REPORT) { DutyKind::Report } else { DutyKind::Step };
            let what = pair(called(&word));
            let about = match about.is_empty() {
                true => named,
                false => both(|_| format!("{about} · {project}")),
            };
            (kind, id, what, about, format!("/projects/{number}/{}", place(&word, &subject)))
        }
        "project" => {
            let state = State::from_code(&word)?;
            let what = match who {
                Who::Role(_) => decision(state),
                Who::Person(_) if state == State::DirectiveIssued => Pair("领受指令", "Acknowledge the directive"),
                Who::Person(_) => Pair("报送论证", "Submit for deliberation"),
            };
            (DutyKind::Decision, number.clone(), pair(what), named, format!("/projects/{number}{}", state.place()))
        }
        "request" => {
            let what = Pair("批示请示", "Answer a request");
            (DutyKind::Request, number.clone(), pair(what), title, format!("/requests/{number}"))
        }
        "confirmation" => {
            let what = Pair("确认批示", "Confirm the answer to a request");
            (DutyKind::Confirmation, number.clone(), pair(what), title, format!("/requests/{number}"))
        }
        "advice" => {
            let what = Pair("提供参考意见", "Give advice");
            (DutyKind::Information, number.clone(), pair(what), title, format!("/requests/{number}#advice"))
        }
        "consultation" => {
            let what = Deed::AnswerConsultation.name();
            (DutyKind::Information, number.clone(), pair(what), title, format!("/consultations/{number}"))
        }
        "reading" => {
            let about = Stage::from_code(&word).map_or(title, |stage| pair(report_on(stage)));
            (DutyKind::Reading, number.clone(), pair(Deed::ReadReport.name()), about, format!("/reports/{number}"))
        }
        "resolution" => {
            let what = ResolutionKind::from_code(&word)?.to_do();
            (DutyKind::Resolution, number.clone(), pair(what), title, format!("/resolutions/{number}"))
        }
        "minutes" => {
            let it = meeting()?;
            let what = Pair("阅读会议纪要", "Read the minutes");
            let key = format!("{number}-{id}");
            (DutyKind::Minutes, key, pair(what), both(|lang| it.name(lang)), format!("{}/minutes", it.href()))
        }
        "publication" => {
            let it = meeting()?;
            let what = Pair("整理并发布会议纪要", "Write and publish the minutes");
            (DutyKind::Meeting, number.clone(), pair(what), both(|lang| it.name(lang)), format!("{}/session", it.href()))
        }
        "given" => {
            let what = Pair("确认移交", "Confirm the hand-over");
            (DutyKind::Handover, number.clone(), pair(what), title, format!("/handovers/{number}"))
        }
        "week" => {
            let (what, href) = (pair(Deed::ReportWeekly.name()), format!("/reports/weekly/{number}"));
            (DutyKind::Report, format!("{number}-{id}"), what, title, href)
        }
        _ => {
            let what = Pair("接收移交", "Take over");
            (DutyKind::Handover, number.clone(), pair(what), title, format!("/handovers/{number}"))
        }
    };
    let due_at = (which == "week").then_some(NOON);
    let key = format!("{which}-{key}");
    let waits = waits(&which, kind, &who, &what);
    let duty = Duty {
        key,
        kind,
        is_urgent,
        who,
        name,
        what,
        waits,
        about,
        number,
        since,
        due_on: due?,
        due_at,
        href,
        coordinator,
        closed,
    };
    Some(if is_closed { closed_of(duty, &which) } else { duty })
}

/// What waits, as whoever owes it is told: not what they are to do, but how it stands.
fn waits(which: &str, kind: DutyKind, who: &Who, what: &[String; 2]) -> [String; 2] {
    let it = match (which, kind, who) {
        ("task", DutyKind::Report, _) => Pair("汇报等待报送", "A report waits for you to send it"),
        ("task", ..) => Pair("步骤等待完成", "A step waits for you"),
        ("project", _, Who::Role(_)) => Pair("项目等待决定", "A project waits for your decision"),
        ("project", ..) => Pair("项目等待办理", "A project waits for you"),
        ("request", ..) => Pair("请示等待批示", "A request waits for your answer"),
        ("confirmation", ..) => Pair("批示等待确认", "The answer to your request waits for you to confirm it"),
        ("advice", ..) => Pair("请示等待参考意见", "A request waits for your advice"),
        ("consultation", ..) => Pair("咨询等待答复", "A consultation waits for your answer"),
        ("reading", ..) => Pair("汇报等待审阅", "A report waits for you to read it"),
        ("resolution", ..) => Pair("会议决议等待落实", "A resolution of a meeting waits for you"),
        ("minutes", ..) => Pair("会议纪要等待阅读", "Minutes wait for you to read them"),
        ("publication", ..) => Pair("会议纪要等待发布", "Minutes wait for you to publish them"),
        ("given", ..) => Pair("移交等待确认", "A hand-over waits for you to confirm it"),
        ("week", ..) => Pair("周报等待报送", "Your weekly report waits for you to send it"),
        _ => Pair("移交等待接收", "A hand-over waits for you to take it over"),
    };
    match which {
        // Which step, or which decision, is what its name says.
        "task" | "project" => [format!("{}：{}", it.0, what[0]), format!("{}: {}", it.1, what[1])],
        _ => pair(it),
    }
}

/// What is told of a duty to somebody who may not see what it is about.
fn closed_of(duty: Duty, which: &str) -> Duty {
    let about = match which {
        "consultation" => Pair("咨询（内容不公开）", "A consultation (not open to you)"),
        "reading" => Pair("汇报（内容不公开）", "A report (not open to you)"),
        _ => Pair("请示（内容不公开）", "A request (not open to you)"),
    };
    Duty { about: pair(about), is_urgent: false, number: String::new(), href: String::new(), ..duty }
}
