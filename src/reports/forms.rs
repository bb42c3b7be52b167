//! What was typed about reports, checked.

use super::asking;
use super::changes::{Asked, AtOnce, Words};
use super::model::ReportKind;
use crate::clock::Zone;
use crate::correspondence::requests::model::RequestKind;
use crate::error::Complaint;
use crate::lang::Pair;
use crate::web::Form;

/// The fields of what is told.
const TOLD: [&str; 3] = ["content", "handled", "next_steps"];

/// The kinds of request that a report may be accompanied by; what is beyond authority names its limit in a form of its own.
pub const KINDS: [RequestKind; 3] = [RequestKind::Unsure, RequestKind::Unclear, RequestKind::NoRule];

/// How many lines a field of a weekly report may have, so that all of it stays on one page.
const LINES: usize = 20;

/// What is said where a report asks for something.
const MOVED: Pair = Pair(
    "汇报不夹带请示：读来像请示的话已移到这里，连同您的建议一起送总指挥批示；不是请示的，请勾选说明。",
    "A report carries no request: what reads like one was moved here, to be answered; or say below that it is none.",
);

/// What is told and what is asked along with it. A report cannot hide a request: what reads like one is complained of, unless its
/// author says that it is none.
pub fn words(form: &mut Form, kind: ReportKind) -> Words {
    let [content, handled, next_steps] = kind.limits();
    put_back(form);
    let words = Words {
        content: form.text("content", content),
        handled: form.optional_text("handled", handled),
        next_steps: form.optional_text("next_steps", next_steps),
        not_asking: form.ticked("not_asking"),
        asked: asked(form),
    };
    if kind == ReportKind::Weekly {
        for (name, text) in [("content", &words.content), ("handled", &words.handled), ("next_steps", &words.next_steps)] {
            if text.lines().count() > LINES {
                let said = Pair("周报以一页为限：每栏最多 20 行。", "One page for a week: at most 20 lines in each field.");
                form.complain(name, Complaint::Said(said));
            }
        }
    }
    let hidden = [&words.content, &words.handled, &words.next_steps].iter().any(|text| !asking::split(text).1.is_empty());
    if hidden && !words.not_asking {
        form.complain("question", Complaint::Said(MOVED));
    }
    words
}

/// What was taken out of a report because it reads like a request goes back to it when its author says that it is none.
fn put_back(form: &mut Form) {
    let is_none =
        form.ticked("not_asking") && ["request_kind", "suggested"].iter().all(|name| form.value(name).trim().is_empty());
    let question = form.value("question").trim().to_owned();
    if !is_none || question.is_empty() {
        return;
    }
    let told = [form.value("content").trim(), &question].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n");
    form.fields = std::mem::take(&mut form.fields).set("content", &told).set("question", "").set("asks", "");
}

fn asked(form: &mut Form) -> Option<Asked> {
    let typed = ["question", "suggested"].iter().any(|name| !form.value(name).trim().is_empty());
    if !typed && !form.ticked("asks") {
        return None;
    }
    let kind = form.choice("request_kind", |code| RequestKind::from_code(code).filter(|it| KINDS.contains(it)));
    let (question, proposal) = (form.text("question", 4000), form.text("suggested", 4000));
    Some(Asked { kind: kind?, question, proposal, urgent: form.ticked("urgent") })
}

/// The form of a report that was refused for what it asks, with that moved to where it is asked.
pub fn split(mut form: Form) -> Form {
    if !form.is_wrong("question") || form.ticked("not_asking") {
        return form;
    }
    let mut question = vec![form.value("question").trim().to_owned()];
    for name in TOLD {
        let (told, asked) = asking::split(form.value(name));
        if !asked.is_empty() {
            form.fields = form.fields.set(name, "").with(name, told);
            question.push(asked);
        }
    }
    question.retain(|it| !it.is_empty());
    form.fields = form.fields.set("question", &question.join("\n")).set("asks", "1");
    form
}

/// What cannot wait; nothing where its kind is none, which is complained of.
pub fn at_once(form: &mut Form, zone: Zone) -> Option<AtOnce> {
    let kind = form.choice("kind", |code| ReportKind::from_code(code).filter(|it| it.is_at_once()));
    let title = form.line("title", 100);
    let (on, at) = (form.date("happened_on"), form.time("happened_time"));
    let words = words(form, kind.unwrap_or(ReportKind::Event));
    if asking::asks_by_title(&title) && !words.not_asking {
        let said = Pair("事项只写发生了什么；要请示的写在下面。", "Say here what happened; what is asked goes below.");
        form.complain("title", Complaint::Said(said));
        if !form.is_wrong("question") {
            form.complain("question", Complaint::Said(MOVED));
        }
    }
    // Act first, then report; what goes on with a report need not say it again.
    let is_first = form.value("follows").trim().is_empty();
    if kind == Some(ReportKind::Emergency) && is_first && words.handled.is_empty() {
        form.complain("handled", Complaint::Required);
    }
    Some(AtOnce { kind: kind?, title, happened_at: zone.moment(on.and_time(at)), words })
}
