//! What was typed about consultations, checked.

use super::changes::{Answer, NewConsultation};
use crate::correspondence::asking::asks;
use crate::error::Complaint;
use crate::lang::Pair;
use crate::web::list::link;
use crate::web::{Fields, Form};

/// What is said where a question is one for the commander.
const ASKS: Pair = Pair(
    "读来像请示：企划助理提供信息，不作批示。要批准的事请改为请示总指挥；只是了解情况的，请勾选说明。",
    "This reads like a request, and the planning assistants approve nothing: ask the commander, or say that it is none.",
);

/// The longest question of a request.
const QUESTION: usize = 4000;

/// A consultation with its first question.
pub fn consultation(form: &mut Form) -> NewConsultation {
    let (title, background) = (form.line("title", 100), form.text("background", 4000));
    let question = question(form);
    if asks(&title) {
        complain(form, "title");
    }
    NewConsultation { title, background, question }
}

/// A question. Whoever asks for approval asks the commander, unless they say that it is information they want.
pub fn question(form: &mut Form) -> String {
    let question = form.text("question", 4000);
    if asks(&question) {
        complain(form, "question");
    }
    question
}

fn complain(form: &mut Form, name: &str) {
    if !form.ticked("not_asking") {
        form.complain(name, Complaint::Said(ASKS));
    }
}

/// Where what was typed goes on as a request to the commander; none where it does not read like one.
pub fn as_request(form: &Form, project: &str, title: &str) -> Option<String> {
    let [background, question] = ["background", "question"].map(|name| form.value(name).trim());
    if !asks(form.value("title")) && !asks(question) {
        return None;
    }
    let all = [background, question].iter().filter(|it| !it.is_empty()).copied().collect::<Vec<_>>().join("\n");
    let question = if all.chars().count() > QUESTION { question } else { &all };
    let fields = Fields::default().set("project", project).set("title", title).set("question", question);
    Some(link("/requests/new", &fields))
}

/// The information that is given, and where it comes from.
pub fn answer(form: &mut Form) -> Answer {
    Answer { answer: form.text("answer", 4000), sources: form.optional_text("sources", 1000) }
}

/// What the asker decided.
pub fn decision(form: &mut Form) -> String {
    form.text("decision", 4000)
}
